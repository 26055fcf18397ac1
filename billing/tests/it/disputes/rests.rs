//! What rests, and that every step is whose it is.

use billing::disputes::{self, Act, DisputeError, HandedIn, act, open, verify};
use billing::messages::{self, News, Template};
use billing::payments::desk::{self, Taken};
use billing::payments::{Method, PaymentError};
use billing::seal::SealKey;
use billing::testing::on_each_engine;
use billing::work::WorkKind;
use billing::{statements, visits, work};
use domain::dispute::{Outcome, Reason, Refused, State};
use domain::payment::{Choice, ChoiceError};
use domain::{Money, UserId};
use time::Duration;

use super::{
    appeals, charges, decides, decision, does, now, open_by, opening, patient, tell, withdraws, writes,
};
use crate::payments::till::Till;
use crate::practice::press_id;

const TWO: [&str; 2] = ["V1||99213 120.00,81002 30", "V2||99213 70.00"];

async fn cash(till: &Till, by: UserId, press: u128, cents: i64, visits: &[&str]) {
    let mut chosen = Vec::new();
    for visit in visits {
        chosen.push(till.practice.visit(visit).await);
    }
    let taken = Taken {
        press: press_id(press),
        guarantor: till.payer.guarantor,
        method: Method::Cash,
        reference: None,
        amount: Money::from_cents(cents),
        visits: chosen,
    };
    let t = &till.practice.t;
    desk::take(&t.db, &t.door, till.payer.practice, by, &taken).await.unwrap();
}

async fn holds(till: &Till) -> Vec<(String, String)> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let holds = work::holds(&mut tx, till.payer.practice, till.payer.guarantor).await.unwrap();
    holds.into_iter().map(|hold| (hold.reason, hold.subject)).collect()
}

async fn news(till: &Till) -> Vec<News> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let messages = messages::recent(&mut tx, 100).await.unwrap();
    let news = |message: &messages::Message| match message.template() {
        Some(Template::Dispute { news, .. }) => Some(news),
        _ => None,
    };
    messages.iter().rev().filter_map(news).collect()
}

#[tokio::test]
async fn what_is_in_question_is_not_due_until_it_is_taken_back() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let case = tell(&till, 1, "V1", &[1], Reason::WrongAmount).await.unwrap();
        assert_eq!(
            (case.amount.cents(), case.frozen.cents(), case.dispute.state),
            (3_000, 3_000, State::Received)
        );
        assert_eq!(case.reference.len(), 8);
        assert_eq!(holds(&till).await, [("dispute".to_owned(), case.id.to_string())]);
        assert_eq!(till.practice.dues("A1").await, 19_000);
        let most = till.start(2, Choice::Amount(Money::from_cents(19_001))).await;
        assert!(
            matches!(most, Err(PaymentError::Choice(ChoiceError::TooMuch(most))) if most.cents() == 19_000)
        );
        // The same page pressed twice is one dispute, and a line is in question once.
        assert_eq!(tell(&till, 1, "V1", &[1], Reason::WrongAmount).await.unwrap(), case);
        for lines in [&[1][..], &[0, 1], &[]] {
            let again = tell(&till, 3, "V1", lines, Reason::Duplicate).await;
            assert!(matches!(again, Err(DisputeError::OpenAlready(id)) if id == case.id));
        }
        let other = tell(&till, 4, "V1", &[0], Reason::Duplicate).await.unwrap();
        assert_eq!((other.amount.cents(), till.practice.dues("A1").await), (12_000, 7_000));
        till.is_sound().await;
        assert_eq!(withdraws(&till, other.id).await.unwrap().dispute.outcome, Some(Outcome::Withdrawn));
        withdraws(&till, case.id).await.unwrap();
        assert_eq!((till.practice.dues("A1").await, holds(&till).await.len()), (22_000, 0));
        assert!(matches!(withdraws(&till, case.id).await, Err(DisputeError::Refused(Refused::Closed))));
        assert_eq!(news(&till).await, [News::Opened; 2]);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_paid_counts_for_what_is_not_in_question_first() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let dana = till.staff("dana").await;
        cash(&till, dana, 1, 5_000, &["V1"]).await;
        let case = tell(&till, 2, "V1", &[0], Reason::AlreadyPaid).await.unwrap();
        assert_eq!((case.amount.cents(), till.practice.dues("A1").await), (10_000, 7_000));
        // At the desk it can be paid all the same, when that is what it is for.
        cash(&till, dana, 3, 7_000, &[]).await;
        assert_eq!(till.practice.dues("A1").await, 0);
        assert_eq!(till.practice.open("V1").await.2, 10_000);
        cash(&till, dana, 4, 4_000, &["V1"]).await;
        assert_eq!((till.practice.open("V1").await.2, till.practice.on("patient_credit").await), (6_000, 0));
        till.is_sound().await;
        withdraws(&till, case.id).await.unwrap();
        assert_eq!(till.practice.dues("A1").await, 6_000);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_question_freezes_nothing_and_a_strangers_visit_is_not_there() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00", "2@V9||99213 50.00"]).await;
        let dana = till.staff("dana").await;
        let asked = tell(&till, 1, "V1", &[], Reason::Question).await.unwrap();
        assert_eq!((till.practice.dues("A1").await, holds(&till).await.len()), (12_000, 0));
        let answered = decides(&till, dana, &asked, &decision(Outcome::Answered, 0, 0)).await.unwrap();
        assert_eq!(answered.dispute.state, State::Decided);
        let other = tell(&till, 2, "V1", &[], Reason::Question).await.unwrap();
        let relief = decides(&till, dana, &other, &decision(Outcome::Answered, 100, 0)).await;
        assert!(matches!(relief, Err(DisputeError::TooMuch(_))));
        assert!(matches!(tell(&till, 3, "V9", &[], Reason::NotMyVisit).await, Err(DisputeError::NotThere)));
        let theirs = charges(&till, "V9", &[0]).await;
        let crossed = opening(&till, 4, "V1", &theirs, Reason::NotMyVisit).await;
        let t = &till.practice.t;
        assert!(matches!(open_by(&t.db, &t.door, &crossed).await, Err(DisputeError::NotThere)));
        let stranger = act::Patient { guarantor: till.practice.guarantor("A2").await, ..patient(&till) };
        let mut tx = t.db.begin().await.unwrap();
        let written = act::write_in(&mut tx, &t.door, None, stranger, (asked.id, 1), ("Hello", &[])).await;
        assert!(matches!(written, Err(DisputeError::NotThere)));
        drop(tx);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn two_of_the_staff_do_not_work_on_one_case_unknowingly() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (dana, joe) = (till.staff("dana").await, till.staff("joe").await);
        let seen = tell(&till, 1, "V1", &[], Reason::Quality).await.unwrap();
        let taken = does(&till, dana, &seen, &Act::TakeUp).await.unwrap();
        assert_eq!(taken.assigned_to, Some(dana));
        assert!(matches!(does(&till, joe, &seen, &Act::TakeUp).await, Err(DisputeError::Changed)));
        let asked =
            does(&till, dana, &taken, &Act::AskPatient { message: "Which day?".to_owned() }).await.unwrap();
        let (t, id) = (&till.practice.t, seen.id);
        writes(&till, patient(&till), (id, asked.seq), "The 1st.").await.unwrap();
        assert!(matches!(
            decides(&till, dana, &asked, &decision(Outcome::Upheld, 0, 0)).await,
            Err(DisputeError::Changed)
        ));
        assert_eq!(now(&till, id).await.dispute.state, State::InReview);
        let noted = does(&till, joe, &now(&till, id).await, &Act::Note { note: "Ask Dr. Hale.".to_owned() })
            .await
            .unwrap();
        let outside = does(&till, joe, &noted, &Act::Assign { to: Some(till.payer.user) }).await;
        assert!(matches!(outside, Err(DisputeError::NotThere)), "a patient is none of the staff");
        does(&till, joe, &noted, &Act::Assign { to: Some(joe) }).await.unwrap();
        assert_eq!(now(&till, id).await.assigned_to, Some(joe));
        assert_eq!(news(&till).await, [News::Opened, News::Read, News::Asked]);
        // Nobody but the dispute ends its freeze.
        let mut tx = t.db.begin().await.unwrap();
        let (payer, subject) = (till.payer, id.to_string());
        assert!(
            !work::end_hold_in(&mut tx, &t.door, payer.practice, payer.guarantor, &subject).await.unwrap()
        );
        drop(tx);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_in_question_anew_is_not_appealed_beside_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let dana = till.staff("dana").await;
        let first = tell(&till, 1, "V1", &[], Reason::WrongAmount).await.unwrap();
        decides(&till, dana, &first, &decision(Outcome::Partly, 4_000, 0)).await.unwrap();
        let second = tell(&till, 2, "V1", &[0], Reason::Duplicate).await.unwrap();
        let appealed = appeals(&till, first.id).await;
        assert!(
            matches!(appealed, Err(DisputeError::OpenAlready(other)) if other == second.id),
            "{appealed:?}"
        );
        withdraws(&till, second.id).await.unwrap();
        appeals(&till, first.id).await.unwrap();
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_decision_is_appealed_once_and_closes_by_itself() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (dana, joe) = (till.staff("dana").await, till.staff("joe").await);
        let case = tell(&till, 1, "V1", &[], Reason::WrongAmount).await.unwrap();
        let decided = decides(&till, dana, &case, &decision(Outcome::Partly, 4_000, 0)).await.unwrap();
        assert_eq!((decided.dispute.state, till.practice.dues("A1").await), (State::Decided, 18_000));
        let appealed = appeals(&till, case.id).await.unwrap();
        assert_eq!((appealed.frozen.cents(), appealed.assigned_to), (11_000, None));
        assert_eq!(till.practice.dues("A1").await, 7_000);
        till.is_sound().await;
        let own = decides(&till, dana, &appealed, &decision(Outcome::Upheld, 0, 0)).await;
        assert!(matches!(own, Err(DisputeError::DecidedBefore)), "{own:?}");
        let taken_up = now(&till, case.id).await;
        let again = decides(&till, joe, &taken_up, &decision(Outcome::Upheld, 0, 0)).await.unwrap();
        assert_eq!(till.practice.dues("A1").await, 18_000);
        assert!(matches!(appeals(&till, case.id).await, Err(DisputeError::Refused(Refused::AppealedBefore))));
        let t = &till.practice.t;
        till.advance(Duration::days(30)).await;
        assert_eq!(act::close_over(&t.db, &t.door).await.unwrap(), 0);
        till.advance(Duration::days(1)).await;
        assert_eq!(act::close_over(&t.db, &t.door).await.unwrap(), 1);
        assert_eq!(now(&till, again.id).await.dispute.state, State::Closed);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_statement_asks_for_the_rest_and_a_letter_that_asks_for_more_does_not_leave() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let (db, door, practice) = (&till.practice.t.db, &till.practice.t.door, till.payer.practice);
        let before = statements::issue(db, door, practice, till.payer.guarantor, None).await.unwrap();
        let case = tell(&till, 1, "V1", &[0], Reason::NotMyVisit).await.unwrap();
        assert_eq!(
            statements::notices::send_due(db, door).await.unwrap(),
            0,
            "it asks for what is in question"
        );
        let after = statements::issue(db, door, practice, till.payer.guarantor, None).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let kept =
            statements::statement(&mut tx, practice, till.payer.guarantor, after).await.unwrap().unwrap();
        assert_eq!((kept.statement.due.cents(), kept.statement.aside.cents()), (10_000, 12_000));
        let dues = visits::dues(&mut tx, practice, till.payer.guarantor).await.unwrap();
        let old =
            statements::statement(&mut tx, practice, till.payer.guarantor, before).await.unwrap().unwrap();
        assert_eq!(old.still_due(&dues).cents(), 10_000);
        drop(tx);
        assert_eq!(statements::notices::send_due(db, door).await.unwrap(), 1);
        tell(&till, 2, "V1", &[1], Reason::NotMyVisit).await.unwrap();
        tell(&till, 3, "V2", &[], Reason::NotMyVisit).await.unwrap();
        let refused = statements::issue(db, door, practice, till.payer.guarantor, None).await;
        assert!(matches!(refused, Err(statements::StatementError::NotNow(statements::Why::Held))));
        withdraws(&till, case.id).await.unwrap();
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_said_does_not_change_and_what_is_out_of_place_is_found() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let key = SealKey::parse(&"5a".repeat(32)).unwrap();
        let papers = [HandedIn::new("letter.jpg", super::papers::PHOTO.to_vec()).unwrap()];
        let lines = charges(&till, "V1", &[0]).await;
        let opening =
            open::Opening { papers: &papers, ..opening(&till, 1, "V1", &lines, Reason::NotMyVisit).await };
        let mut tx = till.practice.t.db.begin().await.unwrap();
        let case = open::open_in(&mut tx, &till.practice.t.door, Some(&key), &opening).await.unwrap();
        tx.commit().await.unwrap();
        for statement in [
            "UPDATE dispute_steps SET message = 'x'",
            "DELETE FROM dispute_steps",
            "DELETE FROM dispute_charges",
            "UPDATE dispute_documents SET name = 'x'",
            "DELETE FROM dispute_documents",
        ] {
            let refused = till.practice.by_hand(statement).await.unwrap_err();
            assert!(refused.contains("does not change"), "{statement}: {refused}");
        }
        let found = async || {
            let mut tx = till.practice.t.db.read().await.unwrap();
            verify::violations(&mut tx).await.unwrap()
        };
        assert_eq!(found().await, Vec::<String>::new());
        for (wrong, right) in [
            (
                "UPDATE visit_balances SET disputed_cents = disputed_cents - 1 WHERE disputed_cents > 0",
                "UPDATE visit_balances SET disputed_cents = disputed_cents + 1 WHERE disputed_cents > 0",
            ),
            ("UPDATE disputes SET state = 'in_review'", "UPDATE disputes SET state = 'received'"),
            ("UPDATE disputes SET seq = 2", "UPDATE disputes SET seq = 1"),
            ("UPDATE holds SET until = since", "UPDATE holds SET until = NULL"),
            ("UPDATE disputes SET amount_cents = 1", "UPDATE disputes SET amount_cents = 12000"),
            ("UPDATE visit_balances SET forgiven_cents = 1", "UPDATE visit_balances SET forgiven_cents = 0"),
            ("UPDATE visit_balances SET relief_cents = 1", "UPDATE visit_balances SET relief_cents = 0"),
            ("UPDATE visit_balances SET federal = TRUE", "UPDATE visit_balances SET federal = FALSE"),
        ] {
            till.practice.by_hand(wrong).await.unwrap();
            assert_eq!(
                found().await.len(),
                if ["relief", "forgiven", "federal"].iter().any(|of_a_visit| wrong.contains(of_a_visit)) {
                    2
                } else {
                    1
                },
                "{wrong}: {:?}",
                found().await
            );
            till.practice.by_hand(right).await.unwrap();
        }
        assert_eq!(found().await, Vec::<String>::new());
        let mut tx = till.practice.t.db.read().await.unwrap();
        assert_eq!(disputes::steps(&mut tx, case.practice, case.id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn every_change_is_told_and_what_reaches_nobody_is_work() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &TWO).await;
        let dana = till.staff("dana").await;
        let note = || "Larkspur, on the telephone.".to_owned();
        let mut case = tell(&till, 1, "V1", &[], Reason::Insurance).await.unwrap();
        for act in [Act::TakeUp, Act::AskInsurer { note: note() }, Act::InsurerAnswered { note: note() }] {
            case = does(&till, dana, &case, &act).await.unwrap();
        }
        assert_eq!(news(&till).await, [News::Opened, News::Read, News::AskedInsurer, News::InsurerAnswered]);
        case = decides(&till, dana, &case, &decision(Outcome::Upheld, 0, 0)).await.unwrap();
        till.advance(Duration::days(60)).await;
        let t = &till.practice.t;
        assert_eq!(act::close_over(&t.db, &t.door).await.unwrap(), 1);
        assert_eq!(news(&till).await[4..], [News::Decided, News::Closed]);
        // Their address takes no mail any more.
        let last = messages::recent(&mut t.db.read().await.unwrap(), 1).await.unwrap().remove(0);
        messages::refused(&t.db, &t.door, &last).await.unwrap();
        let told = news(&till).await.len();
        let asked = tell(&till, 2, "V1", &[], Reason::Question).await.unwrap();
        let untold = async || -> Vec<String> {
            let waiting = work::waiting(&mut t.db.read().await.unwrap(), case.practice, 20).await.unwrap();
            let untold = waiting.into_iter().filter(|item| item.kind() == Some(WorkKind::Untold));
            untold.map(|item| item.subject).collect()
        };
        assert!(untold().await.is_empty(), "they have read on the page that it came");
        let asked = does(&till, dana, &asked, &Act::TakeUp).await.unwrap();
        does(&till, dana, &asked, &Act::Write { message: "It is right.".to_owned() }).await.unwrap();
        assert_eq!((untold().await, news(&till).await.len()), (vec![asked.id.to_string()], told));
        till.is_sound().await;
    })
    .await;
}
