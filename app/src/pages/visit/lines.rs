//! The visit line by line, each line opening to the entries behind it.

use domain::Money;
use domain::ledger::Account;
use domain::story::{ChargeStory, Posted};
use leptos::prelude::*;

use crate::Text;
use crate::model::VisitPage;
use crate::parts::{carc, code, day, payer_or};

/// The section; nothing before the first line is posted.
pub(super) fn by_line(page: &VisitPage, t: Text) -> Option<AnyView> {
    let lines = &page.story.lines;
    if lines.is_empty() {
        return None;
    }
    let charged: Money = lines.iter().map(|line| line.breakdown.charged).sum();
    let share: Money = lines.iter().map(|line| line.breakdown.share).sum();
    Some(
        view! {
            <section class="visit-lines" aria-labelledby="lines">
                <h2 id="lines">{t.t("lines")}</h2>
                <p class="soft">{t.t("lines-what")}</p>
                <div class="card lines">
                    <p class="line-head soft" aria-hidden="true">
                        <span>{t.t("lines-service")}</span><span>{t.t("step-charged")}</span><span>{t.t("part-yours")}</span>
                    </p>
                    {lines.iter().map(|line| one_line(page, line, t)).collect_view()}
                    <p class="line-head line-total">
                        <b>{t.t("lines-together")}</b>
                        {figure("step-charged", charged, t)}
                        {figure("part-yours", share, t)}
                    </p>
                </div>
            </section>
        }
        .into_any(),
    )
}

/// An amount whose column's name only screen readers need repeated.
fn figure(label: &str, amount: Money, t: Text) -> AnyView {
    view! { <span class="num"><span class="hidden">{t.t(label)}" "</span>{t.money(amount)}</span> }.into_any()
}

fn one_line(page: &VisitPage, line: &ChargeStory, t: Text) -> AnyView {
    let info = line.charge.and_then(|id| page.charges.iter().find(|info| info.id == id));
    let name = info.map_or_else(|| t.t("lines-whole"), |info| info.description.clone());
    let about = info.map(|info| {
        let mut code = info.code.clone();
        for modifier in &info.modifiers {
            code.push('-');
            code.push_str(modifier);
        }
        let units = (info.units != "1").then(|| t.with("lines-units", &[("units", &info.units)]));
        view! { <span class="line-code">{code}{units.map(|units| view! { "\u{a0}· "{units} })}</span> }
    });
    // What was charged opens a day, whatever its transaction names first.
    let mut told: Vec<&Posted> = line.entries.iter().collect();
    told.sort_by_key(|posted| (posted.date, posted.entry.account != Account::Revenue));
    let entries = told.into_iter().filter_map(|posted| entry(posted, t)).collect_view();
    let wrong = line.charge.map(|charge| {
        let href = format!("/visits/{}/tell?line={charge}", page.card.id);
        let ask = format!("{href}&ask=question");
        view! {
            <p class="line-wrong">
                <a href=href>{t.t("lines-wrong")}<span class="hidden">": "{name.clone()}</span></a>
                <a href=ask>{t.t("lines-ask")}<span class="hidden">": "{name.clone()}</span></a>
            </p>
        }
    });
    view! {
        <details class="line">
            <summary>
                <span class="line-name"><span class="line-words">{name}</span>{about}</span>
                {figure("step-charged", line.breakdown.charged, t)}
                <b>{figure("part-yours", line.breakdown.share, t)}</b>
            </summary>
            <ol class="entries" role="list">{entries}</ol>
            {wrong}
        </details>
    }
    .into_any()
}

/// One entry as a fact about money, signed so that the line's column adds up to the
/// share. Sending a bill to an insurer changes no sum, so it shows no amount.
pub(in crate::pages) fn entry(posted: &Posted, t: Text) -> Option<AnyView> {
    let amount = posted.entry.amount;
    let payer = payer_or(posted.payer.as_ref(), t);
    let values: [(&'static str, &str); 1] = [("payer", &payer)];
    let undone = amount.is_negative();
    let (what, shown) = match posted.entry.account {
        Account::Revenue if amount.is_positive() => (t.t("entry-charge-undone"), -amount),
        Account::Revenue => (t.t("entry-charged"), -amount),
        Account::ContractualAdjustment if undone => (t.t("entry-discount-undone"), -amount),
        Account::ContractualAdjustment => (t.t("entry-discount"), -amount),
        Account::OtherAdjustment if undone => (t.t("entry-other-undone"), -amount),
        Account::OtherAdjustment => (t.t("entry-other"), -amount),
        Account::InsurerCash if undone => (t.with("entry-insurer-took", &values), -amount),
        Account::InsurerCash => (t.with("entry-insurer-paid", &values), -amount),
        Account::DeniedReceivable if undone => (t.t("entry-refused-undone"), -amount),
        Account::DeniedReceivable => (t.with("entry-refused", &values), -amount),
        Account::PatientReceivable if undone => (t.t("entry-share-undone"), amount),
        Account::PatientReceivable => (t.t("entry-share"), amount),
        Account::InsuranceReceivable if undone => return None,
        Account::InsuranceReceivable => (t.with("entry-sent", &values), Money::ZERO),
        _ => return None,
    };
    let shown = (!shown.is_zero()).then(|| t.money(shown));
    let reason = posted.entry.reason.as_ref().map(|reason| {
        view! { <span class="entry-why">{carc(&reason.carc, t)}" "<span class="code">{code(reason, t)}</span></span> }
    });
    Some(
        view! {
            <li class="entry">
                <span class="entry-day soft">{day(posted.date, t)}</span>
                <span class="entry-what">{what}{reason}</span>
                <span class="num">{shown}</span>
            </li>
        }
        .into_any(),
    )
}
