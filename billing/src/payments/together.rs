//! One press pays several accounts: practices of one organisation, each with a charge and a
//! receipt of its own.
//!
//! Each practice is the merchant of what it charges: refunds, disputes and the day's close
//! stay with it. What is shared is the press and the card, which is typed once, kept for as
//! long as the charges take, and forgotten. What was chosen is committed with the visit to
//! the page; every charge after it has a press that follows from the visit, so that a browser
//! that comes back twice, or never, charges once.

use domain::payment::Choice;
use domain::{GuarantorId, Money, PaymentId, PracticeId};
use sha2::{Digest, Sha256};
use time::Duration;
use uuid::Uuid;

use super::saved::{self, Browser, Purpose, Setup, SetupState, Share, Visit};
use super::{Gateway, Payer, Payment, PaymentError, PaymentState, store};
use crate::db::Db;
use crate::{Door, plans};

/// After so long without its last charge a press is left as it is.
const LIVES: Duration = Duration::hours(20);

/// How a part of the press ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The practice.
    pub practice: PracticeId,
    /// The account.
    pub guarantor: GuarantorId,
    /// How much was asked.
    pub amount: Money,
    /// The payment; none when it was no longer due when its turn came.
    pub payment: Option<PaymentId>,
    /// How it stands.
    pub state: PaymentState,
    /// Why the bank said no, in the gateway's word.
    pub decline: Option<String>,
}

/// How a press stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The page is open or was left: nothing was charged.
    NotPaid,
    /// The card is known; each part as it stands.
    Parts(Vec<Part>),
}

/// Starts a press: what the payer was shown to be due on these accounts, each of which the
/// caller has found to be the payer's to pay. Gives where the browser is to go.
///
/// # Errors
/// [`PaymentError::Changed`] when something else is due by now: the gateway's page shows no
/// amount, so that nothing but what ours showed may be charged. [`PaymentError::Choice`] when
/// one is below what the gateway takes. Nothing was charged then.
pub async fn start(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    browser: Browser<'_>,
    payer: Payer,
    press: Uuid,
    shares: Vec<Share>,
) -> Result<String, PaymentError> {
    {
        let mut tx = db.read().await?;
        for share in &shares {
            let dues = plans::view::beside(&mut tx, share.practice, share.guarantor).await?;
            if dues.iter().map(|due| due.amount).sum::<Money>() != share.amount() {
                return Err(PaymentError::Changed);
            }
            // The same refusals as for a single payment.
            domain::payment::allocate(&Choice::All, &dues)?;
        }
    }
    let purpose = Purpose::Together { shares };
    let (back, cancel) = ("/pay/together", "/household");
    let visit = Visit { id: press, payer, purpose: &purpose, back, cancel, browser };
    saved::open(db, door, gateway, &visit).await
}

/// Looks how the press stands and goes on with it. None when there is no such press of this
/// payer.
///
/// # Errors
/// [`PaymentError`]; what a gateway without an answer leaves open is gone on with later.
pub async fn go_on(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    payer: Payer,
    press: Uuid,
) -> Result<Option<Standing>, PaymentError> {
    let Some(setup) = saved::finish(db, door, gateway, payer.practice, press).await? else { return Ok(None) };
    if setup.user != payer.user {
        return Ok(None);
    }
    charge_all(db, door, gateway, &setup).await
}

/// The parts as our own books know them, when the gateway says nothing.
///
/// # Errors
/// The database's word.
pub async fn so_far(
    db: &Db,
    door: &Door,
    payer: Payer,
    press: Uuid,
) -> Result<Option<Vec<Part>>, sqlx::Error> {
    let mut tx = db.read().await?;
    let setup = saved::visit(&mut tx, payer.practice, press).await?;
    let Some(setup) = setup.filter(|setup| setup.user == payer.user) else { return Ok(None) };
    let Purpose::Together { shares } = &setup.purpose else { return Ok(None) };
    let mut parts = Vec::new();
    for share in shares {
        let payment =
            store::by_press(&mut tx, share.practice, share.guarantor, press_of(setup.id, share)).await?;
        let mut part = Part::of(share, payment);
        if part.payment.is_none() && door.now() - setup.created_at < LIVES {
            part.state = PaymentState::Intent;
        }
        parts.push(part);
    }
    Ok(Some(parts))
}

async fn charge_all(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    setup: &Setup,
) -> Result<Option<Standing>, PaymentError> {
    let Purpose::Together { shares } = &setup.purpose else { return Ok(None) };
    let Some(method) = setup.saved else { return Ok(Some(Standing::NotPaid)) };
    let mut parts = Vec::new();
    for share in shares {
        parts.push(charge_one(db, door, gateway, setup, method, share).await?);
    }
    let settled = parts.iter().all(|part| part.state != PaymentState::Intent);
    if setup.state == SetupState::Saved && settled {
        let mut tx = db.begin().await?;
        saved::done_in(&mut tx, door, setup.practice, setup.id).await?;
        // It was kept for this press alone.
        saved::let_go_in(&mut tx, door, setup.practice, method).await?;
        tx.commit().await?;
        if let Err(error) = saved::forget_now(db, door, gateway, setup.practice, method).await {
            tracing::warn!(setup = %setup.id, %error, "a card is not forgotten at the gateway yet");
        }
    }
    Ok(Some(Standing::Parts(parts)))
}

async fn charge_one(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    setup: &Setup,
    method: Uuid,
    share: &Share,
) -> Result<Part, PaymentError> {
    let press = press_of(setup.id, share);
    let known = {
        let mut tx = db.read().await?;
        store::by_press(&mut tx, share.practice, share.guarantor, press).await?
    };
    let payment = match known {
        Some(known) => known,
        // Without its payment a part of a finished press was not due.
        None if setup.state == SetupState::Done || door.now() - setup.created_at > LIVES => {
            return Ok(Part::of(share, None));
        }
        None => {
            let here = here(db, door, setup, method, share).await?;
            let payer = Payer { practice: share.practice, guarantor: share.guarantor, user: setup.user };
            let choice = Choice::Amount(share.amount());
            match saved::begin(db, door, gateway, payer, press, choice, here).await {
                Ok(payment) => payment,
                // Paid meanwhile in another way: what is left is not what was agreed to.
                Err(PaymentError::Choice(_)) => return Ok(Part::of(share, None)),
                Err(error) => return Err(error),
            }
        }
    };
    saved::charge(db, door, gateway, share.practice, payment.id).await?;
    Ok(Part::of(share, Some(super::read(db, share.practice, payment.id).await?)))
}

/// The means of payment as this share's account knows it.
async fn here(
    db: &Db,
    door: &Door,
    setup: &Setup,
    method: Uuid,
    share: &Share,
) -> Result<Uuid, PaymentError> {
    if (share.practice, share.guarantor) == (setup.practice, setup.guarantor) {
        return Ok(method);
    }
    let mut tx = db.begin().await?;
    let saved = saved::saved(&mut tx, setup.practice, method).await?.ok_or(PaymentError::PressUsed)?;
    let whose = (share.practice, share.guarantor, setup.user);
    let id = saved::also_in(&mut tx, door, whose, &saved).await?;
    tx.commit().await?;
    Ok(id)
}

/// The press of one part follows from the whole's: however often it is gone on with, it is
/// one payment.
fn press_of(setup: Uuid, share: &Share) -> Uuid {
    let digest = Sha256::new()
        .chain_update(setup.as_bytes())
        .chain_update(share.practice.0.as_bytes())
        .chain_update(share.guarantor.0.as_bytes())
        .finalize();
    crate::id_of(&digest)
}

impl Part {
    fn of(share: &Share, payment: Option<Payment>) -> Self {
        Self {
            practice: share.practice,
            guarantor: share.guarantor,
            amount: share.amount(),
            state: payment.as_ref().map_or(PaymentState::Expired, |payment| payment.state),
            decline: payment.as_ref().and_then(|payment| payment.decline.clone()),
            payment: payment.map(|payment| payment.id),
        }
    }
}

/// Goes on with visits to that page whose browser did not come back, whatever they are for:
/// who finished it has agreed to the charges, or to the plan. Says how many were looked at.
///
/// # Errors
/// The database's word; what the gateway does not answer waits for the next time.
pub async fn go_on_with_waiting(db: &Db, door: &Door, gateway: &Gateway) -> Result<usize, PaymentError> {
    let now = door.now();
    let waiting = saved::waiting(db, now - Duration::minutes(2), now).await?;
    for setup in &waiting {
        let outcome = match saved::finish(db, door, gateway, setup.practice, setup.id).await {
            Ok(Some(setup)) if matches!(setup.purpose, Purpose::Plan { .. }) => {
                match plans::enrol::go_on(db, door, gateway, &setup).await {
                    Err(plans::PlanError::Payment(error)) => Err(error),
                    Err(plans::PlanError::Sqlx(error)) => Err(error.into()),
                    Err(error) => {
                        tracing::warn!(setup = %setup.id, %error, "a plan did not take its means of payment");
                        Ok(())
                    }
                    Ok(()) => Ok(()),
                }
            }
            Ok(Some(setup)) => charge_all(db, door, gateway, &setup).await.map(drop),
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            tracing::warn!(setup = %setup.id, %error, "a visit to the page that keeps a means of payment could not be gone on with; it will be tried again");
        }
    }
    Ok(waiting.len())
}
