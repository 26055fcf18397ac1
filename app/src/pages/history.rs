//! `/history`: everything that happened, newest first; chosen by GET, searched by POST, so
//! that no word anybody looks for is part of an address.

mod filters;

use domain::Money;
use leptos::prelude::*;

use self::filters::{choose, files, search};
use crate::model::{HistoryItem, HistoryKind, HistoryPage, HistoryState, HistoryWhat};
use crate::parts::{amount, day, for_whom};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn history(ctx: &Ctx, page: &HistoryPage) -> String {
    document(ctx, Head::new(ctx.text().t("history-title")), |t| {
        view! {
            <div class="narrow">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                <h1>{t.t("history-title")}</h1>
                {choose(page, t)}
                {search(page, t)}
                {list(page, t)}
                {files(page, t)}
                {taxes(page, t)}
            </div>
        }
        .into_any()
    })
}

fn list(page: &HistoryPage, t: Text) -> AnyView {
    if page.items.is_empty() {
        let id = if page.years.is_empty() { "history-none" } else { "history-none-such" };
        return view! { <p class="lead">{t.t(id)}</p> }.into_any();
    }
    let years = page.items.chunk_by(|one, next| one.date.year() == next.date.year());
    let years = years.map(|items| {
        let year = items.first().map(|item| item.date.year().to_string());
        let rows = items.iter().map(|item| row(item, t)).collect_view();
        view! {
            <section>
                <h2>{year}</h2>
                <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div>
            </section>
        }
    });
    let more = page.more.then(|| view! { <p class="soft">{t.t("history-more")}</p> });
    view! { {years.collect_view()}{more} }.into_any()
}

/// What happened, and its amount with the sign that it has on the bill: what takes away
/// from it carries a minus.
fn told(item: &HistoryItem, t: Text) -> (String, Option<Money>) {
    let undone = item.amount.is_some_and(Money::is_negative);
    let payer = |id: &str, payer: &String| t.with(id, &[("payer", payer)]);
    let (said, off) = match &item.what {
        HistoryWhat::Statement => (t.t("history-statement"), false),
        // Nobody has paid before the bank says so.
        HistoryWhat::Payment if item.state == HistoryState::NotPaid => (t.t("history-payment"), false),
        HistoryWhat::Payment if item.state == HistoryState::Checking => (t.t("history-payment"), true),
        HistoryWhat::Payment => (t.t("lately-you-paid"), true),
        HistoryWhat::Refund => (t.t("lately-sent-back"), false),
        HistoryWhat::RefundFailed => (t.t("history-refund-failed"), true),
        HistoryWhat::TakenBack => (t.t("lately-taken-back"), false),
        HistoryWhat::GivenBack => (t.t("history-given-back"), true),
        HistoryWhat::InsurerPaid(name) => (payer("lately-insurer-paid", name), true),
        HistoryWhat::InsurerTookBack(name) => (payer("lately-insurer-took", name), false),
        HistoryWhat::Adjusted if undone => (t.t("history-adjusted-undone"), true),
        HistoryWhat::Adjusted => (t.t("history-adjusted"), true),
        HistoryWhat::BecameYours if undone => (t.t("statement-since-no-longer"), false),
        HistoryWhat::BecameYours => (t.t("statement-since-yours"), false),
        HistoryWhat::Charged if undone => (t.t("history-charge-undone"), false),
        HistoryWhat::Charged => (t.t("lately-charged"), false),
        HistoryWhat::CreditApplied => (t.t("history-credit-applied"), true),
        HistoryWhat::PlanCost => (t.t("history-plan-cost"), false),
        HistoryWhat::Forgiven if undone => (t.t("step-forgiven-off"), true),
        HistoryWhat::Forgiven => (t.t("step-forgiven"), true),
    };
    (said, item.amount.map(|amount| if off { -amount } else { amount }))
}

/// Something that happened, in words: what the page says of it, for paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HistoryLine {
    /// What happened.
    pub what: String,
    /// How it stands, while it is not settled.
    pub state: Option<String>,
    /// What it is about, and for whom; empty when it is about several.
    pub about: Vec<String>,
    /// How much, with the sign that it has on the bill.
    pub amount: Option<Money>,
}

/// What the page says of something that happened.
#[must_use]
pub fn history_line(item: &HistoryItem, t: Text) -> HistoryLine {
    let (what, amount) = told(item, t);
    let patient = item.patient.as_ref().map(|name| for_whom(name, false, t));
    HistoryLine {
        what,
        state: state(item.state).map(|(_, id)| t.t(id)),
        about: item.title.clone().into_iter().chain(patient).collect(),
        amount,
    }
}

/// What is chosen of a history, in words; nothing when all of it is shown.
#[must_use]
pub fn history_chosen(page: &HistoryPage, t: Text) -> Vec<String> {
    let filters = &page.filters;
    let kind = (filters.what != HistoryKind::All).then(|| t.t(filters::kind(filters.what)));
    let who = filters.who.and_then(|who| page.people.get(who)).map(|name| for_whom(name, false, t));
    [kind, who, filters.year.map(|year| year.to_string())].into_iter().flatten().collect()
}

fn state(state: HistoryState) -> Option<(&'static str, &'static str)> {
    match state {
        HistoryState::Done => None,
        HistoryState::OnItsWay => Some(("pill pill-wait", "state-on-its-way")),
        HistoryState::Checking => Some(("pill pill-wait", "state-checking")),
        HistoryState::NotPaid => Some(("pill", "state-not-paid")),
    }
}

fn row(item: &HistoryItem, t: Text) -> AnyView {
    let (said, shown) = told(item, t);
    let state = state(item.state).map(|(class, id)| view! { " "<span class=class>{t.t(id)}</span> });
    let patient = item.patient.as_ref().map(|name| view! { "\u{a0}· "{for_whom(name, false, t)} });
    let more = link(item, t).map(|link| view! { "\u{a0}· "{link} });
    view! {
        <li class="row">
            <div>
                <p class="row-title">{said}{state}</p>
                <p class="soft">{day(item.date, t)}{patient}{more}</p>
            </div>
            <b>{shown.map(|shown| amount(shown, t))}</b>
        </li>
    }
    .into_any()
}

/// What it is about, leading to where one reads more.
fn link(item: &HistoryItem, t: Text) -> Option<AnyView> {
    let words = item.title.clone();
    let Some(href) = item.link.clone() else { return words.map(|words| view! { {words} }.into_any()) };
    let receipt = href.starts_with("/receipts/");
    let about = format!(", {}", t.day(item.date));
    let words = match words {
        // A receipt is one of the payment, whatever it paid for.
        Some(words) if receipt => {
            return Some(
                view! { {words}"\u{a0}· "<a href=href>{t.t("lately-receipt")}<span class="hidden">{about}</span></a> }
                    .into_any(),
            );
        }
        Some(words) => words,
        None => t.t(if receipt { "lately-receipt" } else { "lately-visit" }),
    };
    Some(view! { <a href=href>{words}<span class="hidden">{about}</span></a> }.into_any())
}

/// A summary for each year.
fn taxes(page: &HistoryPage, t: Text) -> Option<AnyView> {
    if page.years.is_empty() {
        return None;
    }
    let years = page.years.iter().map(|year| {
        let about = t.t("history-taxes");
        view! { <li><a class="button small" href=format!("/history/{year}")><span class="hidden">{about}": "</span>{year.to_string()}</a></li> }
    });
    Some(
        view! {
            <section aria-labelledby="taxes">
                <h2 id="taxes">{t.t("history-taxes")}</h2>
                <p>{t.t("history-taxes-what")}</p>
                <ul class="year-links" role="list">{years.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}
