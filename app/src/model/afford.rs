//! "I cannot afford this": what a patient is asked, and what a counsellor answers.

use domain::hardship::{Answer, Income};
use domain::{GuarantorId, Money};
use time::Date;
use uuid::Uuid;

use crate::FormState;

/// `/afford`. `POST /afford` has the fields `press`, `household` and `income` ([`Income::code`]),
/// `POST /afford/withdraw` has none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AffordPage {
    /// The newest request; the form is shown unless it waits.
    pub request: Option<AskedForHelp>,
    /// It has just been sent.
    pub sent: bool,
    /// A plan is there to rest.
    pub plans: bool,
    /// What the hidden field `press` says.
    pub token: String,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
}

/// A request for help with the cost, as who asked sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedForHelp {
    /// When it was sent.
    pub on: Date,
    /// Until when it is answered.
    pub answer_by: Date,
    /// How it ended, with the words and the day; none while it waits.
    pub answered: Option<(Answer, Option<String>, Date)>,
}

/// `/staff/help/{request}`. `POST` has the fields `answer` ([`Answer::BY_STAFF`]) and `words`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HelpRequestPage {
    /// The request.
    pub id: Uuid,
    /// Whose account.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: String,
    /// What is due on it now.
    pub due: Money,
    /// How many live on the income.
    pub household: i64,
    /// What that is; none when no version of this program knows the word.
    pub income: Option<Income>,
    /// How it stands.
    pub request: AskedForHelp,
    /// Who answered.
    pub answered_by: Option<String>,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
}
