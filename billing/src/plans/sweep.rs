//! What happens to plans by the calendar: notice before a payment, instalments that are
//! missed, proposals that nobody came back to, means of payment that are no longer needed.
//!
//! What is to be told is kept as notices, each once, until it is told ([`super::told`]).

use domain::PracticeId;
use domain::plan::{Event, NOTICE, State};
use time::Date;
use uuid::Uuid;

use super::charges::{self, Visits};
use super::steps::{self, Source};
use super::told::About;
use super::{Held, PlanError, enrol, papers, store};
use crate::db::{Db, Tx};
use crate::payments::{Gateway, saved};
use crate::{Door, accounts};

/// Looks at every plan whose day has come, in every practice; says at how many. Any number of
/// processes may do so at once.
///
/// # Errors
/// The database's word.
pub async fn sweep(db: &Db, door: &Door, gateway: Option<&Gateway>) -> Result<usize, PlanError> {
    let practices = accounts::practices(&mut db.read().await?).await?;
    let mut swept = 0;
    for practice in practices {
        let today = door.today_in(&practice.time_zone);
        loop {
            let mut tx = db.begin().await?;
            let Some(held) = store::next_to_sweep(&mut tx, practice.id, today).await? else { break };
            let plan = held.plan.id;
            let mut whole = Some((held, Visits::new()));
            if whole.as_ref().is_some_and(|(held, _)| held.plan.terms.bears_charges()) {
                // Visits are held before their plan.
                drop(tx);
                tx = db.begin().await?;
                whole = charges::lock_whole(&mut tx, practice.id, plan).await?;
            }
            let still_due = |held: &Held| held.next_sweep.is_some_and(|day| day <= today);
            // Another process was faster.
            let Some((held, visits)) = whole.filter(|(held, _)| still_due(held)) else { continue };
            match sweep_one_in(&mut tx, door, (held, &visits), today).await {
                Ok(forgotten) => {
                    tx.commit().await?;
                    swept += 1;
                    if let (Some(method), Some(gateway)) = (forgotten, gateway) {
                        forget(db, door, gateway, practice.id, method).await;
                    }
                }
                // One that cannot be swept is looked at again tomorrow, and keeps no other waiting.
                Err(error) => {
                    tracing::error!(%plan, %error, "a plan cannot be swept");
                    drop(tx);
                    let mut tx = db.begin().await?;
                    store::sweep_later(&mut tx, practice.id, plan, today).await?;
                    tx.commit().await?;
                }
            }
        }
    }
    Ok(swept)
}

/// Let go of already; what the gateway does not answer is asked again by the janitor.
async fn forget(db: &Db, door: &Door, gateway: &Gateway, practice: PracticeId, method: Uuid) {
    if let Err(error) = saved::forget_now(db, door, gateway, practice, method).await {
        tracing::warn!(%method, %error, "a means of payment is not forgotten at the gateway yet");
    }
}

async fn sweep_one_in(
    tx: &mut Tx,
    door: &Door,
    (mut held, visits): (Held, &Visits),
    today: Date,
) -> Result<Option<Uuid>, PlanError> {
    let mut forgotten = None;
    match held.plan.state {
        State::Proposed => {
            steps::take_in(tx, door, &mut held, Event::Cancelled, false, &Source::default()).await?;
        }
        State::Finished | State::Cancelled(_) => {
            forgotten = enrol::let_go_in(tx, door, &mut held).await?;
        }
        State::Paused(_) => {}
        State::Active | State::AtRisk | State::Defaulted => {
            announce(tx, door, &held, today).await?;
            miss(tx, door, &mut held, today).await?;
        }
    }
    held.swept_on = today;
    charges::book_in(tx, door, &mut held, visits, today).await?;
    steps::keep(tx, door, &mut held, today).await?;
    if held.next_sweep.is_some_and(|day| day <= today) {
        store::sweep_later(tx, held.practice, held.plan.id, today).await?;
    }
    Ok(forgotten)
}

/// Three days before it is due, each instalment is announced.
async fn announce(tx: &mut Tx, door: &Door, held: &Held, today: Date) -> Result<(), sqlx::Error> {
    for one in held.plan.unpaid() {
        if one.due > today && one.due.checked_sub(NOTICE).is_none_or(|notice| notice <= today) {
            papers::notice(tx, held, About::Coming, (one.number, one.due, 0), door.now()).await?;
        }
    }
    Ok(())
}

async fn miss(tx: &mut Tx, door: &Door, held: &mut Held, today: Date) -> Result<(), PlanError> {
    let over: Vec<u32> = held
        .plan
        .unpaid()
        .filter(|one| !one.missed && held.plan.grace_until(one.due) < today)
        .map(|one| one.number)
        .collect();
    for number in over {
        match steps::take_in(tx, door, held, Event::Missed { number }, false, &Source::default()).await {
            Ok(_) | Err(PlanError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
