//! What is with an insurer, kept apart: nothing of it is due.

use domain::Money;
use domain::statement::{StatedVisit, Statement};
use leptos::prelude::*;

use crate::Text;
use crate::parts::{day, for_whom};

/// The section; nothing when nothing waits. A visit that is listed as due can wait in part.
pub(super) fn waiting(statement: &Statement, t: Text) -> Option<AnyView> {
    let rows: Vec<AnyView> =
        statement.waiting.iter().chain(&statement.visits).flat_map(|visit| of_visit(visit, t)).collect();
    if rows.is_empty() {
        return None;
    }
    Some(
        view! {
            <section aria-labelledby="not-yet">
                <h2 id="not-yet">{t.t("home-not-yet")}</h2>
                <p>{t.t("statement-not-yet-what")}</p>
                <div class="card card-rows card-wait"><ul class="rows" role="list">{rows}</ul></div>
            </section>
        }
        .into_any(),
    )
}

/// A row for what an insurer decides, and one for what it refused.
fn of_visit(visit: &StatedVisit, t: Text) -> Vec<AnyView> {
    let words = |named: &str, plain: &str| match &visit.payer {
        Some(payer) => t.with(named, &[("payer", payer)]),
        None => t.t(plain),
    };
    let parts = [
        (visit.columns.with_insurance, words("statement-with", "statement-with-your")),
        (visit.columns.refused, words("statement-looked-into", "statement-looked-into-your")),
    ];
    parts
        .into_iter()
        .filter(|(sum, _)| sum.is_positive())
        .map(|(sum, said)| row(visit, sum, said, t))
        .collect()
}

fn row(visit: &StatedVisit, sum: Money, said: String, t: Text) -> AnyView {
    view! {
        <li class="row">
            <div>
                <p class="row-title">{visit.title.clone()}</p>
                <p class="soft">{day(visit.date, t)}"\u{a0}· "{for_whom(&visit.patient_name, false, t)}</p>
                <p class="soft">{said}</p>
            </div>
            <span class="num">{t.money(sum)}</span>
        </li>
    }
    .into_any()
}
