//! More than the policy offers, to one account: a longer term or a smaller instalment, with a
//! reason, until a day. Above the practice's limit a second person agrees first.
//!
//! An exception changes what can be offered and nothing else: the patient chooses, sees and signs
//! as always, and it is used up by that.

use domain::plan::{Band, Policy};
use domain::{GuarantorId, Money, PlanId, PracticeId, UserId};
use time::{Date, Duration};
use uuid::Uuid;

use super::policy;
use super::store::exceptions as store;
use crate::db::Tx;
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts, visits};

pub use store::Exception;

/// The longest an exception stands, in days.
pub const LONGEST: i64 = 90;

/// The longest term anybody can be offered, in months.
pub const MOST_MONTHS: u16 = 60;

/// What staff ask for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// For whom.
    pub guarantor: GuarantorId,
    /// The longest term, in months.
    pub months: u16,
    /// The smallest instalment.
    pub smallest: Money,
    /// The last day on which it can be signed.
    pub until: Date,
    /// Why, in their words.
    pub reason: String,
}

/// Why there is no exception.
#[derive(Debug, thiserror::Error)]
pub enum ExceptionProblem {
    /// Nothing is due that could be paid in instalments.
    #[error("nothing is due on this account")]
    NothingDue,
    /// No reason was given.
    #[error("an exception needs a reason")]
    NoReason,
    /// The term is none, or too long.
    #[error("the term is between 1 and {MOST_MONTHS} months")]
    Term,
    /// The smallest instalment is nothing.
    #[error("the smallest instalment is above zero")]
    Smallest,
    /// The day has passed or is too far off.
    #[error("an exception can be signed from today on, for {LONGEST} days at most")]
    Until,
    /// There is one already.
    #[error("there is an exception for this account already")]
    Standing,
    /// It is not there, or not to be decided any more.
    #[error("there is no such exception to decide")]
    NotThere,
    /// Who asked for it cannot agree to it.
    #[error("a second person has to agree")]
    SamePerson,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Grants an exception, or asks a second person where the account owes more than the practice's
/// limit; says whether it can be signed at once.
///
/// # Errors
/// [`ExceptionProblem`].
pub async fn ask_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    ask: &Ask,
) -> Result<bool, ExceptionProblem> {
    let today = accounts::today_in(tx, door, practice).await?;
    if ask.reason.trim().is_empty() {
        return Err(ExceptionProblem::NoReason);
    }
    if ask.months == 0 || ask.months > MOST_MONTHS {
        return Err(ExceptionProblem::Term);
    }
    if !ask.smallest.is_positive() {
        return Err(ExceptionProblem::Smallest);
    }
    if ask.until < today || ask.until > today.checked_add(Duration::days(LONGEST)).unwrap_or(Date::MAX) {
        return Err(ExceptionProblem::Until);
    }
    let due: Money = visits::dues(tx, practice, ask.guarantor).await?.iter().map(|due| due.amount).sum();
    if !due.is_positive() {
        return Err(ExceptionProblem::NothingDue);
    }
    if standing(tx, practice, ask.guarantor, today).await?.is_some() {
        return Err(ExceptionProblem::Standing);
    }
    // One that nobody signed in time makes room.
    store::lapse(tx, practice, ask.guarantor, today).await?;
    let alone = due <= accounts::policy(tx, practice).await?.second_person;
    let exception = store::New {
        id: door.id(),
        guarantor: ask.guarantor,
        policy: instead(&policy::in_force(tx, practice, today).await?, ask, due),
        reason: ask.reason.trim(),
        amount: due,
        until: ask.until,
        state: if alone { "open" } else { "asked" },
        by,
    };
    store::insert(tx, practice, &exception, door.now()).await?;
    if !alone {
        let work = Work {
            kind: WorkKind::PlanException,
            subject: &exception.id.to_string(),
            guarantor: Some(ask.guarantor),
            payment: None,
            amount: Some(due),
            due: None,
        };
        work::open_in(tx, door, practice, &work).await?;
    }
    Ok(alone)
}

/// The policy, with what is asked for instead where that is more.
fn instead(policy: &Policy, ask: &Ask, due: Money) -> Policy {
    Policy {
        longest: vec![Band { up_to: None, months: ask.months }],
        smallest: ask.smallest,
        least: policy.least.min(due),
        most: policy.most.max(due),
        // The most frequent rhythm has 26 dates a year.
        most_instalments: policy.most_instalments.max(u32::from(ask.months) * 3),
        ..policy.clone()
    }
}

/// A second person agrees or refuses.
///
/// # Errors
/// [`ExceptionProblem`].
pub async fn decide_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    by: UserId,
    agree: bool,
) -> Result<(), ExceptionProblem> {
    let exception = store::exception(tx, practice, id).await?.filter(|one| one.state == "asked");
    let exception = exception.ok_or(ExceptionProblem::NotThere)?;
    if agree && exception.asked_by == by {
        return Err(ExceptionProblem::SamePerson);
    }
    let state = if agree { "open" } else { "refused" };
    close(tx, door, practice, id, ("asked", state), by).await
}

/// It is taken back before anybody signed by it: by who asked, or by who could have refused it.
///
/// # Errors
/// [`ExceptionProblem`]; [`ExceptionProblem::NotThere`] for anybody else.
pub async fn withdraw_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    (by, may_refuse): (UserId, bool),
) -> Result<(), ExceptionProblem> {
    let exception = store::exception(tx, practice, id).await?.ok_or(ExceptionProblem::NotThere)?;
    if exception.asked_by != by && !may_refuse {
        return Err(ExceptionProblem::NotThere);
    }
    close(tx, door, practice, id, (&exception.state, "withdrawn"), by).await
}

async fn close(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    (from, to): (&str, &str),
    by: UserId,
) -> Result<(), ExceptionProblem> {
    if !matches!(from, "asked" | "open")
        || !store::decide(tx, practice, id, (from, to), by, door.now()).await?
    {
        return Err(ExceptionProblem::NotThere);
    }
    Ok(work::close_in(tx, door, practice, WorkKind::PlanException, &id.to_string(), Some(by)).await?)
}

/// The exception of an account that waits or can be signed, while its day has not passed.
///
/// # Errors
/// The database's word.
pub async fn standing(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    today: Date,
) -> Result<Option<Exception>, sqlx::Error> {
    Ok(store::standing(tx, practice, guarantor).await?.filter(|one| one.until >= today))
}

/// The exception by which an account can sign today.
pub(super) async fn in_force(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    today: Date,
) -> Result<Option<Exception>, sqlx::Error> {
    Ok(standing(tx, practice, guarantor, today).await?.filter(|one| one.state == "open"))
}

/// A plan was signed by it.
pub(super) async fn used_in(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    plan: PlanId,
) -> Result<(), sqlx::Error> {
    store::used(tx, practice, id, plan).await
}
