//! What patients without insurance were told beforehand that a visit would cost (45 CFR 149.610),
//! and how the bill compares with it.
//!
//! The newest estimate of a visit stands; what was written down before stays. An estimate is the
//! practice's own: what others charge for the same care is on neither side ([`domain::estimate`]).

mod store;

use domain::estimate::{Bill, Estimate, Route, route};
use domain::story::VisitStory;
use domain::{GuarantorId, Money, PracticeId, UserId, VisitId};
use time::Date;

use crate::db::Tx;
use crate::ledger::LedgerError;
use crate::{Door, ledger, visits};

/// Why an estimate is not written down.
#[derive(Debug, thiserror::Error)]
pub enum EstimateError {
    /// There is no such visit of theirs.
    #[error("there is no such visit")]
    NotThere,
    /// What is told after the visit is no estimate of it.
    #[error("an estimate is given before the visit, or on its day")]
    After,
    /// Nothing is no estimate.
    #[error("an estimate is above zero")]
    Nothing,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// What somebody was told of a visit, and what it came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Compared {
    /// What they were told.
    pub estimate: Estimate,
    /// What it came to.
    pub bill: Bill,
    /// Whether the federal way is open.
    pub route: Route,
}

impl Compared {
    /// How much more the bill is; nothing when it is not more.
    #[must_use]
    pub fn more(&self) -> Money {
        (self.bill.billed - self.estimate.amount).or_zero()
    }
}

/// Writes down what somebody was told of a visit of theirs; says whether that is new.
///
/// # Errors
/// [`EstimateError`].
pub async fn record_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    visit: VisitId,
    estimate: Estimate,
    by: UserId,
) -> Result<bool, EstimateError> {
    let known = visits::visit(tx, practice, guarantor, visit).await?.ok_or(EstimateError::NotThere)?;
    if estimate.given_on > known.service_date {
        return Err(EstimateError::After);
    }
    if !estimate.amount.is_positive() {
        return Err(EstimateError::Nothing);
    }
    Ok(write_in(tx, door, practice, visit, estimate, Some(by)).await?)
}

/// The same of a visit and an estimate that fit each other.
pub(crate) async fn write_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    visit: VisitId,
    estimate: Estimate,
    by: Option<UserId>,
) -> Result<bool, sqlx::Error> {
    // Two that are written at once come one after the other.
    ledger::lock_balance(tx, practice, visit).await?;
    let standing = store::newest(tx, practice, visit).await?;
    if standing.as_ref().is_some_and(|(_, known)| *known == estimate) {
        return Ok(false);
    }
    let seq = standing.map_or(1, |(seq, _)| seq + 1);
    store::insert(tx, practice, visit, seq, estimate, (by, door.now())).await?;
    Ok(true)
}

/// What somebody was told of a visit and what it came to, on a day; none when nothing was told.
///
/// # Errors
/// The database's word.
pub async fn compared(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    visit: VisitId,
    on: Date,
) -> Result<Option<Compared>, LedgerError> {
    let Some((_, estimate)) = store::newest(tx, practice, visit).await? else { return Ok(None) };
    let story = VisitStory::of(visit, &ledger::entries_of_visit(tx, practice, visit).await?);
    let bill = Bill {
        billed: story.breakdown.share,
        first: store::first_bill(tx, practice, guarantor, visit).await?,
        insured: !visits::payers(tx, practice, visit).await?.is_empty(),
    };
    Ok(Some(Compared { estimate, bill, route: route(&estimate, &bill, on) }))
}
