//! Who sees an account: consents of grown patients, and ending what was shared.

use axum::extract::{Path, State};
use billing::household;
use billing::household::sharing;
use domain::{GuarantorId, PatientId};

use super::accounts::{known, show};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::session::Staff;

/// How a consent was given, in at most so many characters.
const HOW: usize = 200;

pub async fn consent(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let mut form = fields.form();
    let patient = fields.get("patient").parse::<PatientId>().ok();
    let (how, ends_on) = (fields.get("how"), day_field(fields.get("ends_on")));
    let today = portal.door.today_in(&staff.practice.time_zone);
    for (field, wrong, error) in [
        ("patient", patient.is_none(), "error-patient"),
        ("how", how.is_empty(), "error-how"),
        ("how", how.chars().count() > HOW, "error-too-long"),
        ("ends_on", ends_on.is_err(), "error-share-day"),
        ("ends_on", matches!(ends_on, Ok(Some(day)) if day < today), "error-share-past"),
    ] {
        if wrong {
            form = form.with_error(field, error);
        }
    }
    if let (Some(patient), Ok(ends_on), true) = (patient, ends_on, form.errors.is_empty()) {
        let mut tx = portal.db.begin().await?;
        let place = (staff.practice.id, id);
        let given = (how, ends_on);
        if !household::consent_in(&mut tx, &portal.door, place, patient, staff.user.id, given).await? {
            return Err(Fail::NotFound);
        }
        tx.commit().await?;
        return Ok(see(&format!("/staff/accounts/{id}?consented")));
    }
    Ok(refused(show(&portal, &staff, id, form, None).await?))
}

pub async fn withdraw(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    let patient = fields.get("patient").parse().map_err(|_| Fail::NotFound)?;
    let mut tx = portal.db.begin().await?;
    let place = (staff.practice.id, id);
    let ended = household::withdraw_consent_in(&mut tx, &portal.door, place, patient, staff.user.id).await?;
    if !ended {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see(&format!("/staff/accounts/{id}?unseen")))
}

pub async fn end(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    let helper = fields.get("user").parse().map_err(|_| Fail::NotFound)?;
    let mut tx = portal.db.begin().await?;
    if !sharing::end_in(&mut tx, &portal.door, (staff.practice.id, id), helper, staff.user.id).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see(&format!("/staff/accounts/{id}?unseen")))
}
