//! An insurer decides anew about a visit that a dispute was decided about.
//!
//! Both an insurer's reversal and a further payer's decision take the whole share back that was
//! posted, and what a decision took off it is not there any more. So the decision is undone first.
//! What had become the insurer's is then what the insurer says; what the practice had forgiven is
//! forgiven again, as far as there is a share again.

use domain::dispute::decision::{Relief, entries, share_of};
use domain::ledger::{Account, Balanced, Kind};
use domain::story::VisitStory;
use domain::{GuarantorId, Money, PracticeId, VisitId};
use time::Date;

use super::store;
use crate::Door;
use crate::db::Tx;
use crate::ledger::{self, Fact, LedgerError};

/// Undoes what was decided about a visit, whose balance the caller holds; says how much of it had
/// been forgiven.
///
/// # Errors
/// The books' or the database's word.
pub(crate) async fn undo_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    visit: VisitId,
    on: Date,
) -> Result<Money, LedgerError> {
    let mut all = Money::ZERO;
    for transaction in store::standing(tx, practice, visit).await? {
        let posted = ledger::entries_of(tx, practice, transaction).await?;
        let decided: Vec<_> = posted
            .into_iter()
            .filter(|entry| {
                entry.account != Account::PatientCredit && (entry.charge.is_some() || entry.reason.is_some())
            })
            .collect();
        let on_account = |account| -> Money {
            decided.iter().filter(|entry| entry.account == account).map(|entry| entry.amount).sum()
        };
        let (relief, forgiven) =
            (on_account(Account::PatientReceivable), on_account(Account::OtherAdjustment));
        let mut fact = Fact::new(Kind::DisputeDecision, on, format!("dispute-undone:{transaction}"));
        fact.reverses = Some(transaction);
        let undone = decided.iter().map(domain::ledger::Entry::undone).collect();
        ledger::post_in(tx, door, practice, &fact, &Balanced::new(undone)?).await?;
        store::set_relief(tx, practice, visit, (relief, forgiven)).await?;
        all += forgiven;
    }
    Ok(all)
}

/// Forgives again what was forgiven before, as far as there is a share.
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
    let taken_off = forgiven.min(share_of(&story, &[]));
    let again = entries(&story, &[], Relief { taken_off, to_insurer: Money::ZERO }, guarantor);
    let Some(again) = again.filter(|_| taken_off.is_positive()) else { return Ok(()) };
    let fact = Fact::new(Kind::DisputeDecision, on, format!("dispute-again:{}", door.id()));
    ledger::post_in(tx, door, practice, &fact, &Balanced::new(again)?).await?;
    store::set_relief(tx, practice, visit, (taken_off, -taken_off)).await?;
    Ok(())
}
