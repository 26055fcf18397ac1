//! `/plans/{id}`: what comes next, how far it has come, how it is paid, what can be changed,
//! and what has happened.

mod change;
mod happened;
mod join;
mod pay;
mod standing;

use domain::Money;
use domain::plan::{Decline, Instalment};
use leptos::prelude::*;
use time::Date;

pub use change::{plan_change, plan_days, plan_refused, plan_words};
pub use happened::plan_history;
pub use join::plan_join;
pub use pay::{plan_extra, plan_pay};
pub(in crate::pages) use standing::{due_words, stands};

use self::happened::happenings;
use crate::model::{PlanHow, PlanPage, PlanStands, PlanTold, PlanTry, PlanWish};
use crate::parts::{Mood, ScheduleRow, capital, day, notice, schedule, schedule_rows, share_bar};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn plan(ctx: &Ctx, page: &PlanPage) -> String {
    document(ctx, Head::new(ctx.text().t("myplan-title")), |t| {
        view! {
            <p class="back"><a href="/plans">{t.t("myplans-title")}</a></p>
            {page.told.map(|told| said(told, t))}
            <div class="columns">
                <div class="column-main">
                    {standing::top(ctx, page, t)}
                    {beside(page, t)}
                    {so_far(page, t)}
                    {planned(ctx.today, page, t)}
                </div>
                <div class="column-side">
                    {how(page, t)}
                    {changes(page, t)}
                    {lately(page, t)}
                    {papers(page, t)}
                </div>
            </div>
        }
        .into_any()
    })
}

/// What the reader's last press did.
fn said(told: PlanTold, t: Text) -> AnyView {
    let id = match told {
        PlanTold::Signed => "myplan-told-signed",
        PlanTold::Changed => "myplan-told-changed",
        PlanTold::Method => "myplan-told-method",
        PlanTold::Joined => "myplan-told-joined",
        PlanTold::Ended => "myplan-told-ended",
    };
    view! { <p class="notice notice-good plan-told" role="status">{t.t(id)}</p> }.into_any()
}

/// What is not in the schedule and belongs to it: on its way, in question, beside, to join.
fn beside(page: &PlanPage, t: Text) -> Option<AnyView> {
    let mut said: Vec<AnyView> = Vec::new();
    let mut say = |mood, id: &str, what: &str, amount: Money, link: Option<(String, &str)>| {
        if amount.is_positive() {
            let sentence = t.with(id, &[("amount", &t.money(amount))]);
            let link = link.map(|(href, id)| view! { " "<a href=href>{t.t(id)}</a> });
            said.push(notice(mood, view! { <p><b>{sentence}</b>" "{t.t(what)}{link}</p> }));
        }
    };
    say(Mood::Wait, "myplan-on-its-way", "myplan-on-its-way-what", page.on_its_way, None);
    say(Mood::Wait, "myplan-held", "myplan-held-what", page.held, None);
    let to_pay = || Some(("/pay".to_owned(), "myplan-outside-link"));
    say(Mood::Wait, "myplan-down", "myplan-down-what", page.down, to_pay());
    let join = format!("/plans/{}/join", page.card.id);
    if page.may_join.is_positive() && page.own {
        let link = Some((join, "myplan-join-link"));
        say(Mood::Plain, "myplan-may-join", "myplan-may-join-what", page.may_join, link);
    } else if !matches!(page.card.stands, PlanStands::Broken | PlanStands::Ended(_)) {
        let outside = page.outside - page.down;
        say(Mood::Plain, "myplan-outside", "myplan-outside-what", outside, to_pay());
    }
    (!said.is_empty()).then(|| view! { <div class="stack">{said}</div> }.into_any())
}

/// How much of it is paid.
fn so_far(page: &PlanPage, t: Text) -> Option<AnyView> {
    let total = page.card.paid + page.card.left;
    if !total.is_positive() || page.card.stands == PlanStands::Proposed {
        return None;
    }
    let values = [("paid", t.money(page.card.paid)), ("total", t.money(total))];
    let values: Vec<(&'static str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let left = page.card.left;
    let left = left.is_positive().then(|| {
        let n = page.instalments.iter().filter(|one| one.left().is_positive()).count();
        let interest: Money = page.instalments.iter().map(|one| one.interest - one.interest_paid()).sum();
        let interest =
            interest.is_positive().then(|| t.with("myplan-interest", &[("amount", &t.money(interest))]));
        view! { <p class="soft">{t.count("myplan-left", n, &[("amount", &t.money(left))])}" "{interest}</p> }
    });
    Some(
        view! {
            <section aria-labelledby="so-far">
                <h2 id="so-far">{t.with("myplan-so-far", &values)}</h2>
                <div class="plan-bar">{share_bar(total, page.card.paid, page.card.left)}</div>
                {left}
            </section>
        }
        .into_any(),
    )
}

/// The schedule with what is paid, due and missed.
fn planned(today: Date, page: &PlanPage, t: Text) -> Option<AnyView> {
    if page.instalments.is_empty() {
        return None;
    }
    let running = !matches!(
        page.card.stands,
        PlanStands::Paused(_) | PlanStands::Finished | PlanStands::Ended(_) | PlanStands::Proposed
    );
    let mut left: Money = page.instalments.iter().map(Instalment::amount).sum();
    let line = |one: &Instalment| {
        left -= one.amount();
        let state = state(one, running && one.due <= today, t);
        ScheduleRow { number: one.number, due: one.due, amount: one.amount(), left, state }
    };
    let rows = page.instalments.iter().map(line).collect();
    let paused = matches!(page.card.stands, PlanStands::Paused(_))
        .then(|| view! { <p class="soft">{t.t("myplan-dates-paused")}</p> });
    Some(
        view! {
            <section aria-labelledby="schedule">
                <h2 id="schedule">{t.t("myplan-schedule")}</h2>
                {paused}
                {schedule(t.t("myplan-schedule"), rows, t)}
            </section>
        }
        .into_any(),
    )
}

/// How one payment stands, in a word; nothing for one that is to come.
fn state(one: &Instalment, is_due: bool, t: Text) -> Option<(&'static str, String)> {
    if one.left().is_zero() {
        let id = if one.extra { "myplan-one-extra" } else { "myplan-one-paid" };
        Some(("pill pill-good", t.t(id)))
    } else if one.missed {
        Some(("pill pill-wait", t.t("myplan-one-missed")))
    } else if one.paid.is_positive() {
        Some(("pill pill-wait", t.with("myplan-one-part", &[("left", &t.money(one.left()))])))
    } else {
        is_due.then(|| ("pill pill-wait", t.t("myplan-one-due")))
    }
}

/// The schedule before and after a change: what is still to be paid.
pub(super) fn before_after(now: &[Instalment], then: &[Instalment], t: Text) -> AnyView {
    let part = |id: &'static str, all: &[Instalment]| {
        let body = if all.is_empty() {
            view! { <p class="soft">{t.t("myplan-none-left")}</p> }.into_any()
        } else {
            schedule(t.t(id), schedule_rows(all), t)
        };
        view! { <div><h2>{t.t(id)}</h2>{body}</div> }
    };
    view! { <div class="plan-both">{part("myplan-now", now)}{part("myplan-then", then)}</div> }.into_any()
}

fn how(page: &PlanPage, t: Text) -> Option<AnyView> {
    let over = matches!(page.card.stands, PlanStands::Finished | PlanStands::Ended(_) | PlanStands::Proposed);
    let how = page.how.as_ref().filter(|_| !over)?;
    let body = match how {
        PlanHow::ByHand => view! { <p>{t.t("myplan-by-hand")}</p> }.into_any(),
        PlanHow::NoMethod => view! { <p>{t.t("myplan-no-method")}</p> }.into_any(),
        PlanHow::Taken { label, cap } => view! {
            <p>{t.with("myplan-taken", &[("method", &capital(label))])}</p>
            <p class="soft">{t.with("myplan-cap", &[("cap", &t.money(*cap))])}</p>
        }
        .into_any(),
    };
    let another = match how {
        // Nothing is authorised yet: that comes first.
        PlanHow::ByHand => {
            let href = format!("/plans/{}/method", page.card.id);
            view! { <a class="button" href=href>{t.t("myplan-method-first")}</a> }.into_any()
        }
        // That is the one step then.
        PlanHow::NoMethod => ().into_any(),
        PlanHow::Taken { .. } => method_form(page, "myplan-method-another", false, t),
    };
    let wish = |wish: PlanWish| page.wishes.contains(&wish).then(|| link(page, wish, t));
    Some(
        view! {
            <section aria-labelledby="how">
                <h2 id="how">{t.t("myplan-how")}</h2>
                {body}
                {tries(page, t)}
                <div class="plan-wishes">
                    {another}
                    {wish(PlanWish::Remove)}
                    {wish(PlanWish::Stop)}
                </div>
            </section>
        }
        .into_any(),
    )
}

/// The press that leads to the page on which a card or account is kept.
pub(super) fn method_form(page: &PlanPage, id: &str, first: bool, t: Text) -> AnyView {
    view! {
        <form method="post" action=format!("/plans/{}/method", page.card.id)>
            <input type="hidden" name="press" value=page.token.clone()/>
            <button class="button" class:primary=first>{t.t(id)}</button>
        </form>
    }
    .into_any()
}

fn tries(page: &PlanPage, t: Text) -> Option<AnyView> {
    if page.tries.is_empty() {
        return None;
    }
    let line = |one: &PlanTry| {
        let why = match one.why {
            Decline::AuthenticationRequired => "myplan-try-confirm",
            Decline::InsufficientFunds => "myplan-try-money",
            Decline::Unavailable => "myplan-try-later",
            Decline::ExpiredOrDetached => "myplan-try-expired",
            Decline::Hard => "myplan-try-no",
        };
        let again =
            one.again.map(|again| view! { " "{t.with("myplan-try-again", &[("date", &t.day(again))])} });
        view! { <li><p>{day(one.on, t)}": "{t.t(why)}{again}</p></li> }
    };
    Some(
        view! {
            <h3>{t.t("myplan-tries")}</h3>
            <ul class="plan-tries" role="list">{page.tries.iter().map(line).collect_view()}</ul>
        }
        .into_any(),
    )
}

fn link(page: &PlanPage, wish: PlanWish, t: Text) -> AnyView {
    let href = format!("/plans/{}/change/{}", page.card.id, wish.code());
    view! { <a class="button" href=href>{t.t(change::named(wish))}</a> }.into_any()
}

/// What can be changed, each on a page that shows what it does.
fn changes(page: &PlanPage, t: Text) -> Option<AnyView> {
    // Going on is the one step of a plan that is paused.
    let here = [PlanWish::Days, PlanWish::Skip, PlanWish::Pause, PlanWish::Cancel];
    let links: Vec<AnyView> =
        here.into_iter().filter(|wish| page.wishes.contains(wish)).map(|wish| link(page, wish, t)).collect();
    (!links.is_empty()).then(|| {
        view! {
            <section aria-labelledby="changes">
                <h2 id="changes">{t.t("myplan-changes")}</h2>
                <p class="soft">{t.t("myplan-changes-what")}</p>
                <div class="plan-wishes">{links}</div>
            </section>
        }
        .into_any()
    })
}

fn lately(page: &PlanPage, t: Text) -> Option<AnyView> {
    if page.lately.is_empty() {
        return None;
    }
    let all = page.more.then(|| {
        let href = format!("/plans/{}/history", page.card.id);
        view! { <p><a href=href>{t.t("myplan-happened-all")}</a></p> }
    });
    Some(
        view! {
            <section aria-labelledby="happened">
                <h2 id="happened">{t.t("myplan-happened")}</h2>
                {happenings(&page.lately, t)}
                {all}
            </section>
        }
        .into_any(),
    )
}

fn papers(page: &PlanPage, t: Text) -> Option<AnyView> {
    if !page.own {
        return None;
    }
    let id = page.card.id;
    let dates = page.card.next.filter(|_| page.card.stands != PlanStands::Proposed).map(|_| {
        view! { <li><a href=format!("/plans/{id}/dates.ics")>{t.t("myplan-dates")}</a></li> }
    });
    Some(
        view! {
            <section aria-labelledby="papers">
                <h2 id="papers">{t.t("myplan-papers")}</h2>
                <p class="soft">{t.with("myplan-signed-on", &[("date", &t.date(page.signed_on))])}</p>
                <ul class="plan-papers" role="list">
                    <li><a href=format!("/plans/{id}/agreement.pdf")>{t.t("myplan-agreement")}</a></li>
                    {dates}
                </ul>
            </section>
        }
        .into_any(),
    )
}
