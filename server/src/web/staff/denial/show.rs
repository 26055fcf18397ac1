//! What one screen shows of a refusal.

use app::model::{DenialCasePage, DenialDo, DenialHeard, DenialLine, DenialStepRow, DenialTerms, DenialTold};
use app::{FormState, pages};
use billing::denials::write_off::proposed;
use billing::denials::{self, Case, KeptStep, payers};
use billing::door::local;
use billing::{accounts, disputes, statements, visits};
use domain::denial::Step;
use domain::dispute::State as Stands;
use domain::{DenialId, Money};
use time::Date;

use super::letter::{Known, drafted};
use crate::web::Shared;
use crate::web::answer::Fail;
use crate::web::patient::title;
use crate::web::session::Staff;
use crate::web::staff::accounts::name_of_user;
use crate::web::staff::denials::row;
use crate::web::staff::dispute::conversation;

/// What the page shows beside the refusal: what was typed, and whether somebody was faster.
#[derive(Default)]
pub(super) struct Shown {
    /// What was typed, and why it was not taken.
    pub form: FormState,
    /// The refusal has moved on since the reader looked.
    pub raced: bool,
    /// The last press was taken.
    pub done: bool,
}

/// The page.
///
/// # Errors
/// [`Fail::NotFound`] when the practice has no such refusal.
pub(super) async fn show(portal: &Shared, staff: &Staff, id: DenialId, shown: Shown) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let (practice, zone) = (staff.practice.id, &staff.practice.time_zone);
    let today = portal.door.today_in(zone);
    let case = denials::case(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let visit = visits::of_practice(&mut tx, practice, case.visit).await?.ok_or(Fail::NotFound)?;
    let told = denials::told(&mut tx, &case).await?;
    let payer = told.as_ref().map(|told| told.payer.clone());
    let about = denials::about(&mut tx, &case, payer.as_deref().unwrap_or_default()).await?;
    let charges = visits::charges(&mut tx, practice, case.visit).await?;
    let standing = denials::standing(&mut tx, practice, case.visit).await?;
    let known = Known {
        case: &case,
        told: told.as_ref(),
        about: &about,
        served_on: visit.service_date,
        charges: &charges,
        standing: &standing,
        from: &statements::sender(&mut tx, practice).await?,
        today,
    };
    let letter = case.denial.state.is_open().then(|| drafted(&known));
    let lines = standing.into_iter().filter_map(|entry| {
        let charge = entry.charge.and_then(|id| charges.iter().find(|charge| charge.id == id));
        Some(DenialLine {
            charge: charge.map(|charge| (charge.code.clone(), charge.description.clone())),
            reason: entry.reason?,
            amount: entry.amount,
        })
    });
    let lines = lines.collect();
    let mut heard = Vec::new();
    for case in disputes::of_visit(&mut tx, practice, case.visit).await? {
        let (steps, papers) = conversation(&mut tx, &case, zone).await?;
        heard.push(DenialHeard {
            id: case.id,
            reference: case.spoken(),
            reason: case.dispute.reason,
            open: case.dispute.state != Stands::Closed,
            steps,
            papers,
        });
    }
    let steps = denials::steps(&mut tx, practice, id).await?;
    let proposal = proposed(&mut tx, &case).await?;
    let proposal =
        proposal.map(|step| (step.by_name.unwrap_or_default(), step.by_user == Some(staff.user.id)));
    let assigned = name_of_user(&mut tx, case.assigned_to).await?;
    let denial = case.denial;
    let terms = payers::of_case(&mut tx, &case).await?;
    let model = DenialCasePage {
        row: row(&case, about.patient, payer, assigned, today),
        guarantor: case.guarantor,
        visit: (title(visit.description, visit.location), about.visit_number, visit.service_date),
        told: told.map(|told| DenialTold {
            number: told.payer_number,
            trace: told.trace,
            remarks: told.remarks,
        }),
        terms: DenialTerms {
            payer: terms.payer,
            days: terms.days.into(),
            own: terms.own,
            from: denial.counted_from,
        },
        came: [denial.recovered, denial.to_patient, denial.given_up, denial.waits],
        lines,
        steps: steps.into_iter().map(|step| step_row(step, zone)).collect(),
        acts: DenialDo::ALL.into_iter().filter(|act| fits(*act, &case, staff, today)).collect(),
        limit: accounts::policy(&mut tx, practice).await?.second_person,
        proposal,
        letter,
        heard,
        seq: case.seq,
        form: shown.form,
        raced: shown.raced,
        done: shown.done,
    };
    Ok(pages::staff::denial(&staff.ctx(portal), &model))
}

fn step_row(step: KeptStep, zone: &str) -> DenialStepRow {
    DenialStepRow {
        on: step.on_day,
        at: local(step.at, zone),
        by: step.by_name,
        note: step.note,
        reference: step.reference,
        left: Money::from_cents(step.left_cents),
        came: [step.recovered_cents, step.patient_cents, step.given_up_cents].map(Money::from_cents),
        days: step.days.and_then(|days| usize::try_from(days).ok()),
        step: step.step,
    }
}

/// Whether an act makes sense where a refusal stands.
fn fits(act: DenialDo, case: &Case, staff: &Staff, today: Date) -> bool {
    let own = case.assigned_to == Some(staff.user.id);
    let may = |step| case.denial.take(step, today).is_ok();
    match act {
        DenialDo::Claim => may(Step::Assigned) && !own,
        DenialDo::Release => may(Step::Assigned) && own,
        DenialDo::Note => true,
        DenialDo::SentAgain => may(Step::SentAgain),
        DenialDo::Appealed => may(Step::Appealed),
    }
}
