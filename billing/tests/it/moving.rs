//! Somebody else is to answer for a visit at the moment at which something else happens to it.

use billing::answering::preview::preview;
use billing::answering::{AnswerError, Ask, State, change};
use billing::payments::{PaymentState, Started};
use billing::testing::on_each_engine;
use billing::{Db, Door};
use domain::answering::ChangeReason;
use domain::dispute::Reason;
use domain::payment::Choice;
use domain::{PracticeId, UserId, VisitId};
use time::macros::date;

use crate::disputes::tell;
use crate::payments::till::{Till, VISA};
use crate::plans::book::Book;

/// Of as many visits each is raced for once.
const ROUNDS: usize = 6;

/// Looks, and moves a visit of A1 to A2 from another process.
async fn moves(
    (db, door): &(Db, Door),
    (practice, by): (PracticeId, UserId),
    ask: &Ask,
) -> Result<State, AnswerError> {
    let seen = {
        let mut tx = db.read().await.unwrap();
        preview(&mut tx, practice, (ask.from, ask.to), &ask.visits).await.unwrap().seen().unwrap()
    };
    let mut tx = db.begin().await.unwrap();
    let done = change::ask_in(&mut tx, door, (practice, by), ask, &seen).await?;
    tx.commit().await.unwrap();
    Ok(done.state)
}

async fn ask(till: &Till, visit: VisitId) -> Ask {
    Ask {
        from: till.practice.guarantor("A1").await,
        to: till.practice.guarantor("A2").await,
        visits: vec![visit],
        patients: Vec::new(),
        reason: ChangeReason::CourtOrder,
        note: "Decree of 2026-11-02.".to_owned(),
        effective_on: date!(2026 - 11 - 24),
    }
}

fn visits() -> Vec<String> {
    let mut rows: Vec<String> = (0..ROUNDS).map(|n| format!("V{n}||99213 120.00")).collect();
    rows.push("2@V9||99213 10.00".to_owned());
    rows
}

fn rows(visits: &[String]) -> Vec<&str> {
    visits.iter().map(String::as_str).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_that_is_being_paid_is_not_moved_and_a_moved_one_is_not_paid_by_who_had_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &rows(&visits())).await;
        let by = (till.practice.id, till.staff("ada").await);
        let other = till.practice.other_process(77).await;
        for round in 0..ROUNDS {
            let visit = till.practice.visit(&format!("V{round}")).await;
            let ask = ask(&till, visit).await;
            let press = 100 + round as u128;
            let (moved, paid) =
                tokio::join!(moves(&other, by, &ask), till.start(press, Choice::Visits(vec![visit])));
            match (&moved, &paid) {
                (Ok(State::Done), Err(_)) => {}
                (Err(AnswerError::Blocked | AnswerError::Changed), Ok(Started::Page(page))) => {
                    till.pay(page).await;
                    assert_eq!(till.come_back(page).await, PaymentState::Paid);
                }
                both => panic!("round {round}: {both:?}"),
            }
            till.is_sound().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_in_question_is_not_moved_and_nobody_questions_what_is_not_theirs() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &rows(&visits())).await;
        let by = (till.practice.id, till.staff("ada").await);
        let other = till.practice.other_process(77).await;
        for round in 0..ROUNDS {
            let number = format!("V{round}");
            let ask = ask(&till, till.practice.visit(&number).await).await;
            let (moved, told) = tokio::join!(
                moves(&other, by, &ask),
                tell(&till, 1 + round as u128, &number, &[], Reason::WrongAmount)
            );
            match (&moved, &told) {
                (Ok(State::Done), Err(_)) | (Err(AnswerError::Blocked | AnswerError::Changed), Ok(_)) => {}
                both => panic!("round {round}: {both:?}"),
            }
            till.is_sound().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_move_a_visit_at_once_move_it_once() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &rows(&visits())).await;
        let by = (till.practice.id, till.staff("ada").await);
        let others = (till.practice.other_process(77).await, till.practice.other_process(78).await);
        for round in 0..ROUNDS {
            let ask = ask(&till, till.practice.visit(&format!("V{round}")).await).await;
            let (one, other) = tokio::join!(moves(&others.0, by, &ask), moves(&others.1, by, &ask));
            assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
        }
        assert_eq!((till.practice.dues("A1").await, till.practice.dues("A2").await), (0, 73_000));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn autopay_takes_nothing_for_a_visit_that_moves_or_the_visit_stays() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &rows(&visits())).await;
        let till = &book.till;
        let by = (till.practice.id, till.staff("ada").await);
        let other = till.practice.other_process(77).await;
        let plan = book.autopay(&["V0"], 3, VISA).await;
        let due = book.standing(plan).await.plan.unpaid().next().unwrap().due;
        let visit = till.practice.visit("V0").await;
        book.until(due.previous_day().unwrap()).await;
        till.advance(time::Duration::days(1)).await;
        let ask = ask(till, visit).await;
        let (moved, taken) = tokio::join!(moves(&other, by, &ask), book.charge_due());
        let charged = book.charged().len();
        assert_eq!(charged, taken.charged);
        match moved {
            // It was with the gateway, or had just come: the page is looked at again.
            Err(AnswerError::Blocked | AnswerError::Changed) => assert_eq!(charged, 1),
            Ok(_) => {
                book.work().await;
                let after = book.charged().len();
                assert_eq!(after, charged, "nothing is taken once it has moved");
            }
            Err(other) => panic!("{other:?}"),
        }
        book.is_sound().await;
    })
    .await;
}
