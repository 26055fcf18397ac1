//! Visits of a plan are somebody else's now ([`crate::answering`]): the plan loses them, and ends when
//! nothing that is open stays.
//!
//! Who answers then signs for themselves: a plan's papers name its signer, and so does what the law
//! wants shown before a signature. They are offered what the plan had left ([`left_behind`]).

use std::collections::BTreeSet;

use domain::plan::{Event, Plan, State};
use domain::{GuarantorId, Money, PlanId, PracticeId, UserId, VisitId};

use super::steps::Source;
use super::{PlanError, charges, follow, store};
use crate::db::{Db, Tx};
use crate::{Door, accounts, payments};

/// Plans are read so many at a time.
const PAGE: i64 = 200;

/// A plan and whether it would end, were these visits somebody else's.
///
/// # Errors
/// The database's word.
pub(crate) async fn fate(
    tx: &mut Tx,
    practice: PracticeId,
    plan: PlanId,
    gone: &BTreeSet<VisitId>,
) -> Result<Option<(Plan, bool)>, sqlx::Error> {
    let Some(held) = store::plan(tx, practice, plan).await? else { return Ok(None) };
    let stays = store::open_visits(tx, practice, plan).await?;
    let ends = stays.iter().all(|visit| gone.contains(visit));
    Ok(Some((held.plan, ends)))
}

/// What visits owe of a plan's interest and fees: it does not go along with them.
///
/// # Errors
/// The database's word.
pub(crate) async fn lets_go(
    tx: &mut Tx,
    practice: PracticeId,
    plan: PlanId,
    visits: &[VisitId],
) -> Result<Vec<(VisitId, Money)>, sqlx::Error> {
    let Some(held) = store::plan(tx, practice, plan).await? else { return Ok(Vec::new()) };
    let owed = charges::on_visits(tx, &held, visits).await?;
    Ok(owed.into_iter().map(|(visit, owed)| (visit, owed.total())).collect())
}

/// Visits are about to be somebody else's: what they owe of the plan's interest and fees is not
/// theirs. Where the plan goes on, the sweep books it on the visits that stay. The caller holds
/// the visits.
///
/// # Errors
/// [`PlanError`].
pub(crate) async fn let_go_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    plan: PlanId,
    visits: &[VisitId],
) -> Result<(), PlanError> {
    let Some(mut held) = store::lock(tx, practice, plan).await? else { return Ok(()) };
    let today = accounts::today_in(tx, door, practice).await?;
    Ok(charges::unbook_in(tx, door, &mut held, visits, today).await?)
}

/// The visits have moved; autopay stops in any case. The caller holds the visits.
///
/// # Errors
/// [`PlanError`].
pub(crate) async fn leave_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    plan: PlanId,
    gone: &BTreeSet<VisitId>,
    to: GuarantorId,
) -> Result<(), PlanError> {
    let Some(mut held) = store::lock(tx, practice, plan).await? else { return Ok(()) };
    if matches!(held.plan.state, State::Cancelled(_)) {
        return Ok(());
    }
    let source = Source::by(by);
    let stays = store::open_visits(tx, practice, plan).await?;
    let over = held.plan.state == State::Finished;
    if !over && stays.iter().all(|visit| gone.contains(visit)) {
        follow::take_fact(tx, door, &mut held, Event::Transferred { to }, &source).await?;
        return Ok(());
    }
    // What happens to them from now on is not this plan's.
    for visit in gone {
        store::leave_visit(tx, practice, plan, *visit).await?;
    }
    if over {
        return Ok(());
    }
    if held.plan.state == State::Proposed {
        // It was drawn for all of them.
        follow::take_fact(tx, door, &mut held, Event::Transferred { to }, &source).await?;
        return Ok(());
    }
    follow::take_fact(tx, door, &mut held, Event::AutopayStopped, &source).await?;
    let (owed, pending) = store::owed(tx, practice, plan).await?;
    let dropped = (held.in_review - pending).or_zero();
    if dropped.is_positive() {
        let event = Event::DisputeSettled { dropped, stands: Money::ZERO };
        follow::take_fact(tx, door, &mut held, event, &source).await?;
        held.in_review -= dropped;
        store::save(tx, &held, door.now()).await?;
    }
    let excess = held.asked() - owed;
    if excess.is_positive() {
        follow::take_fact(tx, door, &mut held, Event::Lowered { amount: excess }, &source).await?;
    }
    Ok(())
}

/// Tells every plan of a practice that has not ended what became of the practice; each once. Where
/// that ends it, what autopay has committed and not sent is called back.
///
/// # Errors
/// [`PlanError`]; the plans before the one that failed have heard it.
pub(crate) async fn tell_all(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    event: &Event,
) -> Result<(), PlanError> {
    let mut after = None;
    loop {
        let page = store::after(&mut db.read().await?, practice, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.plan.id);
        for held in
            page.iter().filter(|held| !matches!(held.plan.state, State::Finished | State::Cancelled(_)))
        {
            let mut tx = db.begin().await?;
            if *event == Event::PracticeLeft {
                payments::call_back_in(&mut tx, door, practice, held.plan.id).await?;
            }
            if let Some(mut held) = store::lock(&mut tx, practice, held.plan.id).await?
                && !store::has_step(&mut tx, practice, held.plan.id, event).await?
            {
                follow::take_fact(&mut tx, door, &mut held, event.clone(), &Source::default()).await?;
            }
            tx.commit().await?;
        }
    }
}

/// The latest plan that ended because its visits became this one's, and they still owe for them.
///
/// # Errors
/// The database's word.
pub async fn left_behind(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<PlanId>, sqlx::Error> {
    store::left_behind(tx, practice, guarantor).await
}
