//! What has happened to a plan, in plain words, with the schedule before and after.

use domain::Money;
use domain::plan::{Event, PauseReason, Then};
use leptos::prelude::*;

use super::before_after;
use crate::model::{PlanBy, PlanHappening, PlanHistoryPage};
use crate::parts::day;
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// `/plans/{id}/history`.
#[must_use]
pub fn plan_history(ctx: &Ctx, page: &PlanHistoryPage) -> String {
    document(ctx, Head::new(ctx.text().t("myplan-happened")), |t| {
        let rows = page.happened.iter().map(|one| row(one, true, t)).collect_view();
        view! {
            <div class="narrow">
                <p class="back"><a href=format!("/plans/{}", page.plan)>{t.t("myplan-back")}</a></p>
                <h1>{t.t("myplan-happened")}</h1>
                <div class="card card-rows"><ol class="rows" role="list">{rows}</ol></div>
            </div>
        }
        .into_any()
    })
}

/// The last few, without schedules.
pub(super) fn happenings(happened: &[PlanHappening], t: Text) -> AnyView {
    let rows = happened.iter().map(|one| row(one, false, t)).collect_view();
    view! { <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div> }.into_any()
}

fn row(one: &PlanHappening, whole: bool, t: Text) -> AnyView {
    let by = match one.by {
        PlanBy::You | PlanBy::Itself => None,
        PlanBy::Practice => Some(t.t("myplan-by-practice")),
    };
    let receipt = one.receipt.map(|payment| {
        view! {
            "\u{a0}· "<a href=format!("/receipts/{payment}")>{t.t("lately-receipt")}
                <span class="hidden">", "{t.day(one.on)}</span></a>
        }
    });
    let redrawn = one.redrawn.as_ref().filter(|_| whole).map(|(before, after)| {
        view! {
            <details class="plan-redrawn">
                <summary>{t.t("myplan-redrawn")}<span class="hidden">", "{t.day(one.on)}</span></summary>
                {before_after(before, after, t)}
            </details>
        }
    });
    view! {
        <li class="row row-more">
            <div>
                <p class="row-title">{words(one, t)}</p>
                <p class="soft">{day(one.on, t)}{by.map(|by| view! { "\u{a0}· "{by} })}{receipt}</p>
            </div>
            {redrawn}
        </li>
    }
    .into_any()
}

/// What happened, in a sentence.
fn words(one: &PlanHappening, t: Text) -> String {
    let about = one.about.map(|due| t.day(due)).unwrap_or_default();
    let of = |id: &str, amount: Money| t.with(id, &[("amount", &t.money(amount))]);
    let on = |id: &str| t.with(id, &[("date", &about)]);
    match one.what {
        Event::Signed { .. } => t.t("myplan-ev-signed"),
        Event::Paid { amount } => of("myplan-ev-paid", amount),
        Event::PaidTwice { amount, .. } => of("myplan-ev-paid-twice", amount),
        Event::PaidExtra { amount, then: Then::Fewer } => of("myplan-ev-extra-fewer", amount),
        Event::PaidExtra { amount, then: Then::Smaller } => of("myplan-ev-extra-smaller", amount),
        Event::PaidOff { amount } => of("myplan-ev-paid-off", amount),
        Event::Missed { .. } => on("myplan-ev-missed"),
        Event::Declined { .. } => on("myplan-ev-declined"),
        Event::MethodReplaced => t.t("myplan-ev-method"),
        Event::MethodRemoved => t.t("myplan-ev-method-gone"),
        Event::AutopayStarted { cap } => of("myplan-ev-autopay", cap),
        Event::AutopayStopped => t.t("myplan-ev-autopay-off"),
        Event::Joined { amount } => of("myplan-ev-joined", amount),
        Event::Lowered { amount } => of("myplan-ev-lowered", amount),
        Event::Raised { amount } => of("myplan-ev-raised", amount),
        Event::Forgiven { amount } => of("myplan-ev-forgiven", amount),
        Event::Refunded { amount } => of("myplan-ev-refunded", amount),
        Event::ChargedBack { amount } => of("myplan-ev-charged-back", amount),
        Event::ChargebackWon { amount } => of("myplan-ev-won", amount),
        Event::Disputed { amount } => of("myplan-ev-disputed", amount),
        Event::DisputeSettled { .. } => t.t("myplan-ev-settled"),
        Event::Paused { reason } => t.t(match reason {
            PauseReason::PatientAsked => "myplan-ev-paused",
            _ => "myplan-ev-paused-other",
        }),
        Event::Resumed => t.t("myplan-ev-resumed"),
        Event::Skipped => t.t("myplan-ev-skipped"),
        Event::Reaged => t.t("myplan-ev-reaged"),
        Event::Moved { .. } => t.t("myplan-ev-moved"),
        Event::Defaulted => t.t("myplan-ev-broken"),
        Event::Cured => t.t("myplan-ev-cured"),
        Event::Transferred { .. } => t.t("myplan-ev-transferred"),
        Event::PracticeMerged { .. } => t.t("myplan-ev-merged"),
        Event::PracticeLeft => t.t("myplan-ev-left"),
        Event::Cancelled => t.t("myplan-ev-ended"),
    }
}
