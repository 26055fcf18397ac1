//! Payments that are charged to a means of payment which the guarantor let us keep.
//!
//! Keeping one is a visit to the gateway's page ([`open`], [`finish`]), committed before the
//! gateway is asked, as a payment is. A charge goes the same three steps as any payment, but
//! for the page: [`begin`] commits it, [`charge`] asks the gateway under the payment's id and
//! commits the answer. An answer that is lost is looked for among what was charged to that
//! means of payment before it is asked for again: keys are forgotten after a day, charges are
//! not.

mod store;

use domain::payment::Choice;
use domain::{GuarantorId, Money, PaymentId, PracticeId, UserId};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::gateway::saved::{ChargeRequest, Charged, SavedMethod, SetupProgress, SetupRequest};
use super::{
    Gateway, GatewayError, Payer, Payment, PaymentError, PaymentState, Prepared, Press, Way, apply_in, close,
    read,
};
use crate::db::{Db, Tx};
use crate::door::Point;
use crate::hooks::news;
use crate::{Door, accounts};

pub use store::{Saved, Setup, SetupState};

/// The page that keeps a means of payment stays open this long.
const PAGE_OPEN: Duration = Duration::hours(1);

/// From its second minute on a charge may have been asked for already.
const FIRST_TRY: Duration = Duration::minutes(1);

/// The gateway remembers a key for a day; what it does not know of by then was never charged.
const KEY_LIVES: Duration = Duration::hours(23);

/// What a means of payment is kept for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Purpose {
    /// One press that pays several accounts; forgotten afterwards.
    Together {
        /// What is paid where.
        shares: Vec<Share>,
    },
    /// The instalments of a plan.
    Plan {
        /// Which.
        plan: Uuid,
    },
}

/// A part of one press that pays several accounts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Share {
    /// The practice.
    pub practice: PracticeId,
    /// The account.
    pub guarantor: GuarantorId,
    /// How much, in cents.
    pub cents: i64,
}

/// A browser that is to be sent to the gateway's page and back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Browser<'a> {
    /// Where this installation is reached, without a slash at its end.
    pub public_url: &'a str,
    /// Spanish rather than English on the hosted page.
    pub spanish: bool,
}

/// A visit to the page that keeps a means of payment.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// Chosen by our page: the same press is the same visit.
    pub id: Uuid,
    /// Whose.
    pub payer: Payer,
    /// What for.
    pub purpose: &'a Purpose,
    /// The path to which the browser comes back, without its last part, the visit's id.
    pub back: &'a str,
    /// The path to which it comes back without having finished.
    pub cancel: &'a str,
    /// The browser.
    pub browser: Browser<'a>,
}

/// Opens the page that keeps a means of payment, or finds the one this visit opened: gives
/// where the browser is to go.
///
/// # Errors
/// [`PaymentError`]; nothing was kept then.
pub async fn open(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    visit: &Visit<'_>,
) -> Result<String, PaymentError> {
    let Visit { id, payer, purpose, back, cancel, browser: Browser { public_url, spanish } } = *visit;
    let setup = {
        let mut tx = db.begin().await?;
        let setup = match store::setup(&mut tx, payer.practice, id).await? {
            // A page that comes back by the browser's way back may choose otherwise: that is
            // another visit.
            Some(known)
                if (known.guarantor, known.user) == (payer.guarantor, payer.user)
                    && known.purpose == *purpose =>
            {
                known
            }
            Some(_) => return Err(PaymentError::PressUsed),
            None => store::insert_setup(&mut tx, payer, id, purpose, door.now()).await?,
        };
        tx.commit().await?;
        setup
    };
    match (setup.state, setup.session_url) {
        (SetupState::Intent, _) if door.now() - setup.created_at < PAGE_OPEN / 2 => {}
        (SetupState::Open, Some(url)) => return Ok(url),
        _ => return Err(PaymentError::PressUsed),
    }
    let request = SetupRequest {
        setup: id,
        practice: payer.practice,
        expires_at: setup.created_at + PAGE_OPEN,
        success_url: format!("{public_url}{back}/{id}"),
        cancel_url: format!("{public_url}{cancel}"),
        spanish,
    };
    let (session, url) = gateway.open_setup(&request).await?;
    let mut tx = db.begin().await?;
    store::opened(&mut tx, payer.practice, id, &session, &url, door.now()).await?;
    tx.commit().await?;
    Ok(url)
}

/// Asks how a visit to that page ended and keeps what it gave; asking again changes nothing.
/// None when there is no such visit of this user.
///
/// # Errors
/// [`PaymentError`]; a gateway that gives no answer leaves the visit as it was.
pub async fn finish(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    id: Uuid,
) -> Result<Option<Setup>, PaymentError> {
    let mut setup = {
        let mut tx = db.read().await?;
        let Some(setup) = store::setup(&mut tx, practice, id).await? else { return Ok(None) };
        setup
    };
    if setup.state == SetupState::Intent && door.now() - setup.created_at > PAGE_OPEN / 2 {
        // Nobody was ever sent to its page, and nobody will be.
        let mut tx = db.begin().await?;
        store::expire(&mut tx, practice, id, door.now()).await?;
        tx.commit().await?;
        setup.state = SetupState::Expired;
    }
    if let (SetupState::Open, Some(session)) = (setup.state, &setup.session_id) {
        let progress = match gateway.setup(session).await {
            // It does not know the page (any more), which would have closed by itself by now.
            Err(GatewayError::Refused(code))
                if code == "resource_missing" && door.now() - setup.created_at > PAGE_OPEN =>
            {
                SetupProgress::Expired
            }
            answer => answer?,
        };
        let mut tx = db.begin().await?;
        match &progress {
            SetupProgress::Open => {}
            SetupProgress::Expired => store::expire(&mut tx, practice, id, door.now()).await?,
            SetupProgress::Saved(method) => {
                let saved = door.id();
                if store::claim(&mut tx, practice, id, door.now()).await? {
                    let whose = (practice, setup.guarantor, setup.user);
                    store::insert_saved(&mut tx, saved, whose, method, door.now()).await?;
                    store::keep(&mut tx, practice, id, saved).await?;
                }
            }
        }
        setup = store::setup(&mut tx, practice, id).await?.unwrap_or(setup);
        tx.commit().await?;
    }
    Ok(Some(setup))
}

/// A visit to the page that keeps a means of payment, as we know it.
pub(crate) async fn visit(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Setup>, sqlx::Error> {
    store::setup(tx, practice, id).await
}

/// A kept means of payment, unless it was forgotten.
///
/// # Errors
/// The database's word.
pub async fn saved(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Saved>, sqlx::Error> {
    store::saved(tx, practice, id).await
}

/// Another account's name for the same means of payment, for a press that pays several.
pub(super) async fn also_in(
    tx: &mut Tx,
    door: &Door,
    whose: (PracticeId, GuarantorId, UserId),
    saved: &Saved,
) -> Result<Uuid, sqlx::Error> {
    let id = door.id();
    store::insert_saved(tx, id, whose, &saved.kept, door.now()).await?;
    Ok(id)
}

/// Commits a payment that is to be charged to a kept means of payment. The same press is the
/// same payment. A page on which the guarantor could pay meanwhile is closed first.
///
/// # Errors
/// [`PaymentError::Choice`] when this is not payable (any more).
pub async fn begin(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    payer: Payer,
    press: Uuid,
    choice: Choice,
    saved: Uuid,
) -> Result<Payment, PaymentError> {
    let press = Press { id: press, choice, spanish: false };
    for _ in 0..8 {
        match super::prepare(db, door, payer, &press, Way::Saved(saved), None).await?.0 {
            Prepared::Ready(payment) => return Ok(payment),
            Prepared::Blocked(other) | Prepared::Met(other) => close(db, door, gateway, &other).await?,
            Prepared::Raced => {}
        }
    }
    Err(PaymentError::PressUsed)
}

/// Charges a payment that [`begin`] committed, or finds out how it stands.
///
/// # Errors
/// [`PaymentError`]; a gateway that gives no answer leaves it to the next time.
pub async fn charge(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    id: PaymentId,
) -> Result<PaymentState, PaymentError> {
    let payment = read(db, practice, id).await?;
    let (PaymentState::Intent, Some(saved)) = (payment.state, payment.saved) else {
        return Ok(payment.state);
    };
    let (method, description) = {
        let mut tx = db.read().await?;
        let method = store::saved_ever(&mut tx, practice, saved).await?.ok_or(PaymentError::PressUsed)?;
        let practice = accounts::practice(&mut tx, practice).await?.ok_or(PaymentError::PressUsed)?;
        (method, practice.name)
    };
    let SavedMethod { customer, method, .. } = &method.kept;
    let age = door.now() - payment.created_at;
    let known = if age > FIRST_TRY { gateway.charge_of(customer, id).await? } else { None };
    let charged = match known {
        Some(charged) => Some(charged),
        None if age > KEY_LIVES => None,
        None => {
            door.reach(Point::PaymentCommitted).await;
            let request = ChargeRequest {
                payment: id,
                practice,
                amount: payment.amount,
                description: &description,
                customer,
                method,
            };
            match gateway.charge_saved(&request).await {
                Ok(charged) => Some(charged),
                // It will never be charged: the means of payment is gone, or cannot be used so.
                Err(GatewayError::Refused(code)) => {
                    refused(db, door, practice, id, &code).await?;
                    return Ok(PaymentState::Failed);
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    door.reach(Point::PageAnswered).await;
    match charged {
        Some(charged) => {
            let mut tx = db.begin().await?;
            charged_in(&mut tx, door, practice, id, &charged).await?;
            tx.commit().await?;
        }
        None => refused(db, door, practice, id, "never_charged").await?,
    }
    Ok(read(db, practice, id).await?.state)
}

/// Brings a payment up to what the gateway says of its charge.
///
/// # Errors
/// [`PaymentError`].
pub(crate) async fn charged_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: PaymentId,
    charged: &Charged,
) -> Result<(), PaymentError> {
    store::charged(tx, practice, id, charged).await?;
    apply_in(tx, door, practice, id, &charged.checkout).await
}

async fn refused(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    id: PaymentId,
    code: &str,
) -> Result<(), PaymentError> {
    let mut tx = db.begin().await?;
    store::never_charged(&mut tx, practice, id, code, door.now()).await?;
    news::failed(&mut tx, door, practice, id).await?;
    Ok(tx.commit().await?)
}

/// Lets go of a means of payment: nothing is charged to it from now on, and the gateway is
/// told to forget it ([`forget_now`], or [`forget_waiting`] later).
///
/// # Errors
/// The database's word.
pub(crate) async fn let_go_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
) -> Result<(), sqlx::Error> {
    match store::saved(tx, practice, id).await? {
        Some(saved) => store::let_go(tx, &saved.kept.customer, door.now()).await,
        None => Ok(()),
    }
}

/// Has the gateway forget a means of payment that was let go of.
///
/// # Errors
/// [`PaymentError`]; without an answer it is asked again by [`forget_waiting`].
pub(crate) async fn forget_now(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    id: Uuid,
) -> Result<(), PaymentError> {
    let saved = {
        let mut tx = db.read().await?;
        store::saved_ever(&mut tx, practice, id).await?
    };
    match saved {
        Some(saved) => forget(db, door, gateway, &saved.kept.customer).await,
        None => Ok(()),
    }
}

async fn forget(db: &Db, door: &Door, gateway: &Gateway, customer: &str) -> Result<(), PaymentError> {
    gateway.forget(customer).await?;
    let mut tx = db.begin().await?;
    store::forgotten(&mut tx, customer, door.now()).await?;
    Ok(tx.commit().await?)
}

/// Has the gateway forget what was let go of and is still known there; says how many were
/// asked about.
///
/// # Errors
/// The database's word; what the gateway does not answer is asked again.
pub async fn forget_waiting(db: &Db, door: &Door, gateway: &Gateway) -> Result<usize, PaymentError> {
    let customers = {
        let mut tx = db.read().await?;
        store::to_forget(&mut tx, door.now() - Duration::minutes(2), 50).await?
    };
    for customer in &customers {
        if let Err(error) = forget(db, door, gateway, customer).await {
            tracing::warn!(%error, "a means of payment is not forgotten at the gateway yet");
        }
    }
    Ok(customers.len())
}

/// Visits to the page that nobody has come back from for a while, claimed for this process.
pub(super) async fn waiting(
    db: &Db,
    before: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Vec<Setup>, sqlx::Error> {
    let mut tx = db.begin().await?;
    let waiting = store::claim_waiting(&mut tx, before, now, 50).await?;
    tx.commit().await?;
    Ok(waiting)
}

/// What a visit was for has been done.
pub(crate) async fn done_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
) -> Result<(), sqlx::Error> {
    store::done(tx, practice, id, door.now()).await
}

impl Share {
    /// How much.
    #[must_use]
    pub fn amount(&self) -> Money {
        Money::from_cents(self.cents)
    }
}
