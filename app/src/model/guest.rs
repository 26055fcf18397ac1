//! What somebody sees who came by a pay link: one balance, and nothing else.

use domain::{Money, PaymentId};

use super::{Method, VisitCard};
use crate::FormState;

/// `/l`: the question. `POST /l` has `birth_date_month`, `birth_date_day`, `birth_date_year`
/// and `more`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkQuestionPage {
    /// What was typed.
    pub form: FormState,
    /// What is asked beside the date of birth.
    pub asks: LinkAsks,
}

/// What a link asks beside the date of birth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkAsks {
    /// Nothing more.
    Nothing,
    /// The last name.
    LastName,
    /// The ZIP code.
    Zip,
}

/// `/l` of a link that is not open, for whatever reason. `POST /l/fresh` asks for another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LinkGonePage {
    /// A fresh link was asked for a moment ago.
    pub asked: bool,
}

/// `/l/bill`: what the link opens. `POST /l/pay` has `press`, `choice` (`all` or `part`) and
/// `amount`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuestBillPage {
    /// What was typed.
    pub form: FormState,
    /// To be paid.
    pub total: Money,
    /// What for, as far as the link shows it, oldest first.
    pub visits: Vec<VisitCard>,
    /// Names the press that pays all, and the one that pays a part.
    pub tokens: [String; 2],
    /// What came of the last press.
    pub told: Option<GuestTold>,
    /// A payment of which the bank has not said whether it was made.
    pub checking: Option<Money>,
    /// Paid by this link before, and on its way or in the books.
    pub paid: Vec<GuestPaid>,
    /// Whether an invitation can be sent to an address on file.
    pub reachable: bool,
}

/// A payment by the link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuestPaid {
    /// The payment, whose receipt is `/l/receipt/{id}`.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// With what.
    pub method: Method,
    /// By bank, and not cleared yet.
    pub on_the_way: bool,
}

/// What came of a press on the bill.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GuestTold {
    /// The hosted page was left without paying.
    NotPaid,
    /// An invitation is on its way, if there is an address.
    Invited,
}

/// `/l/return/{payment}` while the bank has not said what became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GuestCheckingPage {
    /// The payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// It is a bank debit, which takes days.
    pub bank: bool,
}
