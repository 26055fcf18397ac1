//! `/staff/join/…`: a colleague comes in by the letter that asked them.

use leptos::prelude::*;

use super::people::role_name;
use crate::Ctx;
use crate::model::JoinPage;
use crate::parts::{Field, error_summary, field, new_password, password};
use crate::shell::{Head, document};

/// The page.
#[must_use]
pub fn join(ctx: &Ctx, page: &JoinPage) -> String {
    document(ctx, Head::new(ctx.text().t("join-title")), |t| {
        let role = t.t(role_name(page.role));
        let named = [("practice", &*page.practice), ("role", &*role)];
        let what = if page.across { "join-what-across" } else { "join-what" };
        let name = (!page.known).then(|| {
            field(&Field { autocomplete: "name", ..Field::text("name", "field-name") }, &page.form, t)
        });
        let secret = if page.known {
            password("password", "shared-password", &page.form, t)
        } else {
            new_password("password", "field-choose-password", &page.form, t)
        };
        view! {
            <div class="slim">
                {error_summary(&page.form, &["name", "password"], t)}
                <h1>{t.t("join-title")}</h1>
                <p class="lead">{t.with(what, &named)}</p>
                <p>{t.t(if page.known { "join-known" } else { "join-new" })}</p>
                <form method="post" action=page.action.clone() class="form" novalidate>
                    <div class="field">
                        <label for="email">{t.t("field-email")}</label>
                        <input class="input" id="email" type="email" value=page.email.clone() autocomplete="username" readonly/>
                    </div>
                    {name}
                    {secret}
                    <button class="button primary">{t.t("join-button")}</button>
                </form>
            </div>
        }
        .into_any()
    })
}
