//! How amounts are written, the same on the server and in the browser.

use domain::Money;

/// A true minus sign, as wide as a plus.
pub const MINUS_SIGN: &str = "\u{2212}";

/// `$1,234.50`, and `−$35.00` below zero. Both languages of the United States write
/// dollars this way.
#[must_use]
pub fn money(amount: Money) -> String {
    let plain = amount.abs().to_string();
    let (whole, cents) = plain.split_once('.').unwrap_or((&plain, "00"));
    let minus = if amount.is_negative() { MINUS_SIGN } else { "" };
    [minus, "$", &grouped(whole), ".", cents].concat()
}

/// `4,182`.
#[must_use]
pub fn whole(number: u64) -> String {
    grouped(&number.to_string())
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Puts values into a sentence that the server wrote with `{name}` in it: the
/// browser has no message formatter.
#[must_use]
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = template.to_owned();
    for (name, value) in values {
        text = text.replace(&["{", name, "}"].concat(), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_and_signed() {
        for (cents, text) in [
            (0, "$0.00"),
            (1, "$0.01"),
            (18_420, "$184.20"),
            (123_450, "$1,234.50"),
            (100_000_000, "$1,000,000.00"),
            (-3_500, "\u{2212}$35.00"),
            (-12_345_678, "\u{2212}$123,456.78"),
        ] {
            assert_eq!(money(Money::from_cents(cents)), text);
        }
        assert_eq!(whole(4_182), "4,182");
        assert_eq!(whole(999), "999");
    }

    #[test]
    fn sentences_are_filled() {
        assert_eq!(fill("{a} and {b} and {a}", &[("a", "x"), ("b", "y")]), "x and y and x");
    }
}
