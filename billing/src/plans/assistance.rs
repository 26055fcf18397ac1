//! Plans rest while somebody looks at whether an account can be helped with the cost, and go on
//! afterwards with their dates moved.

use std::collections::BTreeSet;

use domain::plan::{Event, PauseReason, State};
use domain::{GuarantorId, PlanId, PracticeId, UserId};

use super::steps::{self, Source};
use super::{PlanError, charges, store};
use crate::db::Tx;
use crate::work::{self, ASSISTANCE, CHARGEBACK};
use crate::{Door, accounts, ledger, payments};

/// Whether somebody looks at whether an account can be helped: then nothing is taken of it, however its
/// plans stand. A plan has one reason to rest, and may be signed, resumed or freed of another one
/// meanwhile.
///
/// # Errors
/// The database's word.
pub(super) async fn stands(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<bool, sqlx::Error> {
    Ok(work::holds(tx, practice, guarantor).await?.iter().any(|hold| hold.reason == ASSISTANCE))
}

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

/// What [`rest_in`] paused goes on; the caller holds the account. While a bank asks about a payment of
/// the account it does not: whoever looked at that lets it go on.
///
/// # Errors
/// [`PlanError`].
pub(crate) async fn go_on_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
) -> Result<(), PlanError> {
    if work::holds(tx, practice, guarantor).await?.iter().any(|hold| hold.reason == CHARGEBACK) {
        return Ok(());
    }
    let ours = |state| state == State::Paused(PauseReason::AssistanceReview);
    for plan in of(tx, practice, guarantor, ours).await? {
        step_in(tx, door, (practice, plan), Event::Resumed, by).await?;
    }
    Ok(())
}

/// An account's plans in such a state, in the order of their locks. The visits of those that can cost
/// something beside their principal are held before any plan is, as the house has it.
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
    let mut visits = BTreeSet::new();
    for plan in &plans {
        let bears = store::plan(tx, practice, *plan).await?;
        if bears.is_some_and(|held| held.plan.terms.bears_charges()) {
            visits.extend(store::visits(tx, practice, *plan).await?);
        }
    }
    for visit in visits {
        ledger::lock_balance(tx, practice, visit).await?;
    }
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
