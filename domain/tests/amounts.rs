//! The edges of an amount of money: what is still accepted, and what each helper gives.

use domain::{Money, MoneyError};

fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

#[test]
fn the_largest_amount_is_accepted_in_both_directions_and_a_cent_more_in_neither() {
    assert_eq!(Money::parse("99999999999.99"), Ok(Money::MAX));
    assert_eq!(Money::parse("-99999999999.99"), Ok(-Money::MAX));
    for text in ["100000000000.00", "-100000000000.00", "100000000000", "-999999999999.99"] {
        assert_eq!(Money::parse(text), Err(MoneyError::TooLarge), "{text}");
    }
}

#[test]
fn leading_zeros_count_towards_the_length_of_an_x12_number() {
    // X12 element 782, a monetary amount, has at most eighteen.
    assert_eq!(Money::parse("000000000000001.00"), Ok(cents(100)));
    assert_eq!(Money::parse("0000000000000001.00"), Err(MoneyError::TooLarge));
}

#[test]
fn the_sign_decides_whether_it_is_owed_or_a_credit() {
    for (amount, positive, negative) in [(1, true, false), (0, false, false), (-1, false, true)] {
        assert_eq!(cents(amount).is_positive(), positive, "{amount}");
        assert_eq!(cents(amount).is_negative(), negative, "{amount}");
        assert_eq!(cents(amount).is_zero(), amount == 0, "{amount}");
    }
}

#[test]
fn without_its_sign_and_without_what_is_below_zero() {
    assert_eq!((cents(-275).abs(), cents(275).abs()), (cents(275), cents(275)));
    assert_eq!((cents(-275).or_zero(), cents(275).or_zero()), (Money::ZERO, cents(275)));
}

#[test]
fn sums_and_differences_in_place() {
    let mut amount = cents(1_000);
    amount += cents(250);
    assert_eq!(amount, cents(1_250));
    amount -= cents(2_000);
    assert_eq!(amount, cents(-750));
}

#[test]
fn people_and_machines_read_two_decimal_places() {
    assert_eq!(cents(123_450).to_string(), "1234.50");
    assert_eq!(cents(-5).to_string(), "-0.05");
    assert_eq!(format!("{:?}", cents(123_450)), "$1234.50");
}

#[test]
fn it_travels_between_server_and_browser_as_cents() {
    let text = serde_json::to_string(&[cents(1_999), cents(-5)]).unwrap();
    assert_eq!(text, "[1999,-5]");
    assert_eq!(serde_json::from_str::<Vec<Money>>(&text).unwrap(), [cents(1_999), cents(-5)]);
    assert!(serde_json::from_str::<Money>("\"19.99\"").is_err());
    assert!(serde_json::from_str::<Money>("19.99").is_err());
}
