//! What browser and server exchange, and what is kept: it reads the same tomorrow.

use domain::plan::*;
use time::macros::date;

use crate::common::*;

#[test]
fn a_request_reads_as_it_was_written() {
    let text = r#"{"balances":[{"visit":"00000000-0000-0000-0000-000000000001","amount":20000,"standing":null}],"down":0,"rhythm":{"monthly":{"day":31}},"first":"2026-12-31","size":{"amount":5000}}"#;
    let request = request(dollars(200), Size::Amount(dollars(50)));
    assert_eq!(serde_json::to_string(&request).unwrap(), text);
    assert_eq!(serde_json::from_str::<Request>(text).unwrap(), request);
}

#[test]
fn events_read_as_they_were_written() {
    for (event, text) in [
        (Event::Signed { autopay: Some(dollars(60)) }, r#"{"signed":{"autopay":6000}}"#),
        (
            Event::PaidExtra { amount: dollars(1), then: Then::Smaller },
            r#"{"paid_extra":{"amount":100,"then":"smaller"}}"#,
        ),
        (
            Event::Declined { number: 2, kind: Decline::AuthenticationRequired },
            r#"{"declined":{"number":2,"kind":"authentication_required"}}"#,
        ),
        (
            Event::Moved { rhythm: Rhythm::EveryTwoWeeks, first: date!(2027 - 01 - 08) },
            r#"{"moved":{"rhythm":"every_two_weeks","first":"2027-01-08"}}"#,
        ),
        (Event::Resumed, r#""resumed""#),
    ] {
        assert_eq!(serde_json::to_string(&event).unwrap(), text);
        assert_eq!(serde_json::from_str::<Event>(text).unwrap(), event);
    }
}

#[test]
fn an_offer_a_plan_and_an_outcome_survive_the_way() {
    let policy = Policy { late_fee: dollars(1), ..policy_at(999) };
    let offer = policy.offer(&request(dollars(900), Size::Count(9)), TODAY).unwrap();
    let offer_text = serde_json::to_string(&offer).unwrap();
    assert_eq!(serde_json::from_str::<Offer>(&offer_text).unwrap(), offer);
    let policy_text = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&policy_text).unwrap(), policy);
    let mut plan = active();
    for event in [Event::Skipped, Event::Disputed { amount: dollars(30) }, Event::MethodRemoved] {
        let outcome = plan.apply(&step(TODAY, event)).unwrap();
        let text = serde_json::to_string(&outcome).unwrap();
        assert_eq!(serde_json::from_str::<Outcome>(&text).unwrap(), outcome);
        plan = outcome.plan;
    }
    let why = plan.apply(&step(TODAY, Event::Joined { amount: dollars(30) })).unwrap_err();
    let text = serde_json::to_string(&why).unwrap();
    assert_eq!(serde_json::from_str::<Refused>(&text).unwrap(), why);
}

#[test]
fn a_date_that_is_none_is_not_read() {
    for first in ["2027-02-29", "31.12.2026", "2026-12-31T00:00:00Z"] {
        let text = format!(r#"{{"moved":{{"rhythm":"every_two_weeks","first":"{first}"}}}}"#);
        assert!(serde_json::from_str::<Event>(&text).is_err(), "{first}");
    }
}
