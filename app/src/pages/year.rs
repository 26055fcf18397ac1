//! `/history/{year}`: what was paid for care in a year, itemised as a tax return and a
//! health savings or spending account want it: date of service, provider, service, amount.

use domain::Money;
use leptos::prelude::*;

use crate::model::{YearPage, YearRow};
use crate::parts::{Mood, amount, for_whom, notice, visit_title};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn year(ctx: &Ctx, page: &YearPage) -> String {
    let year = page.year.to_string();
    document(ctx, Head::new(ctx.text().with("year-title", &[("year", &year)])), |t| {
        let rows = if page.rows.is_empty() {
            view! { <p class="lead">{t.with("year-none", &[("year", &year)])}</p> }.into_any()
        } else {
            view! {
                <div class="card">{facts(page, t)}{paid(page, t)}</div>
                {by_patient(page, t)}
                <div class="ways no-print">
                    <a class="button" href=format!("/history/{year}.pdf")>{t.t("history-pdf")}</a>
                    <a class="button" href=format!("/history/{year}.csv")>{t.t("history-csv")}</a>
                </div>
                {notice(Mood::Plain, view! { <p>{t.t("year-what")}</p> })}
            }
            .into_any()
        };
        view! {
            <div class="narrow receipt">
                <p class="back"><a href="/history">{t.t("history-title")}</a></p>
                <h1>{t.with("year-title", &[("year", &year)])}</h1>
                {rows}
            </div>
        }
        .into_any()
    })
}

fn facts(page: &YearPage, t: Text) -> AnyView {
    let from = &page.practice;
    let lines = from.address.iter().chain(&from.phone);
    let lines = lines.map(|line| view! { <span class="soft block">{line.clone()}</span> }).collect_view();
    view! {
        <dl class="facts">
            <div><dt>{t.t("receipt-to")}</dt><dd>{from.name.clone()}{lines}</dd></div>
            <div><dt>{t.t("receipt-from")}</dt><dd>{page.payer_name.clone()}</dd></div>
        </dl>
    }
    .into_any()
}

fn paid(page: &YearPage, t: Text) -> AnyView {
    view! {
        <table class="sums">
            <caption class="hidden">{t.t("year-paid")}</caption>
            <thead>
                <tr><th scope="col">{t.t("year-care")}</th><th scope="col">{t.t("receipt-amount")}</th></tr>
            </thead>
            <tbody>{page.rows.iter().map(|row| line(row, t)).collect_view()}</tbody>
            <tfoot>
                <tr><th scope="row">{t.t("year-total")}</th><td>{amount(page.total, t)}</td></tr>
            </tfoot>
        </table>
    }
    .into_any()
}

/// What was done and who did it, in one line.
#[must_use]
pub fn year_service(row: &YearRow, t: Text) -> String {
    visit_title(&row.service, row.provider.as_ref(), t)
}

fn line(row: &YearRow, t: Text) -> AnyView {
    let title = year_service(row, t);
    let care = t.with("year-care-on", &[("date", &t.date(row.date_of_service))]);
    let id = if row.amount < Money::ZERO { "year-back-on" } else { "year-paid-on" };
    let paid = t.with(id, &[("date", &t.date(row.paid_on))]);
    view! {
        <tr>
            <th scope="row">
                {title}
                <span class="soft block">{care}"\u{a0}· "{for_whom(&row.patient, false, t)}</span>
                <span class="soft block">{paid}</span>
            </th>
            <td>{amount(row.amount, t)}</td>
        </tr>
    }
    .into_any()
}

/// The sum for each patient; one patient's is the total.
fn by_patient(page: &YearPage, t: Text) -> Option<AnyView> {
    if page.totals.len() < 2 {
        return None;
    }
    let rows = page.totals.iter().map(|(name, sum)| {
        view! { <tr><th scope="row">{name.clone()}</th><td>{amount(*sum, t)}</td></tr> }
    });
    Some(
        view! {
            <section aria-labelledby="by-patient">
                <h2 id="by-patient">{t.t("year-by-patient")}</h2>
                <div class="card">
                    <table class="sums sums-first">
                        <caption class="hidden">{t.t("year-by-patient")}</caption>
                        <tbody>{rows.collect_view()}</tbody>
                        <tfoot>
                            <tr><th scope="row">{t.t("year-total")}</th><td>{amount(page.total, t)}</td></tr>
                        </tfoot>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}
