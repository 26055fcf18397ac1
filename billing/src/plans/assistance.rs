//! Plans rest while somebody looks at whether an account can be helped with the cost, and go on
//! afterwards with their dates moved.

use domain::plan::{Event, PauseReason, State};
use domain::{GuarantorId, PlanId, PracticeId, UserId};

use super::steps::{self, Source};
use super::{PlanError, charges, store};
use crate::db::Tx;
use crate::{Door, accounts, payments};

/// Pauses what runs, and calls back what autopay has committed and not sent; the caller holds the
/// account. A plan that rests for another reason stays as it is.
///
/// # Errors
/// [`PlanError`].
pub(crate) async fn rest_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
) -> Result<(), PlanError> {
    for plan in of(tx, practice, guarantor, |state| matches!(state, State::Active | State::AtRisk)).await? {
        let reason = PauseReason::AssistanceReview;
        step_in(tx, door, (practice, plan), Event::Paused { reason }, by).await?;
        payments::call_back_in(tx, door, practice, plan).await?;
    }
    Ok(())
}

/// What [`rest_in`] paused goes on; the caller holds the account.
///
/// # Errors
/// [`PlanError`].
pub(crate) async fn go_on_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
) -> Result<(), PlanError> {
    let ours = |state| state == State::Paused(PauseReason::AssistanceReview);
    for plan in of(tx, practice, guarantor, ours).await? {
        step_in(tx, door, (practice, plan), Event::Resumed, by).await?;
    }
    Ok(())
}

/// An account's plans in such a state, in the order of their locks.
async fn of(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    state: impl Fn(State) -> bool,
) -> Result<Vec<PlanId>, sqlx::Error> {
    let held = store::of_guarantor(tx, practice, guarantor).await?;
    let mut plans: Vec<_> =
        held.into_iter().filter(|held| state(held.plan.state)).map(|held| held.plan.id).collect();
    plans.sort_unstable();
    Ok(plans)
}

async fn step_in(
    tx: &mut Tx,
    door: &Door,
    (practice, plan): (PracticeId, PlanId),
    event: Event,
    by: UserId,
) -> Result<(), PlanError> {
    let Some((mut held, visits)) = charges::lock_whole(tx, practice, plan).await? else { return Ok(()) };
    match steps::take_in(tx, door, &mut held, event, true, &Source::by(by)).await {
        Ok(_) => {}
        // It ended, or rests already, since it was read.
        Err(PlanError::Refused(_)) => return Ok(()),
        Err(error) => return Err(error),
    }
    let today = accounts::today_in(tx, door, practice).await?;
    charges::book_in(tx, door, &mut held, &visits, today).await?;
    Ok(())
}
