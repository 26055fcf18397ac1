//! Two databases, one body of SQL.
//!
//! A [`Tx`] is a transaction of either engine; the [`on!`](crate::on) macro runs one
//! query against whichever it is. Both take `$1` placeholders, `ON CONFLICT`,
//! `RETURNING`, UUIDs, dates and instants natively, so nearly every statement is
//! written once. Where the dialects truly differ (row locks), one named function
//! branches.
//!
//! SQLite runs in WAL mode with a single writer, whose transactions begin
//! `IMMEDIATE`: a writer that waits is never told that it lost. Readers have a pool of
//! their own and see a snapshot.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

static SQLITE_HISTORY: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES_HISTORY: Migrator = sqlx::migrate!("../migrations/postgres");

/// What goes wrong between us and the database, never with data in it.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Neither `sqlite:` nor `postgres:`.
    #[error("the database URL must begin with sqlite: or postgres:")]
    UnknownEngine,
    /// The folder of the SQLite file cannot be made.
    #[error("the folder of the database cannot be made: {0}")]
    Folder(std::io::Error),
    /// The engine's own word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
    /// A migration failed, or the database is newer than this program.
    #[error("database history: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// A database of either kind.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file, one writer, many readers.
    Sqlite {
        /// The writer.
        write: SqlitePool,
        /// The readers.
        read: SqlitePool,
    },
    /// A server that many processes share.
    Postgres(PgPool),
}

/// A transaction of either kind; rolled back when it is dropped.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Prepares for a file of many rows. PostgreSQL keeps the plan that it made while a table was
    /// empty, which reads all of it; so until the end of this transaction it plans each statement by
    /// how large tables are by then.
    pub(crate) async fn will_grow(&mut self) -> Result<(), sqlx::Error> {
        if let Self::Postgres(tx) = self {
            sqlx::query("SET LOCAL plan_cache_mode = force_custom_plan").execute(&mut **tx).await?;
        }
        Ok(())
    }
}

/// Runs one query on either engine: `on!(tx, c => sqlx::query("…").execute(c))`.
#[macro_export]
macro_rules! on {
    ($tx:expr, $c:ident => $query:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $query.await
            }
            $crate::db::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $query.await
            }
        }
    };
}

/// Runs one statement that answers no rows on either engine, and says how many rows it
/// touched: `run!(tx, sqlx::query("UPDATE …"))`.
#[macro_export]
macro_rules! run {
    ($tx:expr, $query:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => $query.execute(&mut **tx).await.map(|done| done.rows_affected()),
            $crate::db::Tx::Postgres(tx) => $query.execute(&mut **tx).await.map(|done| done.rows_affected()),
        }
    };
}

/// SQLite finds its way through a query by statistics, and of a new database it has none: an
/// index of which one column is given then looks as good to it as one of which all are, and
/// every index of ours begins with the practice. So it is told what a large practice is like:
/// half of all rows in the practice, a few in whatever narrows it further. `ANALYZE` may put
/// what is in the place of it.
const SQLITE_ROADS: &str = "
BEGIN IMMEDIATE;
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT of_index.tbl, of_index.idx, '1000000 ' || GROUP_CONCAT(
           CASE WHEN of_index.one AND c.seqno = of_index.last THEN 1
                WHEN c.seqno > 0 THEN MAX(2, 50 / c.seqno)
                WHEN c.name = 'practice_id' THEN 500000
                ELSE 1000 END, ' ' ORDER BY c.seqno)
FROM (SELECT m.name AS tbl, l.name AS idx, l.\"unique\" AS one,
             (SELECT MAX(seqno) FROM pragma_index_info(l.name)) AS last
      FROM sqlite_schema m, pragma_index_list(m.name) l
      WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%') of_index,
     pragma_index_info(of_index.idx) c
WHERE of_index.idx NOT IN (SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL)
GROUP BY of_index.tbl, of_index.idx;
COMMIT;
ANALYZE sqlite_schema;
";

impl Db {
    /// Connects by URL: `sqlite:data/openbalance.db` (made when missing) or
    /// `postgres://user@host/name`.
    ///
    /// # Errors
    /// [`DbError`] when the URL names neither engine or the engine refuses.
    pub async fn connect(url: &str) -> Result<Self, DbError> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(30));
            if let Some(folder) = options.get_filename().parent().filter(|f| *f != Path::new("")) {
                std::fs::create_dir_all(folder).map_err(DbError::Folder)?;
            }
            let write = SqlitePoolOptions::new()
                .max_connections(1)
                .acquire_timeout(Duration::from_secs(60))
                .connect_with(options.clone())
                .await?;
            let read = SqlitePoolOptions::new()
                .max_connections(4)
                .connect_lazy_with(options.pragma("query_only", "on"));
            Ok(Self::Sqlite { write, read })
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)?;
            Ok(Self::Postgres(PgPoolOptions::new().max_connections(16).connect_with(options).await?))
        } else {
            Err(DbError::UnknownEngine)
        }
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// The engine's, such as no connection in time.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Begins a transaction that only reads, and sees one snapshot throughout.
    ///
    /// # Errors
    /// The engine's, such as no connection in time.
    pub async fn read(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Brings the schema up to this program's; does nothing when it is.
    ///
    /// # Errors
    /// [`DbError::Migrate`] when a step fails or the history differs from ours.
    pub async fn migrate(&self) -> Result<(), DbError> {
        match self {
            Self::Sqlite { write, .. } => {
                SQLITE_HISTORY.run(write).await?;
                sqlx::raw_sql(SQLITE_ROADS).execute(write).await?;
            }
            Self::Postgres(pool) => POSTGRES_HISTORY.run(pool).await?,
        }
        Ok(())
    }

    /// How many steps of the history the database has not taken yet.
    ///
    /// # Errors
    /// The engine's; a database without any history counts as all pending.
    pub async fn pending_migrations(&self) -> Result<usize, sqlx::Error> {
        let mut tx = self.read().await?;
        let known = match &tx {
            Tx::Sqlite(_) => SQLITE_HISTORY.iter().count(),
            Tx::Postgres(_) => POSTGRES_HISTORY.iter().count(),
        };
        let applied: Result<i64, sqlx::Error> = on!(&mut tx, c => sqlx::query_scalar("SELECT COUNT(*) FROM _sqlx_migrations WHERE success").fetch_one(c));
        match applied {
            Ok(applied) => Ok(known.saturating_sub(usize::try_from(applied).unwrap_or_default())),
            Err(sqlx::Error::Database(_)) => Ok(known),
            Err(error) => Err(error),
        }
    }

    /// Closes every connection, letting running statements end.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes everything of this transaction lasting.
    ///
    /// # Errors
    /// The engine's; then nothing of it happened.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

/// Whether an error is the refusal of a second row under a unique key: somebody else
/// recorded the same fact first.
#[must_use]
pub fn is_duplicate(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
