//! Reading the payment form: which fields, what can be wrong with them.

use serde_json::json;

use crate::clock::Seconds;
use crate::params::Params;
use crate::resources::cards::{self, Instrument};
use crate::store::{Doc, DocExt, doc};

use super::text::{Lang, words};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Card number.
    Number,
    /// Expiry, MM / YY.
    Expiry,
    /// Security code.
    Cvc,
    /// Name on the card or account.
    Name,
    /// Which test bank account.
    Bank,
}

impl Field {
    /// Name and id in the form.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Expiry => "expiry",
            Self::Cvc => "cvc",
            Self::Name => "name",
            Self::Bank => "bank",
        }
    }
}

/// What is wrong with a field, in the patient's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub field: Field,
    /// What to do about it.
    pub message: &'static str,
}

/// A form without problems.
#[derive(Clone, Debug)]
pub struct Order {
    /// Payment method type.
    pub kind: &'static str,
    /// Test card or account.
    pub instrument: &'static Instrument,
    /// Name on it.
    pub name: String,
}

impl Order {
    /// The billing details the form knows, as parameters.
    #[must_use]
    pub fn billing(&self) -> Params {
        Params::from_map(doc(json!({ "billing": { "name": self.name } })))
    }
}

/// Which field a refusal of the issuer points at.
#[must_use]
pub fn problem_field(code: &str) -> Field {
    match code {
        "expired_card" => Field::Expiry,
        "incorrect_cvc" => Field::Cvc,
        _ => Field::Number,
    }
}

/// Reads the form of a session at `now`.
///
/// # Errors
/// One problem for each field that is wrong, in the order of the form.
pub fn read(typed: &Params, session: &Doc, now: Seconds) -> Result<Order, Vec<Problem>> {
    let words = words(Lang::of(session.text("locale")));
    let mut problems = Vec::new();
    let mut problem = |field, message| problems.push(Problem { field, message });
    let name = typed.str("name").map(str::trim).unwrap_or_default().to_owned();

    if uses_bank(typed, session) {
        let bank = typed.str("bank").and_then(|number| cards::by_number(cards::BANKS, number));
        if bank.is_none() {
            problem(Field::Bank, words.bank_missing);
        }
        if name.is_empty() {
            problem(Field::Name, words.name_missing);
        }
        return match bank {
            Some(instrument) if problems.is_empty() => {
                Ok(Order { kind: "us_bank_account", instrument, name })
            }
            _ => Err(problems),
        };
    }

    let number = typed.str("number").unwrap_or_default();
    let card = cards::by_number(cards::CARDS, number);
    match card {
        Some(_) => {}
        None if cards::luhn(number) => problem(Field::Number, words.number_real),
        None => problem(Field::Number, words.number_wrong),
    }
    match typed.str("expiry").and_then(month_and_year) {
        Some((month, year)) if is_past(month, year, now) => problem(Field::Expiry, words.expiry_past),
        Some(_) => {}
        None => problem(Field::Expiry, words.expiry_wrong),
    }
    let cvc = typed.str("cvc").unwrap_or_default();
    if !(3..=4).contains(&cvc.len()) || !cvc.bytes().all(|byte| byte.is_ascii_digit()) {
        problem(Field::Cvc, words.cvc_wrong);
    }
    if name.is_empty() {
        problem(Field::Name, words.name_missing);
    }
    match card {
        Some(instrument) if problems.is_empty() => Ok(Order { kind: "card", instrument, name }),
        _ => Err(problems),
    }
}

/// Whether a session takes a kind of payment method.
#[must_use]
pub fn takes(session: &Doc, kind: &str) -> bool {
    session
        .get_or_null("payment_method_types")
        .as_array()
        .is_some_and(|types| types.iter().any(|one| one == kind))
}

/// Whether the form is for a bank account: chosen, or the only thing the session takes.
#[must_use]
pub fn uses_bank(typed: &Params, session: &Doc) -> bool {
    takes(session, "us_bank_account")
        && (typed.str("method") == Some("us_bank_account") || !takes(session, "card"))
}

/// `12/34`, `12 / 34`, `1234` or `12/2034` as month and year.
fn month_and_year(typed: &str) -> Option<(i64, i64)> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let (month, year) = digits.split_at_checked(2)?;
    let month: i64 = month.parse().ok()?;
    let year = match year.len() {
        2 => 2000 + year.parse::<i64>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    (1..=12).contains(&month).then_some((month, year))
}

/// Whether a card's last month is over at `now`.
#[must_use]
pub fn is_past(month: i64, year: i64, now: Seconds) -> bool {
    let (this_year, this_month) = civil(now);
    (year, month) < (this_year, this_month)
}

/// Year and month (UTC) of a moment. Source: Howard Hinnant, "chrono-compatible low-level date
/// algorithms", civil_from_days.
fn civil(now: Seconds) -> (i64, i64) {
    let days = now.div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month)
}

#[cfg(test)]
mod tests {
    use super::{civil, is_past, month_and_year};

    #[test]
    fn expiry_is_read_as_people_write_it() {
        for typed in ["12/34", "12 / 34", "1234", "12/2034"] {
            assert_eq!(month_and_year(typed), Some((12, 2034)), "{typed}");
        }
        for typed in ["13/34", "", "1/3", "ab/cd", "é/34"] {
            assert_eq!(month_and_year(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_card_is_good_until_the_end_of_its_month() {
        let last_of_february_2028 = 1_835_395_200;
        assert_eq!(civil(last_of_february_2028), (2028, 2));
        assert!(!is_past(2, 2028, last_of_february_2028));
        assert!(is_past(2, 2028, last_of_february_2028 + 2 * 86_400));
    }
}
