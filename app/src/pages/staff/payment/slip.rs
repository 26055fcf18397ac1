//! The receipt, which is what this page is on paper.

use leptos::prelude::*;

use crate::model::StaffPaymentPage;
use crate::parts::{amount, for_whom, method_name};
use crate::{Ctx, Text};

pub(super) fn slip(ctx: &Ctx, page: &StaffPaymentPage, t: Text) -> AnyView {
    let fact = |id: &str, value: String| view! { <div><dt>{t.t(id)}</dt><dd>{value}</dd></div> };
    let practice = ctx.practice.as_ref().map(|practice| {
        let phone = practice.phone.clone().map(|phone| view! { <span class="soft block">{phone}</span> });
        view! { <p class="slip-practice"><b>{practice.name.clone()}</b>{phone}</p> }
    });
    let lines = page.parts.iter().map(|part| {
        let about = format!("{}\u{a0}· {}", t.date(part.date), for_whom(&part.patient_name, false, t));
        view! {
            <tr>
                <th scope="row">{part.title.clone()}<span class="soft block">{about}</span></th>
                <td>{amount(part.amount, t)}</td>
            </tr>
        }
    });
    let credit = page.credit.is_positive().then(|| {
        view! { <tr><th scope="row">{t.t("payment-kept")}</th><td>{amount(page.credit, t)}</td></tr> }
    });
    view! {
        <section class="card slip" aria-labelledby="receipt">
            {practice}
            <h2 id="receipt">{t.t("receipt-title")}</h2>
            <dl class="facts">
                {fact("receipt-number", page.number.clone())}
                {fact("receipt-date", t.date(page.date))}
                {fact("receipt-from", page.name.clone())}
                {fact("receipt-method", method_name(&page.method, t))}
                {page.reference.clone().map(|reference| fact("receipt-reference", reference))}
                {page.taken_by.clone().map(|name| fact("payment-taken-by", name))}
            </dl>
            <table class="sums">
                <caption class="hidden">{t.t("receipt-parts")}</caption>
                <thead>
                    <tr><th scope="col">{t.t("receipt-for")}</th><th scope="col">{t.t("receipt-amount")}</th></tr>
                </thead>
                <tbody>{lines.collect_view()}{credit}</tbody>
                <tfoot><tr><th scope="row">{t.t("receipt-paid")}</th><td>{amount(page.amount, t)}</td></tr></tfoot>
            </table>
        </section>
    }
    .into_any()
}
