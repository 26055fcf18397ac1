//! "I cannot afford this."

use app::model::{AffordPage, AskedForHelp};
use app::{FormState, pages};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use billing::db::Tx;
use billing::door::local_date;
use billing::hardship::{self, Ask, HardshipError, Request};
use billing::plans::view;
use domain::hardship::Income;
use time::Duration;
use uuid::Uuid;

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Patient;
use crate::web::{Portal, Shared};

/// For how long an answer is told.
const TOLD: Duration = Duration::days(60);

/// Somebody else's income is not a helper's to tell: they are shown whom to call.
fn tells(patient: &Patient) -> Result<(), Fail> {
    if patient.sight.is_own() { Ok(()) } else { Err(Fail::NotFound) }
}

/// How a request stands, for who asked.
pub(in crate::web) fn asked(request: &Request, zone: &str) -> AskedForHelp {
    let answered = request.answer().zip(request.answered_at);
    AskedForHelp {
        on: local_date(request.asked_at, zone),
        answer_by: request.answer_by,
        answered: answered.map(|(answer, at)| (answer, request.message.clone(), local_date(at, zone))),
    }
}

/// The newest request, unless it was answered long ago.
pub(super) async fn newest(
    tx: &mut Tx,
    portal: &Portal,
    patient: &Patient,
) -> Result<Option<AskedForHelp>, Fail> {
    if !patient.sight.is_own() {
        return Ok(None);
    }
    let zone = &patient.practice.time_zone;
    let since = portal.door.today_in(zone) - TOLD;
    let request = hardship::latest(tx, patient.practice.id, patient.guarantor).await?;
    let request = request.map(|request| asked(&request, zone));
    Ok(request.filter(|request| request.answered.as_ref().is_none_or(|(_, _, on)| *on >= since)))
}

pub async fn show(State(portal): State<Shared>, patient: Patient, RawQuery(query): RawQuery) -> Answer {
    tells(&patient)?;
    let sent = query.as_deref() == Some("sent");
    Ok(page(html(&portal, &patient, (portal.door.id(), sent), FormState::default()).await?))
}

async fn html(
    portal: &Portal,
    patient: &Patient,
    (press, sent): (Uuid, bool),
    form: FormState,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let request = newest(&mut tx, portal, patient).await?;
    let plans = !view::running(&mut tx, patient.practice.id, patient.guarantor).await?.is_empty();
    let model = AffordPage { request, sent, plans, token: press.to_string(), form };
    Ok(pages::afford(&patient.ctx(portal), &model))
}

pub async fn ask(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    tells(&patient)?;
    let press: Option<Uuid> = fields.get("press").parse().ok();
    let household: Option<u8> = fields.get("household").parse().ok();
    let income = Income::from_code(fields.get("income"));
    let mut form = fields.form();
    for (there, field, error) in [
        (press.is_some(), "", "error-expired"),
        (household.is_some(), "household", "error-household"),
        (income.is_some(), "income", "error-income"),
    ] {
        if !there {
            form = form.with_error(field, error);
        }
    }
    let (Some(press), Some(household), Some(income)) = (press, household, income) else {
        return Ok(refused(
            html(&portal, &patient, (press.unwrap_or_else(|| portal.door.id()), false), form).await?,
        ));
    };
    let whose = (patient.practice.id, patient.guarantor);
    let mut tx = portal.db.begin().await?;
    match hardship::ask_in(&mut tx, &portal.door, whose, patient.user.id, Ask { press, household, income })
        .await
    {
        Ok(request) if request.is_open() => {
            tx.commit().await?;
            Ok(see("/afford?sent"))
        }
        // The page is from before the request was answered or taken back.
        Ok(_) => {
            drop(tx);
            let form = form.with_error("", "error-expired");
            Ok(refused(html(&portal, &patient, (portal.door.id(), false), form).await?))
        }
        Err(HardshipError::Household) => {
            drop(tx);
            let form = form.with_error("household", "error-household");
            Ok(refused(html(&portal, &patient, (press, false), form).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn withdraw(State(portal): State<Shared>, patient: Patient) -> Answer {
    tells(&patient)?;
    let whose = (patient.practice.id, patient.guarantor);
    let mut tx = portal.db.begin().await?;
    match hardship::withdraw_in(&mut tx, &portal.door, whose, patient.user.id).await {
        Ok(_) => tx.commit().await?,
        // It was answered meanwhile: the page says so.
        Err(HardshipError::NotOpen) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(see("/afford"))
}

/// Where "I can't afford this" leads: who can tell it here is taken there.
pub(super) fn instead(patient: &Patient) -> Option<Response> {
    patient.sight.is_own().then(|| see("/afford"))
}
