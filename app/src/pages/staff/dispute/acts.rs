//! What can be done with a case: words to the patient, words among staff, a decision.

use domain::access::Permission;
use domain::dispute::{Outcome, Reason};
use leptos::prelude::*;

use super::words::{Words, decisions, messages};
use super::{act_name, outcome_name};
use crate::model::{CaseDo, CaseProposal, DisputeCasePage};
use crate::parts::{money_field, note_field, radios, tick};
use crate::{Ctx, FormState, Lang, Text};

pub(super) fn action(page: &DisputeCasePage, what: &str) -> String {
    format!("/staff/disputes/{}{what}", page.row.id)
}

/// Which step the reader saw: who was faster is not overwritten.
pub(super) fn seen(page: &DisputeCasePage) -> AnyView {
    view! { <input type="hidden" name="seq" value=page.row.seq.to_string()/> }.into_any()
}

fn buttons(page: &DisputeCasePage, which: &[CaseDo], t: Text) -> AnyView {
    let there = which.iter().filter(|one| page.acts.contains(one));
    let there = there.map(|one| {
        view! { <button class="button" name="do" value=one.code()>{t.t(act_name(*one))}</button> }
    });
    view! { <div class="buttons">{there.collect_view()}</div> }.into_any()
}

/// Whose it is, and that somebody looks at it: one press each.
pub(super) fn take(ctx: &Ctx, page: &DisputeCasePage, t: Text) -> Option<AnyView> {
    let which = [CaseDo::Claim, CaseDo::TakeUp, CaseDo::Release];
    let any = which.iter().any(|one| page.acts.contains(one));
    (any && ctx.may(Permission::WorkDisputes)).then(|| {
        view! {
            <form method="post" action=action(page, "") class="desk-actions">{seen(page)}{buttons(page, &which, t)}</form>
        }
        .into_any()
    })
}

/// Words to begin with, in both languages; the patient's comes first. They stand at the form's end,
/// so that Enter in a field presses the form's own button.
fn begin(page: &DisputeCasePage, which: &'static [Words], (to, field): (&str, &str), t: Text) -> AnyView {
    let action = format!("{}#{field}", action(page, to));
    let mut langs = Lang::ALL;
    langs.sort_by_key(|lang| *lang != page.lang);
    let rows = langs.map(|lang| {
        let links = which.iter().map(|words| {
            let value = format!("{}.{}", words.code, lang.code());
            view! {
                <li><button name="begin" value=value formaction=action.clone()>{t.t(words.name)}</button></li>
            }
        });
        let kept = page.answers.iter().map(|(id, name)| {
            let value = format!("{field}:{id}.{}", lang.code());
            view! { <li><button name="begin" value=value formaction=action.clone()>{name.clone()}</button></li> }
        });
        view! {
            <p class="soft">{lang.name()}</p>
            <ul role="list" class="word-links">{links.collect_view()}{kept.collect_view()}</ul>
        }
    });
    view! {
        <details class="more">
            <summary>{t.t("disputes-words")}</summary>
            <p class="soft">{t.t("disputes-words-what")}</p>
            {rows.collect_view()}
            <p><a href="/staff/disputes/answers">{t.t("answers-title")}</a></p>
        </details>
    }
    .into_any()
}

/// What the patient reads.
pub(super) fn to_patient(ctx: &Ctx, page: &DisputeCasePage, t: Text) -> Option<AnyView> {
    let which = [CaseDo::Acknowledge, CaseDo::AskPatient, CaseDo::Write];
    if !ctx.may(Permission::WorkDisputes) || !which.iter().any(|one| page.acts.contains(one)) {
        return None;
    }
    Some(
        view! {
            <form method="post" action=action(page, "") class="form desk-form" novalidate>
                <h2>{t.t("disputes-to-patient")}</h2>
                {seen(page)}
                {note_field("message", "disputes-message", Some(t.t("disputes-message-what")), &page.form, t)}
                {buttons(page, &which, t)}
                {begin(page, messages(), ("", "message"), t)}
            </form>
        }
        .into_any(),
    )
}

/// What stays among staff.
pub(super) fn to_staff(ctx: &Ctx, page: &DisputeCasePage, t: Text) -> Option<AnyView> {
    let which = [CaseDo::Note, CaseDo::AskInsurer, CaseDo::InsurerAnswered];
    if !ctx.may(Permission::WorkDisputes) || !which.iter().any(|one| page.acts.contains(one)) {
        return None;
    }
    Some(
        view! {
            <form method="post" action=action(page, "") class="form desk-form among-staff" novalidate>
                <h2>{t.t("disputes-to-staff")}</h2>
                {seen(page)}
                {note_field("note", "disputes-note", Some(t.t("disputes-note-what")), &page.form, t)}
                {buttons(page, &which, t)}
            </form>
        }
        .into_any(),
    )
}

/// A decision, or the one that waits for a second person; how it is closed.
pub(super) fn decide(ctx: &Ctx, page: &DisputeCasePage, t: Text) -> AnyView {
    if let Some(proposal) = &page.proposal {
        return proposed(ctx, page, proposal, t);
    }
    if !ctx.may(Permission::DecideDisputes) {
        return ().into_any();
    }
    if page.closable {
        return close(page, t);
    }
    if page.decidable { form(page, t) } else { ().into_any() }
}

fn form(page: &DisputeCasePage, t: Text) -> AnyView {
    let question = page.row.reason == Reason::Question;
    let limit = t.with("disputes-limit", &[("limit", &t.money(page.limit))]);
    let most = t.with("disputes-most", &[("most", &t.money(page.share))]);
    let money = (!question).then(|| {
        let outcomes = [Outcome::Corrected, Outcome::Partly, Outcome::Upheld];
        let outcomes = outcomes.map(|one| (one.code(), t.t(outcome_name(one))));
        view! {
            <p class="soft">{limit}</p>
            {radios("outcome", "disputes-outcome", &outcomes, &page.form, t)}
            <div class="side-by-side">
                {money_field("taken_off", "disputes-taken-off", Some(most), &page.form, t)}
                {money_field("to_insurer", "disputes-to-insurer", Some(t.t("disputes-to-insurer-what")), &page.form, t)}
            </div>
            {tick("refund", "disputes-refund", &page.form, t)}
        }
    });
    let title = if question { "disputes-answer" } else { "disputes-decide" };
    view! {
        <form method="post" action=action(page, "/decide") class="form desk-form" novalidate>
            <h2>{t.t(title)}</h2>
            {seen(page)}
            {money}
            {note_field("why", "disputes-why", Some(t.t("disputes-why-what")), &page.form, t)}
            {note_field("remark", "disputes-remark", None, &page.form, t)}
            <button class="button primary">{t.t(title)}</button>
            {begin(page, decisions(page.row.reason), ("/decide", "why"), t)}
        </form>
    }
    .into_any()
}

/// What a second person answers to a proposal, with what its button says; or that somebody else has to.
pub(in crate::pages::staff) fn second_person(
    ctx: &Ctx,
    own: bool,
    (action, agree): (String, &str),
    seen: AnyView,
    form: &FormState,
    t: Text,
) -> AnyView {
    if own {
        return view! { <p>{t.t("disputes-own-proposal")}</p> }.into_any();
    }
    if !ctx.may(Permission::ApproveBeyondLimits) {
        return view! { <p>{t.t("disputes-second-needed")}</p> }.into_any();
    }
    view! {
        <form method="post" action=action class="form" novalidate>
            {seen}
            <button class="button primary" name="do" value="agree">{t.t(agree)}</button>
            {note_field("returned", "disputes-return-why", None, form, t)}
            <button class="button" name="do" value="return">{t.t("disputes-return")}</button>
        </form>
    }
    .into_any()
}

fn proposed(ctx: &Ctx, page: &DisputeCasePage, one: &CaseProposal, t: Text) -> AnyView {
    let by = one.by.clone().unwrap_or_default();
    let answer =
        second_person(ctx, one.own, (action(page, "/agree"), "disputes-agree"), seen(page), &page.form, t);
    let refund = one.refund.then(|| view! { <p>{t.t("disputes-refund")}</p> });
    view! {
        <div class="desk-form">
            <h2>{t.t("disputes-proposal")}</h2>
            <p>{t.with("disputes-proposal-by", &[("name", &by)])}</p>
            <dl class="sides">
                <div><dt>{t.t("disputes-outcome")}</dt><dd>{t.t(outcome_name(one.outcome))}</dd></div>
                <div><dt>{t.t("disputes-taken-off")}</dt><dd class="num">{t.money(one.taken_off)}</dd></div>
                <div><dt>{t.t("disputes-to-insurer")}</dt><dd class="num">{t.money(one.to_insurer)}</dd></div>
            </dl>
            {refund}
            <div class="quoted pre">{one.message.clone()}</div>
            {answer}
        </div>
    }
    .into_any()
}

fn close(page: &DisputeCasePage, t: Text) -> AnyView {
    view! {
        <form method="post" action=action(page, "/close") class="form desk-form" novalidate>
            <h2>{t.t("disputes-close")}</h2>
            <p class="soft">{t.t("disputes-close-what")}</p>
            {seen(page)}
            {note_field("closing", "disputes-closing", None, &page.form, t)}
            <button class="button">{t.t("disputes-close")}</button>
        </form>
    }
    .into_any()
}
