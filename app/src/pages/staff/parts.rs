//! What more than one staff page is made of: tables, moments, deadlines, one-button
//! forms.

use domain::Money;
use leptos::prelude::*;
use time::{Date, OffsetDateTime, UtcOffset};

use crate::model::StaffPaymentState;
use crate::{Ctx, Text};

/// A moment as staff compare it, in the zone in which it was handed over:
/// `2026-11-02 14:05`.
pub(super) fn stamp(at: OffsetDateTime) -> AnyView {
    view! { <time class="num" datetime=machine(at)>{format!("{} {}", at.date(), clock(at))}</time> }
        .into_any()
}

/// The time of a day alone: `14:05`.
pub(super) fn hour(at: OffsetDateTime) -> AnyView {
    view! { <time class="num" datetime=machine(at)>{clock(at)}</time> }.into_any()
}

pub(super) fn clock(at: OffsetDateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn machine(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!("{}T{}Z", at.date(), clock(at))
}

/// A day as staff compare it: `2026-11-02`.
pub(super) fn iso(date: Date) -> AnyView {
    view! { <time class="num" datetime=date.to_string()>{date.to_string()}</time> }.into_any()
}

/// A deadline: the day and the hour, and how long that is from today.
pub(super) fn deadline(ctx: &Ctx, due: OffsetDateTime, late: bool, t: Text) -> AnyView {
    let days = (due.date() - ctx.today).whole_days();
    let left = match usize::try_from(days) {
        _ if late => t.t("staff-late"),
        Ok(0) | Err(_) => t.t("staff-due-today"),
        Ok(days) => t.count("staff-days-left", days, &[]),
    };
    let class = if late || days <= 2 { "deadline loud" } else { "deadline" };
    view! { <span class=class><b>{left}</b>" "<span class="soft">{stamp(due)}</span></span> }.into_any()
}

/// The heading of a column.
pub(super) fn head(id: &str, class: &'static str, t: Text) -> AnyView {
    view! { <th scope="col" class=class>{t.t(id)}</th> }.into_any()
}

/// A table that scrolls by itself when it is wider than the page.
pub(super) fn scroll(label: &str, heads: AnyView, lines: AnyView, foot: Option<AnyView>, t: Text) -> AnyView {
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=t.t(label)>
            <table class="dense">
                <thead><tr>{heads}</tr></thead>
                <tbody>{lines}</tbody>
                {foot.map(|foot| view! { <tfoot>{foot}</tfoot> })}
            </table>
        </div>
    }
    .into_any()
}

/// A cell with an amount, quiet when it is zero.
pub(super) fn sum(amount: Money, t: Text) -> AnyView {
    view! { <td class="num" class:zero=amount.is_zero()>{t.money(amount)}</td> }.into_any()
}

/// A figure with its name.
pub(super) fn figure(label: &str, amount: Money, t: Text) -> AnyView {
    view! { <p class="figure"><span>{t.t(label)}</span><b class="num">{t.money(amount)}</b></p> }.into_any()
}

/// A form of one button. `about` tells buttons of one name apart for who does not see
/// what stands beside them.
pub(super) fn press(action: String, class: &'static str, label: &str, about: String, t: Text) -> AnyView {
    view! {
        <form method="post" action=action>
            <button class=class>{t.t(label)}<span class="hidden">": "{about}</span></button>
        </form>
    }
    .into_any()
}

/// What became of a payment, as a pill.
pub(super) fn payment_state(state: StaffPaymentState, t: Text) -> AnyView {
    let (class, id) = match state {
        StaffPaymentState::Paid => ("pill pill-good", "payment-paid"),
        StaffPaymentState::OnTheWay => ("pill pill-wait", "state-on-its-way"),
        StaffPaymentState::Checking => ("pill pill-wait", "state-checking"),
        StaffPaymentState::Failed => ("pill", "state-not-paid"),
        StaffPaymentState::Refunded => ("pill", "payment-refunded"),
        StaffPaymentState::PartlyRefunded => ("pill", "payment-partly-refunded"),
        StaffPaymentState::ChargedBack => ("pill pill-bad", "payment-charged-back"),
    };
    view! { <span class=class>{t.t(id)}</span> }.into_any()
}

/// Text that is there to be copied: by hand, and by a button where there is script.
pub(super) fn copy(id: &'static str, label: &str, text: &str, rows: usize, t: Text) -> AnyView {
    let escaped = crate::mail::escaped(text);
    view! {
        <div class="field">
            <label for=id>{t.t(label)}</label>
            <textarea class="input code" id=id rows=rows.to_string() readonly spellcheck="false">{escaped}</textarea>
            <button type="button" class="button small" hidden data-copy=id data-done=t.t("links-copied")>
                {t.t("links-copy")}<span class="hidden">": "{t.t(label)}</span>
            </button>
        </div>
    }
    .into_any()
}

/// Starts the buttons of [`copy`]; once on a page.
pub(super) fn copy_script(nonce: String) -> AnyView {
    let script = "for(const b of document.querySelectorAll('[data-copy]')){b.hidden=false;b.onclick=async()=>{\
                  const f=document.getElementById(b.dataset.copy);f.select();\
                  await navigator.clipboard.writeText(f.value);b.firstChild.textContent=b.dataset.done}}";
    view! { <script nonce=nonce inner_html=script></script> }.into_any()
}
