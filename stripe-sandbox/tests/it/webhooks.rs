//! Webhooks over a socket: signed as the product verifies them, retried, duplicated, held.

use axum::http::StatusCode;
use stripe_sandbox::{Running, Settings, Webhook, start};

use crate::harness::Endpoint;

const SECRET: &str = "whsec_test";

async fn sandbox(endpoint: &Endpoint) -> Running {
    let webhook = Some(Webhook { url: endpoint.url.clone(), secret: SECRET.into() });
    start(Settings { webhook, webhook_retry_ms: 1, ..Settings::default() }).await.unwrap()
}

/// Puts one event about a customer into the world.
fn emit(sandbox: &Running, kind: &str) {
    let mut world = sandbox.shared.lock();
    let customer = world.create("customer", "cus_", serde_json::json!({ "metadata": {} }));
    world.emit(kind, &customer);
    drop(world);
    sandbox.shared.bell.notify_one();
}

async fn until(mut condition: impl FnMut() -> bool) {
    while !condition() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_delivery_verifies_with_the_products_own_library() {
    let endpoint = Endpoint::start().await;
    let sandbox = sandbox(&endpoint).await;
    emit(&sandbox, "customer.created");
    until(|| endpoint.received.lock().unwrap().len() == 1).await;
    let received = endpoint.received.lock().unwrap()[0].clone();
    let now = sandbox.shared.lock().now();
    let event = stripe_webhook::Webhook::construct_event_with_timestamp(
        &received.body,
        &received.signature,
        SECRET,
        now,
    )
    .unwrap();
    assert_eq!(event.type_.as_str(), "customer.created");
    for (body, secret, at) in [
        (received.body.replace("customer.created", "customer.deleted"), SECRET, now),
        (received.body.clone(), "whsec_other", now),
        (received.body.clone(), SECRET, now + 400),
    ] {
        assert!(
            stripe_webhook::Webhook::construct_event_with_timestamp(&body, &received.signature, secret, at)
                .is_err()
        );
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn an_endpoint_that_fails_is_tried_until_it_takes_the_event() {
    let endpoint = Endpoint::start().await;
    *endpoint.answer.lock().unwrap() = StatusCode::INTERNAL_SERVER_ERROR;
    let sandbox = sandbox(&endpoint).await;
    emit(&sandbox, "customer.created");
    until(|| endpoint.received.lock().unwrap().len() >= 3).await;
    *endpoint.answer.lock().unwrap() = StatusCode::OK;
    until(|| sandbox.shared.lock().outbox.idle()).await;
    let ids: std::collections::HashSet<String> =
        endpoint.received.lock().unwrap().iter().map(|one| one.body.clone()).collect();
    assert_eq!(ids.len(), 1, "every try is the same event, word for word");
    sandbox.stop().await;
}

#[tokio::test]
async fn duplicates_arrive_and_held_events_wait_for_their_release() {
    let endpoint = Endpoint::start().await;
    let sandbox = sandbox(&endpoint).await;
    sandbox.shared.lock().outbox.mode = stripe_sandbox::webhooks::Mode { duplicate: 4, ..Default::default() };
    emit(&sandbox, "customer.created");
    until(|| endpoint.received.lock().unwrap().len() == 4).await;

    sandbox.shared.lock().outbox.mode = stripe_sandbox::webhooks::Mode { hold: true, ..Default::default() };
    emit(&sandbox, "customer.updated");
    emit(&sandbox, "customer.deleted");
    assert_eq!(sandbox.shared.lock().outbox.waiting.len(), 2);
    {
        let mut guard = sandbox.shared.lock();
        let world = &mut *guard;
        world.outbox.release(stripe_sandbox::webhooks::Order::Reverse, &mut world.ids);
    }
    sandbox.shared.bell.notify_one();
    until(|| endpoint.received.lock().unwrap().len() == 6).await;
    assert_eq!(endpoint.types()[4..], ["customer.deleted", "customer.updated"]);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_simulator_reads_the_same_events_byte_for_byte_and_signs_them_alike() {
    let endpoint = Endpoint::start().await;
    let sandbox = sandbox(&endpoint).await;
    sandbox.shared.lock().clock.freeze(1_700_000_000);
    for kind in ["customer.created", "customer.updated", "customer.deleted"] {
        emit(&sandbox, kind);
        until(|| endpoint.types().last().is_some_and(|last| last == kind)).await;
    }
    let sent = endpoint.received.lock().unwrap().clone();
    sandbox.stop().await;

    let again = start(Settings {
        seed: 1,
        webhook: Some(Webhook { url: endpoint.url, secret: SECRET.into() }),
        ..Settings::default()
    })
    .await
    .unwrap();
    let mut world = again.shared.lock();
    world.clock.freeze(1_700_000_000);
    world.outbox.mode.hold = true;
    for kind in ["customer.created", "customer.updated", "customer.deleted"] {
        let customer = world.create("customer", "cus_", serde_json::json!({ "metadata": {} }));
        world.emit(kind, &customer);
    }
    let read = world.events_after(None);
    assert_eq!(read, sent.iter().map(|one| one.body.clone()).collect::<Vec<_>>());
    assert_eq!(stripe_sandbox::webhooks::signature(SECRET, 1_700_000_000, &read[0]), sent[0].signature);
    let first: serde_json::Value = serde_json::from_str(&read[0]).unwrap();
    assert_eq!(world.events_after(first["id"].as_str()), read[1..]);
}
