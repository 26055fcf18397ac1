//! `/staff/sign-in/code` and `/staff/second`: a code beside the password.

use leptos::prelude::*;

use super::desk;
use super::parts::iso;
use crate::model::{AgainPage, Asks, CodePage, SecondPage, SecondState};
use crate::pages::passkey;
use crate::parts::{Field, Mood, error_summary, field, notice, password};
use crate::shell::{Head, document};
use crate::{Ctx, FormState, Text};

/// Where the code is typed. A recovery code has letters, so the keys are not digits alone.
fn code_field(name: &'static str, form: &FormState, t: Text) -> AnyView {
    let code = Field {
        hint: Some("second-code-hint"),
        autocomplete: "one-time-code",
        ..Field::text(name, "second-code")
    };
    field(&code, form, t)
}

/// The door.
#[must_use]
pub fn code(ctx: &Ctx, page: &CodePage) -> String {
    let title = if page.asks == Asks::Passkey { "second-door-passkey" } else { "second-door-title" };
    document(ctx, Head::new(ctx.text().t(title)), |t| {
        let typed = if page.asks == Asks::Passkey {
            only_passkey(page.passkeys, t)
        } else {
            view! {
                <form method="post" action="/staff/sign-in/code" class="form" novalidate>
                    {code_field("code", &page.form, t)}
                    <button class="button primary wide">{t.t("second-door-go")}</button>
                </form>
                <p class="soft">{t.t("second-door-lost")}</p>
            }
            .into_any()
        };
        view! {
            <div class="slim">
                {error_summary(&page.form, &["code"], t)}
                <h1>{t.t(title)}</h1>
                {typed}
                {page.passkeys.then(|| passkey::sign_in(ctx, "/staff/sign-in/passkey", "/staff/sign-in/passkey/begin", t))}
                <p><a href="/staff/sign-in">{t.t("second-door-back")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// Who has nothing else, is told what to do with it.
fn only_passkey(here: bool, t: Text) -> AnyView {
    let what = if here { "passkey-only" } else { "passkey-elsewhere" };
    view! { <p>{t.t(what)}</p>{here.then(|| view! { <noscript><p>{t.t("passkey-noscript")}</p></noscript> })} }.into_any()
}

/// Before money moves, somebody is let in, or much is taken along.
#[must_use]
pub fn again(ctx: &Ctx, page: &AgainPage) -> String {
    document(ctx, Head::new(ctx.text().t("again-title")), |t| {
        let asked = match page.asks {
            Asks::Code => code_field("again", &page.form, t),
            Asks::Password => password("again", "field-password", &page.form, t),
            Asks::Passkey => only_passkey(page.passkeys, t),
        };
        let go = (page.asks != Asks::Passkey)
            .then(|| view! { <button class="button primary wide">{t.t("again-go")}</button> });
        let passkey = page.passkeys.then(|| passkey::ask("/staff/again/passkey", "passkey-again", t));
        let leave = if page.owed {
            view! { <form method="post" action="/staff/sign-out"><button class="quiet">{t.t("menu-sign-out")}</button></form> }
                .into_any()
        } else {
            view! { <p><a href="/staff">{t.t("again-back")}</a></p> }.into_any()
        };
        let sent = page.fields.iter().map(|(name, value)| {
            view! { <input type="hidden" name=name.clone() value=value.clone()/> }
        });
        view! {
            <div class="slim">
                {error_summary(&page.form, &["again"], t)}
                <h1>{t.t("again-title")}</h1>
                <p>{t.t(if page.owed { "again-owed" } else { "again-why" })}</p>
                <form method="post" action=page.action.clone() class="form" novalidate>
                    {sent.collect_view()}
                    {asked}
                    {go}
                    {passkey}
                </form>
                {page.passkeys.then(|| passkey::script(ctx))}
                {leave}
            </div>
        }
        .into_any()
    })
}

/// The reader's own.
#[must_use]
pub fn second(ctx: &Ctx, page: &SecondPage) -> String {
    desk(ctx, "second-title", |t| {
        let has_passkey = !page.passkeys.rows.is_empty();
        let waits = matches!(page.state, SecondState::Off | SecondState::Begun { .. });
        let required = (page.required && waits && !has_passkey)
            .then(|| notice(Mood::Wait, view! { <p>{t.t("second-required")}</p> }));
        let is_calm = !matches!(page.state, SecondState::Begun { .. } | SecondState::Codes(_));
        let passkeys = is_calm.then(|| passkey::of_staff(ctx, &page.passkeys, t)).flatten();
        let body = match &page.state {
            SecondState::NoKey => view! { <p>{t.t("second-no-key")}</p> }.into_any(),
            SecondState::Off => off(t),
            SecondState::Begun { secret, code } => begun(secret, code, &page.form, t),
            SecondState::Codes(codes) => shown(codes, t),
            SecondState::On { since, codes } => on(*since, *codes, page, t),
        };
        view! {
            {error_summary(&page.form, &["code"], t)}
            {passkey::told(page.passkeys.told, t)}
            {required}
            <h2>{t.t("second-code-title")}</h2>
            <p class="soft">{t.t("second-what")}</p>
            {body}
            {passkeys}
        }
        .into_any()
    })
}

fn press(what: &'static str, name: &str, class: &'static str, t: Text) -> AnyView {
    view! { <button class=class name="do" value=what>{t.t(name)}</button> }.into_any()
}

fn off(t: Text) -> AnyView {
    view! {
        <form method="post" action="/staff/second">{press("begin", "second-begin", "button primary", t)}</form>
    }
    .into_any()
}

fn begun(secret: &str, code: &str, form: &FormState, t: Text) -> AnyView {
    view! {
        <section class="card made-link" aria-labelledby="scan">
            <h2 id="scan">{t.t("second-scan")}</h2>
            <p>{t.t("second-scan-what")}</p>
            <div class="made-qr"><div class="qr" inner_html=code.to_owned()></div></div>
            <p>{t.t("second-by-hand")}<br/><b class="app-key">{secret.to_owned()}</b></p>
        </section>
        <form method="post" action="/staff/second" class="form desk-form" novalidate>
            {code_field("code", form, t)}
            {press("confirm", "second-confirm", "button primary", t)}
        </form>
    }
    .into_any()
}

fn shown(codes: &[String], t: Text) -> AnyView {
    let codes = codes.iter().map(|code| view! { <li class="num">{code.clone()}</li> });
    view! {
        {notice(Mood::Good, view! { <p><b>{t.t("second-done")}</b></p><p>{t.t("second-codes-once")}</p> })}
        <h2>{t.t("second-codes")}</h2>
        <ul class="recovery-codes" role="list">{codes.collect_view()}</ul>
        <p><a class="button primary" href="/staff">{t.t("second-kept")}</a></p>
    }
    .into_any()
}

fn on(since: time::Date, codes: u64, page: &SecondPage, t: Text) -> AnyView {
    let left = usize::try_from(codes).unwrap_or(usize::MAX);
    let end = if page.required && page.passkeys.rows.is_empty() {
        view! { <span class="soft">{t.t("second-no-end")}</span> }.into_any()
    } else {
        press("end", "second-end", "button", t)
    };
    view! {
        <p><b>{t.t("second-on")}</b>" "{iso(since)}</p>
        <p>{t.count("second-codes-left", left, &[])}</p>
        <form method="post" action="/staff/second" class="form desk-form" novalidate>
            // Enter in the field presses the first button, and neither is to be pressed by chance: outside a
            // dialog this one does nothing.
            <button hidden formmethod="dialog"></button>
            {code_field("code", &page.form, t)}
            <div class="buttons">{press("codes", "second-new-codes", "button", t)}{end}</div>
        </form>
    }
    .into_any()
}
