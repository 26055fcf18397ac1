//! Paying by a link: to the hosted page, and back to the receipt.

use app::model::GuestCheckingPage;
use app::pages;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use billing::household::sight::sight;
use billing::identity::Scope;
use billing::pay_links::pay::{self, GuestError, GuestPress};
use billing::pay_links::{Aim, open};
use billing::payments::{self, Payment, PaymentError, PaymentState, Started};
use domain::payment::ChoiceError;
use domain::{Money, PaymentId};
use uuid::Uuid;

use super::{Guest, bill};
use crate::web::answer::{Answer, Fail, page, see};
use crate::web::fields::Fields;
use crate::web::{Portal, Shared, told};

pub async fn press(State(portal): State<Shared>, guest: Guest, fields: Fields) -> Answer {
    const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
    let refuse = async |status: StatusCode, field: &str, error: &str| -> Answer {
        let form = fields.form().with_error(field, error);
        Ok((status, Html(bill::drawn(&portal, &guest, form, None).await?)).into_response())
    };
    let amount = match (fields.get("choice"), fields.get("amount")) {
        ("part", "") => return refuse(WRONG, "amount", "error-amount-missing").await,
        ("part", typed) => match Money::parse_human(typed) {
            Ok(amount) => Some(amount),
            Err(_) => return refuse(WRONG, "amount", "error-amount-form").await,
        },
        _ => None,
    };
    let Ok(id) = fields.get("press").parse::<Uuid>() else { return refuse(WRONG, "", "error-expired").await };
    let Some(gateway) = &portal.gateway else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, "", "error-gateway").await;
    };
    let press = GuestPress { id, amount, spanish: guest.asked.lang == app::Lang::Es };
    let public_url = &guest.asked.base;
    match pay::start(&portal.db, &portal.door, gateway, public_url, &guest.who, &press).await {
        Ok(Started::Page(url)) => Ok(see(&url)),
        Ok(Started::Done(id)) => Ok(see(&format!("/l/return/{id}"))),
        Err(GuestError::Gone) => Ok(see("/l/bill")),
        Err(GuestError::Payment(PaymentError::Choice(problem))) => {
            let (field, error) = match problem {
                ChoiceError::NothingDue | ChoiceError::NoVisit => ("", "error-nothing-due"),
                ChoiceError::TooLittle => ("amount", "error-amount-least"),
                ChoiceError::TooMuch(_) => ("amount", "error-link-most"),
                ChoiceError::BelowGateway => ("", "error-below-gateway"),
            };
            refuse(WRONG, field, error).await
        }
        Err(GuestError::Payment(PaymentError::PressUsed)) => refuse(WRONG, "", "error-changed").await,
        Err(GuestError::Payment(PaymentError::Gateway(error))) => {
            tracing::warn!(%error, "no hosted page could be opened");
            refuse(StatusCode::BAD_GATEWAY, "", "error-gateway").await
        }
        Err(GuestError::Payment(error)) => Err(error.into()),
    }
}

/// The payment after asking Stripe; as it was when Stripe does not answer.
async fn settled(portal: &Portal, guest: &Guest, id: PaymentId) -> Result<Payment, Fail> {
    let payment = own(portal, guest, id).await?;
    let Some(gateway) = &portal.gateway else { return Ok(payment) };
    match payments::settle(&portal.db, &portal.door, gateway, payment.practice, id).await {
        Ok(_) => own(portal, guest, id).await,
        Err(PaymentError::Gateway(error)) => {
            tracing::warn!(payment = %id, %error, "the gateway does not say how a payment stands");
            Ok(payment)
        }
        Err(error) => Err(error.into()),
    }
}

async fn own(portal: &Portal, guest: &Guest, id: PaymentId) -> Result<Payment, Fail> {
    pay::payment(&mut portal.db.read().await?, &guest.who, id).await?.ok_or(Fail::NotFound)
}

pub async fn returned(State(portal): State<Shared>, guest: Guest, Path(id): Path<PaymentId>) -> Answer {
    let payment = settled(&portal, &guest, id).await?;
    Ok(match payment.state {
        PaymentState::Paid => see(&format!("/l/receipt/{id}?new")),
        PaymentState::Failed | PaymentState::Expired => see("/l/bill?cancelled"),
        state => {
            let bank = state == PaymentState::Processing;
            let model = GuestCheckingPage { payment: id, amount: payment.amount, bank };
            page(pages::guest_checking(&guest.ctx(&portal), &model))
        }
    })
}

pub async fn cancelled(State(portal): State<Shared>, guest: Guest, Path(id): Path<PaymentId>) -> Answer {
    Ok(match settled(&portal, &guest, id).await?.state {
        PaymentState::Paid | PaymentState::Processing => see(&format!("/l/return/{id}")),
        _ => see("/l/bill?cancelled"),
    })
}

pub async fn receipt(
    State(portal): State<Shared>,
    guest: Guest,
    Path(id): Path<PaymentId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let payment = own(&portal, &guest, id).await?;
    let mut tx = portal.db.read().await?;
    let link = &guest.who.link;
    let known = &guest.who.guarantor;
    let sight = sight(&mut tx, &portal.door, &guest.practice, link.guarantor, Scope::Own).await?;
    let left = open::due(&mut tx, link).await?;
    let ctx = guest.ctx(&portal);
    let reader = told::Reader {
        text: ctx.text(),
        zone: &guest.practice.time_zone,
        payer_name: format!("{} {}", known.first_name, known.last_name),
        email_sent_to: None,
        remaining_due: left.iter().map(|due| due.amount).sum(),
        fresh: query.as_deref() == Some("new"),
    };
    // A link for an amount shows the amount, and not what it was spread over.
    let amount_alone = matches!(link.aim, Aim::Amount(_));
    let withheld = |visit| amount_alone || sight.withholds(visit);
    let model = told::receipt(&mut tx, &payment, reader, withheld).await?.ok_or(Fail::NotFound)?;
    Ok(page(pages::guest_receipt(&ctx, &model)))
}
