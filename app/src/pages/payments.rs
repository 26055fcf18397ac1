//! `/payments`: what was paid, newest first.

use leptos::prelude::*;

use crate::model::{PaymentItem, PaymentState, PaymentsPage};
use crate::parts::{amount, day};
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
    view! {
        <li class="row">
            <div>
                <p class="row-title">{day(item.date, t)}{state}</p>
                <p class="soft">{t.count("home-visits", item.visits, &[])}{receipt}</p>
            </div>
            <b>{amount(item.amount, t)}</b>
        </li>
    }
    .into_any()
}
