//! The practice gives up part of what a patient owes.
//!
//! What is given up stands in the books beside the share ([`Kind::PatientWriteOff`]), so that the
//! insurer's words stay what they are. It is never more than the visit owes that nobody questions and
//! nobody is paying. Up to the practice's limit it is posted at once; above it a second person agrees,
//! and what has changed meanwhile is looked at again.
//!
//! What was never paid never becomes money of the patient's: where the share falls afterwards, less
//! is forgiven ([`follow`]).
//!
//! A request and what came of it are kept and never changed; how it stands is what its steps say.
//!
//! # Locks
//!
//! The practice's books, the account, the visit; then plans.

pub(crate) mod follow;
mod store;

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::payment::Due;
use domain::write_off::WriteOffReason;
use domain::{GuarantorId, Money, PracticeId, TransactionId, UserId, VisitId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::Tx;
use crate::ledger::{self, Fact, LedgerError, VisitBalance, Writers};
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts};

/// The longest note, in letters.
pub const WORDS_MOST: usize = 1_000;

/// Why nothing was written off.
#[derive(Debug, thiserror::Error)]
pub enum WriteOffError {
    /// There is no such visit or request of this account.
    #[error("there is nothing like it")]
    NotThere,
    /// Nothing or less was asked for.
    #[error("a write-off is of one cent at least")]
    TooLittle,
    /// More than the visit owes that is neither in question nor on its way.
    #[error("no more than {0} of this visit can be written off")]
    TooMuch(Money),
    /// Nothing was written, or too much.
    #[error("it needs some words, at most {WORDS_MOST} letters")]
    Words,
    /// Who asked agreed themselves.
    #[error("a second person has to agree to a write-off of this amount")]
    SamePerson,
    /// It does not wait any more.
    #[error("it has been decided already")]
    NotNow,
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// What staff ask for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// Chosen by the page when it was shown: the same page pressed twice is one request.
    pub press: Uuid,
    /// Who owes it.
    pub guarantor: GuarantorId,
    /// Of which visit.
    pub visit: VisitId,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: WriteOffReason,
    /// Why, in words, among staff.
    pub note: String,
}

/// How far a request has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It waits for a second person.
    Asked,
    /// It is in the books.
    Posted,
    /// The second person said no.
    Refused,
    /// Who asked took it back.
    Withdrawn,
    /// It could not be done any more when somebody agreed.
    Ended(Ended),
}

domain::coded! {
    /// Why a request could not be done any more.
    Ended {
        /// Less is owed, or can be given up, than was asked for.
        LessOwed = "less_owed",
        /// Somebody else answers for the visit.
        SomebodyElses = "somebody_elses",
    }
}

domain::coded! {
    /// What happened to a request.
    Step {
        /// It was asked for, above the limit.
        Asked = "asked",
        /// It was asked for and posted at once.
        Posted = "posted",
        /// A second person agreed, and it was posted.
        Agreed = "agreed",
        /// A second person said no.
        Refused = "refused",
        /// Who asked took it back.
        Withdrawn = "withdrawn",
        /// It could not be done any more.
        Ended = "ended",
        /// Part of it was not needed any more, because the share fell.
        Back = "back",
        /// What was not needed is needed again.
        Again = "again",
    }
}

/// A request, as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriteOff {
    /// Its id.
    pub id: Uuid,
    /// What was asked for.
    pub ask: Ask,
    /// How far it has come.
    pub state: State,
    /// Who asked.
    pub asked_by: UserId,
    /// When.
    pub asked_at: OffsetDateTime,
    /// Who agreed to it or said no; none below the limit.
    pub decided_by: Option<UserId>,
    /// How much of it stands in the books now: less than was asked for where the share fell since.
    pub standing: Money,
    /// How many steps it has.
    seq: i64,
}

/// What somebody says to a request that waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// A second person agrees.
    Agree,
    /// A second person says no.
    Refuse,
    /// Who asked takes it back.
    Withdraw,
}

/// Writes off what is asked for, or lets it wait for a second person above the practice's limit
/// ([`WriteOff::state`] says which it was). Asked for with the same press, the first answer comes again.
///
/// # Errors
/// [`WriteOffError`]; the caller then drops the transaction.
pub async fn ask_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    ask: &Ask,
) -> Result<WriteOff, WriteOffError> {
    let note = ask.note.trim();
    if note.is_empty() || note.chars().count() > WORDS_MOST {
        return Err(WriteOffError::Words);
    }
    if !ask.amount.is_positive() {
        return Err(WriteOffError::TooLittle);
    }
    ledger::lock_books(tx, practice, Writers::Some).await?;
    ledger::lock_account(tx, ask.guarantor).await?;
    // Under the lock: the same press may have come from elsewhere.
    if let Some(known) = store::by_press(tx, practice, ask.guarantor, ask.press).await? {
        return Ok(known);
    }
    let balance = ledger::lock_balance(tx, practice, ask.visit).await.map_err(|error| match error {
        sqlx::Error::RowNotFound => WriteOffError::NotThere,
        other => other.into(),
    })?;
    if balance.guarantor != Some(ask.guarantor) {
        return Err(WriteOffError::NotThere);
    }
    let most = store::most(tx, practice, ask.visit).await?;
    if ask.amount > most {
        return Err(WriteOffError::TooMuch(most.or_zero()));
    }
    // A visit that is given up part by part does not go past the limit.
    // What was granted counts: what the share's fall took back comes again by itself.
    let given: Money = store::of_visit(tx, practice, ask.visit).await?.iter().map(|one| one.ask.amount).sum();
    let alone = given + ask.amount <= accounts::policy(tx, practice).await?.second_person;
    let mut write_off = WriteOff {
        id: door.id(),
        ask: Ask { note: note.to_owned(), ..ask.clone() },
        state: State::Asked,
        asked_by: by,
        asked_at: door.now(),
        decided_by: None,
        standing: Money::ZERO,
        seq: 0,
    };
    store::insert(tx, practice, &write_off).await?;
    if alone {
        carry_out_in(tx, door, practice, &mut write_off, (Step::Posted, by), balance).await?;
        return Ok(write_off);
    }
    step_in(tx, door, practice, &mut write_off, (Step::Asked, Some(by), None), None).await?;
    let work = Work {
        kind: WorkKind::WriteOffApproval,
        subject: &write_off.id.to_string(),
        guarantor: Some(ask.guarantor),
        payment: None,
        amount: Some(ask.amount),
        due: None,
    };
    work::open_in(tx, door, practice, &work).await?;
    Ok(write_off)
}

/// Somebody says something to a request of an account that waits. Agreed to when it could not be done
/// any more it ends instead ([`State::Ended`] says why), which the caller commits too.
///
/// # Errors
/// [`WriteOffError::SamePerson`] when who asked agrees, [`WriteOffError::NotThere`] when somebody else
/// takes it back, [`WriteOffError::NotNow`] when it waits no more.
pub async fn decide_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (guarantor, id): (GuarantorId, Uuid),
    verdict: Verdict,
) -> Result<WriteOff, WriteOffError> {
    ledger::lock_books(tx, practice, Writers::Some).await?;
    ledger::lock_account(tx, guarantor).await?;
    let known = store::write_off(tx, practice, id).await?.filter(|one| one.ask.guarantor == guarantor);
    let mut known = known.ok_or(WriteOffError::NotThere)?;
    if known.state != State::Asked {
        return Err(WriteOffError::NotNow);
    }
    let own = known.asked_by == by;
    match verdict {
        Verdict::Agree if own => return Err(WriteOffError::SamePerson),
        Verdict::Withdraw if !own => return Err(WriteOffError::NotThere),
        Verdict::Agree => {
            let balance = ledger::lock_balance(tx, practice, known.ask.visit).await?;
            let ended = if balance.guarantor != Some(guarantor) {
                Some(Ended::SomebodyElses)
            } else if known.ask.amount > store::most(tx, practice, known.ask.visit).await? {
                Some(Ended::LessOwed)
            } else {
                None
            };
            match ended {
                Some(why) => {
                    let step = (Step::Ended, Some(by), Some(why));
                    step_in(tx, door, practice, &mut known, step, None).await?;
                }
                None => carry_out_in(tx, door, practice, &mut known, (Step::Agreed, by), balance).await?,
            }
        }
        Verdict::Refuse => {
            step_in(tx, door, practice, &mut known, (Step::Refused, Some(by), None), None).await?;
        }
        Verdict::Withdraw => {
            step_in(tx, door, practice, &mut known, (Step::Withdrawn, Some(by), None), None).await?;
        }
    }
    work::close_in(tx, door, practice, WorkKind::WriteOffApproval, &id.to_string(), Some(by)).await?;
    Ok(known)
}

/// What of each visit of an account could be written off, oldest visit first.
///
/// # Errors
/// The database's word.
pub async fn open(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Due>, sqlx::Error> {
    store::open(tx, practice, guarantor).await
}

/// The requests of an account, newest first.
///
/// # Errors
/// The database's word.
pub async fn of_account(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<WriteOff>, sqlx::Error> {
    store::of_account(tx, practice, guarantor).await
}

/// Posts a request whose visit the caller holds.
async fn carry_out_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    write_off: &mut WriteOff,
    (step, by): (Step, UserId),
    balance: VisitBalance,
) -> Result<(), WriteOffError> {
    let (visit, amount) = (write_off.ask.visit, write_off.ask.amount);
    let transaction = post_in(tx, door, practice, write_off, amount, balance).await?;
    step_in(tx, door, practice, write_off, (step, Some(by), None), Some((transaction, amount))).await?;
    // Autopay holds its plan, and not the account, while it begins a payment; the plan was held since.
    let most = store::most(tx, practice, visit).await?;
    if most.is_negative() {
        return Err(WriteOffError::TooMuch((amount + most).or_zero()));
    }
    Ok(())
}

/// The receivable falls and what nobody pays rises; the other way, below zero, a credit falls.
async fn post_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    write_off: &WriteOff,
    amount: Money,
    balance: VisitBalance,
) -> Result<TransactionId, LedgerError> {
    let visit = write_off.ask.visit;
    let theirs = if amount.is_negative() { Account::PatientCredit } else { Account::PatientReceivable };
    let of = |account, amount| {
        let mut entry = Entry::new(account, amount).of_visit(visit, None);
        entry.guarantor = balance.guarantor;
        entry
    };
    let entries = Balanced::new(vec![of(theirs, -amount), of(Account::OtherAdjustment, amount)])?;
    let on = accounts::today_in(tx, door, practice).await?;
    let name = format!("write-off:{}:{}", write_off.id, write_off.seq + 1);
    let fact = Fact::new(Kind::PatientWriteOff, on, name);
    let visits = [(visit, balance)].into();
    // The ledger asks here what follows from what it posts, and this may be what does.
    Box::pin(ledger::post_new_in(tx, door, practice, &fact, &entries, visits)).await
}

async fn step_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    write_off: &mut WriteOff,
    (step, by, why): (Step, Option<UserId>, Option<Ended>),
    posted: Option<(TransactionId, Money)>,
) -> Result<(), sqlx::Error> {
    write_off.seq += 1;
    let kept = store::KeptStep { step, by, why, cents: posted.map_or(0, |(_, amount)| amount.cents()) };
    kept.onto(write_off);
    store::insert_step(tx, practice, write_off, &kept, posted.map(|(id, _)| id), door.now()).await
}
