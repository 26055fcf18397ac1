//! What the law wants said on a statement, as dated data: each notice with the day from
//! which it is carried, and where it says so. None of it was reviewed by counsel, so that
//! each is carried wherever it could apply. That help in one's language is free (45 CFR 92.11) stands on
//! every one.

use domain::statement::{StatedVisit, Statement};
use domain::{Money, PracticeId};
use time::Date;
use time::macros::date;

use super::store;
use crate::db::Tx;

/// A notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// Who pays alone and was told a much lower price beforehand can have the bill looked at.
    EstimateDispute,
    /// Where the hospital's policy of financial assistance is.
    Assistance,
}

/// When a notice is carried, and why.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The notice.
    pub notice: Notice,
    /// On statements issued from this day on.
    pub effective_from: Date,
    /// Where it says so.
    pub source: &'static str,
}

/// Every notice that statements carry.
pub const RULES: [Rule; 2] = [
    Rule { notice: Notice::EstimateDispute, effective_from: date!(2022 - 01 - 01), source: "45 CFR 149.620" },
    Rule {
        notice: Notice::Assistance,
        effective_from: date!(2015 - 12 - 29),
        source: "26 CFR 1.501(r)-4(b)(5)",
    },
];

/// The notices of one statement.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rights {
    /// [`Notice::EstimateDispute`].
    pub estimate_dispute: bool,
    /// [`Notice::Assistance`]: where the policy is.
    pub assistance_url: Option<String>,
}

/// The notices that a statement carries; `assistance_url` is where its practice's policy
/// is, known of hospitals under section 501(r) only.
#[must_use]
pub fn rights(statement: &Statement, assistance_url: Option<&str>) -> Rights {
    let on = statement.issued_on;
    let stands = |notice| RULES.iter().any(|rule| rule.notice == notice && rule.effective_from <= on);
    let alone = statement.visits.iter().any(|visit| visit.due.is_positive() && is_paid_alone(visit));
    Rights {
        estimate_dispute: alone && stands(Notice::EstimateDispute),
        assistance_url: assistance_url.filter(|_| stands(Notice::Assistance)).map(str::to_owned),
    }
}

/// Whether no insurer had anything to do with a visit.
fn is_paid_alone(visit: &StatedVisit) -> bool {
    let its = &visit.columns;
    visit.payer.is_none() && (its.insurers + its.with_insurance + its.refused + its.discount) == Money::ZERO
}

/// Where a hospital's policy of financial assistance is; none of other practices.
///
/// # Errors
/// The database's word.
pub async fn assistance_url(tx: &mut Tx, practice: PracticeId) -> Result<Option<String>, sqlx::Error> {
    store::assistance_url(tx, practice).await
}

/// Says where it is; none: the practice is no hospital under section 501(r).
///
/// # Errors
/// The database's word.
pub async fn change_assistance_url_in(
    tx: &mut Tx,
    practice: PracticeId,
    url: Option<&str>,
) -> Result<(), sqlx::Error> {
    store::set_assistance_url(tx, practice, url).await
}
