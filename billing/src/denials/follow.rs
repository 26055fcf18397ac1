//! What the books make of a refusal: called by the ledger for every transaction.

use std::collections::{BTreeMap, BTreeSet};

use domain::denial::{Change, Denial, Heard, Route};
use domain::ledger::{Account, Entry, Kind};
use domain::{ChargeId, DenialId, GuarantorId, Money, PracticeId, TransactionId, VisitId};

use super::Case;
use super::act::keep_in;
use super::store::{self, NewStep};
use crate::Door;
use crate::db::Tx;
use crate::ledger::{Fact, LedgerError, VisitBalance};

/// Opens, changes and ends what is refused of the visits that a transaction touched. The caller
/// holds the visits, and has written the entries and the balances.
///
/// # Errors
/// The database's word.
pub(crate) async fn follow_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    (transaction, fact): (TransactionId, &Fact),
    entries: &[Entry],
    after: &BTreeMap<VisitId, VisitBalance>,
) -> Result<(), LedgerError> {
    // Who gives something up writes that down themselves.
    if fact.kind == Kind::DenialWriteOff {
        return Ok(());
    }
    for (visit, balance) in after {
        let refusal =
            |entry: &&Entry| entry.visit == Some(*visit) && entry.account == Account::DeniedReceivable;
        let touched = entries.iter().any(|entry| refusal(&entry));
        let decides = matches!(fact.kind, Kind::Remittance | Kind::RemittanceReversal);
        if !touched && !decides {
            continue;
        }
        let known = store::of_visit(tx, practice, *visit, true).await?;
        match (known, balance.guarantor) {
            (Some(case), _) => {
                let mut change = change(entries, *visit, case.denial.waits.is_positive());
                let heard = match fact.reverses {
                    Some(reversed) => {
                        let came = store::came_of(tx, &case, reversed).await?.unwrap_or_default();
                        if !touched && came == [0; 3] {
                            continue;
                        }
                        [change.paid, change.to_patient, change.taken_off] =
                            came.map(|cents| -Money::from_cents(cents));
                        Heard::Reversed(change)
                    }
                    None if touched || case.denial.waits.is_positive() => Heard::Decided(change),
                    None => continue,
                };
                let made = (fact, transaction, change.refused.is_positive());
                go_on_in(tx, door, case, heard, balance.denied, made).await?;
            }
            (None, Some(guarantor)) if touched && balance.denied.is_positive() => {
                let first = First { visit: *visit, guarantor, amount: balance.denied };
                open_in(tx, door, practice, &first, fact, Some(transaction)).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// What entries did to what was refused of a visit: paid and taken off counts on the charges that
/// were refused, and on the claim as a whole.
fn change(entries: &[Entry], visit: VisitId, whole: bool) -> Change {
    let of_visit = || entries.iter().filter(move |entry| entry.visit == Some(visit));
    let refusals = || of_visit().filter(|entry| entry.account == Account::DeniedReceivable);
    let about: BTreeSet<Option<ChargeId>> = refusals().map(|entry| entry.charge).collect();
    let counts = |entry: &Entry| {
        whole || about.contains(&None) || entry.charge.is_none() || about.contains(&entry.charge)
    };
    let mut change = Change::default();
    for entry in refusals() {
        if entry.amount.is_positive() {
            change.refused += entry.amount;
        } else {
            change.undone += -entry.amount;
        }
    }
    for entry in of_visit().filter(|entry| counts(entry)) {
        match entry.account {
            Account::InsurerCash => change.paid += entry.amount,
            Account::PatientReceivable if entry.reason.is_some() => change.to_patient += entry.amount,
            Account::ContractualAdjustment | Account::OtherAdjustment => change.taken_off += entry.amount,
            _ => {}
        }
    }
    change
}

async fn go_on_in(
    tx: &mut Tx,
    door: &Door,
    mut case: Case,
    heard: Heard,
    left: Money,
    (fact, transaction, refused): (&Fact, TransactionId, bool),
) -> Result<(), LedgerError> {
    let (payer, days) = store::payers::terms(tx, case.practice, fact.payer.as_deref()).await?;
    if refused {
        if let Some(reason) = store::main_reason(tx, case.practice, case.visit).await? {
            case.reason = reason;
        }
        case.claim = fact.claim.or(case.claim);
        case.route = Route::of(&case.reason.carc, fact.remarks.iter().map(String::as_str));
        case.refused_on = fact.effective_on;
    }
    let (Heard::Decided(change) | Heard::Reversed(change)) = heard;
    if case.denial.counts_anew(&change, fact.effective_on, days) {
        case.payer = payer.or(case.payer);
    }
    let next = case.denial.hear(heard, fact.effective_on, left, days);
    let new = NewStep { on: fact.effective_on, transaction: Some(transaction), ..NewStep::default() };
    Ok(keep_in(tx, door, &mut case, next, (heard.code(), new)).await?)
}

/// What is refused for the first time.
pub(super) struct First {
    /// Of which visit.
    pub visit: VisitId,
    /// Who answers for it.
    pub guarantor: GuarantorId,
    /// What is refused of it.
    pub amount: Money,
}

pub(super) async fn open_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    first: &First,
    fact: &Fact,
    transaction: Option<TransactionId>,
) -> Result<(), LedgerError> {
    let Some(reason) = store::main_reason(tx, practice, first.visit).await? else { return Ok(()) };
    let (payer, days) = store::payers::terms(tx, practice, fact.payer.as_deref()).await?;
    let route = Route::of(&reason.carc, fact.remarks.iter().map(String::as_str));
    let case = Case {
        practice,
        id: DenialId(door.id()),
        visit: first.visit,
        guarantor: first.guarantor,
        claim: fact.claim,
        payer,
        reason,
        route,
        denial: Denial::open(first.amount, fact.effective_on, days),
        refused_on: fact.effective_on,
        assigned_to: None,
        opened_at: door.now(),
        changed_at: door.now(),
        seq: 1,
    };
    Ok(store::insert(tx, &case, transaction).await?)
}
