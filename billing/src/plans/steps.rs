//! The one way a plan changes: lock it, let the domain answer, append the step, keep the cache.

use domain::plan::{Autopay, EndReason, Event, NOTICE, Note, Plan, Refused, State, Step};
use domain::{Money, PaymentId, PlanId, PracticeId, TransactionId, UserId};
use time::Date;

use super::charges::{self, Visits};
use super::told::About;
use super::{Attempt, Held, PlanError, Waits, attempts, papers, store};
use crate::db::{Db, Tx};
use crate::hooks::news;
use crate::payments::Payer;
use crate::work::{self, WorkKind};
use crate::{Door, accounts};

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

/// A member of staff asks for a change; the caller has found that they may.
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
    let held = charges::lock_whole(&mut tx, practice, plan).await?.ok_or(PlanError::NotThere)?;
    take_seen(tx, door, held, seen, event, consent, by).await
}

/// The same for the patient, of a plan of theirs and of what is theirs to ask for.
///
/// # Errors
/// As [`change`]; [`PlanError::NotThere`] when the plan is somebody else's, and
/// [`domain::plan::Refused::IsPaused`] when somebody else paused it.
pub async fn ask(
    db: &Db,
    door: &Door,
    payer: Payer,
    plan: PlanId,
    seen: u32,
    event: Event,
    consent: bool,
) -> Result<(Plan, Vec<Note>), PlanError> {
    if !is_wish(&event) {
        return Err(PlanError::NotAWish);
    }
    let mut tx = db.begin().await?;
    let held = charges::lock_whole(&mut tx, payer.practice, plan).await?;
    let held = held.filter(|(held, _)| held.plan.guarantor == payer.guarantor).ok_or(PlanError::NotThere)?;
    if !held.0.plan.is_patients_to_ask(&event) {
        return Err(Refused::IsPaused.into());
    }
    take_seen(tx, door, held, seen, event, consent, payer.user).await
}

async fn take_seen(
    mut tx: Tx,
    door: &Door,
    (mut held, visits): (Held, Visits),
    seen: u32,
    event: Event,
    consent: bool,
    by: UserId,
) -> Result<(Plan, Vec<Note>), PlanError> {
    if held.plan.version != seen {
        return Err(PlanError::OfferChanged);
    }
    let notes = take_in(&mut tx, door, &mut held, event, consent, &Source::by(by)).await?;
    let today = accounts::today_in(&mut tx, door, held.practice).await?;
    charges::book_in(&mut tx, door, &mut held, &visits, today).await?;
    tx.commit().await?;
    Ok((held.plan, notes))
}

/// A person has looked at what did not fit: the plan goes on as it stands.
///
/// # Errors
/// [`PlanError::NotThere`] when nothing waited for that.
pub async fn looked(
    db: &Db,
    door: &Door,
    by: UserId,
    (practice, plan): (PracticeId, PlanId),
) -> Result<(), PlanError> {
    let mut tx = db.begin().await?;
    let held = store::lock(&mut tx, practice, plan).await?;
    let mut held = held.filter(|held| held.waits == Some(Waits::Look)).ok_or(PlanError::NotThere)?;
    held.waits = None;
    let today = accounts::today_in(&mut tx, door, practice).await?;
    keep(&mut tx, door, &mut held, today).await?;
    work::close_in(&mut tx, door, practice, WorkKind::PlanLook, &plan.to_string(), Some(by)).await?;
    Ok(tx.commit().await?)
}

fn is_over(state: State) -> bool {
    matches!(state, State::Finished | State::Cancelled(_))
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
    let was = held.plan.state;
    let paid = paid(&outcome.plan) - paid(&held.plan);
    held.seq += 1;
    store::insert_step(tx, held, &step, &outcome.notes, paid, source, door.now()).await?;
    held.plan = outcome.plan;
    held.waits = match step.event {
        Event::MethodRemoved => Some(Waits::Method),
        Event::Declined { .. } | Event::Missed { .. } | Event::Raised { .. } => held.waits,
        // Until a person has looked ([`looked`]).
        _ if held.waits == Some(Waits::Look) && !is_over(held.plan.state) => held.waits,
        _ => None,
    };
    if was != State::Proposed || held.plan.state != State::Cancelled(EndReason::Cancelled) {
        tell(tx, door, held, &step, &outcome.notes, source.by).await?;
    }
    if is_over(held.plan.state) {
        let subject = held.plan.id.to_string();
        work::close_in(tx, door, held.practice, WorkKind::PlanLook, &subject, source.by).await?;
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
    held.next_sweep = if charges::wait(held, on) { Some(on) } else { next_sweep(held, on) };
    store::save(tx, held, door.now()).await
}

/// Keeps what is to be told of a step: what it says itself, and, where it was not the patient's
/// own doing, that the plan is another one than they signed.
async fn tell(
    tx: &mut Tx,
    door: &Door,
    held: &Held,
    step: &Step,
    notes: &[Note],
    by: Option<UserId>,
) -> Result<(), sqlx::Error> {
    let due = |number: u32| {
        held.plan.instalments.iter().find(|one| one.number == number).map_or(step.on, |one| one.due)
    };
    for note in notes {
        news::plan(tx, door, held, note).await?;
        let (about, number, day) = match *note {
            Note::Started => (About::Signed, 0, step.on),
            Note::Missed { number, .. } => (About::Missed, number, due(number)),
            Note::Broken => (About::Broken, 0, step.on),
            Note::MethodNeeded => (About::Method, 0, step.on),
            Note::Finished => (About::Finished, 0, step.on),
            _ => continue,
        };
        papers::notice(tx, held, about, (number, day, 0), door.now()).await?;
    }
    if by != Some(held.user) && changes(step) && !notes.is_empty() {
        papers::notice(tx, held, About::Changed, (held.plan.version, step.on, 0), door.now()).await?;
    }
    Ok(())
}

/// Whether an event may leave the schedule another one than the patient knows, without being a
/// payment of theirs.
fn changes(step: &Step) -> bool {
    matches!(
        step.event,
        Event::Joined { .. }
            | Event::Lowered { .. }
            | Event::Raised { .. }
            | Event::Forgiven { .. }
            | Event::Refunded { .. }
            | Event::ChargedBack { .. }
            | Event::ChargebackWon { .. }
            | Event::Disputed { .. }
            | Event::DisputeSettled { .. }
            | Event::Paused { .. }
            | Event::Resumed
            | Event::Skipped
            | Event::Reaged
            | Event::Moved { .. }
            | Event::Cured
            | Event::Transferred { .. }
            | Event::PracticeLeft
            | Event::Cancelled
    )
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
            let coming = coming.chain(missed.filter(|day| *day > held.swept_on));
            coming.chain(held.plan.charge_days(held.swept_on)).min()
        }
    }
}
