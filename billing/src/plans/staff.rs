//! What staff see of plans, by state and with the reason; and promises without a plan.

use domain::plan::{Plan, State};
use domain::{GuarantorId, Money, PlanId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::Waits;
use super::store::desk;
use crate::Door;
use crate::db::Tx;
use crate::work::{self, Work, WorkKind};

/// How plans stand, as staff sort them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Running and paid as agreed.
    OnTrack,
    /// Behind, paused, or waiting for the patient.
    AtRisk,
    /// Broken, or ended before it was paid.
    Broken,
    /// Paid.
    Finished,
}

/// A plan in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The plan.
    pub id: PlanId,
    /// Whose.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// How it stands.
    pub state: State,
    /// Why autopay does not take what is due.
    pub waits: Option<Waits>,
    /// What is left to pay.
    pub left: Money,
    /// What was due before today and is not paid.
    pub overdue: Money,
    /// When the next instalment is due.
    pub next: Option<Date>,
}

/// The plans of a group, those that changed last first, at most `limit`.
///
/// # Errors
/// The database's word.
pub async fn list(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    group: Group,
    limit: i64,
) -> Result<Vec<Line>, sqlx::Error> {
    let today = crate::accounts::today_in(tx, door, practice).await?;
    let rows = desk::plans(tx, practice, group.code(), limit).await?;
    rows.into_iter().map(|row| row.read(today)).collect()
}

/// How many plans there are in each group.
///
/// # Errors
/// The database's word.
pub async fn counts(tx: &mut Tx, practice: PracticeId) -> Result<Vec<(Group, i64)>, sqlx::Error> {
    let counts = desk::counts(tx, practice).await?;
    let group = |(code, count): (String, i64)| {
        let group = Group::ALL.into_iter().find(|group| group.code() == code)?;
        Some((group, count))
    };
    Ok(counts.into_iter().filter_map(group).collect())
}

/// The plans of one account, those that changed last first.
///
/// # Errors
/// The database's word.
pub async fn of_account(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Line>, sqlx::Error> {
    let today = crate::accounts::today_in(tx, door, practice).await?;
    let rows = desk::of_account(tx, practice, guarantor).await?;
    rows.into_iter().map(|row| row.read(today)).collect()
}

impl Group {
    const ALL: [Self; 4] = [Self::OnTrack, Self::AtRisk, Self::Broken, Self::Finished];

    fn code(self) -> &'static str {
        match self {
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
            Self::Broken => "broken",
            Self::Finished => "finished",
        }
    }
}

impl desk::LineRow {
    fn read(self, today: Date) -> Result<Line, sqlx::Error> {
        let plan: Plan =
            serde_json::from_str(&self.snapshot).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let next = plan.unpaid().next().map(|one| one.due);
        Ok(Line {
            id: self.id,
            guarantor: self.guarantor_id,
            name: self.name,
            version: plan.version,
            state: plan.state,
            waits: self.waits.as_deref().and_then(Waits::from_code),
            left: plan.left(),
            overdue: plan.overdue(today),
            next,
        })
    }
}

/// What somebody promised to pay, without a plan.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Promise {
    /// Its id.
    pub id: Uuid,
    /// Who promised.
    pub guarantor_id: GuarantorId,
    /// How much, in cents.
    pub amount_cents: i64,
    /// Until when.
    pub due_on: Date,
    /// In the staff's words.
    pub note: Option<String>,
    /// Who wrote it down.
    pub made_by: UserId,
    /// When.
    pub made_at: OffsetDateTime,
    /// `open`, `kept`, `broken` or `withdrawn`.
    pub state: String,
}

/// Writes a promise down. Says its id; none when the amount is not above zero.
///
/// # Errors
/// The database's word.
pub async fn promise_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
    amount: Money,
    due: Date,
    note: Option<&str>,
) -> Result<Option<Uuid>, sqlx::Error> {
    if !amount.is_positive() {
        return Ok(None);
    }
    let id = door.id();
    let promise = Promise {
        id,
        guarantor_id: guarantor,
        amount_cents: amount.cents(),
        due_on: due,
        note: note.map(str::to_owned),
        made_by: by,
        made_at: door.now(),
        state: "open".to_owned(),
    };
    desk::insert_promise(tx, practice, &promise).await?;
    Ok(Some(id))
}

/// A promise is taken back.
///
/// # Errors
/// The database's word.
pub async fn withdraw_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    promise: Uuid,
) -> Result<bool, sqlx::Error> {
    desk::close_promise(tx, practice, promise, "withdrawn", door.now()).await
}

/// Settles the open promises of a practice: kept when that much was paid since, broken when
/// their day has passed without it. Says how many were settled.
///
/// # Errors
/// The database's word.
pub async fn settle_promises_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
) -> Result<usize, sqlx::Error> {
    let today = crate::accounts::today_in(tx, door, practice).await?;
    let open = desk::open_promises(tx, practice).await?;
    let mut settled = 0;
    for (id, guarantor, amount, due, paid) in open {
        if paid >= amount {
            settled += usize::from(desk::close_promise(tx, practice, id, "kept", door.now()).await?);
        } else if due < today {
            settled += usize::from(desk::close_promise(tx, practice, id, "broken", door.now()).await?);
            let work = Work {
                kind: WorkKind::PromiseBroken,
                subject: &id.to_string(),
                guarantor: Some(guarantor),
                payment: None,
                amount: Some(Money::from_cents(amount)),
                due: None,
            };
            work::open_in(tx, door, practice, &work).await?;
        }
    }
    Ok(settled)
}

/// The promises of an account, newest first.
///
/// # Errors
/// The database's word.
pub async fn promises(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Promise>, sqlx::Error> {
    desk::promises(tx, practice, guarantor).await
}
