//! `/disputes`: everything that was told; `/tell`: which visit it is about.

use domain::dispute::State;
use leptos::prelude::*;

use crate::model::{DisputeCard, DisputesPage, TellWhichPage};
use crate::parts::day;
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// `/disputes`.
#[must_use]
pub fn disputes(ctx: &Ctx, page: &DisputesPage) -> String {
    document(ctx, Head::new(ctx.text().t("cases-title")), |t| {
        let none = page.disputes.is_empty().then(|| view! { <p class="lead">{t.t("cases-none")}</p> });
        let rows = (!page.disputes.is_empty()).then(|| {
            let rows = page.disputes.iter().map(|card| row(card, false, t)).collect_view();
            view! { <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div> }
        });
        view! {
            <div class="narrow">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                <h1>{t.t("cases-title")}</h1>
                {none}
                {rows}
                <p><a class="button" href="/tell">{t.t("cases-new")}</a></p>
            </div>
        }
        .into_any()
    })
}

fn row(card: &DisputeCard, aside: bool, t: Text) -> AnyView {
    let aside = (aside && card.frozen.is_positive())
        .then(|| view! { <p>{t.with("home-aside", &[("amount", &t.money(card.frozen))])}</p> });
    let (tone, state) = standing(card.state, t);
    view! {
        <li class="row">
            <div>
                <a class="row-title" href=format!("/disputes/{}", card.id)>
                    {t.t(&format!("case-reason-{}", card.reason.code()))}
                    <span class="hidden">", "{card.reference.clone()}</span>
                </a>
                <p class="soft">{card.title.clone()}", "{day(card.visit_date, t)}
                    "\u{a0}· "{t.with("case-number", &[("reference", &card.reference)])}</p>
                {aside}
            </div>
            <span class=format!("pill {tone}")>{state}</span>
        </li>
    }
    .into_any()
}

fn standing(state: State, t: Text) -> (&'static str, String) {
    match state {
        State::WaitingPatient => ("pill-wait", t.t("case-state-patient")),
        State::Decided => ("pill-good", t.t("case-state-decided")),
        State::Closed => ("", t.t("case-state-closed")),
        State::Received | State::Appealed => ("pill-wait", t.t("case-state-received")),
        State::WaitingFederal => ("pill-wait", t.t("case-state-federal")),
        State::Acknowledged | State::InReview | State::WaitingInsurer => {
            ("pill-wait", t.t("case-state-review"))
        }
    }
}

/// Those that are not over, on the home page: what is set aside, and the way to each.
pub(crate) fn open_ones(cards: &[DisputeCard], t: Text) -> Option<AnyView> {
    if cards.is_empty() {
        return None;
    }
    let rows = cards.iter().map(|card| row(card, true, t));
    Some(
        view! {
            <section aria-labelledby="cases">
                <h2 id="cases">{t.t("home-cases")}</h2>
                <div class="card card-rows"><ul class="rows" role="list">{rows.collect_view()}</ul></div>
            </section>
        }
        .into_any(),
    )
}

/// `/tell`.
#[must_use]
pub fn tell_which(ctx: &Ctx, page: &TellWhichPage) -> String {
    document(ctx, Head::new(ctx.text().t("tell-title")), |t| {
        let rows = page.visits.iter().map(|(id, title, date, name)| {
            view! {
                <li class="row"><div>
                    <a class="row-title" href=format!("/visits/{id}/tell")>{title.clone()}
                        <span class="hidden">", "{t.day(*date)}</span></a>
                    <p class="soft">{day(*date, t)}"\u{a0}· "{name.clone()}</p>
                </div></li>
            }
        });
        let list = if page.visits.is_empty() {
            view! { <p class="lead">{t.t("tell-no-visit")}</p> }.into_any()
        } else {
            view! {
                <p class="lead">{t.t("tell-which")}</p>
                <div class="card card-rows"><ul class="rows" role="list">{rows.collect_view()}</ul></div>
            }
            .into_any()
        };
        view! {
            <div class="narrow">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                <h1>{t.t("tell-title")}</h1>
                {list}
            </div>
        }
        .into_any()
    })
}
