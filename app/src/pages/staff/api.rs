//! `/staff/api`: keys for other programs, and where those are told what happened.

use leptos::prelude::*;

use super::desk;
use super::parts::{head, iso, press, scroll, stamp};
use crate::model::{
    ApiKeyRow, ApiKeyState, DeliveryRow, DeliveryState, HookRow, MadeSecret, StaffApiPage, StaffHookPage,
};
use crate::parts::{Field, Mood, error_line, error_summary, field, notice};
use crate::{Ctx, FormState, Text};

/// Keys and endpoints.
#[must_use]
pub fn api(ctx: &Ctx, page: &StaffApiPage) -> String {
    desk(ctx, "api-title", |t| {
        let revoked = page.revoked.then(|| notice(Mood::Good, view! { <p>{t.t("api-revoked")}</p> }));
        let made = page.made.as_ref().map(|made| match made {
            MadeSecret::Key(secret) => shown_once("api-made", secret, t),
            MadeSecret::Hook(secret) => shown_once("api-hook-made", secret, t),
        });
        view! {
            {error_summary(&page.form, &["name", "scope", "url"], t)}
            {revoked}
            {made}
            <p>{t.t("api-what")}" "<a href="/api/v1/docs" hreflang="en">{t.t("api-docs")}</a></p>
            <h2>{t.t("api-keys")}</h2>
            {keys(page, t)}
            {new_key(page, t)}
            <h2>{t.t("api-hooks")}</h2>
            <p class="soft">{t.t("api-hooks-what")}</p>
            {hooks(page, t)}
            {new_hook(page, t)}
        }
        .into_any()
    })
}

/// A secret this once: it is kept nowhere in clear, or never shown again.
fn shown_once(title: &'static str, secret: &str, t: Text) -> AnyView {
    view! {
        <section class="card" aria-labelledby="made">
            <h3 id="made">{t.t(title)}</h3>
            {notice(Mood::Wait, view! { <p>{t.t("api-once-shown")}</p> })}
            <div class="field">
                <label for="made-secret">{t.t("api-secret")}</label>
                <textarea class="input code" id="made-secret" rows="2" readonly spellcheck="false">{secret.to_owned()}</textarea>
            </div>
        </section>
    }
    .into_any()
}

/// Any number of codes.
fn ticks(
    name: &'static str,
    legend: &str,
    hint: &str,
    codes: &[String],
    form: &FormState,
    t: Text,
) -> AnyView {
    let error = form.error(name);
    let each = codes.iter().enumerate().map(|(n, code)| {
        let id = if n == 0 { name.to_owned() } else { format!("{name}-{n}") };
        let chosen = !form.value(&format!("{name}:{code}")).is_empty();
        view! {
            <div class="tick">
                <input type="checkbox" name=name id=id.clone() value=code.clone() checked=chosen/>
                <label for=id><span class="tick-words">{meaning(code, t)}" "<span class="soft">{code.clone()}</span></span></label>
            </div>
        }
    });
    view! {
        <fieldset class="choices" class:field-wrong=error.is_some()>
            <legend>{t.t(legend)}</legend>
            <p class="hint">{t.t(hint)}</p>
            {error_line(name, error, t)}
            {each.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// What a scope allows, or what happened.
fn meaning(code: &str, t: Text) -> String {
    let id = match code {
        "links:read" => "api-scope-links-read",
        "links:write" => "api-scope-links-write",
        "balances:read" => "api-scope-balances-read",
        "payments:read" => "api-scope-payments-read",
        "patients:write" => "api-scope-patients-write",
        "charges:write" => "api-scope-charges-write",
        "files:read" => "api-scope-files-read",
        "files:write" => "api-scope-files-write",
        "webhooks:manage" => "api-scope-webhooks-manage",
        "payment.succeeded" => "api-event-payment-succeeded",
        "payment.failed" => "api-event-payment-failed",
        "refund.succeeded" => "api-event-refund-succeeded",
        "statement.issued" => "api-event-statement-issued",
        "plan.started" => "api-event-plan-started",
        "plan.defaulted" => "api-event-plan-defaulted",
        "plan.finished" => "api-event-plan-finished",
        "dispute.opened" => "api-event-dispute-opened",
        "dispute.decided" => "api-event-dispute-decided",
        "link.paid" => "api-event-link-paid",
        "webhook.test" => "api-event-test",
        other => return other.to_owned(),
    };
    t.t(id)
}

fn new_key(page: &StaffApiPage, t: Text) -> AnyView {
    let name = Field { hint: Some("api-name-hint"), ..Field::text("name", "api-name") };
    view! {
        <form method="post" action="/staff/api" class="form desk-form" novalidate>
            <h3>{t.t("api-new")}</h3>
            {field(&name, &page.form, t)}
            {ticks("scope", "api-scopes", "api-scopes-hint", &page.scopes, &page.form, t)}
            <button class="button primary">{t.t("api-make")}</button>
        </form>
    }
    .into_any()
}

fn keys(page: &StaffApiPage, t: Text) -> AnyView {
    if page.keys.is_empty() {
        return view! { <p class="soft">{t.t("api-none")}</p> }.into_any();
    }
    let heads = view! {
        {head("api-name", "", t)}
        {head("api-begins", "", t)}
        {head("api-scopes", "", t)}
        {head("api-made-on", "", t)}
        {head("api-used-on", "", t)}
        {head("staff-state", "", t)}
        <th scope="col"><span class="hidden">{t.t("api-replace")}</span></th>
    };
    let lines = page.keys.iter().map(|row| key(row, t)).collect_view();
    scroll("api-keys", heads.into_any(), lines.into_any(), None, t)
}

fn key(row: &ApiKeyRow, t: Text) -> AnyView {
    let state = match row.state {
        ApiKeyState::Works => view! { <span class="pill pill-good">{t.t("api-works")}</span> }.into_any(),
        ApiKeyState::Until(end) => {
            view! { <span class="pill pill-wait">{t.t("api-until")}" "{stamp(end)}</span> }.into_any()
        }
        ApiKeyState::Replaced => view! { <span class="pill">{t.t("api-replaced")}</span> }.into_any(),
        ApiKeyState::Revoked => view! { <span class="pill">{t.t("api-key-revoked")}</span> }.into_any(),
    };
    let about = format!("{}, {}", row.name, row.prefix);
    let action = |what: &str| format!("/staff/api/keys/{}/{what}", row.id);
    let rotate = (row.state == ApiKeyState::Works)
        .then(|| press(action("rotate"), "button small", "api-replace", about.clone(), t));
    let revoke = matches!(row.state, ApiKeyState::Works | ApiKeyState::Until(_))
        .then(|| press(action("revoke"), "button small", "api-revoke", about.clone(), t));
    let used =
        row.used.map_or_else(|| view! { <span class="soft">{t.t("api-never")}</span> }.into_any(), iso);
    view! {
        <tr>
            <th scope="row">{row.name.clone()}</th>
            <td>{row.prefix.clone()}"…"</td>
            <td>{row.scopes.join(", ")}</td>
            <td>{iso(row.made)}</td>
            <td>{used}</td>
            <td>{state}</td>
            <td>{rotate}" "{revoke}</td>
        </tr>
    }
    .into_any()
}

fn new_hook(page: &StaffApiPage, t: Text) -> AnyView {
    let url = Field { hint: Some("api-url-hint"), inputmode: Some("url"), ..Field::text("url", "api-url") };
    view! {
        <form method="post" action="/staff/api/hooks" class="form desk-form" novalidate>
            <h3>{t.t("api-hook-new")}</h3>
            {field(&url, &page.form, t)}
            {ticks("event", "api-events", "api-events-hint", &page.events, &page.form, t)}
            <button class="button">{t.t("api-hook-add")}</button>
        </form>
    }
    .into_any()
}

fn told(hook: &HookRow, t: Text) -> String {
    if hook.events.is_empty() { t.t("api-events-all") } else { hook.events.join(", ") }
}

fn hook_state(hook: &HookRow, t: Text) -> AnyView {
    let (class, id) =
        if hook.enabled { ("pill pill-good", "api-works") } else { ("pill pill-bad", "api-disabled") };
    view! { <span class=class>{t.t(id)}</span> }.into_any()
}

fn hooks(page: &StaffApiPage, t: Text) -> AnyView {
    if page.hooks.is_empty() {
        return view! { <p class="soft">{t.t("api-hooks-none")}</p> }.into_any();
    }
    let heads = view! {
        {head("api-url", "", t)}
        {head("api-events", "", t)}
        {head("staff-state", "", t)}
    };
    let line = |hook: &HookRow| {
        view! {
            <tr>
                <th scope="row"><a href=format!("/staff/api/hooks/{}", hook.id)>{hook.url.clone()}</a></th>
                <td>{told(hook, t)}</td>
                <td>{hook_state(hook, t)}</td>
            </tr>
        }
    };
    scroll("api-hooks", heads.into_any(), page.hooks.iter().map(line).collect_view().into_any(), None, t)
}

/// One endpoint with what it was told.
#[must_use]
pub fn hook(ctx: &Ctx, page: &StaffHookPage) -> String {
    desk(ctx, "api-hook", |t| {
        let hook = &page.hook;
        let button = |what: &str, class: &'static str, label: &str| {
            press(format!("/staff/api/hooks/{}/{what}", hook.id), class, label, hook.url.clone(), t)
        };
        let sending = page.sending.then(|| notice(Mood::Good, view! { <p>{t.t("api-sending")}</p> }));
        let switch = if hook.enabled {
            view! { {button("test", "button", "api-test")}{button("disable", "button", "api-disable")} }
                .into_any()
        } else {
            button("enable", "button primary", "api-enable")
        };
        view! {
            <p class="back"><a href="/staff/api">{t.t("api-title")}</a></p>
            {page.made.as_ref().map(|secret| shown_once("api-hook-made", secret, t))}
            {sending}
            <h2>{hook.url.clone()}</h2>
            <p>{hook_state(hook, t)}" "{told(hook, t)}</p>
            <div class="buttons">
                {switch}
                {button("rotate", "button", "api-rotate")}
                {button("remove", "button", "api-remove")}
            </div>
            <h2>{t.t("api-deliveries")}</h2>
            {deliveries(page, t)}
        }
        .into_any()
    })
}

fn deliveries(page: &StaffHookPage, t: Text) -> AnyView {
    if page.deliveries.is_empty() {
        return view! { <p class="soft">{t.t("api-deliveries-none")}</p> }.into_any();
    }
    let heads = view! {
        {head("api-when", "", t)}
        {head("api-event", "", t)}
        {head("staff-state", "", t)}
        {head("api-attempts", "num", t)}
        {head("api-answer", "", t)}
        <th scope="col"><span class="hidden">{t.t("api-replay")}</span></th>
    };
    let line = |row: &DeliveryRow| {
        let (class, id) = match row.state {
            DeliveryState::Waiting => ("pill pill-wait", "api-waiting"),
            DeliveryState::Delivered => ("pill pill-good", "api-delivered"),
            DeliveryState::GivenUp => ("pill pill-bad", "api-given-up"),
        };
        let last = row.last.as_deref().map(|last| match last {
            "address" => t.t("api-no-address"),
            "no_answer" => t.t("api-no-answer"),
            "too_slow" => t.t("api-too-slow"),
            status => status.to_owned(),
        });
        let action = format!("/staff/api/hooks/{}/{}/replay", page.hook.id, row.event);
        let again = (row.state != DeliveryState::Waiting)
            .then(|| press(action, "button small", "api-replay", row.kind.clone(), t));
        view! {
            <tr>
                <th scope="row">{stamp(row.happened)}</th>
                <td>{meaning(&row.kind, t)}" "<span class="soft">{row.kind.clone()}</span></td>
                <td><span class=class>{t.t(id)}</span></td>
                <td class="num">{row.attempts.to_string()}</td>
                <td>{last}</td>
                <td>{again}</td>
            </tr>
        }
    };
    let lines = page.deliveries.iter().map(line).collect_view();
    scroll("api-deliveries", heads.into_any(), lines.into_any(), None, t)
}
