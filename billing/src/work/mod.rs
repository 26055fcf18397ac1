//! What waits for a person, and what rests meanwhile.
//!
//! A [`WorkItem`] is opened in the transaction that finds something no program should
//! decide, and closed by the one that settles it; a person closes the rest. There is one
//! open item of a kind for each subject, however often it is found. A hold says that
//! reminders and collections rest for an account, why, and since when.

mod store;

use domain::{GuarantorId, Money, PaymentId, PracticeId, UserId};
use time::OffsetDateTime;
use uuid::Uuid;

pub use store::{Hold, WorkItem};

use crate::Door;
use crate::db::Tx;

/// What kind of work waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WorkKind {
    /// A refund above the practice's limit wants a second person.
    RefundApproval,
    /// A refund came back, or the gateway refused it.
    RefundFailed,
    /// Nobody could find out for most of a day whether a refund left.
    RefundUnknown,
    /// A payer's bank asks about a payment or took it back; evidence has a deadline.
    Chargeback,
    /// Nobody could find out for most of a day whether a payment was made.
    PaymentUnknown,
    /// A credit that no policy sends back by itself.
    Credit,
    /// The gateway's account and the books differ.
    Difference,
    /// A letter came back, or email cannot be delivered ([`WorkItem::is_about_email`]).
    ReturnedMail,
    /// The books say something that a plan does not take; nothing is charged until somebody looked.
    PlanLook,
    /// A plan beyond the policy wants a second person.
    PlanException,
    /// A promise to pay was not kept.
    PromiseBroken,
    /// A pay link was locked by wrong answers, or by cards that were tried out on it.
    LinkLocked,
    /// A webhook endpoint took nothing for days, or is gone: it is told nothing more.
    HookDisabled,
    /// A patient says that something is wrong, or asks.
    Dispute,
    /// A decision about a dispute above the practice's limit wants a second person.
    DisputeApproval,
    /// To give up what an insurer refused, above the practice's limit, wants a second person.
    DenialApproval,
    /// That somebody else answers for visits, above the practice's limit, wants a second person.
    GuarantorApproval,
    /// To write off what a patient owes, above the practice's limit, wants a second person.
    WriteOffApproval,
    /// A decision made part of a bill the insurer's again: the claim is to be sent anew.
    Rebill,
    /// A patient cannot afford what they owe: a counsellor answers.
    Hardship,
    /// There is news of a dispute or a question, and no address of theirs takes mail.
    Untold,
}

impl WorkKind {
    const ALL: [(Self, &'static str); 21] = [
        (Self::RefundApproval, "refund_approval"),
        (Self::RefundFailed, "refund_failed"),
        (Self::RefundUnknown, "refund_unknown"),
        (Self::Chargeback, "chargeback"),
        (Self::PaymentUnknown, "payment_unknown"),
        (Self::Credit, "credit"),
        (Self::Difference, "difference"),
        (Self::ReturnedMail, "returned_mail"),
        (Self::PlanLook, "plan_look"),
        (Self::PlanException, "plan_exception"),
        (Self::PromiseBroken, "promise_broken"),
        (Self::LinkLocked, "link_locked"),
        (Self::HookDisabled, "hook_disabled"),
        (Self::Dispute, "dispute"),
        (Self::DisputeApproval, "dispute_approval"),
        (Self::DenialApproval, "denial_approval"),
        (Self::GuarantorApproval, "guarantor_approval"),
        (Self::WriteOffApproval, "write_off_approval"),
        (Self::Rebill, "rebill"),
        (Self::Hardship, "hardship"),
        (Self::Untold, "untold"),
    ];

    /// The word the database stores.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, code)| code)
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(kind, _)| *kind)
    }

    /// Whether a person may close it by hand: the others close when their cause is gone.
    #[must_use]
    pub fn is_closed_by_hand(self) -> bool {
        matches!(
            self,
            Self::RefundFailed
                | Self::Chargeback
                | Self::Credit
                | Self::ReturnedMail
                | Self::PromiseBroken
                | Self::LinkLocked
                | Self::Rebill
                | Self::Untold
        )
    }

    /// Why an account is held as long as such work is open; it is held for the same subject.
    fn holds(self) -> Option<&'static str> {
        match self {
            Self::Chargeback => Some(CHARGEBACK),
            Self::ReturnedMail => Some("bad_address"),
            _ => None,
        }
    }
}

/// Why an account is held while a payer's bank has taken a payment back.
pub(crate) const CHARGEBACK: &str = "chargeback";
/// Why it is held while somebody looks at whether it can be helped with the cost.
pub(crate) const ASSISTANCE: &str = "assistance";
/// Why it is held while something of it is in question.
pub(crate) const DISPUTE: &str = "dispute";

/// How the subjects of returned mail begin that was email.
pub(crate) const EMAIL: &str = "email:";

/// What an item is about.
#[derive(Clone, Debug)]
pub struct Work<'a> {
    /// What kind.
    pub kind: WorkKind,
    /// What it is about, such as a refund's id.
    pub subject: &'a str,
    /// For which account.
    pub guarantor: Option<GuarantorId>,
    /// For which payment.
    pub payment: Option<PaymentId>,
    /// How much is at stake.
    pub amount: Option<Money>,
    /// Until when it has to be done.
    pub due: Option<OffsetDateTime>,
}

/// Puts work before a person, unless it is there already; then its deadline is renewed.
///
/// # Errors
/// The database's word.
pub async fn open_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    work: &Work<'_>,
) -> Result<(), sqlx::Error> {
    store::open(tx, practice, door.id(), work, door.now()).await
}

/// The cause is gone, by itself (`by` is none) or by a person's act.
///
/// # Errors
/// The database's word.
pub async fn close_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    kind: WorkKind,
    subject: &str,
    by: Option<UserId>,
) -> Result<(), sqlx::Error> {
    store::close_subject(tx, practice, kind, subject, by, door.now()).await
}

/// A person says that an item is done; says whether it was open and theirs to close.
///
/// # Errors
/// The database's word.
pub async fn done_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    item: Uuid,
    by: UserId,
    note: Option<&str>,
) -> Result<bool, sqlx::Error> {
    let Some(item) = store::item(tx, practice, item).await? else { return Ok(false) };
    let Some(kind) = item.kind().filter(|kind| kind.is_closed_by_hand()) else { return Ok(false) };
    // Whoever looked at a chargeback decides that what rested may go on.
    if let Some(reason) = kind.holds() {
        store::release(tx, practice, reason, &item.subject, door.now()).await?;
    }
    store::close(tx, practice, item.id, by, note, door.now()).await
}

/// What waits, most urgent first.
///
/// # Errors
/// The database's word.
pub async fn waiting(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<WorkItem>, sqlx::Error> {
    store::waiting(tx, practice, limit).await
}

/// How much waits.
///
/// # Errors
/// The database's word.
pub async fn count(tx: &mut Tx, practice: PracticeId) -> Result<i64, sqlx::Error> {
    store::count(tx, practice).await
}

/// Reminders and collections rest for an account from now on.
///
/// # Errors
/// The database's word.
pub async fn hold_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    subject: &str,
) -> Result<(), sqlx::Error> {
    hold_because_in(tx, door, practice, guarantor, CHARGEBACK, subject).await
}

/// The same for another reason: `dispute`, `assistance`, `deceased`, `bad_address`, `other`.
///
/// # Errors
/// The database's word.
pub async fn hold_because_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    reason: &str,
    subject: &str,
) -> Result<(), sqlx::Error> {
    store::hold(tx, practice, guarantor, reason, subject, door.now()).await
}

/// The reason for a hold is gone.
///
/// # Errors
/// The database's word.
pub async fn release_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    reason: &str,
    subject: &str,
) -> Result<(), sqlx::Error> {
    store::release(tx, practice, reason, subject, door.now()).await
}

/// Staff end a hold of an account that they could have begun; says whether it stood. A
/// chargeback's ends by itself, or with its work item, and that of a dispute with the dispute.
///
/// # Errors
/// The database's word.
pub async fn end_hold_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    subject: &str,
) -> Result<bool, sqlx::Error> {
    let holds = store::holds(tx, practice, guarantor).await?;
    let ours = holds.iter().find(|hold| hold.subject == subject && hold.is_ended_by_staff());
    let Some(hold) = ours else { return Ok(false) };
    store::release(tx, practice, &hold.reason, subject, door.now()).await?;
    store::close_subject(tx, practice, WorkKind::ReturnedMail, subject, None, door.now()).await?;
    Ok(true)
}

/// The holds on an account that stand.
///
/// # Errors
/// The database's word.
pub async fn holds(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Hold>, sqlx::Error> {
    store::holds(tx, practice, guarantor).await
}
