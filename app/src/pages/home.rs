//! `/home`: how much, by when, and what else there is than paying it all now; then
//! what is not mine yet, what it is for, and what has happened.

use domain::payment::GATEWAY_LEAST;
use leptos::prelude::*;

use crate::model::{HomePage, LatelyItem, LatelyState, LatelyWhat, OnTheWayKind, VisitCard};
use crate::parts::{Bar, Mood, amount, bar, because, day, for_whom, notice, payer_or, ways_out};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn home(ctx: &Ctx, page: &HomePage) -> String {
    document(ctx, Head::new(ctx.text().t("home-title")), |t| {
        let (due, rest): (Vec<_>, Vec<_>) = page.visits.iter().partition(|card| card.due.is_positive());
        let lately = lately(page, t);
        let household = household(page, t);
        let aside = (lately.is_some() || household.is_some())
            .then(|| view! { <div class="column-side">{lately}{household}</div> });
        view! {
            <div class="columns">
                <div class="column-main">
                    {owed(page, t)}
                    {not_yours_yet(page, t)}
                    {on_the_way(page, t)}
                    {what_for(&due, t)}
                    {others(&rest, due.is_empty(), t)}
                </div>
                {aside}
            </div>
        }
        .into_any()
    })
}

fn owed(page: &HomePage, t: Text) -> AnyView {
    let head = if page.due_total.is_positive() { due(page, t) } else { nothing_due(page, t) };
    let open = page.pay_open.then(|| notice(Mood::Plain, view! { <p>{t.t("home-pay-open")}</p> }));
    let credit = page.credit.is_positive().then(|| {
        let sentence = t.with("home-credit", &[("amount", &t.money(page.credit))]);
        notice(Mood::Good, view! { <p><b>{sentence}</b>" "{t.t("home-credit-what")}</p> })
    });
    view! { <div class="owed">{head}{open}{credit}</div> }.into_any()
}

fn due(page: &HomePage, t: Text) -> AnyView {
    let visits = t.count("home-visits", page.visits_due, &[]);
    // A balance that no card carries is asked for by no day.
    let by = page.due_by.filter(|_| page.due_total >= GATEWAY_LEAST);
    let when = match by {
        Some(by) => view! { <p class="soft">{visits}"\u{a0}· "{t.with("home-by", &[("date", &t.day(by))])}</p> }.into_any(),
        None => view! { <p class="soft">{visits}</p> }.into_any(),
    };
    let total = t.money(page.due_total);
    let pay = if page.due_total < GATEWAY_LEAST {
        notice(Mood::Plain, view! { <p>{t.t("home-too-small")}</p> })
    } else {
        view! { <a class="button primary" href="/pay">{t.with("home-pay", &[("amount", &total)])}</a> }.into_any()
    };
    view! {
        <h1 class="hero">
            <span class="eyebrow">{t.t("home-owe")}</span>" "
            <span class="hero-amount num">{total}</span>
        </h1>
        {when}
        {pay}
        {ways_out(t)}
    }
    .into_any()
}

fn nothing_due(page: &HomePage, t: Text) -> AnyView {
    let name: &[(&'static str, &str)] = &[("name", &page.name)];
    let (title, sentence) = if page.visits.is_empty() && page.lately.is_empty() {
        (t.with("home-first", name), t.t("home-first-what"))
    } else if !page.with_insurance.is_empty() {
        (t.t("home-nothing-yet"), t.t("home-nothing-yet-what"))
    } else if !page.on_the_way.is_empty() {
        (t.t("home-nothing-more"), t.t("home-nothing-more-what"))
    } else {
        (t.with("home-nothing", name), t.t("home-nothing-what"))
    };
    let ways = (!page.visits.is_empty()).then(|| {
        view! { <div class="ways ways-one"><a class="button" href="/help?about=wrong">{t.t("way-wrong")}</a></div> }
    });
    view! {
        <h1 class="hero-words">{title}</h1>
        <p class="lead">{sentence}</p>
        {ways}
    }
    .into_any()
}

fn not_yours_yet(page: &HomePage, t: Text) -> Option<AnyView> {
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

fn on_the_way(page: &HomePage, t: Text) -> Option<AnyView> {
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

fn what_for(due: &[&VisitCard], t: Text) -> Option<AnyView> {
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
    let title = title(card, t);
    let why = because(card, t).map(|why| view! { {why}" " });
    view! {
        <article class="card">
            <div class="card-head">
                <h3>{title.clone()}</h3>
                <span class="card-amount num">{t.money(card.due)}</span>
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

/// `Office visit with Dr. Chen`.
fn title(card: &VisitCard, t: Text) -> String {
    match &card.provider {
        Some(provider) => t.with("visit-with", &[("title", &card.title), ("provider", provider)]),
        None => card.title.clone(),
    }
}

/// How many visits that are not due are shown before the rest folds away.
const UNFOLDED: usize = 5;

fn others(rest: &[&VisitCard], alone: bool, t: Text) -> Option<AnyView> {
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
    let payer = payer_or(card.payers.first(), t);
    if card.breakdown.with_insurance.is_positive() {
        ("pill-wait", t.with("standing-with", &[("payer", &payer)]))
    } else if card.breakdown.refused.is_positive() {
        ("pill-wait", t.t("standing-refused"))
    } else if card.credit.is_positive() {
        ("pill-good", t.with("standing-credit", &[("amount", &t.money(card.credit))]))
    } else {
        ("pill-good", t.t("standing-settled"))
    }
}

fn lately(page: &HomePage, t: Text) -> Option<AnyView> {
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
        let id = if item.what == LatelyWhat::YouPaid { "lately-receipt" } else { "lately-visit" };
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

fn household(page: &HomePage, t: Text) -> Option<AnyView> {
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
