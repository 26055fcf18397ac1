//! All SQL of remittances and their claims; of those that staff place ([`by_hand`]).

pub mod by_hand;

use domain::ledger::{Account, Entry, Reason};
use domain::{ChargeId, ClaimId, Group, GuarantorId, Money, PlanId, PracticeId, TransactionId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;
use x12::Claim;

use super::Set;
use super::place::{Placed, State};
use crate::db::Tx;
use crate::ledger::{LedgerError, VisitBalance};
use crate::{on, run};

pub async fn insert_remittance(
    tx: &mut Tx,
    set: &Set,
    file_name: &str,
    payment: Money,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO remittances (practice_id, id, file_name, payer, payer_key, trace, payment_cents, paid_on, imported_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(set.practice)
    .bind(set.id)
    .bind(file_name)
    .bind(&set.payer)
    .bind(&set.payer_key)
    .bind(&set.trace)
    .bind(payment.cents())
    .bind(set.paid_on)
    .bind(now))
    .map(drop)
}

pub async fn set_digest(tx: &mut Tx, set: &Set, digest: &[u8]) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE remittances SET digest = $3 WHERE practice_id = $1 AND id = $2")
            .bind(set.practice)
            .bind(set.id)
            .bind(digest)
    )
    .map(drop)
}

/// The remittance in which a claim of this identity came.
pub async fn remittance_of(
    tx: &mut Tx,
    practice: PracticeId,
    identity: &[u8],
) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT remittance_id FROM claims WHERE practice_id = $1 AND identity = $2",
    )
    .bind(practice)
    .bind(identity)
    .fetch_optional(c))
}

pub async fn insert_claim(
    tx: &mut Tx,
    set: &Set,
    id: ClaimId,
    identity: &[u8],
    claim: &Claim,
    placed: &Placed,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO claims (practice_id, id, remittance_id, identity, control_number, payer_control_number,
                             status, rank, charge_cents, paid_cents, patient_cents, visit_id, state, reason,
                             segment, content, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(set.practice)
    .bind(id)
    .bind(set.id)
    .bind(identity)
    .bind(kept(&claim.patient_control_number))
    .bind(claim.payer_control_number.as_deref().unwrap_or_default())
    .bind(claim.status.code())
    .bind(i64::from(placed.rank))
    .bind(claim.charge.cents())
    .bind(claim.paid.cents())
    .bind(claim.patient_responsibility.cents())
    .bind(placed.visit)
    .bind(placed.state.code())
    .bind(&placed.reason)
    .bind(i64::try_from(claim.segment).unwrap_or(i64::MAX))
    .bind(claim.canonical())
    .bind(now))
    .map(drop)
}

pub async fn set_state(
    tx: &mut Tx,
    practice: PracticeId,
    id: ClaimId,
    state: State,
    reason: Option<&str>,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE claims SET state = $3, reason = $4 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(id)
            .bind(state.code())
            .bind(reason)
    )
    .map(drop)
}

pub async fn set_placed(
    tx: &mut Tx,
    practice: PracticeId,
    id: ClaimId,
    placed: &Placed,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "UPDATE claims SET state = $3, reason = $4, rank = $5, visit_id = $6 WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .bind(placed.state.code())
    .bind(&placed.reason)
    .bind(i64::from(placed.rank))
    .bind(placed.visit))
    .map(drop)
}

/// The rank of the visit's coverage by this payer.
pub async fn coverage_rank(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    payer: &str,
) -> Result<Option<u8>, sqlx::Error> {
    let rank: Option<i64> = on!(tx, c => sqlx::query_scalar(
        "SELECT rank FROM coverages
         WHERE practice_id = $1 AND visit_id = $2 AND LOWER(payer) = LOWER($3) ORDER BY rank LIMIT 1",
    )
    .bind(practice)
    .bind(visit)
    .bind(payer)
    .fetch_optional(c))?;
    Ok(rank.and_then(|rank| u8::try_from(rank).ok()))
}

pub async fn later_decided(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    rank: u8,
) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM claims
                        WHERE practice_id = $1 AND visit_id = $2 AND state = 'posted' AND rank > $3)",
    )
    .bind(practice)
    .bind(visit)
    .bind(i64::from(rank))
    .fetch_one(c))
}

/// The visit a claim is about and what its placing asks of it.
#[derive(FromRow)]
pub struct VisitOfClaim {
    pub visit_id: VisitId,
    pub guarantor_id: GuarantorId,
    insurance_cents: i64,
    denied_cents: i64,
    patient_cents: i64,
    credit_cents: i64,
    plan_id: Option<PlanId>,
    federal: bool,
    relief_cents: i64,
    forgiven_cents: i64,
    /// The highest rank of a payer that has decided.
    pub decided_rank: Option<i64>,
    /// The highest rank of a coverage on file.
    pub covered_rank: Option<i64>,
}

impl VisitOfClaim {
    pub fn balance(&self) -> VisitBalance {
        VisitBalance {
            guarantor: Some(self.guarantor_id),
            insurance: Money::from_cents(self.insurance_cents),
            denied: Money::from_cents(self.denied_cents),
            patient: Money::from_cents(self.patient_cents),
            credit: Money::from_cents(self.credit_cents),
            plan: self.plan_id,
            federal: self.federal,
        }
    }

    /// Whether a decision of the practice about a dispute stands.
    pub fn was_decided(&self) -> bool {
        self.relief_cents > 0
    }

    /// What the practice had forgiven, and is to be forgiven of a share that is decided anew.
    pub fn forgiven(&self) -> Money {
        Money::from_cents(self.forgiven_cents)
    }
}

macro_rules! select_visit_of_claim {
    ($lock:literal) => {
        concat!(
            "SELECT v.id AS visit_id, b.guarantor_id, b.insurance_cents, b.denied_cents, b.patient_cents, b.credit_cents,
                    b.plan_id, b.federal, b.relief_cents, b.forgiven_cents,
                    (SELECT MAX(k.rank) FROM claims k
                     WHERE k.practice_id = v.practice_id AND k.visit_id = v.id AND k.state = 'posted') AS decided_rank,
                    (SELECT MAX(c.rank) FROM coverages c
                     WHERE c.practice_id = v.practice_id AND c.visit_id = v.id) AS covered_rank
             FROM visits v
             JOIN visit_balances b ON b.practice_id = v.practice_id AND b.visit_id = v.id
             WHERE v.practice_id = $1 AND v.visit_number = $2",
            $lock
        )
    };
}

/// The visit of a patient control number; its balance is held until the transaction
/// ends.
pub async fn visit_of(
    tx: &mut Tx,
    practice: PracticeId,
    visit_number: &str,
) -> Result<Option<VisitOfClaim>, sqlx::Error> {
    match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as(select_visit_of_claim!(""))
                .bind(practice)
                .bind(visit_number)
                .fetch_optional(&mut **tx)
                .await
        }
        Tx::Postgres(tx) => {
            sqlx::query_as(select_visit_of_claim!(" FOR UPDATE OF b"))
                .bind(practice)
                .bind(visit_number)
                .fetch_optional(&mut **tx)
                .await
        }
    }
}

#[derive(FromRow)]
struct StandingRow {
    charge_id: Option<ChargeId>,
    guarantor_id: Option<GuarantorId>,
    group_code: String,
    carc: String,
    cents: i64,
}

impl StandingRow {
    fn entry(self, account: Account, visit: VisitId) -> Result<Entry, LedgerError> {
        let group = Group::from_code(&self.group_code).ok_or(LedgerError::UnknownWord(self.group_code))?;
        let mut entry = Entry::new(account, Money::from_cents(self.cents))
            .of_visit(visit, self.charge_id)
            .because(Reason { group, carc: self.carc });
        entry.guarantor = self.guarantor_id;
        Ok(entry)
    }
}

/// Refusals of the visit that no later decision replaced, by charge and reason.
pub async fn standing_denials(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Vec<Entry>, LedgerError> {
    let rows: Vec<StandingRow> = on!(tx, c => sqlx::query_as(
        "SELECT charge_id, guarantor_id, group_code, carc, CAST(SUM(cents) AS BIGINT) AS cents
         FROM ledger_entries
         WHERE practice_id = $1 AND visit_id = $2 AND account = 'denied_receivable'
         GROUP BY charge_id, guarantor_id, group_code, carc
         HAVING SUM(cents) <> 0",
    )
    .bind(practice)
    .bind(visit)
    .fetch_all(c))?;
    rows.into_iter().map(|row| row.entry(Account::DeniedReceivable, visit)).collect()
}

/// What payers of a lower rank left to the patient and no payer of this or a higher
/// rank took back, by charge and reason.
pub async fn left_to_patient(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    rank: u8,
) -> Result<Vec<Entry>, LedgerError> {
    let rows: Vec<StandingRow> = on!(tx, c => sqlx::query_as(
        "SELECT e.charge_id, b.guarantor_id, e.group_code, e.carc,
                CAST(SUM(CASE WHEN k.rank < $3 OR e.cents < 0 THEN e.cents ELSE 0 END) AS BIGINT) AS cents
         FROM ledger_entries e
         JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
         JOIN claims k ON k.practice_id = t.practice_id AND k.id = t.claim_id
         JOIN visit_balances b ON b.practice_id = e.practice_id AND b.visit_id = e.visit_id
         WHERE e.practice_id = $1 AND e.visit_id = $2 AND e.account = 'patient_receivable' AND e.carc IS NOT NULL
           AND t.reverses_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions r
                           WHERE r.practice_id = t.practice_id AND r.reverses_id = t.id)
         GROUP BY e.charge_id, b.guarantor_id, e.group_code, e.carc
         HAVING SUM(CASE WHEN k.rank < $3 OR e.cents < 0 THEN e.cents ELSE 0 END) > 0",
    )
    .bind(practice)
    .bind(visit)
    .bind(i64::from(rank))
    .fetch_all(c))?;
    rows.into_iter().map(|row| row.entry(Account::PatientReceivable, visit)).collect()
}

/// An earlier decision, as a reversal finds it.
pub struct Original {
    pub id: ClaimId,
    pub visit: Option<VisitId>,
    pub rank: u8,
    /// It found no place so far.
    pub waits: bool,
}

/// The latest standing decision that a reversal names. Where the payer gives no number
/// of its own for the claim, it must be the same payer.
pub async fn reversed_by(tx: &mut Tx, set: &Set, reversal: &Claim) -> Result<Option<Original>, sqlx::Error> {
    let own = reversal.payer_control_number.clone().unwrap_or_default();
    let original = reversal.original_reference.clone().unwrap_or_else(|| own.clone());
    let row: Option<(ClaimId, Option<VisitId>, i64, String)> = on!(tx, c => sqlx::query_as(
        "SELECT k.id, k.visit_id, k.rank, k.state FROM claims k
         JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
         -- By its number, or by that of the visit it was matched to by hand.
         WHERE k.practice_id = $1
           AND (k.control_number = $2
                OR k.visit_id = (SELECT v.id FROM visits v WHERE v.practice_id = $1 AND v.visit_number = $2))
           AND k.payer_control_number IN ($3, $4)
           AND (k.payer_control_number <> '' OR r.payer_key = $7)
           AND k.status <> '22' AND k.charge_cents = $5 AND k.paid_cents = $6
           AND k.state IN ('posted', 'unmatched', 'held')
         ORDER BY k.id DESC LIMIT 1",
    )
    .bind(set.practice)
    .bind(kept(&reversal.patient_control_number))
    .bind(&own)
    .bind(&original)
    .bind(-reversal.charge.cents())
    .bind(-reversal.paid.cents())
    .bind(&set.payer_key)
    .fetch_optional(c))?;
    Ok(row.map(|(id, visit, rank, state)| Original {
        id,
        visit,
        rank: u8::try_from(rank).unwrap_or(1),
        waits: state != "posted",
    }))
}

/// As much of a patient control number as is kept and indexed: several times the
/// longest that names a visit (`X12 835 CLP01` has 38 characters at most).
fn kept(control_number: &str) -> &str {
    control_number
        .char_indices()
        .nth(200)
        .and_then(|(end, _)| control_number.get(..end))
        .unwrap_or(control_number)
}

/// A waiting claim whose visit is there now.
#[derive(FromRow)]
pub struct Placeable {
    pub id: ClaimId,
    pub segment: i64,
    pub content: Vec<u8>,
    #[sqlx(flatten)]
    pub remittance: RemittanceRow,
}

/// The remittance of a claim.
#[derive(FromRow)]
pub struct RemittanceRow {
    remittance_id: Uuid,
    pub payer: String,
    payer_key: String,
    pub trace: String,
    pub paid_on: Date,
}

impl RemittanceRow {
    pub fn set(&self, practice: PracticeId) -> Set {
        Set {
            practice,
            id: self.remittance_id,
            payer: self.payer.clone(),
            payer_key: self.payer_key.clone(),
            trace: self.trace.clone(),
            paid_on: self.paid_on,
        }
    }
}

pub async fn placeable(
    tx: &mut Tx,
    practice: PracticeId,
    after: Option<ClaimId>,
    limit: i64,
) -> Result<Vec<Placeable>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT k.id, k.segment, k.content, k.remittance_id, r.payer, r.payer_key, r.trace, r.paid_on
         FROM claims k
         JOIN visits v ON v.practice_id = k.practice_id AND v.visit_number = k.control_number
         JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
         WHERE k.practice_id = $1 AND k.state IN ('unmatched', 'held') AND ($2 IS NULL OR k.id > $2)
         ORDER BY k.id LIMIT $3",
    )
    .bind(practice)
    .bind(after)
    .bind(limit)
    .fetch_all(c))
}

/// The transaction that accounts for a waiting claim's money, with its entries.
pub async fn unapplied_of_claim(
    tx: &mut Tx,
    practice: PracticeId,
    id: ClaimId,
) -> Result<Option<(TransactionId, Vec<Entry>)>, sqlx::Error> {
    let row: Option<(TransactionId, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT t.id, k.paid_cents FROM ledger_transactions t
         JOIN claims k ON k.practice_id = t.practice_id AND k.id = t.claim_id
         WHERE t.practice_id = $1 AND t.claim_id = $2 AND t.kind = 'unmatched_remittance' AND t.reverses_id IS NULL",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    Ok(row.map(|(transaction, cents)| {
        let paid = Money::from_cents(cents);
        let entries =
            vec![Entry::new(Account::InsurerCash, paid), Entry::new(Account::UnappliedInsurer, -paid)];
        (transaction, entries)
    }))
}

/// A claim that waits for a person, as staff see it.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct WaitingClaim {
    /// Its id.
    pub id: ClaimId,
    /// Patient control number (`X12 835 CLP01`).
    pub control_number: String,
    /// The insurer.
    pub payer: String,
    /// Check or transfer number.
    pub trace: String,
    /// What it carries, in cents.
    pub paid_cents: i64,
    /// Why it waits; none when no visit has its number.
    pub reason: Option<String>,
    /// The file it came in.
    pub file_name: String,
    /// Where in the file.
    pub segment: i64,
    /// The day the insurer paid.
    pub paid_on: Date,
}

pub async fn waiting(
    tx: &mut Tx,
    practice: PracticeId,
    limit: i64,
) -> Result<Vec<WaitingClaim>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT k.id, k.control_number, r.payer, r.trace, k.paid_cents, k.reason, r.file_name, k.segment, r.paid_on
         FROM claims k
         JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
         WHERE k.practice_id = $1 AND k.state IN ('unmatched', 'held')
         ORDER BY k.id DESC LIMIT $2",
    )
    .bind(practice)
    .bind(limit)
    .fetch_all(c))
}

pub async fn waiting_totals(tx: &mut Tx, practice: PracticeId) -> Result<(i64, Money), sqlx::Error> {
    let (count, cents): (i64, i64) = on!(tx, c => sqlx::query_as(
        "SELECT COUNT(*), CAST(COALESCE(SUM(paid_cents), 0) AS BIGINT) FROM claims
         WHERE practice_id = $1 AND state IN ('unmatched', 'held')",
    )
    .bind(practice)
    .fetch_one(c))?;
    Ok((count, Money::from_cents(cents)))
}
