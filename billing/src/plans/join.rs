//! A new balance joins a running plan: by the patient's consent only, shown before and after.
//!
//! What joins is what the patient chose of the balances that are in no plan, and what an insurer
//! raised on the plan's own visits since it was signed.

use domain::plan::{Balance, Disclosure, Event, Instalment, Note, Plan, State, Step};
use domain::{Money, PlanId, VisitId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::offer::{self, Choices};
use super::sign::Consent;
use super::steps::{self, Source};
use super::{Held, PlanError, papers, store, view};
use crate::Door;
use crate::db::{Db, Tx};
use crate::ledger::{self, Writers};
use crate::payments::Payer;

/// What joining would do, and what the document keeps of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Joining {
    /// The balances that join.
    pub balances: Vec<Balance>,
    /// What the plan's own visits owe beside it, and joins as well.
    pub raised: Money,
    /// The schedule before.
    pub before: Vec<Instalment>,
    /// The schedule after.
    pub after: Vec<Instalment>,
    /// Where the law asks for it, shown before the consent (12 CFR 1026.18).
    pub disclosure: Option<Disclosure>,
    /// Which version of the plan it was drawn from.
    pub version: u32,
}

impl Joining {
    /// Everything that joins.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.balances.iter().map(|one| one.amount).sum::<Money>() + self.raised
    }

    /// Names it: what joins is what was shown, or nothing does.
    ///
    /// # Errors
    /// It cannot be written down.
    pub fn seen(&self) -> Result<String, sqlx::Error> {
        Ok(crate::hex(&Sha256::digest(store::json(self)?)))
    }
}

/// Shows what it would do if these balances joined.
///
/// # Errors
/// [`PlanError`]: the plan or the balances do not take it.
pub async fn preview(
    tx: &mut Tx,
    door: &Door,
    payer: Payer,
    plan: PlanId,
    visits: &[VisitId],
) -> Result<Joining, PlanError> {
    let held = store::plan(tx, payer.practice, plan).await?.ok_or(PlanError::NotThere)?;
    if held.plan.guarantor != payer.guarantor {
        return Err(PlanError::NotThere);
    }
    let choices = offer::choices(tx, door, payer.practice, payer.guarantor).await?;
    draw(tx, &held, &choices, visits).await
}

async fn draw(tx: &mut Tx, held: &Held, choices: &Choices, visits: &[VisitId]) -> Result<Joining, PlanError> {
    let chosen = |balance: &&Balance| visits.contains(&balance.visit);
    let balances: Vec<Balance> = choices.balances.iter().filter(chosen).copied().collect();
    if visits.iter().any(|visit| !balances.iter().any(|balance| balance.visit == *visit)) {
        return Err(PlanError::InPlan);
    }
    let excluded = balances.iter().filter_map(|one| Some((one.visit, one.standing?)));
    let refusals: Vec<_> = excluded
        .filter(|(_, standing)| choices.policy.excluded.contains(standing))
        .map(|(visit, standing)| domain::plan::Refusal::Excluded { visit, standing })
        .collect();
    if !refusals.is_empty() {
        return Err(PlanError::NotOffered(refusals));
    }
    let raised = view::outside(tx, held).await?;
    let mut joining = Joining {
        balances,
        raised,
        before: held.plan.instalments.clone(),
        after: Vec::new(),
        disclosure: None,
        version: held.plan.version,
    };
    let step = Step { on: choices.today, event: Event::Joined { amount: joining.amount() }, consent: true };
    let outcome = held.plan.apply(&step)?;
    if outcome.notes.contains(&Note::DisclosureNeeded) {
        joining.disclosure = Disclosure::of(&rest_of(&outcome.plan, &step), &open(&outcome.plan));
    }
    joining.after = outcome.plan.instalments;
    Ok(joining)
}

/// What is still to be paid, as if it were signed today: a disclosure tells of that.
fn rest_of(plan: &Plan, step: &Step) -> domain::plan::Terms {
    domain::plan::Terms { signed_on: step.on, owed: plan.principal_left(), down: Money::ZERO, ..plan.terms }
}

fn open(plan: &Plan) -> Vec<Instalment> {
    plan.unpaid().copied().collect()
}

/// The patient agrees: the balances join, if they and the plan are what was shown.
///
/// # Errors
/// [`PlanError`]; nothing has changed then.
pub async fn join(
    db: &Db,
    door: &Door,
    payer: Payer,
    plan: PlanId,
    seen: &Joining,
    consent: &Consent,
) -> Result<Plan, PlanError> {
    let mut tx = db.begin().await?;
    let practice = payer.practice;
    ledger::lock_books(&mut tx, practice, Writers::Some).await?;
    let mut visits: Vec<VisitId> = seen.balances.iter().map(|one| one.visit).collect();
    visits.extend(store::visits(&mut tx, practice, plan).await?);
    visits.sort_unstable();
    visits.dedup();
    for visit in visits {
        if ledger::lock_balance(&mut tx, practice, visit).await?.guarantor != Some(payer.guarantor) {
            return Err(PlanError::NotThere);
        }
    }
    let held = store::lock(&mut tx, practice, plan).await?;
    let mut held = held.filter(|held| held.plan.guarantor == payer.guarantor).ok_or(PlanError::NotThere)?;
    if held.plan.version != seen.version || held.plan.state == State::Proposed {
        return Err(PlanError::OfferChanged);
    }
    let choices = offer::choices(&mut tx, door, practice, payer.guarantor).await?;
    let chosen: Vec<VisitId> = seen.balances.iter().map(|one| one.visit).collect();
    let now = draw(&mut tx, &held, &choices, &chosen).await?;
    if now != *seen {
        return Err(PlanError::BalanceChanged { owed: now.amount() });
    }
    for balance in &now.balances {
        store::join_visit(&mut tx, &held, balance.visit, balance.amount, door.now()).await?;
    }
    let document = (door.id(), "joined", Some(store::json(&now)?));
    papers::insert_document(&mut tx, &held, payer.user, document, consent, door.now()).await?;
    let event = Event::Joined { amount: now.amount() };
    steps::take_in(&mut tx, door, &mut held, event, true, &Source::by(payer.user)).await?;
    tx.commit().await?;
    Ok(held.plan)
}
