//! A bill far above its estimate that the patient took to a federal reviewer (45 CFR 149.620).
//!
//! The practice hears of it from the patient or from the reviewer, and writes it down. From that
//! transaction on nothing of the visit is asked for, whatever else was in question: the law forbids
//! collections and late fees meanwhile (149.620(c)(6)). What is then to be paid binds both sides: it
//! is posted like a decision, without a second person and without an appeal.

use domain::dispute::{Outcome, Reason, Step};
use domain::estimate::{How, falls_away};
use domain::story::VisitStory;
use domain::{DisputeId, GuarantorId, Money, PracticeId, UserId, VisitId};
use time::Date;
use uuid::Uuid;

use super::decide::{self, Decision};
use super::open::{self, Said};
use super::{Case, DisputeError, act, store};
use crate::db::Tx;
use crate::ledger::{self, Writers};
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

/// What a case knows of the federal way, the newest first.
///
/// # Errors
/// The database's word.
pub async fn of_case(
    tx: &mut Tx,
    practice: PracticeId,
    id: DisputeId,
) -> Result<Option<Federal>, sqlx::Error> {
    store::federal(tx, practice, id).await
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
/// One that is open already goes on.
///
/// # Errors
/// [`DisputeError::NotThere`] when nothing was told of the visit beforehand;
/// [`DisputeError::Refused`] when it is written down already.
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
    let told = estimates::compared(tx, practice, guarantor, visit, federal.started_on).await?;
    told.filter(|told| !told.bill.insured).ok_or(DisputeError::NotThere)?;
    ledger::lock_balance(tx, practice, visit).await?;
    let cases = store::of_visit(tx, practice, visit).await?;
    let open = cases
        .into_iter()
        .find(|case| case.dispute.reason == Reason::AboveEstimate && case.dispute.is_frozen());
    let mut case = match open {
        Some(open) => store::lock(tx, practice, open.id).await?.ok_or(DisputeError::NotThere)?,
        None => {
            let said = Said { reason: Reason::AboveEstimate, by, by_patient: false, message: None };
            open::begin_in(tx, door, (practice, guarantor, visit), (press, &[]), said).await?
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
    if reference.is_empty() || reference.chars().count() > REFERENCE_MOST || federal.started_on > today {
        return Err(DisputeError::Words);
    }
    work::close_in(tx, door, case.practice, WorkKind::DisputeApproval, &case.id.to_string(), Some(by))
        .await?;
    act::take_in(tx, door, case, Step::FederalStarted, Some(by), (None, None)).await?;
    store::insert_federal(
        tx,
        case,
        &Federal { started_on: federal.started_on, reference: reference.to_owned() },
    )
    .await?;
    act::keep_in(tx, door, case).await?;
    messages::dispute_in(tx, door, case, News::Wrote).await?;
    Ok(())
}

/// It ended without an amount: the practice looks at it again, and it rests until then.
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
    let mut case = store::lock(tx, practice, id).await?.ok_or(DisputeError::NotThere)?;
    if case.seq != seen {
        return Err(DisputeError::Changed);
    }
    let message = act::words(message)?;
    act::take_in(tx, door, &mut case, Step::FederalEnded, Some(by), (Some(message), None)).await?;
    act::keep_in(tx, door, &mut case).await?;
    messages::dispute_in(tx, door, &case, News::Wrote).await?;
    Ok(case)
}

/// It is said what is to be paid in all: what is more falls away, and what was paid too much goes
/// back at once.
///
/// # Errors
/// [`DisputeError`]; the caller then drops the transaction.
pub async fn conclude_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DisputeId, i64),
    (how, to_pay): (How, Money),
    message: &str,
) -> Result<Case, DisputeError> {
    let (case, sources) = decide::held_in(tx, practice, id, true).await?;
    if case.seq != seen {
        return Err(DisputeError::Changed);
    }
    let story = VisitStory::of(case.visit, &ledger::entries_of_visit(tx, practice, case.visit).await?);
    let billed = story.breakdown.share;
    let off = falls_away(how, billed, to_pay);
    let told = estimates::compared(tx, practice, case.guarantor, case.visit, case.opened_on).await?;
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
    decide::carry_out_in(tx, door, case, sources, by, (&decision, Step::Concluded(outcome))).await
}
