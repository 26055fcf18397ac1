//! One dispute on one screen, and everything that staff do about it.

pub mod answers;
mod show;

use app::model::CaseDo;
use app::{Lang, pages};
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use billing::db::Tx;
use billing::disputes::act::{Act, act_in};
use billing::disputes::decide::{Decision, agree_in, decide_in};
use billing::disputes::{self, Case, DisputeError};
use domain::dispute::{Outcome, Reason};
use domain::{DisputeId, Money};
use uuid::Uuid;

pub(super) use self::show::{Shown, conversation, show};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::patient::served;
use crate::web::session::Staff;

pub async fn case(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DisputeId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let shown = Shown { done: query.as_deref() == Some("done"), ..Shown::default() };
    Ok(page(show(&portal, &staff, id, shown).await?))
}

/// What the reader saw when they pressed.
pub(super) fn seen(fields: &Fields) -> Result<i64, Fail> {
    fields.get("seq").parse().map_err(|_| Fail::NotFound)
}

/// Ends a press: looks again where it was taken; says in place why it was not, with what was
/// typed.
pub(super) async fn ended(
    portal: &Shared,
    staff: &Staff,
    (id, seen): (DisputeId, i64),
    (fields, field): (&Fields, &str),
    (tx, taken): (Tx, Result<Case, DisputeError>),
) -> Answer {
    let error = match taken {
        Ok(_) => {
            tx.commit().await?;
            return Ok(see(&format!("/staff/disputes/{id}?done")));
        }
        Err(DisputeError::NotThere) => return Err(Fail::NotFound),
        Err(error) => error,
    };
    drop(tx);
    let form = fields.form();
    let shown = match error {
        DisputeError::Changed | DisputeError::Refused(_) => {
            let form = form.with_error("", "error-moved");
            Shown { form, seen: Some(seen), ..Shown::default() }
        }
        DisputeError::Words => {
            Shown { form: form.with_error(field, "error-dispute-words"), ..Shown::default() }
        }
        DisputeError::Day => {
            Shown { form: form.with_error("federal_on", "error-federal-day"), ..Shown::default() }
        }
        DisputeError::TooMuch(_) => {
            Shown { form: form.with_error("taken_off", "error-dispute-most"), ..Shown::default() }
        }
        DisputeError::DecidedBefore => {
            Shown { form: form.with_error("", "error-dispute-appeal"), ..Shown::default() }
        }
        DisputeError::SamePerson => {
            Shown { form: form.with_error("", "error-second-person"), ..Shown::default() }
        }
        other => return Err(other.into()),
    };
    Ok(refused(show(portal, staff, id, shown).await?))
}

/// Refuses words in which something is still to be written.
async fn gap(
    portal: &Shared,
    staff: &Staff,
    id: DisputeId,
    fields: &Fields,
    field: &str,
) -> Result<Option<Response>, Fail> {
    if !fields.get(field).contains(pages::staff::GAP) {
        return Ok(None);
    }
    let form = fields.form().with_error(field, "error-dispute-gap");
    let shown = Shown { form, ..Shown::default() };
    Ok(Some(refused(show(portal, staff, id, shown).await?)))
}

/// Puts words to begin with behind what was typed; none when something else was pressed.
async fn begun(
    portal: &Shared,
    staff: &Staff,
    id: DisputeId,
    fields: &Fields,
) -> Result<Option<Response>, Fail> {
    let Some((code, lang)) = fields.get("begin").split_once('.') else { return Ok(None) };
    let lang = Lang::from_code(lang).ok_or(Fail::NotFound)?;
    let case = disputes::of_practice(&mut portal.db.read().await?, staff.practice.id, id).await?;
    let reason = case.ok_or(Fail::NotFound)?.dispute.reason;
    let words = match code.split_once(':') {
        Some((field, kept)) => kept_words(portal, staff, (field, kept), lang).await?,
        None => pages::staff::dispute_words(code, reason, lang, staff.ctx(portal).text()),
    };
    let (field, words) = words.ok_or(Fail::NotFound)?;
    let begun = match fields.get(field) {
        "" => words,
        typed => format!("{typed}\n\n{words}"),
    };
    let form = fields.form().with_value(field, &begun);
    Ok(Some(page(show(portal, staff, id, Shown { form, ..Shown::default() }).await?)))
}

/// An answer that the practice keeps, and the field that it goes into.
async fn kept_words(
    portal: &Shared,
    staff: &Staff,
    (field, kept): (&str, &str),
    lang: Lang,
) -> Result<Option<(&'static str, String)>, Fail> {
    let field = ["message", "why"].into_iter().find(|known| *known == field);
    let (Some(field), Ok(id)) = (field, kept.parse()) else { return Ok(None) };
    let kept = billing::disputes::answers::one(&mut portal.db.read().await?, staff.practice.id, id).await?;
    Ok(kept.map(|answer| (field, if lang == Lang::Es { answer.es } else { answer.en })))
}

pub async fn press(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DisputeId>,
    fields: Fields,
) -> Answer {
    if let Some(begun) = begun(&portal, &staff, id, &fields).await? {
        return Ok(begun);
    }
    let what = CaseDo::from_code(fields.get("do")).ok_or(Fail::NotFound)?;
    let seen = seen(&fields)?;
    let (message, note) = (fields.get("message").to_owned(), fields.get("note").to_owned());
    if let Some(refused) = gap(&portal, &staff, id, &fields, "message").await? {
        return Ok(refused);
    }
    let act = match what {
        CaseDo::Claim => Act::Assign { to: Some(staff.user.id) },
        CaseDo::Release => Act::Assign { to: None },
        CaseDo::Acknowledge => Act::Acknowledge { message: Some(message).filter(|words| !words.is_empty()) },
        CaseDo::TakeUp => Act::TakeUp,
        CaseDo::AskPatient => Act::AskPatient { message },
        CaseDo::Write => Act::Write { message },
        CaseDo::AskInsurer => Act::AskInsurer { note },
        CaseDo::InsurerAnswered => Act::InsurerAnswered { note },
        CaseDo::Note => Act::Note { note },
    };
    let field = match what {
        CaseDo::AskInsurer | CaseDo::InsurerAnswered | CaseDo::Note => "note",
        _ => "message",
    };
    let mut tx = portal.db.begin().await?;
    let taken = act_in(&mut tx, &portal.door, (staff.practice.id, staff.user.id), (id, seen), &act).await;
    ended(&portal, &staff, (id, seen), (&fields, field), (tx, taken)).await
}

pub async fn decide(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DisputeId>,
    fields: Fields,
) -> Answer {
    if let Some(begun) = begun(&portal, &staff, id, &fields).await? {
        return Ok(begun);
    }
    let seen = seen(&fields)?;
    let case = disputes::of_practice(&mut portal.db.read().await?, staff.practice.id, id).await?;
    let reason = case.ok_or(Fail::NotFound)?.dispute.reason;
    let mut form = fields.form();
    let outcome = match reason {
        Reason::Question => Some(Outcome::Answered),
        _ => Outcome::from_code(fields.get("outcome")),
    };
    if outcome.is_none() {
        form = form.with_error("outcome", "error-dispute-outcome");
    }
    let mut amount = |field: &str| {
        let typed = fields.get(field);
        let amount = if typed.is_empty() { Ok(Money::ZERO) } else { Money::parse_human(typed) };
        let amount = amount.ok().filter(|amount| !amount.is_negative());
        if amount.is_none() {
            form = form.clone().with_error(field, "error-amount-form");
        }
        amount
    };
    let (off, back) = (amount("taken_off"), amount("to_insurer"));
    if fields.get("why").is_empty() {
        form = form.with_error("why", "error-dispute-words");
    } else if fields.get("why").contains(pages::staff::GAP) {
        form = form.with_error("why", "error-dispute-gap");
    }
    let (Some(outcome), Some(off), Some(back)) = (outcome, off, back) else {
        return Ok(refused(show(&portal, &staff, id, Shown { form, ..Shown::default() }).await?));
    };
    if !form.errors.is_empty() {
        return Ok(refused(show(&portal, &staff, id, Shown { form, ..Shown::default() }).await?));
    }
    let decision = Decision {
        outcome,
        taken_off_cents: off.cents(),
        to_insurer_cents: back.cents(),
        refund: !fields.get("refund").is_empty(),
        message: fields.get("why").to_owned(),
        note: Some(fields.get("remark").to_owned()).filter(|note| !note.is_empty()),
    };
    let mut tx = portal.db.begin().await?;
    let by = (staff.practice.id, staff.user.id);
    let taken = decide_in(&mut tx, &portal.door, by, (id, seen), &decision).await;
    ended(&portal, &staff, (id, seen), (&fields, "why"), (tx, taken)).await
}

pub async fn agree(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DisputeId>,
    fields: Fields,
) -> Answer {
    let seen = seen(&fields)?;
    let returned = match fields.get("do") {
        "agree" => None,
        "return" => Some(fields.get("returned")),
        _ => return Err(Fail::NotFound),
    };
    let there = disputes::of_practice(&mut portal.db.read().await?, staff.practice.id, id).await?;
    there.ok_or(Fail::NotFound)?;
    let mut tx = portal.db.begin().await?;
    let by = (staff.practice.id, staff.user.id);
    let taken = agree_in(&mut tx, &portal.door, by, (id, seen), returned).await;
    ended(&portal, &staff, (id, seen), (&fields, "returned"), (tx, taken)).await
}

pub async fn close(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DisputeId>,
    fields: Fields,
) -> Answer {
    let seen = seen(&fields)?;
    let act = Act::Close { note: fields.get("closing").to_owned() };
    let mut tx = portal.db.begin().await?;
    let taken = act_in(&mut tx, &portal.door, (staff.practice.id, staff.user.id), (id, seen), &act).await;
    ended(&portal, &staff, (id, seen), (&fields, "closing"), (tx, taken)).await
}

/// Something that was handed in, as it was handed in: to be saved, never shown as a page of ours.
pub async fn document(
    State(portal): State<Shared>,
    staff: Staff,
    Path((id, document)): Path<(DisputeId, Uuid)>,
) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let case = disputes::of_practice(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    served(&portal, &mut tx, &case, document).await
}
