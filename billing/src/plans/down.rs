//! The down payment: paid with the press that signs.
//!
//! Who pays each instalment by hand goes from the signature to the page where it is paid; who
//! pays automatically has it taken from the means of payment they add, in the transaction that
//! starts the plan. It is money beside the plan. Whatever becomes of it the plan stands, and what
//! is not paid of it is asked for as any balance is.

use domain::payment::{Choice, GATEWAY_LEAST};
use domain::{Money, PaymentId, PlanId, PracticeId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Held, PlanError, assistance, store, view};
use crate::Door;
use crate::db::{Db, Tx};
use crate::payments::saved::Browser;
use crate::payments::{self, Gateway, Payer, PaymentError, Prepared, Press, Started, Way};

/// What of it is still to be paid: nothing once it has been paid, whatever came since.
///
/// # Errors
/// The database's word.
pub async fn unpaid(tx: &mut Tx, practice: PracticeId, plan: PlanId) -> Result<Money, sqlx::Error> {
    match store::plan(tx, practice, plan).await? {
        Some(held) => left(tx, &held).await,
        None => Ok(Money::ZERO),
    }
}

async fn left(tx: &mut Tx, held: &Held) -> Result<Money, sqlx::Error> {
    let (down, account) = (held.plan.terms.down, (held.practice, held.plan.guarantor));
    if down.is_zero() || payments::is_paid_by(tx, account, press_of(held.plan.id)).await? {
        return Ok(Money::ZERO);
    }
    Ok(view::beside_plan(tx, held).await?.min(down))
}

/// The press of a plan's down payment follows from the plan.
fn press_of(plan: PlanId) -> Uuid {
    crate::id_of(&Sha256::new().chain_update(plan.0.as_bytes()).chain_update("down").finalize())
}

/// Opens the page on which a signed plan's down payment is made; none when there is none to make.
///
/// # Errors
/// [`PlanError`]; nothing was charged then, and the plan stands.
pub async fn start(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    browser: Browser<'_>,
    payer: Payer,
    plan: PlanId,
) -> Result<Option<Started>, PlanError> {
    let (amount, visits) = {
        let mut tx = db.read().await?;
        let held = store::plan(&mut tx, payer.practice, plan).await?;
        let held = held.filter(|held| held.plan.guarantor == payer.guarantor).ok_or(PlanError::NotThere)?;
        let amount = left(&mut tx, &held).await?;
        if amount < GATEWAY_LEAST {
            return Ok(None);
        }
        (amount, store::visits(&mut tx, payer.practice, plan).await?)
    };
    let press = Press { id: press_of(plan), choice: Choice::Amount(amount), spanish: browser.spanish };
    let by = (Way::Page, Some(&visits[..]));
    Ok(Some(payments::start_by(db, door, gateway, browser.public_url, payer, &press, by).await?))
}

/// Commits, with the transaction that starts a plan, the payment of its down payment from the
/// means of payment that was added; the caller charges it afterwards. None when there is none,
/// or another payment of the account is in the way.
pub(super) async fn prepare_in(
    tx: &mut Tx,
    door: &Door,
    held: &Held,
    method: Uuid,
) -> Result<Option<PaymentId>, PlanError> {
    let amount = left(tx, held).await?;
    if amount < GATEWAY_LEAST || assistance::stands(tx, held.practice, held.plan.guarantor).await? {
        return Ok(None);
    }
    let payer = Payer { practice: held.practice, guarantor: held.plan.guarantor, user: held.user };
    let press = Press { id: press_of(held.plan.id), choice: Choice::Amount(amount), spanish: false };
    let visits = store::visits(tx, held.practice, held.plan.id).await?;
    match payments::prepare_in(tx, door, payer, &press, Way::Saved(method), Some(&visits)).await {
        Ok(Prepared::Ready(payment)) => Ok(Some(payment.id)),
        Ok(Prepared::Blocked(_) | Prepared::Met(_) | Prepared::Raced) | Err(PaymentError::Choice(_)) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
