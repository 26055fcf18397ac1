//! What each patient owes, by simple arithmetic: a second opinion that shares no code with the
//! books.
//!
//! A visit without insurance is the patient's in full. An insured one is nobody's until its
//! last insurer decided, and then what that one left to the patient. Against that stand the
//! money the gateway's own records show and what was put on the desk.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::files::Claim;

/// A visit as the practice's system knows it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Whose account, from one on.
    pub account: usize,
    /// Date of service.
    pub on: Date,
    /// Charges in cents, line by line.
    pub lines: Vec<i64>,
    /// Insurers, in the order in which they pay.
    pub insurers: Vec<&'static str>,
    /// What each insurer decided last, where it stands.
    pub decided: Vec<Option<Claim>>,
    /// It was exported, and the export was taken.
    pub known: bool,
}

impl Visit {
    /// Charged in all, in cents.
    #[must_use]
    pub fn charged(&self) -> i64 {
        self.lines.iter().sum()
    }

    /// The patient's part in cents.
    #[must_use]
    pub fn share(&self) -> i64 {
        match self.decided.last() {
            _ if !self.known => 0,
            None => self.charged(),
            Some(Some(last)) if self.decided.iter().all(Option::is_some) => last.patient,
            Some(_) => 0,
        }
    }

    /// Which insurer is to decide next, from zero on; none when all have.
    #[must_use]
    pub fn next_insurer(&self) -> Option<usize> {
        self.decided.iter().position(Option::is_none)
    }
}

/// Every visit by its number, and the money on the desk.
#[derive(Debug, Default)]
pub struct Model {
    /// The visits.
    pub visits: BTreeMap<String, Visit>,
    /// Taken at the desk for each account, in cents.
    pub desk: BTreeMap<usize, i64>,
    /// Who answers for visits that moved, whatever the practice's system says of them.
    pub moved: BTreeMap<String, usize>,
}

impl Model {
    /// What the visits of an account leave to the patient, in cents.
    #[must_use]
    pub fn share(&self, account: usize) -> i64 {
        let theirs = self
            .visits
            .iter()
            .filter(|(number, visit)| self.moved.get(*number).copied().unwrap_or(visit.account) == account);
        theirs.map(|(_, visit)| visit.share()).sum()
    }

    /// Accounts of which one paid for a visit that another answers for now: what they owe can only be
    /// told of all of them together.
    #[must_use]
    pub fn entangled(&self) -> BTreeSet<usize> {
        let moved = self.moved.iter().filter_map(|(number, to)| {
            let from = self.visits.get(number)?.account;
            Some([from, *to])
        });
        moved.flatten().collect()
    }

    /// Taken at the desk for an account, in cents.
    #[must_use]
    pub fn desk(&self, account: usize) -> i64 {
        self.desk.get(&account).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::Visit;
    use crate::files::Claim;

    fn visit(insurers: &[&'static str]) -> Visit {
        Visit {
            account: 1,
            on: date!(2026 - 11 - 24),
            lines: vec![10_000, 2_000],
            insurers: insurers.to_vec(),
            decided: insurers.iter().map(|_| None).collect(),
            known: true,
        }
    }

    fn leaves(patient: i64) -> Option<Claim> {
        let (visit, number) = ("V1".to_owned(), "K1".to_owned());
        Some(Claim { visit, number, status: 1, charged: 12_000, paid: 0, patient, prior: 0, denied: 0 })
    }

    #[test]
    fn a_visit_is_the_patients_when_nobody_else_is_to_pay_it() {
        assert_eq!(visit(&[]).share(), 12_000);
        assert_eq!(Visit { known: false, ..visit(&[]) }.share(), 0);
    }

    #[test]
    fn an_insured_visit_is_nobodys_until_its_last_insurer_decided() {
        let both = visit(&["LARKSPUR", "BITTERN"]);
        assert_eq!(both.share(), 0);
        let half = Visit { decided: vec![leaves(5_000), None], ..both.clone() };
        assert_eq!(half.share(), 0);
        let whole = Visit { decided: vec![leaves(5_000), leaves(300)], ..both };
        assert_eq!(whole.share(), 300);
    }
}
