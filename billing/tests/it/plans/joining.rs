//! New balances join by consent, exceptions are offered to one account, and letters say so.

use billing::plans::exception::{self, Ask, ExceptionProblem};
use billing::plans::{About, PlanError, join};
use billing::testing::on_each_engine;
use billing::work;
use domain::plan::{Refusal, Refused, Size, State};
use domain::{Money, VisitId};
use time::macros::date;

use super::book::{Book, VISA, cents, consent};
use billing::plans::pay::For;

const TWO: [&str; 2] = ["V1||99213 120.00", "V2||99213 90.00"];

impl Book {
    async fn joining(&self, plan: domain::PlanId, visits: &[VisitId]) -> Result<join::Joining, PlanError> {
        let t = &self.till.practice.t;
        let mut tx = t.db.read().await.unwrap();
        join::preview(&mut tx, &t.door, self.till.payer, plan, visits).await
    }
}

#[tokio::test]
async fn a_new_balance_joins_when_the_patient_has_seen_what_it_does() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO).await;
        let plan = book.self_pay(3).await;
        let t = &book.till.practice.t;
        let second = book.till.practice.visit("V2").await;
        let seen = book.joining(plan, &[second]).await.unwrap();
        assert_eq!(seen.amount(), cents(9_000));
        let sum = |all: &[domain::plan::Instalment]| all.iter().map(|one| one.amount()).sum::<Money>();
        assert_eq!((sum(&seen.before), sum(&seen.after)), (cents(12_000), cents(21_000)));
        let stranger =
            billing::payments::Payer { guarantor: domain::GuarantorId(t.door.id()), ..book.till.payer };
        let theirs = join::join(&t.db, &t.door, stranger, plan, &seen, &consent(None)).await;
        assert!(matches!(theirs, Err(PlanError::NotThere)), "{theirs:?}");
        join::join(&t.db, &t.door, book.till.payer, plan, &seen, &consent(None)).await.unwrap();
        assert_eq!(book.standing(plan).await.plan.left(), cents(21_000));
        let again = join::join(&t.db, &t.door, book.till.payer, plan, &seen, &consent(None)).await;
        assert!(matches!(again, Err(PlanError::OfferChanged)), "the same page pressed twice: {again:?}");
        book.pay(plan, 1, For::Payoff).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        assert_eq!(book.till.tally().await.0, 0, "nothing is owed");
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_shown_and_what_joins_is_the_same_or_nothing_joins() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO).await;
        let plan = book.self_pay(3).await;
        let t = &book.till.practice.t;
        let second = book.till.practice.visit("V2").await;
        let seen = book.joining(plan, &[second]).await.unwrap();
        book.till.paid(8, domain::payment::Choice::Visits(vec![second])).await;
        let stale = join::join(&t.db, &t.door, book.till.payer, plan, &seen, &consent(None)).await;
        assert!(matches!(stale, Err(PlanError::InPlan | PlanError::OfferChanged)), "{stale:?}");
        assert_eq!(book.standing(plan).await.plan.left(), cents(12_000));
        let nothing = book.joining(plan, &[]).await;
        assert!(matches!(nothing, Err(PlanError::Refused(Refused::NoAmount))), "{nothing:?}");
        book.is_sound().await;
    })
    .await;
}

fn ask(book: &Book, months: u16) -> Ask {
    Ask {
        guarantor: book.till.payer.guarantor,
        months,
        smallest: cents(1_000),
        until: date!(2026 - 12 - 20),
        reason: "lost their job".to_owned(),
    }
}

#[tokio::test]
async fn an_exception_lets_one_account_sign_more_once() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 120.00"]).await;
        let wish = book.wish(&["V1"], 12).await;
        let refused = book.review(&wish).await;
        assert!(
            matches!(&refused, Err(PlanError::NotOffered(why)) if matches!(why[..], [Refusal::Instalments { .. }])),
            "{refused:?}"
        );
        let by = book.till.staff("ada").await;
        let (door, practice) = (&book.till.practice.t.door, book.till.payer.practice);
        let mut tx = book.till.practice.t.db.begin().await.unwrap();
        assert!(exception::ask_in(&mut tx, door, practice, by, &ask(&book, 12)).await.unwrap(), "below the limit");
        let twice = exception::ask_in(&mut tx, door, practice, by, &ask(&book, 20)).await;
        assert!(matches!(twice, Err(ExceptionProblem::Standing)));
        tx.commit().await.unwrap();
        let review = book.review(&wish).await.unwrap();
        assert!(review.offer.disclosure.is_some(), "more than four instalments are disclosed first");
        let plan = book.sign(&book.signature(1, wish, None).await).await.unwrap();
        assert_eq!(book.standing(plan).await.plan.instalments.len(), 12);
        let mut tx = book.till.practice.t.db.begin().await.unwrap();
        let left = exception::standing(&mut tx, practice, book.till.payer.guarantor, book.today()).await.unwrap();
        assert_eq!(left, None, "used up");
        drop(tx);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn above_the_limit_a_second_person_agrees() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 420.00"]).await;
        let (ada, ben) = (book.till.staff("ada").await, book.till.staff("ben").await);
        let (db, door, practice) =
            (&book.till.practice.t.db, &book.till.practice.t.door, book.till.payer.practice);
        let mut tx = db.begin().await.unwrap();
        assert!(!exception::ask_in(&mut tx, door, practice, ada, &ask(&book, 12)).await.unwrap());
        let whose = book.till.payer.guarantor;
        let asked = exception::standing(&mut tx, practice, whose, book.today()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let wish = book.wish(&["V1"], 12).await;
        assert!(matches!(book.review(&wish).await, Err(PlanError::NotOffered(_))), "nobody agreed yet");
        let mut tx = db.begin().await.unwrap();
        assert_eq!(work::waiting(&mut tx, practice, 9).await.unwrap().len(), 1);
        let own = exception::decide_in(&mut tx, door, practice, asked.id, ada, true).await;
        assert!(matches!(own, Err(ExceptionProblem::SamePerson)));
        exception::decide_in(&mut tx, door, practice, asked.id, ben, true).await.unwrap();
        assert_eq!(work::waiting(&mut tx, practice, 9).await.unwrap().len(), 0);
        let again = exception::decide_in(&mut tx, door, practice, asked.id, ben, false).await;
        assert!(matches!(again, Err(ExceptionProblem::NotThere)), "decided once");
        tx.commit().await.unwrap();
        book.review(&wish).await.unwrap();
        book.till.advance(time::Duration::days(27)).await;
        let late = book.wish(&["V1"], 12).await;
        let late = domain_first(late, date!(2027 - 01 - 01));
        assert!(matches!(book.review(&late).await, Err(PlanError::NotOffered(_))), "its day has passed");
    })
    .await;
}

fn domain_first(mut wish: billing::plans::offer::Wish, first: time::Date) -> billing::plans::offer::Wish {
    wish.first = first;
    wish
}

#[tokio::test]
async fn letters_tell_what_still_holds_and_each_once() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &TWO).await;
        let by_hand = book.self_pay(3).await;
        book.autopay(&["V2"], 3, VISA).await;
        assert_eq!(book.letters().await, [About::Signed, About::Signed]);
        book.until(date!(2026 - 11 - 28)).await;
        // Paid before anybody was told: it is not told any more.
        book.pay(by_hand, 3, For::Instalment).await;
        assert_eq!(book.letters().await, [About::Signed, About::Signed, About::ComingTaken]);
        assert_eq!(book.letters().await.len(), 3, "told once");
        let t = &book.till.practice.t;
        let by = book.till.staff("ada").await;
        let seen = book.standing(by_hand).await.plan.version;
        let plan = (book.till.payer.practice, by_hand);
        let pause = domain::plan::Event::Paused { reason: domain::plan::PauseReason::Staff };
        billing::plans::steps::change(&t.db, &t.door, by, plan, seen, pause, true).await.unwrap();
        assert_eq!(book.letters().await.last(), Some(&About::Changed), "not their own doing");
    })
    .await;
}

#[tokio::test]
async fn a_wish_too_small_for_the_policy_says_what_is_possible() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 120.00"]).await;
        let mut wish = book.wish(&["V1"], 3).await;
        wish.size = Size::Amount(cents(100));
        let Err(PlanError::NotOffered(why)) = book.review(&wish).await else { panic!("it is too small") };
        let [Refusal::Instalments { least, .. }] = why[..] else { panic!("{why:?}") };
        wish.size = Size::Amount(least);
        book.review(&wish).await.unwrap();
    })
    .await;
}
