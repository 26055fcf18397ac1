//! The practice's rule: when runs are made, for what, and how long paper waits.

use leptos::prelude::*;

use crate::model::{StatementCycle, StatementRunsPage};
use crate::parts::{Field, field, money_field, radios};
use crate::{FormState, Text};

/// The fields, in the page's order.
pub(super) const FIELDS: [&str; 7] =
    ["cycle", "day", "days_after", "minimum", "due_days", "paper_days", "rest_days"];

pub(super) fn policy(page: &StatementRunsPage, t: Text) -> AnyView {
    let form = filled(page);
    let cycles = [
        ("by_hand", t.t("policy-by-hand")),
        ("monthly", t.t("policy-monthly")),
        ("after_decision", t.t("policy-after-decision")),
    ];
    let days = |name: &'static str, label: &'static str, hint: Option<&'static str>| {
        let days = Field { hint, width: "w-4", inputmode: Some("numeric"), ..Field::text(name, label) };
        field(&days, &form, t)
    };
    view! {
        <form method="post" action="/staff/statements/policy" class="form desk-form policy" novalidate>
            {radios("cycle", "policy-cycle", &cycles, &form, t)}
            <div class="only-monthly">{days("day", "policy-day", Some("policy-day-hint"))}</div>
            <div class="only-decision">{days("days_after", "policy-days-after", None)}</div>
            {money_field("minimum", "policy-minimum", Some(t.t("policy-minimum-hint")), &form, t)}
            <div class="side-by-side">
                {days("due_days", "policy-due-days", Some("policy-due-days-hint"))}
                {days("paper_days", "policy-paper-days", Some("policy-paper-days-hint"))}
                {days("rest_days", "policy-rest-days", Some("policy-rest-days-hint"))}
            </div>
            <button class="button">{t.t("policy-button")}</button>
        </form>
    }
    .into_any()
}

/// The form with the rule as it is saved, until somebody types another.
fn filled(page: &StatementRunsPage) -> FormState {
    let rule = &page.policy;
    let (day, after) = match rule.cycle {
        StatementCycle::ByHand => (String::new(), String::new()),
        StatementCycle::Monthly(day) => (day.to_string(), String::new()),
        StatementCycle::AfterDecision(days) => (String::new(), days.to_string()),
    };
    let saved = [
        ("cycle", rule.cycle.code().to_owned()),
        ("day", day),
        ("days_after", after),
        ("minimum", rule.minimum.to_string()),
        ("due_days", rule.due_days.to_string()),
        ("paper_days", rule.paper_days.to_string()),
        ("rest_days", rule.rest_days.to_string()),
    ];
    let mut form = page.form.clone();
    for (name, value) in saved {
        form.values.entry(name.to_owned()).or_insert(value);
    }
    form
}
