//! The words of the locale files, as the app says them.

use std::borrow::Cow;
use std::collections::HashMap;

use domain::Money;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use paper::Words;
use time::Date;

static_loader! {
    static PRODUCT = {
        locales: "../locales",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const ENGLISH: LanguageIdentifier = langid!("en");
const SPANISH: LanguageIdentifier = langid!("es");

fn file(spanish: bool) -> &'static str {
    match spanish {
        true => include_str!("../../../../locales/es/paper.ftl"),
        false => include_str!("../../../../locales/en/paper.ftl"),
    }
}

/// Whether a language's file has a message.
pub fn has(spanish: bool, id: &str) -> bool {
    file(spanish).lines().any(|line| line.split(" = ").next() == Some(id))
}

/// How many messages a language's file has.
pub fn count(spanish: bool) -> usize {
    file(spanish).lines().filter(|line| line.starts_with("paper-")).count()
}

/// The words of one language.
pub struct Plain {
    pub spanish: bool,
}

pub const EN: Plain = Plain { spanish: false };
pub const ES: Plain = Plain { spanish: true };

/// The words of a statement's language.
pub fn of(statement: &domain::statement::Statement) -> &'static Plain {
    if statement.spanish { &ES } else { &EN }
}

impl Plain {
    fn look_up(&self, id: &str, values: &HashMap<Cow<'static, str>, FluentValue<'_>>) -> Option<String> {
        let language = if self.spanish { SPANISH } else { ENGLISH };
        PRODUCT.try_lookup_with_args(&language, id, values)
    }
}

impl Words for Plain {
    fn text(&self, id: &str, values: &[(&'static str, &str)]) -> Option<String> {
        let values = values.iter().map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(*value)));
        self.look_up(id, &values.collect())
    }

    fn count(&self, id: &str, n: usize) -> Option<String> {
        self.look_up(id, &HashMap::from([(Cow::Borrowed("n"), FluentValue::from(n))]))
    }

    fn money(&self, amount: Money) -> String {
        let plain = amount.abs().to_string();
        let (dollars, cents) = plain.split_once('.').unwrap();
        let mut grouped = String::new();
        for (at, digit) in dollars.chars().enumerate() {
            if at > 0 && (dollars.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{}${grouped}.{cents}", if amount.is_negative() { "−" } else { "" })
    }

    fn date(&self, date: Date) -> String {
        const SPANISH_MONTHS: [&str; 12] = [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ];
        match self.spanish {
            true => {
                let month = SPANISH_MONTHS[usize::from(u8::from(date.month())) - 1];
                format!("{} de {month} de {}", date.day(), date.year())
            }
            false => format!("{} {}, {}", date.month(), date.day(), date.year()),
        }
    }
}
