//! All SQL of the ledger.

use domain::ledger::{Account, Entry, Kind, Reason};
use domain::story::Posted;
use domain::{
    ChargeId, ClaimId, Group, GuarantorId, Money, PaymentId, PlanId, PracticeId, TransactionId, VisitId,
};
use sqlx::{FromRow, QueryBuilder};
use time::{Date, OffsetDateTime};

use super::account::Line;
use super::{Fact, LedgerError, VisitBalance};
use crate::db::Tx;
use crate::{on, run};

pub async fn transaction_of(
    tx: &mut Tx,
    practice: PracticeId,
    fact: &str,
) -> Result<Option<TransactionId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM ledger_transactions WHERE practice_id = $1 AND fact = $2",
    )
    .bind(practice)
    .bind(fact)
    .fetch_optional(c))
}

/// Who writes in the books of a practice beside the caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Writers {
    /// Others that also say so: a payment, which locks its visits in the order of their
    /// ids.
    Some,
    /// Nobody: an import, which locks visits in the order of its file.
    None,
}

/// Takes a practice's books until the transaction ends, so that an import and a payment
/// never wait for each other's visits, and two imports never race to record one fact.
/// SQLite needs no lock: its writer is alone. Take it before any lock on a visit.
pub async fn lock_books(tx: &mut Tx, practice: PracticeId, beside: Writers) -> Result<(), sqlx::Error> {
    let Tx::Postgres(tx) = tx else { return Ok(()) };
    let (first, second) = practice.0.as_u64_pair();
    let query = match beside {
        Writers::Some => "SELECT pg_advisory_xact_lock_shared($1)",
        Writers::None => "SELECT pg_advisory_xact_lock($1)",
    };
    sqlx::query(query).bind((first ^ second).cast_signed()).execute(&mut **tx).await.map(drop)
}

/// Takes an account until the transaction ends: whoever tells it of a debt and whoever puts one
/// in question do so one after the other. SQLite needs no lock: its writer is alone. Take it after
/// the books, and before any lock on a visit.
pub async fn lock_account(tx: &mut Tx, guarantor: GuarantorId) -> Result<(), sqlx::Error> {
    let Tx::Postgres(tx) = tx else { return Ok(()) };
    let (first, second) = guarantor.0.as_u64_pair();
    let query = sqlx::query("SELECT pg_advisory_xact_lock($1)").bind((first ^ second).cast_signed());
    query.execute(&mut **tx).await.map(drop)
}

#[derive(FromRow)]
struct BalanceRow {
    guarantor_id: GuarantorId,
    insurance_cents: i64,
    denied_cents: i64,
    patient_cents: i64,
    credit_cents: i64,
    plan_id: Option<PlanId>,
    federal: bool,
}

macro_rules! select_balance {
    ($lock:literal) => {
        concat!(
            "SELECT guarantor_id, insurance_cents, denied_cents, patient_cents, credit_cents, plan_id, federal
             FROM visit_balances WHERE practice_id = $1 AND visit_id = $2",
            $lock
        )
    };
}

/// Reads a visit's balance and holds it until the transaction ends. SQLite needs no
/// row lock: its writer is alone.
pub async fn lock_balance(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<VisitBalance, sqlx::Error> {
    let row: BalanceRow = match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as(select_balance!("")).bind(practice).bind(visit).fetch_one(&mut **tx).await?
        }
        Tx::Postgres(tx) => {
            sqlx::query_as(select_balance!(" FOR UPDATE"))
                .bind(practice)
                .bind(visit)
                .fetch_one(&mut **tx)
                .await?
        }
    };
    Ok(VisitBalance {
        guarantor: Some(row.guarantor_id),
        insurance: Money::from_cents(row.insurance_cents),
        denied: Money::from_cents(row.denied_cents),
        patient: Money::from_cents(row.patient_cents),
        credit: Money::from_cents(row.credit_cents),
        plan: row.plan_id,
        federal: row.federal,
    })
}

pub async fn set_balance(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    balance: &VisitBalance,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE visit_balances
         SET insurance_cents = $3, denied_cents = $4, patient_cents = $5, credit_cents = $6
         WHERE practice_id = $1 AND visit_id = $2",
        )
        .bind(practice)
        .bind(visit)
        .bind(balance.insurance.cents())
        .bind(balance.denied.cents())
        .bind(balance.patient.cents())
        .bind(balance.credit.cents())
    )
    .map(drop)
}

/// Writes the entries and then the header that seals them.
pub async fn write(
    tx: &mut Tx,
    practice: PracticeId,
    id: TransactionId,
    fact: &Fact,
    now: OffsetDateTime,
    entries: &[Entry],
) -> Result<(), sqlx::Error> {
    run!(tx, insert_entries(practice, id, entries).build())?;
    run!(
        tx,
        sqlx::query(
            "INSERT INTO ledger_transactions
             (practice_id, id, kind, effective_on, posted_at, claim_id, payment_id, refund_id, reverses_id, fact)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(practice)
        .bind(id)
        .bind(fact.kind.code())
        .bind(fact.effective_on)
        .bind(now)
        .bind(fact.claim)
        .bind(fact.payment)
        .bind(fact.refund)
        .bind(fact.reverses)
        .bind(&fact.name)
    )
    .map(drop)
}

fn insert_entries<'a, D: sqlx::Database>(
    practice: PracticeId,
    id: TransactionId,
    entries: &'a [Entry],
) -> QueryBuilder<D>
where
    PracticeId: sqlx::Encode<'a, D> + sqlx::Type<D>,
    TransactionId: sqlx::Encode<'a, D> + sqlx::Type<D>,
    Option<VisitId>: sqlx::Encode<'a, D> + sqlx::Type<D>,
    Option<ChargeId>: sqlx::Encode<'a, D> + sqlx::Type<D>,
    Option<GuarantorId>: sqlx::Encode<'a, D> + sqlx::Type<D>,
    i64: sqlx::Encode<'a, D> + sqlx::Type<D>,
    &'a str: sqlx::Encode<'a, D> + sqlx::Type<D>,
    Option<&'a str>: sqlx::Encode<'a, D> + sqlx::Type<D>,
{
    let mut query = QueryBuilder::new(
        "INSERT INTO ledger_entries
             (practice_id, transaction_id, line, account, cents, visit_id, charge_id, guarantor_id, group_code, carc) ",
    );
    query.push_values(entries.iter().zip(1_i64..), |mut row, (entry, line)| {
        row.push_bind(practice)
            .push_bind(id)
            .push_bind(line)
            .push_bind(entry.account.code())
            .push_bind(entry.amount.cents())
            .push_bind(entry.visit)
            .push_bind(entry.charge)
            .push_bind(entry.guarantor)
            .push_bind(entry.reason.as_ref().map(|reason| reason.group.code()))
            .push_bind(entry.reason.as_ref().map(|reason| reason.carc.as_str()));
    });
    query
}

#[derive(FromRow)]
struct EntryRow {
    account: String,
    cents: i64,
    visit_id: Option<VisitId>,
    charge_id: Option<ChargeId>,
    guarantor_id: Option<GuarantorId>,
    group_code: Option<String>,
    carc: Option<String>,
}

impl EntryRow {
    fn entry(self) -> Result<Entry, LedgerError> {
        let account = Account::from_code(&self.account).ok_or(LedgerError::UnknownWord(self.account))?;
        let reason = match (self.group_code, self.carc) {
            (Some(group), Some(carc)) => {
                Some(Reason { group: Group::from_code(&group).ok_or(LedgerError::UnknownWord(group))?, carc })
            }
            _ => None,
        };
        Ok(Entry {
            account,
            amount: Money::from_cents(self.cents),
            visit: self.visit_id,
            charge: self.charge_id,
            guarantor: self.guarantor_id,
            reason,
        })
    }
}

#[derive(FromRow)]
struct PostedRow {
    #[sqlx(flatten)]
    entry: EntryRow,
    kind: String,
    effective_on: Date,
    payer: Option<String>,
    trace: Option<String>,
    before: bool,
}

pub async fn entries_of_visit(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Vec<Posted>, LedgerError> {
    let rows: Vec<PostedRow> = on!(tx, c => sqlx::query_as(
        "SELECT e.account, e.cents, e.visit_id, e.charge_id, e.guarantor_id, e.group_code, e.carc,
                t.kind, t.effective_on, r.payer, r.trace, (e.guarantor_id <> b.guarantor_id) IS TRUE AS before
         FROM ledger_entries e
         JOIN visit_balances b ON b.practice_id = e.practice_id AND b.visit_id = e.visit_id
         JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
         LEFT JOIN claims k ON k.practice_id = t.practice_id AND k.id = t.claim_id
         LEFT JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
         WHERE e.practice_id = $1 AND e.visit_id = $2
         ORDER BY e.transaction_id, e.line",
    )
    .bind(practice)
    .bind(visit)
    .fetch_all(c))?;
    rows.into_iter()
        .map(|row| {
            Ok(Posted {
                kind: Kind::from_code(&row.kind).ok_or(LedgerError::UnknownWord(row.kind))?,
                entry: row.entry.entry()?,
                date: row.effective_on,
                payer: row.payer,
                trace: row.trace,
                before: row.before,
            })
        })
        .collect()
}

/// The transaction that a claim posted and that stands, with its entries.
pub async fn entries_of_claim(
    tx: &mut Tx,
    practice: PracticeId,
    claim: ClaimId,
) -> Result<Option<(TransactionId, Vec<Entry>)>, LedgerError> {
    let transaction: Option<TransactionId> = on!(tx, c => sqlx::query_scalar(
        "SELECT t.id FROM ledger_transactions t
         WHERE t.practice_id = $1 AND t.claim_id = $2 AND t.reverses_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions r
                           WHERE r.practice_id = t.practice_id AND r.reverses_id = t.id)",
    )
    .bind(practice)
    .bind(claim)
    .fetch_optional(c))?;
    let Some(transaction) = transaction else { return Ok(None) };
    Ok(Some((transaction, entries_of(tx, practice, transaction).await?)))
}

/// The entries of a transaction, in order.
pub async fn entries_of(
    tx: &mut Tx,
    practice: PracticeId,
    transaction: TransactionId,
) -> Result<Vec<Entry>, LedgerError> {
    let rows: Vec<EntryRow> = on!(tx, c => sqlx::query_as(
        "SELECT account, cents, visit_id, charge_id, guarantor_id, group_code, carc
         FROM ledger_entries WHERE practice_id = $1 AND transaction_id = $2 ORDER BY line",
    )
    .bind(practice)
    .bind(transaction)
    .fetch_all(c))?;
    rows.into_iter().map(EntryRow::entry).collect()
}

pub async fn credit_of_payment(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Money, sqlx::Error> {
    let cents: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(-SUM(e.cents), 0) AS BIGINT)
         FROM ledger_transactions t CROSS JOIN ledger_entries e
         WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
           AND t.practice_id = $1 AND t.payment_id = $2 AND t.kind = 'patient_payment'
           AND e.account = 'patient_credit'",
    )
    .bind(practice)
    .bind(payment)
    .fetch_one(c))?;
    Ok(Money::from_cents(cents))
}

#[derive(FromRow)]
struct LineRow {
    id: TransactionId,
    kind: String,
    effective_on: Date,
    posted_at: OffsetDateTime,
    payment_id: Option<PaymentId>,
    visit_id: VisitId,
    visit_number: String,
    insurance_cents: i64,
    due_cents: i64,
    credit_cents: i64,
    earlier: bool,
}

/// What a change of guarantor moved comes to nothing for the visit and is shown as what it was for
/// the account.
pub async fn lines(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    below: Option<TransactionId>,
    limit: i64,
) -> Result<Vec<Line>, sqlx::Error> {
    let rows: Vec<LineRow> = on!(tx, c => sqlx::query_as(
        "SELECT t.id, t.kind, t.effective_on, t.posted_at, t.payment_id, v.id AS visit_id, v.visit_number,
                CAST(SUM(CASE WHEN e.account IN ('insurance_receivable', 'denied_receivable')
                              THEN e.cents ELSE 0 END) AS BIGINT) AS insurance_cents,
                CAST(SUM(CASE WHEN e.account = 'patient_receivable'
                               AND (t.kind <> 'guarantor_changed' OR e.guarantor_id = $2)
                              THEN e.cents ELSE 0 END) AS BIGINT) AS due_cents,
                CAST(SUM(CASE WHEN e.account = 'patient_credit'
                               AND (t.kind <> 'guarantor_changed' OR e.guarantor_id = $2)
                              THEN -e.cents ELSE 0 END) AS BIGINT) AS credit_cents,
                MAX(CASE WHEN e.guarantor_id <> $2 AND t.kind <> 'guarantor_changed'
                          AND e.account IN ('patient_receivable', 'patient_credit') THEN 1 ELSE 0 END) = 1 AS earlier
         FROM (SELECT practice_id, visit_id, TRUE AS theirs FROM visit_balances
               WHERE practice_id = $1 AND guarantor_id = $2
               UNION SELECT c.practice_id, c.visit_id, FALSE FROM guarantor_change_visits c
               JOIN visit_balances o ON o.practice_id = c.practice_id AND o.visit_id = c.visit_id
               WHERE c.practice_id = $1 AND c.left_id = $2 AND o.guarantor_id <> $2) b
         JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         JOIN ledger_entries e ON e.practice_id = b.practice_id AND e.visit_id = b.visit_id
         JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
         WHERE (b.theirs OR e.guarantor_id = $2) AND ($3 IS NULL OR t.id < $3)
         GROUP BY t.id, t.kind, t.effective_on, t.posted_at, t.payment_id, v.id, v.visit_number
         ORDER BY t.id DESC, v.id DESC LIMIT $4",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(below)
    .bind(limit)
    .fetch_all(c))?;
    let line = |row: LineRow| Line {
        transaction: row.id,
        kind: Kind::from_code(&row.kind),
        effective_on: row.effective_on,
        posted_at: row.posted_at,
        payment: row.payment_id,
        visit: row.visit_id,
        number: row.visit_number,
        insurance: Money::from_cents(row.insurance_cents),
        due: Money::from_cents(row.due_cents),
        credit: Money::from_cents(row.credit_cents),
        before: row.earlier,
    };
    Ok(rows.into_iter().map(line).collect())
}
