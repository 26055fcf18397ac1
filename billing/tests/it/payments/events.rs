//! Events about refunds and disputes: copied, forged, for another mode.

use billing::chargebacks::ChargebackState;
use billing::payments::webhook::{WebhookError, receive};
use billing::testing::on_each_engine;
use domain::payment::Choice;
use stripe_sandbox::webhooks::sign;
use tokio::task::JoinSet;

use super::till::{SECRET, Till, secrets};

const ONE: [&str; 1] = ["V1||99213 150.00"];

/// The same delivery, twenty times at once, to four processes.
async fn twenty_at_once(till: &Till, payload: &str) {
    let signature = till.sign(payload, SECRET);
    let mut copies = JoinSet::new();
    for process in 0..4 {
        let (db, door) = till.practice.other_process(200 + process).await;
        for _ in 0..5 {
            let (db, door, gateway) = (db.clone(), door.clone(), till.gateway.clone());
            let (payload, signature) = (payload.to_owned(), signature.clone());
            copies
                .spawn(async move { receive(&db, &door, &gateway, &secrets(), &payload, &signature).await });
        }
    }
    assert!(copies.join_all().await.iter().all(Result::is_ok));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_copies_of_a_disputes_event_at_once_book_it_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let payment = till.paid(1, Choice::All).await;
        let dispute = till.dispute(payment, "{}").await;
        till.lose_webhooks();
        for event in till.events_of(&dispute) {
            twenty_at_once(&till, &event).await;
        }
        assert_eq!(till.tally().await, (15_000, -1_500, 1));
        assert_eq!((till.chargebacks(payment).await.len(), till.work().await.len()), (1, 1));
        till.decided(&dispute, true).await;
        till.lose_webhooks();
        for event in till.events_of(&dispute).split_off(2) {
            twenty_at_once(&till, &event).await;
        }
        assert_eq!(till.tally().await, (0, 13_500, 1));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_events_of_a_new_dispute_at_once_open_one() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let payment = till.paid(1, Choice::All).await;
        let dispute = till.dispute(payment, "{}").await;
        till.lose_webhooks();
        let events = till.events_of(&dispute);
        tokio::join!(twenty_at_once(&till, &events[0]), twenty_at_once(&till, &events[1]));
        assert_eq!(till.tally().await, (15_000, -1_500, 1));
        assert_eq!(till.chargebacks(payment).await.len(), 1);
        let kept = "SELECT COUNT(*) FROM gateway_events WHERE state = 'received'";
        assert_eq!(till.practice.count(kept).await, 0, "neither has to be tried again");
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_copies_of_a_refunds_event_at_once_beside_the_answer_book_it_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let refund = till.ask(2, payment, 5_000, staff).await.unwrap();
        till.send(refund.id).await.unwrap();
        till.practice.by_hand("UPDATE gateway_events SET state = 'applied'").await.unwrap();
        let payload = till.event("refund.created");
        tokio::join!(twenty_at_once(&till, &payload), till.send(refund.id)).1.unwrap();
        assert_eq!((till.tally().await, till.messages("refund").await), ((5_000, 10_000, 1), 1));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn forged_news_of_a_dispute_or_refund_is_refused_and_moves_nothing() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        till.give_back(2, payment, 1_000, staff).await;
        let dispute = till.dispute(payment, "{}").await;
        let before =
            (till.practice.books().await, till.practice.count("SELECT COUNT(*) FROM gateway_events").await);
        let now = till.practice.t.door.now().unix_timestamp();
        let events = till.events_of(&dispute);
        for payload in [&events[0], &events[1], &till.event("refund.created")] {
            let good = till.sign(payload, SECRET);
            let other_amount = payload.replacen(r#""amount":1"#, r#""amount":9"#, 1);
            assert_ne!(&other_amount, payload);
            for (what, payload, signature) in [
                ("no signature", payload, String::new()),
                ("made up", payload, format!("t={now},v1={}", "0".repeat(64))),
                ("too long ago", payload, sign::header(payload, SECRET, now - 301)),
                ("another amount", &other_amount, good.clone()),
                ("another secret", payload, till.sign(payload, "whsec_other")),
            ] {
                let outcome = till.receive(payload, &signature).await;
                assert!(matches!(outcome, Err(WebhookError::NotSigned)), "{what}: {outcome:?}");
            }
            let live = payload.replace(r#""livemode":false"#, r#""livemode":true"#);
            assert_ne!(&live, payload);
            till.receive(&live, &till.sign(&live, SECRET)).await.unwrap();
        }
        let kept = till.practice.count("SELECT COUNT(*) FROM gateway_events").await;
        assert_eq!(
            (till.practice.books().await, kept),
            (before.0, before.1 + 3),
            "those of another mode are kept"
        );
        assert_eq!(till.chargebacks(payment).await, []);
        // The real ones are taken, in spite of the others, when they come under their own ids.
        till.practice.by_hand("DELETE FROM gateway_events").await.unwrap();
        till.webhooks().await;
        assert_eq!(till.chargebacks(payment).await[0].state, ChargebackState::NeedsResponse);
        till.is_reconciled().await;
    })
    .await;
}
