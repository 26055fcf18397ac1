//! Statements as staff send them: the practice's rule, runs, letters, and those of one
//! account.

use domain::{GuarantorId, Money};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::FormState;
use crate::model::StatementPage;

/// `/staff/statements`. `POST /staff/statements` makes a preview, `POST
/// /staff/statements/batches` takes every letter that waits into a batch; neither has a
/// field. `POST /staff/statements/policy` has `cycle` ([`StatementCycle::code`]), `day`,
/// `days_after`, `minimum`, `due_days`, `paper_days`, `rest_days`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementRunsPage {
    /// Newest first.
    pub runs: Vec<RunRow>,
    /// The practice's rule as it is saved.
    pub policy: StatementPolicy,
    /// Letters whose days of waiting are not over, or that nobody printed yet.
    pub letters_waiting: u64,
    /// Letters that were never printed, because somebody paid, asked or went paperless.
    pub letters_saved: u64,
    /// Newest first.
    pub batches: Vec<BatchRow>,
    /// What was typed, and what is wrong, under the policy's fields or the empty name.
    pub form: FormState,
    /// What the reader's last press did.
    pub notice: Option<StatementsNotice>,
}

/// What the reader's last press did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatementsNotice {
    /// The rule is saved.
    PolicySaved,
    /// So many letters are in a new batch.
    Batched(u64),
    /// No letter waits whose time has come.
    NothingToPrint,
    /// A preview was given up.
    Cancelled,
}

/// When statements go out, and for what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatementPolicy {
    /// When a run is made by itself.
    pub cycle: StatementCycle,
    /// Less than this gets no statement.
    pub minimum: Money,
    /// Days to pay.
    pub due_days: i64,
    /// Days that paper waits after the electronic notice.
    pub paper_days: i64,
    /// Days in which an account gets no second statement.
    pub rest_days: i64,
}

/// When a run is made by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatementCycle {
    /// Never.
    ByHand,
    /// On this day of each month, 1 to 28.
    Monthly(u8),
    /// So many days after the last insurer's decision on an account.
    AfterDecision(u16),
}

impl StatementCycle {
    /// What the field `cycle` says.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ByHand => "by_hand",
            Self::Monthly(_) => "monthly",
            Self::AfterDecision(_) => "after_decision",
        }
    }
}

/// A run, with how many accounts stand how; its page is `/staff/statements/{id}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RunRow {
    /// The run.
    pub id: Uuid,
    /// How far it has come.
    pub state: RunState,
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// Accounts that are still to get a statement.
    pub ready: u64,
    /// What these owe.
    pub ready_amount: Money,
    /// Accounts that got one.
    pub issued: u64,
    /// Accounts that are held, or were left out or dropped.
    pub held: u64,
}

/// How far a run has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunState {
    /// Staff look at it; nothing has left.
    Preview,
    /// It is being carried out.
    Released,
    /// Every account of it has been dealt with.
    Done,
    /// It was given up; nothing of it left.
    Cancelled,
}

/// Letters that were printed together: `/staff/statements/batches/{id}.pdf`, and for a
/// mailing vendor the same as `.csv`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchRow {
    /// The batch.
    pub id: Uuid,
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// By whom.
    pub by: String,
    /// How many letters.
    pub letters: u64,
}

/// `/staff/statements/{run}`. `POST …/leave-out` has the hidden fields `guarantor` and
/// `out` (`yes` or `no`); `POST …/release` and `POST …/cancel` have none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunPage {
    /// The run in short.
    pub run: RunRow,
    /// Those that get a statement first, by name.
    pub items: Vec<RunItemRow>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// Of those that are ready: how many get an email.
    pub emails: u64,
    /// Of those that are ready: how many get a letter, unless they pay before it leaves.
    pub letters: u64,
}

/// An account in a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunItemRow {
    /// The guarantor.
    pub guarantor: GuarantorId,
    /// The name.
    pub name: String,
    /// The practice's account number.
    pub account_number: String,
    /// What was due when the run was made.
    pub due: Money,
    /// Why it gets none; none when it does.
    pub why: Option<WhyNot>,
    /// The statement that it got.
    pub statement: Option<Uuid>,
}

/// Why an account gets no statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhyNot {
    /// Nothing is due, or a credit stands.
    NothingDue,
    /// Less is due than the practice sends statements for.
    TooLittle,
    /// A statement went out a short while ago.
    Recent,
    /// A bank debit that covers it is on its way.
    OnItsWay,
    /// A payment plan asks for all of it.
    InPlan,
    /// Reminders rest: a chargeback, a dispute, assistance in review.
    Held,
    /// The guarantor has died.
    Deceased,
    /// Mail came back from the address, and there is no other way.
    BadAddress,
    /// Staff left it out.
    LeftOut,
}

impl WhyNot {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::NothingDue,
        Self::TooLittle,
        Self::Recent,
        Self::OnItsWay,
        Self::InPlan,
        Self::Held,
        Self::Deceased,
        Self::BadAddress,
        Self::LeftOut,
    ];
}

/// A statement of an account as staff see it; its page is
/// `/staff/accounts/{guarantor}/statements/{id}`. `POST …/{id}/correct` issues one that
/// takes its place, `POST …/{id}/returned` says that its letter came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffStatementRow {
    /// The statement.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// When it was issued.
    pub issued_on: Date,
    /// Until when it is to be paid.
    pub due_on: Date,
    /// What it asks for.
    pub due: Money,
    /// The number of the statement whose place it takes.
    pub corrects: Option<String>,
    /// The number of the statement that takes its place.
    pub corrected_by: Option<String>,
    /// What became of it on paper.
    pub letter: LetterState,
}

/// What became of a statement on paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LetterState {
    /// It does not go on paper: paid, asked about or paperless meanwhile.
    None,
    /// It waits to be printed.
    Waits,
    /// It was printed and sent.
    Sent,
    /// It came back.
    Returned,
}

/// A patient's statement in the staff's shell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffStatementPage {
    /// Whose.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: String,
    /// The statement, with the staff's address of its PDF.
    pub page: StatementPage,
}
