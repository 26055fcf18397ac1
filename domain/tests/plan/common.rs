//! Plans to begin with.

use domain::plan::*;
use domain::{GuarantorId, Money, PlanId, VisitId};
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

/// The day on which every plan here is signed.
pub const TODAY: Date = date!(2026 - 12 - 14);

pub fn dollars(dollars: i64) -> Money {
    Money::from_cents(dollars * 100)
}

pub fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

pub fn days(days: i64) -> Duration {
    Duration::days(days)
}

/// A practice that allows long plans.
pub fn policy() -> Policy {
    Policy { most_instalments: 24, ..Policy::usual(date!(2026 - 01 - 01)) }
}

/// A practice that asks for interest, in hundredths of a percent.
pub fn policy_at(points: u16) -> Policy {
    Policy { rate: Rate::from_basis_points(points).unwrap(), ..policy() }
}

pub fn request(owed: Money, size: Size) -> Request {
    Request {
        balances: vec![Balance { visit: VisitId(Uuid::from_u128(1)), amount: owed, standing: None }],
        down: Money::ZERO,
        rhythm: Rhythm::Monthly { day: 31 },
        first: date!(2026 - 12 - 31),
        size,
    }
}

/// $200 in four instalments of $50, due on the last of December, January, February and March.
pub fn proposed() -> Plan {
    propose(&policy(), &request(dollars(200), Size::Amount(dollars(50))))
}

pub fn propose(policy: &Policy, request: &Request) -> Plan {
    let offer = policy.offer(request, TODAY).unwrap();
    Plan::propose(PlanId(Uuid::from_u128(7)), GuarantorId(Uuid::from_u128(8)), &offer)
}

/// The same, signed, with autopay up to $60 at once.
pub fn active() -> Plan {
    after(&proposed(), TODAY, Event::Signed { autopay: Some(dollars(60)) })
}

pub fn step(on: Date, event: Event) -> Step {
    Step { on, event, consent: false }
}

pub fn agreed(on: Date, event: Event) -> Step {
    Step { on, event, consent: true }
}

/// The plan after an event nobody had to agree to.
pub fn after(plan: &Plan, on: Date, event: Event) -> Plan {
    let next = plan.apply(&step(on, event)).unwrap().plan;
    assert!(next.balances(), "{next:?}");
    next
}

/// What an event tells.
pub fn notes(plan: &Plan, on: Date, event: Event) -> Vec<Note> {
    plan.apply(&step(on, event)).unwrap().notes
}

/// What is still asked, by date.
pub fn asked(plan: &Plan) -> Vec<(Date, Money)> {
    plan.unpaid().map(|one| (one.due, one.left())).collect()
}

/// What is still asked, in cents.
pub fn lefts(plan: &Plan) -> Vec<i64> {
    plan.unpaid().map(|one| one.left().cents()).collect()
}

pub fn amounts(drawn: &[Instalment]) -> Vec<i64> {
    drawn.iter().map(|one| one.amount().cents()).collect()
}
