//! `/help`: what to do when something is wrong or too much: tell it here, call or write.

use leptos::prelude::*;

use crate::model::{About, HelpPage};
use crate::shell::{Head, document, tel};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn help(ctx: &Ctx, page: &HelpPage) -> String {
    let title = match page.about {
        Some(About::Wrong) => "help-wrong",
        Some(About::Afford) => "help-afford",
        None => "help-title",
    };
    let name = ctx.text().t(title);
    let head = if page.guest { Head::light(name) } else { Head::new(name) };
    document(ctx, head, |t| {
        let body = match page.about {
            Some(About::Wrong) => wrong(ctx, t),
            Some(About::Afford) => afford(ctx, t),
            None => all(ctx, t),
        };
        let back = match (page.guest, ctx.user.is_some()) {
            (true, _) => Some(("/l/bill", "guest-back")),
            (false, true) => Some(("/home", "back-home")),
            (false, false) => None,
        };
        let back = back.map(|(href, words)| view! { <p class="back"><a href=href>{t.t(words)}</a></p> });
        view! { <div class="narrow prose">{back}<h1>{t.t(title)}</h1>{body}</div> }.into_any()
    })
}

fn points(ids: &[&str], t: Text) -> AnyView {
    view! { <ul>{ids.iter().map(|id| view! { <li>{t.t(id)}</li> }).collect_view()}</ul> }.into_any()
}

fn wrong(ctx: &Ctx, t: Text) -> AnyView {
    // Who has no account cannot be answered here.
    let here = ctx.user.is_some().then(|| {
        view! {
            <p>{t.t("help-tell")}</p>
            <p><a class="button primary" href="/tell">{t.t("help-tell-do")}</a></p>
        }
    });
    view! {
        <p class="lead">{t.t("help-wrong-lead")}</p>
        {here}
        <h2>{t.t("help-look-first")}</h2>
        {points(&["help-wrong-look-1", "help-wrong-look-2", "help-wrong-look-3"], t)}
        <h2>{t.t("help-reach")}</h2>
        {reach(ctx, t)}
        <h2>{t.t("help-at-hand")}</h2>
        {points(&["help-hand-visit", "help-hand-line", "help-hand-card"], t)}
        <h2>{t.t("help-say")}</h2>
        <blockquote>{t.t("help-wrong-say")}</blockquote>
        <p>{t.t("help-wrong-insurer")}</p>
    }
    .into_any()
}

fn afford(ctx: &Ctx, t: Text) -> AnyView {
    view! {
        <p class="lead">{t.t("help-afford-lead")}</p>
        <h2>{t.t("help-ask")}</h2>
        {points(&["help-afford-ask-1", "help-afford-ask-2", "help-afford-ask-3"], t)}
        <h2>{t.t("help-reach")}</h2>
        {reach(ctx, t)}
        <h2>{t.t("help-say")}</h2>
        <blockquote>{t.t("help-afford-say")}</blockquote>
        <h2>{t.t("help-at-hand")}</h2>
        {points(&["help-hand-visit", "help-hand-income"], t)}
        <p>{t.t("help-afford-part")}</p>
    }
    .into_any()
}

fn all(ctx: &Ctx, t: Text) -> AnyView {
    view! {
        <div class="ways">
            <a class="button" href="/help?about=wrong">{t.t("way-wrong")}</a>
            <a class="button" href="/help?about=afford">{t.t("way-afford")}</a>
        </div>
        <h2>{t.t("help-reach")}</h2>
        {reach(ctx, t)}
        <h2>{t.t("help-safe")}</h2>
        <p>{t.t("help-safe-what")}</p>
    }
    .into_any()
}

/// Whom to call or write to.
pub(super) fn reach(ctx: &Ctx, t: Text) -> AnyView {
    let practice = ctx.practice.clone().unwrap_or_default();
    if practice.phone.is_none() && practice.email.is_none() {
        return view! { <p>{t.t("help-reach-letter")}</p> }.into_any();
    }
    let phone = practice.phone.map(|phone| {
        let words = t.with("help-call", &[("phone", &phone)]);
        view! { <a class="button" href=tel(&phone)>{words}</a> }
    });
    let email = practice.email.map(|email| {
        view! { <a class="button" href=format!("mailto:{email}")>{t.with("help-email", &[("email", &email)])}</a> }
    });
    let hours = practice.hours.map(|hours| view! { <p class="soft">{hours}</p> });
    let caution = email.is_some().then(|| view! { <p class="soft">{t.t("help-email-caution")}</p> });
    view! { <div class="reach">{phone}{email}</div>{hours}{caution} }.into_any()
}
