//! What I owe, what is not mine yet, what is on its way.

use domain::{Money, VisitId};
use time::Date;

use super::{DisputeCard, NewStatement, PlanCard, VisitCard};

/// A practice that became part of another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merged {
    /// What it was called.
    pub before: String,
    /// What the other one is called.
    pub into: String,
    /// Since when.
    pub since: Date,
}

/// `/home`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HomePage {
    /// Since when the practice takes nothing here any more, and where to pay instead.
    pub left: Option<(time::Date, String)>,
    /// The practice became part of another one lately.
    pub merged: Option<Merged>,
    /// Visits that are somebody else's now, the latest change first.
    pub gone: Vec<super::GoneVisit>,
    /// The guarantor's given name.
    pub name: String,
    /// To be paid now, over all visits.
    pub due_total: Money,
    /// When it is asked for, if it is asked for by a day.
    pub due_by: Option<Date>,
    /// How many visits are due.
    pub visits_due: usize,
    /// What an insurer has still to decide on, or refused: not to be paid.
    pub with_insurance: Vec<WithInsurance>,
    /// Payments that are started and not settled.
    pub on_the_way: Vec<OnTheWay>,
    /// Paid beyond what is owed, over all visits.
    pub credit: Money,
    /// What happens with it; none when it is not decided or there is none.
    pub credit_plan: Option<CreditPlan>,
    /// Payments that a bank took back, newest first.
    pub reopened: Vec<Reopened>,
    /// Every visit to be shown, due ones oldest first, then the others newest first.
    pub visits: Vec<VisitCard>,
    /// What happened, newest first.
    pub lately: Vec<LatelyItem>,
    /// Everyone the guarantor answers for, when there is more than one.
    pub household: Vec<String>,
    /// A payment was started and never finished; nothing was charged by it.
    pub pay_open: bool,
    /// Payment plans that are not over.
    pub plans: Vec<PlanCard>,
    /// The newest statement of which something is due.
    pub statement: Option<NewStatement>,
    /// A payment plan is offered.
    pub over_time: bool,
    /// Disputes and questions that are not over, newest first.
    pub cases: Vec<DisputeCard>,
    /// A request for help with the cost that waits, or was answered lately.
    pub asked_for_help: Option<super::AskedForHelp>,
}

/// What happens with a credit, by the practice's policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CreditPlan {
    /// It pays the next thing that is due.
    Apply,
    /// It goes back by itself by this day, unless something falls due before.
    RefundBy(Date),
    /// It goes back by itself by this day, whatever falls due.
    RefundOnly(Date),
    /// The patient says what should become of it.
    Ask,
}

/// A payment that a bank took back, so that what it paid is due again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reopened {
    /// How much was taken back.
    pub amount: Money,
    /// When it had been paid.
    pub paid_on: Date,
    /// Whether a bank debit was returned; otherwise a card's bank took it.
    pub bank: bool,
}

/// An amount that is with an insurer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WithInsurance {
    /// The insurer, where it is known.
    pub payer: Option<String>,
    /// How much.
    pub amount: Money,
    /// Since when.
    pub since: Option<Date>,
    /// The insurer refused it and the practice is working on that.
    pub refused: bool,
    /// For which visit.
    pub visit: VisitId,
}

/// A payment that is started and not settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OnTheWay {
    /// How much.
    pub amount: Money,
    /// Since when.
    pub started: Date,
    /// What it waits for.
    pub kind: OnTheWayKind,
}

/// What a payment waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnTheWayKind {
    /// A bank debit that takes days to clear.
    Bank,
    /// We do not know yet whether it went through.
    Checking,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LatelyItem {
    /// What.
    pub what: LatelyWhat,
    /// How much; a payment is shown as money off.
    pub amount: Money,
    /// When.
    pub date: Date,
    /// Where to read more: a receipt or a visit.
    pub link: Option<String>,
    /// Whether it is settled.
    pub state: LatelyState,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LatelyWhat {
    /// The guarantor paid.
    YouPaid,
    /// The practice sent a payment back, or a part of one.
    SentBack,
    /// The payer's bank took a payment back.
    TakenBack,
    /// This insurer paid.
    InsurerPaid(String),
    /// A visit was charged.
    Charged,
}

/// Whether it is settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LatelyState {
    /// It is.
    #[default]
    Done,
    /// A bank debit that has not cleared.
    OnItsWay,
    /// We are asking the bank.
    Checking,
}
