//! All SQL of statements.

use domain::statement::{Position, Statement};
use domain::{GuarantorId, Money, PracticeId, TransactionId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Cycle, Kept, Policy, StatementError, draw};
use crate::db::Tx;
use crate::{on, run};

type PolicyRow = (String, i64, i64, i64, i64, i64, i64);

pub async fn policy(tx: &mut Tx, practice: PracticeId) -> Result<Option<Policy>, sqlx::Error> {
    let row: Option<PolicyRow> = on!(tx, c => sqlx::query_as(
        "SELECT cycle, day_of_month, days_after, minimum_cents, due_days, paper_days, rest_days
         FROM statement_policies WHERE practice_id = $1",
    )
    .bind(practice)
    .fetch_optional(c))?;
    Ok(row.map(|(cycle, day, after, minimum, due_days, paper_days, rest_days)| Policy {
        // The columns' CHECKs keep both figures small.
        cycle: match cycle.as_str() {
            "monthly" => Cycle::Monthly(u8::try_from(day).unwrap_or(1)),
            "after_decision" => Cycle::AfterDecision(u16::try_from(after).unwrap_or(u16::MAX)),
            _ => Cycle::ByHand,
        },
        minimum: Money::from_cents(minimum),
        due_days,
        paper_days,
        rest_days,
    }))
}

pub async fn set_policy(tx: &mut Tx, practice: PracticeId, policy: &Policy) -> Result<(), sqlx::Error> {
    let defaults = (1_i64, 3_i64);
    let (cycle, day, after) = match policy.cycle {
        Cycle::ByHand => ("by_hand", defaults.0, defaults.1),
        Cycle::Monthly(day) => ("monthly", i64::from(day), defaults.1),
        Cycle::AfterDecision(days) => ("after_decision", defaults.0, i64::from(days)),
    };
    run!(
        tx,
        sqlx::query(
            "INSERT INTO statement_policies
                 (practice_id, cycle, day_of_month, days_after, minimum_cents, due_days, paper_days, rest_days)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (practice_id) DO UPDATE SET cycle = $2, day_of_month = $3, days_after = $4,
                 minimum_cents = $5, due_days = $6, paper_days = $7, rest_days = $8",
        )
        .bind(practice)
        .bind(cycle)
        .bind(day)
        .bind(after)
        .bind(policy.minimum.cents())
        .bind(policy.due_days)
        .bind(policy.paper_days)
        .bind(policy.rest_days)
    )
    .map(drop)
}

/// Takes a practice's counter, which nobody else gets until the transaction ends, without
/// moving it.
pub async fn hold_counter(tx: &mut Tx, practice: PracticeId) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO statement_policies (practice_id) VALUES ($1)
             ON CONFLICT (practice_id) DO UPDATE SET last_number = statement_policies.last_number",
        )
        .bind(practice)
    )
    .map(drop)
}

/// Moves a practice's counter on and gives the number.
pub async fn next_number(tx: &mut Tx, practice: PracticeId) -> Result<i64, sqlx::Error> {
    hold_counter(tx, practice).await?;
    on!(tx, c => sqlx::query_scalar(
        "UPDATE statement_policies SET last_number = last_number + 1 WHERE practice_id = $1 RETURNING last_number",
    )
    .bind(practice)
    .fetch_one(c))
}

/// A postal address.
#[derive(Clone, PartialEq, Eq, Default, FromRow)]
pub struct Address {
    /// The street, or a box.
    pub address1: Option<String>,
    /// A suite, or in Puerto Rico an urbanization.
    pub address2: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The state, by its two letters.
    pub state: Option<String>,
    /// The ZIP code, of five or nine digits.
    pub zip: Option<String>,
}

impl Address {
    /// The lines as an envelope has them; none without a street and a ZIP code.
    #[must_use]
    pub fn lines(self) -> Vec<String> {
        let (Some(street), Some(zip)) = (self.address1, self.zip) else { return Vec::new() };
        let zip = match (zip.get(..5), zip.get(5..)) {
            (Some(five), Some(four)) if four.len() == 4 => format!("{five}-{four}"),
            _ => zip,
        };
        let place = [self.city.unwrap_or_default(), self.state.unwrap_or_default()];
        let place = place.join(" ");
        let last = format!("{} {zip}", place.trim()).trim().to_owned();
        [Some(street), self.address2, Some(last)]
            .into_iter()
            .flatten()
            .filter(|line| !line.is_empty())
            .collect()
    }
}

pub async fn remit_to(tx: &mut Tx, practice: PracticeId) -> Result<Address, sqlx::Error> {
    on!(tx, c => sqlx::query_as("SELECT address1, address2, city, state, zip FROM practices WHERE id = $1")
        .bind(practice)
        .fetch_one(c))
}

pub async fn set_remit_to(tx: &mut Tx, practice: PracticeId, address: &Address) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE practices SET address1 = $2, address2 = $3, city = $4, state = $5, zip = $6 WHERE id = $1",
        )
        .bind(practice)
        .bind(address.address1.as_deref())
        .bind(address.address2.as_deref())
        .bind(address.city.as_deref())
        .bind(address.state.as_deref())
        .bind(address.zip.as_deref())
    )
    .map(drop)
}

pub async fn assistance_url(tx: &mut Tx, practice: PracticeId) -> Result<Option<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT assistance_url FROM practices WHERE id = $1")
        .bind(practice)
        .fetch_one(c))
}

pub async fn set_assistance_url(
    tx: &mut Tx,
    practice: PracticeId,
    url: Option<&str>,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("UPDATE practices SET assistance_url = $2 WHERE id = $1").bind(practice).bind(url))
        .map(drop)
}

pub async fn postal(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Address, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT address1, address2, city, state, zip FROM guarantors WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_one(c))
}

/// What an account owes and has to its credit, over all visits.
pub struct Owed {
    pub due: Money,
    pub credit: Money,
}

pub async fn owed(tx: &mut Tx, practice: PracticeId, guarantor: GuarantorId) -> Result<Owed, sqlx::Error> {
    let (due, credit): (i64, i64) = on!(tx, c => sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(patient_cents), 0) AS BIGINT), CAST(COALESCE(SUM(credit_cents), 0) AS BIGINT)
         FROM visit_balances WHERE practice_id = $1 AND guarantor_id = $2",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_one(c))?;
    Ok(Owed { due: Money::from_cents(due), credit: Money::from_cents(credit) })
}

/// Every account that owes, with what.
pub async fn owing(tx: &mut Tx, practice: PracticeId) -> Result<Vec<(GuarantorId, Money)>, sqlx::Error> {
    let rows: Vec<(GuarantorId, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT guarantor_id,
                CAST(SUM(CASE WHEN federal OR disputed_cents >= patient_cents THEN 0
                              ELSE patient_cents - disputed_cents END) AS BIGINT)
         FROM visit_balances
         WHERE practice_id = $1 AND patient_cents > 0 GROUP BY guarantor_id ORDER BY guarantor_id",
    )
    .bind(practice)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(|(guarantor, cents)| (guarantor, Money::from_cents(cents))).collect())
}

pub async fn on_its_way(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Money, sqlx::Error> {
    let cents: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT) FROM payments
         WHERE practice_id = $1 AND guarantor_id = $2 AND state = 'processing'",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_one(c))?;
    Ok(Money::from_cents(cents))
}

pub async fn position(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Position, sqlx::Error> {
    let entries: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM visit_balances b
         JOIN ledger_entries e ON e.practice_id = b.practice_id AND e.visit_id = b.visit_id
         WHERE b.practice_id = $1 AND b.guarantor_id = $2",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_one(c))?;
    let last: Option<TransactionId> = on!(tx, c => sqlx::query_scalar(
        "SELECT e.transaction_id FROM visit_balances b
         JOIN ledger_entries e ON e.practice_id = b.practice_id AND e.visit_id = b.visit_id
         WHERE b.practice_id = $1 AND b.guarantor_id = $2 ORDER BY e.transaction_id DESC LIMIT 1",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_optional(c))?;
    Ok(draw::position(entries, last))
}

/// The day of the last insurer's decision on an account.
pub async fn last_decision(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Date>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT MAX(t.effective_on) FROM visit_balances b
         JOIN ledger_entries e ON e.practice_id = b.practice_id AND e.visit_id = b.visit_id
         JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
         WHERE b.practice_id = $1 AND b.guarantor_id = $2 AND t.kind IN ('remittance', 'remittance_reversal')",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_one(c))
}

/// A new statement beside what it says.
pub struct New<'a> {
    pub id: Uuid,
    pub guarantor: GuarantorId,
    pub number: i64,
    pub run: Option<Uuid>,
    pub corrects: Option<Uuid>,
    pub snapshot: &'a str,
    pub now: OffsetDateTime,
}

pub async fn insert(
    tx: &mut Tx,
    practice: PracticeId,
    statement: &Statement,
    new: &New<'_>,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO statements (practice_id, id, guarantor_id, number, run_id, corrects_id, issued_on, due_on,
                                 due_cents, issued_at, snapshot)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(practice)
    .bind(new.id)
    .bind(new.guarantor)
    .bind(new.number)
    .bind(new.run)
    .bind(new.corrects)
    .bind(statement.issued_on)
    .bind(statement.due_on)
    .bind(statement.due.cents())
    .bind(new.now)
    .bind(new.snapshot))
    .map(drop)
}

#[derive(FromRow)]
pub struct StatementRow {
    id: Uuid,
    pub guarantor_id: GuarantorId,
    issued_at: OffsetDateTime,
    corrects_id: Option<Uuid>,
    corrected_by: Option<Uuid>,
    snapshot: String,
}

impl StatementRow {
    pub fn kept(self) -> Result<Kept, StatementError> {
        Ok(Kept {
            id: self.id,
            guarantor: self.guarantor_id,
            issued_at: self.issued_at,
            corrects: self.corrects_id,
            corrected_by: self.corrected_by,
            statement: serde_json::from_str(&self.snapshot)?,
        })
    }
}

macro_rules! select_statement {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.guarantor_id, s.issued_at, s.corrects_id, s.snapshot,
                    (SELECT c.id FROM statements c WHERE c.practice_id = s.practice_id AND c.corrects_id = s.id
                     ORDER BY c.number DESC LIMIT 1) AS corrected_by
             FROM statements s ",
            $rest
        )
    };
}

pub async fn statement(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
) -> Result<Option<StatementRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        select_statement!("WHERE s.practice_id = $1 AND s.id = $2"),
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))
}

pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<StatementRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        select_statement!("WHERE s.practice_id = $1 AND s.guarantor_id = $2 ORDER BY s.number DESC LIMIT $3"),
    )
    .bind(practice)
    .bind(guarantor)
    .bind(limit)
    .fetch_all(c))
}

pub async fn of_batch(
    tx: &mut Tx,
    practice: PracticeId,
    batch: Uuid,
) -> Result<Vec<StatementRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_statement!(
        "JOIN statement_notices n ON n.practice_id = s.practice_id AND n.statement_id = s.id
         WHERE n.practice_id = $1 AND n.batch_id = $2 ORDER BY s.number"
    ))
    .bind(practice)
    .bind(batch)
    .fetch_all(c))
}

pub async fn first_issued_on(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Date>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT MIN(issued_on) FROM statements WHERE practice_id = $1 AND guarantor_id = $2",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_one(c))
}

pub async fn last_issued_on(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Date>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT MAX(issued_on) FROM statements WHERE practice_id = $1 AND guarantor_id = $2",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_one(c))
}

pub async fn agree(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    guarantor: GuarantorId,
    user: UserId,
    terms: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO paperless_consents (practice_id, id, guarantor_id, user_id, terms, given_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (practice_id, guarantor_id) WHERE withdrawn_at IS NULL DO NOTHING",
        )
        .bind(practice)
        .bind(id)
        .bind(guarantor)
        .bind(user)
        .bind(terms)
        .bind(now)
    )
    .map(drop)
}

pub async fn withdraw(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE paperless_consents SET withdrawn_at = $3
             WHERE practice_id = $1 AND guarantor_id = $2 AND withdrawn_at IS NULL",
        )
        .bind(practice)
        .bind(guarantor)
        .bind(now)
    )
    .map(drop)
}

pub async fn agreed_at(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT given_at FROM paperless_consents
         WHERE practice_id = $1 AND guarantor_id = $2 AND withdrawn_at IS NULL",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_optional(c))
}
