//! Money that moves outside any claim: the `PLB` segment.

use domain::Money;
use time::Date;

use crate::error::X12ErrorKind;
use crate::{Segment, X12Error};

/// One adjustment to the whole payment: an overpayment taken back (`WO`), a balance
/// carried forward (`FB`), interest (`L6`) and so on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAdjustment {
    /// The `PLB` segment's number in the file.
    pub segment: u64,
    /// Whose payment is adjusted, as the insurer numbers them (`PLB01`).
    pub provider_id: String,
    /// The end of that provider's fiscal year (`PLB02`), if it is a date.
    pub fiscal_period: Option<Date>,
    /// Why (X12 code list 426), such as `WO`.
    pub reason: String,
    /// What it refers to, often the claim or the letter behind it.
    pub reference: Option<String>,
    /// How much. Positive lowers the payment.
    pub amount: Money,
}

impl ProviderAdjustment {
    /// Reads a `PLB` segment: a provider and up to six pairs of reason and amount.
    ///
    /// # Errors
    /// A reason without an amount, an amount without a reason, or no pair at all.
    pub(crate) fn read(segment: &Segment<'_>) -> Result<Vec<Self>, X12Error> {
        let mut adjustments = Vec::new();
        for at in (3..=segment.len()).step_by(2) {
            let mut parts = segment.composite(at).into_iter();
            let reason = parts.next().unwrap_or_default();
            let reference = parts.find(|part| !part.is_empty());
            let amount = segment.money(at + 1)?;
            let Some(amount) = amount else {
                if reason.is_empty() && reference.is_none() {
                    continue;
                }
                return Err(segment.error(X12ErrorKind::Missing(segment.name_of(at + 1))));
            };
            if reason.is_empty() {
                return Err(segment.error(X12ErrorKind::Missing(segment.name_of(at))));
            }
            adjustments.push(Self {
                segment: segment.number(),
                provider_id: segment.text(1).into_owned(),
                fiscal_period: segment.date(2),
                reason,
                reference,
                amount,
            });
        }
        if adjustments.is_empty() {
            return Err(segment.error(X12ErrorKind::Missing(segment.name_of(3))));
        }
        Ok(adjustments)
    }
}
