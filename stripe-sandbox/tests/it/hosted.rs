//! The hosted page: every way a press of Pay can end.

use serde_json::Value;

use crate::harness::{Answer, Api};

const CARD: &str = "&expiry=12/34&cvc=123&name=Test+Person";

fn page(session: &Value) -> String {
    format!("/c/pay/{}", session["id"].as_str().unwrap())
}

async fn press(api: &Api, session: &Value, number: &str) -> Answer {
    api.send("POST", &page(session), &[], &format!("number={number}{CARD}")).await
}

async fn again(api: &Api, session: &Value) -> Value {
    api.get(&format!("/v1/checkout/sessions/{}", session["id"].as_str().unwrap())).await.ok()
}

#[tokio::test]
async fn the_page_says_what_is_paid_to_whom_and_that_it_is_a_test() {
    let api = Api::new();
    let session = api.session(123_450, "").await;
    assert_eq!(session["url"], format!("http://sandbox.test{}", page(&session)));
    let shown = api.send("GET", &page(&session), &[], "").await;
    for part in ["no real money", "Test merchant", "$1,234.50", "Your balance", "http://shop.test/back"] {
        assert!(shown.text.contains(part), "{part}");
    }
    assert!(!shown.text.contains("<script"));
}

#[tokio::test]
async fn the_page_speaks_the_sessions_language() {
    let api = Api::new();
    let session = api.session(5000, "&locale=es").await;
    let shown = api.send("GET", &page(&session), &[], "").await.text;
    assert!(shown.contains(r#"<html lang="es">"#) && shown.contains("no es dinero real"));
}

#[tokio::test]
async fn a_good_card_pays_and_returns_to_the_product() {
    let api = Api::new();
    let session =
        api.session(5000, "&payment_intent_data[metadata][payment]=0192&metadata[payment]=0192").await;
    assert_eq!(
        (session["payment_intent"].clone(), session["payment_status"].clone()),
        (Value::Null, "unpaid".into())
    );
    let paid = press(&api, &session, "4242 4242 4242 4242").await;
    assert_eq!(paid.status, 303);
    assert_eq!(
        paid.header("location"),
        format!("http://shop.test/done?s={}", session["id"].as_str().unwrap())
    );
    let session = again(&api, &session).await;
    assert_eq!(
        (session["status"].clone(), session["payment_status"].clone(), session["url"].clone()),
        ("complete".into(), "paid".into(), Value::Null)
    );
    let intent =
        api.get(&format!("/v1/payment_intents/{}", session["payment_intent"].as_str().unwrap())).await.ok();
    assert_eq!(
        (intent["amount_received"].clone(), intent["metadata"]["payment"].clone()),
        (5000.into(), "0192".into())
    );
    assert!(!intent.to_string().contains("_session\""), "the stand-in's own notes stay inside");
    let events = api.events().await;
    assert_eq!(events.last().unwrap(), "checkout.session.completed");
    assert!(
        events.contains(&"payment_intent.succeeded".to_owned())
            && events.contains(&"charge.succeeded".to_owned())
    );
}

#[tokio::test]
async fn two_presses_pay_once_and_both_land_on_the_receipt() {
    let api = Api::new();
    let session = api.session(5000, "").await;
    let (first, second) =
        tokio::join!(press(&api, &session, "4242424242424242"), press(&api, &session, "4242424242424242"));
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(api.charges().await, 1);
    let shown = api.send("GET", &page(&session), &[], "").await;
    assert!(shown.text.contains("will not be charged again"));
}

#[tokio::test]
async fn a_refused_card_says_why_beside_its_field_and_another_card_still_pays() {
    let api = Api::new();
    let session = api.session(5000, "").await;
    for (number, says) in [
        ("4000000000000002", "The card was declined."),
        ("4000000000009995", "does not have enough money"),
        ("4000000000000069", "The card has expired."),
    ] {
        let refused = press(&api, &session, number).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(says), "{number}");
        assert!(
            refused.text.contains(r#"value="Test Person""#) && !refused.text.contains(number),
            "the name stays, the number does not"
        );
    }
    assert_eq!(again(&api, &session).await["status"], "open");
    assert_eq!(press(&api, &session, "4242424242424242").await.status, 303);
    let intents = api.get("/v1/payment_intents").await.ok();
    assert_eq!(intents["data"].as_array().unwrap().len(), 1, "one intent, four tries");
}

#[tokio::test]
async fn mistakes_are_named_without_a_charge() {
    let api = Api::new();
    let session = api.session(5000, "").await;
    let wrong = api.send("POST", &page(&session), &[], "number=1&expiry=01/20&cvc=x&name=<b>").await;
    for part in
        ["whole card number", "date has passed", "3 or 4 digits of the", "&lt;b&gt;", r##"href="#number""##]
    {
        assert!(wrong.text.contains(part), "{part}");
    }
    let real = press(&api, &session, "4012888888881881").await;
    assert!(real.text.contains("not a test card"));
    assert_eq!(api.charges().await, 0);
}

#[tokio::test]
async fn authentication_completes_or_fails_the_payment() {
    let api = Api::new();
    for number in ["4000002500003155", "4000002760003184"] {
        let session = api.session(5000, "").await;
        let bank = format!("{}/authenticate", page(&session));
        assert_eq!(press(&api, &session, number).await.header("location"), bank);
        assert!(api.send("GET", &bank, &[], "").await.text.contains("Complete authentication"));
        let failed = api.send("POST", &bank, &[], "outcome=fail").await;
        assert!(failed.text.contains("could not confirm that it is you"));
        assert_eq!(again(&api, &session).await["payment_status"], "unpaid");
        press(&api, &session, number).await;
        let done = api.send("POST", &bank, &[], "outcome=complete").await;
        assert!(done.header("location").starts_with("http://shop.test/done"));
        assert_eq!(again(&api, &session).await["payment_status"], "paid");
    }
}

#[tokio::test]
async fn a_bank_debit_is_on_its_way_until_the_bank_decides() {
    let api = Api::new();
    for (settle, status, event) in [
        ("settle", "paid", "checkout.session.async_payment_succeeded"),
        ("fail", "unpaid", "checkout.session.async_payment_failed"),
    ] {
        let session =
            api.session(5000, "&payment_method_types[0]=card&payment_method_types[1]=us_bank_account").await;
        let pressed = api
            .send("POST", &page(&session), &[], "method=us_bank_account&bank=000123456789&name=Test")
            .await;
        assert_eq!(pressed.status, 303);
        let session = again(&api, &session).await;
        assert_eq!(
            (session["status"].clone(), session["payment_status"].clone()),
            ("complete".into(), "unpaid".into())
        );
        let intent = session["payment_intent"].as_str().unwrap();
        assert_eq!(api.get(&format!("/v1/payment_intents/{intent}")).await.ok()["status"], "processing");
        api.control(&format!("/debits/{intent}/{settle}"), "").await.ok();
        assert_eq!(again(&api, &session).await["payment_status"], status);
        assert_eq!(api.events().await.last().unwrap(), event);
    }
}

#[tokio::test]
async fn a_bank_is_offered_only_where_the_session_takes_it() {
    let api = Api::new();
    let session = api.session(5000, "").await;
    assert!(!api.send("GET", &page(&session), &[], "").await.text.contains("Bank account"));
    let refused =
        api.send("POST", &page(&session), &[], "method=us_bank_account&bank=000123456789&name=Test").await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn an_expired_session_says_so_and_takes_nothing() {
    let api = Api::new();
    let session = api.session(5000, "").await;
    api.control("/clock", r#"{"advance": 86401}"#).await.ok();
    let shown = api.send("GET", &page(&session), &[], "").await;
    assert!(shown.status == 410 && shown.text.contains("has expired"));
    assert_eq!(press(&api, &session, "4242424242424242").await.status, 410);
    assert_eq!(api.charges().await, 0);
    assert!(api.events().await.contains(&"checkout.session.expired".to_owned()));
}

#[tokio::test]
async fn a_disputed_card_pays_and_is_disputed() {
    let api = Api::new();
    let session = api.session(5000, "").await;
    press(&api, &session, "4000000000000259").await;
    assert_eq!(again(&api, &session).await["payment_status"], "paid");
    assert!(api.events().await.contains(&"charge.dispute.funds_withdrawn".to_owned()));
}

#[tokio::test]
async fn setup_mode_keeps_a_card_without_charging_it() {
    let api = Api::new();
    let customer = api.post("/v1/customers", "").await.ok()["id"].as_str().unwrap().to_owned();
    let session = api
        .post(
            "/v1/checkout/sessions",
            &format!("mode=setup&customer={customer}&success_url=http://shop.test/ok"),
        )
        .await
        .ok();
    press(&api, &session, "4000002500003155").await;
    let done = api.send("POST", &format!("{}/authenticate", page(&session)), &[], "outcome=complete").await;
    assert_eq!(done.header("location"), "http://shop.test/ok");
    let intent =
        api.get(&format!("/v1/setup_intents/{}", session["setup_intent"].as_str().unwrap())).await.ok();
    assert_eq!(intent["status"], "succeeded");
    assert_eq!(api.charges().await, 0);
    let method = intent["payment_method"].as_str().unwrap();
    let later = api
        .post("/v1/payment_intents", &format!("amount=2000&currency=usd&customer={customer}&payment_method={method}&confirm=true&off_session=true"))
        .await;
    assert_eq!(later.ok()["status"], "succeeded", "set up once, the card no longer asks");
}

#[tokio::test]
async fn what_a_session_may_not_be_is_refused_at_creation() {
    let api = Api::new();
    let create = |body: &'static str| api.post("/v1/checkout/sessions", body);
    let item = "mode=payment&success_url=http://s.test&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd&line_items[0][price_data][product_data][name]=x&line_items[0][price_data][unit_amount]=49";
    assert_eq!(create(item).await.json()["error"]["code"], "amount_too_small");
    assert_eq!(create("mode=payment&success_url=nowhere").await.json()["error"]["code"], "url_invalid");
    assert_eq!(create("mode=payment&success_url=http://s.test").await.json()["error"]["param"], "line_items");
    assert_eq!(
        create("mode=payment&success_url=http://s.test&colour=red").await.json()["error"]["code"],
        "parameter_unknown"
    );
}
