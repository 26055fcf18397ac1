//! `/staff/statements`: runs, letters, and the practice's rule for both.

mod policy;

use domain::access::Permission;
use leptos::prelude::*;

use self::policy::{FIELDS, policy};
use super::parts::{head, scroll, stamp, sum};
use super::{desk, number};
use crate::format::whole;
use crate::model::{BatchRow, RunRow, RunState, StatementRunsPage, StatementsNotice};
use crate::parts::error_summary;
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn statements(ctx: &Ctx, page: &StatementRunsPage) -> String {
    let send = ctx.may(Permission::SendStatements);
    desk(ctx, "staff-statements", |t| {
        view! {
            {page.notice.map(|what| said(what, t))}
            {error_summary(&page.form, &FIELDS, t)}
            <div class="desk-head desk-section">
                <h2>{t.t("runs-title")}</h2>
                {send.then(|| view! {
                    <form method="post" action="/staff/statements">
                        <button class="button">{t.t("runs-preview")}</button>
                    </form>
                })}
            </div>
            {runs(&page.runs, t)}
            <div class="desk-head desk-section">
                <div>
                    <h2>{t.t("letters-title")}</h2>
                    <p class="soft">{t.t("letters-what")}</p>
                </div>
                {send.then(|| view! {
                    <form method="post" action="/staff/statements/batches">
                        <button class="button">{t.t("letters-print")}</button>
                    </form>
                })}
            </div>
            <div class="figures figures-few">
                {counted("letters-waiting", page.letters_waiting, t)}
                {counted("letters-saved", page.letters_saved, t)}
            </div>
            {batches(&page.batches, t)}
            {ctx.may(Permission::SetRules).then(|| view! { <h2>{t.t("policy-title")}</h2>{policy(page, t)} })}
        }
        .into_any()
    })
}

fn said(what: StatementsNotice, t: Text) -> AnyView {
    let (class, words) = match what {
        StatementsNotice::PolicySaved => ("notice notice-good", t.t("policy-saved")),
        StatementsNotice::Batched(letters) => {
            let letters = usize::try_from(letters).unwrap_or(usize::MAX);
            ("notice notice-good", t.count("letters-batched", letters, &[]))
        }
        StatementsNotice::NothingToPrint => ("notice", t.t("letters-none")),
        StatementsNotice::Cancelled => ("notice", t.t("run-given-up")),
    };
    view! { <p class=class role="status">{words}</p> }.into_any()
}

fn counted(label: &str, n: u64, t: Text) -> AnyView {
    view! { <p class="figure"><span>{t.t(label)}</span><b class="num">{whole(n)}</b></p> }.into_any()
}

/// How far a run has come, as a pill.
pub(super) fn run_state(state: RunState, t: Text) -> AnyView {
    let (class, id) = match state {
        RunState::Preview => ("pill pill-wait", "run-preview"),
        RunState::Released => ("pill pill-wait", "run-released"),
        RunState::Done => ("pill pill-good", "run-done"),
        RunState::Cancelled => ("pill", "run-cancelled"),
    };
    view! { <span class=class>{t.t(id)}</span> }.into_any()
}

fn runs(runs: &[RunRow], t: Text) -> AnyView {
    if runs.is_empty() {
        return view! { <p class="soft">{t.t("runs-none")}</p> }.into_any();
    }
    let line = |run: &RunRow| {
        view! {
            <tr>
                <th scope="row"><a href=format!("/staff/statements/{}", run.id)>{stamp(run.made_at)}</a></th>
                <td>{run_state(run.state, t)}</td>
                {number(run.ready)}
                {sum(run.ready_amount, t)}
                {number(run.issued)}
                {number(run.held)}
            </tr>
        }
    };
    let heads = view! {
        {head("run-made", "", t)}
        {head("staff-state", "", t)}
        {head("run-ready", "num", t)}
        {head("run-ready-amount", "num", t)}
        {head("run-issued", "num", t)}
        {head("run-held", "num", t)}
    };
    scroll("runs-title", heads.into_any(), runs.iter().map(line).collect_view().into_any(), None, t)
}

fn batches(batches: &[BatchRow], t: Text) -> AnyView {
    if batches.is_empty() {
        return view! { <p class="soft">{t.t("batches-none")}</p> }.into_any();
    }
    let line = |batch: &BatchRow| {
        let file = |ending: &str, id: &str| {
            let about = batch.made_at.date().to_string();
            let href = format!("/staff/statements/batches/{}.{ending}", batch.id);
            view! { <a href=href>{t.t(id)}<span class="hidden">", "{about}</span></a> }
        };
        view! {
            <tr>
                <th scope="row">{stamp(batch.made_at)}</th>
                <td>{batch.by.clone()}</td>
                {number(batch.letters)}
                <td>{file("pdf", "batch-pdf")}</td>
                <td>{file("csv", "batch-csv")}</td>
            </tr>
        }
    };
    let heads = view! {
        {head("run-made", "", t)}
        {head("batch-by", "", t)}
        {head("batch-letters", "num", t)}
        {head("batch-print", "", t)}
        {head("batch-vendor", "", t)}
    };
    scroll("letters-title", heads.into_any(), batches.iter().map(line).collect_view().into_any(), None, t)
}
