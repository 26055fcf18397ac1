//! What an insurer did with a claim: `CLP02`, X12 code list 1029.

use std::fmt;

/// The outcome an insurer reports for a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimStatus {
    /// 1: processed as primary.
    ProcessedPrimary,
    /// 2: processed as secondary.
    ProcessedSecondary,
    /// 3: processed as tertiary.
    ProcessedTertiary,
    /// 4: denied.
    Denied,
    /// 19: processed as primary and forwarded to further insurers.
    PrimaryForwarded,
    /// 20: processed as secondary and forwarded to further insurers.
    SecondaryForwarded,
    /// 21: processed as tertiary and forwarded to further insurers.
    TertiaryForwarded,
    /// 22: takes back an earlier payment; amounts are the earlier ones, negated.
    Reversal,
    /// 23: not this insurer's claim, forwarded to the right one.
    NotOurClaim,
    /// 25: an answer to "what would you pay": no payment.
    Predetermination,
    /// Any other code, as written.
    Other(String),
}

impl ClaimStatus {
    /// The status of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code {
            "1" => Self::ProcessedPrimary,
            "2" => Self::ProcessedSecondary,
            "3" => Self::ProcessedTertiary,
            "4" => Self::Denied,
            "19" => Self::PrimaryForwarded,
            "20" => Self::SecondaryForwarded,
            "21" => Self::TertiaryForwarded,
            "22" => Self::Reversal,
            "23" => Self::NotOurClaim,
            "25" => Self::Predetermination,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The code as the standard writes it.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::ProcessedPrimary => "1",
            Self::ProcessedSecondary => "2",
            Self::ProcessedTertiary => "3",
            Self::Denied => "4",
            Self::PrimaryForwarded => "19",
            Self::SecondaryForwarded => "20",
            Self::TertiaryForwarded => "21",
            Self::Reversal => "22",
            Self::NotOurClaim => "23",
            Self::Predetermination => "25",
            Self::Other(code) => code,
        }
    }

    /// True for a reversal (22), whose amounts undo an earlier claim's.
    #[must_use]
    pub fn is_reversal(&self) -> bool {
        matches!(self, Self::Reversal)
    }
}

impl fmt::Display for ClaimStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
