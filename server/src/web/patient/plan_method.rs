//! The means of payment of a plan: to the hosted page and back.

use app::model::{MethodWhy, PlanCheckingPage, PlanMethodPage};
use app::{FormState, Lang, pages};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use billing::payments::PaymentError;
use billing::payments::saved::{Browser, SetupState};
use billing::plans::enrol;
use billing::plans::sign::Consent;
use billing::plans::{self, Held, PlanError};
use domain::plan::{Autopay, Instalment, State as Stands};
use domain::{Money, PlanId};
use uuid::Uuid;

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::{Patient, card};
use crate::web::{Portal, Shared};

/// Opens the hosted page for a plan; or says, by message id, why it cannot be reached.
pub async fn to_hosted_page(
    portal: &Portal,
    patient: &Patient,
    plan: PlanId,
    press: Uuid,
    consent: Option<&Consent>,
) -> Result<Result<Response, &'static str>, Fail> {
    let Some(gateway) = &portal.gateway else { return Ok(Err("error-gateway")) };
    let spanish = patient.asked.lang == Lang::Es;
    let browser = Browser { public_url: &patient.asked.base, spanish };
    let who = patient.payer();
    match enrol::open(&portal.db, &portal.door, gateway, browser, who, (plan, press), consent).await {
        Ok(url) => Ok(Ok(see(&url))),
        Err(PlanError::NotThere) => Err(Fail::NotFound),
        // It is over; its page says how.
        Err(PlanError::Refused(_)) => Ok(Ok(see(&format!("/plans/{plan}")))),
        // This page's visit has ended: its way back knows how.
        Err(PlanError::Payment(PaymentError::PressUsed)) => Ok(Ok(see(&format!("/plans/method/{press}")))),
        Err(PlanError::Payment(PaymentError::Gateway(error))) => {
            tracing::warn!(%plan, %error, "no hosted page could be opened");
            Ok(Err("error-gateway"))
        }
        Err(error) => Err(error.into()),
    }
}

/// A plan of the reader's.
async fn own(portal: &Portal, patient: &Patient, id: PlanId) -> Result<Held, Fail> {
    patient.must_own()?;
    let mut tx = portal.db.read().await?;
    let plans = plans::of_guarantor(&mut tx, patient.practice.id, patient.guarantor).await?;
    plans.into_iter().find(|held| held.plan.id == id).ok_or(Fail::NotFound)
}

pub async fn page_of(
    State(portal): State<Shared>,
    patient: Patient,
    Path(plan): Path<PlanId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let held = own(&portal, &patient, plan).await?;
    if is_over(&held) {
        return Ok(see(&format!("/plans/{plan}")));
    }
    let form = match query.as_deref() {
        Some("later") => FormState::wrong("", "error-gateway"),
        _ => FormState::default(),
    };
    Ok(page(show(&portal, &patient, &held, form, query.as_deref() == Some("stopped"))))
}

fn is_over(held: &Held) -> bool {
    matches!(held.plan.state, Stands::Finished | Stands::Cancelled(_))
}

fn show(portal: &Portal, patient: &Patient, held: &Held, form: FormState, stopped: bool) -> String {
    let why = match held.plan.state {
        Stands::Proposed if stopped => MethodWhy::Stopped,
        Stands::Proposed => MethodWhy::Unfinished,
        _ => MethodWhy::Running,
    };
    let model = PlanMethodPage {
        form,
        plan: held.plan.id,
        why,
        cap: authorised(held),
        largest: largest(held),
        token: portal.door.id().to_string(),
    };
    pages::plan_method(&patient.ctx(portal), &model)
}

/// The limit that holds, where automatic payments are agreed to.
fn authorised(held: &Held) -> Option<Money> {
    let off = held.plan.autopay == Autopay::Off && held.plan.state != Stands::Proposed;
    held.cap.filter(|_| !off)
}

fn largest(held: &Held) -> Money {
    held.plan.unpaid().map(Instalment::left).max().unwrap_or_default()
}

pub async fn open(
    State(portal): State<Shared>,
    patient: Patient,
    Path(plan): Path<PlanId>,
    fields: Fields,
) -> Answer {
    let held = own(&portal, &patient, plan).await?;
    let press: Uuid = fields.get("press").parse().map_err(|_| Fail::NotFound)?;
    let consent = match authorised(&held) {
        Some(_) => None,
        None => match consented(&patient, &held, &fields) {
            Ok(consent) => Some(consent),
            Err(form) => return Ok(refused(show(&portal, &patient, &held, form, false))),
        },
    };
    match to_hosted_page(&portal, &patient, plan, press, consent.as_ref()).await? {
        Ok(response) => Ok(response),
        Err(error) => {
            let html = show(&portal, &patient, &held, FormState::wrong("", error), false);
            Ok((StatusCode::BAD_GATEWAY, Html(html)).into_response())
        }
    }
}

/// The authorisation of automatic payments, or what is missing.
fn consented(patient: &Patient, held: &Held, fields: &Fields) -> Result<Consent, FormState> {
    let mut form = ["cap", "agree"]
        .iter()
        .fold(FormState::default(), |form, name| form.with_value(name, fields.get(name)));
    let cap = Money::parse_human(fields.get("cap")).ok().filter(|cap| *cap >= largest(held));
    if cap.is_none() {
        form = form.with_error("cap", "error-plan-cap");
    }
    if fields.get("agree") != "yes" {
        form = form.with_error("agree", "error-agree");
    }
    let Some(cap) = cap.filter(|_| form.errors.is_empty()) else { return Err(form) };
    let lang = Lang::from_code(fields.get("language")).unwrap_or(patient.asked.lang);
    let words = pages::plan_authorisation(lang, &card(&patient.practice));
    Ok(Consent {
        language: lang.code().to_owned(),
        terms_version: pages::TERMS_VERSION.to_owned(),
        agreement: words.clone(),
        autopay: Some((words, cap)),
        address: patient.asked.from.clone(),
    })
}

/// The browser is back from the hosted page, or looks again.
pub async fn returned(State(portal): State<Shared>, patient: Patient, Path(setup): Path<Uuid>) -> Answer {
    patient.must_own()?;
    let Some(gateway) = &portal.gateway else { return Err(Fail::NotFound) };
    let checking = || Ok(page(pages::plan_checking(&patient.ctx(&portal), &PlanCheckingPage { setup })));
    let known = enrol::finish_setup(&portal.db, &portal.door, gateway, patient.payer(), setup).await;
    let (plan, state) = match known {
        Ok(known) => known.ok_or(Fail::NotFound)?,
        Err(PlanError::Payment(PaymentError::Gateway(error))) => {
            tracing::warn!(%setup, %error, "the gateway does not say what came of a setup");
            return checking();
        }
        Err(error) => return Err(error.into()),
    };
    match state {
        SetupState::Saved | SetupState::Done => {
            let mut tx = portal.db.read().await?;
            let first = plans::history(&mut tx, patient.practice.id, plan).await?.len() == 1;
            Ok(see(&format!("/plans/{plan}?{}", if first { "signed" } else { "method" })))
        }
        SetupState::Expired => Ok(see(&format!("/plans/{plan}/method?stopped"))),
        SetupState::Intent | SetupState::Open => checking(),
    }
}

/// "I will pay each one myself", of a plan that waits for a means of payment.
pub async fn pay_self(State(portal): State<Shared>, patient: Patient, Path(plan): Path<PlanId>) -> Answer {
    let held = own(&portal, &patient, plan).await?;
    let Some(gateway) = &portal.gateway else { return Err(Fail::NotFound) };
    if held.plan.state != Stands::Proposed {
        return Ok(see(&format!("/plans/{plan}")));
    }
    match enrol::pay_self(&portal.db, &portal.door, gateway, patient.payer(), plan).await {
        Ok(()) => Ok(see(&format!("/plans/{plan}?signed"))),
        // It ended, or began, in the meantime.
        Err(PlanError::Refused(_)) => Ok(see(&format!("/plans/{plan}"))),
        Err(error) => Err(error.into()),
    }
}
