//! `/sign-in`.

use leptos::prelude::*;

use super::passkey;
use crate::model::{SignInNotice, SignInPage};
use crate::parts::{Field, Mood, error_summary, field, notice, password};
use crate::shell::{Head, document};
use crate::{Ctx, FormState, Text};

/// The page.
#[must_use]
pub fn sign_in(ctx: &Ctx, page: &SignInPage) -> String {
    document(ctx, Head::new(ctx.text().t("sign-in-title")), |t| {
        view! {
            <div class="slim">
                {error_summary(&page.form, &["email", "password"], t)}
                {page.notice.map(|kind| said(kind, t))}
                <h1>{t.t("sign-in-head")}</h1>
                {form("/sign-in", &page.form, t)}
                {page.passkeys.then(|| passkey::sign_in(ctx, "/sign-in/passkey", "/sign-in/passkey/begin", t))}
                <p><a href="/forgot">{t.t("sign-in-forgot")}</a></p>
                <div class="aside">
                    <h2>{t.t("sign-in-new")}</h2>
                    <p>{t.t("sign-in-new-what")}</p>
                    <p><a class="button" href="/register">{t.t("sign-in-register")}</a></p>
                </div>
            </div>
        }
        .into_any()
    })
}

/// The two fields and the button, for patients and for staff.
pub(super) fn form(action: &'static str, form: &FormState, t: Text) -> AnyView {
    view! {
        <form method="post" action=action class="form" novalidate>
            {field(&Field::email(), form, t)}
            {password("password", "field-password", form, t)}
            <button class="button primary">{t.t("sign-in-button")}</button>
        </form>
    }
    .into_any()
}

/// What has just happened.
pub(super) fn said(kind: SignInNotice, t: Text) -> AnyView {
    let (mood, id) = match kind {
        SignInNotice::SignedOut => (Mood::Good, "sign-in-signed-out"),
        SignInNotice::PasswordChanged => (Mood::Good, "sign-in-password-changed"),
        SignInNotice::Expired => (Mood::Plain, "sign-in-expired"),
        SignInNotice::RegisteredElsewhere => (Mood::Good, "sign-in-registered"),
    };
    notice(mood, view! { <p role="status">{t.t(id)}</p> })
}
