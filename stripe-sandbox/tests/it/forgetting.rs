//! What a long run forgets, and what it never does.

use stripe_sandbox::{Settings, Webhook};

use crate::harness::Api;

const ORDER: &str = "mode=payment&success_url=http://shop.test/done&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd&line_items[0][price_data][product_data][name]=x&line_items[0][price_data][unit_amount]=";

async fn pass(api: &Api, seconds: i64) {
    api.control("/clock", &format!(r#"{{"advance": {seconds}}}"#)).await.ok();
}

async fn order(api: &Api, key: &str, cents: i64) -> String {
    let made = api.post_keyed("/v1/checkout/sessions", key, &format!("{ORDER}{cents}")).await.ok();
    made["id"].as_str().unwrap().to_owned()
}

async fn press(api: &Api, session: &str) {
    let card = "number=4242424242424242&expiry=12/34&cvc=123&name=Test";
    assert_eq!(api.send("POST", &format!("/c/pay/{session}"), &[], card).await.status, 303);
}

#[tokio::test]
async fn on_request_events_and_answers_about_finished_objects_go_early_and_the_money_stays() {
    let api = Api::with(Settings { forget_after: Some(600), ..Settings::default() });
    let (paid, open) = (order(&api, "paid", 5_000).await, order(&api, "open", 6_000).await);
    press(&api, &paid).await;
    pass(&api, 500).await;
    assert_eq!(order(&api, "paid", 5_000).await, paid, "not yet");
    assert!(!api.events().await.is_empty());
    pass(&api, 200).await;
    assert!(api.events().await.is_empty());
    assert_ne!(order(&api, "paid", 5_000).await, paid);
    assert_eq!(order(&api, "open", 6_000).await, open, "somebody may still ask for the open one");
    assert_eq!((api.charges().await, api.lines("").await.len()), (1, 1));
    assert_eq!(api.get(&format!("/v1/checkout/sessions/{paid}")).await.ok()["status"], "complete");
}

#[tokio::test]
async fn an_event_that_still_has_to_be_delivered_is_kept() {
    let webhook = Some(Webhook { url: "http://127.0.0.1:9/".into(), secret: "whsec_test".into() });
    let api = Api::with(Settings { forget_after: Some(60), webhook, ..Settings::default() });
    api.paid(5_000).await;
    let told = api.shared.lock().events_after(None);
    pass(&api, 3_600).await;
    assert_eq!(api.shared.lock().events_after(None), told);
    api.shared.lock().outbox.waiting.clear();
    pass(&api, 3_600).await;
    assert!(api.shared.lock().events_after(None).is_empty());
}

#[tokio::test]
async fn otherwise_an_answer_is_kept_for_a_day_and_an_event_for_as_long_as_it_is_listed() {
    let api = Api::new();
    let paid = order(&api, "paid", 5_000).await;
    press(&api, &paid).await;
    pass(&api, 86_000).await;
    assert_eq!(api.shared.lock().keys.count(), 1);
    pass(&api, 1_000).await;
    assert_eq!(api.shared.lock().keys.count(), 0);
    assert!(!api.shared.lock().events_after(None).is_empty());
    pass(&api, 31 * 86_400).await;
    assert!(api.shared.lock().events_after(None).is_empty());
}
