//! Who cannot pay says so, and nothing is asked for until a counsellor answers.

use billing::hardship::{self, Ask, HardshipError, Request};
use billing::messages::{self, Template};
use billing::plans::offer;
use billing::statements::{self, StatementError, Why};
use billing::testing::on_each_engine;
use billing::work::{self, WorkKind};
use domain::hardship::{Answer, Income};
use domain::plan::{PauseReason, State};
use domain::{Money, UserId};
use time::Duration;
use time::macros::date;

use crate::payments::till::Till;
use crate::plans::book::{Book, ONE_BY_ONE, VISA};
use crate::practice::press_id;

const ONE: [&str; 1] = ["V1||99213 120.00"];

fn told(press: u128) -> Ask {
    Ask { press: press_id(press), household: 3, income: Income::Under3000 }
}

async fn asks(till: &Till, ask: Ask) -> Result<Request, HardshipError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let whose = (till.payer.practice, till.payer.guarantor);
    let request = hardship::ask_in(&mut tx, &t.door, whose, till.payer.user, ask).await?;
    tx.commit().await.unwrap();
    Ok(request)
}

async fn answers(till: &Till, by: UserId, request: &Request, words: &str) -> Result<Request, HardshipError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let by = (till.payer.practice, by);
    let request = hardship::answer_in(&mut tx, &t.door, by, request.id, Answer::Plan, words).await?;
    tx.commit().await.unwrap();
    Ok(request)
}

async fn takes_back(till: &Till) -> Result<Request, HardshipError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let whose = (till.payer.practice, till.payer.guarantor);
    let request = hardship::withdraw_in(&mut tx, &t.door, whose, till.payer.user).await?;
    tx.commit().await.unwrap();
    Ok(request)
}

/// The kinds of work that wait, and the reasons for which the account is held.
async fn stands(till: &Till) -> (Vec<WorkKind>, Vec<String>) {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let practice = till.payer.practice;
    let work = work::waiting(&mut tx, practice, 9).await.unwrap();
    let holds = work::holds(&mut tx, practice, till.payer.guarantor).await.unwrap();
    (
        work.iter().filter_map(work::WorkItem::kind).collect(),
        holds.into_iter().map(|hold| hold.reason).collect(),
    )
}

/// Letters about requests: whether each was about an answer.
async fn letters(till: &Till) -> Vec<bool> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let sent = messages::recent(&mut tx, 50).await.unwrap();
    let about = |message: &messages::Message| match message.template() {
        Some(Template::Hardship { answered }) => Some(answered),
        _ => None,
    };
    sent.iter().rev().filter_map(about).collect()
}

#[tokio::test]
async fn from_the_request_to_the_answer_nothing_is_asked_for() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let counsellor = till.staff("cora").await;
        let t = &till.practice.t;
        let request = asks(&till, told(1)).await.unwrap();
        assert_eq!((request.household, request.income()), (3, Some(Income::Under3000)));
        // The 24th is a Tuesday; the 26th is Thanksgiving.
        assert_eq!(request.answer_by, date!(2026 - 12 - 02));
        assert_eq!(stands(&till).await, (vec![WorkKind::Hardship], vec!["assistance".to_owned()]));
        assert_eq!(till.practice.dues("A1").await, 12_000, "what is owed stays");
        let none = statements::issue(&t.db, &t.door, till.payer.practice, till.payer.guarantor, None).await;
        assert!(matches!(none, Err(StatementError::NotNow(Why::Held))));
        let choices = {
            let mut tx = t.db.read().await.unwrap();
            offer::choices(&mut tx, &t.door, till.payer.practice, till.payer.guarantor).await.unwrap()
        };
        assert!(!choices.any(), "no plan is offered while it is looked at");

        // The same page again, and another one: there is one request.
        assert_eq!(asks(&till, told(1)).await.unwrap().id, request.id);
        assert_eq!(asks(&till, told(2)).await.unwrap().id, request.id);
        assert_eq!(letters(&till).await, [false]);
        let nobody = Ask { household: 0, ..told(3) };
        assert!(matches!(asks(&till, nobody).await, Err(HardshipError::Household)));

        assert!(matches!(answers(&till, counsellor, &request, " ").await, Err(HardshipError::Words)));
        let answered = answers(&till, counsellor, &request, " Pay in three parts. ").await.unwrap();
        assert_eq!(
            (answered.answer(), answered.message.as_deref()),
            (Some(Answer::Plan), Some("Pay in three parts."))
        );
        assert_eq!(stands(&till).await, (vec![], vec![]));
        assert_eq!(letters(&till).await, [false, true]);
        statements::issue(&t.db, &t.door, till.payer.practice, till.payer.guarantor, None).await.unwrap();
        // Nobody answers twice, and nothing of it changes by hand.
        assert!(matches!(answers(&till, counsellor, &request, "No.").await, Err(HardshipError::NotOpen)));
        assert!(matches!(takes_back(&till).await, Err(HardshipError::NotOpen)));
        assert!(till.practice.by_hand("UPDATE hardship_requests SET message = 'other'").await.is_err());
        assert!(till.practice.by_hand("DELETE FROM hardship_requests").await.is_err());
        // Who needs help again asks again.
        assert_ne!(asks(&till, told(4)).await.unwrap().id, request.id);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn plans_rest_meanwhile_and_go_on_with_their_dates_moved() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let till = &book.till;
        let counsellor = till.staff("cora").await;
        book.costs(0, 500).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        let request = asks(till, told(1)).await.unwrap();
        assert_eq!(book.standing(plan).await.plan.state, State::Paused(PauseReason::AssistanceReview));
        book.until(date!(2026 - 12 - 20)).await;
        assert_eq!((book.charged(), book.booked().await), (vec![], (0, 0)));
        book.is_sound().await;
        answers(till, counsellor, &request, "We keep your plan.").await.unwrap();
        let left = book.left(plan).await;
        assert_eq!(left.len(), 3);
        assert!(left.iter().all(|(due, cents)| *due > book.today() && *cents == 4_000), "{left:?}");
        book.until(date!(2027 - 04 - 02)).await;
        assert_eq!(book.charged(), [4_000, 4_000, 4_000]);
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_hold_of_the_staff_lets_plans_rest_until_the_last_one_ends() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let till = &book.till;
        let counsellor = till.staff("cora").await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        let (practice, whose) = (&till.practice, (till.payer.practice, till.payer.guarantor));
        let t = &practice.t;
        let mut tx = t.db.begin().await.unwrap();
        hardship::hold_in(&mut tx, &t.door, whose, counsellor, "assistance:desk").await.unwrap();
        tx.commit().await.unwrap();
        let paused = State::Paused(PauseReason::AssistanceReview);
        assert_eq!(book.standing(plan).await.plan.state, paused);
        let request = asks(till, told(1)).await.unwrap();
        answers(till, counsellor, &request, "We still look.").await.unwrap();
        assert_eq!(book.standing(plan).await.plan.state, paused, "the desk's own hold stands");
        let ends = async |subject: &str| {
            let mut tx = t.db.begin().await.unwrap();
            hardship::end_hold_in(&mut tx, &t.door, whose, counsellor, subject).await.unwrap();
            tx.commit().await.unwrap();
        };
        // A request's own hold is not the desk's to end.
        let again = asks(till, told(2)).await.unwrap();
        ends(&again.id.to_string()).await;
        assert_eq!(stands(till).await.1.len(), 2);
        takes_back(till).await.unwrap();
        ends("assistance:desk").await;
        assert_eq!(book.standing(plan).await.plan.state, State::Active);
        assert_eq!(stands(till).await, (vec![], vec![]));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_presses_on_two_servers_are_one_request() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let mut going = tokio::task::JoinSet::new();
        for n in 0..6_u128 {
            let (db, door) = till.practice.other_process(500 + u64::try_from(n).unwrap()).await;
            let (whose, user) = ((till.payer.practice, till.payer.guarantor), till.payer.user);
            going.spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let request = hardship::ask_in(&mut tx, &door, whose, user, told(n / 2)).await.unwrap();
                tx.commit().await.unwrap();
                request.id
            });
        }
        let ids = going.join_all().await;
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(stands(&till).await, (vec![WorkKind::Hardship], vec!["assistance".to_owned()]));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_instalment_that_is_due_at_that_moment_is_taken_once_or_not_at_all() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.till.advance(Duration::days(7)).await;
        let (db, door) = book.till.practice.other_process(600).await;
        let gateway = book.till.gateway.clone();
        let taking = tokio::spawn(async move {
            billing::plans::charge::charge_due(&db, &door, &gateway, ONE_BY_ONE).await.unwrap()
        });
        let request = asks(&book.till, told(1)).await.unwrap();
        taking.await.unwrap();
        for _ in 0..2 {
            book.till.advance(Duration::minutes(5)).await;
            book.work().await;
        }
        let standing = book.standing(plan).await;
        assert_eq!(standing.plan.state, State::Paused(PauseReason::AssistanceReview));
        let charged: i64 = book.charged().iter().sum();
        assert!([0, 4_000].contains(&charged), "{charged}");
        assert_eq!(standing.plan.left(), Money::from_cents(12_000 - charged));
        assert!(request.is_open());
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_starts_or_goes_on_for_another_reason_meanwhile_takes_nothing() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let till = &book.till;
        let counsellor = till.staff("cora").await;
        // Signed, and the card is added only after the request.
        let wish = book.wish(&["V1"], 3).await;
        let plan = book.sign(&book.signature(901, wish, Some(100_000)).await).await.unwrap();
        let request = asks(till, told(1)).await.unwrap();
        book.enrol(plan, 902, VISA).await;
        book.until(date!(2026 - 12 - 05)).await;
        assert_eq!(book.charged(), [] as [i64; 0]);
        answers(till, counsellor, &request, "It goes on.").await.unwrap();
        book.until(date!(2026 - 12 - 07)).await;
        assert_eq!(book.charged(), [4_000]);

        // A bank takes that payment back while help is looked for: to take the request back frees nothing.
        let payment = till.history().await[0].id;
        asks(till, told(2)).await.unwrap();
        till.dispute(payment, "{}").await;
        till.webhooks().await;
        takes_back(till).await.unwrap();
        book.until(date!(2027 - 01 - 10)).await;
        assert_eq!(book.charged(), [4_000], "nothing while the bank asks");
        book.is_sound().await;
    })
    .await;
}
