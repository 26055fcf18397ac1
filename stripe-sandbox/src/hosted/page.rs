//! The page's HTML.

use std::fmt::Write as _;

use crate::params::Params;
use crate::store::{Doc, DocExt};

use super::form::{self, Field, Problem};
use super::text::{Lang, Words, words};

/// What every page of a session needs.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Name of the practice.
    pub merchant: &'a str,
    /// The session.
    pub session: &'a Doc,
    /// Language.
    pub lang: Lang,
}

impl View<'_> {
    fn words(&self) -> &'static Words {
        words(self.lang)
    }

    fn setup(&self) -> bool {
        self.session.text("mode") == "setup"
    }

    fn title(&self) -> String {
        let verb = if self.setup() { self.words().title_setup } else { self.words().title };
        format!("{verb} · {}", self.merchant)
    }

    /// The payment form with what was typed (never number or code) and what is wrong with it.
    #[must_use]
    pub fn form(&self, typed: &Params, problems: &[Problem]) -> String {
        let w = self.words();
        let bank = form::takes(self.session, "us_bank_account");
        let card = form::takes(self.session, "card");
        let by_bank = form::uses_bank(typed, self.session);
        let mut body = self.order();
        if !problems.is_empty() {
            let _ = write!(body, r#"<div class="problems" role="alert"><h2>{}</h2><ul>"#, w.problem);
            for problem in problems {
                let _ =
                    write!(body, r##"<li><a href="#{}">{}</a></li>"##, problem.field.name(), problem.message);
            }
            body.push_str("</ul></div>");
        }
        body.push_str(r#"<form method="post" novalidate>"#);
        if bank && card {
            let _ = write!(
                body,
                r#"<fieldset class="choice"><legend>{}</legend>{}{}</fieldset>"#,
                w.how,
                radio("card", w.card, !by_bank),
                radio("us_bank_account", w.bank, by_bank)
            );
        }
        if card {
            let _ = write!(
                body,
                r#"<div class="group" id="by-card">{}<div class="pair">{}{}</div></div>"#,
                input(
                    Field::Number,
                    w.number,
                    w.number_hint,
                    "",
                    r#"inputmode="numeric" autocomplete="cc-number""#,
                    problems
                ),
                input(
                    Field::Expiry,
                    w.expiry,
                    w.expiry_hint,
                    typed.str("expiry").unwrap_or_default(),
                    r#"inputmode="numeric" autocomplete="cc-exp""#,
                    problems
                ),
                input(
                    Field::Cvc,
                    w.cvc,
                    w.cvc_hint,
                    "",
                    r#"inputmode="numeric" autocomplete="cc-csc" maxlength="4""#,
                    problems
                )
            );
        }
        if bank {
            body.push_str(&self.accounts(typed, problems));
        }
        body.push_str(&input(
            Field::Name,
            w.name,
            "",
            typed.str("name").unwrap_or_default(),
            r#"autocomplete="cc-name""#,
            problems,
        ));
        let press = if self.setup() { w.save.to_owned() } else { format!("{} {}", w.pay, self.amount()) };
        let _ = write!(body, r#"<button type="submit">{press}</button></form>"#);
        if let Some(address) = self.session.get("cancel_url").and_then(|url| url.as_str()) {
            let _ = write!(body, r#"<p class="back"><a href="{}">{}</a></p>"#, escape(address), w.back);
        }
        if card {
            let _ = write!(body, r#"<section class="cards"><h2>{}</h2><dl>"#, w.cards);
            for (number, does) in [
                ("4242 4242 4242 4242", w.cards_pay),
                ("4000 0000 0000 0002", w.cards_decline),
                ("4000 0000 0000 9995", w.cards_funds),
                ("4000 0025 0000 3155", w.cards_ask),
            ] {
                let _ = write!(body, "<div><dt>{number}</dt><dd>{does}</dd></div>");
            }
            body.push_str("</dl></section>");
        }
        self.shell(&body)
    }

    /// What is paid for, to whom, and how much.
    fn order(&self) -> String {
        let w = self.words();
        let mut html = format!("<p class=\"merchant\">{}</p><h1>", escape(self.merchant));
        if self.setup() {
            let _ = write!(html, "{}</h1>", w.title_setup);
            return html;
        }
        let _ = write!(
            html,
            r#"<span class="total-name">{}</span> <span class="total">{}</span></h1><ul class="items">"#,
            w.total,
            self.amount()
        );
        let items = self.session.get_or_null("_items");
        for item in items.as_array().into_iter().flatten() {
            let currency = item["currency"].as_str().unwrap_or_default();
            let _ = write!(
                html,
                "<li><span>{}</span> <span>{}</span></li>",
                escape(item["description"].as_str().unwrap_or_default()),
                money(item["amount_total"].as_i64().unwrap_or_default(), currency)
            );
        }
        html.push_str("</ul>");
        html
    }

    fn accounts(&self, typed: &Params, problems: &[Problem]) -> String {
        let w = self.words();
        let wrong = problems.iter().find(|problem| problem.field == Field::Bank);
        let mut html = format!(
            r#"<div class="group" id="by-bank"><div class="field"><label for="bank">{}</label><span class="hint" id="bank-hint">{}</span>"#,
            w.account, w.account_hint
        );
        if let Some(problem) = wrong {
            let _ = write!(html, r#"<span class="error" id="bank-error">{}</span>"#, problem.message);
        }
        let described = if wrong.is_some() { "bank-hint bank-error" } else { "bank-hint" };
        let invalid = if wrong.is_some() { r#" aria-invalid="true""# } else { "" };
        let _ = write!(html, r#"<select id="bank" name="bank" aria-describedby="{described}"{invalid}>"#);
        for (number, name) in [
            ("000123456789", w.account_clears),
            ("000222222227", w.account_empty),
            ("000111111113", w.account_closed),
            ("000555555559", w.account_taken_back),
        ] {
            let chosen = if typed.str("bank") == Some(number) { " selected" } else { "" };
            let _ = write!(html, r#"<option value="{number}"{chosen}>{name}</option>"#);
        }
        html.push_str("</select></div>");
        if !self.setup() {
            let _ = write!(html, r#"<p class="agree">{}</p>"#, w.account_agree);
        }
        html.push_str("</div>");
        html
    }

    /// A page that says that there is nothing to do here any more.
    #[must_use]
    pub fn ended(&self, message: &str, back: Option<&str>) -> String {
        let mut body =
            format!("<p class=\"merchant\">{}</p><h1 class=\"plain\">{message}</h1>", escape(self.merchant));
        if let Some(address) = back {
            let _ = write!(
                body,
                r#"<p class="back"><a href="{}">{} {}</a></p>"#,
                escape(address),
                self.words().back_done,
                escape(self.merchant)
            );
        }
        self.shell(&body)
    }

    /// The page that plays the bank.
    #[must_use]
    pub fn authentication(&self) -> String {
        let w = self.words();
        let sum = if self.setup() {
            String::new()
        } else {
            format!("<p class=\"sum\">{} · {}</p>", escape(self.merchant), self.amount())
        };
        self.shell(&format!(
            r#"<h1 class="plain">{}</h1>{sum}<p>{}</p><form method="post"><button type="submit" name="outcome" value="complete">{}</button><button type="submit" class="quiet" name="outcome" value="fail">{}</button></form>"#,
            w.bank_asks, w.bank_asks_more, w.bank_yes, w.bank_no
        ))
    }

    fn amount(&self) -> String {
        money(self.session.int("amount_total"), self.session.text("currency"))
    }

    fn shell(&self, body: &str) -> String {
        document(self.lang, &self.title(), body)
    }
}

/// A page for an address that names no session.
#[must_use]
pub fn missing() -> String {
    document(
        Lang::En,
        "Not found",
        r#"<h1 class="plain">There is no such payment page. / Esta página de pago no existe.</h1>"#,
    )
}

fn document(lang: Lang, title: &str, body: &str) -> String {
    let w = words(lang);
    format!(
        r#"<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/c/style.css"></head><body><header class="test" role="banner"><p><strong>{}</strong> <span>{}</span></p></header><main>{body}</main></body></html>"#,
        lang.tag(),
        escape(title),
        w.test,
        w.test_more
    )
}

fn radio(value: &str, name: &str, checked: bool) -> String {
    let checked = if checked { " checked" } else { "" };
    format!(r#"<label><input type="radio" name="method" value="{value}"{checked}> {name}</label>"#)
}

fn input(
    field: Field,
    label: &str,
    hint: &str,
    value: &str,
    attributes: &str,
    problems: &[Problem],
) -> String {
    let name = field.name();
    let mut described = Vec::new();
    let mut html = format!(r#"<div class="field"><label for="{name}">{label}</label>"#);
    if !hint.is_empty() {
        let _ = write!(html, r#"<span class="hint" id="{name}-hint">{hint}</span>"#);
        described.push(format!("{name}-hint"));
    }
    let mut invalid = "";
    if let Some(problem) = problems.iter().find(|problem| problem.field == field) {
        let _ = write!(html, r#"<span class="error" id="{name}-error">{}</span>"#, problem.message);
        described.push(format!("{name}-error"));
        invalid = r#" aria-invalid="true""#;
    }
    let described = if described.is_empty() {
        String::new()
    } else {
        format!(r#" aria-describedby="{}""#, described.join(" "))
    };
    let _ = write!(
        html,
        r#"<input id="{name}" name="{name}" type="text" value="{}" {attributes}{described}{invalid}></div>"#,
        escape(value)
    );
    html
}

/// Cents as people read them: `$1,234.50`; other currencies with their code.
fn money(cents: i64, currency: &str) -> String {
    let whole = (cents / 100).to_string();
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let amount = format!("{grouped}.{:02}", cents % 100);
    if currency == "usd" { format!("${amount}") } else { format!("{amount} {}", currency.to_uppercase()) }
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{escape, money};

    #[test]
    fn amounts_read_as_people_write_them() {
        assert_eq!(money(50, "usd"), "$0.50");
        assert_eq!(money(123_450, "usd"), "$1,234.50");
        assert_eq!(money(99_999_999, "usd"), "$999,999.99");
        assert_eq!(money(3_000, "eur"), "30.00 EUR");
    }

    #[test]
    fn a_name_cannot_become_markup() {
        assert_eq!(escape(r#"<script>"'&"#), "&lt;script&gt;&quot;&#39;&amp;");
    }
}
