//! Emergency access: taking it, ending it, and who has looked at it.

use app::model::{EmergencyPage, EmergencyRow};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::accounts;
use billing::db::Tx;
use billing::door::local;
use billing::identity::emergency::{self, Emergency, EmergencyError};
use billing::identity::people;
use domain::PracticeId;
use domain::access::Permission;
use uuid::Uuid;

use super::places;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::sheet::{self, harmless};
use crate::web::{Portal, Shared};

/// On one page.
const SHOWN: usize = 500;

pub async fn look(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let done = query.as_deref() == Some("done");
    Ok(page(show(&portal, &staff, FormState::default(), done).await?))
}

async fn show(portal: &Portal, staff: &Staff, form: FormState, done: bool) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let mut offered = Vec::new();
    for practice in emergency::offered(&mut tx, staff.user.id).await? {
        // What lasts is on every page, and is not taken twice.
        if staff.session.emergencies.iter().all(|one| one.practice != practice) {
            let name = accounts::practice(&mut tx, practice).await?.map(|practice| practice.name);
            offered.push((practice, name.unwrap_or_default()));
        }
    }
    // Where they are comes first.
    offered.sort_by_key(|(practice, name)| (*practice != staff.practice.id, name.clone()));
    let (taken, more) = if staff.may(Permission::SeeAudit) {
        let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
        let all = emergency::of_practice(&mut tx, staff.practice.id, Some(limit)).await?;
        let more = all.len() > SHOWN;
        (Some(all.into_iter().take(SHOWN).map(|one| row(portal, staff, one)).collect()), more)
    } else {
        (None, false)
    };
    let model = EmergencyPage { form, offered, taken, more, done };
    Ok(pages::staff::emergency(&staff.ctx(portal), &model))
}

fn row(portal: &Portal, staff: &Staff, one: Emergency) -> EmergencyRow {
    let zone = &staff.practice.time_zone;
    let until = one.ended_at.unwrap_or(one.ends_at);
    EmergencyRow {
        id: one.id,
        user: one.user,
        name: one.name,
        reason: one.reason,
        taken_at: local(one.taken_at, zone),
        until: local(until, zone),
        lasts: until > portal.door.now(),
        may_see: one.seen_at.is_none() && one.user != staff.user.id,
        seen_by: one.seen_by,
    }
}

/// What no administrator has looked at, for who answers for that.
///
/// # Errors
/// The database's word.
pub(super) async fn unseen(tx: &mut Tx, portal: &Portal, staff: &Staff) -> Result<Vec<EmergencyRow>, Fail> {
    if !staff.may(Permission::ManagePeople) {
        return Ok(Vec::new());
    }
    let all = emergency::unseen(tx, staff.practice.id).await?;
    Ok(all.into_iter().map(|one| row(portal, staff, one)).collect())
}

pub async fn take(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let Ok(practice) = fields.get("practice").parse::<PracticeId>() else {
        return wrong(&portal, &staff, &fields, "practice", "error-choice").await;
    };
    let taken = {
        let mut tx = portal.db.begin().await?;
        match emergency::take_in(&mut tx, &portal.door, practice, staff.user.id, fields.get("reason")).await {
            Ok(_) => Ok(tx.commit().await?),
            Err(error) => Err(error),
        }
    };
    match taken {
        Ok(()) => {
            places::go(&portal, &staff.session, practice, "/staff/emergency").await?;
            Ok(see("/staff"))
        }
        Err(EmergencyError::NotThere | EmergencyError::NotNeeded) => Err(Fail::NotFound),
        Err(EmergencyError::Reason) => {
            wrong(&portal, &staff, &fields, "reason", "error-emergency-reason").await
        }
        Err(EmergencyError::NoSecond) => {
            wrong(&portal, &staff, &fields, "practice", "error-emergency-second").await
        }
        Err(EmergencyError::Sqlx(error)) => Err(error.into()),
    }
}

async fn wrong(portal: &Portal, staff: &Staff, fields: &Fields, field: &str, error: &str) -> Answer {
    let form = fields.form().with_error(field, error);
    Ok(refused(show(portal, staff, form, false).await?))
}

/// Ends one of the reader's own; who was there by it alone is back where they work.
pub async fn end(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let id = fields.get("emergency").parse().map_err(|_| Fail::NotFound)?;
    let mut tx = portal.db.begin().await?;
    emergency::end_in(&mut tx, &portal.door, staff.user.id, id).await?;
    tx.commit().await?;
    if staff.role.is_none() && staff.session.emergency().is_some_and(|one| one.id == id) {
        let home = people::places(&mut portal.db.read().await?, staff.user.id).await?.into_iter().next();
        let home = home.ok_or(Fail::NotFound)?.practice;
        places::go(&portal, &staff.session, home, "/staff/emergency/end").await?;
    }
    Ok(see("/staff/emergency?done"))
}

/// Ends somebody's, by the word of who answers for that.
pub async fn stop(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    let mut tx = portal.db.begin().await?;
    if !emergency::stop_in(&mut tx, &portal.door, staff.practice.id, id).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see("/staff/emergency?done"))
}

pub async fn seen(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    let mut tx = portal.db.begin().await?;
    if !emergency::see_in(&mut tx, &portal.door, staff.practice.id, id, staff.user.id).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see("/staff/emergency?done"))
}

pub async fn file(State(portal): State<Shared>, staff: Staff) -> Answer {
    let mut tx = portal.db.read().await?;
    let all = emergency::of_practice(&mut tx, staff.practice.id, None).await?;
    let head = ["id", "user", "taken_at", "ends_at", "ended_at", "reason", "seen_by", "seen_at"];
    let utc = |at: time::OffsetDateTime| at.to_offset(time::UtcOffset::UTC).to_string();
    let rows = all.into_iter().map(|one| {
        [
            one.id.to_string(),
            one.user.to_string(),
            utc(one.taken_at),
            utc(one.ends_at),
            one.ended_at.map(utc).unwrap_or_default(),
            harmless(&one.reason),
            harmless(&one.seen_by.unwrap_or_default()),
            one.seen_at.map(utc).unwrap_or_default(),
        ]
    });
    sheet::answer("emergency.csv", head, rows)
}
