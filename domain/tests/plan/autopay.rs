use domain::plan::*;
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration};

use crate::common::*;

const DUE: Date = date!(2027 - 01 - 31);

#[test]
fn an_empty_account_is_tried_again_in_three_days_then_in_a_week_then_never() {
    let next = |attempts: &[Date]| {
        Retries::default().next(Decline::InsufficientFunds, attempts, Some(date!(2027 - 02 - 28)))
    };
    assert_eq!(next(&[DUE]), Next::RetryOn(date!(2027 - 02 - 03)));
    assert_eq!(next(&[DUE, date!(2027 - 02 - 03)]), Next::RetryOn(date!(2027 - 02 - 10)));
    assert_eq!(next(&[DUE, date!(2027 - 02 - 03), date!(2027 - 02 - 10)]), Next::StopAndTell);
}

#[test]
fn no_retry_falls_on_the_next_instalment() {
    let next = |due| Retries::default().next(Decline::InsufficientFunds, &[DUE], Some(due));
    assert_eq!(next(date!(2027 - 02 - 03)), Next::StopAndTell);
    assert_eq!(next(date!(2027 - 02 - 04)), Next::RetryOn(date!(2027 - 02 - 03)));
}

#[test]
fn what_another_day_does_not_mend_is_not_tried_again() {
    let next = |kind| Retries::default().next(kind, &[DUE], None);
    assert_eq!(next(Decline::AuthenticationRequired), Next::AskToConfirm);
    assert_eq!(next(Decline::ExpiredOrDetached), Next::AskForMethod);
    assert_eq!(next(Decline::Hard), Next::AskForMethod);
    assert_eq!(next(Decline::Unavailable), Next::RetryOn(DUE + days(3)));
}

#[test]
fn a_code_nobody_knows_is_not_tried_again() {
    for (code, kind) in [
        ("authentication_required", Decline::AuthenticationRequired),
        ("insufficient_funds", Decline::InsufficientFunds),
        ("expired_card", Decline::ExpiredOrDetached),
        ("processing_error", Decline::Unavailable),
        ("stolen_card", Decline::Hard),
        ("do_not_honor", Decline::Hard),
        ("something_new", Decline::Hard),
    ] {
        assert_eq!(Decline::from_stripe(code), kind, "{code}");
    }
}

#[test]
fn a_charge_above_the_signed_cap_asks_first() {
    let plan = active();
    let december = date!(2026 - 12 - 31);
    let one = Charge { numbers: vec![1], amount: dollars(50), asks_first: false };
    assert_eq!(plan.charge_on(date!(2026 - 12 - 30), &[]), None);
    assert_eq!(plan.charge_on(december, &[]), Some(one));
    let two = Charge { numbers: vec![1, 2], amount: dollars(100), asks_first: true };
    assert_eq!(plan.charge_on(DUE, &[]), Some(two));
    let second = Charge { numbers: vec![2], amount: dollars(50), asks_first: false };
    assert_eq!(plan.charge_on(DUE, &[(1, december)]), Some(second));
}

#[test]
fn nothing_is_taken_when_it_was_paid_paused_stopped_or_ended() {
    let december = date!(2026 - 12 - 31);
    let taken = |event| after(&active(), TODAY, event).charge_on(december, &[]);
    assert_eq!(taken(Event::Paid { amount: dollars(50) }), None);
    assert_eq!(taken(Event::Paused { reason: PauseReason::PatientAsked }), None);
    assert_eq!(taken(Event::AutopayStopped), None);
    assert_eq!(taken(Event::MethodRemoved), None);
    assert_eq!(taken(Event::Cancelled), None);
    assert_eq!(taken(Event::Declined { number: 1, kind: Decline::Hard }), None);
    let part = taken(Event::Paid { amount: dollars(20) }).unwrap();
    assert_eq!(part.amount, dollars(30));
}

#[test]
fn a_few_cents_are_taken_with_the_next_instalment_and_never_missed() {
    let plan = after(&active(), TODAY, Event::Paid { amount: cents(4_990) });
    assert_eq!(plan.charge_on(date!(2026 - 12 - 31), &[]), None);
    assert_eq!(after(&plan, date!(2027 - 01 - 15), Event::Missed { number: 1 }), plan);
    let both = Charge { numbers: vec![1, 2], amount: cents(5_010), asks_first: false };
    assert_eq!(plan.charge_on(DUE, &[]), Some(both));
}

#[test]
fn a_new_method_starts_autopay_again_only_where_it_was_signed() {
    let gone = after(&active(), TODAY, Event::MethodRemoved);
    assert_eq!(gone.autopay, Autopay::NeedsMethod { cap: dollars(60) });
    assert_eq!(after(&gone, TODAY, Event::MethodReplaced).autopay, Autopay::On { cap: dollars(60) });
    let stopped = after(&active(), TODAY, Event::AutopayStopped);
    assert_eq!(after(&stopped, TODAY, Event::MethodReplaced).autopay, Autopay::Off);
}

proptest! {
    /// Whatever a practice writes into its policy.
    #[test]
    fn never_more_than_three_attempts_each_on_a_later_day(
        attempts: u8,
        days_apart in prop::collection::vec(any::<u8>(), 0..5),
    ) {
        let retries = Retries { attempts, days_apart };
        let mut tried = vec![DUE];
        while let Next::RetryOn(day) = retries.next(Decline::InsufficientFunds, &tried, None) {
            prop_assert!(day >= *tried.last().unwrap() + Duration::days(1));
            tried.push(day);
            prop_assert!(tried.len() <= 3);
        }
    }
}
