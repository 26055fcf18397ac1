//! All SQL of practices that become part of another.

use domain::PracticeId;
use sqlx::FromRow;
use time::{Date, OffsetDateTime};

use super::Merging;
use crate::db::Tx;
use crate::{on, run};

#[derive(FromRow)]
struct Row {
    merges_on: Date,
    merges_into: PracticeId,
    into_name: String,
    merges_as: String,
    merged_from: Option<String>,
}

pub async fn merging(tx: &mut Tx, practice: PracticeId) -> Result<Option<Merging>, sqlx::Error> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(
        "SELECT p.merges_on, p.merges_into, i.name AS into_name, p.merges_as, p.merged_from
         FROM practices p JOIN practices i ON i.id = p.merges_into WHERE p.id = $1",
    )
    .bind(practice)
    .fetch_optional(c))?;
    Ok(row.map(|row| Merging {
        on: row.merges_on,
        into: row.merges_into,
        into_name: row.into_name,
        name: row.merges_as,
        before: row.merged_from,
    }))
}

/// Practices that are to be merged, or of which not everybody has been told.
pub async fn to_do(tx: &mut Tx) -> Result<Vec<PracticeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM practices WHERE merges_on IS NOT NULL AND merge_told_at IS NULL ORDER BY id",
    )
    .fetch_all(c))
}

/// What has been carried out does not change.
pub async fn set(
    tx: &mut Tx,
    practice: PracticeId,
    merges: Option<(Date, PracticeId, &str)>,
) -> Result<bool, sqlx::Error> {
    let set = run!(
        tx,
        sqlx::query(
            "UPDATE practices SET merges_on = $2, merges_into = $3, merges_as = $4
             WHERE id = $1 AND merged_at IS NULL"
        )
        .bind(practice)
        .bind(merges.map(|(on, ..)| on))
        .bind(merges.map(|(_, into, _)| into))
        .bind(merges.map(|(.., name)| name))
    )?;
    Ok(set == 1)
}

pub async fn merge(tx: &mut Tx, practice: PracticeId, now: OffsetDateTime) -> Result<bool, sqlx::Error> {
    let merged = run!(
        tx,
        sqlx::query(
            "UPDATE practices SET merged_at = $2, merged_from = name, name = merges_as
             WHERE id = $1 AND merged_at IS NULL AND merges_as IS NOT NULL"
        )
        .bind(practice)
        .bind(now)
    )?;
    Ok(merged == 1)
}

pub async fn told(tx: &mut Tx, practice: PracticeId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE practices SET merge_told_at = $2 WHERE id = $1 AND merge_told_at IS NULL")
            .bind(practice)
            .bind(now)
    )
    .map(drop)
}
