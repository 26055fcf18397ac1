//! Business days: every day but Saturdays, Sundays and the federal holidays, by rule.

use time::{Date, Duration, Month, Weekday};

/// Whether nobody has to work on a day.
fn is_free(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || is_holiday(day)
}

/// Whether a day is a federal holiday (5 USC 6103(a)), or the day on which one is observed that
/// falls on a weekend: the Friday before a Saturday, the Monday after a Sunday (6103(b);
/// Executive Order 11582).
fn is_holiday(day: Date) -> bool {
    let near = |days: i64| day.checked_add(Duration::days(days));
    is_named(day)
        || (day.weekday() == Weekday::Friday && near(1).is_some_and(is_named))
        || (day.weekday() == Weekday::Monday && near(-1).is_some_and(is_named))
}

fn is_named(day: Date) -> bool {
    let which = (day.day() - 1) / 7 + 1;
    let is_last = day.month().length(day.year()) - day.day() < 7;
    match (day.month(), day.weekday()) {
        (Month::January, Weekday::Monday) if which == 3 => true,
        (Month::February, Weekday::Monday) if which == 3 => true,
        (Month::May, Weekday::Monday) if is_last => true,
        (Month::September, Weekday::Monday) if which == 1 => true,
        (Month::October, Weekday::Monday) if which == 2 => true,
        (Month::November, Weekday::Thursday) if which == 4 => true,
        _ => matches!(
            (day.month(), day.day()),
            (Month::January, 1)
                | (Month::June, 19)
                | (Month::July, 4)
                | (Month::November, 11)
                | (Month::December, 25)
        ),
    }
}

/// The day so many business days after a day, which does not count itself.
#[must_use]
pub fn after(day: Date, count: u32) -> Date {
    let (mut at, mut left) = (day, count);
    while left > 0 {
        let Some(next) = at.next_day() else { return Date::MAX };
        at = next;
        left -= u32::from(!is_free(at));
    }
    at
}

/// How many business days come after the first day, up to and with the second; none when the
/// second is not later.
#[must_use]
pub fn between(first: Date, second: Date) -> u32 {
    let (mut at, mut count) = (first, 0);
    while at < second {
        let Some(next) = at.next_day() else { break };
        at = next;
        count += u32::from(!is_free(at));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    /// As the Office of Personnel Management lists them for 2026 and 2027.
    #[test]
    fn the_holidays_are_those_that_are_published() {
        let listed = [
            date!(2026 - 01 - 01),
            date!(2026 - 01 - 19),
            date!(2026 - 02 - 16),
            date!(2026 - 05 - 25),
            date!(2026 - 06 - 19),
            date!(2026 - 07 - 03),
            date!(2026 - 07 - 04),
            date!(2026 - 09 - 07),
            date!(2026 - 10 - 12),
            date!(2026 - 11 - 11),
            date!(2026 - 11 - 26),
            date!(2026 - 12 - 25),
            date!(2027 - 01 - 01),
            date!(2027 - 01 - 18),
            date!(2027 - 02 - 15),
            date!(2027 - 05 - 31),
            date!(2027 - 06 - 18),
            date!(2027 - 06 - 19),
            date!(2027 - 07 - 04),
            date!(2027 - 07 - 05),
            date!(2027 - 09 - 06),
            date!(2027 - 10 - 11),
            date!(2027 - 11 - 11),
            date!(2027 - 11 - 25),
            date!(2027 - 12 - 24),
            date!(2027 - 12 - 25),
            date!(2027 - 12 - 31),
        ];
        let mut day = date!(2026 - 01 - 01);
        let mut found = Vec::new();
        while day < date!(2028 - 01 - 01) {
            found.extend(is_holiday(day).then_some(day));
            day = day.next_day().unwrap();
        }
        assert_eq!(found, listed);
    }

    #[test]
    fn thanksgiving_and_a_weekend_do_not_count() {
        assert_eq!(after(date!(2026 - 11 - 25), 2), date!(2026 - 11 - 30));
        assert_eq!(between(date!(2026 - 11 - 25), date!(2026 - 11 - 30)), 2);
        assert_eq!(between(date!(2026 - 11 - 27), date!(2026 - 11 - 29)), 0);
    }

    proptest! {
        #[test]
        fn counting_on_and_counting_between_agree(start in 2_461_000_i32..2_470_000, count in 1_u32..90) {
            let day = Date::from_julian_day(start).unwrap();
            let end = after(day, count);
            prop_assert!(!is_free(end));
            prop_assert_eq!(between(day, end), count);
        }
    }
}
