//! What patient and practice said to each other, and everything that happened.

use domain::DisputeId;
use leptos::prelude::*;

use super::outcome_name;
use crate::Text;
use crate::model::{CasePaperRow, CaseStepRow, DisputeCasePage};
use crate::pages::staff::parts::stamp;
use crate::parts::file_size;

/// The conversation, and what was handed in.
pub(super) fn said(page: &DisputeCasePage, t: Text) -> AnyView {
    view! { <h2>{t.t("disputes-said")}</h2>{conversation(page.row.id, (&page.steps, &page.papers), t)} }
        .into_any()
}

/// What was said in a case, and what was handed in with it.
pub(in crate::pages::staff) fn conversation(
    case: DisputeId,
    (steps, papers): (&[CaseStepRow], &[CasePaperRow]),
    t: Text,
) -> AnyView {
    let messages = steps.iter().filter_map(|step| {
        let message = step.message.as_ref()?;
        let class = if step.by_patient { "said said-patient" } else { "said" };
        Some(view! {
            <li class=class>
                <p class="soft"><b>{who(step, t)}</b>" · "{stamp(step.at)}</p>
                <div class="pre">{message.clone()}</div>
            </li>
        })
    });
    let handed_in = papers.iter().map(|paper| {
        let href = format!("/staff/disputes/{case}/documents/{}", paper.id);
        view! { <li><a href=href download="">{paper.name.clone()}</a>" "<span class="soft">{file_size(paper.bytes)}" · "{stamp(paper.at)}</span></li> }
    });
    let papers = (!papers.is_empty()).then(|| {
        view! { <h3>{t.t("disputes-papers")}</h3><ul role="list">{handed_in.collect_view()}</ul> }
    });
    view! {
        <ol class="conversation" role="list">{messages.collect_view()}</ol>
        {papers}
    }
    .into_any()
}

fn who(step: &CaseStepRow, t: Text) -> String {
    step.by.clone().unwrap_or_else(|| t.t("disputes-by-itself"))
}

/// Everything that happened, newest first; notes stand with what they were written for.
pub(super) fn happened(page: &DisputeCasePage, t: Text) -> AnyView {
    let steps = page.steps.iter().rev().map(|step| view! { <li>{step_line(step, t)}</li> }).collect_view();
    view! {
        <h2>{t.t("disputes-happened")}</h2>
        <p class="soft">{t.t("disputes-happened-what")}</p>
        <ul class="dispute-steps" role="list">{steps}</ul>
    }
    .into_any()
}

/// One step: when, what, who, how much, and the note.
pub(super) fn step_line(step: &CaseStepRow, t: Text) -> AnyView {
    let what = step.outcome.map_or_else(|| step_name(&step.step), outcome_name);
    let off =
        step.taken_off.is_positive().then(|| t.with("disputes-off", &[("amount", &t.money(step.taken_off))]));
    let back = step
        .to_insurer
        .is_positive()
        .then(|| t.with("disputes-back", &[("amount", &t.money(step.to_insurer))]));
    let money = [off, back].into_iter().flatten().map(|words| view! { " "{words} }).collect_view();
    let note = step.note.as_ref().map(|note| {
        view! { <div class="quoted pre">{note.clone()}</div> }
    });
    view! {
        <span class="soft">{stamp(step.at)}" · "{who(step, t)}</span>
        " · "<b>{t.t(what)}</b>{money}{note}
    }
    .into_any()
}

fn step_name(step: &str) -> &'static str {
    match step {
        "opened" => "disputes-step-opened",
        "acknowledged" => "disputes-step-acknowledged",
        "taken_up" => "disputes-step-taken-up",
        "asked_patient" => "disputes-step-asked-patient",
        "asked_insurer" => "disputes-step-asked-insurer",
        "federal_started" => "disputes-step-federal-started",
        "federal_ended" => "disputes-step-federal-ended",
        "insurer_answered" => "disputes-step-insurer-answered",
        "patient_wrote" => "disputes-step-patient-wrote",
        "staff_wrote" => "disputes-step-staff-wrote",
        "noted" => "disputes-step-noted",
        "assigned" => "disputes-step-assigned",
        "proposed" => "disputes-step-proposed",
        "returned" => "disputes-step-returned",
        "appealed" => "disputes-step-appealed",
        "withdrawn" => "disputes-withdrawn",
        _ => "disputes-step-closed",
    }
}
