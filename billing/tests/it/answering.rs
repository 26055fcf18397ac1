//! Somebody else answers for a visit: the books, and everything that hangs on them.

use billing::answering::preview::{Block, Preview, preview};
use billing::answering::{self, AnswerError, Ask, Change, State, change, told};
use billing::history::{self, Filter, What};
use billing::household::Sight;
use billing::household::sight::sight;
use billing::identity::Scope;
use billing::merging::{self, MergeError};
use billing::payments::PaymentState;
use billing::plans::{self, leave};
use billing::testing::on_each_engine;
use billing::{accounts, credits, leaving, messages, visits};
use domain::answering::ChangeReason;
use domain::dispute::{Outcome, Reason};
use domain::payment::Choice;
use domain::plan::{Autopay, EndReason, State as Plan};
use domain::{GuarantorId, Money, PracticeId, UserId, VisitId};
use time::macros::date;

use crate::disputes::{appeals, decides, decision, tell};
use crate::payments::till::{Till, VISA};
use crate::plans::book::{Book, cents};
use crate::practice::export;

/// A1 owes for V1 and V2 and has V3 with an insurer; A2 has a bill of its own.
const VISITS: [&str; 4] =
    ["V1||99213 120.00", "V2||99213 90.00", "V3|Larkspur|99213 200.00", "2@V9||99213 10.00"];

async fn ask(till: &Till, visits: &[&str]) -> Ask {
    let mut ids: Vec<VisitId> = Vec::new();
    for visit in visits {
        ids.push(till.practice.visit(visit).await);
    }
    Ask {
        from: till.practice.guarantor("A1").await,
        to: till.practice.guarantor("A2").await,
        visits: ids,
        patients: Vec::new(),
        reason: ChangeReason::CourtOrder,
        note: "Decree of 2026-11-02.".to_owned(),
        effective_on: date!(2026 - 11 - 24),
    }
}

async fn shown(till: &Till, ask: &Ask) -> Preview {
    let mut tx = till.practice.t.db.read().await.unwrap();
    preview(&mut tx, till.practice.id, (ask.from, ask.to), &ask.visits).await.unwrap()
}

async fn does(till: &Till, by: UserId, ask: &Ask, seen: &str) -> Result<Change, AnswerError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let done = change::ask_in(&mut tx, &t.door, (till.practice.id, by), ask, seen).await?;
    tx.commit().await.unwrap();
    Ok(done)
}

/// Moves these visits of A1 to A2, which must work at once.
pub async fn moves(till: &Till, by: UserId, visits: &[&str]) -> Change {
    let ask = ask(till, visits).await;
    let seen = shown(till, &ask).await.seen().unwrap();
    let done = does(till, by, &ask, &seen).await.unwrap();
    assert_eq!(done.state, State::Done);
    done
}

async fn told_of(till: &Till, guarantor: GuarantorId) -> Vec<(What, i64)> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let sight = Sight::whole();
    let events = history::events(&mut tx, till.practice.id, guarantor, &Filter::default(), &sight).await;
    events.unwrap().into_iter().map(|event| (event.what, event.amount.cents())).collect()
}

#[tokio::test]
async fn what_is_due_moves_and_what_was_paid_stays_with_who_paid_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let paid = till.paid(1, Choice::Amount(cents(5_000))).await;
        let done = moves(&till, till.staff("ada").await, &["V1", "V3"]).await;
        let (old, new) = (done.ask.from, done.ask.to);
        assert_eq!((till.practice.dues("A1").await, till.practice.dues("A2").await), (9_000, 8_000));
        assert_eq!(till.practice.open("V3").await, (20_000, 0, 0, 0));

        let story = till.practice.story("V1").await;
        assert_eq!((story.paid.cents(), story.paid_before.cents(), story.due.cents()), (5_000, 5_000, 7_000));
        let earlier = told_of(&till, old).await;
        assert!(earlier.contains(&(What::Paid(paid), 5_000)), "{earlier:?}");
        assert_eq!(
            earlier.iter().filter(|(what, _)| *what == What::Charged).count(),
            1,
            "V2 alone is told of"
        );
        let later = told_of(&till, new).await;
        assert!(!later.iter().any(|(what, _)| matches!(what, What::Paid(_))), "{later:?}");
        assert_eq!(later.iter().filter(|(what, _)| *what == What::Charged).count(), 3);

        let mut tx = till.practice.t.db.read().await.unwrap();
        let v1 = till.practice.visit("V1").await;
        let gone = told::gone(&mut tx, till.practice.id, old).await.unwrap();
        let mine = gone.iter().find(|one| one.visit == v1).unwrap();
        assert_eq!((mine.paid.cents(), mine.since, gone.len()), (5_000, date!(2026 - 11 - 24), 2));
        assert_eq!(told::since(&mut tx, till.practice.id, v1).await.unwrap(), Some(date!(2026 - 11 - 24)));
        assert!(visits::visit(&mut tx, till.practice.id, old, v1).await.unwrap().is_none());
        let here = accounts::practice(&mut tx, till.practice.id).await.unwrap().unwrap();
        let seen = sight(&mut tx, &till.practice.t.door, &here, old, Scope::Own).await.unwrap();
        assert!(seen.withholds(v1), "what it was for is not told any more, wherever it was paid");
        let sent = messages::recent(&mut tx, 10).await.unwrap();
        let told =
            sent.iter().filter(|one| one.template() == Some(messages::Template::Answers { yours: false }));
        assert_eq!(told.count(), 1, "the other account has no login yet");
        drop(tx);

        // An insurer decides later: what becomes somebody's is the new one's.
        let decided = ["CLP*V3*1*200*150*50*12*K1", "SVC*HC:99213*200*150", "CAS*PR*2*50"];
        till.practice.take("c.835", crate::practice::era("LARKSPUR", "T1", &decided)).await;
        assert_eq!((till.practice.dues("A1").await, till.practice.dues("A2").await), (9_000, 13_000));
        // An export that says the same of the visit does not bring it back.
        till.practice.take("again.csv", export(&VISITS)).await;
        assert_eq!((till.practice.dues("A1").await, till.practice.dues("A2").await), (9_000, 13_000));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_plan_ends_when_all_of_it_moves_and_loses_what_moves_otherwise() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &VISITS).await;
        let plan = book.autopay(&["V1", "V2"], 3, VISA).await;
        let by = book.till.staff("ada").await;
        let ask_one = ask(&book.till, &["V2"]).await;
        let before = shown(&book.till, &ask_one).await;
        assert_eq!(
            before.plans.iter().map(|fate| (fate.plan, fate.ends)).collect::<Vec<_>>(),
            [(plan, false)]
        );
        does(&book.till, by, &ask_one, &before.seen().unwrap()).await.unwrap();
        let standing = book.standing(plan).await;
        assert_eq!((standing.plan.state, standing.plan.left().cents()), (Plan::Active, 12_000));
        assert_eq!(standing.plan.autopay, Autopay::Off, "they signed for another sum");
        assert_eq!(book.till.practice.dues("A2").await, 10_000);
        book.until(date!(2026 - 12 - 02)).await;
        assert_eq!(book.charged(), Vec::<i64>::new());
        book.is_sound().await;

        moves(&book.till, by, &["V1"]).await;
        let standing = book.standing(plan).await;
        assert_eq!(standing.plan.state, Plan::Cancelled(EndReason::PartyChanged));
        let mut tx = book.till.practice.t.db.read().await.unwrap();
        let to = ask_one.to;
        assert_eq!(leave::left_behind(&mut tx, book.till.practice.id, to).await.unwrap(), Some(plan));
        assert!(plans::of_guarantor(&mut tx, book.till.practice.id, to).await.unwrap().is_empty());
        drop(tx);
        assert_eq!((book.till.practice.dues("A1").await, book.till.practice.dues("A2").await), (0, 22_000));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn interest_and_fees_of_a_plan_do_not_go_along_with_its_visits() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 120.00", "V2||99213 90.00", "2@V9||99213 10.00"]).await;
        book.costs(1_200, 500).await;
        let wish = book.wish(&["V1", "V2"], 3).await;
        let plan = book.sign(&book.signature(1, wish, None).await).await.unwrap();
        let by = book.till.staff("ada").await;
        book.until(date!(2026 - 12 - 20)).await;
        let (interest, fees) = book.booked().await;
        assert_eq!((interest, fees, book.till.practice.dues("A1").await), (49, 500, 21_000 + 49 + 500));
        // Whichever visit bears them, they stay with who signed.
        moves(&book.till, by, &["V2"]).await;
        assert_eq!(book.till.practice.dues("A2").await, 1_000 + 9_000);
        book.is_sound().await;
        book.work().await;
        assert_eq!(
            (book.booked().await, book.till.practice.dues("A1").await),
            ((49, 500), 12_000 + 49 + 500)
        );
        book.is_sound().await;
        // The plan ends with its last visit, and what was not paid of them with the plan.
        moves(&book.till, by, &["V1"]).await;
        assert_eq!(book.standing(plan).await.plan.state, Plan::Cancelled(EndReason::PartyChanged));
        assert_eq!((book.till.practice.dues("A1").await, book.till.practice.dues("A2").await), (0, 22_000));
        assert_eq!(book.booked().await, (0, 0));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn money_under_way_and_what_is_in_question_stand_in_the_way() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let by = till.staff("ada").await;
        let page = till.page(1, Choice::Visits(vec![till.practice.visit("V1").await])).await;
        let asked = ask(&till, &["V1"]).await;
        let stands = shown(&till, &asked).await;
        assert_eq!(stands.blocked, [Block::Payment]);
        let refused = does(&till, by, &asked, &stands.seen().unwrap()).await;
        assert!(matches!(refused, Err(AnswerError::Blocked)));
        till.pay(&page).await;
        assert_eq!(till.come_back(&page).await, PaymentState::Paid);

        let case = tell(&till, 2, "V2", &[], Reason::NotMyVisit).await.unwrap();
        let asked = ask(&till, &["V2"]).await;
        assert_eq!(shown(&till, &asked).await.blocked, [Block::Dispute(case.id)]);
        decides(&till, by, &case, &decision(Outcome::Upheld, 0, 0)).await.unwrap();
        moves(&till, by, &["V2"]).await;
        let appealed = appeals(&till, case.id).await;
        assert!(appealed.is_err(), "what somebody else owes does not rest for this one");
        assert_eq!(till.practice.dues("A2").await, 10_000);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn above_the_limit_a_second_person_agrees_to_what_they_saw() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let (ada, mara) = (till.staff("ada").await, till.staff("mara").await);
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let policy = accounts::policy(&mut tx, till.practice.id).await.unwrap();
        let low = accounts::Policy { second_person: cents(10_000), ..policy };
        accounts::change_policy_in(&mut tx, till.practice.id, &low).await.unwrap();
        tx.commit().await.unwrap();

        let asked = ask(&till, &["V1"]).await;
        let seen = shown(&till, &asked).await.seen().unwrap();
        let waits = does(&till, ada, &asked, &seen).await.unwrap();
        assert_eq!((waits.state, till.practice.dues("A1").await), (State::Asked, 21_000));
        let agree = async |by, seen: &str| {
            let mut tx = t.db.begin().await.unwrap();
            let done =
                change::agree_in(&mut tx, &t.door, (till.practice.id, by), waits.id, Some(seen)).await?;
            tx.commit().await.unwrap();
            Ok::<_, AnswerError>(done)
        };
        assert!(matches!(agree(ada, &seen).await, Err(AnswerError::SamePerson)));
        till.paid(3, Choice::Visits(vec![asked.visits[0]])).await;
        assert!(agree(mara, &seen).await.is_err(), "it is paid: there is nothing to move");
        let mut tx = t.db.begin().await.unwrap();
        let by = (till.practice.id, mara);
        let returned = change::agree_in(&mut tx, &t.door, by, waits.id, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(returned.state, State::Returned);

        let asked = ask(&till, &["V2", "V3"]).await;
        let seen = shown(&till, &asked).await.seen().unwrap();
        assert_eq!(does(&till, ada, &asked, &seen).await.unwrap().state, State::Done, "below the limit");
        assert_eq!(
            does(&till, ada, &asked, &seen).await.err().map(|e| e.to_string()).as_deref(),
            Some("there is nothing like it")
        );
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_credit_goes_back_to_who_paid_it_and_pays_nothing_of_the_other() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let paid = till.paid(1, Choice::Visits(vec![till.practice.visit("V1").await])).await;
        // The practice lowers the charge: $20 of what was paid is too much.
        till.practice.take("less.csv", export(&["V1||99213 100.00"])).await;
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 2_000));
        let done = moves(&till, till.staff("ada").await, &["V1", "V2"]).await;
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let policy = accounts::policy(&mut tx, till.practice.id).await.unwrap();
        let eager = accounts::Policy { credit_applies: true, credit_refund_days: Some(0), ..policy };
        accounts::change_policy_in(&mut tx, till.practice.id, &eager).await.unwrap();
        tx.commit().await.unwrap();
        let moved = credits::run(&t.db, &t.door, till.practice.id).await.unwrap();
        assert_eq!((moved.applied, moved.refunded), (0, 1));
        assert_eq!(till.practice.dues("A2").await, 10_000, "V2 and V9 stay to be paid");
        let mut tx = t.db.read().await.unwrap();
        let back = billing::refunds::of_payment(&mut tx, till.practice.id, paid).await.unwrap();
        assert_eq!((back[0].guarantor, back[0].amount), (done.ask.from, Money::from_cents(2_000)));
        drop(tx);
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn patients_go_along_and_are_found_there_and_verify_sees_what_was_moved_by_hand() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let by = till.staff("ada").await;
        let mut asked = ask(&till, &["V1"]).await;
        let mut tx = till.practice.t.db.read().await.unwrap();
        let (patient, _) =
            accounts::patient_by_number(&mut tx, till.practice.id, "P1").await.unwrap().unwrap();
        asked.patients = vec![patient];
        drop(tx);
        let seen = shown(&till, &asked).await.seen().unwrap();
        does(&till, by, &asked, &seen).await.unwrap();
        let mut tx = till.practice.t.db.read().await.unwrap();
        let (_, whose) = accounts::patient_by_number(&mut tx, till.practice.id, "P1").await.unwrap().unwrap();
        assert_eq!(whose, asked.to);
        let changes = answering::of_account(&mut tx, till.practice.id, asked.to).await.unwrap();
        assert_eq!((changes.len(), changes[0].ask.patients.len()), (1, 1));
        drop(tx);
        till.is_sound().await;

        let back =
            "UPDATE visit_balances SET guarantor_id = (SELECT id FROM guarantors WHERE account_number = 'A1')
                    WHERE visit_id = (SELECT id FROM visits WHERE visit_number = 'V1')";
        till.practice.by_hand(back).await.unwrap();
        let verdict = till.verdict().await;
        assert!(
            verdict.violations.iter().any(|one| one == "a visit's balance is not its guarantor's: visit V1")
        );
        let all = "UPDATE visits SET guarantor_id = (SELECT id FROM guarantors WHERE account_number = 'A1')
                   WHERE visit_number = 'V1'";
        till.practice.by_hand(all).await.unwrap();
        let verdict = till.verdict().await;
        let owes = "somebody owes for a visit that somebody else answers for: visit V1: 12000 cents";
        assert!(verdict.violations.iter().any(|one| one == owes), "{:?}", verdict.violations);
    })
    .await;
}

#[tokio::test]
async fn a_practice_that_leaves_asks_for_nothing_and_ends_its_plans() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &VISITS).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        let t = &book.till.practice.t;
        let practice = book.till.practice.id;
        let set = async |leaves| {
            let mut tx = t.db.begin().await.unwrap();
            let set = leaving::set_in(&mut tx, practice, leaves).await.unwrap();
            tx.commit().await.unwrap();
            set
        };
        assert!(set(Some((date!(2026 - 11 - 30), "Harbor Billing, 1 Pier Rd"))).await);
        assert_eq!(leaving::run(&t.db, &t.door).await.unwrap(), 0, "its day has not come");
        assert_eq!(book.till.practice.dues("A1").await, 21_000);
        book.until(date!(2026 - 11 - 30)).await;
        assert_eq!(leaving::run(&t.db, &t.door).await.unwrap(), 1);
        assert_eq!(leaving::run(&t.db, &t.door).await.unwrap(), 0, "once");
        assert_eq!(book.standing(plan).await.plan.state, Plan::Cancelled(EndReason::PracticeLeft));
        assert_eq!(book.till.practice.dues("A1").await, 0);
        assert!(book.till.start(7, Choice::All).await.is_err());
        book.until(date!(2026 - 12 - 02)).await;
        assert_eq!(book.charged(), Vec::<i64>::new());
        let mut tx = t.db.read().await.unwrap();
        let sent = messages::recent(&mut tx, 20).await.unwrap();
        let told = sent.iter().filter(|one| one.template() == Some(messages::Template::PracticeLeft));
        assert_eq!(told.count(), 1);
        drop(tx);
        assert!(!set(None).await, "who has left does not stay");
        assert_eq!(
            book.till.practice.open("V2").await,
            (0, 0, 9_000, 0),
            "the books go on saying what is owed"
        );
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_practice_that_is_merged_has_another_name_and_the_same_plans() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &VISITS).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        let t = &book.till.practice.t;
        let practice = book.till.practice.id;
        let other = accounts::Practice {
            id: PracticeId(t.door.id()),
            slug: "lakeshore".to_owned(),
            name: "Lakeshore Health".to_owned(),
            ..accounts::practice(&mut t.db.read().await.unwrap(), practice).await.unwrap().unwrap()
        };
        let mut tx = t.db.begin().await.unwrap();
        accounts::add_practice_in(&mut tx, &t.door, &other).await.unwrap();
        tx.commit().await.unwrap();
        let set = async |one, merges| {
            let mut tx = t.db.begin().await.unwrap();
            let set = merging::set_in(&mut tx, one, merges).await;
            tx.commit().await.unwrap();
            set
        };
        let day = date!(2026 - 11 - 30);
        let itself = set(practice, Some((day, practice, "Lakeshore"))).await;
        assert!(matches!(itself, Err(MergeError::Itself)));
        set(practice, Some((day, other.id, "Lakeshore Health, Maple"))).await.unwrap();
        let circle = set(other.id, Some((day, practice, "Nobody"))).await;
        assert!(matches!(circle, Err(MergeError::Onwards)));

        assert_eq!(merging::run(&t.db, &t.door).await.unwrap(), 0, "its day has not come");
        let before = book.standing(plan).await.plan;
        book.until(day).await;
        assert_eq!(merging::run(&t.db, &t.door).await.unwrap(), 1);
        assert_eq!(merging::run(&t.db, &t.door).await.unwrap(), 0, "once");
        let after = book.standing(plan).await.plan;
        assert_eq!((after.state, &after.autopay), (before.state, &before.autopay));
        assert_eq!(after.instalments, before.instalments);

        let mut tx = t.db.read().await.unwrap();
        let named = accounts::practice(&mut tx, practice).await.unwrap().unwrap();
        assert_eq!(named.name, "Lakeshore Health, Maple");
        let merged = merging::merging(&mut tx, practice).await.unwrap().unwrap();
        assert_eq!((merged.before.is_some(), merged.into), (true, other.id));
        let steps = plans::history(&mut tx, practice, plan).await.unwrap();
        assert_eq!(steps.iter().filter(|step| step.kind == "practice_merged").count(), 1);
        let sent = messages::recent(&mut tx, 20).await.unwrap();
        let told = sent.iter().filter(|one| one.template() == Some(messages::Template::PracticeMerged));
        assert_eq!(told.count(), 1, "one letter, though there is a plan too");
        drop(tx);
        let late = set(practice, None).await;
        assert!(matches!(late, Err(MergeError::Already)), "what was carried out stays");
        book.until(date!(2026 - 12 - 2)).await;
        assert_eq!(book.charged().len(), 1, "autopay goes on");
        book.is_sound().await;
    })
    .await;
}
