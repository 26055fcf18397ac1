//! All SQL of the payers that remittances name, and of the days that they take appeals.

use domain::denial::{APPEAL_DAYS, DAYS_CHANGED, State};
use domain::{PayerId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};

use super::unknown;
use crate::db::Tx;
use crate::{on, run};

/// An insurer as the practice's remittances name it.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Payer {
    /// The payer.
    pub id: PayerId,
    /// By what its remittances are told apart: its number, or its name where it gives none.
    pub payer_key: String,
    /// Its name on the newest one.
    pub name: String,
    /// The days that it takes appeals; none: as many as the practice says of all.
    pub appeal_days: Option<i64>,
    /// The number of the last change of its days; who changes them says which one they saw.
    pub seq: i64,
    /// How many of its refusals are open.
    pub open: i64,
    /// Who changed its days last.
    pub changed_by: Option<String>,
    /// When that was.
    pub changed_at: Option<OffsetDateTime>,
}

/// Whose days a refusal counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// The insurer; none when its decision is not kept.
    pub payer: Option<String>,
    /// How many days it takes appeals.
    pub days: u16,
    /// Whether that is said of this insurer alone.
    pub own: bool,
}

fn small(days: i64) -> u16 {
    u16::try_from(days).unwrap_or(APPEAL_DAYS)
}

pub async fn known(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Payer>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT y.id, y.payer_key, y.name, y.appeal_days, y.seq, COALESCE(d.open, 0) AS open, u.name AS changed_by,
                s.at AS changed_at
         FROM payers y
         LEFT JOIN (SELECT payer_id, COUNT(*) AS open FROM denials
                    WHERE practice_id = $1 AND amount_cents > 0 GROUP BY payer_id) d ON d.payer_id = y.id
         LEFT JOIN payer_steps s ON s.practice_id = y.practice_id AND s.payer_id = y.id AND s.seq = y.seq
         LEFT JOIN users u ON u.id = s.by_user
         WHERE y.practice_id = $1 ORDER BY COALESCE(d.open, 0) DESC, y.name, y.payer_key",
    )
    .bind(practice)
    .fetch_all(c))
}

pub async fn refusing(tx: &mut Tx, practice: PracticeId) -> Result<Vec<(PayerId, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT y.id, y.name FROM payers y
         WHERE y.practice_id = $1
           AND EXISTS (SELECT 1 FROM denials d WHERE d.practice_id = y.practice_id AND d.payer_id = y.id)
         ORDER BY y.name, y.payer_key",
    )
    .bind(practice)
    .fetch_all(c))
}

pub async fn named(
    tx: &mut Tx,
    practice: PracticeId,
    id: PayerId,
    (key, name): (&str, &str),
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO payers (practice_id, id, payer_key, name, seq) VALUES ($1, $2, $3, $4, 0)
             ON CONFLICT (practice_id, payer_key) DO UPDATE SET name = excluded.name WHERE payers.name <> excluded.name",
        )
        .bind(practice)
        .bind(id)
        .bind(key)
        .bind(name)
    )
    .map(drop)
}

/// The payer of a remittance, and the days to appeal: its own, or else the practice's.
pub async fn terms(
    tx: &mut Tx,
    practice: PracticeId,
    key: Option<&str>,
) -> Result<(Option<PayerId>, u16), sqlx::Error> {
    let (payer, days): (Option<PayerId>, i64) = on!(tx, c => sqlx::query_as(
        "SELECT y.id, CAST(COALESCE(y.appeal_days, p.appeal_days) AS BIGINT) FROM practices p
         LEFT JOIN payers y ON y.practice_id = p.id AND y.payer_key = $2
         WHERE p.id = $1",
    )
    .bind(practice)
    .bind(key)
    .fetch_one(c))?;
    Ok((payer, small(days)))
}

pub async fn of_case(
    tx: &mut Tx,
    practice: PracticeId,
    payer: Option<PayerId>,
) -> Result<Terms, sqlx::Error> {
    let (payer, own, days): (Option<String>, Option<i64>, i64) = on!(tx, c => sqlx::query_as(
        "SELECT y.name, y.appeal_days, CAST(p.appeal_days AS BIGINT) FROM practices p
         LEFT JOIN payers y ON y.practice_id = p.id AND y.id = $2
         WHERE p.id = $1",
    )
    .bind(practice)
    .bind(payer)
    .fetch_one(c))?;
    Ok(Terms { payer, days: small(own.unwrap_or(days)), own: own.is_some() })
}

/// A payer's own days and the number of their last change, held until the transaction ends: the
/// caller holds the books.
pub async fn days_of(
    tx: &mut Tx,
    practice: PracticeId,
    id: PayerId,
) -> Result<Option<(Option<u16>, i64)>, sqlx::Error> {
    let row: Option<(Option<i64>, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT appeal_days, seq FROM payers WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    Ok(row.map(|(days, seq)| (days.map(small), seq)))
}

pub async fn set_days(
    tx: &mut Tx,
    (practice, by): (PracticeId, UserId),
    (id, seq): (PayerId, i64),
    days: Option<u16>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE payers SET appeal_days = $3, seq = $4 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(id)
            .bind(days.map(i64::from))
            .bind(seq)
    )?;
    run!(
        tx,
        sqlx::query(
            "INSERT INTO payer_steps (practice_id, payer_id, seq, appeal_days, by_user, at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(practice)
        .bind(id)
        .bind(seq)
        .bind(days.map(i64::from))
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

pub async fn set_practice_days(tx: &mut Tx, practice: PracticeId, days: u16) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE practices SET appeal_days = $2 WHERE id = $1")
            .bind(practice)
            .bind(i64::from(days))
    )
    .map(drop)
}

/// What is open of a payer, or of all without days of their own; `denials` is called `d`.
macro_rules! open_of {
    () => {
        " d.practice_id = $1 AND d.amount_cents > 0 AND (d.payer_id = $2 OR ($2 IS NULL AND (d.payer_id IS NULL
            OR d.payer_id IN (SELECT y.id FROM payers y WHERE y.practice_id = $1 AND y.appeal_days IS NULL)))) "
    };
}

/// Holds what is open, in the order of its ids, until the transaction ends.
pub async fn hold_open(tx: &mut Tx, practice: PracticeId, payer: Option<PayerId>) -> Result<(), sqlx::Error> {
    let Tx::Postgres(postgres) = tx else { return Ok(()) };
    sqlx::query(concat!("SELECT d.id FROM denials d WHERE", open_of!(), "ORDER BY d.id FOR UPDATE"))
        .bind(practice)
        .bind(payer)
        .execute(&mut **postgres)
        .await
        .map(drop)
}

/// Open refusals that are alike in all that says by when something has to be done.
#[derive(FromRow)]
pub struct Alike {
    state: String,
    pub counted_from: Date,
    pub deadline: Date,
    pub act_by: Date,
}

impl Alike {
    pub fn state(&self) -> Result<State, sqlx::Error> {
        State::from_code(&self.state).ok_or_else(|| unknown(&self.state))
    }
}

pub async fn alike(
    tx: &mut Tx,
    practice: PracticeId,
    payer: Option<PayerId>,
) -> Result<Vec<Alike>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(concat!(
        "SELECT DISTINCT d.state, COALESCE(d.counted_from, d.refused_on) AS counted_from, d.deadline, d.act_by
         FROM denials d WHERE",
        open_of!()
    ))
    .bind(practice)
    .bind(payer)
    .fetch_all(c))
}

/// What they become, by whom and when.
pub struct Counted {
    pub deadline: Date,
    pub act_by: Date,
    pub days: u16,
    pub by: Option<UserId>,
    pub at: OffsetDateTime,
}

macro_rules! these_alike {
    () => {
        concat!(
            open_of!(),
            "AND d.state = $3 AND COALESCE(d.counted_from, d.refused_on) = $4 AND d.deadline = $5 AND d.act_by = $6"
        )
    };
}

/// Writes down for each of them that it is counted anew; says how many they are.
pub async fn count_anew(
    tx: &mut Tx,
    practice: PracticeId,
    payer: Option<PayerId>,
    (alike, new): (&Alike, &Counted),
) -> Result<u64, sqlx::Error> {
    run!(tx, sqlx::query(concat!(
        "INSERT INTO denial_steps (practice_id, denial_id, seq, step, on_day, at, by_user, left_cents, recovered_cents,
                                   patient_cents, given_up_cents, days)
         SELECT d.practice_id, d.id, d.seq + 1, $7, $8, $9, $10, d.amount_cents, 0, 0, 0, $11 FROM denials d WHERE",
        these_alike!()
    ))
    .bind(practice)
    .bind(payer)
    .bind(&alike.state)
    .bind(alike.counted_from)
    .bind(alike.deadline)
    .bind(alike.act_by)
    .bind(DAYS_CHANGED)
    .bind(new.deadline)
    .bind(new.at)
    .bind(new.by)
    .bind(i64::from(new.days)))?;
    run!(
        tx,
        sqlx::query(concat!(
            "UPDATE denials AS d SET deadline = $7, act_by = $8, changed_at = $9, seq = d.seq + 1 WHERE",
            these_alike!()
        ))
        .bind(practice)
        .bind(payer)
        .bind(&alike.state)
        .bind(alike.counted_from)
        .bind(alike.deadline)
        .bind(alike.act_by)
        .bind(new.deadline)
        .bind(new.act_by)
        .bind(new.at)
    )
}
