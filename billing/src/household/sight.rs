//! How much of an account whoever looks may see.

use std::collections::BTreeSet;

use domain::{GuarantorId, PatientId, VisitId};
use time::{Date, Month};

use super::{Seen, members, store};
use crate::Door;
use crate::accounts::Practice;
use crate::db::Tx;
use crate::identity::Scope;

/// How much of an account whoever looks may see: always every amount, and what the care
/// was unless it is withheld.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sight {
    scope: Scope,
    patients: BTreeSet<PatientId>,
    visits: BTreeSet<VisitId>,
}

impl Sight {
    /// Everything, as staff see it.
    #[must_use]
    pub fn whole() -> Self {
        Self { scope: Scope::Own, patients: BTreeSet::new(), visits: BTreeSet::new() }
    }

    /// Whether they answer for the account themselves: only then may they decide who
    /// else sees it, or how statements come.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.scope == Scope::Own
    }

    /// Whether anything at all may be withheld.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.scope != Scope::Amounts && self.patients.is_empty()
    }

    /// Whether what this visit was for is not theirs to see.
    #[must_use]
    pub fn withholds(&self, visit: VisitId) -> bool {
        self.scope == Scope::Amounts || self.visits.contains(&visit)
    }

    /// Whether what is done for this patient is not theirs to see.
    #[must_use]
    pub fn withholds_patient(&self, patient: PatientId) -> bool {
        self.scope == Scope::Amounts || self.patients.contains(&patient)
    }
}

/// What somebody with this scope sees of an account today.
///
/// # Errors
/// The database's word.
pub async fn sight(
    tx: &mut Tx,
    door: &Door,
    practice: &Practice,
    guarantor: GuarantorId,
    scope: Scope,
) -> Result<Sight, sqlx::Error> {
    let mut sight = Sight { scope, patients: BTreeSet::new(), visits: BTreeSet::new() };
    if scope == Scope::Amounts {
        return Ok(sight);
    }
    for member in members(tx, door, practice, guarantor).await? {
        if member.seen == Seen::Amounts {
            sight.visits.extend(store::visits_of(tx, practice.id, guarantor, member.patient).await?);
            sight.patients.insert(member.patient);
        }
    }
    Ok(sight)
}

/// The day so many years earlier: whoever was born on it or before has had that birthday.
/// Who is born on 29 February has it on 1 March of a common year.
pub(super) fn years_before(day: Date, years: i64) -> Date {
    let year = day.year() - i32::try_from(years).unwrap_or_default();
    day.replace_year(year)
        .unwrap_or_else(|_| Date::from_calendar_date(year, Month::February, 28).unwrap_or(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn somebody_is_of_age_on_the_birthday_and_not_the_day_before() {
        let of_age = |born: Date, today: Date| born <= years_before(today, 18);
        assert!(!of_age(date!(2008 - 11 - 24), date!(2026 - 11 - 23)));
        assert!(of_age(date!(2008 - 11 - 24), date!(2026 - 11 - 24)));
        // Born on a leap day.
        assert!(!of_age(date!(2008 - 02 - 29), date!(2026 - 02 - 28)));
        assert!(of_age(date!(2008 - 02 - 29), date!(2026 - 03 - 01)));
        // Looked at on a leap day.
        assert!(of_age(date!(2010 - 02 - 28), date!(2028 - 02 - 29)));
        assert!(!of_age(date!(2010 - 03 - 01), date!(2028 - 02 - 29)));
    }
}
