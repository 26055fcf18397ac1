//! The books: every change of money is one balanced transaction, posted here.
//!
//! [`post_in`] is the only way in. It names the fact it records, so the same fact
//! posts once however often it is reported; locks the visits it touches; lets what a
//! patient paid beyond the share become a credit and lets that credit pay again
//! ([`domain::ledger::credit_to_apply`]); seals the entries; and keeps the cached
//! balances of the visits. The database's own triggers refuse what does not sum to
//! zero and any later change.

pub mod account;
mod store;
pub mod verify;

use std::collections::BTreeMap;

use domain::ledger::{Account, Balanced, Entry, Kind, Unbalanced, credit_to_apply};
use domain::story::Posted;
use domain::{ClaimId, GuarantorId, Money, PaymentId, PlanId, PracticeId, RefundId, TransactionId, VisitId};
use time::Date;

pub(crate) use store::{Writers, entries_of, entries_of_claim, lock_account, lock_balance, lock_books};

use crate::db::Tx;
use crate::door::Point;
use crate::{Door, denials, disputes, plans, write_offs};

/// Why something was not posted.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The entries make no transaction.
    #[error(transparent)]
    Unbalanced(#[from] Unbalanced),
    /// More would be taken off an insurer's side of a visit than is there.
    #[error("visit {0} has less open with insurance than this would settle")]
    Overdrawn(VisitId),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
    /// A stored word that this program does not know.
    #[error("the ledger holds the unknown word {0:?}")]
    UnknownWord(String),
}

/// What a transaction records, and where the fact comes from.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The kind of fact.
    pub kind: Kind,
    /// The day it happened.
    pub effective_on: Date,
    /// Its name in the practice, such as `payment:<id>`: the same name posts once.
    pub name: String,
    /// The insurer's decision it comes from.
    pub claim: Option<ClaimId>,
    /// The patient's payment it comes from.
    pub payment: Option<PaymentId>,
    /// The refund it is about.
    pub refund: Option<RefundId>,
    /// The transaction it takes back.
    pub reverses: Option<TransactionId>,
    /// What the insurer remarked beside its reasons (RARC).
    pub remarks: Vec<String>,
    /// What tells the insurer apart whose decision it is, in remittances.
    pub payer: Option<String>,
}

impl Fact {
    /// A fact of a kind, on a day, under a name.
    #[must_use]
    pub fn new(kind: Kind, effective_on: Date, name: String) -> Self {
        Self {
            kind,
            effective_on,
            name,
            claim: None,
            payment: None,
            refund: None,
            reverses: None,
            remarks: Vec::new(),
            payer: None,
        }
    }
}

/// What became of a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is in the books now.
    Posted(TransactionId),
    /// It was there before; nothing changed.
    Already,
}

/// What is open for a visit on each side; credit as a positive amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct VisitBalance {
    /// Who answers for the visit.
    pub guarantor: Option<GuarantorId>,
    /// With insurers that have not decided.
    pub insurance: Money,
    /// Refused and being worked.
    pub denied: Money,
    /// Due from the guarantor.
    pub patient: Money,
    /// Paid beyond the share.
    pub credit: Money,
    /// The plan that pays it, if any.
    pub plan: Option<PlanId>,
    /// A case of it waits for a federal reviewer.
    pub federal: bool,
}

impl VisitBalance {
    fn add(&mut self, entry: &Entry) {
        match entry.account {
            Account::InsuranceReceivable => self.insurance += entry.amount,
            Account::DeniedReceivable => self.denied += entry.amount,
            Account::PatientReceivable => self.patient += entry.amount,
            Account::PatientCredit => self.credit -= entry.amount,
            _ => {}
        }
    }
}

/// Posts a fact within the caller's transaction.
///
/// # Errors
/// [`LedgerError::Overdrawn`] when an insurer's side of a visit would fall below zero;
/// the database's word otherwise. The caller then drops the transaction.
pub async fn post_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    fact: &Fact,
    entries: &Balanced,
) -> Result<Outcome, LedgerError> {
    if store::transaction_of(tx, practice, &fact.name).await?.is_some() {
        return Ok(Outcome::Already);
    }
    let mut visits: BTreeMap<VisitId, VisitBalance> = BTreeMap::new();
    for visit in entries.entries().iter().filter_map(|entry| entry.visit) {
        visits.entry(visit).or_default();
    }
    // In the order of their ids, so that two writers never wait for each other.
    for (visit, balance) in &mut visits {
        *balance = store::lock_balance(tx, practice, *visit).await?;
    }
    post_new_in(tx, door, practice, fact, entries, visits).await.map(Outcome::Posted)
}

/// Posts a fact that is new for certain, on visits whose balances the caller holds
/// ([`lock_balance`]).
///
/// # Errors
/// As [`post_in`]; nothing was written when it is [`LedgerError::Overdrawn`].
pub(crate) async fn post_new_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    fact: &Fact,
    entries: &Balanced,
    mut visits: BTreeMap<VisitId, VisitBalance>,
) -> Result<TransactionId, LedgerError> {
    let mut entries = entries.entries().to_vec();
    answered_by(&mut entries, fact.kind, &visits);
    let before = visits.clone();
    for entry in &entries {
        if let Some(balance) = entry.visit.and_then(|visit| visits.get_mut(&visit)) {
            balance.add(entry);
        }
    }
    for (visit, balance) in &mut visits {
        if balance.insurance.is_negative() || balance.denied.is_negative() {
            return Err(LedgerError::Overdrawn(*visit));
        }
        let applied = credit_to_apply(balance.patient, balance.credit);
        for (account, amount) in [(Account::PatientReceivable, -applied), (Account::PatientCredit, applied)] {
            let mut entry = Entry::new(account, amount).of_visit(*visit, None);
            entry.guarantor = balance.guarantor;
            if !amount.is_zero() {
                balance.add(&entry);
                entries.push(entry);
            }
        }
    }
    let id = TransactionId(door.id());
    let entries = Balanced::new(entries)?;
    store::write(tx, practice, id, fact, door.now(), entries.entries()).await?;
    for (visit, balance) in &visits {
        if before.get(visit) != Some(balance) {
            store::set_balance(tx, practice, *visit, balance).await?;
        }
    }
    denials::follow::follow_in(tx, door, practice, (id, fact), entries.entries(), &visits).await?;
    plans::follow::follow_in(tx, door, practice, (id, fact), &before, &visits).await?;
    disputes::federal::follow_in(tx, door, practice, fact.kind, &visits).await?;
    write_offs::follow::follow_in(tx, door, practice, fact.kind, &before, &visits).await?;
    door.reach(Point::InLedger).await;
    Ok(id)
}

/// The patient's side of a visit is whoever's answers for it now, whoever the caller had in mind: a
/// payment that is taken back is owed by them. Only the change itself names both.
fn answered_by(entries: &mut [Entry], kind: Kind, visits: &BTreeMap<VisitId, VisitBalance>) {
    if kind == Kind::GuarantorChanged {
        return;
    }
    let patients =
        |entry: &&mut Entry| matches!(entry.account, Account::PatientReceivable | Account::PatientCredit);
    for entry in entries.iter_mut().filter(patients) {
        let guarantor =
            entry.visit.and_then(|visit| visits.get(&visit)).and_then(|balance| balance.guarantor);
        entry.guarantor = guarantor.or(entry.guarantor);
    }
}

/// The entries of a visit with what a reader wants to know of each, in the order of
/// posting: what a [`domain::story::VisitStory`] is drawn from.
///
/// # Errors
/// The database's word.
pub async fn entries_of_visit(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Vec<Posted>, LedgerError> {
    store::entries_of_visit(tx, practice, visit).await
}

/// The transaction that records a fact of this name.
///
/// # Errors
/// The database's word.
pub(crate) async fn transaction_of(
    tx: &mut Tx,
    practice: PracticeId,
    fact: &str,
) -> Result<Option<TransactionId>, sqlx::Error> {
    store::transaction_of(tx, practice, fact).await
}

/// The transaction that records a fact of this name, with its entries.
///
/// # Errors
/// The database's word.
pub(crate) async fn entries_of_fact(
    tx: &mut Tx,
    practice: PracticeId,
    fact: &str,
) -> Result<Option<(TransactionId, Vec<Entry>)>, LedgerError> {
    match store::transaction_of(tx, practice, fact).await? {
        Some(transaction) => Ok(Some((transaction, store::entries_of(tx, practice, transaction).await?))),
        None => Ok(None),
    }
}

/// How much of a payment was more than what was owed when it arrived, and became a credit.
///
/// # Errors
/// The database's word.
pub async fn credit_of_payment(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Money, sqlx::Error> {
    store::credit_of_payment(tx, practice, payment).await
}
