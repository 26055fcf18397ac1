//! What can be done with a refusal.

use domain::access::Permission;
use leptos::prelude::*;

use crate::model::{DenialCasePage, DenialDo};
use crate::pages::staff::dispute::second_person;
use crate::parts::{Field, field, note_field};
use crate::{Ctx, FormState, Text};

fn action(page: &DenialCasePage, what: &str) -> String {
    format!("/staff/denials/{}{what}", page.row.id)
}

/// Which step the reader saw: who was faster is not overwritten.
fn seen(page: &DenialCasePage) -> AnyView {
    view! { <input type="hidden" name="seq" value=page.seq.to_string()/> }.into_any()
}

fn buttons(page: &DenialCasePage, which: &[DenialDo], t: Text) -> AnyView {
    let there = which.iter().filter(|one| page.acts.contains(one));
    let there = there.map(|one| {
        view! { <button class="button" name="do" value=one.code()>{t.t(act_name(*one))}</button> }
    });
    view! { <div class="buttons">{there.collect_view()}</div> }.into_any()
}

fn act_name(act: DenialDo) -> &'static str {
    match act {
        DenialDo::Claim => "disputes-claim",
        DenialDo::Release => "disputes-release",
        DenialDo::Note => "denials-do-note",
        DenialDo::SentAgain => "denials-do-sent",
        DenialDo::Appealed => "denials-do-appealed",
    }
}

fn may(ctx: &Ctx, page: &DenialCasePage, which: &[DenialDo]) -> bool {
    ctx.may(Permission::WorkDenials) && which.iter().any(|one| page.acts.contains(one))
}

/// Whose it is: one press.
pub(super) fn take(ctx: &Ctx, page: &DenialCasePage, t: Text) -> Option<AnyView> {
    let which = [DenialDo::Claim, DenialDo::Release];
    may(ctx, page, &which).then(|| {
        view! {
            <form method="post" action=action(page, "") class="desk-actions">{seen(page)}{buttons(page, &which, t)}</form>
        }
        .into_any()
    })
}

/// What was sent to the insurer, when, and its number for it.
pub(super) fn sent(ctx: &Ctx, page: &DenialCasePage, t: Text) -> Option<AnyView> {
    let which = [DenialDo::SentAgain, DenialDo::Appealed];
    may(ctx, page, &which).then(|| {
        let form = &page.form;
        view! {
            <form method="post" action=action(page, "") class="form desk-form" novalidate>
                <h2>{t.t("denials-sent-title")}</h2>
                {seen(page)}
                {sent_on(ctx, form, t)}
                {field(&Field::text("reference", "denials-sent-reference"), form, t)}
                {note_field("what", "denials-sent-note", None, form, t)}
                {buttons(page, &which, t)}
            </form>
        }
        .into_any()
    })
}

/// The day something was sent: today, until somebody says another one.
pub(in crate::pages::staff) fn sent_on(ctx: &Ctx, form: &FormState, t: Text) -> AnyView {
    let day = Field { kind: "date", width: "w-date", ..Field::text("sent_on", "denials-sent-on") };
    if form.value("sent_on").is_empty() && form.error("sent_on").is_none() {
        return field(&day, &form.clone().with_value("sent_on", &ctx.today.to_string()), t);
    }
    field(&day, form, t)
}

/// A note among staff.
pub(super) fn note(ctx: &Ctx, page: &DenialCasePage, t: Text) -> Option<AnyView> {
    may(ctx, page, &[DenialDo::Note]).then(|| {
        view! {
            <form method="post" action=action(page, "") class="form desk-form among-staff" novalidate>
                {seen(page)}
                {note_field("note", "denials-note", Some(t.t("denials-note-what")), &page.form, t)}
                {buttons(page, &[DenialDo::Note], t)}
            </form>
        }
        .into_any()
    })
}

/// To write it off, or the answer to who proposed that.
pub(super) fn give_up(ctx: &Ctx, page: &DenialCasePage, t: Text) -> Option<AnyView> {
    if let Some((name, own)) = &page.proposal {
        return Some(proposed(ctx, page, (name, *own), t));
    }
    (page.row.state.is_open() && ctx.may(Permission::WriteOffDenials)).then(|| {
        let amount = t.money(page.row.amount);
        view! {
            <form method="post" action=action(page, "/write-off") class="form desk-form" novalidate>
                <h2>{t.t("denials-give-up")}</h2>
                <p class="soft">{t.t("denials-give-up-what")}" "{t.with("denials-give-up-limit", &[("limit", &t.money(page.limit))])}</p>
                {seen(page)}
                {note_field("why", "denials-give-up-why", None, &page.form, t)}
                <button class="button">{t.with("denials-give-up-button", &[("amount", &amount)])}</button>
            </form>
        }
        .into_any()
    })
}

fn proposed(ctx: &Ctx, page: &DenialCasePage, (name, own): (&str, bool), t: Text) -> AnyView {
    let answer =
        second_person(ctx, own, (action(page, "/agree"), "denials-agree"), seen(page), &page.form, t);
    view! {
        <div class="desk-form">
            <h2>{t.t("denials-give-up")}</h2>
            <p>{t.with("denials-proposal", &[("name", name)])}</p>
            {answer}
        </div>
    }
    .into_any()
}

/// The letter to the insurer: changed here, taken along as a file, kept by nobody.
pub(super) fn letter(ctx: &Ctx, page: &DenialCasePage, t: Text) -> Option<AnyView> {
    let draft = page.letter.as_ref().filter(|_| ctx.may(Permission::WorkDenials))?;
    let typed = page.form.value("letter");
    let form =
        if typed.is_empty() { page.form.clone().with_value("letter", draft) } else { page.form.clone() };
    Some(
        view! {
            <details class="more" open=page.form.error("letter").is_some()>
                <summary>{t.t("denials-letter")}</summary>
                <form method="post" action=action(page, "/letter") class="form letter-form" novalidate>
                    {note_field("letter", "denials-letter-text", Some(t.t("denials-letter-what")), &form, t)}
                    <button class="button">{t.t("denials-letter-pdf")}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}
