//! One press that pays several practices of one organisation.

use app::model::{TogetherDonePage, TogetherDue, TogetherPage, TogetherPart, TogetherState};
use app::{FormState, pages};
use axum::extract::{Path, State};
use billing::accounts;
use billing::household;
use billing::payments::saved::{Browser, Share};
use billing::payments::together::{self, Part, Standing};
use billing::payments::{PaymentError, PaymentState};
use uuid::Uuid;

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Patient;
use crate::web::{Portal, Shared};

pub async fn show(State(portal): State<Shared>, patient: Patient) -> Answer {
    Ok(page(whole(&portal, &patient, FormState::default(), None).await?))
}

/// Every account of the organisation that the reader may pay and on which something is due.
async fn payable(portal: &Portal, patient: &Patient) -> Result<Vec<TogetherDue>, Fail> {
    let mut tx = portal.db.read().await?;
    let siblings = accounts::siblings(&mut tx, patient.practice.id).await?;
    let places = household::places(&mut tx, &portal.door, patient.user.id).await?;
    let here =
        places.into_iter().filter(|place| siblings.contains(&place.practice.id) && place.due.is_positive());
    Ok(here
        .map(|place| TogetherDue {
            practice: place.practice.id,
            guarantor: place.guarantor,
            practice_name: place.practice.name,
            name: place.name,
            due: place.due,
            picked: true,
        })
        .collect())
}

async fn whole(
    portal: &Portal,
    patient: &Patient,
    form: FormState,
    picked: Option<&[String]>,
) -> Result<String, Fail> {
    let mut dues = payable(portal, patient).await?;
    if let Some(picked) = picked {
        dues.iter_mut()
            .for_each(|due| due.picked = picked.iter().any(|picked| picked.starts_with(&due.account())));
    }
    let model = TogetherPage { dues, token: portal.door.id().to_string(), form };
    Ok(pages::together(&patient.ctx(portal), &model))
}

pub async fn press(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    let picked: Vec<String> = fields.all("account").map(str::to_owned).collect();
    let refuse = async |field: &str, error: &str| -> Answer {
        let form = FormState::wrong(field, error);
        Ok(refused(whole(&portal, &patient, form, Some(&picked)).await?))
    };
    let Ok(press) = fields.get("press").parse::<Uuid>() else { return refuse("", "error-expired").await };
    // What is not offered is not there: the choice is among what the reader may pay, for the
    // amounts that they were shown.
    let shown: Vec<Share> = payable(&portal, &patient)
        .await?
        .into_iter()
        .filter_map(|due| {
            let account = format!("{}:", due.account());
            let cents = picked.iter().find_map(|picked| picked.strip_prefix(&account))?;
            Some(Share { practice: due.practice, guarantor: due.guarantor, cents: cents.parse().ok()? })
        })
        .collect();
    if shown.is_empty() {
        return refuse("account", "error-together").await;
    }
    let Some(gateway) = &portal.gateway else { return refuse("", "error-gateway").await };
    let payer = patient.payer();
    let spanish = patient.asked.lang == app::Lang::Es;
    let browser = Browser { public_url: &patient.asked.base, spanish };
    match together::start(&portal.db, &portal.door, gateway, browser, payer, press, shown).await {
        Ok(page) => Ok(see(&page)),
        Err(PaymentError::Choice(domain::payment::ChoiceError::BelowGateway)) => {
            refuse("account", "error-below-gateway").await
        }
        Err(PaymentError::Choice(_)) => refuse("account", "error-nothing-due").await,
        Err(PaymentError::PressUsed | PaymentError::Changed) => refuse("", "error-changed").await,
        Err(PaymentError::Gateway(error)) => {
            tracing::warn!(%error, "no hosted page could be opened");
            refuse("", "error-gateway").await
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn done(State(portal): State<Shared>, patient: Patient, Path(press): Path<Uuid>) -> Answer {
    let Some(gateway) = &portal.gateway else { return Err(Fail::NotFound) };
    let standing = together::go_on(&portal.db, &portal.door, gateway, patient.payer(), press).await;
    let parts = match standing {
        Ok(Some(Standing::Parts(parts))) => parts,
        Ok(Some(Standing::NotPaid)) => Vec::new(),
        Ok(None) => return Err(Fail::NotFound),
        Err(PaymentError::Gateway(error)) => {
            tracing::warn!(%error, "the gateway does not say how a press for several accounts stands");
            together::so_far(&portal.db, &portal.door, patient.payer(), press).await?.ok_or(Fail::NotFound)?
        }
        Err(error) => return Err(error.into()),
    };
    let mut told = Vec::new();
    for part in parts {
        told.push(tell(&portal, &patient, part).await?);
    }
    Ok(page(pages::together_done(&patient.ctx(&portal), &TogetherDonePage { parts: told })))
}

async fn tell(portal: &Portal, patient: &Patient, part: Part) -> Result<TogetherPart, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = accounts::practice(&mut tx, part.practice).await?.ok_or(Fail::NotFound)?;
    let state = match part.state {
        PaymentState::Paid => TogetherState::Paid,
        PaymentState::Processing => TogetherState::OnTheWay,
        PaymentState::Intent | PaymentState::Open => TogetherState::Checking,
        _ if part.payment.is_none() => TogetherState::NotDue,
        _ if part.decline.as_deref() == Some("authentication_required") => TogetherState::WantsOwner,
        _ => TogetherState::Declined,
    };
    let here = (part.practice, part.guarantor) == (patient.practice.id, patient.guarantor);
    Ok(TogetherPart {
        practice_name: practice.name,
        practice: part.practice,
        guarantor: part.guarantor,
        amount: part.amount,
        receipt: part.payment.filter(|_| here && state == TogetherState::Paid),
        state,
    })
}
