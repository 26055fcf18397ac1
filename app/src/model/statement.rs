//! Statements as a patient reads them, and whether they still come on paper.

use domain::Money;
use domain::statement::Statement;
use time::Date;
use uuid::Uuid;

use crate::FormState;

/// `/statements`. `POST /paperless` has the fields `agree` and `can_open` (ticked: any
/// value); `POST /paperless/withdraw` has none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StatementsPage {
    /// Newest first.
    pub items: Vec<StatementItem>,
    /// The reader is the guarantor, who decides how they come.
    pub own: bool,
    /// Since when the guarantor goes without paper; none when statements come on paper.
    pub paperless: Option<Date>,
    /// What was ticked, and what is wrong, under `agree`, `can_open` or the empty name.
    pub form: FormState,
}

/// A statement in a list; its page is `/statements/{id}`, its PDF `/statements/{id}.pdf`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementItem {
    /// The statement.
    pub id: Uuid,
    /// Its number (`S-…`).
    pub number: String,
    /// When it was issued.
    pub issued_on: Date,
    /// Until when it was to be paid.
    pub due_on: Date,
    /// What it asked for.
    pub due: Money,
    /// The number of the statement whose place it takes.
    pub corrects: Option<String>,
    /// The number of the statement that takes its place.
    pub corrected_by: Option<String>,
    /// Whether nothing of what it asked for is due any more.
    pub settled: bool,
}

/// `/statements/{id}`; staff read the same at `/staff/accounts/{guarantor}/statements/{id}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementPage {
    /// What it says, as it was issued.
    pub statement: Statement,
    /// The statement.
    pub id: Uuid,
    /// The address of its PDF.
    pub pdf: String,
    /// What is due now of what it asked for; what was paid since, or taken back by an
    /// insurer's new decision, is not in it.
    pub still_due: Money,
    /// What of it a payment plan asks for, and this does not.
    pub in_plan: Money,
    /// A payment was started and never finished; nothing was charged by it.
    pub pay_open: bool,
    /// A payment plan is offered.
    pub over_time: bool,
    /// The statement that takes its place.
    pub corrected_by: Option<StatementRef>,
    /// What else the law wants said on it.
    pub rights: StatementRights,
}

/// What the law wants said on a statement, beside that help in one's language is free.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StatementRights {
    /// How who pays alone disputes a bill far above an estimate (45 CFR 149.620).
    pub estimate_dispute: bool,
    /// Where the hospital's policy of financial assistance is (26 CFR 1.501(r)-4(b)(5)).
    pub assistance_url: Option<String>,
}

/// Another statement of the same account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementRef {
    /// The statement.
    pub id: Uuid,
    /// Its number.
    pub number: String,
}

/// The newest statement of which something is due, as the home page names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewStatement {
    /// The statement.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Until when it is to be paid.
    pub due_on: Date,
}
