//! What insurers decided: remittances (X12 835) posted to the books.
//!
//! A file is read twice. First to its end, so that a broken one posts nothing; then
//! transaction set by transaction set, each in one database transaction, a claim at a
//! time in constant memory. A set whose claims and provider adjustments do not add up
//! to its payment is refused whole ([`Report::refuse`]).
//!
//! What becomes of a claim:
//! * *posted*: its visit is known and its amounts fit the books
//!   ([`domain::posting`]); a reversal undoes exactly the decision it names;
//! * *noted*: it moves no money (a predetermination, a claim passed on unprocessed);
//! * *unmatched*: no visit has its patient control number. Its money is accounted for
//!   as unapplied, and it is posted by itself when the visit arrives;
//! * *held*: it does not add up or does not fit the books. The same, but a person
//!   looks at it ([`by_hand`]);
//! * *duplicate*: the same decision came before, in whatever file.

pub mod by_hand;
mod decision;
mod place;
mod store;

use std::io::Read;

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::{ClaimId, Money, PracticeId};
use sha2::{Digest, Sha256};
use time::Date;
use uuid::Uuid;
use x12::{Claim, Event, Reader, RemittanceHeader, X12Error};

pub use place::place_waiting_in;
pub use store::WaitingClaim;
pub(crate) use store::standing_denials;

use crate::db::{Db, Tx};
use crate::door::Point;
use crate::imports::Report;
use crate::ledger::{self, Fact, LedgerError, Outcome, Writers};
use crate::{Door, denials};

/// Why a file stopped being imported. What was committed before stays, and is recognised
/// when the file comes again.
#[derive(Debug, thiserror::Error)]
pub enum RemittanceError {
    /// The file cannot be read as an 835.
    #[error(transparent)]
    Broken(#[from] X12Error),
    /// The books or the database refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<sqlx::Error> for RemittanceError {
    fn from(error: sqlx::Error) -> Self {
        Self::Ledger(error.into())
    }
}

/// Reads a file to its end and adds up its own figures, posting nothing.
///
/// # Errors
/// Where and why it cannot be read.
pub fn survey(source: impl Read, report: &mut Report) -> Result<(), X12Error> {
    let mut reader = Reader::new(source);
    while let Some(event) = reader.next_event()? {
        if let Event::SetEnd(totals) = event {
            report.claims += totals.claims;
            report.billed_cents += totals.billed.cents();
            report.insurer_paid_cents += totals.paid.cents();
            report.patient_responsibility_cents += totals.patient_responsibility.cents();
            report.adjustments_cents.add(&totals.adjustments);
            report.provider_adjustments_cents += totals.provider_adjustments.cents();
        }
    }
    for note in reader.notes() {
        report.note(note.to_string());
    }
    Ok(())
}

/// Posts a surveyed file, one database transaction a transaction set.
///
/// # Errors
/// [`RemittanceError`]; the sets before the one that failed are posted.
pub async fn post_file(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    file_name: &str,
    source: impl Read + Send,
    report: &mut Report,
) -> Result<(), RemittanceError> {
    let mut reader = Reader::new(source);
    let mut open: Option<OpenSet> = None;
    while let Some(event) = reader.next_event()? {
        match event {
            Event::SetStart(header) => {
                let tx = db.begin().await?;
                open = Some(OpenSet::begin(tx, door, practice, file_name, &header).await?);
            }
            Event::Claim(claim) => {
                if let Some(set) = &mut open {
                    set.take(door, &claim).await?;
                    door.reach(Point::ImportUnderWay).await;
                }
            }
            Event::ProviderAdjustments(adjustments) => {
                if let Some(set) = &mut open {
                    for adjustment in adjustments {
                        set.adjust(door, &adjustment).await?;
                    }
                }
            }
            Event::SetEnd(totals) => {
                if let Some(set) = open.take() {
                    set.end(&totals, report).await?;
                }
            }
        }
    }
    Ok(())
}

/// Counts of one set until it is committed.
#[derive(Default)]
struct Tally {
    posted: u64,
    duplicates: u64,
    unmatched: u64,
    held: Vec<(u64, String)>,
    /// Provider adjustments met so far.
    adjustments: u64,
    /// One of them was new.
    adjusted: bool,
}

/// A transaction set on its way into the books.
struct OpenSet {
    tx: Tx,
    set: Set,
    tally: Tally,
}

/// What the claims of a transaction set have in common.
struct Set {
    practice: PracticeId,
    id: Uuid,
    payer: String,
    /// The payer's own id where it gave one, for telling copies apart.
    payer_key: String,
    trace: String,
    paid_on: Date,
}

impl OpenSet {
    async fn begin(
        mut tx: Tx,
        door: &Door,
        practice: PracticeId,
        file_name: &str,
        header: &RemittanceHeader,
    ) -> Result<Self, RemittanceError> {
        let payer_key = header
            .originator_id
            .clone()
            .or_else(|| header.payer.id.clone())
            .unwrap_or_else(|| header.payer.name.to_uppercase());
        let set = Set {
            practice,
            id: door.id(),
            payer: header.payer.name.clone(),
            payer_key,
            trace: header.trace.clone(),
            paid_on: header.payment_date.or(header.production_date).unwrap_or_else(|| door.today()),
        };
        ledger::lock_books(&mut tx, practice, Writers::None).await?;
        denials::payers::named_in(&mut tx, door, practice, (&set.payer_key, &set.payer)).await?;
        store::insert_remittance(&mut tx, &set, file_name, header.net_payment(), door.now()).await?;
        Ok(Self { tx, set, tally: Tally::default() })
    }

    async fn take(&mut self, door: &Door, claim: &Claim) -> Result<(), RemittanceError> {
        let Some(identity) = self.identity_of(claim).await? else {
            self.tally.duplicates += 1;
            return Ok(());
        };
        let id = ClaimId(door.id());
        let placed = match claim.check() {
            Err(imbalance) => place::hold(&mut self.tx, door, &self.set, id, claim, imbalance).await?,
            Ok(()) => place::place(&mut self.tx, door, &self.set, id, claim).await?,
        };
        store::insert_claim(&mut self.tx, &self.set, id, &identity, claim, &placed, door.now()).await?;
        match placed.state {
            place::State::Posted | place::State::Noted | place::State::Reversed => self.tally.posted += 1,
            place::State::Unmatched => self.tally.unmatched += 1,
            place::State::Held => {
                self.tally.unmatched += 1;
                self.tally.held.push((claim.segment, placed.reason.unwrap_or_default()));
            }
        }
        Ok(())
    }

    /// The claim's identity, or none when the decision came before. A payer may list
    /// one claim twice in one set: then the second is another one.
    async fn identity_of(&mut self, claim: &Claim) -> Result<Option<[u8; 32]>, RemittanceError> {
        for copy in 0_u32.. {
            let identity = identity(&self.set, claim, copy);
            match store::remittance_of(&mut self.tx, self.set.practice, &identity).await? {
                None => return Ok(Some(identity)),
                Some(remittance) if remittance == self.set.id => {}
                Some(_) => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Posts an adjustment between insurer and practice (`X12 835 PLB`): a positive one
    /// lowers the payment. They follow the claims, so a set of which every claim is new
    /// is another payment, even where its adjustments read like those of an earlier one.
    async fn adjust(&mut self, door: &Door, plb: &x12::ProviderAdjustment) -> Result<(), RemittanceError> {
        let Ok(entries) = Balanced::new(vec![
            Entry::new(Account::ProviderAdjustment, plb.amount),
            Entry::new(Account::InsurerCash, -plb.amount),
        ]) else {
            return Ok(());
        };
        self.tally.adjustments += 1;
        let reference = plb.reference.as_deref().unwrap_or_default();
        let base = format!(
            "{}|{}|{}|{}|{reference}|{}|{}",
            self.set.payer_key,
            self.set.trace,
            plb.provider_id,
            plb.reason,
            plb.amount,
            self.tally.adjustments
        );
        let name = format!("plb:{}", crate::hex(&Sha256::digest(base)));
        let mut fact = Fact::new(Kind::ProviderAdjustment, self.set.paid_on, name);
        let Set { practice, id, .. } = self.set;
        let mut outcome = ledger::post_in(&mut self.tx, door, practice, &fact, &entries).await?;
        if outcome == Outcome::Already
            && self.tally.duplicates == 0
            && self.tally.posted + self.tally.unmatched > 0
        {
            fact.name = format!("{}:{id}", fact.name);
            outcome = ledger::post_in(&mut self.tx, door, practice, &fact, &entries).await?;
        }
        self.tally.adjusted |= outcome != Outcome::Already;
        Ok(())
    }

    async fn end(mut self, totals: &x12::SetTotals, report: &mut Report) -> Result<(), RemittanceError> {
        if let Err(imbalance) = totals.check() {
            report.refuse(
                format!("segment {}", totals.segment),
                format!("nothing of this payment was posted: {imbalance}"),
            );
            report.incomplete = true;
            return Ok(());
        }
        let Tally { posted, duplicates, unmatched, held, adjusted, .. } = self.tally;
        report.posted += posted;
        report.duplicates += duplicates;
        report.unmatched += unmatched;
        for (segment, reason) in held {
            report.refuse(format!("segment {segment}"), reason);
        }
        if posted + unmatched == 0 && !adjusted {
            return Ok(());
        }
        store::set_digest(&mut self.tx, &self.set, &totals.digest).await?;
        Ok(self.tx.commit().await?)
    }
}

/// Payer, trace, control numbers, status and amounts: equal in every copy of a
/// decision, different in any other.
fn identity(set: &Set, claim: &Claim, copy: u32) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [
        set.payer_key.as_str(),
        &set.trace,
        &claim.patient_control_number,
        claim.payer_control_number.as_deref().unwrap_or_default(),
        claim.status.code(),
        &claim.charge.to_string(),
        &claim.paid.to_string(),
        &copy.to_string(),
    ] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Claims that wait for a person, newest first, at most `limit`.
///
/// # Errors
/// The database's word.
pub async fn waiting(
    tx: &mut Tx,
    practice: PracticeId,
    limit: i64,
) -> Result<Vec<WaitingClaim>, sqlx::Error> {
    store::waiting(tx, practice, limit).await
}

/// How many claims wait for a person, and the money they carry.
///
/// # Errors
/// The database's word.
pub async fn waiting_totals(tx: &mut Tx, practice: PracticeId) -> Result<(i64, Money), sqlx::Error> {
    store::waiting_totals(tx, practice).await
}
