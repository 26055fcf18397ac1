//! Interest and late fees in the books: what a plan says is owed of them is what its visits owe.
//!
//! A plan knows what of its interest and fees is owed ([`Plan::charges`]); what is booked of them
//! is kept beside it, and only the difference is posted, so that however often anybody looks
//! nothing is booked twice. It is borne by visits that the plan pays. What a transaction in the
//! books makes of a plan is booked within it, on the visits it holds anyway; what the calendar or
//! a person brings about is booked where all the plan's visits are held ([`lock_whole`]). What
//! the visits at hand cannot bear waits for the sweep: what the plan asks for
//! ([`super::Held::asked`]) is reckoned with what is booked, so the two never differ meanwhile.

use std::collections::BTreeMap;

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::plan::{Charges, Plan, State};
use domain::{Money, PlanId, PracticeId, VisitId};
use time::Date;

use super::{Held, store};
use crate::Door;
use crate::db::Tx;
use crate::ledger::{self, Fact, LedgerError, VisitBalance, Writers};

/// Visits that the caller holds, with their balances.
pub(super) type Visits = BTreeMap<VisitId, VisitBalance>;

/// A plan with the visits it pays, all held, in the order of the locks. A plan that can cost
/// nothing beside its principal is held alone.
///
/// # Errors
/// The database's word.
pub(super) async fn lock_whole(
    tx: &mut Tx,
    practice: PracticeId,
    plan: PlanId,
) -> Result<Option<(Held, Visits)>, sqlx::Error> {
    let mut visits = Visits::new();
    let seen = store::plan(tx, practice, plan).await?;
    if seen.is_some_and(|held| held.plan.terms.bears_charges()) {
        ledger::lock_books(tx, practice, Writers::Some).await?;
        for visit in store::visits(tx, practice, plan).await? {
            visits.insert(visit, ledger::lock_balance(tx, practice, visit).await?);
        }
    }
    Ok(store::lock(tx, practice, plan).await?.map(|held| (held, visits)))
}

/// Whether something is owed of a plan's interest and fees that is not booked, or the other way.
pub(super) fn wait(held: &Held, on: Date) -> bool {
    held.plan.state != State::Proposed && held.plan.charges(on, held.charges) != held.charges
}

/// Books what is owed of a plan's interest and fees on a day and is not booked, on visits that
/// the caller holds as it holds the plan; keeps the plan.
///
/// # Errors
/// The database's word.
pub(super) async fn book_in(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
    visits: &Visits,
    on: Date,
) -> Result<(), LedgerError> {
    if !wait(held, on) {
        return Ok(());
    }
    let owed = held.plan.charges(on, held.charges);
    let change = owed - held.charges;
    let mut visits: Visits =
        visits.iter().filter(|(_, at)| at.plan == Some(held.plan.id)).map(|(id, at)| (*id, *at)).collect();
    let Some(entries) = place(&held.plan, &visits, change) else { return Ok(()) };
    visits.retain(|visit, _| entries.iter().any(|entry| entry.visit == Some(*visit)));
    post_in(tx, door, held, (entries, visits), change, on).await
}

/// What visits owe of a plan's unpaid interest and fees, each after what those before it owe.
///
/// # Errors
/// The database's word.
pub(super) async fn on_visits(
    tx: &mut Tx,
    held: &Held,
    visits: &[VisitId],
) -> Result<Vec<(VisitId, Charges)>, sqlx::Error> {
    let mut unpaid = held.charges - held.plan.charges_paid();
    let mut found = Vec::new();
    for visit in visits {
        let there = store::charges::booked_on(tx, held.practice, held.plan.id, *visit).await?;
        let part = |unpaid: Money, there: Money| unpaid.min(there).or_zero();
        let owed =
            Charges { interest: part(unpaid.interest, there.interest), fees: part(unpaid.fees, there.fees) };
        if owed != Charges::default() {
            unpaid = unpaid - owed;
            found.push((*visit, owed));
        }
    }
    Ok(found)
}

/// Takes off what visits, which the caller holds, owe of a plan's interest and fees.
///
/// # Errors
/// The database's word.
pub(super) async fn unbook_in(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
    visits: &[VisitId],
    on: Date,
) -> Result<(), LedgerError> {
    for (visit, owed) in on_visits(tx, held, visits).await? {
        let change = Charges::default() - owed;
        let visits: Visits = [(visit, ledger::lock_balance(tx, held.practice, visit).await?)].into();
        if let Some(entries) = place(&held.plan, &visits, change) {
            post_in(tx, door, held, (entries, visits), change, on).await?;
        }
    }
    Ok(())
}

async fn post_in(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
    (entries, visits): (Vec<Entry>, Visits),
    change: Charges,
    on: Date,
) -> Result<(), LedgerError> {
    let number = held.bookings + 1;
    let fact = Fact::new(Kind::PlanCharge, on, format!("plan-charge:{}:{number}", held.plan.id));
    let entries = Balanced::new(entries)?;
    // The ledger asks plans what they make of what it posts, and this is what one made of it.
    let posted = ledger::post_new_in(tx, door, held.practice, &fact, &entries, visits);
    let transaction = Box::pin(posted).await?;
    held.bookings = number;
    held.charges = held.charges + change;
    store::charges::insert(tx, held, transaction, change).await?;
    Ok(store::save(tx, held, door.now()).await?)
}

/// The entries of a change, newest visit first, and one that a federal reviewer has last: nothing of
/// it is asked for. None when these visits owe less than is to be
/// taken back, so that nobody gets a credit on one visit while owing as much on another.
fn place(plan: &Plan, visits: &Visits, change: Charges) -> Option<Vec<Entry>> {
    let mut newest: Vec<_> = visits.iter().rev().collect();
    newest.sort_by_key(|(_, balance)| balance.federal);
    let mut room: Vec<(VisitId, Money)> =
        newest.into_iter().map(|(visit, balance)| (*visit, balance.patient.or_zero())).collect();
    let mut entries = Vec::new();
    for (account, amount) in [(Account::PlanInterest, change.interest), (Account::LateFees, change.fees)] {
        let mut rest = amount;
        for (visit, left) in &mut room {
            let part = rest.max(-*left);
            if part.is_zero() {
                continue;
            }
            rest -= part;
            *left += part;
            entries.push(
                Entry::new(Account::PatientReceivable, part)
                    .of_visit(*visit, None)
                    .of_guarantor(plan.guarantor),
            );
            entries.push(Entry::new(account, -part).of_visit(*visit, None));
        }
        if !rest.is_zero() {
            return None;
        }
    }
    Some(entries)
}
