//! What should have been resolved, or put before a person, within a day.

use billing::payments;
use billing::run;
use billing::testing::on_each_engine;
use domain::payment::Choice;
use stripe_sandbox::faults::Failure;
use time::{Duration, OffsetDateTime};

use crate::payments::office::REFUND_PENDS;
use crate::payments::till::Till;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];
const PAYMENTS: &str =
    "1 payments have been neither paid nor closed for more than a day, and no person was told";
const REFUNDS: &str = "1 refunds have had no answer for more than a day, and no person was told";
const EVENTS: &str = "1 gateway events could not be applied";

#[tokio::test]
async fn a_payment_nobody_knows_of_is_named_after_a_day_until_somebody_is_told() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.page(1, Choice::All).await;
        let practice = &till.practice;
        till.advance(Duration::hours(24)).await;
        practice.names("to the second", &[]).await;
        till.advance(Duration::seconds(1)).await;
        practice.names("a second more", &[PAYMENTS]).await;
        practice.by_hand("UPDATE payments SET state = 'intent'").await.unwrap();
        practice.names("no page either", &[PAYMENTS]).await;
        payments::flag_unknown(&practice.t.db, &practice.t.door).await.unwrap();
        practice.names("it is on the work list", &[]).await;
        practice.by_hand("UPDATE work_items SET kind = 'credit'").await.unwrap();
        practice.names("another thing is", &[PAYMENTS]).await;
        practice
            .by_hand("UPDATE work_items SET kind = 'payment_unknown', closed_at = opened_at")
            .await
            .unwrap();
        practice.names("it was taken off the list", &[PAYMENTS]).await;
        practice.by_hand("UPDATE payments SET state = 'expired'").await.unwrap();
        practice.names("it is closed", &[]).await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_without_an_answer_is_named_after_a_day_until_somebody_is_told() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid_with(1, Choice::All, REFUND_PENDS).await;
        let refund = till.ask(2, payment, 5_000, staff).await.unwrap();
        till.fault("POST", "/v1/refunds", Failure::DropBefore, 1_000);
        till.advance(Duration::hours(1)).await;
        assert!(till.send(refund.id).await.is_err());
        till.advance(Duration::hours(24)).await;
        till.practice.names("a day after it was sent, to the second", &[]).await;
        // No janitor ran in all this time.
        till.advance(Duration::seconds(1)).await;
        till.practice.names("a second more", &[REFUNDS]).await;
        till.send_waiting().await;
        till.practice.names("it is on the work list", &[]).await;
        till.practice.by_hand("UPDATE work_items SET closed_at = opened_at").await.unwrap();
        till.practice.names("it was taken off the list", &[REFUNDS]).await;
        till.practice.by_hand("UPDATE refunds SET first_sent_at = NULL").await.unwrap();
        till.practice.names("it was never sent", &[]).await;
    })
    .await;
}

#[tokio::test]
async fn an_event_that_is_not_applied_is_named_after_a_day_and_an_unreadable_one_at_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let practice = &till.practice;
        let received: OffsetDateTime = practice.t.door.now();
        let mut tx = practice.t.db.begin().await.unwrap();
        run!(
            &mut tx,
            sqlx::query(
                "INSERT INTO gateway_events (id, kind, payload, state, received_at)
             VALUES ('evt_1', 'charge.updated', '{}', 'received', $1)",
            )
            .bind(received)
        )
        .unwrap();
        tx.commit().await.unwrap();
        let turn = async |state: &str| {
            practice.by_hand(&format!("UPDATE gateway_events SET state = '{state}'")).await.unwrap();
        };
        turn("unreadable").await;
        practice.names("unreadable", &[EVENTS]).await;
        turn("received").await;
        till.advance(Duration::hours(24)).await;
        practice.names("to the second", &[]).await;
        till.advance(Duration::seconds(1)).await;
        practice.names("a second more", &[EVENTS]).await;
        for done in ["applied", "ignored"] {
            turn(done).await;
            practice.names(done, &[]).await;
        }
    })
    .await;
}
