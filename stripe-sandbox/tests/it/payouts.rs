//! Payouts: sums of their parts, made on request or by schedule, and some fail.

use serde_json::Value;
use stripe_sandbox::Settings;

use crate::harness::Api;

const DAY: i64 = 24 * 60 * 60;

async fn pass(api: &Api, days: i64) {
    api.control("/clock", &format!(r#"{{"advance": {}}}"#, days * DAY)).await.ok();
}

/// Ids and net of a payout's lines, its own aside.
async fn parts(api: &Api, payout: &Value) -> (Vec<String>, i64) {
    let lines = api.lines(&format!("payout={}", payout["id"].as_str().unwrap())).await;
    assert_eq!(lines.iter().map(|line| line["net"].as_i64().unwrap()).sum::<i64>(), 0);
    let parts: Vec<Value> = lines.into_iter().filter(|line| line["type"] != "payout").collect();
    let kinds = parts.iter().map(|part| part["type"].as_str().unwrap().to_owned()).collect();
    (kinds, parts.iter().map(|part| part["net"].as_i64().unwrap()).sum())
}

#[tokio::test]
async fn a_payout_is_the_sum_of_its_parts_and_its_own_line_makes_zero_of_them() {
    let api = Api::new();
    let intent = api.paid(10_000).await;
    api.paid(2_000).await;
    api.post("/v1/refunds", &format!("payment_intent={}&amount=500", intent["id"].as_str().unwrap()))
        .await
        .ok();
    assert_eq!(api.control("/payouts", "").await.status, 400, "card money is available after two days");
    pass(&api, 2).await;
    let payout = api.control("/payouts", "").await.ok();
    let (kinds, sum) = parts(&api, &payout).await;
    assert_eq!(kinds, ["refund", "charge", "charge"]);
    assert_eq!(payout["amount"], sum);
    assert_eq!((api.net().await, api.balance().await), (0, (0, 0)));
}

#[tokio::test]
async fn a_payout_is_on_its_way_for_a_day_and_tells_when_its_parts_are_known() {
    let api = Api::new();
    api.paid(10_000).await;
    pass(&api, 2).await;
    let payout = api.control("/payouts", "").await.ok();
    assert_eq!(
        (payout["status"].clone(), payout["reconciliation_status"].clone()),
        ("in_transit".into(), "completed".into())
    );
    pass(&api, 1).await;
    let path = format!("/v1/payouts/{}", payout["id"].as_str().unwrap());
    assert_eq!(api.get(&path).await.ok()["status"], "paid");
    let events = api.events().await;
    let told: Vec<&str> =
        events.iter().map(String::as_str).filter(|kind| kind.starts_with("payout.")).collect();
    assert_eq!(told, ["payout.created", "payout.reconciliation_completed", "payout.paid"]);
}

#[tokio::test]
async fn a_payout_that_fails_after_it_seemed_paid_is_part_of_the_next_one() {
    let api = Api::new();
    api.paid(10_000).await;
    pass(&api, 2).await;
    let first = api.control("/payouts", "").await.ok();
    pass(&api, 1).await;
    let fail = format!("/payouts/{}/fail", first["id"].as_str().unwrap());
    let failed = api.control(&fail, r#"{"code": "no_account"}"#).await.ok();
    assert_eq!(
        (failed["status"].clone(), failed["failure_code"].clone()),
        ("failed".into(), "no_account".into())
    );
    let back = api
        .get(&format!("/v1/balance_transactions/{}", failed["failure_balance_transaction"].as_str().unwrap()))
        .await
        .ok();
    assert_eq!(
        (back["type"].clone(), back["reporting_category"].clone()),
        ("payout_failure".into(), "payout_reversal".into())
    );
    assert_eq!(
        (back["amount"].clone(), back["source"].clone()),
        (first["amount"].clone(), first["id"].clone())
    );
    assert_eq!(api.control(&fail, "").await.status, 400, "only once");
    let second = api.control("/payouts", "").await.ok();
    assert_eq!(
        parts(&api, &second).await,
        (vec!["payout_failure".to_owned()], second["amount"].as_i64().unwrap())
    );
    assert_eq!(second["amount"], first["amount"]);
}

#[tokio::test]
async fn by_schedule_each_payout_carries_what_was_available_on_its_day_however_far_time_is_moved() {
    let api = Api::with(Settings { payout_every_days: Some(1), ..Settings::default() });
    api.paid(10_000).await;
    pass(&api, 1).await;
    api.paid(2_000).await;
    pass(&api, 30).await;
    let payouts = api.get("/v1/payouts").await.ok();
    let amounts: Vec<&Value> = payouts["data"].as_array().unwrap().iter().map(|one| &one["amount"]).collect();
    assert_eq!(amounts, [1_912, 9_680], "newest first; days without money have none");
    let days: Vec<i64> = payouts["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["created"].as_i64().unwrap() / DAY)
        .collect();
    assert_eq!(days[0] - days[1], 1);
    assert_eq!(api.balance().await, (0, 0));
}

#[tokio::test]
async fn without_a_schedule_nothing_is_paid_out() {
    let api = Api::new();
    api.paid(10_000).await;
    pass(&api, 40).await;
    assert_eq!(api.get("/v1/payouts").await.ok()["data"], Value::Array(Vec::new()));
}
