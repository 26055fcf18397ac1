//! Money that comes back: refunds and disputes, and the books that must agree.

use serde_json::Value;

use crate::harness::Api;

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap()
}

#[tokio::test]
async fn refunds_never_exceed_the_charge() {
    let api = Api::new();
    let intent = api.paid(10_000).await;
    let id = text(&intent, "id");
    api.post("/v1/refunds", &format!("payment_intent={id}&amount=6000")).await.ok();
    let too_much = api.post("/v1/refunds", &format!("payment_intent={id}&amount=4001")).await;
    assert_eq!(too_much.status, 400);
    assert!(
        text(&too_much.json()["error"], "message")
            .contains("greater than unrefunded amount on charge ($40.00)")
    );
    api.post("/v1/refunds", &format!("payment_intent={id}")).await.ok();
    let again = api.post("/v1/refunds", &format!("payment_intent={id}")).await;
    assert_eq!(again.json()["error"]["code"], "charge_already_refunded");
    let charge = api.get(&format!("/v1/charges/{}", text(&intent, "latest_charge"))).await.ok();
    assert_eq!((charge["amount_refunded"].clone(), charge["refunded"].clone()), (10_000.into(), true.into()));
}

#[tokio::test]
async fn a_refund_that_fails_later_gives_the_money_and_the_room_back() {
    let api = Api::new();
    let intent = api
        .post(
            "/v1/payment_intents",
            "amount=5000&currency=usd&payment_method=pm_card_refundFail&confirm=true",
        )
        .await
        .ok();
    let before = api.net().await;
    let refund = api.post("/v1/refunds", &format!("payment_intent={}", text(&intent, "id"))).await.ok();
    assert_eq!(refund["status"], "succeeded");
    api.control("/clock", r#"{"advance": 60}"#).await.ok();
    let failed = api.get(&format!("/v1/refunds/{}", text(&refund, "id"))).await.ok();
    assert_eq!(failed["status"], "failed");
    assert_eq!(api.net().await, before);
    assert!(api.events().await.contains(&"refund.failed".to_owned()));
    api.post("/v1/refunds", &format!("payment_intent={}", text(&intent, "id"))).await.ok();
}

#[tokio::test]
async fn a_dispute_takes_the_money_and_fee_and_winning_returns_only_the_money() {
    let api = Api::new();
    let intent = api
        .post(
            "/v1/payment_intents",
            "amount=8000&currency=usd&payment_method=pm_card_createDispute&confirm=true",
        )
        .await
        .ok();
    let before = net_after_charge(8000);
    let dispute = api.get(&format!("/v1/disputes?payment_intent={}", text(&intent, "id"))).await.ok()["data"]
        [0]
    .clone();
    assert_eq!(dispute["status"], "needs_response");
    assert_eq!(api.net().await, before - 8000 - 1500);
    let refused = api.post("/v1/refunds", &format!("payment_intent={}", text(&intent, "id"))).await;
    assert_eq!(refused.json()["error"]["code"], "charge_disputed");
    let won =
        api.control(&format!("/disputes/{}/resolve", text(&dispute, "id")), r#"{"won": true}"#).await.ok();
    assert_eq!(won["status"], "won");
    assert_eq!(api.net().await, before - 1500);
    let events = api.events().await;
    let order: Vec<&str> =
        events.iter().map(String::as_str).filter(|kind| kind.starts_with("charge.dispute")).collect();
    assert_eq!(
        order,
        [
            "charge.dispute.created",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.funds_reinstated",
            "charge.dispute.closed"
        ]
    );
    assert_eq!(api.post(&format!("/v1/disputes/{}/close", text(&dispute, "id")), "").await.status, 400);
}

fn net_after_charge(cents: i64) -> i64 {
    cents - (cents * 29 / 1000 + 30)
}

#[tokio::test]
async fn answering_a_dispute_costs_a_fee_of_its_own_that_winning_returns() {
    let api = Api::new();
    for (evidence, lines) in [("winning_evidence", vec![1500, -1500]), ("losing_evidence", vec![-1500])] {
        api.control("/reset", "").await.ok();
        let intent = api.paid(8000).await;
        let charge = text(&intent, "latest_charge").to_owned();
        let dispute = api.control(&format!("/charges/{charge}/dispute"), "").await.ok();
        let answer = format!("evidence[uncategorized_text]={evidence}&submit=true");
        api.post(&format!("/v1/disputes/{}", text(&dispute, "id")), &answer).await.ok();
        let fees = api.lines("type=stripe_fee").await;
        assert_eq!(fees.iter().map(|line| line["net"].as_i64().unwrap()).collect::<Vec<_>>(), lines);
        assert!(fees.iter().all(|line| line["source"].is_null() && line["reporting_category"] == "fee"));
    }
}

#[tokio::test]
async fn on_some_contracts_winning_returns_the_fee_too() {
    let api = Api::new();
    let intent = api.paid(8000).await;
    let before = api.net().await;
    let dispute = api.control(&format!("/charges/{}/dispute", text(&intent, "latest_charge")), "").await.ok();
    let path = format!("/disputes/{}/resolve", text(&dispute, "id"));
    let won = api.control(&path, r#"{"won": true, "fee_returned": true}"#).await.ok();
    assert_eq!(won["balance_transactions"][1]["fee"], -1500);
    assert_eq!(won["balance_transactions"][1]["reporting_category"], "dispute_reversal");
    assert_eq!(api.net().await, before);
}

#[tokio::test]
async fn closing_a_dispute_loses_it() {
    let api = Api::new();
    let intent = api.paid(3000).await;
    let dispute =
        api.control(&format!("/charges/{}/dispute", text(&intent, "latest_charge")), "{}").await.ok();
    let closed = api.post(&format!("/v1/disputes/{}/close", text(&dispute, "id")), "").await.ok();
    assert_eq!(closed["status"], "lost");
}

#[tokio::test]
async fn off_session_a_card_that_wants_authentication_is_refused_unless_it_was_set_up() {
    let api = Api::new();
    let customer = api.post("/v1/customers", "").await.ok();
    let customer = text(&customer, "id");
    let charge = |method: &str| {
        format!(
            "amount=2000&currency=usd&customer={customer}&payment_method={method}&confirm=true&off_session=true"
        )
    };
    let refused = api.post("/v1/payment_intents", &charge("pm_card_authenticationRequired")).await;
    let error = refused.json()["error"].clone();
    assert_eq!((refused.status.as_u16(), error["code"].clone()), (402, "authentication_required".into()));
    assert_eq!(error["payment_intent"]["status"], "requires_payment_method");

    let saved = api
        .post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", &format!("customer={customer}"))
        .await
        .ok();
    let declined = api.post("/v1/payment_intents", &charge(text(&saved, "id"))).await;
    assert_eq!(declined.json()["error"]["decline_code"], "generic_decline");
    api.post(&format!("/v1/payment_methods/{}/detach", text(&saved, "id")), "").await.ok();
    let detached = api
        .post(&format!("/v1/payment_methods/{}/attach", text(&saved, "id")), &format!("customer={customer}"))
        .await;
    assert_eq!(detached.status, 400);
}

#[tokio::test]
async fn a_manual_capture_holds_first_and_takes_no_more_than_was_held() {
    let api = Api::new();
    let intent = api
        .post(
            "/v1/payment_intents",
            "amount=2000&currency=usd&payment_method=pm_card_visa&confirm=true&capture_method=manual",
        )
        .await
        .ok();
    assert_eq!(intent["status"], "requires_capture");
    assert_eq!(api.net().await, 0);
    let path = format!("/v1/payment_intents/{}/capture", text(&intent, "id"));
    assert_eq!(api.post(&path, "amount_to_capture=2001").await.status, 400);
    assert_eq!(api.post(&path, "amount_to_capture=1500").await.ok()["amount_received"], 1500);
}

#[tokio::test]
async fn an_event_can_be_listed_for_thirty_days() {
    let api = Api::new();
    api.paid(1000).await;
    api.control("/clock", r#"{"advance": 2505600}"#).await.ok();
    assert!(!api.events().await.is_empty(), "day 29");
    api.control("/clock", r#"{"advance": 172800}"#).await.ok();
    assert!(api.events().await.is_empty(), "day 31");
    let books = api.get("/v1/balance_transactions").await.ok();
    assert_eq!(books["data"].as_array().unwrap().len(), 1, "only the books still tell");
}
