//! `/afford`: who cannot pay says so in two answers; nothing is asked for until a counsellor replies.

use domain::hardship::{Answer, HOUSEHOLD_MOST, Income};
use leptos::prelude::*;

use super::help::reach;
use crate::model::{AffordPage, AskedForHelp};
use crate::parts::{Mood, error_summary, notice, radios, select};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// What a household lives on, in words.
pub(crate) fn income_words(income: Income) -> &'static str {
    match income {
        Income::Under1500 => "afford-income-1500",
        Income::Under3000 => "afford-income-3000",
        Income::Under5000 => "afford-income-5000",
        Income::More => "afford-income-more",
        Income::Unsaid => "afford-income-unsaid",
    }
}

/// The page.
#[must_use]
pub fn afford(ctx: &Ctx, page: &AffordPage) -> String {
    document(ctx, Head::new(ctx.text().t("help-afford")), |t| {
        let waits = page.request.as_ref().filter(|request| request.answered.is_none());
        let body = match waits {
            Some(request) => waiting(page, request, t),
            None => view! { {answer(page, t)}{ask(page, t)} }.into_any(),
        };
        view! {
            <div class="narrow prose">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                {error_summary(&page.form, &["household", "income"], t)}
                <h1>{t.t("help-afford")}</h1>
                {body}
                <h2>{t.t("help-reach")}</h2>
                {reach(ctx, t)}
            </div>
        }
        .into_any()
    })
}

fn ask(page: &AffordPage, t: Text) -> AnyView {
    let sizes: Vec<(String, String)> = (1..=HOUSEHOLD_MOST)
        .map(|size| (size.to_string(), t.count("afford-people", usize::from(size), &[])))
        .collect();
    let incomes: Vec<(&'static str, String)> =
        Income::ALL.iter().map(|income| (income.code(), t.t(income_words(*income)))).collect();
    view! {
        <p class="lead">{t.t("help-afford-lead")}</p>
        <p>{t.t("afford-what")}</p>
        <form method="post" action="/afford" class="form" novalidate>
            <input type="hidden" name="press" value=page.token.clone()/>
            {select("household", "afford-household", &sizes, &page.form, t)}
            {radios("income", "afford-income", &incomes, &page.form, t)}
            <button class="button primary">{t.t("afford-send")}</button>
        </form>
        <p class="soft">{t.t("afford-then")}</p>
        <p class="soft">{t.t("afford-only")}</p>
    }
    .into_any()
}

fn waiting(page: &AffordPage, request: &AskedForHelp, t: Text) -> AnyView {
    let on = t.with("afford-asked", &[("date", &t.date(request.on))]);
    let by = t.with("afford-answer-by", &[("date", &t.day(request.answer_by))]);
    let rests = if page.plans { "afford-rests-plans" } else { "afford-rests" };
    let mood = if page.sent { Mood::Good } else { Mood::Plain };
    view! {
        <div role="status">{notice(mood, view! { <p><b>{on}</b>" "{by}</p> })}</div>
        <ul>
            <li>{t.t(rests)}</li>
            <li>{t.t("afford-owe-stays")}</li>
            <li>{t.t("help-afford-part")}</li>
        </ul>
        <form method="post" action="/afford/withdraw">
            <button class="button">{t.t("afford-withdraw")}</button>
        </form>
        <p class="soft">{t.t("afford-withdraw-what")}</p>
    }
    .into_any()
}

/// What a counsellor answered last.
fn answer(page: &AffordPage, t: Text) -> Option<AnyView> {
    let (answer, words, on) = page.request.as_ref()?.answered.as_ref()?;
    let id = match answer {
        Answer::Help => "afford-answer-help",
        Answer::Plan => "afford-answer-plan",
        Answer::Nothing => "afford-answer-nothing",
        Answer::Withdrawn => "afford-answer-withdrawn",
    };
    let words = words.clone().map(|words| view! { <p class="pre">{words}</p> });
    let plan = (*answer == Answer::Plan)
        .then(|| view! { <p><a class="button" href="/plans/new">{t.t("way-over-time")}</a></p> });
    let said = t.with(id, &[("date", &t.date(*on))]);
    Some(notice(Mood::Plain, view! { <p><b>{said}</b></p>{words}{plan} }))
}

/// On the home page: that a request waits, or is answered since lately.
pub(crate) fn asked_for_help(request: Option<&AskedForHelp>, t: Text) -> Option<AnyView> {
    let request = request?;
    let words = match &request.answered {
        None => {
            let by = t.with("afford-answer-by", &[("date", &t.day(request.answer_by))]);
            format!("{} {by}", t.t("afford-home-waits"))
        }
        Some(_) => t.t("afford-home-answered"),
    };
    let link = view! { <a href="/afford">{t.t("afford-home-see")}</a> };
    Some(notice(Mood::Plain, view! { <p>{words}" "{link}</p> }))
}
