//! What somebody agreed to pay by and by, an offer beyond the rule, and promises.

use domain::access::Permission;
use leptos::prelude::*;

use crate::model::{ExceptionRow, PromiseRow, PromiseState, StaffAccountPage};
use crate::pages::staff::parts::{head, iso, scroll, sum};
use crate::pages::staff::plans::table;
use crate::parts::{Field, field, money_field};
use crate::{Ctx, Text};

/// The fields of both forms, in the page's order.
pub(super) const FIELDS: [&str; 7] =
    ["months", "smallest", "until", "why", "promised", "promised_on", "promise_note"];

pub(super) fn plans(ctx: &Ctx, page: &StaffAccountPage, t: Text) -> AnyView {
    let here = format!("/staff/accounts/{}", page.guarantor);
    let may = ctx.may(Permission::ManagePlans);
    let plans = if page.plans.plans.is_empty() {
        view! { <p class="soft">{t.t("account-plans-none")}</p> }.into_any()
    } else {
        table(&page.plans.plans, false, t)
    };
    let exception = match &page.plans.exception {
        Some(exception) => stands(ctx, exception, &here, t),
        None if may && page.due.is_positive() => ask(page, &here, t),
        None => ().into_any(),
    };
    view! {
        <h2>{t.t("account-plans")}</h2>
        {plans}
        {exception}
        <h2>{t.t("account-promises")}</h2>
        {promises(&page.plans.promises, &here, may, t)}
        {may.then(|| promise(page, &here, t))}
    }
    .into_any()
}

fn stands(ctx: &Ctx, exception: &ExceptionRow, here: &str, t: Text) -> AnyView {
    let values = [
        ("months", exception.months.to_string()),
        ("smallest", t.money(exception.smallest)),
        ("until", t.date(exception.until)),
    ];
    let values: Vec<(&'static str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let button = |code: &'static str, label: &str| {
        view! { <button class="button small" name="do" value=code>{t.t(label)}</button> }
    };
    let decide = (exception.waits && !exception.own && ctx.may(Permission::ApproveBeyondLimits))
        .then(|| view! { {button("agree", "exception-agree")}{button("refuse", "exception-refuse")} });
    let waits = exception.waits.then(
        || view! { <p>{t.t(if exception.own { "exception-waits-own" } else { "exception-waits" })}</p> },
    );
    view! {
        <div class="notice notice-wait">
            <p><b>{t.with("exception-says", &values)}</b></p>
            <p class="quoted">{exception.reason.clone()}</p>
            {waits}
            {ctx.may(Permission::ManagePlans).then(|| view! {
                <form method="post" action=format!("{here}/exception/decide") class="buttons">
                    <input type="hidden" name="id" value=exception.id.to_string()/>
                    {decide}
                    {(exception.own || ctx.may(Permission::ApproveBeyondLimits))
                        .then(|| button("withdraw", "exception-withdraw"))}
                </form>
            })}
        </div>
    }
    .into_any()
}

fn ask(page: &StaffAccountPage, here: &str, t: Text) -> AnyView {
    let form = &page.form;
    let months =
        Field { width: "w-4", inputmode: Some("numeric"), ..Field::text("months", "exception-months") };
    let until = Field { kind: "date", width: "w-date", ..Field::text("until", "exception-until") };
    let why = Field { hint: Some("exception-why-hint"), ..Field::text("why", "exception-why") };
    let open = FIELDS.iter().take(4).any(|name| form.error(name).is_some());
    view! {
        <details open=open>
            <summary class="button">{t.t("exception-ask")}</summary>
            <form method="post" action=format!("{here}/exception") class="form desk-form" novalidate>
                <p>{t.t("exception-what")}</p>
                <div class="side-by-side">
                    {field(&months, form, t)}
                    {money_field("smallest", "exception-smallest", None, form, t)}
                    {field(&until, form, t)}
                </div>
                {field(&why, form, t)}
                <button class="button">{t.t("exception-button")}</button>
            </form>
        </details>
    }
    .into_any()
}

fn promises(promises: &[PromiseRow], here: &str, may: bool, t: Text) -> AnyView {
    if promises.is_empty() {
        return view! { <p class="soft">{t.t("account-promises-none")}</p> }.into_any();
    }
    let line = |one: &PromiseRow| {
        let (class, id) = match one.state {
            PromiseState::Open => ("pill pill-wait", "promise-open"),
            PromiseState::Kept => ("pill pill-good", "promise-kept"),
            PromiseState::Broken => ("pill pill-bad", "promise-broken"),
            PromiseState::Withdrawn => ("pill", "promise-withdrawn"),
        };
        let end = (may && one.state == PromiseState::Open).then(|| {
            view! {
                <form method="post" action=format!("{here}/promises/withdraw")>
                    <input type="hidden" name="id" value=one.id.to_string()/>
                    <button class="button small">{t.t("promise-withdraw")}</button>
                </form>
            }
        });
        view! {
            <tr>
                <th scope="row">{iso(one.due)}</th>
                {sum(one.amount, t)}
                <td><span class=class>{t.t(id)}</span></td>
                <td>{one.note.clone()}</td>
                <td>{end}</td>
            </tr>
        }
    };
    let heads = view! {
        {head("promise-due", "", t)}
        {head("staff-amount", "num", t)}
        {head("staff-state", "", t)}
        {head("promise-note", "", t)}
        {head("run-change", "", t)}
    };
    scroll("account-promises", heads.into_any(), promises.iter().map(line).collect_view().into_any(), None, t)
}

fn promise(page: &StaffAccountPage, here: &str, t: Text) -> AnyView {
    let form = &page.form;
    let day = Field { kind: "date", width: "w-date", ..Field::text("promised_on", "promise-due") };
    let note = Field::text("promise_note", "promise-note");
    let open = FIELDS.iter().skip(4).any(|name| form.error(name).is_some());
    view! {
        <details open=open>
            <summary class="button">{t.t("promise-add")}</summary>
            <form method="post" action=format!("{here}/promises") class="form desk-form" novalidate>
                <p>{t.t("promise-what")}</p>
                <div class="side-by-side">
                    {money_field("promised", "staff-amount", None, form, t)}
                    {field(&day, form, t)}
                </div>
                {field(&note, form, t)}
                <button class="button">{t.t("promise-button")}</button>
            </form>
        </details>
    }
    .into_any()
}
