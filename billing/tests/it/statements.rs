//! Statements: who gets one and why not, once, with figures that add up, told while still
//! due.

mod cases;

use billing::identity::{self, Grant};
use billing::messages;
use billing::payments::Method;
use billing::payments::desk::{self, Taken};
use billing::statements::runs::{self, RunState};
use billing::statements::{self, Cycle, Policy, StatementError, Why, notices, paperless};
use billing::testing::on_each_engine;
use billing::work;
use domain::access::Role;
use domain::{GuarantorId, Money, UserId};
use time::Duration;
use uuid::Uuid;

use crate::practice::{Practice, era, export, press_id};

/// Three accounts: one owes two visits, one waits for an insurer, one owes two dollars.
async fn practice_of(t: billing::testing::TestDb) -> (Practice, UserId) {
    let practice = Practice::new(t).await;
    let visits = ["V1||99213 120.00", "V2||81002 30.00", "2@V3|Larkspur|99213 80", "3@V4||81002 2"];
    practice.take("visits.csv", export(&visits)).await;
    let staff = [Grant::Staff(practice.id, Role::Administrator)];
    let (db, door) = (&practice.t.db, &practice.t.door);
    let user = identity::add_user(db, door, "staff@example.com", "Dana", "en", "plum kettle window", &staff);
    let user = user.await.unwrap();
    (practice, user)
}

impl Practice {
    async fn sees_portal(&self, account: &str) -> UserId {
        let grant = [Grant::Guarantor(self.id, self.guarantor(account).await)];
        let email = format!("{account}@example.com");
        identity::add_user(&self.t.db, &self.t.door, &email, "Wren", "en", "plum kettle window", &grant)
            .await
            .unwrap()
    }

    async fn pays_cash(&self, account: &str, cents: i64, by: UserId, press: u128) {
        let taken = Taken {
            press: press_id(press),
            guarantor: self.guarantor(account).await,
            method: Method::Cash,
            reference: None,
            amount: Money::from_cents(cents),
            visits: Vec::new(),
        };
        desk::take(&self.t.db, &self.t.door, self.id, by, &taken).await.unwrap();
    }

    async fn preview(&self, by: UserId) -> Uuid {
        runs::preview(&self.t.db, &self.t.door, self.id, Some(by)).await.unwrap()
    }

    async fn release(&self, run: Uuid, by: UserId) -> usize {
        runs::release(&self.t.db, &self.t.door, self.id, run, by).await.unwrap();
        runs::work(&self.t.db, &self.t.door, self.id, 1_000).await.unwrap()
    }

    async fn verdicts(&self, run: Uuid) -> Vec<(String, Option<Why>, bool)> {
        let mut tx = self.t.db.read().await.unwrap();
        let items = runs::items(&mut tx, self.id, run, 100).await.unwrap();
        let mut verdicts: Vec<_> =
            items.into_iter().map(|item| (item.account_number, item.why, item.statement.is_some())).collect();
        verdicts.sort_by(|a, b| a.0.cmp(&b.0));
        verdicts
    }

    async fn of_account(&self, account: &str) -> Vec<statements::Kept> {
        let guarantor = self.guarantor(account).await;
        let mut tx = self.t.db.read().await.unwrap();
        statements::of_guarantor(&mut tx, self.id, guarantor, 50).await.unwrap()
    }

    async fn issue(&self, account: &str, corrects: Option<Uuid>) -> Result<Uuid, StatementError> {
        let guarantor = self.guarantor(account).await;
        statements::issue(&self.t.db, &self.t.door, self.id, guarantor, corrects).await
    }

    async fn hold(&self, guarantor: GuarantorId, reason: &str) {
        let mut tx = self.t.db.begin().await.unwrap();
        work::hold_because_in(&mut tx, &self.t.door, self.id, guarantor, reason, reason).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn set(&self, policy: Policy) {
        let mut tx = self.t.db.begin().await.unwrap();
        statements::change_policy_in(&mut tx, self.id, &policy).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn batch(&self, by: UserId) -> usize {
        match notices::batch(&self.t.db, &self.t.door, self.id, by, notices::LETTERS).await.unwrap() {
            Some(batch) => {
                let mut tx = self.t.db.read().await.unwrap();
                notices::letters(&mut tx, self.id, batch).await.unwrap().len()
            }
            None => 0,
        }
    }

    async fn waiting_and_saved(&self) -> (i64, i64) {
        let mut tx = self.t.db.read().await.unwrap();
        notices::letters_waiting_and_saved(&mut tx, self.id).await.unwrap()
    }
}

#[tokio::test]
async fn a_run_says_who_gets_a_statement_and_why_the_others_do_not() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        let run = practice.preview(staff).await;
        assert_eq!(
            practice.verdicts(run).await,
            [("A1".to_owned(), None, false), ("A3".to_owned(), Some(Why::TooLittle), false)],
            "what waits for an insurer is not even listed"
        );
        assert!(practice.of_account("A1").await.is_empty(), "a preview sends nothing");
        assert_eq!(practice.release(run, staff).await, 1);
        let [kept] = practice.of_account("A1").await.try_into().unwrap();
        assert_eq!(kept.statement.due, Money::from_cents(15_000));
        assert_eq!(kept.statement.number, "S-000001");
        assert_eq!(practice.release(run, staff).await, 0, "released twice is released once");
        assert_eq!(practice.of_account("A1").await.len(), 1);
        let next = practice.preview(staff).await;
        assert_eq!(practice.verdicts(next).await[0].1, Some(Why::Recent));
        let mut tx = practice.t.db.read().await.unwrap();
        assert_eq!(runs::run(&mut tx, practice.id, run).await.unwrap().unwrap().state, RunState::Done);
    })
    .await;
}

#[tokio::test]
async fn what_was_paid_or_held_between_preview_and_release_does_not_go() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        practice.set(Policy { minimum: Money::from_cents(1), ..Policy::default() }).await;
        let run = practice.preview(staff).await;
        practice.pays_cash("A1", 15_000, staff, 1).await;
        practice.hold(practice.guarantor("A3").await, "dispute").await;
        practice.release(run, staff).await;
        assert_eq!(
            practice.verdicts(run).await,
            [("A1".to_owned(), Some(Why::NothingDue), false), ("A3".to_owned(), Some(Why::Held), false)]
        );
        assert!(practice.of_account("A1").await.is_empty() && practice.of_account("A3").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_was_left_out_or_a_run_given_up_gets_nothing() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        let db = &practice.t.db;
        let run = practice.preview(staff).await;
        let guarantor = practice.guarantor("A1").await;
        runs::leave_out(db, practice.id, run, guarantor, true).await.unwrap();
        assert_eq!(practice.release(run, staff).await, 0);
        assert_eq!(practice.verdicts(run).await[0].1, Some(Why::LeftOut));
        assert!(runs::leave_out(db, practice.id, run, guarantor, false).await.is_err(), "it is too late");
        let other = practice.preview(staff).await;
        runs::cancel(db, practice.id, other).await.unwrap();
        assert!(runs::release(db, &practice.t.door, practice.id, other, staff).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_carry_a_run_out_once_and_numbers_have_no_gaps() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let visits: Vec<String> = (1..=40).map(|n| format!("{n}@V{n}||99213 20.00")).collect();
        let visits: Vec<&str> = visits.iter().map(String::as_str).collect();
        practice.take("visits.csv", export(&visits)).await;
        let staff = [Grant::Staff(practice.id, Role::Administrator)];
        let (db, door) = (&practice.t.db, &practice.t.door);
        let staff = identity::add_user(db, door, "s@example.com", "Dana", "en", "plum kettle window", &staff)
            .await
            .unwrap();
        let run = practice.preview(staff).await;
        runs::release(db, door, practice.id, run, staff).await.unwrap();
        let mut workers = tokio::task::JoinSet::new();
        for seed in 0..3 {
            let (db, door) = practice.other_process(seed + 50).await;
            let id = practice.id;
            workers.spawn(async move { runs::work(&db, &door, id, 1_000).await.unwrap() });
        }
        assert_eq!(workers.join_all().await.iter().sum::<usize>(), 40);
        let numbers = practice.count("SELECT MAX(number) FROM statements").await;
        assert_eq!((practice.count("SELECT COUNT(*) FROM statements").await, numbers), (40, 40));
    })
    .await;
}

#[tokio::test]
async fn a_statement_never_changes_and_a_correction_names_it() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        let first = practice.issue("A1", None).await.unwrap();
        let refused = practice.by_hand("UPDATE statements SET due_cents = 1").await.unwrap_err();
        assert!(refused.contains("do not change"), "{refused}");
        assert!(practice.by_hand("DELETE FROM statements").await.is_err());
        practice.pays_cash("A1", 15_000, staff, 1).await;
        assert!(matches!(practice.issue("A1", None).await, Err(StatementError::NotNow(Why::NothingDue))));
        practice.issue("A1", Some(first)).await.unwrap();
        let kept = practice.of_account("A1").await;
        assert_eq!(kept[0].statement.corrects.as_deref(), Some("S-000001"));
        assert_eq!(kept[1].statement.due, Money::from_cents(15_000), "what it said is what it says");
        let since = kept[0].statement.since.clone().unwrap();
        assert_eq!((since.before, since.paid), (Money::from_cents(15_000), Money::from_cents(15_000)));
    })
    .await;
}

#[tokio::test]
async fn a_decision_after_the_statement_shows_as_what_changed() {
    on_each_engine(|t| async move {
        let (practice, _) = practice_of(t).await;
        practice.issue("A1", None).await.unwrap();
        assert!(matches!(practice.issue("A2", None).await, Err(StatementError::NotNow(Why::NothingDue))));
        let decision = ["CLP*V3*1*80*50*30*12*K1", "SVC*HC:99213*80*50", "CAS*PR*1*30"];
        practice.take("a.835", era("LARKSPUR", "T1", &decision)).await;
        practice.issue("A2", None).await.unwrap();
        let [kept] = practice.of_account("A2").await.try_into().unwrap();
        let [visit] = kept.statement.visits.as_slice() else { panic!("not one visit") };
        assert_eq!(visit.columns.insurers, Money::from_cents(5_000));
        assert_eq!((visit.due, kept.statement.due), (Money::from_cents(3_000), Money::from_cents(3_000)));
        assert_eq!(visit.lines[0].code.as_deref(), Some("99213"));
    })
    .await;
}

#[tokio::test]
async fn paper_waits_and_is_saved_for_who_pays_or_goes_paperless() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        practice.set(Policy { minimum: Money::from_cents(1), ..Policy::default() }).await;
        let reader = practice.sees_portal("A1").await;
        let run = practice.preview(staff).await;
        assert_eq!(practice.release(run, staff).await, 2);
        let (db, door) = (&practice.t.db, &practice.t.door);
        assert_eq!(notices::send_due(db, door).await.unwrap(), 1, "who has no login gets paper only");
        assert_eq!(notices::send_due(db, door).await.unwrap(), 0);
        assert_eq!(practice.batch(staff).await, 0, "paper waits four days");
        practice.t.clock.advance(Duration::days(3));
        {
            let mut tx = db.begin().await.unwrap();
            let guarantor = practice.guarantor("A1").await;
            paperless::agree_in(&mut tx, door, practice.id, guarantor, reader).await.unwrap();
            paperless::agree_in(&mut tx, door, practice.id, guarantor, reader).await.unwrap();
            tx.commit().await.unwrap();
        }
        practice.t.clock.advance(Duration::days(1));
        assert_eq!(practice.batch(staff).await, 1);
        assert_eq!(practice.waiting_and_saved().await, (0, 1));
        assert_eq!(practice.batch(staff).await, 0, "a letter is in one batch");
    })
    .await;
}

#[tokio::test]
async fn a_notice_whose_statement_was_paid_meanwhile_is_never_sent() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        practice.sees_portal("A1").await;
        practice.issue("A1", None).await.unwrap();
        practice.pays_cash("A1", 15_000, staff, 1).await;
        assert_eq!(notices::send_due(&practice.t.db, &practice.t.door).await.unwrap(), 0);
        practice.t.clock.advance(Duration::days(5));
        assert_eq!(practice.batch(staff).await, 0);
        assert_eq!(practice.waiting_and_saved().await, (0, 1));
        assert_eq!(practice.count("SELECT COUNT(*) FROM messages WHERE template = 'statement'").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_came_back_stops_the_next_one_until_somebody_looks() {
    on_each_engine(|t| async move {
        let (practice, staff) = practice_of(t).await;
        let statement = practice.issue("A1", None).await.unwrap();
        let (db, door) = (&practice.t.db, &practice.t.door);
        assert!(notices::came_back(db, door, practice.id, statement).await.is_err(), "it was not sent yet");
        practice.t.clock.advance(Duration::days(4));
        assert_eq!(practice.batch(staff).await, 1);
        notices::came_back(db, door, practice.id, statement).await.unwrap();
        practice.t.clock.advance(Duration::days(40));
        assert!(matches!(practice.issue("A1", None).await, Err(StatementError::NotNow(Why::BadAddress))));
        {
            let mut tx = db.begin().await.unwrap();
            let items = work::waiting(&mut tx, practice.id, 10).await.unwrap();
            assert_eq!(items[0].kind(), Some(work::WorkKind::ReturnedMail));
            assert!(work::done_in(&mut tx, door, practice.id, items[0].id, staff, None).await.unwrap());
            tx.commit().await.unwrap();
        }
        practice.issue("A1", None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_dead_are_not_written_to_and_who_reads_in_the_portal_needs_no_address() {
    on_each_engine(|t| async move {
        let (practice, _) = practice_of(t).await;
        let guarantor = practice.guarantor("A1").await;
        practice.hold(guarantor, "bad_address").await;
        assert!(matches!(practice.issue("A1", None).await, Err(StatementError::NotNow(Why::BadAddress))));
        practice.sees_portal("A1").await;
        practice.issue("A1", None).await.unwrap();
        practice.hold(guarantor, "deceased").await;
        assert!(matches!(practice.issue("A1", None).await, Err(StatementError::NotNow(Why::Deceased))));
    })
    .await;
}

#[tokio::test]
async fn a_cycle_makes_its_run_once_on_however_many_servers() {
    on_each_engine(|t| async move {
        let (practice, _) = practice_of(t).await;
        practice.set(Policy { cycle: Cycle::Monthly(20), ..Policy::default() }).await;
        let (db, door) = (&practice.t.db, &practice.t.door);
        let (one, two) =
            tokio::join!(runs::make_if_due(db, door, practice.id), runs::make_if_due(db, door, practice.id));
        assert!(one.unwrap() != two.unwrap(), "one of the two made it");
        runs::work(db, door, practice.id, 100).await.unwrap();
        assert_eq!(practice.of_account("A1").await.len(), 1);
        practice.t.clock.advance(Duration::days(20));
        assert!(!runs::make_if_due(db, door, practice.id).await.unwrap());
        practice.t.clock.advance(Duration::days(7));
        assert!(runs::make_if_due(db, door, practice.id).await.unwrap(), "the 20th of December has passed");
    })
    .await;
}

#[tokio::test]
async fn the_first_statement_starts_the_clock_and_the_mail_says_nothing_else() {
    on_each_engine(|t| async move {
        let (practice, _) = practice_of(t).await;
        practice.sees_portal("A1").await;
        let guarantor = practice.guarantor("A1").await;
        practice.issue("A1", None).await.unwrap();
        practice.t.clock.advance(Duration::days(60));
        practice.issue("A1", None).await.unwrap();
        let (db, door) = (&practice.t.db, &practice.t.door);
        notices::send_due(db, door).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let first = statements::first_issued_on(&mut tx, practice.id, guarantor).await.unwrap();
        assert_eq!(first, Some(time::macros::date!(2026 - 11 - 24)));
        for message in messages::recent(&mut tx, 10).await.unwrap() {
            assert!(!message.args.contains("150") && !message.args.contains("Wren"), "{}", message.args);
        }
    })
    .await;
}
