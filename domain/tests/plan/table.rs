//! Every event in every state: what the reader of the table sees is what happens.

use domain::plan::*;
use domain::{GuarantorId, PracticeId};
use time::macros::date;
use uuid::Uuid;

use crate::common::*;

/// The day of all the events here: instalment 1 is past its grace days.
const ON: time::Date = date!(2027 - 01 - 15);

fn states() -> Vec<(&'static str, Plan)> {
    let missed = after(&active(), ON, Event::Missed { number: 1 });
    let mut broken = missed.clone();
    broken.terms.missed_to_default = 1;
    let mut lapsed = active();
    lapsed.terms.missed_to_default = 1;
    let broken = after(&lapsed, ON, Event::Missed { number: 1 });
    vec![
        ("proposed", proposed()),
        ("active", active()),
        ("at risk", missed),
        ("paused", after(&active(), TODAY, Event::Paused { reason: PauseReason::PatientAsked })),
        ("broken", broken),
        ("finished", after(&active(), ON, Event::PaidOff { amount: dollars(200) })),
        ("cancelled", after(&active(), ON, Event::Cancelled)),
    ]
}

/// `A` applies, `=` changes nothing, `L` the offer lapses, and else why it is refused; in the
/// order of [`states`].
fn rows() -> Vec<(Event, [&'static str; 7])> {
    let amount = dollars(20);
    let reason = PauseReason::Staff;
    let moved = Event::Moved { rhythm: Rhythm::Monthly { day: 10 }, first: date!(2027 - 03 - 10) };
    let settled = Event::DisputeSettled { dropped: amount, stands: dollars(0) };
    let declined = Event::Declined { number: 1, kind: Decline::InsufficientFunds };
    let to = GuarantorId(Uuid::from_u128(9));
    let merged = Event::PracticeMerged { into: PracticeId(Uuid::from_u128(9)) };
    const NS: &str = "NotSigned";
    const OVER: &str = "Over";
    const PAUSED: &str = "IsPaused";
    const BROKEN: &str = "IsBroken";
    const HELD: &str = "MoreThanHeld";
    const NOT_PAUSED: &str = "NotPaused";
    vec![
        // proposed, active, at risk, paused, broken, finished, cancelled
        (Event::Signed { autopay: None }, ["OfferStale", "=", "=", "=", "=", "=", OVER]),
        (Event::Paid { amount }, ["L", "A", "A", "A", "A", "A", "="]),
        (Event::PaidTwice { number: 1, amount }, ["L", "A", "A", "A", "A", "A", "="]),
        (Event::PaidExtra { amount, then: Then::Fewer }, ["L", "A", "A", "A", "A", "A", "="]),
        (Event::PaidOff { amount: dollars(200) }, ["L", "A", "A", "A", "A", "A", "="]),
        (Event::Missed { number: 1 }, ["=", "A", "=", "=", "=", "=", "="]),
        (declined, ["=", "A", "A", "A", "A", "=", "="]),
        (Event::MethodReplaced, [NS, "=", "=", "=", "=", "=", "="]),
        (Event::MethodRemoved, ["=", "A", "A", "A", "A", "=", "="]),
        (Event::AutopayStarted { cap: amount }, [NS, "A", "A", "A", "A", OVER, OVER]),
        (Event::AutopayStopped, [NS, "A", "A", "A", "A", "=", "="]),
        (Event::Joined { amount }, [NS, "A", "Behind", PAUSED, BROKEN, OVER, OVER]),
        (Event::Lowered { amount }, ["L", "A", "A", "A", "A", "A", "="]),
        (Event::Raised { amount }, ["L", "A", "A", "A", "A", "A", "="]),
        (Event::Forgiven { amount }, ["L", "A", "A", "A", "A", "A", "="]),
        (Event::Refunded { amount }, ["=", "A", "A", "A", "A", "A", "="]),
        (Event::ChargedBack { amount }, ["=", "A", "A", "A", "A", "A", "="]),
        (Event::ChargebackWon { amount }, ["=", "A", "A", "A", "A", "A", "="]),
        (Event::Disputed { amount }, ["L", "A", "A", "A", "A", "=", "="]),
        (settled, ["=", HELD, HELD, HELD, HELD, "=", "="]),
        (Event::Paused { reason }, [NS, "A", "A", "=", BROKEN, OVER, OVER]),
        (Event::Resumed, [NS, NOT_PAUSED, NOT_PAUSED, "A", NOT_PAUSED, OVER, OVER]),
        (Event::Skipped, [NS, "A", "Behind", PAUSED, BROKEN, OVER, OVER]),
        (Event::Reaged, [NS, "A", "A", PAUSED, BROKEN, OVER, OVER]),
        (moved, [NS, "A", "A", PAUSED, BROKEN, OVER, OVER]),
        (Event::Defaulted, [NS, "NotBehind", "TooFewMissed", PAUSED, "=", OVER, OVER]),
        (Event::Cured, [NS, "=", "=", PAUSED, "A", OVER, OVER]),
        (Event::Transferred { to }, ["L", "A", "A", "A", "A", "=", "="]),
        (merged, ["=", "A", "A", "A", "A", "=", "="]),
        (Event::PracticeLeft, ["A", "A", "A", "A", "A", "=", "="]),
        (Event::Cancelled, ["A", "A", "A", "A", "A", OVER, "="]),
    ]
}

fn seen(plan: &Plan, event: &Event) -> String {
    match plan.apply(&agreed(ON, event.clone())) {
        Err(why) => format!("{why:?}").split([' ', '{', '(']).next().unwrap_or_default().to_owned(),
        Ok(outcome) => {
            assert!(outcome.plan.balances(), "{event:?}: {outcome:?}");
            if outcome.plan == *plan && outcome.notes.is_empty() {
                return "=".to_owned();
            }
            let lapsed = outcome.plan.state == State::Cancelled(EndReason::OfferLapsed);
            if lapsed { "L" } else { "A" }.to_owned()
        }
    }
}

#[test]
fn every_event_is_defined_in_every_state() {
    let mut wrong = Vec::new();
    for (event, row) in rows() {
        for ((name, plan), expected) in states().iter().zip(row) {
            let seen = seen(plan, &event);
            if seen != expected {
                wrong.push(format!("{event:?} when {name}: {seen}, not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_above_leaves_no_event_out() {
    let names = |events: &[Event]| {
        let mut names: Vec<String> = events
            .iter()
            .map(|event| format!("{event:?}").split(' ').next().unwrap_or_default().to_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let here: Vec<Event> = rows().into_iter().map(|(event, _)| event).collect();
    // Grows with the enum: a new event does not compile until it is named here.
    let known = |event: &Event| match event {
        Event::Signed { .. }
        | Event::Paid { .. }
        | Event::PaidTwice { .. }
        | Event::PaidExtra { .. }
        | Event::PaidOff { .. }
        | Event::Missed { .. }
        | Event::Declined { .. }
        | Event::MethodReplaced
        | Event::MethodRemoved
        | Event::AutopayStarted { .. }
        | Event::AutopayStopped
        | Event::Joined { .. }
        | Event::Lowered { .. }
        | Event::Raised { .. }
        | Event::Forgiven { .. }
        | Event::Refunded { .. }
        | Event::ChargedBack { .. }
        | Event::ChargebackWon { .. }
        | Event::Disputed { .. }
        | Event::DisputeSettled { .. }
        | Event::Paused { .. }
        | Event::Resumed
        | Event::Skipped
        | Event::Reaged
        | Event::Moved { .. }
        | Event::Defaulted
        | Event::Cured
        | Event::Transferred { .. }
        | Event::PracticeMerged { .. }
        | Event::PracticeLeft
        | Event::Cancelled => 31,
    };
    assert_eq!(names(&here).len(), known(&here[0]));
}

#[test]
fn nothing_at_all_is_no_amount() {
    for cents in [0, -1] {
        let amount = domain::Money::from_cents(cents);
        for event in [
            Event::Paid { amount },
            Event::Refunded { amount },
            Event::Lowered { amount },
            Event::Joined { amount },
            Event::DisputeSettled { dropped: amount, stands: amount },
            Event::Signed { autopay: Some(amount) },
        ] {
            assert_eq!(active().apply(&agreed(ON, event)), Err(Refused::NoAmount));
        }
    }
}
