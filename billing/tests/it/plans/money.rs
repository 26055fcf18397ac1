//! Whatever moves money or what is owed, in whatever way, happens to the plan.

use billing::payments::{Method, PaymentState};
use billing::plans::pay::For;
use billing::plans::{self};
use billing::refunds::RefundState;
use billing::testing::on_each_engine;
use domain::Money;
use domain::payment::Choice;
use domain::plan::{PauseReason, State, Then};
use time::macros::date;

use super::book::{Book, VISA, cents};
use crate::practice::{era, export};

const ONE: [&str; 1] = ["V1||99213 120.00"];

fn on(month: u8, left: i64) -> (time::Date, i64) {
    let (year, month) = if month > 12 { (2027, month - 12) } else { (2026, month) };
    (time::Date::from_calendar_date(year, time::Month::try_from(month).unwrap(), 1).unwrap(), left)
}

#[tokio::test]
async fn money_at_the_desk_and_online_pays_the_oldest_instalment() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let staff = book.till.staff("ada").await;
        let plan = book.self_pay(3).await;
        book.till.take(1, Method::Cash, 1_500, staff).await.unwrap();
        assert_eq!(book.left(plan).await, [on(12, 2_500), on(13, 4_000), on(14, 4_000)]);
        book.pay(plan, 2, For::Instalment).await;
        assert_eq!(book.left(plan).await, [on(13, 4_000), on(14, 4_000)]);
        book.is_sound().await;
        // More than all is a credit of the guarantor's, and the plan is done.
        book.till.take(3, Method::Cash, 8_500, staff).await.unwrap();
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        assert_eq!(book.till.practice.open("V1").await, (0, 0, 0, 500));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn more_than_is_due_shortens_or_shrinks_what_is_to_come_as_the_patient_says() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.self_pay(4).await;
        book.pay(plan, 1, For::Extra(cents(3_000), Then::Smaller)).await;
        assert_eq!(book.left(plan).await, [on(12, 3_000), on(13, 3_000), on(14, 3_000)]);
        book.pay(plan, 2, For::Extra(cents(3_000), Then::Fewer)).await;
        assert_eq!(book.left(plan).await, [on(12, 3_000), on(13, 3_000)]);
        book.pay(plan, 3, For::Payoff).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        assert_eq!(book.till.practice.dues("A1").await, 0);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_insurer_that_takes_its_decision_back_holds_and_the_next_one_releases() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1|Larkspur Health Plan|99213 300.00"]).await;
        let practice = &book.till.practice;
        let decided = ["CLP*V1*1*300*80*120*12*N1", "SVC*HC:99213*300*80", "CAS*CO*45*100", "CAS*PR*3*120"];
        practice.take("one.835", era("LARKSPUR HEALTH PLAN", "T1", &decided)).await;
        let plan = book.self_pay(3).await;
        let back =
            ["CLP*V1*22*-300*-80*-120*12*N1", "SVC*HC:99213*-300*-80", "CAS*CO*45*-100", "CAS*PR*3*-120"];
        practice.take("two.835", era("LARKSPUR HEALTH PLAN", "T2", &back)).await;
        let standing = book.standing(plan).await;
        assert_eq!(
            (standing.plan.state, standing.plan.left()),
            (State::Paused(PauseReason::Dispute), Money::ZERO)
        );
        book.is_sound().await;
        // Then it takes thirty dollars off.
        let lower = ["CLP*V1*1*300*110*90*12*N2", "SVC*HC:99213*300*110", "CAS*CO*45*100", "CAS*PR*3*90"];
        practice.take("three.835", era("LARKSPUR HEALTH PLAN", "T3", &lower)).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.plan.left()), (State::Active, cents(9_000)));
        assert_eq!((standing.outside, standing.plan.held), (Money::ZERO, Money::ZERO));
        assert_eq!(practice.open("V1").await, (0, 0, 9_000, 0));
        book.is_sound().await;
        // And then asks for more than was agreed: that stays outside.
        let back =
            ["CLP*V1*22*-300*-110*-90*12*N2", "SVC*HC:99213*-300*-110", "CAS*CO*45*-100", "CAS*PR*3*-90"];
        practice.take("four.835", era("LARKSPUR HEALTH PLAN", "T4", &back)).await;
        let higher = ["CLP*V1*1*300*60*140*12*N3", "SVC*HC:99213*300*60", "CAS*CO*45*100", "CAS*PR*3*140"];
        practice.take("five.835", era("LARKSPUR HEALTH PLAN", "T5", &higher)).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.left(), standing.outside), (cents(9_000), cents(5_000)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_charge_that_the_practice_corrects_lowers_the_newest_instalment_or_stays_outside() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.self_pay(3).await;
        book.till.practice.take("less.csv", export(&["V1||99213 100.00"])).await;
        assert_eq!(book.left(plan).await, [on(12, 4_000), on(13, 3_500), on(14, 2_500)]);
        book.till.practice.take("more.csv", export(&["V1||99213 115.00"])).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.left(), standing.outside), (cents(10_000), cents(1_500)));
        book.till.practice.take("mid.csv", export(&["V1||99213 105.00"])).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.left(), standing.outside), (cents(10_000), cents(500)), "outside first");
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn insurance_that_turns_up_later_holds_what_it_is_asked_for() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.till.practice.take("insured.csv", export(&["V1|Larkspur Health Plan|99213 120.00"])).await;
        book.until(date!(2026 - 12 - 05)).await;
        assert_eq!(book.till.charges(), 0, "nothing is taken while it decides");
        let decided = ["CLP*V1*1*120*60*60*12*N1", "SVC*HC:99213*120*60", "CAS*PR*3*60"];
        book.till.practice.take("one.835", era("LARKSPUR HEALTH PLAN", "T1", &decided)).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.plan.left()), (State::Active, cents(6_000)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn money_that_goes_back_is_owed_on_the_plan_again_and_only_if_the_plan_had_it() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 150.00"]).await;
        let staff = book.till.staff("ada").await;
        let before = book.till.paid(1, Choice::Amount(cents(3_000))).await;
        let plan = book.self_pay(3).await;
        book.pay(plan, 2, For::Instalment).await;
        let on_plan = book.till.history().await[0].id;
        assert_eq!(book.standing(plan).await.plan.left(), cents(8_000));
        book.till.give_back(3, on_plan, 1_000, staff).await;
        assert_eq!(book.standing(plan).await.plan.left(), cents(9_000));
        // What was paid before there was a plan is an ordinary balance again.
        book.till.give_back(4, before, 1_000, staff).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.left(), standing.outside), (cents(9_000), cents(1_000)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_comes_back_is_paid_again() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let staff = book.till.staff("ada").await;
        let plan = book.self_pay(3).await;
        let page = book.page(plan, 1, For::Instalment).await;
        assert_eq!(book.till.card(&page, crate::payments::office::REFUND_FAILS).await, 303);
        assert_eq!(book.till.come_back(&page).await, PaymentState::Paid);
        book.till.webhooks().await;
        let payment = book.till.payment_of(&page);
        let refund = book.till.ask(2, payment, 4_000, staff).await.unwrap();
        book.till.send(refund.id).await.unwrap();
        assert_eq!(book.standing(plan).await.plan.left(), cents(12_000));
        book.till.advance(time::Duration::seconds(6)).await;
        book.till.webhooks().await;
        assert_eq!(book.till.refund(refund.id).await.state, RefundState::Failed);
        assert_eq!(book.standing(plan).await.plan.left(), cents(8_000));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_chargeback_pauses_the_plan_and_what_is_won_resumes_it() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.until(date!(2026 - 12 - 01)).await;
        let payment = book.till.history().await[0].id;
        let dispute = book.till.dispute(payment, "{}").await;
        book.till.webhooks().await;
        let standing = book.standing(plan).await;
        assert_eq!(standing.plan.state, State::Paused(PauseReason::Chargeback));
        assert_eq!(standing.plan.left(), cents(12_000));
        assert_eq!(standing.next_due, None);
        book.until(date!(2027 - 01 - 02)).await;
        assert_eq!(book.charged().len(), 1, "nothing is taken while it is open");
        book.till.decided(&dispute, true).await;
        book.till.webhooks().await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.plan.left()), (State::Active, cents(8_000)));
        book.until(date!(2027 - 03 - 05)).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_opens_a_finished_plan_again() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let staff = book.till.staff("ada").await;
        let plan = book.self_pay(3).await;
        book.pay(plan, 1, For::Payoff).await;
        let payment = book.till.history().await[0].id;
        book.till.give_back(2, payment, 5_000, staff).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.plan.left()), (State::Active, cents(5_000)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_credit_of_another_visit_pays_the_plan_when_the_practice_lets_it() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 120.00", "V2||81002 30.00"]).await;
        let plan = book.self_pay(3).await;
        book.till.paid(1, Choice::Visits(vec![book.till.practice.visit("V2").await])).await;
        assert_eq!(
            book.standing(plan).await.plan.left(),
            cents(12_000),
            "another visit's money is not the plan's"
        );
        book.till.practice.take("less.csv", export(&["V2||81002 10.00"])).await;
        let t = &book.till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let mut policy = billing::accounts::policy(&mut tx, book.till.practice.id).await.unwrap();
        policy.credit_applies = true;
        billing::accounts::change_policy_in(&mut tx, book.till.practice.id, &policy).await.unwrap();
        tx.commit().await.unwrap();
        billing::credits::run(&t.db, &t.door, book.till.practice.id).await.unwrap();
        assert_eq!(book.standing(plan).await.plan.left(), cents(10_000));
        let mut tx = t.db.read().await.unwrap();
        let steps = plans::history(&mut tx, book.till.practice.id, plan).await.unwrap();
        assert_eq!(steps.iter().map(|step| step.kind.as_str()).collect::<Vec<_>>(), ["signed", "paid"]);
        drop(tx);
        book.is_sound().await;
    })
    .await;
}
