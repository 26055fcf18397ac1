//! A patient tells what is wrong, or asks: from that moment on it rests.

use domain::dispute::decision::in_question;
use domain::dispute::{Dispute, Reason};
use domain::story::VisitStory;
use domain::{ChargeId, DisputeId, GuarantorId, Money, PracticeId, UserId, VisitId};
use uuid::Uuid;

use super::documents::{self, HandedIn};
use super::store::{self, NewStep};
use super::{Case, DisputeError, act, freeze};
use crate::db::Tx;
use crate::hooks::{self, EventKind};
use crate::ledger::{self, Writers};
use crate::messages::{self, News};
use crate::seal::SealKey;
use crate::{Door, accounts, denials, visits};

/// The longest message, in letters.
pub const WORDS_MOST: usize = 4_000;

/// What the page sends.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// The practice.
    pub practice: PracticeId,
    /// Whose bill.
    pub guarantor: GuarantorId,
    /// Who is signed in.
    pub user: UserId,
    /// Chosen by the page when it was shown: the same page pressed twice is one dispute.
    pub press: Uuid,
    /// About which visit.
    pub visit: VisitId,
    /// About which lines of it; none: all of it.
    pub charges: &'a [ChargeId],
    /// What is said of them.
    pub reason: Reason,
    /// In the patient's words.
    pub words: &'a str,
    /// What is handed in with it.
    pub papers: &'a [HandedIn],
}

/// Opens a dispute or a question; the same press opens one, and answers with it. What it is about
/// rests from the commit on.
///
/// # Errors
/// [`DisputeError`]; the caller then drops the transaction.
pub async fn open_in(
    tx: &mut Tx,
    door: &Door,
    key: Option<&SealKey>,
    opening: &Opening<'_>,
) -> Result<Case, DisputeError> {
    let Opening { practice, guarantor, user, press, visit, charges, reason, papers, .. } = *opening;
    let words = act::words(opening.words)?;
    ledger::lock_books(tx, practice, Writers::Some).await?;
    ledger::lock_account(tx, guarantor).await?;
    if let Some(known) = store::by_press(tx, practice, guarantor, press).await? {
        return Ok(known);
    }
    visits::visit(tx, practice, guarantor, visit).await?.ok_or(DisputeError::NotThere)?;
    // An estimate is of the whole visit, whatever lines were chosen.
    let mut charges = if reason == Reason::AboveEstimate { Vec::new() } else { charges.to_vec() };
    charges.sort_unstable();
    charges.dedup();
    let lines = visits::charges(tx, practice, visit).await?;
    if charges.iter().any(|charge| !lines.iter().any(|line| line.id == *charge)) {
        return Err(DisputeError::NotThere);
    }
    ledger::lock_balance(tx, practice, visit).await?;
    if reason.freezes() {
        free(tx, practice, visit, &charges).await?;
    }
    let said = Said { reason, by: user, by_patient: true, message: Some(words) };
    let mut case = begin_in(tx, door, (practice, guarantor, visit), (press, &charges), said).await?;
    documents::keep_in(tx, door, key, &case, user, papers).await?;
    act::keep_in(tx, door, &mut case).await?;
    denials::act::answered_in(tx, door, (practice, visit), (user, &case.spoken())).await?;
    messages::dispute_in(tx, door, &case, News::Opened).await?;
    hooks::news::dispute(tx, door, &case, EventKind::DisputeOpened).await?;
    Ok(case)
}

/// What a case begins with.
pub(super) struct Said<'a> {
    pub reason: Reason,
    pub by: UserId,
    pub by_patient: bool,
    pub message: Option<&'a str>,
}

/// Writes a case with its first step, and sets aside what it is about; the caller holds the account
/// and the balance, and keeps the case afterwards.
pub(super) async fn begin_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor, visit): (PracticeId, GuarantorId, VisitId),
    (press, charges): (Uuid, &[ChargeId]),
    said: Said<'_>,
) -> Result<Case, DisputeError> {
    let today = accounts::today_in(tx, door, practice).await?;
    let now = door.now();
    let mut case = Case {
        practice,
        id: DisputeId(door.id()),
        guarantor,
        visit,
        reference: reference(tx, door, practice).await?,
        dispute: Dispute::open(said.reason, today),
        opened_on: today,
        amount: Money::ZERO,
        frozen: Money::ZERO,
        plan: None,
        plan_held: Money::ZERO,
        opened_by: said.by,
        opened_at: now,
        changed_at: now,
        assigned_to: None,
        seq: 0,
    };
    store::insert(tx, &case, press, charges).await?;
    case.seq = 1;
    let step = NewStep {
        step: None,
        on: today,
        by: Some(said.by),
        by_patient: said.by_patient,
        message: said.message,
        note: None,
        details: None,
        transaction: None,
    };
    store::insert_step(tx, &case, &step, now).await?;
    if said.reason.freezes() {
        let amount = amount_of(tx, &case, charges).await?;
        freeze::freeze_in(tx, door, &mut case, amount, said.by).await?;
    }
    Ok(case)
}

/// What is in question now; the caller holds the balance.
pub(super) async fn amount_of(tx: &mut Tx, case: &Case, charges: &[ChargeId]) -> Result<Money, DisputeError> {
    let story = VisitStory::of(case.visit, &ledger::entries_of_visit(tx, case.practice, case.visit).await?);
    let aside = store::aside(tx, case.practice, case.visit).await?;
    Ok(in_question(&story, charges, story.due, aside))
}

/// No line is in question twice.
///
/// # Errors
/// [`DisputeError::OpenAlready`] with the dispute that it is in.
pub(super) async fn free(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    charges: &[ChargeId],
) -> Result<(), DisputeError> {
    for other in store::of_visit(tx, practice, visit).await? {
        if !other.dispute.is_frozen() {
            continue;
        }
        let theirs = store::charges(tx, practice, other.id).await?;
        let whole = theirs.is_empty() || charges.is_empty();
        if whole || theirs.iter().any(|charge| charges.contains(charge)) {
            return Err(DisputeError::OpenAlready(other.id));
        }
    }
    Ok(())
}

/// Eight digits that no other case of the practice has.
async fn reference(tx: &mut Tx, door: &Door, practice: PracticeId) -> Result<String, sqlx::Error> {
    loop {
        let chance = door.secret().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let reference = format!("{:08}", 10_000_000 + chance % 90_000_000);
        if !store::reference_taken(tx, practice, &reference).await? {
            return Ok(reference);
        }
    }
}
