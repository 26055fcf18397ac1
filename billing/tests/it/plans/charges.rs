//! Interest and late fees: in the books from when they are owed, and no longer than that.

use billing::payments::Method;
use billing::plans::pay::For;
use billing::testing::on_each_engine;
use domain::dispute::Reason;
use domain::plan::{Event, State, Then};
use time::Duration;
use time::macros::date;

use super::book::{Book, VISA, cents};
use crate::practice::export;

/// $1,200.00 at 12 % a year: a percent a month.
const ONE: [&str; 1] = ["V1||99213 1200.00"];

/// 7 of 30 days before the first payment, then whole months: $2.80, $7.97 and $4.00 of interest.
const DUE: [i64; 3] = [40_492, 40_492, 40_493];

#[tokio::test]
async fn interest_is_owed_from_its_date_and_all_of_it_is_what_was_disclosed() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        book.costs(1_200, 0).await;
        let review = book.review(&book.wish(&["V1"], 3).await).await.unwrap();
        let disclosed = review.offer.disclosure.unwrap().finance_charge;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        let due = |standing: &billing::plans::Standing| -> Vec<i64> {
            standing.plan.instalments.iter().map(|one| one.amount().cents()).collect()
        };
        assert_eq!(due(&book.standing(plan).await), DUE);
        assert_eq!(book.booked().await, (0, 0), "nothing is owed before its date");
        assert_eq!(book.till.practice.open("V1").await.2, 120_000);
        book.until(date!(2026 - 12 - 01)).await;
        assert_eq!((book.booked().await, book.charged()), ((280, 0), vec![DUE[0]]));
        assert_eq!(book.till.practice.open("V1").await.2, 120_000 + 280 - DUE[0]);
        book.is_sound().await;
        book.until(date!(2027 - 02 - 02)).await;
        assert_eq!(book.charged(), DUE);
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        assert_eq!((book.booked().await.0, book.till.practice.open("V1").await.2), (disclosed.cents(), 0));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn who_pays_early_owes_no_interest_of_what_was_still_to_come() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        book.costs(1_200, 0).await;
        let plan = book.self_pay(3).await;
        book.until(date!(2026 - 12 - 02)).await;
        // Due, and owed with its interest, though nobody has paid it.
        assert_eq!((book.booked().await, book.till.practice.open("V1").await.2), ((280, 0), 120_280));
        book.pay(plan, 1, For::Extra(cents(70_000), Then::Fewer)).await;
        book.is_sound().await;
        let left = book.standing(plan).await.plan.left();
        book.pay(plan, 2, For::Payoff).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, book.booked().await), (State::Finished, (280, 0)));
        assert!(left > cents(120_280 - 70_000), "the last payment would have cost interest: {left}");
        assert_eq!(book.till.practice.open("V1").await, (0, 0, 0, 0));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_next_payment_ahead_brings_its_interest_and_the_last_one_ahead_none() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        book.costs(1_200, 0).await;
        let plan = book.self_pay(3).await;
        for press in 1..=3 {
            book.pay(plan, press, For::Instalment).await;
            book.is_sound().await;
        }
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        assert_eq!(book.charged(), [DUE[0], DUE[1], 120_000 + 280 + 797 - DUE[0] - DUE[1]]);
        assert_eq!(book.till.practice.open("V1").await, (0, 0, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn who_pays_all_that_is_owed_at_the_desk_owes_nothing_more() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 700.00", "V2||99213 500.00"]).await;
        book.costs(1_200, 500).await;
        let wish = book.wish(&["V1", "V2"], 3).await;
        let plan = book.sign(&book.signature(1, wish, None).await).await.unwrap();
        let staff = book.till.staff("ada").await;
        book.until(date!(2026 - 12 - 20)).await;
        assert_eq!(book.booked().await, (280, 500), "missed after ten days");
        let owed = book.till.practice.dues("A1").await;
        assert_eq!(owed, 120_780);
        // What comes ahead without a word shortens the plan.
        book.till.take(1, Method::Cash, 60_000, staff).await.unwrap();
        book.is_sound().await;
        assert_eq!(book.standing(plan).await.plan.state, State::Active);
        book.till.take(2, Method::Cash, owed - 60_000, staff).await.unwrap();
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        assert_eq!((book.till.practice.dues("A1").await, book.booked().await), (0, (280, 500)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_missed_payment_costs_its_fee_once_and_none_while_a_part_is_in_question() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 1000.00,81002 200.00"]).await;
        book.costs(0, 500).await;
        let plan = book.self_pay(4).await;
        book.until(date!(2026 - 12 - 15)).await;
        assert_eq!((book.booked().await, book.till.practice.open("V1").await.2), ((0, 500), 120_500));
        assert_eq!(book.standing(plan).await.plan.state, State::AtRisk);
        book.is_sound().await;
        // What is overdue moves to the end, and its fee is not asked.
        book.change(plan, Event::Reaged, true).await.unwrap();
        assert_eq!((book.booked().await, book.till.practice.open("V1").await.2), ((0, 0), 120_000));
        book.is_sound().await;
        crate::disputes::tell(&book.till, 1, "V1", &[1], Reason::Duplicate).await.unwrap();
        book.until(date!(2027 - 01 - 20)).await;
        assert_eq!(book.booked().await, (0, 0), "a part is in question");
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_ends_or_rests_asks_for_nothing_new_and_what_was_not_paid_is_let_go() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        book.costs(1_200, 500).await;
        let plan = book.self_pay(3).await;
        book.until(date!(2026 - 12 - 02)).await;
        assert_eq!(book.booked().await, (280, 0));
        let reason = domain::plan::PauseReason::PatientAsked;
        book.change(plan, Event::Paused { reason }, true).await.unwrap();
        book.until(date!(2027 - 01 - 20)).await;
        assert_eq!(book.booked().await, (280, 0), "nothing new while it rests");
        book.is_sound().await;
        book.change(plan, Event::Cancelled, true).await.unwrap();
        assert_eq!((book.booked().await, book.till.practice.open("V1").await.2), ((0, 0), 120_000));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_goes_back_takes_its_interest_with_it_and_a_lower_bill_its_own() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 120.00"]).await;
        let staff = book.till.staff("ada").await;
        book.costs(1_200, 0).await;
        let plan = book.self_pay(3).await;
        book.until(date!(2026 - 12 - 02)).await;
        book.pay(plan, 1, For::Instalment).await;
        assert_eq!(book.booked().await, (28, 0));
        let payment = book.till.history().await[0].id;
        book.till.give_back(2, payment, book.charged()[0], staff).await;
        let standing = book.standing(plan).await;
        assert_eq!((book.booked().await, standing.plan.principal_left()), ((0, 0), cents(12_000)));
        assert_eq!(book.till.practice.open("V1").await, (0, 0, 12_000, 0));
        book.is_sound().await;
        book.until(date!(2027 - 01 - 02)).await;
        let (interest, _) = book.booked().await;
        assert!(interest > 0);
        // The practice takes the whole charge back but for ten dollars.
        book.till.practice.take("less.csv", export(&["V1||99213 10.00"])).await;
        book.is_sound().await;
        let (_, _, owed, credit) = book.till.practice.open("V1").await;
        let standing = book.standing(plan).await;
        assert_eq!((owed, credit), (standing.plan.payoff(book.today()).cents(), 0));
        book.till.advance(Duration::days(1)).await;
        book.work().await;
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn two_servers_book_the_interest_of_a_day_once() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        book.costs(1_200, 0).await;
        let plan = book.self_pay(3).await;
        book.till.advance(Duration::days(7)).await;
        let pay = book.pay(plan, 1, For::Instalment);
        tokio::join!(pay, book.sweep(), book.sweep());
        book.sweep().await;
        assert_eq!(book.booked().await, (280, 0));
        book.is_sound().await;
    })
    .await;
}
