//! The means of payment of a plan: kept on the gateway's page, for this plan and nothing else.
//!
//! A proposed plan starts when there is one, whether the browser comes back or the janitor
//! finds out. The patient can say at any time that they pay each instalment themselves.

use domain::plan::{Autopay, Event, State};
use domain::{Money, PaymentId, PlanId, UserId};
use uuid::Uuid;

use super::sign::Consent;
use super::steps::{self, Source};
use super::{Held, PlanError, charge, down, papers, store};
use crate::db::{Db, Tx};
use crate::payments::saved::{self, Browser, Purpose, Setup, SetupState, Visit};
use crate::payments::{Gateway, Payer, PaymentError};
use crate::{Door, accounts};

/// Where the hosted page leads back to. On "back" it goes to the plan's own `…/method?stopped`.
const BACK: &str = "/plans/method";

/// Opens the page that keeps a means of payment for a plan, or finds the one this press
/// opened; gives where the browser is to go. `consent` authorises automatic payments where
/// that has not been done with the signature.
///
/// # Errors
/// [`PlanError`]; nothing was kept then.
pub async fn open(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    browser: Browser<'_>,
    payer: Payer,
    (plan, press): (PlanId, Uuid),
    consent: Option<&Consent>,
) -> Result<String, PlanError> {
    {
        let mut tx = db.begin().await?;
        let mut held = own(&mut tx, payer, plan).await?;
        if matches!(held.plan.state, State::Finished | State::Cancelled(_)) {
            return Err(domain::plan::Refused::Over.into());
        }
        if let Some(consent) = consent {
            authorise(&mut tx, door, payer.user, &mut held, consent).await?;
        }
        if held.cap.is_none() {
            return Err(PlanError::NotAWish);
        }
        tx.commit().await?;
    }
    let purpose = Purpose::Plan { plan: plan.0 };
    let cancel = format!("/plans/{plan}/method?stopped");
    let visit = Visit { id: press, payer, purpose: &purpose, back: BACK, cancel: &cancel, browser };
    Ok(saved::open(db, door, gateway, &visit).await?)
}

/// Keeps an authorisation of automatic payments; the same one is kept once.
async fn authorise(
    tx: &mut Tx,
    door: &Door,
    by: UserId,
    held: &mut Held,
    consent: &Consent,
) -> Result<(), PlanError> {
    let Some((_, cap)) = consent.autopay else { return Err(PlanError::NotAWish) };
    let least = held.plan.unpaid().map(domain::plan::Instalment::left).max().unwrap_or_default();
    if cap < least {
        return Err(PlanError::CapTooLow { least });
    }
    if held.cap == Some(cap) {
        return Ok(());
    }
    held.cap = Some(cap);
    papers::insert_document(tx, held, by, (door.id(), "autopay", None), consent, door.now()).await?;
    Ok(store::save(tx, held, door.now()).await?)
}

async fn own(tx: &mut Tx, payer: Payer, plan: PlanId) -> Result<Held, PlanError> {
    let held = store::lock(tx, payer.practice, plan).await?;
    held.filter(|held| held.plan.guarantor == payer.guarantor).ok_or(PlanError::NotThere)
}

/// What came of a visit to that page: the plan, and whether its means of payment is known.
///
/// None when there is no such visit of this payer. Asking again changes nothing.
///
/// # Errors
/// [`PlanError`]; a gateway that gives no answer leaves it to the next time.
pub async fn finish_setup(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    payer: Payer,
    press: Uuid,
) -> Result<Option<(PlanId, SetupState)>, PlanError> {
    let Some(setup) = saved::finish(db, door, gateway, payer.practice, press).await? else { return Ok(None) };
    if setup.user != payer.user {
        return Ok(None);
    }
    let Purpose::Plan { plan } = setup.purpose else { return Ok(None) };
    go_on(db, door, gateway, &setup).await?;
    let setup = saved::visit(&mut db.read().await?, payer.practice, press).await?.unwrap_or(setup);
    Ok(Some((PlanId(plan), setup.state)))
}

/// Goes on with a visit whose means of payment is known: the plan starts, or charges it from
/// now on. Whoever comes first does it.
///
/// # Errors
/// [`PlanError`].
pub(crate) async fn go_on(db: &Db, door: &Door, gateway: &Gateway, setup: &Setup) -> Result<(), PlanError> {
    let (Purpose::Plan { plan }, SetupState::Saved, Some(method)) =
        (&setup.purpose, setup.state, setup.saved)
    else {
        return Ok(());
    };
    let mut tx = db.begin().await?;
    let Taken { superfluous, down } = match store::lock(&mut tx, setup.practice, PlanId(*plan)).await? {
        None => Taken { superfluous: Some(method), down: None },
        Some(held) => take_in(&mut tx, door, held, setup, method).await?,
    };
    saved::done_in(&mut tx, door, setup.practice, setup.id).await?;
    if let Some(method) = superfluous {
        saved::let_go_in(&mut tx, door, setup.practice, method).await?;
    }
    tx.commit().await?;
    if let Some(payment) = down
        && let Err(error) = saved::charge(db, door, gateway, setup.practice, payment).await
    {
        tracing::warn!(%payment, %error, "a down payment waits: the janitor finds out what came of it");
    }
    if let Some(method) = superfluous {
        saved::forget_now(db, door, gateway, setup.practice, method).await?;
    }
    Ok(())
}

/// What came of a means of payment that a plan was given.
#[derive(Default)]
struct Taken {
    /// To be forgotten: the former one, or this one when the plan has no use for it.
    superfluous: Option<Uuid>,
    /// The down payment, to be charged to it.
    down: Option<PaymentId>,
}

async fn take_in(
    tx: &mut Tx,
    door: &Door,
    mut held: Held,
    setup: &Setup,
    method: Uuid,
) -> Result<Taken, PlanError> {
    let unused = Taken { superfluous: Some(method), down: None };
    if held.saved == Some(method) {
        return Ok(Taken::default());
    }
    let (former, source) = (held.saved, Source::by(setup.user));
    let Some(cap) = held.cap else { return Ok(unused) };
    let event = match (held.plan.state, held.plan.autopay) {
        (State::Finished | State::Cancelled(_), _) => return Ok(unused),
        (State::Proposed, _) => Event::Signed { autopay: Some(cap) },
        (_, Autopay::Off) => Event::AutopayStarted { cap },
        // Another limit may have been signed with it.
        (_, Autopay::On { cap: known } | Autopay::NeedsMethod { cap: known }) if known != cap => {
            Event::AutopayStarted { cap }
        }
        (_, Autopay::NeedsMethod { .. } | Autopay::On { .. }) => Event::MethodReplaced,
    };
    held.saved = Some(method);
    let starts = held.plan.state == State::Proposed;
    let today = accounts::today_in(tx, door, held.practice).await?;
    charge::again_in(tx, &held, today).await?;
    match steps::take_in(tx, door, &mut held, event, true, &source).await {
        Ok(_) => {
            held.waits = None;
            steps::keep(tx, door, &mut held, today).await?;
            let down = if starts { down::prepare_in(tx, door, &held, method).await? } else { None };
            Ok(Taken { superfluous: former, down })
        }
        // It took so long that the first date has passed: there is nothing left to start.
        Err(PlanError::Refused(_)) => {
            held.saved = former;
            if held.plan.state == State::Proposed {
                steps::take_in(tx, door, &mut held, Event::Cancelled, false, &Source::default()).await?;
            }
            Ok(unused)
        }
        Err(error) => Err(error),
    }
}

/// "I will pay each instalment myself": a proposed plan starts without a means of payment, and
/// a running one takes nothing from now on. What was kept is forgotten.
///
/// # Errors
/// [`PlanError`]; the plan is changed already when the gateway gives no answer about the
/// means of payment, which is forgotten later then.
pub async fn pay_self(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    payer: Payer,
    plan: PlanId,
) -> Result<(), PlanError> {
    let mut tx = db.begin().await?;
    let mut held = own(&mut tx, payer, plan).await?;
    let source = Source::by(payer.user);
    let method = held.saved.take();
    held.cap = None;
    let event = match held.plan.state {
        State::Proposed => Event::Signed { autopay: None },
        _ => Event::AutopayStopped,
    };
    steps::take_in(&mut tx, door, &mut held, event, true, &source).await?;
    let today = accounts::today_in(&mut tx, door, held.practice).await?;
    held.waits = None;
    steps::keep(&mut tx, door, &mut held, today).await?;
    if let Some(method) = method {
        saved::let_go_in(&mut tx, door, payer.practice, method).await?;
    }
    tx.commit().await?;
    match method {
        Some(method) => Ok(saved::forget_now(db, door, gateway, payer.practice, method).await?),
        None => Ok(()),
    }
}

/// The patient takes the means of payment away, and autopay waits for another one.
///
/// # Errors
/// As [`pay_self`].
pub async fn remove_method(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    payer: Payer,
    plan: PlanId,
) -> Result<(), PlanError> {
    let mut tx = db.begin().await?;
    let mut held = own(&mut tx, payer, plan).await?;
    let Some(method) = held.saved.take() else { return Ok(()) };
    steps::take_in(&mut tx, door, &mut held, Event::MethodRemoved, false, &Source::by(payer.user)).await?;
    store::save(&mut tx, &held, door.now()).await?;
    saved::let_go_in(&mut tx, door, payer.practice, method).await?;
    tx.commit().await?;
    Ok(saved::forget_now(db, door, gateway, payer.practice, method).await?)
}

/// The patient agrees to a charge above their limit: the limit is higher from now on.
///
/// # Errors
/// [`PlanError`].
pub async fn raise_cap(
    db: &Db,
    door: &Door,
    payer: Payer,
    plan: PlanId,
    consent: &Consent,
) -> Result<Money, PlanError> {
    let mut tx = db.begin().await?;
    let mut held = own(&mut tx, payer, plan).await?;
    authorise(&mut tx, door, payer.user, &mut held, consent).await?;
    let cap = held.cap.ok_or(PlanError::NotAWish)?;
    if matches!(held.plan.autopay, Autopay::On { .. }) {
        let event = Event::AutopayStarted { cap };
        steps::take_in(&mut tx, door, &mut held, event, true, &Source::by(payer.user)).await?;
    }
    tx.commit().await?;
    Ok(cap)
}

/// Lets go of the means of payment of a plan that is over, and says which it was.
pub(super) async fn let_go_in(
    tx: &mut Tx,
    door: &Door,
    held: &mut Held,
) -> Result<Option<Uuid>, PaymentError> {
    let method = held.saved.take();
    if let Some(method) = method {
        saved::let_go_in(tx, door, held.practice, method).await?;
    }
    Ok(method)
}
