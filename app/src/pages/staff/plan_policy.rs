//! `/staff/plans/policy`: what the practice offers, from which day on.

use domain::access::Permission;
use domain::plan::Policy;
use leptos::prelude::*;

use super::desk;
use super::parts::iso;
use crate::model::PlanPolicyPage;
use crate::parts::{Field, error_summary, field, money_field, tick};
use crate::{Ctx, FormState, Text};

/// The fields of the rule's form, in the page's order.
pub const PLAN_POLICY: [&str; 22] = [
    "effective",
    "least",
    "most",
    "smallest",
    "most_instalments",
    "up_to_1",
    "months_1",
    "up_to_2",
    "months_2",
    "months_3",
    "down_percent",
    "first_within_days",
    "grace_days",
    "tries",
    "missed_to_default",
    "skips_a_year",
    "balances_may_join",
    "excluded_disputed",
    "excluded_assistance",
    "rate",
    "late_fee",
    "state_allows",
];

/// The page.
#[must_use]
pub fn plan_policy(ctx: &Ctx, page: &PlanPolicyPage) -> String {
    desk(ctx, "plan-rule-title", |t| {
        let saved = page
            .saved
            .then(|| view! { <p class="notice notice-good" role="status">{t.t("plan-rule-saved")}</p> });
        view! {
            <p class="back"><a href="/staff/plans">{t.t("staff-plans")}</a></p>
            {error_summary(&page.form, &PLAN_POLICY, t)}
            {saved}
            <p class="lead">{t.t("plan-rule-what")}</p>
            {page.rules.iter().map(|rule| stands(rule, page, t)).collect_view()}
            {ctx.may(Permission::SetRules).then(|| view! { <h2>{t.t("plan-rule-new")}</h2>{form(page, t)} })}
        }
        .into_any()
    })
}

/// A rule in a sentence or two.
fn stands(rule: &Policy, page: &PlanPolicyPage, t: Text) -> AnyView {
    let since = if rule.effective <= page.today { "plan-rule-now" } else { "plan-rule-from" };
    let months = rule.longest.iter().map(|band| band.months).max().unwrap_or_default();
    let values = [
        ("least", t.money(rule.least)),
        ("most", t.money(rule.most)),
        ("smallest", t.money(rule.smallest)),
        ("count", rule.most_instalments.to_string()),
        ("months", months.to_string()),
    ];
    let values: Vec<(&'static str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut costs = Vec::new();
    if !rule.rate.is_zero() {
        costs.push(t.with("plan-rule-says-rate", &[("rate", &points(rule.rate.basis_points()))]));
    }
    if rule.late_fee.is_positive() {
        costs.push(t.with("plan-rule-says-fee", &[("fee", &t.money(rule.late_fee))]));
    }
    if costs.is_empty() {
        costs.push(t.t("plan-rule-says-free"));
    }
    view! {
        <div class="notice">
            <p><b>{t.t(since)}" "{iso(rule.effective)}</b></p>
            <p>{t.with("plan-rule-says", &values)}" "{costs.join(" ")}</p>
        </div>
    }
    .into_any()
}

fn form(page: &PlanPolicyPage, t: Text) -> AnyView {
    let form = filled(page);
    let number = |name: &'static str, label: &'static str, hint: Option<&'static str>| {
        let number = Field { hint, width: "w-4", inputmode: Some("numeric"), ..Field::text(name, label) };
        field(&number, &form, t)
    };
    let effective = Field {
        hint: Some("plan-rule-effective-hint"),
        kind: "date",
        width: "w-date",
        ..Field::text("effective", "plan-rule-effective")
    };
    let rate = Field { width: "w-4", inputmode: Some("decimal"), ..Field::text("rate", "plan-rule-rate") };
    view! {
        <form method="post" action="/staff/plans/policy" class="form desk-form" novalidate>
            {field(&effective, &form, t)}
            <div class="side-by-side">
                {money_field("least", "plan-rule-least", None, &form, t)}
                {money_field("most", "plan-rule-most", None, &form, t)}
                {money_field("smallest", "plan-rule-smallest", None, &form, t)}
            </div>
            {number("most_instalments", "plan-rule-count", Some("plan-rule-count-hint"))}
            <fieldset class="field">
                <legend>{t.t("plan-rule-longest")}</legend>
                <p class="hint">{t.t("plan-rule-longest-hint")}</p>
                <div class="side-by-side">
                    {money_field("up_to_1", "plan-rule-up-to", None, &form, t)}
                    {number("months_1", "plan-rule-months", None)}
                </div>
                <div class="side-by-side">
                    {money_field("up_to_2", "plan-rule-up-to", None, &form, t)}
                    {number("months_2", "plan-rule-months", None)}
                </div>
                {number("months_3", "plan-rule-months-above", None)}
            </fieldset>
            <div class="side-by-side">
                {number("down_percent", "plan-rule-down", Some("plan-rule-down-hint"))}
                {number("first_within_days", "plan-rule-first", Some("plan-rule-first-hint"))}
            </div>
            <div class="side-by-side">
                {number("grace_days", "plan-rule-grace", Some("plan-rule-grace-hint"))}
                {number("missed_to_default", "plan-rule-default", Some("plan-rule-default-hint"))}
                {number("skips_a_year", "plan-rule-skips", Some("plan-rule-skips-hint"))}
            </div>
            {number("tries", "plan-rule-tries", Some("plan-rule-tries-hint"))}
            {tick("balances_may_join", "plan-rule-join", &form, t)}
            {tick("excluded_disputed", "plan-rule-disputed", &form, t)}
            {tick("excluded_assistance", "plan-rule-assistance", &form, t)}
            <fieldset class="field">
                <legend>{t.t("plan-rule-costs")}</legend>
                <p class="hint">{t.t("plan-rule-costs-hint")}</p>
                <div class="side-by-side">
                    {field(&rate, &form, t)}
                    {money_field("late_fee", "plan-rule-late-fee", None, &form, t)}
                </div>
                {tick("state_allows", "plan-rule-allowed", &form, t)}
            </fieldset>
            <button class="button">{t.t("plan-rule-save")}</button>
        </form>
    }
    .into_any()
}

/// Hundredths of a percent as they are typed: `9.99`, `5`.
fn points(points: u16) -> String {
    match points % 100 {
        0 => (points / 100).to_string(),
        rest => format!("{}.{rest:02}", points / 100),
    }
}

/// The form with the rule that holds, until somebody types another.
fn filled(page: &PlanPolicyPage) -> FormState {
    let mut form = page.form.clone();
    let Some(rule) = page.rules.iter().rfind(|rule| rule.effective <= page.today) else { return form };
    // What was typed stands, an unticked box included.
    if !form.values.is_empty() {
        return form;
    }
    let band = |n: usize| rule.longest.get(n);
    let up_to = |n: usize| band(n).and_then(|band| band.up_to).map(|up_to| up_to.to_string());
    let months = |n: usize| band(n).map(|band| band.months.to_string()).unwrap_or_default();
    let last = rule.longest.last().map(|band| band.months.to_string()).unwrap_or_default();
    let yes = |yes: bool| if yes { "yes" } else { "" }.to_owned();
    let bounded = |n: usize| up_to(n).map(|up_to| (up_to, months(n))).unwrap_or_default();
    let ((up_to_1, months_1), (up_to_2, months_2)) = (bounded(0), bounded(1));
    let keeps_out = |standing| rule.excluded.contains(&standing);
    let saved = [
        ("effective", page.today.to_string()),
        ("least", rule.least.to_string()),
        ("most", rule.most.to_string()),
        ("smallest", rule.smallest.to_string()),
        ("most_instalments", rule.most_instalments.to_string()),
        ("up_to_1", up_to_1),
        ("months_1", months_1),
        ("up_to_2", up_to_2),
        ("months_2", months_2),
        ("months_3", last),
        ("down_percent", rule.down_percent.to_string()),
        ("first_within_days", rule.first_within_days.to_string()),
        ("grace_days", rule.grace_days.to_string()),
        ("tries", rule.tries.to_string()),
        ("missed_to_default", rule.missed_to_default.to_string()),
        ("skips_a_year", rule.skips_a_year.to_string()),
        ("balances_may_join", yes(rule.balances_may_join)),
        ("rate", points(rule.rate.basis_points())),
        ("late_fee", rule.late_fee.to_string()),
        // Whoever sets a rule anew says so anew.
        ("state_allows", String::new()),
        ("excluded_disputed", yes(keeps_out(domain::plan::Standing::Disputed))),
        ("excluded_assistance", yes(keeps_out(domain::plan::Standing::AssistanceReview))),
    ];
    for (name, value) in saved {
        form.values.insert(name.to_owned(), value);
    }
    form
}
