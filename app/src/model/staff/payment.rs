//! One payment as staff see it: what it paid for, what went back, what was disputed.

use domain::{GuarantorId, Money, PaymentId, RefundId};
use time::{Date, OffsetDateTime};

use super::StaffPaymentState;
use crate::FormState;
use crate::model::{Method, ReceiptPart};

/// `/staff/payments/{id}`; `POST /staff/payments/{id}/refund` has the fields `press`
/// (hidden), `amount`, `reason` ([`RefundReason::code`]), `note`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffPaymentPage {
    /// The payment.
    pub id: PaymentId,
    /// The receipt's number (`R-…`).
    pub number: String,
    /// Who answers for it.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: String,
    /// When it was paid or started.
    pub date: Date,
    /// With what.
    pub method: Method,
    /// The cheque's number, or the terminal slip's.
    pub reference: Option<String>,
    /// How much.
    pub amount: Money,
    /// What it paid for.
    pub parts: Vec<ReceiptPart>,
    /// The part of it that was more than what was owed when it was paid.
    pub credit: Money,
    /// How much can still be given back.
    pub refundable: Money,
    /// Newest first.
    pub refunds: Vec<RefundRow>,
    /// Newest first.
    pub chargebacks: Vec<ChargebackRow>,
    /// Who took it at the desk.
    pub taken_by: Option<String>,
    /// What became of it.
    pub state: StaffPaymentState,
    /// What was typed into the refund form, and what is wrong, under `amount`,
    /// `reason`, `note` or the empty name. When giving a refund back by hand was wrong:
    /// the error under `reference`, and the refund's id as the value of `refund`.
    pub form: FormState,
    /// The hidden field `press`: one press, one refund.
    pub press: String,
    /// Above this, a second person has to agree to a refund.
    pub limit: Money,
    /// Whether it was taken at the desk a moment ago.
    pub fresh: bool,
}

/// Money on its way back. `POST /staff/refunds/{id}/approve`, `/decline` and `/retry`
/// have no fields; `/by-hand` has `reference`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefundRow {
    /// The refund.
    pub id: RefundId,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: RefundReason,
    /// Why, in somebody's own words.
    pub note: Option<String>,
    /// How far it has come.
    pub state: RefundState,
    /// Who asked for it; none when the practice's policy did.
    pub asked_by: Option<String>,
    /// Who agreed, or declined.
    pub approved_by: Option<String>,
    /// When it was asked for.
    pub at: OffsetDateTime,
    /// When it arrived or was given back.
    pub settled_on: Option<Date>,
    /// Why it failed, in Stripe's word, such as `expired_or_canceled_card`.
    pub failure: Option<String>,
    /// The cheque's number when it was given back another way in the end.
    pub by_hand: Option<String>,
    /// Whether the reader may agree to it now.
    pub can_approve: bool,
    /// The reader asked for it.
    pub own: bool,
    /// Whether the reader may decline it now, or take their own request back.
    pub can_decline: bool,
}

/// Why money goes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefundReason {
    /// It was more than was owed.
    Credit,
    /// It was paid twice.
    Duplicate,
    /// It was not meant to be paid.
    PaidByMistake,
    /// The practice is being kind.
    Courtesy,
    /// Another reason, told in a note.
    Other,
}

impl RefundReason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Credit, Self::Duplicate, Self::PaidByMistake, Self::Courtesy, Self::Other];

    /// Its word in forms and the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Duplicate => "duplicate",
            Self::PaidByMistake => "mistake",
            Self::Courtesy => "courtesy",
            Self::Other => "other",
        }
    }

    /// The reason with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// How far a refund has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefundState {
    /// A second person has to agree.
    WaitingApproval,
    /// Somebody said no, or whoever asked took it back; nothing moved.
    Declined,
    /// It is being handed to the bank.
    Sending,
    /// The bank has not answered yet.
    Checking,
    /// The bank has it and has not delivered it.
    OnTheWay,
    /// It arrived.
    Done,
    /// The bank could not deliver it.
    Failed,
}

/// The payer's bank asked about a payment or took it back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChargebackRow {
    /// How much is disputed.
    pub amount: Money,
    /// What the gateway keeps for it: the practice's cost.
    pub fee: Money,
    /// Why, in Stripe's word, such as `fraudulent`.
    pub reason: String,
    /// How far it has come.
    pub state: ChargebackState,
    /// When it began.
    pub opened: Date,
    /// Until when the practice may answer.
    pub evidence_due: Option<OffsetDateTime>,
}

/// How far a chargeback has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChargebackState {
    /// The bank asks; no money has moved.
    Inquiry,
    /// The bank took the money; the practice may answer.
    NeedsResponse,
    /// The practice has answered.
    UnderReview,
    /// The practice got the money back.
    Won,
    /// The payer keeps it.
    Lost,
    /// The inquiry ended without a chargeback.
    Closed,
}
