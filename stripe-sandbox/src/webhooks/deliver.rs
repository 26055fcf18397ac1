//! The sender: takes what is due, signs it, posts it, and puts back what was not taken.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::task::JoinSet;

use super::{Attempt, Delivery};
use crate::settings::Webhook;
use crate::store::DocExt;
use crate::world::Shared;

type Http = Client<HttpConnector, Full<Bytes>>;

const ANSWER_WITHIN: Duration = Duration::from_secs(10);
const GIVE_UP_AFTER: i64 = 3 * 24 * 60 * 60;
const TICK: Duration = Duration::from_millis(200);

/// Lets time pass and delivers webhooks, for ever.
pub async fn run(shared: Arc<Shared>) {
    let http: Http =
        Client::builder(TokioExecutor::new()).pool_idle_timeout(Duration::from_secs(5)).build_http();
    loop {
        let (due, webhook, wait) = {
            let mut world = shared.lock();
            world.tick();
            let webhook = world.settings.webhook.clone();
            let at_once = world.settings.webhook_concurrency.max(1);
            let due = if webhook.is_some() { world.outbox.take_due(at_once) } else { Vec::new() };
            let wait =
                world.outbox.next_due_in().map_or(TICK, |ms| TICK.min(Duration::from_millis(ms.max(1))));
            (due, webhook, wait)
        };
        match webhook {
            Some(webhook) if !due.is_empty() => {
                let mut sending = JoinSet::new();
                for delivery in due {
                    sending.spawn(deliver(shared.clone(), http.clone(), webhook.clone(), delivery));
                }
                sending.join_all().await;
            }
            _ => {
                tokio::select! {
                    () = shared.bell.notified() => {}
                    () = tokio::time::sleep(wait) => {}
                }
            }
        }
    }
}

async fn deliver(shared: Arc<Shared>, http: Http, webhook: Webhook, mut delivery: Delivery) {
    let (payload, signature, kind) = {
        let mut world = shared.lock();
        let Some(event) = world.store.find("event", &delivery.event) else {
            world.outbox.landed(&delivery.event);
            return;
        };
        let kind = event.text("type").to_owned();
        let payload = super::payload(event);
        let signature = super::signature(&webhook.secret, world.now(), &payload);
        (payload, signature, kind)
    };
    let mut copies = JoinSet::new();
    for _ in 0..delivery.copies {
        copies.spawn(post(http.clone(), webhook.url.clone(), payload.clone(), signature.clone()));
    }
    let results = copies.join_all().await;

    let mut world = shared.lock();
    let mut taken = true;
    for result in results {
        let (delivered, result) = match result {
            Ok(status) => ((200..300).contains(&status), status.to_string()),
            Err(reason) => (false, reason),
        };
        taken &= delivered;
        delivery.last = Some(result.clone());
        world.outbox.note(Attempt { event: delivery.event.clone(), kind: kind.clone(), result, delivered });
    }
    world.outbox.landed(&delivery.event);
    world.dirty = true;
    if taken {
        world.store.touch("event", &delivery.event, |event| event.put("pending_webhooks", 0));
    } else {
        let age = world.now()
            - world.store.find("event", &delivery.event).map_or(i64::MIN / 2, |event| event.int("created"));
        if age <= GIVE_UP_AFTER {
            let pause = world.settings.webhook_retry_ms;
            world.outbox.retry(delivery, pause);
        }
    }
}

async fn post(http: Http, url: String, payload: String, signature: String) -> Result<u16, String> {
    let request = Request::post(url)
        .header("content-type", "application/json; charset=utf-8")
        .header("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        .header("stripe-signature", signature)
        .body(Full::new(Bytes::from(payload)))
        .map_err(|error| error.to_string())?;
    let answered = tokio::time::timeout(ANSWER_WITHIN, async {
        let response = http.request(request).await.map_err(|error| error.to_string())?;
        let status = response.status().as_u16();
        response.into_body().collect().await.map_err(|error| error.to_string())?;
        Ok(status)
    });
    answered.await.unwrap_or_else(|_| Err("no answer within ten seconds".to_owned()))
}
