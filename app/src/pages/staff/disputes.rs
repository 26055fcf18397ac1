//! `/staff/disputes`: what patients say is wrong, or ask; what has to be done first comes first.

use domain::access::Permission;
use domain::dispute::{Reason, State};
use leptos::prelude::*;

use super::desk;
use super::parts::{head, iso, scroll};
use super::queue::{self, choice, due, filter_form};
use crate::model::{DisputeQueuePage, QueueRow};
use crate::parts::error_summary;
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn disputes(ctx: &Ctx, page: &DisputeQueuePage) -> String {
    desk(ctx, "disputes-title", |t| {
        let more = page.more.clone().map(|more| {
            view! { <p><a href=format!("/staff/disputes?{more}") rel="next">{t.t("disputes-more")}</a></p> }
        });
        view! {
            {error_summary(&page.form, &["to"], t)}
            {page.told.as_ref().map(|told| queue::said(told, "disputes-done", t))}
            {tabs(page, t)}
            {filters(page, t)}
            {list(ctx, page, t)}
            {more}
        }
        .into_any()
    })
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

fn list(ctx: &Ctx, page: &DisputeQueuePage, t: Text) -> AnyView {
    if page.rows.is_empty() {
        return view! { <p class="notice notice-good">{t.t("disputes-none")}</p> }.into_any();
    }
    let works = ctx.may(Permission::WorkDisputes);
    let rows = table(&page.rows, works.then_some(&page.chosen), t);
    let many = works.then(|| queue::give(&page.people, &page.form, t));
    queue::form(ctx, ("/staff/disputes", &page.here), view! { {rows}{many} }.into_any(), t)
}

/// Cases in a table; with a box before each and a button to take it, where they are worked on (what is
/// ticked of them).
pub(super) fn table(rows: &[QueueRow], chosen: Option<&Vec<String>>, t: Text) -> AnyView {
    let line = |row: &QueueRow| {
        let press = format!("{}:{}", row.id, row.seq);
        let open = !matches!(row.state, State::Decided | State::Closed);
        let about = format!("{}, {}", row.reference, row.name);
        let tick = chosen.map(|chosen| queue::tick((&press, &about), open, chosen));
        let take = (chosen.is_some() && row.free).then(|| queue::take(&press, about.clone(), t));
        let who = queue::who(row.assigned.as_ref(), take.is_some(), t);
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
        {chosen.map(|_| queue::choose(t))}
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
