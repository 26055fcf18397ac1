//! How a plan stands: one number, one calm sentence, one clear step.

use domain::plan::{EndReason, PauseReason};
use leptos::prelude::*;

use super::method_form;
use crate::model::{PlanCard, PlanHow, PlanPage, PlanStands, PlanWish};
use crate::parts::capital;
use crate::shell::tel;
use crate::{Ctx, Text};

/// The head of the page.
pub(super) fn top(ctx: &Ctx, page: &PlanPage, t: Text) -> AnyView {
    let card = &page.card;
    let call = calls(card.stands).then(|| ctx.practice.as_ref()?.phone.clone()).flatten();
    let call = call.map(|phone| view! { " "<a class="num" href=tel(&phone)>{phone.clone()}</a>"." });
    view! {
        <div class="owed">
            {number(card, t)}
            <p class="lead">{sentence(page, t)}{call}</p>
            {step(page, t)}
        </div>
    }
    .into_any()
}

/// States in which only a call helps.
fn calls(stands: PlanStands) -> bool {
    matches!(stands, PlanStands::Look | PlanStands::Paused(PauseReason::Chargeback | PauseReason::Staff))
}

/// The big number with what it is, or the words where there is none.
fn number(card: &PlanCard, t: Text) -> AnyView {
    let words = match card.stands {
        PlanStands::Proposed => Some("myplan-head-proposed"),
        PlanStands::Paused(_) => Some("myplan-head-paused"),
        PlanStands::Broken => Some("myplan-head-broken"),
        PlanStands::Finished => Some("myplan-head-finished"),
        PlanStands::Ended(EndReason::OfferLapsed) => Some("myplan-head-lapsed"),
        PlanStands::Ended(_) => Some("myplan-head-ended"),
        _ => None,
    };
    let Some((eyebrow, amount)) = due_words(card, t).filter(|_| words.is_none()) else {
        return view! { <h1 class="hero-words">{t.t(words.unwrap_or("myplan-title"))}</h1> }.into_any();
    };
    view! {
        <h1 class="hero">
            <span class="eyebrow">{eyebrow}</span>" "
            <span class="hero-amount num">{amount}</span>
        </h1>
    }
    .into_any()
}

/// What is asked for next, or now: what it is, and how much.
pub(in crate::pages) fn due_words(card: &PlanCard, t: Text) -> Option<(String, String)> {
    if card.due.is_positive() {
        return Some((t.t("myplan-due-now"), t.money(card.due)));
    }
    let next = card.next?;
    Some((t.with("myplan-next", &[("date", &t.day(next.due))]), t.money(next.amount)))
}

/// How it stands, in a few words, for a list: the pill's class and its words.
pub(in crate::pages) fn stands(stands: PlanStands, t: Text) -> (&'static str, String) {
    let (class, id) = match stands {
        PlanStands::Proposed => ("pill pill-wait", "myplan-is-proposed"),
        PlanStands::OnTrack => ("pill pill-good", "myplan-is-on-track"),
        PlanStands::Due(_) => ("pill pill-wait", "myplan-is-due"),
        PlanStands::Retry(_) | PlanStands::Declined | PlanStands::Confirm => {
            ("pill pill-wait", "myplan-is-declined")
        }
        PlanStands::Behind => ("pill pill-wait", "myplan-is-behind"),
        PlanStands::Paused(_) => ("pill", "myplan-is-paused"),
        PlanStands::OverCap(_) => ("pill pill-wait", "myplan-is-over-cap"),
        PlanStands::NoMethod => ("pill pill-wait", "myplan-is-no-method"),
        PlanStands::Look => ("pill pill-wait", "myplan-is-look"),
        PlanStands::Broken => ("pill pill-wait", "myplan-is-broken"),
        PlanStands::Finished => ("pill pill-good", "myplan-is-finished"),
        PlanStands::Ended(_) => ("pill", "myplan-is-ended"),
    };
    (class, t.t(id))
}

/// What happened or is to come, in a sentence or two.
fn sentence(page: &PlanPage, t: Text) -> String {
    let card = &page.card;
    let due = card.next.map(|next| t.day(next.due)).unwrap_or_default();
    match card.stands {
        PlanStands::Proposed => t.t("myplan-says-proposed"),
        PlanStands::OnTrack => on_track(page, t),
        PlanStands::Due(until) => t.with("myplan-says-due", &[("due", &due), ("until", &t.day(until))]),
        PlanStands::Retry(on) => t.with("myplan-says-retry", &[("date", &t.day(on))]),
        PlanStands::Behind => t.with("myplan-says-behind", &[("due", &due)]),
        PlanStands::Paused(why) => t.t(match why {
            PauseReason::PatientAsked => "myplan-says-paused",
            PauseReason::AssistanceReview => "myplan-says-paused-help",
            PauseReason::Dispute => "myplan-says-paused-dispute",
            PauseReason::Chargeback => "myplan-says-paused-bank",
            PauseReason::Staff => "myplan-says-paused-staff",
        }),
        PlanStands::OverCap(cap) => t.with("myplan-says-over-cap", &[("cap", &t.money(cap))]),
        PlanStands::Confirm => t.t("myplan-says-confirm"),
        PlanStands::NoMethod => t.t("myplan-says-no-method"),
        PlanStands::Declined => t.t("myplan-says-declined"),
        PlanStands::Look => t.t("myplan-says-look"),
        PlanStands::Broken => t.t("myplan-says-broken"),
        PlanStands::Finished => t.with("myplan-says-finished", &[("amount", &t.money(card.paid))]),
        PlanStands::Ended(why) => t.t(match why {
            EndReason::Cancelled => "myplan-says-ended",
            EndReason::OfferLapsed => "myplan-says-lapsed",
            EndReason::PartyChanged => "myplan-says-party",
            EndReason::PracticeLeft => "myplan-says-left",
        }),
    }
}

fn on_track(page: &PlanPage, t: Text) -> String {
    match (&page.how, page.card.taken) {
        (Some(PlanHow::Taken { label, .. }), _) => {
            t.with("myplan-says-taken", &[("method", &capital(label))])
        }
        (_, true) => t.t("myplan-says-taken-other"),
        _ => t.t("myplan-says-by-hand"),
    }
}

/// The one step, and what weighs the same beside it.
fn step(page: &PlanPage, t: Text) -> AnyView {
    let card = &page.card;
    let own = page.own;
    match card.stands {
        PlanStands::Ended(EndReason::Cancelled | EndReason::OfferLapsed) if own => {
            view! { <div class="ways ways-one"><a class="button" href="/pay">{t.t("myplan-see-due")}</a></div> }.into_any()
        }
        PlanStands::Finished | PlanStands::Ended(_) => ().into_any(),
        PlanStands::Proposed if own => view! {
            {method_form(page, "myplan-finish", true, t)}
            <div class="ways">
                <a class="button" href=to(page, PlanWish::Stop)>{t.t("myplan-do-self")}</a>
                <a class="button" href=to(page, PlanWish::Cancel)>{t.t("myplan-do-drop")}</a>
            </div>
        }
        .into_any(),
        PlanStands::Proposed => ().into_any(),
        PlanStands::Paused(PauseReason::PatientAsked) if own => view! {
            <a class="button primary" href=to(page, PlanWish::Resume)>{t.t("myplan-do-resume")}</a>
            {pay_ways(page, t)}
        }
        .into_any(),
        PlanStands::Broken if own => view! {
            <form method="post" action=to(page, PlanWish::Cure)>
                <input type="hidden" name="seen" value=card.version.to_string()/>
                <button class="button primary">{t.t("myplan-do-cure")}</button>
            </form>
            {pay_ways(page, t)}
        }
        .into_any(),
        PlanStands::OverCap(_) if own => view! {
            <a class="button primary" href=to(page, PlanWish::Limit)>{t.with("myplan-do-limit", &[("amount", &t.money(card.due))])}</a>
            {pay_ways(page, t)}
        }
        .into_any(),
        PlanStands::NoMethod if own => view! {
            {method_form(page, "myplan-method-another", true, t)}
            {pay_ways(page, t)}
        }
        .into_any(),
        PlanStands::OnTrack if card.taken => pay_ways(page, t),
        _ => view! { {pay(page, t)}{afford(t)} }.into_any(),
    }
}

fn to(page: &PlanPage, wish: PlanWish) -> String {
    format!("/plans/{}/change/{}", page.card.id, wish.code())
}

/// Paying what is due, or the next one.
fn pay(page: &PlanPage, t: Text) -> Option<AnyView> {
    let amount = if page.card.due.is_positive() { page.card.due } else { page.card.next?.amount };
    let words = t.with("myplan-pay", &[("amount", &t.money(amount))]);
    let href = format!("/plans/{}/pay", page.card.id);
    Some(view! { <a class="button primary" href=href>{words}</a> }.into_any())
}

/// The same as a way beside another step.
fn pay_ways(page: &PlanPage, t: Text) -> AnyView {
    let href = format!("/plans/{}/pay", page.card.id);
    let id = if page.card.due.is_positive() { "myplan-pay-other" } else { "myplan-pay-early" };
    view! {
        <div class="ways">
            <a class="button" href=href>{t.t(id)}</a>
            <a class="button" href="/help?about=afford">{t.t("way-afford")}</a>
        </div>
    }
    .into_any()
}

fn afford(t: Text) -> AnyView {
    view! {
        <div class="ways">
            <a class="button" href="/help?about=wrong">{t.t("way-wrong")}</a>
            <a class="button" href="/help?about=afford">{t.t("way-afford")}</a>
        </div>
    }
    .into_any()
}
