//! An insurer decides anew about a visit that a dispute was decided about.
//!
//! Both an insurer's reversal and a further payer's decision take the whole share back that was
//! posted, and what a decision took off it is not there any more. So the decision is undone first.
//! What had become the insurer's is then what the insurer says; what the practice had forgiven is
//! forgiven again, as far as there is a share again.

use domain::dispute::decision::{Relief, entries, share_of};
use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::story::VisitStory;
use domain::{GuarantorId, Money, PracticeId, VisitId};
use time::Date;

use super::store;
use crate::Door;
use crate::db::Tx;
use crate::ledger::{self, Fact, LedgerError};

/// What was undone: how it stood, and how much of it had been forgiven.
#[derive(Default)]
pub(crate) struct Undone {
    entries: Vec<Entry>,
    /// How much had been forgiven.
    pub forgiven: Money,
}

/// Undoes what was decided about a visit, whose balance the caller holds.
///
/// # Errors
/// [`LedgerError::Overdrawn`] when the insurer has settled what had become its own: nothing was
/// undone then. The books' or the database's word otherwise.
pub(crate) async fn undo_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    visit: VisitId,
    on: Date,
) -> Result<Undone, LedgerError> {
    let mut all = Vec::new();
    for transaction in store::standing(tx, practice, visit).await? {
        let mut decided = ledger::entries_of(tx, practice, transaction).await?;
        // Moves of credit are the ledger's own: they name neither.
        decided.retain(|entry| entry.charge.is_some() || entry.reason.is_some());
        all.push((transaction, decided));
    }
    let of = |entries: &[Entry], account| -> Money {
        entries.iter().filter(|entry| entry.account == account).map(|entry| entry.amount).sum()
    };
    let moved: Money = all.iter().map(|(_, entries)| of(entries, Account::InsuranceReceivable)).sum();
    if moved > ledger::lock_balance(tx, practice, visit).await?.insurance {
        return Err(LedgerError::Overdrawn(visit));
    }
    let mut undone = Undone::default();
    for (transaction, entries) in all {
        let (relief, forgiven) =
            (of(&entries, Account::PatientReceivable), of(&entries, Account::OtherAdjustment));
        let mut fact = Fact::new(Kind::DisputeDecision, on, format!("dispute-undone:{transaction}"));
        fact.reverses = Some(transaction);
        let back = entries.iter().map(Entry::undone).collect();
        ledger::post_in(tx, door, practice, &fact, &Balanced::new(back)?).await?;
        store::set_relief(tx, practice, visit, (relief, forgiven)).await?;
        undone.forgiven += forgiven;
        undone.entries.extend(entries);
    }
    Ok(undone)
}

/// Puts what was undone back as it stood: the insurer's decision did not find its place.
///
/// # Errors
/// The books' or the database's word.
pub(crate) async fn redo_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    visit: VisitId,
    undone: Undone,
    on: Date,
) -> Result<(), LedgerError> {
    let share = undone.entries.iter().filter(|entry| entry.account == Account::PatientReceivable);
    let relief: Money = share.map(|entry| -entry.amount).sum();
    if undone.entries.is_empty() {
        return Ok(());
    }
    let entries = Balanced::new(undone.entries)?;
    let fact = Fact::new(Kind::DisputeDecision, on, format!("dispute-again:{}", door.id()));
    ledger::post_in(tx, door, practice, &fact, &entries).await?;
    store::set_relief(tx, practice, visit, (relief, -undone.forgiven)).await?;
    Ok(())
}

/// Forgives again what was forgiven before, as far as the lines it was for have a share.
///
/// # Errors
/// The books' or the database's word.
pub(crate) async fn forgive_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    (visit, guarantor): (VisitId, GuarantorId),
    forgiven: Money,
    on: Date,
) -> Result<(), LedgerError> {
    let story = VisitStory::of(visit, &ledger::entries_of_visit(tx, practice, visit).await?);
    let charges = store::decided_about(tx, practice, visit).await?;
    let taken_off = forgiven.min(share_of(&story, &charges));
    let again = entries(&story, &charges, Relief { taken_off, to_insurer: Money::ZERO }, guarantor);
    let Some(again) = again.filter(|_| taken_off.is_positive()) else { return Ok(()) };
    let fact = Fact::new(Kind::DisputeDecision, on, format!("dispute-again:{}", door.id()));
    ledger::post_in(tx, door, practice, &fact, &Balanced::new(again)?).await?;
    store::set_relief(tx, practice, visit, (taken_off, -taken_off)).await?;
    Ok(())
}
