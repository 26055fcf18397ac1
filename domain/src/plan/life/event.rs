//! What can happen to a plan.
//!
//! Some events are *facts*: they have happened at the bank, at the insurer or in the books,
//! and are never refused, only answered. The others are *wishes* of the patient or of staff,
//! and can be refused, or wait for consent.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::plan::autopay::Decline;
use crate::plan::rhythm::Rhythm;
use crate::{GuarantorId, Money, PracticeId};

/// One event, the day it happened in the practice's zone, and whether the patient agreed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// The day.
    #[serde(with = "crate::plan::iso")]
    pub on: Date,
    /// What happened.
    pub event: Event,
    /// The patient (or who takes the plan over) was shown what it does and agreed.
    pub consent: bool,
}

/// What happened to a plan. Amounts are above zero.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Wish: the patient signed. With the most that autopay may take at once, when they
    /// authorised it.
    Signed {
        /// The cap; none when they pay each instalment themselves.
        autopay: Option<Money>,
    },
    /// Fact: money came, on time, late, in part or ahead: the oldest instalment first.
    Paid {
        /// How much.
        amount: Money,
    },
    /// Fact: an instalment that was paid already was paid again. Counts ahead, and the
    /// patient is asked whether they want it back.
    PaidTwice {
        /// The instalment.
        number: u32,
        /// How much.
        amount: Money,
    },
    /// Fact: more was paid than was due, and the patient chose what becomes of the rest.
    PaidExtra {
        /// How much.
        amount: Money,
        /// Their choice.
        then: Then,
    },
    /// Fact: everything that was left was paid ([`super::Plan::payoff`]). Less, because what is
    /// owed rose in the meantime, counts as extra.
    PaidOff {
        /// How much.
        amount: Money,
    },
    /// Fact: an instalment was not paid within the grace days.
    Missed {
        /// The instalment.
        number: u32,
    },
    /// Fact: the bank refused an automatic payment.
    Declined {
        /// The instalment.
        number: u32,
        /// The kind of refusal.
        kind: Decline,
    },
    /// Wish: another method is on file.
    MethodReplaced,
    /// Fact: the method is gone.
    MethodRemoved,
    /// Wish: the patient authorised autopay.
    AutopayStarted {
        /// The most it may take at once.
        cap: Money,
    },
    /// Wish: the patient stopped autopay; nothing is taken from now on.
    AutopayStopped,
    /// Wish: a new balance joins.
    Joined {
        /// How much.
        amount: Money,
    },
    /// Fact: the insurer or the practice lowered what is owed.
    Lowered {
        /// By how much.
        amount: Money,
    },
    /// Fact: the insurer raised what is owed. Joins only by consent; stays outside until then.
    Raised {
        /// By how much.
        amount: Money,
    },
    /// Fact: forgiven in part, by assistance or as a courtesy.
    Forgiven {
        /// How much.
        amount: Money,
    },
    /// Fact: money paid on this plan went back to the patient and is owed again.
    Refunded {
        /// How much.
        amount: Money,
    },
    /// Fact: the payer's bank took money paid on this plan back.
    ChargedBack {
        /// How much.
        amount: Money,
    },
    /// Fact: the bank gave it back to the practice.
    ChargebackWon {
        /// How much.
        amount: Money,
    },
    /// Fact: the patient questions a part of what is owed. It leaves the schedule.
    Disputed {
        /// How much.
        amount: Money,
    },
    /// Fact: the question is answered.
    DisputeSettled {
        /// What falls away.
        dropped: Money,
        /// What is owed after all.
        stands: Money,
    },
    /// Wish: nothing is asked for a while.
    Paused {
        /// Why.
        reason: PauseReason,
    },
    /// Wish: it goes on; dates that passed move on.
    Resumed,
    /// Wish: the next instalment and all after it come one date later.
    Skipped,
    /// Wish: what is overdue moves to the end.
    Reaged,
    /// Wish: other pay days.
    Moved {
        /// The new rhythm.
        rhythm: Rhythm,
        /// The new date of the next instalment.
        #[serde(with = "crate::plan::iso")]
        first: Date,
    },
    /// Wish of staff: the plan is broken, as its terms allow.
    Defaulted,
    /// Wish: the way back from it, in one tap: what is overdue moves to the end.
    Cured,
    /// Fact: somebody else answers for the balance. They agree, or the plan ends.
    Transferred {
        /// Who.
        to: GuarantorId,
    },
    /// Fact: the practice became part of another. The plan goes on as signed.
    PracticeMerged {
        /// Which.
        into: PracticeId,
    },
    /// Fact: the practice leaves openbalance. The plan ends here; nothing more is charged.
    PracticeLeft,
    /// Wish: the plan ends; what is left is an ordinary balance again.
    Cancelled,
}

impl Event {
    /// Every amount it names.
    pub(super) fn amounts(&self) -> Vec<Money> {
        match *self {
            Self::Paid { amount }
            | Self::PaidTwice { amount, .. }
            | Self::PaidExtra { amount, .. }
            | Self::PaidOff { amount }
            | Self::Joined { amount }
            | Self::Lowered { amount }
            | Self::Raised { amount }
            | Self::Forgiven { amount }
            | Self::Refunded { amount }
            | Self::ChargedBack { amount }
            | Self::ChargebackWon { amount }
            | Self::Disputed { amount }
            | Self::AutopayStarted { cap: amount }
            | Self::Signed { autopay: Some(amount) } => vec![amount],
            Self::DisputeSettled { dropped, stands } => vec![dropped, stands],
            Self::Signed { autopay: None }
            | Self::Missed { .. }
            | Self::Declined { .. }
            | Self::MethodReplaced
            | Self::MethodRemoved
            | Self::AutopayStopped
            | Self::Paused { .. }
            | Self::Resumed
            | Self::Skipped
            | Self::Reaged
            | Self::Moved { .. }
            | Self::Defaulted
            | Self::Cured
            | Self::Transferred { .. }
            | Self::PracticeMerged { .. }
            | Self::PracticeLeft
            | Self::Cancelled => Vec::new(),
        }
    }
}

/// What an extra payment makes of the instalments that are left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// The same amounts, fewer of them: done sooner.
    Fewer,
    /// The same dates, smaller amounts.
    Smaller,
}

/// Why a plan is paused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// The patient asked for time.
    PatientAsked,
    /// An application for assistance is looked at.
    AssistanceReview,
    /// All that is left is in question.
    Dispute,
    /// The payer's bank took a payment back.
    Chargeback,
    /// Staff decided; the reason is in the log.
    Staff,
}

/// Why a plan ended before it was paid.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Somebody cancelled it.
    Cancelled,
    /// What is owed changed before it was signed.
    OfferLapsed,
    /// Somebody else answers for the balance now.
    PartyChanged,
    /// The practice left.
    PracticeLeft,
}
