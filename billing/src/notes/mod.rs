//! What staff note about an account, for each other: nothing of it is ever changed or taken out.

mod store;

use domain::{GuarantorId, PracticeId, UserId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::Door;
use crate::db::Tx;

/// The longest note, in letters.
pub const WORDS_MOST: usize = 2_000;

/// A note.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Note {
    /// Its id.
    pub id: Uuid,
    /// What it says.
    pub words: String,
    /// Who wrote it.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
}

/// Writes a note down; the same press writes one. Says whether there were words to write, and not
/// too many.
///
/// # Errors
/// The database's word.
pub async fn write_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (guarantor, press): (GuarantorId, Uuid),
    words: &str,
) -> Result<bool, sqlx::Error> {
    let words = words.trim();
    if words.is_empty() || words.chars().count() > WORDS_MOST {
        return Ok(false);
    }
    store::insert(tx, (practice, door.id()), (guarantor, press), words, by, door.now()).await?;
    Ok(true)
}

/// The notes of an account, newest first, at most `limit`.
///
/// # Errors
/// The database's word.
pub async fn of_account(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<Note>, sqlx::Error> {
    store::of_account(tx, practice, guarantor, limit).await
}
