//! What somebody was told beforehand that a visit would cost.

use domain::estimate::Route;
use domain::{Money, VisitId};
use time::Date;

/// What somebody was told of a visit, and what it came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ToldBefore {
    /// What they were told.
    pub amount: Money,
    /// When.
    pub given_on: Date,
    /// What the bill asks for in all.
    pub billed: Money,
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
}

/// The part about estimates of `/staff/accounts/{guarantor}`. `POST …/estimates` has the fields
/// `estimate_visit`, `estimate_amount` and `estimate_on`; `POST …/federal` the fields `federal_visit`,
/// `federal_on`, `federal_number` and the hidden `press`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccountEstimates {
    /// Visits without insurance, newest first.
    pub visits: Vec<EstimateVisit>,
    /// The press's id of the second form.
    pub press: String,
}

/// A visit without insurance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EstimateVisit {
    /// The visit.
    pub visit: VisitId,
    /// What it was.
    pub title: String,
    /// When.
    pub date: Date,
    /// What was told of it; none when nothing was.
    pub told: Option<ToldBefore>,
}
