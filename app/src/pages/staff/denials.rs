//! `/staff/denials`: what insurers refused; what has to be done first comes first.

use domain::access::Permission;
use domain::denial::{Route, State};
use leptos::prelude::*;

use super::parts::{figure, head, iso, scroll};
use super::queue::{self, choice, due, filter_form};
use super::{denial, desk};
use crate::model::{DenialQueuePage, DenialRow};
use crate::parts::{error_summary, note_field};
use crate::{Ctx, Text};

/// Every field of the page's form, in its order.
const FIELDS: [&str; 4] = ["to", "sent_on", "what", "why"];

/// The page.
#[must_use]
pub fn denials(ctx: &Ctx, page: &DenialQueuePage) -> String {
    desk(ctx, "denials-title", |t| {
        let more = page.more.clone().map(|more| {
            view! { <p><a href=format!("/staff/denials?{more}") rel="next">{t.t("disputes-more")}</a></p> }
        });
        let count = |id: &str, count: u64| {
            view! { <p class="figure"><span>{t.t(id)}</span><b class="num">{crate::format::whole(count)}</b></p> }
        };
        let [open, late] = page.counts;
        let [refused, recovered] = page.sums;
        let days = ctx.may(Permission::SeeBooks).then(|| {
            view! { <p><a href="/staff/denials/payers">{t.t("payers-link")}</a></p> }
        });
        view! {
            {error_summary(&page.form, &FIELDS, t)}
            {page.told.as_ref().map(|told| queue::said(told, "denials-done", t))}
            <div class="figures">
                {figure("denials-refused", refused, t)}
                {count("denials-count", open)}
                {count("denials-late-count", late)}
                {figure("denials-recovered", recovered, t)}
            </div>
            {days}
            {filters(page, t)}
            {list(ctx, page, t)}
            {more}
        }
        .into_any()
    })
}

fn filters(page: &DenialQueuePage, t: Text) -> AnyView {
    let wanted = &page.wanted;
    let any = |id: &str| (String::new(), t.t(id));
    let states = std::iter::once(any("denials-all-open"))
        .chain(State::ALL.iter().map(|state| (state.code().to_owned(), t.t(state_name(*state)))));
    let routes = std::iter::once(any("denials-any-route"))
        .chain(Route::ALL.iter().map(|route| (route.code().to_owned(), t.t(route_name(*route)))));
    let payers = std::iter::once(any("denials-any-payer"))
        .chain(page.payers.iter().map(|(id, name)| (id.to_string(), name.clone())));
    let payer = wanted.payer.map(|payer| payer.to_string()).unwrap_or_default();
    let own = view! {
        {choice("state", "staff-state", states.collect(), wanted.state.map(State::code).unwrap_or_default(), t)}
        {choice("route", "denials-route", routes.collect(), wanted.route.map(Route::code).unwrap_or_default(), t)}
        {choice("payer", "payers-payer", payers.collect(), &payer, t)}
    };
    let asked = [&*wanted.whose, &*wanted.due, &*wanted.order];
    filter_form(("/staff/denials", "denials-due-soon"), own.into_any(), &page.people, asked, t)
}

fn list(ctx: &Ctx, page: &DenialQueuePage, t: Text) -> AnyView {
    if page.rows.is_empty() {
        return view! { <p class="notice notice-good">{t.t("denials-none")}</p> }.into_any();
    }
    let works = ctx.may(Permission::WorkDenials);
    let line = |row: &DenialRow| {
        let press = format!("{}:{}", row.id, row.seq);
        let tick = works.then(|| queue::tick((&press, &row.patient), row.state.is_open(), &page.chosen));
        let take = (works && row.free).then(|| queue::take(&press, row.patient.clone(), t));
        let who = queue::who(row.assigned.as_ref(), take.is_some(), t);
        // What waits for an answer is due on another day than the appeal.
        let last = row.state.is_open().then(|| {
            view! { <span class="soft block">{t.t("denials-appeal-until")}" "{iso(row.deadline)}</span> }
        });
        view! {
            <tr data-case=row.id.to_string() data-seq=row.seq.to_string()>
                {tick}
                <th scope="row">
                    <a href=format!("/staff/denials/{}", row.id)>{row.patient.clone()}</a>
                    <span class="soft block">{row.payer.clone()}</span>
                </th>
                <td>{t.t(route_name(row.route))}<span class="soft block num">{format!("{}-{}", row.reason.group.code(), row.reason.carc)}</span></td>
                <td>{pills(row, t)}</td>
                <td>{iso(row.refused_on)}</td>
                <td>{row.act_by.map(|day| due(day, row.clock, t))}{last}</td>
                <td class="num" class:zero=row.amount.is_zero()>{t.money(row.amount)}</td>
                <td><span data-who>{who}</span>{take}</td>
            </tr>
        }
    };
    let heads = view! {
        {works.then(|| queue::choose(t))}
        {head("denials-who", "", t)}
        {head("denials-route", "", t)}
        {head("staff-state", "", t)}
        {head("denials-on", "", t)}
        {head("disputes-by", "", t)}
        {head("denials-refused", "num", t)}
        {head("disputes-with", "", t)}
    };
    let rows = page.rows.iter().map(line).collect_view().into_any();
    let table = scroll("denials-title", heads.into_any(), rows, None, t);
    let many = works.then(|| many(ctx, page, t));
    queue::form(ctx, ("/staff/denials", &page.here), view! { {table}{many} }.into_any(), t)
}

/// What is done with all that are chosen: whose they are, what was sent, that they are given up.
fn many(ctx: &Ctx, page: &DenialQueuePage, t: Text) -> AnyView {
    let form = &page.form;
    let begun =
        |names: &[&str]| names.iter().any(|name| form.error(name).is_some() || !form.value(name).is_empty());
    let give_up = ctx.may(Permission::WriteOffDenials).then(|| {
        view! {
            <details class="more" open=begun(&["why"])>
                <summary>{t.t("denials-give-up-many")}</summary>
                <div class="form desk-form">
                    <p class="soft">{t.t("denials-give-up-what")}" "{t.with("denials-give-up-each", &[("limit", &t.money(page.limit))])}</p>
                    {note_field("why", "denials-give-up-why", None, form, t)}
                    <button class="button" formaction=format!("/staff/denials/write-off?{}", page.here)>{t.t("denials-give-up-all")}</button>
                </div>
            </details>
        }
    });
    view! {
        {queue::give(&page.people, form, t)}
        <details class="more" open=begun(&["what"]) || form.error("sent_on").is_some()>
            <summary>{t.t("denials-sent-many")}</summary>
            <div class="form desk-form">
                {denial::sent_on(ctx, form, t)}
                {note_field("what", "denials-sent-note", Some(t.t("denials-sent-each")), form, t)}
                <div class="buttons">
                    <button class="button" name="do" value="sent_again">{t.t("denials-do-sent")}</button>
                    <button class="button" name="do" value="appealed">{t.t("denials-do-appealed")}</button>
                </div>
            </div>
        </details>
        {give_up}
    }
    .into_any()
}

/// How far one has come.
pub(super) fn pills(row: &DenialRow, t: Text) -> AnyView {
    let class = match row.state {
        State::Open => "pill pill-wait",
        State::Won | State::Partly => "pill pill-good",
        State::Lost => "pill pill-bad",
        _ => "pill",
    };
    let second =
        row.proposed.then(|| view! { " "<span class="pill pill-wait">{t.t("disputes-proposed")}</span> });
    let answered =
        row.answered.then(|| view! { " "<span class="pill pill-wait">{t.t("denials-answered")}</span> });
    view! { <span class=class>{t.t(state_name(row.state))}</span>{answered}{second} }.into_any()
}

/// What a state is called.
fn state_name(state: State) -> &'static str {
    match state {
        State::Open => "denials-is-open",
        State::SentAgain => "denials-is-sent",
        State::Appealed => "denials-is-appealed",
        State::TakenBack => "denials-is-taken-back",
        State::Won => "denials-is-won",
        State::Partly => "denials-is-partly",
        State::Lost => "denials-is-lost",
        State::WrittenOff => "denials-is-written-off",
    }
}

/// What a way to go about it is called.
pub(super) fn route_name(route: Route) -> &'static str {
    match route {
        Route::Fix => "denials-way-fix",
        Route::Appeal => "denials-way-appeal",
        Route::Coverage => "denials-way-coverage",
        Route::Coding => "denials-way-coding",
        Route::WriteOff => "denials-way-write-off",
    }
}
