//! The arithmetic that every remittance must satisfy (835 guide, section 1.10.2.1).
//!
//! Amounts billed, less everything taken off, is what is paid: for each line, for
//! each claim, and for the payment as a whole. What does not add up is never posted
//! in silence.

use std::fmt;

use domain::Money;

use crate::{Claim, SetTotals};

/// Figures that do not add up. `Display` gives them in a sentence for staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imbalance {
    /// `CLP03` less every `CAS` of claim and lines is not `CLP04`.
    Claim {
        /// The claim's segment.
        segment: u64,
        /// `CLP03`.
        charge: Money,
        /// All adjustments.
        adjustments: Money,
        /// `CLP04`.
        paid: Money,
    },
    /// `SVC02` less the line's `CAS` is not `SVC03`.
    Line {
        /// The line's segment.
        segment: u64,
        /// `SVC02`.
        charge: Money,
        /// The line's adjustments.
        adjustments: Money,
        /// `SVC03`.
        paid: Money,
    },
    /// The lines' `SVC03`, less the claim's own `CAS`, is not `CLP04`.
    Lines {
        /// The claim's segment.
        segment: u64,
        /// The sum of `SVC03`.
        lines_paid: Money,
        /// The claim-level adjustments.
        adjustments: Money,
        /// `CLP04`.
        paid: Money,
    },
    /// The claims' `CLP04`, less `PLB`, is not `BPR02`.
    Payment {
        /// The set's closing segment.
        segment: u64,
        /// The sum of `CLP04`.
        claims_paid: Money,
        /// The sum of `PLB`.
        provider_adjustments: Money,
        /// `BPR02` with its direction.
        payment: Money,
    },
}

impl Claim {
    /// Checks the claim's arithmetic: the claim as a whole, each line, and the lines
    /// against the claim.
    ///
    /// # Errors
    /// The first [`Imbalance`].
    pub fn check(&self) -> Result<(), Imbalance> {
        let all: Money = self.all_adjustments().map(|adjustment| adjustment.amount).sum();
        if self.charge - all != self.paid {
            return Err(Imbalance::Claim {
                segment: self.segment,
                charge: self.charge,
                adjustments: all,
                paid: self.paid,
            });
        }
        for line in &self.lines {
            let adjustments = line.adjusted();
            if line.charge - adjustments != line.paid {
                return Err(Imbalance::Line {
                    segment: line.segment,
                    charge: line.charge,
                    adjustments,
                    paid: line.paid,
                });
            }
        }
        let own: Money = self.adjustments.iter().map(|adjustment| adjustment.amount).sum();
        let lines_paid: Money = self.lines.iter().map(|line| line.paid).sum();
        // With the two checks above, this also says that the lines' charges are the claim's.
        if !self.lines.is_empty() && lines_paid - own != self.paid {
            return Err(Imbalance::Lines {
                segment: self.segment,
                lines_paid,
                adjustments: own,
                paid: self.paid,
            });
        }
        Ok(())
    }
}

impl SetTotals {
    /// Checks that the payment is what its claims pay, less provider adjustments.
    ///
    /// # Errors
    /// [`Imbalance::Payment`].
    pub fn check(&self) -> Result<(), Imbalance> {
        if self.paid - self.provider_adjustments == self.payment {
            return Ok(());
        }
        Err(Imbalance::Payment {
            segment: self.segment,
            claims_paid: self.paid,
            provider_adjustments: self.provider_adjustments,
            payment: self.payment,
        })
    }
}

impl Imbalance {
    /// The segment it concerns.
    #[must_use]
    pub fn segment(&self) -> u64 {
        match *self {
            Self::Claim { segment, .. }
            | Self::Line { segment, .. }
            | Self::Lines { segment, .. }
            | Self::Payment { segment, .. } => segment,
        }
    }
}

impl fmt::Display for Imbalance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Claim { segment, charge, adjustments, paid } => write!(
                f,
                "claim at segment {segment}: charge {charge} less adjustments {adjustments} leaves {}, \
                 but the insurer says it paid {paid}",
                charge - adjustments
            ),
            Self::Line { segment, charge, adjustments, paid } => write!(
                f,
                "service line at segment {segment}: charge {charge} less adjustments {adjustments} leaves {}, \
                 but the insurer says it paid {paid}",
                charge - adjustments
            ),
            Self::Lines { segment, lines_paid, adjustments, paid } => write!(
                f,
                "claim at segment {segment}: its lines were paid {lines_paid}, less claim adjustments \
                 {adjustments} that is {}, but the insurer says it paid {paid}",
                lines_paid - adjustments
            ),
            Self::Payment { segment, claims_paid, provider_adjustments, payment } => write!(
                f,
                "payment that ends at segment {segment}: claims paid {claims_paid} less provider adjustments \
                 {provider_adjustments} is {}, but the payment is {payment}",
                claims_paid - provider_adjustments
            ),
        }
    }
}

impl std::error::Error for Imbalance {}
