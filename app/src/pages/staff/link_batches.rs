//! Links for many accounts at once: who would get one and what they owe, before anything
//! leaves; then how far the job and its links have come.

use domain::access::Permission;
use leptos::prelude::*;

use super::parts::{head, press, scroll, stamp, sum};
use super::statements::run_state;
use super::{desk, number};
use crate::format::whole;
use crate::model::{LinkBatchItem, LinkBatchPage, LinkBatchRow, LinkBatchesPage, RunState};
use crate::parts::{Field, error_summary, field, money_field, radios};
use crate::{Ctx, Text};

/// `/staff/links/batches`.
#[must_use]
pub fn link_batches(ctx: &Ctx, page: &LinkBatchesPage) -> String {
    desk(ctx, "links-many", |t| {
        view! {
            <p class="back"><a href="/staff/links">{t.t("links-title")}</a></p>
            {error_summary(&page.form, &["campaign", "least", "older", "days"], t)}
            <p class="soft">{t.t("links-many-what")}</p>
            {ctx.may(Permission::SendStatements).then(|| form(page, t))}
            <h2>{t.t("links-many-all")}</h2>
            {table(&page.batches, t)}
        }
        .into_any()
    })
}

fn form(page: &LinkBatchesPage, t: Text) -> AnyView {
    let form = &page.form;
    let campaign = Field { hint: Some("links-campaign-hint"), ..Field::text("campaign", "links-campaign") };
    let days = Field { inputmode: Some("numeric"), width: "w-6", ..Field::text("older", "links-many-older") };
    let email = [
        ("any", t.t("links-many-email-any")),
        ("with", t.t("links-many-email-with")),
        ("without", t.t("links-many-email-without")),
    ];
    let hand_out = [("mail", t.t("links-many-by-mail")), ("file", t.t("links-many-by-file"))];
    let lives = [("30", t.t("links-days-30")), ("90", t.t("links-days-90"))];
    view! {
        <form method="post" action="/staff/links/batches" class="form desk-form" novalidate>
            {field(&campaign, form, t)}
            {money_field("least", "links-many-least", None, form, t)}
            {field(&days, form, t)}
            {radios("email", "links-many-email", &email, form, t)}
            {radios("hand_out", "links-many-hand-out", &hand_out, form, t)}
            {radios("days", "links-days", &lives, form, t)}
            <button class="button primary">{t.t("links-many-preview")}</button>
        </form>
    }
    .into_any()
}

fn table(batches: &[LinkBatchRow], t: Text) -> AnyView {
    if batches.is_empty() {
        return view! { <p class="soft">{t.t("links-many-none")}</p> }.into_any();
    }
    let line = |batch: &LinkBatchRow| {
        let href = format!("/staff/links/batches/{}", batch.id);
        let (count, amount) = if batch.state == RunState::Preview { batch.ready } else { batch.made };
        view! {
            <tr>
                <th scope="row"><a href=href>{batch.campaign.clone()}</a></th>
                <td>{stamp(batch.made_at)}</td>
                <td>{run_state(batch.state, t)}</td>
                {number(count)}
                {sum(amount, t)}
                {number(batch.skipped)}
            </tr>
        }
    };
    let heads = view! {
        {head("links-campaign", "", t)}
        {head("links-made-on", "", t)}
        {head("staff-state", "", t)}
        {head("links-many-links", "num", t)}
        {head("staff-due", "num", t)}
        {head("links-many-skipped", "num", t)}
    };
    scroll("links-many-all", heads.into_any(), batches.iter().map(line).collect_view().into_any(), None, t)
}

/// `/staff/links/batches/{id}`.
#[must_use]
pub fn link_batch(ctx: &Ctx, page: &LinkBatchPage) -> String {
    desk(ctx, "links-many", |t| {
        let batch = &page.batch;
        view! {
            <p class="back"><a href="/staff/links/batches">{t.t("links-many-all")}</a></p>
            <div class="desk-head">
                <h2>{batch.campaign.clone()}</h2>
                <p>{run_state(batch.state, t)}" "<span class="soft">{stamp(batch.made_at)}</span></p>
            </div>
            <section class="case" aria-label=t.t("links-many")>{standing(page, ctx.may(Permission::SendStatements), t)}</section>
            {(batch.made.0 > 0).then(|| reached(page, t))}
            {items(page, t)}
        }
        .into_any()
    })
}

fn counted(id: &str, n: u64, t: Text) -> String {
    t.count(id, usize::try_from(n).unwrap_or(usize::MAX), &[])
}

/// What a release would make, or what came of it.
fn standing(page: &LinkBatchPage, may: bool, t: Text) -> AnyView {
    let batch = &page.batch;
    let skipped = (batch.skipped > 0)
        .then(|| view! { <p class="soft">{counted("links-many-kept-back", batch.skipped, t)}</p> });
    match batch.state {
        RunState::Preview if batch.ready.0 == 0 => view! {
            <p>{t.t("links-many-nobody")}</p>
            {skipped}
            <div class="case-acts">{may.then(|| act(batch, "cancel", "button", "run-cancel", t))}</div>
        }
        .into_any(),
        RunState::Preview => {
            let (count, amount) = batch.ready;
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            let will = t.count("links-many-will", count, &[("amount", &t.money(amount))]);
            let how = if batch.in_a_file { "links-many-will-file" } else { "links-many-will-mail" };
            view! {
                <p class="run-sum"><b>{will}</b></p>
                <p class="soft">{t.t(how)}" "{counted("links-many-lives", page.lives, t)}</p>
                {skipped}
                <div class="case-acts">
                    {may.then(|| act(batch, "release", "button primary", "links-many-release", t))}
                    {may.then(|| act(batch, "cancel", "button", "run-cancel", t))}
                </div>
            }
            .into_any()
        }
        RunState::Released => {
            let left = counted("links-many-left", batch.ready.0, t);
            view! { <p><b>{counted("links-many-so-far", batch.made.0, t)}</b>" "{left}</p>{skipped} }
                .into_any()
        }
        RunState::Done => view! {
            <p><b>{counted("links-many-so-far", batch.made.0, t)}</b></p>
            {skipped}
            {(may && batch.in_a_file && batch.made.0 > 0).then(|| file(page, t))}
        }
        .into_any(),
        RunState::Cancelled => view! { <p>{t.t("run-given-up")}</p> }.into_any(),
    }
}

/// The file, once; another one puts the first one's links out.
fn file(page: &LinkBatchPage, t: Text) -> AnyView {
    let (files, last) = page.files;
    let action = format!("/staff/links/batches/{}/file", page.batch.id);
    let (class, label) = match files {
        0 => ("button primary", "links-many-file"),
        _ => ("button", "links-many-file-again"),
    };
    let before = last.map(|at| {
        view! { <p>{t.t("links-many-file-last")}" "{stamp(at)}". "{t.t("links-many-file-again-what")}</p> }
    });
    view! {
        {before}
        <p class="soft">{t.t("links-many-file-what")}</p>
        <form method="post" action=action>
            <input type="hidden" name="seen" value=files.to_string()/>
            <button class=class>{t.t(label)}</button>
        </form>
    }
    .into_any()
}

fn act(batch: &LinkBatchRow, verb: &str, class: &'static str, label: &str, t: Text) -> AnyView {
    press(format!("/staff/links/batches/{}/{verb}", batch.id), class, label, batch.campaign.clone(), t)
}

/// The funnel of this batch alone.
fn reached(page: &LinkBatchPage, t: Text) -> AnyView {
    let names = ["link-sent", "link-opened", "link-verified", "link-paid"];
    let figure = |(name, n): (&str, u64)| {
        view! { <p class="figure"><span>{t.t(name)}</span><b class="num">{whole(n)}</b></p> }
    };
    view! {
        <div class="figures">{names.into_iter().zip(page.reached).map(figure).collect_view()}</div>
        <p class="soft"><a href="/staff/links">{t.t("links-many-by-day")}</a></p>
    }
    .into_any()
}

fn items(page: &LinkBatchPage, t: Text) -> AnyView {
    if page.items.is_empty() {
        return ().into_any();
    }
    let line = |item: &LinkBatchItem| {
        let fate = match item.why {
            Some(why) => view! { <span class="soft">{t.t(&format!("links-skip-{why}"))}</span> }.into_any(),
            None if page.batch.state == RunState::Cancelled => {
                view! { <span class="soft">{t.t("run-cancelled")}</span> }.into_any()
            }
            None => view! { <span class="pill pill-good">{t.t("links-many-gets")}</span> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row"><a href=format!("/staff/accounts/{}", item.guarantor)>{item.name.clone()}</a></th>
                <td><span class="num">{item.account_number.clone()}</span></td>
                {sum(item.due, t)}
                <td>{fate}</td>
            </tr>
        }
    };
    let heads = view! {
        {head("staff-name", "", t)}
        {head("staff-account", "", t)}
        {head("staff-due", "num", t)}
        {head("run-fate", "", t)}
    };
    let lines = page.items.iter().map(line).collect_view();
    let more = page.more.then(|| view! { <p class="soft">{t.t("run-more")}</p> });
    view! {
        {scroll("run-accounts", heads.into_any(), lines.into_any(), None, t)}
        {more}
    }
    .into_any()
}
