//! Words: which language, and how names, dates and amounts are put into sentences.

use std::borrow::Cow;
use std::collections::HashMap;

use domain::Money;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use time::Date;

static_loader! {
    static LOCALES = {
        locales: "../locales",
        fallback_language: "en",
        // The isolating marks would show as boxes in some mail programs, and both
        // languages run left to right.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const EN: LanguageIdentifier = langid!("en");
const ES: LanguageIdentifier = langid!("es");

/// A language that every page is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// The language's tag for HTML, forms and the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language with this tag.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// Its name in itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::En => Self::Es,
            Self::Es => Self::En,
        }
    }
}

/// The words of one language on one day.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// The language.
    pub lang: Lang,
    today: Date,
}

impl Text {
    /// The words of a language; `today` decides whether a date needs its year.
    #[must_use]
    pub fn new(lang: Lang, today: Date) -> Self {
        Self { lang, today }
    }

    /// Today where the practice is.
    #[must_use]
    pub fn today(self) -> Date {
        self.today
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        const IDS: [&LanguageIdentifier; 2] = [&EN, &ES];
        match self.lang {
            Lang::En => IDS[0],
            Lang::Es => IDS[1],
        }
    }

    /// The message with this id.
    #[must_use]
    pub fn t(self, id: &str) -> String {
        LOCALES.lookup(self.identifier(), id)
    }

    /// The message with this id, if there is one.
    #[must_use]
    pub fn try_t(self, id: &str) -> Option<String> {
        LOCALES.try_lookup(self.identifier(), id)
    }

    /// The message with names, dates or amounts put in.
    #[must_use]
    pub fn with(self, id: &str, values: &[(&'static str, &str)]) -> String {
        let values = values.iter().map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(*value)));
        LOCALES.lookup_with_args(self.identifier(), id, &values.collect())
    }

    /// The same, if there is such a message.
    #[must_use]
    pub fn try_with(self, id: &str, values: &[(&'static str, &str)]) -> Option<String> {
        let values = values.iter().map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(*value)));
        LOCALES.try_lookup_with_args(self.identifier(), id, &values.collect())
    }

    /// The message for a number of things, `$n` of them, with other values put in.
    #[must_use]
    pub fn count(self, id: &str, n: usize, values: &[(&'static str, &str)]) -> String {
        let mut all: HashMap<Cow<'static, str>, FluentValue<'_>> =
            values.iter().map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(*value))).collect();
        all.insert(Cow::Borrowed("n"), FluentValue::from(n));
        LOCALES.lookup_with_args(self.identifier(), id, &all)
    }

    /// `$1,234.50`.
    #[must_use]
    pub fn money(self, amount: Money) -> String {
        crate::format::money(amount)
    }

    /// `November 2, 2026`, `2 de noviembre de 2026`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        let day = date.day();
        let month = self.month(date);
        match self.lang {
            Lang::En => format!("{month} {day}, {}", date.year()),
            Lang::Es => format!("{day} de {month} de {}", date.year()),
        }
    }

    /// The same without the year when it is this year's: `November 2`.
    #[must_use]
    pub fn day(self, date: Date) -> String {
        if date.year() != self.today.year() {
            return self.date(date);
        }
        match self.lang {
            Lang::En => format!("{} {}", self.month(date), date.day()),
            Lang::Es => format!("{} de {}", date.day(), self.month(date)),
        }
    }

    /// `November`, `noviembre`.
    #[must_use]
    pub fn month(self, date: Date) -> &'static str {
        const MONTHS: [(&str, &str); 12] = [
            ("January", "enero"),
            ("February", "febrero"),
            ("March", "marzo"),
            ("April", "abril"),
            ("May", "mayo"),
            ("June", "junio"),
            ("July", "julio"),
            ("August", "agosto"),
            ("September", "septiembre"),
            ("October", "octubre"),
            ("November", "noviembre"),
            ("December", "diciembre"),
        ];
        let at = usize::from(u8::from(date.month())) - 1;
        let (english, spanish) = MONTHS.get(at).copied().unwrap_or_default();
        match self.lang {
            Lang::En => english,
            Lang::Es => spanish,
        }
    }

    /// `Maria, Leo and Ana`, `María, Leo y Ana`.
    #[must_use]
    pub fn list(self, items: &[String]) -> String {
        let Some((last, before)) = items.split_last() else { return String::new() };
        if before.is_empty() {
            return last.clone();
        }
        let and = match self.lang {
            Lang::En => "and",
            Lang::Es if sounds_like_y(last) => "e",
            Lang::Es => "y",
        };
        format!("{} {and} {last}", before.join(", "))
    }
}

/// Spanish `y` becomes `e` before the same sound: `María e Inés`.
fn sounds_like_y(word: &str) -> bool {
    let word = word.to_lowercase();
    let vowel = word.strip_prefix('h').unwrap_or(&word);
    vowel.starts_with(['i', 'í']) && !word.starts_with("hie") && !word.starts_with("hia")
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const EN: Text = Text { lang: Lang::En, today: date!(2026 - 11 - 24) };
    const ES: Text = Text { lang: Lang::Es, today: date!(2026 - 11 - 24) };

    #[test]
    fn dates_are_written_as_people_read_them() {
        assert_eq!(EN.date(date!(2026 - 11 - 02)), "November 2, 2026");
        assert_eq!(ES.date(date!(2026 - 11 - 02)), "2 de noviembre de 2026");
        assert_eq!(EN.day(date!(2026 - 11 - 02)), "November 2");
        assert_eq!(ES.day(date!(2026 - 01 - 31)), "31 de enero");
        assert_eq!(EN.day(date!(2025 - 12 - 31)), "December 31, 2025");
        assert_eq!(ES.day(date!(2025 - 12 - 31)), "31 de diciembre de 2025");
    }

    #[test]
    fn lists_are_spoken() {
        let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(EN.list(&names(&["Maria", "Leo", "Ana"])), "Maria, Leo and Ana");
        assert_eq!(ES.list(&names(&["María", "Inés"])), "María e Inés");
        assert_eq!(ES.list(&names(&["Leo", "Hilda"])), "Leo e Hilda");
        assert_eq!(ES.list(&names(&["Leo", "Ana"])), "Leo y Ana");
        assert_eq!(EN.list(&names(&["Leo"])), "Leo");
        assert_eq!(EN.list(&[]), "");
    }

    #[test]
    fn an_amount_is_written_the_same_way_in_both() {
        let amount = Money::from_cents(123_450);
        assert_eq!((EN.money(amount), ES.money(amount)), ("$1,234.50".into(), "$1,234.50".into()));
    }
}
