//! Where a claim of a remittance goes in the books.

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::posting::{self, Hold, VisitBooks};
use domain::{ClaimId, Money, PracticeId, VisitId};
use time::Date;
use x12::{Claim, ClaimStatus};

use super::decision::{decision, rank, rank_by_prior_payer};
use super::{RemittanceError, Set, store};
use crate::db::Tx;
use crate::disputes::relief::{self, Undone};
use crate::ledger::{self, Fact, LedgerError, VisitBalance};
use crate::{Door, denials, visits};

/// What became of a claim, as the database stores it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Posted,
    Noted,
    Unmatched,
    Held,
    Reversed,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Noted => "noted",
            Self::Unmatched => "unmatched",
            Self::Held => "held",
            Self::Reversed => "reversed",
        }
    }
}

/// A claim in its place.
pub struct Placed {
    pub state: State,
    pub rank: u8,
    pub visit: Option<VisitId>,
    pub reason: Option<String>,
}

impl Placed {
    fn as_is(state: State, rank: u8, visit: Option<VisitId>) -> Self {
        Self { state, rank, visit, reason: None }
    }
}

/// Places a claim that adds up.
pub async fn place(
    tx: &mut Tx,
    door: &Door,
    set: &Set,
    id: ClaimId,
    claim: &Claim,
) -> Result<Placed, RemittanceError> {
    if claim.status.is_reversal() {
        return reverse(tx, door, set, id, claim).await;
    }
    match post(tx, door, set, id, claim).await? {
        Ok(placed) => Ok(placed),
        Err(waits) => wait(tx, door, set, id, claim, waits).await,
    }
}

/// Sets a claim aside for a person, its money accounted for.
pub async fn hold(
    tx: &mut Tx,
    door: &Door,
    set: &Set,
    id: ClaimId,
    claim: &Claim,
    reason: impl ToString,
) -> Result<Placed, RemittanceError> {
    let visit = visits::by_number(tx, set.practice, &claim.patient_control_number).await?;
    wait(tx, door, set, id, claim, Waits::held(visit.map(|(visit, _)| visit), reason)).await
}

/// Why a claim cannot be posted now.
pub struct Waits {
    pub state: State,
    pub visit: Option<VisitId>,
    /// None: no visit has its number.
    pub reason: Option<String>,
}

impl Waits {
    fn held(visit: Option<VisitId>, reason: impl ToString) -> Self {
        Self { state: State::Held, visit, reason: Some(reason.to_string()) }
    }
}

async fn wait(
    tx: &mut Tx,
    door: &Door,
    set: &Set,
    id: ClaimId,
    claim: &Claim,
    Waits { state, visit, reason }: Waits,
) -> Result<Placed, RemittanceError> {
    unapplied(tx, door, set, id, claim.paid).await?;
    Ok(Placed { state, rank: rank(&claim.status).unwrap_or(1), visit, reason })
}

/// Money of a claim that has no place yet.
async fn unapplied(
    tx: &mut Tx,
    door: &Door,
    set: &Set,
    id: ClaimId,
    paid: Money,
) -> Result<(), RemittanceError> {
    let entries = Balanced::new(vec![
        Entry::new(Account::InsurerCash, paid),
        Entry::new(Account::UnappliedInsurer, -paid),
    ]);
    if let Ok(entries) = entries {
        let mut fact = Fact::new(Kind::UnmatchedRemittance, set.paid_on, format!("unmatched:{id}"));
        fact.claim = Some(id);
        ledger::post_in(tx, door, set.practice, &fact, &entries).await?;
    }
    Ok(())
}

pub async fn post(
    tx: &mut Tx,
    door: &Door,
    set: &Set,
    id: ClaimId,
    claim: &Claim,
) -> Result<Result<Placed, Waits>, RemittanceError> {
    let Some(found) = store::visit_of(tx, set.practice, &claim.patient_control_number).await? else {
        return Ok(Err(Waits { state: State::Unmatched, visit: None, reason: None }));
    };
    let visit = found.visit_id;
    let rank = match rank(&claim.status) {
        Some(rank) => rank,
        None => match store::coverage_rank(tx, set.practice, visit, &set.payer).await? {
            Some(rank) => rank,
            None => rank_by_prior_payer(claim),
        },
    };
    if matches!(claim.status, ClaimStatus::Predetermination | ClaimStatus::NotOurClaim) {
        return Ok(if claim.paid.is_zero() {
            Ok(Placed::as_is(State::Noted, rank, Some(visit)))
        } else {
            Err(Waits::held(Some(visit), "a claim with this status pays nothing, but this one does"))
        });
    }
    if matches!(claim.status, ClaimStatus::Other(_)) {
        let reason = "its claim status code is not one of 1, 2, 3, 4, 19, 20, 21, 22, 23, 25";
        return Ok(Err(Waits::held(Some(visit), reason)));
    }
    let (mut balance, mut forgiven) = (found.balance(), found.forgiven());
    let mut books = books_of(tx, set.practice, &found, &balance, rank).await?;
    let mut undone = Undone::default();
    if found.was_decided() && !books.left_to_patient.is_empty() {
        // What this decision takes back of the share is there again first.
        undone = match relief::undo_in(tx, door, set.practice, visit, set.paid_on).await {
            Ok(undone) => undone,
            Err(error @ LedgerError::Overdrawn(_)) => return Ok(Err(Waits::held(Some(visit), error))),
            Err(error) => return Err(error.into()),
        };
        forgiven += undone.forgiven;
        balance = ledger::lock_balance(tx, set.practice, visit).await?;
        books = books_of(tx, set.practice, &found, &balance, rank).await?;
    }
    let charges = visits::charges(tx, set.practice, visit).await?;
    let entries = match posting::post(&decision(claim, rank, &charges), &books) {
        Ok(entries) => entries,
        Err(hold) => {
            relief::redo_in(tx, door, set.practice, visit, undone, set.paid_on).await?;
            return Ok(match hold {
                Hold::Nothing => Ok(Placed::as_is(State::Noted, rank, Some(visit))),
                hold => Err(Waits::held(Some(visit), hold)),
            });
        }
    };
    let mut fact = Fact::new(Kind::Remittance, set.paid_on, format!("claim:{id}"));
    fact.claim = Some(id);
    fact.remarks = denials::remarks_of(claim);
    fact.payer = Some(set.payer_key.clone());
    match ledger::post_new_in(tx, door, set.practice, &fact, &entries, [(visit, balance)].into()).await {
        Ok(_) => {
            if forgiven.is_positive() {
                let whose = (visit, found.guarantor_id);
                relief::forgive_in(tx, door, set.practice, whose, forgiven, set.paid_on).await?;
            }
            Ok(Ok(Placed::as_is(State::Posted, rank, Some(visit))))
        }
        Err(error @ LedgerError::Overdrawn(_)) => {
            relief::redo_in(tx, door, set.practice, visit, undone, set.paid_on).await?;
            Ok(Err(Waits::held(Some(visit), error)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn books_of(
    tx: &mut Tx,
    practice: PracticeId,
    found: &store::VisitOfClaim,
    balance: &VisitBalance,
    rank: u8,
) -> Result<VisitBooks, RemittanceError> {
    let visit = found.visit_id;
    let beyond = |highest: Option<i64>| highest.is_some_and(|highest| highest > i64::from(rank));
    Ok(VisitBooks {
        visit,
        guarantor: found.guarantor_id,
        insurance: balance.insurance,
        denied: if balance.denied.is_zero() {
            Vec::new()
        } else {
            store::standing_denials(tx, practice, visit).await?
        },
        left_to_patient: if rank > 1 {
            store::left_to_patient(tx, practice, visit, rank).await?
        } else {
            Vec::new()
        },
        later_decided: beyond(found.decided_rank),
        further_coverage: beyond(found.covered_rank),
    })
}

/// Undoes exactly the decision that a reversal names (`X12 835 CLP02 = 22`): same
/// patient control number, the payer's control number or its original reference
/// (`REF*F8`), and the same amounts with the other sign.
async fn reverse(
    tx: &mut Tx,
    door: &Door,
    set: &Set,
    id: ClaimId,
    claim: &Claim,
) -> Result<Placed, RemittanceError> {
    let Some(original) = store::reversed_by(tx, set, claim).await? else {
        let reason = "it reverses a decision that was never imported, or whose amounts differ";
        return hold(tx, door, set, id, claim, reason).await;
    };
    if original.waits {
        // Neither found a place: their money cancels where it waits.
        unapplied(tx, door, set, id, claim.paid).await?;
        store::set_state(tx, set.practice, original.id, State::Reversed, None).await?;
        return Ok(Placed::as_is(State::Reversed, original.rank, original.visit));
    }
    if let Some(visit) = original.visit
        && store::later_decided(tx, set.practice, visit, original.rank).await?
    {
        let reason = "it reverses a decision after which a further payer has decided";
        return hold(tx, door, set, id, claim, reason).await;
    }
    let mut decided = Undone::default();
    if let Some(visit) = original.visit {
        decided = match relief::undo_in(tx, door, set.practice, visit, set.paid_on).await {
            Ok(undone) => undone,
            Err(error @ LedgerError::Overdrawn(_)) => {
                return hold(tx, door, set, id, claim, error).await;
            }
            Err(error) => return Err(error.into()),
        };
    }
    if let Some((transaction, entries)) = ledger::entries_of_claim(tx, set.practice, original.id).await? {
        let undone = entries.iter().filter(|entry| !is_credit_move(entry)).map(Entry::undone).collect();
        let mut fact = Fact::new(Kind::RemittanceReversal, set.paid_on, format!("reversal:{id}"));
        fact.claim = Some(id);
        fact.reverses = Some(transaction);
        fact.payer = Some(set.payer_key.clone());
        let undone = Balanced::new(undone).map_err(LedgerError::from)?;
        match ledger::post_in(tx, door, set.practice, &fact, &undone).await {
            Ok(_) => {}
            Err(error @ LedgerError::Overdrawn(_)) => {
                if let Some(visit) = original.visit {
                    relief::redo_in(tx, door, set.practice, visit, decided, set.paid_on).await?;
                }
                return hold(tx, door, set, id, claim, error).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    store::set_state(tx, set.practice, original.id, State::Reversed, None).await?;
    Ok(Placed::as_is(State::Reversed, original.rank, original.visit))
}

/// Whether the ledger itself added the entry to keep the visit's credit right; it will
/// do so again for what the undoing leaves.
fn is_credit_move(entry: &Entry) -> bool {
    entry.account == Account::PatientCredit
        || (entry.account == Account::PatientReceivable && entry.reason.is_none())
}

/// Posts the waiting claims whose visits have arrived meanwhile; says how many.
///
/// # Errors
/// The books' or the database's word.
pub async fn place_waiting_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
) -> Result<u64, RemittanceError> {
    let mut placed = 0;
    let mut after = None;
    loop {
        let batch = store::placeable(tx, practice, after, 200).await?;
        let Some(last) = batch.last() else { return Ok(placed) };
        after = Some(last.id);
        for waiting in batch {
            let claim = Claim::from_canonical(&waiting.content, waiting.segment.unsigned_abs())?;
            if claim.status.is_reversal() || claim.check().is_err() {
                continue;
            }
            let set = waiting.remittance.set(practice);
            match post(tx, door, &set, waiting.id, &claim).await? {
                Ok(outcome) => {
                    release(tx, door, (&set, "matched", set.paid_on), waiting.id).await?;
                    store::set_placed(tx, practice, waiting.id, &outcome).await?;
                    placed += 1;
                }
                Err(Waits { state, reason, .. }) => {
                    store::set_state(tx, practice, waiting.id, state, reason.as_deref()).await?;
                }
            }
        }
    }
}

/// Takes the money of a claim that waits no longer out of the unapplied account, on a day; `what` became
/// of it names the transaction.
pub async fn release(
    tx: &mut Tx,
    door: &Door,
    (set, what, on): (&Set, &str, Date),
    id: ClaimId,
) -> Result<(), RemittanceError> {
    let Some((transaction, entries)) = store::unapplied_of_claim(tx, set.practice, id).await? else {
        return Ok(());
    };
    let undone = entries.iter().map(Entry::undone).collect();
    let mut fact = Fact::new(Kind::UnmatchedRemittance, on, format!("{what}:{id}"));
    fact.claim = Some(id);
    fact.reverses = Some(transaction);
    ledger::post_in(tx, door, set.practice, &fact, &Balanced::new(undone).map_err(LedgerError::from)?)
        .await?;
    Ok(())
}
