//! From a press of Pay to the hosted page, or to the payment that the press meets.

use domain::payment::{Choice, allocate};
use domain::{PayLinkId, PaymentId, VisitId};
use uuid::Uuid;

use super::gateway::checkout::{Checkout, CheckoutRequest};
use super::gateway::{Gateway, GatewayError};
use super::settling::{apply, settle};
use super::{Method, PAGE_OPEN, Payer, Payment, PaymentError, PaymentState, RESUMABLE, read, saved, store};
use crate::db::{Db, Tx, is_duplicate};
use crate::door::Point;
use crate::hooks::news;
use crate::{Door, accounts, ledger, plans, visits};

/// What the pay page sends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Press {
    /// Chosen by the page when it was shown: the same page pressed twice is one press.
    pub id: Uuid,
    /// What to pay.
    pub choice: Choice,
    /// Spanish rather than English on the hosted page.
    pub spanish: bool,
}

/// By which way a payment is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    /// On the hosted page, by who is signed in.
    Page,
    /// On the hosted page, by whoever answered this link's question.
    Link(PayLinkId),
    /// By this kept means of payment, without a page.
    Saved(Uuid),
}

impl Way {
    /// Whether a page that was opened by this link, or by none, can be gone on with.
    fn is_page_of(self, link: Option<PayLinkId>) -> bool {
        match self {
            Self::Page => link.is_none(),
            Self::Link(own) => link == Some(own),
            Self::Saved(_) => false,
        }
    }
}

/// Where to send the browser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Started {
    /// To the hosted page.
    Page(String),
    /// This press has been paid, or its money is on its way.
    Done(PaymentId),
}

/// Starts a payment, or resumes the one this press began.
///
/// `public_url` is where this installation is reached, without a slash at its end.
///
/// # Errors
/// [`PaymentError`]; nothing was charged then.
pub async fn start(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    public_url: &str,
    payer: Payer,
    press: &Press,
) -> Result<Started, PaymentError> {
    start_by(db, door, gateway, public_url, payer, press, (Way::Page, None)).await
}

/// The same by another way, or for a choice among these visits and no others.
pub(crate) async fn start_by(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    public_url: &str,
    payer: Payer,
    press: &Press,
    (way, only): (Way, Option<&[VisitId]>),
) -> Result<Started, PaymentError> {
    // Once for the payment itself, and once more for each other one that has to be
    // closed first: there can be a few when tabs race.
    for _ in 0..8 {
        let (prepared, merchant) = prepare(db, door, payer, press, way, only).await?;
        let (payment, own) = match prepared {
            Prepared::Ready(payment) => (payment, true),
            Prepared::Met(payment) => (payment, false),
            Prepared::Blocked(other) => {
                close(db, door, gateway, &other).await?;
                continue;
            }
            Prepared::Raced => continue,
        };
        match payment.state {
            PaymentState::Paid | PaymentState::Processing => return Ok(Started::Done(payment.id)),
            PaymentState::Open => match settle(db, door, gateway, payer.practice, payment.id).await? {
                (PaymentState::Open, Some(url)) => return Ok(Started::Page(url)),
                (PaymentState::Paid | PaymentState::Processing, _) => return Ok(Started::Done(payment.id)),
                _ if own => return Err(PaymentError::PressUsed),
                // The page that this press met has closed: it opens one of its own.
                _ => continue,
            },
            PaymentState::Failed | PaymentState::Expired => return Err(PaymentError::PressUsed),
            PaymentState::Intent => {}
        }
        return open_page(db, door, gateway, public_url, &payment, (&merchant, press.spanish)).await;
    }
    Err(PaymentError::PressUsed)
}

pub(crate) enum Prepared {
    /// The payment of this press.
    Ready(Payment),
    /// Another press, of the same choice, was first and is under way.
    Met(Payment),
    /// Another choice is under way and has to be closed first.
    Blocked(Payment),
    /// Another tab was faster between our look and our insert: look again.
    Raced,
}

/// Step 1: commits the payment of this press, or finds the one it meets; with the name of the
/// practice that is paid.
pub(super) async fn prepare(
    db: &Db,
    door: &Door,
    payer: Payer,
    press: &Press,
    way: Way,
    only: Option<&[VisitId]>,
) -> Result<(Prepared, String), PaymentError> {
    let mut tx = db.begin().await?;
    // Whoever else changes whose a bill is does so before or after.
    ledger::lock_account(&mut tx, payer.guarantor).await?;
    let merchant = accounts::practice(&mut tx, payer.practice).await?.ok_or(PaymentError::PressUsed)?.name;
    let prepared = prepare_in(&mut tx, door, payer, press, way, only).await?;
    if let Prepared::Ready(_) = prepared {
        tx.commit().await?;
    }
    Ok((prepared, merchant))
}

/// The same in the caller's transaction, which is good for nothing more when another tab was
/// faster ([`Prepared::Raced`]). With `only` it pays these visits and no others; without, what
/// no plan asks for.
pub(crate) async fn prepare_in(
    tx: &mut Tx,
    door: &Door,
    payer: Payer,
    press: &Press,
    way: Way,
    only: Option<&[VisitId]>,
) -> Result<Prepared, PaymentError> {
    if let Some(known) = store::by_press(tx, payer.practice, payer.guarantor, press.id).await? {
        return Ok(Prepared::Ready(known));
    }
    // Looked at before the dues: a payment that enters the books between the two is then
    // met, or no longer due; the other way round it could be asked for twice.
    let under_way = store::under_way(tx, payer.practice, payer.guarantor).await?;
    let dues = match only {
        None => plans::view::beside(tx, payer.practice, payer.guarantor).await?,
        Some(only) => {
            let mut dues = visits::dues(tx, payer.practice, payer.guarantor).await?;
            dues.retain(|due| only.contains(&due.visit));
            dues
        }
    };
    let parts = allocate(&press.choice, &dues)?;
    if let Some(open) = under_way {
        let same = store::parts(tx, payer.practice, open.id).await? == parts;
        let fresh = open.state == PaymentState::Open || door.now() - open.created_at < RESUMABLE;
        // A link's page leads back to the link, a patient's to the portal.
        let alike = open.saved.is_none() && way.is_page_of(open.link);
        return Ok(if same && fresh && alike { Prepared::Met(open) } else { Prepared::Blocked(open) });
    }
    let now = door.now();
    let payment = Payment {
        practice: payer.practice,
        id: PaymentId(door.id()),
        guarantor: payer.guarantor,
        user: payer.user,
        method: Method::Online,
        reference: None,
        instrument: None,
        amount: parts.iter().map(|part| part.amount).sum(),
        state: PaymentState::Intent,
        session_id: None,
        session_url: None,
        saved: if let Way::Saved(saved) = way { Some(saved) } else { None },
        decline: None,
        link: if let Way::Link(link) = way { Some(link) } else { None },
        created_at: now,
        paid_on: None,
    };
    match store::insert(tx, &payment, press.id, &parts).await {
        Ok(()) => Ok(Prepared::Ready(payment)),
        Err(error) if is_duplicate(&error) => Ok(Prepared::Raced),
        Err(error) => Err(error.into()),
    }
}

/// Steps 2 and 3: asks for the page and commits where it is.
async fn open_page(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    public_url: &str,
    payment: &Payment,
    (merchant, spanish): (&str, bool),
) -> Result<Started, PaymentError> {
    let home = if payment.link.is_some() { "/l" } else { "/pay" };
    let request = CheckoutRequest {
        payment: payment.id,
        practice: payment.practice,
        amount: payment.amount,
        description: merchant.to_owned(),
        expires_at: payment.created_at + PAGE_OPEN,
        success_url: format!("{public_url}{home}/return/{}", payment.id),
        cancel_url: format!("{public_url}{home}/cancelled/{}", payment.id),
        spanish,
    };
    door.reach(Point::PaymentCommitted).await;
    match gateway.open_checkout(&request).await {
        Ok(Checkout { id, url: Some(url), .. }) => {
            door.reach(Point::PageOpened).await;
            let mut tx = db.begin().await?;
            let waiting = store::opened(&mut tx, payment.practice, payment.id, &id, &url, door.now()).await?;
            tx.commit().await?;
            door.reach(Point::PageSaved).await;
            if waiting {
                return Ok(Started::Page(url));
            }
            match read(db, payment.practice, payment.id).await?.state {
                PaymentState::Paid | PaymentState::Processing => Ok(Started::Done(payment.id)),
                _ => {
                    // Another tab chose otherwise while this page was being opened.
                    gateway.close_checkout(&id).await?;
                    Err(PaymentError::PressUsed)
                }
            }
        }
        Ok(_) => Err(GatewayError::Unknown.into()),
        // Nobody ever saw the page, so nobody can pay on it: the next press is a new
        // payment under a new key, free of an answer that Stripe would replay.
        Err(error) => {
            let mut tx = db.begin().await?;
            let (practice, id) = (payment.practice, payment.id);
            if store::end_unopened(&mut tx, practice, id, PaymentState::Failed, door.now()).await? {
                news::failed(&mut tx, door, practice, id).await?;
            }
            tx.commit().await?;
            Err(error.into())
        }
    }
}

/// Closes another payment's page, so that not both can be paid; if it was paid
/// meanwhile, that is posted.
pub(crate) async fn close(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    other: &Payment,
) -> Result<(), PaymentError> {
    if other.saved.is_some() {
        // A charge has no page to close: it comes to its own end, and soon.
        return match saved::charge(db, door, gateway, other.practice, other.id).await? {
            PaymentState::Intent => Err(GatewayError::Unknown.into()),
            _ => Ok(()),
        };
    }
    let Some(session) = &other.session_id else {
        // Should its page open at this moment, whoever opens it finds it ended and closes it.
        let mut tx = db.begin().await?;
        store::end_unopened(&mut tx, other.practice, other.id, PaymentState::Expired, door.now()).await?;
        return Ok(tx.commit().await?);
    };
    let checkout = match gateway.close_checkout(session).await {
        Ok(checkout) => checkout,
        Err(GatewayError::Refused(_)) => gateway.checkout(session).await?,
        Err(error) => return Err(error.into()),
    };
    apply(db, door, other.practice, other.id, &checkout).await
}
