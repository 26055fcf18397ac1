//! What a plan pays is asked for by the plan alone; what is owed beside it, by everything else.

use billing::payments::PaymentError;
use billing::plans::pay::For;
use billing::plans::view;
use billing::statements::{self, StatementError, Why};
use billing::testing::on_each_engine;
use domain::Money;
use domain::payment::{Choice, ChoiceError};
use domain::plan::{Event, PauseReason, State, Then};
use time::macros::date;

use super::book::{Book, VISA, cents};
use crate::practice::export;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||81002 30.00"];

impl Book {
    /// What the pay page asks for, in cents.
    async fn beside(&self) -> i64 {
        let mut tx = self.till.practice.t.db.read().await.unwrap();
        let whose = self.till.payer;
        let dues = view::beside(&mut tx, whose.practice, whose.guarantor).await.unwrap();
        dues.iter().map(|due| due.amount).sum::<Money>().cents()
    }

    async fn refused(&self, press: u128, choice: Choice) -> ChoiceError {
        match self.till.start(press, choice).await {
            Err(PaymentError::Choice(problem)) => problem,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn what_a_plan_pays_is_asked_for_by_the_plan_alone() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO).await;
        let visit = book.till.practice.visit("V1").await;
        let plan = book.self_pay(3).await;
        assert_eq!(book.beside().await, 3_000);
        assert_eq!(book.refused(1, Choice::Visits(vec![visit])).await, ChoiceError::NoVisit);
        assert_eq!(book.refused(2, Choice::Amount(cents(3_001))).await, ChoiceError::TooMuch(cents(3_000)));
        book.till.paid(3, Choice::All).await;
        assert_eq!((book.beside().await, book.standing(plan).await.plan.left()), (0, cents(12_000)));
        assert_eq!(book.refused(4, Choice::All).await, ChoiceError::NothingDue);
        // An instalment that is overdue is the plan's to ask for as well.
        book.until(date!(2026 - 12 - 20)).await;
        assert_eq!((book.beside().await, book.standing(plan).await.plan.state), (0, State::AtRisk));
        book.change(plan, Event::Paused { reason: PauseReason::PatientAsked }, true).await.unwrap();
        assert_eq!(book.beside().await, 0, "nobody asks while it is paused");
        book.change(plan, Event::Resumed, true).await.unwrap();
        // What is left of a plan that is over is an ordinary balance.
        book.change(plan, Event::Cancelled, true).await.unwrap();
        assert_eq!(book.beside().await, 12_000);
        book.till.paid(5, Choice::All).await;
        assert_eq!(book.till.tally().await.0, 0);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_broken_plan_can_be_paid_by_other_means() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO[..1]).await;
        let plan = book.self_pay(3).await;
        book.until(date!(2027 - 01 - 12)).await;
        assert_eq!((book.standing(plan).await.plan.state, book.beside().await), (State::Defaulted, 12_000));
        book.till.paid(1, Choice::All).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_pay_page_pays_what_was_raised_and_not_what_is_due_of_the_plan() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO[..1]).await;
        let plan = book.self_pay(3).await;
        book.till.practice.take("more.csv", export(&["V1||99213 135.00"])).await;
        assert_eq!(book.beside().await, 1_500);
        book.until(date!(2026 - 12 - 05)).await;
        book.till.paid(1, Choice::All).await;
        let standing = book.standing(plan).await;
        assert_eq!(
            (standing.outside, standing.plan.left(), book.beside().await),
            (Money::ZERO, cents(12_000), 0)
        );
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_bank_debit_on_its_way_is_asked_for_neither_by_the_page_nor_by_the_plan() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO[..1]).await;
        let plan = book.self_pay(3).await;
        book.till.practice.take("more.csv", export(&["V1||99213 135.00"])).await;
        let beside = book.till.page(1, Choice::All).await;
        book.till.debit(&beside).await;
        book.till.come_back(&beside).await;
        assert_eq!(book.beside().await, 0, "what was raised is on its way");
        let on_plan = book.page(plan, 2, For::Instalment).await;
        book.till.debit(&on_plan).await;
        book.till.come_back(&on_plan).await;
        assert_eq!(book.beside().await, 0, "and so is the plan's");
        let mut tx = book.till.practice.t.db.read().await.unwrap();
        let sent = view::on_its_way(&mut tx, book.till.payer.practice, plan).await.unwrap();
        assert_eq!(sent, cents(4_000));
        let plan = book.standing(plan).await.plan;
        let asked = view::Asked::of(&plan, cents(4_000), date!(2026 - 12 - 01));
        assert_eq!((asked.due, asked.next), (Money::ZERO, Some((date!(2027 - 01 - 01), cents(4_000)))));
        assert_eq!(asked.left, cents(8_000));
    })
    .await;
}

#[tokio::test]
async fn two_words_for_one_amount_are_two_payments() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO[..1]).await;
        let plan = book.self_pay(3).await;
        let first = book.page(plan, 1, For::Instalment).await;
        let second = book.page(plan, 2, For::Extra(cents(4_000), Then::Smaller)).await;
        assert_ne!(first, second);
        book.till.pay(&second).await;
        book.till.come_back(&second).await;
        let left: Vec<i64> = book.left(plan).await.into_iter().map(|(_, left)| left).collect();
        assert_eq!((left.len(), left.iter().sum::<i64>()), (3, 8_000), "smaller ones, as was said last");
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn no_statement_asks_for_what_a_plan_asks_for() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO[..1]).await;
        let plan = book.self_pay(3).await;
        let (t, whose) = (&book.till.practice.t, book.till.payer);
        let issued = statements::issue(&t.db, &t.door, whose.practice, whose.guarantor, None).await;
        assert!(matches!(issued, Err(StatementError::NotNow(Why::InPlan))), "{issued:?}");
        book.change(plan, Event::Cancelled, true).await.unwrap();
        statements::issue(&t.db, &t.door, whose.practice, whose.guarantor, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_statement_for_the_rest_says_what_the_plan_asks_for() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO).await;
        book.self_pay(3).await;
        let (t, whose) = (&book.till.practice.t, book.till.payer);
        let issued = statements::issue(&t.db, &t.door, whose.practice, whose.guarantor, None).await.unwrap();
        let mut tx = t.db.read().await.unwrap();
        let kept = statements::statement(&mut tx, whose.practice, whose.guarantor, issued).await;
        let said = kept.unwrap().unwrap().statement;
        assert_eq!((said.due, said.in_plan, said.owed()), (cents(3_000), cents(12_000), cents(15_000)));
    })
    .await;
}

#[tokio::test]
async fn every_version_is_told_with_the_schedule_before_and_after() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO[..1]).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.change(plan, Event::Skipped, false).await.unwrap();
        book.pay(plan, 1, For::Extra(cents(3_000), Then::Fewer)).await;
        let mut tx = book.till.practice.t.db.read().await.unwrap();
        let told = view::versions(&mut tx, book.till.payer.practice, plan).await.unwrap();
        let kinds: Vec<(&str, bool)> =
            told.iter().map(|one| (one.kept.kind.as_str(), one.redrawn())).collect();
        assert_eq!(kinds, [("signed", false), ("skipped", true), ("paid_extra", true)]);
        for pair in told.windows(2) {
            assert_eq!(pair[0].after, pair[1].before);
        }
        assert_eq!(told.last().unwrap().after, book.standing(plan).await.plan.instalments);
    })
    .await;
}
