//! What somebody was told beforehand that a visit would cost.

use domain::estimate::{Estimate, How, Route, Rule};
use domain::{Money, VisitId};
use time::Date;

/// What somebody was told of a visit, and what it came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldBefore {
    /// What counts of what they were told.
    pub estimate: Estimate,
    /// What else was written down, in that order: for staff.
    pub others: Vec<Estimate>,
    /// What the bill asks for in all.
    pub billed: Money,
    /// What was charged: with what was taken off since.
    pub charged: Money,
    /// By which rule.
    pub rule: Rule,
    /// Whether the federal way is open.
    pub route: Route,
}

/// What the patient took to a federal reviewer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FederalCase {
    /// When they began it.
    pub started_on: Date,
    /// The number it has there.
    pub reference: String,
    /// How it ended, and what was said to be paid in all.
    pub came: Option<(How, Money)>,
    /// By which rule.
    pub rule: Rule,
}

/// The part about estimates of `/staff/accounts/{guarantor}`. `POST …/estimates` has the fields
/// `estimate_visit`, `estimate_amount` and `estimate_on`; `POST …/federal` the fields `federal_visit`,
/// `federal_on`, `federal_number` and the hidden `press`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccountEstimates {
    /// Visits of which nothing was claimed from an insurer, newest first.
    pub visits: Vec<EstimateVisit>,
    /// How far above its estimate a bill is that can be taken to a reviewer.
    pub excess: Money,
    /// The press's id of the second form.
    pub press: String,
}

/// A visit of which nothing was claimed from an insurer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EstimateVisit {
    /// The visit.
    pub visit: VisitId,
    /// What it was.
    pub title: String,
    /// When.
    pub date: Date,
    /// An insurance is on file for it.
    pub insured: bool,
    /// What was told of it; none when nothing was.
    pub told: Option<ToldBefore>,
}
