//! `/settings`: language, password, and leaving everywhere at once.

use leptos::prelude::*;

use super::passkey;
use crate::model::{Saved, SettingsPage};
use crate::parts::{Mood, error_summary, new_password, notice, password};
use crate::shell::{Head, document};
use crate::{Ctx, Lang};

/// The page.
#[must_use]
pub fn settings(ctx: &Ctx, page: &SettingsPage) -> String {
    document(ctx, Head::new(ctx.text().t("settings-title")), |t| {
        let saved = page.saved.map(|saved| {
            let id = match saved {
                Saved::Language => "settings-language-saved",
                Saved::Password => "settings-password-saved",
            };
            notice(Mood::Good, view! { <p role="status">{t.t(id)}</p> })
        });
        let languages = Lang::ALL.map(|lang| {
            let id = format!("lang-{}", lang.code());
            view! {
                <div class="choice">
                    <input type="radio" name="lang" id=id.clone() value=lang.code() checked=lang == page.lang/>
                    <label for=id lang=lang.code()>{lang.name()}</label>
                </div>
            }
        });
        view! {
            <div class="slim">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                {error_summary(&page.form, &["lang", "current_password", "new_password", "passkey_password"], t)}
                {saved}
                {passkey::told(page.passkeys.told, t)}
                <h1>{t.t("settings-title")}</h1>
                <p class="soft">{t.with("settings-email", &[("email", &page.email)])}</p>
                <section aria-labelledby="language">
                    <h2 id="language">{t.t("settings-language")}</h2>
                    <form method="post" action="/language" class="form">
                        <input type="hidden" name="next" value="/settings"/>
                        <fieldset class="choices choices-two">
                            <legend>{t.t("settings-language-what")}</legend>
                            {languages}
                        </fieldset>
                        <button class="button">{t.t("settings-language-button")}</button>
                    </form>
                </section>
                <section aria-labelledby="password">
                    <h2 id="password">{t.t("settings-password")}</h2>
                    <form method="post" action="/settings" class="form" novalidate>
                        {password("current_password", "field-current-password", &page.form, t)}
                        {new_password("new_password", "field-new-password", &page.form, t)}
                        <button class="button">{t.t("settings-password-button")}</button>
                    </form>
                </section>
                {passkey::of_patient(ctx, &page.passkeys, &page.form, t)}
                <section aria-labelledby="everywhere">
                    <h2 id="everywhere">{t.t("settings-everywhere")}</h2>
                    <p>{t.t("settings-everywhere-what")}</p>
                    <form method="post" action="/sign-out-everywhere">
                        <button class="button">{t.t("settings-everywhere-button")}</button>
                    </form>
                </section>
            </div>
        }
        .into_any()
    })
}
