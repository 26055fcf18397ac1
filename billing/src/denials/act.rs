//! What staff do about a refusal, but giving it up.

use domain::access::Permission;
use domain::denial::{Denial, Step};
use domain::{DenialId, PracticeId, UserId, VisitId};
use time::Date;

use super::store::{self, NewStep};
use super::{Case, DenialError};
use crate::db::Tx;
use crate::disputes::open::WORDS_MOST;
use crate::identity::people;
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts};

/// The longest number of an insurer's.
pub const REFERENCE_MOST: usize = 50;

/// What staff do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// It becomes somebody's, or nobody's.
    Assign {
        /// Whose.
        to: Option<UserId>,
    },
    /// Something is noted.
    Note {
        /// What.
        note: String,
    },
    /// The claim was sent again, corrected or completed.
    SentAgain(Sent),
    /// An appeal was sent.
    Appealed(Sent),
}

/// What was sent to an insurer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The day it was sent.
    pub on: Date,
    /// The insurer's or the clearing house's number for it.
    pub reference: Option<String>,
    /// What was sent.
    pub note: Option<String>,
}

/// What somebody wrote, without what surrounds it.
pub(super) fn words(text: &str) -> Result<&str, DenialError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > WORDS_MOST {
        return Err(DenialError::Words);
    }
    Ok(text)
}

/// Staff act on a refusal that they saw at this step (`Case::seq`): who was slower looks again.
///
/// # Errors
/// [`DenialError::Changed`] when it has moved on since; [`DenialError::NotNow`] when this does not
/// follow from where it stands.
pub async fn act_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DenialId, i64),
    act: &Act,
) -> Result<Case, DenialError> {
    let mut case = store::lock(tx, practice, id).await?.ok_or(DenialError::NotThere)?;
    if case.seq != seen {
        return Err(DenialError::Changed);
    }
    let on = accounts::today_in(tx, door, practice).await?;
    let mut new = NewStep { on, by: Some(by), ..NewStep::default() };
    let step = match act {
        Act::Assign { to } => {
            if let Some(to) = *to {
                let role = people::role_in(tx, practice, to).await?;
                role.filter(|role| role.may(Permission::WorkDenials)).ok_or(DenialError::NotThere)?;
            }
            case.assigned_to = *to;
            Step::Assigned
        }
        Act::Note { note } => {
            new.note = Some(words(note)?);
            Step::Noted
        }
        Act::SentAgain(sent) | Act::Appealed(sent) => {
            new.on = sent.on;
            new.note = sent.note.as_deref().map(words).transpose()?;
            new.reference = sent.reference.as_deref();
            if new.reference.is_some_and(|reference| reference.chars().count() > REFERENCE_MOST) {
                return Err(DenialError::Words);
            }
            // Whoever sends something has it.
            case.assigned_to = case.assigned_to.or(Some(by));
            if matches!(act, Act::SentAgain(_)) { Step::SentAgain } else { Step::Appealed }
        }
    };
    take_in(tx, door, &mut case, step, new).await?;
    Ok(case)
}

/// The patient wrote about a visit, or handed something in: whoever works on what is refused of it has
/// to see that. `reference` is their case's. The caller holds the visit; nothing happens where nothing
/// is refused of it.
///
/// # Errors
/// The database's word.
pub(crate) async fn answered_in(
    tx: &mut Tx,
    door: &Door,
    (practice, visit): (PracticeId, VisitId),
    (by, reference): (UserId, &str),
) -> Result<(), sqlx::Error> {
    let Some(mut case) = store::of_visit(tx, practice, visit, true).await? else { return Ok(()) };
    let on = accounts::today_in(tx, door, practice).await?;
    let Ok(next) = case.denial.take(Step::Answered, on) else { return Ok(()) };
    let new = NewStep { on, by: Some(by), reference: Some(reference), ..NewStep::default() };
    keep_in(tx, door, &mut case, next, (Step::Answered.code(), new)).await
}

/// Takes a step of staff with a case that the caller holds.
pub(super) async fn take_in(
    tx: &mut Tx,
    door: &Door,
    case: &mut Case,
    step: Step,
    new: NewStep<'_>,
) -> Result<(), DenialError> {
    let next = case.denial.take(step, new.on)?;
    Ok(keep_in(tx, door, case, next, (step.code(), new)).await?)
}

/// Writes down what became of a case that the caller holds, and by what; and whether a second person
/// is waited for.
pub(super) async fn keep_in(
    tx: &mut Tx,
    door: &Door,
    case: &mut Case,
    next: Denial,
    (word, new): (&'static str, NewStep<'_>),
) -> Result<(), sqlx::Error> {
    let was = std::mem::replace(&mut case.denial, next);
    case.seq += 1;
    case.changed_at = door.now();
    let added = [
        (next.recovered - was.recovered).cents(),
        (next.to_patient - was.to_patient).cents(),
        (next.given_up - was.given_up).cents(),
    ];
    store::insert_step(tx, case, word, &new, added).await?;
    store::save(tx, case).await?;
    let subject = case.id.to_string();
    if next.proposed {
        let work = Work {
            kind: WorkKind::DenialApproval,
            subject: &subject,
            guarantor: Some(case.guarantor),
            payment: None,
            amount: Some(next.amount),
            due: None,
        };
        work::open_in(tx, door, case.practice, &work).await?;
    } else if was.proposed {
        work::close_in(tx, door, case.practice, WorkKind::DenialApproval, &subject, new.by).await?;
    }
    Ok(())
}
