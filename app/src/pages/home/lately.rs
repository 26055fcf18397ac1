//! What has happened, and whose bills they are.

use leptos::prelude::*;

use crate::Text;
use crate::model::{HomePage, LatelyItem, LatelyState, LatelyWhat};
use crate::parts::{amount, day};

pub(super) fn lately(page: &HomePage, t: Text) -> Option<AnyView> {
    if page.lately.is_empty() {
        return None;
    }
    let rows = page.lately.iter().map(|item| lately_row(item, t)).collect_view();
    Some(
        view! {
            <section aria-labelledby="lately">
                <h2 id="lately">{t.t("home-lately")}</h2>
                <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div>
            </section>
        }
        .into_any(),
    )
}

fn lately_row(item: &LatelyItem, t: Text) -> AnyView {
    let (what, shown) = match &item.what {
        LatelyWhat::YouPaid => (t.t("lately-you-paid"), -item.amount.abs()),
        LatelyWhat::SentBack => (t.t("lately-sent-back"), item.amount.abs()),
        LatelyWhat::TakenBack => (t.t("lately-taken-back"), item.amount.abs()),
        LatelyWhat::InsurerPaid(payer) if item.amount.is_negative() => {
            (t.with("lately-insurer-took", &[("payer", payer)]), item.amount.abs())
        }
        LatelyWhat::InsurerPaid(payer) => (t.with("lately-insurer-paid", &[("payer", payer)]), -item.amount),
        LatelyWhat::Charged => (t.t("lately-charged"), item.amount),
    };
    let state = match item.state {
        LatelyState::Done => None,
        LatelyState::OnItsWay => Some(t.t("state-on-its-way")),
        LatelyState::Checking => Some(t.t("state-checking")),
    };
    let link = item.link.clone().map(|href| {
        let id = match item.what {
            LatelyWhat::YouPaid | LatelyWhat::SentBack | LatelyWhat::TakenBack => "lately-receipt",
            LatelyWhat::InsurerPaid(_) | LatelyWhat::Charged => "lately-visit",
        };
        view! {
            "\u{a0}· "<a href=href>{t.t(id)}<span class="hidden">", "{t.day(item.date)}", "{t.money(item.amount)}</span></a>
        }
    });
    view! {
        <li class="row">
            <div>
                <p class="row-title">{what}{state.map(|state| view! { " "<span class="pill pill-wait">{state}</span> })}</p>
                <p class="soft">{day(item.date, t)}{link}</p>
            </div>
            <b>{amount(shown, t)}</b>
        </li>
    }
    .into_any()
}

pub(super) fn household(page: &HomePage, t: Text) -> Option<AnyView> {
    if page.household.len() < 2 {
        return None;
    }
    Some(
        view! {
            <section aria-labelledby="household">
                <h2 id="household">{t.t("home-household")}</h2>
                <p>{t.with("home-household-who", &[("names", &t.list(&page.household))])}</p>
            </section>
        }
        .into_any(),
    )
}
