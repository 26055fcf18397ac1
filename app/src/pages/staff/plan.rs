//! `/staff/plans/{id}`: one plan, what happened to it, and what can be done.

use domain::access::Permission;
use domain::plan::Instalment;
use leptos::prelude::*;

use super::desk;
use super::parts::{figure, head, iso, scroll, stamp, sum};
use super::plans::{act, refusal, why};
use crate::model::{PlanPaperRow, PlanStepRow, StaffPlanPage};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn plan(ctx: &Ctx, page: &StaffPlanPage) -> String {
    desk(ctx, "plan-title", |t| {
        let refused = page.refusal.map(|why| {
            view! { <p class="notice notice-wait" role="alert">{t.t(refusal(why))}</p> }
        });
        let done =
            page.done.then(|| view! { <p class="notice notice-good" role="status">{t.t("plan-done")}</p> });
        let taken = match page.cap {
            Some(cap) => t.with("plan-taken", &[("cap", &t.money(cap))]),
            None => t.t("plan-by-hand"),
        };
        let paid = page.instalments.iter().map(|one| one.paid).sum();
        view! {
            <p class="back"><a href="/staff/plans">{t.t("staff-plans")}</a></p>
            {refused}
            {done}
            <div class="desk-head">
                <div>
                    <h2>
                        <a href=format!("/staff/accounts/{}", page.row.guarantor)>{page.row.name.clone()}</a>
                        " "{why(page.row.why, t)}
                    </h2>
                    <p class="soft">{taken}</p>
                </div>
            </div>
            <div class="figures">
                {figure("plans-left", page.row.left, t)}
                {figure("plans-overdue", page.row.overdue, t)}
                {figure("plan-paid", paid, t)}
                {figure("plan-outside", page.outside, t)}
            </div>
            {ctx.may(Permission::ManagePlans).then(|| acts(page, t))}
            <h2>{t.t("plan-schedule")}</h2>
            {schedule(&page.instalments, t)}
            <h2>{t.t("plan-history")}</h2>
            {history(&page.steps, t)}
            <h2>{t.t("plan-papers")}</h2>
            {page.papers.iter().map(|one| paper(one, t)).collect_view()}
        }
        .into_any()
    })
}

fn acts(page: &StaffPlanPage, t: Text) -> AnyView {
    let looked = (page.row.why == crate::model::PlanWhy::Look).then_some(("looked", "plan-do-looked"));
    let buttons = looked.into_iter().chain(page.acts.iter().map(|one| (one.code(), act(*one))));
    let buttons: Vec<AnyView> = buttons
        .map(|(code, id)| view! { <button class="button" name="do" value=code>{t.t(id)}</button> }.into_any())
        .collect();
    if buttons.is_empty() {
        return ().into_any();
    }
    view! {
        <form method="post" action=format!("/staff/plans/{}", page.row.id)>
            <input type="hidden" name="version" value=page.row.version.to_string()/>
            <div class="buttons">{buttons}</div>
        </form>
        <p class="soft">{t.t("plan-do-what")}</p>
    }
    .into_any()
}

fn schedule(instalments: &[Instalment], t: Text) -> AnyView {
    let line = |one: &Instalment| {
        let (class, id) = if one.left().is_zero() {
            ("pill pill-good", "plan-one-paid")
        } else if one.missed {
            ("pill pill-bad", "plan-one-missed")
        } else if one.paid.is_positive() {
            ("pill pill-wait", "plan-one-part")
        } else {
            ("pill", "plan-one-open")
        };
        view! {
            <tr>
                <th scope="row">{one.number.to_string()}</th>
                <td>{iso(one.due)}</td>
                {sum(one.amount(), t)}
                {sum(one.paid, t)}
                {sum(one.left(), t)}
                <td><span class=class>{t.t(id)}</span></td>
            </tr>
        }
    };
    let heads = view! {
        {head("plan-number", "", t)}
        {head("plan-due", "", t)}
        {head("staff-amount", "num", t)}
        {head("plan-paid", "num", t)}
        {head("plans-left", "num", t)}
        {head("staff-state", "", t)}
    };
    scroll("plan-schedule", heads.into_any(), instalments.iter().map(line).collect_view().into_any(), None, t)
}

fn history(steps: &[PlanStepRow], t: Text) -> AnyView {
    let line = |step: &PlanStepRow| {
        let what = t.try_t(&format!("plan-step-{}", step.kind.replace('_', "-")));
        let by = step.by.clone().unwrap_or_else(|| t.t("plan-by-itself"));
        view! {
            <tr>
                <th scope="row">{stamp(step.at)}</th>
                <td>{what.unwrap_or_else(|| step.kind.clone())}</td>
                {sum(step.paid, t)}
                <td>{by}</td>
            </tr>
        }
    };
    let heads = view! {
        {head("staff-day", "", t)}
        {head("plan-what", "", t)}
        {head("plan-paid", "num", t)}
        {head("batch-by", "", t)}
    };
    scroll("plan-history", heads.into_any(), steps.iter().map(line).collect_view().into_any(), None, t)
}

fn paper(paper: &PlanPaperRow, t: Text) -> AnyView {
    let id = match paper.kind.as_str() {
        "autopay" => "plan-paper-autopay",
        "joined" => "plan-paper-joined",
        _ => "plan-paper-agreement",
    };
    let broken = (!paper.whole).then(|| {
        view! { <p class="notice notice-bad" role="alert">{t.t("plan-paper-broken")}</p> }
    });
    view! {
        <details class="paper">
            <summary>{t.t(id)}"\u{a0}· "{stamp(paper.at)}</summary>
            {broken}
            <div class="quoted pre">{paper.text.clone()}</div>
        </details>
    }
    .into_any()
}
