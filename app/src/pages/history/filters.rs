//! Choosing, searching, and the same as a file.

use leptos::prelude::*;

use crate::Text;
use crate::model::{HistoryKind, HistoryPage};

/// What, who and when, by GET: none of them says anything about anybody.
pub(super) fn choose(page: &HistoryPage, t: Text) -> Option<AnyView> {
    if page.years.is_empty() {
        return None;
    }
    let filters = &page.filters;
    let kinds = HistoryKind::ALL
        .map(|kind| option(kind.code().to_owned(), t.t(self::kind(kind)), kind == filters.what));
    let people = page.people.iter().enumerate();
    let people = people.map(|(n, name)| option(n.to_string(), name.clone(), filters.who == Some(n)));
    let years = page.years.iter();
    let years = years.map(|year| option(year.to_string(), year.to_string(), filters.year == Some(*year)));
    let who = (page.people.len() > 1).then(|| {
        let all = option(String::new(), t.t("history-everybody"), filters.who.is_none());
        select("who", "history-who", vec![all].into_iter().chain(people).collect(), t)
    });
    let every = option(String::new(), t.t("history-every-year"), filters.year.is_none());
    Some(
        view! {
            <form method="get" action="/history" class="filters no-print">
                {select("what", "history-what", kinds.into(), t)}
                {who}
                {select("year", "field-year", vec![every].into_iter().chain(years).collect(), t)}
                <button class="button">{t.t("history-show")}</button>
            </form>
        }
        .into_any(),
    )
}

/// What a kind is called.
pub(super) fn kind(kind: HistoryKind) -> &'static str {
    match kind {
        HistoryKind::All => "history-all",
        HistoryKind::Statements => "history-statements",
        HistoryKind::Payments => "history-payments",
        HistoryKind::Refunds => "history-refunds",
        HistoryKind::Insurance => "history-insurance",
    }
}

fn option(value: String, words: String, chosen: bool) -> AnyView {
    view! { <option value=value selected=chosen>{words}</option> }.into_any()
}

fn select(name: &'static str, label: &str, options: Vec<AnyView>, t: Text) -> AnyView {
    view! {
        <div class="field">
            <label for=name>{t.t(label)}</label>
            <select class="input" id=name name=name>{options}</select>
        </div>
    }
    .into_any()
}

/// Words of a visit or a number, by POST, among what is chosen.
pub(super) fn search(page: &HistoryPage, t: Text) -> Option<AnyView> {
    if page.years.is_empty() {
        return None;
    }
    let filters = &page.filters;
    let hidden = |name: &'static str, value: String| view! { <input type="hidden" name=name value=value/> };
    let found = page.query.as_ref().map(|query| {
        let all = format!("/history{}", filters.query());
        let said = t.with("history-found", &[("words", query)]);
        view! { <p role="status">{said}" "<a href=all>{t.t("history-clear")}</a></p> }
    });
    Some(
        view! {
            <form method="post" action="/history" class="history-search no-print" role="search">
                {hidden("what", filters.what.code().to_owned())}
                {filters.who.map(|who| hidden("who", who.to_string()))}
                {filters.year.map(|year| hidden("year", year.to_string()))}
                <label for="q">{t.t("history-search")}</label>
                <div class="search-row">
                    <input
                        class="input" id="q" name="q" type="search" autocomplete="off"
                        value=page.query.clone().unwrap_or_default()
                    />
                    <button class="button">{t.t("history-search-button")}</button>
                </div>
            </form>
            {found}
        }
        .into_any(),
    )
}

/// What is chosen, as a file. What was searched for is in no address, so that what was
/// found has no file of its own.
pub(super) fn files(page: &HistoryPage, t: Text) -> Option<AnyView> {
    if page.items.is_empty() || page.query.is_some() {
        return None;
    }
    let query = page.filters.query();
    Some(
        view! {
            <div class="ways no-print">
                <a class="button" href=format!("/history.pdf{query}")>{t.t("history-pdf")}</a>
                <a class="button" href=format!("/history.csv{query}")>{t.t("history-csv")}</a>
            </div>
        }
        .into_any(),
    )
}
