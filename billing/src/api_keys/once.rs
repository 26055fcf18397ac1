//! A request that its caller named is done once, however often it is sent.
//!
//! The answer is kept in the transaction that does what was asked: who dies between leaves
//! neither. What takes longer than a transaction should (a file) claims its name first, and a
//! claim whose process died is free again after [`DEAD`]; importing a file twice changes
//! nothing. What was refused is not kept, because it did nothing.

use sha2::{Digest, Sha256};
use time::Duration;

use super::{ApiKey, store};
use crate::Door;
use crate::db::{Db, Tx};

/// How long an answer is kept.
pub const KEPT: Duration = Duration::hours(24);

/// After so long whoever works on a request is dead.
pub const DEAD: Duration = Duration::minutes(10);

/// What a caller calls a request, and what they ask with it; only hashes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    pub(super) name: [u8; 32],
    pub(super) request: [u8; 32],
}

impl Name {
    /// A request to a route with a body.
    #[must_use]
    pub fn new(name: &str, route: &str, body: &[u8]) -> Self {
        let request = Sha256::new().chain_update(route).chain_update([0]).chain_update(body);
        Self { name: Sha256::digest(name).into(), request: request.finalize().into() }
    }
}

/// What is known of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Known {
    /// Nothing: it is the caller's to do now.
    New,
    /// It was done.
    Done {
        /// The answer's HTTP status.
        status: u16,
        /// The answer's body, without what is shown once.
        answer: String,
    },
    /// It is being done.
    UnderWay,
    /// Something else was asked under this name.
    Other,
}

/// Takes a request on, unless it is known. Who asks at the same moment waits for the
/// transaction of who was first.
///
/// # Errors
/// The database's word.
pub async fn take_on_in(tx: &mut Tx, door: &Door, key: &ApiKey, name: &Name) -> Result<Known, sqlx::Error> {
    let now = door.now();
    if store::claim(tx, key, name, now, now - KEPT, now - DEAD).await? {
        return Ok(Known::New);
    }
    Ok(match store::answered(tx, key, name).await? {
        None => Known::UnderWay,
        Some(known) if known.request_hash != name.request => Known::Other,
        Some(store::Answered { status: Some(status), answer, .. }) => Known::Done {
            status: u16::try_from(status).unwrap_or_default(),
            answer: answer.unwrap_or_default(),
        },
        Some(_) => Known::UnderWay,
    })
}

/// Keeps the answer to a request that was taken on.
///
/// # Errors
/// The database's word.
pub async fn done_in(
    tx: &mut Tx,
    key: &ApiKey,
    name: &Name,
    status: u16,
    answer: &str,
) -> Result<(), sqlx::Error> {
    store::answer(tx, key, name, i64::from(status), answer).await
}

/// A request that was taken on came to nothing: the next one may try.
///
/// # Errors
/// The database's word.
pub async fn give_up(db: &Db, key: &ApiKey, name: &Name) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    store::give_up(&mut tx, key, name).await?;
    tx.commit().await
}

/// Forgets answers that have had their day.
///
/// # Errors
/// The database's word.
pub async fn forget(db: &Db, door: &Door) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    store::forget(&mut tx, door.now() - KEPT).await?;
    tx.commit().await
}
