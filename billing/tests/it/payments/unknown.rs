//! A payment of which the gateway says nothing: shown as such, asked about, and in front of a
//! person before a day is over.

use billing::payments::{self, Payment};
use billing::testing::on_each_engine;
use billing::work::WorkKind;
use domain::payment::Choice;
use stripe_sandbox::faults::Failure;
use time::Duration;

use super::till::Till;

const SESSIONS: &str = "/v1/checkout/sessions";

impl Till {
    async fn unknown(&self) -> Option<Payment> {
        let t = &self.practice.t;
        let mut tx = t.db.read().await.unwrap();
        payments::unknown(&mut tx, &t.door, self.practice.id, self.payer.guarantor).await.unwrap()
    }

    /// What the janitor does about payments.
    async fn look_after_payments(&self) {
        let t = &self.practice.t;
        payments::settle_waiting(&t.db, &t.door, &self.gateway).await.unwrap();
        payments::flag_unknown(&t.db, &t.door).await.unwrap();
    }
}

#[tokio::test]
async fn a_payment_nobody_knows_of_comes_before_a_person_and_leaves_when_it_is_found() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 150.00"]).await;
        let page = till.page(1, Choice::All).await;
        till.pay(&page).await;
        till.lose_webhooks();
        till.fault("GET", SESSIONS, Failure::DropBefore, 10_000);
        assert!(till.unknown().await.is_none(), "its page may still be open");
        for (hours, told) in [(2, false), (17, false), (2, true), (2, true)] {
            till.advance(Duration::hours(hours)).await;
            till.look_after_payments().await;
            assert_eq!(till.unknown().await.map(|payment| payment.id), Some(till.payment_of(&page)));
            assert_eq!(till.work().await == [WorkKind::PaymentUnknown], told, "after {hours} more hours");
        }
        till.practice.is_sound().await;
        till.forget_faults();
        till.advance(Duration::minutes(3)).await;
        till.look_after_payments().await;
        assert_eq!((till.work().await, till.unknown().await), (vec![], None));
        assert_eq!((till.states().await, till.tally().await), (vec!["paid".to_owned()], (0, 15_000, 1)));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_page_that_nobody_paid_on_is_no_mystery_once_the_gateway_answers() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 150.00"]).await;
        till.page(1, Choice::All).await;
        till.fault("GET", SESSIONS, Failure::DropBefore, 10_000);
        till.advance(Duration::hours(21)).await;
        till.look_after_payments().await;
        assert_eq!(till.work().await, [WorkKind::PaymentUnknown]);
        till.forget_faults();
        till.advance(Duration::minutes(3)).await;
        till.look_after_payments().await;
        assert_eq!((till.work().await, till.states().await), (vec![], vec!["expired".to_owned()]));
        assert_eq!(till.tally().await, (15_000, 0, 0));
        till.is_sound().await;
    })
    .await;
}
