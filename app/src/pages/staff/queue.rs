//! What the desk's queues have in common: filters, many chosen at once, what became of them.

use domain::UserId;
use domain::dispute::Clock;
use leptos::prelude::*;

use super::parts::iso;
use crate::model::{Became, QueueTold};
use crate::parts::tick as tick_field;
use crate::{Ctx, FormState, Text};

/// What the list does with a script: a key to the next row, and who has taken what meanwhile.
const SCRIPT: &str = include_str!("queue.js");

/// So often, in milliseconds, the list looks.
const EVERY: &str = "8000";

/// What became of the last press: how many took it (`done` says it of this queue), and one by one where
/// not all of them did.
pub(super) fn said(told: &QueueTold, done: &str, t: Text) -> AnyView {
    let left = told.each.iter().any(|(_, became)| !became.is_taken());
    let class = if left { "notice notice-wait" } else { "notice notice-good" };
    let each = told.each.iter().map(|(name, became)| {
        let words = match became {
            Became::Done => t.t("queue-done"),
            Became::Waits => t.t("queue-waits"),
            Became::Moved(Some(who)) => t.with("disputes-left-to", &[("name", who)]),
            Became::Moved(None) => t.t("disputes-left"),
            Became::NotNow => t.t("queue-not-now"),
        };
        view! { <li><b class="num">{name.clone()}</b>": "{words}</li> }
    });
    view! {
        <div class=class role="status">
            <p>{t.count(done, told.done, &[])}</p>
            {(told.waits > 0).then(|| view! { <p>{t.count("queue-waits-many", told.waits, &[])}</p> })}
            {(!told.each.is_empty()).then(|| view! { <ul>{each.collect_view()}</ul> })}
        </div>
    }
    .into_any()
}

/// A list of the filters: what is sent, what is said, what is chosen.
pub(super) fn choice(
    name: &'static str,
    label: &str,
    options: Vec<(String, String)>,
    chosen: &str,
    t: Text,
) -> AnyView {
    let options = options.into_iter().map(|(code, words)| {
        let selected = code == chosen;
        view! { <option value=code selected=selected>{words}</option> }
    });
    view! {
        <p>
            <label for=name>{t.t(label)}</label>
            <select class="input" id=name name=name>{options.collect_view()}</select>
        </p>
    }
    .into_any()
}

/// The filters of a queue: its own first, then whose, by when (`soon` says how soon that is) and in
/// which order, as they are chosen.
pub(super) fn filter_form(
    (action, soon): (&'static str, &str),
    own: AnyView,
    people: &[(UserId, String)],
    [whose, due, order]: [&str; 3],
    t: Text,
) -> AnyView {
    let any = |id: &str| (String::new(), t.t(id));
    let one = |code: &str, id: &str| (code.to_owned(), t.t(id));
    let mut theirs =
        vec![any("disputes-anybody"), one("me", "disputes-mine"), one("nobody", "disputes-nobodys")];
    theirs.extend(people.iter().map(|(id, name)| (id.to_string(), name.clone())));
    let by = vec![any("disputes-any-time"), one("late", "disputes-late-ones"), one("soon", soon)];
    let orders = vec![
        any("disputes-by-deadline"),
        one("oldest", "disputes-by-age"),
        one("amount", "disputes-by-amount"),
    ];
    view! {
        <form method="get" action=action class="filters" role="search">
            {own}
            {choice("whose", "disputes-with", theirs, whose, t)}
            {choice("due", "disputes-by", by, due, t)}
            {choice("order", "disputes-order", orders, order, t)}
            <button class="button">{t.t("disputes-show")}</button>
        </form>
    }
    .into_any()
}

/// A deadline with a word when it is near or over: seen before it is missed.
pub(super) fn due(day: time::Date, clock: Clock, t: Text) -> AnyView {
    let mark = match clock {
        Clock::Late => Some(("pill pill-bad", "disputes-late")),
        Clock::AtRisk => Some(("pill pill-wait", "disputes-at-risk")),
        Clock::Still | Clock::OnTime => None,
    };
    let mark = mark.map(|(class, id)| view! { " "<span class=class>{t.t(id)}</span> });
    view! { {iso(day)}{mark} }.into_any()
}

/// A queue as one form, so that many of it can be chosen; it looks again by itself what colleagues took
/// meanwhile. `here` is the page's own words in an address.
pub(super) fn form(ctx: &Ctx, (path, here): (&str, &str), content: AnyView, t: Text) -> AnyView {
    view! {
        <p class="notice notice-wait" role="status" data-said hidden>{t.t("disputes-moved-what")}</p>
        <form
            method="post" action=format!("{path}?{here}") novalidate
            data-queue=format!("{path}.json?{here}") data-every=EVERY data-moved=t.t("disputes-moved")
        >
            // The return key in a field or on a box presses the first button there is, which must be nobody's
            // row: outside a dialog this one does nothing.
            <button hidden formmethod="dialog"></button>
            {content}
        </form>
        <script nonce=ctx.nonce.clone() inner_html=SCRIPT></script>
    }
    .into_any()
}

/// The heading of the boxes.
pub(super) fn choose(t: Text) -> AnyView {
    view! { <th scope="col"><span class="hidden">{t.t("disputes-choose")}</span></th> }.into_any()
}

/// The box of a row, as it was left; what is over has none. `press` is the row with the step that the
/// reader sees, also when all of the page are chosen at once.
pub(super) fn tick((press, about): (&str, &str), open: bool, chosen: &[String]) -> AnyView {
    let ticked = chosen.iter().any(|one| one == press);
    let box_ = open.then(|| {
        view! {
            <input type="checkbox" name="case" value=press.to_owned() checked=ticked aria-label=about.to_owned()/>
            <input type="hidden" name="there" value=press.to_owned()/>
        }
    });
    view! { <td>{box_}</td> }.into_any()
}

/// The button of a row that makes it the reader's.
pub(super) fn take(press: &str, about: String, t: Text) -> AnyView {
    view! {
        <button class="button small" name="claim" value=press.to_owned()>
            {t.t("disputes-claim")}<span class="hidden">": "{about}</span>
        </button>
    }
    .into_any()
}

/// Whose a row is; nothing where the button to take it says so.
pub(super) fn who(assigned: Option<&String>, free: bool, t: Text) -> String {
    match assigned {
        Some(name) => name.clone(),
        None if free => String::new(),
        None => t.t("disputes-nobody"),
    }
}

/// What is chosen becomes somebody's.
pub(super) fn give(people: &[(UserId, String)], form: &FormState, t: Text) -> AnyView {
    let to = form.value("to");
    let people = people.iter().map(|(id, name)| {
        let id = id.to_string();
        view! { <option value=id.clone() selected=id == to>{name.clone()}</option> }
    });
    let error = form.error("to");
    view! {
        <div class="many">
            <p class="soft">{t.t("disputes-many")}</p>
            {tick_field("all", "queue-all", form, t)}
            <div class="buttons">
                <button class="button" name="do" value="claim">{t.t("disputes-claim-many")}</button>
                <button class="button" name="do" value="release">{t.t("disputes-release-many")}</button>
                <label class="hidden" for="to">{t.t("disputes-give-to")}</label>
                <select class="input fit" id="to" name="to" aria-invalid=error.map(|_| "true")>
                    <option value="">{t.t("disputes-give-to")}</option>
                    {people.collect_view()}
                </select>
                <button class="button" name="do" value="assign">{t.t("disputes-give")}</button>
            </div>
        </div>
    }
    .into_any()
}
