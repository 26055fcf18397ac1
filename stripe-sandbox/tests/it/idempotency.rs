//! Idempotency keys, as the product relies on them when an answer is lost.

use crate::harness::Api;

const INTENT: &str = "amount=2500&currency=usd&payment_method=pm_card_visa&confirm=true";

#[tokio::test]
async fn the_same_key_charges_once_and_replays_the_answer() {
    let api = Api::new();
    let first = api.post_keyed("/v1/payment_intents", "key-1", INTENT).await;
    let second = api.post_keyed("/v1/payment_intents", "key-1", INTENT).await;
    assert_eq!(first.ok(), second.ok());
    assert_eq!(first.header("idempotent-replayed"), "");
    assert_eq!(second.header("idempotent-replayed"), "true");
    assert_eq!(second.header("original-request"), first.header("request-id"));
    assert_eq!(api.charges().await, 1);
}

#[tokio::test]
async fn other_parameters_under_the_same_key_are_refused() {
    let api = Api::new();
    api.post_keyed("/v1/payment_intents", "key-1", INTENT).await.ok();
    let other = api.post_keyed("/v1/payment_intents", "key-1", &INTENT.replace("2500", "2600")).await;
    assert_eq!(other.status, 400);
    assert_eq!(other.json()["error"]["type"], "idempotency_error");
    assert_eq!(api.charges().await, 1);
}

#[tokio::test]
async fn a_key_may_be_used_again_after_a_day_of_the_stand_ins_time() {
    let api = Api::new();
    api.post_keyed("/v1/payment_intents", "key-1", INTENT).await.ok();
    api.control("/clock", r#"{"advance": 90000}"#).await.ok();
    let later = api.post_keyed("/v1/payment_intents", "key-1", INTENT).await;
    assert_eq!(later.header("idempotent-replayed"), "");
    assert_eq!(
        api.charges().await,
        2,
        "a retry after 25 hours charges again, which is what the product must guard against"
    );
}

#[tokio::test]
async fn a_decline_is_replayed_but_a_bad_request_may_be_corrected() {
    let api = Api::new();
    let declined = INTENT.replace("pm_card_visa", "pm_card_chargeDeclined");
    let first = api.post_keyed("/v1/payment_intents", "key-1", &declined).await;
    assert_eq!(first.status, 402);
    assert_eq!(api.post_keyed("/v1/payment_intents", "key-1", &declined).await.text, first.text);
    assert_eq!(api.post_keyed("/v1/payment_intents", "key-2", "amount=10&currency=usd").await.status, 400);
    api.post_keyed("/v1/payment_intents", "key-2", INTENT).await.ok();
}

#[tokio::test]
async fn a_key_longer_than_255_characters_is_refused() {
    let api = Api::new();
    let refused = api.post_keyed("/v1/customers", &"k".repeat(256), "").await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["error"]["type"].clone()),
        (400, "idempotency_error".into())
    );
}
