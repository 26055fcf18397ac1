//! A part of what a plan pays is in question: it leaves the schedule until that is answered.

use domain::dispute::decision::Relief;
use domain::plan::{Event, State};
use domain::{Money, PlanId, PracticeId, UserId};

use super::steps::Source;
use super::{follow, store};
use crate::Door;
use crate::db::Tx;

/// Takes an amount that is in question out of a plan; says how much of it was there. The caller
/// holds the visit. A plan that is over asks for nothing, and one that is not signed yet lapses.
pub(crate) async fn hold_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    plan: PlanId,
    amount: Money,
    by: UserId,
) -> Result<Money, sqlx::Error> {
    let Some(mut held) = store::lock(tx, practice, plan).await? else { return Ok(Money::ZERO) };
    let before = held.plan.held;
    follow::take_fact(tx, door, &mut held, Event::Disputed { amount }, &Source::by(by)).await?;
    Ok((held.plan.held - before).or_zero())
}

/// Takes out of a plan what it asks for and its visits may not be asked for: a federal reviewer has
/// one of them. Says how much that was. The caller holds the visit.
pub(crate) async fn rest_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    plan: PlanId,
) -> Result<Money, sqlx::Error> {
    let Some(mut held) = store::lock(tx, practice, plan).await? else { return Ok(Money::ZERO) };
    let amount = held.asks() - store::due(tx, practice, plan).await?;
    if matches!(held.plan.state, State::Finished | State::Cancelled(_)) || !amount.is_positive() {
        return Ok(Money::ZERO);
    }
    let before = held.plan.held;
    follow::take_fact(tx, door, &mut held, Event::Disputed { amount }, &Source::default()).await?;
    Ok((held.plan.held - before).or_zero())
}

/// What was taken out of a plan is answered: a part falls away, a part is the insurer's to decide
/// and stays out until it has, the rest is asked for at the end. What the ledger posts for it
/// comes afterwards.
pub(crate) async fn settle_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    plan: PlanId,
    (out, relief): (Money, Relief),
    by: Option<UserId>,
) -> Result<(), sqlx::Error> {
    let Some(mut held) = store::lock(tx, practice, plan).await? else { return Ok(()) };
    if matches!(held.plan.state, State::Proposed | State::Finished | State::Cancelled(_)) {
        return Ok(());
    }
    // Money that came without a word may have paid what was out.
    let here = out.min((held.plan.held - held.in_review).or_zero());
    let dropped = relief.taken_off.min(here);
    let moved = relief.to_insurer.min(here - dropped);
    let stands = here - dropped - moved;
    if (dropped + stands).is_positive() {
        let source = Source { by, ..Source::default() };
        follow::take_fact(tx, door, &mut held, Event::DisputeSettled { dropped, stands }, &source).await?;
    }
    held.in_review += moved;
    store::save(tx, &held, door.now()).await
}
