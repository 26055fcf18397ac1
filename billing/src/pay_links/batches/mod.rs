//! Links for many accounts at once: a preview, a release, and the job that makes each
//! account's link once, however often it dies.
//!
//! Handed out by mail, a link's token goes into the outbox in the transaction that makes the
//! link. Handed out in a file, a link is made without a token that anybody knows; [`file`]
//! gives every link of the batch a token, in one transaction, and the file is the only place
//! where it stands. Who lost a file, or saw its download break off, asks for another: its
//! links hold, and those of the file before open nothing any more.

mod store;

use domain::{GuarantorId, Money, PayLinkId, PracticeId, UserId, coded};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use self::store::{Item, Next};
use super::make::{CAMPAIGN_LONGEST, LONGEST, Wanted, keep_in};
use super::{Aim, open};
use crate::accounts::Guarantor;
use crate::db::{Db, Tx};
use crate::identity::Secret;
use crate::messages::{self, Template};
use crate::plans::view;
use crate::statements::runs::RunState;
use crate::statements::{self, Why};
use crate::{Door, accounts, ledger, visits};

coded! {
    /// How the links of a batch reach people.
    HandOut {
        /// By a letter of ours.
        Mail = "mail",
        /// In a file for a mailing tool of the practice's.
        File = "file",
    }
}

/// Which accounts by their email.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Email {
    /// With or without.
    Any,
    /// With one.
    With,
    /// Without.
    Without,
}

/// What a batch is to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    /// What became of the links is counted under this.
    pub campaign: String,
    /// Accounts that owe at least this much, beside what a plan asks for.
    pub least: Money,
    /// Accounts whose oldest unpaid visit is at least so many days ago.
    pub days: i64,
    /// Which accounts by their email; by mail, those without one get nothing.
    pub email: Email,
    /// How the links reach people.
    pub hand_out: HandOut,
    /// How many days a link lives.
    pub lives: i64,
}

coded! {
    /// Why an account of a batch gets no link.
    Skip {
        /// Nothing is due, or no longer.
        NothingDue = "nothing_due",
        /// Less is due than the batch is for.
        TooLittle = "too_little",
        /// A bank debit that covers it is on its way.
        OnItsWay = "on_its_way",
        /// A payment plan asks for all of it.
        InPlan = "in_plan",
        /// Reminders rest for the account, or all that is due is in question.
        Held = "held",
        /// The guarantor has died.
        Deceased = "deceased",
        /// There is no email on file.
        NoEmail = "no_email",
        /// The mail server refuses the address on file for good.
        Refused = "refused",
    }
}

/// A batch, with how many accounts stand how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// Its id.
    pub id: Uuid,
    /// How far it has come.
    pub state: RunState,
    /// What its links are counted under.
    pub campaign: String,
    /// How they reach people.
    pub hand_out: HandOut,
    /// How many days a link lives.
    pub lives: i64,
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// How often its file was given out.
    pub files: i64,
    /// When its file was last given out.
    pub filed_at: Option<OffsetDateTime>,
    /// Accounts that will get a link.
    pub ready: i64,
    /// What these owe.
    pub ready_amount: Money,
    /// Accounts that got one.
    pub made: i64,
    /// What these owed.
    pub made_amount: Money,
    /// Accounts that get none.
    pub skipped: i64,
}

/// An account in a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchItem {
    /// The account.
    pub guarantor: GuarantorId,
    /// Whose, by name.
    pub name: String,
    /// The practice's account number.
    pub account_number: String,
    /// What was due when the batch was made.
    pub due: Money,
    /// Why it gets none; none when it does.
    pub why: Option<Skip>,
}

/// How far the links of a batch came.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Reached {
    /// Links that were made.
    pub sent: i64,
    /// Somebody answered the question, rightly or not.
    pub opened: i64,
    /// Rightly.
    pub verified: i64,
    /// A payment by it is in the books.
    pub paid: i64,
}

/// A line of a batch's file.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// The practice's account number.
    pub account_number: String,
    /// The guarantor's first name.
    pub first_name: String,
    /// The guarantor's last name.
    pub last_name: String,
    /// Where mail goes; empty without an address.
    pub email: String,
    /// `en` or `es`.
    pub language: String,
    /// The link's token, which stands nowhere else.
    pub token: Secret,
}

/// Why there is no batch or no file.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// There is no such batch, or it is not at that point.
    #[error("there is no such batch at that point; look again")]
    NotThere,
    /// A campaign's name is empty or too long.
    #[error("a campaign has a name of at most 60 characters")]
    Campaign,
    /// Links live for a day at least and a year at most.
    #[error("a link lives for a day at least and a year at most")]
    Lives,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Lists who would get a link now, and who would not and why. Nothing is made.
///
/// # Errors
/// [`BatchError`].
pub async fn preview(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    wish: &Wish,
) -> Result<Uuid, BatchError> {
    let campaign = wish.campaign.trim();
    if campaign.is_empty() || campaign.chars().count() > CAMPAIGN_LONGEST {
        return Err(BatchError::Campaign);
    }
    if wish.lives < 1 || wish.lives > LONGEST.whole_days() {
        return Err(BatchError::Lives);
    }
    let mut tx = db.begin().await?;
    let today = accounts::today_in(&mut tx, door, practice).await?;
    let before = today.checked_sub(Duration::days(wish.days.max(0))).unwrap_or(time::Date::MIN);
    let id = door.id();
    store::insert(
        &mut tx,
        practice,
        id,
        &Wish { campaign: campaign.to_owned(), ..wish.clone() },
        by,
        door.now(),
    )
    .await?;
    for (guarantor, has_email) in store::owing(&mut tx, practice, wish.least, before).await? {
        let wanted = match wish.email {
            Email::Any => true,
            Email::With => has_email,
            Email::Without => !has_email,
        };
        if !wanted {
            continue;
        }
        let account = accounts::guarantor(&mut tx, practice, guarantor).await?.ok_or(BatchError::NotThere)?;
        let (due, why) = stands(&mut tx, practice, &account, wish.least, wish.hand_out).await?;
        store::insert_item(&mut tx, practice, id, &Item { guarantor, due, why }).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// What is due of an account, and why it gets no link; none when it does.
async fn stands(
    tx: &mut Tx,
    practice: PracticeId,
    account: &Guarantor,
    least: Money,
    hand_out: HandOut,
) -> Result<(Money, Option<Skip>), sqlx::Error> {
    let dues = view::beside(tx, practice, account.id).await?;
    let due: Money = dues.iter().map(|due| due.amount).sum();
    let held = match statements::standing_reason(tx, practice, account.id).await? {
        Some(Why::Deceased) => Some(Skip::Deceased),
        // A letter that came back is no reason against a link.
        Some(Why::BadAddress) | None => None,
        Some(_) => Some(Skip::Held),
    };
    let why = match held {
        Some(held) => Some(held),
        None if !due.is_positive() => Some(nothing(tx, practice, account.id).await?),
        None if due < least => Some(Skip::TooLittle),
        None if hand_out == HandOut::Mail => unreached(tx, account).await?,
        None => None,
    };
    Ok((due, why))
}

/// Why nothing is due beside plans.
async fn nothing(tx: &mut Tx, practice: PracticeId, guarantor: GuarantorId) -> Result<Skip, sqlx::Error> {
    if !visits::dues(tx, practice, guarantor).await?.is_empty() {
        return Ok(Skip::InPlan);
    }
    if !visits::set_aside(tx, practice, guarantor).await?.is_empty() {
        return Ok(Skip::Held);
    }
    let owes = statements::owes(tx, practice, guarantor).await?;
    Ok(if owes.is_positive() { Skip::OnItsWay } else { Skip::NothingDue })
}

/// Why no letter reaches an account.
async fn unreached(tx: &mut Tx, account: &Guarantor) -> Result<Option<Skip>, sqlx::Error> {
    let Some(email) = &account.email else { return Ok(Some(Skip::NoEmail)) };
    Ok(messages::is_refused(tx, email).await?.then_some(Skip::Refused))
}

/// Releases a batch: from now on its links are made. Released twice, it is one release.
///
/// # Errors
/// [`BatchError::NotThere`] when it was cancelled.
pub async fn release(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    batch: Uuid,
    by: UserId,
) -> Result<(), BatchError> {
    let mut tx = db.begin().await?;
    if !store::release(&mut tx, practice, batch, by, door.now()).await? {
        return match store::batch(&mut tx, practice, batch).await? {
            Some(batch) if batch.state != RunState::Cancelled => Ok(()),
            _ => Err(BatchError::NotThere),
        };
    }
    Ok(tx.commit().await?)
}

/// Gives a preview up.
///
/// # Errors
/// [`BatchError::NotThere`] when it is released.
pub async fn cancel(db: &Db, practice: PracticeId, batch: Uuid) -> Result<(), BatchError> {
    let mut tx = db.begin().await?;
    if !store::cancel(&mut tx, practice, batch).await? {
        return Err(BatchError::NotThere);
    }
    Ok(tx.commit().await?)
}

/// Makes the links of what is released, at most `limit`, each in a transaction of its own;
/// says how many accounts were dealt with. Many processes may do so at once.
///
/// # Errors
/// The database's word; the accounts before the one that failed are done.
pub async fn work(db: &Db, door: &Door, practice: PracticeId, limit: usize) -> Result<usize, sqlx::Error> {
    let mut dealt = 0;
    while dealt < limit {
        let mut tx = db.begin().await?;
        let Some(next) = store::next(&mut tx, practice).await? else {
            store::end(&mut tx, practice, door.now()).await?;
            tx.commit().await?;
            break;
        };
        deal(&mut tx, door, practice, &next).await?;
        tx.commit().await?;
        dealt += 1;
    }
    Ok(dealt)
}

/// One account of a batch: is it still to get a link?
async fn deal(tx: &mut Tx, door: &Door, practice: PracticeId, next: &Next) -> Result<(), sqlx::Error> {
    ledger::lock_account(tx, next.guarantor).await?;
    let Some(account) = accounts::guarantor(tx, practice, next.guarantor).await? else {
        return store::drop_item(tx, practice, next, Skip::NothingDue).await;
    };
    let (_, why) = stands(tx, practice, &account, Money::ZERO, next.hand_out).await?;
    if let Some(why) = why {
        return store::drop_item(tx, practice, next, why).await;
    }
    let wanted = Wanted {
        guarantor: next.guarantor,
        aim: Aim::Due,
        single_use: false,
        expires_at: door.now() + Duration::days(next.lives),
        campaign: next.campaign.clone(),
        by: next.by,
    };
    // For a file the token is forgotten here, and another one takes its place in the file.
    let token = crate::hex(&door.secret());
    let link = keep_in(tx, door, practice, &wanted, |_| token.clone()).await?;
    if let (HandOut::Mail, Some(email)) = (next.hand_out, &account.email) {
        let fact = format!("pay-link:{link}");
        let template = Template::BillLink { token };
        messages::enqueue_in(tx, door, Some(practice), &fact, email, &account.language, &template).await?;
    }
    store::made(tx, practice, next, link).await
}

/// The file of a batch that is done; `seen` is how often it had been given out when whoever
/// asks last looked, so that a second press does not put out the first one's links.
///
/// # Errors
/// [`BatchError::NotThere`] when it is not done, goes by mail, or was given out meanwhile.
pub async fn file(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    batch: Uuid,
    seen: i64,
) -> Result<Vec<Line>, BatchError> {
    let now = door.now();
    let mut tx = db.begin().await?;
    if !store::filed(&mut tx, practice, batch, seen, now).await? {
        return Err(BatchError::NotThere);
    }
    let mut lines = Vec::new();
    for to in store::open_links(&mut tx, practice, batch, now).await? {
        let token = crate::hex(&door.secret());
        store::rekey(&mut tx, practice, to.link, &open::hash(&token)).await?;
        lines.push(Line {
            account_number: to.account_number,
            first_name: to.first_name,
            last_name: to.last_name,
            email: to.email.unwrap_or_default(),
            language: to.language,
            token,
        });
    }
    tx.commit().await?;
    Ok(lines)
}

/// The batches of a practice, newest first.
///
/// # Errors
/// The database's word.
pub async fn batches(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<Batch>, sqlx::Error> {
    store::batches(tx, practice, limit).await
}

/// One batch.
///
/// # Errors
/// The database's word.
pub async fn batch(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Batch>, sqlx::Error> {
    store::batch(tx, practice, id).await
}

/// The accounts of a batch: those that get a link first, by name.
///
/// # Errors
/// The database's word.
pub async fn items(
    tx: &mut Tx,
    practice: PracticeId,
    batch: Uuid,
    limit: i64,
) -> Result<Vec<BatchItem>, sqlx::Error> {
    store::items(tx, practice, batch, limit).await
}

/// How far the links of a batch came.
///
/// # Errors
/// The database's word.
pub async fn reached(tx: &mut Tx, practice: PracticeId, batch: Uuid) -> Result<Reached, sqlx::Error> {
    store::reached(tx, practice, batch).await
}

/// A link of a batch that is to be written into its file, and to whom it goes.
#[derive(sqlx::FromRow)]
struct To {
    link: PayLinkId,
    account_number: String,
    first_name: String,
    last_name: String,
    email: Option<String>,
    language: String,
}
