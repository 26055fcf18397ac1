//! `/pay/together`: one press for several practices, and how each part ended.

use domain::Money;
use leptos::prelude::*;

use crate::model::{TogetherDonePage, TogetherDue, TogetherPage, TogetherPart, TogetherState};
use crate::parts::{Mood, amount, error_line, error_summary, notice, ways_out};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The choice.
#[must_use]
pub fn together(ctx: &Ctx, page: &TogetherPage) -> String {
    document(ctx, Head::new(ctx.text().t("together-title")), |t| {
        let body = if page.dues.is_empty() {
            view! { <p class="lead">{t.t("together-nothing")}</p> }.into_any()
        } else {
            form(page, t)
        };
        view! {
            <div class="narrow">
                <p class="back"><a href="/household">{t.t("household-title")}</a></p>
                {error_summary(&page.form, &["account"], t)}
                <h1>{t.t("together-title")}</h1>
                {body}
            </div>
        }
        .into_any()
    })
}

fn form(page: &TogetherPage, t: Text) -> AnyView {
    let error = page.form.error("account");
    let total: Money = page.dues.iter().map(|due| due.due).sum();
    let lines = page.dues.iter().enumerate().map(|(n, due)| line(n, due, t)).collect_view();
    view! {
        <p class="lead">{t.with("together-lead", &[("amount", &t.money(total))])}</p>
        <form method="post" action="/pay/together" class="form" novalidate>
            <input type="hidden" name="press" value=page.token.clone()/>
            <fieldset class="choices" class:field-wrong=error.is_some()>
                <legend>{t.t("together-which")}</legend>
                {error_line("account", error, t)}
                {lines}
            </fieldset>
            <p>{t.t("together-how")}</p>
            <button class="button primary">{t.t("together-button")}</button>
        </form>
        {ways_out(None, t)}
    }
    .into_any()
}

fn line(n: usize, due: &TogetherDue, t: Text) -> AnyView {
    let id = if n == 0 { "account".to_owned() } else { format!("account-{n}") };
    view! {
        <div class="tick">
            <input type="checkbox" name="account" id=id.clone() value=due.value() checked=due.picked/>
            <label for=id>
                <span class="tick-words">
                    {due.practice_name.clone()}<span class="soft block">{due.name.clone()}</span>
                </span>
                {amount(due.due, t)}
            </label>
        </div>
    }
    .into_any()
}

/// How each part ended.
#[must_use]
pub fn together_done(ctx: &Ctx, page: &TogetherDonePage) -> String {
    document(ctx, Head::new(ctx.text().t("together-done-title")), |t| {
        let paid: Money =
            page.parts.iter().filter(|part| part.state == TogetherState::Paid).map(|part| part.amount).sum();
        let all = page.parts.iter().all(|part| part.state == TogetherState::Paid);
        let head = if page.parts.is_empty() {
            t.t("together-not-paid")
        } else if all {
            t.with("together-paid", &[("amount", &t.money(paid))])
        } else {
            t.t("together-partly")
        };
        let lead =
            page.parts.is_empty().then(|| view! { <p class="lead">{t.t("together-not-paid-what")}</p> });
        let checking = page.parts.iter().any(|part| part.state == TogetherState::Checking);
        let checking = checking.then(|| notice(Mood::Wait, view! { <p>{t.t("home-checking-what")}</p> }));
        let rows = page.parts.iter().map(|one| part(one, t)).collect_view();
        let list = (!page.parts.is_empty()).then(|| {
            view! { <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div> }
        });
        view! {
            <div class="narrow">
                <p class="back"><a href="/household">{t.t("household-title")}</a></p>
                <h1>{head}</h1>
                {lead}
                {checking}
                {list}
                <p><a class="button" href="/home">{t.t("back-home")}</a></p>
            </div>
        }
        .into_any()
    })
}

fn part(part: &TogetherPart, t: Text) -> AnyView {
    let (pill, id) = match part.state {
        TogetherState::Paid => ("pill pill-good", "together-state-paid"),
        TogetherState::OnTheWay => ("pill pill-wait", "state-on-its-way"),
        TogetherState::Checking => ("pill pill-wait", "state-checking"),
        TogetherState::WantsOwner | TogetherState::Declined => ("pill pill-bad", "state-not-paid"),
        TogetherState::NotDue => ("pill", "together-state-not-due"),
    };
    let why = match part.state {
        TogetherState::WantsOwner => Some("together-wants-owner"),
        TogetherState::Declined => Some("together-declined"),
        TogetherState::NotDue => Some("together-not-due"),
        _ => None,
    };
    let why = why.map(|why| view! { <p class="soft">{t.t(why)}</p> });
    let receipt = part.receipt.map(|payment| {
        view! {
            <p><a href=format!("/receipts/{payment}")>{t.t("lately-receipt")}
                <span class="hidden">", "{part.practice_name.clone()}</span></a></p>
        }
    });
    // Paying it alone goes by the page on which the bank can ask.
    let alone = matches!(part.state, TogetherState::WantsOwner | TogetherState::Declined).then(|| {
        view! {
            <form method="post" action="/household/look">
                <input type="hidden" name="practice" value=part.practice.to_string()/>
                <input type="hidden" name="guarantor" value=part.guarantor.to_string()/>
                <input type="hidden" name="next" value="/pay"/>
                <button class="button small">
                    {t.t("together-alone")}<span class="hidden">": "{part.practice_name.clone()}</span>
                </button>
            </form>
        }
    });
    view! {
        <li class="row row-more">
            <div>
                <p class="row-title">{part.practice_name.clone()}" "<span class=pill>{t.t(id)}</span></p>
                {why}
                {receipt}
                {alone}
            </div>
            <b>{amount(part.amount, t)}</b>
        </li>
    }
    .into_any()
}
