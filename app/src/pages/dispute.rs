//! `/disputes/{id}`: what was said, what happened, what happens next and by when.

mod list;
mod tell;

use domain::Money;
use domain::dispute::{Outcome, State};
use leptos::prelude::*;

pub(super) use list::open_ones;
pub use list::{disputes, tell_which};
pub use tell::tell;

use crate::model::{DisputeBy, DisputePage, DisputeStep, DisputeTold};
use crate::parts::{Mood, day, error_line, error_summary, estimate, file_size, note_field, notice};
use crate::shell::{Head, document, tel};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn dispute(ctx: &Ctx, page: &DisputePage) -> String {
    let title = if page.card.reason.freezes() { "case-title" } else { "case-title-question" };
    document(ctx, Head::new(ctx.text().t(title)), |t| {
        let told = page.told.map(|told| {
            let words = match told {
                DisputeTold::Opened => "case-told-opened",
                DisputeTold::Written => "case-told-written",
                DisputeTold::Withdrawn => "case-told-withdrawn",
                DisputeTold::Appealed => "case-told-appealed",
            };
            view! { <div role="status">{notice(Mood::Good, view! { <p><b>{t.t(words)}</b></p> })}</div> }
        });
        view! {
            <div class="narrow case-page">
                <p class="back"><a href="/disputes">{t.t("case-back")}</a></p>
                {error_summary(&page.form, &["words", "file", "appeal", "appeal-file"], t)}
                <h1>{t.t(title)}</h1>
                {told}
                {facts(page, t)}
                {next(ctx, page, t)}
                {page.before.as_ref().map(|before| estimate(before, t))}
                <section aria-labelledby="happened">
                    <h2 id="happened">{t.t("case-happened")}</h2>
                    <ol class="case-steps" role="list">
                        {page.happened.iter().map(|step| happened(page, step, t)).collect_view()}
                    </ol>
                </section>
                {write(page, t)}
                {appeal(page, t)}
                {withdraw(page, t)}
            </div>
        }
        .into_any()
    })
}

fn facts(page: &DisputePage, t: Text) -> AnyView {
    let card = &page.card;
    let about = if page.lines.is_empty() { t.t("case-whole") } else { t.list(&page.lines) };
    let aside = card.frozen.is_positive().then(|| {
        view! {
            <div><dt>{t.t("case-aside")}</dt><dd><b class="num">{t.money(card.frozen)}</b></dd></div>
        }
    });
    let federal = page.federal.as_ref().map(|federal| {
        view! {
            <div><dt>{t.t("case-federal-number")}</dt><dd><b>{federal.reference.clone()}</b></dd></div>
        }
    });
    view! {
        <dl class="card case-facts">
            <div><dt>{t.t("case-reference")}</dt><dd><b class="num">{card.reference.clone()}</b></dd></div>
            <div><dt>{t.t("case-about")}</dt><dd>
                <a href=format!("/visits/{}", card.visit)>{card.title.clone()}</a>", "{day(card.visit_date, t)}
                <span class="soft block">{about}</span>
            </dd></div>
            <div><dt>{t.t("case-said")}</dt><dd>{t.t(&format!("case-reason-{}", card.reason.code()))}</dd></div>
            {aside}
            {federal}
        </dl>
    }
    .into_any()
}

/// What happens next, and by when.
fn next(ctx: &Ctx, page: &DisputePage, t: Text) -> AnyView {
    let card = &page.card;
    let question = !card.reason.freezes();
    let by = |date| t.day(date);
    let sentence = match card.state {
        State::Received | State::Appealed => {
            let read = card.act_by.map(by).unwrap_or_default();
            let id = if question { "case-next-question" } else { "case-next-received" };
            t.with(id, &[("read", &read), ("decide", &by(card.decide_by))])
        }
        State::Acknowledged | State::InReview => {
            t.with("case-next-review", &[("decide", &by(card.decide_by))])
        }
        State::WaitingPatient => {
            t.with("case-next-patient", &[("date", &card.act_by.map(by).unwrap_or_default())])
        }
        State::WaitingInsurer => t.t("case-next-insurer"),
        State::WaitingFederal => {
            let on = page.federal.as_ref().map(|federal| t.date(federal.started_on)).unwrap_or_default();
            t.with("case-next-federal", &[("date", &on)])
        }
        State::Decided | State::Closed => t.t(outcome_words(card.outcome)),
    };
    let rests = (card.reason.freezes() && !matches!(card.state, State::Decided | State::Closed)).then(|| {
        let phone = ctx.practice.as_ref().and_then(|practice| practice.phone.clone());
        let call = phone.map(|phone| view! { " "<a class="num" href=tel(&phone)>{phone.clone()}</a>"." });
        let anyway = (card.state != State::WaitingFederal)
            .then(|| view! { <p class="soft">{t.t("case-pay-anyway")}{call}</p> });
        view! { <p>{t.t("case-rests")}</p>{anyway} }
    });
    let mood = if card.state == State::WaitingPatient { Mood::Wait } else { Mood::Plain };
    notice(mood, view! { <p><b>{sentence}</b></p>{rests} })
}

fn outcome_words(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Corrected) => "case-outcome-corrected",
        Some(Outcome::Partly) => "case-outcome-partly",
        Some(Outcome::Withdrawn) => "case-outcome-withdrawn",
        Some(Outcome::Answered) => "case-outcome-answered",
        Some(Outcome::Upheld) | None => "case-outcome-upheld",
    }
}

fn happened(page: &DisputePage, step: &DisputeStep, t: Text) -> AnyView {
    let words = match step.what {
        "decided" => t.t(outcome_words(step.outcome)),
        what if step.by == DisputeBy::Account => t.t(&format!("case-other-{what}")),
        what => t.t(&format!("case-step-{what}")),
    };
    let by = match step.by {
        DisputeBy::Practice => Some(t.t("case-by-practice")),
        DisputeBy::You | DisputeBy::Account | DisputeBy::Itself => None,
    };
    let said = step.message.as_ref().map(|message| {
        let lines = message.split('\n').map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
        view! { <blockquote class="case-said">{lines}</blockquote> }
    });
    let of = |id: &str, amount: Money| {
        amount.is_positive().then(|| view! { <p>{t.with(id, &[("amount", &t.money(amount))])}</p> })
    };
    let files = (!step.files.is_empty()).then(|| {
        let rows = step.files.iter().map(|(id, name, bytes)| {
            let href = format!("/disputes/{}/files/{id}", page.card.id);
            view! { <li><a href=href download="">{name.clone()}</a>" "<span class="soft">{file_size(*bytes)}</span></li> }
        });
        view! { <ul class="case-files" role="list">{rows.collect_view()}</ul> }
    });
    let mine = matches!(step.by, DisputeBy::You | DisputeBy::Account);
    view! {
        <li class="case-step" class:case-mine=mine>
            <p class="case-what"><b>{words}</b></p>
            <p class="soft">{day(step.on, t)}{by.map(|by| view! { "\u{a0}· "{by} })}</p>
            {said}
            {of("case-taken-off", step.taken_off)}
            {of("case-to-insurer", step.to_insurer)}
            {files}
        </li>
    }
    .into_any()
}

/// Photos or a PDF; nothing where none can be handed in.
fn files(left: usize, form: &crate::FormState, id: &'static str, t: Text) -> Option<AnyView> {
    let error = form.error(id);
    (left > 0).then(|| {
        let hint = format!("{id}-hint");
        let about = if error.is_some() { format!("{hint} {id}-error") } else { hint.clone() };
        view! {
            <div class="field" class:field-wrong=error.is_some()>
                <label for=id>{t.t("tell-files")}</label>
                <p class="hint" id=hint>{t.count("tell-files-hint", left, &[])}</p>
                {error_line(id, error, t)}
                <input
                    class="input" id=id type="file" name="file" multiple=true
                    accept="image/jpeg,image/png,image/heic,application/pdf,.heic" aria-describedby=about
                    aria-invalid=error.map(|_| "true")
                />
            </div>
        }
        .into_any()
    })
}

/// What the reader had seen when they pressed.
fn seen(page: &DisputePage) -> AnyView {
    view! { <input type="hidden" name="seq" value=page.seq.to_string()/> }.into_any()
}

fn write(page: &DisputePage, t: Text) -> Option<AnyView> {
    page.may_write.then(|| {
        let asked = page.card.state == State::WaitingPatient;
        let head = if asked { "case-answer" } else { "case-write" };
        view! {
            <section aria-labelledby="write">
                <h2 id="write">{t.t(head)}</h2>
                <form
                    method="post" action=format!("/disputes/{}/write", page.card.id) class="form"
                    enctype="multipart/form-data"
                >
                    {seen(page)}
                    {note_field("words", "case-words", None, &page.form, t)}
                    {files(page.files_left, &page.form, "file", t)}
                    <button class="button primary">{t.t("case-send")}</button>
                </form>
            </section>
        }
        .into_any()
    })
}

fn appeal(page: &DisputePage, t: Text) -> Option<AnyView> {
    page.appeal_by.map(|last| {
        view! {
            <section aria-labelledby="appeal-head">
                <h2 id="appeal-head">{t.t("case-appeal")}</h2>
                <p>{t.with("case-appeal-what", &[("date", &t.day(last))])}</p>
                <form
                    method="post" action=format!("/disputes/{}/appeal", page.card.id) class="form"
                    enctype="multipart/form-data"
                >
                    {seen(page)}
                    {note_field("appeal", "case-appeal-words", None, &page.form, t)}
                    {files(page.files_left, &page.form, "appeal-file", t)}
                    <button class="button">{t.t("case-appeal-do")}</button>
                </form>
            </section>
        }
        .into_any()
    })
}

fn withdraw(page: &DisputePage, t: Text) -> Option<AnyView> {
    page.may_withdraw.then(|| {
        let what = if page.card.reason.freezes() { "case-withdraw-what" } else { "case-withdraw-question" };
        view! {
            <details class="more case-withdraw">
                <summary>{t.t("case-withdraw")}</summary>
                <p>{t.t(what)}</p>
                <form method="post" action=format!("/disputes/{}/withdraw", page.card.id)>
                    <button class="button">{t.t("case-withdraw-do")}</button>
                </form>
            </details>
        }
        .into_any()
    })
}
