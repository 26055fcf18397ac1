//! Disputes: what follows from what, and what a decision does to a visit's story.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::dispute::decision::{Relief, entries, in_question, share_of};
use domain::dispute::{ACKNOWLEDGE, Clock, DECIDE, Dispute, Outcome, Reason, Refused, State, Step};
use domain::ledger::{Account, Balanced, Entry, Kind, Reason as Given};
use domain::story::{Posted, VisitStory};
use domain::{ChargeId, Group, GuarantorId, Money, VisitId, business_days};
use proptest::prelude::*;
use time::Date;
use time::macros::date;
use uuid::Uuid;

const MONDAY: Date = date!(2026 - 11 - 02);

fn after(steps: &[Step]) -> Dispute {
    steps.iter().fold(Dispute::open(Reason::WrongAmount, MONDAY), |dispute, step| {
        dispute.take(*step, MONDAY).unwrap()
    })
}

#[test]
fn the_words_come_back() {
    for step in Step::all() {
        let (word, outcome) = step.code();
        assert_eq!(Step::from_code(word, outcome), Some(step));
    }
    assert_eq!(Step::from_code("decided", None), None);
}

#[test]
fn a_dispute_goes_its_way_and_is_appealed_once() {
    let decided = after(&[Step::Acknowledged, Step::TakenUp, Step::Decided(Outcome::Upheld)]);
    assert!(!decided.is_frozen() && decided.may_appeal(MONDAY));
    let appealed = decided.take(Step::Appealed, date!(2026 - 12 - 02)).unwrap();
    assert!(appealed.is_frozen());
    let again =
        appealed.take(Step::TakenUp, MONDAY).unwrap().take(Step::Decided(Outcome::Partly), MONDAY).unwrap();
    assert_eq!(again.take(Step::Appealed, MONDAY), Err(Refused::AppealedBefore));
    assert_eq!(decided.take(Step::Appealed, date!(2026 - 12 - 03)), Err(Refused::NoAppeal));
    let won = after(&[Step::TakenUp, Step::Decided(Outcome::Corrected)]);
    assert_eq!(won.take(Step::Appealed, MONDAY), Err(Refused::NoAppeal));
    let closed = again.take(Step::Closed, MONDAY).unwrap();
    for step in Step::all() {
        assert_eq!(closed.take(step, MONDAY), Err(Refused::Closed));
    }
}

#[test]
fn what_a_federal_reviewer_has_waits_for_them_and_ends_with_their_answer() {
    let open = Dispute::open(Reason::AboveEstimate, MONDAY);
    let federal = open.take(Step::FederalStarted, MONDAY).unwrap();
    assert!(federal.is_frozen() && federal.state == State::WaitingFederal);
    // The practice neither decides, asks nor lets it be taken back meanwhile.
    for step in
        [Step::TakenUp, Step::AskedPatient, Step::Withdrawn, Step::Proposed, Step::Decided(Outcome::Upheld)]
    {
        assert_eq!(federal.take(step, MONDAY), Err(Refused::NotNow), "{step:?}");
    }
    let over = federal.take(Step::Concluded(Outcome::Partly), MONDAY).unwrap();
    assert!(!over.is_frozen() && over.state == State::Closed && !over.may_appeal(MONDAY));
    let back = federal.take(Step::FederalEnded, date!(2026 - 11 - 12)).unwrap();
    assert_eq!((back.state, back.decide_by), (State::InReview, business_days::after(open.decide_by, 7)));
    // Nothing else is about an estimate.
    assert_eq!(after(&[]).take(Step::FederalStarted, MONDAY), Err(Refused::NotNow));
}

#[test]
fn nothing_is_decided_that_nobody_looked_at() {
    for before in
        [&[][..], &[Step::Acknowledged], &[Step::TakenUp, Step::AskedPatient], &[Step::AskedInsurer]]
    {
        assert_eq!(after(before).take(Step::Decided(Outcome::Upheld), MONDAY), Err(Refused::NotNow));
    }
    // Decided once is decided, until it is appealed.
    let decided = after(&[Step::TakenUp, Step::Decided(Outcome::Upheld)]);
    for step in [
        Step::Acknowledged,
        Step::TakenUp,
        Step::AskedPatient,
        Step::AskedInsurer,
        Step::Withdrawn,
        Step::Proposed,
    ] {
        assert_eq!(decided.take(step, MONDAY), Err(Refused::NotNow));
    }
    assert_eq!(
        after(&[Step::TakenUp]).take(Step::Decided(Outcome::Answered), MONDAY),
        Err(Refused::OtherOutcome)
    );
    assert_eq!(
        after(&[Step::TakenUp]).take(Step::Decided(Outcome::Withdrawn), MONDAY),
        Err(Refused::OtherOutcome)
    );
}

#[test]
fn a_decision_that_waits_for_a_second_person_keeps_everything_else_waiting() {
    let proposed = after(&[Step::TakenUp, Step::Proposed]);
    assert!(proposed.is_frozen());
    for step in [Step::AskedPatient, Step::AskedInsurer, Step::TakenUp, Step::Proposed, Step::Closed] {
        assert_eq!(proposed.take(step, MONDAY), Err(Refused::Proposed));
    }
    assert!(!proposed.take(Step::Returned, MONDAY).unwrap().proposed);
    assert!(!proposed.take(Step::Decided(Outcome::Partly), MONDAY).unwrap().proposed);
    assert_eq!(proposed.take(Step::Withdrawn, MONDAY).unwrap().state, State::Closed);
}

#[test]
fn while_a_patient_is_waited_for_the_clock_stands() {
    let asked = after(&[Step::TakenUp, Step::AskedPatient]);
    let answered = asked.take(Step::PatientWrote, business_days::after(MONDAY, 5)).unwrap();
    assert_eq!(answered.state, State::InReview);
    assert_eq!(answered.decide_by, business_days::after(MONDAY, DECIDE + 5));
}

#[test]
fn what_will_be_late_is_seen_before_it_is() {
    let received = Dispute::open(Reason::Duplicate, MONDAY);
    let on = |days| received.clock(business_days::after(MONDAY, days));
    assert_eq!(received.clock(MONDAY), Clock::OnTime);
    assert_eq!((on(1), on(ACKNOWLEDGE), on(ACKNOWLEDGE + 1)), (Clock::AtRisk, Clock::AtRisk, Clock::Late));
    let reviewed = received.take(Step::TakenUp, MONDAY).unwrap();
    let on = |days| reviewed.clock(business_days::after(MONDAY, days));
    assert_eq!((on(DECIDE - 4), on(DECIDE - 3), on(DECIDE + 1)), (Clock::OnTime, Clock::AtRisk, Clock::Late));
    assert_eq!(
        after(&[Step::TakenUp, Step::Decided(Outcome::Upheld)]).clock(date!(2027 - 06 - 01)),
        Clock::Still
    );
}

#[test]
fn a_question_freezes_nothing_and_goes_on_when_it_is_asked_on() {
    let asked = Dispute::open(Reason::Question, MONDAY);
    assert!(!asked.is_frozen() && asked.is_open());
    let answered = asked.take(Step::Decided(Outcome::Answered), MONDAY).unwrap();
    assert!(!answered.may_appeal(MONDAY));
    assert_eq!(answered.take(Step::PatientWrote, MONDAY).unwrap().state, State::Received);
    assert_eq!(asked.take(Step::Decided(Outcome::Upheld), MONDAY), Err(Refused::OtherOutcome));
}

fn visit() -> VisitId {
    VisitId(Uuid::from_u128(9))
}

fn charge(n: u128) -> ChargeId {
    ChargeId(Uuid::from_u128(n))
}

fn story(entries: &[(Kind, Entry)]) -> VisitStory {
    let posted: Vec<Posted> = entries
        .iter()
        .map(|(kind, entry)| Posted {
            entry: entry.clone(),
            kind: *kind,
            date: MONDAY,
            payer: None,
            trace: None,
            before: false,
        })
        .collect();
    VisitStory::of(visit(), &posted)
}

/// Lines with a co-payment and a deductible each.
fn billed(lines: &[(i64, i64)]) -> Vec<(Kind, Entry)> {
    let mut all = Vec::new();
    for (n, (copay, deductible)) in (1..).zip(lines) {
        let of =
            |account, cents| Entry::new(account, Money::from_cents(cents)).of_visit(visit(), Some(charge(n)));
        let why = |carc: &str| Given { group: Group::PR, carc: carc.to_owned() };
        all.push((Kind::Charge, of(Account::Revenue, -(copay + deductible))));
        all.push((Kind::Charge, of(Account::InsuranceReceivable, copay + deductible)));
        all.push((Kind::Remittance, of(Account::PatientReceivable, *copay).because(why("3"))));
        all.push((Kind::Remittance, of(Account::PatientReceivable, *deductible).because(why("1"))));
        all.push((Kind::Remittance, of(Account::InsuranceReceivable, -(copay + deductible))));
    }
    all.retain(|(_, entry)| !entry.amount.is_zero());
    all
}

proptest! {
    #[test]
    fn every_walk_keeps_what_always_holds(
        which in 0_usize..3,
        walk in prop::collection::vec((0_usize..30, 0_i64..12), 1..60),
    ) {
        let reason = [Reason::Question, Reason::NotMyVisit, Reason::AboveEstimate][which];
        let question = reason == Reason::Question;
        let (mut dispute, mut on, mut appeals) = (Dispute::open(reason, MONDAY), MONDAY, 0);
        let all: Vec<Step> = Step::all().collect();
        for (which, days) in walk {
            on += time::Duration::days(days);
            let step = all[which % all.len()];
            let Ok(next) = dispute.take(step, on) else { continue };
            appeals += u32::from(step == Step::Appealed);
            prop_assert!(appeals <= 1);
            prop_assert_eq!(next.act_by.is_none(), next.state == State::Closed);
            prop_assert_eq!(next.is_frozen(), !question && next.is_open());
            prop_assert_eq!(next.waits_since.is_some(), matches!(next.state, State::WaitingPatient | State::WaitingInsurer | State::WaitingFederal));
            prop_assert!(next.state != State::Decided || next.outcome.is_some());
            prop_assert!(!next.proposed || next.state == State::InReview);
            // A deadline moves when somebody else was waited for, or it begins anew; never back.
            let anew = step == Step::Appealed || (step == Step::PatientWrote && dispute.state == State::Decided);
            prop_assert!(anew || next.decide_by >= dispute.decide_by);
            dispute = next;
        }
    }

    #[test]
    fn a_decision_takes_from_the_lines_in_question_and_the_story_still_adds_up(
        lines in prop::collection::vec((0_i64..9_000, 0_i64..9_000), 1..5),
        which in 0_usize..5,
        (off, moved) in (0_i64..20_000, 0_i64..20_000),
    ) {
        let mut all = billed(&lines);
        let before = story(&all);
        let charges = if which < lines.len() { vec![charge(which as u128 + 1)] } else { Vec::new() };
        let relief = Relief { taken_off: Money::from_cents(off), to_insurer: Money::from_cents(moved) };
        let share = share_of(&before, &charges);
        let Some(decided) = entries(&before, &charges, relief, GuarantorId(Uuid::from_u128(1))) else {
            prop_assert!(relief.total() > share);
            return Ok(());
        };
        prop_assert!(relief.total() <= share);
        if !relief.total().is_zero() {
            prop_assert!(Balanced::new(decided.clone()).is_ok());
        }
        all.extend(decided.into_iter().map(|entry| (Kind::DisputeDecision, entry)));
        let after = story(&all);
        prop_assert_eq!(after.breakdown.explained(), after.breakdown.charged);
        prop_assert_eq!(before.due - after.due, relief.total());
        prop_assert_eq!(share - share_of(&after, &charges), relief.total());
        prop_assert_eq!(after.breakdown.other - before.breakdown.other, relief.taken_off);
        prop_assert_eq!(after.breakdown.with_insurance - before.breakdown.with_insurance, relief.to_insurer);
        prop_assert!(after.lines.iter().flat_map(|line| &line.breakdown.reasons).all(|why| why.amount.is_positive()));
    }

    #[test]
    fn no_more_is_in_question_than_is_owed(owed in 0_i64..20_000, aside in 0_i64..20_000) {
        let story = story(&billed(&[(2_000, 5_000)]));
        let (owed, aside) = (Money::from_cents(owed), Money::from_cents(aside));
        let asked = in_question(&story, &[], owed, aside);
        prop_assert!(!asked.is_negative() && asked <= Money::from_cents(7_000));
        prop_assert!(asked.is_zero() || asked + aside <= owed);
    }
}
