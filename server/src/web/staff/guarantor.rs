//! Somebody else answers: chosen, looked at, done; above the limit by two.

use app::model::{ChangePage, GuarantorLookPage, GuarantorPage, MoveBlock, Moves, MovingRow, OtherAccount};
use app::{FormState, pages};
use axum::extract::{Path, State};
use billing::accounts::{self, AccountError};
use billing::answering::preview::{self, Block, Moving, Preview};
use billing::answering::{self, AnswerError, Ask, Change, change};
use billing::db::Tx;
use billing::{notes, registration};
use domain::answering::ChangeReason;
use domain::{GuarantorId, PatientId, VisitId};
use uuid::Uuid;

use super::accounts::{name_of, name_of_user};
use super::records::state_of;
use super::registration::{of_patient, read_contact, read_person};
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::{Fields, day_field};
use crate::web::session::Staff;
use crate::web::{Portal, Shared};

/// What is chosen on the page, beside a new account.
const CHOSEN: [&str; 7] = ["visit", "patient", "reason", "note", "day", "who", "to"];

pub async fn choose(State(portal): State<Shared>, staff: Staff, Path(id): Path<GuarantorId>) -> Answer {
    let fields = Fields::of(Vec::new());
    Ok(page(show(&portal, &staff, id, &fields, FormState::default(), false).await?))
}

fn ids<T: std::str::FromStr>(fields: &Fields, name: &str) -> Vec<T> {
    fields.all(name).filter_map(|id| id.parse().ok()).collect()
}

/// The page with what was chosen on it.
async fn show(
    portal: &Portal,
    staff: &Staff,
    id: GuarantorId,
    fields: &Fields,
    form: FormState,
    making: bool,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let known = registration::registration(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let visits = answering::movable(&mut tx, practice, id).await?;
    let mut found = match form.value("who").as_str() {
        "" => None,
        who => Some(accounts::search(&mut tx, practice, who).await?.accounts),
    };
    if let Some(found) = &mut found {
        found.retain(|account| account.id != id);
    }
    let found = found.map(|found| {
        let other = |account: accounts::AccountFound| OtherAccount {
            id: account.id,
            name: format!("{} {}", account.first_name, account.last_name),
            number: account.account_number,
            born: account.birth_date,
        };
        found.into_iter().map(other).collect()
    });
    let whole = |person: &accounts::Person| format!("{} {}", person.first_name, person.last_name);
    let model = GuarantorPage {
        guarantor: id,
        name: whole(&known.person),
        visits: visits.into_iter().map(row).collect(),
        patients: known.patients.iter().map(|one| (one.id, whole(&one.person))).collect(),
        picked: ids(fields, "visit"),
        going: ids(fields, "patient"),
        found,
        making,
        form,
    };
    Ok(pages::staff::guarantor(&staff.ctx(portal), &model))
}

fn row(moving: Moving) -> MovingRow {
    MovingRow {
        visit: moving.visit,
        number: moving.number,
        date: moving.date,
        patient: moving.patient_name,
        due: moving.due,
        insurance: moving.insurance,
        credit: moving.credit,
    }
}

pub async fn press(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    match fields.get("do") {
        "find" | "back" => Ok(page(show(&portal, &staff, id, &fields, fields.form(), false).await?)),
        "make" => make(&portal, &staff, id, &fields).await,
        "look" => look(&portal, &staff, id, &fields).await,
        other => {
            let patient = other.strip_prefix("fill:").and_then(|patient| patient.parse().ok());
            let patient: PatientId = patient.ok_or(Fail::NotFound)?;
            let known = {
                let mut tx = portal.db.read().await?;
                registration::registration(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?
            };
            let form = of_patient(fields.form(), &known, patient);
            Ok(page(show(&portal, &staff, id, &fields, form, true).await?))
        }
    }
}

/// Makes the account, and comes back with it chosen.
async fn make(portal: &Portal, staff: &Staff, id: GuarantorId, fields: &Fields) -> Answer {
    let today = portal.door.today_in(&staff.practice.time_zone);
    let mut form = fields.form();
    let number = fields.get("number");
    if number.is_empty() {
        form = form.with_error("number", "error-move-number");
    } else if number.chars().count() > 50 || number.chars().any(char::is_control) {
        form = form.with_error("number", "error-too-long");
    }
    let person = read_person(fields, &mut form, today);
    let contact = read_contact(fields, &mut form);
    let (Some(person), Some(contact), true) = (person, contact, form.errors.is_empty()) else {
        return Ok(refused(show(portal, staff, id, fields, form, true).await?));
    };
    let mut tx = portal.db.begin().await?;
    let practice = staff.practice.id;
    match accounts::add_account_in(&mut tx, &portal.door, practice, number, &person, &contact).await {
        Ok(made) => {
            tx.commit().await?;
            let form = form.with_value("who", number).with_value("to", &made.to_string());
            Ok(page(show(portal, staff, id, fields, form, false).await?))
        }
        Err(AccountError::Sqlx(error)) => Err(error.into()),
        Err(_) => {
            drop(tx);
            let form = form.with_error("number", "error-move-account");
            Ok(refused(show(portal, staff, id, fields, form, true).await?))
        }
    }
}

/// What was chosen; what is wrong goes into the form.
fn read(fields: &Fields, form: &mut FormState, from: GuarantorId) -> Option<Ask> {
    let visits: Vec<VisitId> = ids(fields, "visit");
    let to: Option<GuarantorId> = fields.get("to").parse().ok();
    let reason = ChangeReason::from_code(fields.get("reason"));
    let day = day_field(fields.get("day")).ok().flatten();
    let note = fields.get("note");
    let mut wrong = Vec::new();
    if visits.is_empty() {
        wrong.push(("visit", "error-move-visit"));
    }
    if to.is_none() {
        wrong.push((if fields.get("who").is_empty() { "who" } else { "to" }, "error-move-to"));
    }
    if reason.is_none() {
        wrong.push(("reason", "error-reason"));
    }
    if note.is_empty() {
        wrong.push(("note", "error-note"));
    } else if note.chars().count() > answering::WORDS_MOST {
        wrong.push(("note", "error-too-long"));
    }
    if day.is_none() {
        wrong.push(("day", "error-day"));
    }
    for (field, error) in wrong {
        *form = form.clone().with_error(field, error);
    }
    Some(Ask {
        from,
        to: to?,
        visits: if visits.is_empty() { return None } else { visits },
        patients: ids(fields, "patient"),
        reason: reason?,
        note: Some(note.to_owned()).filter(|note| !note.is_empty())?,
        effective_on: day?,
    })
    .filter(|_| form.errors.is_empty())
}

async fn look(portal: &Portal, staff: &Staff, id: GuarantorId, fields: &Fields) -> Answer {
    let mut form = fields.form();
    let today = portal.door.today_in(&staff.practice.time_zone);
    let ask = read(fields, &mut form, id);
    let Some(ask) = ask.filter(|ask| ask.effective_on <= today) else {
        if form.errors.is_empty() {
            form = form.with_error("day", "error-day");
        }
        return Ok(refused(show(portal, staff, id, fields, form, false).await?));
    };
    looked_at(portal, staff, &ask, fields, None).await
}

/// What would move; or again, with what is wrong.
async fn looked_at(
    portal: &Portal,
    staff: &Staff,
    ask: &Ask,
    fields: &Fields,
    error: Option<&str>,
) -> Answer {
    let mut tx = portal.db.read().await?;
    let shown = match preview::preview(&mut tx, staff.practice.id, (ask.from, ask.to), &ask.visits).await {
        Ok(shown) => shown,
        Err(AnswerError::Sqlx(error)) => return Err(error.into()),
        Err(error) => {
            drop(tx);
            let wrong = match error {
                AnswerError::SameAccount => ("to", "error-move-to"),
                _ => ("", "error-moved"),
            };
            let form = fields.form().with_error(wrong.0, wrong.1);
            return Ok(refused(show(portal, staff, ask.from, fields, form, false).await?));
        }
    };
    let sent = fields.pairs().filter(|(name, _)| CHOSEN.contains(name));
    let model = GuarantorLookPage {
        moves: moves(&mut tx, staff, ask, &shown).await?,
        sent: sent.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        seen: shown.seen()?,
        form: error.map_or_else(FormState::default, |error| FormState::wrong("", error)),
    };
    let html = pages::staff::guarantor_look(&staff.ctx(portal), &model);
    Ok(if error.is_some() { refused(html) } else { page(html) })
}

async fn moves(tx: &mut Tx, staff: &Staff, ask: &Ask, shown: &Preview) -> Result<Moves, Fail> {
    let practice = staff.practice.id;
    let limit = accounts::policy(tx, practice).await?.second_person;
    let mut names = Vec::new();
    for account in [ask.from, ask.to] {
        let account = accounts::guarantor(tx, practice, account).await?.ok_or(Fail::NotFound)?;
        names.push((account.id, name_of(&account)));
    }
    let mut known = Vec::new();
    for account in [ask.from, ask.to] {
        known.extend(registration::registration(tx, practice, account).await?.map(|one| one.patients));
    }
    let patients = known.iter().flatten().filter(|one| ask.patients.contains(&one.id));
    let mut names = names.into_iter();
    let (Some(from), Some(to)) = (names.next(), names.next()) else { return Err(Fail::NotFound) };
    Ok(Moves {
        from,
        to,
        reason: ask.reason,
        note: ask.note.clone(),
        day: ask.effective_on,
        visits: shown.visits.iter().cloned().map(row).collect(),
        patients: patients.map(|one| one.person.first_name.clone()).collect(),
        plans: shown.plans.iter().map(|fate| (fate.plan, fate.left, fate.ends)).collect(),
        statements: shown.statements,
        links: shown.links,
        questions: shown.questions,
        blocked: shown
            .blocked
            .iter()
            .map(|block| match block {
                Block::Payment => MoveBlock::Payment,
                Block::Dispute(id) => MoveBlock::Dispute(*id),
            })
            .collect(),
        amount: shown.amount(),
        limit: shown.beyond.then_some(limit),
    })
}

pub async fn act(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    let mut form = fields.form();
    let Some(ask) = read(&fields, &mut form, id) else {
        return Ok(refused(show(&portal, &staff, id, &fields, form, false).await?));
    };
    let mut tx = portal.db.begin().await?;
    let by = (staff.practice.id, staff.user.id);
    let error = match change::ask_in(&mut tx, &portal.door, by, &ask, fields.get("seen")).await {
        Ok(done) => {
            tx.commit().await?;
            let word = if done.state == answering::State::Done { "moved" } else { "move-asked" };
            return Ok(see(&format!("/staff/accounts/{id}?{word}")));
        }
        Err(error) => error,
    };
    drop(tx);
    match error {
        AnswerError::Blocked => looked_at(&portal, &staff, &ask, &fields, Some("error-move-blocked")).await,
        AnswerError::Changed | AnswerError::NotThere | AnswerError::SameAccount => {
            looked_at(&portal, &staff, &ask, &fields, Some("error-moved")).await
        }
        AnswerError::Later => {
            let form = form.with_error("day", "error-day");
            Ok(refused(show(&portal, &staff, id, &fields, form, false).await?))
        }
        error => Err(error.into()),
    }
}

pub async fn case(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    Ok(page(shown(&portal, &staff, id, FormState::default()).await?))
}

async fn shown(portal: &Portal, staff: &Staff, id: Uuid, form: FormState) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let known: Change = answering::change_of(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let asked = known.state == answering::State::Asked;
    let ask = &known.ask;
    let now = match preview::preview(&mut tx, practice, (ask.from, ask.to), &ask.visits).await {
        Ok(now) if asked => Some(now),
        Err(AnswerError::Sqlx(error)) => return Err(error.into()),
        _ => None,
    };
    let seen = match &now {
        Some(now) if now.blocked.is_empty() => Some(now.seen()?),
        _ => None,
    };
    let then = match now {
        Some(now) => now,
        None => preview::kept(&mut tx, practice, &known).await?,
    };
    let model = ChangePage {
        id,
        moves: moves(&mut tx, staff, ask, &then).await?,
        state: state_of(known.state),
        asked_by: name_of_user(&mut tx, Some(known.asked_by)).await?.unwrap_or_default(),
        decided_by: name_of_user(&mut tx, known.decided_by).await?,
        own: known.asked_by == staff.user.id,
        seen,
        form,
    };
    Ok(pages::staff::change(&staff.ctx(portal), &model))
}

/// A second person agrees, or sends it back; why is noted with the account.
pub async fn agree(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<Uuid>,
    fields: Fields,
) -> Answer {
    let returned = fields.get("returned");
    let seen = match fields.get("do") {
        "agree" => Some(fields.get("seen")),
        "return" if returned.is_empty() => {
            let form = fields.form().with_error("returned", "error-note");
            return Ok(refused(shown(&portal, &staff, id, form).await?));
        }
        "return" => None,
        _ => return Err(Fail::NotFound),
    };
    let mut tx = portal.db.begin().await?;
    let by = (staff.practice.id, staff.user.id);
    let error = match change::agree_in(&mut tx, &portal.door, by, id, seen).await {
        Ok(done) => {
            if seen.is_none() {
                let press = portal.door.id();
                notes::write_in(&mut tx, &portal.door, by, (done.ask.from, press), returned).await?;
            }
            tx.commit().await?;
            return Ok(see(&format!("/staff/changes/{id}")));
        }
        Err(error) => error,
    };
    drop(tx);
    let wrong = match error {
        AnswerError::SamePerson => "error-second-person",
        AnswerError::Blocked => "error-move-blocked",
        AnswerError::Changed => "error-moved",
        AnswerError::NotThere => {
            let mut tx = portal.db.read().await?;
            answering::change_of(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?;
            "error-moved"
        }
        error => return Err(error.into()),
    };
    Ok(refused(shown(&portal, &staff, id, fields.form().with_error("", wrong)).await?))
}
