//! Mail on its way, and the single-use links in it.

use leptos::prelude::*;

use crate::Ctx;
use crate::model::{BadTokenPage, CheckEmailKind, CheckEmailPage, ForgotPage, TokenKind, TokenPage};
use crate::parts::{Field, error_summary, field, new_password, password};
use crate::shell::{Head, document};

/// `/check-email`.
#[must_use]
pub fn check_email(ctx: &Ctx, page: &CheckEmailPage) -> String {
    document(ctx, Head::new(ctx.text().t("check-title")), |t| {
        let what = match page.kind {
            CheckEmailKind::Register => "check-register",
            CheckEmailKind::Forgot => "check-forgot",
        };
        view! {
            <div class="slim">
                <h1>{t.t("check-title")}</h1>
                <p class="lead">{t.t(what)}</p>
                <p>{t.t("check-wait")}</p>
                <p><a href="/sign-in">{t.t("back-sign-in")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// `/forgot`.
#[must_use]
pub fn forgot(ctx: &Ctx, page: &ForgotPage) -> String {
    document(ctx, Head::new(ctx.text().t("forgot-title")), |t| {
        view! {
            <div class="slim">
                {error_summary(&page.form, &["email"], t)}
                <h1>{t.t("forgot-title")}</h1>
                <p class="lead">{t.t("forgot-lead")}</p>
                <form method="post" action="/forgot" class="form" novalidate>
                    {field(&Field::email(), &page.form, t)}
                    <button class="button primary">{t.t("forgot-button")}</button>
                </form>
                <p><a href="/sign-in">{t.t("back-sign-in")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// A single-use link that is good.
#[must_use]
pub fn token(ctx: &Ctx, page: &TokenPage) -> String {
    let (title, lead, button) = match page.kind {
        TokenKind::Invitation => ("invitation-title", "invitation-lead", "invitation-button"),
        TokenKind::Confirm => ("confirm-title", "confirm-lead", "confirm-button"),
        TokenKind::Reset => ("reset-title", "reset-lead", "reset-button"),
        TokenKind::Sharing | TokenKind::Colleague => ("shared-title", "shared-ignore", "shared-button"),
    };
    document(ctx, Head::new(ctx.text().t(title)), |t| {
        let shown = page.email.clone().map(|email| {
            view! {
                <div class="field">
                    <label for="email">{t.t("field-email")}</label>
                    <input class="input" id="email" type="email" value=email autocomplete="username" readonly/>
                </div>
            }
        });
        let secret = (page.kind != TokenKind::Confirm).then(|| {
            if page.known {
                password("password", "shared-password", &page.form, t)
            } else {
                new_password("password", "field-choose-password", &page.form, t)
            }
        });
        let lead = if page.known { "invitation-known" } else { lead };
        view! {
            <div class="slim">
                {error_summary(&page.form, &["password"], t)}
                <h1>{t.t(title)}</h1>
                <p class="lead">{t.t(lead)}</p>
                <form method="post" action=page.token_path.clone() class="form" novalidate>
                    {shown}
                    {secret}
                    <button class="button primary">{t.t(button)}</button>
                </form>
            </div>
        }
        .into_any()
    })
}

/// A single-use link that is used or too old.
#[must_use]
pub fn bad_token(ctx: &Ctx, page: &BadTokenPage) -> String {
    let (what, href, button) = match page.kind {
        TokenKind::Invitation => ("bad-invitation", "/register", "sign-in-register"),
        TokenKind::Confirm => ("bad-confirm", "/sign-in", "sign-in-title"),
        TokenKind::Reset => ("bad-reset", "/forgot", "bad-reset-button"),
        TokenKind::Sharing => ("bad-sharing", "/sign-in", "sign-in-title"),
        TokenKind::Colleague => ("bad-colleague", "/staff/sign-in", "staff-sign-in-title"),
    };
    document(ctx, Head::new(ctx.text().t("bad-title")), |t| {
        view! {
            <div class="slim">
                <h1>{t.t("bad-title")}</h1>
                <p class="lead">{t.t(what)}</p>
                <p><a class="button primary" href=href>{t.t(button)}</a></p>
            </div>
        }
        .into_any()
    })
}
