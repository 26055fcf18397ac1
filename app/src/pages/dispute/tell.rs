//! `/visits/{id}/tell`: which lines, what about them, in whose words, with what photos.

use domain::dispute::Reason;
use domain::dispute::Reason::{AboveEstimate, Question};
use leptos::prelude::*;

use super::files;
use crate::model::{TellLine, TellPage};
use crate::parts::{Mood, day, error_line, error_summary, federal_way, note_field, notice, told_before};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn tell(ctx: &Ctx, page: &TellPage) -> String {
    // Who comes to ask is not told that something is wrong.
    let asks = page.form.value("reason") == Question.code();
    let title = if asks { "tell-title-ask" } else { "tell-title" };
    document(ctx, Head::new(ctx.text().t(title)), |t| {
        let visit = format!("/visits/{}", page.visit);
        let open = page.open.iter().map(|(id, reference)| {
            let sentence = t.with("tell-open", &[("reference", reference)]);
            let link = view! { <a href=format!("/disputes/{id}")>{t.t("tell-open-see")}</a> };
            notice(Mood::Plain, view! { <p>{sentence}" "{link}</p> })
        });
        view! {
            <div class="narrow">
                <p class="back"><a href=visit.clone()>{t.t("tell-back")}</a></p>
                {error_summary(&page.form, &["line", "reason", "words", "file"], t)}
                <h1>{t.t(title)}</h1>
                <p class="soft">{page.title.clone()}", "{day(page.date, t)}"\u{a0}· "{page.patient_name.clone()}</p>
                // A question rests nothing.
                {(!asks).then(|| view! { <p class="lead">{t.t("tell-lead")}</p> })}
                <p>{t.t("tell-afford")}" "<a href="/help?about=afford">{t.t("way-afford")}</a></p>
                {open.collect_view()}
                <form method="post" action=format!("{visit}/tell") class="form" enctype="multipart/form-data">
                    <input type="hidden" name="press" value=page.token.clone()/>
                    {lines(page, t)}
                    {reasons(page, t)}
                    {note_field("words", "tell-words", Some(t.t("tell-words-hint")), &page.form, t)}
                    {files(page.files, &page.form, "file", t)}
                    <button class="button primary">{t.t("tell-send")}</button>
                </form>
                <p class="soft">{t.t("tell-then")}</p>
            </div>
        }
        .into_any()
    })
}

fn lines(page: &TellPage, t: Text) -> Option<AnyView> {
    let error = page.form.error("line");
    if page.lines.len() < 2 {
        // There is nothing to choose, and yet something may be wrong with it.
        return error_line("line", error, t);
    }
    let line = |(n, line): (usize, &TellLine)| {
        let id = if n == 0 { "line".to_owned() } else { format!("line-{n}") };
        let name = format!("line-{}", line.id);
        let share =
            t.with("tell-share", &[("charged", &t.money(line.charged)), ("share", &t.money(line.share))]);
        let taken = line.taken.then(|| view! { " "<span class="pill pill-wait">{t.t("tell-taken")}</span> });
        view! {
            <div class="tick">
                <input
                    type="checkbox" name="line" id=id.clone() value=line.id.to_string()
                    checked=!page.form.value(&name).is_empty() disabled=line.taken
                />
                <label for=id><span class="tick-words">{line.name.clone()}{taken}
                    <span class="soft block">{share}</span></span></label>
            </div>
        }
    };
    Some(
        view! {
            <fieldset class="field" class:field-wrong=error.is_some()>
                <legend>{t.t("tell-lines")}</legend>
                <p class="hint">{t.t("tell-lines-hint")}</p>
                {error_line("line", error, t)}
                {page.lines.iter().enumerate().map(line).collect_view()}
            </fieldset>
        }
        .into_any(),
    )
}

fn reasons(page: &TellPage, t: Text) -> AnyView {
    let error = page.form.error("reason");
    let chosen = page.form.value("reason");
    // What is the most usual stands first, a question last.
    let option = |(n, reason): (usize, &Reason)| {
        let code = reason.code();
        let id = if n == 0 { "reason".to_owned() } else { format!("reason-{code}") };
        let what = (*reason == Question)
            .then(|| view! { <span class="soft block">{t.t("tell-question-what")}</span> });
        let before = page.before.as_ref().filter(|_| *reason == AboveEstimate);
        let before = before.map(|before| {
            let ours = t.with("federal-ours", &[("days", &before.rule.days.to_string())]);
            let federal = federal_way(before, t).map(|way| view! { {way}<p class="soft">{ours}</p> });
            view! { <div class="choice-more">{told_before(before, t)}{federal}</div> }
        });
        view! {
            <div class="choice">
                <input type="radio" name="reason" id=id.clone() value=code checked=code == chosen/>
                <label for=id><span>{t.t(&format!("case-reason-{code}"))}{what}</span></label>
            </div>
            {before}
        }
    };
    view! {
        <fieldset class="choices" class:field-wrong=error.is_some()>
            <legend>{t.t("tell-reason")}</legend>
            {error_line("reason", error, t)}
            {Reason::ALL.iter().enumerate().map(option).collect_view()}
        </fieldset>
    }
    .into_any()
}
