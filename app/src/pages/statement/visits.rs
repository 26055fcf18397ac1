//! Visit by visit: the bar, the columns that add up, and line by line why.

use domain::Money;
use domain::statement::{StatedLine, StatedReason, StatedVisit, Statement};
use leptos::prelude::*;

use crate::Text;
use crate::parts::{Bar, Tone, amount, capital, day, drawn, for_whom, payer_or, visit_title, why};

/// The section; nothing when no visit is listed.
pub(super) fn visits(statement: &Statement, t: Text) -> Option<AnyView> {
    if statement.visits.is_empty() {
        return None;
    }
    let (open, settled): (Vec<_>, Vec<_>) =
        statement.visits.iter().partition(|visit| visit.due.is_positive() || visit.credit.is_positive());
    // What changed and leaves nothing to pay is there for whoever looks for it.
    let settled = (!settled.is_empty()).then(|| {
        let said = t.count("statement-settled-visits", settled.len(), &[]);
        view! {
            <details class="folded">
                <summary>{said}</summary>
                <div class="stack">{settled.iter().map(|visit| card(visit, t)).collect_view()}</div>
            </details>
        }
    });
    let open = open.iter().map(|visit| card(visit, t)).collect_view();
    Some(
        view! {
            <section aria-labelledby="what-for">
                <h2 id="what-for">{t.t("home-what-for")}</h2>
                <div class="stack">{open}{settled}</div>
            </section>
        }
        .into_any(),
    )
}

/// How many lines of a visit are shown before the rest folds away.
const UNFOLDED: usize = 12;

/// What is left of a visit, and what that is called.
fn left(visit: &StatedVisit) -> (&'static str, Money) {
    if visit.credit.is_positive() { ("step-credit", visit.credit) } else { ("statement-owe", visit.due) }
}

fn card(visit: &StatedVisit, t: Text) -> AnyView {
    let title = visit_title(&visit.title, visit.provider.as_ref(), t);
    // Several insurers can stand behind one part, so that none of them is named for it.
    let bar = Bar::of_columns(&visit.columns, (visit.forgiven, visit.paid), &payer_or(None, t), t);
    let covered = visit.payer.as_ref().map(|payer| {
        view! { "\u{a0}· "{t.with("visit-covered", &[("payers", payer)])} }
    });
    let (shown, folded) = visit.lines.split_at(visit.lines.len().min(UNFOLDED));
    let line = |line: &StatedLine| explained(line, visit, t);
    let folded = (!folded.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{t.count("statement-more-lines", folded.len(), &[])}</summary>
                {folded.iter().map(line).collect_view()}
            </details>
        }
    });
    view! {
        <article class="card stated">
            <div class="card-head">
                <h3>{title.clone()}</h3>
                <span class="card-amount num">{t.money(left(visit).1)}</span>
            </div>
            <p class="soft">{day(visit.date, t)}"\u{a0}· "{for_whom(&visit.patient_name, false, t)}{covered}</p>
            <div class="bar">{drawn(&bar)}</div>
            {columns(visit, &title, t)}
            <div class="explained">{shown.iter().map(line).collect_view()}{folded}</div>
        </article>
    }
    .into_any()
}

/// From charge to what is owed, each part with its sign and its colour in the bar.
fn columns(visit: &StatedVisit, title: &str, t: Text) -> AnyView {
    let its = &visit.columns;
    let payer = payer_or(None, t);
    let parts = [
        (Tone::Discount, t.t("statement-discount"), its.discount),
        (Tone::Discount, t.t("step-other"), its.other),
        (Tone::Insurer, capital(&t.with("step-insurer-paid", &[("payer", &payer)])), its.insurers),
        (Tone::Waiting, t.t("statement-with-insurance"), its.with_insurance),
        (Tone::Waiting, t.t("statement-refused"), its.refused),
    ];
    let row = |tone: Option<Tone>, name: String, sum: Money, class: &'static str| {
        let dot =
            tone.map(|tone| view! { <span class=format!("dot {}", tone.class()) aria-hidden="true"></span> });
        view! { <tr class=class><th scope="row">{dot}{name}</th><td>{amount(sum, t)}</td></tr> }
    };
    let parts = parts.into_iter().filter(|(_, _, sum)| !sum.is_zero());
    let (name, rest) = left(visit);
    let own = visit.paid - visit.paid_before;
    let (paid, paid_tone) = if own.is_negative() {
        (t.t("statement-since-sent-back"), None)
    } else {
        (t.t("step-you-paid"), Some(Tone::Paid))
    };
    let yours = visit.due.is_positive().then_some(Tone::Yours);
    view! {
        <table class="sums">
            <caption class="hidden">{t.with("statement-columns", &[("title", title)])}</caption>
            <tbody>
                {row(None, t.t("step-charged"), its.charged, "")}
                {parts.map(|(tone, name, sum)| row(Some(tone), name, -sum, "")).collect_view()}
                {row(None, t.t("statement-share"), its.share, "sums-part")}
                {(!visit.plan_cost.is_zero()).then(|| row(None, t.t("statement-plan-cost"), visit.plan_cost, ""))}
                {(!visit.forgiven.is_zero()).then(|| row(Some(Tone::Discount), t.t("step-forgiven"), -visit.forgiven, ""))}
                {(!visit.paid_before.is_zero()).then(|| row(None, t.t("step-paid-before"), -visit.paid_before, ""))}
                {(!own.is_zero()).then(|| row(paid_tone, paid, -own, ""))}
            </tbody>
            <tfoot>{row(yours, t.t(name), rest, "")}</tfoot>
        </table>
    }
    .into_any()
}

/// One line, which opens to why it is whose.
fn explained(line: &StatedLine, visit: &StatedVisit, t: Text) -> AnyView {
    let its = &line.columns;
    let name = line.description.clone().unwrap_or_else(|| t.t("lines-whole"));
    let payer = payer_or(visit.payer.as_ref(), t);
    let code = line.code.clone().map(|code| view! { {code}<span class="line-dot">"\u{a0}· "</span> });
    let steps = [
        (t.t("step-charged"), None, its.charged),
        (t.t("statement-discount"), Some("step-discount-what"), -its.discount),
        (t.t("step-other"), Some("step-other-what"), -its.other),
        (capital(&t.with("step-insurer-paid", &[("payer", &payer_or(None, t))])), None, -its.insurers),
        (t.with("step-waiting", &[("payer", &payer)]), Some("step-waiting-what"), -its.with_insurance),
        (t.with("step-refused", &[("payer", &payer)]), Some("step-refused-what"), -its.refused),
    ];
    let steps = steps.into_iter().filter(|(_, _, sum)| !sum.is_zero()).map(|(name, what, sum)| {
        let what = what.map(|id| view! { <span class="entry-why">{t.t(id)}</span> });
        view! {
            <li class="entry entry-two">
                <span class="entry-what">{capital(&name)}{what}</span>
                <span class="num">{t.money(sum)}</span>
            </li>
        }
    });
    view! {
        <details class="line line-plain">
            <summary>
                <span class="line-name">
                    {name}
                    <span class="line-code">{code}<span class="line-words">{t.t("statement-explain")}</span></span>
                </span>
                <b class="num"><span class="hidden">{t.t("statement-share")}" "</span>{t.money(its.share)}</b>
            </summary>
            <ol class="entries" role="list">
                {steps.collect_view()}
                <li class="entry entry-two"><b class="entry-what">{t.t("statement-share")}</b><b class="num">{t.money(its.share)}</b></li>
            </ol>
            {whys(&line.reasons, t)}
        </details>
    }
    .into_any()
}

fn whys(reasons: &[StatedReason], t: Text) -> AnyView {
    if reasons.is_empty() {
        return view! { <p class="soft">{t.t("statement-line-none")}</p> }.into_any();
    }
    reasons.iter().map(|one| why(one.share, one.reason.as_ref(), one.amount, t)).collect_view().into_any()
}
