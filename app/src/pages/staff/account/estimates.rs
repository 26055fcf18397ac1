//! What was told of visits beforehand, and that a patient took a bill to a federal reviewer.

use domain::estimate::Route;
use leptos::prelude::*;

use crate::model::{EstimateVisit, StaffAccountPage, ToldBefore};
use crate::pages::staff::parts::{head, iso, scroll, sum};
use crate::parts::{Field, field, money_field, select};
use crate::{FormState, Text};

/// The forms' fields, in their order.
pub(super) const FIELDS: [&str; 6] =
    ["estimate_visit", "estimate_amount", "estimate_on", "federal_visit", "federal_on", "federal_number"];

/// The part about it; nothing where every visit has insurance.
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
    let lines = visits.iter().map(|visit| line(visit, t)).collect_view().into_any();
    let forms = may.then(|| view! { {record(page, t)}{started(page, t)} });
    Some(
        view! {
            <h2>{t.t("account-estimates")}</h2>
            <p class="soft">{t.t("account-estimates-what")}</p>
            {scroll("account-estimates", heads.into_any(), lines, None, t)}
            {forms}
        }
        .into_any(),
    )
}

fn line(visit: &EstimateVisit, t: Text) -> AnyView {
    let told = match &visit.told {
        None => view! { <td colspan="3" class="soft">{t.t("estimate-none")}</td> }.into_any(),
        Some(told) => view! {
            {sum(told.amount, t)}
            <td>{iso(told.given_on)}</td>
            <td class="num">{t.money(told.billed)}{way(told, t).map(|way| view! { <span class="soft block">{way}</span> })}</td>
        }
        .into_any(),
    };
    view! { <tr><th scope="row">{visit.title.clone()}</th><td>{iso(visit.date)}</td>{told}</tr> }.into_any()
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
            <div><dt>{t.t("estimate-amount")}</dt><dd class="num">{t.money(told.amount)}</dd></div>
            <div><dt>{t.t("estimate-on")}</dt><dd>{iso(told.given_on)}</dd></div>
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

fn started(page: &StaffAccountPage, t: Text) -> Option<AnyView> {
    let told = options(page.estimates.visits.iter().filter(|one| one.told.is_some()), t);
    if told.is_empty() {
        return None;
    }
    let open = FIELDS[3..].iter().any(|field| page.form.error(field).is_some());
    Some(
        view! {
            <details class="more" open=open>
                <summary>{t.t("federal-record")}</summary>
                <form method="post" action=format!("/staff/accounts/{}/federal", page.guarantor) class="form desk-form" novalidate>
                    <p class="soft">{t.t("federal-record-what")}</p>
                    <input type="hidden" name="press" value=page.estimates.press.clone()/>
                    {select("federal_visit", "estimate-visit", &told, &page.form, t)}
                    {federal_fields(&page.form, t)}
                    <button class="button">{t.t("federal-record-do")}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}

/// When it was started, and under which number.
pub(in crate::pages::staff) fn federal_fields(form: &FormState, t: Text) -> AnyView {
    let on = Field { kind: "date", ..Field::text("federal_on", "federal-on") };
    view! { {field(&on, form, t)}{field(&Field::text("federal_number", "federal-number"), form, t)} }
        .into_any()
}
