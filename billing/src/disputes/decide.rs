//! A decision, and what it does to the books, in one transaction.

use domain::access::Permission;
use domain::dispute::decision::{Relief, entries, share_of};
use domain::dispute::{Outcome, Step};
use domain::ledger::{Balanced, Kind};
use domain::story::VisitStory;
use domain::{DisputeId, Money, PaymentId, PracticeId, TransactionId, UserId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::store::{self, KeptStep, NewStep};
use super::{Case, DisputeError, act, freeze};
use crate::db::Tx;
use crate::hooks::{self, EventKind};
use crate::identity::people;
use crate::ledger::{self, Fact, LedgerError, Outcome as Posted};
use crate::messages::{self, News};
use crate::refunds::{self, Ask, RefundReason};
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts, credits, payments};

/// What is decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// What came of it.
    pub outcome: Outcome,
    /// Falls away, in cents: a correction, or a courtesy where the bill stands.
    pub taken_off_cents: i64,
    /// Is the insurer's again, in cents: the claim is sent anew, which becomes somebody's work.
    pub to_insurer_cents: i64,
    /// What was paid too much by it goes back at once, and does not wait for the practice's policy.
    pub refund: bool,
    /// Why, in plain words: the patient reads it.
    pub message: String,
    /// Why, among staff.
    pub note: Option<String>,
}

impl Decision {
    fn relief(&self) -> Relief {
        Relief {
            taken_off: Money::from_cents(self.taken_off_cents),
            to_insurer: Money::from_cents(self.to_insurer_cents),
        }
    }
}

/// Decides, or proposes what a second person has to agree to above the practice's limit
/// (`Case::dispute.proposed` says which it was).
///
/// # Errors
/// [`DisputeError`]; the caller then drops the transaction.
pub async fn decide_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DisputeId, i64),
    decision: &Decision,
) -> Result<Case, DisputeError> {
    let (mut case, sources) = held_in(tx, practice, id, decision.refund).await?;
    if case.seq != seen {
        return Err(DisputeError::Changed);
    }
    if case.dispute.proposed {
        return Err(domain::dispute::Refused::Proposed.into());
    }
    act::words(&decision.message)?;
    judges_anew(tx, &case, by, Permission::DecideDisputes, None).await?;
    let limit = accounts::policy(tx, practice).await?.second_person;
    // A visit that is disputed line by line does not go past the limit.
    let more = decision.relief().total();
    if more.is_zero() || more + store::relief(tx, practice, case.visit).await? <= limit {
        let step = Step::Decided(decision.outcome);
        return carry_out_in(tx, door, case, sources, by, (decision, step)).await;
    }
    // What could not be carried out is not proposed.
    relief_entries(tx, &case, decision.relief()).await?;
    step_in(tx, door, &mut case, Step::Proposed, by, decision, None).await?;
    let work = Work {
        kind: WorkKind::DisputeApproval,
        subject: &id.to_string(),
        guarantor: Some(case.guarantor),
        payment: None,
        amount: Some(decision.relief().total()),
        due: None,
    };
    work::open_in(tx, door, practice, &work).await?;
    act::keep_in(tx, door, &mut case).await?;
    Ok(case)
}

/// Refuses who judges an appeal and judged before it, as patients are told, unless everybody who
/// may do this and comes in here did; who has proposed the decision is not asked for a second time.
async fn judges_anew(
    tx: &mut Tx,
    case: &Case,
    by: UserId,
    what: Permission,
    proposed: Option<UserId>,
) -> Result<(), DisputeError> {
    if !case.dispute.appealed {
        return Ok(());
    }
    let steps = store::steps(tx, case.practice, case.id).await?;
    let appeal = steps.iter().rposition(|step| step.step() == Some(Step::Appealed)).unwrap_or_default();
    let judged: Vec<UserId> = steps[..appeal]
        .iter()
        .filter(|step| matches!(step.step(), Some(Step::Decided(_) | Step::Proposed)))
        .filter_map(|step| step.by_user)
        .collect();
    if !judged.contains(&by) {
        return Ok(());
    }
    for one in people::of_practice(tx, case.practice).await? {
        if judged.contains(&one.user_id) || proposed == Some(one.user_id) {
            continue;
        }
        let role = people::role_in(tx, case.practice, one.user_id).await?;
        if role.is_some_and(|role| role.may(what)) {
            return Err(DisputeError::DecidedBefore);
        }
    }
    Ok(())
}

/// The decision that waits for a second person, and who proposed it.
///
/// # Errors
/// The database's word.
pub async fn proposed(
    tx: &mut Tx,
    practice: PracticeId,
    id: DisputeId,
) -> Result<Option<(Decision, KeptStep)>, sqlx::Error> {
    let steps = store::steps(tx, practice, id).await?;
    let Some(step) = steps.into_iter().rev().find(|step| step.step() == Some(Step::Proposed)) else {
        return Ok(None);
    };
    Ok(decision_of(&step)?.map(|decision| (decision, step)))
}

/// What a step decided or proposed.
///
/// # Errors
/// What is kept cannot be read.
pub fn decision_of(step: &KeptStep) -> Result<Option<Decision>, sqlx::Error> {
    let read = |details: &String| serde_json::from_str(details);
    step.details.as_ref().map(read).transpose().map_err(|error| sqlx::Error::Decode(error.into()))
}

/// A second person agrees to what was proposed, or sends it back with a note.
///
/// # Errors
/// [`DisputeError::SamePerson`] when who proposed agrees; [`DisputeError::Refused`] when nothing
/// waits.
pub async fn agree_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DisputeId, i64),
    returned: Option<&str>,
) -> Result<Case, DisputeError> {
    let (decision, step) = proposed(tx, practice, id).await?.ok_or(domain::dispute::Refused::NotNow)?;
    let (mut case, sources) = held_in(tx, practice, id, decision.refund && returned.is_none()).await?;
    if case.seq != seen {
        return Err(DisputeError::Changed);
    }
    if !case.dispute.proposed {
        return Err(domain::dispute::Refused::NotNow.into());
    }
    work::close_in(tx, door, practice, WorkKind::DisputeApproval, &id.to_string(), Some(by)).await?;
    if let Some(note) = returned {
        let note = act::words(note)?;
        act::take_in(tx, door, &mut case, Step::Returned, Some(by), (None, Some(note))).await?;
        act::keep_in(tx, door, &mut case).await?;
        return Ok(case);
    }
    if step.by_user == Some(by) {
        return Err(DisputeError::SamePerson);
    }
    judges_anew(tx, &case, by, Permission::ApproveBeyondLimits, step.by_user).await?;
    let agreed = Step::Decided(decision.outcome);
    carry_out_in(tx, door, case, sources, by, (&decision, agreed)).await
}

/// Holds the payments that money may go back from, then books, account, visit and case, as every
/// movement of a payment does.
pub(super) async fn held_in(
    tx: &mut Tx,
    practice: PracticeId,
    id: DisputeId,
    refund: bool,
) -> Result<(Case, Vec<PaymentId>), DisputeError> {
    let known = store::case(tx, practice, id).await?.ok_or(DisputeError::NotThere)?;
    let mut sources = Vec::new();
    if refund {
        sources = credits::sources(tx, practice, known.guarantor, known.visit).await?;
        let mut ordered = sources.clone();
        ordered.sort_unstable();
        for payment in ordered {
            payments::lock_paid(tx, practice, payment).await?;
        }
    }
    act::lock_in(tx, &known).await?;
    let case = store::lock(tx, practice, id).await?.ok_or(DisputeError::NotThere)?;
    Ok((case, sources))
}

async fn relief_entries(
    tx: &mut Tx,
    case: &Case,
    relief: Relief,
) -> Result<Vec<domain::ledger::Entry>, DisputeError> {
    let charges = store::charges(tx, case.practice, case.id).await?;
    let story = VisitStory::of(case.visit, &ledger::entries_of_visit(tx, case.practice, case.visit).await?);
    entries(&story, &charges, relief, case.guarantor)
        .ok_or_else(|| DisputeError::TooMuch(share_of(&story, &charges)))
}

pub(super) async fn carry_out_in(
    tx: &mut Tx,
    door: &Door,
    mut case: Case,
    sources: Vec<PaymentId>,
    by: UserId,
    (decision, step): (&Decision, Step),
) -> Result<Case, DisputeError> {
    let relief = decision.relief();
    let entries = relief_entries(tx, &case, relief).await?;
    if case.dispute.reason.freezes() {
        freeze::thaw_in(tx, door, &mut case, relief, Some(by)).await?;
    } else if !relief.total().is_zero() {
        return Err(DisputeError::TooMuch(Money::ZERO));
    }
    let before = credits::of_visit(tx, case.practice, case.visit).await?;
    let transaction = post_in(tx, door, &case, relief, entries).await?;
    step_in(tx, door, &mut case, step, by, decision, transaction).await?;
    if decision.refund {
        let now = credits::of_visit(tx, case.practice, case.visit).await?;
        give_back_in(tx, door, &case, ((now - before).or_zero(), sources), by).await?;
    }
    if relief.to_insurer.is_positive() {
        let work = Work {
            kind: WorkKind::Rebill,
            subject: &case.id.to_string(),
            guarantor: Some(case.guarantor),
            payment: None,
            amount: Some(relief.to_insurer),
            due: None,
        };
        work::open_in(tx, door, case.practice, &work).await?;
    }
    act::keep_in(tx, door, &mut case).await?;
    messages::dispute_in(tx, door, &case, News::Decided).await?;
    hooks::news::dispute(tx, door, &case, EventKind::DisputeDecided).await?;
    Ok(case)
}

async fn post_in(
    tx: &mut Tx,
    door: &Door,
    case: &Case,
    relief: Relief,
    entries: Vec<domain::ledger::Entry>,
) -> Result<Option<TransactionId>, DisputeError> {
    if relief.total().is_zero() {
        return Ok(None);
    }
    let today = accounts::today_in(tx, door, case.practice).await?;
    let fact = Fact::new(Kind::DisputeDecision, today, format!("dispute:{}:{}", case.id, case.seq + 1));
    let entries = Balanced::new(entries).map_err(LedgerError::from)?;
    let posted = ledger::post_in(tx, door, case.practice, &fact, &entries).await?;
    store::set_relief(tx, case.practice, case.visit, (relief.total(), Money::ZERO)).await?;
    Ok(match posted {
        Posted::Posted(transaction) => Some(transaction),
        Posted::Already => None,
    })
}

async fn step_in(
    tx: &mut Tx,
    door: &Door,
    case: &mut Case,
    step: Step,
    by: UserId,
    decision: &Decision,
    transaction: Option<TransactionId>,
) -> Result<(), DisputeError> {
    let on = accounts::today_in(tx, door, case.practice).await?;
    case.dispute = case.dispute.take(step, on)?;
    case.seq += 1;
    let details = serde_json::to_string(decision).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let told = step != Step::Proposed;
    let new = NewStep {
        step: Some(step),
        on,
        by: Some(by),
        by_patient: false,
        message: told.then_some(decision.message.trim()),
        note: decision.note.as_deref().map(str::trim).filter(|note| !note.is_empty()),
        details: Some(&details),
        transaction,
    };
    store::insert_step(tx, case, &new, door.now()).await?;
    Ok(())
}

/// Asks for what is paid too much by it, from the payments it came from. What of it no payment
/// has goes the way of every credit, as does what was a credit before.
async fn give_back_in(
    tx: &mut Tx,
    door: &Door,
    case: &Case,
    (mut rest, sources): (Money, Vec<PaymentId>),
    by: UserId,
) -> Result<(), DisputeError> {
    for payment in sources {
        let left: Money = refunds::left(tx, case.practice, payment).await?.iter().map(|left| left.paid).sum();
        let amount = rest.min(left);
        if !amount.is_positive() {
            continue;
        }
        let press = crate::id_of(
            &Sha256::new()
                .chain_update(case.id.0.as_bytes())
                .chain_update(case.seq.to_be_bytes())
                .chain_update(payment.0.as_bytes())
                .finalize(),
        );
        let ask = Ask { press, payment, amount, reason: RefundReason::Mistake, note: None };
        refunds::ask_in(tx, door, case.practice, Some(by), &ask, Some(case.visit)).await?;
        rest -= amount;
    }
    Ok(())
}
