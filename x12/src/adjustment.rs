//! Why a claim or a line is paid less than it was billed: the `CAS` segment.

use std::fmt;

use domain::Money;

use crate::error::{X12ErrorKind, shown};
use crate::{Segment, X12Error};

/// Who answers for an adjustment (X12 code list 1033).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdjustmentGroup {
    /// `CO`: the contract between insurer and practice; never the patient's.
    ContractualObligation,
    /// `PR`: the patient's share.
    PatientResponsibility,
    /// `OA`: another reason, such as what an earlier insurer paid.
    OtherAdjustment,
    /// `PI`: the insurer's own reduction, without a contract behind it.
    PayerInitiated,
    /// `CR`: a correction or reversal (not part of 5010, still sent).
    CorrectionReversal,
}

impl AdjustmentGroup {
    /// All five, in the order of their totals.
    pub const ALL: [Self; 5] = [
        Self::ContractualObligation,
        Self::PatientResponsibility,
        Self::OtherAdjustment,
        Self::PayerInitiated,
        Self::CorrectionReversal,
    ];

    /// The two-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ContractualObligation => "CO",
            Self::PatientResponsibility => "PR",
            Self::OtherAdjustment => "OA",
            Self::PayerInitiated => "PI",
            Self::CorrectionReversal => "CR",
        }
    }

    /// The group of a two-letter code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

impl fmt::Display for AdjustmentGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One amount taken off (or, negative, added to) what was billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Who answers for it.
    pub group: AdjustmentGroup,
    /// The claim adjustment reason code (CARC), one to five letters and digits.
    pub reason: String,
    /// How much. Positive lowers the payment.
    pub amount: Money,
    /// How many units it concerns, as written.
    pub quantity: Option<String>,
}

impl Adjustment {
    /// Reads a `CAS` segment: one group and up to six of reason, amount, quantity.
    ///
    /// # Errors
    /// A group or reason that is no such code, a reason without an amount, an
    /// amount without a reason, or a segment that adjusts nothing.
    pub(crate) fn read(segment: &Segment<'_>, into: &mut Vec<Self>) -> Result<(), X12Error> {
        let code = segment.text(1);
        let Some(group) = AdjustmentGroup::from_code(&code) else {
            return Err(segment.error(X12ErrorKind::Code {
                element: segment.name_of(1),
                code: shown(&code),
                expected: "an adjustment group (CO, PR, OA, PI or CR)",
            }));
        };
        let before = into.len();
        for at in (2..=segment.len()).step_by(3) {
            let reason = segment.text(at);
            let amount = segment.money(at + 1)?;
            let quantity = segment.owned(at + 2);
            if reason.is_empty() && amount.is_none() && quantity.is_none() {
                continue;
            }
            if at > 17 {
                return Err(segment.error(X12ErrorKind::TooMany { what: "adjustments in one CAS", limit: 6 }));
            }
            if reason.is_empty() {
                return Err(segment.error(X12ErrorKind::Missing(segment.name_of(at))));
            }
            if reason.len() > 5 || !reason.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(segment.error(X12ErrorKind::Code {
                    element: segment.name_of(at),
                    code: shown(&reason),
                    expected: "an adjustment reason of up to five letters and digits",
                }));
            }
            let Some(amount) = amount else {
                return Err(segment.error(X12ErrorKind::Missing(segment.name_of(at + 1))));
            };
            into.push(Self { group, reason: reason.into_owned(), amount, quantity });
        }
        if into.len() == before {
            return Err(segment.error(X12ErrorKind::Missing(segment.name_of(2))));
        }
        Ok(())
    }
}
