//! All SQL of the import history.

use domain::PracticeId;
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Report;
use crate::db::Tx;
use crate::{on, run};

/// What is kept of a file beside its report.
pub struct Kept<'a> {
    pub id: Uuid,
    pub digest: &'a [u8],
    pub bytes: u64,
    pub now: OffsetDateTime,
}

pub async fn insert(
    tx: &mut Tx,
    practice: PracticeId,
    kept: &Kept<'_>,
    report: &Report,
    text: &str,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO import_files (practice_id, id, name, kind, digest, bytes, report, imported_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(practice)
        .bind(kept.id)
        .bind(&report.file)
        .bind(&report.kind)
        .bind(kept.digest)
        .bind(i64::try_from(kept.bytes).unwrap_or(i64::MAX))
        .bind(text)
        .bind(kept.now)
    )
    .map(drop)
}

/// A file in the import history.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct ImportedFile {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// `835` or `csv`.
    pub kind: String,
    /// When.
    pub imported_at: OffsetDateTime,
    /// The report as JSON ([`Report`]).
    pub report: String,
}

pub async fn recent(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<ImportedFile>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, name, kind, imported_at, report FROM import_files
         WHERE practice_id = $1 ORDER BY imported_at DESC, id DESC LIMIT $2",
    )
    .bind(practice)
    .bind(limit)
    .fetch_all(c))
}

pub async fn file(
    tx: &mut Tx,
    practice: PracticeId,
    file: Uuid,
) -> Result<Option<ImportedFile>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, name, kind, imported_at, report FROM import_files WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(file)
    .fetch_optional(c))
}
