//! All SQL of disputes; of the federal way ([`federal`]), of what is handed in ([`papers`]), of the
//! desk's queue ([`queue`]).

pub mod answers;
pub mod federal;
pub mod papers;
pub mod queue;

use domain::dispute::{Dispute, Outcome, Reason, State, Step};
use domain::{ChargeId, DisputeId, GuarantorId, Money, PlanId, PracticeId, TransactionId, UserId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::Case;
use crate::db::Tx;
use crate::{on, run};

#[derive(FromRow)]
struct CaseRow {
    practice_id: PracticeId,
    id: DisputeId,
    guarantor_id: GuarantorId,
    visit_id: VisitId,
    reference: String,
    reason: String,
    state: String,
    outcome: Option<String>,
    appealed: bool,
    proposed: bool,
    opened_on: Date,
    decide_by: Date,
    act_by: Option<Date>,
    waits_since: Option<Date>,
    amount_cents: i64,
    frozen_cents: i64,
    plan_id: Option<PlanId>,
    plan_held_cents: i64,
    opened_by: UserId,
    opened_at: OffsetDateTime,
    changed_at: OffsetDateTime,
    assigned_to: Option<UserId>,
    seq: i64,
}

impl CaseRow {
    fn case(self) -> Result<Case, sqlx::Error> {
        Ok(Case {
            practice: self.practice_id,
            id: self.id,
            guarantor: self.guarantor_id,
            visit: self.visit_id,
            reference: self.reference,
            dispute: Dispute {
                reason: Reason::from_code(&self.reason).ok_or_else(|| unknown(&self.reason))?,
                state: State::from_code(&self.state).ok_or_else(|| unknown(&self.state))?,
                outcome: outcome_of(self.outcome.as_deref())?,
                appealed: self.appealed,
                proposed: self.proposed,
                decide_by: self.decide_by,
                act_by: self.act_by,
                waits_since: self.waits_since,
            },
            opened_on: self.opened_on,
            amount: Money::from_cents(self.amount_cents),
            frozen: Money::from_cents(self.frozen_cents),
            plan: self.plan_id,
            plan_held: Money::from_cents(self.plan_held_cents),
            opened_by: self.opened_by,
            opened_at: self.opened_at,
            changed_at: self.changed_at,
            assigned_to: self.assigned_to,
            seq: self.seq,
        })
    }
}

fn unknown(word: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("disputes hold the unknown word {word:?}").into())
}

fn outcome_of(word: Option<&str>) -> Result<Option<Outcome>, sqlx::Error> {
    word.map(|word| Outcome::from_code(word).ok_or_else(|| unknown(word))).transpose()
}

/// The columns of a [`CaseRow`]; `disputes` is called `d`.
macro_rules! case_columns {
    () => {
        "d.practice_id, d.id, d.guarantor_id, d.visit_id, d.reference, d.reason, d.state, d.outcome, d.appealed,
         d.proposed, d.opened_on, d.decide_by, d.act_by, d.waits_since, d.amount_cents, d.frozen_cents, d.plan_id,
         d.plan_held_cents, d.opened_by, d.opened_at, d.changed_at, d.assigned_to, d.seq"
    };
}
use case_columns;

macro_rules! select_case {
    ($rest:literal) => {
        concat!("SELECT ", case_columns!(), " FROM disputes d ", $rest)
    };
}

fn all(rows: Vec<CaseRow>) -> Result<Vec<Case>, sqlx::Error> {
    rows.into_iter().map(CaseRow::case).collect()
}

pub async fn case(tx: &mut Tx, practice: PracticeId, id: DisputeId) -> Result<Option<Case>, sqlx::Error> {
    let row: Option<CaseRow> = on!(tx, c => sqlx::query_as(select_case!("WHERE practice_id = $1 AND id = $2"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))?;
    row.map(CaseRow::case).transpose()
}

/// Reads a case and holds it until the transaction ends; after its visit, where both are held.
pub async fn lock(tx: &mut Tx, practice: PracticeId, id: DisputeId) -> Result<Option<Case>, sqlx::Error> {
    let Tx::Postgres(postgres) = tx else { return case(tx, practice, id).await };
    let row: Option<CaseRow> = sqlx::query_as(select_case!("WHERE practice_id = $1 AND id = $2 FOR UPDATE"))
        .bind(practice)
        .bind(id)
        .fetch_optional(&mut **postgres)
        .await?;
    row.map(CaseRow::case).transpose()
}

pub async fn by_press(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    press: Uuid,
) -> Result<Option<Case>, sqlx::Error> {
    let row: Option<CaseRow> = on!(tx, c => sqlx::query_as(
        select_case!("WHERE practice_id = $1 AND guarantor_id = $2 AND press = $3"),
    )
    .bind(practice)
    .bind(guarantor)
    .bind(press)
    .fetch_optional(c))?;
    row.map(CaseRow::case).transpose()
}

pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Case>, sqlx::Error> {
    all(on!(tx, c => sqlx::query_as(
        select_case!("WHERE practice_id = $1 AND guarantor_id = $2 ORDER BY opened_at DESC, id DESC"),
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?)
}

pub async fn of_visit(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Vec<Case>, sqlx::Error> {
    all(on!(tx, c => sqlx::query_as(
        select_case!("WHERE practice_id = $1 AND visit_id = $2 ORDER BY opened_at DESC, id DESC"),
    )
    .bind(practice)
    .bind(visit)
    .fetch_all(c))?)
}

/// Decided ones whose days to appeal are over, and where the patient's last words were read.
pub async fn to_close(
    tx: &mut Tx,
    practice: PracticeId,
    today: Date,
    limit: i64,
) -> Result<Vec<DisputeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM disputes WHERE practice_id = $1 AND state = 'decided' AND act_by < $2
           AND NOT EXISTS (SELECT 1 FROM dispute_steps s
                           WHERE s.practice_id = disputes.practice_id AND s.dispute_id = disputes.id
                             AND s.seq = disputes.seq AND s.step = 'patient_wrote')
         ORDER BY act_by, id LIMIT $3",
    )
    .bind(practice)
    .bind(today)
    .bind(limit)
    .fetch_all(c))
}

pub async fn after(
    tx: &mut Tx,
    practice: PracticeId,
    after: Option<DisputeId>,
    limit: i64,
) -> Result<Vec<Case>, sqlx::Error> {
    let after = after.unwrap_or(DisputeId(Uuid::nil()));
    all(on!(tx, c => sqlx::query_as(select_case!("WHERE practice_id = $1 AND id > $2 ORDER BY id LIMIT $3"))
        .bind(practice)
        .bind(after)
        .bind(limit)
        .fetch_all(c))?)
}

pub async fn reference_taken(
    tx: &mut Tx,
    practice: PracticeId,
    reference: &str,
) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM disputes WHERE practice_id = $1 AND reference = $2)")
        .bind(practice)
        .bind(reference)
        .fetch_one(c))
}

pub async fn insert(tx: &mut Tx, case: &Case, press: Uuid, charges: &[ChargeId]) -> Result<(), sqlx::Error> {
    let dispute = &case.dispute;
    run!(tx, sqlx::query(
        "INSERT INTO disputes (practice_id, id, guarantor_id, visit_id, reference, press, reason, state, outcome, appealed,
                               proposed, opened_on, decide_by, act_by, waits_since, amount_cents, frozen_cents, plan_id,
                               plan_held_cents, opened_by, opened_at, changed_at, assigned_to, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, $10, $11, $12, $13, NULL, 0, 0, NULL, 0, $14, $15, $15, NULL, 0)",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(case.guarantor)
    .bind(case.visit)
    .bind(&case.reference)
    .bind(press)
    .bind(dispute.reason.code())
    .bind(dispute.state.code())
    .bind(dispute.appealed)
    .bind(dispute.proposed)
    .bind(case.opened_on)
    .bind(dispute.decide_by)
    .bind(dispute.act_by)
    .bind(case.opened_by)
    .bind(case.opened_at))?;
    for charge in charges {
        run!(
            tx,
            sqlx::query(
                "INSERT INTO dispute_charges (practice_id, dispute_id, charge_id) VALUES ($1, $2, $3)"
            )
            .bind(case.practice)
            .bind(case.id)
            .bind(*charge)
        )?;
    }
    Ok(())
}

/// Writes what can change of a case.
pub async fn save(tx: &mut Tx, case: &Case, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    let dispute = &case.dispute;
    run!(tx, sqlx::query(
        "UPDATE disputes SET state = $3, outcome = $4, appealed = $5, proposed = $6, decide_by = $7, act_by = $8,
                             waits_since = $9, amount_cents = $10, frozen_cents = $11, plan_id = $12,
                             plan_held_cents = $13, assigned_to = $14, seq = $15, changed_at = $16
         WHERE practice_id = $1 AND id = $2",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(dispute.state.code())
    .bind(dispute.outcome.map(Outcome::code))
    .bind(dispute.appealed)
    .bind(dispute.proposed)
    .bind(dispute.decide_by)
    .bind(dispute.act_by)
    .bind(dispute.waits_since)
    .bind(case.amount.cents())
    .bind(case.frozen.cents())
    .bind(case.plan)
    .bind(case.plan_held.cents())
    .bind(case.assigned_to)
    .bind(case.seq)
    .bind(now))
    .map(drop)
}

pub async fn charges(tx: &mut Tx, practice: PracticeId, id: DisputeId) -> Result<Vec<ChargeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT d.charge_id FROM dispute_charges d
         JOIN charges h ON h.practice_id = d.practice_id AND h.id = d.charge_id
         WHERE d.practice_id = $1 AND d.dispute_id = $2 ORDER BY LENGTH(h.line), h.line",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

/// A step as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct KeptStep {
    /// Counts from 1.
    pub seq: i64,
    /// `opened`, or the word of a [`Step`].
    pub step: String,
    outcome: Option<String>,
    /// The practice's day.
    pub on_day: Date,
    /// When.
    pub at: OffsetDateTime,
    /// Who; none: by itself.
    pub by_user: Option<UserId>,
    /// Their name.
    pub by_name: Option<String>,
    /// By the patient's side, and not by staff.
    pub by_patient: bool,
    /// What patient and practice say to each other.
    pub message: Option<String>,
    /// What stays among staff.
    pub note: Option<String>,
    /// What is decided, as JSON ([`super::Decision`]).
    pub details: Option<String>,
    /// What it posted.
    pub transaction_id: Option<TransactionId>,
}

impl KeptStep {
    /// The step; none of the opening.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        Step::from_code(&self.step, self.outcome.as_deref().and_then(Outcome::from_code))
    }
}

/// A step as it is written.
pub struct NewStep<'a> {
    pub step: Option<Step>,
    pub on: Date,
    pub by: Option<UserId>,
    pub by_patient: bool,
    pub message: Option<&'a str>,
    pub note: Option<&'a str>,
    pub details: Option<&'a str>,
    pub transaction: Option<TransactionId>,
}

pub async fn insert_step(
    tx: &mut Tx,
    case: &Case,
    new: &NewStep<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let (word, outcome) = new.step.map_or(("opened", None), Step::code);
    run!(tx, sqlx::query(
        "INSERT INTO dispute_steps (practice_id, dispute_id, seq, step, outcome, on_day, at, by_user, by_patient, message,
                                    note, details, transaction_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(case.seq)
    .bind(word)
    .bind(outcome.map(Outcome::code))
    .bind(new.on)
    .bind(now)
    .bind(new.by)
    .bind(new.by_patient)
    .bind(new.message)
    .bind(new.note)
    .bind(new.details)
    .bind(new.transaction))
    .map(drop)
}

pub async fn steps(tx: &mut Tx, practice: PracticeId, id: DisputeId) -> Result<Vec<KeptStep>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT s.seq, s.step, s.outcome, s.on_day, s.at, s.by_user, u.name AS by_name, s.by_patient, s.message, s.note,
                s.details, s.transaction_id
         FROM dispute_steps s LEFT JOIN users u ON u.id = s.by_user
         WHERE s.practice_id = $1 AND s.dispute_id = $2 ORDER BY s.seq",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

/// The last thing that happened to a case; none when it was just opened.
pub async fn last_step(tx: &mut Tx, case: &Case) -> Result<Option<Step>, sqlx::Error> {
    let (step, outcome): (String, Option<String>) = on!(tx, c => sqlx::query_as(
        "SELECT step, outcome FROM dispute_steps WHERE practice_id = $1 AND dispute_id = $2 AND seq = $3",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(case.seq)
    .fetch_one(c))?;
    Ok(Step::from_code(&step, outcome_of(outcome.as_deref())?))
}

/// The charge lines that decisions which took something off a visit were about; none: all of it.
pub async fn decided_about(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Vec<ChargeId>, sqlx::Error> {
    let lines: Vec<Option<ChargeId>> = on!(tx, c => sqlx::query_scalar(
        "SELECT DISTINCT h.charge_id FROM disputes d
         LEFT JOIN dispute_charges h ON h.practice_id = d.practice_id AND h.dispute_id = d.id
         WHERE d.practice_id = $1 AND d.visit_id = $2
           AND EXISTS (SELECT 1 FROM dispute_steps s
                       WHERE s.practice_id = d.practice_id AND s.dispute_id = d.id AND s.transaction_id IS NOT NULL)",
    )
    .bind(practice)
    .bind(visit)
    .fetch_all(c))?;
    // One that was about the whole visit leaves no line out.
    Ok(lines.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default())
}

/// What decisions took off a visit, as the cache has it; the caller holds the balance.
pub async fn relief(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Money, sqlx::Error> {
    let cents: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT relief_cents FROM visit_balances WHERE practice_id = $1 AND visit_id = $2",
    )
    .bind(practice)
    .bind(visit)
    .fetch_one(c))?;
    Ok(Money::from_cents(cents))
}

/// What of a visit is in question, as the cache has it; the caller holds the balance.
pub async fn aside(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Money, sqlx::Error> {
    let cents: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT disputed_cents FROM visit_balances WHERE practice_id = $1 AND visit_id = $2",
    )
    .bind(practice)
    .bind(visit)
    .fetch_one(c))?;
    Ok(Money::from_cents(cents))
}

/// Sets so much more of a visit aside, or less; the caller holds the balance.
pub async fn set_aside(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    more: Money,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE visit_balances SET disputed_cents = disputed_cents + $3 WHERE practice_id = $1 AND visit_id = $2",
        )
        .bind(practice)
        .bind(visit)
        .bind(more.cents())
    )
    .map(drop)
}

/// Decisions took so much more off a visit, or less, and so much more waits to be forgiven again;
/// the caller holds the balance.
pub async fn set_relief(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    (more, forgiven): (Money, Money),
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE visit_balances SET relief_cents = relief_cents + $3, forgiven_cents = forgiven_cents + $4
             WHERE practice_id = $1 AND visit_id = $2",
        )
        .bind(practice)
        .bind(visit)
        .bind(more.cents())
        .bind(forgiven.cents())
    )
    .map(drop)
}

/// The standing decisions about a visit, oldest first.
pub async fn standing(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Vec<TransactionId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT DISTINCT t.id FROM ledger_entries e
         JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
         WHERE e.practice_id = $1 AND e.visit_id = $2 AND t.kind = 'dispute_decision' AND t.reverses_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions r
                           WHERE r.practice_id = t.practice_id AND r.reverses_id = t.id)
         ORDER BY t.id",
    )
    .bind(practice)
    .bind(visit)
    .fetch_all(c))
}

/// The holds of disputes that stand, over all practices: by practice and subject.
pub async fn holds(tx: &mut Tx) -> Result<Vec<(PracticeId, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as("SELECT practice_id, subject FROM holds WHERE reason = 'dispute' AND until IS NULL")
        .fetch_all(c))
}

/// Visits whose caches are not what disputes and decisions come to.
pub async fn wrong_caches(tx: &mut Tx, limit: i64) -> Result<Vec<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT 'visit ' || v.visit_number FROM visit_balances b
         JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         LEFT JOIN (SELECT practice_id, visit_id, SUM(frozen_cents) AS frozen FROM disputes GROUP BY practice_id, visit_id) d
           ON d.practice_id = b.practice_id AND d.visit_id = b.visit_id
         LEFT JOIN (SELECT e.practice_id, e.visit_id, -SUM(CASE WHEN e.account = 'patient_receivable' THEN e.cents ELSE 0 END) AS relief,
                           -SUM(CASE WHEN e.account = 'other_adjustment'
                                      AND (t.reverses_id IS NOT NULL OR t.fact LIKE 'dispute-again:%')
                                     THEN e.cents ELSE 0 END) AS forgiven
                    FROM ledger_transactions t CROSS JOIN ledger_entries e
                    WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id AND t.kind = 'dispute_decision'
                      AND e.account IN ('patient_receivable', 'other_adjustment') AND (e.charge_id IS NOT NULL OR e.carc IS NOT NULL)
                    GROUP BY e.practice_id, e.visit_id) r
           ON r.practice_id = b.practice_id AND r.visit_id = b.visit_id
         WHERE b.federal <> EXISTS (SELECT 1 FROM disputes w WHERE w.practice_id = b.practice_id
                                      AND w.visit_id = b.visit_id AND w.state = 'waiting_federal')
            OR b.disputed_cents <> COALESCE(d.frozen, 0) OR b.relief_cents <> COALESCE(r.relief, 0)
            OR b.forgiven_cents <> COALESCE(r.forgiven, 0) LIMIT $1",
    )
    .bind(limit)
    .fetch_all(c))
}
