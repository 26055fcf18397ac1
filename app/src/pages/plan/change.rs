//! `/plans/{id}/change/{code}`: what a wish would do, and the press that does it.

use domain::Money;
use domain::plan::{Instalment, Worse};
use leptos::prelude::*;
use time::Date;

use super::before_after;
use crate::model::{PlanChangePage, PlanDaysPage, PlanRefusedPage, PlanWhyNot, PlanWish, PlanWords};
use crate::parts::{
    Field, Mood, capital, error_summary, field, notice, radios, schedule, schedule_rows, tick,
};
use crate::shell::{Head, document};
use crate::{Ctx, Lang, Text};

/// What the button is called that leads to a wish.
pub(super) fn named(wish: PlanWish) -> &'static str {
    match wish {
        PlanWish::Days => "myplan-wish-days",
        PlanWish::Skip => "myplan-wish-skip",
        PlanWish::Pause => "myplan-wish-pause",
        PlanWish::Resume => "myplan-do-resume",
        PlanWish::Stop => "myplan-wish-stop",
        PlanWish::Remove => "myplan-wish-remove",
        PlanWish::Limit => "myplan-wish-limit",
        PlanWish::Cure => "myplan-do-cure",
        PlanWish::Cancel => "myplan-wish-cancel",
    }
}

/// The question, what it does, and the button that does it.
fn said(wish: PlanWish) -> (&'static str, &'static str, &'static str) {
    match wish {
        PlanWish::Days => ("myplan-days-head", "myplan-days-what", "myplan-days-do"),
        PlanWish::Skip => ("myplan-skip-head", "myplan-skip-what", "myplan-skip-do"),
        PlanWish::Pause => ("myplan-pause-head", "myplan-pause-what", "myplan-pause-do"),
        PlanWish::Resume => ("myplan-resume-head", "myplan-resume-what", "myplan-do-resume"),
        PlanWish::Stop => ("myplan-stop-head", "myplan-stop-what", "myplan-stop-do"),
        PlanWish::Remove => ("myplan-remove-head", "myplan-remove-what", "myplan-remove-do"),
        PlanWish::Limit => ("myplan-limit-head", "myplan-limit-what", "myplan-limit-do"),
        PlanWish::Cure => ("myplan-cure-head", "myplan-cure-what", "myplan-do-cure"),
        PlanWish::Cancel => ("myplan-cancel-head", "myplan-cancel-what", "myplan-cancel-do"),
    }
}

/// The page.
#[must_use]
pub fn plan_change(ctx: &Ctx, page: &PlanChangePage) -> String {
    document(ctx, Head::new(ctx.text().t("myplan-title")), |t| {
        let (head, what, button) = said(page.wish);
        let amount = t.money(page.amount);
        let method = page.method.as_deref().map_or_else(|| t.t("myplan-your-method"), capital);
        let values: &[(&'static str, &str)] = &[("amount", &amount), ("method", &method)];
        let both = (page.now != page.then).then(|| before_after(&page.now, &page.then, t));
        let carried = page.carried.iter().map(|(name, value)| hidden(name, value.clone())).collect_view();
        let agree = (!page.worse.is_empty()).then(|| agree(page, t));
        let words = (page.wish == PlanWish::Limit)
            .then(|| view! { <p class="plan-words">{worded(PlanWords::Limit, page.amount, t)}</p> });
        view! {
            <div class="narrow">
                <p class="back"><a href=format!("/plans/{}", page.plan)>{t.t("myplan-back")}</a></p>
                {error_summary(&page.form, &["agree"], t)}
                <h1>{t.with(head, values)}</h1>
                <p class="lead">{t.with(what, values)}</p>
                {both}
                <form method="post" action=action(page) class="form plan-confirm" novalidate>
                    {hidden("seen", page.version.to_string())}
                    {hidden("language", t.lang.code().to_owned())}
                    {carried}
                    {words}
                    {agree}
                    <div class="actions">
                        <button class="button primary">{t.with(button, values)}</button>
                        <a class="button" href=format!("/plans/{}", page.plan)>{t.t("myplan-keep")}</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

/// What is agreed to, word by word, in a language.
#[must_use]
pub fn plan_words(words: PlanWords, amount: Money, lang: Lang) -> String {
    // No date is in them.
    worded(words, amount, Text::new(lang, Date::MIN))
}

pub(super) fn worded(words: PlanWords, amount: Money, t: Text) -> String {
    let id = match words {
        PlanWords::Limit => "myplan-limit-words",
        PlanWords::Join => "myplan-join-words",
    };
    t.with(id, &[("amount", &t.money(amount))])
}

fn action(page: &PlanChangePage) -> String {
    format!("/plans/{}/change/{}", page.plan, page.wish.code())
}

fn hidden(name: &'static str, value: String) -> AnyView {
    view! { <input type="hidden" name=name value=value/> }.into_any()
}

/// In which ways it is worse, and the consent without which nothing changes.
fn agree(page: &PlanChangePage, t: Text) -> AnyView {
    let ways = page.worse.iter().map(|one| view! { <li>{worse(one, t)}</li> }).collect_view();
    view! {
        {notice(Mood::Wait, view! { <p><b>{t.t("myplan-worse")}</b></p><ul>{ways}</ul> })}
        {tick("agree", "myplan-agree", &page.form, t)}
    }
    .into_any()
}

fn worse(one: &Worse, t: Text) -> String {
    match *one {
        Worse::Larger { before, now } => {
            t.with("myplan-worse-larger", &[("before", &t.money(before)), ("now", &t.money(now))])
        }
        Worse::Sooner { on, before, now } => {
            let values = [("date", t.day(on)), ("before", t.money(before)), ("now", t.money(now))];
            let values: Vec<(&'static str, &str)> =
                values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            t.with("myplan-worse-sooner", &values)
        }
        Worse::Costlier { before, now } => {
            t.with("myplan-worse-costlier", &[("before", &t.money(before)), ("now", &t.money(now))])
        }
    }
}

/// Why a wish cannot be granted now, and the way on.
#[must_use]
pub fn plan_refused(ctx: &Ctx, page: &PlanRefusedPage) -> String {
    document(ctx, Head::new(ctx.text().t("myplan-title")), |t| {
        view! {
            <div class="narrow">
                <p class="back"><a href=format!("/plans/{}", page.plan)>{t.t("myplan-back")}</a></p>
                <h1>{t.t(named(page.wish))}</h1>
                <p class="lead">{why_not(page.why, t)}</p>
                <p><a class="button" href=format!("/plans/{}", page.plan)>{t.t("myplan-back")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// Why a plan takes something not now.
pub(super) fn why_not(why: PlanWhyNot, t: Text) -> String {
    match why {
        PlanWhyNot::Behind => t.t("myplan-not-behind"),
        PlanWhyNot::Paused => t.t("myplan-not-paused"),
        PlanWhyNot::Broken => t.t("myplan-not-broken"),
        PlanWhyNot::NoSkip(Some(from)) => t.with("myplan-not-skip", &[("date", &t.day(from))]),
        PlanWhyNot::NoSkip(None) => t.t("myplan-not-skip-ever"),
        PlanWhyNot::NotNow => t.t("myplan-not-now"),
        PlanWhyNot::Over => t.t("myplan-not-over"),
    }
}

/// The choice of other days.
#[must_use]
pub fn plan_days(ctx: &Ctx, page: &PlanDaysPage) -> String {
    document(ctx, Head::new(ctx.text().t("myplan-title")), |t| {
        let rhythms = [
            ("monthly", t.t("myplan-rhythm-monthly")),
            ("two-weeks", t.t("myplan-rhythm-two-weeks")),
            ("twice", t.t("myplan-rhythm-twice")),
        ];
        let day = Field {
            hint: Some("myplan-day-hint"),
            inputmode: Some("numeric"),
            width: "w-2",
            ..Field::text("day", "myplan-day")
        };
        let first =
            Field { kind: "date", hint: Some("myplan-first-hint"), ..Field::text("first", "myplan-first") };
        view! {
            <div class="narrow">
                <p class="back"><a href=format!("/plans/{}", page.plan)>{t.t("myplan-back")}</a></p>
                {error_summary(&page.form, &["rhythm", "day", "first"], t)}
                <h1>{t.t("myplan-wish-days")}</h1>
                <p class="lead">{t.with("myplan-days-ask", &[("date", &t.day(page.earliest))])}</p>
                <form method="post" action=format!("/plans/{}/change/days", page.plan) class="form" novalidate>
                    <input type="hidden" name="do" value="look"/>
                    {radios("rhythm", "myplan-rhythm", &rhythms, &page.form, t)}
                    {field(&day, &page.form, t)}
                    {field(&first, &page.form, t)}
                    <button class="button primary">{t.t("myplan-days-look")}</button>
                </form>
                {as_now(&page.now, t)}
            </div>
        }
        .into_any()
    })
}

/// The schedule as it is.
fn as_now(now: &[Instalment], t: Text) -> AnyView {
    view! {
        <section aria-labelledby="now" class="plan-as-now">
            <h2 id="now">{t.t("myplan-now")}</h2>
            {schedule(t.t("myplan-now"), schedule_rows(now), t)}
        </section>
    }
    .into_any()
}
