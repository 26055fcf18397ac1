//! What pages show of plans: what is owed beside them, and how each came to be as it is.
//!
//! What a plan asks for is asked for by the plan alone. Everywhere else a balance that a plan
//! in good standing pays counts with what it owes *beside* the plan ([`beside`]), so that no
//! page asks twice and a payment without a word about the plan is for the rest. A plan that is
//! proposed, broken or over asks for nothing: its balances are ordinary ones.

use domain::payment::Due;
use domain::plan::{Event, Instalment, Note, Plan, State, Step, Then};
use domain::{GuarantorId, Money, PaymentId, PlanId, PracticeId, VisitId};
use time::Date;

use super::{Held, HistoryStep, PlanError, Standing, attempts, policy, sign, store};
use crate::db::Tx;
use crate::payments::saved::{self, Saved};
use crate::{Door, accounts, visits};

/// What the guarantor owes that no plan asks for, oldest visit first; as [`visits::dues`],
/// what is on its way is not asked for again.
///
/// # Errors
/// The database's word.
pub async fn beside(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Due>, sqlx::Error> {
    let mut dues = visits::dues(tx, practice, guarantor).await?;
    for held in running(tx, practice, guarantor).await? {
        let visits = store::visits(tx, practice, held.plan.id).await?;
        let mut beside = beside_plan(tx, &held).await?;
        // What an insurer raised, or what the plan was not signed for, is most likely the
        // newest: there it is shown.
        for due in dues.iter_mut().rev().filter(|due| visits.contains(&due.visit)) {
            due.amount = due.amount.min(beside);
            beside -= due.amount;
        }
    }
    dues.retain(|due| due.amount.is_positive());
    Ok(dues)
}

/// What a plan's visits owe beside it and nobody has sent.
pub(super) async fn beside_plan(tx: &mut Tx, held: &Held) -> Result<Money, sqlx::Error> {
    let sent = attempts::sent_beside(tx, held.practice, held.plan.id).await?;
    Ok((outside(tx, held).await? - sent).or_zero())
}

/// What a plan's visits owe beside it and is not in question.
pub(super) async fn outside(tx: &mut Tx, held: &Held) -> Result<Money, sqlx::Error> {
    let (owed, _) = store::owed(tx, held.practice, held.plan.id).await?;
    let due = store::due(tx, held.practice, held.plan.id).await?;
    // What is in question may have been owed beside the plan, and is not another visit's because of it.
    Ok((owed - held.asked()).min(due - held.asks()).or_zero())
}

/// The plans of a guarantor that ask for what is in them, oldest first.
///
/// # Errors
/// The database's word.
pub async fn running(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Held>, sqlx::Error> {
    let mut plans = store::of_guarantor(tx, practice, guarantor).await?;
    plans.retain(|held| matches!(held.plan.state, State::Active | State::AtRisk | State::Paused(_)));
    plans.reverse();
    Ok(plans)
}

/// Whether a guarantor has a plan, or owes enough for the practice to offer one.
///
/// # Errors
/// The database's word.
pub async fn any(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<bool, sqlx::Error> {
    if store::has_plan(tx, practice, guarantor).await? {
        return Ok(true);
    }
    let today = accounts::today_in(tx, door, practice).await?;
    let least = policy::in_force(tx, practice, today).await?.least;
    let dues = visits::dues(tx, practice, guarantor).await?;
    Ok(!dues.is_empty() && dues.iter().map(|due| due.amount).sum::<Money>() >= least)
}

/// Which plan asks for what is due of a visit, if any does.
///
/// # Errors
/// The database's word.
pub async fn plan_of(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<(VisitId, PlanId)>, sqlx::Error> {
    let mut found = Vec::new();
    for held in running(tx, practice, guarantor).await? {
        let visits = store::visits(tx, practice, held.plan.id).await?;
        found.extend(visits.into_iter().map(|visit| (visit, held.plan.id)));
    }
    Ok(found)
}

/// The plan that a payment was for: by its payer's word, or because autopay took it.
///
/// # Errors
/// The database's word.
pub async fn of_payment(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Option<PlanId>, sqlx::Error> {
    if let Some((plan, _)) = attempts::word(tx, practice, payment).await? {
        return Ok(Some(plan));
    }
    Ok(attempts::of_payment(tx, practice, payment).await?.first().map(|(plan, _)| *plan))
}

/// The kept means of payment of a plan.
///
/// # Errors
/// The database's word.
pub async fn method(
    tx: &mut Tx,
    practice: PracticeId,
    standing: &Standing,
) -> Result<Option<Saved>, sqlx::Error> {
    match standing.saved {
        Some(method) => saved::saved(tx, practice, method).await,
        None => Ok(None),
    }
}

/// What has been sent for a plan and has not arrived: a bank debit.
///
/// # Errors
/// The database's word.
pub async fn on_its_way(tx: &mut Tx, practice: PracticeId, plan: PlanId) -> Result<Money, sqlx::Error> {
    attempts::sent_for(tx, practice, plan).await
}

/// What a plan asks for on a day, without what is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// What was due by that day.
    pub due: Money,
    /// The first payment of which anything is left: when it is due, and how much is left.
    pub next: Option<(Date, Money)>,
    /// Everything that is left.
    pub left: Money,
}

impl Asked {
    /// What this plan asks for; what is sent pays the oldest first.
    #[must_use]
    pub fn of(plan: &Plan, on_its_way: Money, today: Date) -> Self {
        let (mut sent, mut due, mut next) = (on_its_way, Money::ZERO, None);
        for one in plan.unpaid() {
            let covered = sent.min(one.left());
            sent -= covered;
            let left = one.left() - covered;
            if one.due <= today {
                due += left;
            }
            next = next.or_else(|| left.is_positive().then_some((one.due, left)));
        }
        Self { due, next, left: (plan.payoff(today) - on_its_way).or_zero() }
    }

    /// What a payment by hand is for: what is due, or the next one when nothing is.
    #[must_use]
    pub fn instalment(&self) -> Money {
        let next =
            if self.due.is_positive() { self.due } else { self.next.map_or(Money::ZERO, |(_, left)| left) };
        // The last one, paid early, costs no interest.
        next.min(self.left)
    }
}

/// What a plan would be after an extra payment.
///
/// # Errors
/// [`PlanError::Refused`] when it takes none.
pub fn extra(plan: &Plan, today: Date, amount: Money, then: Then) -> Result<Plan, PlanError> {
    let step = Step { on: today, event: Event::PaidExtra { amount, then }, consent: true };
    Ok(plan.apply(&step)?.plan)
}

/// One thing that happened to a plan, with the schedule before and after it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// As it is kept: who, when, which payment.
    pub kept: HistoryStep,
    /// What happened.
    pub step: Step,
    /// What it did.
    pub notes: Vec<Note>,
    /// The schedule before.
    pub before: Vec<Instalment>,
    /// The schedule after.
    pub after: Vec<Instalment>,
}

impl Version {
    /// Whether dates or amounts are others than before, payments apart.
    #[must_use]
    pub fn redrawn(&self) -> bool {
        let asked = |all: &[Instalment]| {
            all.iter().filter(|one| !one.extra).map(|one| (one.due, one.amount())).collect::<Vec<_>>()
        };
        asked(&self.before) != asked(&self.after)
    }
}

/// Everything that happened to a plan, oldest first, drawn from what was signed.
///
/// # Errors
/// The database's word, or that what is kept cannot be read.
pub async fn versions(tx: &mut Tx, practice: PracticeId, plan: PlanId) -> Result<Vec<Version>, sqlx::Error> {
    let Some(held) = store::plan(tx, practice, plan).await? else { return Ok(Vec::new()) };
    let Some(mut now) = sign::proposal(tx, &held).await? else { return Ok(Vec::new()) };
    let mut versions = Vec::new();
    for kept in store::steps(tx, practice, plan).await? {
        let step = sign::read_step(&kept.step)?;
        let notes: Vec<Note> =
            serde_json::from_str(&kept.notes).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let next = after(&now, &step)?;
        let (before, after) = (now.instalments, next.instalments.clone());
        versions.push(Version { kept, step, notes, before, after });
        now = next;
    }
    Ok(versions)
}

fn after(plan: &Plan, step: &Step) -> Result<Plan, sqlx::Error> {
    let outcome = plan.apply(step).map_err(|refused| sqlx::Error::Decode(refused.into()))?;
    Ok(outcome.plan)
}
