//! The examples of 12 CFR Part 1026, Appendix J (c), and the one of (b)(9).

use domain::Money;
use domain::plan::*;
use proptest::prelude::*;
use time::macros::date;

use crate::common::*;

fn many(first: i64, count: usize, each: i64, last: &[i64]) -> Vec<Money> {
    let all = std::iter::once(first).chain(std::iter::repeat_n(each, count)).chain(last.iter().copied());
    all.map(cents).collect()
}

fn period(whole: u32, days: u32, of: u32) -> FirstPeriod {
    FirstPeriod { whole, days, of }
}

#[test]
fn the_published_examples() {
    let examples = [
        ("(b)(9)", 1_000, many(3_361, 35, 3_361, &[]), period(1, 0, 30), 12, 1_283),
        ("(c)(1)(i)", 5_000, many(23_000, 23, 23_000, &[]), period(1, 0, 30), 12, 969),
        ("(c)(1)(ii)", 6_000, many(20_000, 35, 20_000, &[]), period(1, 19, 30), 12, 1_182),
        ("(c)(1)(iii)", 5_000, many(21_917, 23, 21_917, &[]), period(0, 6, 15), 24, 1_034),
        ("(c)(1)(iv)", 10_000, many(38_500, 39, 38_500, &[]), period(1, 39, 90), 4, 897),
        ("(c)(1)(v)", 500, many(1_760, 29, 1_760, &[]), period(4, 4, 7), 52, 1_496),
        ("(c)(2)(i)", 5_000, many(25_000, 23, 23_000, &[]), period(1, 0, 30), 12, 1_008),
        ("(c)(2)(ii)", 400, many(3_950, 11, 3_831, &[]), period(1, 5, 28), 13, 2_850),
        ("(c)(3)(i)", 5_000, many(23_000, 22, 23_000, &[28_000]), period(1, 0, 30), 12, 1_050),
        ("(c)(3)(ii)", 200, many(950, 18, 950, &[3_000]), period(0, 8, 14), 26, 1_222),
        ("(c)(4)(i)", 5_000, many(25_000, 22, 23_000, &[28_000]), period(1, 0, 30), 12, 1_090),
        ("(c)(4)(ii)", 8_000, many(44_936, 18, 46_500, &[20_000]), period(0, 52, 60), 6, 730),
    ];
    for (name, advance, payments, first, per_year, expected) in examples {
        let apr = Apr::of(dollars(advance), &payments, first, per_year);
        assert_eq!(apr, Some(Apr(expected)), "{name}");
    }
}

#[test]
fn a_single_payment_has_its_term_as_its_unit() {
    // (c)(5)(i): 255 days.
    let single =
        |payment, start, due| Apr::of_single(dollars(1_000), dollars(payment), start, due).map(|apr| apr.0);
    assert_eq!(single(1_080, date!(1978 - 01 - 03), date!(1978 - 09 - 15)), Some(1_145));
    // Six months to the day: two terms a year.
    assert_eq!(single(1_044, date!(1978 - 07 - 15), date!(1979 - 01 - 15)), Some(880));
    assert_eq!(single(1_000, date!(1978 - 07 - 15), date!(1979 - 01 - 15)), Some(0));
    assert_eq!(single(1_044, date!(1978 - 07 - 15), date!(1978 - 07 - 15)), None);
}

#[test]
fn no_charge_is_no_rate_and_usury_is_none_at_all() {
    let regular = FirstPeriod::REGULAR;
    assert_eq!(Apr::of(dollars(100), &[dollars(50), dollars(50)], regular, 12), Some(Apr(0)));
    assert_eq!(Apr::of(dollars(100), &[dollars(300)], regular, 12), None);
    assert_eq!(Apr::of(Money::ZERO, &[dollars(50)], regular, 12), None);
    assert_eq!(Apr(1_283).to_string(), "12.83 %");
    assert_eq!(Apr(5).to_string(), "0.05 %");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What we ask is rounded down and never for longer than a period: the law's rate, found
    /// without our interest code, is not above the rate in the policy, and within its tolerance
    /// of 1/8 of a percentage point where amounts are not so small that cents distort them.
    #[test]
    fn the_yearly_rate_is_the_policy_rate(points in 100_u16..=3_600, owed in 500_i64..5_000, count in 2_u32..=24) {
        let request = Request { first: date!(2027 - 01 - 14), rhythm: Rhythm::Monthly { day: 14 }, ..request(dollars(owed), Size::Count(count)) };
        let policy = Policy { smallest: cents(1), longest: vec![Band { up_to: None, months: 24 }], ..policy_at(points) };
        let apr = policy.offer(&request, TODAY).unwrap().disclosure.unwrap().apr.0;
        prop_assert!(apr <= u32::from(points) && apr + 12 >= u32::from(points), "{apr} {points}");
    }
}
