//! One guarantor's account as staff see it, and taking a payment at the desk.

use domain::{GuarantorId, Money, PaymentId, VisitId};
use time::Date;

use super::{AccountPlans, AccountWriteOffs, ChangeRow, NoteRow, SentRow, StaffStatementRow, WhyNot};
use crate::FormState;
use crate::model::{AccountEstimates, HelperRow, Method, PersonRow};

/// `/staff/accounts/{guarantor}`. `POST …/statements` issues a statement now; `POST …/holds`
/// has the field `reason` ([`HoldReason::code`]), `POST …/holds/end` the hidden field
/// `subject`; `POST …/consents` has the fields `patient`, `how` and `ends_on`,
/// `POST …/consents/end` the hidden field `patient`, `POST …/sharing/end` the hidden field
/// `user`; `POST …/notes` has the fields `words` and `press`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffAccountPage {
    /// The guarantor.
    pub guarantor: GuarantorId,
    /// The name.
    pub name: String,
    /// The practice's account number.
    pub account_number: String,
    /// Everyone answered for, by given name.
    pub household: Vec<String>,
    /// To be paid now, over all visits.
    pub due: Money,
    /// What is in question, and not asked for.
    pub in_question: Money,
    /// With insurers, over all visits.
    pub with_insurance: Money,
    /// Paid beyond what is owed, over all visits.
    pub credit: Money,
    /// Payments that are started and not settled.
    pub on_the_way: Money,
    /// Why reminders and collections rest; past ones too.
    pub holds: Vec<HoldRow>,
    /// Visits that are due or carry a credit, oldest first.
    pub dues: Vec<StaffDue>,
    /// Newest first.
    pub payments: Vec<StaffPaymentRow>,
    /// Newest first.
    pub statements: Vec<StaffStatementRow>,
    /// Disputes and questions, newest first.
    pub disputes: Vec<super::QueueRow>,
    /// What was told of visits beforehand.
    pub estimates: AccountEstimates,
    /// Plans, an offer beyond the rule, promises.
    pub plans: AccountPlans,
    /// What was given up of what is owed, and what can be.
    pub write_offs: AccountWriteOffs,
    /// Everybody on the account, and whether the guarantor sees what their care is.
    pub people: Vec<PersonRow>,
    /// Who was let see the account by the guarantor.
    pub helpers: Vec<HelperRow>,
    /// What staff noted, newest first.
    pub notes: Vec<NoteRow>,
    /// What it was sent, newest first.
    pub sent: Vec<SentRow>,
    /// Who answered before, or does now; newest first.
    pub changes: Vec<ChangeRow>,
    /// The hidden field `press` of a note and of a write-off: one press, one of them.
    pub press: String,
    /// What is wrong, under a field of a plan's forms, `reason` (of a hold), `patient`, `how` or `ends_on` (of a
    /// consent), or the empty name.
    pub form: FormState,
    /// What the reader's last press did.
    pub notice: Option<AccountNotice>,
}

/// What the reader's last press on an account did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountNotice {
    /// A statement was issued.
    Issued,
    /// No statement is issued now.
    NotIssued(WhyNot),
    /// A statement was issued that takes another one's place.
    Corrected,
    /// A letter came back; the address is on hold.
    LetterReturned,
    /// Reminders and statements rest.
    HoldAdded,
    /// They go on.
    HoldEnded,
    /// The guarantor sees what a grown patient's care is, who agreed.
    ConsentRecorded,
    /// An offer beyond the rule can be signed.
    ExceptionOpen,
    /// It waits for a second person.
    ExceptionAsked,
    /// Somebody decided about it.
    ExceptionDecided,
    /// A promise was written down, or taken back.
    Promised,
    /// An estimate was written down.
    EstimateRecorded,
    /// It was written down that the patient started the federal process.
    FederalStarted,
    /// A note was written.
    Noted,
    /// Part of what is owed was written off.
    WrittenOff,
    /// That waits for a second person.
    WriteOffAsked,
    /// It was refused or taken back.
    WriteOffClosed,
    /// It could not be done any more.
    WriteOffEnded,
    /// Somebody else answers.
    Moved,
    /// That waits for a second person.
    MoveAsked,
    /// Somebody no longer sees the account, or what somebody's care is.
    SightEnded,
}

/// A time in which reminders and collections rest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoldRow {
    /// Why.
    pub reason: HoldReason,
    /// Staff end it; another one ends by itself.
    pub ends_by_staff: bool,
    /// What the field `subject` says when it is ended.
    pub subject: String,
    /// Since when.
    pub since: Date,
    /// Until when; none while it lasts.
    pub until: Option<Date>,
}

/// Why reminders and collections rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HoldReason {
    /// The payer's bank took a payment back, or asks about one.
    Chargeback,
    /// The guarantor has died.
    Deceased,
    /// Mail came back from the address.
    BadAddress,
    /// The guarantor questions the bill.
    Dispute,
    /// The guarantor asked for help with the cost.
    Assistance,
    /// Another reason.
    Other,
}

impl HoldReason {
    /// Those that staff add and end, in the order in which they are offered. A
    /// chargeback's begins and ends by itself.
    pub const BY_STAFF: [Self; 5] =
        [Self::Deceased, Self::BadAddress, Self::Dispute, Self::Assistance, Self::Other];

    /// Its word in forms and the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Chargeback => "chargeback",
            Self::Deceased => "deceased",
            Self::BadAddress => "bad_address",
            Self::Dispute => "dispute",
            Self::Assistance => "assistance",
            Self::Other => "other",
        }
    }

    /// The reason with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if code == Self::Chargeback.code() {
            return Some(Self::Chargeback);
        }
        Self::BY_STAFF.into_iter().find(|reason| reason.code() == code)
    }
}

/// A visit that is due or carries a credit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffDue {
    /// The visit.
    pub visit: VisitId,
    /// What it was.
    pub title: String,
    /// The day of service.
    pub date: Date,
    /// The patient's given name.
    pub patient_name: String,
    /// To be paid now.
    pub due: Money,
    /// Paid beyond the share.
    pub credit: Money,
}

/// A payment in an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffPaymentRow {
    /// Its page is `/staff/payments/{id}`.
    pub id: PaymentId,
    /// When it was paid or started.
    pub date: Date,
    /// With what.
    pub method: Method,
    /// How much.
    pub amount: Money,
    /// Sent back of it, what is on its way included.
    pub refunded: Money,
    /// Taken back of it by the payer's bank.
    pub charged_back: Money,
    /// What became of it.
    pub state: StaffPaymentState,
}

/// What became of a payment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StaffPaymentState {
    /// It is paid.
    Paid,
    /// A bank debit that has not cleared.
    OnTheWay,
    /// We are asking the bank.
    Checking,
    /// It was not paid; nothing was charged.
    Failed,
    /// All of it went back.
    Refunded,
    /// Part of it went back.
    PartlyRefunded,
    /// The payer's bank took it back.
    ChargedBack,
}

/// `/staff/accounts/{guarantor}/payment`: fields `press` (hidden), `method` (`cash`,
/// `check`, `terminal`), `amount`, `reference`, `choice` (`oldest`, `visits`), `visit`
/// (repeated).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakePaymentPage {
    /// The guarantor.
    pub guarantor: GuarantorId,
    /// The name.
    pub name: String,
    /// What is due, oldest first.
    pub dues: Vec<StaffDue>,
    /// The sum of it.
    pub due: Money,
    /// What was typed, and what is wrong, under `method`, `amount`, `reference`,
    /// `choice`, `visit` or the empty name.
    pub form: FormState,
    /// The visits that were ticked when the form came back.
    pub picked: Vec<VisitId>,
    /// The hidden field `press`: one press, one payment.
    pub press: String,
}
