//! What staff do about a refusal, but giving it up.

use domain::access::Permission;
use domain::denial::Step;
use domain::{DenialId, PracticeId, UserId};
use time::Date;

use super::store::{self, NewStep};
use super::{Case, DenialError};
use crate::db::Tx;
use crate::disputes::open::WORDS_MOST;
use crate::identity::people;
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
    let left = case.denial.amount;
    store::take(tx, door, &mut case, step, left, new).await?;
    Ok(case)
}
