use proptest::prelude::*;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::posting::{DecidedLine, Decision, VisitBooks, post};
use crate::{Group, GuarantorId};

const VISIT: VisitId = VisitId(Uuid::from_u128(1));
const GUARANTOR: GuarantorId = GuarantorId(Uuid::from_u128(2));

fn charge_id(n: usize) -> ChargeId {
    ChargeId(Uuid::from_u128(100 + n as u128))
}

fn posted(kind: Kind, entry: Entry) -> Posted {
    let payer = (kind == Kind::Remittance).then(|| "Blue Harbor".to_owned());
    Posted { entry, kind, date: date!(2026 - 10 - 28), payer, trace: None, before: false }
}

fn charge(n: usize, cents: i64) -> Vec<Posted> {
    let entry = |account, cents| {
        posted(
            Kind::Charge,
            Entry::new(account, Money::from_cents(cents))
                .of_visit(VISIT, Some(charge_id(n)))
                .of_guarantor(GUARANTOR),
        )
    };
    vec![entry(Account::InsuranceReceivable, cents), entry(Account::Revenue, -cents)]
}

fn insurance(entries: &[Posted]) -> Money {
    entries.iter().filter(|p| p.entry.account == Account::InsuranceReceivable).map(|p| p.entry.amount).sum()
}

fn decide(entries: &mut Vec<Posted>, paid: i64, lines: Vec<DecidedLine>) {
    let books = VisitBooks {
        visit: VISIT,
        guarantor: GUARANTOR,
        insurance: insurance(entries),
        denied: vec![],
        left_to_patient: vec![],
        later_decided: false,
        further_coverage: false,
    };
    let decision =
        Decision { rank: 1, forwarded: false, paid: Money::from_cents(paid), adjustments: vec![], lines };
    if let Ok(balanced) = post(&decision, &books) {
        entries.extend(balanced.entries().iter().map(|entry| posted(Kind::Remittance, entry.clone())));
    }
}

fn pay(entries: &mut Vec<Posted>, cents: i64) {
    for (account, cents) in [(Account::GatewayCash, cents), (Account::PatientReceivable, -cents)] {
        let entry =
            Entry::new(account, Money::from_cents(cents)).of_visit(VISIT, None).of_guarantor(GUARANTOR);
        entries.push(posted(Kind::PatientPayment, entry));
    }
}

fn forgive(entries: &mut Vec<Posted>, cents: i64) {
    for (account, cents) in [(Account::OtherAdjustment, cents), (Account::PatientReceivable, -cents)] {
        let entry =
            Entry::new(account, Money::from_cents(cents)).of_visit(VISIT, None).of_guarantor(GUARANTOR);
        entries.push(posted(Kind::PatientWriteOff, entry));
    }
}

fn line(n: usize, paid: i64, adjustments: &[(Group, &str, i64)]) -> DecidedLine {
    DecidedLine {
        charge: Some(charge_id(n)),
        paid: Money::from_cents(paid),
        adjustments: adjustments
            .iter()
            .map(|(group, carc, cents)| {
                (Reason { group: *group, carc: (*carc).to_owned() }, Money::from_cents(*cents))
            })
            .collect(),
    }
}

#[test]
fn the_office_visit_is_told_to_the_dollar() {
    let mut entries = charge(1, 45_200);
    entries.extend(charge(2, 16_000));
    decide(
        &mut entries,
        25_000,
        vec![
            line(1, 20_000, &[(Group::CO, "45", 15_200), (Group::PR, "1", 10_000)]),
            line(2, 5_000, &[(Group::CO, "45", 8_160), (Group::PR, "2", 2_840)]),
        ],
    );
    pay(&mut entries, 2_840);
    let story = VisitStory::of(VISIT, &entries);

    assert_eq!(story.breakdown.charged.cents(), 61_200);
    assert_eq!(story.breakdown.discount.cents(), 23_360);
    assert_eq!(story.breakdown.insurers.cents(), 25_000);
    assert_eq!(story.breakdown.share.cents(), 12_840);
    assert_eq!(story.breakdown.explained(), story.breakdown.charged);
    let reasons: Vec<_> = story.breakdown.reasons.iter().map(|r| (r.share, r.amount.cents())).collect();
    assert_eq!(reasons, [(Share::Deductible, 10_000), (Share::Coinsurance, 2_840)]);
    assert_eq!((story.paid.cents(), story.due.cents()), (2_840, 10_000));
    assert_eq!(story.insurer_payments.len(), 1);
    assert_eq!(story.lines[1].breakdown.share.cents(), 2_840);
    assert_eq!(story.lines[1].breakdown.explained(), story.lines[1].breakdown.charged);
}

#[test]
fn a_visit_without_insurance_says_so() {
    let mut entry = charge(1, 9_000);
    entry[0].entry.account = Account::PatientReceivable;
    let story = VisitStory::of(VISIT, &entry);
    assert_eq!(story.due.cents(), 9_000);
    assert_eq!(story.breakdown.reasons[0].share, Share::SelfPay);
    assert!(story.breakdown.with_insurance.is_zero());
}

#[test]
fn what_insurance_still_has_is_not_due() {
    let story = VisitStory::of(VISIT, &charge(1, 124_000));
    assert_eq!(story.breakdown.with_insurance.cents(), 124_000);
    assert!(story.due.is_zero() && story.breakdown.share.is_zero());
}

#[test]
fn what_is_forgiven_stands_beside_the_share_and_is_no_payment() {
    let mut entries = charge(1, 9_000);
    entries[0].entry.account = Account::PatientReceivable;
    forgive(&mut entries, 2_500);
    forgive(&mut entries, -500);
    let story = VisitStory::of(VISIT, &entries);
    assert_eq!((story.breakdown.share.cents(), story.due.cents()), (9_000, 7_000));
    assert_eq!(story.forgiven.iter().map(|one| one.amount.cents()).collect::<Vec<_>>(), [2_500, -500]);
    assert!(story.payments.is_empty() && story.paid.is_zero() && story.breakdown.other.is_zero());
    assert_eq!(story.lines.len(), 1, "no line of the charge tells of it");
}

proptest! {
    #[test]
    fn the_parts_always_add_up_to_the_charge(
        charges in prop::collection::vec(1_i64..90_000, 1..6),
        decisions in prop::collection::vec((0_usize..6, 0_i64..40_000, 0_i64..40_000, 0_i64..20_000, 0_i64..9_000), 0..8),
        paid in 0_i64..30_000,
        forgiven in 0_i64..30_000,
    ) {
        let mut entries: Vec<Posted> = Vec::new();
        for (n, cents) in charges.iter().enumerate() {
            entries.extend(charge(n, *cents));
        }
        for (n, insurer, discount, deductible, refused) in decisions {
            let adjustments = [(Group::CO, "45", discount), (Group::PR, "1", deductible), (Group::CO, "16", refused)];
            decide(&mut entries, insurer, vec![line(n % charges.len(), insurer, &adjustments)]);
        }
        pay(&mut entries, paid);
        forgive(&mut entries, forgiven);
        let story = VisitStory::of(VISIT, &entries);
        prop_assert_eq!(story.breakdown.explained(), story.breakdown.charged);
        prop_assert_eq!(story.breakdown.reasons.iter().map(|r| r.amount).sum::<Money>(), story.breakdown.share);
        prop_assert_eq!(story.forgiven_in_all().cents(), forgiven);
        prop_assert_eq!(story.due - story.credit, story.breakdown.share - story.forgiven_in_all() - story.paid);
        let by_line: Money = story.lines.iter().map(|line| line.breakdown.share).sum();
        prop_assert_eq!(by_line, story.breakdown.share);
    }
}
