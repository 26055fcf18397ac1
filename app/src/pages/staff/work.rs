//! `/staff/work`: what waits for a person; the deadline first, then what happened and
//! what to do next.

use leptos::prelude::*;

use super::desk;
use super::parts::{deadline, stamp};
use crate::model::{WorkItem, WorkKind, WorkPage};
use crate::{Ctx, Text};

/// The list.
#[must_use]
pub fn work(ctx: &Ctx, page: &WorkPage) -> String {
    desk(ctx, "staff-work", |t| {
        let done = page
            .done
            .then(|| view! { <p class="notice notice-good" role="status">{t.t("work-put-away")}</p> });
        let list = if page.items.is_empty() {
            view! { <p class="notice notice-good"><b>{t.t("work-none")}</b>" "{t.t("work-none-what")}</p> }
                .into_any()
        } else {
            let rows = page.items.iter().enumerate().map(|(n, item)| row(ctx, n, item, t)).collect_view();
            view! { <ul class="work" role="list">{rows}</ul> }.into_any()
        };
        view! { {done}{list} }.into_any()
    })
}

/// What happened, and what to do next.
fn words(kind: WorkKind) -> (&'static str, &'static str) {
    match kind {
        WorkKind::RefundApproval => ("work-refund-approval", "work-refund-approval-next"),
        WorkKind::RefundFailed => ("work-refund-failed", "work-refund-failed-next"),
        WorkKind::RefundUnknown => ("work-refund-unknown", "work-refund-unknown-next"),
        WorkKind::Chargeback => ("work-chargeback", "work-chargeback-next"),
        WorkKind::PaymentUnknown => ("work-payment-unknown", "work-payment-unknown-next"),
        WorkKind::Difference => ("work-difference", "work-difference-next"),
        WorkKind::CreditApproval => ("work-credit", "work-credit-next"),
        WorkKind::ReturnedMail => ("work-returned-mail", "work-returned-mail-next"),
        WorkKind::PlanLook => ("work-plan-look", "work-plan-look-next"),
        WorkKind::PlanException => ("work-plan-exception", "work-plan-exception-next"),
        WorkKind::PromiseBroken => ("work-promise-broken", "work-promise-broken-next"),
        WorkKind::LinkLocked => ("work-link-locked", "work-link-locked-next"),
        WorkKind::HookDisabled => ("work-hook-disabled", "work-hook-disabled-next"),
        WorkKind::Dispute => ("work-dispute", "work-dispute-next"),
        WorkKind::DisputeApproval => ("work-dispute-approval", "work-dispute-approval-next"),
        WorkKind::DenialApproval => ("work-denial-approval", "work-denial-approval-next"),
        WorkKind::GuarantorApproval => ("work-guarantor-approval", "work-guarantor-approval-next"),
        WorkKind::WriteOffApproval => ("work-write-off-approval", "work-write-off-approval-next"),
        WorkKind::Rebill => ("work-rebill", "work-rebill-next"),
        WorkKind::Hardship => ("work-hardship", "work-hardship-next"),
        WorkKind::Untold => ("work-untold", "work-untold-next"),
        WorkKind::RefusedEmail => ("work-refused-email", "work-refused-email-next"),
    }
}

fn row(ctx: &Ctx, n: usize, item: &WorkItem, t: Text) -> AnyView {
    let (title, next) = words(item.kind);
    let title = t.with(title, &[("amount", &t.money(item.amount))]);
    let due = match item.due {
        Some(due) => deadline(ctx, due, item.late, t),
        None => view! { <span class="soft">{t.t("work-no-deadline")}</span> }.into_any(),
    };
    let name = item.name.clone().map(|name| view! { <b>{name}</b>"\u{a0}· " });
    let open = item.link.clone().map(|href| {
        view! { <a class="button small" href=href>{t.t("work-open")}<span class="hidden">": "{title.clone()}</span></a> }
    });
    view! {
        <li class="work-item" class:work-late=item.late>
            <div class="work-when">{due}</div>
            <div class="work-what">
                <h2>{title.clone()}</h2>
                <p>{t.t(next)}</p>
                <p class="soft">{name}{t.t("work-since")}" "{stamp(item.opened)}</p>
                {item.note.clone().map(|note| view! { <p class="quoted">{note}</p> })}
            </div>
            <div class="work-act">
                {open}
                {item.closable.then(|| put_away(n, item, &title, t))}
            </div>
        </li>
    }
    .into_any()
}

fn put_away(n: usize, item: &WorkItem, title: &str, t: Text) -> AnyView {
    let id = format!("note-{n}");
    view! {
        <details class="put-away">
            <summary class="button small">{t.t("work-done")}<span class="hidden">": "{title.to_owned()}</span></summary>
            <form method="post" action=format!("/staff/work/{}/done", item.id) class="form">
                <div class="field">
                    <label for=id.clone()>{t.t("work-note")}</label>
                    <input class="input" id=id name="note" type="text" autocomplete="off"/>
                </div>
                <button class="button">{t.t("work-put-away-button")}</button>
            </form>
        </details>
    }
    .into_any()
}
