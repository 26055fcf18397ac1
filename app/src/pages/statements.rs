//! `/statements`: every statement, newest first, and whether they come on paper.

mod paperless;

use leptos::prelude::*;

use self::paperless::paperless;
use crate::model::{StatementItem, StatementsPage};
use crate::parts::{amount, day, error_summary, numbered};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn statements(ctx: &Ctx, page: &StatementsPage) -> String {
    document(ctx, Head::new(ctx.text().t("statements-title")), |t| {
        let list = if page.items.is_empty() {
            view! { <p class="lead">{t.t("statements-none")}</p> }.into_any()
        } else {
            let rows = page.items.iter().map(|item| row(item, t)).collect_view();
            view! { <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div> }.into_any()
        };
        view! {
            <div class="narrow">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                {error_summary(&page.form, &["can_open", "agree"], t)}
                <h1>{t.t("statements-title")}</h1>
                {list}
                {page.own.then(|| paperless(ctx, page, t))}
            </div>
        }
        .into_any()
    })
}

fn row(item: &StatementItem, t: Text) -> AnyView {
    let state = if item.corrected_by.is_some() {
        Some(("pill", "statements-replaced"))
    } else if item.settled {
        Some(("pill pill-good", "statements-settled"))
    } else {
        None
    };
    let state = state.map(|(class, id)| view! { " "<span class=class>{t.t(id)}</span> });
    let number = |id: &str, of: &Option<String>| of.as_ref().map(|of| t.with(id, &[("number", of)]));
    let about = number("statements-corrected-by", &item.corrected_by)
        .or_else(|| number("statement-corrects", &item.corrects))
        .map(|said| view! { <p class="soft">{said}</p> });
    // A day to pay by says something only while there is something to pay.
    let open = !item.settled && item.corrected_by.is_none() && item.due.is_positive();
    let by = open.then(|| view! { "\u{a0}· "{t.with("home-by", &[("date", &t.day(item.due_on))])} });
    let pdf = format!("/statements/{}.pdf", item.id);
    view! {
        <li class="row row-more">
            <div>
                <p class="row-title">
                    <a href=format!("/statements/{}", item.id)>{numbered(&item.number, t)}</a>{state}
                </p>
                <p class="soft">
                    {day(item.issued_on, t)}{by}"\u{a0}· "
                    <a href=pdf>"PDF"<span class="hidden">", "{item.number.clone()}</span></a>
                </p>
                {about}
            </div>
            <b>{amount(item.due, t)}</b>
        </li>
    }
    .into_any()
}
