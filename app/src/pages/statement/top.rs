//! How much and by when, what has become of it since, and what else one must know.

use domain::Money;
use leptos::prelude::*;

use crate::Text;
use crate::model::StatementPage;
use crate::parts::{Mood, notice};

/// Whether something of it has been dealt with since, or another one stands in its place.
pub(super) fn is_past(page: &StatementPage) -> bool {
    page.corrected_by.is_some() || (page.statement.due.is_positive() && page.still_due.is_zero())
}

/// What has happened to it since it was issued; `all` is the address under which the
/// account's statements are.
pub(super) fn now(page: &StatementPage, all: &str, t: Text) -> Option<AnyView> {
    let Some(newer) = &page.corrected_by else { return dealt_with(page, t) };
    let link = view! { <a href=format!("{all}/{}", newer.id)>{newer.number.clone()}</a> };
    let said =
        view! { <p><b>{t.t("statement-replaced")}</b>" "{t.t("statement-replaced-by")}" "{link}"."</p> };
    Some(notice(Mood::Wait, said))
}

fn dealt_with(page: &StatementPage, t: Text) -> Option<AnyView> {
    let (due, left) = (page.statement.due, page.still_due);
    if !due.is_positive() || left >= due {
        return None;
    }
    if page.in_plan.is_positive() {
        let head = t.with("statement-in-plan", &[("amount", &t.money(page.in_plan))]);
        return Some(notice(Mood::Good, view! { <p><b>{head}</b>" "{t.t("statement-in-plan-what")}</p> }));
    }
    let (head, rest) = if left.is_positive() {
        (t.t("statement-partly"), t.with("statement-partly-what", &[("amount", &t.money(left))]))
    } else {
        (t.t("statement-settled"), t.t("statement-settled-what"))
    };
    Some(notice(Mood::Good, view! { <p><b>{head}</b>" "{rest}</p> }))
}

/// The one number and the day, as they were issued.
pub(super) fn owe(page: &StatementPage, t: Text) -> AnyView {
    let statement = &page.statement;
    if !statement.due.is_positive() {
        return view! { <span class="hero-words">{t.t("statement-nothing")}</span> }.into_any();
    }
    let insured = statement.visits.iter().any(|visit| visit.payer.is_some());
    let eyebrow = match (is_past(page), insured) {
        (true, _) => "statement-asked",
        (false, true) => "home-owe",
        (false, false) => "statement-owe",
    };
    view! {
        <span class="eyebrow">{t.t(eyebrow)}</span>" "
        <span class="hero-amount num">{t.money(statement.due)}</span>
    }
    .into_any()
}

/// What else one must know before reading on.
pub(super) fn notes(page: &StatementPage, t: Text) -> AnyView {
    let statement = &page.statement;
    let corrects = statement.corrects.as_ref().map(|number| {
        let head = t.with("statement-corrects", &[("number", number)]);
        notice(Mood::Plain, view! { <p><b>{head}</b>" "{t.t("statement-corrects-what")}</p> })
    });
    let first = (statement.since.is_none() && statement.corrects.is_none() && !is_past(page)).then(|| {
        let said = view! { <p><b>{t.t("statement-first")}</b>" "{t.t("statement-first-what")}</p> };
        notice(Mood::Plain, said)
    });
    let told = |mood, id: &str, what: &str, amount: Money| {
        amount.is_positive().then(|| {
            let head = t.with(id, &[("amount", &t.money(amount))]);
            notice(mood, view! { <p><b>{head}</b>" "{t.t(what)}</p> })
        })
    };
    view! {
        {corrects}
        {first}
        {told(Mood::Wait, "statement-on-its-way", "statement-on-its-way-what", statement.on_its_way)}
        {told(Mood::Good, "statement-plan-apart", "statement-in-plan-what", statement.in_plan)}
        {told(Mood::Wait, "statement-aside", "statement-aside-what", statement.aside)}
        {told(Mood::Good, "home-credit", "statement-credit-what", statement.credit)}
    }
    .into_any()
}

/// Why there is nothing to pay.
pub(super) fn nothing(page: &StatementPage, t: Text) -> String {
    let statement = &page.statement;
    t.t(if statement.on_its_way.is_positive() {
        "statement-nothing-on-its-way"
    } else if statement.in_plan.is_positive() {
        "statement-nothing-plan"
    } else if statement.aside.is_positive() {
        "statement-nothing-aside"
    } else if !statement.waiting.is_empty() {
        "home-nothing-yet-what"
    } else {
        "home-nothing-what"
    })
}
