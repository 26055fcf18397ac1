//! State across restarts, and what a client without rights or with nonsense meets.

use stripe_sandbox::{Settings, start};

use crate::harness::Api;

#[tokio::test]
async fn a_second_start_with_the_same_file_knows_the_sessions_of_the_first() {
    let file = std::env::temp_dir().join(format!("stripe-sandbox-{}.json", std::process::id()));
    let settings = Settings { state: Some(file.clone()), ..Settings::default() };
    let first = start(settings.clone()).await.unwrap();
    let made = first.shared.lock().create("customer", "cus_", serde_json::json!({ "name": "kept" }));
    first.shared.lock().dirty = true;
    first.stop().await;

    let second = start(settings).await.unwrap();
    let id = made["id"].as_str().unwrap();
    assert_eq!(second.shared.lock().store.get("customer", id).unwrap()["name"], "kept");
    assert_ne!(second.shared.lock().ids.fresh("cus_"), id, "ids go on where they were");
    second.stop().await;
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn a_broken_state_file_stops_the_start_with_its_name() {
    let file = std::env::temp_dir().join(format!("stripe-sandbox-broken-{}.json", std::process::id()));
    std::fs::write(&file, "{").unwrap();
    let error = start(Settings { state: Some(file.clone()), ..Settings::default() }).await.unwrap_err();
    assert!(error.to_string().contains("stripe-sandbox-broken"));
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn without_a_test_key_nothing_is_answered() {
    let api = Api::new();
    for headers in
        [&[][..], &[("authorization", "Bearer sk_live_1")][..], &[("authorization", "Bearer ")][..]]
    {
        let refused = api.send("GET", "/v1/charges", headers, "").await;
        assert_eq!(
            (refused.status.as_u16(), refused.json()["error"]["type"].clone()),
            (401, "invalid_request_error".into())
        );
    }
    assert_eq!(
        api.send("GET", "/v1/charges", &[("authorization", "Basic c2tfdGVzdF8xMjM6")], "").await.status,
        200
    );
}

#[tokio::test]
async fn unknown_addresses_objects_and_parameters_are_named_in_the_refusal() {
    let api = Api::new();
    assert_eq!(api.get("/v1/subscriptions").await.status, 404);
    let missing = api.get("/v1/payment_intents/pi_none").await;
    assert_eq!(
        (missing.status.as_u16(), missing.json()["error"]["code"].clone()),
        (404, "resource_missing".into())
    );
    let unknown = api.post("/v1/customers", "favourite_colour=red").await.json();
    assert_eq!(
        (unknown["error"]["code"].clone(), unknown["error"]["param"].clone()),
        ("parameter_unknown".into(), "favourite_colour".into())
    );
}

#[tokio::test]
async fn every_answer_carries_a_request_id_and_the_callers_version() {
    let api = Api::new();
    let answer = api
        .send(
            "GET",
            "/v1/charges",
            &[("authorization", "Bearer sk_test_1"), ("stripe-version", "2026-09-30.endive")],
            "",
        )
        .await;
    assert!(answer.header("request-id").starts_with("req_"));
    assert_eq!(answer.header("stripe-version"), "2026-09-30.endive");
}
