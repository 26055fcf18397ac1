//! Giving a payment back, whole or in part.

use leptos::prelude::*;

use crate::model::{Method, RefundReason, StaffPaymentPage, StaffPaymentState};
use crate::parts::{capital, money_field, note_field, select};
use crate::{FormState, Text};

pub(super) fn give_back(page: &StaffPaymentPage, t: Text) -> AnyView {
    let content = if page.refundable.is_positive() { form(page, t) } else { nothing(page.state, t) };
    view! {
        <section aria-labelledby="give-back">
            <h2 id="give-back">{t.t("give-back-title")}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn nothing(state: StaffPaymentState, t: Text) -> AnyView {
    let id = match state {
        StaffPaymentState::OnTheWay | StaffPaymentState::Checking => "give-back-later",
        StaffPaymentState::Failed => "give-back-never-paid",
        StaffPaymentState::ChargedBack => "give-back-taken",
        _ => "give-back-none",
    };
    view! { <p class="soft">{t.t(id)}</p> }.into_any()
}

fn form(page: &StaffPaymentPage, t: Text) -> AnyView {
    let whole = page.refundable;
    let most = t.with("give-back-most", &[("amount", &t.money(whole))]);
    let reasons =
        RefundReason::ALL.map(|reason| (reason.code(), t.t(&format!("refund-reason-{}", reason.code()))));
    let second = if whole > page.limit { "give-back-second" } else { "give-back-alone" };
    view! {
        <form method="post" action=format!("/staff/payments/{}/refund", page.id) class="form desk-form" novalidate>
            <input type="hidden" name="press" value=page.press.clone()/>
            {money_field("amount", "give-back-amount", Some(most), &filled(page), t)}
            {select("reason", "give-back-reason", &reasons, &page.form, t)}
            {note_field("note", "give-back-note", Some(t.t("give-back-note-hint")), &page.form, t)}
            <p>{goes_to(&page.method, t)}" "{t.with(second, &[("limit", &t.money(page.limit))])}</p>
            <p>{t.t("give-back-due-again")}</p>
            <button class="button">{t.t("give-back-button")}</button>
        </form>
    }
    .into_any()
}

/// The form with all that is left as the amount, until somebody types another.
fn filled(page: &StaffPaymentPage) -> FormState {
    let form = page.form.clone();
    let typed = form.values.contains_key("amount");
    if typed { form } else { form.with_value("amount", &page.refundable.to_string()) }
}

fn goes_to(method: &Method, t: Text) -> String {
    match method {
        Method::Online { card: Some(card) } => t.with("goes-to-named", &[("card", &capital(card))]),
        Method::Online { card: None } => t.t("goes-to-card"),
        Method::Bank => t.t("goes-to-bank"),
        Method::Cash => t.t("goes-to-cash"),
        Method::Check => t.t("goes-to-check"),
        Method::Terminal => t.t("goes-to-terminal"),
    }
}
