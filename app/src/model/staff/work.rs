//! What waits for a person.

use domain::Money;
use time::OffsetDateTime;
use uuid::Uuid;

/// `/staff/work`; `POST /staff/work/{id}/done` has the field `note`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WorkPage {
    /// The most urgent first, as the server orders them.
    pub items: Vec<WorkItem>,
    /// Whether one was put away a moment ago.
    pub done: bool,
}

/// Something that a person has to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkItem {
    /// The item.
    pub id: Uuid,
    /// What it is.
    pub kind: WorkKind,
    /// How much it is about.
    pub amount: Money,
    /// The guarantor's name, where it is about one.
    pub name: Option<String>,
    /// Since when it waits.
    pub opened: OffsetDateTime,
    /// Until when it can wait.
    pub due: Option<OffsetDateTime>,
    /// Whether that has passed.
    pub late: bool,
    /// Where to act.
    pub link: Option<String>,
    /// What somebody wrote about it.
    pub note: Option<String>,
    /// Whether a person closes it by hand; the others close when what they are about
    /// is settled.
    pub closable: bool,
}

/// What waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WorkKind {
    /// A refund above the practice's limit wants a second person.
    RefundApproval,
    /// A refund came back, or was refused.
    RefundFailed,
    /// Nobody could find out whether a refund left.
    RefundUnknown,
    /// The payer's bank asks about a payment, or took it back.
    Chargeback,
    /// Nobody could find out whether a payment was made.
    PaymentUnknown,
    /// Stripe's account and the books differ.
    Difference,
    /// A credit that no policy sends back by itself.
    CreditApproval,
    /// A letter came back from the address on file.
    ReturnedMail,
    /// The reader's mail server refused an email for good.
    RefusedEmail,
    /// A plan does not take what the books say.
    PlanLook,
    /// A plan beyond the policy waits for a second person.
    PlanException,
    /// A promise to pay was not kept.
    PromiseBroken,
    /// A pay link was locked.
    LinkLocked,
    /// A webhook endpoint is told nothing more.
    HookDisabled,
    /// A patient says that something is wrong, or asks.
    Dispute,
    /// A decision about a dispute waits for a second person.
    DisputeApproval,
    /// To give up what an insurer refused wants a second person.
    DenialApproval,
    /// That somebody else answers for visits wants a second person.
    GuarantorApproval,
    /// To write off what a patient owes wants a second person.
    WriteOffApproval,
    /// A claim is to be sent anew.
    Rebill,
    /// A patient cannot afford what they owe.
    Hardship,
    /// News of a dispute or a question reached nobody.
    Untold,
}
