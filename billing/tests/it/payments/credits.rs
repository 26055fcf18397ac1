//! What was paid beyond what is owed: visible, moved by the practice's policy, given back,
//! never absorbed.

use billing::accounts::{self, Policy};
use billing::credits::{self, Moved};
use billing::payments::Method;
use billing::refunds::{RefundReason, RefundState};
use billing::testing::{TestDb, on_each_engine};
use billing::work::WorkKind;
use domain::PaymentId;
use domain::ledger::Kind;
use domain::payment::Choice;
use time::Duration;
use tokio::task::JoinSet;

use super::office::cents;
use super::till::Till;
use crate::practice::era;

const DECIDED: [&str; 4] =
    ["CLP*V1*1*300*50*250*12*N1", "SVC*HC:99213*300*50", "CAS*PR*3*50", "CAS*PR*1*200"];
const TAKEN_BACK: [&str; 4] =
    ["CLP*V1*22*-300*-50*-250*12*N1", "SVC*HC:99213*-300*-50", "CAS*PR*3*-50", "CAS*PR*1*-200"];

impl Till {
    async fn policy(&self, change: impl FnOnce(&mut Policy)) {
        let mut tx = self.practice.t.db.begin().await.unwrap();
        let mut policy = accounts::policy(&mut tx, self.practice.id).await.unwrap();
        change(&mut policy);
        accounts::change_policy_in(&mut tx, self.practice.id, &policy).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn move_credits(&self) -> Moved {
        let t = &self.practice.t;
        credits::run(&t.db, &t.door, self.practice.id).await.unwrap()
    }
}

/// The insurer leaves so many dollars, in all, to the patient.
fn leaving(trace: &str, dollars: i64) -> Vec<u8> {
    let (claim, line) = (format!("CLP*V1*1*300*{}*{dollars}*12*{trace}", 300 - dollars), 300 - dollars);
    let (service, share) = (format!("SVC*HC:99213*300*{line}"), format!("CAS*PR*3*{dollars}"));
    era("LARKSPUR", trace, &[&claim, &service, &share])
}

/// A till whose payer paid the $250 of a first decision, before the insurer decided anew and
/// left `dollars` to them.
async fn overpaid(t: TestDb, more: &[&str], dollars: i64) -> (Till, PaymentId) {
    let till = Till::new(t, &[&["V1|Larkspur|99213 300.00"], more].concat()).await;
    till.practice.take("one.835", era("LARKSPUR", "T1", &DECIDED)).await;
    let visit = till.practice.visit("V1").await;
    let payment = till.paid(1, Choice::Visits(vec![visit])).await;
    till.practice.take("two.835", era("LARKSPUR", "T2", &TAKEN_BACK)).await;
    till.practice.take("three.835", leaving("T3", dollars)).await;
    (till, payment)
}

#[tokio::test]
async fn a_later_decision_turns_part_of_a_payment_into_a_credit_that_the_story_shows() {
    on_each_engine(|t| async move {
        let (till, _) = overpaid(t, &[], 100).await;
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 15_000));
        let story = till.practice.story("V1").await;
        assert_eq!(
            (story.breakdown.share, story.paid, story.credit),
            (cents(10_000), cents(25_000), cents(15_000))
        );
        let decisions: Vec<i64> = story.insurer_payments.iter().map(|one| one.amount.cents()).collect();
        assert_eq!(decisions, [5_000, -5_000, 20_000], "the reason is in sight");
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_credit_pays_what_else_is_due_and_both_visits_tell() {
    on_each_engine(|t| async move {
        let (till, _) = overpaid(t, &["V2||81002 60.00"], 100).await;
        assert_eq!(till.practice.dues("A1").await, 6_000);
        assert_eq!(till.move_credits().await, Moved { applied: 1, refunded: 0 });
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 9_000));
        assert_eq!(till.practice.open("V2").await, (0, 0, 0, 0));
        for (visit, amount) in [("V1", -6_000), ("V2", 6_000)] {
            let moved = till.practice.story(visit).await.payments.pop().unwrap();
            assert_eq!((moved.kind, moved.amount), (Kind::CreditApplied, cents(amount)));
        }
        assert_eq!(till.move_credits().await, Moved::default(), "nothing is moved twice");
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_practice_may_leave_a_credit_where_it_is() {
    on_each_engine(|t| async move {
        let (till, _) = overpaid(t, &["V2||81002 60.00"], 100).await;
        till.policy(|policy| {
            policy.credit_applies = false;
            policy.credit_refund_days = None;
        })
        .await;
        till.advance(Duration::days(400)).await;
        assert_eq!(till.move_credits().await, Moved::default());
        assert_eq!((till.practice.open("V1").await.3, till.practice.dues("A1").await), (15_000, 6_000));
        assert_eq!(till.work().await, [WorkKind::Credit], "a person decides");
        assert_eq!(till.items().await[0].amount_cents, Some(15_000));
        till.policy(|policy| policy.credit_applies = true).await;
        assert_eq!(till.move_credits().await.applied, 1);
        assert_eq!(till.items().await[0].amount_cents, Some(9_000));
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_credit_goes_back_by_itself_on_the_day_it_has_stood_long_enough() {
    on_each_engine(|t| async move {
        let (till, payment) = overpaid(t, &[], 100).await;
        let day = {
            let mut tx = till.practice.t.db.read().await.unwrap();
            credits::goes_back_on(&mut tx, till.practice.id, till.payer.guarantor).await.unwrap()
        };
        assert_eq!(day, Some(time::macros::date!(2026 - 12 - 01)), "thirty days after the insurer's payment");
        till.advance(Duration::days(6)).await;
        assert_eq!(till.move_credits().await, Moved::default());
        till.advance(Duration::days(1)).await;
        assert_eq!(till.move_credits().await, Moved { applied: 0, refunded: 1 });
        let refund = till.refunds_of(payment).await.remove(0);
        assert_eq!(
            (refund.amount, refund.reason, refund.asked_by),
            (cents(15_000), RefundReason::Credit, None)
        );
        // Promised, it is nobody's to promise again.
        assert_eq!(till.move_credits().await, Moved::default());
        till.advance(Duration::minutes(3)).await;
        assert_eq!(till.send_waiting().await, 1);
        assert_eq!(till.refund(refund.id).await.state, RefundState::Done);
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 0));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_credit_above_the_limit_asks_a_person_and_only_that_person_is_needed() {
    on_each_engine(|t| async move {
        let (till, payment) = overpaid(t, &[], 10).await;
        let ada = till.staff("ada").await;
        till.advance(Duration::days(8)).await;
        assert_eq!(till.move_credits().await.refunded, 1);
        let refund = till.refunds_of(payment).await.remove(0);
        assert_eq!((refund.state, refund.amount), (RefundState::Asked, cents(24_000)));
        assert_eq!(till.work().await, [WorkKind::RefundApproval]);
        assert_eq!(till.send_waiting().await, 0, "it is not sent");
        till.decide(refund.id, ada, true).await.unwrap();
        assert_eq!(till.send(refund.id).await.unwrap(), RefundState::Done);
        assert_eq!((till.work().await, till.practice.open("V1").await), (vec![], (0, 0, 0, 0)));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn a_person_who_said_no_is_not_asked_again_every_day() {
    on_each_engine(|t| async move {
        let (till, payment) = overpaid(t, &[], 10).await;
        let ada = till.staff("ada").await;
        till.advance(Duration::days(8)).await;
        till.move_credits().await;
        let refund = till.refunds_of(payment).await.remove(0);
        till.decide(refund.id, ada, false).await.unwrap();
        for _ in 0..3 {
            till.advance(Duration::days(1)).await;
            assert_eq!(till.move_credits().await, Moved::default());
        }
        assert_eq!(till.work().await, [WorkKind::Credit], "the credit stands, in front of a person");
        assert_eq!(till.practice.open("V1").await.3, 24_000);
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_credit_whose_refund_the_gateway_refuses_is_not_sent_anew_every_day() {
    on_each_engine(|t| async move {
        let (till, payment) = overpaid(t, &[], 100).await;
        till.advance(Duration::days(8)).await;
        till.move_credits().await;
        // The gateway will not give this one back; the dispute has not reached us.
        till.dispute(payment, r#"{"amount":100}"#).await;
        till.lose_webhooks();
        for _ in 0..3 {
            till.advance(Duration::days(1)).await;
            till.send_waiting().await;
            till.move_credits().await;
        }
        assert_eq!(till.refunds_of(payment).await.len(), 1);
        let mut work = till.work().await;
        work.sort_by_key(|kind| kind.code());
        assert_eq!(work, [WorkKind::Credit, WorkKind::RefundFailed]);
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_credit_from_cash_waits_for_a_person() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 50.00"]).await;
        let ada = till.staff("ada").await;
        let payment = till.take(1, Method::Cash, 8_000, ada).await.unwrap();
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 3_000));
        till.advance(Duration::days(31)).await;
        assert_eq!(till.move_credits().await, Moved::default());
        assert_eq!(till.work().await, [WorkKind::Credit]);
        let refund = till.ask(2, payment, 3_000, ada).await.unwrap();
        assert_eq!(refund.state, RefundState::Done, "handed over");
        till.move_credits().await;
        assert_eq!((till.work().await, till.practice.on("cash_drawer").await), (vec![], 5_000));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_that_move_credits_at_once_move_each_once() {
    on_each_engine(|t| async move {
        let (till, payment) = overpaid(t, &["V2||81002 60.00"], 100).await;
        till.advance(Duration::days(8)).await;
        let mut moving = JoinSet::new();
        for n in 0..4 {
            let (db, door) = till.practice.other_process(100 + n).await;
            let practice = till.practice.id;
            moving.spawn(async move { credits::run(&db, &door, practice).await.unwrap() });
        }
        let moved = moving.join_all().await;
        assert_eq!(moved.iter().map(|one| one.applied).sum::<usize>(), 1, "{moved:?}");
        let refunds = till.refunds_of(payment).await;
        assert_eq!(refunds.iter().map(|one| one.amount.cents()).collect::<Vec<_>>(), [9_000]);
        assert_eq!(till.send(refunds[0].id).await.unwrap(), RefundState::Done);
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 0));
        till.is_reconciled().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_charged_back_is_no_credit_to_give_back() {
    on_each_engine(|t| async move {
        let (till, payment) = overpaid(t, &[], 100).await;
        till.dispute(payment, "{}").await;
        till.webhooks().await;
        assert_eq!(till.practice.open("V1").await, (0, 0, 10_000, 0), "the bank took the credit too");
        till.advance(Duration::days(31)).await;
        assert_eq!(till.move_credits().await, Moved::default());
        assert_eq!(till.refunds_of(payment).await.len(), 0);
        till.is_reconciled().await;
    })
    .await;
}
