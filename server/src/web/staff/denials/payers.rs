//! How many days each insurer takes appeals, as the practice says it.

use app::model::{PayerRow, PayersPage};
use app::{FormState, pages};
use axum::extract::{Path, Query, State};
use billing::denials::DenialError;
use billing::denials::payers::{self, Payer};
use billing::door::local;
use domain::PayerId;
use serde::Deserialize;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;

/// The address's words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    moved: String,
}

pub async fn list(State(portal): State<Shared>, staff: Staff, Query(asked): Query<Asked>) -> Answer {
    let shown = PayersPage { saved: asked.moved.parse().ok(), ..PayersPage::default() };
    Ok(page(show(&portal, &staff, shown).await?))
}

async fn show(portal: &Shared, staff: &Staff, shown: PayersPage) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let (practice, zone) = (staff.practice.id, &staff.practice.time_zone);
    let row = |payer: Payer| PayerRow {
        id: payer.id,
        name: payer.name,
        key: payer.payer_key,
        days: payer.appeal_days.and_then(|days| usize::try_from(days).ok()),
        open: u64::try_from(payer.open).unwrap_or_default(),
        changed: payer.changed_by.zip(payer.changed_at.map(|at| local(at, zone))),
        seq: payer.seq,
    };
    let model = PayersPage {
        rows: payers::known(&mut tx, practice).await?.into_iter().map(row).collect(),
        days: payers::practice_days(&mut tx, practice).await?.into(),
        ..shown
    };
    Ok(pages::staff::payers(&staff.ctx(portal), &model))
}

pub async fn save(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<PayerId>,
    fields: Fields,
) -> Answer {
    let mut tx = portal.db.begin().await?;
    // Whose payer it is comes before what is wrong with the form.
    let there = payers::is_known(&mut tx, staff.practice.id, id).await?;
    if !there {
        return Err(Fail::NotFound);
    }
    let seen = fields.get("seq").parse().map_err(|_| Fail::NotFound)?;
    let days = match fields.get("days") {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| DenialError::Days),
    };
    let by = (staff.practice.id, staff.user.id);
    let taken = match days {
        Ok(days) => payers::set_days_in(&mut tx, &portal.door, by, (id, seen), days).await,
        Err(error) => Err(error),
    };
    let (field, error) = match taken {
        Ok(moved) => {
            tx.commit().await?;
            return Ok(see(&format!("/staff/denials/payers?moved={moved}")));
        }
        Err(DenialError::Days) => ("days", "error-appeal-days"),
        Err(DenialError::Changed) => ("", "error-moved"),
        Err(DenialError::NotThere) => return Err(Fail::NotFound),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let form: FormState = fields.form().with_error(field, error);
    Ok(refused(show(&portal, &staff, PayersPage { wrong: Some(id), form, ..PayersPage::default() }).await?))
}
