//! What was told beforehand, and what a federal reviewer has to do with the case.

use domain::access::Permission;
use domain::dispute::State;
use domain::estimate::How;
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
    let came = federal.came.map(|(how, to_pay)| {
        let id = match how {
            How::Determined => "federal-case-determined",
            How::Settled => "federal-case-settled",
        };
        view! { <p>{t.with(id, &[("amount", &t.money(to_pay))])}</p> }
    });
    let waits = page.row.state == State::WaitingFederal;
    let papers = waits.then(|| {
        let days = federal.rule.papers.to_string();
        view! { <p>{t.with("federal-case-papers", &[("days", &days)])}</p> }
    });
    let answer = (waits && ctx.may(Permission::DecideDisputes)).then(|| {
        let hows = [
            (How::Determined.code(), t.t("federal-how-determined")),
            (How::Settled.code(), t.t("federal-how-settled")),
            ("ended", t.t("federal-how-ended")),
        ];
        let (billed, off) = (t.money(page.share), t.money(federal.rule.settled_off));
        let days = federal.rule.agreed.to_string();
        let hint = t.with("federal-to-pay-what", &[("billed", &billed), ("off", &off), ("days", &days)]);
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
    view! { <p><b>{number}</b></p>{came}{papers}{answer} }.into_any()
}
