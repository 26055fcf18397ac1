//! `/staff/close`: what a day brought by method, what should be in the drawer, and what
//! was counted.

mod items;

use domain::access::Permission;
use leptos::prelude::*;
use time::Date;

use self::items::{closes, items};
use super::parts::{figure, head, scroll, sum};
use super::{desk, number, payouts};
use crate::model::{CloseMethod, ClosePage, CloseRow};
use crate::parts::{error_summary, money_field, note_field};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn close(ctx: &Ctx, page: &ClosePage) -> String {
    desk(ctx, "staff-close", |t| {
        view! {
            {error_summary(&page.form, &["counted_cash", "counted_checks", "note"], t)}
            {days(page, t)}
            {table(page, t)}
            <p class="no-print">
                <a class="button" href=format!("/staff/close.csv?day={}", page.day)>{t.t("close-csv")}</a>
            </p>
            <h2>{t.t("close-items")}</h2>
            {items(&page.items, t)}
            <h2>{t.t("close-payouts")}</h2>
            {payouts::table(&page.payouts, "close-payouts-none", t)}
            <h2>{t.t("close-count")}</h2>
            {closes(&page.closes, t)}
            <div class="figures figures-few">
                {figure("close-expected-cash", page.expected_cash, t)}
                {figure("close-expected-checks", page.expected_checks, t)}
            </div>
            {ctx.may(Permission::CloseTheDay).then(|| count(page, t))}
        }
        .into_any()
    })
}

fn days(page: &ClosePage, t: Text) -> AnyView {
    let to = |day: Date, id: &str, class: &'static str| {
        view! { <a class=class href=format!("/staff/close?day={day}")>{t.t(id)}<span class="hidden">": "{t.date(day)}</span></a> }
    };
    let before = page.day.previous_day().map(|day| to(day, "close-before", "button small"));
    let after = page.day.next_day().filter(|day| *day <= page.today);
    let after = after.map(|day| to(day, "close-after", "button small"));
    let today = if page.day == page.today { Some(t.t("close-today")) } else { None };
    view! {
        <div class="desk-head">
            <h2>{t.date(page.day)}{today.map(|today| view! { " "<span class="pill">{today}</span> })}</h2>
            <nav class="days" aria-label=t.t("close-days")>{before}{after}</nav>
        </div>
    }
    .into_any()
}

fn method(method: CloseMethod) -> &'static str {
    match method {
        CloseMethod::Card => "method-card",
        CloseMethod::Bank => "method-bank",
        CloseMethod::Cash => "method-cash",
        CloseMethod::Check => "method-check",
        CloseMethod::Terminal => "method-terminal",
    }
}

fn table(page: &ClosePage, t: Text) -> AnyView {
    let line = |row: &CloseRow| {
        view! {
            <tr>
                <th scope="row">{t.t(method(row.method))}</th>
                {number(row.payments)}
                {sum(row.taken, t)}
                {sum(-row.refunds, t)}
                {sum(-row.chargebacks, t)}
                {sum(row.net, t)}
            </tr>
        }
    };
    let heads = view! {
        {head("staff-method", "", t)}
        {head("close-payments", "num", t)}
        {head("close-taken", "num", t)}
        {head("close-refunds", "num", t)}
        {head("close-chargebacks", "num", t)}
        {head("close-net", "num", t)}
    };
    let foot = view! {
        <tr>
            <th scope="row" colspan="5">{t.t("close-total")}</th>
            <td class="num"><b>{t.money(page.total)}</b></td>
        </tr>
        <tr class="soft">
            <th scope="row" colspan="5">{t.t("close-fees")}</th>
            {sum(-page.fees, t)}
        </tr>
    };
    let lines = page.rows.iter().map(line).collect_view();
    scroll("close-by-method", heads.into_any(), lines.into_any(), Some(foot.into_any()), t)
}

fn count(page: &ClosePage, t: Text) -> AnyView {
    let again = if page.closes.is_empty() { "close-button" } else { "close-button-again" };
    view! {
        <form method="post" action="/staff/close" class="form desk-form no-print" novalidate>
            <input type="hidden" name="day" value=page.day.to_string()/>
            <div class="side-by-side">
                {money_field("counted_cash", "close-counted-cash", None, &page.form, t)}
                {money_field("counted_checks", "close-counted-checks", None, &page.form, t)}
            </div>
            {note_field("note", "close-note", None, &page.form, t)}
            <button class="button primary">{t.t(again)}</button>
        </form>
    }
    .into_any()
}
