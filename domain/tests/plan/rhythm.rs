use domain::plan::{FirstPeriod, Rhythm};
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Month};

fn dates(rhythm: Rhythm, first: Date, count: usize) -> Vec<String> {
    rhythm.from(first).take(count).map(|date| date.to_string()).collect()
}

#[test]
fn the_31st_comes_back_after_february() {
    let last = Rhythm::Monthly { day: 31 };
    assert_eq!(
        dates(last, date!(2027 - 12 - 31), 5),
        ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]
    );
    assert_eq!(dates(last, date!(2027 - 02 - 28), 3), ["2027-02-28", "2027-03-31", "2027-04-30"]);
    assert_eq!(
        dates(Rhythm::Monthly { day: 30 }, date!(2027 - 01 - 30), 3),
        ["2027-01-30", "2027-02-28", "2027-03-30"]
    );
}

#[test]
fn two_weeks_are_fourteen_days_across_a_year_and_a_change_of_clocks() {
    assert_eq!(
        dates(Rhythm::EveryTwoWeeks, date!(2026 - 12 - 25), 3),
        ["2026-12-25", "2027-01-08", "2027-01-22"]
    );
    // Clocks change on 14 March 2027 in the United States.
    assert_eq!(dates(Rhythm::EveryTwoWeeks, date!(2027 - 03 - 07), 2), ["2027-03-07", "2027-03-21"]);
}

#[test]
fn the_first_and_the_fifteenth_take_turns() {
    assert_eq!(
        dates(Rhythm::FirstAndFifteenth, date!(2026 - 12 - 15), 3),
        ["2026-12-15", "2027-01-01", "2027-01-15"]
    );
}

#[test]
fn a_first_date_is_one_of_the_pay_days() {
    let last = Rhythm::Monthly { day: 31 };
    assert!(last.fits(date!(2027 - 02 - 28)) && !last.fits(date!(2028 - 02 - 28)));
    assert_eq!(last.first_from(date!(2027 - 02 - 10)), Some(date!(2027 - 02 - 28)));
    assert_eq!(Rhythm::Monthly { day: 5 }.first_from(date!(2027 - 02 - 10)), Some(date!(2027 - 03 - 05)));
    assert_eq!(Rhythm::FirstAndFifteenth.first_from(date!(2027 - 12 - 16)), Some(date!(2028 - 01 - 01)));
}

#[test]
fn going_on_keeps_the_fortnight_that_was_chosen() {
    let friday = date!(2027 - 01 - 01);
    let on = Rhythm::EveryTwoWeeks.resume(friday, date!(2027 - 02 - 01));
    assert_eq!(on, Some(date!(2027 - 02 - 12)));
    assert_eq!(Rhythm::EveryTwoWeeks.resume(friday, date!(2027 - 01 - 15)), Some(date!(2027 - 01 - 15)));
}

/// The first periods of the examples in Appendix J (c) that have a rhythm of ours.
#[test]
fn first_periods_are_counted_as_appendix_j_counts_them() {
    let month = |day| Rhythm::Monthly { day };
    for (rhythm, start, first, whole, days, of) in [
        (month(10), date!(1978 - 01 - 10), date!(1978 - 02 - 10), 1, 0, 30),
        (month(1), date!(1978 - 02 - 10), date!(1978 - 04 - 01), 1, 19, 30),
        (Rhythm::FirstAndFifteenth, date!(1978 - 02 - 23), date!(1978 - 03 - 01), 0, 6, 15),
        (Rhythm::EveryTwoWeeks, date!(1978 - 04 - 03), date!(1978 - 04 - 11), 0, 8, 14),
        // (b)(3)(iv): from the last day of a month to the last day of another.
        (month(31), date!(2027 - 01 - 31), date!(2027 - 02 - 28), 1, 0, 30),
        (month(5), date!(2026 - 12 - 31), date!(2027 - 01 - 05), 0, 5, 30),
    ] {
        assert_eq!(rhythm.first_period(start, first), FirstPeriod { whole, days, of }, "{start} {first}");
    }
}

fn any_date() -> impl Strategy<Value = Date> {
    (Date::from_calendar_date(2020, Month::January, 1).unwrap().to_julian_day()..2_480_000)
        .prop_map(|day| Date::from_julian_day(day).unwrap())
}

proptest! {
    #[test]
    fn a_monthly_date_is_the_day_chosen_or_the_last_of_a_shorter_month(day in 1_u8..=31, start in any_date()) {
        let rhythm = Rhythm::Monthly { day };
        let dates: Vec<Date> = rhythm.from(rhythm.first_from(start).unwrap()).take(60).collect();
        for pair in dates.windows(2) {
            let months = |date: Date| date.year() * 12 + i32::from(u8::from(date.month()));
            prop_assert_eq!(months(pair[1]) - months(pair[0]), 1);
        }
        for date in dates {
            prop_assert_eq!(date.day(), day.min(date.month().length(date.year())));
            prop_assert!(date >= start);
        }
    }

    #[test]
    fn going_on_never_asks_sooner_and_stays_in_the_rhythm(start in any_date(), wait in 0_i64..900, kind in 0..33) {
        let rhythm = match kind {
            0 => Rhythm::EveryTwoWeeks,
            32 => Rhythm::FirstAndFifteenth,
            day => Rhythm::Monthly { day: u8::try_from(day).unwrap() },
        };
        let due = rhythm.first_from(start).unwrap();
        let day = start + time::Duration::days(wait);
        let on = rhythm.resume(due, day).unwrap();
        prop_assert!(on >= day && on >= due);
        prop_assert!(rhythm.from(due).take_while(|date| *date <= on).last() == Some(on));
    }
}
