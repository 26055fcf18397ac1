//! The calculator's words: the server writes them with `{name}` where values go, and server
//! and browser put the same values in.

use domain::Money;
use domain::plan::Instalment;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::format::{fill, money};

/// The messages that the browser puts together, in the order of [`PlanWords::said`].
pub const SAID: [&str; 23] = [
    "error-amount-form",
    "error-prefix",
    "new-plan-and",
    "new-plan-date",
    "new-plan-day",
    "new-plan-first-last",
    "new-plan-interest",
    "new-plan-none-drawn",
    "new-plan-on",
    "new-plan-sum-many",
    "new-plan-sum-more",
    "new-plan-sum-one",
    "new-plan-wrong-amount",
    "new-plan-wrong-count",
    "new-plan-wrong-day",
    "new-plan-wrong-down",
    "new-plan-wrong-first",
    "new-plan-wrong-kept",
    "new-plan-wrong-little",
    "new-plan-wrong-much",
    "new-plan-wrong-none",
    "new-plan-wrong-number",
    "new-plan-wrong-visit",
];

/// The words of the calculator, in the reader's language; `{name}` stands where a value goes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PlanWords {
    /// The messages of [`SAID`].
    pub said: Vec<String>,
    /// The months' names.
    pub months: Vec<String>,
    /// This year: dates in it are written without it.
    pub year: i32,
}

impl PlanWords {
    /// One of the messages, with values put in.
    #[must_use]
    pub fn say(&self, id: &str, values: &[(&'static str, Value)]) -> String {
        let at = SAID.iter().position(|known| *known == id);
        let template = at.and_then(|at| self.said.get(at)).map_or("", String::as_str);
        let written = |value: &Value| match *value {
            Value::Money(amount) => money(amount),
            Value::Day(day) => self.day(day),
            Value::Number(number) => number.to_string(),
        };
        values.iter().fold(template.to_owned(), |text, (name, value)| fill(&text, &[(name, &written(value))]))
    }

    /// `December 15`, with the year when it is another one.
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        let template = self.say(if day.year() == self.year { "new-plan-day" } else { "new-plan-date" }, &[]);
        let month = self.months.get(usize::from(u8::from(day.month())) - 1).map_or("", String::as_str);
        let (number, year) = (day.day().to_string(), day.year().to_string());
        fill(&template, &[("month", month), ("day", &number), ("year", &year)])
    }

    /// `3 payments of $61.40`, `3 payments of $60.00 and 1 of $4.20`.
    #[must_use]
    pub fn sum(&self, instalments: &[Instalment]) -> String {
        let alike = instalments.chunk_by(|one, next| one.amount() == next.amount());
        let mut text = String::new();
        for (at, run) in alike.enumerate() {
            let id = match (at, run) {
                (0, [_]) => "new-plan-sum-one",
                (0, _) => "new-plan-sum-many",
                _ => "new-plan-sum-more",
            };
            let number = u32::try_from(run.len()).unwrap_or(u32::MAX);
            let amount = run.first().map(Instalment::amount).unwrap_or_default();
            if at > 0 {
                text.push_str(&self.say("new-plan-and", &[]));
            }
            text.push_str(&self.say(id, &[("n", Value::Number(number)), ("amount", Value::Money(amount))]));
        }
        text
    }

    /// `The first on December 15, the last on March 15. $1.20 of it is interest.`
    #[must_use]
    pub fn from_to(&self, instalments: &[Instalment]) -> String {
        let interest: Money = instalments.iter().map(|one| one.interest).sum();
        let mut text = self.days(instalments);
        if interest.is_positive() {
            text.push(' ');
            text.push_str(&self.say("new-plan-interest", &[("interest", Value::Money(interest))]));
        }
        text
    }

    fn days(&self, instalments: &[Instalment]) -> String {
        match instalments {
            [] => String::new(),
            [only] => self.say("new-plan-on", &[("first", Value::Day(only.due))]),
            [first, .., last] => {
                let days = [("first", Value::Day(first.due)), ("last", Value::Day(last.due))];
                self.say("new-plan-first-last", &days)
            }
        }
    }
}

/// A value in a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value {
    /// An amount.
    Money(Money),
    /// A day.
    Day(Date),
    /// A number.
    Number(u32),
}
