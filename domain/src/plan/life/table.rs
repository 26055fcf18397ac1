//! Which event does what in which state: the whole table, without a default.

use super::State;
use super::event::Event;
use super::outcome::Refused;

/// What a state makes of an event, before its details are looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It does what it says.
    Applies,
    /// It is known, and changes nothing here.
    Unchanged,
    /// What was offered is not what is owed any more: the unsigned plan ends.
    Lapses,
    /// It is refused.
    Refused(Refused),
}

use Answer::{Applies, Lapses, Refused as No, Unchanged};

/// What a state makes of an event.
#[must_use]
pub fn answer(state: State, event: &Event) -> Answer {
    match state {
        State::Proposed => proposed(event),
        State::Active | State::AtRisk => running(state, event),
        State::Paused(_) => paused(event),
        State::Defaulted => broken(event),
        State::Finished => finished(event),
        State::Cancelled(_) => cancelled(event),
    }
}

fn proposed(event: &Event) -> Answer {
    match event {
        Event::Signed { .. } | Event::PracticeLeft | Event::Cancelled => Applies,
        Event::Paid { .. }
        | Event::PaidTwice { .. }
        | Event::PaidExtra { .. }
        | Event::PaidOff { .. }
        | Event::Lowered { .. }
        | Event::Raised { .. }
        | Event::Forgiven { .. }
        | Event::Disputed { .. }
        | Event::Transferred { .. } => Lapses,
        Event::Missed { .. }
        | Event::Declined { .. }
        | Event::MethodRemoved
        | Event::Refunded { .. }
        | Event::ChargedBack { .. }
        | Event::ChargebackWon { .. }
        | Event::DisputeSettled { .. }
        | Event::PracticeMerged { .. } => Unchanged,
        Event::MethodReplaced
        | Event::AutopayStarted { .. }
        | Event::AutopayStopped
        | Event::Joined { .. }
        | Event::Paused { .. }
        | Event::Resumed
        | Event::Skipped
        | Event::Reaged
        | Event::Moved { .. }
        | Event::Defaulted
        | Event::Cured => No(Refused::NotSigned),
    }
}

/// Money, facts about the balance, methods and the end: the same in every signed, unended state.
fn signed(event: &Event) -> Option<Answer> {
    match event {
        Event::Signed { .. } => Some(Unchanged),
        Event::Paid { .. }
        | Event::PaidTwice { .. }
        | Event::PaidExtra { .. }
        | Event::PaidOff { .. }
        | Event::Declined { .. }
        | Event::MethodReplaced
        | Event::MethodRemoved
        | Event::AutopayStarted { .. }
        | Event::AutopayStopped
        | Event::Lowered { .. }
        | Event::Raised { .. }
        | Event::Forgiven { .. }
        | Event::Refunded { .. }
        | Event::ChargedBack { .. }
        | Event::ChargebackWon { .. }
        | Event::Disputed { .. }
        | Event::DisputeSettled { .. }
        | Event::Transferred { .. }
        | Event::PracticeMerged { .. }
        | Event::PracticeLeft
        | Event::Cancelled => Some(Applies),
        Event::Missed { .. }
        | Event::Joined { .. }
        | Event::Paused { .. }
        | Event::Resumed
        | Event::Skipped
        | Event::Reaged
        | Event::Moved { .. }
        | Event::Defaulted
        | Event::Cured => None,
    }
}

fn running(state: State, event: &Event) -> Answer {
    let behind = state == State::AtRisk;
    signed(event).unwrap_or(match event {
        Event::Joined { .. } | Event::Skipped if behind => No(Refused::Behind),
        Event::Defaulted if !behind => No(Refused::NotBehind),
        Event::Resumed => No(Refused::NotPaused),
        Event::Cured => Unchanged,
        _ => Applies,
    })
}

fn paused(event: &Event) -> Answer {
    signed(event).unwrap_or(match event {
        Event::Resumed => Applies,
        // Nothing is late while nothing is asked; who paused first keeps the reason.
        Event::Missed { .. } | Event::Paused { .. } => Unchanged,
        _ => No(Refused::IsPaused),
    })
}

fn broken(event: &Event) -> Answer {
    signed(event).unwrap_or(match event {
        Event::Missed { .. } | Event::Cured => Applies,
        Event::Defaulted => Unchanged,
        Event::Resumed => No(Refused::NotPaused),
        _ => No(Refused::IsBroken),
    })
}

fn finished(event: &Event) -> Answer {
    match event {
        // More money is a credit; money that goes back opens the plan again.
        Event::Paid { .. }
        | Event::PaidTwice { .. }
        | Event::PaidExtra { .. }
        | Event::PaidOff { .. }
        | Event::Lowered { .. }
        | Event::Raised { .. }
        | Event::Forgiven { .. }
        | Event::Refunded { .. }
        | Event::ChargedBack { .. }
        | Event::ChargebackWon { .. } => Applies,
        Event::Signed { .. }
        | Event::Missed { .. }
        | Event::Declined { .. }
        | Event::MethodReplaced
        | Event::MethodRemoved
        | Event::AutopayStopped
        | Event::Disputed { .. }
        | Event::DisputeSettled { .. }
        | Event::Transferred { .. }
        | Event::PracticeMerged { .. }
        | Event::PracticeLeft => Unchanged,
        Event::AutopayStarted { .. }
        | Event::Joined { .. }
        | Event::Paused { .. }
        | Event::Resumed
        | Event::Skipped
        | Event::Reaged
        | Event::Moved { .. }
        | Event::Defaulted
        | Event::Cured
        | Event::Cancelled => No(Refused::Over),
    }
}

fn cancelled(event: &Event) -> Answer {
    match event {
        Event::Signed { .. } => No(Refused::Over),
        // What is left is an ordinary balance: the books know, the plan does not.
        Event::Paid { .. }
        | Event::PaidTwice { .. }
        | Event::PaidExtra { .. }
        | Event::PaidOff { .. }
        | Event::Lowered { .. }
        | Event::Raised { .. }
        | Event::Forgiven { .. }
        | Event::Refunded { .. }
        | Event::ChargedBack { .. }
        | Event::ChargebackWon { .. }
        | Event::Cancelled => Unchanged,
        other => finished(other),
    }
}
