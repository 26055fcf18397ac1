//! `/staff/accounts/{guarantor}/payment`: cash, a cheque or the terminal, taken at the
//! desk.

use leptos::prelude::*;

use super::desk;
use crate::model::{StaffDue, TakePaymentPage};
use crate::parts::{Field, error_line, error_summary, field, for_whom, money_field, radios};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn take_payment(ctx: &Ctx, page: &TakePaymentPage) -> String {
    desk(ctx, "take-title", |t| {
        let form = &page.form;
        let methods = [
            ("cash", t.t("method-cash")),
            ("check", t.t("method-check")),
            ("terminal", t.t("method-terminal")),
        ];
        let hint = t.with("take-amount-hint", &[("amount", &t.money(page.due))]);
        let reference = Field {
            hint: Some("take-reference-hint"),
            width: "w-6",
            ..Field::text("reference", "take-reference")
        };
        let home = format!("/staff/accounts/{}", page.guarantor);
        view! {
            <p class="back"><a href=home.clone()>{t.t("staff-account-title")}</a></p>
            {error_summary(form, &["method", "amount", "reference", "choice", "visit"], t)}
            <h2>{page.name.clone()}</h2>
            <form method="post" action=format!("{home}/payment") class="form desk-form" novalidate>
                <input type="hidden" name="press" value=page.press.clone()/>
                {radios("method", "take-method", &methods, form, t)}
                {money_field("amount", "take-amount", Some(hint), form, t)}
                <div class="not-for-cash">{field(&reference, form, t)}</div>
                {allocation(page, t)}
                <button class="button primary">{t.t("take-button")}</button>
            </form>
        }
        .into_any()
    })
}

fn allocation(page: &TakePaymentPage, t: Text) -> AnyView {
    let dues: Vec<&StaffDue> = page.dues.iter().filter(|due| due.due.is_positive()).collect();
    if dues.is_empty() {
        return view! {
            <input type="hidden" name="choice" value="oldest"/>
            <p class="notice notice-wait">{t.t("take-all-credit")}</p>
        }
        .into_any();
    }
    let form = &page.form;
    let visits = form.value("choice") == "visits";
    view! {
        <fieldset class="choices" class:field-wrong=form.error("choice").is_some()>
            <legend>{t.t("take-choice")}</legend>
            {error_line("choice", form.error("choice"), t)}
            <div class="choice">
                <input type="radio" name="choice" id="choice" value="oldest" checked=!visits/>
                <label for="choice">{t.t("take-oldest")}</label>
            </div>
            <div class="choice">
                <input type="radio" name="choice" id="choice-visits" value="visits" checked=visits/>
                <label for="choice-visits">{t.t("take-visits")}</label>
                <fieldset class="choice-more">
                    <legend class="hidden">{t.t("picker-visits-legend")}</legend>
                    {error_line("visit", form.error("visit"), t)}
                    {dues.iter().enumerate().map(|(n, due)| tick(n, due, page, t)).collect_view()}
                </fieldset>
            </div>
        </fieldset>
        <p class="soft">{t.t("take-more")}</p>
    }
    .into_any()
}

fn tick(n: usize, due: &StaffDue, page: &TakePaymentPage, t: Text) -> AnyView {
    let id = if n == 0 { "visit".to_owned() } else { format!("visit-{n}") };
    let detail = format!("{}\u{a0}· {}", t.day(due.date), for_whom(&due.patient_name, false, t));
    view! {
        <div class="tick">
            <input
                type="checkbox" name="visit" id=id.clone() value=due.visit.to_string()
                checked=page.picked.contains(&due.visit)
            />
            <label for=id>
                <span class="tick-words">{due.title.clone()}<span class="soft">{detail}</span></span>
                <span class="num">{t.money(due.due)}</span>
            </label>
        </div>
    }
    .into_any()
}
