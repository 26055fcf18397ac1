//! The gateway's own account with us against the books, line by line and both ways.
//!
//! Webhooks get lost, servers sleep for a month, somebody gives money back in the
//! gateway's dashboard: the account itself forgets nothing. [`run`] reads it from where it
//! stopped last time, brings the books up to every line that is about something of ours
//! (the same places that take webhooks do the booking, so nothing is booked twice), books
//! fees and payouts, and names the rest. [`differences`] lists what does not agree, and
//! [`resolve`] takes one step that makes it agree, chosen by a person.
//!
//! A gateway account may serve many practices of one installation. A payout is theirs
//! together: it is booked in the books of each at its part, once every line of it has
//! found its practice.

mod differences;
mod lines;
mod payouts;
mod store;
pub mod takings;

use std::collections::BTreeSet;

use domain::PracticeId;
use domain::ledger::Unbalanced;
use time::{Duration, OffsetDateTime};

pub use differences::{Action, Difference, DifferenceKind, differences, nobodys, resolve, resolve_any};
pub use payouts::{Part, PartKind, Payout, payouts};

use crate::Door;
use crate::chargebacks::ChargebackError;
use crate::db::Db;
use crate::door::Point;
use crate::ledger::LedgerError;
use crate::payments::gateway::GatewayError;
use crate::payments::gateway::movement::Movement;
use crate::payments::{Gateway, PaymentError};
use crate::refunds::RefundError;
use crate::work::{self, Work, WorkKind};

/// Lines that appear late, or under a clock that differs, are read again this far back.
const OVERLAP: Duration = Duration::days(3);

/// By itself it runs this often.
const EVERY: Duration = Duration::hours(1);

/// Why the account could not be read or booked.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// The gateway's word.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// A payment could not be brought up to it.
    #[error(transparent)]
    Payment(#[from] PaymentError),
    /// A refund could not.
    #[error(transparent)]
    Refund(#[from] RefundError),
    /// A chargeback could not.
    #[error(transparent)]
    Chargeback(#[from] ChargebackError),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// This step does not fit that difference, or it is gone.
    #[error("this difference is gone or cannot be settled this way; look at the list again")]
    NotThere,
    /// The gateway says that the payment was made.
    #[error("the payment gateway says that it was made; nothing was taken back")]
    WasMade,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

impl From<Unbalanced> for ReconcileError {
    fn from(error: Unbalanced) -> Self {
        Self::Ledger(error.into())
    }
}

/// What a reading found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    /// Lines that were new.
    pub new: usize,
    /// Of these, what the books did not hold: a webhook had been lost or was late.
    pub recovered: usize,
    /// Lines that nobody can place by themselves.
    pub open: usize,
}

/// Reads the gateway's account from where it stopped last time.
///
/// # Errors
/// [`ReconcileError`]; what was recorded stays, and the next reading begins where this one
/// did.
pub async fn run(db: &Db, door: &Door, gateway: &Gateway) -> Result<Reading, ReconcileError> {
    let since = {
        let mut tx = db.read().await?;
        store::last_run(&mut tx).await?.map(|(through, _)| through - OVERLAP)
    };
    run_from(db, door, gateway, since).await
}

/// Reads the gateway's account from an instant on; from its beginning when there is none.
async fn run_from(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    since: Option<OffsetDateTime>,
) -> Result<Reading, ReconcileError> {
    let mut reading = Reading::default();
    let mut newest: Option<OffsetDateTime> = None;
    let mut early: Vec<Movement> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut before: Option<String> = None;
    loop {
        let page = gateway.movements(since, None, before.as_deref()).await?;
        door.reach(Point::MovementsRead).await;
        newest = newest.max(page.lines.first().map(|line| line.created));
        before = page.lines.last().map(|line| line.id.clone());
        seen.extend(page.lines.iter().map(|line| line.id.clone()));
        let settled = {
            let mut tx = db.read().await?;
            store::settled(&mut tx, &ids_of(&page.lines)).await?
        };
        let fresh = page.lines.into_iter().filter(|line| !settled.contains(&line.id));
        // A page is newest first; a chargeback is booked after the payment it is about.
        for line in fresh.collect::<Vec<_>>().into_iter().rev() {
            match lines::take(db, door, gateway, &line, &mut reading).await {
                Err(ReconcileError::Chargeback(ChargebackError::TooEarly)) => early.push(line),
                taken => taken?,
            }
        }
        door.reach(Point::MovementsKept).await;
        if !page.more || before.is_none() {
            break;
        }
    }
    early.extend(unplaced(db, gateway, &seen).await?);
    for line in early {
        match lines::take(db, door, gateway, &line, &mut reading).await {
            // The payment is itself in question; the line stays open beside it.
            Err(ReconcileError::Chargeback(ChargebackError::TooEarly)) => {
                lines::leave_open(db, door, &line).await?;
                reading.open += 1;
            }
            taken => taken?,
        }
    }
    payouts::settle(db, door, gateway).await?;
    let mut tx = db.begin().await?;
    store::set_read_through(&mut tx, newest.unwrap_or_else(|| door.now() - OVERLAP), door.now()).await?;
    tx.commit().await?;
    tell(db, door).await?;
    Ok(reading)
}

/// Lines from before this reading that have no place yet: what they are about may have come
/// to its end since.
async fn unplaced(
    db: &Db,
    gateway: &Gateway,
    seen: &BTreeSet<String>,
) -> Result<Vec<Movement>, ReconcileError> {
    let unplaced = {
        let mut tx = db.read().await?;
        store::unplaced(&mut tx).await?
    };
    let mut lines = Vec::new();
    for id in unplaced.iter().filter(|id| !seen.contains(*id)) {
        lines.push(gateway.movement(id).await?);
    }
    Ok(lines)
}

/// The same once an hour, on one of the servers. None when it was not due.
///
/// # Errors
/// As [`run`].
pub async fn run_if_due(db: &Db, door: &Door, gateway: &Gateway) -> Result<Option<Reading>, ReconcileError> {
    let mut tx = db.begin().await?;
    let ours = store::claim(&mut tx, door.now() - EVERY, door.now()).await?;
    tx.commit().await?;
    if ours { run(db, door, gateway).await.map(Some) } else { Ok(None) }
}

/// Puts differences before a person, practice by practice, or takes them away.
async fn tell(db: &Db, door: &Door) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    for practice in crate::accounts::practices(&mut tx).await? {
        let open = differences(&mut tx, door, practice.id).await?.len();
        let subject = "reconciliation";
        if open == 0 {
            work::close_in(&mut tx, door, practice.id, WorkKind::Difference, subject, None).await?;
        } else {
            let work = Work {
                kind: WorkKind::Difference,
                subject,
                guarantor: None,
                payment: None,
                amount: None,
                due: None,
            };
            work::open_in(&mut tx, door, practice.id, &work).await?;
        }
    }
    tx.commit().await
}

/// When the account was last read, and through which instant; none before the first time.
///
/// # Errors
/// The database's word.
pub async fn last_run(tx: &mut crate::Tx) -> Result<Option<(OffsetDateTime, OffsetDateTime)>, sqlx::Error> {
    store::last_run(tx).await
}

/// Which of these lines are recorded.
///
/// # Errors
/// The database's word.
pub(crate) async fn recorded(
    tx: &mut crate::Tx,
    lines: &[Movement],
) -> Result<BTreeSet<String>, sqlx::Error> {
    store::among(tx, "SELECT id FROM gateway_movements WHERE id IN (", &ids_of(lines)).await
}

fn ids_of(lines: &[Movement]) -> Vec<&str> {
    lines.iter().map(|line| line.id.as_str()).collect()
}

/// How many lines of the gateway's account belong to a practice.
///
/// # Errors
/// The database's word.
pub async fn count(tx: &mut crate::Tx, practice: PracticeId) -> Result<i64, sqlx::Error> {
    store::count(tx, practice).await
}
