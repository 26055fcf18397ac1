//! `/register`: by what stands on the paper bill.

use leptos::prelude::*;

use crate::model::RegisterPage;
use crate::parts::{Field, birth_date, error_summary, field, new_password};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

const ORDER: [&str; 6] = ["practice", "account_number", "birth_date", "zip", "email", "password"];

/// The page.
#[must_use]
pub fn register(ctx: &Ctx, page: &RegisterPage) -> String {
    document(ctx, Head::new(ctx.text().t("register-title")), |t| {
        let form = &page.form;
        let account =
            Field { hint: Some("field-account-hint"), ..Field::text("account_number", "field-account") };
        let zip = Field {
            hint: Some("field-zip-hint"),
            inputmode: Some("numeric"),
            autocomplete: "postal-code",
            width: "w-6",
            ..Field::text("zip", "field-zip")
        };
        let email = Field { hint: Some("field-email-hint"), ..Field::email() };
        view! {
            <div class="slim">
                {error_summary(form, &ORDER, t)}
                <h1>{t.t("register-head")}</h1>
                <p class="lead">{t.t("register-lead")}</p>
                <form method="post" action="/register" class="form" novalidate>
                    {practice(page, t)}
                    <h2>{t.t("register-bill")}</h2>
                    {field(&account, form, t)}
                    {birth_date("field-birth-date", form, t)}
                    {field(&zip, form, t)}
                    <h2>{t.t("register-you")}</h2>
                    {field(&email, form, t)}
                    {new_password("password", "field-choose-password", form, t)}
                    <button class="button primary">{t.t("register-button")}</button>
                </form>
                <p>{t.t("register-have")}" "<a href="/sign-in">{t.t("sign-in-title")}</a></p>
            </div>
        }
        .into_any()
    })
}

fn practice(page: &RegisterPage, t: Text) -> AnyView {
    if let [(slug, _)] = page.practices.as_slice() {
        return view! { <input type="hidden" name="practice" value=slug.clone()/> }.into_any();
    }
    let chosen = page.form.value("practice");
    let error = page.form.error("practice");
    let options = page.practices.iter().map(
        |(slug, name)| view! { <option value=slug.clone() selected=*slug == chosen>{name.clone()}</option> },
    );
    view! {
        <div class="field" class:field-wrong=error.is_some()>
            <label for="practice">{t.t("field-practice")}</label>
            {error.map(|error| view! {
                <p class="field-error" id="practice-error"><span class="hidden">{t.t("error-prefix")}" "</span>{t.t(error)}</p>
            })}
            <select
                class="input" id="practice" name="practice"
                aria-describedby=error.map(|_| "practice-error") aria-invalid=error.map(|_| "true")
            >
                <option value="">{t.t("field-practice-choose")}</option>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}
