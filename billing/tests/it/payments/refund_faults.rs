//! A refund whose answer is lost, late, saved as an error, or taken back.

use billing::on;
use billing::payments::gateway::refund::{GatewayRefund, RefundProgress, RefundRequest};
use billing::payments::{GatewayError, Method};
use billing::refunds::{self, RefundError, RefundState};
use billing::testing::on_each_engine;
use billing::work::WorkKind;
use domain::payment::Choice;
use domain::{PaymentId, RefundId};
use stripe_sandbox::faults::Failure;
use time::Duration;

use super::office::{REFUND_FAILS, REFUND_PENDS};
use super::till::Till;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];
const REFUNDS: &str = "/v1/refunds";

/// A payment of $150 and a refund of $50 that is agreed to and not sent.
async fn promised(till: &Till, card: &str) -> (PaymentId, RefundId) {
    let staff = till.staff("ada").await;
    let payment = till.paid_with(1, Choice::All, card).await;
    let refund = till.ask(2, payment, 5_000, staff).await.unwrap();
    assert_eq!(refund.state, RefundState::Approved);
    (payment, refund.id)
}

/// The gateway is asked, and the process dies before it hears the answer.
async fn ask_and_die(till: &Till, refund: RefundId) {
    let payment_intent = till.all("payment_intent")[0]["id"].as_str().unwrap().to_owned();
    let amount = till.refund(refund).await.amount;
    let request = RefundRequest { refund, practice: till.practice.id, payment_intent, amount, round: 0 };
    till.gateway.give_back(&request).await.unwrap();
}

async fn given_once(till: &Till, refund: RefundId) {
    assert_eq!(till.refund(refund).await.state, RefundState::Done);
    assert_eq!((till.all("refund").len(), till.tally().await), (1, (5_000, 10_000, 1)));
    till.webhooks().await;
    assert_eq!(till.messages("refund").await, 1);
    till.is_reconciled().await;
}

#[tokio::test]
async fn whatever_becomes_of_the_answer_the_money_goes_back_once() {
    on_each_engine(|t| async move {
        for kind in [Failure::DropAfter, Failure::DropBefore, Failure::ErrorAfter, Failure::ErrorBefore] {
            let till = Till::new(fresh(t.engine).await, &TWO).await;
            let (_, refund) = promised(&till, super::till::VISA).await;
            till.fault("POST", REFUNDS, kind, 3);
            let sent = till.send(refund).await;
            assert!(matches!(sent, Err(RefundError::Gateway(GatewayError::Unknown))), "{kind:?}: {sent:?}");
            assert_eq!(till.refund(refund).await.state, RefundState::Approved);
            till.forget_faults();
            assert_eq!(till.send_waiting().await, 0, "too early to ask again");
            till.advance(Duration::minutes(3)).await;
            assert_eq!(till.send_waiting().await, 1);
            assert_eq!(till.send_waiting().await, 0);
            given_once(&till, refund).await;
        }
    })
    .await;
}

#[tokio::test]
async fn one_lost_answer_is_asked_for_again_at_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = promised(&till, super::till::VISA).await;
        till.fault("POST", REFUNDS, Failure::DropAfter, 1);
        assert_eq!(till.send(refund).await.unwrap(), RefundState::Done);
        given_once(&till, refund).await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_nobody_knows_of_comes_before_a_person_and_leaves_when_it_is_found() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = promised(&till, super::till::VISA).await;
        // It was given, and answered with an error that is saved under the key; nor does
        // the gateway answer when it is asked.
        till.fault("POST", REFUNDS, Failure::ErrorAfter, 1);
        till.fault("GET", REFUNDS, Failure::DropBefore, 1_000);
        assert!(till.send(refund).await.is_err());
        for (hours, told) in [(1, false), (18, false), (2, true), (4, true)] {
            till.advance(Duration::hours(hours)).await;
            assert_eq!(till.send_waiting().await, 1);
            assert_eq!(till.work().await == [WorkKind::RefundUnknown], told, "after {hours} more hours");
        }
        till.practice.is_sound().await;
        till.forget_faults();
        till.advance(Duration::minutes(3)).await;
        till.send_waiting().await;
        assert_eq!(till.work().await, []);
        given_once(&till, refund).await;
    })
    .await;
}

#[tokio::test]
async fn after_a_day_a_new_round_begins_only_when_the_gateway_knows_of_no_refund() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = promised(&till, super::till::VISA).await;
        till.fault("POST", REFUNDS, Failure::DropBefore, 1_000);
        assert!(till.send(refund).await.is_err());
        till.advance(Duration::hours(25)).await;
        till.send_waiting().await;
        assert_eq!((till.all("refund").len(), till.work().await), (0, vec![WorkKind::RefundUnknown]));
        till.forget_faults();
        till.advance(Duration::minutes(3)).await;
        till.send_waiting().await;
        assert_eq!(till.work().await, []);
        given_once(&till, refund).await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_given_before_its_key_was_forgotten_is_not_given_again_after() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = promised(&till, super::till::VISA).await;
        till.fault("POST", REFUNDS, Failure::DropAfter, 3);
        assert!(till.send(refund).await.is_err());
        till.lose_webhooks();
        till.advance(Duration::hours(25)).await;
        assert_eq!(till.send_waiting().await, 1);
        given_once(&till, refund).await;
    })
    .await;
}

#[tokio::test]
async fn a_webhook_that_is_faster_than_the_answer_books_the_refund() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = promised(&till, super::till::VISA).await;
        ask_and_die(&till, refund).await;
        till.webhooks().await;
        assert_eq!(till.send(refund).await.unwrap(), RefundState::Done);
        given_once(&till, refund).await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_comes_back_is_booked_back_and_waits_for_a_person() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (payment, refund) = promised(&till, REFUND_FAILS).await;
        assert_eq!(till.send(refund).await.unwrap(), RefundState::Done);
        assert_eq!(till.tally().await, (5_000, 10_000, 1));
        till.advance(Duration::seconds(6)).await;
        till.webhooks().await;
        let failed = till.refund(refund).await;
        assert_eq!(failed.state, RefundState::Failed);
        assert_eq!(failed.failure.as_deref(), Some("expired_or_canceled_card"));
        assert_eq!(till.tally().await, (0, 15_000, 1), "as if it had never left");
        assert_eq!(till.work().await, [WorkKind::RefundFailed]);
        assert_eq!((till.messages("refund").await, till.messages("refund_failed").await), (1, 1));
        till.is_sound().await;

        // Sent once more, it comes back once more; then it is given as a cheque.
        let ben = till.staff("ben").await;
        let t = &till.practice.t;
        let second = refunds::retry(&t.db, &t.door, till.practice.id, refund, ben).await.unwrap();
        let pressed_twice = refunds::retry(&t.db, &t.door, till.practice.id, refund, ben).await.unwrap();
        assert_eq!((second.id, till.work().await), (pressed_twice.id, vec![]));
        assert_eq!(till.send(second.id).await.unwrap(), RefundState::Done);
        till.advance(Duration::seconds(6)).await;
        till.webhooks().await;
        assert_eq!((till.tally().await, till.work().await), ((0, 15_000, 1), vec![WorkKind::RefundFailed]));
        let by_hand = || refunds::by_hand(&t.db, &t.door, till.practice.id, second.id, ben, "2041");
        let cheque = by_hand().await.unwrap();
        assert_eq!((cheque.state, cheque.method), (RefundState::Done, Method::Check));
        assert_eq!(cheque.reference.as_deref(), Some("2041"));
        assert_eq!(by_hand().await.unwrap().id, cheque.id, "pressed twice");
        assert_eq!((till.tally().await, till.practice.on("bank").await), ((5_000, 15_000, 1), -5_000));
        assert_eq!((till.work().await, till.refunds_of(payment).await.len()), (vec![], 3));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_for_refused_and_was_given_after_all_is_booked() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (payment, refund) = promised(&till, REFUND_FAILS).await;
        // While it is disputed, the gateway gives nothing back.
        till.dispute(payment, r#"{"amount":2000}"#).await;
        till.lose_webhooks();
        assert_eq!(till.send(refund).await.unwrap(), RefundState::Failed);
        let refused = till.refund(refund).await;
        assert_eq!((refused.gateway_id, refused.failure.as_deref()), (None, Some("charge_disputed")));
        assert_eq!((till.work().await, till.tally().await), (vec![WorkKind::RefundFailed], (0, 15_000, 1)));
        let report = async |id: &str, progress| {
            let theirs = GatewayRefund {
                id: id.to_owned(),
                amount: refused.amount,
                progress,
                failure: None,
                taken: progress == RefundProgress::Done,
                returned: false,
                payment_intent: None,
                refund: Some(refund),
                practice: Some(till.practice.id),
            };
            let t = &till.practice.t;
            let mut tx = t.db.begin().await.unwrap();
            refunds::apply_in(&mut tx, &t.door, till.practice.id, refund, &theirs).await.unwrap();
            tx.commit().await.unwrap();
        };
        // That it failed is known; a report of it tells nobody again.
        report("re_1", RefundProgress::Failed).await;
        assert_eq!((till.refund(refund).await.gateway_id, till.messages("refund_failed").await), (None, 0));
        report("re_2", RefundProgress::Done).await;
        let given = till.refund(refund).await;
        assert_eq!((given.state, given.gateway_id.as_deref()), (RefundState::Done, Some("re_2")));
        assert_eq!((till.work().await, till.tally().await), (vec![], (5_000, 10_000, 1)));
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_older_report_of_a_refund_that_came_back_changes_nothing() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = promised(&till, REFUND_FAILS).await;
        till.send(refund).await.unwrap();
        let done = till.event("refund.created");
        till.advance(Duration::seconds(6)).await;
        till.webhooks().await;
        assert_eq!(till.refund(refund).await.state, RefundState::Failed);
        till.tell(&done.replace("evt_", "evt_2n")).await;
        assert_eq!(till.refund(refund).await.state, RefundState::Failed);
        assert_eq!((till.work().await, till.tally().await), (vec![WorkKind::RefundFailed], (0, 15_000, 1)));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_did_not_fail_is_not_sent_again() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = promised(&till, super::till::VISA).await;
        let staff = till.staff("ben").await;
        let t = &till.practice.t;
        for _ in ["promised", "done"] {
            let again = refunds::retry(&t.db, &t.door, till.practice.id, refund, staff).await;
            assert!(matches!(again, Err(RefundError::NotThere)), "{again:?}");
            let by_hand = refunds::by_hand(&t.db, &t.door, till.practice.id, refund, staff, "1").await;
            assert!(matches!(by_hand, Err(RefundError::NotThere)), "{by_hand:?}");
            till.send(refund).await.unwrap();
        }
        given_once(&till, refund).await;
    })
    .await;
}

#[tokio::test]
async fn a_failure_that_is_told_before_the_refund_itself_ends_the_same_way() {
    on_each_engine(|t| async move {
        for reversed in [false, true] {
            let till = Till::new(fresh(t.engine).await, &TWO).await;
            let (_, refund) = promised(&till, REFUND_FAILS).await;
            ask_and_die(&till, refund).await;
            till.advance(Duration::seconds(6)).await;
            let theirs = till.all("refund")[0]["id"].as_str().unwrap().to_owned();
            let mut events = till.events_of(&theirs);
            assert_eq!(events.len(), 4);
            if reversed {
                events.reverse();
            }
            for event in events.iter().chain(&events) {
                till.tell(event).await;
            }
            assert_eq!(till.refund(refund).await.state, RefundState::Failed);
            assert_eq!(till.tally().await, (0, 15_000, 1));
            assert_eq!(till.work().await, [WorkKind::RefundFailed]);
            assert_eq!(till.send(refund).await.unwrap(), RefundState::Failed);
            assert_eq!(till.messages("refund_failed").await, 1);
            till.is_reconciled().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_refund_on_its_way_is_asked_about_when_nobody_tells() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (_, refund) = promised(&till, REFUND_PENDS).await;
        assert_eq!(till.send(refund).await.unwrap(), RefundState::Pending);
        assert_eq!(till.tally().await, (5_000, 10_000, 1), "it has left");
        till.lose_webhooks();
        till.advance(Duration::hours(5)).await;
        till.lose_webhooks();
        assert_eq!(till.send_waiting().await, 0);
        till.advance(Duration::hours(2)).await;
        assert_eq!(till.send_waiting().await, 1);
        given_once(&till, refund).await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_the_gateway_refuses_is_not_booked_and_waits_for_a_person() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (payment, refund) = promised(&till, super::till::VISA).await;
        till.dispute(payment, "{}").await;
        // The dispute has not reached us yet.
        assert_eq!(till.send(refund).await.unwrap(), RefundState::Failed);
        assert_eq!(till.refund(refund).await.failure.as_deref(), Some("charge_disputed"));
        assert_eq!((till.tally().await, till.work().await), ((0, 15_000, 1), vec![WorkKind::RefundFailed]));
        assert_eq!(till.messages("refund").await, 0, "nobody is told of money that did not leave");
        till.webhooks().await;
        assert_eq!(till.tally().await.0, 15_000, "the bank took all of it");
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn each_login_is_told_once_and_no_amount_leaves_in_a_message() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (db, door) = (&till.practice.t.db, &till.practice.t.door);
        let grant = [billing::identity::Grant::Guarantor(till.practice.id, till.payer.guarantor)];
        billing::identity::add_user(
            db,
            door,
            "spouse@example.com",
            "Lark",
            "es",
            "saddle copper lamp",
            &grant,
        )
        .await
        .unwrap();
        let (_, refund) = promised(&till, super::till::VISA).await;
        till.send(refund).await.unwrap();
        till.webhooks().await;
        till.reconcile().await;
        let mut tx = db.read().await.unwrap();
        let told: Vec<(String, String)> = on!(&mut tx, c => sqlx::query_as(
            "SELECT to_address, args FROM messages WHERE template = 'refund' ORDER BY to_address",
        )
        .fetch_all(c))
        .unwrap();
        let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(to, ["payer@example.com", "spouse@example.com"]);
        for (_, args) in &told {
            let args: serde_json::Value = serde_json::from_str(args).unwrap();
            let names: Vec<&String> = args.as_object().unwrap().keys().collect();
            assert_eq!(names, ["payment", "template"], "no amount, no reason, no visit");
        }
    })
    .await;
}

async fn fresh(engine: &str) -> billing::testing::TestDb {
    billing::testing::databases().await.into_iter().find(|fresh| fresh.engine == engine).unwrap()
}
