//! What was told beforehand, and a bill that the patient took to a federal reviewer.

use billing::disputes::federal::{self, Federal};
use billing::disputes::{Case, DisputeError};
use billing::estimates::{self, Compared, EstimateError};
use billing::payments::Method;
use billing::statements;
use billing::testing::{TestDb, on_each_engine};
use domain::dispute::{Outcome, Reason, Refused, State};
use domain::estimate::{Estimate, How, Route};
use domain::{DisputeId, Money, UserId, VisitId};
use time::macros::date;
use time::{Date, Duration};

use super::{decision, now, tell, withdraws};
use crate::payments::till::Till;
use crate::practice::{export, press_id};

const TOLD: Estimate = Estimate { amount: Money::ZERO, given_on: date!(2026 - 09 - 20) };

/// $1,040 is the bill of a visit of which $600 was told.
async fn above(t: TestDb) -> (Till, UserId, VisitId) {
    let till = Till::new(t, &["V1||45378 1000.00,81002 40", "V2||99213 70.00"]).await;
    let dana = till.staff("dana").await;
    let visit = till.practice.visit("V1").await;
    records(&till, dana, visit, Estimate { amount: Money::from_cents(60_000), ..TOLD }).await.unwrap();
    (till, dana, visit)
}

async fn records(till: &Till, by: UserId, visit: VisitId, told: Estimate) -> Result<bool, EstimateError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let place = (till.payer.practice, till.payer.guarantor);
    let new = estimates::record_in(&mut tx, &t.door, place, visit, told, by).await?;
    tx.commit().await.unwrap();
    Ok(new)
}

async fn compared(till: &Till, visit: VisitId, on: Date) -> Option<Compared> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    estimates::compared(&mut tx, till.payer.practice, till.payer.guarantor, visit, on).await.unwrap()
}

fn number(reference: &str) -> Federal {
    Federal { started_on: date!(2026 - 11 - 20), reference: reference.to_owned() }
}

async fn opens(till: &Till, by: UserId, visit: VisitId, press: u128) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let place = (till.payer.guarantor, visit);
    let by = (till.payer.practice, by);
    let case = federal::open_in(&mut tx, &t.door, by, place, press_id(press), &number(" D-1 ")).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

async fn concludes(
    till: &Till,
    by: UserId,
    case: &Case,
    how: How,
    to_pay: i64,
) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let said = (how, Money::from_cents(to_pay));
    let (by, seen) = ((case.practice, by), (case.id, case.seq));
    let case = federal::conclude_in(&mut tx, &t.door, by, seen, said, "They said so.").await?;
    tx.commit().await.unwrap();
    Ok(case)
}

async fn known(till: &Till, id: DisputeId) -> Option<Federal> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    federal::of_case(&mut tx, till.payer.practice, id).await.unwrap()
}

#[tokio::test]
async fn the_first_statement_starts_the_clock_and_the_newest_estimate_stands() {
    on_each_engine(|t| async move {
        let (till, dana, visit) = above(t).await;
        let today = date!(2026 - 11 - 24);
        let before = compared(&till, visit, today).await.unwrap();
        assert_eq!((before.more().cents(), before.route), (44_000, Route::Open(None)));
        let t = &till.practice.t;
        statements::issue(&t.db, &t.door, till.payer.practice, till.payer.guarantor, None).await.unwrap();
        let last = today + Duration::days(120);
        assert_eq!(compared(&till, visit, last).await.unwrap().route, Route::Open(Some(last)));
        assert_eq!(compared(&till, visit, last + Duration::DAY).await.unwrap().route, Route::Over(last));
        let of = |cents, given_on| Estimate { amount: Money::from_cents(cents), given_on };
        // A cent less than $400 more is not far above it.
        assert!(records(&till, dana, visit, of(64_001, TOLD.given_on)).await.unwrap());
        assert!(!records(&till, dana, visit, of(64_001, TOLD.given_on)).await.unwrap());
        assert_eq!(compared(&till, visit, today).await.unwrap().route, Route::None);
        let late = records(&till, dana, visit, of(1, date!(2026 - 10 - 02))).await;
        assert!(matches!(late, Err(EstimateError::After)));
        let other = till.practice.visit("V2").await;
        assert_eq!(compared(&till, other, today).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_file_says_what_was_told_and_what_came_after_the_visit_is_refused() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 700.00"]).await;
        let file = |told: &str| {
            format!("visit_number,patient_number,service_date,good faith estimate,estimate_date\nV1,P1,2026-10-01,{told}\n")
        };
        let report = till.practice.take("told.csv", file("200,2026-09-20")).await;
        assert_eq!(report.changed, 1);
        assert_eq!(till.practice.take("again.csv", file("200,2026-09-20")).await.unchanged, 1);
        let visit = till.practice.visit("V1").await;
        let told = compared(&till, visit, date!(2026 - 11 - 24)).await.unwrap();
        assert_eq!((told.estimate.amount.cents(), told.more().cents()), (20_000, 50_000));
        let late = till.practice.import("late.csv", file("200,2026-10-02")).await;
        assert_eq!(late.refused[0].at, "row 2, column estimate_date");
        // An insurance that arrives later has to do with it after all.
        till.practice.take("insured.csv", export(&["V1|Aetna|99213 700.00"])).await;
        assert_eq!(compared(&till, visit, date!(2026 - 11 - 24)).await.unwrap().route, Route::None);
    })
    .await;
}

#[tokio::test]
async fn the_whole_visit_rests_until_the_reviewer_answers_and_their_answer_is_posted() {
    on_each_engine(|t| async move {
        let (till, dana, visit) = above(t).await;
        till.take(9, Method::Cash, 90_000, dana).await.unwrap();
        let case = opens(&till, dana, visit, 1).await.unwrap();
        assert_eq!((case.frozen.cents(), case.dispute.state), (14_000, State::WaitingFederal));
        assert_eq!(till.practice.dues("A1").await, 7_000);
        assert_eq!(opens(&till, dana, visit, 1).await.unwrap(), case);
        assert_eq!(known(&till, case.id).await, Some(number("D-1")));
        // Neither side ends it on their own meanwhile.
        assert!(matches!(withdraws(&till, case.id).await, Err(DisputeError::Refused(Refused::NotNow))));
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let own = decision(Outcome::Upheld, 0, 0);
        let (by, seen) = ((case.practice, dana), (case.id, case.seq));
        let decided = billing::disputes::decide::decide_in(&mut tx, &t.door, by, seen, &own).await;
        assert!(matches!(decided, Err(DisputeError::Refused(Refused::NotNow))));
        drop(tx);
        till.is_sound().await;

        // $600 is to be paid, and the fee comes off it: $325 of the $900 that was paid goes back.
        let over = concludes(&till, dana, &case, How::Determined, 60_000).await.unwrap();
        assert_eq!((over.dispute.state, over.dispute.outcome), (State::Closed, Some(Outcome::Corrected)));
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 32_500));
        assert_eq!(till.practice.dues("A1").await, 7_000);
        assert!(!now(&till, case.id).await.dispute.may_appeal(date!(2026 - 11 - 24)));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_patient_told_first_goes_on_and_goes_back_when_there_is_no_answer() {
    on_each_engine(|t| async move {
        let (till, dana, visit) = above(t).await;
        // Whatever lines were chosen, an estimate is of the whole.
        let told = tell(&till, 1, "V1", &[1], Reason::AboveEstimate).await.unwrap();
        assert_eq!(told.frozen.cents(), 104_000);
        let case = opens(&till, dana, visit, 2).await.unwrap();
        assert_eq!((case.id, case.frozen.cents()), (told.id, 104_000));
        let twice = opens(&till, dana, visit, 3).await;
        assert!(matches!(twice, Err(DisputeError::Refused(Refused::NotNow))));
        let t = &till.practice.t;
        let mut tx = t.db.begin().await.unwrap();
        let (by, seen) = ((case.practice, dana), (case.id, case.seq));
        let back = federal::end_in(&mut tx, &t.door, by, seen, "It was not for them.").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((back.dispute.state, back.frozen.cents()), (State::InReview, 104_000));
        // Once more, and this time both sides agree before: half the fee comes off.
        let mut tx = t.db.begin().await.unwrap();
        let (by, seen) = ((case.practice, dana), (case.id, back.seq));
        let again = federal::start_in(&mut tx, &t.door, by, seen, &number("D-2")).await.unwrap();
        tx.commit().await.unwrap();
        let over = concludes(&till, dana, &again, How::Settled, 80_000).await.unwrap();
        assert_eq!(over.dispute.outcome, Some(Outcome::Partly));
        assert_eq!(till.practice.open("V1").await, (0, 0, 78_750, 0));
        assert_eq!(known(&till, case.id).await, Some(number("D-2")));
        till.is_sound().await;
    })
    .await;
}
