//! The lines in question, each with everything the ledger and the insurers say of it.

use domain::ledger::Account;
use domain::story::{ChargeStory, Posted};
use leptos::prelude::*;

use crate::Text;
use crate::model::DisputeCasePage;
use crate::pages::staff::ledger::kind_name;
use crate::pages::staff::parts::iso;
use crate::pages::visit::lines::entry;

pub(super) fn lines(page: &DisputeCasePage, t: Text) -> AnyView {
    let about = if page.whole { "disputes-lines-whole" } else { "disputes-lines-some" };
    let lines = page.lines.iter().map(|line| one(page, line, t)).collect_view();
    view! {
        <h2>{t.t("disputes-lines")}</h2>
        <p class="soft">{t.t(about)}</p>
        <div class="card lines">{lines}</div>
        {beside(page, t)}
    }
    .into_any()
}

/// What the patient paid for the visit, and what changed what is due beside its lines.
fn beside(page: &DisputeCasePage, t: Text) -> Option<AnyView> {
    let rows = page.beside.iter().map(|(date, kind, amount)| {
        view! {
            <li class="entry">
                <span class="entry-day soft">{iso(*date)}</span>
                <span class="entry-what">{kind_name(*kind, t)}</span>
                <span class="num">{t.money(*amount)}</span>
            </li>
        }
    });
    (!page.beside.is_empty()).then(|| {
        view! { <h3>{t.t("disputes-beside")}</h3><ol class="entries" role="list">{rows.collect_view()}</ol> }.into_any()
    })
}

fn one(page: &DisputeCasePage, line: &ChargeStory, t: Text) -> AnyView {
    let info = line.charge.and_then(|id| page.charges.iter().find(|info| info.id == id));
    let name = info.map_or_else(|| t.t("lines-whole"), |info| info.description.clone());
    let code = info.map(|info| view! { <span class="line-code">{info.code.clone()}</span> });
    // What was charged opens a day, whatever its transaction names first.
    let mut told: Vec<&Posted> = line.entries.iter().collect();
    told.sort_by_key(|posted| (posted.date, posted.entry.account != Account::Revenue));
    let entries = told.into_iter().filter_map(|posted| entry(posted, t)).collect_view();
    view! {
        <details class="line" open=!page.whole || page.lines.len() == 1>
            <summary>
                <span class="line-name"><span class="line-words">{name}</span>{code}</span>
                <span class="num"><span class="hidden">{t.t("step-charged")}" "</span>{t.money(line.breakdown.charged)}</span>
                <b class="num"><span class="hidden">{t.t("disputes-share")}" "</span>{t.money(line.breakdown.share)}</b>
            </summary>
            <ol class="entries" role="list">{entries}</ol>
        </details>
    }
    .into_any()
}
