//! Statements as staff send them: the practice's rule, runs, letters.

use app::model::{
    BatchRow, RunItemRow, RunPage, RunRow, RunState, StatementCycle, StatementPolicy, StatementRunsPage,
    StatementsNotice, WhyNot,
};
use app::{FormState, pages};
use axum::extract::{Path, RawQuery, State};
use billing::door::local;
use billing::statements::{self, Cycle, Policy, StatementError, Why, notices, runs};
use domain::access::Permission;
use domain::{GuarantorId, Money};
use uuid::Uuid;

use super::door;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::papers;
use crate::web::session::Staff;
use crate::web::sight::as_guarantor;

/// Runs and batches on one page.
const SHOWN: i64 = 30;

/// Accounts of a run on one page.
const ITEMS: i64 = 500;

pub async fn list(State(portal): State<Shared>, staff: Staff, RawQuery(query): RawQuery) -> Answer {
    let notice = match query.as_deref() {
        Some("saved") => Some(StatementsNotice::PolicySaved),
        Some("cancelled") => Some(StatementsNotice::Cancelled),
        Some("nothing") => Some(StatementsNotice::NothingToPrint),
        Some(query) => {
            query.strip_prefix("batched=").and_then(|count| count.parse().ok()).map(StatementsNotice::Batched)
        }
        None => None,
    };
    Ok(page(show(&portal, &staff, FormState::default(), notice).await?))
}

async fn show(
    portal: &Shared,
    staff: &Staff,
    form: FormState,
    notice: Option<StatementsNotice>,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let zone = &staff.practice.time_zone;
    let (waiting, saved) = notices::letters_waiting_and_saved(&mut tx, practice).await?;
    let batches = notices::batches(&mut tx, practice, SHOWN).await?;
    let model = StatementRunsPage {
        runs: runs::runs(&mut tx, practice, SHOWN).await?.into_iter().map(|run| run_row(run, zone)).collect(),
        policy: policy_of(&statements::policy(&mut tx, practice).await?),
        letters_waiting: whole(waiting),
        letters_saved: whole(saved),
        batches: batches
            .into_iter()
            .map(|batch| BatchRow {
                id: batch.id,
                made_at: local(batch.made_at, zone),
                by: batch.made_by_name,
                letters: whole(batch.letters),
            })
            .collect(),
        form,
        notice,
    };
    Ok(pages::staff::statements(&staff.ctx(portal), &model))
}

fn whole(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

fn policy_of(policy: &Policy) -> StatementPolicy {
    StatementPolicy {
        cycle: match policy.cycle {
            Cycle::ByHand => StatementCycle::ByHand,
            Cycle::Monthly(day) => StatementCycle::Monthly(day),
            Cycle::AfterDecision(days) => StatementCycle::AfterDecision(days),
        },
        minimum: policy.minimum,
        due_days: policy.due_days,
        paper_days: policy.paper_days,
        rest_days: policy.rest_days,
    }
}

fn run_row(run: runs::Run, zone: &str) -> RunRow {
    RunRow {
        id: run.id,
        state: match run.state {
            runs::RunState::Preview => RunState::Preview,
            runs::RunState::Released => RunState::Released,
            runs::RunState::Done => RunState::Done,
            runs::RunState::Cancelled => RunState::Cancelled,
        },
        made_at: local(run.made_at, zone),
        ready: whole(run.ready),
        ready_amount: run.ready_amount,
        issued: whole(run.issued),
        held: whole(run.held),
    }
}

pub async fn save_policy(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let mut form = fields.form();
    let mut number = |field: &str, most: i64, least: i64| -> i64 {
        let typed = fields.get(field).parse().ok().filter(|number| (least..=most).contains(number));
        typed.unwrap_or_else(|| {
            form = std::mem::take(&mut form).with_error(field, "error-days");
            least
        })
    };
    let (due_days, paper_days, rest_days) =
        (number("due_days", 120, 1), number("paper_days", 60, 0), number("rest_days", 120, 0));
    let cycle = match fields.get("cycle") {
        "monthly" => Cycle::Monthly(u8::try_from(number("day", 28, 1)).unwrap_or(1)),
        "after_decision" => Cycle::AfterDecision(u16::try_from(number("days_after", 120, 0)).unwrap_or(0)),
        _ => Cycle::ByHand,
    };
    let minimum = Money::parse_human(fields.get("minimum")).ok().filter(|minimum| !minimum.is_negative());
    if minimum.is_none() {
        form = form.with_error("minimum", "error-amount-form");
    }
    let (Some(minimum), true) = (minimum, form.errors.is_empty()) else {
        return Ok(refused(show(&portal, &staff, form, None).await?));
    };
    let policy = Policy { cycle, minimum, due_days, paper_days, rest_days };
    let mut tx = portal.db.begin().await?;
    statements::change_policy_in(&mut tx, staff.practice.id, &policy).await?;
    tx.commit().await?;
    Ok(see("/staff/statements?saved"))
}

pub async fn preview(State(portal): State<Shared>, staff: Staff) -> Answer {
    let run = runs::preview(&portal.db, &portal.door, staff.practice.id, Some(staff.user.id)).await?;
    Ok(see(&format!("/staff/statements/{run}")))
}

pub async fn run(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let run = runs::run(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let mut items = runs::items(&mut tx, practice, id, ITEMS + 1).await?;
    let most = usize::try_from(ITEMS).unwrap_or_default();
    let more = items.len() > most;
    items.truncate(most);
    let (emails, letters) = notices::foreseen(&mut tx, practice, id).await?;
    let model = RunPage {
        run: run_row(run, &staff.practice.time_zone),
        items: items
            .into_iter()
            .map(|item| RunItemRow {
                guarantor: item.guarantor,
                name: item.name,
                account_number: item.account_number,
                due: item.due,
                why: item.why.map(why_not),
                statement: item.statement,
            })
            .collect(),
        more,
        emails: whole(emails),
        letters: whole(letters),
    };
    Ok(page(pages::staff::statement_run(&staff.ctx(&portal), &model)))
}

/// Why an account gets no statement, as pages say it.
pub fn why_not(why: Why) -> WhyNot {
    match why {
        Why::NothingDue => WhyNot::NothingDue,
        Why::TooLittle => WhyNot::TooLittle,
        Why::Recent => WhyNot::Recent,
        Why::OnItsWay => WhyNot::OnItsWay,
        Why::InPlan => WhyNot::InPlan,
        Why::Held => WhyNot::Held,
        Why::Deceased => WhyNot::Deceased,
        Why::BadAddress => WhyNot::BadAddress,
        Why::LeftOut => WhyNot::LeftOut,
    }
}

pub async fn leave_out(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<Uuid>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let guarantor: GuarantorId = fields.get("guarantor").parse().map_err(|_| Fail::NotFound)?;
    let out = fields.get("out") == "yes";
    let what = (Permission::SendStatements, "/staff/statements/{run}/leave-out");
    door::chosen(&portal, &staff, what, [guarantor]).await?;
    gone(runs::leave_out(&portal.db, staff.practice.id, id, guarantor, out).await)?;
    Ok(see(&format!("/staff/statements/{id}")))
}

pub async fn release(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    known(&portal, &staff, id).await?;
    gone(runs::release(&portal.db, &portal.door, staff.practice.id, id, staff.user.id).await)?;
    Ok(see(&format!("/staff/statements/{id}")))
}

pub async fn cancel(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    known(&portal, &staff, id).await?;
    gone(runs::cancel(&portal.db, staff.practice.id, id).await)?;
    Ok(see("/staff/statements?cancelled"))
}

/// A run of this practice.
async fn known(portal: &Shared, staff: &Staff, id: Uuid) -> Result<(), Fail> {
    let mut tx = portal.db.read().await?;
    runs::run(&mut tx, staff.practice.id, id).await?.map(drop).ok_or(Fail::NotFound)
}

/// A run that has moved on since its page was shown: the page itself says how it stands.
fn gone(outcome: Result<(), StatementError>) -> Result<(), Fail> {
    match outcome {
        Err(StatementError::NotThere) => Ok(()),
        outcome => Ok(outcome?),
    }
}

pub async fn print(State(portal): State<Shared>, staff: Staff) -> Answer {
    let practice = staff.practice.id;
    let mut count = 0;
    // As many batches as it takes: a printer is given files of a size that it can hold.
    while let Some(batch) =
        notices::batch(&portal.db, &portal.door, practice, staff.user.id, notices::LETTERS).await?
    {
        let mut tx = portal.db.read().await?;
        let batches = notices::batches(&mut tx, practice, SHOWN).await?;
        count += batches.iter().find(|one| one.id == batch).map_or(0, |one| one.letters);
    }
    let outcome = if count == 0 { "nothing".to_owned() } else { format!("batched={count}") };
    Ok(see(&format!("/staff/statements?{outcome}")))
}

/// `…/batches/{id}.pdf`, and `.csv` for a mailing vendor.
pub async fn batch(State(portal): State<Shared>, staff: Staff, Path(name): Path<String>) -> Answer {
    let (id, as_pdf) = match (name.strip_suffix(".pdf"), name.strip_suffix(".csv")) {
        (Some(id), _) => (id, true),
        (None, Some(id)) => (id, false),
        (None, None) => return Err(Fail::NotFound),
    };
    let id: Uuid = id.parse().map_err(|_| Fail::NotFound)?;
    let letters = {
        let mut tx = portal.db.read().await?;
        let mut letters = notices::letters(&mut tx, staff.practice.id, id).await?;
        for kept in &mut letters {
            as_guarantor(&mut tx, &portal, &staff.practice, kept).await?;
        }
        letters
    };
    if letters.is_empty() {
        return Err(Fail::NotFound);
    }
    if as_pdf {
        papers::batch(&portal, staff.practice.id, id, letters, papers::Code::of(&staff)).await
    } else {
        papers::manifest(&portal, staff.practice.id, id, letters).await
    }
}
