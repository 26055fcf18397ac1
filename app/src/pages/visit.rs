//! `/visits/{id}`: how what was charged became what is owed, in the order in which it
//! happened, and line by line down to the entries.

pub(super) mod lines;

use domain::Money;
use domain::denial::State;
use domain::ledger::Account;
use domain::story::{Breakdown, InsurerPayment};
use leptos::prelude::*;

use crate::model::{GoneVisit, Refusal, VisitPage};
use crate::parts::{
    Mood, Tone, came, capital, carc, code, day, estimate, for_whom, notice, payer_or, piece_bar, share_bar,
    sole, visit_title, ways_out_from, why,
};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// A visit that is somebody else's now: that it is, and what the reader paid for it.
#[must_use]
pub fn gone_visit(ctx: &Ctx, gone: &GoneVisit) -> String {
    document(ctx, Head::new(ctx.text().t("gone-page-title")), |t| {
        let paid = gone.paid.is_positive().then(|| {
            let words = t.with("gone-paid", &[("amount", &t.money(gone.paid))]);
            view! { <p><b>{words}</b>" "{t.t("gone-paid-where")}" "<a href="/payments">{t.t("gone-receipts")}</a></p> }
        });
        view! {
            <div class="narrow">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                <h1>{t.t("gone-page-title")}</h1>
                <p class="soft">{t.with("gone-visit", &[("date", &t.day(gone.date))])}</p>
                <p class="lead">{t.with("gone-what", &[("date", &t.date(gone.since))])}</p>
                {paid}
            </div>
        }
        .into_any()
    })
}

/// The page.
#[must_use]
pub fn visit(ctx: &Ctx, page: &VisitPage) -> String {
    document(ctx, Head::new(ctx.text().t("visit-title")), |t| {
        let card = &page.card;
        let title = visit_title(&card.title, card.provider.as_ref(), t);
        view! {
            <div class="visit">
                <div class="visit-head">
                    <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                    <h1>{title}</h1>
                    <p class="soft">{facts(page, t)}</p>
                    {came(page.card.id, page.since, page.plan_before && page.over_time, t)}
                </div>
                <section class="visit-story" aria-labelledby="story">
                    <h2 id="story">{heading(&page.story.breakdown, t)}</h2>
                    <div class="card story">{steps(page, t)}</div>
                </section>
                {lines::by_line(page, t)}
                {what_now(page, t)}
            </div>
        }
        .into_any()
    })
}

fn facts(page: &VisitPage, t: Text) -> AnyView {
    let card = &page.card;
    let covered =
        (!card.payers.is_empty()).then(|| t.with("visit-covered", &[("payers", &t.list(&card.payers))]));
    let more = [page.location.clone(), covered].into_iter().flatten();
    let more = more.map(|fact| view! { "\u{a0}· "{fact} }).collect_view();
    view! {
        <time datetime=card.date.to_string()>{t.date(card.date)}</time>
        "\u{a0}· "{for_whom(&card.patient_name, card.is_self, t)}{more}
    }
    .into_any()
}

fn heading(story: &Breakdown, t: Text) -> String {
    let (charged, share) = (t.money(story.charged), t.money(story.share));
    let open = story.with_insurance.is_positive() || story.refused.is_positive();
    let id = if open { "story-so-far" } else { "story-became" };
    t.with(id, &[("charged", &charged), ("share", &share)])
}

/// One step of the story.
struct Step {
    name: String,
    note: Option<AnyView>,
    amount: Money,
    tone: Tone,
}

fn steps(page: &VisitPage, t: Text) -> AnyView {
    let story = &page.story.breakdown;
    let mut before = story.charged;
    let middle = between(page, t)
        .into_iter()
        .map(|step| {
            let drawing = piece_bar(story.charged, before, step.amount, step.tone);
            before -= step.amount;
            view! {
                <li class="step">
                    <div class="step-head"><b>{step.name}</b><b class="num">{t.money(-step.amount)}</b></div>
                    {step.note}
                    {drawing}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="steps" role="list">
            <li class="step">
                <div class="step-head"><b>{t.t("step-charged")}</b><b class="num">{t.money(story.charged)}</b></div>
                {piece_bar(story.charged, story.charged, story.charged, Tone::Charged)}
            </li>
            {middle}
            {your_share(page, t)}
        </ol>
    }
    .into_any()
}

/// The steps between charge and share: what came off, what insurers paid, what waits.
fn between(page: &VisitPage, t: Text) -> Vec<Step> {
    let story = &page.story.breakdown;
    let payer = payer_or(sole(&page.card.payers), t);
    let note = |id: &str| Some(view! { <p class="soft">{t.t(id)}</p> }.into_any());
    let mut steps = Vec::new();
    let mut push = |name: String, note, amount: Money, tone| {
        if !amount.is_zero() {
            steps.push(Step { name: capital(&name), note, amount, tone });
        }
    };
    push(t.t("step-discount"), note("step-discount-what"), story.discount, Tone::Discount);
    push(t.t("step-other"), note("step-other-what"), story.other, Tone::Discount);
    for payment in &page.story.insurer_payments {
        let payer = payer_or(payment.payer.as_ref(), t);
        let id = if payment.amount.is_negative() { "step-insurer-took" } else { "step-insurer-paid" };
        push(t.with(id, &[("payer", &payer)]), Some(traced(payment, t)), payment.amount, Tone::Insurer);
    }
    let name = t.with("step-waiting", &[("payer", &payer)]);
    push(name, note("step-waiting-what"), story.with_insurance, Tone::Waiting);
    let name = t.with("step-refused", &[("payer", &payer)]);
    push(name, Some(refusal(page, t)), story.refused, Tone::Waiting);
    steps
}

fn traced(payment: &InsurerPayment, t: Text) -> AnyView {
    let trace = payment.trace.as_ref().map(|trace| view! { ", "{t.with("step-trace", &[("trace", trace)])} });
    view! { <p class="soft">{day(payment.date, t)}{trace}</p> }.into_any()
}

/// Why an insurer has not paid, and that nothing of it is due.
fn refusal(page: &VisitPage, t: Text) -> AnyView {
    let entries = page.story.lines.iter().flat_map(|line| &line.entries);
    let mut reasons: Vec<_> = entries
        .filter(|posted| {
            posted.entry.account == Account::DeniedReceivable && posted.entry.amount.is_positive()
        })
        .filter_map(|posted| posted.entry.reason.clone())
        .collect();
    reasons.sort();
    reasons.dedup();
    let reasons = reasons.into_iter().map(|reason| {
        let words = carc(&reason.carc, t);
        view! { {words}" "<span class="code">{code(&reason, t)}</span>" " }
    });
    let what = page.refusal.map(|refusal| doing(refusal, t));
    let help = page.refusal.filter(|refusal| refusal.ask).map(|_| {
        let answer = format!("/visits/{}/tell?ask=coverage", page.card.id);
        view! { <p>{t.t("refusal-help")}" "<a href=answer>{t.t("refusal-answer")}</a></p> }
    });
    let what = what.unwrap_or_else(|| t.t("step-refused-what"));
    view! { <p>{reasons.collect_view()}<b>{what}</b></p>{help} }.into_any()
}

/// What the practice does about it, and since when.
fn doing(refusal: Refusal, t: Text) -> String {
    let id = match refusal.state {
        State::SentAgain => "refusal-sent",
        State::Appealed => "refusal-appealed",
        _ => "refusal-open",
    };
    t.with(id, &[("date", &t.date(refusal.since))])
}

fn your_share(page: &VisitPage, t: Text) -> AnyView {
    let story = &page.story;
    let Breakdown { charged, share, ref reasons, .. } = story.breakdown;
    let paid = story.paid.min(share).or_zero();
    let forgiven = story.forgiven_in_all().min(share - paid).or_zero();
    let drawing = share.is_positive().then(|| share_bar(charged, paid, share - paid - forgiven));
    let reasons = reasons.iter().map(|one| why(one.share, one.reason.as_ref(), one.amount, t)).collect_view();
    let none = share.is_zero().then(|| view! { <p class="soft">{t.t("step-share-none")}</p> });
    view! {
        <li class="step step-share">
            <div class="step-head"><b>{t.t("step-share")}</b><b class="num">{t.money(share)}</b></div>
            {none}
            {drawing}
            {reasons}
        </li>
        {paid_so_far(page, t)}
    }
    .into_any()
}

fn paid_so_far(page: &VisitPage, t: Text) -> Option<AnyView> {
    let story = &page.story;
    if story.payments.is_empty() && story.plan_costs.is_empty() && story.forgiven.is_empty() {
        return None;
    }
    let costs = story.plan_costs.iter().map(|cost| {
        let name = match (cost.account, cost.amount.is_negative()) {
            (Account::LateFees, false) => "step-late-fee",
            (Account::LateFees, true) => "step-late-fee-off",
            (_, false) => "step-plan-interest",
            (_, true) => "step-plan-interest-off",
        };
        view! {
            <li class="step">
                <div class="step-head"><b>{t.t(name)}</b><b class="num">{t.money(cost.amount)}</b></div>
                <p class="soft">{day(cost.date, t)}</p>
            </li>
        }
    });
    let forgiven = story.forgiven.iter().map(|one| {
        let name = if one.amount.is_negative() { "step-forgiven-off" } else { "step-forgiven" };
        view! {
            <li class="step">
                <div class="step-head"><b>{t.t(name)}</b><b class="num">{t.money(-one.amount)}</b></div>
                <p class="soft">{day(one.date, t)}</p>
            </li>
        }
    });
    let payments = story.payments.iter().map(|payment| {
        view! {
            <li class="step">
                <div class="step-head"><b>{t.t(if payment.before { "step-paid-before" } else { "step-you-paid" })}</b><b class="num">{t.money(-payment.amount)}</b></div>
                <p class="soft">{day(payment.date, t)}</p>
            </li>
        }
    });
    let (name, left) =
        if story.credit.is_positive() { ("step-credit", story.credit) } else { ("step-left", story.due) };
    let note = story.credit.is_positive().then(|| view! { <p class="soft">{t.t("step-credit-what")}</p> });
    Some(
        view! {
            {costs.collect_view()}
            {forgiven.collect_view()}
            {payments.collect_view()}
            <li class="step step-share">
                <div class="step-head"><b>{t.t(name)}</b><b class="num">{t.money(left)}</b></div>
                {note}
            </li>
        }
        .into_any(),
    )
}

fn what_now(page: &VisitPage, t: Text) -> AnyView {
    let card = &page.card;
    let over_time = page.over_time.then(|| format!("/plans/new?visit={}", card.id));
    let tell = format!("/visits/{}/tell", card.id);
    let credit = card.credit.is_positive();
    let (name, left) = if credit { ("step-credit", card.credit) } else { ("step-left", card.due) };
    let asked = card.asked();
    let payable = asked >= domain::payment::GATEWAY_LEAST;
    let pay = payable.then(|| {
        let words = t.with("home-pay", &[("amount", &t.money(asked))]);
        view! { <a class="button primary" href=format!("/pay?visit={}", card.id)>{words}</a> }
    });
    let small = (asked.is_positive() && !payable).then(|| view! { <p>{t.t("home-too-small")}</p> });
    let planned = card.plan.filter(|_| card.planned.is_positive()).map(|plan| {
        let sentence = t.with("visit-planned", &[("amount", &t.money(card.planned))]);
        view! { <p>{sentence}" "<a href=format!("/plans/{plan}")>{t.t("myplans-see")}</a></p> }
    });
    let ways = if card.due.is_positive() {
        ways_out_from(over_time, tell, t)
    } else {
        let ask = format!("{tell}?ask=question");
        view! {
            <div class="ways">
                <a class="button" href=tell>{t.t("way-wrong")}</a>
                <a class="button" href=ask>{t.t("way-ask")}</a>
            </div>
        }
        .into_any()
    };
    let aside = card.aside.is_positive().then(|| {
        let sentence = t.with("visit-aside", &[("amount", &t.money(card.aside))]);
        notice(Mood::Wait, view! { <p>{sentence}</p> })
    });
    let cases = page.cases.iter().map(|(id, reference)| {
        let sentence = t.with("visit-case", &[("reference", reference)]);
        view! { <p>{sentence}" "<a href=format!("/disputes/{id}")>{t.t("visit-aside-see")}<span class="hidden">": "{reference.clone()}</span></a></p> }
    });
    view! {
        <section class="visit-now" aria-labelledby="now">
            <h2 id="now" class="visit-left"><span>{t.t(name)}</span>" "<span class="num">{t.money(left)}</span></h2>
            {page.told.as_ref().map(|told| estimate(told, t))}
            <div class="actions">{aside}{planned}{pay}{small}{cases.collect_view()}{ways}</div>
        </section>
    }
    .into_any()
}
