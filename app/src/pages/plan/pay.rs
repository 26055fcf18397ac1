//! `/plans/{id}/pay`: what is due, more than that, or everything.

use domain::payment::GATEWAY_LEAST;
use domain::plan::{Instalment, Then};
use leptos::prelude::*;

use crate::model::{PlanExtraPage, PlanPayPage, PlanStands};
use crate::parts::{Mood, amount, error_line, error_summary, money_field, notice, schedule, schedule_rows};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The choice.
#[must_use]
pub fn plan_pay(ctx: &Ctx, page: &PlanPayPage) -> String {
    document(ctx, Head::new(ctx.text().t("myplan-pay-title")), |t| {
        let on_its_way = page.on_its_way.is_positive().then(|| {
            let sentence = t.with("myplan-on-its-way", &[("amount", &t.money(page.on_its_way))]);
            notice(Mood::Wait, view! { <p><b>{sentence}</b>" "{t.t("myplan-on-its-way-what")}</p> })
        });
        let checking = page.checking.map(|checked| {
            let sentence = t.with("home-checking", &[("amount", &t.money(checked))]);
            notice(Mood::Wait, view! { <p><b>{sentence}</b>" "{t.t("home-checking-what")}</p> })
        });
        let body = if page.payoff < GATEWAY_LEAST {
            view! { <p class="lead">{t.t("myplan-pay-nothing")}</p> }.into_any()
        } else {
            form(page, t)
        };
        view! {
            <div class="narrow">
                <p class="back"><a href=format!("/plans/{}", page.card.id)>{t.t("myplan-back")}</a></p>
                {error_summary(&page.form, &["choice", "amount"], t)}
                <h1>{t.t("myplan-pay-title")}</h1>
                {on_its_way}
                {checking}
                {body}
            </div>
        }
        .into_any()
    })
}

fn form(page: &PlanPayPage, t: Text) -> AnyView {
    let chosen = page.form.value("choice");
    let chosen = if chosen.is_empty() { "instalment" } else { &chosen };
    let error = page.form.error("choice");
    let due = page.card.due.is_positive();
    // The last payment and everything are one and the same.
    let last = page.instalment >= page.payoff;
    let option = |n: usize, code: &'static str, words: String, sum: Option<domain::Money>| {
        let id = if n == 0 { "choice".to_owned() } else { format!("choice-{code}") };
        view! {
            <div class="choice plan-choice">
                <input type="radio" name="choice" id=id.clone() value=code checked=chosen == code/>
                <label for=id><span>{words}</span>{sum.map(|sum| amount(sum, t))}</label>
            </div>
        }
    };
    let first = if due { t.t("myplan-pay-due") } else { next(page, t) };
    let first = if last { t.t("myplan-pay-rest") } else { first };
    let more = (page.own && !last).then(|| {
        let hint = Some(t.with("myplan-extra-hint", &[("most", &t.money(page.payoff))]));
        view! {
            {option(1, "payoff", t.t("myplan-pay-off"), Some(page.payoff))}
            {option(2, "extra", t.t("myplan-pay-extra"), None)}
            {money_field("amount", "myplan-extra", hint, &page.form, t)}
        }
    });
    let taken = (page.card.taken && page.card.stands == PlanStands::OnTrack)
        .then(|| view! { <p class="soft">{t.t("myplan-pay-taken")}</p> });
    view! {
        <form method="post" action=format!("/plans/{}/pay", page.card.id) class="form" novalidate>
            <input type="hidden" name="press" value=page.token.clone()/>
            <fieldset class="choices" class:field-wrong=error.is_some()>
                <legend>{t.t("picker-legend")}</legend>
                {error_line("choice", error, t)}
                {option(0, "instalment", first, Some(page.instalment))}
                {more}
            </fieldset>
            {taken}
            <button class="button primary">{t.t("myplan-pay-go")}</button>
        </form>
        <p class="soft">{t.t("pay-assurance")}</p>
    }
    .into_any()
}

fn next(page: &PlanPayPage, t: Text) -> String {
    let due = page.card.next.map(|next| t.day(next.due)).unwrap_or_default();
    t.with("myplan-pay-next", &[("date", &due)])
}

/// What becomes of the rest when more than is due is paid.
#[must_use]
pub fn plan_extra(ctx: &Ctx, page: &PlanExtraPage) -> String {
    document(ctx, Head::new(ctx.text().t("myplan-pay-title")), |t| {
        let sum = t.money(page.amount);
        let ways =
            page.after.iter().map(|(then, after, token)| way(page, *then, after, token, t)).collect_view();
        view! {
            <div class="narrow plan-extra">
                <p class="back"><a href=format!("/plans/{}/pay", page.plan)>{t.t("myplan-pay-title")}</a></p>
                <h1>{t.with("myplan-extra-head", &[("amount", &sum)])}</h1>
                <p class="lead">{t.t("myplan-extra-what")}</p>
                <div class="plan-both">{ways}</div>
                <details class="more plan-now">
                    <summary>{t.t("myplan-now")}</summary>
                    {schedule(t.t("myplan-now"), schedule_rows(&page.now), t)}
                </details>
                <p class="soft">{t.t("pay-assurance")}</p>
            </div>
        }
        .into_any()
    })
}

fn way(page: &PlanExtraPage, then: Then, after: &[Instalment], token: &str, t: Text) -> AnyView {
    let (word, head, button) = match then {
        Then::Fewer => ("fewer", "myplan-extra-fewer", "myplan-extra-fewer-do"),
        Then::Smaller => ("smaller", "myplan-extra-smaller", "myplan-extra-smaller-do"),
    };
    let last = after.last().map(|last| t.with("myplan-extra-last", &[("date", &t.day(last.due))]));
    let last = last.unwrap_or_else(|| t.t("myplan-none-left"));
    view! {
        <form class="card" method="post" action=format!("/plans/{}/pay", page.plan)>
            <h2>{t.t(head)}</h2>
            <p class="soft">{last}</p>
            {schedule(t.t(head), schedule_rows(after), t)}
            <input type="hidden" name="press" value=token.to_owned()/>
            <input type="hidden" name="choice" value="extra"/>
            <input type="hidden" name="amount" value=page.amount.to_string()/>
            <button class="button" name="then" value=word>{t.t(button)}</button>
        </form>
    }
    .into_any()
}
