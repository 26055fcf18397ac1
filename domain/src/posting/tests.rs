use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::Group;

const VISIT: VisitId = VisitId(Uuid::from_u128(1));
const GUARANTOR: GuarantorId = GuarantorId(Uuid::from_u128(2));

fn charge(n: u128) -> Option<ChargeId> {
    Some(ChargeId(Uuid::from_u128(100 + n)))
}

fn reason(group: Group, carc: &str, cents: i64) -> (Reason, Money) {
    (Reason { group, carc: carc.into() }, Money::from_cents(cents))
}

fn books(insurance: i64) -> VisitBooks {
    VisitBooks {
        visit: VISIT,
        guarantor: GUARANTOR,
        insurance: Money::from_cents(insurance),
        denied: vec![],
        left_to_patient: vec![],
        later_decided: false,
        further_coverage: false,
    }
}

fn decision(paid: i64, lines: Vec<DecidedLine>, adjustments: Vec<(Reason, Money)>) -> Decision {
    Decision { rank: 1, forwarded: false, paid: Money::from_cents(paid), adjustments, lines }
}

fn line(n: u128, paid: i64, adjustments: Vec<(Reason, Money)>) -> DecidedLine {
    DecidedLine { charge: charge(n), paid: Money::from_cents(paid), adjustments }
}

fn on(posted: &Balanced, account: Account) -> i64 {
    posted.entries().iter().filter(|e| e.account == account).map(|e| e.amount).sum::<Money>().cents()
}

/// The office visit of `look/visit-390.png`: $612 becomes $128.40.
fn office_visit() -> Decision {
    decision(
        25_000,
        vec![
            line(1, 20_000, vec![reason(Group::CO, "45", 15_200), reason(Group::PR, "1", 10_000)]),
            line(2, 5_000, vec![reason(Group::CO, "45", 8_160), reason(Group::PR, "2", 2_840)]),
        ],
        vec![],
    )
}

#[test]
fn every_dollar_of_a_primary_decision_lands_where_its_reason_says() {
    let posted = post(&office_visit(), &books(61_200)).unwrap();
    assert_eq!(on(&posted, Account::InsuranceReceivable), -61_200);
    assert_eq!(on(&posted, Account::InsurerCash), 25_000);
    assert_eq!(on(&posted, Account::ContractualAdjustment), 23_360);
    assert_eq!(on(&posted, Account::PatientReceivable), 12_840);
    let deductible =
        posted.entries().iter().find(|e| e.reason.as_ref().is_some_and(|r| r.carc == "1")).unwrap();
    assert_eq!(deductible.charge, charge(1));
}

#[test]
fn an_adjustment_of_the_claim_beside_lines_comes_off_the_payment() {
    let managed_care = decision(
        45_000,
        vec![line(1, 50_000, vec![reason(Group::PR, "1", 30_000)])],
        vec![reason(Group::CO, "A2", 5_000)],
    );
    let posted = post(&managed_care, &books(80_000)).unwrap();
    assert_eq!(on(&posted, Account::InsurerCash), 45_000);
    assert_eq!(on(&posted, Account::ContractualAdjustment), 5_000);
    assert_eq!(on(&posted, Account::PatientReceivable), 30_000);
    assert_eq!(on(&posted, Account::InsuranceReceivable), -80_000);
}

#[test]
fn the_patients_part_waits_for_a_second_payer_and_then_follows_its_decision() {
    let with_second = VisitBooks { further_coverage: true, ..books(61_200) };
    let first = post(&office_visit(), &with_second).unwrap();
    assert_eq!(on(&first, Account::PatientReceivable), 0);
    assert_eq!(on(&first, Account::InsuranceReceivable), -48_360);

    let second = Decision {
        rank: 2,
        ..decision(10_000, vec![], vec![reason(Group::OA, "23", 48_360), reason(Group::PR, "2", 2_840)])
    };
    let posted = post(&second, &books(12_840)).unwrap();
    assert_eq!(on(&posted, Account::InsurerCash), 10_000);
    assert_eq!(on(&posted, Account::PatientReceivable), 2_840);
    assert_eq!(on(&posted, Account::InsuranceReceivable), -12_840);
}

#[test]
fn a_second_payer_nobody_expected_takes_back_what_was_left_to_the_patient() {
    let left = |n, carc: &str, cents| {
        Entry::new(Account::PatientReceivable, Money::from_cents(cents))
            .of_visit(VISIT, charge(n))
            .of_guarantor(GUARANTOR)
            .because(Reason { group: Group::PR, carc: carc.into() })
    };
    let after_first =
        VisitBooks { left_to_patient: vec![left(1, "1", 10_000), left(2, "2", 2_840)], ..books(0) };
    let second = Decision {
        rank: 2,
        ..decision(10_000, vec![], vec![reason(Group::OA, "23", 48_360), reason(Group::PR, "2", 2_840)])
    };
    let posted = post(&second, &after_first).unwrap();
    assert_eq!(on(&posted, Account::PatientReceivable), 2_840 - 12_840);
    assert_eq!(on(&posted, Account::InsuranceReceivable), 0);

    let of_one_line = Decision { lines: vec![line(1, 10_000, vec![])], adjustments: vec![], ..second };
    let posted = post(&of_one_line, &after_first).unwrap();
    assert_eq!(on(&posted, Account::PatientReceivable), -10_000, "the other line's part stands");
}

#[test]
fn a_refusal_the_practice_can_work_is_never_the_patients() {
    let denied = decision(0, vec![line(1, 0, vec![reason(Group::CO, "16", 12_000)])], vec![]);
    let posted = post(&denied, &books(12_000)).unwrap();
    assert_eq!(on(&posted, Account::DeniedReceivable), 12_000);
    assert_eq!(on(&posted, Account::PatientReceivable), 0);

    let refused: Vec<Entry> =
        posted.entries().iter().filter(|e| e.account == Account::DeniedReceivable).cloned().collect();
    let paid_after_all = decision(9_000, vec![line(1, 9_000, vec![reason(Group::CO, "45", 3_000)])], vec![]);
    let posted = post(&paid_after_all, &VisitBooks { denied: refused, ..books(0) }).unwrap();
    assert_eq!(on(&posted, Account::DeniedReceivable), -12_000);
    assert_eq!(on(&posted, Account::InsurerCash), 9_000);
    assert_eq!(on(&posted, Account::InsuranceReceivable), 0);
}

#[test]
fn the_same_decision_twice_is_held() {
    assert_eq!(
        post(&office_visit(), &books(0)),
        Err(Hold::MoreThanOpen { takes: Money::from_cents(61_200), open: Money::ZERO })
    );
}

#[test]
fn a_decision_about_nothing_needs_no_posting() {
    assert_eq!(post(&decision(0, vec![], vec![]), &books(100)), Err(Hold::Nothing));
}

proptest! {
    #[test]
    fn any_decision_balances_and_never_takes_more_than_is_open(
        open in 0_i64..100_000,
        paid in 0_i64..50_000,
        adjustments in prop::collection::vec((0_usize..5, prop::sample::select(vec!["1", "2", "3", "16", "23", "45", "96", "253"]), -5_000_i64..50_000), 0..6),
        further in any::<bool>(),
    ) {
        let adjustments = adjustments.iter().map(|(g, carc, cents)| reason(Group::ALL[*g], carc, *cents)).collect();
        let state = VisitBooks { further_coverage: further, ..books(open) };
        if let Ok(posted) = post(&decision(paid, vec![], adjustments), &state) {
            prop_assert_eq!(posted.entries().iter().map(|e| e.amount).sum::<Money>(), Money::ZERO);
            prop_assert_eq!(on(&posted, Account::InsurerCash), paid);
            prop_assert!(open + on(&posted, Account::InsuranceReceivable) >= 0);
            prop_assert!(!further || on(&posted, Account::PatientReceivable) == 0);
        }
    }
}
