//! `/home`: how much, by when, and what else there is than paying it all now; then
//! what is not mine yet, what it is for, and what has happened.

mod lately;
mod visits;
mod waiting;

use domain::payment::GATEWAY_LEAST;
use leptos::prelude::*;

use self::lately::{household, lately};
use self::visits::{gone, others, what_for};
use self::waiting::{not_yours_yet, on_the_way};
use super::afford::asked_for_help;
use super::dispute::open_ones;
use super::plans::beside_due;
use crate::model::{CreditPlan, HomePage, PlanCard, PlanStands, Reopened};
use crate::parts::{Mood, notice, numbered, ways_out};
use crate::shell::{Head, document, tel};
use crate::{Ctx, Text, Whose};

/// The page.
#[must_use]
pub fn home(ctx: &Ctx, page: &HomePage) -> String {
    document(ctx, Head::new(ctx.text().t("home-title")), |t| {
        let (due, rest): (Vec<_>, Vec<_>) = page.visits.iter().partition(|card| card.asked().is_positive());
        let lately = lately(page, t);
        let household = household(page, t);
        let aside = (lately.is_some() || household.is_some())
            .then(|| view! { <div class="column-side">{lately}{household}</div> });
        view! {
            <div class="columns">
                <div class="column-main">
                    {merged(page, t)}
                    {left(ctx, page, t)}
                    {page.left.is_none().then(|| owed(ctx, page, t))}
                    {asked_for_help(page.asked_for_help.as_ref(), t)}
                    {beside_due(&page.plans, t)}
                    {open_ones(&page.cases, t)}
                    {not_yours_yet(page, t)}
                    {on_the_way(page, t)}
                    {what_for(&due, t)}
                    {others(&rest, due.is_empty(), t)}
                    {gone(&page.gone, t)}
                </div>
                {aside}
            </div>
        }
        .into_any()
    })
}

/// The practice became part of another one: why it is called something else than on the last bill.
fn merged(page: &HomePage, t: Text) -> Option<AnyView> {
    let merged = page.merged.as_ref()?;
    let since = t.date(merged.since);
    let what = [("before", &*merged.before), ("into", &*merged.into), ("date", &*since)];
    Some(view! { <p class="notice" role="note">{t.with("merged-what", &what)}</p> }.into_any())
}

/// The practice has left.
fn left(ctx: &Ctx, page: &HomePage, t: Text) -> Option<AnyView> {
    let (since, elsewhere) = page.left.as_ref()?;
    let practice = ctx.practice.as_ref().map(|practice| practice.name.clone()).unwrap_or_default();
    let what = t.with("left-what", &[("date", &t.date(*since))]);
    Some(
        view! {
            <h1 class="hero-words">{t.with("left-title", &[("practice", &practice)])}</h1>
            <p class="lead">{what}</p>
            <p>{t.t("left-where")}</p>
            <p class="pre"><b>{elsewhere.clone()}</b></p>
        }
        .into_any(),
    )
}

fn owed(ctx: &Ctx, page: &HomePage, t: Text) -> AnyView {
    let plan_due = page.plans.iter().find(|plan| plan.due.is_positive() && plan.stands != PlanStands::Broken);
    let head = match plan_due {
        _ if page.due_total.is_positive() => due(ctx, page, t),
        Some(plan) => plan_asks(plan, t),
        None => nothing_due(page, t),
    };
    let open = page.pay_open.then(|| notice(Mood::Plain, view! { <p>{t.t("home-pay-open")}</p> }));
    let credit = page.credit.is_positive().then(|| {
        let sentence = t.with("home-credit", &[("amount", &t.money(page.credit))]);
        notice(Mood::Good, view! { <p><b>{sentence}</b>" "{t.t("home-credit-why")}" "{plan(page, t)}</p> })
    });
    let reopened = page.reopened.iter().map(|one| taken_back(ctx, one, t)).collect_view();
    view! { <div class="owed">{head}{reopened}{open}{credit}</div> }.into_any()
}

/// What happens with a credit.
fn plan(page: &HomePage, t: Text) -> String {
    match page.credit_plan {
        Some(CreditPlan::Apply) => t.t("home-credit-apply"),
        Some(CreditPlan::RefundBy(by)) => t.with("home-credit-refund", &[("date", &t.day(by))]),
        Some(CreditPlan::RefundOnly(by)) => t.with("home-credit-refund-only", &[("date", &t.day(by))]),
        Some(CreditPlan::Ask) | None => t.t("home-credit-ask"),
    }
}

/// Why something is due that had been paid.
fn taken_back(ctx: &Ctx, one: &Reopened, t: Text) -> AnyView {
    let (amount, date) = (t.money(one.amount), t.day(one.paid_on));
    let (id, what) = if one.bank {
        ("home-returned", "home-returned-what")
    } else {
        ("home-taken-back", "home-taken-back-what")
    };
    let sentence = t.with(id, &[("amount", &amount), ("date", &date)]);
    let phone = ctx.practice.as_ref().and_then(|practice| practice.phone.clone());
    let call = phone.map(|phone| view! { ": "<a class="num" href=tel(&phone)>{phone.clone()}</a> });
    notice(Mood::Wait, view! { <p><b>{sentence}</b>" "{t.t(what)}{call}"."</p> })
}

fn due(ctx: &Ctx, page: &HomePage, t: Text) -> AnyView {
    let visits = t.count("home-visits", page.visits_due, &[]);
    // A balance that no card carries is asked for by no day; the statement's day goes
    // before any other.
    let by = page.statement.as_ref().map(|newest| newest.due_on).or(page.due_by);
    let by = by.filter(|_| page.due_total >= GATEWAY_LEAST);
    let by = by.map(|by| view! { "\u{a0}· "{t.with("home-by", &[("date", &t.day(by))])} });
    let statement = page.statement.as_ref().map(|newest| {
        let href = format!("/statements/{}", newest.id);
        view! { "\u{a0}· "<a href=href>{numbered(&newest.number, t)}</a> }
    });
    let owe = if matches!(ctx.whose, Some(Whose::Other(_))) { "home-owe-other" } else { "home-owe" };
    let total = t.money(page.due_total);
    let pay = if page.due_total < GATEWAY_LEAST {
        notice(Mood::Plain, view! { <p>{t.t("home-too-small")}</p> })
    } else {
        view! { <a class="button primary" href="/pay">{t.with("home-pay", &[("amount", &total)])}</a> }
            .into_any()
    };
    view! {
        <h1 class="hero">
            <span class="eyebrow">{t.t(owe)}</span>" "
            <span class="hero-amount num">{total}</span>
        </h1>
        <p class="soft">{visits}{by}{statement}</p>
        {pay}
        {ways_out(page.over_time.then(|| "/plans/new".to_owned()), t)}
    }
    .into_any()
}

/// Nothing is due but a payment of a plan.
fn plan_asks(plan: &PlanCard, t: Text) -> AnyView {
    let amount = t.money(plan.due);
    view! {
        <h1 class="hero">
            <span class="eyebrow">{t.t("myplan-due-now")}</span>" "
            <span class="hero-amount num">{amount.clone()}</span>
        </h1>
        <a class="button primary" href=format!("/plans/{}", plan.id)>{t.t("myplans-see")}</a>
        {ways_out(None, t)}
    }
    .into_any()
}

fn nothing_due(page: &HomePage, t: Text) -> AnyView {
    let name: &[(&'static str, &str)] = &[("name", &page.name)];
    let next = page.plans.iter().filter(|plan| !matches!(plan.stands, PlanStands::Paused(_)));
    let next = next.filter_map(|plan| plan.next).min_by_key(|next| next.due);
    let (title, sentence) = if let Some(next) = next {
        let values = [("amount", t.money(next.amount)), ("date", t.day(next.due))];
        let values: Vec<(&'static str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        (t.t("home-nothing-yet"), t.with("home-plan-next", &values))
    } else if !page.plans.is_empty() {
        (t.t("home-nothing-yet"), t.t("home-plan-rests"))
    } else if page.visits.is_empty() && page.lately.is_empty() {
        (t.with("home-first", name), t.t("home-first-what"))
    } else if page.cases.iter().any(|case| case.frozen.is_positive()) {
        (t.t("home-nothing-yet"), t.t("home-nothing-aside"))
    } else if !page.with_insurance.is_empty() {
        (t.t("home-nothing-yet"), t.t("home-nothing-yet-what"))
    } else if !page.on_the_way.is_empty() {
        (t.t("home-nothing-more"), t.t("home-nothing-more-what"))
    } else {
        (t.with("home-nothing", name), t.t("home-nothing-what"))
    };
    let ways = (!page.visits.is_empty()).then(|| {
        view! { <div class="ways ways-one"><a class="button" href="/help?about=wrong">{t.t("way-wrong")}</a></div> }
    });
    view! {
        <h1 class="hero-words">{title}</h1>
        <p class="lead">{sentence}</p>
        {ways}
    }
    .into_any()
}
