//! What happens without anybody asking: mail leaves, unsettled payments are asked about,
//! kept events are applied. Any number of processes may work side by side: each takes its
//! own share in the database.

use std::sync::Arc;
use std::time::Duration;

use billing::messages;
use billing::payments::{settle_waiting, webhook};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::mail::{self, Road};
use crate::web::Portal;

/// Works until it is told to stop, and finishes what it has begun.
pub async fn run(portal: Arc<Portal>, road: Road, mut stop: watch::Receiver<bool>) {
    let mut often = interval(Duration::from_secs(1));
    let mut seldom = interval(Duration::from_secs(20));
    often.set_missed_tick_behavior(MissedTickBehavior::Delay);
    seldom.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = often.tick() => send_mail(&portal, &road).await,
            _ = seldom.tick() => settle(&portal).await,
        }
    }
}

async fn send_mail(portal: &Portal, road: &Road) {
    let due = match messages::take_due(&portal.db, &portal.door, 10).await {
        Ok(due) => due,
        Err(error) => return tracing::warn!(%error, "the outbox cannot be read"),
    };
    for message in due {
        let outcome = async {
            let mut tx = portal.db.read().await?;
            mail::write(&mut tx, &portal.door, &portal.config.public_url, &message).await
        };
        let sent = match outcome.await {
            Ok(Some(mail)) => road.send(&message.to_address, mail).await.map_err(|error| error.to_string()),
            Ok(None) => Ok(()),
            Err(error) => Err(error.to_string()),
        };
        let recorded = match sent {
            Ok(()) => {
                metrics::counter!("openbalance_messages_sent_total").increment(1);
                messages::sent(&portal.db, &portal.door, message.id, road.keeps()).await
            }
            Err(error) => {
                tracing::warn!(message = %message.id, error, "a message did not leave; it will be tried again");
                messages::not_sent(&portal.db, &portal.door, &message).await
            }
        };
        if let Err(error) = recorded {
            tracing::warn!(message = %message.id, %error, "a message's fate could not be recorded");
        }
    }
}

async fn settle(portal: &Portal) {
    if let Err(error) = webhook::apply_waiting(&portal.db, &portal.door).await {
        tracing::warn!(%error, "kept events cannot be read");
    }
    if let Some(gateway) = &portal.gateway
        && let Err(error) = settle_waiting(&portal.db, &portal.door, gateway).await
    {
        tracing::warn!(%error, "unsettled payments cannot be read");
    }
}
