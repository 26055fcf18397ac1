//! The review: the exact schedule, the terms in plain words, and the signature.

use domain::plan::Instalment;
use leptos::prelude::*;

use super::agreement::{disclosure, plan_agreement};
use super::{chosen, hidden, plan_words};
use crate::model::PlanReviewPage;
use crate::parts::{error_line, error_summary, money_field, schedule, schedule_rows, tick};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The fields at which something can be wrong, in the order of the page.
const FIELDS: [&str; 4] = ["how", "cap", "agree", "electronic"];

/// The page.
#[must_use]
pub fn plan_review(ctx: &Ctx, page: &PlanReviewPage) -> String {
    document(ctx, Head::new(ctx.text().t("review-plan-title")), |t| {
        let practice = ctx.practice.clone().unwrap_or_default();
        let agreement = plan_agreement(t.lang, &practice, &page.offer);
        let instalments = &page.offer.instalments;
        let words = plan_words(t);
        let sum = words.sum(instalments);
        let federal = page.offer.disclosure.as_ref().map(|one| disclosure(&practice, one, t));
        let line = |sentence: String| view! { <li>{sentence}</li> };
        view! {
            <div class="narrow plan-review">
                <p class="back"><a href="/plans/new">{t.t("review-plan-change")}</a></p>
                {error_summary(&page.form, &FIELDS, t)}
                <h1 class="hero-words">{sum.clone()}</h1>
                <p class="lead">{words.from_to(instalments)}</p>
                <section aria-labelledby="when">
                    <h2 id="when">{t.t("review-plan-schedule")}</h2>
                    {agreement.opening.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
                    <div class="card">{schedule(sum, schedule_rows(instalments), t)}</div>
                </section>
                {federal}
                <section aria-labelledby="terms">
                    <h2 id="terms">{t.t("review-plan-terms")}</h2>
                    <ul class="terms">{agreement.terms.into_iter().map(line).collect_view()}</ul>
                </section>
                <section aria-labelledby="for">
                    <h2 id="for">{t.t("review-plan-for")}</h2>
                    {chosen(&page.dues, t)}
                </section>
                {signature(page, agreement.authorisation, t)}
                <div class="actions"><a class="button" href="/plans/new">{t.t("review-plan-change")}</a></div>
            </div>
        }
        .into_any()
    })
}

fn signature(page: &PlanReviewPage, authorisation: String, t: Text) -> AnyView {
    let form = &page.form;
    let largest = page.offer.instalments.iter().map(Instalment::amount).max().unwrap_or_default();
    let cap_hint = t.with("review-plan-cap-hint", &[("least", &t.money(largest))]);
    let with_cap = if form.values.contains_key("cap") {
        form.clone()
    } else {
        form.clone().with_value("cap", &largest.to_string())
    };
    let error = form.error("how");
    let how = form.value("how");
    view! {
        <form method="post" action="/plans/sign" class="form sign" novalidate>
            <input type="hidden" name="press" value=page.token.clone()/>
            <input type="hidden" name="seen" value=page.seen.clone()/>
            <input type="hidden" name="owed" value=page.offer.terms.owed.to_string()/>
            <input type="hidden" name="language" value=t.lang.code()/>
            {hidden(&page.typed)}
            <fieldset
                class="choices" class:field-wrong=error.is_some() aria-describedby=error.map(|_| "how-error")
            >
                <legend>{t.t("review-plan-how")}</legend>
                {error_line("how", error, t)}
                <div class="choice">
                    <input type="radio" name="how" id="how" value="auto" checked=how == "auto"/>
                    <label for="how"><span>{t.t("review-plan-auto")}<span class="soft block">{t.t("review-plan-auto-what")}</span></span></label>
                    <div class="choice-more">
                        {money_field("cap", "review-plan-cap", Some(cap_hint), &with_cap, t)}
                        <p class="authorisation">{authorisation}</p>
                    </div>
                </div>
                <div class="choice">
                    <input type="radio" name="how" id="how-self" value="self" checked=how == "self"/>
                    <label for="how-self"><span>{t.t("review-plan-self")}<span class="soft block">{t.t("review-plan-self-what")}</span></span></label>
                </div>
            </fieldset>
            {tick("agree", "review-plan-agree", form, t)}
            {tick("electronic", "review-plan-electronic", form, t)}
            <button class="button primary">{t.t("review-plan-sign")}</button>
        </form>
    }
    .into_any()
}
