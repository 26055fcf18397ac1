//! Who sees this account: those who help, and whose care the guarantor sees.

use leptos::prelude::*;

use crate::Text;
use crate::model::{HelperRow, PersonRow, PersonSeen, Sees, StaffAccountPage};
use crate::pages::staff::parts::{head, scroll};
use crate::parts::{Field, field, select};

/// Nothing, where there is only the guarantor.
pub(super) fn seen(page: &StaffAccountPage, may: bool, t: Text) -> Option<AnyView> {
    if page.people.len() < 2 && page.helpers.is_empty() {
        return None;
    }
    let here = format!("/staff/accounts/{}", page.guarantor);
    let people = page.people.iter().map(|person| person_line(person, &here, may, t)).collect_view();
    let heads =
        view! { {head("staff-patient", "", t)}{head("seen-guarantor", "", t)}{head("run-change", "", t)} };
    let people = scroll("seen-people", heads.into_any(), people.into_any(), None, t);
    let helpers = (!page.helpers.is_empty()).then(|| {
        let lines = page.helpers.iter().map(|helper| helper_line(helper, &here, may, t)).collect_view();
        let heads =
            view! { {head("seen-helper", "", t)}{head("seen-what", "", t)}{head("run-change", "", t)} };
        scroll("seen-helpers", heads.into_any(), lines.into_any(), None, t)
    });
    Some(
        view! {
            <h2>{t.t("seen-title")}</h2>
            {people}
            {may.then(|| consent(page, &here, t))}
            {helpers}
        }
        .into_any(),
    )
}

fn person_line(person: &PersonRow, here: &str, may: bool, t: Text) -> AnyView {
    let seen = match person.seen {
        PersonSeen::Guarantor => t.t("seen-is-guarantor"),
        PersonSeen::Always => t.t("seen-always"),
        PersonSeen::ByConsent(None) => t.t("seen-consent"),
        PersonSeen::ByConsent(Some(day)) => t.with("seen-consent-until", &[("date", &t.date(day))]),
        PersonSeen::Amounts => t.t("seen-amounts"),
    };
    let end = (may && matches!(person.seen, PersonSeen::ByConsent(_))).then(|| {
        let patient = ("patient", person.patient.to_string());
        press(format!("{here}/consents/end"), patient, "seen-withdraw", person.name.clone(), t)
    });
    view! { <tr><th scope="row">{person.name.clone()}</th><td>{seen}</td><td>{end}</td></tr> }.into_any()
}

fn helper_line(helper: &HelperRow, here: &str, may: bool, t: Text) -> AnyView {
    let what = t.t(if helper.sees == Sees::Amounts { "sees-amounts" } else { "seen-care" });
    let what = match helper.ends_on {
        Some(day) => t.with("sees-until", &[("what", &what), ("date", &t.date(day))]),
        None => what,
    };
    let user = ("user", helper.user.to_string());
    let end = may.then(|| press(format!("{here}/sharing/end"), user, "share-end", helper.name.clone(), t));
    view! {
        <tr>
            <th scope="row">{helper.name.clone()}<span class="soft block">{helper.email.clone()}</span></th>
            <td>{what}</td>
            <td>{end}</td>
        </tr>
    }
    .into_any()
}

/// A button of one press about somebody.
fn press(
    action: String,
    (field, id): (&'static str, String),
    label: &str,
    about: String,
    t: Text,
) -> AnyView {
    view! {
        <form method="post" action=action>
            <input type="hidden" name=field value=id/>
            <button class="button small">{t.t(label)}<span class="hidden">": "{about}</span></button>
        </form>
    }
    .into_any()
}

/// A grown patient agrees that the guarantor sees what their care is.
fn consent(page: &StaffAccountPage, here: &str, t: Text) -> Option<AnyView> {
    let grown: Vec<(String, String)> = page
        .people
        .iter()
        .filter(|person| person.seen == PersonSeen::Amounts)
        .map(|person| (person.patient.to_string(), person.name.clone()))
        .collect();
    if grown.is_empty() {
        return None;
    }
    let how = Field { hint: Some("consent-how-hint"), ..Field::text("how", "consent-how") };
    let ends_on = Field {
        hint: Some("share-ends-hint"),
        kind: "date",
        width: "w-date",
        ..Field::text("ends_on", "share-ends")
    };
    Some(
        view! {
            <form method="post" action=format!("{here}/consents") class="form desk-form" novalidate>
                <p>{t.t("consent-what")}</p>
                {select("patient", "consent-patient", &grown, &page.form, t)}
                {field(&how, &page.form, t)}
                {field(&ends_on, &page.form, t)}
                <button class="button">{t.t("consent-button")}</button>
            </form>
        }
        .into_any(),
    )
}
