//! What one screen shows of a dispute.

use app::model::{
    CaseContact, CaseDo, CasePaperRow, CaseProposal, CaseStepRow, ContactWhat, DisputeCasePage,
};
use app::{FormState, Lang, pages};
use billing::db::Tx;
use billing::disputes::decide::{self, Decision};
use billing::disputes::{self, Case, KeptStep, answers};
use billing::door::local;
use billing::household::Sight;
use billing::household::sight::sight;
use billing::identity::Scope;
use billing::{accounts, estimates, history, ledger, visits};
use domain::dispute::decision::share_of;
use domain::dispute::{Outcome, Reason, State as Stands, Step};
use domain::ledger::Kind;
use domain::story::VisitStory;
use domain::{DisputeId, Money};
use time::Date;

use crate::web::Shared;
use crate::web::answer::Fail;
use crate::web::patient::{charge, federal_case, title, told_before};
use crate::web::session::Staff;
use crate::web::staff::accounts::{name_of, name_of_user};
use crate::web::staff::disputes::row;
use crate::web::staff::records;

/// Earlier contacts on one page.
const LATELY: usize = 8;

/// What the page shows beside the case: what was typed, and what the reader had seen when
/// somebody else was faster.
#[derive(Default)]
pub(in crate::web::staff) struct Shown {
    /// What was typed, and why it was not taken.
    pub form: FormState,
    /// The step that the reader had seen, when the case has moved on since.
    pub seen: Option<i64>,
    /// The last press was taken.
    pub done: bool,
}

/// The page.
///
/// # Errors
/// [`Fail::NotFound`] when the practice has no such case.
pub(in crate::web::staff) async fn show(
    portal: &Shared,
    staff: &Staff,
    id: DisputeId,
    shown: Shown,
) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let ctx = staff.ctx(portal);
    let (practice, zone) = (staff.practice.id, &staff.practice.time_zone);
    let today = portal.door.today_in(zone);
    let case = disputes::of_practice(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let account = accounts::guarantor(&mut tx, practice, case.guarantor).await?.ok_or(Fail::NotFound)?;
    let visit = visits::of_practice(&mut tx, practice, case.visit).await?.ok_or(Fail::NotFound)?;
    let records = records::of(&mut tx, staff, case.guarantor).await?;
    let story = VisitStory::of(case.visit, &ledger::entries_of_visit(&mut tx, practice, case.visit).await?);
    let about = disputes::charges(&mut tx, practice, id).await?;
    let share = share_of(&story, &about);
    // What is in question is not due, as the patient reads it.
    let dues = visits::dues(&mut tx, practice, case.guarantor).await?;
    let due = dues.iter().find(|due| due.visit == case.visit).map_or(Money::ZERO, |due| due.amount);
    let whole = about.is_empty();
    let beside = beside(&story);
    let lines = story.lines.into_iter();
    // What was decided of the claim as a whole concerns each of its lines.
    let lines = lines.filter(|line| whole || line.charge.is_none_or(|charge| about.contains(&charge)));
    let charges = visits::charges(&mut tx, practice, case.visit).await?;
    let (steps, papers) = conversation(&mut tx, &case, zone).await?;
    let raced = shown.seen.map(|seen| steps.iter().filter(|step| step.seq > seen).cloned().collect());
    let others = disputes::of_guarantor(&mut tx, practice, case.guarantor).await?;
    let mut other_rows = Vec::new();
    for other in others.into_iter().filter(|other| other.id != id) {
        let who = name_of_user(&mut tx, other.assigned_to).await?;
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
    let federal = federal_case(&mut tx, &case).await?;
    let assigned = name_of_user(&mut tx, case.assigned_to).await?;
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
        papers,
        lines: lines.collect(),
        beside,
        whole,
        charges: charges.into_iter().map(charge).collect(),
        others: other_rows,
        lately: lately(&mut tx, &case, &sight).await?,
        notes: records.notes,
        answers: answers::of_practice(&mut tx, practice)
            .await?
            .into_iter()
            .map(|answer| (answer.id, answer.name))
            .collect(),
        sent: records.sent,
        acts: CaseDo::ALL.into_iter().filter(|act| fits(*act, &case, staff, &may)).collect(),
        decidable: !case.dispute.proposed && may(Step::Decided(decided)),
        before: estimates::compared(&mut tx, practice, case.visit, today)
            .await?
            .filter(|_| case.dispute.reason == Reason::AboveEstimate)
            .map(told_before),
        federal,
        may_federal: may(Step::FederalStarted),
        closable: may(Step::Closed),
        proposal,
        own: case.assigned_to == Some(staff.user.id),
        form: shown.form,
        raced: raced.unwrap_or_default(),
        done: shown.done,
        row: row(case, name_of(&account), assigned, today),
    };
    Ok(pages::staff::dispute(&ctx, &model))
}

/// What was paid, forgiven and charged beside a visit's lines, oldest first.
fn beside(story: &VisitStory) -> Vec<(Date, Kind, Money)> {
    let paid = story.payments.iter().map(|one| (one.date, one.kind, -one.amount));
    let forgiven = story.forgiven.iter().map(|one| (one.date, Kind::PatientWriteOff, -one.amount));
    let costs = story.plan_costs.iter().map(|one| (one.date, Kind::PlanCharge, one.amount));
    let mut beside: Vec<_> = paid.chain(forgiven).chain(costs).collect();
    beside.sort_by_key(|(date, ..)| *date);
    beside
}

/// Everything that happened to a case, and what was handed in with it.
///
/// # Errors
/// The database's word.
pub(in crate::web::staff) async fn conversation(
    tx: &mut Tx,
    case: &Case,
    zone: &str,
) -> Result<(Vec<CaseStepRow>, Vec<CasePaperRow>), Fail> {
    let steps = disputes::steps(tx, case.practice, case.id).await?.into_iter();
    let steps = steps.map(|step| step_row(step, zone)).collect::<Result<_, _>>()?;
    let papers = disputes::handed_in(tx, case.practice, case.id).await?.into_iter().map(|paper| {
        CasePaperRow { id: paper.id, name: paper.name, bytes: paper.bytes, at: local(paper.at, zone) }
    });
    Ok((steps, papers.collect()))
}

fn step_row(step: KeptStep, zone: &str) -> Result<CaseStepRow, Fail> {
    let decision = decide::decision_of(&step)?;
    let cents = |of: fn(&Decision) -> i64| Money::from_cents(decision.as_ref().map_or(0, of));
    let outcome = match step.step() {
        Some(Step::Decided(outcome) | Step::Concluded(outcome)) => Some(outcome),
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
