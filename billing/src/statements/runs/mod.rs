//! Statement runs: preview, release, and the job that carries a release out.

mod store;

use domain::{GuarantorId, Money, PracticeId, UserId};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use self::store::Item;
use super::{Cycle, Policy, StatementError, Why, draw, policy};
use crate::db::Db;
use crate::{Door, Tx, accounts, ledger};

/// How far a run has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunState {
    /// Staff look at it; nothing has left.
    Preview,
    /// It is being carried out.
    Released,
    /// Every account of it has been dealt with.
    Done,
    /// Nothing of it left.
    Cancelled,
}

impl RunState {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Preview, "preview"),
        (Self::Released, "released"),
        (Self::Done, "done"),
        (Self::Cancelled, "cancelled"),
    ];

    pub(crate) fn of(code: &str) -> Self {
        // The column's CHECK admits these words only.
        Self::ALL.iter().find(|(_, known)| *known == code).map_or(Self::Cancelled, |(state, _)| *state)
    }
}

/// A run, with how many accounts stand how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Its id.
    pub id: Uuid,
    /// How far it has come.
    pub state: RunState,
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// Accounts that will get, or got, a statement.
    pub ready: i64,
    /// What these owe.
    pub ready_amount: Money,
    /// Accounts that were issued one.
    pub issued: i64,
    /// Accounts that are held or were left out or dropped.
    pub held: i64,
}

/// An account in a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunItem {
    /// The account.
    pub guarantor: GuarantorId,
    /// Whose, by name.
    pub name: String,
    /// The practice's account number.
    pub account_number: String,
    /// What was due when the run was made.
    pub due: Money,
    /// Why it gets none; none when it does.
    pub why: Option<Why>,
    /// The statement it got.
    pub statement: Option<Uuid>,
}

/// Lists what would go out now: every account that owes, and why it gets a statement or
/// not. Nothing leaves.
///
/// # Errors
/// The database's word.
pub async fn preview(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    by: Option<UserId>,
) -> Result<Uuid, StatementError> {
    let mut tx = db.begin().await?;
    let id = preview_in(&mut tx, door, practice, by).await?;
    tx.commit().await?;
    Ok(id)
}

async fn preview_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    by: Option<UserId>,
) -> Result<Uuid, StatementError> {
    let policy = policy(tx, practice).await?;
    let today = accounts::today_in(tx, door, practice).await?;
    let id = door.id();
    store::insert_run(tx, practice, id, by, door.now()).await?;
    for (guarantor, due) in super::store::owing(tx, practice).await? {
        if let Cycle::AfterDecision(days) = policy.cycle
            && by.is_none()
            && !is_ripe(tx, practice, guarantor, days, today).await?
        {
            continue;
        }
        let why = draw::refusal(tx, door, practice, guarantor, &policy).await?;
        store::insert_item(tx, practice, id, &Item { guarantor, due, why }).await?;
    }
    Ok(id)
}

/// Whether the last decision on an account is so many days old.
async fn is_ripe(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    days: u16,
    today: Date,
) -> Result<bool, sqlx::Error> {
    let last = super::store::last_decision(tx, practice, guarantor).await?;
    Ok(last.is_none_or(|last| last + Duration::days(i64::from(days)) <= today))
}

/// Leaves an account out of a run that nothing has left of, or takes it in again.
///
/// # Errors
/// [`StatementError::NotThere`] when the run is released or the account is held.
pub async fn leave_out(
    db: &Db,
    practice: PracticeId,
    run: Uuid,
    guarantor: GuarantorId,
    out: bool,
) -> Result<(), StatementError> {
    let mut tx = db.begin().await?;
    if !store::leave_out(&mut tx, practice, run, guarantor, out).await? {
        return Err(StatementError::NotThere);
    }
    Ok(tx.commit().await?)
}

/// Releases a run: from now on it is carried out. Released twice, it is one release.
///
/// # Errors
/// [`StatementError::NotThere`] when it was cancelled.
pub async fn release(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    run: Uuid,
    by: UserId,
) -> Result<(), StatementError> {
    let mut tx = db.begin().await?;
    if !store::release(&mut tx, practice, run, Some(by), door.now()).await? {
        return match store::run(&mut tx, practice, run).await? {
            Some(run) if run.state != RunState::Cancelled => Ok(()),
            _ => Err(StatementError::NotThere),
        };
    }
    Ok(tx.commit().await?)
}

/// Gives a preview up.
///
/// # Errors
/// [`StatementError::NotThere`] when it is released.
pub async fn cancel(db: &Db, practice: PracticeId, run: Uuid) -> Result<(), StatementError> {
    let mut tx = db.begin().await?;
    if !store::cancel(&mut tx, practice, run).await? {
        return Err(StatementError::NotThere);
    }
    Ok(tx.commit().await?)
}

/// Makes and releases the run of a practice whose cycle says that it is time; says whether
/// there was one. Two servers make one.
///
/// # Errors
/// As [`preview`].
pub async fn make_if_due(db: &Db, door: &Door, practice: PracticeId) -> Result<bool, StatementError> {
    let mut tx = db.begin().await?;
    // Holds the practice's counter: a second server waits here and then finds the run made.
    super::store::hold_counter(&mut tx, practice).await?;
    let policy = policy(&mut tx, practice).await?;
    let zone = accounts::practice(&mut tx, practice).await?.ok_or(StatementError::NotThere)?.time_zone;
    let last = store::last_automatic(&mut tx, practice).await?;
    let last = last.map(|made| crate::door::local_date(made, &zone));
    if !policy.is_run_due(door.today_in(&zone), last) {
        return Ok(false);
    }
    let run = preview_in(&mut tx, door, practice, None).await?;
    store::release(&mut tx, practice, run, None, door.now()).await?;
    tx.commit().await?;
    Ok(true)
}

/// Carries out what is released, at most `limit` accounts, each in a transaction of its
/// own; says how many were dealt with. Many processes may do so at once.
///
/// # Errors
/// [`StatementError`]; the accounts before the one that failed are done.
pub async fn work(db: &Db, door: &Door, practice: PracticeId, limit: usize) -> Result<usize, StatementError> {
    let mut dealt = 0;
    while dealt < limit {
        let mut tx = db.begin().await?;
        let Some((run, guarantor)) = store::next_item(&mut tx, practice).await? else {
            store::end_runs(&mut tx, practice, door.now()).await?;
            tx.commit().await?;
            break;
        };
        let policy = policy(&mut tx, practice).await?;
        deal(&mut tx, door, practice, run, guarantor, &policy).await?;
        tx.commit().await?;
        dealt += 1;
    }
    Ok(dealt)
}

/// One account of a run: is it still to get a statement?
async fn deal(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    run: Uuid,
    guarantor: GuarantorId,
    policy: &Policy,
) -> Result<(), StatementError> {
    ledger::lock_account(tx, guarantor).await?;
    match draw::refusal(tx, door, practice, guarantor, policy).await? {
        Some(why) => Ok(store::drop_item(tx, practice, run, guarantor, why).await?),
        None => {
            let id = draw::issue_in(tx, door, practice, guarantor, policy, Some(run), None).await?;
            Ok(store::item_issued(tx, practice, run, guarantor, id).await?)
        }
    }
}

/// The runs of a practice, newest first.
///
/// # Errors
/// The database's word.
pub async fn runs(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<Run>, sqlx::Error> {
    store::runs(tx, practice, limit).await
}

/// One run.
///
/// # Errors
/// The database's word.
pub async fn run(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Run>, sqlx::Error> {
    store::run(tx, practice, id).await
}

/// The accounts of a run: those that get a statement first, by name.
///
/// # Errors
/// The database's word.
pub async fn items(
    tx: &mut Tx,
    practice: PracticeId,
    run: Uuid,
    limit: i64,
) -> Result<Vec<RunItem>, sqlx::Error> {
    store::items(tx, practice, run, limit).await
}
