//! Whatever happens, in whatever order.

use std::collections::{BTreeMap, BTreeSet};

use domain::plan::*;
use domain::{GuarantorId, Money, PracticeId};
use proptest::prelude::*;
use time::{Date, Duration};
use uuid::Uuid;

use crate::common::*;

fn amount() -> impl Strategy<Value = Money> {
    prop_oneof![4 => 1_i64..6_000, 1 => 1_i64..400_000].prop_map(Money::from_cents)
}

fn rhythm() -> impl Strategy<Value = Rhythm> {
    prop_oneof![
        3 => (1_u8..=31).prop_map(|day| Rhythm::Monthly { day }),
        1 => Just(Rhythm::EveryTwoWeeks),
        1 => Just(Rhythm::FirstAndFifteenth),
    ]
}

fn decline() -> impl Strategy<Value = Decline> {
    prop::sample::select(vec![Decline::InsufficientFunds, Decline::Hard, Decline::ExpiredOrDetached])
}

fn reason() -> impl Strategy<Value = PauseReason> {
    prop::sample::select(vec![PauseReason::PatientAsked, PauseReason::Staff, PauseReason::Dispute])
}

/// Any event; dates and numbers are made to fit the plan when it is applied.
fn event() -> impl Strategy<Value = Event> {
    let then = prop::sample::select(vec![Then::Fewer, Then::Smaller]);
    prop_oneof![
        6 => amount().prop_map(|amount| Event::Paid { amount }),
        1 => (1_u32..9, amount()).prop_map(|(number, amount)| Event::PaidTwice { number, amount }),
        2 => (amount(), then).prop_map(|(amount, then)| Event::PaidExtra { amount, then }),
        1 => amount().prop_map(|amount| Event::PaidOff { amount }),
        3 => (1_u32..30).prop_map(|number| Event::Missed { number }),
        1 => (1_u32..9, decline()).prop_map(|(number, kind)| Event::Declined { number, kind }),
        1 => prop::sample::select(vec![Event::MethodReplaced, Event::MethodRemoved, Event::AutopayStopped]),
        1 => amount().prop_map(|cap| Event::AutopayStarted { cap }),
        2 => amount().prop_map(|amount| Event::Joined { amount }),
        2 => amount().prop_map(|amount| Event::Lowered { amount }),
        1 => amount().prop_map(|amount| Event::Raised { amount }),
        1 => amount().prop_map(|amount| Event::Forgiven { amount }),
        3 => amount().prop_map(|amount| Event::Refunded { amount }),
        1 => amount().prop_map(|amount| Event::ChargedBack { amount }),
        1 => amount().prop_map(|amount| Event::ChargebackWon { amount }),
        2 => amount().prop_map(|amount| Event::Disputed { amount }),
        2 => (amount(), amount()).prop_map(|(dropped, stands)| Event::DisputeSettled { dropped, stands }),
        1 => reason().prop_map(|reason| Event::Paused { reason }),
        3 => Just(Event::Resumed),
        2 => Just(Event::Skipped),
        1 => prop::sample::select(vec![Event::Reaged, Event::Cured, Event::Defaulted]),
        2 => (rhythm(), any::<u8>()).prop_map(|(rhythm, days)| Event::Moved {
            rhythm,
            first: TODAY + Duration::days(i64::from(days)),
        }),
        1 => any::<u8>().prop_map(|n| Event::Transferred { to: GuarantorId(Uuid::from_u128(n.into())) }),
        1 => Just(Event::PracticeMerged { into: PracticeId(Uuid::from_u128(1)) }),
    ]
}

/// Events with the days that pass before each, and whether the patient agreed.
fn life() -> impl Strategy<Value = Vec<(i64, Event, bool)>> {
    prop::collection::vec((0_i64..25, event(), any::<bool>()), 0..30)
}

fn plan() -> impl Strategy<Value = Plan> {
    let size = prop_oneof![
        (1_u32..24).prop_map(Size::Count),
        (25_i64..400).prop_map(|each| Size::Amount(dollars(each)))
    ];
    (5_000_i64..300_000, rhythm(), size, prop_oneof![Just(0_u16), 1..3_600_u16], 0_i64..3, 0_i64..40)
        .prop_filter_map("within the policy", |(owed, rhythm, size, points, fee, wait)| {
            let policy = Policy {
                late_fee: dollars(fee),
                longest: vec![Band { up_to: None, months: 24 }],
                ..policy_at(points)
            };
            let first = rhythm.first_from(TODAY + Duration::days(1 + wait)).unwrap();
            let request = Request { rhythm, first, ..request(cents(owed), size) };
            policy.check(&request, TODAY).ok()?;
            let signed = Event::Signed { autopay: Some(dollars(100)) };
            Some(after(&propose(&policy, &request), TODAY, signed))
        })
}

/// What holds of every plan, whatever happened to it.
fn holds(plan: &Plan, on: Date, touched: &BTreeSet<u32>) -> Result<(), TestCaseError> {
    prop_assert!(plan.balances(), "invariant 6: {plan:?}");
    let numbers: BTreeSet<u32> = plan.instalments.iter().map(|one| one.number).collect();
    prop_assert_eq!(numbers.len(), plan.instalments.len(), "numbers are given once");
    prop_assert!(numbers.iter().all(|number| *number < plan.next_number));
    let unpaid: Vec<&Instalment> = plan.unpaid().collect();
    prop_assert!(unpaid.windows(2).all(|pair| pair[0].due < pair[1].due), "dates increase: {unpaid:?}");
    let rhythm = plan.terms.pace.rhythm;
    prop_assert!(unpaid.iter().filter(|one| one.due > on).all(|one| rhythm.fits(one.due)));
    // What is to come and untouched: only the last may be small, and only where it and the one
    // before could not both be large enough. What was overdue or paid in part once may be what
    // was left of an instalment; and sparing a small last one is not worth a cent of interest
    // that nobody agreed to.
    let smallest = plan.terms.pace.smallest;
    let open: Vec<&&Instalment> =
        unpaid.iter().filter(|one| one.due > on && one.paid.is_zero() && one.fee.is_zero()).collect();
    if let Some((last, others)) = open.split_last() {
        let whole = |one: &&&Instalment| one.amount() >= smallest || touched.contains(&one.number);
        prop_assert!(others.iter().all(whole), "{open:?}");
        let spare =
            others.last().is_some_and(|before| before.amount() + last.amount() >= smallest + smallest);
        prop_assert!(last.amount() >= smallest || !spare || !plan.terms.rate().is_zero(), "{open:?}");
    }
    let over = matches!(plan.state, State::Finished | State::Cancelled(_));
    prop_assert_eq!(over, plan.left().is_zero() && plan.held.is_zero(), "{:?}", plan.state);
    Ok(())
}

proptest! {
    #[test]
    fn any_life_keeps_the_invariants(plan in plan(), life in life()) {
        let mut plan = plan;
        let mut on = TODAY;
        let mut touched = BTreeSet::new();
        holds(&plan, on, &touched)?;
        let mut paid = Money::ZERO;
        for (wait, event, consent) in life {
            on += Duration::days(wait);
            touched.extend(plan.unpaid().filter(|one| one.due <= on).map(|one| one.number));
            let before = plan.clone();
            let step = Step { on, event, consent };
            let outcome = match plan.apply(&step) {
                Ok(outcome) => outcome,
                Err(Refused::CannotDraw(_)) => {
                    prop_assert!(matches!(step.event, Event::Joined { .. } | Event::Raised { .. } | Event::Moved { .. }), "{step:?} {before:?}");
                    continue;
                }
                Err(_) => continue,
            };
            plan = outcome.plan;
            holds(&plan, on, &touched)?;
            touched.extend(plan.unpaid().filter(|one| one.due <= on || one.paid.is_positive()).map(|one| one.number));
            prop_assert_eq!(plan.version > before.version, plan != before);
            // No cent appears or is lost: money in is on the plan or named as a credit.
            let credit: Money = outcome.notes.iter().map(|note| match note { Note::Credit { amount } => *amount, _ => Money::ZERO }).sum();
            let sum = |plan: &Plan| plan.instalments.iter().map(|one| one.paid).sum::<Money>();
            let moved = match step.event {
                _ if plan == before && outcome.notes.is_empty() => Money::ZERO,
                Event::Paid { amount } | Event::PaidExtra { amount, .. } | Event::PaidOff { amount } | Event::PaidTwice { amount, .. } | Event::ChargebackWon { amount } => amount - credit,
                Event::Refunded { amount } | Event::ChargedBack { amount } => credit - amount,
                _ => Money::ZERO,
            };
            paid += moved;
            prop_assert_eq!(sum(&plan), paid, "{:?} {:?} {:?}", step, before, outcome.notes);
            // Nobody is worse off without having agreed.
            let given_back = (-moved).or_zero();
            let late_fees = |plan: &Plan| plan.instalments.iter().map(|one| one.fee).sum::<Money>();
            if !consent && late_fees(&before) == late_fees(&plan) && !matches!(step.event, Event::DisputeSettled { .. }) {
                let worse = worse_for_patient(&before.instalments, &plan.instalments, given_back);
                let real: Vec<&Worse> = worse.iter().filter(|one| before.terms.rate().is_zero() || !matches!(one, Worse::Costlier { .. })).collect();
                prop_assert!(real.is_empty() || given_back.is_positive(), "{step:?}: {worse:?} {before:?}");
            }
        }
    }

    #[test]
    fn what_is_offered_keeps_to_the_policy(owed in 1_i64..1_200_000, rhythm in rhythm(), each in 1_i64..60_000, count in 0_u32..40, by_count: bool, wait in 0_i64..60, points in 0_u16..=3_600) {
        let policy = policy_at(points);
        let size = if by_count { Size::Count(count) } else { Size::Amount(cents(each)) };
        let first = TODAY + Duration::days(wait);
        let request = Request { rhythm, first, ..request(cents(owed), size) };
        match policy.offer(&request, TODAY) {
            Ok(offer) => {
                prop_assert_eq!(offer.instalments.iter().map(|one| one.principal).sum::<Money>(), cents(owed));
                prop_assert!(offer.instalments.len() <= policy.most_instalments_for(cents(owed), rhythm) as usize);
                prop_assert_eq!(offer.disclosure.is_some(), offer.instalments.len() > 4 || offer.instalments.iter().any(|one| one.interest.is_positive()));
            }
            Err(refusals) => {
                // What a refusal says is offered instead, is.
                let instead: BTreeMap<u8, Money> = refusals.iter().filter_map(|one| match one { Refusal::Instalments { least, .. } => Some((0, *least)), _ => None }).collect();
                if let ([Refusal::Instalments { .. }], Some(least)) = (refusals.as_slice(), instead.get(&0)) {
                    let again = Request { size: Size::Amount(*least), ..request };
                    prop_assert_eq!(policy.check(&again, TODAY), Ok(()));
                }
            }
        }
    }
}

proptest! {
    /// What a forged request holds is refused, and computes to an end.
    #[test]
    fn no_request_panics(
        amounts in prop::collection::vec(any::<i64>(), 0..4),
        down: i64,
        each: i64,
        count: u32,
        by_count: bool,
        day: u8,
        first in Date::MIN.to_julian_day()..=Date::MAX.to_julian_day(),
        points in 0_u16..=3_600,
    ) {
        let standing = None;
        let visit = domain::VisitId(Uuid::from_u128(1));
        let balances = amounts.iter().map(|one| Balance { visit, amount: cents(*one), standing }).collect();
        let size = if by_count { Size::Count(count) } else { Size::Amount(cents(each)) };
        let first = Date::from_julian_day(first).unwrap();
        let request = Request { balances, down: cents(down), rhythm: Rhythm::Monthly { day }, first, size };
        prop_assert!(policy_at(points).offer(&request, TODAY).is_err());
        let small = Request { down: Money::ZERO, ..super::common::request(dollars(900), size) };
        // Refused, or drawn whole.
        if let Ok(offer) = policy_at(points).offer(&Request { first, ..small }, TODAY) {
            let drawn: Money = offer.instalments.iter().map(|one| one.principal).sum();
            prop_assert_eq!(drawn, dollars(900));
        }
    }

    #[test]
    fn no_event_panics(event in event(), amount: i64, on in Date::MIN.to_julian_day()..=Date::MAX.to_julian_day()) {
        let on = Date::from_julian_day(on).unwrap();
        let amount = cents(amount);
        let plan = active();
        for event in [event, Event::Joined { amount }, Event::Paid { amount }, Event::Refunded { amount }, Event::Lowered { amount }, Event::Disputed { amount }, Event::DisputeSettled { dropped: amount, stands: amount }, Event::PaidExtra { amount, then: Then::Smaller }] {
            if let Ok(outcome) = plan.apply(&agreed(on, event)) {
                prop_assert!(outcome.plan.balances());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_same_life_told_in_json_is_the_same_plan(plan in plan(), life in life()) {
        let mut on = TODAY;
        let (mut here, mut there) = (plan.clone(), plan);
        for (wait, event, consent) in life {
            on += Duration::days(wait);
            let step = Step { on, event, consent };
            let read: Step = serde_json::from_str(&serde_json::to_string(&step).unwrap()).unwrap();
            let told: Plan = serde_json::from_str(&serde_json::to_string(&there).unwrap()).unwrap();
            match (here.apply(&step), told.apply(&read)) {
                (Ok(one), Ok(other)) => {
                    prop_assert_eq!(&one, &other);
                    (here, there) = (one.plan, other.plan);
                }
                (one, other) => prop_assert_eq!(one, other),
            }
        }
    }
}
