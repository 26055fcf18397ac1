//! `/staff/unmatched`: insurer money that met no visit, none of it dropped.

use leptos::prelude::*;

use super::desk;
use crate::model::{UnmatchedItem, UnmatchedPage};
use crate::{Ctx, Text};

/// The list.
#[must_use]
pub fn unmatched(ctx: &Ctx, page: &UnmatchedPage) -> String {
    desk(ctx, "staff-unmatched", |t| {
        if page.items.is_empty() {
            return view! { <p class="notice notice-good">{t.t("staff-unmatched-none")}</p> }.into_any();
        }
        let head = |id: &str, class: &'static str| view! { <th scope="col" class=class>{t.t(id)}</th> };
        view! {
            <p class="soft">{t.t("staff-unmatched-what")}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=t.t("staff-unmatched")>
                <table class="dense">
                    <thead>
                        <tr>
                            {head("staff-control", "")}
                            {head("staff-payer", "")}
                            {head("staff-trace", "")}
                            {head("staff-date", "")}
                            {head("staff-paid", "num")}
                            {head("staff-reason", "")}
                            {head("staff-file", "")}
                            {head("staff-place", "num")}
                        </tr>
                    </thead>
                    <tbody>{page.items.iter().map(|item| line(item, t)).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
}

fn line(item: &UnmatchedItem, t: Text) -> AnyView {
    view! {
        <tr>
            <th scope="row"><a href=format!("/staff/unmatched/{}", item.id)>{if item.control_number.is_empty() { t.t("unmatched-no-number") } else { item.control_number.clone() }}</a></th>
            <td>{item.payer.clone()}</td>
            <td>{item.trace.clone()}</td>
            <td><time datetime=item.date.to_string()>{item.date.to_string()}</time></td>
            <td class="num">{t.money(item.paid)}</td>
            <td>{item.reason.clone()}</td>
            <td>{item.file.clone()}</td>
            <td class="num">{item.segment.to_string()}</td>
        </tr>
    }
    .into_any()
}
