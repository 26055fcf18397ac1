//! Emergency access: taking it, ending it, and who has looked at it.

use app::model::{EmergencyPage, EmergencyRow};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::accounts;
use billing::db::Tx;
use billing::door::local;
use billing::identity::emergency::{self, Emergency, EmergencyError};
use billing::identity::{self, people};
use domain::PracticeId;
use domain::access::Permission;
use uuid::Uuid;

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;
use crate::web::sheet::{self, harmless};
use crate::web::{Portal, Shared};

/// On one page, and in one file.
const SHOWN: i64 = 500;

pub async fn look(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let done = query.as_deref() == Some("done");
    Ok(page(show(&portal, &staff, FormState::default(), done).await?))
}

async fn show(portal: &Portal, staff: &Staff, form: FormState, done: bool) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let mut offered = Vec::new();
    for practice in emergency::offered(&mut tx, staff.user.id).await? {
        let name = accounts::practice(&mut tx, practice).await?.map(|practice| practice.name);
        offered.push((practice, name.unwrap_or_default()));
    }
    // Where they are comes first.
    offered.sort_by_key(|(practice, name)| (*practice != staff.practice.id, name.clone()));
    let taken = if staff.may(Permission::SeeAudit) {
        let all = emergency::of_practice(&mut tx, staff.practice.id, false, SHOWN).await?;
        Some(all.into_iter().map(|one| row(portal, staff, one)).collect())
    } else {
        None
    };
    let model = EmergencyPage { form, offered, taken, done };
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
    let all = emergency::of_practice(tx, staff.practice.id, true, SHOWN).await?;
    Ok(all.into_iter().map(|one| row(portal, staff, one)).collect())
}

pub async fn take(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let Ok(practice) = fields.get("practice").parse::<PracticeId>() else {
        let form = fields.form().with_error("practice", "error-choice");
        return Ok(refused(show(&portal, &staff, form, false).await?));
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
            if !identity::switch_practice(&portal.db, &portal.door, &staff.session, practice).await? {
                return Err(Fail::NotFound);
            }
            Ok(see("/staff"))
        }
        Err(EmergencyError::NotThere | EmergencyError::NotNeeded) => Err(Fail::NotFound),
        Err(EmergencyError::Reason) => {
            let form = fields.form().with_error("reason", "error-emergency-reason");
            Ok(refused(show(&portal, &staff, form, false).await?))
        }
        Err(EmergencyError::Sqlx(error)) => Err(error.into()),
    }
}

/// Ends it; who was there by it alone is back where they work.
pub async fn end(State(portal): State<Shared>, staff: Staff) -> Answer {
    let mut tx = portal.db.begin().await?;
    emergency::end_in(&mut tx, &portal.door, staff.practice.id, staff.user.id).await?;
    tx.commit().await?;
    if staff.role.is_none() {
        let home = people::places(&mut portal.db.read().await?, staff.user.id).await?.into_iter().next();
        let home = home.ok_or(Fail::NotFound)?.practice;
        identity::switch_practice(&portal.db, &portal.door, &staff.session, home).await?;
    }
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
    let all = emergency::of_practice(&mut tx, staff.practice.id, false, SHOWN).await?;
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
