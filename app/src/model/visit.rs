//! One visit and its story.

use domain::denial::State;
use domain::story::{Breakdown, VisitStory};
use domain::{ChargeId, DisputeId, Money, PlanId, VisitId};
use time::Date;

use super::ToldBefore;

/// A visit as the home page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisitCard {
    /// The visit.
    pub id: VisitId,
    /// What it was, such as `Office visit`: a charge's description or the location.
    pub title: String,
    /// Who treated the patient, such as `Dr. Chen`.
    pub provider: Option<String>,
    /// The day of service.
    pub date: Date,
    /// The patient's given name.
    pub patient_name: String,
    /// Whether the reader is the patient.
    pub is_self: bool,
    /// The insurers, first one first.
    pub payers: Vec<String>,
    /// From charge to share.
    pub breakdown: Breakdown,
    /// What the practice gave up of the share.
    pub forgiven: Money,
    /// What the patient paid for it.
    pub paid: Money,
    /// Owed of it.
    pub due: Money,
    /// What of [`VisitCard::due`] is in question, and not asked for until that is answered.
    pub aside: Money,
    /// Paid beyond the share.
    pub credit: Money,
    /// The payment plan that it is in.
    pub plan: Option<PlanId>,
    /// What of [`VisitCard::due`] that plan asks for, and nothing else does.
    pub planned: Money,
}

impl VisitCard {
    /// What is to be paid now, beside payment plans and what is in question.
    #[must_use]
    pub fn asked(&self) -> Money {
        (self.due - self.aside - self.planned).or_zero()
    }
}

/// `/visits/{id}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisitPage {
    /// The visit in short.
    pub card: VisitCard,
    /// Where it was.
    pub location: Option<String>,
    /// The story, from the ledger.
    pub story: VisitStory,
    /// The charge lines that the story's lines point at.
    pub charges: Vec<ChargeInfo>,
    /// A payment plan is offered for it.
    pub over_time: bool,
    /// Disputes and questions about it that are not over: id and reference.
    pub cases: Vec<(DisputeId, String)>,
    /// What was told of it beforehand; none when nothing was.
    pub told: Option<ToldBefore>,
    /// What the practice does about what an insurer refused; none when nothing is refused.
    pub refusal: Option<Refusal>,
    /// Since when it is the reader's, where somebody else answered for it before.
    pub since: Option<Date>,
    /// A plan paid it before it was the reader's: they can sign the like of it.
    pub plan_before: bool,
}

/// `/visits/{id}` of a visit that is somebody else's now; and a line of `/home`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GoneVisit {
    /// The visit.
    pub id: VisitId,
    /// The day of service.
    pub date: Date,
    /// Since when somebody else answers for it.
    pub since: Date,
    /// What the reader's account paid for it, less what went back.
    pub paid: Money,
}

/// What a practice does about what an insurer refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// How far it has come.
    pub state: State,
    /// Since when it stands so.
    pub since: Date,
    /// The patient can help: it is about who insures them.
    pub ask: bool,
}

/// What a charge line says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChargeInfo {
    /// The line.
    pub id: ChargeId,
    /// The procedure's code (CPT or HCPCS).
    pub code: String,
    /// The code's modifiers.
    pub modifiers: Vec<String>,
    /// The practice's own description.
    pub description: String,
    /// How many, as the practice wrote it: `1`, `2.5`.
    pub units: String,
    /// What was charged.
    pub amount: Money,
}
