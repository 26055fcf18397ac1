//! Desk payments to be compared with slips and cheques, and each time the day was
//! closed.

use domain::Money;
use leptos::prelude::*;

use crate::Text;
use crate::model::{CloseItem, CloseMark};
use crate::pages::staff::parts::{head, hour, scroll, stamp};
use crate::parts::method_name;

pub(super) fn items(items: &[CloseItem], t: Text) -> AnyView {
    if items.is_empty() {
        return view! { <p class="soft">{t.t("close-items-none")}</p> }.into_any();
    }
    let line = |item: &CloseItem| {
        view! {
            <tr>
                <th scope="row">{item.number.clone()}</th>
                <td>{hour(item.time)}</td>
                <td>{item.name.clone()}</td>
                <td>{method_name(&item.method, t)}</td>
                <td>{item.reference.clone()}</td>
                <td class="num">{t.money(item.amount)}</td>
            </tr>
        }
    };
    let heads = view! {
        {head("receipt-number", "", t)}
        {head("staff-hour", "", t)}
        {head("staff-name", "", t)}
        {head("staff-method", "", t)}
        {head("receipt-reference", "", t)}
        {head("staff-amount", "num", t)}
    };
    scroll("close-items", heads.into_any(), items.iter().map(line).collect_view().into_any(), None, t)
}

pub(super) fn closes(closes: &[CloseMark], t: Text) -> Option<AnyView> {
    if closes.is_empty() {
        return None;
    }
    let rows = closes.iter().map(|mark| closed(mark, t)).collect_view();
    Some(view! { <ul class="cases" role="list">{rows}</ul> }.into_any())
}

fn closed(mark: &CloseMark, t: Text) -> AnyView {
    let off = mark.over_short;
    let (class, words) = if off.is_zero() {
        ("pill pill-good", t.t("close-agrees"))
    } else {
        let id = if off > Money::ZERO { "close-over" } else { "close-short" };
        ("pill pill-bad", t.with(id, &[("amount", &t.money(off.abs()))]))
    };
    let (cash, checks) = (t.money(mark.counted_cash), t.money(mark.counted_checks));
    let changed = mark.changed_since.then(|| view! { <p class="loud">{t.t("close-changed")}</p> });
    view! {
        <li class="case">
            <div class="case-head">
                <p>{t.with("close-by", &[("name", &mark.by)])}" "<span class=class>{words}</span></p>
                <p class="soft">{stamp(mark.at)}</p>
            </div>
            <p>{t.with("close-counted", &[("cash", &cash), ("checks", &checks)])}</p>
            {mark.note.clone().map(|note| view! { <p class="quoted">{note}</p> })}
            {changed}
        </li>
    }
    .into_any()
}
