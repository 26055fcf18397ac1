//! What a payer's bank asked about or took back.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::model::{ChargebackRow, ChargebackState};
use crate::pages::staff::parts::{deadline, iso};
use crate::{Ctx, Text};

pub(super) fn chargebacks(ctx: &Ctx, rows: &[ChargebackRow], t: Text) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let rows = rows.iter().map(|one| row(ctx, one, t)).collect_view();
    Some(
        view! {
            <section aria-labelledby="chargebacks">
                <h2 id="chargebacks">{t.t("chargebacks-title")}</h2>
                <ul class="cases" role="list">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn row(ctx: &Ctx, one: &ChargebackRow, t: Text) -> AnyView {
    let (class, state, what) = match one.state {
        ChargebackState::Inquiry => ("pill pill-wait", "chargeback-inquiry", "chargeback-inquiry-what"),
        ChargebackState::NeedsResponse => {
            ("pill pill-bad", "chargeback-needs-response", "chargeback-needs-response-what")
        }
        ChargebackState::UnderReview => {
            ("pill pill-wait", "chargeback-under-review", "chargeback-under-review-what")
        }
        ChargebackState::Won => ("pill pill-good", "chargeback-won", "chargeback-won-what"),
        ChargebackState::Lost => ("pill", "chargeback-lost", "chargeback-lost-what"),
        ChargebackState::Closed => ("pill pill-good", "chargeback-closed", "chargeback-closed-what"),
    };
    let why = t.try_t(&format!("dispute-{}", one.reason)).unwrap_or_else(|| t.t("dispute-general"));
    let fee = one.fee.is_positive().then(|| t.with("chargeback-fee", &[("amount", &t.money(one.fee))]));
    let answerable = matches!(one.state, ChargebackState::Inquiry | ChargebackState::NeedsResponse);
    let due = one.evidence_due.filter(|_| answerable).map(|due| until(ctx, due, t));
    view! {
        <li class="case">
            <div class="case-head">
                <p><b class="num">{t.money(one.amount)}</b>" "<span class=class>{t.t(state)}</span></p>
                <p class="soft">{iso(one.opened)}</p>
            </div>
            {due}
            <p>{why}" "{t.t(what)}</p>
            {fee.map(|fee| view! { <p class="soft">{fee}</p> })}
        </li>
    }
    .into_any()
}

/// The day after which no answer counts. The hour is Stripe's, so a day that is over is
/// late and today is not yet.
fn until(ctx: &Ctx, due: OffsetDateTime, t: Text) -> AnyView {
    let late = due.date() < ctx.today;
    view! { <p>{t.t("chargeback-until")}" "{deadline(ctx, due, late, t)}</p> }.into_any()
}
