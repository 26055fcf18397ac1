//! What went back, or is to: how far each has come, and what the reader can do about it.

use leptos::prelude::*;

use crate::model::{Method, RefundReason, RefundRow, RefundState, StaffPaymentPage};
use crate::pages::staff::parts::{press, stamp};
use crate::parts::error_line;
use crate::{FormState, Text};

pub(super) fn refunds(page: &StaffPaymentPage, may: bool, t: Text) -> Option<AnyView> {
    if page.refunds.is_empty() {
        return None;
    }
    let rows = page.refunds.iter().map(|refund| row(refund, &page.method, &page.form, may, t)).collect_view();
    Some(
        view! {
            <section aria-labelledby="refunds">
                <h2 id="refunds">{t.t("refunds-title")}</h2>
                <ul class="cases" role="list">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// The pill, and what it means in a sentence.
fn standing(state: RefundState) -> (&'static str, &'static str, &'static str) {
    match state {
        RefundState::WaitingApproval => ("pill pill-wait", "refund-waiting", "refund-waiting-what"),
        RefundState::Declined => ("pill", "refund-declined", "refund-declined-what"),
        RefundState::Sending => ("pill pill-wait", "refund-sending", "refund-sending-what"),
        RefundState::Checking => ("pill pill-wait", "state-checking", "refund-checking-what"),
        RefundState::OnTheWay => ("pill pill-wait", "state-on-its-way", "refund-on-the-way-what"),
        RefundState::Done => ("pill pill-good", "refund-done", "refund-done-what"),
        RefundState::Failed => ("pill pill-bad", "refund-failed", "refund-failed-what"),
    }
}

/// What the state means, with the day where there is one.
fn what(refund: &RefundRow, method: &Method, t: Text) -> String {
    if let Some(number) = &refund.by_hand {
        return t.with("refund-by-hand-done", &[("number", number)]);
    }
    let Some(day) = refund.settled_on.filter(|_| refund.state == RefundState::Done) else {
        return t.t(standing(refund.state).2);
    };
    let id = match method {
        Method::Online { .. } | Method::Bank => "refund-arrived",
        Method::Cash | Method::Check | Method::Terminal => "refund-handed-out",
    };
    t.with(id, &[("date", &t.day(day))])
}

fn row(refund: &RefundRow, method: &Method, form: &FormState, may: bool, t: Text) -> AnyView {
    let (class, state, _) = standing(refund.state);
    let failure = refund.failure.as_ref().filter(|_| refund.state == RefundState::Failed).map(|code| {
        let words =
            t.try_t(&format!("refund-failure-{code}")).unwrap_or_else(|| t.t("refund-failure-unknown"));
        view! { {words}" " }
    });
    // Nobody here asks for what a policy sends, which is credits, or what was sent at Stripe.
    let asked = match (&refund.asked_by, refund.reason) {
        (Some(name), _) => t.with("refund-asked", &[("name", name)]),
        (None, RefundReason::Credit) => t.t("refund-asked-policy"),
        (None, _) => t.t("refund-asked-outside"),
    };
    let decided = refund.approved_by.as_ref().map(|name| {
        let id = if refund.state == RefundState::Declined { "refund-declined-by" } else { "refund-approved" };
        view! { "\u{a0}· "{t.with(id, &[("name", name)])} }
    });
    let note = refund.note.clone().map(|note| view! { <p class="quoted">{note}</p> });
    view! {
        <li class="case">
            <div class="case-head">
                <p><b class="num">{t.money(refund.amount)}</b>" "<span class=class>{t.t(state)}</span></p>
                <p class="soft">{stamp(refund.at)}</p>
            </div>
            <p>{t.t(&format!("refund-reason-{}", refund.reason.code()))}". "{failure}{what(refund, method, t)}</p>
            {note}
            <p class="soft">{asked}{decided}</p>
            {may.then(|| actions(refund, form, t))}
        </li>
    }
    .into_any()
}

fn actions(refund: &RefundRow, form: &FormState, t: Text) -> Option<AnyView> {
    let to = |verb: &str| format!("/staff/refunds/{}/{verb}", refund.id);
    let about = t.money(refund.amount);
    let approve = refund
        .can_approve
        .then(|| press(to("approve"), "button primary", "refund-approve", about.clone(), t));
    let decline = refund.can_decline.then(|| {
        // Who may not agree asked for it: they take it back.
        let label = if refund.own { "refund-take-back" } else { "refund-decline" };
        press(to("decline"), "button", label, about.clone(), t)
    });
    if approve.is_some() || decline.is_some() {
        return Some(view! { <div class="case-acts">{approve}{decline}</div> }.into_any());
    }
    (refund.state == RefundState::Failed).then(|| {
        view! {
            <div class="case-acts">{press(to("retry"), "button", "refund-retry", about, t)}</div>
            {by_hand(refund, to("by-hand"), form, t)}
        }
        .into_any()
    })
}

/// Giving it back by the practice's own cheque. Several can stand on a page: the one
/// that came back with an error is the one the summary links to.
fn by_hand(refund: &RefundRow, action: String, form: &FormState, t: Text) -> AnyView {
    let came_back = form.value("refund") == refund.id.to_string();
    let id = if came_back { "reference".to_owned() } else { format!("reference-{}", refund.id) };
    let error = form.error("reference").filter(|_| came_back);
    let value = if came_back { form.value("reference") } else { String::new() };
    view! {
        <details class="more" open=came_back>
            <summary>{t.t("refund-by-hand")}</summary>
            <form method="post" action=action class="form" novalidate>
                <div class="field" class:field-wrong=error.is_some()>
                    <label for=id.clone()>{t.t("refund-by-hand-number")}</label>
                    {error_line("reference", error, t)}
                    <input
                        class="input w-6" id=id name="reference" type="text" autocomplete="off" value=value
                        aria-describedby=error.map(|_| "reference-error") aria-invalid=error.map(|_| "true")
                    />
                </div>
                <button class="button">{t.t("refund-by-hand-button")}</button>
            </form>
        </details>
    }
    .into_any()
}
