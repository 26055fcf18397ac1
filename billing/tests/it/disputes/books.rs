//! What a decision does to the books, and what insurers make of it afterwards.

use billing::disputes::{self, Decision, DisputeError, decide};
use billing::refunds::{self, RefundState};
use billing::testing::on_each_engine;
use billing::work::{self, WorkKind};
use domain::dispute::{Outcome, Reason, Refused, State};
use domain::payment::Choice;
use domain::plan;

use super::{Act, Case, Till, UserId, appeals, decides, decision, does, now, tell, withdraws};
use crate::plans::book::{Book, VISA};
use crate::practice::era;

const INSURED: [&str; 1] = ["V1|Larkspur|99213 150.00,81002 50"];

/// Charged 200, of which the insurer pays 80, takes 20 off and leaves a co-payment of 40 and a
/// deductible of 60.
const DECIDED: [&str; 8] = [
    "CLP*V1*1*200*80*100*12*K1",
    "SVC*HC:99213*150*80",
    "CAS*CO*45*10",
    "CAS*PR*3*20**1*40",
    "SVC*HC:81002*50*0",
    "CAS*CO*45*10",
    "CAS*PR*3*20**1*20",
    "DTM*472*20261001",
];

async fn insured(t: billing::testing::TestDb) -> (Till, UserId) {
    let till = Till::new(t, &INSURED).await;
    till.practice.take("one.835", era("LARKSPUR", "T1", &DECIDED[..7])).await;
    assert_eq!(till.practice.open("V1").await, (0, 0, 10_000, 0));
    let dana = till.staff("dana").await;
    (till, dana)
}

/// A visit without insurance that was paid in full, and who decides.
async fn paid(t: billing::testing::TestDb) -> (Till, UserId) {
    let till = Till::new(t, &["V1||99213 120.00"]).await;
    let dana = till.staff("dana").await;
    let page = till.page(1, Choice::All).await;
    till.pay(&page).await;
    till.come_back(&page).await;
    (till, dana)
}

/// The insurer takes its decision back.
fn taken_back() -> Vec<String> {
    DECIDED[..7]
        .iter()
        .map(|segment| match segment.split_once('*').unwrap() {
            ("CLP", _) => "CLP*V1*22*-200*-80*-100*12*K1".to_owned(),
            ("SVC", rest) if rest.starts_with("HC:99213") => "SVC*HC:99213*-150*-80".to_owned(),
            ("SVC", _) => "SVC*HC:81002*-50*0".to_owned(),
            (_, rest) => {
                let parts: Vec<String> = rest
                    .split('*')
                    .enumerate()
                    .map(|(n, part)| if n >= 2 && n % 3 == 2 { format!("-{part}") } else { part.to_owned() })
                    .collect();
                format!("CAS*{}", parts.join("*"))
            }
        })
        .collect()
}

async fn agrees(till: &Till, by: UserId, case: &Case, returned: Option<&str>) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let case = decide::agree_in(&mut tx, &t.door, (case.practice, by), (case.id, case.seq), returned).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

async fn waits(till: &Till) -> Vec<WorkKind> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let waiting = work::waiting(&mut tx, till.payer.practice, 100).await.unwrap();
    let mut kinds: Vec<WorkKind> = waiting.iter().filter_map(work::WorkItem::kind).collect();
    kinds.sort_by_key(|kind| kind.code());
    kinds
}

#[tokio::test]
async fn a_decision_takes_off_the_lines_in_question_and_no_more_than_their_share() {
    on_each_engine(|t| async move {
        let (till, dana) = insured(t).await;
        let case = tell(&till, 1, "V1", &[1], Reason::Insurance).await.unwrap();
        assert_eq!((case.amount.cents(), waits(&till).await), (4_000, vec![WorkKind::Dispute]));
        let most = decides(&till, dana, &case, &decision(Outcome::Corrected, 3_000, 1_001)).await;
        assert!(matches!(most, Err(DisputeError::TooMuch(most)) if most.cents() == 4_000));
        let decided =
            decides(&till, dana, &now(&till, case.id).await, &decision(Outcome::Partly, 1_000, 500))
                .await
                .unwrap();
        assert_eq!((decided.dispute.state, decided.frozen.cents()), (State::Decided, 0));
        // What is the insurer's again is not due; what falls away is told with the line.
        assert_eq!(till.practice.open("V1").await, (500, 0, 8_500, 0));
        let story = till.practice.story("V1").await;
        assert_eq!(story.lines[1].breakdown.other.cents(), 1_000);
        assert_eq!((till.practice.dues("A1").await, waits(&till).await), (8_500, vec![WorkKind::Rebill]));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn above_the_limit_a_second_person_agrees() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 500.00"]).await;
        let (dana, joe) = (till.staff("dana").await, till.staff("joe").await);
        let case = tell(&till, 1, "V1", &[], Reason::AboveEstimate).await.unwrap();
        let much = decision(Outcome::Corrected, 20_001, 0);
        let proposed = decides(&till, dana, &case, &much).await.unwrap();
        assert!(proposed.dispute.proposed && proposed.dispute.is_frozen());
        assert_eq!(waits(&till).await, [WorkKind::Dispute, WorkKind::DisputeApproval]);
        assert!(matches!(
            decides(&till, joe, &proposed, &much).await,
            Err(DisputeError::Refused(Refused::Proposed))
        ));
        assert!(matches!(agrees(&till, dana, &proposed, None).await, Err(DisputeError::SamePerson)));
        let back = agrees(&till, joe, &proposed, Some("Which estimate?")).await.unwrap();
        assert!(matches!(agrees(&till, joe, &back, None).await, Err(DisputeError::Refused(Refused::NotNow))));
        let again = decides(&till, dana, &back, &much).await.unwrap();
        assert_eq!(agrees(&till, joe, &again, None).await.unwrap().dispute.outcome, Some(Outcome::Corrected));
        assert_eq!((till.practice.dues("A1").await, waits(&till).await.len()), (29_999, 0));
        // What was proposed stays among staff.
        let mut tx = till.practice.t.db.read().await.unwrap();
        let steps = disputes::steps(&mut tx, case.practice, case.id).await.unwrap();
        let told: Vec<&str> =
            steps.iter().filter(|step| step.message.is_some()).map(|step| step.step.as_str()).collect();
        assert_eq!(told, ["opened", "decided"]);
        drop(tx);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_visit_disputed_line_by_line_does_not_go_past_the_limit() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 150.00,81002 150"]).await;
        let dana = till.staff("dana").await;
        let first = tell(&till, 1, "V1", &[0], Reason::WrongAmount).await.unwrap();
        let decided = decides(&till, dana, &first, &decision(Outcome::Corrected, 15_000, 0)).await.unwrap();
        assert_eq!(decided.dispute.state, State::Decided);
        let second = tell(&till, 2, "V1", &[1], Reason::WrongAmount).await.unwrap();
        let much = decides(&till, dana, &second, &decision(Outcome::Partly, 5_001, 0)).await.unwrap();
        assert!(much.dispute.proposed);
        assert_eq!(till.practice.open("V1").await.2, 15_000);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_credit_that_was_there_before_does_not_go_back_with_a_decision() {
    on_each_engine(|t| async move {
        let (till, dana) = paid(t).await;
        let first = tell(&till, 2, "V1", &[], Reason::WrongAmount).await.unwrap();
        decides(&till, dana, &first, &decision(Outcome::Partly, 2_000, 0)).await.unwrap();
        let second = tell(&till, 3, "V1", &[], Reason::WrongAmount).await.unwrap();
        let back = Decision { refund: true, ..decision(Outcome::Partly, 3_000, 0) };
        decides(&till, dana, &second, &back).await.unwrap();
        let mut tx = till.practice.t.db.read().await.unwrap();
        let [refund] = refunds::of_guarantor(&mut tx, second.practice, second.guarantor)
            .await
            .unwrap()
            .try_into()
            .unwrap();
        assert_eq!(refund.amount.cents(), 3_000);
    })
    .await;
}

#[tokio::test]
async fn the_claim_is_sent_anew_and_what_is_appealed_still_rests() {
    on_each_engine(|t| async move {
        let (till, dana) = insured(t).await;
        let case = tell(&till, 1, "V1", &[1], Reason::Insurance).await.unwrap();
        decides(&till, dana, &case, &decision(Outcome::Partly, 0, 500)).await.unwrap();
        appeals(&till, case.id).await.unwrap();
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let waiting = work::waiting(&mut tx, case.practice, 9).await.unwrap();
        let rebill = waiting.iter().find(|item| item.kind() == Some(WorkKind::Rebill)).unwrap();
        assert!(work::done_in(&mut tx, &t.door, case.practice, rebill.id, dana, None).await.unwrap());
        assert_eq!(work::holds(&mut tx, case.practice, case.guarantor).await.unwrap().len(), 1);
        tx.commit().await.unwrap();
        assert_eq!(waits(&till).await, [WorkKind::Dispute]);
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn who_proposed_or_agreed_leaves_an_appeal_to_somebody_else_where_there_is_somebody() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 500.00"]).await;
        let (dana, joe) = (till.staff("dana").await, till.staff("joe").await);
        let case = tell(&till, 1, "V1", &[], Reason::AboveEstimate).await.unwrap();
        let much = decision(Outcome::Partly, 20_001, 0);
        let proposed = decides(&till, dana, &case, &much).await.unwrap();
        agrees(&till, joe, &proposed, None).await.unwrap();
        let appealed = appeals(&till, case.id).await.unwrap();
        let taken = does(&till, dana, &appealed, &Act::TakeUp).await.unwrap();
        // Nobody else is there: both have judged.
        decide_now(&till, dana, &taken).await.unwrap();
        let ann = till.staff("ann").await;
        for judged in [dana, joe] {
            let own = decide_now(&till, judged, &taken).await;
            assert!(matches!(own, Err(DisputeError::DecidedBefore)), "{own:?}");
        }
        let again = decides(&till, ann, &taken, &decision(Outcome::Partly, 1, 0)).await.unwrap();
        // Nobody but her is new, and she proposed it.
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let alone = (case.practice, dana);
        decide::agree_in(&mut tx, &t.door, alone, (again.id, again.seq), None).await.unwrap();
        drop(tx);
        let kim = till.staff("kim").await;
        let own = agrees(&till, joe, &again, None).await;
        assert!(matches!(own, Err(DisputeError::DecidedBefore)), "{own:?}");
        agrees(&till, kim, &again, None).await.unwrap();
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_paid_too_much_goes_back_with_the_decision() {
    on_each_engine(|t| async move {
        let (till, dana) = paid(t).await;
        let case = tell(&till, 2, "V1", &[], Reason::WrongAmount).await.unwrap();
        assert_eq!((case.amount.cents(), case.dispute.is_frozen()), (0, true));
        let back = Decision { refund: true, ..decision(Outcome::Partly, 5_000, 0) };
        decides(&till, dana, &case, &back).await.unwrap();
        let t = &till.practice.t;
        till.advance(time::Duration::minutes(10)).await;
        refunds::send_waiting(&t.db, &t.door, &till.gateway).await.unwrap();
        let mut tx = t.db.read().await.unwrap();
        let [refund] =
            refunds::of_guarantor(&mut tx, case.practice, case.guarantor).await.unwrap().try_into().unwrap();
        assert_eq!(
            (refund.amount.cents(), refund.state, refund.asked_by),
            (5_000, RefundState::Done, Some(dana))
        );
        drop(tx);
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 0));
        till.webhooks().await;
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_an_insurer_decides_anew_is_not_counted_twice_and_what_was_forgiven_stays_forgiven() {
    on_each_engine(|t| async move {
        let (till, dana) = insured(t).await;
        let case = tell(&till, 1, "V1", &[1], Reason::Insurance).await.unwrap();
        decides(&till, dana, &case, &decision(Outcome::Partly, 1_500, 2_500)).await.unwrap();
        assert_eq!(till.practice.open("V1").await, (2_500, 0, 6_000, 0));
        let taken_back = taken_back();
        let taken_back: Vec<&str> = taken_back.iter().map(String::as_str).collect();
        till.practice.take("two.835", era("LARKSPUR", "T2", &taken_back)).await;
        assert_eq!(
            till.practice.open("V1").await,
            (20_000, 0, 0, 0),
            "nobody is owed money that nobody paid"
        );
        till.is_sound().await;
        // It pays more now, and leaves 30: of the line of which 15 were forgiven it leaves 10.
        let anew = [
            "CLP*V1*1*200*150*30*12*K2",
            "SVC*HC:99213*150*120",
            "CAS*CO*45*10",
            "CAS*PR*1*20",
            "SVC*HC:81002*50*30",
            "CAS*CO*45*10",
            "CAS*PR*1*10",
        ];
        till.practice.take("three.835", era("LARKSPUR", "T3", &anew)).await;
        assert_eq!(till.practice.open("V1").await, (0, 0, 2_000, 0), "nothing of another line is forgiven");
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_further_payer_decides_on_the_whole_share_or_changes_nothing() {
    on_each_engine(|t| async move {
        let (till, dana) = insured(t).await;
        let case = tell(&till, 1, "V1", &[], Reason::Insurance).await.unwrap();
        decides(&till, dana, &case, &decision(Outcome::Partly, 1_500, 3_000)).await.unwrap();
        // More than is there: it waits for a person, and the decision stands as it did.
        let too_much = ["CLP*V1*2*200*900*0*12*B0", "SVC*HC:99213*900*900"];
        till.practice.import("much.835", era("BITTERN", "B0", &too_much)).await;
        assert_eq!(till.practice.open("V1").await, (3_000, 0, 5_500, 0));
        till.is_sound().await;
        let further = [
            "CLP*V1*2*200*60*40*12*B1",
            "SVC*HC:99213*150*40",
            "CAS*OA*23*90",
            "CAS*PR*3*20",
            "SVC*HC:81002*50*20",
            "CAS*OA*23*10",
            "CAS*PR*1*20",
        ];
        till.practice.take("further.835", era("BITTERN", "B1", &further)).await;
        assert_eq!(
            till.practice.open("V1").await,
            (0, 0, 2_500, 0),
            "40 are left, of which 15 were forgiven"
        );
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_part_of_a_plan_leaves_its_schedule_and_comes_back_or_falls_away() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &["V1||99213 80.00,81002 40"]).await;
        let till = &book.till;
        let dana = till.staff("dana").await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        let case = tell(till, 1, "V1", &[1], Reason::Duplicate).await.unwrap();
        assert_eq!((case.frozen.cents(), case.plan, case.plan_held.cents()), (4_000, Some(plan), 4_000));
        let left =
            |left: Vec<(time::Date, i64)>| left.into_iter().map(|(_, cents)| cents).collect::<Vec<_>>();
        assert_eq!(left(book.left(plan).await), [4_000, 4_000]);
        book.is_sound().await;
        let upheld = decides(till, dana, &case, &decision(Outcome::Upheld, 0, 0)).await.unwrap();
        assert_eq!(left(book.left(plan).await), [4_000, 4_000, 4_000]);
        let appealed = appeals(till, case.id).await.unwrap();
        assert_eq!(left(book.left(plan).await), [4_000, 4_000]);
        let decided = decides(till, dana, &appealed, &decision(Outcome::Partly, 1_000, 1_000)).await.unwrap();
        assert!(decided.seq > upheld.seq);
        assert_eq!(left(book.left(plan).await), [4_000, 3_500, 2_500], "none is too small");
        assert_eq!(book.standing(plan).await.plan.held.cents(), 1_000, "with the insurer");
        assert_eq!(till.practice.open("V1").await, (1_000, 0, 10_000, 0));
        book.is_sound().await;
        // All that is left in question: the plan waits, and goes on.
        let whole = tell(till, 2, "V1", &[0], Reason::NotMyVisit).await.unwrap();
        assert_eq!(whole.plan_held.cents(), 8_000);
        assert_eq!(left(book.left(plan).await), [2_000]);
        withdraws(till, whole.id).await.unwrap();
        assert_eq!(book.left(plan).await.iter().map(|(_, cents)| cents).sum::<i64>(), 10_000);
        assert_eq!(book.standing(plan).await.plan.state, plan::State::Active);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_an_insurer_gives_back_of_a_plan_is_asked_for_and_the_rest_still_waits() {
    on_each_engine(|t| async move {
        let book = Book::new(t, &INSURED).await;
        let till = &book.till;
        till.practice.take("one.835", era("LARKSPUR", "T1", &DECIDED[..7])).await;
        let dana = till.staff("dana").await;
        let plan = book.autopay(&["V1"], 3, VISA).await;
        let case = tell(till, 1, "V1", &[], Reason::Insurance).await.unwrap();
        decides(till, dana, &case, &decision(Outcome::Partly, 0, 6_000)).await.unwrap();
        let review = async || till.practice.count("SELECT review_cents FROM plans").await;
        assert_eq!((book.standing(plan).await.plan.held.cents(), review().await), (6_000, 6_000));
        let back = taken_back();
        let back: Vec<&str> = back.iter().map(String::as_str).collect();
        till.practice.take("two.835", era("LARKSPUR", "T2", &back)).await;
        assert_eq!((book.standing(plan).await.plan.held.cents(), review().await), (10_000, 10_000));
        // One of the two lines is decided: the other one waits.
        let one = ["CLP*V1*1*150*80*60*12*K2", "SVC*HC:99213*150*80", "CAS*CO*45*10", "CAS*PR*3*20**1*40"];
        till.practice.take("three.835", era("LARKSPUR", "T3", &one)).await;
        assert_eq!(till.practice.open("V1").await, (5_000, 0, 6_000, 0));
        assert_eq!((book.standing(plan).await.plan.held.cents(), review().await), (4_000, 4_000));
        assert_eq!(book.left(plan).await.iter().map(|(_, cents)| cents).sum::<i64>(), 6_000);
        book.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_of_the_insurer_is_written_down() {
    on_each_engine(|t| async move {
        let (till, dana) = insured(t).await;
        let case = tell(&till, 1, "V1", &[], Reason::Insurance).await.unwrap();
        let asked =
            does(&till, dana, &case, &Act::AskInsurer { note: "Called, ref 77.".to_owned() }).await.unwrap();
        assert_eq!(asked.dispute.state, State::WaitingInsurer);
        let early = decide_now(&till, dana, &asked).await;
        assert!(matches!(early, Err(DisputeError::Refused(Refused::NotNow))));
        let answered = does(&till, dana, &asked, &Act::InsurerAnswered { note: "They will pay.".to_owned() })
            .await
            .unwrap();
        assert_eq!(answered.dispute.state, State::InReview);
        till.is_sound().await;
    })
    .await;
}

async fn decide_now(till: &Till, by: UserId, case: &Case) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let upheld = decision(Outcome::Upheld, 0, 0);
    decide::decide_in(&mut tx, &t.door, (case.practice, by), (case.id, case.seq), &upheld).await
}
