//! Bank debits: booked when they start, cleared, returned before and after that.

use serde_json::Value;

use crate::harness::Api;

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap()
}

async fn cleared(api: &Api, cents: i64) -> String {
    let intent = api.debit(cents, "success").await;
    api.control(&format!("/debits/{}/settle", text(&intent, "id")), "").await.ok();
    text(&intent, "latest_charge").to_owned()
}

/// Type, category and net of every balance transaction, newest first.
async fn books(api: &Api) -> Vec<(String, String, i64)> {
    let read = |line: &Value| {
        (
            text(line, "type").to_owned(),
            text(line, "reporting_category").to_owned(),
            line["net"].as_i64().unwrap(),
        )
    };
    api.lines("").await.iter().map(read).collect()
}

fn line(kind: &str, category: &str, net: i64) -> (String, String, i64) {
    (kind.to_owned(), category.to_owned(), net)
}

#[tokio::test]
async fn a_debit_is_booked_when_it_starts_and_available_when_it_clears() {
    let api = Api::new();
    let intent = api.debit(10_000, "success").await;
    assert_eq!(books(&api).await, [line("payment", "charge", 9_920)]);
    assert_eq!(api.lines("").await[0]["status"], "pending");
    api.control("/clock", r#"{"advance": 2592000}"#).await.ok();
    assert_eq!(api.balance().await, (0, 9_920), "however long it takes");
    api.control(&format!("/debits/{}/settle", text(&intent, "id")), "").await.ok();
    assert_eq!(api.balance().await, (9_920, 0));
    assert_eq!(books(&api).await.len(), 1);
}

#[tokio::test]
async fn a_debit_that_never_clears_is_booked_back_with_its_fee() {
    let api = Api::new();
    let intent = api.debit(10_000, "success").await;
    api.control(&format!("/debits/{}/fail", text(&intent, "id")), "").await.ok();
    assert_eq!(
        books(&api).await,
        [line("payment_failure_refund", "charge_failure", -9_920), line("payment", "charge", 9_920)]
    );
    let charge = api.get(&format!("/v1/charges/{}", text(&intent, "latest_charge"))).await.ok();
    assert_eq!(charge["failure_balance_transaction"], api.lines("").await[0]["id"]);
    assert_eq!(api.balance().await, (0, 0));
}

#[tokio::test]
async fn a_cleared_debit_that_is_returned_is_a_dispute_lost_at_once_that_nobody_can_answer() {
    let api = Api::new();
    let charge = cleared(&api, 10_000).await;
    let lost =
        api.control(&format!("/charges/{charge}/return"), r#"{"code": "debit_not_authorized"}"#).await.ok();
    assert_eq!((text(&lost, "status"), text(&lost, "reason")), ("lost", "debit_not_authorized"));
    assert_eq!(lost["is_charge_refundable"], false);
    assert_eq!(lost["evidence_details"]["due_by"], 0, "Stripe's word for: there is no answering");
    assert_eq!(books(&api).await[0], line("adjustment", "dispute", -11_500));
    let events = api.events().await;
    assert_eq!(
        events[events.len() - 3..],
        ["charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed"]
    );
    let told: Vec<Value> = api
        .shared
        .lock()
        .events_after(None)
        .iter()
        .map(|event| serde_json::from_str::<Value>(event).unwrap())
        .filter(|event| text(event, "type").starts_with("charge.dispute"))
        .collect();
    assert!(told.iter().all(|event| event["data"]["object"]["status"] == "lost"));
    for refused in ["close", ""] {
        let path = format!("/v1/disputes/{}/{refused}", text(&lost, "id"));
        assert_eq!(api.post(path.trim_end_matches('/'), "evidence[receipt]=x").await.status, 400);
    }
    let refund = api.post("/v1/refunds", &format!("charge={charge}")).await;
    assert_eq!(refund.json()["error"]["code"], "charge_disputed");
}

#[tokio::test]
async fn only_what_is_left_of_a_bank_debit_is_returned_and_only_once() {
    let api = Api::new();
    let charge = cleared(&api, 10_000).await;
    let path = format!("/charges/{charge}/return");
    assert_eq!(api.control(&path, r#"{"code": "fraudulent"}"#).await.status, 400);
    assert_eq!(api.control(&path, r#"{"amount": 10001}"#).await.status, 400);
    assert_eq!(api.control(&path, r#"{"amount": 4000}"#).await.ok()["amount"], 4000);
    assert_eq!(api.control(&path, "").await.status, 400);
    let card = api.paid(5_000).await;
    assert_eq!(
        api.control(&format!("/charges/{}/return", text(&card, "latest_charge")), "").await.status,
        400
    );
    assert_eq!(api.control(&format!("/charges/{charge}/dispute"), "").await.status, 400);
}

#[tokio::test]
async fn a_refund_still_pending_when_the_debit_is_returned_fails_and_the_whole_is_taken_once() {
    let api = Api::new();
    let charge = cleared(&api, 10_000).await;
    let refund = api.post("/v1/refunds", &format!("charge={charge}&amount=3000")).await.ok();
    assert_eq!(text(&refund, "status"), "pending");
    let lost = api.control(&format!("/charges/{charge}/return"), "").await.ok();
    assert_eq!(lost["amount"], 10_000);
    let refund = api.get(&format!("/v1/refunds/{}", text(&refund, "id"))).await.ok();
    assert_eq!(text(&refund, "failure_reason"), "charge_for_pending_refund_disputed");
    assert_eq!(api.net().await, 9_920 - 11_500);
}

#[tokio::test]
async fn a_refund_to_a_bank_that_comes_back_keeps_the_type_under_which_it_left() {
    let api = Api::new();
    let charge = cleared(&api, 10_000).await;
    let refund = api.post("/v1/refunds", &format!("charge={charge}&amount=3000")).await.ok();
    api.control("/clock", r#"{"advance": 60}"#).await.ok();
    let failed =
        api.control(&format!("/refunds/{}/fail", text(&refund, "id")), r#"{"code": "declined"}"#).await.ok();
    assert_eq!(text(&failed, "failure_reason"), "declined");
    let lines = books(&api).await;
    assert_eq!(
        lines[..2],
        [line("payment_refund", "refund", 3_000), line("payment_refund", "refund", -3_000)]
    );
    let of_refund = api.lines(&format!("source={}", text(&refund, "id"))).await;
    assert_eq!(of_refund.len(), 2);
}

#[tokio::test]
async fn the_account_that_disputes_does_so_when_its_debit_has_cleared() {
    let api = Api::new();
    let intent = api.debit(10_000, "dispute").await;
    api.control(&format!("/debits/{}/settle", text(&intent, "id")), "").await.ok();
    let disputes = api.get(&format!("/v1/disputes?payment_intent={}", text(&intent, "id"))).await.ok();
    assert_eq!(disputes["data"][0]["status"], "lost");
}

#[tokio::test]
async fn what_is_switched_on_is_offered_where_a_session_names_nothing() {
    let methods = vec!["card".to_owned(), "us_bank_account".to_owned()];
    let api = Api::with(stripe_sandbox::Settings { methods, ..Default::default() });
    let both = api.session(5_000, "").await;
    assert_eq!(both["payment_method_types"], serde_json::json!(["card", "us_bank_account"]));
    assert!(both["allowed_payment_method_types"].is_null());
    let card = api.session(5_000, "&allowed_payment_method_types[]=card").await;
    assert_eq!(card["payment_method_types"], serde_json::json!(["card"]));
}
