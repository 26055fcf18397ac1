//! All SQL of looks and host names.

use domain::PracticeId;
use time::OffsetDateTime;

use super::{Logo, Look};
use crate::db::Tx;
use crate::{on, run};

type LookRow = (Option<String>, Option<Vec<u8>>, Option<i64>, Option<i64>);

pub async fn look(tx: &mut Tx, practice: PracticeId) -> Result<Look, sqlx::Error> {
    let row: Option<LookRow> = on!(tx, c => sqlx::query_as(
        "SELECT accent, logo, logo_width, logo_height FROM practice_brands WHERE practice_id = $1",
    )
    .bind(practice)
    .fetch_optional(c))?;
    let Some((accent, png, width, height)) = row else { return Ok(Look::default()) };
    let side = |side: Option<i64>| u32::try_from(side?).ok();
    let logo = png.zip(side(width)).zip(side(height));
    Ok(Look { accent, logo: logo.map(|((png, width), height)| Logo { png, width, height }) })
}

pub async fn set_look(
    tx: &mut Tx,
    practice: PracticeId,
    look: &Look,
    mark: Option<&str>,
) -> Result<(), sqlx::Error> {
    let logo = look.logo.as_ref();
    run!(
        tx,
        sqlx::query(
            "INSERT INTO practice_brands (practice_id, accent, logo, logo_width, logo_height)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (practice_id) DO UPDATE SET accent = $2, logo = $3, logo_width = $4, logo_height = $5",
        )
        .bind(practice)
        .bind(look.accent.as_deref())
        .bind(logo.map(|logo| logo.png.as_slice()))
        .bind(logo.map(|logo| i64::from(logo.width)))
        .bind(logo.map(|logo| i64::from(logo.height)))
    )?;
    run!(tx, sqlx::query("UPDATE practices SET brand_mark = $2 WHERE id = $1").bind(practice).bind(mark))
        .map(drop)
}

pub async fn set_languages(
    tx: &mut Tx,
    practice: PracticeId,
    languages: Option<&str>,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("UPDATE practices SET languages = $2 WHERE id = $1").bind(practice).bind(languages))
        .map(drop)
}

pub async fn insert_host(
    tx: &mut Tx,
    practice: PracticeId,
    host: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO practice_hosts (host, practice_id, added_at) VALUES ($1, $2, $3)
             ON CONFLICT (host) DO NOTHING",
        )
        .bind(host)
        .bind(practice)
        .bind(now)
    )
    .map(drop)
}

pub async fn delete_host(tx: &mut Tx, practice: PracticeId, host: &str) -> Result<bool, sqlx::Error> {
    let gone = run!(
        tx,
        sqlx::query("DELETE FROM practice_hosts WHERE practice_id = $1 AND host = $2")
            .bind(practice)
            .bind(host)
    )?;
    Ok(gone > 0)
}

pub async fn of_host(tx: &mut Tx, host: &str) -> Result<Option<PracticeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT practice_id FROM practice_hosts WHERE host = $1")
        .bind(host)
        .fetch_optional(c))
}

pub async fn hosts(tx: &mut Tx, practice: PracticeId) -> Result<Vec<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT host FROM practice_hosts WHERE practice_id = $1 ORDER BY added_at, host",
    )
    .bind(practice)
    .fetch_all(c))
}
