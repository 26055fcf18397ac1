//! Part of what a patient owes is given up: the books, the second person, and what follows.

use billing::history::{self, Filter, What};
use billing::household::Sight;
use billing::plans::pay::For;
use billing::testing::{TestDb, on_each_engine};
use billing::work::WorkKind;
use billing::write_offs::{self, Ask, Ended, State, Verdict, WriteOff, WriteOffError};
use billing::{Db, Door, accounts};
use domain::dispute::{Outcome, Reason};
use domain::payment::Choice;
use domain::plan::State as Plan;
use domain::write_off::WriteOffReason;
use domain::{Money, UserId};
use uuid::Uuid;

use crate::disputes::{decides, decision, federal, tell};
use crate::payments::till::{Till, VISA};
use crate::plans::book::{Book, cents};
use crate::practice::{era, press_id};

/// The practice's limit is 200 dollars.
const VISITS: [&str; 2] = ["V1||99213 120.00", "V2||99213 900.00"];

async fn ask(till: &Till, press: u128, visit: &str, amount: i64) -> Ask {
    Ask {
        press: press_id(press),
        guarantor: till.payer.guarantor,
        visit: till.practice.visit(visit).await,
        amount: cents(amount),
        reason: WriteOffReason::Assistance,
        note: " Lost the job in October. ".to_owned(),
    }
}

async fn asks_by(
    db: &Db,
    door: &Door,
    till: &Till,
    by: UserId,
    ask: &Ask,
) -> Result<WriteOff, WriteOffError> {
    let mut tx = db.begin().await.unwrap();
    let done = write_offs::ask_in(&mut tx, door, (till.payer.practice, by), ask).await?;
    tx.commit().await.unwrap();
    Ok(done)
}

async fn asks(
    till: &Till,
    by: UserId,
    press: u128,
    (visit, amount): (&str, i64),
) -> Result<WriteOff, WriteOffError> {
    let ask = ask(till, press, visit, amount).await;
    let t = &till.practice.t;
    asks_by(&t.db, &t.door, till, by, &ask).await
}

async fn decides_about(
    till: &Till,
    by: UserId,
    id: Uuid,
    verdict: Verdict,
) -> Result<WriteOff, WriteOffError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let about = (till.payer.guarantor, id);
    let done = write_offs::decide_in(&mut tx, &t.door, (till.payer.practice, by), about, verdict).await?;
    tx.commit().await.unwrap();
    Ok(done)
}

/// From now on one person alone decides about so much.
async fn limit(till: &Till, second_person: i64) {
    let mut tx = till.practice.t.db.begin().await.unwrap();
    let policy = accounts::policy(&mut tx, till.payer.practice).await.unwrap();
    let other = accounts::Policy { second_person: cents(second_person), ..policy };
    accounts::change_policy_in(&mut tx, till.payer.practice, &other).await.unwrap();
    tx.commit().await.unwrap();
}

async fn told(till: &Till) -> Vec<i64> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let (practice, who) = (till.payer.practice, till.payer.guarantor);
    let events = history::events(&mut tx, practice, who, &Filter::default(), &Sight::whole()).await.unwrap();
    let forgiven = events.iter().filter(|event| event.what == What::Forgiven);
    forgiven.map(|event| event.amount.cents()).rev().collect()
}

async fn forgiven(till: &Till, visit: &str) -> i64 {
    till.practice.story(visit).await.forgiven_in_all().cents()
}

#[tokio::test]
async fn up_to_the_limit_it_is_posted_at_once_and_the_patient_reads_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let ada = till.staff("ada").await;
        let done = asks(&till, ada, 1, ("V1", 5_000)).await.unwrap();
        assert_eq!((done.state, done.standing, done.decided_by), (State::Posted, cents(5_000), None));
        assert_eq!(till.practice.open("V1").await, (0, 0, 7_000, 0));
        let books = till.practice.books().await;
        assert_eq!(books[&("V1".to_owned(), "other_adjustment".to_owned())], 5_000);
        let story = till.practice.story("V1").await;
        assert_eq!(
            (story.breakdown.share.cents(), story.breakdown.other, story.forgiven_in_all().cents()),
            (12_000, Money::ZERO, 5_000),
            "the share stays what it was"
        );
        assert_eq!((told(&till).await, till.work().await), (vec![5_000], vec![]));

        // The same page pressed twice.
        let again = asks(&till, ada, 1, ("V1", 5_000)).await.unwrap();
        assert_eq!((again.id, till.practice.dues("A1").await), (done.id, 97_000));
        // The rest is paid, and nothing is left to give up.
        till.paid(2, Choice::Visits(vec![done.ask.visit])).await;
        assert!(matches!(asks(&till, ada, 3, ("V1", 1)).await, Err(WriteOffError::TooMuch(most)) if most.is_zero()));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn above_the_limit_another_person_agrees_and_who_asked_does_not() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let (ada, mara) = (till.staff("ada").await, till.staff("mara").await);
        let waits = asks(&till, ada, 1, ("V2", 20_001)).await.unwrap();
        assert_eq!((waits.state, till.practice.dues("A1").await), (State::Asked, 102_000));
        assert_eq!(till.work().await, [WorkKind::WriteOffApproval]);
        let own = decides_about(&till, ada, waits.id, Verdict::Agree).await;
        assert!(matches!(own, Err(WriteOffError::SamePerson)));
        let others = decides_about(&till, mara, waits.id, Verdict::Withdraw).await;
        assert!(matches!(others, Err(WriteOffError::NotThere)), "only who asked takes it back");
        let done = decides_about(&till, mara, waits.id, Verdict::Agree).await.unwrap();
        assert_eq!((done.state, done.decided_by), (State::Posted, Some(mara)));
        assert_eq!((till.practice.dues("A1").await, till.work().await), (81_999, vec![]));
        let twice = decides_about(&till, mara, waits.id, Verdict::Agree).await;
        assert!(matches!(twice, Err(WriteOffError::NotNow)));

        // A visit that is given up part by part does not go past the limit.
        let more = asks(&till, ada, 2, ("V2", 100)).await.unwrap();
        assert_eq!(more.state, State::Asked);
        assert_eq!(decides_about(&till, mara, more.id, Verdict::Refuse).await.unwrap().state, State::Refused);
        let more = asks(&till, ada, 3, ("V2", 100)).await.unwrap();
        let back = decides_about(&till, ada, more.id, Verdict::Withdraw).await.unwrap();
        assert_eq!((back.state, till.practice.dues("A1").await), (State::Withdrawn, 81_999));
        assert_eq!(till.work().await, []);
        let mut tx = till.practice.t.db.read().await.unwrap();
        let all = write_offs::of_account(&mut tx, till.payer.practice, till.payer.guarantor).await.unwrap();
        let mut states: Vec<State> = all.iter().map(|one| one.state).collect();
        states.sort_by_key(|state| format!("{state:?}"));
        assert_eq!(states, [State::Posted, State::Refused, State::Withdrawn]);
        drop(tx);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_changed_before_somebody_agrees_ends_it_with_a_reason() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let (ada, mara) = (till.staff("ada").await, till.staff("mara").await);
        let waits = asks(&till, ada, 1, ("V2", 90_000)).await.unwrap();
        let v2 = till.practice.visit("V2").await;
        till.paid(2, Choice::Visits(vec![v2])).await;
        let ended = decides_about(&till, mara, waits.id, Verdict::Agree).await.unwrap();
        assert_eq!((ended.state, ended.standing), (State::Ended(Ended::LessOwed), Money::ZERO));
        assert_eq!((till.practice.open("V2").await, till.work().await), ((0, 0, 0, 0), vec![]));

        let waits = asks(&till, ada, 3, ("V1", 12_000)).await.unwrap();
        assert_eq!(waits.state, State::Posted);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn somebody_else_who_answers_meanwhile_ends_it_too() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00", "V2||99213 900.00", "2@V9||99213 10.00"]).await;
        let (ada, mara) = (till.staff("ada").await, till.staff("mara").await);
        let first = asks(&till, ada, 1, ("V1", 2_000)).await.unwrap();
        let waits = asks(&till, ada, 2, ("V1", 9_000)).await.unwrap();
        assert_eq!((first.state, waits.state), (State::Posted, State::Posted));
        crate::answering::moves(&till, ada, &["V1"]).await;
        assert_eq!((till.practice.dues("A2").await, forgiven(&till, "V1").await), (2_000, 11_000));
        let gone = asks(&till, ada, 3, ("V1", 100)).await;
        assert!(matches!(gone, Err(WriteOffError::NotThere)));

        // Moved while it waited.
        limit(&till, 0).await;
        let waits = asks(&till, ada, 4, ("V2", 100)).await.unwrap();
        assert_eq!(waits.state, State::Asked);
        limit(&till, 100_000).await;
        crate::answering::moves(&till, ada, &["V2"]).await;
        let ended = decides_about(&till, mara, waits.id, Verdict::Agree).await.unwrap();
        assert_eq!(ended.state, State::Ended(Ended::SomebodyElses));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn never_more_than_is_owed_in_question_or_on_its_way() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00,81002 20.00", "V3||99213 50.00"]).await;
        let ada = till.staff("ada").await;
        let most = async |press, visit, amount| match asks(&till, ada, press, (visit, amount)).await {
            Err(WriteOffError::TooMuch(most)) => most.cents(),
            other => panic!("{other:?}"),
        };
        assert_eq!(most(1, "V1", 14_001).await, 14_000);
        for (n, wrong) in [(2, 0), (3, -5)] {
            assert!(matches!(asks(&till, ada, n, ("V1", wrong)).await, Err(WriteOffError::TooLittle)));
        }
        let t = &till.practice.t;
        let silent = Ask { note: "  ".to_owned(), ..ask(&till, 4, "V1", 100).await };
        let said = asks_by(&t.db, &t.door, &till, ada, &silent).await;
        assert!(matches!(said, Err(WriteOffError::Words)));
        tell(&till, 20, "V1", &[1], Reason::NotMyVisit).await.unwrap();
        assert_eq!(most(5, "V1", 14_000).await, 12_000, "the urine test is in question");
        let v3 = till.practice.visit("V3").await;
        let page = till.page(6, Choice::Visits(vec![v3])).await;
        assert_eq!(most(7, "V3", 1).await, 0, "a page is open that can be paid at any moment");
        till.debit(&page).await;
        till.come_back(&page).await;
        assert_eq!(most(8, "V3", 1).await, 0, "the bank is on it");
        assert_eq!(asks(&till, ada, 9, ("V1", 12_000)).await.unwrap().state, State::Posted);
        assert_eq!(till.practice.open("V1").await, (0, 0, 2_000, 0));
    })
    .await;
}

#[tokio::test]
async fn nothing_of_what_a_federal_reviewer_has() {
    on_each_engine(|t| async move {
        let (till, by, visit) = federal::above(t).await;
        federal::opens(&till, by, visit, 30).await.unwrap();
        let number = till.practice.visits().await.into_iter().find(|(_, id)| *id == visit).unwrap().0;
        let refused = asks(&till, by, 1, (&number, 1)).await;
        assert!(matches!(refused, Err(WriteOffError::TooMuch(most)) if most.is_zero()), "{refused:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_pressed_at_once_on_two_processes_is_one_write_off() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &VISITS).await;
        let ada = till.staff("ada").await;
        let one = ask(&till, 1, "V1", 6_500).await;
        let (db, door) = till.practice.other_process(77).await;
        let t = &till.practice.t;
        let (here, there) =
            tokio::join!(asks_by(&t.db, &t.door, &till, ada, &one), asks_by(&db, &door, &till, ada, &one),);
        assert_eq!(here.unwrap().id, there.unwrap().id);
        assert_eq!(till.practice.open("V1").await, (0, 0, 5_500, 0));
        // Two pages for what only one of them can have.
        let (two, three) = (ask(&till, 2, "V1", 5_000).await, ask(&till, 3, "V1", 5_000).await);
        let (here, there) =
            tokio::join!(asks_by(&t.db, &t.door, &till, ada, &two), asks_by(&db, &door, &till, ada, &three),);
        assert_eq!(usize::from(here.is_ok()) + usize::from(there.is_ok()), 1);
        assert_eq!(till.practice.open("V1").await, (0, 0, 500, 0));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_plan_forgives_its_part_and_autopay_takes_the_rest_only() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 120.00"]).await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        assert_eq!(book.left(plan).await.iter().map(|(_, left)| *left).sum::<i64>(), 12_000);
        let ada = book.till.staff("ada").await;
        asks(&book.till, ada, 1, ("V1", 4_500)).await.unwrap();
        let steps = {
            let mut tx = book.till.practice.t.db.read().await.unwrap();
            billing::on!(&mut tx, c => sqlx::query_scalar::<_, String>(
                "SELECT kind FROM plan_steps ORDER BY seq").fetch_all(c))
            .unwrap()
        };
        assert!(steps.iter().any(|kind| kind == "forgiven"), "{steps:?}");
        assert_eq!(book.left(plan).await.iter().map(|(_, left)| *left).sum::<i64>(), 7_500);
        let last = book.left(plan).await.last().unwrap().0;
        book.until(last).await;
        assert_eq!(book.charged().iter().sum::<i64>(), 7_500, "{:?}", book.charged());
        assert_eq!(book.standing(plan).await.plan.state, Plan::Finished);
        assert_eq!(book.till.practice.open("V1").await, (0, 0, 0, 0));
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_is_forgiven_whole_asks_for_nothing_more() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 120.00"]).await;
        let plan = book.self_pay(3).await;
        book.pay(plan, 5, For::Instalment).await;
        book.till.webhooks().await;
        let ada = book.till.staff("ada").await;
        asks(&book.till, ada, 1, ("V1", 8_000)).await.unwrap();
        assert!(book.left(plan).await.is_empty());
        assert_eq!(book.till.practice.dues("A1").await, 0);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_never_paid_never_becomes_money_of_the_patients() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur|99213 150.00"]).await;
        let ada = till.staff("ada").await;
        let decided = ["CLP*V1*1*150*80*70*12*K1", "SVC*HC:99213*150*80", "CAS*PR*3*70"];
        till.practice.take("a.835", era("LARKSPUR", "T1", &decided)).await;
        asks(&till, ada, 1, ("V1", 4_000)).await.unwrap();
        let v1 = till.practice.visit("V1").await;
        till.paid(2, Choice::Visits(vec![v1])).await;
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 0));

        let reversal = ["CLP*V1*22*-150*-80*-70*12*K1", "SVC*HC:99213*-150*-80", "CAS*PR*3*-70"];
        till.practice.take("b.835", era("LARKSPUR", "T2", &reversal)).await;
        assert_eq!(till.practice.open("V1").await, (15_000, 0, 0, 3_000), "what was paid, and no more");
        assert_eq!(forgiven(&till, "V1").await, 0);
        till.practice.is_sound().await;

        let anew = ["CLP*V1*1*150*100*50*12*K2", "SVC*HC:99213*150*100", "CAS*PR*3*50"];
        till.practice.take("c.835", era("LARKSPUR", "T3", &anew)).await;
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 0), "forgiven again, as far as it is needed");
        assert_eq!((forgiven(&till, "V1").await, told(&till).await), (2_000, vec![4_000, -4_000, 2_000]));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_dispute_that_takes_it_all_off_gives_back_what_was_paid_and_no_more() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00"]).await;
        let (ada, mara) = (till.staff("ada").await, till.staff("mara").await);
        asks(&till, ada, 1, ("V1", 2_000)).await.unwrap();
        let page = till.page(2, Choice::Amount(cents(3_000))).await;
        till.pay(&page).await;
        till.come_back(&page).await;
        let case = tell(&till, 20, "V1", &[], Reason::NotMyVisit).await.unwrap();
        assert_eq!(case.amount, cents(7_000));
        decides(&till, mara, &case, &decision(Outcome::Corrected, 12_000, 0)).await.unwrap();
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 3_000));
        assert_eq!(forgiven(&till, "V1").await, 0);
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_beyond_what_was_forgiven_is_the_patients_and_changes_nothing_of_it() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00"]).await;
        let ada = till.staff("ada").await;
        asks(&till, ada, 1, ("V1", 10_000)).await.unwrap();
        till.take(2, billing::payments::Method::Cash, 2_000, ada).await.unwrap();
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 0));
        assert_eq!(forgiven(&till, "V1").await, 10_000);
        till.is_sound().await;
    })
    .await;
}

/// Two requests: one in the books, one refused.
async fn two(t: TestDb) -> Till {
    let till = Till::new(t, &VISITS).await;
    let (ada, mara) = (till.staff("ada").await, till.staff("mara").await);
    asks(&till, ada, 1, ("V1", 5_000)).await.unwrap();
    let waits = asks(&till, ada, 2, ("V2", 30_000)).await.unwrap();
    decides_about(&till, mara, waits.id, Verdict::Refuse).await.unwrap();
    till.practice.names("sound write-offs", &[]).await;
    till
}

#[tokio::test]
async fn a_ruined_record_is_named() {
    const UNKNOWN: &str = "something was forgiven that nobody wrote off: write-off:";
    const BOOKS: &str = "a write-off is not in the books as it was made: posted, ";
    const STEPS: &str = "the steps of a write-off are not what was asked for: ";
    on_each_engine(|t| async move {
        for (harm, says) in [
            ("DELETE FROM write_off_steps WHERE step = 'posted'", vec![UNKNOWN, STEPS]),
            ("UPDATE write_off_steps SET cents = 4000 WHERE step = 'posted'", vec![BOOKS, STEPS]),
            ("UPDATE write_offs SET cents = 4000 WHERE cents = 5000", vec![STEPS]),
            (
                "UPDATE write_offs SET visit_id = (SELECT id FROM visits WHERE visit_number = 'V2')",
                vec![BOOKS],
            ),
            ("DELETE FROM write_off_steps WHERE step = 'asked'", vec![STEPS]),
            (
                "UPDATE ledger_transactions SET kind = 'dispute_decision' WHERE kind = 'patient_write_off'",
                vec![BOOKS],
            ),
        ] {
            let till = two(fresh(t.engine).await).await;
            till.practice.ruin(harm).await;
            till.practice.names(harm, &says).await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_for_and_what_came_of_it_do_not_change() {
    on_each_engine(|t| async move {
        let till = two(t).await;
        for harm in [
            "UPDATE write_offs SET cents = 1",
            "DELETE FROM write_offs",
            "UPDATE write_off_steps SET step = 'refused'",
            "DELETE FROM write_off_steps",
        ] {
            let said = till.practice.by_hand(harm).await.unwrap_err();
            assert!(said.contains("append only"), "{harm}: {said}");
        }
    })
    .await;
}

async fn fresh(engine: &str) -> TestDb {
    billing::testing::databases().await.into_iter().find(|database| database.engine == engine).unwrap()
}
