//! Statements: drawn once, kept as they are, sent to whoever still owes.
//!
//! * A practice decides when statements go out and for what ([`Policy`]).
//! * [`runs::preview`] lists every account with what would happen to it and why;
//!   [`runs::release`] makes that a job, which [`runs::work`] carries out account by
//!   account: each statement is a transaction of its own, so a job that dies goes on where
//!   it stopped and no account gets two.
//! * [`issue`] draws one on demand, or one that corrects another.
//! * A statement is told by notices ([`notices`]): at once by email, after some days on
//!   paper. When a notice leaves, "is it still due?" is asked again: what was paid,
//!   disputed or put on hold meanwhile does not go.
//!
//! The first statement starts an account's clock: aging, reminders, and 26 CFR
//! 1.501(r)-6(c)(3) count from it ([`first_issued_on`]).

mod draw;
pub mod notices;
pub mod paperless;
mod policy;
pub mod rights;
pub mod runs;
mod store;

use domain::statement::Statement;
use domain::{GuarantorId, Money, PracticeId, VisitId};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

pub(crate) use draw::standing_reason;
pub use draw::{number_of, sender};
pub use policy::{Cycle, Policy, change_policy_in, policy};
pub use store::Address;

use crate::Door;
use crate::db::{Db, Tx};
use crate::ledger::LedgerError;

/// Why a statement is not issued.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Nothing is due, or a credit stands.
    NothingDue,
    /// Less is due than the practice sends statements for.
    TooLittle,
    /// A statement went out a short while ago.
    Recent,
    /// A bank debit that covers it is on its way.
    OnItsWay,
    /// A payment plan asks for all of it.
    InPlan,
    /// Reminders rest for the account: a chargeback, a dispute, assistance in review.
    Held,
    /// The guarantor has died; the practice writes to the estate itself.
    Deceased,
    /// Mail came back from the address, and there is no other way.
    BadAddress,
    /// Staff left it out.
    LeftOut,
}

impl Why {
    const ALL: [(Self, &'static str); 9] = [
        (Self::NothingDue, "nothing_due"),
        (Self::TooLittle, "too_little"),
        (Self::Recent, "recent"),
        (Self::OnItsWay, "on_its_way"),
        (Self::InPlan, "in_plan"),
        (Self::Held, "held"),
        (Self::Deceased, "deceased"),
        (Self::BadAddress, "bad_address"),
        (Self::LeftOut, "left_out"),
    ];

    /// The word the database stores.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(why, _)| *why == self).map_or("", |(_, code)| code)
    }

    /// The one that the database stores as this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(why, _)| *why)
    }
}

/// Why there is no statement.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    /// There is no such account, statement or run, or it is not at that point.
    #[error("there is nothing like it; look again")]
    NotThere,
    /// The account is not to get one.
    #[error("no statement is issued for this account now ({})", .0.code())]
    NotNow(Why),
    /// A kept statement cannot be read.
    #[error("a kept statement cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// The books' word.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// A statement as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub guarantor: GuarantorId,
    /// When it was issued.
    pub issued_at: OffsetDateTime,
    /// The statement whose place it takes.
    pub corrects: Option<Uuid>,
    /// The statement that takes its place.
    pub corrected_by: Option<Uuid>,
    /// What it says.
    pub statement: Statement,
}

/// Issues a statement for an account now, outside any run; `corrects` names the one it
/// replaces.
///
/// # Errors
/// [`StatementError::NotNow`] when nothing is due or the account is held; a correction is
/// issued whatever is due.
pub async fn issue(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    corrects: Option<Uuid>,
) -> Result<Uuid, StatementError> {
    let mut tx = db.begin().await?;
    let policy = policy(&mut tx, practice).await?;
    if corrects.is_none() {
        // A recent one is no reason against one that somebody asks for.
        let asked = Policy { rest_days: 0, minimum: Money::ZERO, ..policy };
        if let Some(why) = draw::refusal(&mut tx, door, practice, guarantor, &asked).await? {
            return Err(StatementError::NotNow(why));
        }
    }
    let id = draw::issue_in(&mut tx, door, practice, guarantor, &policy, None, corrects).await?;
    tx.commit().await?;
    Ok(id)
}

/// A statement of an account.
///
/// # Errors
/// [`StatementError`].
pub async fn statement(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    id: Uuid,
) -> Result<Option<Kept>, StatementError> {
    store::statement(tx, practice, id)
        .await?
        .filter(|row| row.guarantor_id == guarantor)
        .map(store::StatementRow::kept)
        .transpose()
}

/// The statements of an account, newest first.
///
/// # Errors
/// [`StatementError`].
pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<Kept>, StatementError> {
    let rows = store::of_guarantor(tx, practice, guarantor, limit).await?;
    rows.into_iter().map(store::StatementRow::kept).collect()
}

impl Kept {
    /// What is due now of what it asked for, given what is due now of each visit.
    #[must_use]
    pub fn still_due(&self, dues: &[domain::payment::Due]) -> Money {
        let now = |visit: VisitId| dues.iter().find(|due| due.visit == visit).map(|due| due.amount);
        let visits = &self.statement.visits;
        visits.iter().map(|visit| visit.due.min(now(visit.id).unwrap_or(Money::ZERO))).sum()
    }
}

/// What an account owes, over all visits, money that is on its way included.
pub(crate) async fn owes(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Money, sqlx::Error> {
    let owed = store::owed(tx, practice, guarantor).await?;
    Ok((owed.due - owed.credit).or_zero())
}

/// Where payments by cheque go; empty when the practice has not said.
///
/// # Errors
/// The database's word; an unknown practice is [`sqlx::Error::RowNotFound`].
pub async fn remit_to(tx: &mut Tx, practice: PracticeId) -> Result<Address, sqlx::Error> {
    store::remit_to(tx, practice).await
}

/// Changes where payments by cheque go; statements that are issued keep what they say.
///
/// # Errors
/// The database's word.
pub async fn change_remit_to_in(
    tx: &mut Tx,
    practice: PracticeId,
    address: &Address,
) -> Result<(), sqlx::Error> {
    store::set_remit_to(tx, practice, address).await
}

/// The day an account's clock began: that of its first statement.
///
/// # Errors
/// The database's word.
pub async fn first_issued_on(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Date>, sqlx::Error> {
    store::first_issued_on(tx, practice, guarantor).await
}
