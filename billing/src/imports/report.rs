//! What an import did, as `openbalance import --json` prints it.

use serde::{Deserialize, Serialize};
use x12::GroupTotals;

/// Refusals beyond this many are counted, not listed: a broken export of a million
/// rows has one mistake, not a million.
const LISTED: usize = 200;

/// A row, segment or file that was not taken, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refused {
    /// Where: `segment 31`, `row 12, column birth_date`.
    pub at: String,
    /// Why, and what to do; never with personal data.
    pub reason: String,
}

/// Sums by group code (`X12 835 CAS01`), in cents.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the five group codes")]
pub struct GroupCents {
    pub co: i64,
    pub pr: i64,
    pub oa: i64,
    pub pi: i64,
    pub cr: i64,
}

impl GroupCents {
    pub(crate) fn add(&mut self, totals: &GroupTotals) {
        self.co += totals.co.cents();
        self.pr += totals.pr.cents();
        self.oa += totals.oa.cents();
        self.pi += totals.pi.cents();
        self.cr += totals.cr.cents();
    }
}

/// What one file held and what was done with it. The sums are the file's own.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// The file's name, without its folder.
    pub file: String,
    /// `835` or `csv`.
    pub kind: String,
    /// Claims in the file (`CLP`).
    pub claims: u64,
    /// Claims that are in the books now, or moved no money.
    pub posted: u64,
    /// Claims that had come before.
    pub duplicates: u64,
    /// Claims that wait for their visit or for a person, their money accounted for.
    pub unmatched: u64,
    /// Rows of a practice export.
    pub rows: u64,
    /// New patients, visits and charges of a practice export.
    pub added: u64,
    /// Those that were there and differ now.
    pub changed: u64,
    /// Those that were there as they are.
    pub unchanged: u64,
    /// Claims from earlier remittances that found their visit in this export.
    pub matched: u64,
    /// What was not taken or waits for a person, and why.
    pub refused: Vec<Refused>,
    /// Refusals beyond those listed.
    pub refused_more: u64,
    /// Remarks that refuse nothing, such as a wrong segment count.
    pub notes: Vec<String>,
    /// Σ `CLP03`, in cents.
    pub billed_cents: i64,
    /// Σ `CLP04`, in cents.
    pub insurer_paid_cents: i64,
    /// Σ `CLP05`, in cents.
    pub patient_responsibility_cents: i64,
    /// Σ `CAS` of claims and lines by group, in cents.
    pub adjustments_cents: GroupCents,
    /// Σ `PLB`, in cents; above zero lowers the payment.
    pub provider_adjustments_cents: i64,
    /// Something of the file is not in the books: it has to come again, corrected.
    #[serde(default)]
    pub incomplete: bool,
}

impl Report {
    /// A report of a file, nothing done yet.
    #[must_use]
    pub fn new(file: &str, kind: &str) -> Self {
        Self { file: file.to_owned(), kind: kind.to_owned(), ..Self::default() }
    }

    /// Names something that was not taken.
    pub fn refuse(&mut self, at: String, reason: String) {
        if self.refused.len() < LISTED {
            self.refused.push(Refused { at, reason });
        } else {
            self.refused_more += 1;
        }
    }

    /// Adds a remark that refuses nothing.
    pub fn note(&mut self, note: String) {
        if self.notes.len() < LISTED {
            self.notes.push(note);
        }
    }

    /// Whether the file changed nothing because all of it had come before.
    #[must_use]
    pub fn nothing_new(&self) -> bool {
        !self.incomplete
            && self.posted + self.unmatched + self.added + self.changed == 0
            && self.duplicates + self.unchanged > 0
    }
}
