//! `/visits/{id}` of care that is not the reader's to see: when, how much, and why no more.

use leptos::prelude::*;

use crate::Ctx;
use crate::model::WithheldVisitPage;
use crate::parts::{Bar, Mood, bar, came, day, notice};
use crate::shell::{Head, document};

/// The page.
#[must_use]
pub fn withheld_visit(ctx: &Ctx, page: &WithheldVisitPage) -> String {
    document(ctx, Head::new(ctx.text().t("visit-title")), |t| {
        let card = &page.card;
        let why = if page.helping { "withheld-why-helping" } else { "withheld-why-grown" };
        let pay = card.due.is_positive().then(|| {
            let pay = t.with("withheld-pay", &[("amount", &t.money(card.due))]);
            view! { <p><a class="button primary" href=format!("/pay?visit={}", card.id)>{pay}</a></p> }
        });
        view! {
            <div class="narrow">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                <h1>{card.title.clone()}</h1>
                <p class="soft">{day(card.date, t)}</p>
                {came(card.id, page.since, page.plan_before, t)}
                {notice(Mood::Plain, view! { <p>{t.t(why)}</p> })}
                <div class="card">{bar(&Bar::of(card, t), t)}</div>
                {pay}
            </div>
        }
        .into_any()
    })
}
