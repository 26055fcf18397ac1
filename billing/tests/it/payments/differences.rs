//! What does not agree with the gateway's account, and the one step that makes each agree.

use billing::payments::gateway::refund::{GatewayRefund, RefundProgress};
use billing::payments::{self, Checkout, Gateway, PaymentError, PaymentState, Progress};
use billing::reconcile::{self, Action, DifferenceKind, ReconcileError};
use billing::refunds::{self, RefundState};
use billing::testing::on_each_engine;
use billing::work::WorkKind;
use domain::PaymentId;
use domain::payment::Choice;
use time::Duration;

use super::office::{REFUND_FAILS, cents};
use super::till::{Till, session_of};
use crate::practice::press_id;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

impl Till {
    /// What was recorded of the line about a charge or a refund is lost.
    async fn forget_line(&self, source: &str) {
        let forget = format!("DELETE FROM gateway_movements WHERE source = '{source}'");
        self.practice.by_hand(&forget).await.unwrap();
    }

    /// A payment of `$100` that was made, whose line was read and is lost, five days and another
    /// payment later: nobody reads back so far by themselves.
    async fn paid_and_lost(&self) {
        let payment = self.paid(1, Choice::Amount(cents(10_000))).await;
        self.advance(Duration::days(5)).await;
        self.paid(2, Choice::All).await;
        self.reconcile().await;
        self.forget_line(&self.charge_of(payment)).await;
        self.reconcile().await;
    }

    /// A payment that the books hold as paid, whose page at the gateway nobody paid on.
    pub async fn paid_in_the_books_only(&self, press: u128, choice: Choice) -> PaymentId {
        let page = self.page(press, choice).await;
        let id = self.payment_of(&page);
        let session = self.session(session_of(&page));
        let checkout = Checkout {
            id: session_of(&page).to_owned(),
            url: None,
            progress: Progress::Paid,
            amount: cents(session["amount_total"].as_i64().unwrap()),
            payment_intent: Some(format!("pi_nothing_{press}")),
            instrument: None,
            payment: Some(id),
            practice: Some(self.practice.id),
        };
        let t = &self.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        payments::apply_in(&mut tx, &t.door, self.practice.id, id, &checkout).await.unwrap();
        tx.commit().await.unwrap();
        id
    }
}

#[tokio::test]
async fn money_collected_in_the_dashboard_is_booked_as_unidentified() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.charge_in_dashboard(9_900, "").await;
        assert_eq!(till.reconcile().await.open, 1);
        assert_eq!(till.work().await, [WorkKind::Difference]);
        let difference = till.difference(DifferenceKind::ChargeNotOurs).await;
        assert_eq!((difference.theirs, difference.ours), (Some(cents(9_900)), None));
        for other in [Action::AdoptRefund, Action::CorrectAmount, Action::TakeBack, Action::BookFee] {
            let refused = till.resolve(&difference.id, other).await;
            assert!(matches!(refused, Err(ReconcileError::NotThere)), "{other:?}: {refused:?}");
        }
        till.resolve(&difference.id, Action::BookUnidentified).await.unwrap();
        let twice = till.resolve(&difference.id, Action::BookUnidentified).await;
        assert!(matches!(twice, Err(ReconcileError::NotThere)), "{twice:?}");
        assert_eq!(till.practice.on("unapplied_gateway").await, -9_900);
        assert_eq!(till.work().await, []);
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn money_collected_for_a_practice_that_is_not_here_is_in_somebodys_sight() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        // The account is shared with another installation, or an older one.
        let elsewhere = press_id(77);
        let names = format!("&metadata[practice]={elsewhere}&metadata[payment]={elsewhere}");
        till.charge_in_dashboard(9_900, &names).await;
        till.reconcile().await;
        till.difference(DifferenceKind::ChargeNotOurs).await;
        assert_eq!(till.work().await, [WorkKind::Difference]);
    })
    .await;
}

#[tokio::test]
async fn a_refund_made_in_the_dashboard_is_taken_over() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        till.dashboard("refunds", &format!("charge={}&amount=4000", till.charge_of(payment))).await;
        till.webhooks().await;
        assert_eq!(till.refunds_of(payment).await, [], "no webhook of it is ours");
        till.reconcile().await;
        let difference = till.difference(DifferenceKind::RefundNotOurs).await;
        till.resolve(&difference.id, Action::AdoptRefund).await.unwrap();
        let adopted = till.refunds_of(payment).await.remove(0);
        assert_eq!(
            (adopted.state, adopted.amount, adopted.asked_by),
            (RefundState::Done, cents(4_000), None)
        );
        assert_eq!(till.practice.dues("A1").await, 4_000);
        assert!(till.ask(2, payment, 11_001, staff).await.is_err(), "it counts as given back");
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_made_in_the_dashboard_that_came_back_is_taken_over_as_such() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid_with(1, Choice::All, REFUND_FAILS).await;
        till.dashboard("refunds", &format!("charge={}&amount=4000", till.charge_of(payment))).await;
        till.advance(Duration::seconds(6)).await;
        till.webhooks().await;
        till.reconcile().await;
        let differences = till.differences().await;
        assert_eq!(differences.len(), 2, "there and back");
        till.resolve(&differences[0].id, Action::AdoptRefund).await.unwrap();
        till.is_reconciled().await;
        assert_eq!(till.refunds_of(payment).await[0].state, RefundState::Failed);
        assert_eq!((till.practice.dues("A1").await, till.work().await), (0, vec![WorkKind::RefundFailed]));
    })
    .await;
}

#[tokio::test]
async fn what_the_gateway_collected_is_booked_instead_of_what_was_asked_for() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        let asked = "UPDATE payments SET amount_cents = 14000;
                     UPDATE payment_parts SET amount_cents = amount_cents - 1000 WHERE amount_cents = 3000";
        till.practice.by_hand(asked).await.unwrap();
        till.pay(&page).await;
        till.webhooks().await;
        assert_eq!(till.states().await, ["open"], "another amount than was asked for is not posted");
        assert_eq!(till.reconcile().await.open, 1);
        let difference = till.difference(DifferenceKind::AmountDiffers).await;
        assert_eq!(difference.theirs, Some(cents(15_000)));
        till.resolve(&difference.id, Action::CorrectAmount).await.unwrap();
        assert_eq!((till.states().await, till.practice.dues("A1").await), (vec!["paid".to_owned()], 0));
        let t = &till.practice.t;
        payments::webhook::apply_waiting(&t.db, &t.door).await.unwrap();
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_was_never_made_can_be_taken_out_of_the_books() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let payment = till.paid_in_the_books_only(1, Choice::All).await;
        assert_eq!(till.practice.dues("A1").await, 0);
        till.reconcile().await;
        assert_eq!(till.differences().await, [], "its line may still appear");
        till.advance(Duration::days(5)).await;
        till.reconcile().await;
        let difference = till.difference(DifferenceKind::PaymentNotThere).await;
        assert_eq!((difference.theirs, difference.ours), (None, Some(cents(15_000))));
        till.resolve(&difference.id, Action::AskAgain).await.unwrap();
        till.resolve(&difference.id, Action::TakeBack).await.unwrap();
        assert_eq!((till.practice.dues("A1").await, till.practice.on("gateway_cash").await), (15_000, 0));
        assert_eq!(till.history().await[0].state, PaymentState::Failed);
        assert!(till.resolve(&difference.id, Action::TakeBack).await.is_err(), "once");
        let staff = till.staff("ada").await;
        assert!(till.ask(2, payment, 1, staff).await.is_err(), "there is nothing to give back");
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_was_too_much_for_two_visits_is_taken_out_of_each() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        // Cash comes in between the page and the payment: part of it becomes a credit on each.
        let page = till.page(1, Choice::All).await;
        for (visit, amount, press) in [("V1", 5_000, 2), ("V2", 1_000, 3)] {
            let taken = billing::payments::desk::Taken {
                press: press_id(press),
                guarantor: till.payer.guarantor,
                method: billing::payments::Method::Cash,
                reference: None,
                amount: cents(amount),
                visits: vec![till.practice.visit(visit).await],
            };
            let t = &till.practice.t;
            billing::payments::desk::take(&t.db, &t.door, till.practice.id, staff, &taken).await.unwrap();
        }
        assert_eq!(till.session(session_of(&page))["amount_total"], 15_000);
        till.paid_in_the_books_only(1, Choice::All).await;
        assert_eq!((till.practice.open("V1").await.3, till.practice.open("V2").await.3), (5_000, 1_000));
        till.advance(Duration::days(5)).await;
        till.reconcile().await;
        let difference = till.difference(DifferenceKind::PaymentNotThere).await;
        till.resolve(&difference.id, Action::TakeBack).await.unwrap();
        assert_eq!(till.practice.open("V1").await, (0, 0, 7_000, 0));
        assert_eq!(till.practice.open("V2").await, (0, 0, 2_000, 0));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_was_made_is_not_taken_out_and_asking_again_finds_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid_and_lost().await;
        let difference = till.difference(DifferenceKind::PaymentNotThere).await;
        assert_eq!(difference.ours, Some(cents(10_000)));
        let refused = till.resolve(&difference.id, Action::TakeBack).await;
        assert!(matches!(refused, Err(ReconcileError::WasMade)), "{refused:?}");
        assert_eq!(till.practice.dues("A1").await, 0);
        till.resolve(&difference.id, Action::AskAgain).await.unwrap();
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_gateway_that_does_not_know_us_proves_nothing() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        till.paid_and_lost().await;
        let difference = till.difference(DifferenceKind::PaymentNotThere).await;
        // The key was rolled: every question is answered with a refusal.
        let stranger = Gateway::new(Some(&till.sandbox.url()), "sk_live_rolled").unwrap();
        let (t, practice) = (&till.practice.t, till.practice.id);
        let taken_back =
            reconcile::resolve(&t.db, &t.door, &stranger, practice, &difference.id, Action::TakeBack).await;
        assert!(matches!(taken_back, Err(ReconcileError::Gateway(_))), "{taken_back:?}");
        assert_eq!((till.states().await, till.practice.dues("A1").await), (vec!["paid".to_owned(); 2], 0));
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_was_never_given_can_be_taken_out_of_the_books_and_one_that_was_cannot() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::All).await;
        let given = till.give_back(2, payment, 1_000, staff).await;
        let not_given = till.ask(3, payment, 4_000, staff).await.unwrap().id;
        let theirs = GatewayRefund {
            id: "re_nothing".to_owned(),
            amount: cents(4_000),
            progress: RefundProgress::Done,
            failure: None,
            taken: true,
            returned: false,
            payment_intent: None,
            refund: Some(not_given),
            practice: Some(till.practice.id),
        };
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        refunds::apply_in(&mut tx, &t.door, till.practice.id, not_given, &theirs).await.unwrap();
        tx.commit().await.unwrap();
        till.advance(Duration::days(5)).await;
        till.paid(9, Choice::Amount(cents(4_000))).await;
        till.reconcile().await;
        till.forget_line(till.all("refund")[0]["id"].as_str().unwrap()).await;
        till.reconcile().await;
        let mut differences = till.differences().await;
        differences.retain(|one| one.kind == DifferenceKind::RefundNotThere);
        assert_eq!(differences.len(), 2);
        for difference in differences {
            let outcome = till.resolve(&difference.id, Action::TakeBack).await;
            if difference.ours == Some(cents(-1_000)) {
                assert!(matches!(outcome, Err(ReconcileError::WasMade)), "{outcome:?}");
            } else {
                outcome.unwrap();
            }
        }
        assert_eq!(till.refund(given).await.state, RefundState::Done);
        assert_eq!(till.refund(not_given).await.state, RefundState::Failed);
        assert_eq!((till.practice.dues("A1").await, till.practice.on("patient_credit").await), (0, -3_000));
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn one_line_that_nobody_understands_does_not_stop_the_reading() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let staff = till.staff("ada").await;
        let payment = till.paid(1, Choice::Amount(cents(10_000))).await;
        till.give_back(2, payment, 1_000, staff).await;
        let harm = "UPDATE refunds SET amount_cents = 999; UPDATE refund_parts SET amount_cents = 999";
        till.practice.by_hand(harm).await.unwrap();
        let page = till.page(3, Choice::All).await;
        till.pay(&page).await;
        till.lose_webhooks();
        let reading = till.reconcile().await;
        assert_eq!((reading.recovered, reading.open), (1, 1));
        till.difference(DifferenceKind::AmountDiffers).await;
        assert_eq!(till.states().await, ["paid", "paid"]);
    })
    .await;
}

#[tokio::test]
async fn a_payment_at_another_amount_is_an_error_and_not_a_guess() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let page = till.page(1, Choice::All).await;
        till.practice.by_hand("UPDATE payments SET amount_cents = 14999").await.unwrap();
        till.pay(&page).await;
        let t = &till.practice.t;
        let id = till.payment_of(&page);
        let settled = payments::settle(&t.db, &t.door, &till.gateway, till.practice.id, id).await;
        assert!(matches!(settled, Err(PaymentError::AmountDiffers)), "{settled:?}");
        assert_eq!(till.tally().await, (15_000, 0, 0));
    })
    .await;
}
