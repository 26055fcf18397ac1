//! `/staff/imports`: files in, and what came of each.

use domain::Money;
use domain::access::Permission;
use leptos::prelude::*;

use super::parts::stamp;
use super::{desk, number};
use crate::format::whole;
use crate::model::{ImportKind, ImportReportPage, ImportRow, ImportsPage, Refused};
use crate::parts::error_summary;
use crate::{Ctx, Text};

/// The list and the upload.
#[must_use]
pub fn imports(ctx: &Ctx, page: &ImportsPage) -> String {
    desk(ctx, "staff-imports", |t| {
        let error = page.form.error("file");
        view! {
            {error_summary(&page.form, &["file"], t)}
            {ctx.may(Permission::ImportFiles).then(|| view! { <form method="post" action="/staff/imports" enctype="multipart/form-data" class="upload">
                <div class="field" class:field-wrong=error.is_some()>
                    <label for="file">{t.t("staff-import-file")}</label>
                    <p class="hint" id="file-hint">{t.t("staff-import-hint")}</p>
                    {error.map(|error| view! { <p class="field-error" id="file-error">{t.t(error)}</p> })}
                    <input
                        id="file" type="file" name="file"
                        aria-describedby=if error.is_some() { "file-hint file-error" } else { "file-hint" }
                        aria-invalid=error.map(|_| "true")
                    />
                </div>
                <button class="button primary">{t.t("staff-import-button")}</button>
            </form> })}
            {table(&page.imports, t)}
        }
        .into_any()
    })
}

/// The imports as a table; a sentence when there are none.
pub(super) fn table(rows: &[ImportRow], t: Text) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="soft">{t.t("staff-imports-none")}</p> }.into_any();
    }
    let head = |id: &str, class: &'static str| view! { <th scope="col" class=class>{t.t(id)}</th> };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=t.t("staff-imports")>
            <table class="dense">
                <thead>
                    <tr>
                        {head("staff-file", "")}
                        {head("staff-kind", "")}
                        {head("staff-at", "")}
                        {head("staff-claims", "num")}
                        {head("staff-posted", "num")}
                        {head("staff-duplicates", "num")}
                        {head("staff-unmatched", "num")}
                        {head("staff-refused", "num")}
                    </tr>
                </thead>
                <tbody>{rows.iter().map(|row| line(row, t)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &ImportRow, t: Text) -> AnyView {
    view! {
        <tr>
            <th scope="row"><a href=format!("/staff/imports/{}", row.id)>{row.file.clone()}</a></th>
            <td>{kind(row.kind, t)}</td>
            <td>{stamp(row.at)}</td>
            {number(row.claims)}
            {number(row.posted)}
            {number(row.duplicates)}
            {number(row.unmatched)}
            <td class="num" class:zero=row.refused == 0 class:loud={row.refused > 0}>{whole(row.refused)}</td>
        </tr>
    }
    .into_any()
}

fn kind(kind: ImportKind, t: Text) -> String {
    t.t(match kind {
        ImportKind::Practice => "staff-kind-practice",
        ImportKind::Remittance => "staff-kind-remittance",
    })
}

/// `/staff/imports/{id}`.
#[must_use]
pub fn import_report(ctx: &Ctx, page: &ImportReportPage) -> String {
    desk(ctx, "staff-report", |t| {
        let row = &page.row;
        let outcome = if page.refused.is_empty() {
            view! { <p class="notice notice-good">{t.t("staff-report-whole")}</p> }.into_any()
        } else {
            refused(&page.refused, t)
        };
        let sums = (row.kind == ImportKind::Remittance).then(|| sums(page, t));
        view! {
            <p class="back"><a href="/staff/imports">{t.t("staff-imports")}</a></p>
            <h2>{row.file.clone()}</h2>
            <p class="soft">{kind(row.kind, t)}"\u{a0}· "{stamp(row.at)}</p>
            <dl class="figures">
                {count("staff-claims", row.claims, t)}
                {count("staff-posted", row.posted, t)}
                {count("staff-duplicates", row.duplicates, t)}
                {count("staff-unmatched", row.unmatched, t)}
                {count("staff-refused", row.refused, t)}
            </dl>
            {outcome}
            {sums}
        }
        .into_any()
    })
}

fn count(label: &str, n: u64, t: Text) -> AnyView {
    view! { <div class="figure"><dt>{t.t(label)}</dt><dd class="num">{whole(n)}</dd></div> }.into_any()
}

fn sums(page: &ImportReportPage, t: Text) -> AnyView {
    let line = |label: String, amount: Money| {
        view! { <tr><th scope="row">{label}</th><td class="num">{t.money(amount)}</td></tr> }
    };
    let groups = page.adjustments.iter().map(|(group, amount)| {
        line(
            format!("{} ({})", t.t(&format!("group-{}", group.code().to_ascii_lowercase())), group.code()),
            *amount,
        )
    });
    view! {
        <h2>{t.t("staff-report-sums")}</h2>
        <table class="dense dense-slim">
            <caption class="hidden">{t.t("staff-report-sums")}</caption>
            <tbody>
                {line(t.t("staff-billed"), page.billed)}
                {line(t.t("staff-insurer-paid"), page.insurer_paid)}
                {line(t.t("staff-patient-part"), page.patient_responsibility)}
                {groups.collect_view()}
                {line(t.t("staff-provider-adjustments"), page.provider_adjustments)}
            </tbody>
        </table>
    }
    .into_any()
}

fn refused(refused: &[Refused], t: Text) -> AnyView {
    let lines = refused.iter().map(|part| {
        view! { <tr><td>{part.at.clone()}</td><td>{part.reason.clone()}</td></tr> }
    });
    view! {
        <h2>{t.t("staff-report-refused")}</h2>
        <table class="dense">
            <thead><tr><th scope="col">{t.t("staff-place")}</th><th scope="col">{t.t("staff-reason")}</th></tr></thead>
            <tbody>{lines.collect_view()}</tbody>
        </table>
    }
    .into_any()
}
