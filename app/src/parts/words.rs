//! Small pieces of sentences that more than one page says.

use domain::story::Breakdown;
use domain::{Money, Share};
use leptos::prelude::*;
use time::Date;

use crate::Text;
use crate::model::{Method, VisitCard};

/// A day, readable by people and machines.
pub(crate) fn day(date: Date, t: Text) -> AnyView {
    view! { <time datetime=date.to_string()>{t.day(date)}</time> }.into_any()
}

/// An amount in a column.
pub(crate) fn amount(amount: Money, t: Text) -> AnyView {
    view! { <span class="num">{t.money(amount)}</span> }.into_any()
}

/// The insurer's name, or `your insurance`.
pub(crate) fn payer_or(payer: Option<&String>, t: Text) -> String {
    payer.cloned().unwrap_or_else(|| t.t("your-insurance"))
}

/// The insurer, when there is only one: with two, an amount of both is neither's.
pub(crate) fn sole(payers: &[String]) -> Option<&String> {
    match payers {
        [one] => Some(one),
        _ => None,
    }
}

/// The same words at the beginning of a line.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `Office visit with Dr. Chen`.
pub(crate) fn visit_title(title: &str, provider: Option<&String>, t: Text) -> String {
    match provider {
        Some(provider) => t.with("visit-with", &[("title", title), ("provider", provider)]),
        None => title.to_owned(),
    }
}

/// `for Leo`, or `for you`.
pub(crate) fn for_whom(name: &str, is_self: bool, t: Text) -> String {
    if is_self { t.t("for-you") } else { t.with("for-name", &[("name", name)]) }
}

/// `Visa ending 4242`, `Cash at the desk`: with what a patient paid; nothing when that
/// is not known.
pub(crate) fn paid_with(method: &Method, t: Text) -> Option<String> {
    match method {
        Method::Online { card } => card.as_deref().map(capital),
        Method::Bank => Some(t.t("method-bank")),
        Method::Cash => Some(t.t("method-cash-desk")),
        Method::Check => Some(t.t("method-check-desk")),
        Method::Terminal => Some(t.t("method-terminal-desk")),
    }
}

/// `Card online`, `Cash`: with what somebody paid, for staff.
pub(crate) fn method_name(method: &Method, t: Text) -> String {
    match method {
        Method::Online { card: Some(card) } => capital(card),
        Method::Online { card: None } => t.t("method-card"),
        Method::Bank => t.t("method-bank"),
        Method::Cash => t.t("method-cash"),
        Method::Check => t.t("method-check"),
        Method::Terminal => t.t("method-terminal"),
    }
}

/// `Statement S-000412`, its number on one line.
pub(crate) fn numbered(number: &str, t: Text) -> AnyView {
    view! { {t.t("statement-word")}" "<span class="num">{number.to_owned()}</span> }.into_any()
}

/// Why the share is what it is, in one sentence; nothing when there is no share.
pub(crate) fn because(card: &VisitCard, t: Text) -> Option<String> {
    let Breakdown { share, reasons, .. } = &card.breakdown;
    if !share.is_positive() {
        return None;
    }
    let mut sums: Vec<(Share, Money)> = Vec::new();
    for reason in reasons {
        match sums.iter_mut().find(|(known, _)| *known == reason.share) {
            Some((_, sum)) => *sum += reason.amount,
            None => sums.push((reason.share, reason.amount)),
        }
    }
    let whose = if card.is_self { "self" } else { "other" };
    if let [(only, _)] = sums.as_slice() {
        let id = format!("why-all-{}", only.key());
        return Some(t.with(&id, &[("whose", whose), ("name", &card.patient_name)]));
    }
    let parts: Vec<String> = sums
        .iter()
        .map(|(share, sum)| t.with(&format!("why-part-{}", share.key()), &[("amount", &t.money(*sum))]))
        .collect();
    Some(t.with("why-together", &[("parts", &t.list(&parts))]))
}

/// The ways out, which weigh as much as the way through; `over_time` is where a payment plan
/// is set up, where one is offered.
pub(crate) fn ways_out(over_time: Option<String>, t: Text) -> AnyView {
    ways_out_from(over_time, "/help?about=wrong".to_owned(), t)
}

/// The same, where it is known what may be wrong.
pub(crate) fn ways_out_from(over_time: Option<String>, wrong: String, t: Text) -> AnyView {
    let over_time = over_time.map(|href| view! { <a class="button" href=href>{t.t("way-over-time")}</a> });
    view! {
        <div class="ways">
            {over_time}
            <a class="button" href=wrong>{t.t("way-wrong")}</a>
            <a class="button" href="/help?about=afford">{t.t("way-afford")}</a>
        </div>
    }
    .into_any()
}

/// How large a file is: `340 kB`, `2 MB`.
pub(crate) fn file_size(bytes: i64) -> String {
    match bytes {
        bytes if bytes < 1_000_000 => format!("{} kB", (bytes + 999) / 1_000),
        bytes => format!("{} MB", (bytes + 500_000) / 1_000_000),
    }
}
