//! `/plans`: every plan of the account, those that ask for something first; and plans in short
//! on other pages.

use domain::Money;
use leptos::prelude::*;

use super::plan::{due_words, stands};
use crate::model::{PlanCard, PlanStands, PlansElsewhere, PlansPage};
use crate::parts::share_bar;
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn plans(ctx: &Ctx, page: &PlansPage) -> String {
    document(ctx, Head::new(ctx.text().t("myplans-title")), |t| {
        let (over, open): (Vec<_>, Vec<_>) = page.plans.iter().partition(|card| is_over(card));
        let none = (page.plans.is_empty() && page.elsewhere.is_empty())
            .then(|| view! { <p class="lead">{t.t("myplans-none")}</p> });
        let start = page.can_start.then(|| {
            let class = if open.is_empty() { "button primary" } else { "button" };
            view! { <p><a class=class href="/plans/new">{t.t("myplans-start")}</a></p> }
        });
        let open = open.into_iter().map(|card| plan_card(card, "h2", t)).collect_view();
        let over = (!over.is_empty()).then(|| {
            let cards = over.iter().map(|card| plan_card(card, "h3", t)).collect_view();
            view! {
                <section aria-labelledby="over">
                    <h2 id="over">{t.t("myplans-over")}</h2>
                    <div class="stack">{cards}</div>
                </section>
            }
        });
        view! {
            <div class="narrow plan-list">
                <h1>{t.t("myplans-title")}</h1>
                {none}
                <div class="stack">{open}</div>
                {start}
                {over}
                {page.elsewhere.iter().map(|place| elsewhere(place, t)).collect_view()}
            </div>
        }
        .into_any()
    })
}

fn is_over(card: &PlanCard) -> bool {
    matches!(card.stands, PlanStands::Finished | PlanStands::Ended(_))
}

/// A plan in short: what comes next, how far it has come, and the way to it.
pub(super) fn plan_card(card: &PlanCard, heading: &'static str, t: Text) -> AnyView {
    let (class, state) = stands(card.stands, t);
    let asks = !is_over(card) && !matches!(card.stands, PlanStands::Paused(_) | PlanStands::Proposed);
    let (words, amount) = due_words(card, t)
        .filter(|_| asks)
        .map_or_else(|| (state.clone(), None), |(words, amount)| (words, Some(amount)));
    let amount = amount.map(|amount| view! { <span class="card-amount num">{amount}</span> });
    let head = match heading {
        "h2" => view! { <h2>{words.clone()}</h2> }.into_any(),
        _ => view! { <h3>{words.clone()}</h3> }.into_any(),
    };
    let pill = asks.then(|| view! { <span class=class>{state}</span>" " });
    let total = card.paid + card.left;
    let so_far = (total.is_positive() && card.stands != PlanStands::Proposed).then(|| {
        let values = [("paid", t.money(card.paid)), ("total", t.money(total))];
        let values: Vec<(&'static str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        view! {
            <p class="soft">{t.with("myplan-so-far", &values)}</p>
            <div class="plan-bar">{share_bar(total, card.paid, card.left)}</div>
        }
    });
    let link = match card.stands {
        PlanStands::Proposed => "myplans-finish",
        _ => "myplans-see",
    };
    view! {
        <article class="card">
            <div class="card-head">{head}{amount}</div>
            {so_far}
            <p>{pill}<a href=format!("/plans/{}", card.id)>{t.t(link)}<span class="hidden">": "{words}</span></a></p>
        </article>
    }
    .into_any()
}

/// Plans of another account, which the reader looks at with one press.
fn elsewhere(place: &PlansElsewhere, t: Text) -> AnyView {
    let left: Money = place.plans.iter().map(|card| card.left).sum();
    let next = match place.plans.as_slice() {
        [only] => format!("/plans/{}", only.id),
        _ => "/plans".to_owned(),
    };
    view! {
        <section aria-label=place.practice_name.clone()>
            <div class="card plan-elsewhere">
                <h2>{place.practice_name.clone()}<span class="soft block">{place.name.clone()}</span></h2>
                <p>{t.count("myplans-elsewhere", place.plans.len(), &[("left", &t.money(left))])}</p>
                <form method="post" action="/household/look">
                    <input type="hidden" name="practice" value=place.practice.to_string()/>
                    <input type="hidden" name="guarantor" value=place.guarantor.to_string()/>
                    <input type="hidden" name="next" value=next/>
                    <button class="button small">
                        {t.t("myplans-look")}<span class="hidden">": "{place.practice_name.clone()}</span>
                    </button>
                </form>
            </div>
        </section>
    }
    .into_any()
}

/// The plans beside what is due, on the home page.
pub(super) fn beside_due(plans: &[PlanCard], t: Text) -> Option<AnyView> {
    if plans.is_empty() {
        return None;
    }
    let cards = plans.iter().map(|card| plan_card(card, "h3", t)).collect_view();
    let id = if plans.len() > 1 { "myplans-title" } else { "myplan-title" };
    Some(
        view! {
            <section aria-labelledby="plans">
                <h2 id="plans">{t.t(id)}</h2>
                <div class="stack">{cards}</div>
            </section>
        }
        .into_any(),
    )
}
