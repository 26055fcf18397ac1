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

/// Counts a try under every limit and says whether all of them still allow it. Counting
/// comes first, so that a burst of tries at one moment gets no further than the limit.
pub async fn take(db: &Db, door: &Door, limits: &[Limit]) -> Result<bool, sqlx::Error> {
    let now = door.now();
    let mut tx = db.begin().await?;
    let mut allowed = true;
    for limit in limits {
        let count: i64 = on!(&mut tx, c => sqlx::query_scalar(
            "INSERT INTO attempts (key_hash, window_start, count) VALUES ($1, $2, 1)
             ON CONFLICT (key_hash, window_start) DO UPDATE SET count = attempts.count + 1
             RETURNING count",
        )
        .bind(&limit.key[..])
        .bind(limit.window_start(now))
        .fetch_one(c))?;
        allowed &= count <= limit.most;
    }
    run!(&mut tx, sqlx::query("DELETE FROM attempts WHERE window_start < $1").bind(now - Duration::days(1)))?;
    tx.commit().await?;
    Ok(allowed)
}

/// Gives a try back that turned out to be no guess.
pub async fn give_back(db: &Db, door: &Door, limits: &[Limit]) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    for limit in limits {
        run!(&mut tx, sqlx::query(
            "UPDATE attempts SET count = count - 1 WHERE key_hash = $1 AND window_start = $2 AND count > 0",
        )
        .bind(&limit.key[..])
        .bind(limit.window_start(door.now())))?;
    }
    tx.commit().await
}
