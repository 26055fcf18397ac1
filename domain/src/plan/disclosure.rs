//! What the law wants shown before a plan is signed: 12 CFR 1026.17 and 1026.18.
//!
//! Needed for a written agreement in more than four instalments, a down payment not counted,
//! or with any finance charge (12 CFR 1026.1(c), 1026.2(a)(17)(i)). That the practice is a
//! creditor at all depends on how many such plans it makes; openbalance shows it every time.
//! Who the creditor is (1026.18(a)) and that no security is taken is the page's to say.

use serde::{Deserialize, Serialize};
use time::Date;

use super::apr::Apr;
use super::policy::WITHOUT_DISCLOSURE;
use super::rhythm::Rhythm;
use super::schedule::Instalment;
use super::terms::Terms;
use crate::Money;

/// The figures of the disclosure, as an immutable record of what was shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Disclosure {
    /// The cash price: what was owed. Itemises the amount financed with the down payment
    /// (1026.18(c)): `owed − down = amount financed`.
    pub owed: Money,
    /// Paid at signing.
    pub down: Money,
    /// The credit provided to the patient (1026.18(b)).
    pub amount_financed: Money,
    /// What the credit costs in dollars (1026.18(d)): the interest.
    pub finance_charge: Money,
    /// What it costs as a yearly rate (1026.18(e), 1026.22, Appendix J).
    pub apr: Apr,
    /// Number, amounts and dates of the payments (1026.18(g)).
    pub payments: Vec<Stream>,
    /// On which days they are due.
    pub rhythm: Rhythm,
    /// The sum of the payments (1026.18(h)).
    pub total_of_payments: Money,
    /// What the care costs on credit, the down payment included (1026.18(j)).
    pub total_sale_price: Money,
    /// What a missed instalment costs (1026.18(l)); nothing by default.
    pub late_fee: Money,
    /// After how many days.
    pub grace_days: u8,
}

/// Payments of one amount that follow each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stream {
    /// How many.
    pub count: u32,
    /// Each.
    pub amount: Money,
    /// When the first of them is due.
    #[serde(with = "super::iso")]
    pub first: Date,
}

impl Disclosure {
    /// Whether a schedule needs one.
    #[must_use]
    pub fn needed(instalments: &[Instalment]) -> bool {
        instalments.len() > WITHOUT_DISCLOSURE || instalments.iter().any(|one| one.interest.is_positive())
    }

    /// The disclosure of a schedule that was drawn from these terms; none when none is needed.
    ///
    /// None as well when the rate cannot be computed ([`Apr`]); then nothing is offered.
    #[must_use]
    pub fn of(terms: &Terms, instalments: &[Instalment]) -> Option<Self> {
        let first = instalments.first().filter(|_| Self::needed(instalments))?.due;
        let amounts: Vec<Money> = instalments.iter().map(Instalment::amount).collect();
        let rhythm = terms.pace.rhythm;
        let apr = match amounts.as_slice() {
            [one] => Apr::of_single(terms.principal(), *one, terms.signed_on, first)?,
            all => {
                let period = rhythm.first_period(terms.signed_on, first);
                Apr::of(terms.principal(), all, period, rhythm.per_year())?
            }
        };
        let total: Money = amounts.iter().copied().sum();
        Some(Self {
            owed: terms.owed,
            down: terms.down,
            amount_financed: terms.principal(),
            finance_charge: instalments.iter().map(|one| one.interest).sum(),
            apr,
            payments: streams(instalments),
            rhythm,
            total_of_payments: total,
            total_sale_price: total + terms.down,
            late_fee: terms.late_fee,
            grace_days: terms.grace_days,
        })
    }

    /// At 0 % amount financed and total of payments are one figure, and may be shown as one
    /// (Supplement I, comment 18).
    #[must_use]
    pub fn combined(&self) -> bool {
        self.finance_charge.is_zero()
    }
}

/// The payments, equal neighbours together.
fn streams(instalments: &[Instalment]) -> Vec<Stream> {
    let alike = instalments.chunk_by(|one, next| one.amount() == next.amount());
    let stream = |run: &[Instalment]| {
        let first = run.first()?;
        Some(Stream {
            count: u32::try_from(run.len()).unwrap_or(u32::MAX),
            amount: first.amount(),
            first: first.due,
        })
    };
    alike.filter_map(stream).collect()
}
