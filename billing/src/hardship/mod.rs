//! "I cannot afford this": from the request on nothing is asked for, until a counsellor answers.
//!
//! The request, the account's hold, the pause of its plans and the counsellor's work item are one
//! transaction, under the account's lock: a statement, a reminder or an instalment that was about to
//! leave finds the hold, or was first. What autopay has committed and not sent is called back. Nothing
//! that is owed changes by it. One request of an account is open at a time; to ask again is to be told
//! of the one that is.
//!
//! Only the guarantor's own logins ask: a helper does not know what somebody else lives on.

mod store;

use domain::hardship::{ANSWERED_WITHIN, Answer, HOUSEHOLD_MOST, Income};
use domain::{GuarantorId, PracticeId, UserId, business_days};
use uuid::Uuid;

pub use store::Request;

use crate::db::Tx;
use crate::ledger::{self, Writers};
use crate::messages;
use crate::plans::{PlanError, assistance};
use crate::work::{self, ASSISTANCE, Work, WorkKind};
use crate::{Door, accounts};

/// The longest answer, in letters.
pub const WORDS_MOST: usize = 2_000;

/// What the page sends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ask {
    /// Chosen by the page when it was shown: the same page pressed twice is one request.
    pub press: Uuid,
    /// How many live on the income, 1 to [`HOUSEHOLD_MOST`].
    pub household: u8,
    /// What that is.
    pub income: Income,
}

/// Why a request is not taken or answered.
#[derive(Debug, thiserror::Error)]
pub enum HardshipError {
    /// Nobody lives in no household.
    #[error("a household is of 1 to {HOUSEHOLD_MOST}")]
    Household,
    /// There is nothing open to answer or to take back.
    #[error("there is no such request, or it is answered")]
    NotOpen,
    /// An answer has words.
    #[error("an answer has 1 to {WORDS_MOST} letters")]
    Words,
    /// A plan could not rest or go on.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Takes a request; gives the one that is open when there is one.
///
/// # Errors
/// [`HardshipError`]; the caller then drops the transaction.
pub async fn ask_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
    ask: Ask,
) -> Result<Request, HardshipError> {
    if !(1..=HOUSEHOLD_MOST).contains(&ask.household) {
        return Err(HardshipError::Household);
    }
    lock_in(tx, practice, guarantor).await?;
    if let Some(known) = store::by_press(tx, practice, guarantor, ask.press).await? {
        return Ok(known);
    }
    if let Some(open) = store::open(tx, practice, guarantor).await? {
        return Ok(open);
    }
    let id = door.id();
    let today = accounts::today_in(tx, door, practice).await?;
    let answer_by = business_days::after(today, ANSWERED_WITHIN);
    store::insert(tx, (practice, guarantor), (id, by), &ask, (answer_by, door.now())).await?;
    let subject = id.to_string();
    work::hold_because_in(tx, door, practice, guarantor, ASSISTANCE, &subject).await?;
    assistance::rest_in(tx, door, (practice, guarantor), by).await?;
    let zone = accounts::practice(tx, practice).await?.map(|practice| practice.time_zone);
    let work = Work {
        kind: WorkKind::Hardship,
        subject: &subject,
        guarantor: Some(guarantor),
        payment: None,
        amount: None,
        due: crate::door::end_of(answer_by, zone.as_deref().unwrap_or("UTC")),
    };
    work::open_in(tx, door, practice, &work).await?;
    let request = store::request(tx, practice, id).await?.ok_or(HardshipError::NotOpen)?;
    messages::hardship_in(tx, door, &request).await?;
    Ok(request)
}

/// A counsellor answers: what rested goes on.
///
/// # Errors
/// [`HardshipError`]; the caller then drops the transaction.
pub async fn answer_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    id: Uuid,
    answer: Answer,
    words: &str,
) -> Result<Request, HardshipError> {
    let words = words.trim();
    if words.is_empty() || words.chars().count() > WORDS_MOST {
        return Err(HardshipError::Words);
    }
    let known = store::request(tx, practice, id).await?.ok_or(HardshipError::NotOpen)?;
    lock_in(tx, practice, known.guarantor_id).await?;
    let request = end_in(tx, door, (practice, by), id, answer, Some(words)).await?;
    messages::hardship_in(tx, door, &request).await?;
    Ok(request)
}

/// Who asked takes it back.
///
/// # Errors
/// [`HardshipError`]; the caller then drops the transaction.
pub async fn withdraw_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
) -> Result<Request, HardshipError> {
    lock_in(tx, practice, guarantor).await?;
    let open = store::open(tx, practice, guarantor).await?.ok_or(HardshipError::NotOpen)?;
    end_in(tx, door, (practice, by), open.id, Answer::Withdrawn, None).await
}

/// The newest request of an account.
///
/// # Errors
/// The database's word.
pub async fn latest(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Request>, sqlx::Error> {
    store::latest(tx, practice, guarantor).await
}

/// A request, whoever's it is: for staff.
///
/// # Errors
/// The database's word.
pub async fn request(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Request>, sqlx::Error> {
    store::request(tx, practice, id).await
}

/// Staff let an account rest because somebody looks at whether it can be helped, without a request
/// of its own: its plans rest too.
///
/// # Errors
/// [`HardshipError`]; the caller then drops the transaction.
pub async fn hold_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
    subject: &str,
) -> Result<(), HardshipError> {
    lock_in(tx, practice, guarantor).await?;
    work::hold_because_in(tx, door, practice, guarantor, ASSISTANCE, subject).await?;
    Ok(assistance::rest_in(tx, door, (practice, guarantor), by).await?)
}

/// Staff end a hold of an account ([`work::end_hold_in`]); its plans go on when it was the last one of
/// this kind.
///
/// # Errors
/// [`HardshipError`]; the caller then drops the transaction.
pub async fn end_hold_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
    subject: &str,
) -> Result<(), HardshipError> {
    lock_in(tx, practice, guarantor).await?;
    if work::end_hold_in(tx, door, practice, guarantor, subject).await? {
        go_on_in(tx, door, (practice, guarantor), by).await?;
    }
    Ok(())
}

/// The plans go on, unless another such hold stands.
async fn go_on_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
) -> Result<(), HardshipError> {
    let holds = work::holds(tx, practice, guarantor).await?;
    if !holds.iter().any(|hold| hold.reason == ASSISTANCE) {
        assistance::go_on_in(tx, door, (practice, guarantor), by).await?;
    }
    Ok(())
}

/// Books and account, in the order of the house.
async fn lock_in(tx: &mut Tx, practice: PracticeId, guarantor: GuarantorId) -> Result<(), sqlx::Error> {
    ledger::lock_books(tx, practice, Writers::Some).await?;
    ledger::lock_account(tx, guarantor).await
}

async fn end_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    id: Uuid,
    answer: Answer,
    words: Option<&str>,
) -> Result<Request, HardshipError> {
    if !store::answer(tx, (practice, id), by, (answer, words), door.now()).await? {
        return Err(HardshipError::NotOpen);
    }
    let request = store::request(tx, practice, id).await?.ok_or(HardshipError::NotOpen)?;
    let subject = id.to_string();
    work::release_in(tx, door, practice, ASSISTANCE, &subject).await?;
    work::close_in(tx, door, practice, WorkKind::Hardship, &subject, Some(by)).await?;
    go_on_in(tx, door, (practice, request.guarantor_id), by).await?;
    Ok(request)
}
