//! All SQL of refusals; of their steps ([`steps`]), of payers and their days ([`payers`]), of the
//! desk's queue ([`queue`]).

pub mod payers;
pub mod queue;
mod steps;

use domain::denial::{Denial, Route, State};
use domain::ledger::Reason;
use domain::{
    ClaimId, DenialId, Group, GuarantorId, Money, PayerId, PracticeId, TransactionId, UserId, VisitId,
};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

pub use self::steps::{KeptStep, NewStep, came_of, insert_step, steps};
use super::Case;
use crate::db::Tx;
use crate::{on, run};

#[derive(FromRow)]
struct CaseRow {
    practice_id: PracticeId,
    id: DenialId,
    visit_id: VisitId,
    guarantor_id: GuarantorId,
    claim_id: Option<ClaimId>,
    payer_id: Option<PayerId>,
    group_code: String,
    carc: String,
    route: String,
    state: String,
    proposed: bool,
    answered: bool,
    refused_on: Date,
    deadline: Date,
    counted_from: Option<Date>,
    act_by: Option<Date>,
    amount_cents: i64,
    waits_cents: i64,
    recovered_cents: i64,
    patient_cents: i64,
    given_up_cents: i64,
    assigned_to: Option<UserId>,
    opened_at: OffsetDateTime,
    changed_at: OffsetDateTime,
    seq: i64,
}

impl CaseRow {
    fn case(self) -> Result<Case, sqlx::Error> {
        Ok(Case {
            practice: self.practice_id,
            id: self.id,
            visit: self.visit_id,
            guarantor: self.guarantor_id,
            claim: self.claim_id,
            payer: self.payer_id,
            reason: reason(&self.group_code, self.carc)?,
            route: Route::from_code(&self.route).ok_or_else(|| unknown(&self.route))?,
            denial: Denial {
                state: State::from_code(&self.state).ok_or_else(|| unknown(&self.state))?,
                proposed: self.proposed,
                answered: self.answered,
                amount: Money::from_cents(self.amount_cents),
                waits: Money::from_cents(self.waits_cents),
                recovered: Money::from_cents(self.recovered_cents),
                to_patient: Money::from_cents(self.patient_cents),
                given_up: Money::from_cents(self.given_up_cents),
                deadline: self.deadline,
                counted_from: self.counted_from.unwrap_or(self.refused_on),
                act_by: self.act_by,
            },
            refused_on: self.refused_on,
            assigned_to: self.assigned_to,
            opened_at: self.opened_at,
            changed_at: self.changed_at,
            seq: self.seq,
        })
    }
}

fn reason(group: &str, carc: String) -> Result<Reason, sqlx::Error> {
    Ok(Reason { group: Group::from_code(group).ok_or_else(|| unknown(group))?, carc })
}

fn unknown(word: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("denials hold the unknown word {word:?}").into())
}

/// The columns of a [`CaseRow`]; `denials` is called `d`.
macro_rules! case_columns {
    () => {
        "d.practice_id, d.id, d.visit_id, d.guarantor_id, d.claim_id, d.payer_id, d.group_code, d.carc, d.route, d.state,
         d.proposed, d.answered, d.refused_on, d.deadline, d.counted_from, d.act_by, d.amount_cents, d.waits_cents, d.recovered_cents, d.patient_cents,
         d.given_up_cents, d.assigned_to, d.opened_at, d.changed_at, d.seq"
    };
}
use case_columns;

macro_rules! select_case {
    ($rest:literal) => {
        concat!("SELECT ", case_columns!(), " FROM denials d WHERE d.practice_id = $1 AND ", $rest)
    };
}

pub async fn case(tx: &mut Tx, practice: PracticeId, id: DenialId) -> Result<Option<Case>, sqlx::Error> {
    let row: Option<CaseRow> =
        on!(tx, c => sqlx::query_as(select_case!("d.id = $2")).bind(practice).bind(id).fetch_optional(c))?;
    row.map(CaseRow::case).transpose()
}

/// Reads one and holds it until the transaction ends; after its visit, where both are held.
pub async fn lock(tx: &mut Tx, practice: PracticeId, id: DenialId) -> Result<Option<Case>, sqlx::Error> {
    let Tx::Postgres(postgres) = tx else { return case(tx, practice, id).await };
    let row: Option<CaseRow> = sqlx::query_as(select_case!("d.id = $2 FOR UPDATE"))
        .bind(practice)
        .bind(id)
        .fetch_optional(&mut **postgres)
        .await?;
    row.map(CaseRow::case).transpose()
}

/// The one of a visit, held until the transaction ends when that is asked for.
pub async fn of_visit(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    hold: bool,
) -> Result<Option<Case>, sqlx::Error> {
    let row: Option<CaseRow> = match tx {
        Tx::Postgres(postgres) if hold => {
            sqlx::query_as(select_case!("d.visit_id = $2 FOR UPDATE"))
                .bind(practice)
                .bind(visit)
                .fetch_optional(&mut **postgres)
                .await?
        }
        tx => on!(tx, c => sqlx::query_as(select_case!("d.visit_id = $2"))
            .bind(practice)
            .bind(visit)
            .fetch_optional(c))?,
    };
    row.map(CaseRow::case).transpose()
}

/// The reason of most of what is refused of a visit; the lower code of two alike.
pub async fn main_reason(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Option<Reason>, sqlx::Error> {
    let row: Option<(String, String)> = on!(tx, c => sqlx::query_as(
        "SELECT group_code, carc FROM ledger_entries
         WHERE practice_id = $1 AND visit_id = $2 AND account = 'denied_receivable'
         GROUP BY group_code, carc HAVING SUM(cents) > 0 ORDER BY SUM(cents) DESC, carc, group_code LIMIT 1",
    )
    .bind(practice)
    .bind(visit)
    .fetch_optional(c))?;
    row.map(|(group, carc)| reason(&group, carc)).transpose()
}

/// Writes a new one with its first step.
pub async fn insert(tx: &mut Tx, case: &Case, transaction: Option<TransactionId>) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO denials (practice_id, id, visit_id, guarantor_id, claim_id, group_code, carc, route, state, proposed,
                              refused_on, deadline, act_by, amount_cents, waits_cents, recovered_cents, patient_cents,
                              given_up_cents, assigned_to, opened_at, changed_at, seq, payer_id, counted_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 0, 0, 0, NULL, $15, $15, $16, $17, $18)",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(case.visit)
    .bind(case.guarantor)
    .bind(case.claim)
    .bind(case.reason.group.code())
    .bind(&case.reason.carc)
    .bind(case.route.code())
    .bind(case.denial.state.code())
    .bind(case.denial.proposed)
    .bind(case.refused_on)
    .bind(case.denial.deadline)
    .bind(case.denial.act_by)
    .bind(case.denial.amount.cents())
    .bind(case.opened_at)
    .bind(case.seq)
    .bind(case.payer)
    .bind(case.denial.counted_from))?;
    let new = NewStep { on: case.refused_on, transaction, ..NewStep::default() };
    insert_step(tx, case, "opened", &new, [0; 3]).await
}

pub async fn save(tx: &mut Tx, case: &Case) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "UPDATE denials SET claim_id = $3, group_code = $4, carc = $5, route = $6, state = $7, proposed = $8,
                            refused_on = $9, deadline = $10, act_by = $11, amount_cents = $12, waits_cents = $13,
                            recovered_cents = $14, patient_cents = $15, given_up_cents = $16, assigned_to = $17,
                            changed_at = $18, seq = $19, payer_id = $20, counted_from = $21,
                            answered = $22
         WHERE practice_id = $1 AND id = $2",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(case.claim)
    .bind(case.reason.group.code())
    .bind(&case.reason.carc)
    .bind(case.route.code())
    .bind(case.denial.state.code())
    .bind(case.denial.proposed)
    .bind(case.refused_on)
    .bind(case.denial.deadline)
    .bind(case.denial.act_by)
    .bind(case.denial.amount.cents())
    .bind(case.denial.waits.cents())
    .bind(case.denial.recovered.cents())
    .bind(case.denial.to_patient.cents())
    .bind(case.denial.given_up.cents())
    .bind(case.assigned_to)
    .bind(case.changed_at)
    .bind(case.seq)
    .bind(case.payer)
    .bind(case.denial.counted_from)
    .bind(case.denial.answered))
    .map(drop)
}

/// A kept decision, as far as a refusal tells of it.
#[derive(FromRow)]
pub struct ToldRow {
    pub payer: String,
    pub payer_control_number: String,
    pub trace: String,
    pub content: Vec<u8>,
}

pub async fn told(tx: &mut Tx, practice: PracticeId, claim: ClaimId) -> Result<Option<ToldRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT r.payer, k.payer_control_number, r.trace, k.content FROM claims k
         JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
         WHERE k.practice_id = $1 AND k.id = $2",
    )
    .bind(practice)
    .bind(claim)
    .fetch_optional(c))
}

/// How a visit is told apart.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct About {
    /// The patient's whole name.
    pub patient: String,
    /// The practice's number for the visit, which the claim carried.
    pub visit_number: String,
    /// The member's number at the insurer, where the practice has it.
    pub member: Option<String>,
}

pub async fn about(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    payer: &str,
) -> Result<About, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT p.first_name || ' ' || p.last_name AS patient, v.visit_number,
                (SELECT c.member_id FROM coverages c
                 WHERE c.practice_id = v.practice_id AND c.visit_id = v.id AND LOWER(c.payer) = LOWER($3)
                 ORDER BY c.rank LIMIT 1) AS member
         FROM visits v
         JOIN patients p ON p.practice_id = v.practice_id AND p.id = v.patient_id
         WHERE v.practice_id = $1 AND v.id = $2",
    )
    .bind(practice)
    .bind(visit)
    .bind(payer)
    .fetch_one(c))
}

/// A visit of which something is refused that nobody works on, and the last decision that did.
#[derive(FromRow)]
pub struct Unworked {
    pub visit_id: VisitId,
    pub guarantor_id: GuarantorId,
    pub denied_cents: i64,
    pub claim_id: Option<ClaimId>,
    pub payer_key: Option<String>,
    pub content: Option<Vec<u8>>,
    pub paid_on: Option<Date>,
}

pub async fn unworked(
    tx: &mut Tx,
    practice: PracticeId,
    after: Option<VisitId>,
    limit: i64,
) -> Result<Vec<Unworked>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT b.visit_id, b.guarantor_id, b.denied_cents, k.id AS claim_id, r.payer_key, k.content, r.paid_on
         FROM visit_balances b
         LEFT JOIN claims k ON k.practice_id = b.practice_id AND k.id = (
             SELECT t.claim_id FROM ledger_entries e
             JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
             WHERE e.practice_id = b.practice_id AND e.visit_id = b.visit_id
               AND e.account = 'denied_receivable' AND e.cents > 0
             ORDER BY e.transaction_id DESC LIMIT 1)
         LEFT JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
         WHERE b.practice_id = $1 AND b.visit_id > $2 AND b.denied_cents > 0
           AND NOT EXISTS (SELECT 1 FROM denials d WHERE d.practice_id = b.practice_id AND d.visit_id = b.visit_id)
         ORDER BY b.visit_id LIMIT $3",
    )
    .bind(practice)
    .bind(after.unwrap_or(VisitId(Uuid::nil())))
    .bind(limit)
    .fetch_all(c))
}
