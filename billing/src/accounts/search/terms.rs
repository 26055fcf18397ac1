//! What a household is found by, written as it is compared.

use std::collections::BTreeSet;

use deunicode::deunicode;
use time::Date;

/// A word of a name, an account number or a telephone is cut here, an email at the next: no term
/// is longer than an index of either database takes.
const LONGEST: usize = 60;
const LONGEST_EMAIL: usize = 254;
/// So many words of one name are enough to find it.
const WORDS: usize = 16;

/// What a term is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A word of somebody's name.
    Word,
    /// The same word backwards, so that words of one ending stand side by side.
    Ending,
    /// Somebody's date of birth.
    Birth,
    /// The account's number, and from its first digit on.
    Account,
    /// The account's telephone, backwards, so that its last digits are a prefix.
    Phone,
    /// The account's email.
    Email,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Ending => "ending",
            Self::Birth => "birth",
            Self::Account => "account",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }
}

/// One thing a household is found by; its text is ASCII without capitals.
pub type Term = (Kind, String);

/// Small letters without accents, in ASCII whatever the script: `Muñoz`, `MUNOZ` and `munoz` are one.
pub fn fold(text: &str) -> String {
    deunicode(text).to_ascii_lowercase()
}

/// The words of a folded name: `o'brien-smith` is `obrien` and `smith`.
pub fn words(folded: &str) -> Vec<String> {
    let joined: String = folded.chars().filter(|c| !matches!(c, '\'' | '`' | '.')).collect();
    let words = joined.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.take(WORDS).map(|word| cut(word, LONGEST)).collect()
}

/// An account number without what is left out when it is typed: `A-20418` is `a20418`.
pub fn account(folded: &str) -> String {
    let plain: String = folded.chars().filter(char::is_ascii_alphanumeric).collect();
    cut(&plain, LONGEST)
}

/// The digits of a telephone number backwards, without the country's 1.
pub fn phone(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = if digits.len() == 11 { digits.strip_prefix('1').unwrap_or(&digits) } else { &digits };
    cut(&backwards(digits), LONGEST)
}

pub fn email(folded: &str) -> String {
    cut(folded.trim(), LONGEST_EMAIL)
}

pub fn birth(date: Date) -> String {
    date.to_string()
}

pub fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

fn cut(ascii: &str, at: usize) -> String {
    ascii.chars().take(at).collect()
}

/// What somebody is found by.
pub fn of_person(first_name: &str, last_name: &str, born: Date) -> BTreeSet<Term> {
    let mut terms = BTreeSet::from([(Kind::Birth, birth(born))]);
    for name in [first_name, last_name] {
        let mut words = words(&fold(name));
        if words.len() > 1 {
            // `De la Cruz` is also typed in one.
            words.push(cut(&words.concat(), LONGEST));
        }
        for word in words {
            terms.insert((Kind::Ending, backwards(&word)));
            terms.insert((Kind::Word, word));
        }
    }
    terms
}

/// What everybody of an account is found by.
pub fn of_account(number: &str, phone_number: Option<&str>, address: Option<&str>) -> BTreeSet<Term> {
    let number = account(&fold(number));
    let from_digit = number.trim_start_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
    let mut terms: BTreeSet<Term> =
        [number, from_digit].into_iter().map(|number| (Kind::Account, number)).collect();
    terms.extend(phone_number.map(|number| (Kind::Phone, phone(number))));
    terms.extend(address.map(|address| (Kind::Email, email(&fold(address)))));
    terms.retain(|(_, text)| !text.is_empty());
    terms
}
