use domain::plan::*;
use domain::{Money, VisitId};
use time::macros::date;
use uuid::Uuid;

use crate::common::*;

fn refused(policy: &Policy, request: &Request) -> Vec<Refusal> {
    let refusals = policy.offer(request, TODAY).unwrap_err();
    assert_eq!(policy.check(request, TODAY), Err(refusals.clone()));
    refusals
}

#[test]
fn what_is_asked_for_is_what_is_offered() {
    let offer = policy().offer(&request(dollars(200), Size::Amount(dollars(50))), TODAY).unwrap();
    assert_eq!(amounts(&offer.instalments), [5_000; 4]);
    assert_eq!(offer.instalments[2].due, date!(2027 - 02 - 28));
    assert_eq!(offer.disclosure, None);
}

#[test]
fn the_usual_policy_keeps_a_practice_outside_of_regulation_z() {
    let usual = Policy::usual(date!(2026 - 01 - 01));
    let five = refused(&usual, &request(dollars(200), Size::Amount(dollars(40))));
    let refusal = Refusal::Instalments { smallest: dollars(25), most_instalments: 4, least: dollars(50) };
    assert_eq!(five, [refusal]);
}

#[test]
fn a_refusal_says_what_is_offered_instead() {
    let small = refused(&policy(), &request(dollars(400), Size::Amount(dollars(20))));
    assert_eq!(
        small.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["the smallest instalment is 25.00; at this balance at most 6 instalments, 66.67 or more each"]
    );
    let Refusal::Instalments { least, .. } = small[0] else { panic!("{small:?}") };
    let offer = policy().offer(&request(dollars(400), Size::Amount(least)), TODAY).unwrap();
    assert_eq!(amounts(&offer.instalments), [6_667, 6_667, 6_667, 6_667, 6_667, 6_665]);
}

#[test]
fn the_most_payments_are_offered_and_one_more_is_not() {
    for points in [0, 600, 3_600] {
        let policy = policy_at(points);
        for owed in [5_000, 7_499, 9_900, 18_420, 61_037, 240_000] {
            let asked = |count| request(cents(owed), Size::Count(count));
            let most = policy.most_payments(&asked(1), TODAY);
            for count in 1..=26 {
                let offered = policy.offer(&asked(count), TODAY).is_ok();
                assert_eq!(offered, count <= most, "{owed} cents at {points} in {count}, most {most}");
            }
        }
    }
}

#[test]
fn the_longest_term_is_counted_in_the_rhythm_that_was_chosen() {
    let most = |rhythm| policy().most_instalments_for(dollars(500), rhythm);
    assert_eq!(most(Rhythm::Monthly { day: 1 }), 6);
    assert_eq!(most(Rhythm::EveryTwoWeeks), 13);
    assert_eq!(most(Rhythm::FirstAndFifteenth), 12);
    assert_eq!(policy().most_instalments_for(dollars(500) + cents(1), Rhythm::Monthly { day: 1 }), 12);
}

#[test]
fn too_little_and_too_much_name_their_bounds() {
    assert_eq!(
        refused(&policy(), &request(dollars(49), Size::Count(1))),
        [Refusal::TooLittle { least: dollars(50) }]
    );
    assert_eq!(
        refused(&policy(), &request(dollars(10_001), Size::Count(24))),
        [Refusal::TooMuch { most: dollars(10_000) }]
    );
}

#[test]
fn a_negative_balance_never_makes_a_plan() {
    let mut request = request(dollars(200), Size::Count(4));
    request.balances.push(Balance {
        visit: VisitId(Uuid::from_u128(2)),
        amount: dollars(-50),
        standing: None,
    });
    assert_eq!(refused(&policy(), &request), [Refusal::TooLittle { least: dollars(50) }]);
}

#[test]
fn what_is_in_dispute_stays_out_unless_the_practice_says_otherwise() {
    let mut request = request(dollars(200), Size::Count(4));
    request.balances[0].standing = Some(Standing::Disputed);
    let refusal = Refusal::Excluded { visit: VisitId(Uuid::from_u128(1)), standing: Standing::Disputed };
    assert_eq!(refused(&policy(), &request), [refusal]);
    assert_eq!(refusal.to_string(), "a balance that is in dispute cannot be part of a plan now");
    let open = Policy { excluded: vec![Standing::Placed], ..policy() };
    assert_eq!(open.check(&request, TODAY), Ok(()));
}

#[test]
fn the_first_date_is_soon_and_a_pay_day() {
    let mut request = request(dollars(200), Size::Count(4));
    let range = Refusal::FirstDate { earliest: date!(2026 - 12 - 15), latest: date!(2027 - 01 - 28) };
    request.first = date!(2027 - 01 - 31);
    assert_eq!(refused(&policy(), &request), [range]);
    request.first = TODAY;
    assert_eq!(refused(&policy(), &request), [range, Refusal::PayDay]);
    request.first = date!(2026 - 12 - 30);
    assert_eq!(refused(&policy(), &request), [Refusal::PayDay]);
}

#[test]
fn a_down_payment_leaves_the_rest_to_instalments() {
    let policy = Policy { down_percent: 10, ..policy() };
    let mut request = request(dollars(200) + cents(1), Size::Count(4));
    let refusal = Refusal::DownPayment { least: cents(2_001), owed: request.owed() };
    assert_eq!(refused(&policy, &request), [refusal]);
    request.down = cents(2_001);
    let offer = policy.offer(&request, TODAY).unwrap();
    assert_eq!(offer.instalments.iter().map(|one| one.principal).sum::<Money>(), dollars(180));
    assert_eq!(offer.disclosure, None, "the down payment is not counted as an instalment");
    request.down = request.owed();
    assert_eq!(refused(&policy, &request).len(), 1);
}

#[test]
fn the_policy_in_force_is_the_one_that_took_effect_last() {
    let of = |day| Policy::usual(day);
    let policies = [of(date!(2026 - 01 - 01)), of(date!(2027 - 01 - 01)), of(date!(2026 - 06 - 01))];
    let on = |day| Policy::in_force(&policies, day).map(|policy| policy.effective);
    assert_eq!(on(date!(2026 - 12 - 31)), Some(date!(2026 - 06 - 01)));
    assert_eq!(on(date!(2027 - 01 - 01)), Some(date!(2027 - 01 - 01)));
    assert_eq!(on(date!(2025 - 12 - 31)), None);
}

#[test]
fn five_instalments_are_disclosed_and_at_no_interest_the_figures_are_one() {
    let offer = policy().offer(&request(dollars(240), Size::Amount(dollars(50))), TODAY).unwrap();
    let disclosure = offer.disclosure.unwrap();
    assert!(disclosure.combined());
    assert_eq!((disclosure.apr, disclosure.finance_charge), (Apr(0), Money::ZERO));
    assert_eq!(disclosure.amount_financed, dollars(240));
    assert_eq!(disclosure.total_of_payments, dollars(240));
    let stream = |count, amount, first| Stream { count, amount: dollars(amount), first };
    assert_eq!(
        disclosure.payments,
        [stream(4, 50, date!(2026 - 12 - 31)), stream(1, 40, date!(2027 - 04 - 30))]
    );
}

#[test]
fn any_finance_charge_is_disclosed_and_every_figure_adds_up() {
    let policy = Policy { down_percent: 10, late_fee: dollars(5), ..policy_at(999) };
    let asked = Request { down: dollars(100), ..request(dollars(1_000), Size::Count(3)) };
    let offer = policy.offer(&asked, TODAY).unwrap();
    let shown = offer.disclosure.unwrap();
    assert!(!shown.combined() && shown.finance_charge.is_positive());
    assert_eq!(shown.owed - shown.down, shown.amount_financed);
    assert_eq!(shown.amount_financed + shown.finance_charge, shown.total_of_payments);
    assert_eq!(shown.total_sale_price, shown.total_of_payments + dollars(100));
    let parts = shown.payments.iter().map(|one| one.amount.cents() * i64::from(one.count)).sum::<i64>();
    assert_eq!(cents(parts), shown.total_of_payments);
    assert_eq!((shown.late_fee, shown.grace_days), (dollars(5), 10));
    assert!((990..=999).contains(&shown.apr.0), "{}", shown.apr);
}
