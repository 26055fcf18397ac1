//! Payouts as a table: what each is made of and whether that adds up.

use domain::Money;
use leptos::prelude::*;

use super::parts::{head, iso, scroll};
use crate::Text;
use crate::format::whole;
use crate::model::{PartKind, PayoutRow, PayoutState};

/// The columns, which are the same for every payout.
const PARTS: [(PartKind, &str); 5] = [
    (PartKind::Payments, "payout-payments"),
    (PartKind::Refunds, "payout-refunds"),
    (PartKind::Chargebacks, "payout-chargebacks"),
    (PartKind::Fees, "payout-fees"),
    (PartKind::Other, "payout-other"),
];

/// The table; the sentence with this id when there are none.
pub(super) fn table(payouts: &[PayoutRow], none: &str, t: Text) -> AnyView {
    if payouts.is_empty() {
        return view! { <p class="soft">{t.t(none)}</p> }.into_any();
    }
    let heads = view! {
        {head("payout-date", "", t)}
        {head("staff-state", "", t)}
        {PARTS.map(|(_, id)| head(id, "num", t)).into_iter().collect_view()}
        {head("payout-amount", "num", t)}
        {head("payout-agrees", "", t)}
    };
    let lines = payouts.iter().map(|payout| line(payout, t)).collect_view();
    scroll("payouts-title", heads.into_any(), lines.into_any(), None, t)
}

fn line(payout: &PayoutRow, t: Text) -> AnyView {
    let (class, state) = match payout.state {
        PayoutState::Paid => ("pill pill-good", "payout-paid"),
        PayoutState::OnTheWay => ("pill pill-wait", "state-on-its-way"),
        PayoutState::Failed => ("pill pill-bad", "payout-failed"),
    };
    let agrees = match (payout.parts.is_empty(), payout.agrees) {
        (true, _) => view! { <span class="soft">{t.t("payout-no-parts")}</span> }.into_any(),
        (false, true) => view! { <span class="pill pill-good">{t.t("payout-yes")}</span> }.into_any(),
        (false, false) => view! { <span class="pill pill-bad">{t.t("payout-no")}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{iso(payout.date)}<span class="soft block code">{payout.id.clone()}</span></th>
            <td><span class=class>{t.t(state)}</span></td>
            {PARTS.iter().map(|(kind, _)| part(payout, *kind, t)).collect_view()}
            <td class="num"><b>{t.money(payout.amount)}</b></td>
            <td>{agrees}</td>
        </tr>
    }
    .into_any()
}

fn part(payout: &PayoutRow, kind: PartKind, t: Text) -> AnyView {
    let of_kind = payout.parts.iter().filter(|(known, ..)| *known == kind);
    let (count, sum) =
        of_kind.fold((0, Money::ZERO), |(count, sum), (_, more, amount)| (count + more, sum + *amount));
    if count == 0 {
        return view! { <td class="num"></td> }.into_any();
    }
    view! { <td class="num">{t.money(sum)}<span class="soft block">"\u{d7}\u{a0}"{whole(count)}</span></td> }
        .into_any()
}
