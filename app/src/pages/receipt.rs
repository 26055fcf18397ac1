//! `/receipts/{payment}`: proof of a payment, on screen and on paper.

use domain::Money;
use leptos::prelude::*;

use crate::model::{ReceiptPage, ReceiptPart};
use crate::parts::{Mood, amount, for_whom, notice, paid_with, returns, visit_title};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn receipt(ctx: &Ctx, page: &ReceiptPage) -> String {
    document(ctx, Head::new(ctx.text().t("receipt-title")), |t| {
        view! {
            <div class="narrow receipt">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                {proof(ctx, page, t)}
                {next(page, t)}
            </div>
        }
        .into_any()
    })
}

/// What there is to read and to keep.
pub(super) fn proof(ctx: &Ctx, page: &ReceiptPage, t: Text) -> AnyView {
    view! {
        {top(page, t)}
        <div class="card">
            {facts(ctx, page, t)}
            {parts(page, t)}
            {returns(&page.refunds, page.charged_back, &page.method, t)}
        </div>
        <p class="soft no-print">{t.t("receipt-print")}</p>
    }
    .into_any()
}

fn top(page: &ReceiptPage, t: Text) -> AnyView {
    let sum = t.money(page.amount);
    if !page.fresh {
        return view! { <h1>{t.t("receipt-title")}</h1> }.into_any();
    }
    let mail = page.email_sent_to.as_ref().map(|to| t.with("receipt-mailed", &[("email", to)]));
    let left = if page.remaining_due.is_positive() {
        t.with("receipt-left", &[("amount", &t.money(page.remaining_due))])
    } else {
        t.t("receipt-left-nothing")
    };
    view! {
        <h1>{t.with("receipt-thanks", &[("amount", &sum)])}</h1>
        {notice(Mood::Good, view! { <p><b>{left}</b>{mail.map(|mail| view! { " "{mail} })}</p> })}
    }
    .into_any()
}

fn facts(ctx: &Ctx, page: &ReceiptPage, t: Text) -> AnyView {
    let fact = |id: &str, value: String| view! { <div><dt>{t.t(id)}</dt><dd>{value}</dd></div> };
    let practice = ctx.practice.as_ref().map(|practice| fact("receipt-to", practice.name.clone()));
    let method = paid_with(&page.method, t).map(|method| fact("receipt-method", method));
    view! {
        <dl class="facts">
            {practice}
            {fact("receipt-from", page.payer_name.clone())}
            {fact("receipt-date", t.date(page.date))}
            {method}
            {page.reference.clone().map(|reference| fact("receipt-reference", reference))}
            {fact("receipt-number", page.number.clone())}
        </dl>
    }
    .into_any()
}

fn parts(page: &ReceiptPage, t: Text) -> AnyView {
    let credit = page.credit.is_positive().then(|| {
        view! { <tr><th scope="row">{t.t("receipt-credit")}</th><td>{amount(page.credit, t)}</td></tr> }
    });
    view! {
        <table class="sums">
            <caption class="hidden">{t.t("receipt-parts")}</caption>
            <thead>
                <tr><th scope="col">{t.t("receipt-for")}</th><th scope="col">{t.t("receipt-amount")}</th></tr>
            </thead>
            <tbody>
                {page.parts.iter().map(|part| line(part, t)).collect_view()}
                {credit}
            </tbody>
            <tfoot>
                <tr><th scope="row">{t.t("receipt-paid")}</th><td>{amount(page.amount, t)}</td></tr>
            </tfoot>
        </table>
    }
    .into_any()
}

fn line(part: &ReceiptPart, t: Text) -> AnyView {
    let title = visit_title(&part.title, part.provider.as_ref(), t);
    let about = format!("{}\u{a0}· {}", t.date(part.date), for_whom(&part.patient_name, false, t));
    view! {
        <tr>
            <th scope="row">{title}<span class="soft block">{about}</span></th>
            <td>{amount(part.amount, t)}</td>
        </tr>
    }
    .into_any()
}

fn next(page: &ReceiptPage, t: Text) -> AnyView {
    let due = page.remaining_due > Money::ZERO && !page.fresh;
    let due =
        due.then(|| view! { <p>{t.with("receipt-left", &[("amount", &t.money(page.remaining_due))])}</p> });
    view! {
        <div class="actions no-print">
            {due}
            <div class="ways">
                <a class="button" href="/home">{t.t("back-home")}</a>
                <a class="button" href="/payments">{t.t("receipt-all")}</a>
            </div>
        </div>
    }
    .into_any()
}
