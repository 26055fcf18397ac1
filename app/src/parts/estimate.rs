//! What somebody was told beforehand, and the federal way when the bill is far above it.

use domain::estimate::Route;
use leptos::prelude::*;

use super::{Mood, notice};
use crate::Text;
use crate::model::ToldBefore;
use crate::shell::tel;

/// Where the federal way begins, as it is read and as it is opened (Centers for Medicare & Medicaid
/// Services).
const ADDRESS: (&str, &str) = ("www.cms.gov/nosurprises", "https://www.cms.gov/nosurprises");

/// Who answers about it.
const PHONE: &str = "1-800-985-3059";

/// What they were told, and how much more or less the bill is.
pub(crate) fn told_before(told: &ToldBefore, t: Text) -> AnyView {
    let more = told.billed - told.estimate.amount;
    let differs = match more {
        more if more.is_positive() => t.with("estimate-more", &[("more", &t.money(more))]),
        more if more.is_negative() => t.with("estimate-less", &[("less", &t.money(-more))]),
        _ => t.t("estimate-same"),
    };
    let (amount, date) = (t.money(told.estimate.amount), t.date(told.estimate.given_on));
    let said = t.with("estimate-told", &[("amount", &amount), ("date", &date)]);
    view! { <p>{said}" "{differs}</p> }.into_any()
}

/// The federal way, where it is open.
pub(crate) fn federal_way(told: &ToldBefore, t: Text) -> Option<AnyView> {
    let Route::Open(last) = told.route else { return None };
    let days = told.rule.days.to_string();
    let by = match last {
        Some(last) => t.with("federal-by", &[("date", &t.date(last)), ("days", &days)]),
        None => t.with("federal-by-first", &[("days", &days)]),
    };
    let what = t.with("federal-what", &[("more", &t.money(told.charged - told.estimate.amount))]);
    let fee = t.with("federal-fee", &[("fee", &t.money(told.rule.fee))]);
    Some(notice(
        Mood::Plain,
        view! {
            <p><b>{t.t("federal-title")}</b></p>
            <p>{what}" "<b>{by}</b></p>
            <p>
                {t.t("federal-where")}" "<a href=ADDRESS.1 rel="external noreferrer">{ADDRESS.0}</a>
                " · "<a class="num" href=tel(PHONE)>{PHONE}</a>
            </p>
            <p>{fee}" "{t.t("federal-then")}</p>
            <p class="soft">{t.t("federal-alone")}</p>
        },
    ))
}

/// Both, as a patient reads them.
pub(crate) fn estimate(told: &ToldBefore, t: Text) -> AnyView {
    view! { {told_before(told, t)}{federal_way(told, t)} }.into_any()
}
