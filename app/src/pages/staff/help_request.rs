//! `/staff/help/{request}`: what somebody told who cannot pay, and the answer.

use domain::access::Permission;
use domain::hardship::Answer;
use leptos::prelude::*;

use super::desk;
use crate::model::HelpRequestPage;
use crate::pages::afford::income_words;
use crate::parts::{Mood, error_summary, note_field, notice, select};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn help_request(ctx: &Ctx, page: &HelpRequestPage) -> String {
    desk(ctx, "help-request-title", |t| {
        let account = format!("/staff/accounts/{}", page.guarantor);
        let open = page.request.answered.is_none();
        let income = page.income.map(|income| t.t(income_words(income))).unwrap_or_default();
        let people = t.count("afford-people", usize::try_from(page.household).unwrap_or_default(), &[]);
        view! {
            {error_summary(&page.form, &["answer", "words"], t)}
            <p class="lead"><a href=account>{page.name.clone()}</a></p>
            <dl class="figures">
                <div class="figure"><dt>{t.t("help-request-household")}</dt><dd>{people}</dd></div>
                <div class="figure"><dt>{t.t("help-request-income")}</dt><dd>{income}</dd></div>
                <div class="figure"><dt>{t.t("help-request-due")}</dt><dd class="num">{t.money(page.due)}</dd></div>
            </dl>
            {answered(page, t)}
            {open.then(|| view! { <p class="soft">{t.with("help-request-by", &[("date", &t.date(page.request.answer_by))])}</p> })}
            {(open && ctx.may(Permission::HoldAndRelease)).then(|| form(page, t))}
        }
        .into_any()
    })
}

fn answered(page: &HelpRequestPage, t: Text) -> Option<AnyView> {
    let (answer, words, on) = page.request.answered.as_ref()?;
    let date = t.date(*on);
    let said = match (&page.answered_by, answer) {
        (Some(name), Answer::Withdrawn) => {
            t.with("help-request-withdrawn", &[("name", name), ("date", &date)])
        }
        (Some(name), answer) => {
            let what = t.t(answer_words(*answer));
            t.with("help-request-answered", &[("name", name), ("date", &date), ("what", &what)])
        }
        (None, _) => date,
    };
    let words = words.clone().map(|words| view! { <p class="pre">{words}</p> });
    Some(notice(Mood::Good, view! { <p><b>{said}</b></p>{words} }))
}

fn answer_words(answer: Answer) -> &'static str {
    match answer {
        Answer::Help => "help-request-help",
        Answer::Plan => "help-request-plan",
        Answer::Nothing => "help-request-nothing",
        Answer::Withdrawn => "help-request-taken-back",
    }
}

fn form(page: &HelpRequestPage, t: Text) -> AnyView {
    let answers: Vec<(&str, String)> =
        Answer::BY_STAFF.iter().map(|answer| (answer.code(), t.t(answer_words(*answer)))).collect();
    view! {
        <h2>{t.t("help-request-answer")}</h2>
        <p class="soft">{t.t("help-request-answer-what")}</p>
        <form method="post" action=format!("/staff/help/{}", page.id) class="form desk-form" novalidate>
            {select("answer", "help-request-outcome", &answers, &page.form, t)}
            {note_field("words", "help-request-words", Some(t.t("help-request-words-hint")), &page.form, t)}
            <button class="button primary">{t.t("help-request-send")}</button>
        </form>
    }
    .into_any()
}
