//! What rests while something is in question, and goes on when it is answered.

use domain::dispute::decision::Relief;
use domain::{Money, UserId};

use super::{Case, DisputeError, store};
use crate::db::Tx;
use crate::{Door, ledger, payments, plans, work};

/// Sets an amount of the visit aside, in the plan too; the caller holds the balance.
pub(super) async fn freeze_in(
    tx: &mut Tx,
    door: &Door,
    case: &mut Case,
    amount: Money,
    by: UserId,
) -> Result<(), DisputeError> {
    case.amount = amount;
    case.frozen = amount;
    case.plan = None;
    case.plan_held = Money::ZERO;
    store::set_aside(tx, case.practice, case.visit, amount).await?;
    let subject = case.id.to_string();
    work::hold_because_in(tx, door, case.practice, case.guarantor, work::DISPUTE, &subject).await?;
    let plan = ledger::lock_balance(tx, case.practice, case.visit).await?.plan;
    if let Some(plan) = plan.filter(|_| amount.is_positive()) {
        case.plan = Some(plan);
        case.plan_held = plans::disputed::hold_in(tx, door, case.practice, plan, amount, by).await?;
        payments::call_back_in(tx, door, case.practice, plan).await?;
    }
    Ok(())
}

/// What rested goes on, less what was decided to fall away or to be the insurer's; the caller
/// holds the balance, and posts afterwards.
pub(super) async fn thaw_in(
    tx: &mut Tx,
    door: &Door,
    case: &mut Case,
    relief: Relief,
    by: Option<UserId>,
) -> Result<(), DisputeError> {
    store::set_aside(tx, case.practice, case.visit, -case.frozen).await?;
    case.frozen = Money::ZERO;
    work::release_in(tx, door, case.practice, work::DISPUTE, &case.id.to_string()).await?;
    if let Some(plan) = case.plan.take() {
        let held = std::mem::take(&mut case.plan_held);
        plans::disputed::settle_in(tx, door, case.practice, plan, (held, relief), by).await?;
    }
    Ok(())
}
