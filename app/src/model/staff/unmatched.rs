//! A decision of an insurer's that met no visit.

use domain::{ClaimId, GuarantorId, Money};
use time::{Date, OffsetDateTime};

use crate::FormState;

/// `/staff/unmatched/{claim}`. POST `…/match` has the fields `visit` and `sure` (anything:
/// the visit was looked at), `…/note` has `note`, `…/return` has
/// `why`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnmatchedClaimPage {
    /// The decision.
    pub id: ClaimId,
    /// The insurer, as its remittance names it.
    pub payer: String,
    /// The number of its check or transfer, the day of it, and the file with the place in it.
    pub from: (String, Date, String, u64),
    /// The number that it gives the visit; empty when it gives none.
    pub number: String,
    /// Who was treated, as the insurer writes it.
    pub patient: String,
    /// The first and the last day of service, where it says them.
    pub days: Option<(Date, Date)>,
    /// Billed, paid, and left to the patient.
    pub amounts: [Money; 3],
    /// It takes an earlier decision back.
    pub reversal: bool,
    /// Its services: the code, billed, paid.
    pub lines: Vec<(String, Money, Money)>,
    /// Why it waits; none when no visit has its number.
    pub reason: Option<String>,
    /// It waits for somebody.
    pub waits: bool,
    /// The account it was matched to.
    pub account: Option<GuarantorId>,
    /// The one visit of these is the one whose number was typed: it is looked at before it is taken.
    pub typed: bool,
    /// Visits that may be meant: number, who was treated, day, charged.
    pub meant: Vec<(String, String, Date, Money)>,
    /// What staff did with it, oldest first.
    pub steps: Vec<UnmatchedStep>,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// Why it did not fit the visit that was named.
    pub unfit: Option<String>,
    /// The last press was taken.
    pub done: bool,
}

/// Something that staff did with such a decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnmatchedStep {
    /// Its word in the database.
    pub step: String,
    /// What was noted, or why it went back.
    pub words: Option<String>,
    /// Who.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
}
