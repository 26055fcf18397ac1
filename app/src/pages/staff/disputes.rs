//! `/staff/disputes`: what patients say is wrong, or ask; what has to be done first comes first.

use domain::UserId;
use domain::access::Permission;
use domain::dispute::{Clock, Reason, State};
use leptos::prelude::*;

use super::desk;
use super::parts::{head, iso, scroll};
use crate::model::{DisputeQueuePage, QueueRow, QueueTold};
use crate::parts::error_summary;
use crate::{Ctx, Text};

/// What the list does with a script: a key to the next row, and who has taken what meanwhile.
const SCRIPT: &str = include_str!("queue.js");

/// So often, in milliseconds, the list looks.
const EVERY: &str = "8000";

/// The page.
#[must_use]
pub fn disputes(ctx: &Ctx, page: &DisputeQueuePage) -> String {
    desk(ctx, "disputes-title", |t| {
        let more = page.more.clone().map(|more| {
            view! { <p><a href=format!("/staff/disputes?{more}") rel="next">{t.t("disputes-more")}</a></p> }
        });
        view! {
            {error_summary(&page.form, &["to"], t)}
            {page.told.as_ref().map(|told| said(told, t))}
            {tabs(page, t)}
            {filters(page, t)}
            {list(ctx, page, t)}
            {more}
        }
        .into_any()
    })
}

fn said(told: &QueueTold, t: Text) -> AnyView {
    let class = if told.left.is_empty() { "notice notice-good" } else { "notice notice-wait" };
    let left = told.left.iter().map(|(reference, who)| {
        let words = match who {
            Some(who) => t.with("disputes-left-to", &[("name", who)]),
            None => t.t("disputes-left"),
        };
        view! { <li><b class="num">{reference.clone()}</b>": "{words}</li> }
    });
    view! {
        <div class=class role="status">
            <p>{t.count("disputes-done", told.done, &[])}</p>
            {(!told.left.is_empty()).then(|| view! { <ul>{left.collect_view()}</ul> })}
        </div>
    }
    .into_any()
}

fn tabs(page: &DisputeQueuePage, t: Text) -> AnyView {
    let groups = [
        ("disputes-mine", "whose=me"),
        ("disputes-nobodys", "whose=nobody"),
        ("disputes-late-ones", "due=late"),
        ("disputes-open", ""),
    ];
    let link = |((id, query), count): ((&'static str, &'static str), u64)| {
        let here = (page.query == query).then_some("page");
        let count = if count >= 1_000 { "999+".to_owned() } else { count.to_string() };
        let href =
            if query.is_empty() { "/staff/disputes".to_owned() } else { format!("/staff/disputes?{query}") };
        view! { <li><a href=href aria-current=here>{t.t(id)}" "<span class="num">{count}</span></a></li> }
    };
    let links = groups.into_iter().zip(page.counts).map(link).collect_view();
    view! { <nav class="tabs" aria-label=t.t("disputes-groups")><ul role="list">{links}</ul></nav> }
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

fn filters(page: &DisputeQueuePage, t: Text) -> AnyView {
    let wanted = &page.wanted;
    let any = |id: &str| (String::new(), t.t(id));
    let states = std::iter::once(any("disputes-open"))
        .chain(State::ALL.iter().map(|state| (state.code().to_owned(), t.t(state_name(*state)))));
    let reasons = std::iter::once(any("disputes-any-reason"))
        .chain(Reason::ALL.iter().map(|reason| (reason.code().to_owned(), t.t(reason_name(*reason)))));
    let own = view! {
        {choice("state", "staff-state", states.collect(), wanted.state.map(State::code).unwrap_or_default(), t)}
        {choice("reason", "disputes-reason", reasons.collect(), wanted.reason.map(Reason::code).unwrap_or_default(), t)}
    };
    let asked = [&*wanted.whose, &*wanted.due, &*wanted.order];
    filter_form(("/staff/disputes", "disputes-soon-ones"), own.into_any(), &page.people, asked, t)
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

fn list(ctx: &Ctx, page: &DisputeQueuePage, t: Text) -> AnyView {
    if page.rows.is_empty() {
        return view! { <p class="notice notice-good">{t.t("disputes-none")}</p> }.into_any();
    }
    let works = ctx.may(Permission::WorkDisputes);
    view! {
        <p class="notice notice-wait" role="status" data-said hidden>{t.t("disputes-moved-what")}</p>
        <form
            method="post" action=format!("/staff/disputes?{}", page.here)
            data-queue=format!("/staff/disputes.json?{}", page.here) data-every=EVERY data-moved=t.t("disputes-moved")
        >
            {table(&page.rows, works, t)}
            {works.then(|| many(page, t))}
        </form>
        <script nonce=ctx.nonce.clone() inner_html=SCRIPT></script>
    }
    .into_any()
}

fn many(page: &DisputeQueuePage, t: Text) -> AnyView {
    let people = page.people.iter().map(|(id, name)| {
        view! { <option value=id.to_string()>{name.clone()}</option> }
    });
    let wrong = page.form.error("to").map(|_| "true");
    view! {
        <div class="many">
            <p class="soft">{t.t("disputes-many")}</p>
            <div class="buttons">
                <button class="button" name="do" value="claim">{t.t("disputes-claim-many")}</button>
                <button class="button" name="do" value="release">{t.t("disputes-release-many")}</button>
                <label class="hidden" for="to">{t.t("disputes-give-to")}</label>
                <select class="input fit" id="to" name="to" aria-invalid=wrong>
                    <option value="">{t.t("disputes-give-to")}</option>
                    {people.collect_view()}
                </select>
                <button class="button" name="do" value="assign">{t.t("disputes-give")}</button>
            </div>
        </div>
    }
    .into_any()
}

/// Cases in a table; with a box before each and a button to take it, where they are worked on.
pub(super) fn table(rows: &[QueueRow], works: bool, t: Text) -> AnyView {
    let line = |row: &QueueRow| {
        let press = format!("{}:{}", row.id, row.seq);
        let open = !matches!(row.state, State::Decided | State::Closed);
        let about = format!("{}, {}", row.reference, row.name);
        let tick = works.then(|| {
            let box_ = open.then(|| {
                view! { <input type="checkbox" name="case" value=press.clone() aria-label=about.clone()/> }
            });
            view! { <td>{box_}</td> }
        });
        let take = (works && row.free).then(|| {
            view! {
                <button class="button small" name="claim" value=press.clone()>
                    {t.t("disputes-claim")}<span class="hidden">": "{about.clone()}</span>
                </button>
            }
        });
        let who = match (&row.assigned, &take) {
            (Some(name), _) => name.clone(),
            (None, Some(_)) => String::new(),
            (None, None) => t.t("disputes-nobody"),
        };
        view! {
            <tr data-case=row.id.to_string() data-seq=row.seq.to_string()>
                {tick}
                <th scope="row">
                    <a class="num" href=format!("/staff/disputes/{}", row.id)>{row.reference.clone()}</a>
                    <span class="soft block">{row.name.clone()}</span>
                </th>
                <td>{t.t(reason_name(row.reason))}</td>
                <td>{pills(row, t)}</td>
                <td>{iso(row.opened)}</td>
                <td>{row.act_by.map(|day| due(day, row.clock, t))}</td>
                <td class="num" class:zero=row.amount.is_zero()>{t.money(row.amount)}</td>
                <td><span data-who>{who}</span>{take}</td>
            </tr>
        }
    };
    let heads = view! {
        {works.then(|| view! { <th scope="col"><span class="hidden">{t.t("disputes-choose")}</span></th> })}
        {head("disputes-case", "", t)}
        {head("disputes-reason", "", t)}
        {head("staff-state", "", t)}
        {head("disputes-since", "", t)}
        {head("disputes-by", "", t)}
        {head("disputes-rests", "num", t)}
        {head("disputes-with", "", t)}
    };
    scroll("disputes-title", heads.into_any(), rows.iter().map(line).collect_view().into_any(), None, t)
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

/// How far a case has come.
pub(super) fn pills(row: &QueueRow, t: Text) -> AnyView {
    let class = match row.state {
        State::Received | State::Appealed => "pill pill-wait",
        State::Decided | State::Closed => "pill pill-good",
        _ => "pill",
    };
    let again = (row.appealed && row.state != State::Appealed)
        .then(|| view! { " "<span class="pill">{t.t("disputes-appealed-before")}</span> });
    let second =
        row.proposed.then(|| view! { " "<span class="pill pill-wait">{t.t("disputes-proposed")}</span> });
    view! { <span class=class>{t.t(state_name(row.state))}</span>{again}{second} }.into_any()
}

/// What a state is called.
pub(super) fn state_name(state: State) -> &'static str {
    match state {
        State::Received => "disputes-received",
        State::Acknowledged => "disputes-acknowledged",
        State::InReview => "disputes-in-review",
        State::WaitingPatient => "disputes-waiting-patient",
        State::WaitingInsurer => "disputes-waiting-insurer",
        State::WaitingFederal => "disputes-waiting-federal",
        State::Decided => "disputes-decided",
        State::Appealed => "disputes-appealed",
        State::Closed => "disputes-closed",
    }
}

/// What a reason is called.
pub(super) fn reason_name(reason: Reason) -> &'static str {
    match reason {
        Reason::NotMyVisit => "disputes-not-my-visit",
        Reason::AlreadyPaid => "disputes-already-paid",
        Reason::Insurance => "disputes-insurance",
        Reason::WrongAmount => "disputes-wrong-amount",
        Reason::Duplicate => "disputes-duplicate",
        Reason::Quality => "disputes-quality",
        Reason::AboveEstimate => "disputes-above-estimate",
        Reason::Question => "disputes-question",
    }
}
