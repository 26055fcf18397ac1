//! Money in and back, and what it makes of the schedule.

use domain::plan::*;
use time::macros::date;

use crate::common::*;

const DEC: time::Date = date!(2026 - 12 - 31);
const JAN: time::Date = date!(2027 - 01 - 31);
const FEB: time::Date = date!(2027 - 02 - 28);
const MAR: time::Date = date!(2027 - 03 - 31);
const APR: time::Date = date!(2027 - 04 - 30);

fn paid(plan: &Plan, on: time::Date, amount: i64) -> Plan {
    after(plan, on, Event::Paid { amount: dollars(amount) })
}

#[test]
fn on_time_early_late_and_in_part() {
    let told = |on, amount| notes(&active(), on, Event::Paid { amount: dollars(amount) });
    assert_eq!(told(DEC, 50), [Note::InstalmentPaid { number: 1, when: When::OnTime }]);
    assert_eq!(told(TODAY, 50), [Note::InstalmentPaid { number: 1, when: When::Early }]);
    assert_eq!(told(JAN, 50), [Note::InstalmentPaid { number: 1, when: When::Late }]);
    assert_eq!(told(DEC, 20), [Note::InstalmentPaidInPart { number: 1, left: dollars(30) }]);
    assert_eq!(lefts(&paid(&active(), DEC, 70)), [3_000, 5_000, 5_000]);
}

#[test]
fn paying_late_brings_a_plan_back_on_track() {
    let late = after(&active(), date!(2027 - 01 - 11), Event::Missed { number: 1 });
    assert_eq!((late.state, late.missed()), (State::AtRisk, 1));
    let part = paid(&late, date!(2027 - 01 - 12), 20);
    assert_eq!(part.state, State::AtRisk);
    assert_eq!(paid(&part, date!(2027 - 01 - 13), 30).state, State::Active);
}

#[test]
fn paid_twice_counts_ahead_and_is_said() {
    let once = paid(&active(), DEC, 50);
    let event = Event::PaidTwice { number: 1, amount: dollars(50) };
    let outcome = once.apply(&step(DEC, event)).unwrap();
    assert_eq!(lefts(&outcome.plan), [5_000, 5_000]);
    assert!(outcome.notes.contains(&Note::PaidTwice { number: 1, amount: dollars(50) }));
    // They want it back: the date is as it was, nothing moves.
    let back = after(&outcome.plan, DEC, Event::Refunded { amount: dollars(50) });
    assert_eq!(asked(&back), asked(&once));
}

#[test]
fn an_extra_payment_makes_fewer_or_smaller_instalments() {
    let extra = |then| after(&active(), TODAY, Event::PaidExtra { amount: dollars(80), then });
    assert_eq!(asked(&extra(Then::Fewer)), [(DEC, dollars(50)), (JAN, cents(4_500)), (FEB, cents(2_500))]);
    assert_eq!(lefts(&extra(Then::Smaller)), [3_000; 4]);
    let nearly = after(&active(), TODAY, Event::PaidExtra { amount: dollars(140), then: Then::Smaller });
    assert_eq!(lefts(&nearly), [3_000, 3_000], "no instalment under the smallest");
}

#[test]
fn an_extra_payment_pays_what_is_due_first() {
    let plan = after(&active(), DEC, Event::PaidExtra { amount: dollars(100), then: Then::Fewer });
    assert_eq!(asked(&plan), [(JAN, dollars(50)), (FEB, dollars(50))]);
}

#[test]
fn a_payoff_ends_it_and_asks_no_interest_of_months_to_come() {
    let plan = propose(&policy_at(1_200), &request(dollars(900), Size::Count(9)));
    let plan = after(&plan, TODAY, Event::Signed { autopay: None });
    let payoff = plan.payoff(TODAY);
    assert_eq!(payoff, dollars(900));
    assert!(plan.left() > payoff);
    let done = after(&plan, TODAY, Event::PaidOff { amount: payoff });
    assert_eq!((done.state, done.left()), (State::Finished, cents(0)));
    let more = plan.apply(&step(TODAY, Event::PaidOff { amount: payoff + dollars(5) })).unwrap();
    assert!(more.notes.contains(&Note::Credit { amount: dollars(5) }));
}

#[test]
fn a_refund_is_owed_again_at_the_end_and_makes_nobody_late() {
    let plan = paid(&paid(&active(), DEC, 50), JAN, 50);
    let back = after(&plan, JAN, Event::Refunded { amount: dollars(30) });
    assert_eq!(
        asked(&back),
        [(FEB, dollars(50)), (MAR, dollars(50)), (APR, dollars(30))],
        "the newest paid instalment first"
    );
    assert_eq!(back.overdue(date!(2027 - 02 - 27)), cents(0));
}

#[test]
fn what_was_paid_ahead_is_unpaid_before_anything_else() {
    let plan = paid(&active(), DEC, 100);
    let back = after(&plan, DEC, Event::Refunded { amount: dollars(50) });
    assert_eq!(asked(&back), [(JAN, dollars(50)), (FEB, dollars(50)), (MAR, dollars(50))]);
}

#[test]
fn more_than_was_paid_here_is_not_this_plans_refund() {
    let told = notes(&paid(&active(), DEC, 50), DEC, Event::Refunded { amount: dollars(70) });
    assert!(told.contains(&Note::Credit { amount: dollars(20) }), "{told:?}");
}

#[test]
fn a_chargeback_reopens_and_pauses_and_a_won_one_goes_on() {
    let plan = paid(&active(), DEC, 50);
    let back = after(&plan, date!(2027 - 01 - 10), Event::ChargedBack { amount: dollars(50) });
    assert_eq!(back.state, State::Paused(PauseReason::Chargeback));
    assert_eq!(back.left(), dollars(200));
    assert_eq!(back.charge_on(JAN, &[]), None);
    let won = after(&back, date!(2027 - 03 - 01), Event::ChargebackWon { amount: dollars(50) });
    assert_eq!((won.state, won.left()), (State::Active, dollars(150)));
    assert_eq!(asked(&won)[0].0, MAR, "dates that passed move on");
}

#[test]
fn a_refund_opens_a_finished_plan_again() {
    let done = after(&active(), DEC, Event::PaidOff { amount: dollars(200) });
    let back = after(&done, date!(2027 - 05 - 01), Event::Refunded { amount: dollars(50) });
    assert_eq!(back.state, State::Active);
    assert_eq!(asked(&back), [(date!(2027 - 05 - 31), dollars(50))]);
}

#[test]
fn an_insurer_that_pays_more_takes_off_the_newest_instalments() {
    let lowered = |amount| after(&active(), TODAY, Event::Lowered { amount: dollars(amount) });
    assert_eq!(asked(&lowered(70)), [(DEC, dollars(50)), (JAN, dollars(50)), (FEB, dollars(30))]);
    assert_eq!(lefts(&lowered(90)), [5_000, 3_500, 2_500], "none under the smallest");
    let all = active().apply(&step(TODAY, Event::Lowered { amount: dollars(250) })).unwrap();
    assert_eq!(all.plan.state, State::Finished);
    assert!(all.notes.contains(&Note::Credit { amount: dollars(50) }));
}

#[test]
fn an_agreed_instalment_never_grows_to_spare_a_small_last_one() {
    let plan = propose(&policy(), &request(dollars(90), Size::Amount(dollars(30))));
    let plan = after(&plan, TODAY, Event::Signed { autopay: None });
    assert_eq!(lefts(&after(&plan, TODAY, Event::Forgiven { amount: dollars(20) })), [3_000, 3_000, 1_000]);
}

#[test]
fn what_is_overdue_falls_last() {
    let late = after(&active(), date!(2027 - 01 - 15), Event::Missed { number: 1 });
    let less = after(&late, date!(2027 - 01 - 15), Event::Lowered { amount: dollars(160) });
    assert_eq!(asked(&less), [(DEC, dollars(40))]);
    let none = after(&less, date!(2027 - 01 - 15), Event::Forgiven { amount: dollars(40) });
    assert_eq!(none.state, State::Finished);
}
