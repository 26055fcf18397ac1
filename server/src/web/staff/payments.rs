//! One payment, and what goes back of it.

use app::model::{ChargebackRow, ChargebackState, RefundReason, RefundRow, RefundState, StaffPaymentPage};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::chargebacks::{self, Chargeback};
use billing::db::Tx;
use billing::door::{local, local_date};
use billing::payments::{self, Method, receipt_number};
use billing::refunds::{self, Ask, Refund, RefundError};
use billing::{accounts, ledger};
use domain::access::Permission;
use domain::{Money, PaymentId, RefundId};
use uuid::Uuid;

use super::accounts::{name_of, name_of_user, state_of};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::told;

/// A note is a sentence, not a letter.
const NOTE: usize = 500;

pub async fn payment(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<PaymentId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let fresh = query.as_deref() == Some("taken");
    Ok(page(show(&portal, &staff, id, FormState::default(), fresh).await?))
}

async fn show(
    portal: &Shared,
    staff: &Staff,
    id: PaymentId,
    form: FormState,
    fresh: bool,
) -> Result<String, Fail> {
    let practice = staff.practice.id;
    let zone = &staff.practice.time_zone;
    let mut tx = portal.db.read().await?;
    let payment = payments::of_practice(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let guarantor = accounts::guarantor(&mut tx, practice, payment.guarantor).await?.ok_or(Fail::NotFound)?;
    let returned = told::returned(&mut tx, &payment, zone).await?;
    let refunds = refunds::of_payment(&mut tx, practice, id).await?;
    let mut rows = Vec::new();
    for refund in refunds.iter().rev() {
        rows.push(refund_row(&mut tx, refund, staff, zone).await?);
    }
    let chargebacks = chargebacks::of_payment(&mut tx, practice, id).await?;
    let mut disputes = Vec::new();
    for chargeback in chargebacks.into_iter().rev() {
        disputes.push(chargeback_row(&mut tx, chargeback, zone).await?);
    }
    let credit = ledger::credit_of_payment(&mut tx, practice, id).await?;
    let press = match form.value("press") {
        typed if typed.is_empty() => portal.door.id().to_string(),
        typed => typed,
    };
    let model = StaffPaymentPage {
        id,
        number: receipt_number(id),
        guarantor: payment.guarantor,
        name: name_of(&guarantor),
        date: told::day(&payment, zone),
        method: told::method(&payment),
        reference: payment.reference.clone(),
        amount: payment.amount,
        parts: told::parts(payments::parts(&mut tx, practice, id).await?, credit),
        credit,
        refundable: refunds::refundable(&mut tx, &payment).await?,
        refunds: rows,
        chargebacks: disputes,
        taken_by: match payment.method {
            Method::Online => None,
            _ => name_of_user(&mut tx, Some(payment.user)).await?,
        },
        state: state_of(&payment, &returned),
        form,
        press,
        limit: accounts::policy(&mut tx, practice).await?.second_person,
        fresh,
    };
    Ok(pages::staff::payment(&staff.ctx(portal), &model))
}

async fn refund_row(tx: &mut Tx, refund: &Refund, reader: &Staff, zone: &str) -> Result<RefundRow, Fail> {
    let waits = refund.state == refunds::RefundState::Asked;
    let own = refund.asked_by == Some(reader.user.id);
    let second = reader.may(Permission::ApproveBeyondLimits);
    Ok(RefundRow {
        id: refund.id,
        amount: refund.amount,
        reason: match refund.reason {
            refunds::RefundReason::Credit => RefundReason::Credit,
            refunds::RefundReason::Duplicate => RefundReason::Duplicate,
            refunds::RefundReason::Mistake => RefundReason::PaidByMistake,
            refunds::RefundReason::Courtesy => RefundReason::Courtesy,
            refunds::RefundReason::Other => RefundReason::Other,
        },
        note: refund.note.clone(),
        state: match refund.state {
            refunds::RefundState::Asked => RefundState::WaitingApproval,
            refunds::RefundState::Declined => RefundState::Declined,
            refunds::RefundState::Approved if refund.attempts > 1 => RefundState::Checking,
            refunds::RefundState::Approved => RefundState::Sending,
            refunds::RefundState::Pending => RefundState::OnTheWay,
            refunds::RefundState::Done => RefundState::Done,
            refunds::RefundState::Failed => RefundState::Failed,
        },
        asked_by: name_of_user(tx, refund.asked_by).await?,
        approved_by: name_of_user(tx, refund.decided_by).await?,
        at: local(refund.created_at, zone),
        settled_on: refund.settled_on,
        failure: refund.failure.clone(),
        by_hand: refund.reference.clone(),
        can_approve: waits && !own && second,
        can_decline: waits && (own || second),
        own,
    })
}

async fn chargeback_row(tx: &mut Tx, chargeback: Chargeback, zone: &str) -> Result<ChargebackRow, Fail> {
    Ok(ChargebackRow {
        amount: chargeback.amount,
        fee: chargebacks::fees_of(tx, chargeback.practice, chargeback.payment).await?,
        state: match chargeback.state {
            chargebacks::ChargebackState::Inquiry => ChargebackState::Inquiry,
            chargebacks::ChargebackState::NeedsResponse => ChargebackState::NeedsResponse,
            chargebacks::ChargebackState::UnderReview => ChargebackState::UnderReview,
            chargebacks::ChargebackState::Closed => ChargebackState::Closed,
            chargebacks::ChargebackState::Won => ChargebackState::Won,
            chargebacks::ChargebackState::Lost => ChargebackState::Lost,
        },
        opened: local_date(chargeback.opened_at, zone),
        evidence_due: chargeback.evidence_due_at.map(|due| local(due, zone)),
        reason: chargeback.reason,
    })
}

pub async fn refund(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<PaymentId>,
    fields: Fields,
) -> Answer {
    let ask = match read(&fields, id) {
        Ok(ask) => ask,
        Err((field, error)) => {
            let form = fields.form().with_error(field, error);
            return Ok(refused(show(&portal, &staff, id, form, false).await?));
        }
    };
    match refunds::ask(&portal.db, &portal.door, staff.practice.id, staff.user.id, &ask).await {
        Ok(refund) => {
            send(&portal, &refund).await;
            Ok(see(&format!("/staff/payments/{id}")))
        }
        Err(error) => {
            let (field, error) = said(error)?;
            let form = fields.form().with_error(field, error);
            Ok(refused(show(&portal, &staff, id, form, false).await?))
        }
    }
}

fn read(fields: &Fields, payment: PaymentId) -> Result<Ask, (&'static str, &'static str)> {
    let press: Uuid = fields.get("press").parse().map_err(|_| ("", "error-expired"))?;
    let amount = Money::parse_human(fields.get("amount")).map_err(|_| ("amount", "error-amount-form"))?;
    let code = fields.get("reason");
    let reason = refunds::RefundReason::ALL.iter().find(|(_, known)| *known == code);
    let (reason, _) = *reason.ok_or(("reason", "error-reason"))?;
    let note = Some(fields.get("note").to_owned()).filter(|note| !note.is_empty());
    match &note {
        None if reason == refunds::RefundReason::Other => return Err(("note", "error-note")),
        Some(note) if note.chars().count() > NOTE => return Err(("note", "error-too-long")),
        _ => {}
    }
    Ok(Ask { press, payment, amount, reason, note })
}

/// What a form says about a refund that is not made.
fn said(error: RefundError) -> Result<(&'static str, &'static str), Fail> {
    Ok(match error {
        RefundError::TooLittle => ("amount", "error-amount-form"),
        RefundError::TooMuch(_) => ("amount", "error-refund-most"),
        RefundError::SamePerson => ("", "error-second-person"),
        RefundError::NotThere => ("", "error-moved"),
        error => return Err(error.into()),
    })
}

/// Sends a refund that is agreed to. Without an answer it is sent again by itself, and the
/// page says that it is being sent.
async fn send(portal: &Shared, refund: &Refund) {
    let Some(gateway) = &portal.gateway else { return };
    if let Err(error) = refunds::send(&portal.db, &portal.door, gateway, refund.practice, refund.id).await {
        tracing::warn!(refund = %refund.id, %error, "a refund is not sent yet; it will be tried again");
    }
}

pub async fn approve(State(portal): State<Shared>, staff: Staff, Path(id): Path<RefundId>) -> Answer {
    decide(&portal, &staff, id, true).await
}

pub async fn decline(State(portal): State<Shared>, staff: Staff, Path(id): Path<RefundId>) -> Answer {
    // Who asked takes it back; it takes more to say no to somebody else.
    let refund = {
        let mut tx = portal.db.read().await?;
        refunds::refund(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?
    };
    if refund.asked_by != Some(staff.user.id) {
        staff.must(&portal, Permission::ApproveBeyondLimits)?;
    }
    decide(&portal, &staff, id, false).await
}

async fn decide(portal: &Shared, staff: &Staff, id: RefundId, agreed: bool) -> Answer {
    let payment = payment_of(portal, staff, id).await?;
    let practice = staff.practice.id;
    match refunds::decide(&portal.db, &portal.door, practice, id, staff.user.id, agreed).await {
        Ok(refund) => {
            send(portal, &refund).await;
            Ok(see(&format!("/staff/payments/{payment}")))
        }
        Err(error) => wrong(portal, staff, payment, FormState::default(), error).await,
    }
}

pub async fn retry(State(portal): State<Shared>, staff: Staff, Path(id): Path<RefundId>) -> Answer {
    let payment = payment_of(&portal, &staff, id).await?;
    match refunds::retry(&portal.db, &portal.door, staff.practice.id, id, staff.user.id).await {
        Ok(refund) => {
            send(&portal, &refund).await;
            Ok(see(&format!("/staff/payments/{payment}")))
        }
        Err(error) => wrong(&portal, &staff, payment, FormState::default(), error).await,
    }
}

pub async fn by_hand(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<RefundId>,
    fields: Fields,
) -> Answer {
    let payment = payment_of(&portal, &staff, id).await?;
    let reference = fields.get("reference");
    let form = fields.form().with_value("refund", &id.to_string());
    if reference.is_empty() || reference.chars().count() > 60 {
        let error = if reference.is_empty() { "error-reference" } else { "error-too-long" };
        let form = form.with_error("reference", error);
        return Ok(refused(show(&portal, &staff, payment, form, false).await?));
    }
    let practice = staff.practice.id;
    match refunds::by_hand(&portal.db, &portal.door, practice, id, staff.user.id, reference).await {
        Ok(_) => Ok(see(&format!("/staff/payments/{payment}"))),
        Err(error) => wrong(&portal, &staff, payment, form, error).await,
    }
}

/// The payment of a refund of this practice.
async fn payment_of(portal: &Shared, staff: &Staff, id: RefundId) -> Result<PaymentId, Fail> {
    let mut tx = portal.db.read().await?;
    let refund = refunds::refund(&mut tx, staff.practice.id, id).await?;
    refund.map(|refund| refund.payment).ok_or(Fail::NotFound)
}

async fn wrong(
    portal: &Shared,
    staff: &Staff,
    payment: PaymentId,
    form: FormState,
    error: RefundError,
) -> Answer {
    let (_, error) = said(error)?;
    Ok(refused(show(portal, staff, payment, form.with_error("", error), false).await?))
}
