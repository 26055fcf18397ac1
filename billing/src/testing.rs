//! Throwaway databases for tests: each test runs on SQLite, and on PostgreSQL when
//! `OPENBALANCE_TEST_POSTGRES_URL` names a server (`scripts/test` starts one).
#![expect(clippy::expect_used, reason = "a test that cannot have its database must fail loudly")]

use std::future::Future;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use time::macros::datetime;

use crate::Door;
use crate::db::Db;
use crate::door::SetClock;

/// A database of one engine with the whole schema, gone when the test is.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// How another process reaches it.
    pub url: String,
    /// A door whose clock stands at noon UTC of the 24th of November 2026.
    pub door: Door,
    /// The door's clock.
    pub clock: SetClock,
    _folder: Option<tempfile::TempDir>,
}

/// Runs a test once for each engine there is.
pub async fn on_each_engine<F, R>(test: F)
where
    F: Fn(TestDb) -> R,
    R: Future<Output = ()>,
{
    for database in databases().await {
        println!("on {}", database.engine);
        test(database).await;
    }
}

/// One fresh database for each engine there is.
pub async fn databases() -> Vec<TestDb> {
    let mut databases = vec![sqlite().await];
    if let Ok(server) = std::env::var("OPENBALANCE_TEST_POSTGRES_URL") {
        databases.push(postgres(&server).await);
    }
    databases
}

/// A fresh SQLite database.
pub async fn sqlite() -> TestDb {
    let folder = tempfile::tempdir().expect("a folder for the database");
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    finish(&url, "sqlite", Some(folder)).await
}

async fn postgres(server: &str) -> TestDb {
    let name = format!("test_{}", Door::system().id().simple());
    let mut connection = PgConnection::connect(server).await.expect("the test server answers");
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a fresh database");
    connection.close().await.expect("the connection closes");
    let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
    let query = server.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
    finish(&format!("{base}/{name}{query}"), "postgres", None).await
}

async fn finish(url: &str, engine: &'static str, folder: Option<tempfile::TempDir>) -> TestDb {
    let db = Db::connect(url).await.expect("the database opens");
    db.migrate().await.expect("the schema is made");
    let clock = SetClock::at(datetime!(2026-11-24 12:00 UTC));
    let door = Door::seeded(clock.clone(), 20_261_124);
    TestDb { db, engine, url: url.to_owned(), door, clock, _folder: folder }
}
