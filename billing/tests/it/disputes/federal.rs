//! What was told beforehand, and a bill that the patient took to a federal reviewer.

use billing::disputes::federal::{self, Answer, Federal};
use billing::disputes::{Case, DisputeError};
use billing::estimates::{self, Compared, EstimateError};
use billing::payments::Method;
use billing::testing::{TestDb, on_each_engine};
use billing::{pay_links, statements};
use domain::dispute::{Outcome, Reason, Refused, State};
use domain::estimate::{Estimate, How, Route, Unfit};
use domain::{DisputeId, Money, UserId, VisitId};
use time::macros::date;
use time::{Date, Duration};

use super::{decision, now, tell, withdraws};
use crate::payments::till::Till;
use crate::practice::{era, export, press_id};

const TOLD: Estimate = Estimate { amount: Money::ZERO, given_on: date!(2026 - 09 - 20) };

/// $1,040 is the bill of a visit of which $600 was told.
pub async fn above(t: TestDb) -> (Till, UserId, VisitId) {
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
    estimates::compared(&mut tx, till.payer.practice, visit, on).await.unwrap()
}

fn number(reference: &str) -> Federal {
    Federal { started_on: date!(2026 - 11 - 20), reference: reference.to_owned() }
}

pub async fn opens(till: &Till, by: UserId, visit: VisitId, press: u128) -> Result<Case, DisputeError> {
    opens_as(till, by, visit, press, &number(" D-1 ")).await
}

async fn opens_as(
    till: &Till,
    by: UserId,
    visit: VisitId,
    press: u128,
    federal: &Federal,
) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let place = (till.payer.guarantor, visit);
    let by = (till.payer.practice, by);
    let case = federal::open_in(&mut tx, &t.door, by, place, press_id(press), federal).await?;
    tx.commit().await.unwrap();
    Ok(case)
}

/// It ended without an amount.
pub async fn ends(till: &Till, by: UserId, case: &Case) -> Case {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let (by, seen) = ((case.practice, by), (case.id, case.seq));
    let back = federal::end_in(&mut tx, &t.door, by, seen, "It was not for them.").await.unwrap();
    tx.commit().await.unwrap();
    back
}

pub async fn concludes(
    till: &Till,
    by: UserId,
    case: &Case,
    how: How,
    to_pay: i64,
) -> Result<Case, DisputeError> {
    let t = &till.practice.t;
    let mut tx = t.db.begin().await.unwrap();
    let said = Answer { how, to_pay: Money::from_cents(to_pay) };
    let (by, seen) = ((case.practice, by), (case.id, case.seq));
    let case = federal::conclude_in(&mut tx, &t.door, by, seen, said, "They said so.").await?;
    tx.commit().await.unwrap();
    Ok(case)
}

async fn answered(till: &Till, id: DisputeId) -> Option<(How, i64)> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    let answer = federal::answer_of(&mut tx, till.payer.practice, id).await.unwrap();
    answer.map(|answer| (answer.how, answer.to_pay.cents()))
}

async fn known(till: &Till, id: DisputeId) -> Option<Federal> {
    let mut tx = till.practice.t.db.read().await.unwrap();
    federal::of_case(&mut tx, till.payer.practice, id).await.unwrap()
}

#[tokio::test]
async fn the_first_statement_starts_the_clock_and_the_estimate_that_was_given_last_stands() {
    on_each_engine(|t| async move {
        let (till, dana, visit) = above(t).await;
        let today = date!(2026 - 11 - 24);
        let before = compared(&till, visit, today).await.unwrap();
        assert_eq!((before.bill.billed.cents(), before.route), (104_000, Route::Open(None)));
        let of = |cents, given_on| Estimate { amount: Money::from_cents(cents), given_on };
        // A cent less than $400 more is not far above it.
        let higher = of(64_001, date!(2026 - 09 - 25));
        assert!(records(&till, dana, visit, higher).await.unwrap());
        assert!(!records(&till, dana, visit, higher).await.unwrap());
        assert_eq!(compared(&till, visit, today).await.unwrap().route, Route::None);
        let last = of(60_000, date!(2026 - 09 - 28));
        assert!(records(&till, dana, visit, last).await.unwrap());
        let t = &till.practice.t;
        statements::issue(&t.db, &t.door, till.payer.practice, till.payer.guarantor, None).await.unwrap();
        let ends = today + Duration::days(120);
        assert_eq!(compared(&till, visit, ends).await.unwrap().route, Route::Open(Some(ends)));
        assert_eq!(compared(&till, visit, ends + Duration::DAY).await.unwrap().route, Route::Over(ends));
        // Who made the bill does not raise what it is measured by.
        let raised = of(90_000, date!(2026 - 09 - 29));
        assert!(records(&till, dana, visit, raised).await.unwrap());
        let after = compared(&till, visit, today).await.unwrap();
        assert_eq!((after.estimate, after.route), (last, Route::Open(Some(ends))));
        assert_eq!(after.others, [before.estimate, higher, raised]);
        let late = records(&till, dana, visit, of(1, date!(2026 - 10 - 02))).await;
        assert!(matches!(late, Err(EstimateError::Unfit(Unfit::After))));
        let odd = records(&till, dana, visit, of(1, date!(1926 - 10 - 01))).await;
        assert!(matches!(odd, Err(EstimateError::Unfit(Unfit::Before))));
        let other = till.practice.visit("V2").await;
        assert_eq!(compared(&till, other, today).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_link_to_the_visit_is_a_bill_of_it_too() {
    on_each_engine(|t| async move {
        let (till, _, visit) = above(t).await;
        let t = &till.practice.t;
        let today = date!(2026 - 11 - 24);
        let wanted = pay_links::make::Wanted {
            guarantor: till.payer.guarantor,
            aim: pay_links::Aim::Visit(visit),
            single_use: false,
            expires_at: t.door.now() + Duration::days(30),
            campaign: "front desk".to_owned(),
            by: Some(till.payer.user),
        };
        let mut tx = t.db.begin().await.unwrap();
        pay_links::make::make_in(&mut tx, &t.door, till.payer.practice, &wanted).await.unwrap();
        tx.commit().await.unwrap();
        till.advance(Duration::days(10)).await;
        statements::issue(&t.db, &t.door, till.payer.practice, till.payer.guarantor, None).await.unwrap();
        let ends = today + Duration::days(120);
        assert_eq!(compared(&till, visit, today).await.unwrap().route, Route::Open(Some(ends)));
    })
    .await;
}

#[tokio::test]
async fn who_answers_for_it_later_is_told_the_same_day() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 120.00", "2@V9||99213 10.00"]).await;
        let (t, ada) = (&till.practice.t, till.staff("ada").await);
        let visit = till.practice.visit("V1").await;
        records(&till, ada, visit, Estimate { amount: Money::from_cents(5_000), ..TOLD }).await.unwrap();
        statements::issue(&t.db, &t.door, till.payer.practice, till.payer.guarantor, None).await.unwrap();
        let today = date!(2026 - 11 - 24);
        till.advance(Duration::days(9)).await;
        crate::answering::moves(&till, ada, &["V1"]).await;
        let other = till.practice.guarantor("A2").await;
        statements::issue(&t.db, &t.door, till.payer.practice, other, None).await.unwrap();
        assert_eq!(compared(&till, visit, today).await.unwrap().bill.first, Some(today));
    })
    .await;
}

#[tokio::test]
async fn a_file_says_what_was_told_and_does_not_put_an_older_one_back() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 700.00"]).await;
        let dana = till.staff("dana").await;
        let file = |told: &str| {
            format!("visit_number,patient_number,service_date,good faith estimate,estimate_date\nV1,P1,2026-10-01,{told}\n")
        };
        let report = till.practice.take("told.csv", file("200,2026-09-20")).await;
        assert_eq!(report.changed, 1);
        assert_eq!(till.practice.take("again.csv", file("200,2026-09-20")).await.unchanged, 1);
        let visit = till.practice.visit("V1").await;
        let stands = async || {
            let told = compared(&till, visit, date!(2026 - 11 - 24)).await.unwrap();
            (told.estimate.amount.cents(), told.bill.billed.cents())
        };
        assert_eq!(stands().await, (20_000, 70_000));
        // Staff write down the corrected one: the next night's file does not undo that.
        let corrected = Estimate { amount: Money::from_cents(25_000), given_on: date!(2026 - 09 - 25) };
        assert!(records(&till, dana, visit, corrected).await.unwrap());
        assert_eq!(till.practice.take("night.csv", file("200,2026-09-20")).await.unchanged, 1);
        assert_eq!(stands().await.0, 25_000);
        assert_eq!(till.practice.take("other.csv", file("220,2026-09-21")).await.changed, 1);
        assert_eq!(stands().await.0, 25_000);
        assert_eq!(till.practice.take("newer.csv", file("210,2026-09-28")).await.changed, 1);
        assert_eq!(stands().await.0, 21_000);
        let late = till.practice.import("late.csv", file("200,2026-10-02")).await;
        assert_eq!(late.refused[0].at, "row 2, column estimate_date");
        let none = till.practice.import("none.csv", file("0,2026-09-20")).await;
        assert_eq!(none.refused[0].at, "row 2, column estimate");
    })
    .await;
}

#[tokio::test]
async fn who_has_an_insurance_and_does_not_use_it_pays_alone_too() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 1200.00"]).await;
        let dana = till.staff("dana").await;
        let visit = till.practice.visit("V1").await;
        records(&till, dana, visit, Estimate { amount: Money::from_cents(20_000), ..TOLD }).await.unwrap();
        let today = date!(2026 - 11 - 24);
        let route = async || compared(&till, visit, today).await.unwrap().route;
        // On file, and nothing of the visit was sent to it.
        till.practice
            .by_hand("INSERT INTO coverages (practice_id, visit_id, rank, payer) SELECT practice_id, id, 1, 'Larkspur' FROM visits")
            .await
            .unwrap();
        assert_eq!(route().await, Route::Open(None));
        till.practice.by_hand("DELETE FROM coverages").await.unwrap();
        // What waits for an insurer is not on the bill, and what it has answered is not for a reviewer.
        till.practice.take("insured.csv", export(&["V1|Larkspur|99213 1200.00"])).await;
        assert_eq!(route().await, Route::None);
        let decided = ["CLP*V1*1*1200*0*1200*12*K1", "SVC*HC:99213*1200*0", "CAS*PR*1*1200"];
        till.practice.take("one.835", era("LARKSPUR", "T1", &decided)).await;
        let answered = compared(&till, visit, today).await.unwrap();
        assert_eq!((answered.bill.billed.cents(), answered.route), (120_000, Route::None));
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

        // A slip is no answer: nobody could take it back.
        let slip = concludes(&till, dana, &case, How::Determined, 600_000).await;
        assert!(matches!(slip, Err(DisputeError::TooMuch(most)) if most.cents() == 104_000));
        // $600 is the final amount, with the fee off already: $300 of the $900 goes back.
        let over = concludes(&till, dana, &case, How::Determined, 60_000).await.unwrap();
        assert_eq!((over.dispute.state, over.dispute.outcome), (State::Closed, Some(Outcome::Corrected)));
        assert_eq!(till.practice.open("V1").await, (0, 0, 0, 30_000));
        assert_eq!(till.practice.dues("A1").await, 7_000);
        assert!(!now(&till, case.id).await.dispute.may_appeal(date!(2026 - 11 - 24)));
        // How it ended stays known, and nobody is told to begin again.
        assert_eq!(answered(&till, case.id).await, Some((How::Determined, 60_000)));
        let after = compared(&till, visit, date!(2026 - 11 - 24)).await.unwrap();
        assert!((after.bill.reviewed, after.route) == (true, Route::None));
        let forged = till.practice.by_hand("UPDATE federal_answers SET to_pay_cents = 1").await;
        assert!(forged.unwrap_err().contains("does not change"));
        till.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_start_is_written_down_of_any_visit_and_of_a_day_that_can_be() {
    on_each_engine(|t| async move {
        let till = Till::new(t, &["V1||99213 70.00"]).await;
        let dana = till.staff("dana").await;
        let visit = till.practice.visit("V1").await;
        for day in [date!(1926 - 11 - 20), date!(2026 - 09 - 30), date!(2026 - 11 - 25)] {
            let odd = Federal { started_on: day, ..number("D-1") };
            let refused = opens_as(&till, dana, visit, 1, &odd).await;
            assert!(matches!(refused, Err(DisputeError::Day)));
        }
        // Whether it is for the reviewer is theirs to say: nothing is asked for until they have.
        let case = opens(&till, dana, visit, 1).await.unwrap();
        assert_eq!(till.practice.dues("A1").await, 0);
        assert_eq!(compared(&till, visit, date!(2026 - 11 - 24)).await, None);
        ends(&till, dana, &case).await;
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
        let back = ends(&till, dana, &case).await;
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
        assert_eq!(answered(&till, case.id).await, Some((How::Settled, 80_000)));
        till.is_sound().await;
    })
    .await;
}
