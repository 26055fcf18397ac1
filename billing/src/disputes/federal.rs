//! A bill far above its estimate that the patient took to a federal reviewer (45 CFR 149.620).
//!
//! The practice hears of it from the patient or from the reviewer, and writes it down: whether it is
//! for the reviewer is theirs to say. From that transaction on nothing of the visit is asked for,
//! whatever else was in question and whatever is posted meanwhile: the law forbids collections and
//! late fees (149.620(c)(5)-(6)). So it is no amount but a mark beside the balance, with which
//! [`crate::visits::dues`] counts, and the plan is held whenever the books move ([`follow_in`]). What
//! is then to be paid binds both sides: it is posted like a decision, without a second person and
//! without an appeal.

use std::collections::BTreeMap;

use domain::dispute::{Outcome, Reason, Step};
use domain::estimate::{How, falls_away};
use domain::ledger::Kind;
use domain::story::VisitStory;
use domain::{DisputeId, GuarantorId, Money, PracticeId, UserId, VisitId};
use time::Date;
use uuid::Uuid;

use super::decide::{self, Decision};
use super::open::{self, Said};
use super::{Case, DisputeError, act, freeze, store};
use crate::db::Tx;
use crate::hooks::{self, EventKind};
use crate::ledger::{self, VisitBalance, Writers};
use crate::messages::{self, News};
use crate::work::{self, WorkKind};
use crate::{Door, estimates, visits};

/// The longest number that a reviewer gives, in letters.
pub const REFERENCE_MOST: usize = 60;

/// What is known of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Federal {
    /// When the patient began it.
    pub started_on: Date,
    /// The number that the federal portal gave it.
    pub reference: String,
}

/// What came of it: the two figures that were typed from the reviewer's notice or the agreement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answer {
    /// How it ended.
    pub how: How,
    /// What was said to be paid in all.
    pub to_pay: Money,
}

/// What a case knows of the federal way; where it was begun twice, the second.
///
/// # Errors
/// The database's word.
pub async fn of_case(
    tx: &mut Tx,
    practice: PracticeId,
    id: DisputeId,
) -> Result<Option<Federal>, sqlx::Error> {
    store::federal::of_case(tx, practice, id).await
}

/// What came of a case there; none while nothing has.
///
/// # Errors
/// The database's word.
pub async fn answer_of(
    tx: &mut Tx,
    practice: PracticeId,
    id: DisputeId,
) -> Result<Option<Answer>, sqlx::Error> {
    store::federal::answer(tx, practice, id).await
}

/// Whether a reviewer has a visit, or has answered.
///
/// # Errors
/// The database's word.
pub(crate) async fn reviewed(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<bool, sqlx::Error> {
    store::federal::reviewed(tx, practice, visit).await
}

/// Something was posted for visits, and their plans have followed: of what a reviewer has a plan
/// does not begin to ask again. The caller holds the visits.
///
/// # Errors
/// The database's word.
pub(crate) async fn follow_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    kind: Kind,
    visits: &BTreeMap<VisitId, VisitBalance>,
) -> Result<(), sqlx::Error> {
    // What a plan itself made of something: whoever let it follow comes here afterwards.
    if kind == Kind::PlanCharge {
        return Ok(());
    }
    let waits = |balance: &VisitBalance| balance.federal && balance.plan.is_some();
    for (visit, _) in visits.iter().filter(|(_, balance)| waits(balance)) {
        rest_in(tx, door, practice, *visit).await?;
    }
    Ok(())
}

/// The plan of a visit asks for nothing of it while a reviewer has it; the caller holds the visit.
pub(super) async fn rest_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    visit: VisitId,
) -> Result<(), sqlx::Error> {
    if !ledger::lock_balance(tx, practice, visit).await?.federal {
        return Ok(());
    }
    let Some(id) = store::federal::waiting(tx, practice, visit).await? else { return Ok(()) };
    let Some(mut case) = store::lock(tx, practice, id).await? else { return Ok(()) };
    if freeze::rest_in(tx, door, &mut case).await? {
        store::save(tx, &case, case.changed_at).await?;
    }
    Ok(())
}

/// Writes down that the patient has begun it, for a case that staff saw at this step.
///
/// # Errors
/// [`DisputeError`]; the caller then drops the transaction.
pub async fn start_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DisputeId, i64),
    federal: &Federal,
) -> Result<Case, DisputeError> {
    let known = store::case(tx, practice, id).await?.ok_or(DisputeError::NotThere)?;
    act::lock_in(tx, &known).await?;
    let mut case = store::lock(tx, practice, id).await?.ok_or(DisputeError::NotThere)?;
    if case.seq != seen {
        return Err(DisputeError::Changed);
    }
    started_in(tx, door, &mut case, by, federal).await?;
    Ok(case)
}

/// The same for a visit of which the patient has told the practice nothing: a case begins with it.
/// One that is open already goes on. No estimate is asked for, nor whether an insurer was: the
/// reviewer says whether it is theirs, and until they have nothing is collected.
///
/// # Errors
/// [`DisputeError::NotThere`] when there is no such visit of theirs; [`DisputeError::Refused`] when it
/// is written down already.
pub async fn open_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (guarantor, visit): (GuarantorId, VisitId),
    press: Uuid,
    federal: &Federal,
) -> Result<Case, DisputeError> {
    ledger::lock_books(tx, practice, Writers::Some).await?;
    ledger::lock_account(tx, guarantor).await?;
    if let Some(known) = store::by_press(tx, practice, guarantor, press).await? {
        return Ok(known);
    }
    visits::visit(tx, practice, guarantor, visit).await?.ok_or(DisputeError::NotThere)?;
    ledger::lock_balance(tx, practice, visit).await?;
    let cases = store::of_visit(tx, practice, visit).await?;
    let open = cases
        .into_iter()
        .find(|case| case.dispute.reason == Reason::AboveEstimate && case.dispute.is_frozen());
    let mut case = match open {
        Some(open) => store::lock(tx, practice, open.id).await?.ok_or(DisputeError::NotThere)?,
        None => {
            let said = Said { reason: Reason::AboveEstimate, by, by_patient: false, message: None };
            let case = open::begin_in(tx, door, (practice, guarantor, visit), (press, &[]), said).await?;
            hooks::news::dispute(tx, door, &case, EventKind::DisputeOpened).await?;
            case
        }
    };
    started_in(tx, door, &mut case, by, federal).await?;
    Ok(case)
}

async fn started_in(
    tx: &mut Tx,
    door: &Door,
    case: &mut Case,
    by: UserId,
    federal: &Federal,
) -> Result<(), DisputeError> {
    let reference = federal.reference.trim();
    let today = crate::accounts::today_in(tx, door, case.practice).await?;
    if reference.is_empty() || reference.chars().count() > REFERENCE_MOST {
        return Err(DisputeError::Words);
    }
    let visit = visits::of_practice(tx, case.practice, case.visit).await?.ok_or(DisputeError::NotThere)?;
    if federal.started_on > today || federal.started_on < visit.service_date {
        return Err(DisputeError::Day);
    }
    work::close_in(tx, door, case.practice, WorkKind::DisputeApproval, &case.id.to_string(), Some(by))
        .await?;
    act::take_in(tx, door, case, Step::FederalStarted, Some(by), (None, None)).await?;
    let federal = Federal { started_on: federal.started_on, reference: reference.to_owned() };
    store::federal::insert(tx, case, &federal).await?;
    store::federal::mark(tx, case.practice, case.visit, true).await?;
    freeze::anew_in(tx, case).await?;
    freeze::rest_in(tx, door, case).await?;
    act::keep_in(tx, door, case).await?;
    messages::dispute_in(tx, door, case, News::Wrote).await?;
    Ok(())
}

/// It ended without an amount: the practice looks at it again, and what is owed now rests until then.
///
/// # Errors
/// [`DisputeError`]; the caller then drops the transaction.
pub async fn end_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DisputeId, i64),
    message: &str,
) -> Result<Case, DisputeError> {
    let known = store::case(tx, practice, id).await?.ok_or(DisputeError::NotThere)?;
    act::lock_in(tx, &known).await?;
    let mut case = store::lock(tx, practice, id).await?.ok_or(DisputeError::NotThere)?;
    if case.seq != seen {
        return Err(DisputeError::Changed);
    }
    let message = act::words(message)?;
    act::take_in(tx, door, &mut case, Step::FederalEnded, Some(by), (Some(message), None)).await?;
    store::federal::mark(tx, practice, case.visit, false).await?;
    freeze::anew_in(tx, &mut case).await?;
    act::keep_in(tx, door, &mut case).await?;
    messages::dispute_in(tx, door, &case, News::Wrote).await?;
    Ok(case)
}

/// It is said what is to be paid in all: what is more falls away, and what was paid too much goes
/// back at once. A reviewer takes the lesser of two figures, so that it is never more than was
/// charged (149.620(f)(3); 86 FR 56141).
///
/// # Errors
/// [`DisputeError::TooMuch`] when it is more than was charged; the caller drops the transaction when
/// there is any.
pub async fn conclude_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DisputeId, i64),
    answer: Answer,
    message: &str,
) -> Result<Case, DisputeError> {
    let (case, sources) = decide::held_in(tx, practice, id, true).await?;
    if case.seq != seen {
        return Err(DisputeError::Changed);
    }
    let story = VisitStory::of(case.visit, &ledger::entries_of_visit(tx, practice, case.visit).await?);
    let (billed, charged) = (story.breakdown.share, story.breakdown.charged);
    if answer.to_pay > charged {
        return Err(DisputeError::TooMuch(charged));
    }
    let begun = store::federal::of_case(tx, practice, id).await?.map(|federal| federal.started_on);
    let off = falls_away(answer.how, billed, answer.to_pay, begun.unwrap_or(case.opened_on));
    let told = estimates::compared(tx, practice, case.visit, case.opened_on).await?;
    let outcome = match told {
        _ if off.is_zero() => Outcome::Upheld,
        Some(told) if billed - off <= told.estimate.amount => Outcome::Corrected,
        _ => Outcome::Partly,
    };
    let decision = Decision {
        outcome,
        taken_off_cents: off.cents(),
        to_insurer_cents: 0,
        refund: true,
        message: act::words(message)?.to_owned(),
        note: None,
    };
    let case =
        decide::carry_out_in(tx, door, case, sources, by, (&decision, Step::Concluded(outcome))).await?;
    store::federal::insert_answer(tx, &case, answer).await?;
    Ok(case)
}
