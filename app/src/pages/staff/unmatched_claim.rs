//! `/staff/unmatched/{claim}`: a decision that met no visit, and what can be done with it.

use domain::access::Permission;
use leptos::prelude::*;

use super::desk;
use super::parts::{figure, iso, stamp};
use crate::model::UnmatchedClaimPage;
use crate::parts::{Field, error_summary, field, note_field};
use crate::{Ctx, Text};

/// Every field of the page's forms, in its order.
const FIELDS: [&str; 3] = ["visit", "note", "why"];

/// The page.
#[must_use]
pub fn unmatched_claim(ctx: &Ctx, page: &UnmatchedClaimPage) -> String {
    desk(ctx, "unmatched-one", |t| {
        let done = page
            .done
            .then(|| view! { <p class="notice notice-good" role="status">{t.t("unmatched-saved")}</p> });
        let unfit = page.unfit.as_ref().map(|reason| {
            view! { <p class="notice notice-wait" role="alert"><b>{t.t("unmatched-unfit")}</b>" "{reason.clone()}</p> }
        });
        view! {
            <p class="back"><a href="/staff/unmatched">{t.t("staff-unmatched")}</a></p>
            {error_summary(&page.form, &FIELDS, t)}
            {unfit}
            {done}
            {unsaid(page)}
            {top(page, t)}
            <div class="dispute-columns">
                <div>{lines(page, t)}{happened(page, t)}</div>
                <div>
                    {(page.waits && !page.reversal && ctx.may(Permission::SettleWork)).then(|| to_visit(page, t))}
                    {(page.waits && ctx.may(Permission::SettleWork)).then(|| note(page, t))}
                    {(page.waits && !page.reversal && ctx.may(Permission::SettleDifferences)).then(|| give_back(page, t))}
                </div>
            </div>
        }
        .into_any()
    })
}

/// What was typed when somebody else was faster: it is not lost.
fn unsaid(page: &UnmatchedClaimPage) -> Option<AnyView> {
    let words = ["note", "why"].map(|name| page.form.value(name)).into_iter().find(|words| !words.is_empty());
    words.filter(|_| !page.waits).map(|words| view! { <div class="quoted pre">{words}</div> }.into_any())
}

fn top(page: &UnmatchedClaimPage, t: Text) -> AnyView {
    let (trace, day, file, segment) = &page.from;
    let fact = |label: &str, value: AnyView| view! { <div><dt>{t.t(label)}</dt><dd>{value}</dd></div> };
    let [charged, paid, patient] = page.amounts;
    let days = page.days.map(|(from, to)| {
        let last = (from != to).then(|| view! { " – "{iso(to)} });
        fact("unmatched-days", view! { {iso(from)}{last} }.into_any())
    });
    let number = if page.number.is_empty() { t.t("unmatched-no-number") } else { page.number.clone() };
    let why = match (&page.reason, page.waits) {
        (_, false) => None,
        (Some(reason), true) => Some(reason.clone()),
        (None, true) => Some(t.with("unmatched-no-visit", &[("number", &number)])),
    };
    let account = page.account.map(|account| {
        view! { <p class="notice notice-good"><a href=format!("/staff/accounts/{account}")>{t.t("unmatched-account")}</a></p> }
    });
    view! {
        <h2>{page.payer.clone()}" · "<span class="num">{trace.clone()}</span></h2>
        {why.map(|why| view! { <p class="notice notice-wait">{why}</p> })}
        {account}
        <div class="figures figures-few">
            {figure("staff-paid", paid, t)}
            {figure("unmatched-charged", charged, t)}
            {figure("unmatched-patient", patient, t)}
        </div>
        <dl class="sides">
            {fact("unmatched-who", page.patient.clone().into_any())}
            {days}
            {fact("staff-control", view! { <span class="num">{number.clone()}</span> }.into_any())}
            {fact("staff-date", iso(*day))}
            {fact("staff-file", view! { {file.clone()}" · "<span class="num">{segment.to_string()}</span> }.into_any())}
        </dl>
    }
    .into_any()
}

fn lines(page: &UnmatchedClaimPage, t: Text) -> Option<AnyView> {
    let rows = page.lines.iter().map(|(code, charged, paid)| {
        view! {
            <li class="refused-line">
                <span><b class="line-code">{code.clone()}</b><span class="soft block">{t.t("unmatched-charged")}" "<span class="num">{t.money(*charged)}</span></span></span>
                <b class="num">{t.money(*paid)}</b>
            </li>
        }
    });
    (!page.lines.is_empty()).then(|| {
        view! { <h2>{t.t("unmatched-lines")}</h2><ul class="refused-lines" role="list">{rows.collect_view()}</ul> }
            .into_any()
    })
}

fn action(page: &UnmatchedClaimPage, what: &str) -> String {
    format!("/staff/unmatched/{}/{what}", page.id)
}

/// The visit that was meant: one of those that are alike, or by its number.
fn to_visit(page: &UnmatchedClaimPage, t: Text) -> AnyView {
    let alike = page.meant.iter().map(|(number, patient, day, charged)| {
        let what = t.with("unmatched-this", &[("number", number)]);
        view! {
            <li class="alike">
                <span>
                    <b>{patient.clone()}</b>
                    <span class="soft block">{iso(*day)}" · "<span class="num">{number.clone()}</span>" · "<span class="num">{t.money(*charged)}</span></span>
                </span>
                <form method="post" action=action(page, "match")>
                    <input type="hidden" name="visit" value=number.clone()/>
                    <input type="hidden" name="sure" value="yes"/>
                    <button class="button small" aria-label=what>{t.t("unmatched-match")}</button>
                </form>
            </li>
        }
    });
    let alike = (!page.meant.is_empty()).then(|| {
        view! { <p class="soft">{t.t(if page.typed { "unmatched-typed" } else { "unmatched-alike" })}</p><ul role="list" class="alikes">{alike.collect_view()}</ul> }
    });
    let typed = Field { hint: Some("unmatched-visit-hint"), ..Field::text("visit", "unmatched-visit") };
    view! {
        <h2>{t.t("unmatched-to-visit")}</h2>
        {alike}
        <form method="post" action=action(page, "match") class="form desk-form" novalidate>
            {field(&typed, &page.form, t)}
            <button class="button primary">{t.t("unmatched-look")}</button>
        </form>
    }
    .into_any()
}

fn note(page: &UnmatchedClaimPage, t: Text) -> AnyView {
    view! {
        <form method="post" action=action(page, "note") class="form desk-form" novalidate>
            {note_field("note", "unmatched-note", Some(t.t("denials-note-what")), &page.form, t)}
            <button class="button">{t.t("denials-do-note")}</button>
        </form>
    }
    .into_any()
}

fn give_back(page: &UnmatchedClaimPage, t: Text) -> AnyView {
    view! {
        <details class="put-away" open=page.form.error("why").is_some()>
            <summary class="button">{t.t("unmatched-return")}</summary>
            <form method="post" action=action(page, "return") class="form desk-form" novalidate>
                <p class="soft">{t.with("unmatched-return-what", &[("amount", &t.money(page.amounts[1]))])}</p>
                {note_field("why", "unmatched-return-why", None, &page.form, t)}
                <button class="button">{t.t("unmatched-return-button")}</button>
            </form>
        </details>
    }
    .into_any()
}

fn happened(page: &UnmatchedClaimPage, t: Text) -> Option<AnyView> {
    let steps = page.steps.iter().rev().map(|step| {
        let what = match step.step.as_str() {
            "matched" => "unmatched-matched",
            "returned" => "unmatched-returned",
            _ => "denials-step-noted",
        };
        let words = step.words.as_ref().map(|words| view! { <div class="quoted pre">{words.clone()}</div> });
        view! { <li><span class="soft">{stamp(step.at)}" · "{step.by.clone()}</span>" · "<b>{t.t(what)}</b>{words}</li> }
    });
    (!page.steps.is_empty()).then(|| {
        view! { <h2>{t.t("disputes-happened")}</h2><ul class="dispute-steps" role="list">{steps.collect_view()}</ul> }
            .into_any()
    })
}
