//! How often something was tried, counted in the database so that a second server
//! counts along. Keys are hashed: the table names nobody.

use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use crate::db::Db;
use crate::{Door, on, run};

/// So many tries in so long, under a key.
pub struct Limit {
    key: [u8; 32],
    most: i64,
    window: Duration,
}

impl Limit {
    pub fn new(key: String, most: i64, window: Duration) -> Self {
        Self { key: Sha256::digest(key).into(), most, window }
    }

    /// Windows begin at whole multiples of their length.
    fn window_start(&self, now: OffsetDateTime) -> OffsetDateTime {
        let length = self.window.whole_seconds().max(1);
        now - Duration::seconds(now.unix_timestamp().rem_euclid(length))
    }
}

pub async fn exhausted(db: &Db, door: &Door, limits: &[Limit]) -> Result<bool, sqlx::Error> {
    let mut tx = db.read().await?;
    for limit in limits {
        let count: Option<i64> = on!(&mut tx, c => sqlx::query_scalar(
            "SELECT count FROM attempts WHERE key_hash = $1 AND window_start = $2",
        )
        .bind(&limit.key[..])
        .bind(limit.window_start(door.now()))
        .fetch_optional(c))?;
        if count.unwrap_or_default() >= limit.most {
            return Ok(true);
        }
    }
    Ok(false)
}

pub async fn count(db: &Db, door: &Door, limits: &[Limit]) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    for limit in limits {
        run!(&mut tx, sqlx::query(
            "INSERT INTO attempts (key_hash, window_start, count) VALUES ($1, $2, 1)
             ON CONFLICT (key_hash, window_start) DO UPDATE SET count = attempts.count + 1",
        )
        .bind(&limit.key[..])
        .bind(limit.window_start(door.now())))?;
    }
    run!(&mut tx, sqlx::query("DELETE FROM attempts WHERE window_start < $1").bind(door.now() - Duration::days(1)))?;
    tx.commit().await
}
