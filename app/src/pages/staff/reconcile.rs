//! `/staff/reconcile`: Stripe's account beside the books; each difference with what can
//! be done about it.

use domain::Money;
use domain::access::Permission;
use leptos::prelude::*;

use super::parts::{iso, stamp};
use super::{desk, payouts};
use crate::format::whole;
use crate::model::{DifferenceAction, DifferenceKind, DifferenceRow, ReconcileNotice, ReconcilePage};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn reconcile(ctx: &Ctx, page: &ReconcilePage) -> String {
    let may = ctx.may(Permission::SettleDifferences);
    desk(ctx, "staff-reconcile", |t| {
        if !page.configured {
            return view! { <p class="notice">{t.t("reconcile-off")}</p> }.into_any();
        }
        view! {
            {page.notice.map(|what| said(what, t))}
            <div class="desk-head">
                <div>{standing(page, t)}</div>
                {may.then(|| view! {
                    <form method="post" action="/staff/reconcile">
                        <button class="button">{t.t("reconcile-now")}</button>
                    </form>
                })}
            </div>
            <h2>{t.t("differences-title")}</h2>
            {differences(page, may, t)}
            <h2>{t.t("payouts-title")}</h2>
            {payouts::table(&page.payouts, "payouts-none", t)}
        }
        .into_any()
    })
}

fn said(what: ReconcileNotice, t: Text) -> AnyView {
    let (class, words) = match what {
        ReconcileNotice::Ran { new: 0, .. } => ("notice notice-good", t.t("reconcile-ran-nothing")),
        ReconcileNotice::Ran { new, recovered } => {
            let ran = t.with("reconcile-ran", &[("new", &whole(new)), ("recovered", &whole(recovered))]);
            ("notice notice-good", ran)
        }
        ReconcileNotice::NoAnswer => ("notice notice-wait", t.t("reconcile-no-answer")),
        ReconcileNotice::Resolved => ("notice notice-good", t.t("reconcile-resolved")),
    };
    view! { <p class=class role="status">{words}</p> }.into_any()
}

fn standing(page: &ReconcilePage, t: Text) -> AnyView {
    let Some(last) = page.last_run else {
        return view! { <p>{t.t("reconcile-never")}</p> }.into_any();
    };
    let through = page.checked_through.map(|through| {
        view! { <p class="soft">{t.t("reconcile-through")}" "{stamp(through)}"\u{a0}· "{t.with("reconcile-movements", &[("n", &whole(page.movements))])}</p> }
    });
    view! {
        <p>{t.t("reconcile-last")}" "<b>{stamp(last)}</b></p>
        {through}
    }
    .into_any()
}

fn differences(page: &ReconcilePage, may: bool, t: Text) -> AnyView {
    if page.differences.is_empty() {
        let id = if page.last_run.is_some() { "differences-none" } else { "differences-unknown" };
        let class = if page.last_run.is_some() { "notice notice-good" } else { "soft" };
        return view! { <p class=class>{t.t(id)}</p> }.into_any();
    }
    let rows = page.differences.iter().map(|one| difference(one, may, t)).collect_view();
    view! { <ul class="cases" role="list">{rows}</ul> }.into_any()
}

/// What it is called, and what it means.
fn words(kind: DifferenceKind) -> (&'static str, &'static str) {
    match kind {
        DifferenceKind::ChargeNotOurs => ("difference-charge-not-ours", "difference-charge-not-ours-what"),
        DifferenceKind::RefundNotOurs => ("difference-refund-not-ours", "difference-refund-not-ours-what"),
        DifferenceKind::AmountDiffers => ("difference-amount", "difference-amount-what"),
        DifferenceKind::NotAtStripe => ("difference-not-at-stripe", "difference-not-at-stripe-what"),
        DifferenceKind::RefundNotAtStripe => {
            ("difference-refund-not-at-stripe", "difference-refund-not-at-stripe-what")
        }
        DifferenceKind::PayoutDiffers => ("difference-payout", "difference-payout-what"),
        DifferenceKind::Unassigned => ("difference-unassigned", "difference-unassigned-what"),
    }
}

fn difference(one: &DifferenceRow, may: bool, t: Text) -> AnyView {
    let (title, what) = words(one.kind);
    let side = |id: &str, amount: Option<Money>| {
        let shown = amount.map_or_else(|| t.t("difference-nothing"), |amount| t.money(amount));
        view! { <div><dt>{t.t(id)}</dt><dd class="num" class:zero=amount.is_none()>{shown}</dd></div> }
    };
    view! {
        <li class="case">
            <div class="case-head">
                <h3>{t.t(title)}</h3>
                <p class="soft">{iso(one.date)}</p>
            </div>
            <p>{t.t(what)}</p>
            <dl class="sides">
                {side("difference-stripe", one.stripe)}
                {side("difference-books", one.books)}
                <div><dt>{t.t("difference-reference")}</dt><dd class="code">{one.reference.clone()}</dd></div>
            </dl>
            <ul class="remedies" role="list">
                {one.actions.iter().filter(|_| may).map(|action| remedy(one, *action, t)).collect_view()}
            </ul>
        </li>
    }
    .into_any()
}

fn remedy(one: &DifferenceRow, action: DifferenceAction, t: Text) -> AnyView {
    let (label, what) = match action {
        DifferenceAction::BookUnidentified => ("action-book-unidentified", "action-book-unidentified-what"),
        DifferenceAction::AdoptRefund => ("action-adopt-refund", "action-adopt-refund-what"),
        DifferenceAction::CorrectAmount => ("action-correct-amount", "action-correct-amount-what"),
        DifferenceAction::TakeBack => ("action-take-back", "action-take-back-what"),
        DifferenceAction::AskAgain => ("action-ask-again", "action-ask-again-what"),
        DifferenceAction::BookFee => ("action-book-fee", "action-book-fee-what"),
    };
    view! {
        <li>
            <form method="post" action="/staff/reconcile/resolve">
                <input type="hidden" name="difference" value=one.id.clone()/>
                <input type="hidden" name="action" value=action.code()/>
                <button class="button small">{t.t(label)}<span class="hidden">": "{one.reference.clone()}</span></button>
            </form>
            <p class="soft">{t.t(what)}</p>
        </li>
    }
    .into_any()
}
