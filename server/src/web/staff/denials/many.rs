//! Many refusals at once. Each is a transaction of its own, at the step that the reader saw, so that
//! one that moved on leaves the others alone.

use app::FormState;
use app::model::{Became, QueueTold};
use axum::extract::{Query, State};
use billing::denials::act::{Act, act_in};
use billing::denials::write_off::write_off_in;
use billing::denials::{self, DenialError};
use billing::disputes::open::WORDS_MOST;
use domain::DenialId;
use domain::access::Permission;

use super::{Asked, Shown, show};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::staff::accounts::name_of_user;
use crate::web::staff::denial::sent;
use crate::web::staff::{door, queue};

/// What is done with each.
enum Does {
    Act(Act),
    GiveUp(String),
}

/// Whose they are, or what was sent to the insurer.
pub async fn press(
    State(portal): State<Shared>,
    staff: Staff,
    Query(asked): Query<Asked>,
    fields: Fields,
) -> Answer {
    let act = match queue::what(&fields) {
        what @ ("sent_again" | "appealed") => {
            let today = portal.door.today_in(&staff.practice.time_zone);
            let (sent, mut form) = sent(&fields, today);
            if sent.note.as_ref().is_some_and(|note| note.chars().count() > WORDS_MOST) {
                form = form.with_error("what", "error-dispute-words");
            }
            if !form.errors.is_empty() {
                return again(&portal, &staff, &asked, (&fields, form)).await;
            }
            if what == "appealed" { Act::Appealed(sent) } else { Act::SentAgain(sent) }
        }
        _ => match queue::whom(&portal, &staff, &fields, Permission::WorkDenials).await? {
            Ok(to) => Act::Assign { to },
            Err(form) => return again(&portal, &staff, &asked, (&fields, form)).await,
        },
    };
    each(&portal, &staff, &asked, (&fields, &Does::Act(act))).await
}

/// They are given up; what is above the limit waits for a second person.
pub async fn write_off(
    State(portal): State<Shared>,
    staff: Staff,
    Query(asked): Query<Asked>,
    fields: Fields,
) -> Answer {
    let why = fields.get("why");
    if why.is_empty() || why.chars().count() > WORDS_MOST {
        let form = fields.form().with_error("why", "error-dispute-words");
        return again(&portal, &staff, &asked, (&fields, form)).await;
    }
    each(&portal, &staff, &asked, (&fields, &Does::GiveUp(why.to_owned()))).await
}

/// The list with the form as it was sent, and what is wrong with it.
async fn again(
    portal: &Shared,
    staff: &Staff,
    asked: &Asked,
    (fields, form): (&Fields, FormState),
) -> Answer {
    let shown = Shown { form, chosen: queue::ticked(fields), ..Shown::default() };
    Ok(refused(show(portal, staff, asked, shown).await?))
}

async fn each(portal: &Shared, staff: &Staff, asked: &Asked, (fields, does): (&Fields, &Does)) -> Answer {
    let presses: Vec<(DenialId, i64)> = queue::chosen(fields)?;
    if presses.is_empty() {
        let form = fields.form().with_error("", "error-queue-none");
        return again(portal, staff, asked, (fields, form)).await;
    }
    let what = match does {
        Does::Act(_) => (Permission::WorkDenials, "/staff/denials"),
        Does::GiveUp(_) => (Permission::WriteOffDenials, "/staff/denials/write-off"),
    };
    door::chosen(portal, staff, what, presses.iter().map(|press| press.0)).await?;
    let mut became = Vec::new();
    for press in presses {
        became.push((press.0, one(portal, staff, press, does).await?));
    }
    let done = became.iter().filter(|(_, became)| became.is_taken()).count();
    let waits = became.iter().filter(|(_, became)| *became == Became::Waits).count();
    if done == became.len() {
        let query = asked.query(&asked.after);
        let waits = if waits > 0 { format!("&waits={waits}") } else { String::new() };
        return Ok(see(&format!("/staff/denials?{query}&done={done}{waits}")));
    }
    let mut told = QueueTold { done, waits, each: Vec::new() };
    let mut tx = portal.db.read().await?;
    for (id, became) in became {
        let case = denials::case(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?;
        told.each.push((denials::about(&mut tx, &case, "").await?.patient, became));
    }
    drop(tx);
    Ok(refused(show(portal, staff, asked, Shown { told: Some(told), ..Shown::default() }).await?))
}

async fn one(portal: &Shared, staff: &Staff, press: (DenialId, i64), does: &Does) -> Result<Became, Fail> {
    let by = (staff.practice.id, staff.user.id);
    let mut tx = portal.db.begin().await?;
    let taken = match does {
        Does::Act(act) => act_in(&mut tx, &portal.door, by, press, act).await,
        Does::GiveUp(why) => write_off_in(&mut tx, &portal.door, by, press, why).await,
    };
    match taken {
        Ok(case) => {
            tx.commit().await?;
            let waits = matches!(does, Does::GiveUp(_)) && case.denial.proposed;
            Ok(if waits { Became::Waits } else { Became::Done })
        }
        Err(DenialError::NotNow(_)) => Ok(Became::NotNow),
        Err(DenialError::Changed) => {
            drop(tx);
            let mut tx = portal.db.read().await?;
            let case = denials::case(&mut tx, staff.practice.id, press.0).await?.ok_or(Fail::NotFound)?;
            // That it is the reader's own says nothing of why it moved.
            let who = case.assigned_to.filter(|who| *who != staff.user.id);
            Ok(Became::Moved(name_of_user(&mut tx, who).await?))
        }
        Err(DenialError::NotThere) => Err(Fail::NotFound),
        Err(error) => Err(error.into()),
    }
}
