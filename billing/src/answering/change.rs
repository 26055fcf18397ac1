//! A change is asked for, agreed to, and done.

use std::collections::{BTreeMap, BTreeSet};

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::{GuarantorId, PlanId, PracticeId, TransactionId, UserId, VisitId};
use uuid::Uuid;

use super::preview::{Moving, Preview, preview};
use super::{AnswerError, Ask, Change, State, WORDS_MOST, store};
use crate::db::Tx;
use crate::ledger::{self, Fact, Writers};
use crate::plans::{leave, staff};
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts, messages, visits};

/// Does what is asked for, or lets it wait for a second person above the practice's limit
/// ([`Change::state`] says which it was). `seen` names the preview that was looked at.
///
/// # Errors
/// [`AnswerError`]; the caller then drops the transaction.
pub async fn ask_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    ask: &Ask,
    seen: &str,
) -> Result<Change, AnswerError> {
    let note = ask.note.trim();
    if note.is_empty() || note.chars().count() > WORDS_MOST {
        return Err(AnswerError::Words);
    }
    if ask.effective_on > accounts::today_in(tx, door, practice).await? {
        return Err(AnswerError::Later);
    }
    let shown = held_in(tx, practice, ask, seen).await?;
    let mut change = Change {
        id: door.id(),
        ask: Ask { note: note.to_owned(), ..ask.clone() },
        state: if shown.beyond { State::Asked } else { State::Done },
        asked_by: by,
        asked_at: door.now(),
        decided_by: None,
    };
    // Only who stands with the account that they leave can leave it.
    let theirs = store::patients_of(tx, practice, ask.from).await?;
    change.ask.patients.retain(|patient| theirs.contains(patient));
    store::insert(tx, practice, &change, &shown.visits).await?;
    if shown.beyond {
        let subject = change.id.to_string();
        let work = Work {
            kind: WorkKind::GuarantorApproval,
            subject: &subject,
            guarantor: Some(ask.from),
            payment: None,
            amount: Some(shown.amount()),
            due: None,
        };
        work::open_in(tx, door, practice, &work).await?;
        return Ok(change);
    }
    carry_out_in(tx, door, (practice, by), &change, &shown).await?;
    Ok(change)
}

/// A second person agrees to what waits, or says no to it.
///
/// # Errors
/// [`AnswerError::SamePerson`] when who asked agrees; [`AnswerError::Changed`] when it is not what
/// they saw, or nothing waits.
pub async fn agree_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    id: Uuid,
    seen: Option<&str>,
) -> Result<Change, AnswerError> {
    let known = store::change(tx, practice, id).await?.ok_or(AnswerError::NotThere)?;
    let shown = match seen {
        Some(_) if known.asked_by == by => return Err(AnswerError::SamePerson),
        Some(seen) => Some(held_in(tx, practice, &known.ask, seen).await?),
        None => None,
    };
    let state = if shown.is_some() { State::Done } else { State::Returned };
    if !store::decide(tx, practice, id, state, by, door.now()).await? {
        return Err(AnswerError::Changed);
    }
    work::close_in(tx, door, practice, WorkKind::GuarantorApproval, &id.to_string(), Some(by)).await?;
    let change = Change { state, decided_by: Some(by), ..known };
    if let Some(shown) = shown {
        carry_out_in(tx, door, (practice, by), &change, &shown).await?;
    }
    Ok(change)
}

/// Holds books, accounts and visits, in the order of the house, and looks again.
async fn held_in(tx: &mut Tx, practice: PracticeId, ask: &Ask, seen: &str) -> Result<Preview, AnswerError> {
    ledger::lock_books(tx, practice, Writers::Some).await?;
    let mut accounts = [ask.from, ask.to];
    accounts.sort_unstable();
    for account in accounts {
        ledger::lock_account(tx, account).await?;
    }
    let mut visits = ask.visits.clone();
    visits.sort_unstable();
    for visit in visits {
        ledger::lock_balance(tx, practice, visit).await.map_err(|error| match error {
            sqlx::Error::RowNotFound => AnswerError::NotThere,
            other => other.into(),
        })?;
    }
    let shown = preview(tx, practice, (ask.from, ask.to), &ask.visits).await?;
    if !shown.blocked.is_empty() {
        return Err(AnswerError::Blocked);
    }
    if shown.seen()? != seen {
        return Err(AnswerError::Changed);
    }
    Ok(shown)
}

async fn carry_out_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    change: &Change,
    shown: &Preview,
) -> Result<(), AnswerError> {
    let Ask { from, to, .. } = change.ask;
    for (plan, visits) in shown.in_plans() {
        leave::let_go_in(tx, door, practice, plan, &visits).await?;
    }
    let mut posted: BTreeMap<VisitId, Option<TransactionId>> = BTreeMap::new();
    for moving in &shown.visits {
        store::set_guarantor(tx, practice, moving.visit, to).await?;
        posted.insert(moving.visit, post_in(tx, door, practice, change, moving).await?);
    }
    for moving in &shown.visits {
        let transaction = posted.get(&moving.visit).copied().flatten();
        store::moved(tx, practice, change.id, moving, from, transaction).await?;
        store::move_refusal(tx, practice, moving.visit, to).await?;
    }
    let gone: BTreeSet<VisitId> = shown.visits.iter().map(|moving| moving.visit).collect();
    let plans: BTreeSet<PlanId> = shown.visits.iter().filter_map(|moving| moving.plan).collect();
    for plan in plans {
        leave::leave_in(tx, door, (practice, by), plan, &gone, to).await?;
    }
    // Autopay holds its plan, and not the account, while it begins a payment.
    if store::paid_now(tx, practice, from).await?.iter().any(|visit| gone.contains(visit)) {
        return Err(AnswerError::Blocked);
    }
    store::revoke_links(tx, practice, from, &gone, door.now()).await?;
    accounts::move_patients_in(tx, door, practice, (from, to), &change.ask.patients).await?;
    if visits::dues(tx, practice, from).await?.is_empty() {
        // What they promised to pay is not theirs any more.
        for promise in staff::promises(tx, practice, from).await? {
            staff::withdraw_in(tx, door, practice, promise.id).await?;
        }
    }
    Ok(messages::answers_in(tx, door, practice, change).await?)
}

/// What is due of a visit, or was paid too much, is the other one's: one transaction of its own.
async fn post_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    change: &Change,
    moving: &Moving,
) -> Result<Option<TransactionId>, AnswerError> {
    let Ask { from, to, effective_on, .. } = change.ask;
    let balance = ledger::lock_balance(tx, practice, moving.visit).await?;
    let of = |account, amount, guarantor: GuarantorId| {
        Entry::new(account, amount).of_visit(moving.visit, None).of_guarantor(guarantor)
    };
    let entries = Balanced::new(vec![
        of(Account::PatientReceivable, -balance.patient, from),
        of(Account::PatientReceivable, balance.patient, to),
        of(Account::PatientCredit, balance.credit, from),
        of(Account::PatientCredit, -balance.credit, to),
    ]);
    // Only what is an insurer's is open of it.
    let Ok(entries) = entries else { return Ok(None) };
    let name = format!("guarantor:{}:{}", change.id, moving.visit);
    let fact = Fact::new(Kind::GuarantorChanged, effective_on, name);
    let visits = [(moving.visit, balance)].into();
    Ok(Some(ledger::post_new_in(tx, door, practice, &fact, &entries, visits).await?))
}
