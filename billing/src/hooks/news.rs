//! What each fact says to who listens: ids, amounts, states and days, never names.

use domain::dispute::Outcome;
use domain::plan::Note;
use domain::statement::Statement;
use domain::{GuarantorId, PaymentId, PracticeId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{EventKind, News, tell_in};
use crate::Door;
use crate::db::Tx;
use crate::disputes::Case;
use crate::payments::{self, Payment, PaymentState};
use crate::plans::Held;
use crate::refunds::Refund;

fn of_payment(payment: &Payment, state: &str) -> Value {
    json!({
        "payment_id": payment.id,
        "guarantor_id": payment.guarantor,
        "link_id": payment.link,
        "method": payment.method.code(),
        "amount": payment.amount.to_string(),
        "state": state,
    })
}

/// A payment is in the books; by a link, that is news of the link too.
pub(crate) async fn paid(tx: &mut Tx, door: &Door, payment: &Payment) -> Result<(), sqlx::Error> {
    let (practice, id) = (payment.practice, payment.id);
    tell_in(tx, door, practice, || News {
        kind: EventKind::PaymentSucceeded,
        fact: format!("payment-succeeded:{id}"),
        data: of_payment(payment, "succeeded"),
    })
    .await?;
    let Some(link) = payment.link else { return Ok(()) };
    tell_in(tx, door, practice, || News {
        kind: EventKind::LinkPaid,
        fact: format!("link-paid:{id}"),
        data: json!({
            "link_id": link,
            "payment_id": id,
            "guarantor_id": payment.guarantor,
            "amount": payment.amount.to_string(),
        }),
    })
    .await
}

/// A payment did not come to pass; nothing is told of one that did after all.
pub(crate) async fn failed(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: PaymentId,
) -> Result<(), sqlx::Error> {
    let payment = payments::of_practice(tx, practice, id).await?;
    let failed = payment.filter(|payment| payment.state == PaymentState::Failed);
    let Some(payment) = failed else { return Ok(()) };
    tell_in(tx, door, practice, || News {
        kind: EventKind::PaymentFailed,
        fact: format!("payment-failed:{id}"),
        data: of_payment(&payment, "failed"),
    })
    .await
}

/// Money went back.
pub(crate) async fn refunded(tx: &mut Tx, door: &Door, refund: &Refund) -> Result<(), sqlx::Error> {
    tell_in(tx, door, refund.practice, || News {
        kind: EventKind::RefundSucceeded,
        fact: format!("refund-succeeded:{}", refund.id),
        data: json!({
            "refund_id": refund.id,
            "payment_id": refund.payment,
            "guarantor_id": refund.guarantor,
            "method": refund.method.code(),
            "amount": refund.amount.to_string(),
            "state": "succeeded",
        }),
    })
    .await
}

/// A statement was issued.
pub(crate) async fn stated(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    id: Uuid,
    statement: &Statement,
) -> Result<(), sqlx::Error> {
    tell_in(tx, door, practice, || News {
        kind: EventKind::StatementIssued,
        fact: format!("statement-issued:{id}"),
        data: json!({
            "statement_id": id,
            "guarantor_id": guarantor,
            "number": statement.number,
            "amount": statement.due.to_string(),
            "due_on": statement.due_on.to_string(),
        }),
    })
    .await
}

/// A dispute was opened or decided; a question is nobody's news.
pub(crate) async fn dispute(
    tx: &mut Tx,
    door: &Door,
    case: &Case,
    kind: EventKind,
) -> Result<(), sqlx::Error> {
    if !case.dispute.reason.freezes() {
        return Ok(());
    }
    tell_in(tx, door, case.practice, || News {
        kind,
        // An appeal is decided again: each decision is a step of its own.
        fact: format!("{}:{}:{}", kind.code(), case.id, case.seq),
        data: json!({
            "dispute_id": case.id,
            "guarantor_id": case.guarantor,
            "visit_id": case.visit,
            "amount": case.amount.to_string(),
            "state": case.dispute.state.code(),
            "outcome": case.dispute.outcome.map(Outcome::code),
        }),
    })
    .await
}

/// What a step made of a plan, where that is news.
pub(crate) async fn plan(tx: &mut Tx, door: &Door, held: &Held, note: &Note) -> Result<(), sqlx::Error> {
    let (kind, word) = match note {
        Note::Started => (EventKind::PlanStarted, "active"),
        Note::Broken => (EventKind::PlanDefaulted, "defaulted"),
        Note::Finished => (EventKind::PlanFinished, "finished"),
        _ => return Ok(()),
    };
    tell_in(tx, door, held.practice, || News {
        kind,
        // A plan can break, be cured and break again: each is a step of its own.
        fact: format!("plan-{word}:{}:{}", held.plan.id, held.seq),
        data: json!({
            "plan_id": held.plan.id,
            "guarantor_id": held.plan.guarantor,
            "left": held.plan.left().to_string(),
            "state": word,
        }),
    })
    .await
}
