//! Requested faults: what the product may meet between its three steps.

use std::time::Duration;

use stripe::{ClientBuilder, IdempotencyKey, RequestStrategy, StripeError, StripeRequest};
use stripe_core::payment_intent::CreatePaymentIntent;
use stripe_sandbox::{Settings, start};
use stripe_types::Currency;

use crate::harness::Api;

const INTENT: &str = "amount=2500&currency=usd&payment_method=pm_card_visa&confirm=true";

#[tokio::test]
async fn a_500_before_the_work_charges_nothing_and_may_be_retried() {
    let api = Api::new();
    api.control("/faults", r#"{"path": "/v1/payment_intents", "kind": "error_before"}"#).await.ok();
    let failed = api.post_keyed("/v1/payment_intents", "key-1", INTENT).await;
    assert_eq!((failed.status.as_u16(), failed.json()["error"]["type"].clone()), (500, "api_error".into()));
    assert_eq!(api.charges().await, 0);
    api.post_keyed("/v1/payment_intents", "key-1", INTENT).await.ok();
    assert_eq!(api.charges().await, 1);
}

#[tokio::test]
async fn a_500_after_the_work_is_replayed_although_the_charge_is_there() {
    let api = Api::new();
    api.control("/faults", r#"{"path": "/v1/payment_intents", "kind": "error_after"}"#).await.ok();
    assert_eq!(api.post_keyed("/v1/payment_intents", "key-1", INTENT).await.status, 500);
    let replayed = api.post_keyed("/v1/payment_intents", "key-1", INTENT).await;
    assert_eq!((replayed.status.as_u16(), replayed.header("idempotent-replayed")), (500, "true"));
    assert_eq!(api.charges().await, 1);
}

#[tokio::test]
async fn a_lost_answer_is_found_again_by_the_same_key() {
    let sandbox = start(Settings::default()).await.unwrap();
    sandbox.shared.lock().faults.add(stripe_sandbox::faults::Fault {
        path: "/v1/payment_intents".into(),
        method: Some("POST".into()),
        kind: stripe_sandbox::faults::Failure::DropAfter,
        times: 1,
        delay_ms: 0,
    });
    let client = ClientBuilder::new("sk_test_1").url(format!("{}/", sandbox.url())).build().unwrap();
    let key = || RequestStrategy::Idempotent(IdempotencyKey::new("intent-of-ours").unwrap());
    let create = CreatePaymentIntent::new(2500, Currency::USD).payment_method("pm_card_visa").confirm(true);

    let lost = create.customize().request_strategy(key()).send(&client).await;
    assert!(matches!(lost, Err(StripeError::ClientError(_))), "{lost:?}");
    let found = create.customize().request_strategy(key()).send(&client).await.unwrap();
    assert_eq!(found.amount_received, 2500);
    assert_eq!(sandbox.shared.lock().store.newest_first("charge").count(), 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_slow_answer_meets_the_clients_timeout_and_a_second_use_of_the_key_conflicts() {
    let sandbox = start(Settings::default()).await.unwrap();
    sandbox.shared.lock().faults.add(stripe_sandbox::faults::Fault {
        path: "/v1/payment_intents".into(),
        method: None,
        kind: stripe_sandbox::faults::Failure::Delay,
        times: 1,
        delay_ms: 60_000,
    });
    let client = ClientBuilder::new("sk_test_1")
        .url(format!("{}/", sandbox.url()))
        .timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let key = || RequestStrategy::Idempotent(IdempotencyKey::new("slow").unwrap());
    let create = CreatePaymentIntent::new(2500, Currency::USD).payment_method("pm_card_visa").confirm(true);
    assert!(matches!(
        create.customize().request_strategy(key()).send(&client).await,
        Err(StripeError::Timeout)
    ));
    let conflict = create.customize().request_strategy(key()).send(&client).await.unwrap_err();
    assert!(matches!(conflict, StripeError::Stripe(_, 409)), "{conflict:?}");
}

#[tokio::test]
async fn everything_received_can_be_read_back() {
    let api = Api::new();
    api.session(5000, "&metadata[payment]=0192&client_reference_id=0192").await;
    let log = api.send("GET", "/_sandbox/requests", &[], "").await.ok();
    let request = &log["data"][0];
    assert_eq!(request["path"], "/v1/checkout/sessions");
    assert_eq!(request["params"]["metadata"]["payment"], "0192");
    assert_eq!(request["params"]["line_items"]["0"]["price_data"]["product_data"]["name"], "Your balance");
}
