//! What happens without anybody asking: mail leaves, unsettled payments and refunds are
//! asked about, kept events are applied, credits follow the practice's policy, and the
//! gateway's account is read. Any number of processes may work side by side: each takes its
//! own share in the database.

use std::sync::Arc;
use std::time::Duration;

use billing::accounts::Practice;
use billing::api_keys::once;
use billing::denials::backfill;
use billing::disputes::act;
use billing::hooks::send::{self, Sender};
use billing::messages::Message;
use billing::pay_links::{batches, guard};
use billing::payments::{self, Gateway, saved, together, webhook};
use billing::plans::{charge, staff, sweep, told};
use billing::statements::{notices, runs};
use billing::{accounts, credits, leaving, merging, messages, reconcile, refunds};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::mail::{self, Road};
use crate::web::Portal;

/// Accounts of statement runs that are dealt with in one go.
const STATEMENTS: usize = 500;

/// Works until it is told to stop, and finishes what it has begun.
pub async fn run(portal: Arc<Portal>, road: Road, mut stop: watch::Receiver<bool>) {
    let road = Arc::new(road);
    let mut often = interval(tick(Duration::from_secs(1)));
    let mut seldom = interval(tick(Duration::from_secs(20)));
    let mut rarely = interval(tick(Duration::from_secs(600)));
    often.set_missed_tick_behavior(MissedTickBehavior::Delay);
    seldom.set_missed_tick_behavior(MissedTickBehavior::Delay);
    rarely.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = often.tick() => send_all_mail(&portal, &road, &stop).await,
            _ = seldom.tick() => {
                settle(&portal).await;
                state_all(&portal, &road, &stop, STATEMENTS).await;
                measure(&portal).await;
            }
            _ = rarely.tick() => {
                move_credits(&portal).await;
                forget_answers(&portal).await;
                settle_promises(&portal).await;
                learn_accounts(&portal).await;
                catch_up_refusals(&portal).await;
                let_practices_go(&portal).await;
            }
        }
    }
}

/// Tells other programs what happened, until it is told to stop. Apart from the rest: an endpoint
/// may take its time.
pub async fn tell(portal: Arc<Portal>, mut stop: watch::Receiver<bool>) {
    let sender = Sender::new(portal.config.webhooks);
    let mut often = interval(tick(Duration::from_secs(1)));
    often.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = often.tick() => {}
        }
        while !*stop.borrow() {
            match send::send_due(&portal.db, &portal.door, &sender).await {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "webhooks cannot be read");
                    break;
                }
            }
        }
    }
}

/// Takes the instalments that are due, until it is told to stop. Apart from the rest: on a large day
/// it goes on for an hour, and letters leave meanwhile.
pub async fn charge(portal: Arc<Portal>, mut stop: watch::Receiver<bool>) {
    let Some(gateway) = &portal.gateway else { return };
    let mut seldom = interval(tick(Duration::from_secs(20)));
    seldom.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = seldom.tick() => {}
        }
        while !*stop.borrow() {
            match charge::charge_some(&portal.db, &portal.door, gateway, charge::AT_ONCE).await {
                Ok(taken) if taken.plans == 0 => break,
                Ok(taken) => {
                    metrics::counter!("openbalance_instalments_charged_total")
                        .increment(taken.charged as u64);
                    metrics::counter!("openbalance_instalments_declined_total")
                        .increment(taken.declined as u64);
                }
                Err(error) => {
                    tracing::warn!(%error, "instalments that are due cannot be read");
                    break;
                }
            }
        }
    }
}

/// What an older program refused while it was replaced becomes work too.
async fn catch_up_refusals(portal: &Portal) {
    if let Err(error) = backfill::open_all(&portal.db, &portal.door).await {
        tracing::warn!(%error, "what insurers refused cannot be looked through");
    }
}

/// Practices whose last day here is over ask for nothing any more; those that become part of
/// another one are called what they are called then.
async fn let_practices_go(portal: &Portal) {
    if let Err(error) = leaving::run(&portal.db, &portal.door).await {
        tracing::warn!(%error, "a practice could not leave; it will be tried again");
    }
    if let Err(error) = merging::run(&portal.db, &portal.door).await {
        tracing::warn!(%error, "a practice could not be merged; it will be tried again");
    }
}

/// Forgets what was answered to named requests a day ago.
async fn forget_answers(portal: &Portal) {
    if let Err(error) = once::forget(&portal.db, &portal.door).await {
        tracing::warn!(%error, "answers to named requests cannot be forgotten");
    }
}

/// Makes accounts searchable that a program of an earlier version wrote beside this one.
async fn learn_accounts(portal: &Portal) {
    if let Err(error) = accounts::catch_up(&portal.db).await {
        tracing::warn!(%error, "accounts could not be made searchable");
    }
}

/// How often something is done. A torture, which cannot wait, may ask a debug build for
/// `TORTURE_TICK_MS`.
fn tick(usual: Duration) -> Duration {
    let asked = std::env::var("TORTURE_TICK_MS").ok().filter(|_| cfg!(debug_assertions));
    asked
        .and_then(|millis| millis.parse().ok())
        .map_or(usual, |millis| usual.min(Duration::from_millis(millis)))
}

/// How many messages are taken, and sent side by side: a mail server takes its time over each
/// connection, and does not mind a few.
const BATCH: i64 = 10;

/// How many batches leave before the worker looks after other things again.
const BATCHES: usize = 50;

/// Sends what is due, until nothing is or the order to stop comes.
async fn send_all_mail(portal: &Arc<Portal>, road: &Arc<Road>, stop: &watch::Receiver<bool>) {
    for _ in 0..BATCHES {
        if !send_mail(portal, road).await || *stop.borrow() {
            return;
        }
    }
}

/// Sends one batch; says whether there may be more.
async fn send_mail(portal: &Arc<Portal>, road: &Arc<Road>) -> bool {
    let due = match messages::take_due(&portal.db, &portal.door, BATCH).await {
        Ok(due) => due,
        Err(error) => {
            tracing::warn!(%error, "the outbox cannot be read");
            return false;
        }
    };
    let full = i64::try_from(due.len()).is_ok_and(|taken| taken == BATCH);
    let mut sending = JoinSet::new();
    for message in due {
        let (portal, road) = (portal.clone(), road.clone());
        sending.spawn(async move { send_one(&portal, &road, &message).await });
    }
    while let Some(ended) = sending.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a message was dropped while it was sent; it will be tried again");
        }
    }
    full
}

/// Says how much mail is behind its time.
async fn measure(portal: &Portal) {
    match messages::count_due(&portal.db, &portal.door).await {
        Ok(due) => metrics::gauge!("openbalance_messages_due").set(u32::try_from(due).unwrap_or(u32::MAX)),
        Err(error) => tracing::warn!(%error, "the outbox cannot be counted"),
    }
}

async fn send_one(portal: &Portal, road: &Road, message: &Message) {
    let outcome = async {
        let mut tx = portal.db.read().await?;
        mail::write(&mut tx, &portal.door, &portal.config.public_url, message).await
    };
    let recorded = match outcome.await {
        Ok(Some(mail)) => match road.send(&message.to_address, mail).await {
            Ok(()) => left(portal, road, message).await,
            Err(error) if error.is_for_good() => {
                tracing::warn!(message = %message.id, %error, "a message cannot be delivered; it is not tried again");
                metrics::counter!("openbalance_messages_refused_total").increment(1);
                messages::refused(&portal.db, &portal.door, message).await
            }
            Err(error) => {
                tracing::warn!(message = %message.id, %error, "a message did not leave; it will be tried again");
                messages::not_sent(&portal.db, &portal.door, message).await
            }
        },
        Ok(None) => left(portal, road, message).await,
        Err(error) => {
            tracing::warn!(message = %message.id, %error, "a message could not be written; it will be tried again");
            messages::not_sent(&portal.db, &portal.door, message).await
        }
    };
    if let Err(error) = recorded {
        tracing::warn!(message = %message.id, %error, "a message's fate could not be recorded");
    }
}

async fn left(portal: &Portal, road: &Road, message: &Message) -> Result<(), billing::sqlx::Error> {
    metrics::counter!("openbalance_messages_sent_total").increment(1);
    messages::sent(&portal.db, &portal.door, message.id, road.keeps()).await
}

/// Carries statement runs to their end, so many accounts in one go: a long one goes on at once,
/// mail leaves in between.
async fn state_all(portal: &Arc<Portal>, road: &Arc<Road>, stop: &watch::Receiver<bool>, go: usize) {
    while state(portal, go).await && !*stop.borrow() {
        send_all_mail(portal, road, stop).await;
    }
}

/// Runs that are due are made, released ones carried out, and notices sent; says whether
/// there may be more to carry out.
async fn state(portal: &Portal, go: usize) -> bool {
    let (db, door) = (&portal.db, &portal.door);
    let mut more = false;
    for practice in practices(portal).await {
        if let Err(error) = runs::make_if_due(db, door, practice.id).await {
            tracing::warn!(practice = %practice.id, %error, "a statement run could not be made");
        }
        match runs::work(db, door, practice.id, go).await {
            Ok(dealt) => {
                more |= dealt == go;
                metrics::counter!("openbalance_statements_total").increment(dealt as u64);
            }
            Err(error) => {
                tracing::warn!(practice = %practice.id, %error, "a statement run stopped; it goes on by itself");
            }
        }
    }
    for practice in practices(portal).await {
        match batches::work(db, door, practice.id, go).await {
            Ok(dealt) => more |= dealt == go,
            Err(error) => {
                tracing::warn!(practice = %practice.id, %error, "a batch of links stopped; it goes on by itself");
            }
        }
    }
    if let Err(error) = notices::send_due(db, door).await {
        tracing::warn!(%error, "notices of statements could not be sent");
    }
    more
}

/// Every practice; none when the database does not say.
async fn practices(portal: &Portal) -> Vec<Practice> {
    let practices = async {
        let mut tx = portal.db.read().await?;
        accounts::practices(&mut tx).await
    };
    practices.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "practices cannot be read");
        Vec::new()
    })
}

async fn settle(portal: &Portal) {
    let (db, door) = (&portal.db, &portal.door);
    if let Err(error) = webhook::apply_waiting(db, door).await {
        tracing::warn!(%error, "kept events cannot be read");
    }
    if let Some(gateway) = &portal.gateway {
        ask(portal, gateway).await;
    }
    if let Err(error) = sweep::sweep(db, door, portal.gateway.as_ref()).await {
        tracing::warn!(%error, "plans cannot be looked at");
    }
    if let Err(error) = told::send_due(db, door).await {
        tracing::warn!(%error, "what is to be told about plans cannot be told");
    }
    if let Err(error) = act::close_over(db, door).await {
        tracing::warn!(%error, "disputes that are over cannot be closed");
    }
    if let Err(error) = payments::flag_unknown(db, door).await {
        tracing::warn!(%error, "what nobody knows of cannot be put before a person");
    }
}

/// What only the gateway can answer.
async fn ask(portal: &Portal, gateway: &Gateway) {
    let (db, door) = (&portal.db, &portal.door);
    if let Err(error) = payments::settle_waiting(db, door, gateway).await {
        tracing::warn!(%error, "unsettled payments cannot be read");
    }
    if let Err(error) = together::go_on_with_waiting(db, door, gateway).await {
        tracing::warn!(%error, "presses for several accounts cannot be read");
    }
    if let Err(error) = saved::forget_waiting(db, door, gateway).await {
        tracing::warn!(%error, "cards to be forgotten cannot be read");
    }
    if let Err(error) = guard::close_pages(db, door, gateway).await {
        tracing::warn!(%error, "pages of stopped pay links cannot be read");
    }
    if let Err(error) = refunds::send_waiting(db, door, gateway).await {
        tracing::warn!(%error, "refunds cannot be read");
    }
    match reconcile::run_if_due(db, door, gateway).await {
        Ok(Some(reading)) => {
            tracing::info!(
                new = reading.new,
                recovered = reading.recovered,
                open = reading.open,
                "the gateway's account was read"
            );
            metrics::counter!("openbalance_reconciled_lines_total").increment(reading.new as u64);
            metrics::counter!("openbalance_recovered_lines_total").increment(reading.recovered as u64);
        }
        Ok(None) => {}
        Err(error) => {
            tracing::warn!(%error, "the gateway's account could not be read; it will be tried again")
        }
    }
}

/// Lets every practice's policy act on its credits.
async fn move_credits(portal: &Portal) {
    for practice in practices(portal).await {
        if let Err(error) = credits::run(&portal.db, &portal.door, practice.id).await {
            tracing::warn!(practice = %practice.id, %error, "credits could not be moved");
        }
    }
}

/// Promises to pay are kept or broken.
async fn settle_promises(portal: &Portal) {
    for practice in practices(portal).await {
        let settled = async {
            let mut tx = portal.db.begin().await?;
            staff::settle_promises_in(&mut tx, &portal.door, practice.id).await?;
            tx.commit().await
        };
        if let Err(error) = settled.await {
            tracing::warn!(practice = %practice.id, %error, "promises cannot be settled");
        }
    }
}

#[cfg(test)]
mod tests;
