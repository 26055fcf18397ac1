//! What was told of visits beforehand, and that a patient took a bill to a federal reviewer.

use domain::estimate::{Estimate, Route};
use leptos::prelude::*;

use crate::model::{EstimateVisit, StaffAccountPage, ToldBefore};
use crate::pages::staff::parts::{head, iso, scroll};
use crate::parts::{Field, field, money_field, select};
use crate::{FormState, Text};

/// The forms' fields, in their order.
pub(super) const FIELDS: [&str; 6] =
    ["estimate_visit", "estimate_amount", "estimate_on", "federal_visit", "federal_on", "federal_number"];

/// The part about it; nothing where something was claimed from an insurer for every visit.
pub(super) fn estimates(page: &StaffAccountPage, may: bool, t: Text) -> Option<AnyView> {
    let visits = &page.estimates.visits;
    if visits.is_empty() {
        return None;
    }
    let heads = view! {
        {head("estimate-visit", "", t)}
        {head("staff-day", "", t)}
        {head("estimate-amount", "num", t)}
        {head("estimate-on", "", t)}
        {head("estimate-billed", "num", t)}
    };
    // Most visits with an insurance on file wait for it: nobody was told anything of them.
    let listed: Vec<_> = visits.iter().filter(|visit| !visit.insured || visit.told.is_some()).collect();
    let table = (!listed.is_empty()).then(|| {
        let lines = listed.into_iter().map(|visit| line(visit, t)).collect_view().into_any();
        scroll("account-estimates", heads.into_any(), lines, None, t)
    });
    let what = t.with("account-estimates-what", &[("excess", &t.money(page.estimates.excess))]);
    let forms = may.then(|| view! { {record(page, t)}{started(page, t)} });
    Some(
        view! {
            <h2>{t.t("account-estimates")}</h2>
            <p class="soft">{what}</p>
            {table}
            {forms}
        }
        .into_any(),
    )
}

fn line(visit: &EstimateVisit, t: Text) -> AnyView {
    let told = match &visit.told {
        None => view! { <td colspan="3" class="soft">{t.t("estimate-none")}</td> }.into_any(),
        Some(told) => view! {
            <td class="num">{t.money(told.estimate.amount)}{others(told, t)}</td>
            <td>{iso(told.estimate.given_on)}</td>
            <td class="num">{t.money(told.billed)}{way(told, t).map(|way| view! { <span class="soft block">{way}</span> })}</td>
        }
        .into_any(),
    };
    view! { <tr><th scope="row">{visit.title.clone()}</th><td>{iso(visit.date)}</td>{told}</tr> }.into_any()
}

/// What else was written down: it does not count, and is not lost.
fn others(told: &ToldBefore, t: Text) -> AnyView {
    let other = |one: &Estimate| {
        let told = [("amount", t.money(one.amount)), ("date", t.date(one.given_on))];
        let told = told.each_ref().map(|(name, value)| (*name, value.as_str()));
        view! { <span class="soft block">{t.with("estimate-other", &told)}</span> }
    };
    told.others.iter().map(other).collect_view().into_any()
}

/// Whether the federal way is open, in a few words.
fn way(told: &ToldBefore, t: Text) -> Option<String> {
    match told.route {
        Route::None => None,
        Route::Open(Some(last)) => Some(t.with("estimate-open", &[("date", &t.date(last))])),
        Route::Open(None) => Some(t.t("estimate-open-first")),
        Route::Over(last) => Some(t.with("estimate-over", &[("date", &t.date(last))])),
    }
}

/// What was told, what the bill is, and whether the federal way is open.
pub(in crate::pages::staff) fn standing(told: &ToldBefore, t: Text) -> AnyView {
    let way = way(told, t).map(|way| view! { <dt class="hidden">{t.t("federal-case")}</dt><dd>{way}</dd> });
    view! {
        <dl class="sides">
            <div><dt>{t.t("estimate-amount")}</dt><dd class="num">{t.money(told.estimate.amount)}{others(told, t)}</dd></div>
            <div><dt>{t.t("estimate-on")}</dt><dd>{iso(told.estimate.given_on)}</dd></div>
            <div><dt>{t.t("estimate-billed")}</dt><dd class="num">{t.money(told.billed)}</dd></div>
            {way.map(|way| view! { <div>{way}</div> })}
        </dl>
    }
    .into_any()
}

fn options<'a>(visits: impl Iterator<Item = &'a EstimateVisit>, t: Text) -> Vec<(String, String)> {
    visits.map(|one| (one.visit.to_string(), format!("{}, {}", one.title, t.date(one.date)))).collect()
}

fn record(page: &StaffAccountPage, t: Text) -> AnyView {
    let visits = options(page.estimates.visits.iter(), t);
    let on = Field { kind: "date", ..Field::text("estimate_on", "estimate-on") };
    let open = FIELDS[..3].iter().any(|field| page.form.error(field).is_some());
    view! {
        <details class="more" open=open>
            <summary>{t.t("estimate-record")}</summary>
            <form method="post" action=format!("/staff/accounts/{}/estimates", page.guarantor) class="form desk-form" novalidate>
                {select("estimate_visit", "estimate-visit", &visits, &page.form, t)}
                {money_field("estimate_amount", "estimate-amount", None, &page.form, t)}
                {field(&on, &page.form, t)}
                <button class="button">{t.t("estimate-record-do")}</button>
            </form>
        </details>
    }
    .into_any()
}

fn started(page: &StaffAccountPage, t: Text) -> AnyView {
    let visits = options(page.estimates.visits.iter(), t);
    let open = FIELDS[3..].iter().any(|field| page.form.error(field).is_some());
    view! {
        <details class="more" open=open>
            <summary>{t.t("federal-record")}</summary>
            <form method="post" action=format!("/staff/accounts/{}/federal", page.guarantor) class="form desk-form" novalidate>
                <p class="soft">{t.t("federal-record-what")}</p>
                <input type="hidden" name="press" value=page.estimates.press.clone()/>
                {select("federal_visit", "estimate-visit", &visits, &page.form, t)}
                {federal_fields(&page.form, t)}
                <button class="button">{t.t("federal-record-do")}</button>
            </form>
        </details>
    }
    .into_any()
}

/// When it was started, and under which number.
pub(in crate::pages::staff) fn federal_fields(form: &FormState, t: Text) -> AnyView {
    let on = Field { kind: "date", ..Field::text("federal_on", "federal-on") };
    view! { {field(&on, form, t)}{field(&Field::text("federal_number", "federal-number"), form, t)} }
        .into_any()
}
