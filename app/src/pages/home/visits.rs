//! What it is for: a card for each visit that is due, a line for each other one.

use leptos::prelude::*;

use crate::Text;
use crate::model::{GoneVisit, VisitCard};
use crate::parts::{Bar, bar, because, day, for_whom, payer_or, sole, visit_title};

pub(super) fn what_for(due: &[&VisitCard], t: Text) -> Option<AnyView> {
    if due.is_empty() {
        return None;
    }
    Some(
        view! {
            <section aria-labelledby="what-for">
                <h2 id="what-for">{t.t("home-what-for")}</h2>
                <div class="stack">{due.iter().map(|card| visit_card(card, t)).collect_view()}</div>
            </section>
        }
        .into_any(),
    )
}

fn visit_card(card: &VisitCard, t: Text) -> AnyView {
    let title = visit_title(&card.title, card.provider.as_ref(), t);
    let why = because(card, t).map(|why| view! { {why}" " });
    view! {
        <article class="card">
            <div class="card-head">
                <h3>{title.clone()}</h3>
                <span class="card-amount num">{t.money(card.asked())}</span>
            </div>
            <p class="soft">{day(card.date, t)}"\u{a0}· "{for_whom(&card.patient_name, card.is_self, t)}</p>
            {bar(&Bar::of(card, t), t)}
            <p>
                {why}
                <a href=format!("/visits/{}", card.id)>
                    {t.t("home-see")}<span class="hidden">": "{title}", "{t.day(card.date)}</span>
                </a>
            </p>
        </article>
    }
    .into_any()
}

/// How many visits that are not due are shown before the rest folds away.
const UNFOLDED: usize = 5;

pub(super) fn others(rest: &[&VisitCard], alone: bool, t: Text) -> Option<AnyView> {
    if rest.is_empty() {
        return None;
    }
    let row = |card: &&VisitCard| {
        let (tone, state) = standing(card, t);
        view! {
            <li class="row">
                <div>
                    <a class="row-title" href=format!("/visits/{}", card.id)>{card.title.clone()}
                        <span class="hidden">", "{t.day(card.date)}</span></a>
                    <p class="soft">{day(card.date, t)}"\u{a0}· "{for_whom(&card.patient_name, card.is_self, t)}</p>
                </div>
                <span class=format!("pill {tone}")>{state}</span>
            </li>
        }
    };
    let (shown, folded) = rest.split_at(rest.len().min(UNFOLDED));
    let folded = (!folded.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{t.count("home-more-visits", folded.len(), &[])}</summary>
                <ul class="rows" role="list">{folded.iter().map(row).collect_view()}</ul>
            </details>
        }
    });
    Some(
        view! {
            <section aria-labelledby="others">
                <h2 id="others">{t.t(if alone { "home-visits-all" } else { "home-visits-other" })}</h2>
                <div class="card card-rows">
                    <ul class="rows" role="list">{shown.iter().map(row).collect_view()}</ul>
                    {folded}
                </div>
            </section>
        }
        .into_any(),
    )
}

fn standing(card: &VisitCard, t: Text) -> (&'static str, String) {
    let payer = payer_or(sole(&card.payers), t);
    if card.aside.is_positive() {
        ("pill-wait", t.t("case-state-review"))
    } else if card.planned.is_positive() {
        ("pill-good", t.t("standing-plan"))
    } else if card.breakdown.with_insurance.is_positive() {
        ("pill-wait", t.with("standing-with", &[("payer", &payer)]))
    } else if card.breakdown.refused.is_positive() {
        ("pill-wait", t.t("standing-refused"))
    } else if card.credit.is_positive() {
        ("pill-good", t.with("standing-credit", &[("amount", &t.money(card.credit))]))
    } else {
        ("pill-good", t.t("standing-settled"))
    }
}

/// What is somebody else's now: folded, because nothing of it is to be done.
pub(super) fn gone(visits: &[GoneVisit], t: Text) -> Option<AnyView> {
    if visits.is_empty() {
        return None;
    }
    let row = |visit: &GoneVisit| {
        let name = t.with("gone-visit", &[("date", &t.day(visit.date))]);
        let since = t.with("gone-since", &[("date", &t.day(visit.since))]);
        view! {
            <li class="row">
                <div>
                    <a class="row-title" href=format!("/visits/{}", visit.id)>{name}</a>
                    <p class="soft">{since}</p>
                </div>
            </li>
        }
    };
    Some(
        view! {
            <details class="more">
                <summary>{t.count("gone-title", visits.len(), &[])}</summary>
                <ul class="rows" role="list">{visits.iter().map(row).collect_view()}</ul>
            </details>
        }
        .into_any(),
    )
}
