//! Staff find an account by whatever they were told: words of a name in any order, cut short,
//! without accents or with a slip in them; a date of birth; the account's number, its telephone or
//! its email; or several of these together.
//!
//! Everything an account is found by is a row of `search_terms`, written with the people themselves
//! ([`Learned`]). So a search is a few ranges of one index, which both databases read alike
//! ([decision](../../../docs/decisions/0021-a-search-looks-words-up.md)). The index proposes accounts; how well
//! each fits is judged here, by the people as they are on file.

mod store;
mod terms;
mod typed;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::{GuarantorId, PracticeId};
use time::Date;

pub(crate) use store::Terms;
use store::{Account, Somebody};
use terms::{Kind, Term};
use typed::{Fit, Probe, Typed};

use super::PatientRecord;
use crate::db::{Db, Tx};
use crate::ledger::{self, Writers};

/// Nobody reads further.
pub const SHOWN: usize = 50;
/// Where nobody is quite what was typed, so many of the nearest are shown.
const NEAREST: usize = 10;
/// Accounts that are judged one by one.
const JUDGED: i64 = 200;
/// Terms that are gathered before they are written: some 2 MB.
const GATHERED: usize = 10_000;
/// Accounts whose terms are caught up in one go.
const LEARNED: i64 = 500;

/// What a search found.
#[derive(Default)]
pub struct Found {
    /// The best first; [`SHOWN`] at most.
    pub accounts: Vec<AccountFound>,
    /// As many again or more fit as well.
    pub more: bool,
}

/// An account as staff find it.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountFound {
    /// Its guarantor.
    pub id: GuarantorId,
    /// The practice's number for the account.
    pub account_number: String,
    /// The guarantor's given name.
    pub first_name: String,
    /// The guarantor's family name.
    pub last_name: String,
    /// The guarantor's date of birth.
    pub birth_date: Date,
    /// Email address on file.
    pub email: Option<String>,
    /// The telephone on file, where that is what was typed.
    pub phone: Option<String>,
    /// Whom the guarantor answers for, themselves first.
    pub patients: Vec<PatientFound>,
    /// Due now, in cents.
    pub due_cents: i64,
    /// Somebody signs in for this account already.
    pub has_login: bool,
}

/// Somebody an account answers for.
#[derive(Clone, PartialEq, Eq)]
pub struct PatientFound {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Date of birth.
    pub birth_date: Date,
    /// This is who was looked for, rather than the guarantor.
    pub fits: bool,
}

/// The accounts that fit what staff typed, the best first. An account where one person has all the
/// words comes before one where two share them; a word as typed before one that begins so, and
/// that before one with a slip.
///
/// # Errors
/// The database's word.
pub async fn search(tx: &mut Tx, practice: PracticeId, text: &str) -> Result<Found, sqlx::Error> {
    let mut typed = Typed::read(text);
    if typed.words == 0 {
        return Ok(Found::default());
    }
    let known = store::known(tx, practice, &typed.neighbourhoods()).await?;
    typed.nearly(&known);
    let candidates = store::candidates(tx, practice, &typed.probes, JUDGED).await?;
    let accounts = store::accounts(tx, practice, &candidates).await?;
    let mut people: BTreeMap<GuarantorId, Vec<Somebody>> = BTreeMap::new();
    for somebody in store::people(tx, practice, &candidates).await? {
        people.entry(somebody.guarantor_id).or_default().push(somebody);
    }
    let mut judged: Vec<(Worth, AccountFound)> = accounts
        .into_iter()
        .filter_map(|account| {
            let people = people.remove(&account.id).unwrap_or_default();
            judge(&typed.probes, account, people)
        })
        .collect();
    judged.sort_by(|(worth, found), (other, beside)| {
        let name =
            |found: &AccountFound| (terms::fold(&found.last_name), terms::fold(&found.first_name), found.id);
        other.cmp(worth).then_with(|| name(found).cmp(&name(beside)))
    });
    let best = judged.first().map_or(0, |(worth, _)| worth.words);
    let as_good = judged.iter().take_while(|(worth, _)| worth.words == best).count();
    let sure = judged.first().is_some_and(|(worth, _)| worth.words == typed.words && worth.without_slip);
    let shown = if sure { as_good } else { as_good.max(NEAREST) };
    let accounts = judged.into_iter().take(shown.min(SHOWN)).map(|(_, found)| found).collect();
    Ok(Found { accounts, more: as_good > SHOWN })
}

/// How much an account is what was typed; the greater the better.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    /// So many of the typed words its people have among them.
    words: usize,
    /// So many the one has who has most.
    of_one: usize,
    /// How well those fit.
    fit: usize,
    /// The fewer words of their name nobody typed.
    left: Reverse<usize>,
    /// Every word is there as typed or begins so.
    without_slip: bool,
}

/// How well each typed word fits some terms; words that do not are not in it.
type Fits = BTreeMap<usize, Fit>;

fn fits<'a>(probes: &[Probe], terms: impl IntoIterator<Item = &'a Term>) -> Fits {
    let mut fits = Fits::new();
    for term in terms {
        for probe in probes.iter().filter(|probe| probe.finds(term)) {
            let best = fits.entry(probe.word).or_insert(probe.fit);
            *best = (*best).max(probe.fit);
        }
    }
    fits
}

/// An account by the people as they are; none when the index knew something that is no longer so.
fn judge(probes: &[Probe], account: Account, people: Vec<Somebody>) -> Option<(Worth, AccountFound)> {
    let shared =
        terms::of_account(&account.account_number, account.phone.as_deref(), account.email.as_deref());
    let by_phone = !fits(probes, shared.iter().filter(|(kind, _)| *kind == Kind::Phone)).is_empty();
    let guarantor = (&*account.first_name, &*account.last_name, account.birth_date);
    let each = people.iter().map(|one| (&*one.first_name, &*one.last_name, one.birth_date));
    let mut all = Fits::new();
    // Everybody with what fits them, in the order of who is meant; the guarantor before an equal.
    let mut one_by_one: Vec<(usize, Fits, Reverse<usize>)> = Vec::new();
    for (n, (first, last, born)) in std::iter::once(guarantor).chain(each).enumerate() {
        let own = terms::of_person(first, last, born);
        let fits = fits(probes, own.iter().chain(&shared));
        for (word, fit) in &fits {
            let best = all.entry(*word).or_insert(*fit);
            *best = (*best).max(*fit);
        }
        let words = own.iter().filter(|(kind, _)| *kind == Kind::Word);
        let left = words.filter(|term| !probes.iter().any(|probe| probe.finds(term))).count();
        one_by_one.push((n, fits, Reverse(left)));
    }
    let rank = |fits: &Fits| (fits.len(), fits.values().map(|fit| *fit as usize).sum::<usize>());
    one_by_one.sort_by_key(|(n, fits, left)| (Reverse((rank(fits), *left)), *n));
    let (first, best, left) = one_by_one.first()?;
    if all.is_empty() {
        return None;
    }
    let (of_one, fit) = rank(best);
    let worth = Worth {
        words: all.len(),
        of_one,
        fit,
        left: *left,
        without_slip: all.values().all(|fit| *fit >= Fit::Prefix),
    };
    // Who is meant: whoever fits best, and whoever has a typed word that those before have not.
    let mut covered: BTreeSet<usize> = BTreeSet::new();
    let mut meant: BTreeSet<usize> = BTreeSet::new();
    for (n, fits, _) in &one_by_one {
        let as_good = *first != 0 && rank(fits) == (of_one, fit);
        if as_good || fits.keys().any(|word| !covered.contains(word)) {
            meant.insert(*n);
            covered.extend(fits.keys());
        }
    }
    let patients = people.into_iter().zip(1..).map(|(one, n)| PatientFound {
        first_name: one.first_name,
        last_name: one.last_name,
        birth_date: one.birth_date,
        fits: meant.contains(&n),
    });
    let found = AccountFound {
        id: account.id,
        patients: patients.collect(),
        account_number: account.account_number,
        first_name: account.first_name,
        last_name: account.last_name,
        birth_date: account.birth_date,
        email: account.email,
        phone: account.phone.filter(|_| by_phone),
        due_cents: account.due_cents,
        has_login: account.has_login,
    };
    Some((worth, found))
}

/// What accounts are found by from now on, gathered to be written in the order of the index: one
/// after the other costs a file of 100,000 people half its time again. Whoever gathers calls
/// [`Learned::write_in`] before the transaction ends.
#[derive(Default)]
#[must_use]
pub struct Learned {
    terms: Terms,
}

impl Learned {
    /// What a patient who is new adds to their account; all of it when that is new too.
    pub(super) async fn add_in(
        &mut self,
        tx: &mut Tx,
        practice: PracticeId,
        guarantor: GuarantorId,
        record: &PatientRecord,
        new_account: bool,
    ) -> Result<(), sqlx::Error> {
        let patient = &record.patient;
        let mut terms = terms::of_person(&patient.first_name, &patient.last_name, patient.birth_date);
        if new_account {
            if let Some(other) = &record.guarantor {
                terms.extend(terms::of_person(&other.first_name, &other.last_name, other.birth_date));
            }
            let (phone, email) = (record.contact.phone.as_deref(), record.contact.email.as_deref());
            terms.extend(terms::of_account(&record.account_number, phone, email));
        }
        self.terms.extend(terms.into_iter().map(|term| (term, guarantor)));
        if self.terms.len() < GATHERED { Ok(()) } else { self.write_in(tx, practice).await }
    }

    /// What accounts are found by now, instead of what they were found by before.
    pub(super) async fn change_in(
        &mut self,
        tx: &mut Tx,
        practice: PracticeId,
        before: &Terms,
        now: &Terms,
    ) -> Result<(), sqlx::Error> {
        self.terms.retain(|term| now.contains(term) || !before.contains(term));
        store::delete(tx, practice, before.difference(now)).await?;
        store::insert(tx, practice, now.difference(before)).await
    }

    /// Writes what was gathered.
    ///
    /// # Errors
    /// The database's word.
    pub async fn write_in(&mut self, tx: &mut Tx, practice: PracticeId) -> Result<(), sqlx::Error> {
        store::insert(tx, practice, &std::mem::take(&mut self.terms)).await
    }
}

/// What accounts are found by, from the people as they are on file now.
pub(super) async fn terms_now(
    tx: &mut Tx,
    practice: PracticeId,
    guarantors: &[GuarantorId],
) -> Result<Terms, sqlx::Error> {
    let mut terms = Terms::new();
    for account in store::accounts(tx, practice, guarantors).await? {
        let mut own =
            terms::of_account(&account.account_number, account.phone.as_deref(), account.email.as_deref());
        own.extend(terms::of_person(&account.first_name, &account.last_name, account.birth_date));
        terms.extend(own.into_iter().map(|term| (term, account.id)));
    }
    for one in store::people(tx, practice, guarantors).await? {
        let own = terms::of_person(&one.first_name, &one.last_name, one.birth_date);
        terms.extend(own.into_iter().map(|term| (term, one.guarantor_id)));
    }
    Ok(terms)
}

/// Writes the terms of accounts that were on file before there were any, some at a time; says of
/// how many. Whoever imports meanwhile is waited for.
///
/// # Errors
/// The database's word.
pub async fn catch_up(db: &Db) -> Result<usize, sqlx::Error> {
    let mut caught_up = 0;
    loop {
        let mut tx = db.begin().await?;
        let Some(practice) = store::practice_to_learn(&mut tx).await? else { return Ok(caught_up) };
        ledger::lock_books(&mut tx, practice, Writers::None).await?;
        let guarantors = store::to_learn(&mut tx, practice, LEARNED).await?;
        let terms = terms_now(&mut tx, practice, &guarantors).await?;
        store::insert(&mut tx, practice, &terms).await?;
        store::learned(&mut tx, practice, &guarantors).await?;
        tx.commit().await?;
        caught_up += guarantors.len();
    }
}
