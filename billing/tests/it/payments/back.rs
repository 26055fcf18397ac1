//! Money that goes back: credits of many sources, and what a payer's bank takes and gives.

use billing::accounts::{self, Policy};
use billing::chargebacks;
use billing::credits::{self, Moved};
use billing::payments::gateway::dispute::{DisputeMovement, DisputeProgress, GatewayDispute};
use billing::reconcile::{Action, DifferenceKind, ReconcileError};
use billing::refunds::RefundState;
use billing::testing::on_each_engine;
use domain::payment::Choice;
use domain::{Money, PaymentId};
use time::Duration;

use super::office::cents;
use super::till::{Till, session_of};
use crate::practice::export;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

async fn credits_go_back_at_once(till: &Till) {
    let mut tx = till.practice.t.db.begin().await.unwrap();
    let policy = accounts::policy(&mut tx, till.practice.id).await.unwrap();
    let policy = Policy { credit_applies: true, credit_refund_days: Some(0), ..policy };
    accounts::change_policy_in(&mut tx, till.practice.id, &policy).await.unwrap();
    tx.commit().await.unwrap();
}

async fn move_credits(till: &Till) -> Moved {
    let t = &till.practice.t;
    credits::run(&t.db, &t.door, till.practice.id).await.unwrap()
}

/// What a payer's bank holds of a payment, what it cost, and how many disputes stand.
async fn held_back(till: &Till, payment: PaymentId) -> (Money, Money, usize) {
    let practice = till.practice.id;
    let mut tx = till.practice.t.db.read().await.unwrap();
    (
        chargebacks::taken_of(&mut tx, practice, payment).await.unwrap(),
        chargebacks::fees_of(&mut tx, practice, payment).await.unwrap(),
        chargebacks::standing(&mut tx, practice, till.payer.guarantor).await.unwrap().len(),
    )
}

#[tokio::test]
async fn a_credit_that_two_payments_may_have_made_goes_back_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payments = [
            till.paid(1, Choice::Amount(cents(10_000))).await,
            till.paid(2, Choice::Amount(cents(5_000))).await,
        ];
        till.practice.take("lower.csv", export(&["V1||99213 90.00", TWO[1]])).await;
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 3_000));
        credits_go_back_at_once(&till).await;
        till.advance(Duration::days(1)).await;
        assert_eq!(move_credits(&till).await, Moved { applied: 0, refunded: 1 });
        assert_eq!(till.work().await, [], "nothing of it is left for a person");
        assert_eq!(move_credits(&till).await, Moved::default());
        till.advance(Duration::minutes(3)).await;
        assert_eq!(till.send_waiting().await, 1);
        let mut given = Vec::new();
        for payment in payments {
            given.extend(till.refunds_of(payment).await.iter().map(|refund| (refund.state, refund.amount)));
        }
        assert_eq!(given, [(RefundState::Done, cents(3_000))]);
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 0));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn two_credits_of_one_payment_on_one_day_both_go_back() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid(1, Choice::All).await;
        till.practice.take("lower.csv", export(&["V1||99213 90.00", "V2||81002 20.00"])).await;
        credits_go_back_at_once(&till).await;
        till.advance(Duration::days(1)).await;
        assert_eq!(move_credits(&till).await, Moved { applied: 0, refunded: 2 });
        till.advance(Duration::minutes(3)).await;
        till.send_waiting().await;
        let mut given: Vec<Money> =
            till.refunds_of(payment).await.iter().map(|refund| refund.amount).collect();
        given.sort();
        assert_eq!(given, [cents(1_000), cents(3_000)]);
        assert_eq!(till.practice.on("patient_credit").await, 0);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_bank_holds_and_what_it_cost_is_known_until_it_comes_back() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid(1, Choice::All).await;
        assert_eq!(held_back(&till, payment).await, (Money::ZERO, Money::ZERO, 0));
        let dispute = till.dispute(payment, "{}").await;
        till.webhooks().await;
        assert_eq!(held_back(&till, payment).await, (cents(15_000), cents(1_500), 1));
        till.decided(&dispute, true).await;
        till.webhooks().await;
        let (taken, _, standing) = held_back(&till, payment).await;
        assert_eq!((taken, standing), (Money::ZERO, 0));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_bank_that_gives_back_more_than_it_took_leaves_a_credit() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid(1, Choice::All).await;
        let line =
            |id: &str, amount| DisputeMovement { id: id.to_owned(), amount: cents(amount), fee: Money::ZERO };
        let dispute = GatewayDispute {
            id: "du_1".to_owned(),
            amount: cents(15_000),
            reason: "general".to_owned(),
            progress: DisputeProgress::Won,
            evidence_due: None,
            opened: till.practice.t.door.now(),
            payment_intent: None,
            payment: Some(payment),
            practice: Some(till.practice.id),
            movements: vec![line("txn_out", -15_000), line("txn_back", 15_040)],
        };
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        assert!(chargebacks::apply_in(&mut tx, &t.door, &dispute).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(till.practice.on("gateway_cash").await, 15_040);
        assert_eq!((till.practice.dues("A1").await, till.practice.on("patient_credit").await), (0, -40));
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_taken_out_of_the_books_is_owed_even_where_its_credit_paid_something_else() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let page = till.page(1, Choice::All).await;
        till.take(2, billing::payments::Method::Cash, 5_000, staff).await.unwrap();
        // The books hold a payment that nobody made; beside the cash it is too much for V1.
        till.practice
            .by_hand("UPDATE payments SET session_id = 'cs_nothing' WHERE method = 'online'")
            .await
            .unwrap();
        till.held_for_paid(1, &page).await;
        assert_eq!(till.practice.open("V1").await.3, 5_000);
        till.practice.take("more.csv", export(&["V3||99213 40.00"])).await;
        assert_eq!(move_credits(&till).await.applied, 1);
        till.advance(Duration::days(5)).await;
        till.reconcile().await;
        let difference = till.difference(DifferenceKind::PaymentNotThere).await;
        till.resolve(&difference.id, Action::TakeBack).await.unwrap();
        assert_eq!(till.practice.on("patient_credit").await, 0);
        assert_eq!(till.practice.dues("A1").await, 19_000 - 5_000);
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_was_taken_over_is_not_taken_out_of_the_books_because_its_line_is_lost() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid(1, Choice::All).await;
        let form = format!("charge={}&amount=4000", till.charge_of(payment));
        let theirs = till.dashboard("refunds", &form).await["id"].as_str().unwrap().to_owned();
        till.lose_webhooks();
        till.reconcile().await;
        let difference = till.difference(DifferenceKind::RefundNotOurs).await;
        till.resolve(&difference.id, Action::AdoptRefund).await.unwrap();
        till.advance(Duration::days(5)).await;
        till.paid(9, Choice::Amount(cents(4_000))).await;
        till.reconcile().await;
        let forget = format!("DELETE FROM gateway_movements WHERE source = '{theirs}'");
        till.practice.by_hand(&forget).await.unwrap();
        till.reconcile().await;
        let difference = till.difference(DifferenceKind::RefundNotThere).await;
        let refused = till.resolve(&difference.id, Action::TakeBack).await;
        assert!(matches!(refused, Err(ReconcileError::WasMade)), "{refused:?}");
        till.resolve(&difference.id, Action::AskAgain).await.unwrap();
        till.is_reconciled().await;
    })
    .await;
}

impl Till {
    /// The books take the payment of a page for paid, which it is not.
    async fn held_for_paid(&self, press: u128, page: &str) {
        let session = self.session(session_of(page));
        let checkout = billing::payments::Checkout {
            id: "cs_nothing".to_owned(),
            url: None,
            progress: billing::payments::Progress::Paid,
            amount: cents(session["amount_total"].as_i64().unwrap()),
            payment_intent: Some(format!("pi_nothing_{press}")),
            instrument: None,
            payment: Some(self.payment_of(page)),
            practice: Some(self.practice.id),
        };
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let payment = self.payment_of(page);
        billing::payments::apply_in(&mut tx, &t.door, self.practice.id, payment, &checkout).await.unwrap();
        tx.commit().await.unwrap();
    }
}
