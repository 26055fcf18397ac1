//! What else is posted for a visit changes how much of what was forgiven is needed: called by the
//! ledger for everything it posts.
//!
//! An insurer's reversal, a dispute, a corrected charge can take more off the share than is still
//! owed. What the patient paid of it becomes a credit and goes back; what was only forgiven does not.
//! When the next decision makes it theirs again, it is forgiven again.

use std::collections::BTreeMap;

use domain::ledger::Kind;
use domain::write_off::{needed_again, not_needed};
use domain::{Money, PracticeId, VisitId};

use super::{Step, WriteOff, post_in, step_in, store};
use crate::Door;
use crate::db::Tx;
use crate::ledger::{self, LedgerError, VisitBalance};

/// Follows a transaction that was posted for visits, which the caller holds.
///
/// # Errors
/// The books' or the database's word.
pub(crate) async fn follow_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    kind: Kind,
    before: &BTreeMap<VisitId, VisitBalance>,
    after: &BTreeMap<VisitId, VisitBalance>,
) -> Result<(), LedgerError> {
    // Money that was paid or went back is the patient's own, whatever was forgiven.
    if kind.is_guarantors_money()
        || matches!(kind, Kind::PatientWriteOff | Kind::GuarantorChanged | Kind::PlanCharge)
    {
        return Ok(());
    }
    for (visit, now) in after {
        let was = before.get(visit).copied().unwrap_or_default();
        let mut credit = (now.credit - was.credit).or_zero();
        let mut owed = (now.patient - was.patient).or_zero();
        if credit.is_zero() && owed.is_zero() {
            continue;
        }
        for mut one in store::of_visit(tx, practice, *visit).await? {
            let back = not_needed(one.standing, credit);
            let again = needed_again(one.ask.amount, one.standing, owed);
            if back.is_positive() {
                credit -= back;
                change_in(tx, door, practice, &mut one, Step::Back, back).await?;
            } else if again.is_positive() {
                owed -= again;
                change_in(tx, door, practice, &mut one, Step::Again, again).await?;
            }
        }
    }
    Ok(())
}

/// Takes so much back, or forgives it again; no more than is still there, because what a plan made of
/// the same transaction may have used part of it.
async fn change_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    one: &mut WriteOff,
    step: Step,
    wanted: Money,
) -> Result<(), LedgerError> {
    let balance = ledger::lock_balance(tx, practice, one.ask.visit).await?;
    let amount = match step {
        Step::Back => -wanted.min(balance.credit.or_zero()),
        _ => wanted.min(balance.patient.or_zero()),
    };
    if amount.is_zero() {
        return Ok(());
    }
    let transaction = post_in(tx, door, practice, one, amount, balance).await?;
    Ok(step_in(tx, door, practice, one, (step, None, None), Some((transaction, amount))).await?)
}
