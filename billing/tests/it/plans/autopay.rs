//! Each instalment is taken on its day, once.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};

use billing::door::{Fate, Point};
use billing::identity::{self, Grant};
use billing::payments::{Method, Payer, PaymentState};
use billing::plans::{self, About, Waits, charge, enrol, policy};
use billing::testing::{TestDb, on_each_engine};
use domain::plan::{Autopay, Policy, State};
use stripe_sandbox::faults::Failure;
use time::Duration;
use time::macros::date;
use tokio::task::JoinSet;

use super::book::{Book, DECLINES_LATER, INTENTS, ONE_BY_ONE, VISA, WANTS_OWNER, cents, consent};

const ONE: [&str; 1] = ["V1||99213 120.00"];

#[tokio::test]
async fn three_instalments_are_taken_on_their_days_and_the_card_is_forgotten() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.until(date!(2026 - 11 - 28)).await;
        assert_eq!(book.notices().await, [(About::Coming, 1)], "three days before");
        assert_eq!(book.charged(), [0; 0]);
        book.until(date!(2026 - 12 - 01)).await;
        assert_eq!(book.charged(), [4_000]);
        book.until(date!(2026 - 12 - 31)).await;
        assert_eq!(book.charged(), [4_000]);
        book.until(date!(2027 - 01 - 01)).await;
        assert_eq!(book.charged(), [4_000; 2]);
        book.until(date!(2027 - 02 - 03)).await;
        assert_eq!(book.charged(), [4_000; 3]);
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.saved), (State::Finished, None));
        assert_eq!((book.till.tally().await, book.kept()), ((0, 12_000, 3), 0));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn only_the_visits_of_the_plan_are_paid() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 70.00", "V2||99213 120.00"]).await;
        let plan = book.autopay(&["V2"], 3, VISA).await;
        book.until(date!(2027 - 02 - 02)).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Finished);
        let practice = &book.till.practice;
        assert_eq!((practice.open("V1").await.2, practice.open("V2").await.2), (7_000, 0));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_card_without_money_is_tried_again_after_days_and_no_more_than_three_times() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.cards_have_money(false);
        book.until(date!(2026 - 12 - 03)).await;
        assert_eq!(book.attempts(plan).await, [(1, 1, "declined".to_owned())]);
        assert!(book.notices().await.contains(&(About::Declined, 1)));
        book.until(date!(2026 - 12 - 04)).await;
        assert_eq!(book.attempts(plan).await.len(), 2, "three days later");
        book.cards_have_money(true);
        book.until(date!(2026 - 12 - 10)).await;
        assert_eq!(book.charged(), [0; 0]);
        book.until(date!(2026 - 12 - 11)).await;
        assert_eq!(book.charged(), [4_000], "a week after that");
        assert_eq!(book.attempts(plan).await.last().unwrap(), &(1, 3, "paid".to_owned()));
        assert_eq!(book.standing(plan).await.plan.state, State::Active);
        // The next one never has any.
        book.cards_have_money(false);
        book.until(date!(2027 - 01 - 20)).await;
        let second = book.attempts(plan).await.into_iter().filter(|(number, ..)| *number == 2).count();
        assert_eq!(second, 3);
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.waits), (State::AtRisk, Some(Waits::Told)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_card_that_the_bank_refuses_is_not_tried_again_until_there_is_another() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, DECLINES_LATER).await;
        book.until(date!(2026 - 12 - 08)).await;
        assert_eq!(book.attempts(plan).await, [(1, 1, "declined".to_owned())]);
        let standing = book.standing(plan).await;
        assert!(matches!(standing.plan.autopay, Autopay::NeedsMethod { .. }));
        assert_eq!(standing.waits, Some(Waits::Method));
        book.enrol(plan, 7, VISA).await;
        book.work().await;
        assert_eq!(book.charged(), [4_000], "what was declined is taken with the new one");
        assert_eq!(book.kept(), 1, "the old one is forgotten");
        book.until(date!(2027 - 01 - 01)).await;
        assert_eq!(book.charged(), [4_000; 2]);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_bank_that_wants_its_owner_is_not_asked_again_and_the_patient_pays_by_hand() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, WANTS_OWNER).await;
        book.until(date!(2026 - 12 - 06)).await;
        assert_eq!(book.attempts(plan).await, [(1, 1, "declined".to_owned())]);
        assert_eq!(book.standing(plan).await.waits, Some(Waits::Confirm));
        book.pay(plan, 8, plans::pay::For::Instalment).await;
        let standing = book.standing(plan).await;
        assert_eq!((standing.waits, standing.plan.left()), (None, cents(8_000)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_processes_on_one_due_day_charge_once() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.till.advance(Duration::days(7)).await;
        let mut going = tokio::task::JoinSet::new();
        for n in 0..4 {
            let (db, door) = book.till.practice.other_process(300 + n).await;
            let gateway = book.till.gateway.clone();
            going.spawn(async move { charge::charge_due(&db, &door, &gateway, ONE_BY_ONE).await.unwrap() });
        }
        let taken = going.join_all().await;
        assert_eq!(taken.iter().map(|taken| taken.charged).sum::<usize>(), 1, "{taken:?}");
        assert_eq!((book.charged(), book.attempts(plan).await.len()), (vec![4_000], 1));
        book.till.advance(Duration::minutes(5)).await;
        book.work().await;
        assert_eq!(book.charged(), [4_000]);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_is_lost_charges_once() {
    for kind in [Failure::DropBefore, Failure::DropAfter, Failure::ErrorBefore, Failure::ErrorAfter] {
        on_each_engine(|t| async move {
            let book = Book::new(t, &ONE).await;
            let plan = book.autopay(&["V1"], 3, VISA).await;
            book.till.advance(Duration::days(7)).await;
            book.till.fail(INTENTS, kind, 6);
            assert_eq!(book.work().await.failed, 1, "{kind:?}");
            for _ in 0..3 {
                book.till.advance(Duration::minutes(3)).await;
                book.work().await;
            }
            assert_eq!(book.charged(), [4_000], "{kind:?}");
            assert_eq!(book.attempts(plan).await, [(1, 1, "paid".to_owned())], "{kind:?}");
            assert_eq!(book.standing(plan).await.plan.left(), cents(8_000));
            book.is_sound().await;
        })
        .await;
    }
}

#[tokio::test]
async fn what_was_paid_by_hand_meanwhile_is_not_taken_again() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.pay(plan, 8, plans::pay::For::Instalment).await;
        book.until(date!(2026 - 12 - 05)).await;
        assert_eq!(book.charged(), [4_000]);
        book.until(date!(2027 - 01 - 01)).await;
        assert_eq!(book.charged(), [4_000; 2]);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_open_on_the_due_day_is_closed_and_not_both_are_paid() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.till.advance(Duration::days(7)).await;
        let page = book.page(plan, 30, plans::pay::For::Instalment).await;
        book.work().await;
        assert_ne!(book.till.card(&page, VISA).await, 303);
        assert_eq!(book.charged(), [4_000]);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_debit_of_the_patients_own_that_is_on_its_way_is_waited_for() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.till.advance(Duration::days(6)).await;
        let page = book.page(plan, 30, plans::pay::For::Instalment).await;
        book.till.debit(&page).await;
        assert_eq!(book.till.come_back(&page).await, PaymentState::Processing);
        book.till.advance(Duration::days(1)).await;
        assert_eq!(book.charge_due().await.charged, 0);
        assert_eq!(book.attempts(plan).await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn more_than_was_signed_for_is_asked_about_first() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let wish = book.wish(&["V1"], 3).await;
        let plan = book.sign(&book.signature(1, wish, Some(4_000)).await).await.unwrap();
        book.enrol(plan, 2, VISA).await;
        // Two fall due while no worker runs.
        book.till.advance(Duration::days(40)).await;
        assert_eq!(book.charge_due().await.charged, 0);
        assert_eq!(book.standing(plan).await.waits, Some(Waits::OverCap));
        assert_eq!(book.notices().await, [(About::OverCap, 1)]);
        let t = &book.till.practice.t;
        enrol::raise_cap(&t.db, &t.door, book.till.payer, plan, &consent(Some(8_000))).await.unwrap();
        assert_eq!(book.charge_due().await.charged, 1);
        assert_eq!(book.charged(), [8_000], "both in one");
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_method_that_was_removed_takes_nothing() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        let t = &book.till.practice.t;
        enrol::remove_method(&t.db, &t.door, &book.till.gateway, book.till.payer, plan).await.unwrap();
        assert_eq!(book.kept(), 0);
        book.until(date!(2026 - 12 - 20)).await;
        let standing = book.standing(plan).await;
        assert_eq!((book.till.charges(), standing.plan.state), (0, State::AtRisk));
        assert!(matches!(standing.plan.autopay, Autopay::NeedsMethod { .. }));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_was_cancelled_takes_nothing_and_owes_as_before() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.change(plan, domain::plan::Event::Cancelled, true).await.unwrap();
        book.until(date!(2026 - 12 - 05)).await;
        assert_eq!((book.till.charges(), book.till.practice.dues("A1").await, book.kept()), (0, 12_000, 0));
        book.is_sound().await;
    })
    .await;
}

/// Signs a plan of two for each of these visits, kept on a card; accounts are named before an `@`.
async fn many(t: TestDb, visits: &[(&str, &str)]) -> Book {
    let rows: Vec<String> =
        visits.iter().map(|(who, visit)| format!("{who}@{visit}||99213 120.00")).collect();
    let mut book = Book::new(t, &rows.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let (practice, first) = (book.till.practice.id, book.till.payer);
    for (n, (who, visit)) in (0_u128..).zip(visits) {
        let t = &book.till.practice.t;
        let guarantor = book.till.practice.guarantor(&format!("A{who}")).await;
        if guarantor != first.guarantor {
            let (email, grant) = (format!("p{n}@example.com"), [Grant::Guarantor(practice, guarantor)]);
            let user = identity::add_user(&t.db, &t.door, &email, "Wren", "en", "plum kettle window", &grant);
            book.till.payer = Payer { practice, guarantor, user: user.await.unwrap() };
        }
        let wish = book.wish(&[visit], 2).await;
        let signature = book.signature(900 + n, wish, Some(100_000)).await;
        let plan = book.sign(&signature).await.unwrap();
        book.enrol(plan, 950 + n, VISA).await;
        book.till.payer = first;
    }
    book.till.advance(Duration::days(7)).await;
    book
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_accounts_at_once_are_each_charged_once_and_so_are_two_plans_of_one() {
    on_each_engine(|t| async move {
        let visits: Vec<(String, String)> =
            (1..=11).map(|n| ((n % 9 + 1).to_string(), format!("V{n}"))).collect();
        let visits: Vec<(&str, &str)> = visits.iter().map(|(who, visit)| (&**who, &**visit)).collect();
        let book = many(t, &visits).await;
        let mut going = JoinSet::new();
        for n in 0..2 {
            let (db, door) = book.till.practice.other_process(400 + n).await;
            let gateway = book.till.gateway.clone();
            going.spawn(
                async move { charge::charge_due(&db, &door, &gateway, charge::AT_ONCE).await.unwrap() },
            );
        }
        let taken = going.join_all().await;
        // Who met a charge of the same account on its way tries again when the claim is over.
        book.till.advance(Duration::minutes(3)).await;
        let again = book.charge_due().await;
        let charged = taken.iter().map(|taken| taken.charged).sum::<usize>() + again.charged;
        assert_eq!(charged, 11, "{taken:?} {again:?}");
        assert_eq!(book.charged(), [6_000; 11]);
        let paid = "SELECT COUNT(DISTINCT plan_id) FROM plan_attempts WHERE state = 'paid'";
        assert_eq!(book.till.practice.count(paid).await, 11);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_breaks_one_lane_leaves_the_others_alone() {
    on_each_engine(|t| async move {
        let book = many(t, &[("1", "V1"), ("2", "V2"), ("3", "V3")]).await;
        let (db, door) = book.till.practice.other_process(79).await;
        let breaks = door.under(std::sync::Arc::new(DiesOnce(AtomicBool::new(false))));
        let taken = charge::charge_due(&db, &breaks, &book.till.gateway, charge::AT_ONCE).await.unwrap();
        assert_eq!((taken.plans, taken.charged, taken.failed), (3, 2, 1));
        for _ in 0..2 {
            book.till.advance(Duration::minutes(3)).await;
            book.work().await;
        }
        assert_eq!(book.charged(), [6_000; 3]);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_card_without_money_is_tried_as_often_as_the_practice_says() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let by = book.till.staff("ruth").await;
        let t = &book.till.practice.t;
        let rule = Policy { tries: 1, ..Policy::usual(book.today()) };
        let mut tx = t.db.begin().await.unwrap();
        policy::set_in(&mut tx, &t.door, book.till.payer.practice, by, &rule).await.unwrap();
        tx.commit().await.unwrap();
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.cards_have_money(false);
        book.until(date!(2026 - 12 - 20)).await;
        assert_eq!(book.attempts(plan).await, [(1, 1, "declined".to_owned())]);
        assert_eq!(book.standing(plan).await.waits, Some(Waits::Told));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_process_claimed_and_died_on_is_taken_by_another() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        book.autopay(&["V1"], 3, VISA).await;
        book.till.advance(Duration::days(7)).await;
        let (db, door) = book.till.practice.other_process(77).await;
        let gateway = book.till.gateway.clone();
        let dies = door.under(std::sync::Arc::new(DiesAt(Point::WaitingClaimed)));
        let dying =
            tokio::spawn(async move { charge::charge_due(&db, &dies, &gateway, ONE_BY_ONE).await.map(drop) });
        assert!(dying.await.is_err(), "it died with the plan in its hands");
        assert_eq!(book.charge_due().await.plans, 0, "nobody else has it yet");
        book.till.advance(Duration::minutes(3)).await;
        assert_eq!(book.charge_due().await.charged, 1);
        assert_eq!(book.charged(), [4_000]);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_process_that_dies_before_it_asks_or_before_it_keeps_the_answer_charges_once() {
    for point in [Point::PaymentCommitted, Point::PageAnswered, Point::InLedger] {
        on_each_engine(|t| async move {
            let book = Book::new(t, &ONE).await;
            let plan = book.autopay(&["V1"], 3, VISA).await;
            book.till.advance(Duration::days(7)).await;
            let (db, door) = book.till.practice.other_process(78).await;
            let gateway = book.till.gateway.clone();
            let dies = door.under(std::sync::Arc::new(DiesAt(point)));
            let ended = charge::charge_due(&db, &dies, &gateway, ONE_BY_ONE).await.unwrap();
            assert_eq!((ended.failed, ended.charged), (1, 0), "{point:?}");
            for _ in 0..2 {
                book.till.advance(Duration::minutes(3)).await;
                book.work().await;
            }
            assert_eq!(book.charged(), [4_000], "{point:?}");
            assert_eq!(book.attempts(plan).await, [(1, 1, "paid".to_owned())], "{point:?}");
            assert_eq!(book.standing(plan).await.plan.left(), cents(8_000));
            book.is_sound().await;
        })
        .await;
    }
}

/// Whoever commits a payment first ends there.
struct DiesOnce(AtomicBool);

impl Fate for DiesOnce {
    fn meet(&self, point: Point) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            let first = point == Point::PaymentCommitted && !self.0.swap(true, Ordering::SeqCst);
            assert!(!first, "one lane breaks");
        })
    }
}

/// The process ends when it reaches this point.
struct DiesAt(Point);

impl Fate for DiesAt {
    fn meet(&self, point: Point) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move { assert_ne!(point, self.0, "the process ends here") })
    }
}

#[tokio::test]
async fn an_instalment_that_was_paid_at_the_desk_while_its_charge_was_under_way_counts_ahead() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let staff = book.till.staff("ada").await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.till.advance(Duration::days(7)).await;
        // The charge was made; we never heard.
        book.till.fail(INTENTS, Failure::ErrorAfter, 6);
        assert_eq!(book.work().await.failed, 1);
        book.till.take(9, Method::Cash, 4_000, staff).await.unwrap();
        book.till.forget_faults();
        book.till.advance(Duration::minutes(3)).await;
        book.work().await;
        assert_eq!(book.charged(), [4_000]);
        let standing = book.standing(plan).await;
        assert_eq!(standing.plan.left(), cents(4_000));
        let mut tx = book.till.practice.t.db.read().await.unwrap();
        let steps = plans::history(&mut tx, book.till.payer.practice, plan).await.unwrap();
        let kinds: Vec<&str> = steps.iter().map(|step| step.kind.as_str()).collect();
        assert_eq!(kinds, ["signed", "paid", "paid_twice"]);
        drop(tx);
        book.is_sound().await;
    })
    .await;
}
