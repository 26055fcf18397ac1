//! How an insurer's decision becomes ledger entries.
//!
//! The words of the field: a *claim* goes to a first, second or third payer; each
//! *decision* comes back in an 835 with what it paid, and reasons for what it did
//! not. This module says what each reason does to the books and when a decision
//! does not fit them and must wait for a person instead. It is pure, so that every
//! case is a test of a few lines.
//!
//! The rules:
//! * What the insurer paid, took off by contract, refused or left to the patient
//!   leaves the insurance receivable of the visit. What it did not mention stays.
//! * A refusal the practice can work on goes to the denied receivable: the patient
//!   owes nothing of it ([`Disposition::Denied`]).
//! * The patient's part stays with insurance while a further payer is to decide
//!   (another coverage on file, or `CLP02` 19 or 20: forwarded).
//! * A later payer's decision replaces the patient's part that an earlier one left,
//!   and any new decision replaces an earlier refusal of the same charges.
//! * A decision that would take more than is there is held ([`Hold`]); nothing is
//!   posted from it, and its money waits in the unapplied account.

use crate::ledger::{Account, Balanced, Entry, Reason, Unbalanced};
use crate::{ChargeId, Disposition, GuarantorId, Money, VisitId};

/// One insurer's decision on one claim, its lines matched to charges where they
/// could be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// 1 for the first payer, 2 and 3 for the ones after it (`X12 835 CLP02`).
    pub rank: u8,
    /// The insurer itself passed the claim on (`CLP02` 19, 20, 21).
    pub forwarded: bool,
    /// What it paid on the claim (`CLP04`).
    pub paid: Money,
    /// Adjustments of the claim as a whole (`CAS` in loop 2100).
    pub adjustments: Vec<(Reason, Money)>,
    /// Service lines (loop 2110).
    pub lines: Vec<DecidedLine>,
}

/// One service line of a decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecidedLine {
    /// The charge it is about, where it could be told.
    pub charge: Option<ChargeId>,
    /// What was paid on it (`SVC03`).
    pub paid: Money,
    /// Its adjustments (`CAS` in loop 2110).
    pub adjustments: Vec<(Reason, Money)>,
}

impl Decision {
    /// Whether an earlier entry is about charges that this decision decides: any,
    /// when the decision or the entry names no charge line.
    fn covers(&self, entry: &Entry) -> bool {
        entry.charge.is_none()
            || self.lines.iter().all(|line| line.charge.is_none())
            || self.lines.iter().any(|line| line.charge == entry.charge)
    }
}

/// What the books say of the visit before the decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisitBooks {
    /// The visit.
    pub visit: VisitId,
    /// Who answers for it.
    pub guarantor: GuarantorId,
    /// Owed by insurers that have not decided.
    pub insurance: Money,
    /// Refusals that stand, as they were posted.
    pub denied: Vec<Entry>,
    /// The patient's part that earlier payers of a lower rank left, as posted.
    pub left_to_patient: Vec<Entry>,
    /// A payer of a higher rank has already decided.
    pub later_decided: bool,
    /// A coverage of a higher rank is on file and has not decided.
    pub further_coverage: bool,
}

/// Why a decision waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Hold {
    /// It takes more than the insurers still owe for the visit: most often a
    /// second copy of a decision, or a charge that the practice did not export.
    #[error("it settles {takes}, but only {open} of this visit is open with insurance")]
    MoreThanOpen {
        /// What the decision would take off the insurance receivable.
        takes: Money,
        /// What is there to take.
        open: Money,
    },
    /// The amounts make no transaction; the claim did not balance.
    #[error("its amounts do not add up: {0}")]
    Unbalanced(#[from] Unbalanced),
    /// It changes nothing (all amounts are zero), which needs no posting.
    #[error("it moves no money")]
    Nothing,
}

/// The entries that post a decision.
///
/// # Errors
/// [`Hold`] when the decision does not fit the books of the visit.
pub fn post(decision: &Decision, books: &VisitBooks) -> Result<Balanced, Hold> {
    let waits = decision.forwarded || books.further_coverage || books.later_decided;
    let mut entries: Vec<Entry> = Vec::new();
    for replaced in books.denied.iter().chain(&books.left_to_patient).filter(|e| decision.covers(e)) {
        entries.push(replaced.undone());
        entries.push(Entry { account: Account::InsuranceReceivable, ..replaced.clone() });
    }
    let reopened: Money = entries
        .iter()
        .filter(|entry| entry.account == Account::InsuranceReceivable)
        .map(|entry| entry.amount)
        .sum();

    let before = entries.len();
    let of_lines: Money = decision.lines.iter().map(|line| line.paid).sum();
    // Where lines exist, an adjustment of the claim as a whole came off the payment
    // (X12 835 balancing: Σ SVC03 − claim-level CAS = CLP04), so the claim's own part
    // of the payment is its negative and the two cancel.
    let claim = Part { books, waits, charge: None };
    claim.settle(&mut entries, decision.paid - of_lines, &decision.adjustments);
    for line in &decision.lines {
        let part = Part { charge: line.charge, ..claim };
        part.settle(&mut entries, line.paid, &line.adjustments);
    }

    let takes: Money = entries[before..]
        .iter()
        .filter(|entry| entry.account == Account::InsuranceReceivable)
        .map(|entry| -entry.amount)
        .sum();
    let open = books.insurance + reopened;
    if takes > open {
        return Err(Hold::MoreThanOpen { takes, open });
    }
    match Balanced::new(entries) {
        Err(Unbalanced::TooFew) => Err(Hold::Nothing),
        other => Ok(other?),
    }
}

/// The claim as a whole or one line of it, on the way into entries.
#[derive(Clone, Copy)]
struct Part<'a> {
    books: &'a VisitBooks,
    waits: bool,
    charge: Option<ChargeId>,
}

impl Part<'_> {
    /// Books `paid` and the adjustments against the insurance receivable.
    fn settle(self, entries: &mut Vec<Entry>, paid: Money, adjustments: &[(Reason, Money)]) {
        self.pair(entries, Account::InsurerCash, paid, None);
        for (reason, amount) in adjustments {
            let account = match Disposition::of(reason.group, &reason.carc) {
                Disposition::Patient if self.waits => continue,
                Disposition::PriorPayer => continue,
                Disposition::Patient => Account::PatientReceivable,
                Disposition::Contractual => Account::ContractualAdjustment,
                Disposition::Denied => Account::DeniedReceivable,
                Disposition::Other => Account::OtherAdjustment,
            };
            self.pair(entries, account, *amount, Some(reason));
        }
    }

    fn pair(self, entries: &mut Vec<Entry>, account: Account, amount: Money, reason: Option<&Reason>) {
        let of = |account, amount| {
            let entry = Entry::new(account, amount)
                .of_visit(self.books.visit, self.charge)
                .of_guarantor(self.books.guarantor);
            match reason {
                Some(reason) => entry.because(reason.clone()),
                None => entry,
            }
        };
        entries.push(of(account, amount));
        entries.push(of(Account::InsuranceReceivable, -amount));
    }
}

#[cfg(test)]
mod tests;
