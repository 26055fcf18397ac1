//! What was told of visits beforehand, and bills that patients took to a federal reviewer.

use app::model::{AccountEstimates, EstimateVisit};
use axum::extract::{Path, State};
use billing::db::Tx;
use billing::disputes::federal::{self, Answer as Said, Federal, REFERENCE_MOST};
use billing::disputes::{Case, DisputeError};
use billing::estimates::{self, EstimateError};
use billing::visits;
use domain::dispute::Refused;
use domain::estimate::{Estimate, How, Unfit, rule};
use domain::{DisputeId, GuarantorId, Money, VisitId};
use time::Date;
use uuid::Uuid;

use super::accounts::{known, show};
use super::dispute::{Shown, ended, seen, show as show_case};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::patient::{title, told_before};
use crate::web::session::Staff;

/// Visits on one page.
const SHOWN: i64 = 200;

/// The account's visits of which nothing was claimed from an insurer, with what was told of each.
///
/// # Errors
/// The database's word.
pub(super) async fn of_account(
    tx: &mut Tx,
    staff: &Staff,
    id: GuarantorId,
    (today, press): (Date, Uuid),
) -> Result<AccountEstimates, Fail> {
    let practice = staff.practice.id;
    let mut rows = Vec::new();
    for summary in visits::summaries(tx, practice, id, SHOWN).await? {
        let visit = summary.visit;
        if visits::claimed(tx, practice, visit.id).await? {
            continue;
        }
        let told = estimates::compared(tx, practice, visit.id, today).await?;
        rows.push(EstimateVisit {
            visit: visit.id,
            title: title(visit.description, visit.location),
            date: visit.service_date,
            insured: summary.payer.is_some(),
            told: told.map(told_before),
        });
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.date, row.visit)));
    Ok(AccountEstimates { visits: rows, excess: rule(today).excess, press: press.to_string() })
}

pub async fn record(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let mut form = fields.form();
    let visit = fields.get("estimate_visit").parse::<VisitId>().ok();
    let amount = Money::parse_human(fields.get("estimate_amount")).ok().filter(|amount| amount.is_positive());
    let given_on = day_field(fields.get("estimate_on")).ok().flatten();
    for (field, wrong, error) in [
        ("estimate_visit", visit.is_none(), "error-no-visit"),
        ("estimate_amount", amount.is_none(), "error-amount-form"),
        ("estimate_on", given_on.is_none(), "error-day"),
    ] {
        if wrong {
            form = form.with_error(field, error);
        }
    }
    if let (Some(visit), Some(amount), Some(given_on)) = (visit, amount, given_on) {
        let estimate = Estimate { amount, given_on };
        let mut tx = portal.db.begin().await?;
        let place = (staff.practice.id, id);
        match estimates::record_in(&mut tx, &portal.door, place, visit, estimate, staff.user.id).await {
            Ok(_) => {
                tx.commit().await?;
                return Ok(see(&format!("/staff/accounts/{id}?estimated")));
            }
            Err(EstimateError::NotThere) => return Err(Fail::NotFound),
            Err(EstimateError::Unfit(Unfit::After)) => {
                form = form.with_error("estimate_on", "error-estimate-after");
            }
            Err(EstimateError::Unfit(Unfit::Before)) => form = form.with_error("estimate_on", "error-day"),
            Err(EstimateError::Unfit(Unfit::Nothing)) => {
                form = form.with_error("estimate_amount", "error-amount-form");
            }
            Err(EstimateError::Sqlx(error)) => return Err(error.into()),
        }
    }
    Ok(refused(show(&portal, &staff, id, form, None).await?))
}

/// What was typed of it, or the field that is wrong.
fn typed(fields: &Fields, today: Date) -> Result<Federal, (&'static str, &'static str)> {
    let started_on = day_field(fields.get("federal_on")).ok().flatten().filter(|day| *day <= today);
    let Some(started_on) = started_on else { return Err(("federal_on", "error-federal-day")) };
    let reference = fields.get("federal_number").to_owned();
    if reference.is_empty() {
        return Err(("federal_number", "error-federal-number"));
    }
    if reference.chars().count() > REFERENCE_MOST {
        return Err(("federal_number", "error-too-long"));
    }
    Ok(Federal { started_on, reference })
}

/// The patient has begun it, and told the practice nothing before.
pub async fn started(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let today = portal.door.today_in(&staff.practice.time_zone);
    let press = fields.get("press").parse::<Uuid>();
    let visit = fields.get("federal_visit").parse::<VisitId>();
    let wrong = match (typed(&fields, today), visit, press) {
        (Err(wrong), ..) => wrong,
        (_, Err(_), _) => ("federal_visit", "error-no-visit"),
        (.., Err(_)) => ("", "error-expired"),
        (Ok(federal), Ok(visit), Ok(press)) => {
            let mut tx = portal.db.begin().await?;
            let by = (staff.practice.id, staff.user.id);
            match federal::open_in(&mut tx, &portal.door, by, (id, visit), press, &federal).await {
                Ok(_) => {
                    tx.commit().await?;
                    return Ok(see(&format!("/staff/accounts/{id}?federal")));
                }
                Err(DisputeError::NotThere) => return Err(Fail::NotFound),
                Err(DisputeError::Refused(_)) => ("federal_visit", "error-federal-known"),
                Err(DisputeError::Day) => ("federal_on", "error-federal-day"),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let form = fields.form().with_error(wrong.0, wrong.1);
    Ok(refused(show(&portal, &staff, id, form, None).await?))
}

/// The patient has begun it for a case.
pub async fn start(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DisputeId>,
    fields: Fields,
) -> Answer {
    let seen = seen(&fields)?;
    let there = billing::disputes::of_practice(&mut portal.db.read().await?, staff.practice.id, id).await?;
    there.ok_or(Fail::NotFound)?;
    match typed(&fields, portal.door.today_in(&staff.practice.time_zone)) {
        Ok(federal) => {
            let mut tx = portal.db.begin().await?;
            let by = (staff.practice.id, staff.user.id);
            let taken = federal::start_in(&mut tx, &portal.door, by, (id, seen), &federal).await;
            ended(&portal, &staff, (id, seen), (&fields, "federal_number"), (tx, taken)).await
        }
        Err((field, error)) => {
            let form = fields.form().with_error(field, error);
            Ok(refused(show_case(&portal, &staff, id, Shown { form, ..Shown::default() }).await?))
        }
    }
}

/// What came of it.
pub async fn answer(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DisputeId>,
    fields: Fields,
) -> Answer {
    let seen = seen(&fields)?;
    let there = billing::disputes::of_practice(&mut portal.db.read().await?, staff.practice.id, id).await?;
    there.ok_or(Fail::NotFound)?;
    let mut form = fields.form();
    let how = How::from_code(fields.get("how"));
    let over = fields.get("how") == "ended";
    let to_pay = Money::parse_human(fields.get("to_pay")).ok().filter(|amount| !amount.is_negative());
    for (field, wrong, error) in [
        ("how", how.is_none() && !over, "error-federal-how"),
        ("to_pay", how.is_some() && to_pay.is_none(), "error-amount-form"),
        ("federal_why", fields.get("federal_why").is_empty(), "error-dispute-words"),
    ] {
        if wrong {
            form = form.with_error(field, error);
        }
    }
    if !form.errors.is_empty() {
        return Ok(refused(show_case(&portal, &staff, id, Shown { form, ..Shown::default() }).await?));
    }
    let mut tx = portal.db.begin().await?;
    let (by, why) = ((staff.practice.id, staff.user.id), fields.get("federal_why"));
    let taken: Result<Case, DisputeError> = match (how, to_pay) {
        (Some(how), Some(to_pay)) => {
            let said = Said { how, to_pay };
            let taken = federal::conclude_in(&mut tx, &portal.door, by, (id, seen), said, why).await;
            if let Err(DisputeError::TooMuch(_)) = taken {
                drop(tx);
                let form = form.with_error("to_pay", "error-federal-most");
                return Ok(refused(
                    show_case(&portal, &staff, id, Shown { form, ..Shown::default() }).await?,
                ));
            }
            taken
        }
        (None, _) => federal::end_in(&mut tx, &portal.door, by, (id, seen), why).await,
        (Some(_), None) => Err(Refused::NotNow.into()),
    };
    ended(&portal, &staff, (id, seen), (&fields, "federal_why"), (tx, taken)).await
}
