//! Autopay: each instalment is taken once, on its day, where the practice is.
//!
//! Any number of processes may do so at once. Who claims a plan has it for a while, but the
//! claim only spares work; what makes a charge happen once is that the payment and the
//! attempts it is for are committed together, under the plan's lock, under a press that
//! follows from plan, instalments, due dates and attempt. The gateway is asked afterwards,
//! under the payment's id. A process that dies between leaves a payment that the payments'
//! own janitor settles; what became of it is picked up here ([`settle`]).

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::AddAssign;

use domain::payment::{Choice, GATEWAY_LEAST};
use domain::plan::{Charge, Decline, Event, Next, Retries};
use domain::{GuarantorId, PaymentId, PlanId, PracticeId};
use sha2::{Digest, Sha256};
use time::{Date, Duration};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::steps::{self, Source};
use super::told::About;
use super::{Attempt, Held, PlanError, Waits, assistance, attempts, charges, papers, policy, store};
use crate::db::{Db, Tx};
use crate::door::Point;
use crate::payments::{self, Gateway, Payer, PaymentState, Prepared, Press, Way, saved};
use crate::{Door, accounts};

/// Nobody takes a claimed plan for so long.
const CLAIM: Duration = Duration::minutes(2);

/// So many plans are claimed at a time.
const BATCH: i64 = 50;

/// So many plans a server takes at once. A charge takes the gateway half a second or more, and it
/// answers a hundred calls a second at most.
pub const AT_ONCE: NonZeroUsize = NonZeroUsize::new(8).unwrap();

/// What a due day came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// Plans looked at.
    pub plans: usize,
    /// Charges that were made, or are on their way.
    pub charged: usize,
    /// Charges that were declined.
    pub declined: usize,
    /// Plans that could not be seen to now.
    pub failed: usize,
}

impl AddAssign for Taken {
    fn add_assign(&mut self, more: Self) {
        self.plans += more.plans;
        self.charged += more.charged;
        self.declined += more.declined;
        self.failed += more.failed;
    }
}

/// Takes what is due today in every practice ([`charge_some`]) until nothing is left.
///
/// # Errors
/// As [`charge_some`].
pub async fn charge_due(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    at_once: NonZeroUsize,
) -> Result<Taken, PlanError> {
    let mut taken = Taken::default();
    loop {
        let some = charge_some(db, door, gateway, at_once).await?;
        taken += some;
        if some.plans == 0 {
            return Ok(taken);
        }
    }
}

/// Takes the first of what is due today in every practice, so many plans `at_once`, because most of the
/// time the gateway is waited for; says what it came to. No plan looked at: nothing is left.
///
/// # Errors
/// The database's word; a gateway without an answer leaves its plan for next time.
pub async fn charge_some(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    at_once: NonZeroUsize,
) -> Result<Taken, PlanError> {
    let mut taken = Taken::default();
    settle(db, door).await?;
    let practices = accounts::practices(&mut db.read().await?).await?;
    for practice in practices {
        let today = door.today_in(&practice.time_zone);
        let now = door.now();
        let mut tx = db.begin().await?;
        let claimed = attempts::claim_due(&mut tx, practice.id, today, (now, now - CLAIM), BATCH).await?;
        tx.commit().await?;
        if claimed.is_empty() {
            continue;
        }
        door.reach(Point::WaitingClaimed).await;
        let mut going = JoinSet::new();
        let looked_at = claimed.len();
        for lane in lanes(claimed, at_once) {
            let (db, door, gateway, practice) = (db.clone(), door.clone(), gateway.clone(), practice.id);
            going.spawn(async move { charge_each(&db, &door, &gateway, practice, &lane, today).await });
        }
        while let Some(lane) = going.join_next().await {
            // What it had left is taken when its claim is over; the others go on.
            taken += lane.unwrap_or_else(|error| {
                tracing::error!(%error, "plans were dropped while they were taken; they will be tried again");
                Taken { failed: 1, ..Taken::default() }
            });
        }
        taken.plans += looked_at;
    }
    Ok(taken)
}

/// Shares plans out. Those of one account are in one lane: two payments of one account would only be in
/// each other's way.
fn lanes(claimed: Vec<(PlanId, GuarantorId)>, at_once: NonZeroUsize) -> Vec<Vec<PlanId>> {
    let mut accounts: BTreeMap<GuarantorId, usize> = BTreeMap::new();
    let mut lanes = vec![Vec::new(); at_once.get().min(claimed.len())];
    for (plan, guarantor) in claimed {
        let place = accounts.len();
        let place = *accounts.entry(guarantor).or_insert(place);
        if let Some(lane) = lanes.get_mut(place % at_once) {
            lane.push(plan);
        }
    }
    lanes
}

/// Takes what is due of each of these plans, one after the other.
async fn charge_each(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    plans: &[PlanId],
    today: Date,
) -> Taken {
    let mut taken = Taken::default();
    for plan in plans {
        match charge(db, door, gateway, practice, *plan, today).await {
            Ok(Some(PaymentState::Paid | PaymentState::Processing)) => taken.charged += 1,
            Ok(Some(_)) => taken.declined += 1,
            Ok(None) => {}
            Err(error) => {
                taken.failed += 1;
                tracing::warn!(%plan, %error, "an instalment could not be taken; it will be tried again");
            }
        }
    }
    taken
}

/// What is to be done with a plan that is due.
enum Due {
    /// Nothing is to be taken (any more).
    Nothing,
    /// This payment is committed, for these instalments.
    Payment(PaymentId),
    /// Another payment of the account is in the way.
    Blocked(Box<payments::Payment>),
    /// Another process was faster: look again.
    Raced,
}

/// Takes what is due of one plan; none when nothing was to be taken.
async fn charge(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    plan: PlanId,
    today: Date,
) -> Result<Option<PaymentState>, PlanError> {
    for _ in 0..8 {
        let mut tx = db.begin().await?;
        let due = begin_in(&mut tx, door, practice, plan, today).await?;
        match due {
            Due::Nothing => {
                attempts::release(&mut tx, practice, plan).await?;
                tx.commit().await?;
                return Ok(None);
            }
            Due::Payment(payment) => {
                tx.commit().await?;
                let state = saved::charge(db, door, gateway, practice, payment).await?;
                let mut tx = db.begin().await?;
                settle_in(&mut tx, door, practice, plan).await?;
                attempts::release(&mut tx, practice, plan).await?;
                tx.commit().await?;
                return Ok(Some(state));
            }
            Due::Blocked(other) => {
                drop(tx);
                payments::close(db, door, gateway, &other).await?;
            }
            Due::Raced => {}
        }
    }
    Ok(None)
}

/// Commits, with the caller's transaction, the payment of what is due.
async fn begin_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    plan: PlanId,
    today: Date,
) -> Result<Due, PlanError> {
    let Some((mut held, visits)) = charges::lock_whole(tx, practice, plan).await? else {
        return Ok(Due::Nothing);
    };
    charges::book_in(tx, door, &mut held, &visits, today).await?;
    let tried = attempts::of_plan(tx, practice, plan).await?;
    if matches!(held.waits, Some(Waits::OverCap | Waits::Look)) {
        return Ok(Due::Nothing);
    }
    if assistance::stands(tx, practice, held.plan.guarantor).await? {
        return put_off(tx, door, held, &tried, today).await;
    }
    let Some(charge) = held.plan.charge_on(today, &barred(&held, &tried, today)) else {
        return put_off(tx, door, held, &tried, today).await;
    };
    if charge.asks_first {
        held.waits = Some(Waits::OverCap);
        papers::notice(tx, &held, About::OverCap, (first_of(&charge), today, 0), door.now()).await?;
        steps::keep(tx, door, &mut held, today).await?;
        return Ok(Due::Nothing);
    }
    let method = match held.saved {
        Some(method) => saved::saved(tx, practice, method).await?,
        None => None,
    };
    let Some(method) = method else {
        held.saved = None;
        steps::take_in(tx, door, &mut held, Event::MethodRemoved, false, &Source::default()).await?;
        return Ok(Due::Nothing);
    };
    // What the patient has sent by themselves, and has not arrived, is not asked for again.
    let amount = charge.amount - attempts::on_its_way(tx, practice, plan).await?;
    if amount < GATEWAY_LEAST {
        return put_off(tx, door, held, &tried, today).await;
    }
    let dates = dates_of(&held, &tried, &charge);
    let payer = Payer { practice, guarantor: held.plan.guarantor, user: held.user };
    let press = Press { id: press_of(plan, &dates), choice: Choice::Amount(amount), spanish: false };
    let visits = store::visits(tx, practice, plan).await?;
    match payments::prepare_in(tx, door, payer, &press, Way::Saved(method.id), Some(&visits)).await {
        Ok(Prepared::Ready(payment)) => {
            for date in dates {
                attempts::insert(tx, &held, date, payment.id, today).await?;
            }
            steps::keep(tx, door, &mut held, today).await?;
            Ok(Due::Payment(payment.id))
        }
        Ok(Prepared::Blocked(other) | Prepared::Met(other)) => Ok(Due::Blocked(Box::new(other))),
        Ok(Prepared::Raced) => Ok(Due::Raced),
        // Less is due than the plan asks: money is on its way.
        Err(payments::PaymentError::Choice(_)) => put_off(tx, door, held, &tried, today).await,
        Err(error) => Err(error.into()),
    }
}

/// Nothing can be taken today: another look on the next day that has something, or tomorrow.
async fn put_off(
    tx: &mut Tx,
    door: &Door,
    mut held: Held,
    tried: &[Attempt],
    today: Date,
) -> Result<Due, PlanError> {
    let days = steps::charge_days(&held, tried);
    let tomorrow = today.next_day().unwrap_or(Date::MAX);
    held.next_due = days.iter().map(|day| (*day).max(tomorrow)).min();
    store::save(tx, &held, door.now()).await?;
    Ok(Due::Nothing)
}

fn first_of(charge: &Charge) -> u32 {
    charge.numbers.first().copied().unwrap_or_default()
}

/// What has been tried and is not to be tried (again) today.
fn barred(held: &Held, tried: &[Attempt], today: Date) -> Vec<(u32, Date)> {
    let again =
        |attempt: &Attempt| attempt.state == "declined" && attempt.next_on.is_some_and(|next| next <= today);
    let of = |one: &domain::plan::Instalment| {
        let latest = attempts::latest(tried, one.number, one.due)?;
        (!again(latest)).then_some((one.number, one.due))
    };
    held.plan.unpaid().filter_map(of).collect()
}

/// The instalments of a charge with their due dates, and which attempt this is for each.
fn dates_of(held: &Held, tried: &[Attempt], charge: &Charge) -> Vec<(u32, Date, i64)> {
    let of = |one: &domain::plan::Instalment| {
        let before = attempts::latest(tried, one.number, one.due).map_or(0, |latest| latest.attempt);
        (one.number, one.due, before + 1)
    };
    held.plan.unpaid().filter(|one| charge.numbers.contains(&one.number)).map(of).collect()
}

/// The press of a charge follows from what it is for.
fn press_of(plan: PlanId, dates: &[(u32, Date, i64)]) -> Uuid {
    let mut hash = Sha256::new().chain_update(plan.0.as_bytes());
    for (number, due, attempt) in dates {
        hash.update(number.to_be_bytes());
        hash.update(due.to_julian_day().to_be_bytes());
        hash.update(attempt.to_be_bytes());
    }
    crate::id_of(&hash.finalize())
}

/// Picks up what became of charges that were left open, by whoever settled them.
///
/// # Errors
/// The database's word.
pub async fn settle(db: &Db, door: &Door) -> Result<(), PlanError> {
    let ended = attempts::ended(&mut db.read().await?, 1_000).await?;
    for (practice, plan) in ended {
        let mut tx = db.begin().await?;
        settle_in(&mut tx, door, practice, plan).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn settle_in(tx: &mut Tx, door: &Door, practice: PracticeId, plan: PlanId) -> Result<(), PlanError> {
    let Some(mut held) = store::lock(tx, practice, plan).await? else { return Ok(()) };
    let tried = attempts::of_plan(tx, practice, plan).await?;
    let mut payments_seen: Vec<PaymentId> = Vec::new();
    for attempt in tried.iter().filter(|attempt| attempt.state == "open") {
        if payments_seen.contains(&attempt.payment_id) {
            continue;
        }
        payments_seen.push(attempt.payment_id);
        let Some(payment) = payments::of_practice(tx, practice, attempt.payment_id).await? else { continue };
        let same: Vec<&Attempt> =
            tried.iter().filter(|one| one.payment_id == attempt.payment_id && one.state == "open").collect();
        match payment.state {
            PaymentState::Paid => {
                for one in same {
                    attempts::end(tx, &held, one, "paid", None).await?;
                }
            }
            PaymentState::Failed if payment.decline.as_deref() == Some(payments::CALLED_BACK) => {
                called_back_in(tx, door, &mut held, &same).await?;
            }
            PaymentState::Failed | PaymentState::Expired => {
                declined_in(tx, door, &mut held, &tried, &same, &payment).await?;
            }
            PaymentState::Intent | PaymentState::Open | PaymentState::Processing => {}
        }
    }
    Ok(())
}

/// Nobody refused anything: what is still to be paid is taken on the next day.
async fn called_back_in(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
    same: &[&Attempt],
) -> Result<(), sqlx::Error> {
    let today = accounts::today_in(tx, door, held.practice).await?;
    for one in same {
        attempts::end(tx, held, one, "declined", Some(payments::CALLED_BACK)).await?;
        attempts::set_next(tx, held, one, today.next_day()).await?;
    }
    steps::keep(tx, door, held, today).await
}

/// Which kind of refusal it was. What the gateway never began to charge, because nobody could
/// reach it for a day, is nobody's fault; what it refused to charge at all has no method.
fn kind_of(payment: &payments::Payment) -> Decline {
    match payment.decline.as_deref() {
        Some("never_charged") => Decline::Unavailable,
        Some(code) => match Decline::from_stripe(code) {
            Decline::Hard if payment.session_id.is_none() => Decline::ExpiredOrDetached,
            kind => kind,
        },
        None => Decline::Hard,
    }
}

async fn declined_in(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
    tried: &[Attempt],
    same: &[&Attempt],
    payment: &payments::Payment,
) -> Result<(), PlanError> {
    let Some(first) = same.first() else { return Ok(()) };
    let kind = kind_of(payment);
    for one in same {
        attempts::end(tx, held, one, "declined", payment.decline.as_deref()).await?;
    }
    let number = u32::try_from(first.number).unwrap_or_default();
    let days: Vec<Date> =
        tried.iter().filter(|one| one.is_of(number, first.due_on)).map(|one| one.tried_on).collect();
    let next_due = held.plan.unpaid().map(|one| one.due).find(|due| *due > first.due_on);
    let today = accounts::today_in(tx, door, held.practice).await?;
    let retries = policy::in_force(tx, held.practice, today).await?.retries();
    let next = retries.next(kind, &days, next_due);
    let again = if let Next::RetryOn(day) = next { Some(day) } else { None };
    for one in same {
        attempts::set_next(tx, held, one, again).await?;
    }
    let (due, attempt) = (first.due_on, first.attempt);
    papers::notice(tx, held, About::Declined, (number, due, attempt), door.now()).await?;
    let source = Source { payment: Some(payment.id), ..Source::default() };
    match steps::take_in(tx, door, held, Event::Declined { number, kind }, false, &source).await {
        Ok(_) => {}
        // The instalment is gone meanwhile: there is nothing to decline any more.
        Err(PlanError::Refused(refused)) => {
            tracing::info!(plan = %held.plan.id, %refused, "a declined instalment is no longer asked for");
        }
        Err(error) => return Err(error),
    }
    held.waits = match next {
        Next::RetryOn(_) => held.waits,
        Next::AskToConfirm => Some(Waits::Confirm),
        Next::AskForMethod => Some(Waits::Method),
        Next::StopAndTell => Some(Waits::Told),
    };
    steps::keep(tx, door, held, today).await?;
    Ok(())
}

/// After a means of payment was replaced: what the old one was declined for is taken with the
/// new one, unless it was tried too often.
pub(super) async fn again_in(tx: &mut Tx, held: &Held, today: Date) -> Result<(), sqlx::Error> {
    let tried = attempts::of_plan(tx, held.practice, held.plan.id).await?;
    for one in held.plan.unpaid().filter(|one| !one.missed) {
        let Some(latest) = attempts::latest(&tried, one.number, one.due) else { continue };
        if latest.state == "declined" && latest.attempt < i64::from(Retries::MOST) {
            attempts::set_next(tx, held, latest, Some(today)).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimed(accounts: &[u128]) -> Vec<(PlanId, GuarantorId)> {
        let plans = (1..).map(|n| PlanId(Uuid::from_u128(n)));
        plans.zip(accounts.iter().map(|n| GuarantorId(Uuid::from_u128(*n)))).collect()
    }

    #[test]
    fn each_plan_is_in_one_lane_and_an_account_with_all_of_its_own() {
        let accounts = [1, 2, 3, 1, 4, 5, 2, 6, 7, 8, 9, 10, 3, 11];
        for at_once in 1..=9 {
            let plans = claimed(&accounts);
            let lanes = lanes(plans.clone(), NonZeroUsize::new(at_once).unwrap());
            assert_eq!(lanes.len(), at_once);
            assert!(lanes.iter().all(|lane| !lane.is_empty()), "{at_once}: {lanes:?}");
            let mut all: Vec<PlanId> = lanes.concat();
            all.sort_unstable();
            assert_eq!(all, plans.iter().map(|(plan, _)| *plan).collect::<Vec<_>>());
            let lane_of = |plan: PlanId| lanes.iter().position(|lane| lane.contains(&plan));
            for (one, account) in &plans {
                let same = plans.iter().filter(|(_, other)| other == account);
                assert!(same.into_iter().all(|(other, _)| lane_of(*other) == lane_of(*one)));
            }
        }
        assert_eq!(lanes(claimed(&[1]), NonZeroUsize::new(8).unwrap()).len(), 1);
    }
}
