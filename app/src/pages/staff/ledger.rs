//! `/staff/accounts/{guarantor}/ledger`: what the books say of an account, newest first.

use domain::ledger::Kind;
use leptos::prelude::*;

use super::desk;
use super::parts::{head, iso, scroll, stamp, sum};
use crate::model::{LedgerLine, LedgerPage};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn ledger(ctx: &Ctx, page: &LedgerPage) -> String {
    desk(ctx, "ledger-title", |t| {
        let home = format!("/staff/accounts/{}", page.guarantor);
        let lines = if page.lines.is_empty() {
            view! { <p class="soft">{t.t("ledger-none")}</p> }.into_any()
        } else {
            table(page, t)
        };
        let older = page.older.clone().map(|before| {
            view! { <p><a class="button" href=format!("{home}/ledger?before={before}")>{t.t("ledger-older")}</a></p> }
        });
        view! {
            <p class="back"><a href=home.clone()>{t.t("staff-account-title")}</a></p>
            <h2>{page.name.clone()}</h2>
            <p class="soft">{t.t("ledger-what")}</p>
            {lines}
            {older}
        }
        .into_any()
    })
}

fn table(page: &LedgerPage, t: Text) -> AnyView {
    let heads = view! {
        {head("staff-day", "", t)}
        {head("ledger-kind", "", t)}
        {head("staff-visit", "", t)}
        {head("staff-with-insurance", "num", t)}
        {head("staff-due", "num", t)}
        {head("staff-credit", "num", t)}
        {head("ledger-posted", "", t)}
    };
    let lines = page.lines.iter().map(|line| row(line, t)).collect_view();
    scroll("ledger-title", heads.into_any(), lines.into_any(), None, t)
}

fn row(line: &LedgerLine, t: Text) -> AnyView {
    let kind = line.kind.map_or_else(|| t.t("ledger-kind-other"), |kind| kind_name(kind, t));
    let kind = match line.payment {
        Some(payment) => view! { <a href=format!("/staff/payments/{payment}")>{kind}</a> }.into_any(),
        None => kind.into_any(),
    };
    let before = line.before.then(|| view! { <span class="soft block">{t.t("ledger-before")}</span> });
    view! {
        <tr>
            <th scope="row">{iso(line.date)}</th>
            <td>{kind}{before}</td>
            <td>{line.visit.clone()}</td>
            {sum(line.insurance, t)}
            {sum(line.due, t)}
            {sum(line.credit, t)}
            <td>{stamp(line.posted)}</td>
        </tr>
    }
    .into_any()
}

/// What a transaction is called.
pub(super) fn kind_name(kind: Kind, t: Text) -> String {
    t.t(&format!("ledger-kind-{}", kind.code().replace('_', "-")))
}
