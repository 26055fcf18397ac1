//! Paying a plan by hand: what is due, more than that, or everything.

use app::model::{PlanExtraPage, PlanPayPage};
use app::{FormState, pages};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use billing::payments::saved::Browser;
use billing::payments::{self, PaymentError, Started};
use billing::plans::pay::{self, For};
use billing::plans::{PlanError, view};
use domain::payment::ChoiceError;
use domain::plan::{Refused, State as Stands, Then};
use domain::{Money, PlanId};
use uuid::Uuid;

use super::plans_told::{Seen, seen, unpaid};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, see};
use crate::web::fields::Fields;
use crate::web::session::Patient;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub async fn show(State(portal): State<Shared>, patient: Patient, Path(id): Path<PlanId>) -> Answer {
    Ok(page(whole(&portal, &patient, id, FormState::default()).await?))
}

/// A plan that can be paid.
async fn payable(portal: &Shared, patient: &Patient, id: PlanId) -> Result<Seen, Fail> {
    let mut tx = portal.db.read().await?;
    let seen = seen(&mut tx, portal, patient, id).await?;
    match seen.standing.plan.state {
        Stands::Proposed | Stands::Finished | Stands::Cancelled(_) => Err(Fail::NotFound),
        _ => Ok(seen),
    }
}

async fn whole(portal: &Shared, patient: &Patient, id: PlanId, form: FormState) -> Result<String, Fail> {
    let seen = payable(portal, patient, id).await?;
    let mut tx = portal.db.read().await?;
    let checking = payments::unknown(&mut tx, &portal.door, patient.practice.id, patient.guarantor).await?;
    let model = PlanPayPage {
        instalment: seen.asked.instalment(),
        payoff: seen.asked.left,
        on_its_way: seen.on_its_way,
        checking: checking.map(|payment| payment.amount),
        token: portal.door.id().to_string(),
        own: patient.sight.is_own(),
        form,
        card: seen.card,
    };
    Ok(pages::plan_pay(&patient.ctx(portal), &model))
}

/// What was chosen, or the field that is wrong and why; none when the outcome is to be shown
/// first.
fn chosen(fields: &Fields, own: bool) -> Result<Result<For, Money>, (&'static str, &'static str)> {
    match fields.get("choice") {
        "instalment" => Ok(Ok(For::Instalment)),
        "payoff" if own => Ok(Ok(For::Payoff)),
        "extra" if own => {
            let typed = fields.get("amount");
            if typed.is_empty() {
                return Err(("amount", "error-amount-missing"));
            }
            let amount = Money::parse_human(typed).map_err(|_| ("amount", "error-amount-form"))?;
            Ok(match fields.get("then") {
                "fewer" => Ok(For::Extra(amount, Then::Fewer)),
                "smaller" => Ok(For::Extra(amount, Then::Smaller)),
                _ => Err(amount),
            })
        }
        _ => Err(("choice", "error-choice")),
    }
}

pub async fn press(
    State(portal): State<Shared>,
    patient: Patient,
    Path(id): Path<PlanId>,
    fields: Fields,
) -> Answer {
    let refuse = async |status: StatusCode, field: &str, error: &str| -> Answer {
        let html = whole(&portal, &patient, id, fields.form().with_error(field, error)).await?;
        Ok((status, Html(html)).into_response())
    };
    let what = match chosen(&fields, patient.sight.is_own()) {
        Ok(Ok(what)) => what,
        Ok(Err(amount)) => return look(&portal, &patient, id, &fields, amount).await,
        Err((field, error)) => return refuse(WRONG, field, error).await,
    };
    let Ok(press) = fields.get("press").parse::<Uuid>() else {
        return refuse(WRONG, "", "error-expired").await;
    };
    let Some(gateway) = &portal.gateway else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, "", "error-gateway").await;
    };
    payable(&portal, &patient, id).await?;
    let payer = patient.payer();
    let spanish = patient.asked.lang == app::Lang::Es;
    let browser = Browser { public_url: &patient.asked.base, spanish };
    match pay::start(&portal.db, &portal.door, gateway, browser, payer, (id, press), what).await {
        Ok(Started::Page(url)) => Ok(see(&url)),
        Ok(Started::Done(payment)) => Ok(see(&format!("/pay/return/{payment}"))),
        Err(PlanError::NotThere | PlanError::Refused(Refused::Over)) => Err(Fail::NotFound),
        Err(PlanError::Payment(PaymentError::Choice(problem))) => {
            let (field, error) = wrong(problem);
            refuse(WRONG, field, error).await
        }
        Err(PlanError::Payment(PaymentError::PressUsed)) => refuse(WRONG, "", "error-moved").await,
        Err(PlanError::Payment(PaymentError::Gateway(error))) => {
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

fn wrong(problem: ChoiceError) -> (&'static str, &'static str) {
    match problem {
        ChoiceError::TooLittle => ("amount", "error-plan-least"),
        ChoiceError::TooMuch(_) => ("amount", "error-plan-most"),
        ChoiceError::BelowGateway => ("", "error-below-gateway"),
        ChoiceError::NothingDue | ChoiceError::NoVisit => ("", "error-nothing-due"),
    }
}

/// What an extra payment would leave, for both choices.
async fn look(portal: &Shared, patient: &Patient, id: PlanId, fields: &Fields, amount: Money) -> Answer {
    let seen = payable(portal, patient, id).await?;
    let bound = if amount > seen.asked.left {
        Some(ChoiceError::TooMuch(seen.asked.left))
    } else if amount < domain::payment::LEAST.min(seen.asked.left) {
        Some(ChoiceError::TooLittle)
    } else {
        None
    };
    if let Some(problem) = bound {
        let (field, error) = wrong(problem);
        let html = whole(portal, patient, id, fields.form().with_error(field, error)).await?;
        return Ok((WRONG, Html(html)).into_response());
    }
    let today = portal.door.today_in(&patient.practice.time_zone);
    let plan = &seen.standing.plan;
    let mut after = Vec::new();
    for then in [Then::Fewer, Then::Smaller] {
        let drawn = view::extra(plan, today, amount, then).map_err(Fail::from)?;
        after.push((then, unpaid(&drawn.instalments), portal.door.id().to_string()));
    }
    let model = PlanExtraPage { plan: id, amount, now: unpaid(&plan.instalments), after };
    Ok(page(pages::plan_extra(&patient.ctx(portal), &model)))
}
