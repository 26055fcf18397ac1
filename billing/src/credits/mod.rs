//! What guarantors paid beyond what they owed: shown, applied or given back, never
//! absorbed.
//!
//! A credit stays on the visit where it arose until the practice's [`Policy`] moves it:
//! [`run`] lets it pay what else is due on the account, and when it has stood long enough
//! sends it back to where it came from. What no policy can send, because it was paid in
//! cash or no payment can be found for it, is put before a person.

mod store;

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::{GuarantorId, Money, PracticeId, VisitId};
use time::{Date, Duration};
use uuid::Uuid;

use crate::accounts::{self, Policy};
use crate::db::{Db, Tx};
use crate::ledger::{self, Fact, Writers};
use crate::refunds::{self, Ask, RefundError, RefundReason};
use crate::work::{self, Work, WorkKind};
use crate::{Door, payments, visits};

/// What [`run`] did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Moved {
    /// Credits that paid something else.
    pub applied: usize,
    /// Refunds that were asked for.
    pub refunded: usize,
}

/// A credit that stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Credit {
    guarantor: GuarantorId,
    visit: VisitId,
    /// Less what is promised back.
    amount: Money,
}

/// Carries out a practice's policy on the credits of its accounts, as of today. Doing it
/// twice a day, or on two servers, does nothing twice.
///
/// # Errors
/// The books' or the database's word; the accounts before the one that failed are done.
pub async fn run(db: &Db, door: &Door, practice: PracticeId) -> Result<Moved, RefundError> {
    let (credits, policy, today) = {
        let mut tx = db.read().await?;
        let policy = accounts::policy(&mut tx, practice).await?;
        (store::credits(&mut tx, practice).await?, policy, accounts::today_in(&mut tx, door, practice).await?)
    };
    let mut moved = Moved::default();
    for credit in credits {
        if policy.credit_applies {
            let mut tx = db.begin().await?;
            moved.applied += usize::from(apply_in(&mut tx, door, practice, &credit, today).await?);
            tx.commit().await?;
        }
        moved.refunded += give_back(db, door, practice, credit.visit, &policy, today).await?;
    }
    let mut tx = db.begin().await?;
    for subject in store::flags_to_drop(&mut tx, practice).await? {
        work::close_in(&mut tx, door, practice, WorkKind::Credit, &subject, None).await?;
    }
    tx.commit().await?;
    Ok(moved)
}

/// Lets a credit pay what else is due on the account, oldest first; says whether it did.
async fn apply_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    credit: &Credit,
    today: Date,
) -> Result<bool, RefundError> {
    ledger::lock_books(tx, practice, Writers::Some).await?;
    // It may be another one's money: it goes back to who paid, and pays nothing else.
    if store::changed_hands(tx, practice, credit.visit).await? {
        return Ok(false);
    }
    let dues = visits::dues(tx, practice, credit.guarantor).await?;
    let mut involved: Vec<VisitId> = dues.iter().map(|due| due.visit).chain([credit.visit]).collect();
    involved.sort();
    for visit in involved {
        ledger::lock_balance(tx, practice, visit).await?;
    }
    // Read again under the locks: what was seen before may have been paid.
    let Some(credit) = store::credit(tx, practice, credit.visit).await? else { return Ok(false) };
    let dues = visits::dues(tx, practice, credit.guarantor).await?;
    let parts = domain::payment::oldest_first(credit.amount, &dues);
    let of = |account, amount, visit| {
        Entry::new(account, amount).of_visit(visit, None).of_guarantor(credit.guarantor)
    };
    let total: Money = parts.iter().map(|part| part.amount).sum();
    let mut entries = vec![of(Account::PatientCredit, total, credit.visit)];
    entries.extend(parts.iter().map(|part| of(Account::PatientReceivable, -part.amount, part.visit)));
    let Ok(entries) = Balanced::new(entries) else { return Ok(false) };
    let fact = Fact::new(Kind::CreditApplied, today, format!("credit:{}", door.id()));
    ledger::post_in(tx, door, practice, &fact, &entries).await?;
    Ok(true)
}

/// Asks for the refund of a credit that has stood long enough, from the payments it may
/// have come from, and puts the rest before a person; says how many refunds that took. What
/// a person or the gateway turned down is not asked for again: a person has the rest.
///
/// Each refund is a transaction of its own: it locks its payment before it locks visits,
/// as every other movement of that payment does.
async fn give_back(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    visit: VisitId,
    policy: &Policy,
    today: Date,
) -> Result<usize, RefundError> {
    let mut tx = db.read().await?;
    let credit = store::credit(&mut tx, practice, visit).await?;
    let since = store::since(&mut tx, practice, visit).await?.unwrap_or(today);
    let ripe = policy.credit_refund_days.is_some_and(|days| since + Duration::days(days) <= today);
    let sources = match &credit {
        Some(credit) if ripe && !store::turned_down(&mut tx, practice, visit, since).await? => {
            store::sources(&mut tx, practice, credit.guarantor, visit).await?
        }
        _ => Vec::new(),
    };
    drop(tx);
    let mut rest = credit.map_or(Money::ZERO, |credit| credit.amount);
    let mut asked = 0;
    for payment in sources {
        let mut tx = db.begin().await?;
        payments::lock_paid(&mut tx, practice, payment).await?;
        ledger::lock_books(&mut tx, practice, Writers::Some).await?;
        ledger::lock_balance(&mut tx, practice, visit).await?;
        // Read again under the locks: it may have paid something since.
        let stands = store::credit(&mut tx, practice, visit).await?;
        rest = rest.min(stands.map_or(Money::ZERO, |credit| credit.amount));
        let left: Money = refunds::left(&mut tx, practice, payment).await?.iter().map(|left| left.paid).sum();
        let amount = rest.min(left);
        if amount.is_positive() {
            let press = press_of(visit, payment, today);
            let ask = Ask { press, payment, amount, reason: RefundReason::Credit, note: None };
            refunds::ask_in(&mut tx, door, practice, None, &ask, Some(visit)).await?;
            rest -= amount;
            asked += 1;
        }
        tx.commit().await?;
    }
    let stands = rest.is_positive() && (ripe || policy.credit_refund_days.is_none());
    let subject = visit.to_string();
    let mut tx = db.begin().await?;
    match credit.filter(|_| stands) {
        Some(credit) => {
            let work = Work {
                kind: WorkKind::Credit,
                subject: &subject,
                guarantor: Some(credit.guarantor),
                payment: None,
                amount: Some(rest),
                due: None,
            };
            work::open_in(&mut tx, door, practice, &work).await?;
        }
        None => work::close_in(&mut tx, door, practice, WorkKind::Credit, &subject, None).await?,
    }
    tx.commit().await?;
    Ok(asked)
}

/// The payments that a visit's credit may have come from.
///
/// # Errors
/// The database's word.
pub(crate) async fn sources(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    visit: VisitId,
) -> Result<Vec<domain::PaymentId>, sqlx::Error> {
    store::sources(tx, practice, guarantor, visit).await
}

/// The credit of a visit that is not promised back.
///
/// # Errors
/// The database's word.
pub(crate) async fn of_visit(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Money, sqlx::Error> {
    Ok(store::credit(tx, practice, visit).await?.map_or(Money::ZERO, |credit| credit.amount))
}

/// One press a visit, payment and day: a policy that runs twice presses once.
fn press_of(visit: VisitId, payment: domain::PaymentId, today: Date) -> Uuid {
    use sha2::{Digest, Sha256};
    let mut digest = Sha256::new();
    digest.update(visit.0.as_bytes());
    digest.update(payment.0.as_bytes());
    digest.update(today.to_julian_day().to_be_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest.finalize()).for_each(|(byte, hashed)| *byte = hashed);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The earliest day on which a credit of the account goes back by itself; none when there
/// is no credit, or a person decides.
///
/// # Errors
/// The database's word.
pub async fn goes_back_on(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Date>, sqlx::Error> {
    let Some(days) = accounts::policy(tx, practice).await?.credit_refund_days else { return Ok(None) };
    let since = store::since_of(tx, practice, guarantor).await?;
    Ok(since.map(|since| since + Duration::days(days)))
}
