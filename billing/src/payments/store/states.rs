//! What becomes of a payment.

use domain::payment::Due;
use domain::{Money, PaymentId, PlanId, PracticeId};
use time::{Date, OffsetDateTime};

use super::{Payment, PaymentState};
use crate::db::Tx;
use crate::payments::Checkout;
use crate::payments::gateway::checkout::Instrument;
use crate::run;

/// Records where the page is; says whether the payment still waits for it. It does not
/// when another tab closed it meanwhile, or when a webhook was faster and finished it.
pub async fn opened(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    session: &str,
    url: &str,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let waiting = run!(
        tx,
        sqlx::query(
            "UPDATE payments SET state = 'open', session_id = $3, session_url = $4, changed_at = $5
         WHERE practice_id = $1 AND id = $2 AND state IN ('intent', 'open')",
        )
        .bind(practice)
        .bind(id)
        .bind(session)
        .bind(url)
        .bind(now)
    )?;
    Ok(waiting == 1)
}

/// Ends a payment of which no page is known; says whether that was so.
pub async fn end_unopened(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    state: PaymentState,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let ended = run!(
        tx,
        sqlx::query(
            "UPDATE payments SET state = $3, changed_at = $4
         WHERE practice_id = $1 AND id = $2 AND state = 'intent' AND session_id IS NULL AND saved_id IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(state.code())
        .bind(now)
    )?;
    Ok(ended == 1)
}

/// Moves a payment that is under way to `processing`, `expired` or `failed`. What has
/// ended stays as it ended, whatever is reported late; only money on its way can still
/// fail.
pub async fn change_state(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    state: PaymentState,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments SET state = $3, changed_at = $4
         WHERE practice_id = $1 AND id = $2
           AND (state IN ('intent', 'open') OR (state = 'processing' AND $3 = 'failed'))",
        )
        .bind(practice)
        .bind(id)
        .bind(state.code())
        .bind(now)
    )
    .map(drop)
}

pub async fn paid(
    tx: &mut Tx,
    payment: &Payment,
    checkout: &Checkout,
    today: Date,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments
         SET state = 'paid', session_id = $3, payment_intent = $4, paid_on = $5, changed_at = $6,
             instrument = COALESCE($7, instrument), instrument_label = COALESCE($8, instrument_label)
         WHERE practice_id = $1 AND id = $2",
        )
        .bind(payment.practice)
        .bind(payment.id)
        .bind(&checkout.id)
        .bind(&checkout.payment_intent)
        .bind(today)
        .bind(now)
        .bind(checkout.instrument.as_ref().map(Instrument::code))
        .bind(checkout.instrument.as_ref().map(|instrument| &instrument.label))
    )
    .map(drop)
}

/// Records what a payment was made with, once the gateway tells.
pub async fn set_instrument(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    instrument: &Instrument,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments SET instrument = $3, instrument_label = $4
             WHERE practice_id = $1 AND id = $2 AND instrument IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(instrument.code())
        .bind(&instrument.label)
    )
    .map(drop)
}

pub async fn set_amount(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    amount: Money,
    parts: &[Due],
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE payments SET amount_cents = $3 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(id)
            .bind(amount.cents())
    )?;
    for part in parts {
        let statement = if part.amount.is_positive() {
            "UPDATE payment_parts SET amount_cents = $4 WHERE practice_id = $1 AND payment_id = $2 AND visit_id = $3"
        } else {
            "DELETE FROM payment_parts WHERE practice_id = $1 AND payment_id = $2 AND visit_id = $3 AND $4 <= 0"
        };
        run!(tx, sqlx::query(statement).bind(practice).bind(id).bind(part.visit).bind(part.amount.cents()))?;
    }
    Ok(())
}

pub async fn set_failed(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments SET state = 'failed', changed_at = $3
             WHERE practice_id = $1 AND id = $2 AND state = 'paid'",
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )
    .map(drop)
}

/// Who answers one at this moment holds it, and is passed over.
pub async fn call_back(
    tx: &mut Tx,
    practice: PracticeId,
    plan: PlanId,
    why: &str,
    now: OffsetDateTime,
) -> Result<Vec<PaymentId>, sqlx::Error> {
    macro_rules! call_back {
        ($lock:literal) => {
            concat!(
                "UPDATE payments SET state = 'failed', decline = $3, changed_at = $4
                 WHERE practice_id = $1 AND state = 'intent'
                   AND id IN (SELECT p.id FROM payments p
                              WHERE p.practice_id = $1 AND p.state = 'intent'
                                AND EXISTS (SELECT 1 FROM plan_attempts a
                                            WHERE a.practice_id = $1 AND a.plan_id = $2 AND a.payment_id = p.id
                                              AND a.state = 'open')",
                $lock,
                ") RETURNING id"
            )
        };
    }
    match tx {
        Tx::Sqlite(tx) => {
            let query = sqlx::query_scalar(call_back!(""));
            query.bind(practice).bind(plan).bind(why).bind(now).fetch_all(&mut **tx).await
        }
        Tx::Postgres(tx) => {
            let query = sqlx::query_scalar(call_back!(" FOR UPDATE SKIP LOCKED"));
            query.bind(practice).bind(plan).bind(why).bind(now).fetch_all(&mut **tx).await
        }
    }
}
