//! The way to the hosted page that keeps a card or bank account, and back.

use leptos::prelude::*;

use super::agreement::authorisation;
use crate::model::{MethodWhy, PlanCheckingPage, PlanMethodPage};
use crate::parts::{Mood, error_summary, money_field, notice, tick};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn plan_method(ctx: &Ctx, page: &PlanMethodPage) -> String {
    document(ctx, Head::new(ctx.text().t("method-plan-title")), |t| {
        let (head, what) = match (page.why, page.cap) {
            (MethodWhy::Unfinished, _) => ("method-plan-unfinished", Some("method-plan-unfinished-what")),
            (MethodWhy::Stopped, _) => ("method-plan-stopped", Some("method-plan-stopped-what")),
            (MethodWhy::Running, Some(_)) => ("method-plan-running", Some("method-plan-running-what")),
            (MethodWhy::Running, None) => ("method-plan-auto", None),
        };
        let limit = page.cap.map(|cap| {
            view! { <p>{t.with("method-plan-cap", &[("amount", &t.money(cap))])}</p> }
        });
        let post = |end: &str| format!("/plans/{}/{end}", page.plan);
        let other = if page.why == MethodWhy::Running {
            view! {
                <div class="ways ways-one"><a class="button" href=format!("/plans/{}", page.plan)>{t.t("method-plan-back")}</a></div>
            }
            .into_any()
        } else {
            view! {
                <form method="post" action=post("method/self") class="ways ways-one">
                    <button class="button">{t.t("method-plan-self")}</button>
                </form>
            }
            .into_any()
        };
        view! {
            <div class="narrow">
                {error_summary(&page.form, &["cap", "agree"], t)}
                <h1>{t.t(head)}</h1>
                {what.map(|what| view! { <p class="lead">{t.t(what)}</p> })}
                <div class="actions">
                    <form method="post" action=post("method") class="form">
                        <input type="hidden" name="press" value=page.token.clone()/>
                        {limit}
                        {page.cap.is_none().then(|| authorise(ctx, page, t))}
                        <button class="button primary">{t.t("method-plan-go")}</button>
                    </form>
                    {other}
                </div>
                <p class="soft after">{t.t("method-plan-safe")}</p>
            </div>
        }
        .into_any()
    })
}

/// The consent to automatic payments, for a plan that was signed without.
fn authorise(ctx: &Ctx, page: &PlanMethodPage, t: Text) -> AnyView {
    let practice = ctx.practice.clone().unwrap_or_default();
    let hint = t.with("review-plan-cap-hint", &[("least", &t.money(page.largest))]);
    let with_cap = if page.form.values.contains_key("cap") {
        page.form.clone()
    } else {
        page.form.clone().with_value("cap", &page.largest.to_string())
    };
    view! {
        <div class="form">
            <input type="hidden" name="language" value=t.lang.code()/>
            {money_field("cap", "review-plan-cap", Some(hint), &with_cap, t)}
            <p class="authorisation">{authorisation(&practice, t)}</p>
            {tick("agree", "method-plan-agree", &page.form, t)}
        </div>
    }
    .into_any()
}

/// `/plans/method/{setup}`: it says what we know, and that looking again costs nothing.
#[must_use]
pub fn plan_checking(ctx: &Ctx, page: &PlanCheckingPage) -> String {
    document(ctx, Head::new(ctx.text().t("method-plan-title")), |t| {
        view! {
            <div class="narrow">
                <h1>{t.t("method-plan-checking")}</h1>
                {notice(Mood::Wait, view! { <p>{t.t("method-plan-checking-what")}</p> })}
                <div class="actions">
                    <a class="button primary" href=format!("/plans/method/{}", page.setup)>{t.t("method-plan-look-again")}</a>
                    <div class="ways ways-one"><a class="button" href="/home">{t.t("back-home")}</a></div>
                </div>
            </div>
        }
        .into_any()
    })
}
