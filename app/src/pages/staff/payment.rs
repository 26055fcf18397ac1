//! `/staff/payments/{id}`: a payment, its receipt for paper, what went back, and what a
//! bank disputed.

mod chargebacks;
mod give_back;
mod refunds;
mod slip;

use domain::access::Permission;
use leptos::prelude::*;

use self::chargebacks::chargebacks;
use self::give_back::give_back;
use self::refunds::refunds;
use self::slip::slip;
use super::desk;
use super::parts::payment_state;
use crate::model::StaffPaymentPage;
use crate::parts::error_summary;
use crate::{Ctx, Text};

/// The page. On paper it is the receipt and nothing else.
#[must_use]
pub fn payment(ctx: &Ctx, page: &StaffPaymentPage) -> String {
    desk(ctx, "staff-payment-title", |t| {
        view! {
            <p class="back"><a href=format!("/staff/accounts/{}", page.guarantor)>{page.name.clone()}</a></p>
            {error_summary(&page.form, &["amount", "reason", "note", "reference"], t)}
            {taken(page, t)}
            <p class="payment-sum">
                <b class="num">{t.money(page.amount)}</b>" "{payment_state(page.state, t)}
            </p>
            <div class="desk-columns">
                <div class="desk-column">{slip(ctx, page, t)}</div>
                <div class="desk-column">
                    {chargebacks(ctx, &page.chargebacks, t)}
                    {refunds(page, ctx.may(Permission::AskForRefunds), t)}
                    {ctx.may(Permission::AskForRefunds).then(|| give_back(page, t))}
                </div>
            </div>
        }
        .into_any()
    })
}

fn taken(page: &StaffPaymentPage, t: Text) -> Option<AnyView> {
    page.fresh.then(|| {
        view! { <p class="notice notice-good" role="status"><b>{t.t("payment-taken")}</b>" "{t.t("payment-print")}</p> }
            .into_any()
    })
}
