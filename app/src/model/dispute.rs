//! What a patient says is wrong, or asks.

use domain::dispute::{Outcome, Reason, State};
use domain::{ChargeId, DisputeId, Money, VisitId};
use time::Date;
use uuid::Uuid;

use super::{FederalCase, ToldBefore};
use crate::FormState;

/// `/tell`: which visit it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TellWhichPage {
    /// The visits to choose from, newest first: id, what it was, when, for whom.
    pub visits: Vec<(VisitId, String, Date, String)>,
}

/// `/visits/{id}/tell`: what is wrong, or what one wants to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TellPage {
    /// The visit.
    pub visit: VisitId,
    /// What it was.
    pub title: String,
    /// When.
    pub date: Date,
    /// For whom.
    pub patient_name: String,
    /// Its lines.
    pub lines: Vec<TellLine>,
    /// What was told of it beforehand; none when nothing was.
    pub before: Option<ToldBefore>,
    /// What of it is in question already: where to read that, and its reference.
    pub open: Vec<(DisputeId, String)>,
    /// How many files can be handed in; none when none can here.
    pub files: usize,
    /// The press's id.
    pub token: String,
    /// What was typed: `line-{id}`, `reason`, `words`.
    pub form: FormState,
}

/// A charge line that can be put in question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TellLine {
    /// The line.
    pub id: ChargeId,
    /// What it is.
    pub name: String,
    /// What was charged.
    pub charged: Money,
    /// The patient's part of it.
    pub share: Money,
    /// It is in question already.
    pub taken: bool,
}

/// A dispute or a question in short.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisputeCard {
    /// Its id.
    pub id: DisputeId,
    /// The reference, as it is said.
    pub reference: String,
    /// What is said.
    pub reason: Reason,
    /// How far it has come.
    pub state: State,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// The visit.
    pub visit: VisitId,
    /// What the visit was.
    pub title: String,
    /// When the visit was.
    pub visit_date: Date,
    /// When it was told.
    pub opened_on: Date,
    /// What is not asked for meanwhile.
    pub frozen: Money,
    /// The last day for what comes next.
    pub act_by: Option<Date>,
    /// The last day for deciding it.
    pub decide_by: Date,
}

/// `/disputes`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisputesPage {
    /// Newest first.
    pub disputes: Vec<DisputeCard>,
}

/// What somebody has just done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DisputeTold {
    /// It was told.
    Opened,
    /// Something was written or handed in.
    Written,
    /// It was taken back.
    Withdrawn,
    /// It was appealed.
    Appealed,
}

/// `/disputes/{id}`: the conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisputePage {
    /// In short.
    pub card: DisputeCard,
    /// The number of its last step, which the forms send back as `seq`.
    pub seq: i64,
    /// The lines it is about; none: the whole visit.
    pub lines: Vec<String>,
    /// What happened, oldest first.
    pub happened: Vec<DisputeStep>,
    /// Whether the reader may write.
    pub may_write: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// Until when the reader may appeal.
    pub appeal_by: Option<Date>,
    /// How many files can still be handed in; none when none can here.
    pub files_left: usize,
    /// What was told of the visit beforehand, where the dispute is about that.
    pub before: Option<ToldBefore>,
    /// What the patient took to a federal reviewer.
    pub federal: Option<FederalCase>,
    /// What has just been done.
    pub told: Option<DisputeTold>,
    /// What was typed: `words`, or `appeal`.
    pub form: FormState,
}

/// Whose doing it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DisputeBy {
    /// The reader's.
    You,
    /// Of somebody else who has a part in the account.
    Account,
    /// The practice.
    Practice,
    /// Nobody's.
    Itself,
}

/// One thing that happened, as far as the patient is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisputeStep {
    /// What: `opened`, or the word of a step.
    pub what: &'static str,
    /// By whom.
    pub by: DisputeBy,
    /// When.
    pub on: Date,
    /// What was said.
    pub message: Option<String>,
    /// What was decided.
    pub outcome: Option<Outcome>,
    /// What falls away.
    pub taken_off: Money,
    /// What is the insurer's again.
    pub to_insurer: Money,
    /// What was handed in: id, name, bytes.
    pub files: Vec<(Uuid, String, i64)>,
}
