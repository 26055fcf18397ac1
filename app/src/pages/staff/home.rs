//! `/staff` and `/staff/sign-in`.

use domain::access::Permission;
use leptos::prelude::*;

use super::desk;
use super::emergency::alarms;
use super::imports::table;
use super::parts::figure;
use crate::format::whole;
use crate::model::{StaffHome, StaffSignInPage};
use crate::pages::passkey;
use crate::pages::sign_in::{form, said};
use crate::parts::error_summary;
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// `/staff/sign-in`.
#[must_use]
pub fn sign_in(ctx: &Ctx, page: &StaffSignInPage) -> String {
    document(ctx, Head::new(ctx.text().t("staff-sign-in-title")), |t| {
        view! {
            <div class="slim">
                {error_summary(&page.form, &["email", "password"], t)}
                {page.notice.map(|kind| said(kind, t))}
                <h1>{t.t("staff-sign-in-title")}</h1>
                {form("/staff/sign-in", &page.form, t)}
                {page.passkeys.then(|| passkey::sign_in(ctx, "/staff/sign-in/passkey", "/staff/sign-in/passkey/begin", t))}
                <p><a href="/forgot">{t.t("sign-in-forgot")}</a></p>
                <p>{t.t("staff-not-staff")}" "<a href="/sign-in">{t.t("sign-in-title")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// `/staff`, for who works with patients and not with the books.
#[must_use]
pub fn window(ctx: &Ctx) -> String {
    desk(ctx, "staff-home", |t| {
        view! {
            <p>{t.t("window-what")}</p>
            <p><a class="button primary" href="/staff/patients">{t.t("staff-search-button")}</a></p>
        }
        .into_any()
    })
}

/// `/staff`.
#[must_use]
pub fn home(ctx: &Ctx, page: &StaffHome) -> String {
    desk(ctx, "staff-home", |t| {
        view! {
            {alarms(&page.emergencies, t)}
            <div class="figures">
                {figure("staff-patient-receivable", page.patient_receivable, t)}
                {figure("staff-insurance-receivable", page.insurance_receivable, t)}
                {figure("staff-denied", page.denied, t)}
                {figure("staff-unapplied", page.unapplied, t)}
                {figure("staff-credits", page.credit, t)}
                {counted("/staff/work", "staff-work-waiting", page.work, t)}
                {counted("/staff/unmatched", "staff-unmatched", page.unmatched_count, t)}
                {counted("/staff/patients", "staff-patients", page.patients_count, t)}
            </div>
            <h2>{t.t("staff-recent")}</h2>
            {table(&page.imports, t)}
            {ctx.may(Permission::ImportFiles).then(|| view! {
                <p><a class="button" href="/staff/imports">{t.t("staff-import-file")}</a></p>
            })}
        }
        .into_any()
    })
}

/// A number that leads to what it counts.
fn counted(href: &'static str, label: &str, n: u64, t: Text) -> AnyView {
    view! { <a class="figure" href=href><span>{t.t(label)}</span><b class="num">{whole(n)}</b></a> }
        .into_any()
}
