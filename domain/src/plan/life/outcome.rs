//! What an event does, in words that can be told.

use serde::{Deserialize, Serialize};
use time::Date;

use super::Plan;
use super::event::PauseReason;
use crate::plan::autopay::Decline;
use crate::plan::change::Worse;
use crate::plan::schedule::DrawError;
use crate::{GuarantorId, Money, PracticeId};

/// A plan after an event, and what to tell about it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The plan as it is now.
    pub plan: Plan,
    /// What happened, in order. Empty when nothing did.
    pub notes: Vec<Note>,
}

/// One thing that an event did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The plan runs.
    Started,
    /// An instalment is paid.
    InstalmentPaid {
        /// Which.
        number: u32,
        /// Against its due date.
        when: When,
    },
    /// An instalment is paid in part.
    InstalmentPaidInPart {
        /// Which.
        number: u32,
        /// What is left of it.
        left: Money,
    },
    /// An instalment was paid twice: counted ahead, or given back if the patient says so.
    PaidTwice {
        /// Which.
        number: u32,
        /// How much.
        amount: Money,
    },
    /// More than is left, or than was ever paid here: not the plan's to ask or to give back.
    /// The books keep it as the guarantor's credit.
    Credit {
        /// How much.
        amount: Money,
    },
    /// The principal fell.
    Lowered {
        /// By how much.
        amount: Money,
    },
    /// The principal rose.
    Raised {
        /// By how much.
        amount: Money,
    },
    /// Money that had been paid is owed again, at the end of the schedule.
    OwedAgain {
        /// How much of the principal.
        amount: Money,
    },
    /// A balance stays outside until the patient agrees.
    OutsidePlan {
        /// How much.
        amount: Money,
    },
    /// A part is in question, and not asked.
    Held {
        /// How much.
        amount: Money,
    },
    /// An instalment is missed.
    Missed {
        /// Which.
        number: u32,
        /// The late fee of the terms; nothing by default.
        fee: Money,
    },
    /// The plan is broken.
    Broken,
    /// The plan is on track again.
    BackOnTrack,
    /// The plan is paused.
    Paused {
        /// Why.
        reason: PauseReason,
    },
    /// The plan goes on.
    Resumed,
    /// Dates or amounts changed: show before and after.
    Redrawn,
    /// An automatic payment was refused; [`crate::plan::Retries::next`] says what follows.
    Declined {
        /// Which instalment.
        number: u32,
        /// The kind.
        kind: Decline,
    },
    /// Automatic payment waits for another method.
    MethodNeeded,
    /// Automatic payment runs.
    AutopayOn,
    /// Automatic payment is off.
    AutopayOff,
    /// The schedule is now one that needs the disclosure, which comes before the consent.
    DisclosureNeeded,
    /// Somebody else answers for it.
    Transferred {
        /// Who.
        to: GuarantorId,
    },
    /// Another practice keeps it.
    PracticeMerged {
        /// Which.
        into: PracticeId,
    },
    /// Everything is paid.
    Finished,
    /// The plan ended before that.
    Ended {
        /// What is an ordinary balance again.
        released: Money,
    },
}

/// When an instalment was paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Before its due date.
    Early,
    /// On it.
    OnTime,
    /// After it.
    Late,
}

/// Why an event does nothing to a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// The plan has not been signed.
    #[error("the plan has not been signed yet")]
    NotSigned,
    /// It was drawn for another day and would not be the same today.
    #[error("this offer was for another day: it has to be drawn again")]
    OfferStale,
    /// The plan has ended.
    #[error("the plan has ended")]
    Over,
    /// Not while an instalment is overdue.
    #[error("an instalment is overdue: it comes first")]
    Behind,
    /// Nothing is overdue beyond its grace days.
    #[error("no instalment has been missed")]
    NotBehind,
    /// Not while it is paused.
    #[error("the plan is paused")]
    IsPaused,
    /// It is not paused.
    #[error("the plan is not paused")]
    NotPaused,
    /// Not while it is broken: the way back comes first.
    #[error("the plan is broken: bring it back on track first")]
    IsBroken,
    /// The grace days are not over.
    #[error("the grace days last until {until}")]
    StillInGrace {
        /// Their last day.
        #[serde(with = "crate::plan::iso")]
        until: Date,
    },
    /// The terms want more missed instalments before that.
    #[error("the terms allow this from {needed} missed instalments on")]
    TooFewMissed {
        /// So many; 0: never.
        needed: u8,
    },
    /// There is no such instalment.
    #[error("the plan has no instalment {number}")]
    NoInstalment {
        /// Which.
        number: u32,
    },
    /// The terms keep new balances out.
    #[error("new balances stay outside of this plan")]
    BalancesStayOut,
    /// No more may be skipped for now.
    #[error("no instalment can be skipped before {from}")]
    NoSkipLeft {
        /// The first day on which one can; the end of time when the terms allow none.
        #[serde(with = "crate::plan::iso")]
        from: Date,
    },
    /// No instalment is to come.
    #[error("no instalment is to come")]
    NothingToCome,
    /// The new first date has passed, or is none of the new pay days.
    #[error("the new first date is not one of the pay days to come")]
    NotAPayDay,
    /// The settled parts are more than what is held.
    #[error("no more than {held} is in question")]
    MoreThanHeld {
        /// What is held.
        held: Money,
    },
    /// An amount that is not above zero.
    #[error("the amount is not above zero")]
    NoAmount,
    /// Worse for the patient: nothing changes until they agree.
    #[error("the patient has to agree first")]
    NeedsConsent {
        /// In which ways.
        worse: Vec<Worse>,
    },
    /// No schedule can be drawn: for a person to look at.
    #[error("{0}")]
    CannotDraw(#[from] DrawError),
}
