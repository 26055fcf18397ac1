//! What comes late, without our names on it, or from the gateway's other mode.

use billing::on;
use billing::payments::{Gateway, PaymentState};
use billing::reconcile::{self, Action, DifferenceKind, PartKind, ReconcileError};
use billing::testing::on_each_engine;
use domain::payment::Choice;
use serde_json::{Value, json};
use time::Duration;

use super::office::{REFUND_FAILS, cents};
use super::till::{PUBLIC_URL, SECRET, Till, VISA};

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

impl Till {
    /// How many events are kept in such a state.
    async fn kept(&self, state: &str) -> i64 {
        let mut tx = self.practice.t.db.read().await.unwrap();
        on!(&mut tx, c => sqlx::query_scalar("SELECT COUNT(*) FROM gateway_events WHERE state = $1")
            .bind(state)
            .fetch_one(c))
        .unwrap()
    }
}

#[tokio::test]
async fn a_page_is_known_by_its_id_when_the_event_does_not_name_the_payment() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        let mut event: Value = serde_json::from_str(&till.event("checkout.session.completed")).unwrap();
        event["data"]["object"]["metadata"] = json!({});
        till.tell(&event.to_string()).await;
        assert_eq!((till.states().await, till.kept("applied").await), (vec!["paid".to_owned()], 1));
        assert_eq!(till.tally().await, (0, 15_000, 1));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn every_signed_event_that_cannot_be_read_is_kept_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        for payload in ["{}", r#"{"id":"evt_1"}"#, "{}"] {
            till.receive(payload, &till.sign(payload, SECRET)).await.unwrap();
        }
        assert_eq!(till.kept("unreadable").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_dispute_of_a_payment_we_may_still_learn_of_waits_and_a_late_one_is_not_ours() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.charge_in_dashboard(9_900, "").await;
        let charge = till.all("charge")[0]["id"].as_str().unwrap().to_owned();
        till.control(&format!("/charges/{charge}/dispute"), "{}").await;
        till.lose_webhooks();
        let event = till.event("charge.dispute.created");
        till.tell(&event).await;
        assert_eq!((till.kept("received").await, till.kept("ignored").await), (1, 0));
        till.practice.by_hand("DELETE FROM gateway_events").await.unwrap();
        till.advance(Duration::minutes(20)).await;
        till.tell(&event).await;
        assert_eq!((till.kept("received").await, till.kept("ignored").await), (0, 1));
    })
    .await;
}

#[test]
fn a_key_says_whether_real_money_moves() {
    for (key, live) in [("sk_live_1", true), ("rk_live_1", true), ("sk_test_1", false)] {
        assert_eq!(Gateway::new(Some(PUBLIC_URL), key).unwrap().is_live(), live, "{key}");
    }
}

#[tokio::test]
async fn a_receipt_tells_a_bank_account_from_a_card() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid_with(1, Choice::Amount(cents(5_000)), VISA).await;
        let page = till.page(2, Choice::All).await;
        let debit = till.debit(&page).await;
        assert_eq!(till.come_back(&page).await, PaymentState::Processing);
        till.control(&format!("/debits/{debit}/settle"), "").await;
        till.webhooks().await;
        till.reconcile().await;
        let mut banks: Vec<_> = till
            .history()
            .await
            .iter()
            .map(|payment| (payment.amount.cents(), payment.instrument.as_ref().unwrap().bank))
            .collect();
        banks.sort_unstable();
        assert_eq!(banks, [(5_000, false), (10_000, true)]);
    })
    .await;
}

#[tokio::test]
async fn a_line_under_a_clock_that_is_behind_is_read_after_an_empty_account_was() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        assert_eq!(till.reconcile().await.new, 0);
        let behind = till.practice.t.door.now() - Duration::minutes(10);
        till.sandbox.shared.lock().clock.freeze(behind.unix_timestamp());
        till.charge_in_dashboard(9_900, "").await;
        assert_eq!(till.reconcile().await.new, 1);
    })
    .await;
}

#[tokio::test]
async fn the_line_of_a_debit_that_cleared_long_after_it_was_read_finds_its_place() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::Amount(cents(10_000))).await;
        let debit = till.debit(&page).await;
        till.come_back(&page).await;
        till.webhooks().await;
        till.reconcile().await;
        // Others pay meanwhile, so that no reading begins as far back as that line.
        till.advance(Duration::days(5)).await;
        till.paid(2, Choice::All).await;
        till.reconcile().await;
        till.control(&format!("/debits/{debit}/settle"), "").await;
        till.webhooks().await;
        till.advance(Duration::days(1)).await;
        till.is_reconciled().await;
        let lines = "SELECT COUNT(*) FROM gateway_movements WHERE transaction_id IS NULL";
        assert_eq!(till.practice.count(lines).await, 0);
    })
    .await;
}

#[tokio::test]
async fn it_is_known_how_far_the_account_was_read_and_how_many_lines_are_whose() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let t = &till.practice.t;
        let state = async || {
            let mut tx = t.db.read().await.unwrap();
            let lines = reconcile::count(&mut tx, till.practice.id).await.unwrap();
            (reconcile::last_run(&mut tx).await.unwrap(), lines)
        };
        assert_eq!(state().await, (None, 0));
        till.paid(1, Choice::Amount(cents(5_000))).await;
        till.paid(2, Choice::All).await;
        let paid_at = t.door.now();
        till.advance(Duration::hours(2)).await;
        till.reconcile().await;
        assert_eq!(state().await, (Some((paid_at, t.door.now())), 2));
    })
    .await;
}

#[tokio::test]
async fn the_parts_of_a_payout_are_told_apart() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid(1, Choice::All).await;
        let staff = till.staff("ada").await;
        till.give_back(2, payment, 2_000, staff).await;
        let dispute = till.dispute(payment, r#"{"amount":1000}"#).await;
        // The gateway charges for the answer, in a line of its own.
        till.dashboard(&format!("disputes/{dispute}"), "evidence[uncategorized_text]=the+letter").await;
        till.webhooks().await;
        till.advance(Duration::days(3)).await;
        till.control("/payouts", "").await;
        till.is_reconciled().await;
        let mut tx = till.practice.t.db.read().await.unwrap();
        let payout = reconcile::payouts(&mut tx, till.practice.id, None, 1).await.unwrap().remove(0);
        let of = |kind| -> i64 {
            payout.parts.iter().filter(|part| part.kind == kind).map(|part| part.amount.cents()).sum()
        };
        let kinds = [PartKind::Payments, PartKind::Refunds, PartKind::Chargebacks, PartKind::Other];
        assert_eq!(kinds.map(of), [15_000, -2_000, -1_000, 0]);
        assert!(of(PartKind::Fees) < -1_500, "{:?}", payout.parts);
    })
    .await;
}

#[tokio::test]
async fn a_dispute_of_a_payment_that_was_taken_out_of_the_books_is_in_somebodys_sight() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid(1, Choice::All).await;
        till.reconcile().await;
        till.practice.by_hand("UPDATE payments SET state = 'failed', paid_on = NULL").await.unwrap();
        till.dispute(payment, "{}").await;
        till.lose_webhooks();
        assert_eq!(till.reconcile().await.open, 1);
        assert_eq!(till.difference(DifferenceKind::Unassigned).await.theirs, Some(cents(-15_000)));
    })
    .await;
}

#[tokio::test]
async fn whoever_booked_one_half_of_a_refund_as_unidentified_cannot_take_over_the_other() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid_with(1, Choice::All, REFUND_FAILS).await;
        till.dashboard("refunds", &format!("charge={}&amount=4000", till.charge_of(payment))).await;
        till.advance(Duration::seconds(6)).await;
        till.webhooks().await;
        till.reconcile().await;
        let differences = till.differences().await;
        assert_eq!(differences.len(), 2, "there and back");
        till.resolve(&differences[0].id, Action::BookUnidentified).await.unwrap();
        let adopted = till.resolve(&differences[1].id, Action::AdoptRefund).await;
        assert!(matches!(adopted, Err(ReconcileError::NotThere)), "{adopted:?}");
        till.resolve(&differences[1].id, Action::BookUnidentified).await.unwrap();
        assert_eq!(
            (till.refunds_of(payment).await, till.practice.on("unapplied_gateway").await),
            (vec![], 0)
        );
        till.is_reconciled().await;
    })
    .await;
}
