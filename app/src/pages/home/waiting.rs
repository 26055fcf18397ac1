//! What is not mine yet, and what is on its way.

use leptos::prelude::*;

use crate::Text;
use crate::model::{HomePage, OnTheWayKind};
use crate::parts::{Mood, notice, payer_or};

pub(super) fn not_yours_yet(page: &HomePage, t: Text) -> Option<AnyView> {
    if page.with_insurance.is_empty() {
        return None;
    }
    let one_of_several = page.with_insurance.len() > 1;
    let items = page.with_insurance.iter().map(|item| {
        let payer = payer_or(item.payer.as_ref(), t);
        let values = [("amount", t.money(item.amount)), ("payer", payer)];
        let values: Vec<(&'static str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (head, rest) = if item.refused {
            (t.with("home-refused", &values), t.t("home-refused-what"))
        } else {
            let rest = match item.since {
                Some(since) => t.with("home-with-since", &[("date", &t.day(since))]),
                None => t.t("home-with-what"),
            };
            (t.with("home-with", &values), rest)
        };
        let visit = page.visits.iter().find(|card| card.id == item.visit).map(|card| {
            let name = format!("{}, {}", card.title, t.day(card.date));
            view! { " "<a href=format!("/visits/{}", card.id)>{if one_of_several { name } else { t.t("home-with-visit") }}</a> }
        });
        notice(Mood::Wait, view! { <p><b>{head}</b>" "{rest}{visit}</p> })
    });
    Some(
        view! {
            <section aria-labelledby="not-yet">
                <h2 id="not-yet">{t.t("home-not-yet")}</h2>
                <div class="stack">{items.collect_view()}</div>
            </section>
        }
        .into_any(),
    )
}

pub(super) fn on_the_way(page: &HomePage, t: Text) -> Option<AnyView> {
    if page.on_the_way.is_empty() {
        return None;
    }
    let items = page.on_the_way.iter().map(|item| {
        let amount = t.money(item.amount);
        let values: [(&'static str, &str); 2] = [("amount", &amount), ("date", &t.day(item.started))];
        let (head, rest) = match item.kind {
            OnTheWayKind::Bank => (t.with("home-bank", &values), t.with("home-bank-what", &values)),
            OnTheWayKind::Checking => (t.with("home-checking", &values), t.t("home-checking-what")),
        };
        notice(Mood::Wait, view! { <p><b>{head}</b>" "{rest}</p> })
    });
    Some(
        view! {
            <section aria-labelledby="on-the-way">
                <h2 id="on-the-way">{t.t("home-on-the-way")}</h2>
                <div class="stack">{items.collect_view()}</div>
            </section>
        }
        .into_any(),
    )
}
