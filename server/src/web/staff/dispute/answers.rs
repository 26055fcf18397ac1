//! Answers that the practice keeps to write them again.

use app::model::{AnswerRow, AnswersPage};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::disputes::answers::{self, KeepError, Wanted};
use billing::door::local;
use uuid::Uuid;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;

pub async fn list(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let shown = AnswersPage { done: query.as_deref() == Some("done"), ..AnswersPage::default() };
    Ok(page(show(&portal, &staff, shown).await?))
}

async fn show(portal: &Shared, staff: &Staff, shown: AnswersPage) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let zone = &staff.practice.time_zone;
    let rows = answers::of_practice(&mut tx, staff.practice.id).await?.into_iter().map(|answer| AnswerRow {
        id: answer.id,
        name: answer.name,
        en: answer.en,
        es: answer.es,
        seq: answer.seq,
        by: answer.by_name,
        at: local(answer.at, zone),
    });
    let press = shown.form.value("press").parse().unwrap_or_else(|_| portal.door.id());
    let model = AnswersPage { rows: rows.collect(), press, ..shown };
    Ok(pages::staff::answers(&staff.ctx(portal), &model))
}

fn wanted(fields: &Fields) -> Wanted<'_> {
    Wanted { name: fields.get("name"), en: fields.get("en"), es: fields.get("es") }
}

/// The form with what is wrong with it.
fn wrong(fields: &Fields, error: KeepError) -> Result<FormState, Fail> {
    let (field, error) = match error {
        KeepError::NotThere => return Err(Fail::NotFound),
        KeepError::Changed => ("", "error-moved"),
        KeepError::Name => ("name", "error-answer-name"),
        KeepError::Words(field) => (field, "error-dispute-words"),
        KeepError::TooMany => ("", "error-answers-many"),
        KeepError::Sqlx(error) => return Err(error.into()),
    };
    Ok(fields.form().with_error(field, error))
}

pub async fn keep(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let press: Uuid = fields.get("press").parse().map_err(|_| Fail::NotFound)?;
    let by = (staff.practice.id, staff.user.id);
    let mut tx = portal.db.begin().await?;
    match answers::keep_in(&mut tx, &portal.door, by, press, wanted(&fields)).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(see("/staff/disputes/answers?done"))
        }
        Err(error) => {
            drop(tx);
            // What this page has kept already is another one's: a new page begins with what was typed.
            let form = wrong(&fields, error)?.with_value("press", "");
            Ok(refused(show(&portal, &staff, AnswersPage { form, ..AnswersPage::default() }).await?))
        }
    }
}

pub async fn change(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<Uuid>,
    fields: Fields,
) -> Answer {
    let by = (staff.practice.id, staff.user.id);
    let mut tx = portal.db.begin().await?;
    let seen = fields.get("seq").parse().map_err(|_| Fail::NotFound)?;
    let taken = match fields.get("do") {
        "remove" => answers::remove_in(&mut tx, &portal.door, by, (id, seen)).await,
        _ => answers::change_in(&mut tx, &portal.door, by, (id, seen), wanted(&fields)).await,
    };
    match taken {
        Ok(()) => {
            tx.commit().await?;
            Ok(see("/staff/disputes/answers?done"))
        }
        Err(error) => {
            // Whose it is comes before what is wrong with the form.
            answers::one(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?;
            drop(tx);
            let shown =
                AnswersPage { wrong: Some(id), form: wrong(&fields, error)?, ..AnswersPage::default() };
            Ok(refused(show(&portal, &staff, shown).await?))
        }
    }
}
