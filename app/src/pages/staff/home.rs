//! `/staff` and `/staff/sign-in`.

use domain::Money;
use leptos::prelude::*;

use super::desk;
use super::imports::table;
use crate::format::whole;
use crate::model::{StaffHome, StaffSignInPage};
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
                <p>{t.t("staff-not-staff")}" "<a href="/sign-in">{t.t("sign-in-title")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// `/staff`.
#[must_use]
pub fn home(ctx: &Ctx, page: &StaffHome) -> String {
    desk(ctx, "staff-home", |t| {
        let unmatched = view! {
            <a class="figure" href="/staff/unmatched">
                <span>{t.t("staff-unmatched")}</span><b class="num">{whole(page.unmatched_count)}</b>
            </a>
        };
        let patients = view! {
            <a class="figure" href="/staff/patients">
                <span>{t.t("staff-patients")}</span><b class="num">{whole(page.patients_count)}</b>
            </a>
        };
        view! {
            <div class="figures">
                {figure("staff-patient-receivable", page.patient_receivable, t)}
                {figure("staff-insurance-receivable", page.insurance_receivable, t)}
                {figure("staff-denied", page.denied, t)}
                {figure("staff-unapplied", page.unapplied, t)}
                {unmatched}
                {patients}
            </div>
            <h2>{t.t("staff-recent")}</h2>
            {table(&page.imports, t)}
            <p><a class="button" href="/staff/imports">{t.t("staff-import-file")}</a></p>
        }
        .into_any()
    })
}

fn figure(label: &str, amount: Money, t: Text) -> AnyView {
    view! { <p class="figure"><span>{t.t(label)}</span><b class="num">{t.money(amount)}</b></p> }.into_any()
}
