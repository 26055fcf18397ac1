//! What insurers refused becomes work by itself, and ends by what the books say.

mod payers;

use billing::denials::act::{Act, Sent, act_in};
use billing::denials::desk::{self, Order, Place, Wanted, Whose};
use billing::denials::{self, Case, DenialError, backfill, write_off};
use billing::testing::on_each_engine;
use billing::{accounts, work};
use domain::denial::{Route, State};
use domain::dispute::Reason;
use domain::{Money, UserId};
use time::macros::date;

use crate::disputes::{patient, tell, writes};
use crate::payments::till::Till;
use crate::practice::{Practice, era, export};

const UNWORKED: &str = "somebody works on what is not refused, or nobody on what is: visit V1: ";

/// What is refused of a visit.
async fn case(practice: &Practice, visit: &str) -> Option<Case> {
    let visit = practice.visit(visit).await;
    let mut tx = practice.t.db.read().await.unwrap();
    denials::of_visit(&mut tx, practice.id, visit).await.unwrap()
}

async fn case_now(till: &Till) -> Case {
    case(&till.practice, "V1").await.unwrap()
}

async fn words(practice: &Practice, case: &Case) -> Vec<String> {
    let mut tx = practice.t.db.read().await.unwrap();
    let steps = denials::steps(&mut tx, practice.id, case.id).await.unwrap();
    steps.into_iter().map(|step| step.step).collect()
}

/// State, refused now, recovered, left to the patient, given up.
fn stands(case: &Case) -> (State, i64, i64, i64, i64) {
    let denial = &case.denial;
    let [amount, recovered, patient, given_up] =
        [denial.amount, denial.recovered, denial.to_patient, denial.given_up].map(Money::cents);
    (denial.state, amount, recovered, patient, given_up)
}

const REFUSED: [&str; 5] =
    ["CLP*V1*4*200*0*0*12*K1", "SVC*HC:99213*150*0", "CAS*CO*16*150", "SVC*HC:81002*50*0", "CAS*CO*29*50"];

async fn refused(till: &Till) -> Case {
    till.practice.take("b.835", era("LARKSPUR", "T1", &REFUSED)).await;
    case(&till.practice, "V1").await.unwrap()
}

async fn does(till: &Till, by: UserId, case: &Case, act: &Act) -> Result<Case, DenialError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let case = act_in(&mut tx, &t.door, (till.practice.id, by), (case.id, case.seq), act).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

async fn gives_up(till: &Till, by: UserId, case: &Case) -> Result<Case, DenialError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let by = (till.practice.id, by);
    let case = write_off::write_off_in(&mut tx, &t.door, by, (case.id, case.seq), "Too late.").await?;
    tx.commit().await.unwrap();
    Ok(case)
}

async fn agrees(till: &Till, by: UserId, case: &Case, returned: Option<&str>) -> Result<Case, DenialError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let by = (till.practice.id, by);
    let case = write_off::agree_in(&mut tx, &t.door, by, (case.id, case.seq), returned).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

fn sent() -> Sent {
    Sent { on: date!(2026 - 03 - 02), reference: Some("R-77".to_owned()), note: None }
}

#[tokio::test]
async fn a_refusal_is_opened_once_and_closed_by_the_decision_that_pays() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00,81002 50"])).await;
        assert_eq!(case(&practice, "V1").await, None);
        practice.take("b.835", era("LARKSPUR", "T1", &REFUSED)).await;
        let open = case(&practice, "V1").await.unwrap();
        assert_eq!(stands(&open), (State::Open, 20_000, 0, 0, 0));
        assert_eq!((open.reason.carc.as_str(), open.route), ("16", Route::Fix), "the reason of most of it");
        assert_eq!((open.denial.deadline - open.refused_on).whole_days(), 90);
        practice.take("again.835", era("LARKSPUR", "T1", &REFUSED)).await;
        assert_eq!(case(&practice, "V1").await.unwrap(), open, "the same decision says nothing new");

        let decided = ["CLP*V1*1*150*80*20*12*K2", "SVC*HC:99213*150*80", "CAS*CO*45*50", "CAS*PR*3*20"];
        practice.take("c.835", era("LARKSPUR", "T2", &decided)).await;
        let rest = case(&practice, "V1").await.unwrap();
        assert_eq!(stands(&rest), (State::Open, 5_000, 8_000, 2_000, 0));
        let other = ["CLP*V1*1*50*30*0*12*K3", "SVC*HC:81002*50*30", "CAS*CO*45*20"];
        practice.take("d.835", era("LARKSPUR", "T3", &other)).await;
        let won = case(&practice, "V1").await.unwrap();
        assert_eq!(stands(&won), (State::Won, 0, 11_000, 2_000, 0));
        assert_eq!(words(&practice, &won).await, ["opened", "decided", "decided"]);
        practice.is_sound().await;

        // What was paid is taken back: the refusal stands again, and was not recovered.
        let reversal =
            ["CLP*V1*22*-150*-80*-20*12*K2", "SVC*HC:99213*-150*-80", "CAS*CO*45*-50", "CAS*PR*3*-20"];
        practice.take("e.835", era("LARKSPUR", "T4", &reversal)).await;
        let again = case(&practice, "V1").await.unwrap();
        assert_eq!(stands(&again), (State::Open, 15_000, 3_000, 0, 0));
        assert_eq!(again.id, open.id, "one for each visit");
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_refusal_that_is_taken_back_and_decided_anew_is_recovered() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00,81002 50"])).await;
        practice.take("b.835", era("LARKSPUR", "T1", &REFUSED)).await;
        let both = [
            "CLP*V1*22*-200*0*0*12*K1",
            "SVC*HC:99213*-150*0",
            "CAS*CO*16*-150",
            "SVC*HC:81002*-50*0",
            "CAS*CO*29*-50",
        ];
        practice.take("c.835", era("LARKSPUR", "T2", &both)).await;
        let back = case(&practice, "V1").await.unwrap();
        assert_eq!((back.denial.state, back.denial.waits.cents()), (State::TakenBack, 20_000));
        practice.is_sound().await;
        let pays = [
            "CLP*V1*1*200*150*0*12*K4",
            "SVC*HC:99213*150*110",
            "CAS*CO*45*40",
            "SVC*HC:81002*50*40",
            "CAS*CO*45*10",
        ];
        practice.take("d.835", era("LARKSPUR", "T3", &pays)).await;
        assert_eq!(stands(&case(&practice, "V1").await.unwrap()), (State::Won, 0, 15_000, 0, 0));
        practice.is_sound().await;
        // And that is taken back as well: it was not recovered.
        let taken = [
            "CLP*V1*22*-200*-150*0*12*K4",
            "SVC*HC:99213*-150*-110",
            "CAS*CO*45*-40",
            "SVC*HC:81002*-50*-40",
            "CAS*CO*45*-10",
        ];
        practice.take("e.835", era("LARKSPUR", "T4", &taken)).await;
        assert_eq!(stands(&case(&practice, "V1").await.unwrap()), (State::TakenBack, 0, 0, 0, 0));
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_remark_says_which_way_and_refused_again_is_worked_again() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur|99213 150.00,81002 50"]).await;
        let ada = till.staff("ada").await;
        let mut told = REFUSED.to_vec();
        told.insert(3, "LQ*HE*MA92");
        till.practice.take("b.835", era("LARKSPUR", "T1", &told)).await;
        let open = case(&till.practice, "V1").await.unwrap();
        assert_eq!(open.route, Route::Coverage);
        let sent_again = does(&till, ada, &open, &Act::SentAgain(sent())).await.unwrap();
        assert_eq!((sent_again.denial.state, sent_again.assigned_to), (State::SentAgain, Some(ada)));
        let stale = does(&till, ada, &open, &Act::Note { note: "x".to_owned() }).await;
        assert!(matches!(stale, Err(DenialError::Changed)), "{stale:?}");
        let again = [
            "CLP*V1*4*200*0*0*12*K5",
            "SVC*HC:99213*150*0",
            "CAS*CO*50*150",
            "SVC*HC:81002*50*0",
            "CAS*CO*29*50",
        ];
        till.practice.take("c.835", era("LARKSPUR", "T2", &again)).await;
        let refused = case(&till.practice, "V1").await.unwrap();
        assert_eq!(stands(&refused), (State::Open, 20_000, 0, 0, 0));
        assert_eq!((refused.reason.carc.as_str(), refused.route), ("50", Route::Appeal));
        assert_eq!(refused.assigned_to, Some(ada), "who had it still has it");
        let mut tx = till.practice.t.db.read().await.unwrap();
        let told = denials::told(&mut tx, &refused).await.unwrap().unwrap();
        assert_eq!((told.payer.as_str(), told.payer_number.as_str()), ("LARKSPUR", "K5"));
        drop(tx);
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_given_up_leaves_the_books_and_a_second_person_agrees_above_the_limit() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur|99213 150.00,81002 50"]).await;
        let (ada, bo) = (till.staff("ada").await, till.staff("bo").await);
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let mut policy = accounts::policy(&mut tx, till.practice.id).await.unwrap();
        policy.second_person = Money::from_cents(19_999);
        accounts::change_policy_in(&mut tx, till.practice.id, &policy).await.unwrap();
        tx.commit().await.unwrap();
        let open = refused(&till).await;
        let proposed = gives_up(&till, ada, &open).await.unwrap();
        assert!(proposed.denial.proposed);
        assert_eq!(till.practice.open("V1").await, (0, 20_000, 0, 0), "nothing is in the books yet");
        let mut tx = t.db.read().await.unwrap();
        let waiting = work::waiting(&mut tx, till.practice.id, 10).await.unwrap();
        assert_eq!(
            waiting.iter().map(|item| item.subject.clone()).collect::<Vec<_>>(),
            [open.id.to_string()]
        );
        drop(tx);
        let own = agrees(&till, ada, &proposed, None).await;
        assert!(matches!(own, Err(DenialError::SamePerson)), "{own:?}");
        let back = agrees(&till, bo, &proposed, Some("Appeal it first.")).await.unwrap();
        assert!(!back.denial.proposed);
        let proposed = gives_up(&till, ada, &back).await.unwrap();
        let over = agrees(&till, bo, &proposed, None).await.unwrap();
        assert_eq!(stands(&over), (State::WrittenOff, 0, 0, 0, 20_000));
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 0));
        assert_eq!(till.practice.on("contractual_adjustment").await, 20_000);
        assert_eq!(till.practice.dues("A1").await, 0, "least of all the patient pays it");
        let mut tx = t.db.read().await.unwrap();
        assert!(work::waiting(&mut tx, till.practice.id, 10).await.unwrap().is_empty());
        drop(tx);
        let twice = gives_up(&till, ada, &over).await;
        assert!(matches!(twice, Err(DenialError::NotNow(_))), "{twice:?}");
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_decision_that_pays_ends_a_proposal_to_give_up() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur|99213 150.00,81002 50"]).await;
        let ada = till.staff("ada").await;
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let mut policy = accounts::policy(&mut tx, till.practice.id).await.unwrap();
        policy.second_person = Money::ZERO;
        accounts::change_policy_in(&mut tx, till.practice.id, &policy).await.unwrap();
        tx.commit().await.unwrap();
        let open = refused(&till).await;
        gives_up(&till, ada, &open).await.unwrap();
        let pays = ["CLP*V1*1*200*200*0*12*K6", "SVC*HC:99213*150*150", "SVC*HC:81002*50*50"];
        till.practice.take("c.835", era("LARKSPUR", "T2", &pays)).await;
        assert_eq!(stands(&case(&till.practice, "V1").await.unwrap()), (State::Won, 0, 20_000, 0, 0));
        let mut tx = t.db.read().await.unwrap();
        assert!(work::waiting(&mut tx, till.practice.id, 10).await.unwrap().is_empty());
        drop(tx);
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn verify_names_what_nobody_works_on_and_old_books_are_caught_up() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur|99213 150.00,81002 50"]).await;
        refused(&till).await;
        till.practice.names("as it is", &[]).await;
        till.practice.by_hand("UPDATE denials SET recovered_cents = 1").await.unwrap();
        let sums = "what came of a refusal is not what its steps add up to: visit V1: 1 cents recovered";
        till.practice.names("a sum", &[sums]).await;
        till.practice.ruin("DELETE FROM denial_steps; DELETE FROM denials").await;
        let says = format!("{UNWORKED}20000 cents refused, 0 worked");
        till.practice.names("no work", &[&says]).await;

        let t = &till.practice.t;
        assert_eq!(backfill::open_all(&t.db, &t.door).await.unwrap(), 1);
        assert_eq!(backfill::open_all(&t.db, &t.door).await.unwrap(), 0);
        let found = case(&till.practice, "V1").await.unwrap();
        assert_eq!(stands(&found), (State::Open, 20_000, 0, 0, 0));
        assert!(found.claim.is_some() && found.route == Route::Fix);
        till.practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_patient_sends_comes_first_until_somebody_has_looked() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1|Larkspur|99213 150.00,81002 50", "V2||99213 90.00"]).await;
        let dana = till.staff("dana").await;
        let first = refused(&till).await;
        let asked = tell(&till, 1, "V1", &[], Reason::Question).await.unwrap();
        let case = case_now(&till).await;
        assert!(case.denial.answered && case.denial.act_by < first.denial.act_by);
        let seen_before = does(&till, dana, &first, &Act::Note { note: "Call them.".to_owned() }).await;
        assert!(matches!(seen_before, Err(DenialError::Changed)), "who acts has seen what came");
        let mut tx = till.practice.t.db.read().await.unwrap();
        let last = denials::steps(&mut tx, till.practice.id, case.id).await.unwrap().pop().unwrap();
        drop(tx);
        assert_eq!((last.step.as_str(), last.by_user), ("answered", Some(till.payer.user)));
        assert_eq!(last.reference, Some(asked.spoken()));
        let noted = does(&till, dana, &case, &Act::Note { note: "The new card.".to_owned() }).await.unwrap();
        assert!(!noted.denial.answered && noted.denial.act_by == first.denial.act_by);
        // Each thing they write is to be looked at, and what they write of another visit is none of it.
        writes(&till, patient(&till), (asked.id, asked.seq), "The back of it.").await.unwrap();
        let again = case_now(&till).await;
        assert!(again.denial.answered);
        tell(&till, 2, "V2", &[], Reason::Question).await.unwrap();
        assert_eq!(case_now(&till).await.seq, again.seq);
        // What is over waits for nothing.
        let paid = [
            "CLP*V1*1*200*150*0*12*K2",
            "SVC*HC:99213*150*120",
            "CAS*CO*45*30",
            "SVC*HC:81002*50*30",
            "CAS*CO*45*20",
        ];
        till.practice.take("c.835", era("LARKSPUR", "T2", &paid)).await;
        writes(&till, patient(&till), (asked.id, asked.seq + 1), "And the front.").await.unwrap();
        let over = case_now(&till).await;
        assert!(!over.denial.state.is_open() && !over.denial.answered);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_queue_goes_on_where_a_page_ended_in_every_order() {
    on_each_engine(|t| async move {
        let visits: Vec<String> =
            (1..=7).map(|n| format!("V{n}|Larkspur|99213 {}.00", 100 + n % 3)).collect();
        let visits: Vec<&str> = visits.iter().map(String::as_str).collect();
        let till = Till::new(t, &visits).await;
        let ada = till.staff("ada").await;
        for n in 1..=7 {
            let amount = 100 + n % 3;
            let carc = if n == 7 { "29" } else { "16" };
            let claim = [
                format!("CLP*V{n}*4*{amount}*0*0*12*K{n}"),
                format!("SVC*HC:99213*{amount}*0"),
                format!("CAS*CO*{carc}*{amount}"),
            ];
            let claim: Vec<&str> = claim.iter().map(String::as_str).collect();
            till.practice.take(&format!("{n}.835"), era("LARKSPUR", &format!("T{n}"), &claim)).await;
        }
        let first = case(&till.practice, "V1").await.unwrap();
        does(&till, ada, &first, &Act::Assign { to: Some(ada) }).await.unwrap();
        let mut tx = till.practice.t.db.read().await.unwrap();
        for order in [Order::Deadline, Order::Oldest, Order::Amount] {
            let wanted = Wanted { order, ..Wanted::default() };
            let all = desk::list(&mut tx, till.practice.id, &wanted, None, 50).await.unwrap();
            assert_eq!(all.len(), 7);
            let (mut paged, mut after) = (Vec::new(), None);
            loop {
                let page = desk::list(&mut tx, till.practice.id, &wanted, after, 2).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Some(Place::of(&last.case, order));
                paged.extend(page);
            }
            assert_eq!(paged, all, "{order:?}");
        }
        for (wanted, found) in [
            (Wanted { route: Some(Route::Appeal), ..Wanted::default() }, 1),
            (Wanted { whose: Whose::User(ada), ..Wanted::default() }, 1),
            (Wanted { whose: Whose::Nobody, ..Wanted::default() }, 6),
            (Wanted { state: Some(State::Won), ..Wanted::default() }, 0),
        ] {
            let list = desk::list(&mut tx, till.practice.id, &wanted, None, 50).await.unwrap();
            assert_eq!(list.len(), found, "{wanted:?}");
        }
        let totals = desk::totals(&mut tx, till.practice.id, date!(2020 - 01 - 01)).await.unwrap();
        assert_eq!((totals.open, totals.late), (7, 0));
        drop(tx);
    })
    .await;
}
