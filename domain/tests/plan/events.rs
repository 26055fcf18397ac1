//! The rest of a plan's life.

use domain::plan::*;
use domain::{GuarantorId, Money};
use time::macros::date;
use uuid::Uuid;

use crate::common::*;

const DEC: time::Date = date!(2026 - 12 - 31);
const JAN: time::Date = date!(2027 - 01 - 31);
const FEB: time::Date = date!(2027 - 02 - 28);
const MAR: time::Date = date!(2027 - 03 - 31);
const APR: time::Date = date!(2027 - 04 - 30);

fn worse(plan: &Plan, on: time::Date, event: Event) -> Vec<Worse> {
    match plan.apply(&step(on, event)) {
        Err(Refused::NeedsConsent { worse }) => worse,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_new_balance_joins_by_consent_only() {
    let join = Event::Joined { amount: dollars(70) };
    let costlier = Worse::Costlier { before: dollars(200), now: dollars(270) };
    assert_eq!(worse(&active(), TODAY, join.clone()), [costlier]);
    let outcome = active().apply(&agreed(TODAY, join)).unwrap();
    assert_eq!(lefts(&outcome.plan), [5_000, 5_000, 5_000, 5_000, 4_500, 2_500]);
    assert!(outcome.plan.balances());
    assert!(outcome.notes.contains(&Note::DisclosureNeeded), "six instalments are more than four");
    let mut closed = active();
    closed.terms.balances_may_join = false;
    let refused = closed.apply(&agreed(TODAY, Event::Joined { amount: dollars(70) }));
    assert_eq!(refused, Err(Refused::BalancesStayOut));
}

#[test]
fn what_the_insurer_adds_stays_outside_until_the_patient_agrees() {
    let raised = Event::Raised { amount: dollars(50) };
    let outcome = active().apply(&step(TODAY, raised.clone())).unwrap();
    assert_eq!(outcome.plan, active());
    assert_eq!(outcome.notes, [Note::OutsidePlan { amount: dollars(50) }]);
    let joined = active().apply(&agreed(TODAY, raised)).unwrap().plan;
    assert_eq!(asked(&joined).last(), Some(&(APR, dollars(50))));
}

#[test]
fn an_instalment_is_missed_after_its_grace_days_and_two_break_the_plan() {
    let missed = |number| Event::Missed { number };
    let soon = active().apply(&step(date!(2027 - 01 - 10), missed(1)));
    assert_eq!(soon, Err(Refused::StillInGrace { until: date!(2027 - 01 - 10) }));
    let one = after(&active(), date!(2027 - 01 - 11), missed(1));
    assert_eq!(one.state, State::AtRisk);
    assert_eq!(after(&one, date!(2027 - 01 - 11), missed(1)), one, "told twice is missed once");
    let two = after(&one, date!(2027 - 02 - 11), missed(2));
    assert_eq!(two.state, State::Defaulted);
    let never = active().apply(&step(JAN, missed(9)));
    assert_eq!(never, Err(Refused::NoInstalment { number: 9 }));
}

#[test]
fn a_late_fee_is_asked_once_and_only_where_it_was_signed() {
    let missed = |fee| {
        let policy = Policy { late_fee: dollars(fee), ..policy() };
        let plan = propose(&policy, &request(dollars(200), Size::Amount(dollars(50))));
        let plan = after(&plan, TODAY, Event::Signed { autopay: None });
        after(&plan, JAN, Event::Missed { number: 1 }).left()
    };
    assert_eq!((missed(0), missed(5)), (dollars(200), dollars(205)));
}

#[test]
fn the_way_back_is_one_tap() {
    let one = after(&active(), date!(2027 - 02 - 11), Event::Missed { number: 1 });
    let broken = after(&one, date!(2027 - 02 - 11), Event::Missed { number: 2 });
    let cured = after(&broken, date!(2027 - 02 - 12), Event::Cured);
    assert_eq!(cured.state, State::Active);
    let may = date!(2027 - 05 - 31);
    assert_eq!(asked(&cured), [FEB, MAR, APR, may].map(|due| (due, dollars(50))));
    // Paying what is overdue does it as well.
    assert_eq!(after(&broken, FEB, Event::Paid { amount: dollars(100) }).state, State::Active);
}

#[test]
fn re_aging_an_interest_plan_costs_more_and_asks() {
    let plan = propose(&policy_at(2_400), &request(dollars(900), Size::Count(9)));
    let plan = after(&plan, TODAY, Event::Signed { autopay: None });
    let late = after(&plan, date!(2027 - 04 - 15), Event::Missed { number: 1 });
    let asked = worse(&late, date!(2027 - 04 - 15), Event::Reaged);
    assert!(matches!(asked[..], [Worse::Costlier { .. }]), "{asked:?}");
    let agreed = late.apply(&agreed(date!(2027 - 04 - 15), Event::Reaged)).unwrap().plan;
    assert!(agreed.balances() && agreed.state == State::Active);
}

#[test]
fn a_pause_asks_nothing_and_what_passed_moves_on() {
    let paused = after(&active(), TODAY, Event::Paused { reason: PauseReason::AssistanceReview });
    assert_eq!(after(&paused, date!(2027 - 02 - 01), Event::Missed { number: 1 }), paused);
    let on = after(&paused, date!(2027 - 02 - 26), Event::Resumed);
    let may = date!(2027 - 05 - 31);
    let june = date!(2027 - 06 - 30);
    // 28 February is sooner than three days' notice.
    assert_eq!(asked(&on), [MAR, APR, may, june].map(|due| (due, dollars(50))));
    let soon = after(&paused, TODAY, Event::Resumed);
    assert_eq!(asked(&soon), asked(&active()), "nothing has passed, nothing moves");
}

#[test]
fn one_skip_a_year() {
    let once = after(&active(), date!(2027 - 01 - 02), Event::Skipped);
    assert_eq!(
        asked(&once),
        [(DEC, 50), (FEB, 50), (MAR, 50), (APR, 50)].map(|(due, each)| (due, dollars(each)))
    );
    let again = once.apply(&step(date!(2027 - 02 - 01), Event::Skipped));
    assert_eq!(again, Err(Refused::NoSkipLeft { from: date!(2028 - 01 - 02) }));
    let mut never = active();
    never.terms.skips_a_year = 0;
    let from = time::Date::MAX;
    assert_eq!(never.apply(&step(TODAY, Event::Skipped)), Err(Refused::NoSkipLeft { from }));
}

#[test]
fn a_later_pay_day_applies_and_an_earlier_one_asks() {
    let moved = |day, first| Event::Moved { rhythm: Rhythm::Monthly { day }, first };
    let later = after(&active(), TODAY, moved(5, date!(2027 - 01 - 05)));
    assert_eq!(asked(&later)[0].0, date!(2027 - 01 - 05));
    let sooner = worse(&active(), TODAY, moved(20, date!(2026 - 12 - 20)));
    assert!(matches!(sooner[..], [Worse::Sooner { .. }]), "{sooner:?}");
    // The same amount every two weeks is more a month.
    let fortnights = Event::Moved { rhythm: Rhythm::EveryTwoWeeks, first: DEC };
    assert!(matches!(worse(&active(), TODAY, fortnights)[..], [Worse::Sooner { .. }]));
    for event in [moved(5, date!(2027 - 01 - 06)), moved(16, date!(2026 - 12 - 16))] {
        assert_eq!(active().apply(&agreed(TODAY, event)), Err(Refused::NotAPayDay));
    }
}

#[test]
fn a_disputed_part_is_not_asked_and_comes_back_at_the_end_or_not_at_all() {
    let held = after(&active(), TODAY, Event::Disputed { amount: dollars(60) });
    assert_eq!(lefts(&held), [5_000, 5_000, 4_000]);
    assert_eq!((held.held, held.principal_left()), (dollars(60), dollars(200)));
    let settled =
        |dropped, stands| Event::DisputeSettled { dropped: dollars(dropped), stands: dollars(stands) };
    assert_eq!(lefts(&after(&held, TODAY, settled(60, 0))), [5_000, 5_000, 4_000]);
    assert_eq!(asked(&after(&held, TODAY, settled(0, 60))), asked(&active()));
    let part = after(&held, TODAY, settled(20, 30));
    assert_eq!((part.held, part.left()), (dollars(10), dollars(170)));
    let more = held.apply(&step(TODAY, settled(30, 31)));
    assert_eq!(more, Err(Refused::MoreThanHeld { held: dollars(60) }));
}

#[test]
fn when_all_is_in_question_the_plan_waits() {
    let held = after(&active(), TODAY, Event::Disputed { amount: dollars(500) });
    assert_eq!((held.state, held.left()), (State::Paused(PauseReason::Dispute), Money::ZERO));
    let stands = Event::DisputeSettled { dropped: Money::ZERO, stands: dollars(200) };
    let back = after(&held, date!(2027 - 02 - 20), stands);
    assert_eq!((back.state, asked(&back)[0]), (State::Active, (FEB, dollars(50))));
    assert_eq!(lefts(&back), [5_000; 4]);
    let dropped = Event::DisputeSettled { dropped: dollars(200), stands: Money::ZERO };
    assert_eq!(after(&held, FEB, dropped).state, State::Finished);
}

#[test]
fn who_takes_a_plan_over_agrees_and_starts_without_autopay() {
    let to = GuarantorId(Uuid::from_u128(99));
    let taken = active().apply(&agreed(TODAY, Event::Transferred { to })).unwrap().plan;
    assert_eq!((taken.guarantor, taken.autopay, taken.state), (to, Autopay::Off, State::Active));
    let ended = after(&active(), TODAY, Event::Transferred { to });
    assert_eq!(ended.state, State::Cancelled(EndReason::PartyChanged));
}

#[test]
fn an_end_releases_what_is_left_and_charges_no_more() {
    let plan = after(&active(), DEC, Event::Paid { amount: dollars(70) });
    for (event, why) in
        [(Event::Cancelled, EndReason::Cancelled), (Event::PracticeLeft, EndReason::PracticeLeft)]
    {
        let outcome = plan.apply(&step(DEC, event)).unwrap();
        assert_eq!(outcome.notes, [Note::Ended { released: dollars(130) }]);
        assert_eq!((outcome.plan.state, outcome.plan.left()), (State::Cancelled(why), Money::ZERO));
        assert_eq!((outcome.plan.charge_on(JAN, &[]), outcome.plan.balances()), (None, true));
    }
}

#[test]
fn what_was_offered_for_another_balance_or_day_is_not_signed() {
    let lapsed = after(&proposed(), TODAY, Event::Lowered { amount: dollars(10) });
    assert_eq!(lapsed.state, State::Cancelled(EndReason::OfferLapsed));
    let sign =
        |plan: &Plan, on| plan.apply(&step(on, Event::Signed { autopay: None })).map(|done| done.plan.state);
    let tomorrow = TODAY + days(1);
    assert_eq!(sign(&proposed(), tomorrow), Ok(State::Active), "past midnight the schedule is the same");
    assert_eq!(sign(&proposed(), DEC), Err(Refused::OfferStale));
    let interest = propose(&policy_at(999), &request(dollars(200), Size::Count(4)));
    assert_eq!(sign(&interest, tomorrow), Err(Refused::OfferStale));
}

#[test]
fn a_plan_is_what_its_events_made_of_it() {
    let steps = [
        step(TODAY, Event::Signed { autopay: Some(dollars(60)) }),
        step(DEC, Event::Paid { amount: dollars(50) }),
        step(JAN, Event::Skipped),
        agreed(JAN, Event::Joined { amount: dollars(50) }),
    ];
    let replayed = proposed().replay(&steps).unwrap();
    assert_eq!((replayed.version, replayed.left()), (4, dollars(200)));
    assert_eq!(proposed().replay(&steps).unwrap(), replayed);
}
