//! `/staff/accounts/{guarantor}/registration`: who somebody is, and how they are reached.

use leptos::prelude::*;

use super::desk;
use super::parts::stamp;
use crate::model::{CorrectionRow, RegisteredPatient, RegistrationPage};
use crate::parts::{Field, Mood, birth_date, error_summary, field, notice, select};
use crate::{Ctx, FormState, Text};

/// Who somebody is and how they are reached: every field, in the page's order.
pub(super) const FIELDS: [&str; 11] = [
    "first_name",
    "last_name",
    "birth_date",
    "address1",
    "address2",
    "city",
    "state",
    "zip",
    "email",
    "phone",
    "language",
];

/// The page.
#[must_use]
pub fn registration(ctx: &Ctx, page: &RegistrationPage) -> String {
    desk(ctx, "register-desk-title", |t| {
        let home = format!("/staff/accounts/{}", page.guarantor);
        let saved = page.saved.then(|| notice(Mood::Good, view! { <p>{t.t("register-desk-saved")}</p> }));
        let form = match page.about.and_then(|about| page.patients.iter().find(|one| one.id == about)) {
            Some(patient) => &patient.form,
            None => &page.form,
        };
        view! {
            <p class="back"><a href=home.clone()>{t.t("staff-account-title")}</a></p>
            {error_summary(form, &FIELDS, t)}
            {saved}
            {faster(page, t)}
            <h2>{page.name.clone()}</h2>
            <p class="soft">{t.t("register-desk-what")}</p>
            {guarantor(page, &home, t)}
            {page.patients.iter().map(|one| patient(page, one, &home, t)).collect_view()}
            {corrections(&page.corrections, t)}
        }
        .into_any()
    })
}

/// What somebody else wrote meanwhile, beside what was typed.
fn faster(page: &RegistrationPage, t: Text) -> Option<AnyView> {
    if page.now.is_empty() {
        return None;
    }
    let lines = page.now.iter().map(|(label, value)| {
        let value = if value.is_empty() { t.t("register-desk-empty") } else { value.clone() };
        view! { <div><dt>{t.t(label)}</dt><dd>{value}</dd></div> }
    });
    Some(notice(
        Mood::Wait,
        view! {
            <p><b>{t.t("register-desk-now")}</b></p>
            <dl class="sides">{lines.collect_view()}</dl>
            <p>{t.t("register-desk-now-what")}</p>
        },
    ))
}

fn seen(page: &RegistrationPage) -> AnyView {
    view! { <input type="hidden" name="seen" value=page.seen.clone()/> }.into_any()
}

/// The fields of a name, and what an account is reached by.
pub(super) fn person(form: &FormState, t: Text) -> AnyView {
    view! {
        <div class="side-by-side">
            {field(&Field::text("first_name", "register-desk-first"), form, t)}
            {field(&Field::text("last_name", "register-desk-last"), form, t)}
        </div>
        {birth_date("register-desk-born", form, t)}
    }
    .into_any()
}

pub(super) fn contact(form: &FormState, t: Text) -> AnyView {
    let zip = Field { width: "w-6", inputmode: Some("numeric"), ..Field::text("zip", "field-zip") };
    let state = Field { width: "w-4", ..Field::text("state", "register-desk-state") };
    let email = Field { kind: "email", inputmode: Some("email"), ..Field::text("email", "field-email") };
    let phone = Field { kind: "tel", inputmode: Some("tel"), ..Field::text("phone", "register-desk-phone") };
    let languages = [("en", t.t("register-desk-english")), ("es", t.t("register-desk-spanish"))];
    view! {
        {field(&Field::text("address1", "register-desk-address1"), form, t)}
        {field(&Field::text("address2", "register-desk-address2"), form, t)}
        <div class="side-by-side">
            {field(&Field::text("city", "register-desk-city"), form, t)}
            {field(&state, form, t)}
            {field(&zip, form, t)}
        </div>
        <div class="side-by-side">
            {field(&email, form, t)}
            {field(&phone, form, t)}
        </div>
        {select("language", "register-desk-language", &languages, form, t)}
    }
    .into_any()
}

fn guarantor(page: &RegistrationPage, home: &str, t: Text) -> AnyView {
    let save =
        page.may.then(|| view! { <button class="button primary">{t.t("register-desk-save")}</button> });
    view! {
        <form method="post" action=format!("{home}/registration") class="form desk-form" novalidate>
            {seen(page)}
            {person(&page.form, t)}
            {contact(&page.form, t)}
            <p class="soft">{t.t("register-desk-told")}</p>
            {save}
        </form>
    }
    .into_any()
}

/// Folded, because most corrections are of how somebody is reached.
fn patient(page: &RegistrationPage, one: &RegisteredPatient, home: &str, t: Text) -> AnyView {
    let save = page.may.then(|| {
        view! {
            <button class="button">
                {t.t("register-desk-save")}<span class="hidden">": "{one.name.clone()}</span>
            </button>
        }
    });
    // A second set of these names would stand on the page under the same ids.
    let here = page.about == Some(one.id);
    let fields = if here {
        person(&one.form, t)
    } else {
        view! { {plain(one, "first_name", "register-desk-first", t)}{plain(one, "last_name", "register-desk-last", t)}{born(one, t)} }
            .into_any()
    };
    view! {
        <details class="more" open=here>
            <summary>{t.with("register-desk-patient", &[("name", &one.name), ("number", &one.number)])}</summary>
            <form method="post" action=format!("{home}/registration") class="form desk-form" novalidate>
                {seen(page)}
                <input type="hidden" name="patient" value=one.id.to_string()/>
                {fields}
                {save}
            </form>
        </details>
    }
    .into_any()
}

fn plain(one: &RegisteredPatient, name: &'static str, label: &str, t: Text) -> AnyView {
    let id = format!("{name}-{}", one.id);
    view! {
        <div class="field">
            <label for=id.clone()>{t.t(label)}</label>
            <input class="input" id=id name=name type="text" autocomplete="off" value=one.form.value(name)/>
        </div>
    }
    .into_any()
}

fn born(one: &RegisteredPatient, t: Text) -> AnyView {
    let part = |name: &'static str, label: &str, width: &'static str| {
        let id = format!("{name}-{}", one.id);
        view! {
            <div class="date-part">
                <label for=id.clone()>{t.t(label)}</label>
                <input
                    class=format!("input {width}") id=id name=name type="text" inputmode="numeric"
                    autocomplete="off" value=one.form.value(name)
                />
            </div>
        }
    };
    view! {
        <fieldset class="field field-date">
            <legend>{t.t("register-desk-born")}</legend>
            <div class="date-parts">
                {part("birth_date_month", "field-month", "w-2")}
                {part("birth_date_day", "field-day", "w-2")}
                {part("birth_date_year", "field-year", "w-4")}
            </div>
        </fieldset>
    }
    .into_any()
}

fn corrections(rows: &[CorrectionRow], t: Text) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let line = |row: &CorrectionRow| {
        let fields: Vec<String> = row.fields.iter().map(|id| t.t(id)).collect();
        let patient = row.patient.clone().map(|name| view! { " ("{name}")" });
        view! { <li>{stamp(row.at)}" "<b>{row.by.clone()}</b>": "{t.list(&fields)}{patient}</li> }
    };
    Some(
        view! {
            <details class="more">
                <summary>{t.count("register-desk-corrections", rows.len(), &[])}</summary>
                <ul class="notes" role="list">{rows.iter().map(line).collect_view()}</ul>
            </details>
        }
        .into_any(),
    )
}
