//! The ledger of one account, as staff read it.

use domain::ledger::Kind;
use domain::{GuarantorId, Money, PaymentId, PracticeId, TransactionId, VisitId};
use time::{Date, OffsetDateTime};

use super::store;
use crate::db::Tx;

/// What a transaction did to a visit of an account. The four are changes: above zero is more of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The transaction.
    pub transaction: TransactionId,
    /// What it records; none of a kind that this program does not know.
    pub kind: Option<Kind>,
    /// The day it happened.
    pub effective_on: Date,
    /// When it was posted.
    pub posted_at: OffsetDateTime,
    /// The payment it is about.
    pub payment: Option<PaymentId>,
    /// The visit.
    pub visit: VisitId,
    /// The practice's number for it.
    pub number: String,
    /// With insurers, what they refused included.
    pub insurance: Money,
    /// Due from whoever answers.
    pub due: Money,
    /// Paid too much.
    pub credit: Money,
    /// Another account answered for it then.
    pub before: bool,
}

/// What the books say of the visits that an account answers for, and of others what it had to do
/// with while it did, newest first, below a transaction
/// when one is given, at most `limit`.
///
/// # Errors
/// The database's word.
pub async fn lines(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    below: Option<TransactionId>,
    limit: i64,
) -> Result<Vec<Line>, sqlx::Error> {
    store::lines(tx, practice, guarantor, below, limit).await
}
