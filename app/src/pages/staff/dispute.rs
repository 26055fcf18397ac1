//! `/staff/disputes/{dispute}`: one case on one screen, with what can be done about it.

mod acts;
mod federal;
mod lines;
mod told;
mod words;

use domain::dispute::{Outcome, Reason, State};
use leptos::prelude::*;

pub use self::words::{GAP, dispute_words};

pub(super) use self::acts::second_person;
use self::acts::{decide, to_patient, to_staff};
pub(super) use self::told::conversation;
use super::account::{sent, written};
use super::desk;
use super::disputes::{pills, reason_name, table};
use super::parts::{figure, iso};
use super::queue::due;
use crate::model::{CaseDo, ContactWhat, DisputeCasePage};
use crate::parts::error_summary;
use crate::{Ctx, Text};

/// Every field of the page's forms, in its order.
const FIELDS: [&str; 14] = [
    "message",
    "note",
    "federal_on",
    "federal_number",
    "how",
    "to_pay",
    "federal_why",
    "outcome",
    "taken_off",
    "to_insurer",
    "why",
    "remark",
    "returned",
    "closing",
];

/// The page.
#[must_use]
pub fn dispute(ctx: &Ctx, page: &DisputeCasePage) -> String {
    desk(ctx, "disputes-one", |t| {
        view! {
            <p class="back"><a href="/staff/disputes">{t.t("disputes-title")}</a></p>
            {error_summary(&page.form, &FIELDS, t)}
            {page.done.then(|| view! { <p class="notice notice-good" role="status">{t.t("disputes-saved")}</p> })}
            {raced(page, t)}
            {top(ctx, page, t)}
            <div class="dispute-columns">
                <div>
                    {told::said(page, t)}
                    {to_patient(ctx, page, t)}
                    {told::happened(page, t)}
                    {to_staff(ctx, page, t)}
                </div>
                <div>
                    {lines::lines(page, t)}
                    {federal::federal(ctx, page, t)}
                    {decide(ctx, page, t)}
                    {earlier(page, t)}
                </div>
            </div>
        }
        .into_any()
    })
}

/// Who was faster, and what they did; what the reader typed is still in its field.
fn raced(page: &DisputeCasePage, t: Text) -> Option<AnyView> {
    if page.raced.is_empty() {
        return None;
    }
    let steps = page.raced.iter().map(|step| view! { <li>{told::step_line(step, t)}</li> }).collect_view();
    let now = match &page.row.assigned {
        Some(name) => t.with("disputes-raced-with", &[("name", name)]),
        None => t.t("disputes-raced-nobody"),
    };
    Some(
        view! {
            <div class="notice notice-wait" role="alert">
                <p><b>{t.t("disputes-raced")}</b>" "{now}</p>
                <ul>{steps}</ul>
            </div>
        }
        .into_any(),
    )
}

fn top(ctx: &Ctx, page: &DisputeCasePage, t: Text) -> AnyView {
    let row = &page.row;
    let (patient, title, date) = &page.visit;
    let written = t.t(match page.lang {
        crate::Lang::En => "disputes-writes-en",
        crate::Lang::Es => "disputes-writes-es",
    });
    let fact = |label: &str, value: AnyView| view! { <div><dt>{t.t(label)}</dt><dd>{value}</dd></div> };
    let with = row.assigned.clone().unwrap_or_else(|| t.t("disputes-nobody"));
    view! {
        <div class="desk-head">
            <div>
                <h2><span class="num">{row.reference.clone()}</span>" · "{t.t(reason_name(row.reason))}" "{pills(row, t)}</h2>
                <p class="soft">
                    <a href=format!("/staff/accounts/{}", page.guarantor)>{row.name.clone()}</a>
                    " · "{page.account.clone()}" · "{written}
                </p>
                <p class="soft">{title.clone()}" · "{patient.clone()}" · "{iso(*date)}</p>
            </div>
            {acts::take(ctx, page, t)}
        </div>
        <div class="figures figures-few">
            {figure("disputes-rests", row.amount, t)}
            {figure("disputes-share", page.share, t)}
            {figure("staff-due", page.due, t)}
        </div>
        <dl class="sides">
            {fact("disputes-since", iso(row.opened))}
            {row.act_by.map(|day| fact(by_name(row.state), due(day, row.clock, t)))}
            {fact("disputes-decide-by", iso(page.decide_by))}
            {fact("disputes-with", with.into_any())}
            {page.outcome.map(|outcome| fact("disputes-outcome", t.t(outcome_name(outcome)).into_any()))}
        </dl>
        {next(page, t)}
    }
    .into_any()
}

fn by_name(state: State) -> &'static str {
    match state {
        State::Received => "disputes-read-by",
        State::WaitingPatient => "disputes-patient-by",
        State::WaitingInsurer => "disputes-insurer-by",
        State::WaitingFederal => "disputes-federal-by",
        State::Decided => "disputes-appeal-by",
        _ => "disputes-by",
    }
}

/// What to do now: by how far it has come, then by what it says.
fn next(page: &DisputeCasePage, t: Text) -> AnyView {
    let state = match page.row.state {
        _ if page.row.proposed => "disputes-now-proposed",
        State::Received => "disputes-now-received",
        State::Acknowledged => "disputes-now-acknowledged",
        State::InReview => "disputes-now-in-review",
        State::WaitingPatient => "disputes-now-patient",
        State::WaitingInsurer => "disputes-now-insurer",
        State::WaitingFederal => "disputes-now-federal",
        State::Decided => "disputes-now-decided",
        State::Appealed => "disputes-now-appealed",
        State::Closed => "disputes-now-closed",
    };
    let look = match page.row.reason {
        Reason::NotMyVisit => "disputes-look-not-my-visit",
        Reason::AlreadyPaid => "disputes-look-already-paid",
        Reason::Insurance => "disputes-look-insurance",
        Reason::WrongAmount => "disputes-look-wrong-amount",
        Reason::Duplicate => "disputes-look-duplicate",
        Reason::Quality => "disputes-look-quality",
        Reason::AboveEstimate => "disputes-look-above-estimate",
        Reason::Question => "disputes-look-question",
    };
    let open = !matches!(page.row.state, State::Decided | State::Closed);
    let look = open.then(|| view! { <p>{t.t(look)}</p> });
    view! { <div class="notice dispute-next"><p><b>{t.t(state)}</b></p>{look}</div> }.into_any()
}

/// What an outcome is called.
pub(super) fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Upheld => "disputes-upheld",
        Outcome::Corrected => "disputes-corrected",
        Outcome::Partly => "disputes-partly",
        Outcome::Withdrawn => "disputes-withdrawn",
        Outcome::Answered => "disputes-answered",
    }
}

/// What an act is called.
fn act_name(act: CaseDo) -> &'static str {
    match act {
        CaseDo::Claim => "disputes-claim",
        CaseDo::Release => "disputes-release",
        CaseDo::Acknowledge => "disputes-do-acknowledge",
        CaseDo::TakeUp => "disputes-do-take-up",
        CaseDo::AskPatient => "disputes-do-ask",
        CaseDo::Write => "disputes-do-write",
        CaseDo::AskInsurer => "disputes-do-ask-insurer",
        CaseDo::InsurerAnswered => "disputes-do-insurer-answered",
        CaseDo::Note => "disputes-do-note",
    }
}

fn earlier(page: &DisputeCasePage, t: Text) -> AnyView {
    let others = (!page.others.is_empty()).then(|| table(&page.others, None, t));
    let lately = page.lately.iter().map(|one| {
        let what = match one.what {
            ContactWhat::Statement => "disputes-contact-statement",
            ContactWhat::Payment => "disputes-contact-payment",
            ContactWhat::Refund => "disputes-contact-refund",
        };
        view! { <li>{iso(one.date)}" · "{t.t(what)}" · "<span class="num">{t.money(one.amount)}</span></li> }
    });
    let none = (page.others.is_empty() && page.lately.is_empty())
        .then(|| view! { <p class="soft">{t.t("disputes-no-contact")}</p> });
    let noted = (!page.notes.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{t.count("notes-title", page.notes.len(), &[])}</summary>
                {written(&page.notes)}
            </details>
        }
    });
    view! {
        <h2>{t.t("disputes-earlier")}</h2>
        {none}
        {others}
        <ul role="list">{lately.collect_view()}</ul>
        {noted}
        {sent(&page.sent, t)}
    }
    .into_any()
}
