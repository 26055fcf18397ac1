//! Everything that happened to an account, and a year of it for taxes.

use domain::Money;
use domain::statement::Sender;
use time::Date;

/// `/history?what=…&who=…&year=…`; POST `/history` searches by field `q` among what the
/// hidden fields of the same names leave, so that no word anybody looks for is ever part
/// of an address. `/history.csv` and `/history.pdf` take the same query.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HistoryPage {
    /// What is shown of it.
    pub filters: HistoryFilters,
    /// What was searched for; none when nothing was.
    pub query: Option<String>,
    /// Everyone answered for, by given name; `who` is a place in this list, from zero.
    pub people: Vec<String>,
    /// The years in which anything happened, newest first.
    pub years: Vec<i32>,
    /// Newest first.
    pub items: Vec<HistoryItem>,
    /// Whether there is more than is shown.
    pub more: bool,
}

/// What is shown of a history.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HistoryFilters {
    /// Of which kind.
    pub what: HistoryKind,
    /// For whom: a place in [`HistoryPage::people`], from zero; none is everybody.
    pub who: Option<usize>,
    /// In which year; none is every year.
    pub year: Option<i32>,
}

impl HistoryFilters {
    /// The same as a query, which opens with `?`; empty when all is shown.
    #[must_use]
    pub fn query(&self) -> String {
        let what = (self.what != HistoryKind::All).then(|| format!("what={}", self.what.code()));
        let who = self.who.map(|who| format!("who={who}"));
        let year = self.year.map(|year| format!("year={year}"));
        let parts: Vec<String> = [what, who, year].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// A kind of thing that happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum HistoryKind {
    /// Every kind.
    #[default]
    All,
    /// Statements.
    Statements,
    /// Payments, and credits that paid for something.
    Payments,
    /// Money sent back, and payments that banks took back.
    Refunds,
    /// Charges, and what insurers paid and decided.
    Insurance,
}

impl HistoryKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::All, Self::Statements, Self::Payments, Self::Refunds, Self::Insurance];

    /// What the field `what` says.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Statements => "statements",
            Self::Payments => "payments",
            Self::Refunds => "refunds",
            Self::Insurance => "insurance",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HistoryItem {
    /// When.
    pub date: Date,
    /// What.
    pub what: HistoryWhat,
    /// How much: above zero as `what` says it, below zero when it was the opposite, as an
    /// adjustment that was taken off again. None where there is no amount to tell.
    pub amount: Option<Money>,
    /// The visit's title or the statement's number; none when it is about several visits.
    pub title: Option<String>,
    /// The patient's given name, where it is about one.
    pub patient: Option<String>,
    /// Where to read more: a visit, a receipt or a statement.
    pub link: Option<String>,
    /// Whether it is settled.
    pub state: HistoryState,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HistoryWhat {
    /// A statement was issued; the amount is what it asked for.
    Statement,
    /// The guarantor paid.
    Payment,
    /// The practice sent a payment back, or a part of one.
    Refund,
    /// It could not be delivered.
    RefundFailed,
    /// The payer's bank took a payment back.
    TakenBack,
    /// The payer's bank let it go again.
    GivenBack,
    /// This insurer paid.
    InsurerPaid(String),
    /// This insurer took back what it had paid; the amount is above zero.
    InsurerTookBack(String),
    /// Something was taken off the bill.
    Adjusted,
    /// An insurer's decision, or a charge without insurance, made it the guarantor's.
    BecameYours,
    /// A visit was charged.
    Charged,
    /// A credit paid for something.
    CreditApplied,
    /// Interest or a late fee of a payment plan; negative when it is not asked any more.
    PlanCost,
    /// The practice gave up part of what is owed; negative when that was not needed any more.
    Forgiven,
}

/// Whether it is settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum HistoryState {
    /// It is.
    #[default]
    Done,
    /// Money that has not arrived.
    OnItsWay,
    /// We are asking the bank.
    Checking,
    /// It was not paid; nothing was charged.
    NotPaid,
}

/// `/history/{year}`, and as `.csv` and `.pdf`: what was paid for care in a year, fit for
/// a tax return and for a health savings or spending account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YearPage {
    /// The year in which it was paid.
    pub year: i32,
    /// Oldest payment first.
    pub rows: Vec<YearRow>,
    /// The sum for each patient, by given name, in the order of the household.
    pub totals: Vec<(String, Money)>,
    /// The sum of all rows, which is that of the totals.
    pub total: Money,
    /// Who was paid.
    pub practice: Sender,
    /// Who paid: the guarantor's whole name.
    pub payer_name: String,
}

/// What a payment paid for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YearRow {
    /// When it was paid, or sent back.
    pub paid_on: Date,
    /// When the care was.
    pub date_of_service: Date,
    /// Who treated.
    pub provider: Option<String>,
    /// What it was, in the practice's words.
    pub service: String,
    /// The patient's given name.
    pub patient: String,
    /// How much; below zero when it was sent back.
    pub amount: Money,
}
