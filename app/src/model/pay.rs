//! Paying, and the proof of it.

use domain::{Money, PaymentId, PlanId, VisitId};
use time::Date;

use crate::FormState;

/// `/pay`: fields `press`, `choice` (`all`, `visits`, `amount`), `visit` (repeated),
/// `amount`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayPage {
    /// What is wrong, under `choice`, `visit`, `amount` or the empty name.
    pub form: FormState,
    /// What is due, oldest first, as [`domain::payment::allocate`] takes it.
    pub dues: Vec<PayDue>,
    /// The sum of it.
    pub total: Money,
    /// The hidden field `press`: one press, one payment.
    pub token: String,
    /// What is chosen when the page opens, or was chosen when it came back.
    pub choice: PayChoice,
    /// A payment that was started and never finished.
    pub open_payment: Option<Money>,
    /// A payment of which nobody knows yet if it was made.
    pub checking: Option<Money>,
    /// A payment plan is offered.
    pub over_time: bool,
    /// What is in question, and not to be paid here.
    pub aside: Money,
}

/// What one chose on the pay page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum PayChoice {
    /// All that is due.
    #[default]
    All,
    /// These visits.
    Visits(Vec<VisitId>),
    /// This amount, as it was typed.
    Amount(String),
}

/// A visit that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayDue {
    /// The visit.
    pub visit: VisitId,
    /// What it was.
    pub title: String,
    /// The day of service.
    pub date: Date,
    /// The patient's given name.
    pub patient_name: String,
    /// How much is due.
    pub amount: Money,
}

/// `/pay/cancelled/{id}`: nothing was charged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayCancelledPage {
    /// What would have been paid.
    pub amount: Money,
    /// What was chosen, so that trying again is one press.
    pub choice: PayChoice,
    /// The plan that it was for, where it is begun again.
    pub plan: Option<PlanId>,
    /// The hidden field `press` for trying again.
    pub token: String,
}

/// `/pay/checking/{id}`: we do not know yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayCheckingPage {
    /// The payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// Whether it is a bank debit that is known to be on its way.
    pub bank: bool,
}

/// `/payments`: newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PaymentsPage {
    /// The guarantor's payments.
    pub items: Vec<PaymentItem>,
}

/// A payment in the history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentItem {
    /// The payment, whose receipt is at `/receipts/{id}` when it is paid.
    pub id: PaymentId,
    /// When it was paid or started.
    pub date: Date,
    /// How much.
    pub amount: Money,
    /// What became of it.
    pub state: PaymentState,
    /// For how many visits.
    pub visits: usize,
    /// With what.
    pub method: Method,
    /// Sent back of it, what is on its way included, what failed not.
    pub refunded: Money,
    /// Each time something was sent back, newest first.
    pub refunds: Vec<PatientRefund>,
    /// What the payer's bank took back of it and has not given back again.
    pub charged_back: Option<Money>,
}

/// With what a payment was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Method {
    /// A card or a wallet, online.
    Online {
        /// How the payer would know it, such as `Visa ending 4242`, where it is known.
        card: Option<String>,
    },
    /// A bank debit, online.
    Bank,
    /// Coins and notes at the desk.
    Cash,
    /// A cheque at the desk.
    Check,
    /// The desk's card terminal.
    Terminal,
}

/// Money sent back to whoever paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PatientRefund {
    /// How much.
    pub amount: Money,
    /// How far it has come.
    pub state: PatientRefundState,
    /// When it was sent, or failed.
    pub date: Date,
}

/// How far a refund has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PatientRefundState {
    /// It is being handed to the bank.
    Sending,
    /// The bank has not answered yet.
    Checking,
    /// The bank has it.
    OnTheWay,
    /// It arrived, or was given back at the desk.
    Done,
    /// It could not be delivered; the practice is finding another way.
    Failed,
}

/// What became of a payment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaymentState {
    /// It is paid.
    Paid,
    /// A bank debit that has not cleared.
    OnTheWay,
    /// It was not paid; nothing was charged.
    NotPaid,
    /// We are asking the bank.
    Checking,
}

/// `/receipts/{payment}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiptPage {
    /// The receipt's number, which one can name on the telephone.
    pub number: String,
    /// When it was paid.
    pub date: Date,
    /// How much.
    pub amount: Money,
    /// With what.
    pub method: Method,
    /// The cheque's number, or the terminal slip's.
    pub reference: Option<String>,
    /// What it paid for.
    pub parts: Vec<ReceiptPart>,
    /// The part of it that was more than what was owed.
    pub credit: Money,
    /// Each time something of it was sent back, newest first.
    pub refunds: Vec<PatientRefund>,
    /// What the payer's bank took back of it and has not given back again.
    pub charged_back: Option<Money>,
    /// What is still due now, over all visits.
    pub remaining_due: Money,
    /// Who paid.
    pub payer_name: String,
    /// Where a copy was sent.
    pub email_sent_to: Option<String>,
    /// Whether it was paid a moment ago.
    pub fresh: bool,
}

/// What a payment paid for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiptPart {
    /// The visit.
    pub title: String,
    /// The day of service.
    pub date: Date,
    /// The patient's given name.
    pub patient_name: String,
    /// Who treated the patient.
    pub provider: Option<String>,
    /// How much of the payment.
    pub amount: Money,
}
