//! Why part of a charge is the patient's, in words of our own; the insurer's code is a
//! footnote that can be named on the telephone.

use domain::ledger::Reason;
use domain::{Money, Share};
use leptos::prelude::*;

use crate::Text;

/// What a reason means, in words of our own.
pub(crate) fn carc(carc: &str, t: Text) -> String {
    t.try_t(&format!("carc-{}", carc.to_ascii_lowercase())).unwrap_or_else(|| t.t("carc-other"))
}

/// A reason's code, as a footnote that can be named on the telephone.
pub(crate) fn code(reason: &Reason, t: Text) -> String {
    t.with("code", &[("code", &format!("{}-{}", reason.group.code(), reason.carc))])
}

/// A part of the share: its name, its amount, and what it means.
pub(crate) fn why(share: Share, reason: Option<&Reason>, amount: Money, t: Text) -> AnyView {
    let key = share.key();
    // What the plan does not cover has many reasons; the others are their own.
    let particular = reason.filter(|_| share == Share::NotCovered).map(|reason| carc(&reason.carc, t));
    let sentence = particular.unwrap_or_else(|| t.t(&format!("share-{key}-what")));
    let code = reason.map(|reason| view! { " "<span class="code">{code(reason, t)}</span> });
    view! {
        <div class="why">
            <div class="step-head"><b>{t.t(&format!("share-{key}"))}</b><b class="num">{t.money(amount)}</b></div>
            <p>{sentence}{code}</p>
        </div>
    }
    .into_any()
}
