//! What an insurer's adjustment means for whom.
//!
//! An 835 explains each dollar it does not pay by a group code (who answers for
//! it) and a claim adjustment reason code, CARC (why). X12's own descriptions are
//! copyrighted; we store the codes and say what they mean in words of our own,
//! which live in `locales/*/codes.ftl` under `carc-<code>` and `group-<code>`.

use serde::{Deserialize, Serialize};

/// Who answers for an adjustment (`X12 835 CAS01`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Group {
    /// Contractual obligation: never the patient's.
    CO,
    /// Patient responsibility.
    PR,
    /// Other adjustment, such as what an earlier payer already settled.
    OA,
    /// Payer initiated reduction: the insurer's own view, never the patient's.
    PI,
    /// Correction or reversal, in files older than 5010.
    CR,
}

impl Group {
    /// Every group, in the order in which reports list them.
    pub const ALL: [Self; 5] = [Self::CO, Self::PR, Self::OA, Self::PI, Self::CR];

    /// The two letters of the 835.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CO => "CO",
            Self::PR => "PR",
            Self::OA => "OA",
            Self::PI => "PI",
            Self::CR => "CR",
        }
    }

    /// The group with these two letters.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

/// Why a dollar became the patient's, in the words a patient uses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Share {
    /// The yearly amount before insurance pays (PR-1; PR-66 for blood).
    Deductible,
    /// A percentage of the allowed amount (PR-2, PR-122).
    Coinsurance,
    /// A fixed amount a visit (PR-3).
    Copay,
    /// The plan does not pay for it (every other PR).
    NotCovered,
    /// No insurance is on file for the visit.
    SelfPay,
}

impl Share {
    /// The kind of share that a patient-responsibility reason stands for.
    #[must_use]
    pub fn of(carc: &str) -> Self {
        match carc {
            "1" | "66" => Self::Deductible,
            "2" | "122" => Self::Coinsurance,
            "3" => Self::Copay,
            _ => Self::NotCovered,
        }
    }

    /// A word for message ids and CSS, never shown.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Deductible => "deductible",
            Self::Coinsurance => "coinsurance",
            Self::Copay => "copay",
            Self::NotCovered => "not-covered",
            Self::SelfPay => "self-pay",
        }
    }
}

/// What is done with an adjustment when it is posted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    /// The patient owes it now.
    Patient,
    /// Agreed between insurer and practice; nobody pays it.
    Contractual,
    /// A refusal that somebody at the practice can still work on. The patient
    /// owes nothing of it.
    Denied,
    /// Reduces the charge for another reason; nobody pays it.
    Other,
    /// What an earlier payer settled, repeated for arithmetic (OA-23): posting it
    /// again would count it twice.
    PriorPayer,
}

/// Refusals that a practice works rather than writes off: missing or wrong data
/// (16, 18, 22, 31, 109, 125, 129, 140, 148, 163, 226, 227, 251, 252),
/// coverage questions (26, 27, 96, 204), authorisation and necessity (15, 39, 50,
/// 55, 56, 197, 198), deadlines (29) and coding (4, 5, 6, 7, 8, 9, 10, 11, 49, 97,
/// 151, 167, 181, 182, 199). A practice decides each one; until then the
/// money is shown as refused, and never to the patient as due.
pub const WORKABLE: [&str; 41] = [
    "4", "5", "6", "7", "8", "9", "10", "11", "15", "16", "18", "22", "26", "27", "29", "31", "39", "49",
    "50", "55", "56", "96", "97", "109", "125", "129", "140", "148", "151", "163", "167", "181", "182",
    "197", "198", "199", "204", "226", "227", "251", "252",
];

impl Disposition {
    /// What an adjustment of this group and reason calls for.
    ///
    /// Only PR ever reaches the patient (`X12 835 CAS01`): CO and PI are between
    /// insurer and practice, OA goes to staff.
    #[must_use]
    pub fn of(group: Group, carc: &str) -> Self {
        match group {
            Group::PR => Self::Patient,
            Group::OA if carc == "23" => Self::PriorPayer,
            _ if WORKABLE.contains(&carc) => Self::Denied,
            Group::CO => Self::Contractual,
            Group::OA | Group::PI | Group::CR => Self::Other,
        }
    }
}

/// The reasons we have plain words for, beyond the calm sentence for the rest.
pub const EXPLAINED: [&str; 68] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "15", "16", "18", "19", "20", "21", "22", "23",
    "24", "26", "27", "29", "31", "32", "33", "35", "39", "40", "45", "49", "50", "51", "54", "55", "56",
    "58", "59", "66", "94", "96", "97", "100", "109", "119", "122", "125", "129", "131", "140", "144", "148",
    "149", "151", "163", "167", "181", "182", "197", "198", "199", "204", "226", "227", "242", "251", "252",
    "253",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_patient_responsibility_reaches_the_patient() {
        for group in Group::ALL {
            for carc in EXPLAINED.iter().chain(&WORKABLE).chain(&["999", "A1"]) {
                assert_eq!(
                    Disposition::of(group, carc) == Disposition::Patient,
                    group == Group::PR,
                    "{group:?}-{carc}"
                );
            }
        }
    }

    #[test]
    fn what_an_earlier_payer_settled_is_not_posted_twice() {
        assert_eq!(Disposition::of(Group::OA, "23"), Disposition::PriorPayer);
        assert_eq!(Disposition::of(Group::OA, "94"), Disposition::Other);
        assert_eq!(Disposition::of(Group::CO, "23"), Disposition::Contractual);
    }

    #[test]
    fn a_missed_filing_deadline_is_worked_by_the_practice() {
        assert_eq!(Disposition::of(Group::CO, "29"), Disposition::Denied);
        assert_eq!(Disposition::of(Group::CO, "45"), Disposition::Contractual);
    }

    #[test]
    fn shares_are_named_as_patients_name_them() {
        assert_eq!(Share::of("1"), Share::Deductible);
        assert_eq!(Share::of("2"), Share::Coinsurance);
        assert_eq!(Share::of("3"), Share::Copay);
        assert_eq!(Share::of("204"), Share::NotCovered);
    }
}
