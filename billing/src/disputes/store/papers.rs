//! All SQL of what is handed in with disputes.

use domain::{DisputeId, PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::Tx;
use crate::disputes::Case;
use crate::{on, run};

/// Something that was handed in.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Document {
    /// Its id.
    pub id: Uuid,
    /// With which step.
    pub seq: i64,
    /// What its file was called, made harmless.
    pub name: String,
    kind: String,
    /// How large.
    pub bytes: i64,
    /// When.
    pub at: OffsetDateTime,
}

impl Document {
    /// What it is, by its content.
    #[must_use]
    pub fn kind(&self) -> Option<super::super::documents::Kind> {
        super::super::documents::Kind::from_code(&self.kind)
    }
}

/// A document as it is written.
pub struct NewDocument<'a> {
    pub id: Uuid,
    pub name: &'a str,
    pub kind: &'static str,
    pub bytes: i64,
    pub sha256: &'a str,
    pub nonce: &'a [u8],
    pub sealed: &'a [u8],
    pub by: UserId,
}

pub async fn insert(
    tx: &mut Tx,
    case: &Case,
    new: &NewDocument<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO dispute_documents (practice_id, id, dispute_id, seq, name, kind, bytes, sha256, nonce, sealed, by_user, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(case.practice)
    .bind(new.id)
    .bind(case.id)
    .bind(case.seq)
    .bind(new.name)
    .bind(new.kind)
    .bind(new.bytes)
    .bind(new.sha256)
    .bind(new.nonce)
    .bind(new.sealed)
    .bind(new.by)
    .bind(now))
    .map(drop)
}

pub async fn of_case(
    tx: &mut Tx,
    practice: PracticeId,
    dispute: DisputeId,
) -> Result<Vec<Document>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, seq, name, kind, bytes, at FROM dispute_documents
         WHERE practice_id = $1 AND dispute_id = $2 ORDER BY seq, id",
    )
    .bind(practice)
    .bind(dispute)
    .fetch_all(c))
}

/// What is sealed, with its nonce and the digest of what is inside.
pub async fn sealed(
    tx: &mut Tx,
    practice: PracticeId,
    dispute: DisputeId,
    id: Uuid,
) -> Result<Option<(Vec<u8>, Vec<u8>, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT nonce, sealed, sha256 FROM dispute_documents WHERE practice_id = $1 AND dispute_id = $2 AND id = $3",
    )
    .bind(practice)
    .bind(dispute)
    .bind(id)
    .fetch_optional(c))
}

/// What was handed in with a step: the hash of each, in order.
pub async fn seals_of(tx: &mut Tx, case: &Case, seq: i64) -> Result<Vec<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT sha256 FROM dispute_documents WHERE practice_id = $1 AND dispute_id = $2 AND seq = $3 ORDER BY id",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(seq)
    .fetch_all(c))
}
