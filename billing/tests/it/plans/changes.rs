//! What the patient and the calendar change, and what can never be changed.

use billing::payments::Payer;
use billing::plans::{self, About, PlanError};
use billing::testing::on_each_engine;
use domain::GuarantorId;
use domain::plan::{Event, PauseReason, Refused, Rhythm, State};
use time::macros::date;

use super::book::{Book, VISA, cents};

const ONE: [&str; 1] = ["V1||99213 120.00"];

#[tokio::test]
async fn an_instalment_that_is_not_paid_is_missed_after_its_grace_and_paying_it_leads_back() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.self_pay(3).await;
        book.until(date!(2026 - 12 - 11)).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Active, "the last of ten grace days");
        book.until(date!(2026 - 12 - 12)).await;
        assert_eq!(book.standing(plan).await.plan.state, State::AtRisk);
        assert_eq!(book.notices().await, [(About::Coming, 1), (About::Missed, 1)]);
        book.pay(plan, 1, plans::pay::For::Instalment).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Active);
        book.until(date!(2027 - 02 - 12)).await;
        assert_eq!(book.standing(plan).await.plan.state, State::Defaulted, "two missed at once");
        let notes = book.change(plan, Event::Cured, true).await.unwrap();
        assert!(!notes.is_empty());
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.plan.left()), (State::Active, cents(8_000)));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn one_may_be_skipped_and_pay_days_moved_and_autopay_follows() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        book.change(plan, Event::Skipped, false).await.unwrap();
        book.until(date!(2026 - 12 - 10)).await;
        assert_eq!(book.till.charges(), 0);
        assert!(matches!(
            book.change(plan, Event::Skipped, false).await,
            Err(PlanError::Refused(Refused::NoSkipLeft { .. }))
        ));
        let sooner = Event::Moved { rhythm: Rhythm::Monthly { day: 20 }, first: date!(2026 - 12 - 20) };
        let refused = book.change(plan, sooner.clone(), false).await;
        assert!(matches!(refused, Err(PlanError::Refused(Refused::NeedsConsent { .. }))), "{refused:?}");
        book.change(plan, sooner, true).await.unwrap();
        book.until(date!(2026 - 12 - 19)).await;
        assert_eq!(book.till.charges(), 0);
        book.until(date!(2026 - 12 - 20)).await;
        assert_eq!(book.charged(), [4_000]);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_pause_takes_nothing_and_a_change_of_what_was_not_seen_is_refused() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        let seen = book.standing(plan).await.plan.version;
        book.change(plan, Event::Paused { reason: PauseReason::PatientAsked }, true).await.unwrap();
        let t = &book.till.practice.t;
        let (user, whose) = (book.till.payer.user, (book.till.payer.practice, plan));
        let stale = plans::steps::change(&t.db, &t.door, user, whose, seen, Event::Cancelled, true).await;
        assert!(matches!(stale, Err(PlanError::OfferChanged)));
        let fact = plans::steps::change(
            &t.db,
            &t.door,
            user,
            whose,
            seen + 1,
            Event::Paid { amount: cents(1) },
            true,
        );
        assert!(matches!(fact.await, Err(PlanError::NotAWish)), "nobody says that they paid");
        book.until(date!(2026 - 12 - 20)).await;
        assert_eq!(book.till.charges(), 0);
        book.change(plan, Event::Resumed, true).await.unwrap();
        book.until(date!(2027 - 03 - 05)).await;
        assert_eq!(book.charged(), [4_000; 3]);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_patient_ends_no_pause_that_was_not_theirs_and_asks_for_nobody_elses_plan() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.self_pay(3).await;
        let t = &book.till.practice.t;
        let payer = book.till.payer;
        let ask = async |payer, event| {
            let seen = book.standing(plan).await.plan.version;
            plans::steps::ask(&t.db, &t.door, payer, plan, seen, event, true).await
        };
        let stranger = Payer { guarantor: GuarantorId(t.door.id()), ..payer };
        assert!(matches!(ask(stranger, Event::Cancelled).await, Err(PlanError::NotThere)));
        for reason in [PauseReason::Staff, PauseReason::Chargeback, PauseReason::AssistanceReview] {
            book.change(plan, Event::Paused { reason }, true).await.unwrap();
            let refused = ask(payer, Event::Resumed).await;
            assert!(matches!(refused, Err(PlanError::Refused(Refused::IsPaused))), "{reason:?}: {refused:?}");
            book.change(plan, Event::Resumed, true).await.unwrap();
        }
        ask(payer, Event::Paused { reason: PauseReason::PatientAsked }).await.unwrap();
        ask(payer, Event::Resumed).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn steps_documents_and_policies_are_append_only() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let plan = book.self_pay(3).await;
        for statement in [
            "UPDATE plan_steps SET kind = 'paid'",
            "DELETE FROM plan_steps",
            "UPDATE plan_documents SET agreement = 'another'",
            "DELETE FROM plan_documents",
        ] {
            let refused = book.till.practice.by_hand(statement).await;
            assert!(
                refused.as_ref().is_err_and(|why| why.contains("do not change")),
                "{statement}: {refused:?}"
            );
        }
        assert_eq!(book.violations().await.len(), 0);
        let by = book.till.staff("ada").await;
        let t = &book.till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let policy = domain::plan::Policy::usual(date!(2026 - 11 - 24));
        plans::policy::set_in(&mut tx, &t.door, book.till.practice.id, by, &policy).await.unwrap();
        tx.commit().await.unwrap();
        assert!(book.till.practice.by_hand("DELETE FROM plan_policies").await.is_err());
        assert_eq!(book.standing(plan).await.plan.state, State::Active);
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_that_was_tampered_with_is_found() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        book.self_pay(3).await;
        assert_eq!(book.violations().await.len(), 0);
        let change =
            r#"UPDATE plans SET snapshot = REPLACE(snapshot, '"principal":4000', '"principal":4100')"#;
        book.till.practice.by_hand(change).await.unwrap();
        let found = book.violations().await;
        assert!(found.iter().any(|one| one.contains("is kept")), "{found:?}");
        assert!(found.iter().any(|one| one.contains("do not add up")), "{found:?}");
        assert!(found.iter().any(|one| one.contains("its visits owe")), "{found:?}");
        assert!(!book.till.verdict().await.ok, "`openbalance verify` says so");
    })
    .await;
}
