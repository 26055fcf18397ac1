//! One refusal on one screen, and everything that staff do about it.

pub mod letter;
mod show;

use app::FormState;
use app::model::DenialDo;
use axum::extract::{Path, RawQuery, State};
use billing::db::Tx;
use billing::denials::act::{Act, REFERENCE_MOST, Sent, act_in};
use billing::denials::write_off::{agree_in, write_off_in};
use billing::denials::{self, Case, DenialError};
use domain::DenialId;
use time::Date;

use self::show::{Shown, show};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::session::Staff;

pub async fn case(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DenialId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let shown = Shown { done: query.as_deref() == Some("done"), ..Shown::default() };
    Ok(page(show(&portal, &staff, id, shown).await?))
}

/// What the reader saw when they pressed.
fn seen(fields: &Fields) -> Result<i64, Fail> {
    fields.get("seq").parse().map_err(|_| Fail::NotFound)
}

fn typed(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Ends a press: looks again where it was taken; says in place why it was not, with what was
/// typed.
async fn ended(
    portal: &Shared,
    staff: &Staff,
    id: DenialId,
    (fields, field): (&Fields, &str),
    (tx, taken): (Tx, Result<Case, DenialError>),
) -> Answer {
    let error = match taken {
        Ok(_) => {
            tx.commit().await?;
            return Ok(see(&format!("/staff/denials/{id}?done")));
        }
        Err(DenialError::NotThere) => return Err(Fail::NotFound),
        Err(error) => error,
    };
    drop(tx);
    let form = fields.form();
    let shown = match error {
        DenialError::Changed | DenialError::NotNow(_) => {
            Shown { form: form.with_error("", "error-moved"), raced: true, ..Shown::default() }
        }
        DenialError::Words => {
            Shown { form: form.with_error(field, "error-dispute-words"), ..Shown::default() }
        }
        DenialError::SamePerson => {
            Shown { form: form.with_error("", "error-second-person"), ..Shown::default() }
        }
        other => return Err(other.into()),
    };
    Ok(refused(show(portal, staff, id, shown).await?))
}

/// What was sent to an insurer, as it was typed, and the form with what is wrong with it.
pub(super) fn sent(fields: &Fields, today: Date) -> (Sent, FormState) {
    let day = day_field(fields.get("sent_on")).ok().flatten().filter(|day| *day <= today);
    let mut form = fields.form();
    if day.is_none() {
        form = form.with_error("sent_on", "error-day");
    }
    if fields.get("reference").chars().count() > REFERENCE_MOST {
        form = form.with_error("reference", "error-too-long");
    }
    let sent = Sent {
        on: day.unwrap_or(today),
        reference: typed(fields.get("reference")),
        note: typed(fields.get("what")),
    };
    (sent, form)
}

pub async fn press(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DenialId>,
    fields: Fields,
) -> Answer {
    let what = DenialDo::from_code(fields.get("do")).ok_or(Fail::NotFound)?;
    let seen = seen(&fields)?;
    let there = denials::case(&mut portal.db.read().await?, staff.practice.id, id).await?;
    there.ok_or(Fail::NotFound)?;
    let today = portal.door.today_in(&staff.practice.time_zone);
    let (sent, mut form) = sent(&fields, today);
    let sends = matches!(what, DenialDo::SentAgain | DenialDo::Appealed);
    if !sends {
        form.errors.clear();
    }
    if !form.errors.is_empty() {
        return Ok(refused(show(&portal, &staff, id, Shown { form, ..Shown::default() }).await?));
    }
    let act = match what {
        DenialDo::Claim => Act::Assign { to: Some(staff.user.id) },
        DenialDo::Release => Act::Assign { to: None },
        DenialDo::Note => Act::Note { note: fields.get("note").to_owned() },
        DenialDo::SentAgain => Act::SentAgain(sent),
        DenialDo::Appealed => Act::Appealed(sent),
    };
    let field = if sends { "what" } else { "note" };
    let mut tx = portal.db.begin().await?;
    let taken = act_in(&mut tx, &portal.door, (staff.practice.id, staff.user.id), (id, seen), &act).await;
    ended(&portal, &staff, id, (&fields, field), (tx, taken)).await
}

pub async fn write_off(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DenialId>,
    fields: Fields,
) -> Answer {
    let seen = seen(&fields)?;
    let mut tx = portal.db.begin().await?;
    let by = (staff.practice.id, staff.user.id);
    let taken = write_off_in(&mut tx, &portal.door, by, (id, seen), fields.get("why")).await;
    ended(&portal, &staff, id, (&fields, "why"), (tx, taken)).await
}

pub async fn agree(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DenialId>,
    fields: Fields,
) -> Answer {
    let seen = seen(&fields)?;
    let returned = match fields.get("do") {
        "agree" => None,
        "return" => Some(fields.get("returned")),
        _ => return Err(Fail::NotFound),
    };
    let mut tx = portal.db.begin().await?;
    let by = (staff.practice.id, staff.user.id);
    let taken = agree_in(&mut tx, &portal.door, by, (id, seen), returned).await;
    ended(&portal, &staff, id, (&fields, "returned"), (tx, taken)).await
}
