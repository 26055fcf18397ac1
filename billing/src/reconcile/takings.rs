//! What a day brought, by method, and the desk's close of it.

use domain::{GuarantorId, Money, PaymentId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};

use crate::Door;
use crate::db::{Db, Tx};
use crate::payments::Method;
use crate::{on, run};

/// How money came, as a deposit report sorts it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Way {
    /// A card, online.
    Card,
    /// A bank account, online.
    Bank,
    /// Coins and notes.
    Cash,
    /// Cheques.
    Check,
    /// The desk's card terminal.
    Terminal,
}

impl Way {
    /// Every one, in the order of a report.
    pub const ALL: [Self; 5] = [Self::Card, Self::Bank, Self::Cash, Self::Check, Self::Terminal];

    fn of(method: &str, instrument: Option<&str>) -> Self {
        match (Method::of(method), instrument) {
            (Method::Online, Some("bank")) => Self::Bank,
            (Method::Online, _) => Self::Card,
            (Method::Cash, _) => Self::Cash,
            (Method::Check, _) => Self::Check,
            (Method::Terminal, _) => Self::Terminal,
        }
    }
}

/// What one day brought one way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Takings {
    /// Which way.
    pub way: Way,
    /// How many payments.
    pub payments: i64,
    /// What they came to.
    pub taken: Money,
    /// What went back, less what came back of it; zero or above.
    pub refunds: Money,
    /// What payers' banks took, less what they gave back.
    pub chargebacks: Money,
    /// What the gateway kept.
    pub fees: Money,
}

impl Takings {
    fn none(way: Way) -> Self {
        let (payments, zero) = (0, Money::ZERO);
        Self { way, payments, taken: zero, refunds: zero, chargebacks: zero, fees: zero }
    }

    /// What the day left, before fees.
    #[must_use]
    pub fn net(&self) -> Money {
        self.taken - self.refunds - self.chargebacks
    }
}

/// What a day brought, drawn from the books and nothing else; every way, in order. A refund
/// counts where its money left, which is another way than it came once it had to be given as
/// a cheque.
///
/// # Errors
/// The database's word.
pub async fn of_day(tx: &mut Tx, practice: PracticeId, day: Date) -> Result<Vec<Takings>, sqlx::Error> {
    type Row = (String, Option<String>, String, i64, i64, i64);
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(
        "SELECT COALESCE(r.method, p.method), p.instrument, t.kind, COUNT(DISTINCT t.id),
                CAST(SUM(CASE WHEN e.account IN ('patient_receivable', 'patient_credit') THEN -e.cents ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN e.account = 'gateway_fees' THEN e.cents ELSE 0 END) AS BIGINT)
         FROM ledger_transactions t
         JOIN ledger_entries e ON e.practice_id = t.practice_id AND e.transaction_id = t.id
         JOIN payments p ON p.practice_id = t.practice_id AND p.id = t.payment_id
         LEFT JOIN refunds r ON r.practice_id = t.practice_id AND r.id = t.refund_id
         WHERE t.practice_id = $1 AND t.effective_on = $2
         GROUP BY COALESCE(r.method, p.method), p.instrument, t.kind",
    )
    .bind(practice)
    .bind(day)
    .fetch_all(c))?;
    let mut all: Vec<Takings> = Way::ALL.into_iter().map(Takings::none).collect();
    for (method, instrument, kind, count, cents, fees) in rows {
        let way = Way::of(&method, instrument.as_deref());
        let Some(takings) = all.iter_mut().find(|one| one.way == way) else { continue };
        let amount = Money::from_cents(cents);
        takings.fees += Money::from_cents(fees);
        match kind.as_str() {
            "patient_payment" => {
                takings.payments += count;
                takings.taken += amount;
            }
            "payment_correction" => takings.taken += amount,
            "refund" | "refund_failed" => takings.refunds -= amount,
            "chargeback" | "chargeback_reversed" => takings.chargebacks -= amount,
            _ => {}
        }
    }
    Ok(all)
}

/// One payment that was taken at the desk, to match with its slip.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct DeskItem {
    /// The payment.
    pub id: PaymentId,
    /// Whose.
    pub guarantor_id: GuarantorId,
    /// Whose, by name.
    pub name: String,
    method: String,
    /// The number of the cheque or slip.
    pub reference: Option<String>,
    /// How much, in cents.
    pub amount_cents: i64,
    /// When.
    pub created_at: OffsetDateTime,
}

impl DeskItem {
    /// How it was paid.
    #[must_use]
    pub fn method(&self) -> Method {
        Method::of(&self.method)
    }
}

/// What was taken at the desk on a day, in order.
///
/// # Errors
/// The database's word.
pub async fn at_desk(tx: &mut Tx, practice: PracticeId, day: Date) -> Result<Vec<DeskItem>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT p.id, p.guarantor_id, g.first_name || ' ' || g.last_name AS name, p.method, p.reference,
                p.amount_cents, p.created_at
         FROM payments p JOIN guarantors g ON g.practice_id = p.practice_id AND g.id = p.guarantor_id
         WHERE p.practice_id = $1 AND p.paid_on = $2 AND p.state = 'paid' AND p.method <> 'online'
         ORDER BY p.created_at, p.id",
    )
    .bind(practice)
    .bind(day)
    .fetch_all(c))
}

/// What the drawer should hold of a day: cash and cheques, less what was handed back in
/// cash.
#[must_use]
pub fn expected(takings: &[Takings]) -> (Money, Money) {
    let of = |way| takings.iter().filter(move |one| one.way == way);
    let cash = of(Way::Cash).map(Takings::net).sum();
    // A refund of a cheque is written on the bank; the cheque itself stays in the drawer.
    let checks = of(Way::Check).map(|one| one.taken).sum();
    (cash, checks)
}

/// What was counted when a day was closed.
#[derive(Clone, Debug)]
pub struct Count {
    /// Which day.
    pub day: Date,
    /// Coins and notes.
    pub cash: Money,
    /// Cheques.
    pub checks: Money,
    /// What there is to say about it.
    pub note: Option<String>,
}

/// A close of a day, as the list shows it.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Close {
    /// When.
    pub closed_at: OffsetDateTime,
    /// By whom.
    pub by: String,
    /// What the books said the drawer held, in cents.
    pub expected_cash_cents: i64,
    /// Of cheques, in cents.
    pub expected_checks_cents: i64,
    /// What was counted, in cents.
    pub counted_cash_cents: i64,
    /// Of cheques, in cents.
    pub counted_checks_cents: i64,
    /// What there was to say.
    pub note: Option<String>,
}

/// Closes a day: what was counted stands beside what the books say. A day to which
/// something was added can be closed again; each close stays.
///
/// # Errors
/// The database's word.
pub async fn close(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    count: &Count,
) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    let (cash, checks) = expected(&of_day(&mut tx, practice, count.day).await?);
    run!(
        &mut tx,
        sqlx::query(
            "INSERT INTO day_closes (practice_id, id, day, closed_by, closed_at, expected_cash_cents,
                                     expected_checks_cents, counted_cash_cents, counted_checks_cents, note)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(practice)
        .bind(door.id())
        .bind(count.day)
        .bind(by)
        .bind(door.now())
        .bind(cash.cents())
        .bind(checks.cents())
        .bind(count.cash.cents())
        .bind(count.checks.cents())
        .bind(&count.note)
    )?;
    tx.commit().await
}

/// How often and how a day was closed, in order.
///
/// # Errors
/// The database's word.
pub async fn closes(tx: &mut Tx, practice: PracticeId, day: Date) -> Result<Vec<Close>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT d.closed_at, u.name AS by, d.expected_cash_cents, d.expected_checks_cents, d.counted_cash_cents,
                d.counted_checks_cents, d.note
         FROM day_closes d JOIN users u ON u.id = d.closed_by
         WHERE d.practice_id = $1 AND d.day = $2 ORDER BY d.closed_at, d.id",
    )
    .bind(practice)
    .bind(day)
    .fetch_all(c))
}
