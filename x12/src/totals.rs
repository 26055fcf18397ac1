//! What a transaction set adds up to, by its own figures.

use std::fmt;

use domain::Money;

use crate::{Adjustment, AdjustmentGroup, Claim, ProviderAdjustment};

/// Sums of adjustments, at claim and line level, by who answers for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupTotals {
    /// Contractual obligation.
    pub co: Money,
    /// Patient responsibility.
    pub pr: Money,
    /// Other adjustments.
    pub oa: Money,
    /// Payer initiated reductions.
    pub pi: Money,
    /// Corrections and reversals.
    pub cr: Money,
}

impl GroupTotals {
    /// The sum of one group.
    #[must_use]
    pub fn get(&self, group: AdjustmentGroup) -> Money {
        match group {
            AdjustmentGroup::ContractualObligation => self.co,
            AdjustmentGroup::PatientResponsibility => self.pr,
            AdjustmentGroup::OtherAdjustment => self.oa,
            AdjustmentGroup::PayerInitiated => self.pi,
            AdjustmentGroup::CorrectionReversal => self.cr,
        }
    }

    /// The sum of all five.
    #[must_use]
    pub fn sum(&self) -> Money {
        AdjustmentGroup::ALL.into_iter().map(|group| self.get(group)).sum()
    }

    /// Counts one more adjustment.
    pub fn add(&mut self, adjustment: &Adjustment) {
        let sum = match adjustment.group {
            AdjustmentGroup::ContractualObligation => &mut self.co,
            AdjustmentGroup::PatientResponsibility => &mut self.pr,
            AdjustmentGroup::OtherAdjustment => &mut self.oa,
            AdjustmentGroup::PayerInitiated => &mut self.pi,
            AdjustmentGroup::CorrectionReversal => &mut self.cr,
        };
        *sum += adjustment.amount;
    }
}

/// A count in a closing segment that disagrees with what was read.
///
/// Senders get these wrong, and they say nothing about money, so they are worth a
/// line in a report but no refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountNote {
    /// The closing segment's number in the file.
    pub segment: u64,
    /// The element: `SE01`, `GE01` or `IEA01`.
    pub element: &'static str,
    /// What it says, if it is a number.
    pub declared: Option<u64>,
    /// What was counted.
    pub counted: u64,
}

impl fmt::Display for CountNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { segment, element, declared, counted } = self;
        let what = match *element {
            "SE01" => "segments in the transaction set",
            "GE01" => "transaction sets in the group",
            _ => "groups in the interchange",
        };
        match declared {
            Some(declared) => {
                write!(f, "segment {segment}: {element} says {declared} {what}, there are {counted}")
            }
            None => write!(f, "segment {segment}: {element} gives no number of {what}, there are {counted}"),
        }
    }
}

/// The end of one payment, with the sums of all its claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetTotals {
    /// The number of its `SE` segment in the file.
    pub segment: u64,
    /// The set's control number (`ST02`).
    pub control_number: String,
    /// The payment, with its direction: [`RemittanceHeader::net_payment`](crate::RemittanceHeader::net_payment).
    pub payment: Money,
    /// How many claims.
    pub claims: u64,
    /// How many service lines.
    pub lines: u64,
    /// What was billed: the sum of `CLP03`.
    pub billed: Money,
    /// What the insurer pays on claims: the sum of `CLP04`.
    pub paid: Money,
    /// What the insurer calls the patients': the sum of `CLP05`.
    pub patient_responsibility: Money,
    /// What was taken off, by group, at claim and line level.
    pub adjustments: GroupTotals,
    /// What `PLB` takes off the payment as a whole.
    pub provider_adjustments: Money,
    /// Set if `SE01` does not count the set's segments right.
    pub note: Option<CountNote>,
    /// SHA-256 of the set's content in canonical form, without its control number:
    /// equal for the same payment in another file.
    pub digest: [u8; 32],
}

impl SetTotals {
    pub(crate) fn empty() -> Self {
        Self {
            segment: 0,
            control_number: String::new(),
            payment: Money::ZERO,
            claims: 0,
            lines: 0,
            billed: Money::ZERO,
            paid: Money::ZERO,
            patient_responsibility: Money::ZERO,
            adjustments: GroupTotals::default(),
            provider_adjustments: Money::ZERO,
            note: None,
            digest: [0; 32],
        }
    }

    pub(crate) fn add_claim(&mut self, claim: &Claim) {
        self.claims += 1;
        self.lines += claim.lines.len() as u64;
        self.billed += claim.charge;
        self.paid += claim.paid;
        self.patient_responsibility += claim.patient_responsibility;
        for adjustment in claim.all_adjustments() {
            self.adjustments.add(adjustment);
        }
    }

    pub(crate) fn add_provider(&mut self, adjustments: &[ProviderAdjustment]) {
        self.provider_adjustments += adjustments.iter().map(|adjustment| adjustment.amount).sum();
    }
}
