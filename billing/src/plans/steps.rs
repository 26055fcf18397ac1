//! The one way a plan changes: lock it, let the domain answer, append the step, keep the cache.

use domain::plan::{Autopay, Event, Note, Plan, State, Step};
use domain::{Money, PaymentId, PlanId, PracticeId, TransactionId, UserId};
use time::{Date, Duration};

use super::{Attempt, Held, PlanError, Waits, attempts, papers, store};
use crate::db::{Db, Tx};
use crate::{Door, accounts};

/// Days between a notice and the payment it announces.
pub(super) const NOTICE: Duration = Duration::days(3);

/// Where a step comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// Who; none: by itself.
    pub by: Option<UserId>,
    /// The ledger's transaction.
    pub transaction: Option<TransactionId>,
    /// The payment that paid or was given back.
    pub payment: Option<PaymentId>,
}

impl Source {
    /// Somebody asked for it.
    #[must_use]
    pub fn by(user: UserId) -> Self {
        Self { by: Some(user), ..Self::default() }
    }
}

/// What somebody may ask for: a wish, never a fact, nor what has an operation of its own.
fn is_wish(event: &Event) -> bool {
    matches!(
        event,
        Event::Paused { .. }
            | Event::Resumed
            | Event::Skipped
            | Event::Reaged
            | Event::Moved { .. }
            | Event::Defaulted
            | Event::Cured
            | Event::Cancelled
    )
}

/// What a wish would do, before it is asked for: the plan after it and what there is to tell.
///
/// # Errors
/// As [`change`]; [`domain::plan::Refused::NeedsConsent`] says what is worse.
pub async fn preview(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    plan: PlanId,
    event: Event,
    consent: bool,
) -> Result<(Plan, Vec<Note>), PlanError> {
    let held = store::plan(tx, practice, plan).await?.ok_or(PlanError::NotThere)?;
    let on = accounts::today_in(tx, door, practice).await?;
    let outcome = held.plan.apply(&Step { on, event, consent })?;
    Ok((outcome.plan, outcome.notes))
}

/// A patient or a member of staff asks for a change; the caller has found that they may.
/// `seen` is the version of the plan they looked at: what changed since has to be seen first.
///
/// # Errors
/// [`PlanError::Refused`], [`PlanError::NotAWish`], [`PlanError::OfferChanged`] when the plan
/// is not the one they saw.
pub async fn change(
    db: &Db,
    door: &Door,
    by: UserId,
    (practice, plan): (PracticeId, PlanId),
    seen: u32,
    event: Event,
    consent: bool,
) -> Result<(Plan, Vec<Note>), PlanError> {
    if !is_wish(&event) {
        return Err(PlanError::NotAWish);
    }
    let mut tx = db.begin().await?;
    let mut held = store::lock(&mut tx, practice, plan).await?.ok_or(PlanError::NotThere)?;
    if held.plan.version != seen {
        return Err(PlanError::OfferChanged);
    }
    let notes = take_in(&mut tx, door, &mut held, event, consent, &Source::by(by)).await?;
    tx.commit().await?;
    Ok((held.plan, notes))
}

/// The same on a plan that the caller holds.
pub(super) async fn take_in(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
    event: Event,
    consent: bool,
    source: &Source,
) -> Result<Vec<Note>, PlanError> {
    let on = accounts::today_in(tx, door, held.practice).await?;
    let step = Step { on, event, consent };
    let outcome = held.plan.apply(&step)?;
    if outcome.plan == held.plan && outcome.notes.is_empty() {
        return Ok(Vec::new());
    }
    let paid = paid(&outcome.plan) - paid(&held.plan);
    held.seq += 1;
    store::insert_step(tx, held, &step, &outcome.notes, paid, source, door.now()).await?;
    held.plan = outcome.plan;
    held.waits = match step.event {
        Event::MethodRemoved => Some(Waits::Method),
        Event::Declined { .. } | Event::Missed { .. } | Event::Raised { .. } => held.waits,
        _ => None,
    };
    for note in &outcome.notes {
        tell(tx, door, held, on, note).await?;
    }
    keep(tx, door, held, on).await?;
    Ok(outcome.notes)
}

/// What counts as paid, in all.
fn paid(plan: &Plan) -> Money {
    plan.instalments.iter().map(|one| one.paid).sum()
}

/// Keeps the plan as it is held, and when the scheduler has to look at it.
pub(super) async fn keep(tx: &mut Tx, door: &Door, held: &mut Held, on: Date) -> Result<(), sqlx::Error> {
    let attempts = attempts::of_plan(tx, held.practice, held.plan.id).await?;
    held.next_due = charge_days(held, &attempts).into_iter().min();
    held.next_sweep = next_sweep(held, on);
    store::save(tx, held, door.now()).await
}

async fn tell(tx: &mut Tx, door: &Door, held: &Held, on: Date, note: &Note) -> Result<(), sqlx::Error> {
    let due =
        |number: u32| held.plan.instalments.iter().find(|one| one.number == number).map_or(on, |one| one.due);
    let (kind, number, day) = match *note {
        Note::Missed { number, .. } => ("missed", number, due(number)),
        Note::Broken => ("broken", 0, on),
        Note::MethodNeeded => ("method", 0, on),
        Note::Finished => ("finished", 0, on),
        _ => return Ok(()),
    };
    papers::notice(tx, held, kind, (number, day, 0), door.now()).await
}

/// The days on which autopay has something to take.
pub(super) fn charge_days(held: &Held, attempts: &[Attempt]) -> Vec<Date> {
    let runs = matches!(held.plan.state, State::Active | State::AtRisk);
    let takes = matches!(held.plan.autopay, Autopay::On { .. });
    if !runs || !takes || matches!(held.waits, Some(Waits::OverCap | Waits::Look)) {
        return Vec::new();
    }
    let day = |one: &domain::plan::Instalment| match attempts::latest(attempts, one.number, one.due) {
        None => Some(one.due),
        Some(attempt) => attempt.next_on,
    };
    held.plan.unpaid().filter(|one| !one.missed).filter_map(day).collect()
}

/// The next day on which somebody is to be told something, an instalment is missed, or what
/// was left lying about is cleared away.
fn next_sweep(held: &Held, on: Date) -> Option<Date> {
    let tomorrow = |day: Date| day.next_day().unwrap_or(Date::MAX);
    match held.plan.state {
        State::Proposed => Some(tomorrow(held.plan.terms.signed_on)),
        State::Finished | State::Cancelled(_) => held.saved.map(|_| tomorrow(on)),
        State::Paused(_) => None,
        State::Active | State::AtRisk | State::Defaulted => {
            let coming = held.plan.unpaid().filter_map(|one| {
                let notice = one.due.checked_sub(NOTICE).unwrap_or(Date::MIN);
                (notice >= held.swept_on).then(|| notice.max(tomorrow(held.swept_on)))
            });
            let grace = held.plan.unpaid().filter(|one| !one.missed);
            let missed = grace.map(|one| tomorrow(held.plan.grace_until(one.due)));
            coming.chain(missed.filter(|day| *day > held.swept_on)).min()
        }
    }
}
