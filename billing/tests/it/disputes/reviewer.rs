//! While a federal reviewer has a visit nothing of it is asked for, whatever happens beside it
//! (45 CFR 149.620(c)(5)-(6)).

use billing::disputes::federal::{self, Federal};
use billing::pay_links::Aim;
use billing::pay_links::open::{self, Guest};
use billing::payments::Method;
use billing::plans::pay::For;
use billing::plans::{About, join, view};
use billing::statements::{self, StatementError, Why, runs};
use billing::testing::on_each_engine;
use domain::Money;
use domain::dispute::{Outcome, Reason, State};
use domain::estimate::How;
use domain::payment::Choice;
use time::macros::date;

use super::federal::{above, concludes, ends, opens};
use super::{Till, UserId, decides, decision, now, tell, withdraws};
use crate::pay_links::{enter, link_for, press};
use crate::plans::book::{Book, VISA};
use crate::practice::export;

/// The visit with a line more than [`above`] has.
const MORE: &str = "V1||45378 1000.00,81002 40,99070 55.00";

/// What the next run of statements would say of the account.
async fn stated(till: &Till, by: UserId) -> Vec<(i64, Option<Why>)> {
    let t = &till.practice.t;
    let run = runs::preview(&t.db, &t.door, till.payer.practice, Some(by)).await.unwrap();
    let mut tx = t.db.read().await.unwrap();
    let items = runs::items(&mut tx, till.payer.practice, run, 9).await.unwrap();
    items.iter().map(|item| (item.due.cents(), item.why)).collect()
}

#[tokio::test]
async fn what_is_charged_decided_or_given_back_meanwhile_is_not_asked_for() {
    on_each_engine(|t| async move {
        let (till, dana, visit) = above(t).await;
        let practice = &till.practice;
        let payment = till.paid(1, Choice::Amount(Money::from_cents(90_000))).await;
        let first = tell(&till, 4, "V1", &[1], Reason::Duplicate).await.unwrap();
        let second = tell(&till, 5, "V1", &[0], Reason::WrongAmount).await.unwrap();
        assert_eq!((first.frozen.cents(), second.frozen.cents()), (4_000, 10_000));
        let case = opens(&till, dana, visit, 6).await.unwrap();
        assert_eq!(practice.dues("A1").await, 7_000);
        // What else is in question stays so beside it.
        assert_eq!(now(&till, first.id).await.frozen.cents(), 4_000);
        till.is_sound().await;

        practice.take("more.csv", export(&[MORE])).await;
        assert_eq!((practice.open("V1").await.2, practice.dues("A1").await), (19_500, 7_000));
        withdraws(&till, first.id).await.unwrap();
        assert_eq!(practice.dues("A1").await, 7_000);
        decides(&till, dana, &second, &decision(Outcome::Partly, 1_000, 0)).await.unwrap();
        assert_eq!((practice.open("V1").await.2, practice.dues("A1").await), (18_500, 7_000));
        till.give_back(7, payment, 5_000, dana).await;
        assert_eq!((practice.open("V1").await.2, practice.dues("A1").await), (23_500, 7_000));
        assert_eq!(stated(&till, dana).await, [(7_000, None)]);
        till.is_sound().await;
        till.take(8, Method::Cash, 7_000, dana).await.unwrap();
        assert_eq!((practice.open("V1").await.2, practice.open("V2").await.2), (23_500, 0));
        assert_eq!(stated(&till, dana).await, [(0, Some(Why::Held))]);
        let t = &practice.t;
        let none = statements::issue(&t.db, &t.door, till.payer.practice, till.payer.guarantor, None).await;
        assert!(matches!(none, Err(StatementError::NotNow(Why::Held))));
        till.is_sound().await;

        // It ends without an amount: what is owed now rests until the practice has decided.
        let back = ends(&till, dana, &case).await;
        assert_eq!((back.dispute.state, back.frozen.cents()), (State::InReview, 23_500));
        assert_eq!(practice.dues("A1").await, 0);
        till.is_sound().await;
        // And begins again: $600 is to be paid of the $1,095 less $10.
        let mut tx = t.db.begin().await.unwrap();
        let again = Federal { started_on: date!(2026 - 11 - 23), reference: "D-2".to_owned() };
        let (by, seen) = ((case.practice, dana), (case.id, back.seq));
        let again = federal::start_in(&mut tx, &t.door, by, seen, &again).await.unwrap();
        tx.commit().await.unwrap();
        concludes(&till, dana, &again, How::Determined, 90_000).await.unwrap();
        assert_eq!((practice.open("V1").await.2, practice.dues("A1").await), (5_000, 5_000));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn its_plan_asks_for_the_other_visits_alone_and_goes_on_afterwards() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||45378 1000.00,81002 40", "V2||99213 160.00"]).await;
        let till = &book.till;
        let dana = till.staff("dana").await;
        let visit = till.practice.visit("V1").await;
        let wish = book.wish(&["V1", "V2"], 4).await;
        let plan = book.sign(&book.signature(900, wish, None).await).await.unwrap();
        book.pay(plan, 1, For::Instalment).await;
        let payment = till.history().await[0].id;
        let asks = async || book.left(plan).await.iter().map(|(_, cents)| cents).sum::<i64>();
        let owes = async |visit| till.practice.open(visit).await.2;
        assert_eq!((asks().await, owes("V1").await, owes("V2").await), (90_000, 74_000, 16_000));

        let sibling = tell(till, 2, "V1", &[1], Reason::Duplicate).await.unwrap();
        let case = opens(till, dana, visit, 3).await.unwrap();
        assert_eq!(asks().await, 16_000);
        book.is_sound().await;
        withdraws(till, sibling.id).await.unwrap();
        assert_eq!(asks().await, 16_000);
        till.give_back(4, payment, 5_000, dana).await;
        assert_eq!((asks().await, owes("V1").await), (16_000, 79_000));
        till.practice.take("more.csv", export(&[MORE])).await;
        assert_eq!((asks().await, owes("V1").await), (16_000, 84_500));
        // What was charged beside the plan is asked for beside it neither, nor offered to join it.
        let mut tx = till.practice.t.db.read().await.unwrap();
        let (id, payer) = (till.payer.practice, till.payer);
        let beside = view::beside(&mut tx, id, payer.guarantor).await.unwrap();
        assert!(beside.is_empty(), "{beside:?}");
        if let Ok(joining) = join::preview(&mut tx, &till.practice.t.door, payer, plan, &[]).await {
            assert!(joining.raised.is_zero());
        }
        drop(tx);
        book.is_sound().await;

        // $600 less what was paid is owed again: $55 of it beside the plan, as it was charged.
        let case = now(till, case.id).await;
        assert_eq!(case.plan_held.cents(), 79_000);
        concludes(till, dana, &case, How::Determined, 60_000).await.unwrap();
        assert_eq!((asks().await, owes("V1").await), (45_500, 35_000));
        assert_eq!(till.practice.dues("A1").await, 51_000);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn autopay_takes_nothing_and_no_fee_is_owed_while_they_have_it() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||45378 1000.00,81002 40"]).await;
        let till = &book.till;
        book.costs(0, 500).await;
        let dana = till.staff("dana").await;
        let visit = till.practice.visit("V1").await;
        let plan = book.autopay(&["V1"], 4, VISA).await;
        let case = opens(till, dana, visit, 3).await.unwrap();
        book.until(date!(2027 - 01 - 20)).await;
        assert_eq!(book.charged(), [] as [i64; 0]);
        assert_eq!((book.booked().await, till.practice.open("V1").await.2), ((0, 0), 104_000));
        assert_eq!((till.practice.dues("A1").await, book.left(plan).await), (0, vec![]));
        let told = book.letters().await;
        let asked =
            told.iter().any(|about| matches!(about, About::ComingTaken | About::Missed | About::Declined));
        assert!(!asked, "{told:?}");
        book.is_sound().await;

        let case = now(till, case.id).await;
        concludes(till, dana, &case, How::Determined, 60_000).await.unwrap();
        let left = book.left(plan).await;
        assert_eq!(left.iter().map(|(_, cents)| cents).sum::<i64>(), 60_000);
        assert!(left.iter().all(|(due, _)| *due > book.today()), "{left:?}");
        book.until(date!(2027 - 07 - 01)).await;
        assert_eq!(book.charged().iter().sum::<i64>(), 60_000);
        assert_eq!((book.booked().await, till.practice.dues("A1").await), ((0, 0), 0));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_the_bank_takes_back_is_not_asked_for_meanwhile() {
    on_each_engine(|t| async move {
        let (till, dana, visit) = above(t).await;
        let payment = till.paid(1, Choice::Amount(Money::from_cents(90_000))).await;
        assert_eq!(till.practice.open("V1").await.2, 14_000);
        let case = opens(&till, dana, visit, 2).await.unwrap();
        let taken = till.dispute(payment, r#"{"amount":30000}"#).await;
        till.webhooks().await;
        assert_eq!((till.practice.open("V1").await.2, till.practice.dues("A1").await), (44_000, 7_000));
        till.is_sound().await;
        till.decided(&taken, false).await;
        till.webhooks().await;
        assert_eq!((till.practice.open("V1").await.2, till.practice.dues("A1").await), (44_000, 7_000));
        // What the bank took back is for a person to look at first.
        assert_eq!(stated(&till, dana).await, [(7_000, Some(Why::Held))]);
        till.is_sound().await;

        // $700 is to be paid in all, and $600 has arrived and stayed.
        let case = now(&till, case.id).await;
        concludes(&till, dana, &case, How::Determined, 70_000).await.unwrap();
        assert_eq!((till.practice.open("V1").await.2, till.practice.dues("A1").await), (10_000, 17_000));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_link_that_was_sent_before_asks_for_nothing_of_it() {
    on_each_engine(|t| async move {
        let (till, dana, visit) = above(t).await;
        let guest = async |aim| {
            let (_, token) = link_for(&till, aim, false).await;
            enter(&till, &token).await
        };
        let (its, all) = (guest(Aim::Visit(visit)).await, guest(Aim::Due).await);
        let case = opens(&till, dana, visit, 1).await.unwrap();
        let asked = async |who: &Guest| {
            let mut tx = till.practice.t.db.read().await.unwrap();
            let due = open::due(&mut tx, &who.link).await.unwrap();
            due.iter().map(|due| due.amount.cents()).sum::<i64>()
        };
        assert_eq!((asked(&its).await, asked(&all).await), (0, 7_000));
        assert!(press(&till, &its, 2, None).await.is_err());
        assert!(press(&till, &all, 3, Some(7_001)).await.is_err());
        ends(&till, dana, &case).await;
        assert_eq!((asked(&its).await, asked(&all).await), (0, 7_000), "the practice has to decide it");
        till.is_sound().await;
    })
    .await;
}
