//! Paying: the choice, the way to the hosted page, and the way back.

use app::model::{PayCancelledPage, PayCheckingPage, PayChoice, PayDue, PayPage};
use app::{FormState, Text, pages};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use billing::db::Tx;
use billing::payments::{self, Payment, PaymentError, PaymentState, Press, Started};
use billing::plans::view;
use billing::sqlx;
use billing::visits;
use domain::payment::{Choice, ChoiceError, Due};
use domain::{Money, PaymentId, VisitId};
use uuid::Uuid;

use super::plan_new;
use super::visits::title;
use crate::web::answer::{Answer, Fail, page, see};
use crate::web::fields::Fields;
use crate::web::session::Patient;
use crate::web::{Portal, Shared, sight};

pub async fn page_of(State(portal): State<Shared>, patient: Patient, RawQuery(query): RawQuery) -> Answer {
    let query = query.unwrap_or_default();
    let wanted: Vec<VisitId> = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| name == "visit")
        .filter_map(|(_, id)| id.parse().ok())
        .collect();
    let choice = if wanted.is_empty() { PayChoice::All } else { PayChoice::Visits(wanted) };
    Ok(page(show(&portal, &patient, FormState::default(), choice).await?))
}

async fn show(
    portal: &Portal,
    patient: &Patient,
    form: FormState,
    choice: PayChoice,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let t = patient.text(portal);
    let mut dues = Vec::new();
    for due in view::beside(&mut tx, practice, guarantor).await? {
        dues.extend(named(&mut tx, patient, &due, t).await?);
    }
    let checking = payments::unknown(&mut tx, &portal.door, practice, guarantor).await?;
    let open = payments::under_way(&mut tx, practice, guarantor).await?;
    let open = open.filter(|open| open.state == PaymentState::Open && checking.is_none());
    let model = PayPage {
        form,
        total: dues.iter().map(|due| due.amount).sum(),
        dues,
        token: portal.door.id().to_string(),
        choice,
        open_payment: open.map(|open| open.amount),
        checking: checking.map(|payment| payment.amount),
        over_time: plan_new::offered(&mut tx, portal, patient).await?.is_some(),
        aside: visits::set_aside(&mut tx, practice, guarantor).await?.iter().map(|due| due.amount).sum(),
    };
    Ok(pages::pay(&patient.ctx(portal), &model))
}

/// What is due for a visit, as the reader may see it.
pub async fn named(
    tx: &mut Tx,
    patient: &Patient,
    due: &Due,
    t: Text,
) -> Result<Option<PayDue>, sqlx::Error> {
    let visit = visits::visit(tx, patient.practice.id, patient.guarantor, due.visit).await?;
    let hidden = patient.sight.withholds(due.visit);
    Ok(visit.map(|visit| PayDue {
        visit: due.visit,
        title: if hidden { sight::title(t) } else { title(visit.description, visit.location) },
        date: visit.service_date,
        patient_name: if hidden { sight::patient(t) } else { visit.patient_name },
        amount: due.amount,
    }))
}

pub async fn press(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    let typed = chosen(&fields);
    let refuse = async |status: StatusCode, field: &str, error: &str| -> Answer {
        let html = show(&portal, &patient, fields.form().with_error(field, error), typed.clone()).await?;
        Ok((status, Html(html)).into_response())
    };
    const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
    let choice = match &typed {
        PayChoice::All if fields.get("choice") == "all" => Choice::All,
        PayChoice::All => return refuse(WRONG, "choice", "error-choice").await,
        PayChoice::Visits(visits) => Choice::Visits(visits.clone()),
        PayChoice::Amount(text) if text.trim().is_empty() => {
            return refuse(WRONG, "amount", "error-amount-missing").await;
        }
        PayChoice::Amount(text) => match Money::parse_human(text) {
            Ok(amount) => Choice::Amount(amount),
            Err(_) => return refuse(WRONG, "amount", "error-amount-form").await,
        },
    };
    let Ok(id) = fields.get("press").parse::<Uuid>() else { return refuse(WRONG, "", "error-expired").await };
    let Some(gateway) = &portal.gateway else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, "", "error-gateway").await;
    };
    let payer = patient.payer();
    let press = Press { id, choice, spanish: patient.asked.lang == app::Lang::Es };
    match payments::start(&portal.db, &portal.door, gateway, &portal.config.public_url, payer, &press).await {
        Ok(Started::Page(url)) => Ok(see(&url)),
        Ok(Started::Done(id)) => Ok(see(&format!("/pay/return/{id}"))),
        Err(PaymentError::Choice(problem)) => {
            let (field, error) = match problem {
                ChoiceError::NothingDue => ("", "error-nothing-due"),
                ChoiceError::NoVisit => ("visit", "error-no-visit"),
                ChoiceError::TooLittle => ("amount", "error-amount-least"),
                ChoiceError::TooMuch(_) => ("amount", "error-amount-most"),
                ChoiceError::BelowGateway => ("", "error-below-gateway"),
            };
            refuse(WRONG, field, error).await
        }
        Err(PaymentError::PressUsed) => refuse(WRONG, "", "error-changed").await,
        Err(PaymentError::Gateway(error)) => {
            tracing::warn!(%error, "no hosted page could be opened");
            let unknown = {
                let mut tx = portal.db.read().await?;
                payments::unknown(&mut tx, &portal.door, payer.practice, payer.guarantor).await?
            };
            let said = if unknown.is_some() { "error-checking" } else { "error-gateway" };
            refuse(StatusCode::BAD_GATEWAY, "", said).await
        }
        Err(error) => Err(error.into()),
    }
}

fn chosen(fields: &Fields) -> PayChoice {
    match fields.get("choice") {
        "visits" => PayChoice::Visits(fields.all("visit").filter_map(|id| id.parse().ok()).collect()),
        "amount" => PayChoice::Amount(fields.get("amount").to_owned()),
        _ => PayChoice::All,
    }
}

/// The payment, if it is theirs.
async fn own(portal: &Portal, patient: &Patient, id: PaymentId) -> Result<Payment, Fail> {
    let mut tx = portal.db.read().await?;
    payments::payment(&mut tx, patient.practice.id, patient.guarantor, id).await?.ok_or(Fail::NotFound)
}

/// The payment's state after asking Stripe; as it was when Stripe does not answer.
async fn settled(portal: &Portal, payment: &Payment) -> Result<PaymentState, Fail> {
    let Some(gateway) = &portal.gateway else { return Ok(payment.state) };
    match payments::settle(&portal.db, &portal.door, gateway, payment.practice, payment.id).await {
        Ok((state, _)) => Ok(state),
        Err(PaymentError::Gateway(error)) => {
            tracing::warn!(payment = %payment.id, %error, "the gateway does not say how a payment stands");
            Ok(payment.state)
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn returned(State(portal): State<Shared>, patient: Patient, Path(id): Path<PaymentId>) -> Answer {
    let payment = own(&portal, &patient, id).await?;
    Ok(match settled(&portal, &payment).await? {
        PaymentState::Paid => see(&format!("/receipts/{id}?new")),
        PaymentState::Failed | PaymentState::Expired => see(&format!("/pay/cancelled/{id}")),
        _ => see(&format!("/pay/checking/{id}")),
    })
}

pub async fn checking(State(portal): State<Shared>, patient: Patient, Path(id): Path<PaymentId>) -> Answer {
    let payment = own(&portal, &patient, id).await?;
    match settled(&portal, &payment).await? {
        PaymentState::Paid => Ok(see(&format!("/receipts/{id}?new"))),
        PaymentState::Failed | PaymentState::Expired => Ok(see(&format!("/pay/cancelled/{id}"))),
        state => {
            let bank = state == PaymentState::Processing;
            let model = PayCheckingPage { payment: id, amount: payment.amount, bank };
            Ok(page(pages::pay_checking(&patient.ctx(&portal), &model)))
        }
    }
}

pub async fn cancelled(State(portal): State<Shared>, patient: Patient, Path(id): Path<PaymentId>) -> Answer {
    let payment = own(&portal, &patient, id).await?;
    match settled(&portal, &payment).await? {
        PaymentState::Paid => return Ok(see(&format!("/receipts/{id}"))),
        PaymentState::Processing => return Ok(see(&format!("/pay/checking/{id}"))),
        _ => {}
    }
    let mut tx = portal.db.read().await?;
    let parts = payments::parts(&mut tx, payment.practice, id).await?;
    // One for a plan is begun again on the plan's own page.
    if let Some(plan) = view::of_payment(&mut tx, payment.practice, id).await? {
        let (amount, choice) = (payment.amount, PayChoice::All);
        let model = PayCancelledPage { amount, choice, plan: Some(plan), token: String::new() };
        return Ok(page(pages::pay_cancelled(&patient.ctx(&portal), &model)));
    }
    let dues = view::beside(&mut tx, payment.practice, patient.guarantor).await?;
    let whole = parts.iter().all(|part| {
        dues.iter()
            .any(|due| due.visit == part.visit_id && due.amount == Money::from_cents(part.amount_cents))
    });
    let choice = if whole && parts.len() == dues.len() {
        PayChoice::All
    } else if whole {
        PayChoice::Visits(parts.iter().map(|part| part.visit_id).collect())
    } else {
        PayChoice::Amount(payment.amount.to_string())
    };
    let token = portal.door.id().to_string();
    let model = PayCancelledPage { amount: payment.amount, choice, plan: None, token };
    Ok(page(pages::pay_cancelled(&patient.ctx(&portal), &model)))
}
