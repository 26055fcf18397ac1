//! A dispute against what asks for money at the same moment.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;

use billing::disputes::{Act, Case, DisputeError, act, decide, open};
use billing::door::{Fate, Point};
use billing::hooks::{self, EventKind};
use billing::pay_links::batches;
use billing::plans::charge;
use billing::refunds::{self, RefundState};
use billing::statements::{self, notices, runs};
use billing::testing::on_each_engine;
use billing::{Db, Door};
use domain::dispute::{Outcome, Reason};
use domain::payment::Due;
use domain::plan::State;
use time::Duration;
use time::macros::date;
use tokio::time::{sleep, timeout};

use super::{decision, now, opening, tell, withdraws};
use crate::payments::till::Till;
use crate::plans::book::{Book, ONE_BY_ONE, VISA};

const ONE: [&str; 1] = ["V1||99213 120.00"];

/// Opens a dispute about all of it when a place is reached, once.
struct Meanwhile {
    at: Point,
    db: Db,
    door: Door,
    opening: Mutex<Option<open::Opening<'static>>>,
}

impl Fate for Meanwhile {
    fn meet(&self, point: Point) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            let opening = if point == self.at { self.opening.lock().unwrap().take() } else { None };
            if let Some(opening) = opening {
                super::open_by(&self.db, &self.door, &opening).await.unwrap();
            }
        })
    }
}

async fn meanwhile(till: &Till, at: Point) -> Door {
    let t = &till.practice.t;
    let opening = Mutex::new(Some(opening(till, 50, "V1", &[], Reason::NotMyVisit).await));
    let fate = Meanwhile { at, db: t.db.clone(), door: t.door.clone(), opening };
    t.door.clone().under(Arc::new(fate))
}

#[tokio::test]
async fn what_autopay_had_committed_is_called_back_and_what_the_bank_took_goes_back() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let till = &book.till;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        till.advance(Duration::days(7)).await;
        // The charge is committed; the dispute comes before the gateway is asked.
        let (t, door) = (&till.practice.t, meanwhile(till, Point::PaymentCommitted).await);
        charge::charge_due(&t.db, &door, &till.gateway, ONE_BY_ONE).await.unwrap();
        assert_eq!(book.charged(), [4_000], "the process that charges had looked before");
        assert_eq!(till.practice.dues("A1").await, 0);
        let mut tx = t.db.read().await.unwrap();
        let [refund] = refunds::of_guarantor(&mut tx, till.payer.practice, till.payer.guarantor)
            .await
            .unwrap()
            .try_into()
            .unwrap();
        assert_eq!((refund.amount.cents(), refund.asked_by), (4_000, None));
        drop(tx);
        till.advance(Duration::minutes(10)).await;
        refunds::send_waiting(&t.db, &t.door, &till.gateway).await.unwrap();
        let mut tx = t.db.read().await.unwrap();
        let refund = refunds::refund(&mut tx, till.payer.practice, refund.id).await.unwrap().unwrap();
        assert_eq!(refund.state, RefundState::Done);
        drop(tx);
        assert_eq!((till.practice.open("V1").await.2, till.practice.dues("A1").await), (12_000, 0));
        book.is_sound().await;
        assert!(matches!(book.standing(plan).await.plan.state, State::Paused(_) | State::Active));
        book.until(date!(2026 - 12 - 04)).await;
        assert_eq!(book.charged(), [4_000], "nothing more while it is open");
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_committed_and_never_sent_is_not_sent_after_a_dispute() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &ONE).await;
        let till = &book.till;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        till.advance(Duration::days(7)).await;
        let mut tx = till.practice.t.db.begin().await.unwrap();
        let door = &till.practice.t.door;
        let wanted = hooks::Wanted {
            url: "https://example.com/hook",
            events: &[EventKind::PaymentFailed],
            reach: hooks::Reach::Anything,
            by: None,
        };
        hooks::add_in(&mut tx, door, till.payer.practice, &wanted, |_| hooks::secret_of(&door.secret()))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        // The gateway cannot be reached: the payment is committed and waits.
        till.fail(crate::plans::book::INTENTS, stripe_sandbox::faults::Failure::ErrorBefore, 6);
        assert_eq!(book.charge_due().await.failed, 1);
        till.forget_faults();
        let case = tell(till, 1, "V1", &[], Reason::Quality).await.unwrap();
        assert_eq!(case.plan_held.cents(), 12_000);
        assert_eq!(till.practice.count("SELECT COUNT(*) FROM hook_events").await, 1, "programs hear of it");
        till.advance(Duration::minutes(5)).await;
        book.work().await;
        assert_eq!(book.charged(), [0; 0]);
        assert!(book.notices().await.iter().all(|(about, _)| *about != billing::plans::About::Declined));
        withdraws(till, case.id).await.unwrap();
        assert_eq!(book.standing(plan).await.plan.state, State::Active);
        for _ in 0..3 {
            till.advance(Duration::days(31)).await;
            book.work().await;
        }
        assert_eq!(book.charged().iter().sum::<i64>(), 12_000);
        book.is_sound().await;
    })
    .await;
}

/// How many wait for somebody else's lock.
const WAITING: &str = "SELECT COUNT(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                       WHERE NOT l.granted AND a.datname = current_database()";

/// While a dispute is being told and is not committed, `what` waits; afterwards it knows of it.
/// SQLite proves nothing here: nobody else writes there while somebody does.
async fn waits_for_a_dispute<R: Send + 'static>(
    till: &Till,
    what: impl Future<Output = R> + Send + 'static,
) -> R {
    let t = &till.practice.t;
    let opening = opening(till, 60, "V1", &[], Reason::WrongAmount).await;
    let mut tx = t.db.begin().await.unwrap();
    open::open_in(&mut tx, &t.door, None, &opening).await.unwrap();
    let rival = tokio::spawn(what);
    if t.engine != "sqlite" {
        let waits = async {
            while till.practice.count(WAITING).await == 0 {
                assert!(!rival.is_finished(), "it did not wait");
                sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        timeout(std::time::Duration::from_secs(20), waits).await.unwrap();
    }
    tx.commit().await.unwrap();
    rival.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_was_about_to_leave_does_not() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let (db, door, practice) =
            (till.practice.t.db.clone(), till.practice.t.door.clone(), till.payer.practice);
        statements::issue(&db, &door, practice, till.payer.guarantor, None).await.unwrap();
        let sent =
            waits_for_a_dispute(&till, async move { notices::send_due(&db, &door).await.unwrap() }).await;
        assert_eq!(sent, 0);
        assert_eq!(
            till.practice.count("SELECT COUNT(*) FROM messages WHERE template = 'statement'").await,
            0
        );
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_was_being_released_asks_for_the_rest_or_is_not_drawn() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00", "V2||99213 20.00"]).await;
        let by = till.staff("dana").await;
        let (db, door, practice) =
            (till.practice.t.db.clone(), till.practice.t.door.clone(), till.payer.practice);
        let run = runs::preview(&db, &door, practice, Some(by)).await.unwrap();
        runs::release(&db, &door, practice, run, by).await.unwrap();
        let work = async move { runs::work(&db, &door, practice, 10).await.unwrap() };
        assert_eq!(waits_for_a_dispute(&till, work).await, 1);
        let mut tx = till.practice.t.db.read().await.unwrap();
        let [kept] = statements::of_guarantor(&mut tx, practice, till.payer.guarantor, 9)
            .await
            .unwrap()
            .try_into()
            .unwrap();
        assert_eq!((kept.statement.due.cents(), kept.statement.aside.cents()), (2_000, 12_000));
        let dues: Vec<Due> = billing::visits::dues(&mut tx, practice, till.payer.guarantor).await.unwrap();
        assert_eq!(kept.still_due(&dues).cents(), 2_000);
        drop(tx);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_was_about_to_be_printed_is_not() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let by = till.staff("dana").await;
        let (db, door, practice) =
            (till.practice.t.db.clone(), till.practice.t.door.clone(), till.payer.practice);
        statements::issue(&db, &door, practice, till.payer.guarantor, None).await.unwrap();
        till.advance(Duration::days(20)).await;
        let print = async move { notices::batch(&db, &door, practice, by, notices::LETTERS).await.unwrap() };
        assert_eq!(waits_for_a_dispute(&till, print).await, None);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_about_to_be_made_is_not() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let by = till.staff("dana").await;
        let (db, door, practice) =
            (till.practice.t.db.clone(), till.practice.t.door.clone(), till.payer.practice);
        let wish = batches::Wish {
            campaign: "Spring".to_owned(),
            least: domain::Money::ZERO,
            days: 0,
            email: batches::Email::Any,
            hand_out: batches::HandOut::File,
            lives: 30,
        };
        let batch = batches::preview(&db, &door, practice, by, &wish).await.unwrap();
        batches::release(&db, &door, practice, batch, by).await.unwrap();
        let work = async move { batches::work(&db, &door, practice, 10).await.unwrap() };
        assert_eq!(waits_for_a_dispute(&till, work).await, 1);
        assert_eq!(till.practice.count("SELECT COUNT(*) FROM pay_links").await, 0);
        let mut tx = till.practice.t.db.read().await.unwrap();
        let [item] = batches::items(&mut tx, practice, batch, 9).await.unwrap().try_into().ok().unwrap();
        assert_eq!(item.why, Some(batches::Skip::Held), "all of it is in question");
        drop(tx);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_presses_on_two_servers_are_one_dispute() {
    on_each_engine(|t| async move {
        let till = Arc::new(Till::new(t, &ONE).await);
        let mut tasks = Vec::new();
        for n in 0..6 {
            let (db, door) = till.practice.other_process(700 + n).await;
            let opening = opening(&till, 1, "V1", &[], Reason::NotMyVisit).await;
            tasks.push(tokio::spawn(async move { super::open_by(&db, &door, &opening).await.unwrap().id }));
        }
        let mut ids = Vec::new();
        for task in tasks {
            ids.push(task.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(till.practice.dues("A1").await, 0);
        till.is_sound().await;
    })
    .await;
}

/// Of colleagues who press at the same moment one acts, and each of the others is told.
async fn one_of<F>(presses: impl IntoIterator<Item = F>) -> Case
where
    F: Future<Output = Result<Case, DisputeError>> + Send + 'static,
{
    let at_once: Vec<_> = presses.into_iter().map(tokio::spawn).collect();
    let (mut taken, mut late) = (Vec::new(), 0);
    for press in at_once {
        match press.await.unwrap() {
            Ok(case) => taken.push(case),
            Err(DisputeError::Changed) => late += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((taken.len(), late), (1, 3), "one of four");
    taken.remove(0)
}

#[tokio::test]
async fn of_colleagues_at_the_same_moment_one_takes_a_case_and_one_decides_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &ONE).await;
        let practice = till.payer.practice;
        let mut staff = Vec::new();
        for name in ["dana", "joe", "ines", "kim"] {
            staff.push(till.staff(name).await);
        }
        let seen = tell(&till, 1, "V1", &[], Reason::WrongAmount).await.unwrap();
        let (db, door) = (till.practice.t.db.clone(), till.practice.t.door.clone());
        let page = |case: &Case| (case.id, case.seq);
        let first = page(&seen);
        let taken = one_of(staff.clone().into_iter().map(|by| {
            let (db, door) = (db.clone(), door.clone());
            async move {
                let mut tx = db.begin().await?;
                let case = act::act_in(&mut tx, &door, (practice, by), first, &Act::TakeUp).await?;
                tx.commit().await?;
                Ok(case)
            }
        }))
        .await;
        let second = page(&taken);
        let decided = one_of(staff.into_iter().map(|by| {
            let (db, door) = (db.clone(), door.clone());
            async move {
                let mut tx = db.begin().await?;
                let decision = decision(Outcome::Partly, 2_000, 0);
                let case = decide::decide_in(&mut tx, &door, (practice, by), second, &decision).await?;
                tx.commit().await?;
                Ok(case)
            }
        }))
        .await;
        assert_eq!(now(&till, seen.id).await, decided);
        assert_eq!(till.practice.dues("A1").await, 10_000, "taken off once");
        till.is_sound().await;
    })
    .await;
}
