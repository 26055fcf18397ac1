//! `/plans/{id}/join`: a new balance joins, when the patient has seen what it does and agrees.

use domain::Money;
use domain::plan::Disclosure;
use leptos::prelude::*;

use super::before_after;
use super::change::{why_not, worded};
use crate::model::{PlanJoinLine, PlanJoinPage, PlanJoining, PlanWords};
use crate::parts::{Mood, amount, day, error_line, error_summary, for_whom, notice, tick};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn plan_join(ctx: &Ctx, page: &PlanJoinPage) -> String {
    document(ctx, Head::new(ctx.text().t("myplan-join-title")), |t| {
        let body = match page.why {
            Some(why) => view! { <p class="lead">{why_not(why, t)}</p> }.into_any(),
            None if page.lines.is_empty() && page.raised.is_zero() => {
                view! { <p class="lead">{t.t("myplan-join-none")}</p> }.into_any()
            }
            None => view! {
                <p class="lead">{t.t("myplan-join-what")}</p>
                {choice(page, t)}
                {page.joining.as_ref().map(|joining| agree(page, joining, t))}
            }
            .into_any(),
        };
        view! {
            <div class="narrow">
                <p class="back"><a href=format!("/plans/{}", page.plan)>{t.t("myplan-back")}</a></p>
                {error_summary(&page.form, &["visit", "agree"], t)}
                <h1>{t.t("myplan-join-title")}</h1>
                {body}
            </div>
        }
        .into_any()
    })
}

/// Which balances.
fn choice(page: &PlanJoinPage, t: Text) -> AnyView {
    let raised = page.raised.is_positive().then(|| {
        let sentence = t.with("myplan-join-raised", &[("amount", &t.money(page.raised))]);
        notice(Mood::Plain, view! { <p>{sentence}</p> })
    });
    let lines = page.lines.iter().enumerate().map(|(n, one)| line(n, one, t)).collect_view();
    let error = page.form.error("visit");
    let which = (!page.lines.is_empty()).then(|| {
        view! {
            <fieldset class="choices" class:field-wrong=error.is_some()>
                <legend>{t.t("myplan-join-which")}</legend>
                {error_line("visit", error, t)}
                {lines}
            </fieldset>
        }
    });
    view! {
        <form method="post" action=format!("/plans/{}/join", page.plan) class="form" novalidate>
            {raised}
            {which}
            <button class="button" name="do" value="look">{t.t("myplan-join-look")}</button>
        </form>
    }
    .into_any()
}

fn line(n: usize, one: &PlanJoinLine, t: Text) -> AnyView {
    let id = if n == 0 { "visit".to_owned() } else { format!("visit-{n}") };
    view! {
        <div class="tick">
            <input type="checkbox" name="visit" id=id.clone() value=one.due.visit.to_string() checked=one.picked/>
            <label for=id>
                <span class="tick-words">
                    {one.due.title.clone()}
                    <span class="soft block">{day(one.due.date, t)}"\u{a0}· "{for_whom(&one.due.patient_name, false, t)}</span>
                </span>
                {amount(one.due.amount, t)}
            </label>
        </div>
    }
    .into_any()
}

/// What it would do, the disclosure where the law asks for it, and the consent.
fn agree(page: &PlanJoinPage, joining: &PlanJoining, t: Text) -> AnyView {
    let picked = page.lines.iter().filter(|one| one.picked);
    let picked = picked
        .map(|one| view! { <input type="hidden" name="visit" value=one.due.visit.to_string()/> })
        .collect_view();
    let sum = t.money(joining.amount);
    let above = joining.above_cap.map(|cap| {
        let sentence = t.with("myplan-join-above", &[("cap", &t.money(cap))]);
        notice(Mood::Wait, view! { <p>{sentence}</p> })
    });
    view! {
        <section aria-labelledby="does" class="plan-does">
            <h2 id="does">{t.with("myplan-join-does", &[("amount", &sum)])}</h2>
            {before_after(&joining.now, &joining.then, t)}
            {joining.disclosure.as_ref().map(|told| disclosure(told, t))}
            {above}
            <form method="post" action=format!("/plans/{}/join", page.plan) class="form plan-confirm" novalidate>
                {picked}
                <input type="hidden" name="seen" value=joining.seen.clone()/>
                <input type="hidden" name="language" value=t.lang.code()/>
                <p class="plan-words">{worded(PlanWords::Join, joining.amount, t)}</p>
                {tick("agree", "myplan-agree", &page.form, t)}
                <div class="actions">
                    <button class="button primary" name="do" value="join">
                        {t.with("myplan-join-do", &[("amount", &sum)])}
                    </button>
                    <a class="button" href=format!("/plans/{}", page.plan)>{t.t("myplan-keep")}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The figures of 12 CFR 1026.18; at no interest amount financed and total are one.
fn disclosure(told: &Disclosure, t: Text) -> AnyView {
    let rows: [(&str, Money); 3] = [
        ("myplan-reg-charge", told.finance_charge),
        ("myplan-reg-financed", told.amount_financed),
        ("myplan-reg-total", told.total_of_payments),
    ];
    let rows =
        rows.into_iter().map(|(id, sum)| view! { <div><dt>{t.t(id)}</dt><dd>{amount(sum, t)}</dd></div> });
    let streams = told.payments.iter().map(|one| {
        let values = [("amount", t.money(one.amount)), ("date", t.date(one.first))];
        let values: Vec<(&'static str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        view! { <li>{t.count("myplan-reg-payments", one.count as usize, &values)}</li> }
    });
    let late = if told.late_fee.is_zero() {
        t.t("tila-late")
    } else {
        t.with("tila-late-fee", &[("fee", &t.money(told.late_fee)), ("n", &told.grace_days.to_string())])
    };
    view! {
        <section aria-labelledby="reg" class="card plan-reg">
            <h2 id="reg">{t.t("myplan-reg-title")}</h2>
            <dl>
                <div><dt>{t.t("myplan-reg-apr")}</dt><dd class="num">{format!("{}", told.apr)}</dd></div>
                {rows.collect_view()}
            </dl>
            <ul>{streams.collect_view()}</ul>
            <p class="soft">{t.t("myplan-reg-what")}" "{late}</p>
        </section>
    }
    .into_any()
}
