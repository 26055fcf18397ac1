//! A refusal is given up: it leaves the books in the same transaction. Nobody pays it, least of
//! all the patient.

use domain::denial::Step;
use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::{DenialId, Group, PracticeId, UserId};

use super::store::{self, NewStep};
use super::{Case, DenialError, KeptStep, act, standing};
use crate::db::Tx;
use crate::ledger::{self, Fact, LedgerError, Outcome, Writers};
use crate::{Door, accounts};

/// Gives up what is refused, or proposes to, where it is above the practice's limit
/// (`Case::denial.proposed` says which it was).
///
/// # Errors
/// [`DenialError`]; the caller then drops the transaction.
pub async fn write_off_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DenialId, i64),
    note: &str,
) -> Result<Case, DenialError> {
    let note = act::words(note)?;
    let mut case = held_in(tx, practice, id, seen).await?;
    let denial = case.denial;
    if denial.proposed {
        return Err(domain::denial::NotNow.into());
    }
    let limit = accounts::policy(tx, practice).await?.second_person;
    // A visit that is given up part by part does not go past the limit.
    if denial.amount + denial.given_up <= limit {
        give_up_in(tx, door, &mut case, by, note).await?;
        return Ok(case);
    }
    let on = accounts::today_in(tx, door, practice).await?;
    let new = NewStep { on, by: Some(by), note: Some(note), ..NewStep::default() };
    act::take_in(tx, door, &mut case, Step::Proposed, new).await?;
    Ok(case)
}

/// Who proposed to give it up, and why; none when nothing waits.
///
/// # Errors
/// The database's word.
pub async fn proposed(tx: &mut Tx, case: &Case) -> Result<Option<KeptStep>, sqlx::Error> {
    if !case.denial.proposed {
        return Ok(None);
    }
    let steps = store::steps(tx, case.practice, case.id).await?;
    Ok(steps.into_iter().rev().find(|step| step.step == Step::Proposed.code()))
}

/// A second person agrees to give it up, or sends that back with a note.
///
/// # Errors
/// [`DenialError::SamePerson`] when who proposed agrees; [`DenialError::NotNow`] when nothing waits.
pub async fn agree_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (DenialId, i64),
    returned: Option<&str>,
) -> Result<Case, DenialError> {
    let mut case = held_in(tx, practice, id, seen).await?;
    let step = proposed(tx, &case).await?.ok_or(domain::denial::NotNow)?;
    if let Some(note) = returned {
        let on = accounts::today_in(tx, door, practice).await?;
        let new = NewStep { on, by: Some(by), note: Some(act::words(note)?), ..NewStep::default() };
        act::take_in(tx, door, &mut case, Step::Returned, new).await?;
        return Ok(case);
    }
    if step.by_user == Some(by) {
        return Err(DenialError::SamePerson);
    }
    give_up_in(tx, door, &mut case, by, step.note.as_deref().unwrap_or_default()).await?;
    Ok(case)
}

/// Holds books, visit and denial, in the order of the house.
async fn held_in(tx: &mut Tx, practice: PracticeId, id: DenialId, seen: i64) -> Result<Case, DenialError> {
    let known = store::case(tx, practice, id).await?.ok_or(DenialError::NotThere)?;
    ledger::lock_books(tx, practice, Writers::Some).await?;
    ledger::lock_balance(tx, practice, known.visit).await?;
    let case = store::lock(tx, practice, id).await?.ok_or(DenialError::NotThere)?;
    if case.seq != seen {
        return Err(DenialError::Changed);
    }
    Ok(case)
}

async fn give_up_in(
    tx: &mut Tx,
    door: &Door,
    case: &mut Case,
    by: UserId,
    note: &str,
) -> Result<(), DenialError> {
    let on = accounts::today_in(tx, door, case.practice).await?;
    let mut entries: Vec<Entry> = Vec::new();
    for refused in standing(tx, case.practice, case.visit).await? {
        // A contractual refusal is the practice's by contract; the rest has another reason.
        let account = match refused.reason.as_ref().map(|reason| reason.group) {
            Some(Group::CO) => Account::ContractualAdjustment,
            _ => Account::OtherAdjustment,
        };
        entries.push(refused.undone());
        entries.push(Entry { account, ..refused });
    }
    let entries = Balanced::new(entries).map_err(LedgerError::from)?;
    let fact = Fact::new(Kind::DenialWriteOff, on, format!("denial:{}:{}", case.id, case.seq + 1));
    let transaction = match ledger::post_in(tx, door, case.practice, &fact, &entries).await? {
        Outcome::Posted(transaction) => Some(transaction),
        Outcome::Already => None,
    };
    let new = NewStep { on, by: Some(by), note: Some(note), transaction, ..NewStep::default() };
    act::take_in(tx, door, case, Step::WrittenOff, new).await
}
