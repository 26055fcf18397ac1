use domain::Money;
use domain::plan::*;
use time::Date;
use time::macros::date;

use crate::common::*;

const JAN: Date = date!(2027 - 01 - 31);
const FEB: Date = date!(2027 - 02 - 28);
const MAR: Date = date!(2027 - 03 - 31);

fn schedule(of: &[(Date, i64)]) -> Vec<Instalment> {
    (1..)
        .zip(of)
        .map(|(number, (due, each))| Instalment {
            number,
            due: *due,
            principal: dollars(*each),
            interest: Money::ZERO,
            fee: Money::ZERO,
            paid: Money::ZERO,
            missed: false,
            extra: false,
        })
        .collect()
}

fn worse(before: &[(Date, i64)], after: &[(Date, i64)], given_back: i64) -> Vec<Worse> {
    worse_for_patient(&schedule(before), &schedule(after), dollars(given_back))
}

#[test]
fn less_and_later_need_no_consent() {
    let before = [(JAN, 50), (FEB, 50)];
    for after in [
        &[(JAN, 50), (FEB, 50)][..],
        &[(JAN, 50)],
        &[(FEB, 50), (MAR, 50)],
        &[(JAN, 40), (FEB, 40), (MAR, 20)],
        &[],
    ] {
        assert_eq!(worse(&before, after, 0), [], "{after:?}");
    }
}

#[test]
fn a_larger_instalment_needs_consent_even_when_it_is_later() {
    let larger = Worse::Larger { before: dollars(50), now: dollars(100) };
    assert_eq!(worse(&[(JAN, 50), (FEB, 50)], &[(FEB, 100)], 0), [larger]);
}

#[test]
fn an_earlier_date_needs_consent() {
    let sooner = Worse::Sooner { on: JAN, before: Money::ZERO, now: dollars(50) };
    assert_eq!(worse(&[(FEB, 50), (MAR, 50)], &[(JAN, 50), (MAR, 50)], 0), [sooner]);
}

#[test]
fn more_in_all_needs_consent() {
    let costlier = Worse::Costlier { before: dollars(50), now: dollars(100) };
    assert_eq!(worse(&[(JAN, 50)], &[(JAN, 50), (FEB, 50)], 0), [costlier]);
}

#[test]
fn what_was_given_back_and_is_owed_again_is_not_more() {
    assert_eq!(worse(&[(JAN, 50)], &[(JAN, 50), (FEB, 50)], 50), []);
}

#[test]
fn each_says_what_it_was_and_would_be() {
    let said = worse(&[(JAN, 50)], &[(JAN, 60)], 0).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        said,
        [
            "the largest instalment would be 60.00 instead of 50.00",
            "60.00 would be asked in all instead of 50.00"
        ]
    );
}
