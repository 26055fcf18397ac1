//! All SQL of what plans cost beside their principal.

use domain::plan::Charges;
use domain::{Money, PlanId, PracticeId, TransactionId, VisitId};

use super::Held;
use crate::db::Tx;
use crate::{on, run};

/// What of a plan's interest and fees a transaction booked.
pub async fn insert(
    tx: &mut Tx,
    held: &Held,
    transaction: TransactionId,
    change: Charges,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO plan_charges (practice_id, plan_id, number, transaction_id, interest_cents, fee_cents)
         VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(held.practice)
        .bind(held.plan.id)
        .bind(held.bookings)
        .bind(transaction)
        .bind(change.interest.cents())
        .bind(change.fees.cents())
    )
    .map(drop)
}

macro_rules! booked {
    ($more:literal) => {
        concat!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN e.account = 'plan_interest' THEN -e.cents ELSE 0 END), 0) AS BIGINT),
                    CAST(COALESCE(SUM(CASE WHEN e.account = 'late_fees' THEN -e.cents ELSE 0 END), 0) AS BIGINT)
             FROM plan_charges c
             JOIN ledger_entries e ON e.practice_id = c.practice_id AND e.transaction_id = c.transaction_id
             WHERE c.practice_id = $1 AND c.plan_id = $2",
            $more
        )
    };
}

/// What the ledger holds of a plan's interest and fees.
pub async fn booked(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Charges, sqlx::Error> {
    let sums: (i64, i64) = on!(tx, c => sqlx::query_as(booked!(""))
        .bind(practice)
        .bind(id)
        .fetch_one(c))?;
    Ok(charges_of(sums))
}

/// The same of one visit.
pub async fn booked_on(
    tx: &mut Tx,
    practice: PracticeId,
    id: PlanId,
    visit: VisitId,
) -> Result<Charges, sqlx::Error> {
    let sums: (i64, i64) = on!(tx, c => sqlx::query_as(booked!(" AND e.visit_id = $3"))
        .bind(practice)
        .bind(id)
        .bind(visit)
        .fetch_one(c))?;
    Ok(charges_of(sums))
}

fn charges_of((interest, fees): (i64, i64)) -> Charges {
    Charges { interest: Money::from_cents(interest), fees: Money::from_cents(fees) }
}
