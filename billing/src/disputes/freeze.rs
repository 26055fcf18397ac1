//! What rests while something is in question, and goes on when it is answered.

use domain::dispute::State;
use domain::dispute::decision::Relief;
use domain::{Money, UserId};

use super::{Case, DisputeError, federal, open, store};
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

/// Takes the amount of a case about a whole visit anew: what was charged, paid or decided beside it
/// since counts. What the plan holds of it stays; the caller holds the balance.
pub(super) async fn anew_in(tx: &mut Tx, case: &mut Case) -> Result<(), DisputeError> {
    store::set_aside(tx, case.practice, case.visit, -case.frozen).await?;
    let amount = open::amount_of(tx, case, &[]).await?;
    case.amount = amount;
    case.frozen = amount;
    Ok(store::set_aside(tx, case.practice, case.visit, amount).await?)
}

/// The plan of a visit that a federal reviewer has asks for nothing of it; says whether it did. The
/// caller holds the balance.
pub(super) async fn rest_in(tx: &mut Tx, door: &Door, case: &mut Case) -> Result<bool, sqlx::Error> {
    let Some(plan) = ledger::lock_balance(tx, case.practice, case.visit).await?.plan else {
        return Ok(false);
    };
    let more = plans::disputed::rest_in(tx, door, case.practice, plan).await?;
    if !more.is_positive() {
        return Ok(false);
    }
    if case.plan.replace(plan) != Some(plan) {
        case.plan_held = Money::ZERO;
    }
    case.plan_held += more;
    payments::call_back_in(tx, door, case.practice, plan).await?;
    Ok(true)
}

/// What rested goes on, less what was decided to fall away or to be the insurer's; the caller
/// holds the balance, and posts afterwards. Nothing goes on of a visit that a federal reviewer has
/// because of another case.
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
    if case.dispute.state == State::WaitingFederal {
        store::federal::mark(tx, case.practice, case.visit, false).await?;
    }
    if let Some(plan) = case.plan.take() {
        let held = std::mem::take(&mut case.plan_held);
        plans::disputed::settle_in(tx, door, case.practice, plan, (held, relief), by).await?;
    }
    Ok(federal::rest_in(tx, door, case.practice, case.visit).await?)
}
