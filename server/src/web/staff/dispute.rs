//! One dispute on one screen, and everything that staff do about it.

use app::model::{
    CaseContact, CaseDo, CasePaperRow, CaseProposal, CaseStepRow, ChargeInfo, ContactWhat, DisputeCasePage,
};
use app::{FormState, Lang, pages};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use billing::db::Tx;
use billing::disputes::act::{Act, act_in};
use billing::disputes::decide::{self, Decision, agree_in, decide_in};
use billing::disputes::{self, Case, DisputeError, KeptStep};
use billing::door::local;
use billing::household::Sight;
use billing::household::sight::sight;
use billing::identity::Scope;
use billing::{accounts, history, ledger, visits};
use domain::dispute::decision::share_of;
use domain::dispute::{Outcome, Reason, State as Stands, Step};
use domain::story::VisitStory;
use domain::{DisputeId, Money};
use serde::Deserialize;
use uuid::Uuid;

use super::accounts::name_of;
use super::disputes::{name, row};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::patient::{served, title};
use crate::web::session::Staff;

/// Earlier contacts on one page.
const LATELY: usize = 8;

/// The address's words: which words to begin with, and whether the last press was taken.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    words: String,
    lang: String,
    done: Option<String>,
}

/// What the page shows beside the case: what was typed, and what the reader had seen when
/// somebody else was faster.
#[derive(Default)]
struct Shown {
    form: FormState,
    seen: Option<i64>,
    done: bool,
    begin: Option<(String, Lang)>,
}

pub async fn case(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DisputeId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let begin = Lang::from_code(&asked.lang).map(|lang| (asked.words, lang));
    let shown = Shown { done: asked.done.is_some(), begin, ..Shown::default() };
    Ok(page(show(&portal, &staff, id, shown).await?))
}

async fn show(portal: &Shared, staff: &Staff, id: DisputeId, shown: Shown) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let ctx = staff.ctx(portal);
    let (practice, zone) = (staff.practice.id, &staff.practice.time_zone);
    let today = portal.door.today_in(zone);
    let case = disputes::of_practice(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let account = accounts::guarantor(&mut tx, practice, case.guarantor).await?.ok_or(Fail::NotFound)?;
    let visit = visits::visit(&mut tx, practice, case.guarantor, case.visit).await?.ok_or(Fail::NotFound)?;
    let story = VisitStory::of(case.visit, &ledger::entries_of_visit(&mut tx, practice, case.visit).await?);
    let about = disputes::charges(&mut tx, practice, id).await?;
    let share = share_of(&story, &about);
    // What is in question is not due, as the patient reads it.
    let dues = visits::dues(&mut tx, practice, case.guarantor).await?;
    let due = dues.iter().find(|due| due.visit == case.visit).map_or(Money::ZERO, |due| due.amount);
    let whole = about.is_empty();
    let lines = story.lines.into_iter();
    let lines = lines.filter(|line| whole || line.charge.is_some_and(|charge| about.contains(&charge)));
    let charges = visits::charges(&mut tx, practice, case.visit).await?;
    let mut steps = Vec::new();
    for step in disputes::steps(&mut tx, practice, id).await? {
        steps.push(step_row(step, zone)?);
    }
    let raced = shown.seen.map(|seen| steps.iter().filter(|step| step.seq > seen).cloned().collect());
    let papers = disputes::handed_in(&mut tx, practice, id).await?.into_iter().map(|paper| CasePaperRow {
        id: paper.id,
        name: paper.name,
        bytes: u64::try_from(paper.bytes).unwrap_or_default(),
        at: local(paper.at, zone),
    });
    let mut form = shown.form;
    if let Some((code, lang)) = shown.begin
        && let Some((field, words)) =
            pages::staff::dispute_words(&code, case.dispute.reason, lang, ctx.text())
    {
        form = form.with_value(field, &words);
    }
    let others = disputes::of_guarantor(&mut tx, practice, case.guarantor).await?;
    let mut other_rows = Vec::new();
    for other in others.into_iter().filter(|other| other.id != id) {
        let who = name(&mut tx, other.assigned_to).await?;
        other_rows.push(row(other, name_of(&account), who, today));
    }
    let proposal = if case.dispute.proposed {
        decide::proposed(&mut tx, practice, id).await?.map(|(decision, step)| proposed(decision, step, staff))
    } else {
        None
    };
    let may = |step: Step| case.dispute.take(step, today).is_ok();
    let decided = match case.dispute.reason {
        Reason::Question => Outcome::Answered,
        _ => Outcome::Upheld,
    };
    let assigned = name(&mut tx, case.assigned_to).await?;
    let sight = sight(&mut tx, &portal.door, &staff.practice, case.guarantor, Scope::Own).await?;
    let model = DisputeCasePage {
        guarantor: case.guarantor,
        account: account.account_number.clone(),
        lang: Lang::from_code(&account.language).unwrap_or_default(),
        visit: (visit.patient_name, title(visit.description, visit.location), visit.service_date),
        due,
        share,
        limit: accounts::policy(&mut tx, practice).await?.second_person,
        amount: case.amount,
        outcome: case.dispute.outcome,
        decide_by: case.dispute.decide_by,
        steps,
        papers: papers.collect(),
        lines: lines.collect(),
        whole,
        charges: charges.into_iter().map(charge).collect(),
        others: other_rows,
        lately: lately(&mut tx, &case, &sight).await?,
        acts: CaseDo::ALL.into_iter().filter(|act| fits(*act, &case, staff, &may)).collect(),
        decidable: !case.dispute.proposed && may(Step::Decided(decided)),
        closable: may(Step::Closed),
        proposal,
        own: case.assigned_to == Some(staff.user.id),
        form,
        raced: raced.unwrap_or_default(),
        done: shown.done,
        row: row(case, name_of(&account), assigned, today),
    };
    Ok(pages::staff::dispute(&ctx, &model))
}

fn charge(info: visits::ChargeInfo) -> ChargeInfo {
    ChargeInfo {
        id: info.id,
        code: info.code,
        modifiers: info.modifiers.split_whitespace().map(str::to_owned).collect(),
        description: info.description,
        units: info.units,
        amount: Money::from_cents(info.amount_cents),
    }
}

fn step_row(step: KeptStep, zone: &str) -> Result<CaseStepRow, Fail> {
    let decision = decide::decision_of(&step)?;
    let cents = |of: fn(&Decision) -> i64| Money::from_cents(decision.as_ref().map_or(0, of));
    let outcome = match step.step() {
        Some(Step::Decided(outcome)) => Some(outcome),
        _ => None,
    };
    Ok(CaseStepRow {
        seq: step.seq,
        outcome,
        at: local(step.at, zone),
        taken_off: cents(|decision| decision.taken_off_cents),
        to_insurer: cents(|decision| decision.to_insurer_cents),
        step: step.step,
        by: step.by_name,
        by_patient: step.by_patient,
        message: step.message,
        note: step.note,
    })
}

fn proposed(decision: Decision, step: KeptStep, staff: &Staff) -> CaseProposal {
    CaseProposal {
        outcome: decision.outcome,
        taken_off: Money::from_cents(decision.taken_off_cents),
        to_insurer: Money::from_cents(decision.to_insurer_cents),
        refund: decision.refund,
        message: decision.message,
        own: step.by_user == Some(staff.user.id),
        by: step.by_name,
    }
}

/// Whether an act makes sense where a case stands.
fn fits(act: CaseDo, case: &Case, staff: &Staff, may: &dyn Fn(Step) -> bool) -> bool {
    let own = case.assigned_to == Some(staff.user.id);
    match act {
        CaseDo::Claim => case.dispute.is_open() && !own,
        CaseDo::Release => case.dispute.is_open() && own,
        CaseDo::Acknowledge => may(Step::Acknowledged),
        CaseDo::TakeUp => may(Step::TakenUp),
        CaseDo::AskPatient => may(Step::AskedPatient),
        CaseDo::Write => may(Step::StaffWrote),
        CaseDo::AskInsurer => may(Step::AskedInsurer),
        CaseDo::InsurerAnswered => may(Step::InsurerAnswered),
        CaseDo::Note => case.dispute.state != Stands::Closed,
    }
}

/// What else passed between the account and the practice, newest first.
async fn lately(tx: &mut Tx, case: &Case, sight: &Sight) -> Result<Vec<CaseContact>, Fail> {
    let events =
        history::events(tx, case.practice, case.guarantor, &history::Filter::default(), sight).await?;
    let told = events.into_iter().filter_map(|event| {
        let what = match event.what {
            history::What::Statement(_) => ContactWhat::Statement,
            history::What::Paid(_) => ContactWhat::Payment,
            history::What::Refunded(_) => ContactWhat::Refund,
            _ => return None,
        };
        Some(CaseContact { date: event.date, what, amount: event.amount.abs() })
    });
    Ok(told.take(LATELY).collect())
}

/// What the reader saw when they pressed.
fn seen(fields: &Fields) -> Result<i64, Fail> {
    fields.get("seq").parse().map_err(|_| Fail::NotFound)
}

/// Ends a press: looks again where it was taken; says in place why it was not, with what was
/// typed.
async fn ended(
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

pub async fn press(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<DisputeId>,
    fields: Fields,
) -> Answer {
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
