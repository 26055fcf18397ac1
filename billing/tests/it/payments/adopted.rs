//! A refund that was made in the gateway's dashboard, and a process that dies while it is taken over.

use billing::door::Point;
use billing::payments::GatewayError;
use billing::reconcile::{self, Action, DifferenceKind};
use billing::refunds::{RefundError, RefundState};
use billing::testing::on_each_engine;
use billing::work::WorkKind;
use domain::payment::Choice;
use domain::{PaymentId, RefundId};
use stripe_sandbox::faults::Failure;
use time::Duration;

use super::account::DiesAt;
use super::office::cents;
use super::till::{Till, VISA};

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

/// $40 of a payment of $150 went back in the dashboard; whoever takes it over dies when it is
/// ours and not in the books.
async fn half_adopted(till: &Till) -> (PaymentId, RefundId) {
    let payment = till.paid_with(1, Choice::All, VISA).await;
    till.dashboard("refunds", &format!("charge={}&amount=4000", till.charge_of(payment))).await;
    till.lose_webhooks();
    till.reconcile().await;
    let difference = till.difference(DifferenceKind::RefundNotOurs).await;
    let t = &till.practice.t;
    let fate = DiesAt::new(Point::InLedger, 1);
    let door = t.door.clone().under(fate.clone());
    let adopt = Action::AdoptRefund;
    fate.takes(reconcile::resolve(&t.db, &door, &till.gateway, till.practice.id, &difference.id, adopt))
        .await;
    let refund = till.refunds_of(payment).await.remove(0);
    assert_eq!((refund.state, refund.amount), (RefundState::Approved, cents(4_000)));
    (payment, refund.id)
}

async fn given_once(till: &Till, refund: RefundId) {
    assert_eq!(till.all("refund").len(), 1, "only the one that was made in the dashboard");
    assert_eq!(till.refund(refund).await.state, RefundState::Done);
    assert_eq!(
        (till.practice.dues("A1").await, till.practice.on("gateway_cash").await),
        (4_000, till.held())
    );
    till.is_reconciled().await;
}

#[tokio::test]
async fn a_refund_that_was_half_taken_over_is_not_given_a_second_time() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = half_adopted(&till).await;
        till.advance(Duration::minutes(3)).await;
        assert_eq!(till.send_waiting().await, 1);
        assert_eq!(till.send_waiting().await, 0);
        given_once(&till, refund).await;
    })
    .await;
}

#[tokio::test]
async fn the_next_reading_takes_over_the_rest() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = half_adopted(&till).await;
        assert_eq!(till.reconcile().await.recovered, 1);
        given_once(&till, refund).await;
        assert_eq!(till.send(refund).await.unwrap(), RefundState::Done);
        given_once(&till, refund).await;
    })
    .await;
}

#[tokio::test]
async fn while_the_gateway_does_not_answer_nothing_is_given_and_a_person_is_told() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = half_adopted(&till).await;
        till.fault("GET", "/v1/refunds", Failure::DropBefore, 1_000);
        let sent = till.send(refund).await;
        assert!(matches!(sent, Err(RefundError::Gateway(GatewayError::Unknown))), "{sent:?}");
        till.advance(Duration::hours(21)).await;
        assert_eq!(till.send_waiting().await, 1);
        assert!(till.work().await.contains(&WorkKind::RefundUnknown));
        assert_eq!((till.all("refund").len(), till.refund(refund).await.state), (1, RefundState::Approved));
        till.forget_faults();
        till.advance(Duration::minutes(3)).await;
        till.send_waiting().await;
        given_once(&till, refund).await;
        assert_eq!(till.work().await, []);
    })
    .await;
}
