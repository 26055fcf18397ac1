//! Who sees what the care of somebody on an account was.
//!
//! A guarantor answers for money; what the care was belongs to whoever was treated. Until
//! they are of age the guarantor decides with them, afterwards they decide alone
//! (45 CFR 164.502(g), 164.508).

use time::{Date, Month};

/// What is known of somebody on an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Their birthday.
    pub born: Date,
    /// They answer for this account themselves.
    pub is_guarantor: bool,
    /// The practice's record calls them the spouse of whoever answers for this account.
    pub is_spouse: bool,
    /// They agreed that the guarantor sees; the last day of that, if it has one.
    pub consent: Option<Option<Date>>,
}

/// Whether what somebody's care was is seen, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    /// It is the guarantor's own, or a child's under age.
    Always,
    /// It is the spouse's, as the practice recorded them: by the guarantor.
    Spouse,
    /// They have come of age and agreed that the guarantor sees; the last day of that.
    ByConsent(Option<Date>),
    /// They have come of age and not agreed: what there is to pay, and no more.
    Amounts,
}

impl Seen {
    /// Who is seen on `today`, in a practice where people come of age at `years`.
    #[must_use]
    pub fn of(standing: &Standing, today: Date, years: i64) -> Self {
        let standing_consent = standing.consent.filter(|ends| ends.is_none_or(|day| day >= today));
        match standing_consent {
            _ if standing.is_guarantor || !is_of_age(standing.born, today, years) => Self::Always,
            _ if standing.is_spouse => Self::Spouse,
            Some(ends_on) => Self::ByConsent(ends_on),
            None => Self::Amounts,
        }
    }

    /// Whether the guarantor sees it.
    #[must_use]
    pub fn by_guarantor(self) -> bool {
        self != Self::Amounts
    }

    /// Whether somebody sees it whom the guarantor lets see care: not what another adult let
    /// the guarantor see, which is not the guarantor's to pass on.
    #[must_use]
    pub fn by_helper(self) -> bool {
        self == Self::Always
    }

    /// Whether it is for them to say that the guarantor sees.
    #[must_use]
    pub fn is_theirs_to_say(self) -> bool {
        matches!(self, Self::ByConsent(_) | Self::Amounts)
    }
}

/// Whether somebody has had the birthday that makes them of age. Who was born on 29 February
/// has it on 1 March of a common year.
fn is_of_age(born: Date, today: Date, years: i64) -> bool {
    let year = today.year() - i32::try_from(years).unwrap_or_default();
    let last = today
        .replace_year(year)
        .or_else(|_| Date::from_calendar_date(year, Month::February, 28))
        .unwrap_or(today);
    born <= last
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn somebody_is_of_age_on_the_birthday_and_not_the_day_before() {
        let of_age = |born, today| is_of_age(born, today, 18);
        assert!(!of_age(date!(2008 - 11 - 24), date!(2026 - 11 - 23)));
        assert!(of_age(date!(2008 - 11 - 24), date!(2026 - 11 - 24)));
        // Born on a leap day.
        assert!(!of_age(date!(2008 - 02 - 29), date!(2026 - 02 - 28)));
        assert!(of_age(date!(2008 - 02 - 29), date!(2026 - 03 - 01)));
        // Looked at on a leap day.
        assert!(of_age(date!(2010 - 02 - 28), date!(2028 - 02 - 29)));
        assert!(!of_age(date!(2010 - 03 - 01), date!(2028 - 02 - 29)));
    }

    #[test]
    fn who_sees_whom() {
        let today = date!(2026 - 11 - 24);
        let (child, grown) = (date!(2015 - 01 - 01), date!(1999 - 01 - 01));
        let (ends_today, ended) = (Some(today), Some(date!(2026 - 11 - 23)));
        let of = |born, is_guarantor, is_spouse, consent| {
            Seen::of(&Standing { born, is_guarantor, is_spouse, consent }, today, 18)
        };
        for (seen, expected, guarantor, helper) in [
            (of(grown, true, false, None), Seen::Always, true, true),
            (of(child, false, false, None), Seen::Always, true, true),
            (of(child, false, false, Some(None)), Seen::Always, true, true),
            (of(grown, false, true, None), Seen::Spouse, true, false),
            (of(grown, false, false, Some(None)), Seen::ByConsent(None), true, false),
            (of(grown, false, false, Some(ends_today)), Seen::ByConsent(ends_today), true, false),
            (of(grown, false, false, Some(ended)), Seen::Amounts, false, false),
            (of(grown, false, false, None), Seen::Amounts, false, false),
        ] {
            assert_eq!(seen, expected);
            assert_eq!((seen.by_guarantor(), seen.by_helper()), (guarantor, helper), "{seen:?}");
        }
    }
}
