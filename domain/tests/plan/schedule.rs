use domain::Money;
use domain::plan::*;
use proptest::prelude::*;
use time::Date;
use time::macros::date;

use crate::common::*;

const FIRST: Date = date!(2027 - 01 - 31);

fn pace(smallest: i64, points: u16) -> Pace {
    Pace {
        rhythm: Rhythm::Monthly { day: 31 },
        rate: Rate::from_basis_points(points).unwrap(),
        smallest: dollars(smallest),
        first_part: Part::WHOLE,
    }
}

fn drawn(owed: i64, size: Size) -> Vec<i64> {
    amounts(&pace(25, 0).draw(dollars(owed), FIRST, size).unwrap())
}

#[test]
fn a_hundred_dollars_in_three() {
    assert_eq!(drawn(100, Size::Count(3)), [3_333, 3_333, 3_334]);
}

#[test]
fn the_last_instalment_takes_the_rest() {
    assert_eq!(drawn(180, Size::Amount(dollars(50))), [5_000, 5_000, 5_000, 3_000]);
    assert_eq!(drawn(40, Size::Amount(dollars(50))), [4_000]);
}

#[test]
fn a_rest_that_is_too_small_is_made_up_by_the_one_before() {
    assert_eq!(drawn(120, Size::Amount(dollars(50))), [5_000, 4_500, 2_500]);
}

#[test]
fn a_rest_that_cannot_be_made_up_joins_the_one_before() {
    assert_eq!(drawn(70, Size::Amount(dollars(30))), [3_000, 4_000]);
}

#[test]
fn interest_is_on_what_is_left() {
    // 12 % a year is 1 % a month: on 300, on 200 and on 99.
    let drawn = pace(25, 1_200).draw(dollars(300), FIRST, Size::Amount(dollars(103))).unwrap();
    let interest: Vec<i64> = drawn.iter().map(|one| one.interest.cents()).collect();
    assert_eq!(interest, [300, 200, 99]);
    assert_eq!(amounts(&drawn), [10_300, 10_300, 9_999]);
}

#[test]
fn even_instalments_with_interest_differ_by_cents_only() {
    let drawn = pace(25, 999).draw(dollars(1_000), FIRST, Size::Count(12)).unwrap();
    let amounts = amounts(&drawn);
    assert!(
        amounts[..11].iter().all(|each| *each == amounts[0]) && amounts[11] - amounts[0] < 12,
        "{amounts:?}"
    );
    assert_eq!(drawn.iter().map(|one| one.principal).sum::<Money>(), dollars(1_000));
}

#[test]
fn what_never_ends_is_not_drawn() {
    let draw = |size| pace(1, 3_600).draw(dollars(10_000), FIRST, size).map(|drawn| drawn.len());
    assert_eq!(draw(Size::Amount(dollars(300))), Err(DrawError::NeverEnds(dollars(300))));
    assert_eq!(draw(Size::Count(0)), Err(DrawError::Nothing));
    assert_eq!(draw(Size::Count(301)), Err(DrawError::TooMany));
    assert_eq!(pace(1, 0).draw(Money::ZERO, FIRST, Size::Count(3)), Err(DrawError::Nothing));
    assert_eq!(pace(1, 0).draw(cents(2), FIRST, Size::Count(3)), Err(DrawError::TooMany));
    assert_eq!(
        pace(1, 0).draw(dollars(9), date!(9999 - 12 - 31), Size::Count(3)),
        Err(DrawError::BeyondCalendar)
    );
}

#[test]
fn a_rate_above_the_limit_is_not_one() {
    assert!(Rate::from_basis_points(3_601).is_err());
    assert!(serde_json::from_str::<Rate>("3601").is_err());
}

proptest! {
    #[test]
    fn any_schedule_adds_up(
        owed in 1_i64..2_000_000,
        amount in 1_i64..100_000,
        count in 1_u32..=60,
        by_count: bool,
        points in 0_u16..=3_600,
        smallest in 1_i64..5_000,
    ) {
        let pace = Pace { smallest: cents(smallest), ..pace(1, points) };
        let size = if by_count { Size::Count(count) } else { Size::Amount(cents(amount.max(smallest))) };
        let Ok(drawn) = pace.draw(cents(owed), FIRST, size) else { return Ok(()) };
        prop_assert_eq!(drawn.iter().map(|one| one.principal).sum::<Money>(), cents(owed));
        prop_assert!(drawn.windows(2).all(|pair| pair[0].due < pair[1].due));
        prop_assert!(drawn.iter().all(|one| one.principal.is_positive() && !one.interest.is_negative()));
        prop_assert_eq!(drawn.iter().map(|one| one.number).collect::<Vec<_>>(), (1..).take(drawn.len()).collect::<Vec<u32>>());
        match size {
            Size::Count(count) => {
                prop_assert_eq!(drawn.len(), count as usize);
                let amounts = amounts(&drawn);
                let (last, others) = amounts.split_last().unwrap();
                prop_assert!(others.iter().all(|each| each == &others[0]));
                prop_assert!(others.is_empty() || (*last >= others[0] && last - others[0] <= i64::from(count) * 3));
            }
            Size::Amount(most) => {
                let (last, others) = drawn.split_last().unwrap();
                prop_assert!(others.iter().all(|one| one.amount() <= most));
                prop_assert!(last.amount() < most + pace.smallest);
                let small = drawn.iter().any(|one| one.amount() < pace.smallest);
                prop_assert!(!small || drawn.len() == 1);
            }
        }
    }
}
