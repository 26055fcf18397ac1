//! Which way to go about a refusal.

coded! {
    /// What is usually done about a refusal.
    Route {
        /// Correct or complete the claim and send it again.
        Fix = "fix",
        /// Ask the insurer to look at its decision again, with papers.
        Appeal = "appeal",
        /// Find out who insures the patient: the patient can help.
        Coverage = "coverage",
        /// Have the codes looked at and send a corrected claim.
        Coding = "coding",
        /// Nothing more is to be expected: write it off.
        WriteOff = "write_off",
    }
}

/// The reasons (CARC) that are worked, with their usual way: our own judgement of what each asks
/// for; the reasons themselves are [`crate::codes::WORKABLE`].
const WAYS: [(Route, &[&str]); 4] = [
    (Route::Fix, &["15", "16", "18", "125", "129", "148", "163", "226", "227", "251", "252"]),
    (Route::Appeal, &["29", "39", "50", "55", "56", "151", "197", "198"]),
    (Route::Coverage, &["22", "26", "27", "31", "96", "109", "140", "204"]),
    (Route::Coding, &["4", "5", "6", "7", "8", "9", "10", "11", "49", "97", "167", "181", "182", "199"]),
];

/// Remarks (RARC) that say more than the reason beside them: what is missing is another insurer's
/// decision or who is insured (coverage); the service is part of another one that was paid.
const REMARKS: [(&str, &[&str], Route); 2] = [
    ("16", &["MA04", "MA61", "MA92", "N4", "N382"], Route::Coverage),
    ("97", &["M15", "M80", "M144", "N19", "N20"], Route::WriteOff),
];

impl Route {
    /// The usual way for a reason and the remarks beside it.
    #[must_use]
    pub fn of<'a>(carc: &str, mut remarks: impl Iterator<Item = &'a str>) -> Self {
        let told = REMARKS.iter().find(|(reason, ..)| *reason == carc);
        if let Some((_, codes, route)) = told
            && remarks.any(|remark| codes.contains(&remark))
        {
            return *route;
        }
        let usual = WAYS.iter().find(|(_, reasons)| reasons.contains(&carc));
        usual.map_or(Self::Fix, |(route, _)| *route)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::WORKABLE;

    #[test]
    fn every_refusal_that_is_worked_has_one_way_and_no_other_reason_has() {
        let mut ways: Vec<&str> = WAYS.iter().flat_map(|(_, reasons)| reasons.iter().copied()).collect();
        let mut worked = WORKABLE.to_vec();
        ways.sort_unstable();
        worked.sort_unstable();
        assert_eq!(ways, worked);
    }

    #[test]
    fn a_remark_says_more_than_its_reason() {
        let way = |carc, remarks: &[&'static str]| Route::of(carc, remarks.iter().copied());
        assert_eq!(way("16", &[]), Route::Fix);
        assert_eq!(way("16", &["M51", "MA92"]), Route::Coverage);
        assert_eq!(way("97", &["N19"]), Route::WriteOff);
        // The remark belongs to its reason and to no other.
        assert_eq!(way("29", &["N19", "MA92"]), Route::Appeal);
    }
}
