//! The story of a visit where its parts are many: what belongs together, and what does not.

use domain::ledger::{Account, Entry, Kind, Reason};
use domain::story::{Posted, VisitStory};
use domain::{ChargeId, Group, Money, Share, VisitId};
use time::Date;
use time::macros::date;
use uuid::Uuid;

const VISIT: VisitId = VisitId(Uuid::from_u128(1));
const LINE: ChargeId = ChargeId(Uuid::from_u128(11));
const SERVED: Date = date!(2026 - 10 - 01);
const DECIDED: Date = date!(2026 - 10 - 20);

fn entry(account: Account, cents: i64, charge: Option<ChargeId>) -> Entry {
    Entry::new(account, Money::from_cents(cents)).of_visit(VISIT, charge)
}

fn posted(kind: Kind, date: Date, entry: Entry) -> Posted {
    Posted { entry, kind, date, payer: None, trace: None, before: false }
}

fn by_insurer(cents: i64, payer: &str, trace: &str, date: Date) -> Posted {
    Posted {
        payer: Some(payer.to_owned()),
        trace: Some(trace.to_owned()),
        before: false,
        ..posted(Kind::Remittance, date, entry(Account::InsurerCash, cents, Some(LINE)))
    }
}

fn charged(cents: i64) -> Vec<Posted> {
    [(Account::InsuranceReceivable, cents), (Account::Revenue, -cents)]
        .map(|(account, cents)| posted(Kind::Charge, SERVED, entry(account, cents, Some(LINE))))
        .into()
}

fn deductible(cents: i64) -> Posted {
    let reason = Reason { group: Group::PR, carc: "1".to_owned() };
    posted(Kind::Remittance, DECIDED, entry(Account::PatientReceivable, cents, Some(LINE)).because(reason))
}

/// Money of the guarantor's on the visit; a payment is below zero on the receivable.
fn paid(kind: Kind, date: Date, account: Account, cents: i64) -> Posted {
    posted(kind, date, entry(account, cents, None))
}

#[test]
fn every_part_of_a_charge_has_its_own_place() {
    let mut entries = charged(100_000);
    let parts = [
        (Account::ContractualAdjustment, 40_000),
        (Account::OtherAdjustment, 7_000),
        (Account::InsurerCash, 20_000),
        (Account::DeniedReceivable, 9_000),
        (Account::InsuranceReceivable, -88_000),
    ];
    entries.extend(
        parts.map(|(account, cents)| posted(Kind::Remittance, DECIDED, entry(account, cents, Some(LINE)))),
    );
    entries.push(deductible(12_000));
    let told = VisitStory::of(VISIT, &entries).breakdown;
    let parts = [
        told.charged,
        told.discount,
        told.other,
        told.insurers,
        told.with_insurance,
        told.refused,
        told.share,
    ];
    assert_eq!(parts.map(Money::cents), [100_000, 40_000, 7_000, 20_000, 12_000, 9_000, 12_000]);
    assert_eq!(told.explained(), told.charged);
}

#[test]
fn two_lines_of_one_check_are_one_payment_and_two_checks_are_two() {
    let entries = [
        by_insurer(1_000, "Blue Harbor", "CHK1", DECIDED),
        by_insurer(250, "Blue Harbor", "CHK1", DECIDED),
        by_insurer(30, "Blue Harbor", "CHK2", DECIDED),
        by_insurer(4, "Red Anchor", "CHK1", DECIDED),
        by_insurer(9, "Blue Harbor", "CHK1", date!(2026 - 10 - 21)),
    ];
    let told = VisitStory::of(VISIT, &entries);
    let amounts: Vec<i64> = told.insurer_payments.iter().map(|payment| payment.amount.cents()).collect();
    assert_eq!(amounts, [1_250, 30, 4, 9]);
    assert_eq!(told.insurer_payments[2].payer.as_deref(), Some("Red Anchor"));
}

#[test]
fn what_an_insurer_paid_and_took_back_on_one_day_is_not_told() {
    let entries = [
        by_insurer(1_000, "Blue Harbor", "CHK1", DECIDED),
        by_insurer(-1_000, "Blue Harbor", "CHK1", DECIDED),
    ];
    assert_eq!(VisitStory::of(VISIT, &entries).insurer_payments, []);
}

#[test]
fn payments_of_a_day_are_one_and_what_went_back_stands_beside() {
    let (first, second) = (date!(2026 - 11 - 01), date!(2026 - 11 - 02));
    let entries = [
        deductible(10_000),
        paid(Kind::PatientPayment, first, Account::PatientReceivable, -3_000),
        paid(Kind::PatientPayment, first, Account::PatientReceivable, -500),
        paid(Kind::PatientPayment, second, Account::PatientReceivable, -2_000),
        paid(Kind::Refund, second, Account::PatientReceivable, 700),
    ];
    let told = VisitStory::of(VISIT, &entries);
    let payments: Vec<_> = told.payments.iter().map(|one| (one.kind, one.date, one.amount.cents())).collect();
    assert_eq!(
        payments,
        [
            (Kind::PatientPayment, first, 3_500),
            (Kind::PatientPayment, second, 2_000),
            (Kind::Refund, second, -700)
        ]
    );
    assert_eq!((told.paid.cents(), told.due.cents(), told.credit.cents()), (4_800, 5_200, 0));
}

#[test]
fn what_was_paid_beyond_the_share_is_a_credit_above_zero() {
    let day = date!(2026 - 11 - 01);
    let entries = [
        deductible(1_000),
        paid(Kind::PatientPayment, day, Account::PatientReceivable, -1_000),
        paid(Kind::PatientPayment, day, Account::PatientCredit, -250),
    ];
    let told = VisitStory::of(VISIT, &entries);
    assert_eq!((told.paid.cents(), told.due.cents(), told.credit.cents()), (1_250, 0, 250));
}

#[test]
fn credit_that_pays_while_a_charge_is_posted_is_no_part_of_the_share() {
    let entries = [
        posted(Kind::Charge, SERVED, entry(Account::PatientReceivable, 9_000, Some(LINE))),
        posted(Kind::Charge, SERVED, entry(Account::Revenue, -9_000, Some(LINE))),
        // An older credit of the visit pays at once; no charge line is named.
        posted(Kind::Charge, SERVED, entry(Account::PatientReceivable, -2_000, None)),
        posted(Kind::Charge, SERVED, entry(Account::PatientCredit, 2_000, None)),
    ];
    let told = VisitStory::of(VISIT, &entries);
    assert_eq!((told.breakdown.share.cents(), told.due.cents()), (9_000, 7_000));
    assert_eq!(told.breakdown.reasons.iter().map(|why| why.share).collect::<Vec<_>>(), [Share::SelfPay]);
}

#[test]
fn a_payment_for_a_line_lowers_what_is_due_and_not_the_share() {
    let entries = [
        posted(Kind::Charge, SERVED, entry(Account::PatientReceivable, 9_000, Some(LINE))),
        posted(Kind::PatientPayment, DECIDED, entry(Account::PatientReceivable, -1_500, Some(LINE))),
    ];
    let told = VisitStory::of(VISIT, &entries);
    assert_eq!((told.breakdown.share.cents(), told.due.cents(), told.paid.cents()), (9_000, 7_500, 1_500));
}

#[test]
fn a_line_tells_of_its_charge_and_not_of_payments() {
    let mut entries = charged(10_000);
    entries.push(by_insurer(6_000, "Blue Harbor", "CHK1", DECIDED));
    entries.push(posted(Kind::Remittance, DECIDED, entry(Account::InsuranceReceivable, -10_000, Some(LINE))));
    entries.push(deductible(4_000));
    let day = date!(2026 - 11 - 01);
    entries.push(paid(Kind::PatientPayment, day, Account::GatewayCash, 4_500));
    entries.push(paid(Kind::PatientPayment, day, Account::PatientReceivable, -4_000));
    entries.push(paid(Kind::PatientPayment, day, Account::PatientCredit, -500));
    let told = VisitStory::of(VISIT, &entries);
    assert_eq!(told.lines.len(), 1, "payments make no line of their own");
    let accounts: Vec<Account> = told.lines[0].entries.iter().map(|posted| posted.entry.account).collect();
    assert_eq!(
        accounts,
        [
            Account::InsuranceReceivable,
            Account::Revenue,
            Account::InsurerCash,
            Account::InsuranceReceivable,
            Account::PatientReceivable
        ]
    );
    assert_eq!(told.lines[0].breakdown, told.breakdown);
}

#[test]
fn what_the_insurer_said_of_the_visit_as_a_whole_comes_last() {
    let whole = Reason { group: Group::PR, carc: "3".to_owned() };
    let mut entries = vec![posted(
        Kind::Remittance,
        DECIDED,
        entry(Account::PatientReceivable, 2_500, None).because(whole),
    )];
    entries.extend(charged(2_500));
    let told = VisitStory::of(VISIT, &entries);
    let lines: Vec<_> = told.lines.iter().map(|line| (line.charge, line.breakdown.share.cents())).collect();
    assert_eq!(lines, [(Some(LINE), 0), (None, 2_500)]);
}
