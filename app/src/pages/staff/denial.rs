//! `/staff/denials/{denial}`: one refusal on one screen, with what can be done about it.

mod acts;

pub(super) use acts::sent_on;

use domain::denial::{DAYS_CHANGED, Route, State};
use leptos::prelude::*;

use super::denials::{pills, route_name};
use super::desk;
use super::dispute::conversation;
use super::disputes::reason_name;
use super::parts::{figure, iso, stamp};
use super::queue::due;
use crate::model::{DenialCasePage, DenialLine, DenialRow, DenialStepRow, DenialTerms};
use crate::parts::{carc, code, error_summary};
use crate::{Ctx, Text};

/// Every field of the page's forms, in its order.
const FIELDS: [&str; 7] = ["sent_on", "reference", "what", "note", "why", "returned", "letter"];

/// The page.
#[must_use]
pub fn denial(ctx: &Ctx, page: &DenialCasePage) -> String {
    desk(ctx, "denials-one", |t| {
        let raced = page
            .raced
            .then(|| view! { <p class="notice notice-wait" role="alert">{t.t("denials-raced")}</p> });
        let done = page
            .done
            .then(|| view! { <p class="notice notice-good" role="status">{t.t("denials-saved")}</p> });
        view! {
            <p class="back"><a href="/staff/denials">{t.t("denials-title")}</a></p>
            {error_summary(&page.form, &FIELDS, t)}
            {done}
            {raced}
            {top(ctx, page, t)}
            <div class="dispute-columns">
                <div>
                    {said(page, t)}
                    {heard(page, t)}
                    {lines(page, t)}
                    {acts::letter(ctx, page, t)}
                </div>
                <div>
                    {acts::sent(ctx, page, t)}
                    {acts::note(ctx, page, t)}
                    {acts::give_up(ctx, page, t)}
                    {happened(page, t)}
                </div>
            </div>
        }
        .into_any()
    })
}

fn fact(label: &str, value: AnyView, t: Text) -> AnyView {
    view! { <div><dt>{t.t(label)}</dt><dd>{value}</dd></div> }.into_any()
}

fn top(ctx: &Ctx, page: &DenialCasePage, t: Text) -> AnyView {
    let row = &page.row;
    let (title, number, date) = &page.visit;
    let with = row.assigned.clone().unwrap_or_else(|| t.t("disputes-nobody"));
    let came = ["denials-recovered", "denials-patient-part", "denials-given-up", "denials-waits"]
        .into_iter()
        .zip(page.came)
        .filter(|(_, amount)| amount.is_positive())
        .map(|(label, amount)| figure(label, amount, t))
        .collect_view();
    let open = row.state.is_open();
    view! {
        <div class="desk-head">
            <div>
                <h2>{t.t(route_name(row.route))}" "{pills(row, t)}</h2>
                <p class="soft">
                    <a href=format!("/staff/accounts/{}", page.guarantor)>{row.patient.clone()}</a>
                    " · "{title.clone()}" · "{iso(*date)}
                </p>
                <p class="soft">{row.payer.clone()}" · "{t.t("denials-visit-number")}" "<span class="num">{number.clone()}</span></p>
            </div>
            {acts::take(ctx, page, t)}
        </div>
        <div class="figures figures-few">{figure("denials-refused", row.amount, t)}{came}</div>
        <dl class="sides">
            {fact("denials-on", iso(row.refused_on), t)}
            {row.act_by.map(|day| fact("disputes-by", due(day, row.clock, t), t))}
            {open.then(|| fact("denials-appeal-by", iso(row.deadline), t))}
            {fact("disputes-with", with.into_any(), t)}
        </dl>
        {open.then(|| view! { <p class="soft">{counted(&page.terms, t)}</p> })}
        {next(page, t)}
    }
    .into_any()
}

/// Why the last day to appeal is that day.
fn counted(terms: &DenialTerms, t: Text) -> String {
    let day = terms.from.to_string();
    match &terms.payer {
        Some(payer) if terms.own => {
            t.count("denials-days-own", terms.days, &[("payer", payer), ("day", &day)])
        }
        _ => t.count("denials-days-all", terms.days, &[("day", &day)]),
    }
}

/// What to do now: by how far it has come, then by the insurer's reason.
fn next(page: &DenialCasePage, t: Text) -> AnyView {
    let words = match page.row.state {
        _ if page.row.proposed => t.t("denials-next-proposed"),
        State::Open => next_of(&page.row, t),
        State::SentAgain => t.t("denials-next-sent"),
        State::Appealed => t.t("denials-next-appealed"),
        _ => t.t("denials-next-over"),
    };
    view! {
        <div class="notice dispute-next">
            <p><b>{t.t("denials-next")}": "</b>{words}</p>
            <p>{t.t("denials-nothing-due")}</p>
        </div>
    }
    .into_any()
}

fn next_of(row: &DenialRow, t: Text) -> String {
    let carc = &row.reason.carc;
    // A remark said another way than the reason alone.
    let said = match row.route {
        Route::Coverage | Route::WriteOff if row.route != Route::of(carc, std::iter::empty()) => {
            row.route.code().replace('_', "-")
        }
        _ => carc.to_ascii_lowercase(),
    };
    t.try_t(&format!("denial-next-{said}")).unwrap_or_else(|| t.t("denial-next-other"))
}

fn said(page: &DenialCasePage, t: Text) -> Option<AnyView> {
    let told = page.told.as_ref()?;
    let number = (!told.number.is_empty()).then(|| {
        fact("denials-claim-number", view! { <span class="num">{told.number.clone()}</span> }.into_any(), t)
    });
    let remarks = (!told.remarks.is_empty())
        .then(|| fact("denials-remarks", view! { <span>{told.remarks.join(", ")}</span> }.into_any(), t));
    let trace = t.with("step-trace", &[("trace", &told.trace)]);
    Some(
        view! {
            <h2>{t.t("denials-said")}</h2>
            <p>{carc(&page.row.reason.carc, t)}" "<span class="code">{code(&page.row.reason, t)}</span></p>
            <dl class="sides">{number}{remarks}</dl>
            <p class="soft">{iso(page.row.refused_on)}", "{trace}</p>
        }
        .into_any(),
    )
}

/// What the patient says about the visit meanwhile, and may have handed in.
fn heard(page: &DenialCasePage, t: Text) -> Option<AnyView> {
    let cases = page.heard.iter().map(|case| {
        let href = format!("/staff/disputes/{}", case.id);
        let over = (!case.open).then(|| view! { " "<span class="pill">{t.t("disputes-closed")}</span> });
        view! {
            <section class="heard">
                <h3>
                    <a href=href><span class="num">{case.reference.clone()}</span>" · "{t.t(reason_name(case.reason))}</a>
                    {over}
                </h3>
                {conversation(case.id, (&case.steps, &case.papers), t)}
            </section>
        }
    });
    (!page.heard.is_empty())
        .then(|| view! { <h2>{t.t("denials-heard")}</h2>{cases.collect_view()} }.into_any())
}

fn lines(page: &DenialCasePage, t: Text) -> AnyView {
    let one = |line: &DenialLine| {
        let name = match &line.charge {
            Some((code, name)) => {
                view! { {name.clone()}" "<span class="line-code">{code.clone()}</span> }.into_any()
            }
            None => t.t("lines-whole").into_any(),
        };
        view! {
            <li class="refused-line">
                <span><b>{name}</b><span class="soft block">{carc(&line.reason.carc, t)}" "{code(&line.reason, t)}</span></span>
                <b class="num">{t.money(line.amount)}</b>
            </li>
        }
    };
    let list = if page.lines.is_empty() {
        view! { <p class="soft">{t.t("denials-no-lines")}</p> }.into_any()
    } else {
        view! { <ul class="refused-lines" role="list">{page.lines.iter().map(one).collect_view()}</ul> }
            .into_any()
    };
    view! { <h2>{t.t("denials-lines")}</h2>{list} }.into_any()
}

/// Everything that happened, newest first.
fn happened(page: &DenialCasePage, t: Text) -> AnyView {
    let steps = page.steps.iter().rev().map(|step| view! { <li>{step_line(step, t)}</li> }).collect_view();
    view! { <h2>{t.t("disputes-happened")}</h2><ul class="dispute-steps" role="list">{steps}</ul> }.into_any()
}

fn step_line(step: &DenialStepRow, t: Text) -> AnyView {
    let who = step.by.clone().unwrap_or_else(|| t.t("disputes-by-itself"));
    let on = matches!(step.step.as_str(), "opened" | "decided" | "reversed" | "sent_again" | "appealed")
        .then(|| view! { " "{iso(step.on)} });
    let number = step.reference.as_ref().map(|number| t.with("denials-number", &[("number", number)]));
    let days = step.days.map(|days| t.count("denials-days-now", days, &[("day", &step.on.to_string())]));
    let moved = ["denials-paid", "denials-to-patient", "denials-off"].into_iter().zip(step.came);
    let moved = moved.filter(|(_, amount)| !amount.is_zero());
    let insurers = matches!(step.step.as_str(), "opened" | "decided" | "reversed");
    let left = (insurers && step.left.is_positive()).then_some(("denials-left", step.left));
    let money = moved.chain(left).map(|(id, amount)| t.with(id, &[("amount", &t.money(amount))]));
    let words: Vec<String> = number.into_iter().chain(days).chain(money).collect();
    let words = (!words.is_empty()).then(|| view! { ": "{words.join(", ")} });
    let note = step.note.as_ref().map(|note| view! { <div class="quoted pre">{note.clone()}</div> });
    view! {
        <span class="soft">{stamp(step.at)}" · "{who}</span>
        " · "<b>{t.t(step_name(&step.step))}</b>{on}{words}{note}
    }
    .into_any()
}

fn step_name(step: &str) -> &'static str {
    match step {
        "opened" => "denials-step-opened",
        "decided" => "denials-step-decided",
        "reversed" => "denials-step-reversed",
        "assigned" => "denials-step-assigned",
        "noted" => "denials-step-noted",
        "answered" => "denials-step-answered",
        "proposed" => "denials-step-proposed",
        "returned" => "denials-step-returned",
        DAYS_CHANGED => "denials-step-days",
        "sent_again" => "denials-is-sent",
        "appealed" => "denials-is-appealed",
        _ => "denials-is-written-off",
    }
}
