//! What patients who pay alone were told beforehand that a visit would cost (45 CFR 149.610), and how
//! the bill compares with it.
//!
//! Every estimate is kept; [`domain::estimate::standing`] says which one counts. An estimate is the
//! practice's own: what others charge for the same care is on neither side ([`domain::estimate`]).

mod store;

use domain::estimate::{Bill, Estimate, Route, Rule, Told, Unfit, route, rule, standing};
use domain::story::VisitStory;
use domain::{GuarantorId, PracticeId, UserId, VisitId};
use time::Date;

use crate::db::Tx;
use crate::disputes::federal;
use crate::ledger::LedgerError;
use crate::{Door, ledger, visits};

/// Why an estimate is not written down.
#[derive(Debug, thiserror::Error)]
pub enum EstimateError {
    /// There is no such visit of theirs.
    #[error("there is no such visit")]
    NotThere,
    /// It is none of this visit.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// What somebody was told of a visit, and what it came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compared {
    /// What counts of what they were told.
    pub estimate: Estimate,
    /// Everything else that was written down, in the order of its writing.
    pub others: Vec<Estimate>,
    /// What it came to.
    pub bill: Bill,
    /// Whether the federal way is open.
    pub route: Route,
    /// The rule by which it is.
    pub rule: Rule,
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
    estimate.fits(known.service_date)?;
    Ok(write_in(tx, door, practice, visit, estimate, Some(by)).await?)
}

/// The same of a visit and an estimate that fit each other. What a person says again stands again;
/// what a file says every night is new when it is not what files said last.
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
    let all = store::all(tx, practice, visit).await?;
    let known = match (by, all.iter().rfind(|one| one.by_file)) {
        (Some(_), _) => all.last().is_some_and(|last| last.estimate == estimate),
        (None, Some(before)) => before.estimate == estimate,
        (None, None) => all.iter().any(|one| one.estimate == estimate),
    };
    if known {
        return Ok(false);
    }
    let seq = all.last().map_or(1, |last| last.seq + 1);
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
    visit: VisitId,
    on: Date,
) -> Result<Option<Compared>, LedgerError> {
    let all = store::all(tx, practice, visit).await?;
    let Some(known) = visits::of_practice(tx, practice, visit).await?.filter(|_| !all.is_empty()) else {
        return Ok(None);
    };
    let first = store::first_bill(tx, practice, visit).await?;
    let after_bill = |at| first.is_some_and(|(_, sent)| at >= sent);
    let told = |one: &store::Kept| Told { estimate: one.estimate, after_bill: after_bill(one.at) };
    let told: Vec<Told> = all.iter().map(told).collect();
    let Some(estimate) = standing(&told, known.service_date) else { return Ok(None) };
    let story = VisitStory::of(visit, &ledger::entries_of_visit(tx, practice, visit).await?);
    let bill = Bill {
        billed: story.breakdown.share,
        charged: story.breakdown.charged - story.breakdown.with_insurance,
        first: first.map(|(day, _)| day),
        claimed: visits::claimed(tx, practice, visit).await?,
        reviewed: federal::reviewed(tx, practice, visit).await?,
    };
    let mut others: Vec<Estimate> = all.iter().map(|one| one.estimate).collect();
    if let Some(at) = others.iter().rposition(|one| *one == estimate) {
        others.remove(at);
    }
    let route = route(&estimate, &bill, on);
    Ok(Some(Compared { estimate, others, bill, route, rule: rule(bill.first.unwrap_or(on)) }))
}
