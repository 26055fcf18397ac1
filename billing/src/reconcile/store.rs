//! All SQL of reconciliation.

use std::collections::BTreeSet;

use domain::{Money, PracticeId, TransactionId};
use sqlx::{FromRow, QueryBuilder};
use time::{Date, OffsetDateTime};

use super::lines::Place;
use super::payouts::{Payout, Unbooked};
use crate::db::Tx;
use crate::payments::gateway::movement::{GatewayPayout, Movement, PayoutState};
use crate::{on, run};

/// Why a line is not matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Money was collected that no payment of ours asked for.
    ChargeNotOurs,
    /// Money went back that nobody here asked for.
    RefundNotOurs,
    /// The books hold another amount.
    AmountDiffers,
    /// Nobody knows what it is about.
    Unassigned,
}

impl Why {
    const ALL: [(Self, &'static str); 4] = [
        (Self::ChargeNotOurs, "charge_not_ours"),
        (Self::RefundNotOurs, "refund_not_ours"),
        (Self::AmountDiffers, "amount_differs"),
        (Self::Unassigned, "unassigned"),
    ];

    fn code(self) -> &'static str {
        Self::ALL.iter().find(|(why, _)| *why == self).map_or("", |(_, code)| code)
    }

    /// The one of a column whose CHECK admits these words only.
    fn of(code: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == code).map_or(Self::Unassigned, |(why, _)| *why)
    }
}

/// Which of these lines need no second look. A payout's line always gets one: its state
/// changes.
pub async fn settled(tx: &mut Tx, ids: &[&str]) -> Result<BTreeSet<String>, sqlx::Error> {
    among(tx, "SELECT id FROM gateway_movements WHERE transaction_id IS NOT NULL AND id IN (", ids).await
}

/// Which of these ids a query finds that ends where their list goes.
pub async fn among(tx: &mut Tx, query: &'static str, ids: &[&str]) -> Result<BTreeSet<String>, sqlx::Error> {
    fn listed<'a, D: sqlx::Database>(query: &'static str, ids: &[&'a str]) -> QueryBuilder<D>
    where
        &'a str: sqlx::Encode<'a, D> + sqlx::Type<D>,
    {
        let mut query = QueryBuilder::new(query);
        let mut each = query.separated(", ");
        for id in ids {
            each.push_bind(*id);
        }
        query.push(")");
        query
    }
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let found: Vec<String> = match tx {
        Tx::Sqlite(tx) => listed(query, ids).build_query_scalar().fetch_all(&mut **tx).await?,
        Tx::Postgres(tx) => listed(query, ids).build_query_scalar().fetch_all(&mut **tx).await?,
    };
    Ok(found.into_iter().collect())
}

/// Records a line and where it belongs; says whether it is new.
pub async fn keep(
    tx: &mut Tx,
    line: &Movement,
    place: &Place,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let (practice, transaction, why) = match place {
        Place::Booked(practice, transaction) => (Some(*practice), Some(*transaction), None),
        Place::Differs(practice, why) => (*practice, None, Some(why.code())),
        Place::Waits(practice) => (Some(*practice), None, None),
        Place::Payout => (None, None, None),
    };
    let new = run!(
        tx,
        sqlx::query(
            "INSERT INTO gateway_movements
                 (id, kind, source, amount_cents, fee_cents, created_at, practice_id, transaction_id, difference, checked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING",
        )
        .bind(&line.id)
        .bind(&line.kind)
        .bind(&line.source)
        .bind(line.amount.cents())
        .bind(line.fee.cents())
        .bind(line.created)
        .bind(practice)
        .bind(transaction)
        .bind(why)
        .bind(now)
    )?;
    if new == 1 {
        return Ok(true);
    }
    // What is placed stays placed.
    run!(
        tx,
        sqlx::query(
            "UPDATE gateway_movements SET practice_id = $2, transaction_id = $3, difference = $4, checked_at = $5
             WHERE id = $1 AND transaction_id IS NULL",
        )
        .bind(&line.id)
        .bind(practice)
        .bind(transaction)
        .bind(why)
        .bind(now)
    )?;
    Ok(false)
}

pub async fn last_run(tx: &mut Tx) -> Result<Option<(OffsetDateTime, OffsetDateTime)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as("SELECT checked_through, ran_at FROM gateway_reading WHERE one = 1").fetch_optional(c))
}

pub async fn set_read_through(
    tx: &mut Tx,
    through: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO gateway_reading (one, checked_through, ran_at) VALUES (1, $1, $2)
             ON CONFLICT (one) DO UPDATE
             SET checked_through = CASE WHEN excluded.checked_through > gateway_reading.checked_through
                                        THEN excluded.checked_through ELSE gateway_reading.checked_through END,
                 ran_at = excluded.ran_at",
        )
        .bind(through)
        .bind(now)
    )
    .map(drop)
}

/// Takes the turn to read; the first reading of all is everybody's.
pub async fn claim(tx: &mut Tx, before: OffsetDateTime, now: OffsetDateTime) -> Result<bool, sqlx::Error> {
    if last_run(tx).await?.is_none() {
        return Ok(true);
    }
    let taken = run!(
        tx,
        sqlx::query("UPDATE gateway_reading SET ran_at = $2 WHERE one = 1 AND ran_at < $1")
            .bind(before)
            .bind(now)
    )?;
    Ok(taken == 1)
}

pub async fn count(tx: &mut Tx, practice: PracticeId) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT COUNT(*) FROM gateway_movements WHERE practice_id = $1")
        .bind(practice)
        .fetch_one(c))
}

/// Whether a line about this object of the gateway's has its ledger transaction.
pub async fn is_placed(tx: &mut Tx, source: &str) -> Result<bool, sqlx::Error> {
    let placed: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM gateway_movements WHERE source = $1 AND transaction_id IS NOT NULL",
    )
    .bind(source)
    .fetch_one(c))?;
    Ok(placed > 0)
}

/// Lines that have no ledger transaction, payouts aside: those that wait for a bank debit to
/// clear, and those that differ.
pub async fn unplaced(tx: &mut Tx) -> Result<Vec<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM gateway_movements WHERE transaction_id IS NULL AND kind NOT LIKE 'payout%'
         ORDER BY created_at, id LIMIT 500",
    )
    .fetch_all(c))
}

/// Records a payout; a state only goes on.
pub async fn keep_payout(tx: &mut Tx, payout: &GatewayPayout) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO gateway_payouts (id, amount_cents, state, automatic, arrives_on, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, arrives_on = excluded.arrives_on
             WHERE gateway_payouts.state <> 'failed'",
        )
        .bind(&payout.id)
        .bind(payout.amount.cents())
        .bind(state_code(payout.state))
        .bind(payout.automatic)
        .bind(payout.arrives_on)
        .bind(payout.created)
    )
    .map(drop)
}

fn state_code(state: PayoutState) -> &'static str {
    match state {
        PayoutState::OnTheWay => "on_the_way",
        PayoutState::Paid => "paid",
        PayoutState::Failed => "failed",
    }
}

fn state_of(code: &str) -> PayoutState {
    match code {
        "paid" => PayoutState::Paid,
        "failed" => PayoutState::Failed,
        _ => PayoutState::OnTheWay,
    }
}

pub async fn unbooked(tx: &mut Tx) -> Result<Vec<Unbooked>, sqlx::Error> {
    type Row = (String, i64, bool, String, Option<OffsetDateTime>);
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(
        "SELECT id, amount_cents, automatic, state, booked_at FROM gateway_payouts
         WHERE booked_at IS NULL OR (state = 'failed' AND undone_at IS NULL) ORDER BY created_at, id",
    )
    .fetch_all(c))?;
    Ok(rows
        .into_iter()
        .map(|(id, cents, automatic, state, booked)| Unbooked {
            id,
            amount: Money::from_cents(cents),
            automatic,
            failed: state == "failed",
            booked: booked.is_some(),
        })
        .collect())
}

/// Payouts that should be in the bank and of which nobody has heard.
pub async fn not_arrived(tx: &mut Tx, today: Date) -> Result<Vec<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM gateway_payouts WHERE state = 'on_the_way' AND arrives_on <= $1 ORDER BY id LIMIT 50",
    )
    .bind(today)
    .fetch_all(c))
}

pub async fn set_payout(tx: &mut Tx, payout: &str, lines: &[&str]) -> Result<(), sqlx::Error> {
    for line in lines {
        run!(
            tx,
            sqlx::query("UPDATE gateway_movements SET payout_id = $1 WHERE id = $2").bind(payout).bind(*line)
        )?;
    }
    Ok(())
}

/// What of a payout belongs to each practice, after fees; without the payouts it carries.
pub async fn shares(tx: &mut Tx, payout: &str) -> Result<Vec<(Option<PracticeId>, Money)>, sqlx::Error> {
    let rows: Vec<(Option<PracticeId>, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT practice_id, CAST(SUM(amount_cents - fee_cents) AS BIGINT) FROM gateway_movements
         WHERE payout_id = $1 AND kind NOT LIKE 'payout%' GROUP BY practice_id ORDER BY practice_id",
    )
    .bind(payout)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(|(practice, cents)| (practice, Money::from_cents(cents))).collect())
}

/// Lines of earlier payouts that a payout carries, such as one that came back: the earlier
/// payout, and the line's amount.
pub async fn carried(tx: &mut Tx, payout: &str) -> Result<Vec<(Unbooked, Money)>, sqlx::Error> {
    let rows: Vec<(String, i64, bool, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT p.id, p.amount_cents, p.automatic, m.amount_cents
         FROM gateway_movements m JOIN gateway_payouts p ON p.id = m.source
         WHERE m.payout_id = $1 AND m.kind LIKE 'payout%' ORDER BY m.created_at, m.id",
    )
    .bind(payout)
    .fetch_all(c))?;
    let one = |(id, cents, automatic, line)| {
        let amount = Money::from_cents(cents);
        (Unbooked { id, amount, automatic, failed: false, booked: true }, Money::from_cents(line))
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Whether the gateway's account shows a payout's money back.
pub async fn came_back(tx: &mut Tx, payout: &str) -> Result<bool, sqlx::Error> {
    let found: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM gateway_movements
         WHERE source = $1 AND kind IN ('payout_failure', 'payout_cancel')",
    )
    .bind(payout)
    .fetch_one(c))?;
    Ok(found > 0)
}

pub async fn set_booked(tx: &mut Tx, payout: &str, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("UPDATE gateway_payouts SET booked_at = $2 WHERE id = $1").bind(payout).bind(now))
        .map(drop)
}

pub async fn set_undone(tx: &mut Tx, payout: &str, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("UPDATE gateway_payouts SET undone_at = $2 WHERE id = $1").bind(payout).bind(now))
        .map(drop)
}

/// The payouts that may hold something of a practice, whose part of them is not known yet.
pub async fn payouts(
    tx: &mut Tx,
    practice: PracticeId,
    day: Option<Date>,
    limit: i64,
) -> Result<Vec<(Payout, Unbooked)>, sqlx::Error> {
    let rows: Vec<(String, String, Date, i64, bool, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT p.id, p.state, p.arrives_on, p.amount_cents, p.automatic,
                CAST(COALESCE(SUM(m.amount_cents - m.fee_cents), 0) AS BIGINT)
         FROM gateway_payouts p
         LEFT JOIN gateway_movements m ON m.payout_id = p.id
         WHERE $2 IS NULL OR p.arrives_on = $2
         GROUP BY p.id, p.state, p.arrives_on, p.amount_cents, p.automatic
         HAVING NOT p.automatic OR SUM(CASE WHEN m.practice_id = $1 OR m.kind LIKE 'payout%' THEN 1 ELSE 0 END) > 0
         ORDER BY p.arrives_on DESC, p.id LIMIT $3",
    )
    .bind(practice)
    .bind(day)
    .bind(limit)
    .fetch_all(c))?;
    Ok(rows
        .into_iter()
        .map(|(id, state, arrives_on, paid, automatic, lines)| {
            let (amount, state) = (Money::from_cents(paid), state_of(&state));
            let payout = Payout {
                id: id.clone(),
                amount,
                state,
                arrives_on,
                parts: Vec::new(),
                agrees: !automatic || paid == lines,
            };
            let failed = state == PayoutState::Failed;
            (payout, Unbooked { id, amount, automatic, failed, booked: true })
        })
        .collect())
}

/// The lines of a payout that belong to a practice: the gateway's word, how many, gross,
/// fees.
pub async fn parts(
    tx: &mut Tx,
    practice: PracticeId,
    payout: &str,
) -> Result<Vec<(String, i64, Money, Money)>, sqlx::Error> {
    let rows: Vec<(String, i64, i64, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT kind, COUNT(*), CAST(SUM(amount_cents) AS BIGINT), CAST(SUM(fee_cents) AS BIGINT)
         FROM gateway_movements WHERE payout_id = $1 AND practice_id = $2 GROUP BY kind ORDER BY kind",
    )
    .bind(payout)
    .bind(practice)
    .fetch_all(c))?;
    let cents = Money::from_cents;
    Ok(rows.into_iter().map(|(kind, count, gross, fees)| (kind, count, cents(gross), cents(fees))).collect())
}

/// A line that is not matched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenLine {
    pub id: String,
    pub practice: Option<PracticeId>,
    pub why: Why,
    pub kind: String,
    pub source: Option<String>,
    pub amount: Money,
    pub created: OffsetDateTime,
}

#[derive(FromRow)]
struct OpenRow {
    id: String,
    practice_id: Option<PracticeId>,
    difference: String,
    kind: String,
    source: Option<String>,
    amount_cents: i64,
    created_at: OffsetDateTime,
}

impl From<OpenRow> for OpenLine {
    fn from(row: OpenRow) -> Self {
        Self {
            id: row.id,
            practice: row.practice_id,
            why: Why::of(&row.difference),
            kind: row.kind,
            source: row.source,
            amount: Money::from_cents(row.amount_cents),
            created: row.created_at,
        }
    }
}

/// The lines that are not matched, of every practice and of none, oldest first.
pub async fn open_lines(tx: &mut Tx) -> Result<Vec<OpenLine>, sqlx::Error> {
    let rows: Vec<OpenRow> = on!(tx, c => sqlx::query_as(
        "SELECT id, practice_id, difference, kind, source, amount_cents, created_at FROM gateway_movements
         WHERE transaction_id IS NULL AND difference IS NOT NULL ORDER BY created_at, id LIMIT 500",
    )
    .fetch_all(c))?;
    Ok(rows.into_iter().map(OpenLine::from).collect())
}

/// A ledger transaction that moved gateway money and has no line: fact, kind, cents, when.
pub type Unseen = (String, String, i64, OffsetDateTime);

/// What the books hold of the gateway's money that its account, read up to here, does not
/// show.
pub async fn unseen(
    tx: &mut Tx,
    practice: PracticeId,
    posted_before: OffsetDateTime,
) -> Result<Vec<Unseen>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT t.fact, t.kind, CAST(SUM(e.cents) AS BIGINT), t.posted_at
         FROM ledger_transactions t
         JOIN ledger_entries e ON e.practice_id = t.practice_id AND e.transaction_id = t.id
         WHERE t.practice_id = $1 AND t.posted_at < $2 AND e.account = 'gateway_cash'
           AND t.kind IN ('patient_payment', 'refund', 'refund_failed', 'chargeback', 'chargeback_reversed')
           AND NOT EXISTS (SELECT 1 FROM gateway_movements m
                           WHERE m.practice_id = t.practice_id AND m.transaction_id = t.id)
           AND NOT EXISTS (SELECT 1 FROM ledger_transactions r
                           WHERE r.practice_id = t.practice_id AND r.reverses_id = t.id)
           AND t.reverses_id IS NULL
         GROUP BY t.fact, t.kind, t.posted_at ORDER BY t.posted_at, t.fact LIMIT 500",
    )
    .bind(practice)
    .bind(posted_before)
    .fetch_all(c))
}

/// Payouts whose parts do not come to them: id, paid, parts, when.
pub async fn odd_payouts(
    tx: &mut Tx,
    made_before: OffsetDateTime,
) -> Result<Vec<(String, i64, i64, OffsetDateTime)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT p.id, p.amount_cents, CAST(COALESCE(SUM(m.amount_cents - m.fee_cents), 0) AS BIGINT), p.created_at
         FROM gateway_payouts p LEFT JOIN gateway_movements m ON m.payout_id = p.id
         WHERE p.booked_at IS NULL AND p.created_at < $1
         GROUP BY p.id, p.amount_cents, p.created_at ORDER BY p.created_at, p.id",
    )
    .bind(made_before)
    .fetch_all(c))
}

/// Marks a line as recorded by a transaction.
pub async fn place(
    tx: &mut Tx,
    line: &str,
    practice: PracticeId,
    transaction: TransactionId,
) -> Result<bool, sqlx::Error> {
    let placed = run!(
        tx,
        sqlx::query(
            "UPDATE gateway_movements SET practice_id = $2, transaction_id = $3, difference = NULL
             WHERE id = $1 AND transaction_id IS NULL",
        )
        .bind(line)
        .bind(practice)
        .bind(transaction)
    )?;
    Ok(placed == 1)
}
