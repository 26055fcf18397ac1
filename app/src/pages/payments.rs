//! `/payments`: what was paid, newest first.

use domain::Money;
use leptos::prelude::*;

use crate::model::{PatientRefundState, PaymentItem, PaymentState, PaymentsPage};
use crate::parts::{amount, day, paid_with, returns};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn payments(ctx: &Ctx, page: &PaymentsPage) -> String {
    document(ctx, Head::new(ctx.text().t("payments-title")), |t| {
        let list = if page.items.is_empty() {
            view! { <p class="lead">{t.t("payments-none")}</p> }.into_any()
        } else {
            let rows = page.items.iter().map(|item| row(item, t)).collect_view();
            view! { <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div> }.into_any()
        };
        view! {
            <div class="narrow">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                <h1>{t.t("payments-title")}</h1>
                {list}
            </div>
        }
        .into_any()
    })
}

fn row(item: &PaymentItem, t: Text) -> AnyView {
    let state = match item.state {
        PaymentState::Paid if item.charged_back.is_some() => Some(("pill pill-wait", "state-taken-back")),
        PaymentState::Paid if has_left(item) >= item.amount => Some(("pill", "state-sent-back")),
        PaymentState::Paid => None,
        PaymentState::OnTheWay => Some(("pill pill-wait", "state-on-its-way")),
        PaymentState::Checking => Some(("pill pill-wait", "state-checking")),
        PaymentState::NotPaid => Some(("pill", "state-not-paid")),
    };
    let state = state.map(|(class, id)| view! { " "<span class=class>{t.t(id)}</span> });
    let receipt = (item.state == PaymentState::Paid).then(|| {
        view! {
            "\u{a0}· "
            <a href=format!("/receipts/{}", item.id)>
                {t.t("lately-receipt")}<span class="hidden">", "{t.day(item.date)}", "{t.money(item.amount)}</span>
            </a>
        }
    });
    let method = (item.state == PaymentState::Paid).then(|| paid_with(&item.method, t)).flatten();
    let method = method.map(|method| view! { {method}"\u{a0}· " });
    let checking = (item.state == PaymentState::Checking)
        .then(|| view! { <p class="soft">{t.t("payments-checking")}</p> });
    view! {
        <li class="row row-more">
            <div>
                <p class="row-title">{day(item.date, t)}{state}</p>
                <p class="soft">{method}{t.count("home-visits", item.visits, &[])}{receipt}</p>
            </div>
            <b>{amount(item.amount, t)}</b>
            {checking}
            {returns(&item.refunds, item.charged_back, &item.method, t)}
        </li>
    }
    .into_any()
}

/// What the bank has of it already: what is being sent may still be refused.
fn has_left(item: &PaymentItem) -> Money {
    let left = [PatientRefundState::OnTheWay, PatientRefundState::Done];
    item.refunds.iter().filter(|refund| left.contains(&refund.state)).map(|refund| refund.amount).sum()
}
