//! The signature: plan, first step, document and visits are one transaction, or nothing is.
//!
//! What is signed is what was shown. The server draws the offer again under the locks of the
//! visits: when a balance, the policy or the day has changed since the page was shown, it says
//! so and keeps nothing. The same press signs once.
//!
//! A plan that the patient pays by hand starts at once. One that is to be paid automatically
//! waits, proposed, for the means of payment ([`super::enrol`]); money or a changed balance
//! ends it before that, and so does a day without one.

use domain::plan::{Event, Instalment, Offer, Plan, State, Step};
use domain::{Money, PlanId, VisitId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::offer::{self, Review, Wish};
use super::steps::{self, Source};
use super::{Held, PlanError, exception, papers, store};
use crate::Door;
use crate::db::{Db, Tx, is_duplicate};
use crate::ledger::{self, Writers};
use crate::payments::Payer;

/// What the page sends when the patient signs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// Chosen by the page when it was shown: the same page pressed twice is one plan.
    pub press: Uuid,
    /// What was chosen.
    pub wish: Wish,
    /// What was owed when the page was shown.
    pub owed: Money,
    /// [`Review::seen`] of what was shown.
    pub seen: String,
    /// The consent.
    pub consent: Consent,
}

/// What somebody agreed to, as it was shown to them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consent {
    /// `en` or `es`.
    pub language: String,
    /// Which version of the terms.
    pub terms_version: String,
    /// The agreement, word by word.
    pub agreement: String,
    /// The authorisation of automatic payments, word by word, and the most they may take at
    /// once; none when the patient pays each instalment themselves.
    pub autopay: Option<(String, Money)>,
    /// The network address they agreed from.
    pub address: String,
}

/// The content of an agreement beside its words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signed {
    /// For what.
    pub balances: Vec<domain::plan::Balance>,
    /// Terms, schedule and disclosure.
    pub offer: Offer,
}

/// Signs a plan; the same press signs once, and answers with the same plan.
///
/// # Errors
/// [`PlanError`]; nothing was signed then.
pub async fn sign(db: &Db, door: &Door, payer: Payer, signature: &Signature) -> Result<PlanId, PlanError> {
    let mut tx = db.begin().await?;
    if let Some(known) = store::by_press(&mut tx, payer, signature.press).await? {
        return Ok(known);
    }
    match sign_in(&mut tx, door, payer, signature).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(id)
        }
        // The same press on another server was faster, and may have taken the balances.
        Err(PlanError::Sqlx(error)) if !is_duplicate(&error) => Err(error.into()),
        Err(error) => {
            drop(tx);
            let mut tx = db.read().await?;
            store::by_press(&mut tx, payer, signature.press).await?.ok_or(error)
        }
    }
}

/// The plan that a press of this payer has signed already.
///
/// # Errors
/// The database's word.
pub async fn signed_by(tx: &mut Tx, payer: Payer, press: Uuid) -> Result<Option<PlanId>, sqlx::Error> {
    store::by_press(tx, payer, press).await
}

async fn sign_in(tx: &mut Tx, door: &Door, payer: Payer, signature: &Signature) -> Result<PlanId, PlanError> {
    let practice = payer.practice;
    ledger::lock_books(tx, practice, Writers::Some).await?;
    make_way(tx, door, payer, &signature.wish.visits).await?;
    let choices = offer::choices(tx, door, practice, payer.guarantor).await?;
    let chosen = choices.balances.iter().filter(|one| signature.wish.visits.contains(&one.visit));
    let owed: Money = chosen.map(|one| one.amount).sum();
    let review = choices.review(&signature.wish);
    if owed != signature.owed && !matches!(review, Err(PlanError::InPlan)) {
        return Err(PlanError::BalanceChanged { owed });
    }
    let review = review?;
    if review.seen != signature.seen {
        return Err(PlanError::OfferChanged);
    }
    let cap = signature.consent.autopay.as_ref().map(|(_, cap)| *cap);
    let least = review.offer.instalments.iter().map(Instalment::amount).max().unwrap_or_default();
    if cap.is_some_and(|cap| cap < least) {
        return Err(PlanError::CapTooLow { least });
    }
    let id = write(tx, door, payer, signature, review, cap).await?;
    if let Some(exception) = choices.exception {
        exception::used_in(tx, practice, exception, id).await?;
    }
    Ok(id)
}

/// Holds the balances that are to be signed for, in the order of their ids. A proposal that
/// was left lying about ends; a plan that runs is in the way.
async fn make_way(tx: &mut Tx, door: &Door, payer: Payer, visits: &[VisitId]) -> Result<(), PlanError> {
    let mut visits = visits.to_vec();
    visits.sort_unstable();
    visits.dedup();
    let mut plans = Vec::new();
    for visit in visits {
        let balance = ledger::lock_balance(tx, payer.practice, visit).await?;
        if balance.guarantor != Some(payer.guarantor) {
            return Err(PlanError::NotThere);
        }
        plans.extend(balance.plan);
    }
    plans.sort_unstable();
    plans.dedup();
    for plan in plans {
        let Some(mut held) = store::lock(tx, payer.practice, plan).await? else { continue };
        match held.plan.state {
            State::Finished | State::Cancelled(_) => {}
            State::Proposed => {
                steps::take_in(tx, door, &mut held, Event::Cancelled, false, &Source::by(payer.user)).await?;
            }
            _ => return Err(PlanError::InPlan),
        }
    }
    Ok(())
}

async fn write(
    tx: &mut Tx,
    door: &Door,
    payer: Payer,
    signature: &Signature,
    review: Review,
    cap: Option<Money>,
) -> Result<PlanId, PlanError> {
    let id = PlanId(door.id());
    let plan = Plan::propose(id, payer.guarantor, &review.offer);
    let mut held = Held::proposed(payer, plan, cap, review.offer.terms.signed_on);
    store::insert(tx, &held, signature.press, door.now()).await?;
    for balance in &review.balances {
        store::join_visit(tx, &held, balance.visit, balance.amount, door.now()).await?;
    }
    let content = Signed { balances: review.balances, offer: review.offer };
    let document = (door.id(), "agreement", Some(store::json(&content)?));
    papers::insert_document(tx, &held, payer.user, document, &signature.consent, door.now()).await?;
    if cap.is_none() {
        let step = Event::Signed { autopay: None };
        steps::take_in(tx, door, &mut held, step, true, &Source::by(payer.user)).await?;
    } else {
        let today = held.swept_on;
        steps::keep(tx, door, &mut held, today).await?;
    }
    Ok(id)
}

/// The plan as it was before its first step, drawn from what was signed.
///
/// # Errors
/// The database's word, or that the document cannot be read.
pub(super) async fn proposal(tx: &mut Tx, held: &Held) -> Result<Option<Plan>, sqlx::Error> {
    let documents = papers::documents(tx, held.practice, held.plan.id).await?;
    let Some(agreement) = documents.into_iter().find(|one| one.kind == "agreement") else { return Ok(None) };
    let Some(content) = agreement.offer else { return Ok(None) };
    let signed: Signed = serde_json::from_str(&content).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Some(Plan::propose(held.plan.id, agreement.guarantor_id, &signed.offer)))
}

/// A step as it is stored.
pub(super) fn read_step(step: &str) -> Result<Step, sqlx::Error> {
    serde_json::from_str(step).map_err(|error| sqlx::Error::Decode(error.into()))
}
