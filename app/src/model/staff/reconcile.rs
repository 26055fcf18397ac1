//! Stripe's account beside the books.

use domain::Money;
use time::{Date, OffsetDateTime};

/// `/staff/reconcile`; POST checks now.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReconcilePage {
    /// When it was last compared.
    pub last_run: Option<OffsetDateTime>,
    /// Up to which moment of Stripe's account it was compared.
    pub checked_through: Option<OffsetDateTime>,
    /// Lines of Stripe's account that are known.
    pub movements: u64,
    /// Newest first.
    pub payouts: Vec<PayoutRow>,
    /// Oldest first.
    pub differences: Vec<DifferenceRow>,
    /// What the reader's last press did.
    pub notice: Option<ReconcileNotice>,
    /// Whether the practice takes payments through Stripe at all.
    pub configured: bool,
}

/// A payout from Stripe to the practice's bank.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayoutRow {
    /// Stripe's id (`po_…`).
    pub id: String,
    /// When it arrives or arrived.
    pub date: Date,
    /// How much; below zero when Stripe takes from the bank.
    pub amount: Money,
    /// What it is made of: how many, and their signed sum. None when Stripe does not
    /// say, as for a payout made by hand.
    pub parts: Vec<(PartKind, u64, Money)>,
    /// Whether the parts add up to it.
    pub agrees: bool,
    /// How far it has come.
    pub state: PayoutState,
}

/// What a payout is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PartKind {
    /// Payments of patients.
    Payments,
    /// Money sent back.
    Refunds,
    /// Payments that banks took back or gave back again.
    Chargebacks,
    /// Stripe's fees.
    Fees,
    /// All else.
    Other,
}

/// How far a payout has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PayoutState {
    /// It arrived.
    Paid,
    /// It has not arrived.
    OnTheWay,
    /// The bank did not take it.
    Failed,
}

/// Stripe's account and the books differ. `POST /staff/reconcile/resolve` has the
/// hidden fields `difference` and `action` ([`DifferenceAction::code`]).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DifferenceRow {
    /// What the field `difference` says.
    pub id: String,
    /// In what they differ.
    pub kind: DifferenceKind,
    /// What Stripe says.
    pub stripe: Option<Money>,
    /// What the books say.
    pub books: Option<Money>,
    /// When it happened.
    pub date: Date,
    /// Stripe's id, or the books'.
    pub reference: String,
    /// What can be done about it.
    pub actions: Vec<DifferenceAction>,
}

/// In what Stripe's account and the books differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DifferenceKind {
    /// Stripe collected money that no payment of ours asked for.
    ChargeNotOurs,
    /// A refund was made in Stripe's dashboard.
    RefundNotOurs,
    /// A payment or a refund has another amount there.
    AmountDiffers,
    /// The books hold a payment that Stripe never collected.
    NotAtStripe,
    /// The books hold a refund that Stripe never sent.
    RefundNotAtStripe,
    /// A payout is not the sum of its parts.
    PayoutDiffers,
    /// A fee or an adjustment that nobody claims.
    Unassigned,
}

impl DifferenceKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ChargeNotOurs,
        Self::RefundNotOurs,
        Self::AmountDiffers,
        Self::NotAtStripe,
        Self::RefundNotAtStripe,
        Self::PayoutDiffers,
        Self::Unassigned,
    ];
}

/// What can be done about a difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DifferenceAction {
    /// Put the money on the books as nobody's yet.
    BookUnidentified,
    /// Put the refund on the books as if it had been made here.
    AdoptRefund,
    /// Correct the books to Stripe's amount.
    CorrectAmount,
    /// Take the payment or the refund off the books.
    TakeBack,
    /// Ask Stripe once more.
    AskAgain,
    /// Put it on the books as a fee of the practice's.
    BookFee,
}

impl DifferenceAction {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::BookUnidentified,
        Self::AdoptRefund,
        Self::CorrectAmount,
        Self::TakeBack,
        Self::AskAgain,
        Self::BookFee,
    ];

    /// What the field `action` says.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BookUnidentified => "book_unidentified",
            Self::AdoptRefund => "adopt_refund",
            Self::CorrectAmount => "correct_amount",
            Self::TakeBack => "take_back",
            Self::AskAgain => "ask_again",
            Self::BookFee => "book_fee",
        }
    }

    /// The action with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

/// What the reader's last press did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReconcileNotice {
    /// Stripe's account was read.
    Ran {
        /// Lines that were new.
        new: u64,
        /// Of them, lines of which no notice had ever reached us.
        recovered: u64,
    },
    /// Stripe did not answer.
    NoAnswer,
    /// A difference was resolved.
    Resolved,
}
