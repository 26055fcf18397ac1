//! What a statement lists, and what each of its lines is called.

use domain::ledger::{Account, Entry, Kind, Reason};
use domain::statement::{Columns, Drawn, Frame, Position, Recipient, Sender, Statement};
use domain::story::{Posted, VisitStory};
use domain::{ChargeId, Group, Money, VisitId};
use time::macros::date;
use uuid::Uuid;

const LINE: ChargeId = ChargeId(Uuid::from_u128(11));

fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

/// A visit with one line, its accounts as given.
fn drawn(n: u128, accounts: &[(Kind, Account, i64)]) -> Drawn {
    let visit = VisitId(Uuid::from_u128(n));
    let posted = |(kind, account, amount): &(Kind, Account, i64)| {
        let of_line = !kind.is_guarantors_money();
        let mut entry = Entry::new(*account, cents(*amount)).of_visit(visit, of_line.then_some(LINE));
        if of_line && *account == Account::PatientReceivable {
            entry = entry.because(Reason { group: Group::PR, carc: "1".to_owned() });
        }
        Posted { entry, kind: *kind, date: date!(2026 - 10 - 01), payer: None, trace: None, before: false }
    };
    Drawn {
        aside: Money::ZERO,
        story: VisitStory::of(visit, &accounts.iter().map(posted).collect::<Vec<_>>()),
        title: "Office visit".to_owned(),
        date: date!(2026 - 10 - 01),
        patient_name: "Wren".to_owned(),
        provider: None,
        payer: Some("Larkspur".to_owned()),
        charges: vec![
            (ChargeId(Uuid::from_u128(12)), "Another".to_owned(), "81002".to_owned()),
            (LINE, "Office visit, established".to_owned(), "99213".to_owned()),
        ],
    }
}

fn statement(visits: &[Drawn], before: Option<&Statement>) -> Statement {
    let frame = Frame {
        number: "S-1".to_owned(),
        corrects: None,
        spanish: false,
        issued_on: date!(2026 - 11 - 01),
        due_on: date!(2026 - 11 - 22),
        from: Sender {
            name: "Willow".to_owned(),
            address: Vec::new(),
            phone: None,
            email: None,
            hours: None,
        },
        to: Recipient { name: "Wren".to_owned(), account_number: "A1".to_owned(), address: Vec::new() },
        on_its_way: Money::ZERO,
        in_plan: Money::ZERO,
        position: Position { entries: 6, last: None },
    };
    Statement::draw(frame, visits, before)
}

fn numbers(visits: &[domain::statement::StatedVisit]) -> Vec<u128> {
    visits.iter().map(|visit| visit.id.0.as_u128()).collect()
}

#[test]
fn the_parts_of_a_charge_are_all_added() {
    let columns = Columns {
        charged: cents(111_111),
        discount: cents(100_000),
        other: cents(10_000),
        insurers: cents(1_000),
        with_insurance: cents(100),
        refused: cents(10),
        share: cents(1),
    };
    assert_eq!(columns.explained(), columns.charged);
}

#[test]
fn what_is_still_due_or_still_a_credit_is_listed_again_though_nothing_changed() {
    let (charge, paid) = (Kind::Remittance, Kind::PatientPayment);
    let visits = [
        drawn(1, &[(charge, Account::Revenue, -900), (charge, Account::PatientReceivable, 900)]),
        drawn(
            2,
            &[
                (charge, Account::Revenue, -500),
                (charge, Account::PatientReceivable, 500),
                (paid, Account::PatientReceivable, -500),
                (paid, Account::PatientCredit, -200),
            ],
        ),
        drawn(
            3,
            &[
                (charge, Account::Revenue, -400),
                (charge, Account::PatientReceivable, 400),
                (paid, Account::PatientReceivable, -400),
            ],
        ),
    ];
    let first = statement(&visits, None);
    assert_eq!(numbers(&first.visits), [1, 2, 3]);
    let second = statement(&visits, Some(&first));
    assert_eq!(numbers(&second.visits), [1, 2], "the one that is settled was told of before");
    assert_eq!((second.due, second.credit), (cents(900), cents(200)));
}

#[test]
fn what_an_insurer_has_or_has_refused_is_shown_as_waiting() {
    let visits = [
        drawn(
            1,
            &[(Kind::Charge, Account::Revenue, -900), (Kind::Charge, Account::InsuranceReceivable, 900)],
        ),
        drawn(2, &[(Kind::Charge, Account::Revenue, -700), (Kind::Charge, Account::DeniedReceivable, 700)]),
        drawn(
            3,
            &[(Kind::Charge, Account::Revenue, -300), (Kind::Charge, Account::ContractualAdjustment, 300)],
        ),
    ];
    let drawn = statement(&visits, None);
    assert_eq!(numbers(&drawn.waiting), [1, 2]);
    assert_eq!((numbers(&drawn.visits), drawn.due), (vec![], Money::ZERO));
}

#[test]
fn a_line_is_called_what_its_own_charge_is_called() {
    let entries =
        [(Kind::Remittance, Account::Revenue, -900), (Kind::Remittance, Account::PatientReceivable, 900)];
    let drawn = statement(&[drawn(1, &entries)], None);
    let line = &drawn.visits[0].lines[0];
    assert_eq!(
        (line.description.as_deref(), line.code.as_deref()),
        (Some("Office visit, established"), Some("99213"))
    );
}

#[test]
fn what_is_somebody_elses_now_leaves_what_was_paid_and_what_came_brings_only_what_is_left() {
    let charged =
        [(Kind::Remittance, Account::Revenue, -900), (Kind::Remittance, Account::PatientReceivable, 900)];
    let paid = [charged[0], charged[1], (Kind::PatientPayment, Account::PatientReceivable, -300)];
    let stays = || drawn(1, &charged);
    let first = statement(&[stays(), drawn(2, &paid)], None);
    // The second is another one's: of it nothing was paid back, and what was left is nobody's here.
    let old = statement(&[stays()], Some(&first)).since.unwrap();
    assert_eq!((old.before, old.became_yours, old.paid), (cents(1_500), cents(-600), Money::ZERO));

    let mut came = drawn(2, &paid);
    came.story.payments.iter_mut().for_each(|payment| payment.before = true);
    came.story.paid_before = came.story.paid;
    let none = statement(&[stays()], None);
    let new = statement(&[stays(), came.clone()], Some(&none));
    let since = new.since.clone().unwrap();
    assert_eq!((since.became_yours, since.paid, new.due), (cents(600), Money::ZERO, cents(1_500)));
    assert_eq!(new.visits[1].paid_before, cents(300));
    let later = statement(&[stays(), came], Some(&new)).since.unwrap();
    assert_eq!((later.became_yours, later.paid), (Money::ZERO, Money::ZERO));
}
