//! Who cannot pay, and a counsellor's answer.

use app::model::HelpRequestPage;
use app::{FormState, pages};
use axum::extract::{Path, State};
use billing::hardship::{self, HardshipError};
use billing::{accounts, identity, visits};
use domain::hardship::Answer as Outcome;
use uuid::Uuid;

use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::patient::asked_for_help;
use crate::web::session::Staff;
use crate::web::{Portal, Shared};

pub async fn show(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    Ok(page(html(&portal, &staff, id, FormState::default()).await?))
}

async fn html(portal: &Portal, staff: &Staff, id: Uuid, form: FormState) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let request = hardship::request(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let guarantor = request.guarantor_id;
    let known = accounts::guarantor(&mut tx, practice, guarantor).await?.ok_or(Fail::NotFound)?;
    let answered_by = match request.answered_by {
        Some(user) => identity::user_in(&mut tx, user).await?.map(|user| user.name),
        None => None,
    };
    let model = HelpRequestPage {
        id,
        guarantor,
        name: format!("{} {}", known.first_name, known.last_name),
        due: visits::dues(&mut tx, practice, guarantor).await?.iter().map(|due| due.amount).sum(),
        household: request.household,
        income: request.income(),
        request: asked_for_help(&request, &staff.practice.time_zone),
        answered_by,
        form,
    };
    Ok(pages::staff::help_request(&staff.ctx(portal), &model))
}

pub async fn answer(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<Uuid>,
    fields: Fields,
) -> Answer {
    let outcome = Outcome::BY_STAFF.into_iter().find(|answer| answer.code() == fields.get("answer"));
    let Some(outcome) = outcome else {
        let form = fields.form().with_error("answer", "error-help-answer");
        return Ok(refused(html(&portal, &staff, id, form).await?));
    };
    let by = (staff.practice.id, staff.user.id);
    let mut tx = portal.db.begin().await?;
    let error = match hardship::answer_in(&mut tx, &portal.door, by, id, outcome, fields.get("words")).await {
        Ok(_) => {
            tx.commit().await?;
            return Ok(see(&format!("/staff/help/{id}")));
        }
        Err(HardshipError::Words) => ("words", "error-words"),
        // A colleague was faster, or it was taken back: the page says which.
        Err(HardshipError::NotOpen) => ("", "error-moved"),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let form = fields.form().with_error(error.0, error.1);
    Ok(refused(html(&portal, &staff, id, form).await?))
}
