//! `/staff/denials`: what insurers refused; what has to be done first comes first.

use domain::denial::{Route, State};
use leptos::prelude::*;

use super::desk;
use super::disputes::{choice, due, filter_form};
use super::parts::{figure, head, iso, scroll};
use crate::model::{DenialQueuePage, DenialRow};
use crate::{Ctx, Text};

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
        view! {
            <div class="figures">
                {figure("denials-refused", refused, t)}
                {count("denials-count", open)}
                {count("denials-late-count", late)}
                {figure("denials-recovered", recovered, t)}
            </div>
            {filters(page, t)}
            {list(page, t)}
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
    let own = view! {
        {choice("state", "staff-state", states.collect(), wanted.state.map(State::code).unwrap_or_default(), t)}
        {choice("route", "denials-route", routes.collect(), wanted.route.map(Route::code).unwrap_or_default(), t)}
    };
    let asked = [&*wanted.whose, &*wanted.due, &*wanted.order];
    filter_form(("/staff/denials", "denials-due-soon"), own.into_any(), &page.people, asked, t)
}

fn list(page: &DenialQueuePage, t: Text) -> AnyView {
    if page.rows.is_empty() {
        return view! { <p class="notice notice-good">{t.t("denials-none")}</p> }.into_any();
    }
    let line = |row: &DenialRow| {
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("/staff/denials/{}", row.id)>{row.patient.clone()}</a>
                    <span class="soft block">{row.payer.clone()}</span>
                </th>
                <td>{t.t(route_name(row.route))}<span class="soft block num">{format!("{}-{}", row.reason.group.code(), row.reason.carc)}</span></td>
                <td>{pills(row, t)}</td>
                <td>{iso(row.refused_on)}</td>
                <td>{row.act_by.map(|day| due(day, row.clock, t))}</td>
                <td class="num" class:zero=row.amount.is_zero()>{t.money(row.amount)}</td>
                <td>{row.assigned.clone().unwrap_or_else(|| t.t("disputes-nobody"))}</td>
            </tr>
        }
    };
    let heads = view! {
        {head("denials-who", "", t)}
        {head("denials-route", "", t)}
        {head("staff-state", "", t)}
        {head("denials-on", "", t)}
        {head("disputes-by", "", t)}
        {head("denials-refused", "num", t)}
        {head("disputes-with", "", t)}
    };
    let rows = page.rows.iter().map(line).collect_view().into_any();
    scroll("denials-title", heads.into_any(), rows, None, t)
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
    view! { <span class=class>{t.t(state_name(row.state))}</span>{second} }.into_any()
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
