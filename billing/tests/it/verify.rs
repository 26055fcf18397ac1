//! What `openbalance verify` promises: each thing that can be out of place is put out of place
//! by hand, and named; nothing else is.

mod books;
mod gateway;
mod late;
mod plans;

use std::str::FromStr;

use billing::ledger::verify::verify;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection};

use crate::practice::Practice;

impl Practice {
    /// Changes rows as nobody can from within: past the triggers and the foreign keys.
    pub async fn ruin(&self, statement: &str) {
        if self.t.engine == "postgres" {
            let unguarded = format!("SET LOCAL session_replication_role = replica; {statement}");
            self.by_hand(&unguarded).await.unwrap();
            return;
        }
        let options = SqliteConnectOptions::from_str(&self.t.url).unwrap().foreign_keys(false);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let triggers: Vec<String> =
            sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                .fetch_all(&mut connection)
                .await
                .unwrap();
        for trigger in triggers {
            let drop = AssertSqlSafe(format!("DROP TRIGGER {trigger}"));
            sqlx::raw_sql(drop).execute(&mut connection).await.unwrap();
        }
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// What `openbalance verify` says is out of place.
    async fn found(&self) -> Vec<String> {
        let verdict = verify(&self.t.db, &self.t.door).await.unwrap();
        assert_eq!(verdict.ok, verdict.violations.is_empty());
        verdict.violations
    }

    /// Exactly this is out of place, each by the beginning of its sentence, in order.
    pub async fn names(&self, harm: &str, says: &[&str]) {
        let found = self.found().await;
        let all =
            found.len() == says.len() && found.iter().zip(says).all(|(one, says)| one.starts_with(says));
        assert!(all, "{harm}: {says:?}, and found is {found:#?}");
    }
}
