//! Who pays whom, how much, how and when: the head of a transaction set.

use domain::Money;
use time::Date;

/// Which way a payment goes (`BPR03`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CreditDebit {
    /// `C`: to the practice.
    #[default]
    Credit,
    /// `D`: back from the practice.
    Debit,
}

/// The insurer, or whoever pays in its name (`N1*PR`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payer {
    /// Its name.
    pub name: String,
    /// Its number: `N104`, or else `REF*2U`.
    pub id: Option<String>,
}

/// The practice that is paid (`N1*PE`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payee {
    /// Its name.
    pub name: String,
    /// National provider identifier (`N103` is `XX`), as written.
    pub npi: Option<String>,
    /// Federal tax number (`N103` is `FI`, or `REF*TJ`).
    pub tax_id: Option<String>,
    /// The insurer's own number for it (`REF*PQ`).
    pub payer_assigned_id: Option<String>,
}

/// The head of one payment: everything before its first claim.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RemittanceHeader {
    /// The number of its `ST` segment in the file.
    pub segment: u64,
    /// The set's control number (`ST02`); unique only within its file.
    pub control_number: String,
    /// True when the envelope marks the file as a test (`ISA15` is `T`).
    pub test: bool,
    /// What the payment is (`BPR01`): `I` remittance only, `H` notification only,
    /// `C` payment with remittance, and so on.
    pub handling: String,
    /// The amount as written (`BPR02`); [`Self::net_payment`] knows the direction.
    pub payment: Money,
    /// The direction (`BPR03`).
    pub credit_debit: CreditDebit,
    /// How it is paid (`BPR04`): `ACH`, `CHK`, `FWT`, `NON`.
    pub method: String,
    /// When it is paid (`BPR16`), if that is a day that exists.
    pub payment_date: Option<Date>,
    /// The check or transfer number (`TRN02`) by which the bank's line is found.
    pub trace: String,
    /// Who gave that number (`TRN03`): `1` and the insurer's tax number.
    pub originator_id: Option<String>,
    /// When the remittance was made (`DTM*405`).
    pub production_date: Option<Date>,
    /// Who pays.
    pub payer: Payer,
    /// Who is paid.
    pub payee: Payee,
}

impl RemittanceHeader {
    /// The amount that reaches the practice; negative when it is taken from it.
    #[must_use]
    pub fn net_payment(&self) -> Money {
        match self.credit_debit {
            CreditDebit::Credit => self.payment,
            CreditDebit::Debit => -self.payment.abs(),
        }
    }
}
