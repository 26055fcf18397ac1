//! What was told beforehand, and what a federal reviewer has to do with the case.

use domain::access::Permission;
use domain::estimate::{FEE, How, PAPERS};
use leptos::prelude::*;

use super::acts::{action, seen};
use crate::model::{DisputeCasePage, FederalCase};
use crate::pages::staff::account::estimates::{federal_fields, standing};
use crate::parts::{money_field, note_field, radios};
use crate::{Ctx, Text};

/// The part about it; nothing where nothing was told and nothing can be written down.
pub(super) fn federal(ctx: &Ctx, page: &DisputeCasePage, t: Text) -> Option<AnyView> {
    if page.before.is_none() && page.federal.is_none() && !page.may_federal {
        return None;
    }
    let before = page.before.as_ref().map(|before| standing(before, t));
    let there = page.federal.as_ref().map(|federal| known(ctx, page, federal, t));
    let start = (page.may_federal && ctx.may(Permission::WorkDisputes)).then(|| {
        view! {
            <details class="more" open=!page.form.errors.is_empty()>
                <summary>{t.t("federal-record")}</summary>
                <form method="post" action=action(page, "/federal") class="form" novalidate>
                    <p class="soft">{t.t("federal-record-what")}</p>
                    {seen(page)}
                    {federal_fields(&page.form, t)}
                    <button class="button">{t.t("federal-record-do")}</button>
                </form>
            </details>
        }
    });
    Some(view! { <h2>{t.t("federal-case")}</h2>{before}{there}{start} }.into_any())
}

fn known(ctx: &Ctx, page: &DisputeCasePage, federal: &FederalCase, t: Text) -> AnyView {
    let number = t.with(
        "federal-case-number",
        &[("number", &federal.reference), ("date", &t.date(federal.started_on))],
    );
    let papers = t.with("federal-case-papers", &[("days", &PAPERS.to_string())]);
    let answer = ctx.may(Permission::DecideDisputes).then(|| {
        let hows = [
            (How::Determined.code(), t.t("federal-how-determined")),
            (How::Settled.code(), t.t("federal-how-settled")),
            ("ended", t.t("federal-how-ended")),
        ];
        let billed = t.money(page.share);
        let hint = t.with("federal-to-pay-what", &[("billed", &billed), ("fee", &t.money(FEE))]);
        view! {
            <form method="post" action=action(page, "/federal/answer") class="form desk-form" novalidate>
                <h3>{t.t("federal-answer")}</h3>
                {seen(page)}
                {radios("how", "federal-how", &hows, &page.form, t)}
                {money_field("to_pay", "federal-to-pay", Some(hint), &page.form, t)}
                {note_field("federal_why", "federal-why", None, &page.form, t)}
                <button class="button primary">{t.t("federal-answer-do")}</button>
            </form>
        }
    });
    view! { <p><b>{number}</b></p><p>{papers}</p>{answer} }.into_any()
}
