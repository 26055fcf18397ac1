//! What the gateway tells: once, twice, early, late, forged.

use billing::payments::webhook::{WebhookError, apply_waiting};
use billing::payments::{PaymentState, Started};
use billing::testing::on_each_engine;
use domain::payment::Choice;
use stripe_sandbox::webhooks::sign;
use time::Duration;
use tokio::task::JoinSet;

use super::till::{OLD_SECRET, SECRET, Till, secrets};

const ONE: [&str; 1] = ["V1||99213 150.00"];
const DONE: &str = "checkout.session.completed";

async fn kept(till: &Till, state: &str) -> i64 {
    let states: Vec<String> = {
        let mut tx = till.practice.t.db.read().await.unwrap();
        billing::on!(&mut tx, c => sqlx::query_scalar("SELECT state FROM gateway_events").fetch_all(c))
            .unwrap()
    };
    i64::try_from(states.iter().filter(|known| *known == state).count()).unwrap()
}

#[tokio::test]
async fn a_payer_who_never_returns_has_paid() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        assert_eq!(till.tally().await, (15_000, 0, 0));
        till.webhooks().await;
        assert_eq!(till.states().await, ["paid"]);
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_webhook_and_the_return_at_once_post_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let ((), state, again) = tokio::join!(till.webhooks(), till.come_back(&page), till.come_back(&page));
        assert_eq!((state, again), (PaymentState::Paid, PaymentState::Paid));
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_event_that_comes_before_the_page_was_saved_finds_its_payment() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        // As if the process had died between asking for the page and saving it.
        till.practice
            .by_hand("UPDATE payments SET state = 'intent', session_id = NULL, session_url = NULL")
            .await
            .unwrap();
        till.pay(&page).await;
        till.webhooks().await;
        assert_eq!(till.states().await, ["paid"]);
        let done = till.start(1, Choice::All).await.unwrap();
        assert_eq!(done, Started::Done(till.payment_of(&page)));
        assert_eq!((till.charges(), till.tally().await), (1, (0, 15_000, 1)));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_copies_of_one_event_post_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let payload = till.event(DONE);
        let signature = till.sign(&payload, SECRET);
        let mut copies = JoinSet::new();
        for _ in 0..100 {
            let (t, gateway) = (&till.practice.t, till.gateway.clone());
            let (db, door) = (t.db.clone(), t.door.clone());
            let (payload, signature) = (payload.clone(), signature.clone());
            copies.spawn(async move {
                billing::payments::webhook::receive(&db, &door, &gateway, &secrets(), &payload, &signature)
                    .await
            });
        }
        assert!(copies.join_all().await.iter().all(Result::is_ok));
        assert_eq!(till.tally().await, (0, 15_000, 1));
        assert_eq!(kept(&till, "applied").await, 1);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_stripe_did_not_sign_now_is_refused_and_not_kept() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let payload = till.event(DONE);
        let now = till.practice.t.door.now().unix_timestamp();
        let good = till.sign(&payload, SECRET);
        let changed = payload.replacen("15000", "15001", 1);
        assert_ne!(changed, payload);
        for (what, payload, signature) in [
            ("no signature", &payload, String::new()),
            ("not a signature", &payload, "t=1,v1=zz".to_owned()),
            ("made up", &payload, format!("t={now},v1={}", "0".repeat(64))),
            ("too long ago", &payload, sign::header(&payload, SECRET, now - 301)),
            ("one byte changed", &changed, good.clone()),
            ("another secret", &payload, till.sign(&payload, "whsec_other")),
            ("an empty secret", &payload, till.sign(&payload, "")),
        ] {
            let outcome = till.receive(payload, &signature).await;
            assert!(matches!(outcome, Err(WebhookError::NotSigned)), "{what}");
        }
        assert_eq!(till.practice.count("SELECT COUNT(*) FROM gateway_events").await, 0);
        assert_eq!(till.tally().await, (15_000, 0, 0));
        till.receive(&payload, &good).await.unwrap();
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn both_secrets_are_taken_while_one_replaces_the_other() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let payload = till.event(DONE);
        till.receive(&payload, &till.sign(&payload, OLD_SECRET)).await.unwrap();
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.receive(&payload, &till.sign(&payload, SECRET)).await.unwrap();
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_event_of_the_other_mode_is_kept_and_moves_nothing() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let live = till.event(DONE).replace(r#""livemode":false"#, r#""livemode":true"#);
        till.receive(&live, &till.sign(&live, SECRET)).await.unwrap();
        assert_eq!((kept(&till, "ignored").await, kept(&till, "applied").await), (1, 0));
        assert_eq!(apply_waiting(&till.practice.t.db, &till.practice.t.door).await.unwrap(), 0);
        assert_eq!(till.tally().await, (15_000, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_kept_and_shows() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let odd = r#"{"id":"evt_1","object":"event"}"#;
        for _ in 0..2 {
            till.receive(odd, &till.sign(odd, SECRET)).await.unwrap();
        }
        assert_eq!(kept(&till, "unreadable").await, 1);
        assert_eq!(till.verdict().await.violations, ["1 gateway events could not be applied"]);
    })
    .await;
}

#[tokio::test]
async fn an_event_kept_by_a_process_that_died_is_applied_later() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let payload = till.event(DONE);
        let id = serde_json::from_str::<serde_json::Value>(&payload).unwrap()["id"].clone();
        let quoted = payload.replace('\'', "''");
        let at =
            if till.practice.t.engine == "sqlite" { "2026-11-24T12:00:00Z" } else { "2026-11-24 12:00+00" };
        let insert = format!(
            "INSERT INTO gateway_events (id, kind, payload, state, received_at)
             VALUES ('{}', '{DONE}', '{quoted}', 'received', '{at}')",
            id.as_str().unwrap()
        );
        till.practice.by_hand(&insert).await.unwrap();
        let (db, door) = (&till.practice.t.db, &till.practice.t.door);
        assert_eq!(apply_waiting(db, door).await.unwrap(), 1);
        assert_eq!(apply_waiting(db, door).await.unwrap(), 0);
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn news_that_comes_late_or_out_of_order_changes_nothing_that_ended() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let first = till.page(1, Choice::All).await;
        till.advance(Duration::minutes(61)).await;
        let second = till.page(2, Choice::All).await;
        till.pay(&second).await;
        // Newest first: paid before the expiry of the page before it.
        till.control("/webhooks/release", r#"{"order":"reverse"}"#).await;
        till.control("/webhooks/drain", "").await;
        assert_eq!(till.come_back(&first).await, PaymentState::Expired);
        assert_eq!(till.states().await, ["expired", "paid"]);
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn another_amount_than_was_asked_for_is_not_posted_and_shows() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let payload = till.event(DONE).replace(r#""amount_total":15000"#, r#""amount_total":14000"#);
        till.receive(&payload, &till.sign(&payload, SECRET)).await.unwrap();
        let (db, door) = (&till.practice.t.db, &till.practice.t.door);
        assert_eq!(apply_waiting(db, door).await.unwrap(), 1);
        assert_eq!((till.states().await, till.tally().await), (vec!["open".to_owned()], (15_000, 0, 0)));
        till.practice.t.clock.advance(Duration::hours(25));
        assert!(till.verdict().await.violations.iter().any(|what| what.contains("could not be applied")));
    })
    .await;
}
