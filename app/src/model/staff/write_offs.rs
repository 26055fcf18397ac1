//! What the practice gives up of what an account owes.

use domain::write_off::WriteOffReason;
use domain::{Money, VisitId};
use time::Date;
use uuid::Uuid;

/// What of an account can be given up, and what was. `POST …/write-offs` has the fields `off_visit`,
/// `off_amount`, `off_reason` ([`WriteOffReason::code`]), `off_note` and the hidden `press`; `POST
/// …/write-offs/decide` the hidden `id` and `do`: `agree`, `refuse` or `withdraw`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccountWriteOffs {
    /// Visits of which something can be given up, oldest first.
    pub visits: Vec<WriteOffVisit>,
    /// Requests, newest first.
    pub rows: Vec<WriteOffRow>,
}

/// A visit of which something can be given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriteOffVisit {
    /// The visit.
    pub visit: VisitId,
    /// What it was.
    pub title: String,
    /// The day of service.
    pub date: Date,
    /// How much at most: neither in question nor on its way.
    pub most: Money,
}

/// A request to give something up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriteOffRow {
    /// Its id.
    pub id: Uuid,
    /// What the visit was.
    pub title: String,
    /// When it was asked for.
    pub on: Date,
    /// How much.
    pub amount: Money,
    /// How much of it stands now; less where the share fell since.
    pub standing: Money,
    /// Why.
    pub reason: WriteOffReason,
    /// Why, in words.
    pub note: String,
    /// Who asked.
    pub by: Option<String>,
    /// The reader asked for it.
    pub own: bool,
    /// How far it has come.
    pub state: WriteOffState,
}

/// How far a request has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WriteOffState {
    /// It waits for a second person.
    Waits,
    /// It is written off.
    Done,
    /// The second person said no.
    Refused,
    /// Who asked took it back.
    Withdrawn,
    /// Less was owed when somebody agreed.
    LessOwed,
    /// Somebody else answered by then.
    SomebodyElses,
}
