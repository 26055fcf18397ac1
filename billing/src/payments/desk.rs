//! Money taken at the desk: cash, a cheque, the card terminal.
//!
//! It is there at once, so it is posted at once, with a receipt like any other payment.
//! It pays the visits that were chosen, in question or not, then what else is due, oldest first; what is more
//! than that becomes a credit on the newest visit, in sight of both sides, and is never
//! refused: the money is on the counter.

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::payment::{Due, oldest_first};
use domain::{GuarantorId, Money, PaymentId, PracticeId, UserId, VisitId};
use uuid::Uuid;

use super::store::{self, Method, Payment, PaymentState};
use crate::db::{Db, Tx, is_duplicate};
use crate::hooks::news;
use crate::ledger::{self, Fact, LedgerError, Writers};
use crate::{Door, accounts, leaving, visits};

/// Why money at the desk cannot be posted.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Nothing or less.
    #[error("a payment is of one cent at least")]
    TooLittle,
    /// The account has no visit at all to put money on.
    #[error("this account has no visit yet; import the visit first")]
    NoVisit,
    /// A cheque or a slip has a number.
    #[error("a cheque or a terminal payment needs its number")]
    NoReference,
    /// Online payments come by themselves.
    #[error("a payment at the desk is cash, a cheque or the card terminal")]
    NotAtDesk,
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// What was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// Chosen by the page when it was shown: the same page pressed twice is one payment.
    pub press: Uuid,
    /// From whom.
    pub guarantor: GuarantorId,
    /// How.
    pub method: Method,
    /// The number of the cheque or of the terminal's slip.
    pub reference: Option<String>,
    /// How much.
    pub amount: Money,
    /// For these visits first, oldest first.
    pub visits: Vec<VisitId>,
}

/// Posts what was taken; the same press posts once.
///
/// # Errors
/// [`DeskError`]; nothing was posted then.
pub async fn take(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    taken: &Taken,
) -> Result<PaymentId, DeskError> {
    if taken.method == Method::Online {
        return Err(DeskError::NotAtDesk);
    }
    if !taken.amount.is_positive() {
        return Err(DeskError::TooLittle);
    }
    if taken.method != Method::Cash
        && taken.reference.as_deref().is_none_or(|number| number.trim().is_empty())
    {
        return Err(DeskError::NoReference);
    }
    let mut tx = db.begin().await?;
    if let Some(known) = store::by_press(&mut tx, practice, taken.guarantor, taken.press).await? {
        return Ok(known.id);
    }
    ledger::lock_books(&mut tx, practice, Writers::Some).await?;
    // A practice that has left takes nothing here any more.
    if leaving::leaving(&mut tx, practice).await?.is_some_and(|one| one.left) {
        return Err(DeskError::NoVisit);
    }
    let today = accounts::today_in(&mut tx, door, practice).await?;
    let parts = parts_of(&mut tx, practice, taken).await?;
    let payment = Payment {
        practice,
        id: PaymentId(door.id()),
        guarantor: taken.guarantor,
        user: by,
        method: taken.method,
        reference: taken.reference.as_deref().map(|number| number.trim().to_owned()),
        instrument: None,
        amount: taken.amount,
        state: PaymentState::Paid,
        session_id: None,
        session_url: None,
        saved: None,
        decline: None,
        link: None,
        created_at: door.now(),
        paid_on: Some(today),
    };
    match store::insert(&mut tx, &payment, taken.press, &parts).await {
        // The same press on another server was faster.
        Err(error) if is_duplicate(&error) => {
            drop(tx);
            let mut tx = db.read().await?;
            let known = store::by_press(&mut tx, practice, taken.guarantor, taken.press).await?;
            return known.map(|known| known.id).ok_or(DeskError::Sqlx(error));
        }
        inserted => inserted?,
    }
    let mut entries =
        vec![Entry::new(arrives_at(taken.method), payment.amount).of_guarantor(payment.guarantor)];
    for Due { visit, amount } in parts {
        entries.push(
            Entry::new(Account::PatientReceivable, -amount)
                .of_visit(visit, None)
                .of_guarantor(payment.guarantor),
        );
    }
    let mut fact = Fact::new(Kind::PatientPayment, today, format!("payment:{}", payment.id));
    fact.payment = Some(payment.id);
    let entries = Balanced::new(entries).map_err(LedgerError::from)?;
    ledger::post_in(&mut tx, door, practice, &fact, &entries).await?;
    news::paid(&mut tx, door, &payment).await?;
    tx.commit().await?;
    Ok(payment.id)
}

fn arrives_at(method: Method) -> Account {
    match method {
        Method::Online => Account::GatewayCash,
        Method::Cash => Account::CashDrawer,
        Method::Check => Account::Checks,
        Method::Terminal => Account::CardTerminal,
    }
}

/// What the money is for; what exceeds it goes to the newest visit.
async fn parts_of(tx: &mut Tx, practice: PracticeId, taken: &Taken) -> Result<Vec<Due>, DeskError> {
    let mut dues = visits::dues(tx, practice, taken.guarantor).await?;
    let aside = visits::set_aside(tx, practice, taken.guarantor).await?;
    for asked in aside.into_iter().filter(|asked| taken.visits.contains(&asked.visit)) {
        match dues.iter_mut().find(|due| due.visit == asked.visit) {
            Some(due) => due.amount += asked.amount,
            None => dues.push(asked),
        }
    }
    dues.sort_by_key(|due| !taken.visits.contains(&due.visit));
    let mut parts = oldest_first(taken.amount, &dues);
    let excess = taken.amount - parts.iter().map(|part| part.amount).sum();
    if excess.is_positive() {
        let newest = visits::newest(tx, practice, taken.guarantor).await?.ok_or(DeskError::NoVisit)?;
        match parts.iter_mut().find(|part| part.visit == newest) {
            Some(part) => part.amount += excess,
            None => parts.push(Due { visit: newest, amount: excess }),
        }
    }
    Ok(parts)
}
