//! `/shared/{secret}`: somebody is asked to help with bills, sees who asks and what they
//! would see, and says yes.

use leptos::prelude::*;

use super::extent;
use crate::Ctx;
use crate::model::SharedPage;
use crate::parts::{Field, error_summary, field, new_password, password};
use crate::shell::{Head, document};

/// The page.
#[must_use]
pub fn shared(ctx: &Ctx, page: &SharedPage) -> String {
    document(ctx, Head::new(ctx.text().t("shared-title")), |t| {
        let lead = t.with("shared-lead", &[("name", &page.asks), ("practice", &page.practice)]);
        let name = Field { autocomplete: "given-name", ..Field::text("name", "shared-name") };
        let login = if page.known {
            password("password", "shared-password", &page.form, t)
        } else {
            view! { {field(&name, &page.form, t)}{new_password("password", "field-choose-password", &page.form, t)} }
                .into_any()
        };
        view! {
            <div class="slim">
                {error_summary(&page.form, &["name", "password"], t)}
                <h1>{t.t("shared-title")}</h1>
                <p class="lead">{lead}</p>
                <p>{t.with("shared-sees", &[("what", &extent(page.sees, page.ends_on, t))])}</p>
                <form method="post" action=page.path.clone() class="form" novalidate>
                    <div class="field">
                        <label for="email">{t.t("field-email")}</label>
                        <input class="input" id="email" type="email" value=page.email.clone() autocomplete="username" readonly/>
                    </div>
                    {login}
                    <button class="button primary">{t.t("shared-button")}</button>
                </form>
                <p class="soft">{t.t("shared-ignore")}</p>
            </div>
        }
        .into_any()
    })
}
