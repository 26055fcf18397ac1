//! `/staff/accounts/{guarantor}/statements/{id}`: what the patient was sent, word by word.

use leptos::prelude::*;

use super::desk;
use crate::Ctx;
use crate::model::StaffStatementPage;
use crate::pages::statement::for_staff;

/// The page.
#[must_use]
pub fn statement(ctx: &Ctx, page: &StaffStatementPage) -> String {
    desk(ctx, "staff-statement-title", |t| {
        let account = format!("/staff/accounts/{}", page.guarantor);
        let all = format!("{account}/statements");
        view! {
            <p class="back"><a href=account>{page.name.clone()}</a></p>
            <p class="soft no-print">{t.t("staff-statement-what")}</p>
            {for_staff(&page.page, &all, t)}
        }
        .into_any()
    })
}
