//! Statements without paper, by consent that can be taken back at any time (15 USC
//! 7001(c)): to which words, by whom, since when.

use domain::{GuarantorId, PracticeId, UserId};
use time::OffsetDateTime;

use super::store;
use crate::Door;
use crate::db::Tx;

/// The version of the words somebody agrees to; a new wording is a new version, and who
/// agreed to an old one is not asked again until it says less for them.
pub const TERMS: &str = "2026-11";

/// Agrees to statements without paper. Agreeing twice is agreeing once.
///
/// The caller has shown the words, and that the reader can open a statement.
///
/// # Errors
/// The database's word.
pub async fn agree_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    store::agree(tx, practice, door.id(), guarantor, user, TERMS, door.now()).await
}

/// Wants paper again.
///
/// # Errors
/// The database's word.
pub async fn withdraw_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<(), sqlx::Error> {
    store::withdraw(tx, practice, guarantor, door.now()).await
}

/// Since when the guarantor goes without paper; none when they do not.
///
/// # Errors
/// The database's word.
pub async fn since(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    store::agreed_at(tx, practice, guarantor).await
}

/// Whether the guarantor goes without paper.
///
/// # Errors
/// The database's word.
pub async fn stands(tx: &mut Tx, practice: PracticeId, guarantor: GuarantorId) -> Result<bool, sqlx::Error> {
    Ok(since(tx, practice, guarantor).await?.is_some())
}
