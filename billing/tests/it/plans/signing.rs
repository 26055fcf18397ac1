//! What is signed is what was shown, and it is signed once.

use billing::plans::policy::{self, PolicyProblem};
use billing::plans::sign::Signed;
use billing::plans::{self, PlanError, offer};
use billing::testing::on_each_engine;
use billing::work;
use domain::Money;
use domain::payment::Choice;
use domain::plan::{Autopay, EndReason, Policy, Rate, Refusal, Size, Standing as KeptOut, State};
use time::Duration;
use time::macros::date;

use super::book::{Book, VISA, cents, consent};
use crate::practice::export;

const ONE: [&str; 1] = ["V1||99213 120.00"];

#[tokio::test]
async fn what_is_signed_is_the_offer_with_its_document_and_the_same_press_signs_once() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let wish = book.wish(&["V1"], 3).await;
        let shown = book.review(&wish).await.unwrap();
        let signature = book.signature(1, wish, None).await;
        let plan = book.sign(&signature).await.unwrap();
        assert_eq!(book.sign(&signature).await.unwrap(), plan, "a double click");
        let first = [date!(2026 - 12 - 01), date!(2027 - 01 - 01), date!(2027 - 02 - 01)];
        assert_eq!(book.left(plan).await, first.map(|day| (day, 4_000)));
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.plan.autopay), (State::Active, Autopay::Off));
        assert_eq!((standing.outside, standing.next_due), (Money::ZERO, None));

        let practice = book.till.payer.practice;
        let mut tx = book.till.practice.t.db.read().await.unwrap();
        let documents = plans::documents(&mut tx, practice, plan).await.unwrap();
        let [document] = documents.as_slice() else { panic!("one document") };
        let signed: Signed = serde_json::from_str(document.offer.as_deref().unwrap()).unwrap();
        assert_eq!((signed.offer, signed.balances), (shown.offer, shown.balances));
        assert_eq!(document.agreement, consent(None).agreement);
        assert_eq!((document.address.as_str(), document.signed_by), ("192.0.2.7", book.till.payer.user));
        assert!(document.is_whole() && document.autopay.is_none());
        drop(tx);
        // What is in a plan is not offered again.
        let again = book.wish(&["V1"], 2).await;
        assert!(matches!(book.review(&again).await, Err(PlanError::InPlan)));
        let mut other = signature.clone();
        other.press = crate::practice::press_id(2);
        assert!(matches!(book.sign(&other).await, Err(PlanError::InPlan)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_press_from_four_processes_signs_once() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let wish = book.wish(&["V1"], 3).await;
        let signature = book.signature(1, wish, None).await;
        let mut signing = tokio::task::JoinSet::new();
        for n in 0..4 {
            let (db, door) = book.till.practice.other_process(400 + n).await;
            let (payer, signature) = (book.till.payer, signature.clone());
            signing.spawn(async move { plans::sign::sign(&db, &door, payer, &signature).await.unwrap() });
        }
        let mut signed = signing.join_all().await;
        signed.dedup();
        assert_eq!(signed.len(), 1);
        assert_eq!(book.till.practice.count("SELECT COUNT(*) FROM plans").await, 1);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_changed_since_it_was_shown_is_not_signed_and_said() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let wish = book.wish(&["V1"], 3).await;
        let signature = book.signature(1, wish, None).await;
        book.till.paid(50, Choice::Amount(cents(2_000))).await;
        let refused = book.sign(&signature).await;
        assert!(matches!(refused, Err(PlanError::BalanceChanged { owed }) if owed == cents(10_000)), "{refused:?}");
        let mut altered = book.signature(2, signature.wish.clone(), None).await;
        altered.wish.size = Size::Count(2);
        assert!(matches!(book.sign(&altered).await, Err(PlanError::OfferChanged)));
        altered.wish.size = Size::Count(5);
        let refused = book.sign(&altered).await;
        assert!(matches!(&refused, Err(PlanError::NotOffered(why)) if matches!(why[0], Refusal::Instalments { .. })));
        let low = book.signature(3, signature.wish.clone(), Some(1_000)).await;
        assert!(matches!(book.sign(&low).await, Err(PlanError::CapTooLow { .. })));
        assert_eq!(book.till.practice.count("SELECT COUNT(*) FROM plans").await, 0);
        assert_eq!(book.till.practice.count("SELECT COUNT(*) FROM plan_documents").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_disputed_account_is_kept_out_and_a_stranger_signs_for_nothing() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 120.00", "2@V9||99213 90.00"]).await;
        let wish = book.wish(&["V1"], 3).await;
        let signature = book.signature(1, wish, None).await;
        let t = &book.till.practice.t;
        let payer = book.till.payer;
        let mut tx = t.db.begin().await.unwrap();
        work::hold_because_in(&mut tx, &t.door, payer.practice, payer.guarantor, "dispute", "letter")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let refused = book.sign(&signature).await;
        let kept_out =
            |why: &[Refusal]| matches!(why[0], Refusal::Excluded { standing: KeptOut::Disputed, .. });
        assert!(matches!(&refused, Err(PlanError::NotOffered(why)) if kept_out(why)), "{refused:?}");
        let theirs = book.wish(&["V9"], 3).await;
        let stolen = plans::sign::Signature { wish: theirs, ..signature };
        assert!(matches!(book.sign(&stolen).await, Err(PlanError::NotThere)));
    })
    .await;
}

#[tokio::test]
async fn a_policy_holds_from_its_day_and_interest_needs_somebody_who_looked_up_the_law() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let by = book.till.staff("ada").await;
        let t = &book.till.practice.t;
        let practice = book.till.payer.practice;
        let mut tx = t.db.begin().await.unwrap();
        let today = date!(2026 - 11 - 24);
        let mut policy = policy::in_force(&mut tx, practice, today).await.unwrap();
        assert_eq!(policy, Policy::usual(today));
        policy.effective = date!(2026 - 11 - 26);
        policy.most_instalments = 2;
        policy::set_in(&mut tx, &t.door, practice, by, &policy).await.unwrap();
        policy.most_instalments = 1;
        policy::set_in(&mut tx, &t.door, practice, by, &policy).await.unwrap();
        policy.rate = Rate::from_basis_points(500).unwrap();
        let refused = policy::set_in(&mut tx, &t.door, practice, by, &policy).await;
        assert!(matches!(refused, Err(PolicyProblem::NotAllowed)));
        policy.rate = Rate::ZERO;
        policy.effective = date!(2026 - 11 - 23);
        let refused = policy::set_in(&mut tx, &t.door, practice, by, &policy).await;
        assert!(matches!(refused, Err(PolicyProblem::InThePast)));
        tx.commit().await.unwrap();
        let wish = book.wish(&["V1"], 3).await;
        assert!(book.review(&wish).await.is_ok(), "not yet");
        book.till.advance(Duration::days(2)).await;
        assert!(matches!(book.review(&wish).await, Err(PlanError::NotOffered(_))));
        let mut tx = t.db.read().await.unwrap();
        let choices = offer::choices(&mut tx, &t.door, practice, book.till.payer.guarantor).await.unwrap();
        assert_eq!(choices.policy.most_instalments, 1, "of two for one day the later one");
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_never_comes_back_from_the_card_has_a_plan_all_the_same() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let wish = book.wish(&["V1"], 3).await;
        let plan = book.sign(&book.signature(1, wish, Some(4_000)).await).await.unwrap();
        assert_eq!(book.standing(plan).await.plan.state, State::Proposed);
        let page = book.method_page(plan, 2).await.unwrap();
        assert_eq!(book.method_page(plan, 2).await.unwrap(), page, "the same press is the same page");
        book.keep_card(&page, VISA).await;
        book.till.advance(Duration::minutes(3)).await;
        book.work().await;
        let standing = book.standing(plan).await;
        assert_eq!(standing.plan.autopay, Autopay::On { cap: cents(4_000) });
        assert_eq!((standing.plan.state, standing.next_due), (State::Active, Some(date!(2026 - 12 - 01))));
        assert_eq!(book.finish(2).await.unwrap().unwrap().0, plan, "coming back late changes nothing");
        assert_eq!(book.till.practice.count("SELECT COUNT(*) FROM plan_steps").await, 1);
        assert_eq!(book.kept(), 1);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_proposal_that_was_left_leaves_nothing_behind() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let wish = book.wish(&["V1"], 3).await;
        let plan = book.sign(&book.signature(1, wish.clone(), Some(4_000)).await).await.unwrap();
        book.method_page(plan, 2).await.unwrap();
        assert!(book.review(&wish).await.is_ok(), "it keeps nobody from another plan");
        book.until(date!(2026 - 11 - 25)).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Cancelled(EndReason::Cancelled));
        let other = book.sign(&book.signature(3, wish, None).await).await.unwrap();
        assert_eq!(book.standing(other).await.plan.state, State::Active);
        assert_eq!(book.till.practice.count("SELECT COUNT(*) FROM saved_methods").await, 0);
        assert_eq!(book.till.charges(), 0);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_proposal_ends_when_what_it_was_drawn_for_is_paid_and_its_card_is_forgotten() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let wish = book.wish(&["V1"], 3).await;
        let plan = book.sign(&book.signature(1, wish, Some(4_000)).await).await.unwrap();
        let page = book.method_page(plan, 2).await.unwrap();
        book.till.paid(50, Choice::Amount(cents(3_000))).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Cancelled(EndReason::OfferLapsed));
        book.keep_card(&page, VISA).await;
        book.finish(2).await.unwrap();
        assert_eq!((book.kept(), book.standing(plan).await.saved), (0, None));
        assert_eq!(book.till.practice.dues("A1").await, 9_000);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn who_changes_their_mind_on_the_card_page_pays_by_hand() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let wish = book.wish(&["V1"], 3).await;
        let plan = book.sign(&book.signature(1, wish, Some(4_000)).await).await.unwrap();
        book.method_page(plan, 2).await.unwrap();
        let t = &book.till.practice.t;
        plans::enrol::pay_self(&t.db, &t.door, &book.till.gateway, book.till.payer, plan).await.unwrap();
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.plan.autopay), (State::Active, Autopay::Off));
        book.until(date!(2026 - 12 - 03)).await;
        assert_eq!(book.till.charges(), 0);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_down_payment_is_what_the_first_money_pays() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let mut wish = book.wish(&["V1"], 3).await;
        wish.down = cents(3_000);
        let plan = book.sign(&book.signature(1, wish, None).await).await.unwrap();
        assert_eq!(book.standing(plan).await.outside, cents(3_000));
        book.till.paid(50, Choice::Amount(cents(3_000))).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.outside, standing.plan.left()), (Money::ZERO, cents(9_000)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_later_import_of_the_same_visits_changes_nothing() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.self_pay(3).await;
        let before = book.standing(plan).await;
        book.till.practice.take("again.csv", export(&ONE)).await;
        assert_eq!(book.standing(plan).await, before);
        book.is_sound().await;
    })
    .await;
}
