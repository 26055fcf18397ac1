//! Paying by a link: what it opens and no more, and once.

use domain::payment::{Choice, ChoiceError};
use domain::{Money, PaymentId};
use uuid::Uuid;

use super::open::{self, Guest};
use super::{GUEST, PayLink, guard, store};
use crate::db::{Db, Tx};
use crate::payments::{self, Gateway, Payer, Payment, PaymentError, Press, Started, Way};
use crate::{Door, accounts};

/// What a guest pays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuestPress {
    /// Chosen by the page when it was shown.
    pub id: Uuid,
    /// All that the link opens, or less.
    pub amount: Option<Money>,
    /// Spanish rather than English on the hosted page.
    pub spanish: bool,
}

/// Why nothing is paid.
#[derive(Debug, thiserror::Error)]
pub enum GuestError {
    /// The link opens nothing any more.
    #[error("the link is not open")]
    Gone,
    /// As for anybody who pays.
    #[error(transparent)]
    Payment(#[from] PaymentError),
}

impl From<sqlx::Error> for GuestError {
    fn from(error: sqlx::Error) -> Self {
        Self::Payment(error.into())
    }
}

/// Starts a payment by a link, or resumes the one this press began.
///
/// # Errors
/// [`GuestError`]; nothing was charged then.
pub async fn start(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    public_url: &str,
    guest: &Guest,
    press: &GuestPress,
) -> Result<Started, GuestError> {
    let link = &guest.link;
    let dues = {
        let mut tx = db.read().await?;
        // Read again: a session outlives the page that it was shown on.
        let link = store::link(&mut tx, link.practice, link.id).await?.ok_or(GuestError::Gone)?;
        let rule = store::rule(&mut tx, link.practice).await?;
        if !link.is_open(door.now(), rule.from) && !started(&mut tx, &link, press.id).await? {
            return Err(GuestError::Gone);
        }
        open::due(&mut tx, &link).await?
    };
    let visits: Vec<_> = dues.iter().map(|due| due.visit).collect();
    let most: Money = dues.iter().map(|due| due.amount).sum();
    let amount = press.amount.unwrap_or(most);
    if amount > most {
        return Err(PaymentError::from(ChoiceError::TooMuch(most)).into());
    }
    // By the amount and not by the visits: what a plan asks for of a visit is not the link's.
    let choice = Choice::Amount(amount);
    let payer = Payer { practice: link.practice, guarantor: link.guarantor, user: GUEST };
    let press = Press { id: press.id, choice, spanish: press.spanish };
    let by = (Way::Link(link.id), Some(&visits[..]));
    Ok(payments::start_by(db, door, gateway, public_url, payer, &press, by).await?)
}

async fn started(tx: &mut Tx, link: &PayLink, press: Uuid) -> Result<bool, sqlx::Error> {
    let known = payments::by_press(tx, link.practice, link.guarantor, press).await?;
    Ok(known.is_some_and(|payment| payment.link == Some(link.id)))
}

/// A payment that was made by this guest's link.
///
/// # Errors
/// The database's word.
pub async fn payment(tx: &mut Tx, guest: &Guest, id: PaymentId) -> Result<Option<Payment>, sqlx::Error> {
    let link = &guest.link;
    let found = payments::payment(tx, link.practice, link.guarantor, id).await?;
    Ok(found.filter(|payment| payment.link == Some(link.id)))
}

/// A payment by a link is in the books: the day is noted, and a link for one use is used up.
pub(crate) async fn paid_in(tx: &mut Tx, door: &Door, payment: &Payment) -> Result<(), sqlx::Error> {
    let Some(link) = payment.link else { return Ok(()) };
    let today = accounts::today_in(tx, door, payment.practice).await?;
    store::paid(tx, payment.practice, link, today, door.now()).await
}

/// A card was refused on the hosted page of a payment by a link.
pub(crate) async fn declined_in(
    tx: &mut Tx,
    door: &Door,
    payment: &Payment,
    event: &str,
) -> Result<(), sqlx::Error> {
    let Some(link) = payment.link else { return Ok(()) };
    guard::declined_in(tx, door, payment.practice, link, event).await
}

/// What was paid by a link and is in the books or on its way, newest first.
///
/// # Errors
/// The database's word.
pub async fn payments(tx: &mut Tx, link: &PayLink) -> Result<Vec<Payment>, sqlx::Error> {
    payments::of_link(tx, link.practice, link.id).await
}
