//! `/staff/statements/{run}`: what will go out, what will not and why, before it does.

use domain::access::Permission;
use leptos::prelude::*;

use super::desk;
use super::parts::{head, press, scroll, stamp, sum};
use super::statements::run_state;
use crate::model::{RunItemRow, RunPage, RunState, WhyNot};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn statement_run(ctx: &Ctx, page: &RunPage) -> String {
    let may = ctx.may(Permission::SendStatements);
    desk(ctx, "run-title", |t| {
        view! {
            <p class="back"><a href="/staff/statements">{t.t("staff-statements")}</a></p>
            <div class="desk-head">
                <p>{run_state(page.run.state, t)}" "<span class="soft">{stamp(page.run.made_at)}</span></p>
            </div>
            {standing(page, may, t)}
            {items(page, may, t)}
        }
        .into_any()
    })
}

/// What a release would send, or what came of it.
fn standing(page: &RunPage, may: bool, t: Text) -> AnyView {
    let run = &page.run;
    let counted = |id: &str, n: u64| t.count(id, usize::try_from(n).unwrap_or(usize::MAX), &[]);
    let held = (run.held > 0).then(|| view! { <p class="soft">{counted("run-kept-back", run.held)}</p> });
    let content = match run.state {
        RunState::Preview if run.ready == 0 => view! {
            <p>{t.t("run-nothing")}</p>
            {held}
            <div class="case-acts">{act(page, may, "cancel", "button", "run-cancel", t)}</div>
        }
        .into_any(),
        RunState::Preview => {
            let ways = [counted("run-emails", page.emails), counted("run-letters", page.letters)];
            let amount = t.money(run.ready_amount);
            let total = usize::try_from(run.ready).unwrap_or(usize::MAX);
            view! {
                <p class="run-sum"><b>{t.count("run-will", total, &[("amount", &amount), ("ways", &t.list(&ways))])}</b></p>
                <p class="soft">{t.t("run-will-what")}</p>
                {held}
                <div class="case-acts">
                    {act(page, may, "release", "button primary", "run-release", t)}
                    {act(page, may, "cancel", "button", "run-cancel", t)}
                </div>
            }
            .into_any()
        }
        RunState::Released => {
            let left = counted("run-left", run.ready);
            view! { <p><b>{counted("run-so-far", run.issued)}</b>" "{left}</p>{held} }.into_any()
        }
        RunState::Done => view! { <p><b>{counted("run-so-far", run.issued)}</b></p>{held} }.into_any(),
        RunState::Cancelled => view! { <p>{t.t("run-given-up")}</p> }.into_any(),
    };
    view! { <section class="case" aria-label=t.t("run-title")>{content}</section> }.into_any()
}

fn act(page: &RunPage, may: bool, verb: &str, class: &'static str, label: &str, t: Text) -> Option<AnyView> {
    let about = page.run.made_at.date().to_string();
    may.then(|| press(format!("/staff/statements/{}/{verb}", page.run.id), class, label, about, t))
}

fn items(page: &RunPage, may: bool, t: Text) -> AnyView {
    if page.items.is_empty() {
        return view! { <p class="soft">{t.t("run-empty")}</p> }.into_any();
    }
    let heads = view! {
        {head("staff-name", "", t)}
        {head("staff-account", "", t)}
        {head("staff-due", "num", t)}
        {head("run-fate", "", t)}
        {(page.run.state == RunState::Preview).then(|| head("run-change", "", t))}
    };
    let lines = page.items.iter().map(|item| line(page, item, may, t)).collect_view();
    let more = page.more.then(|| view! { <p class="soft">{t.t("run-more")}</p> });
    view! {
        {scroll("run-accounts", heads.into_any(), lines.into_any(), None, t)}
        {more}
    }
    .into_any()
}

fn line(page: &RunPage, item: &RunItemRow, may: bool, t: Text) -> AnyView {
    let account = format!("/staff/accounts/{}", item.guarantor);
    let fate = match (item.statement, item.why) {
        (Some(id), _) => {
            let href = format!("{account}/statements/{id}");
            view! { <a href=href>{t.t("run-got")}<span class="hidden">": "{item.name.clone()}</span></a> }
                .into_any()
        }
        (None, Some(why)) => view! { <span class="soft">{why_not(why, t)}</span> }.into_any(),
        (None, None) if page.run.state == RunState::Cancelled => {
            view! { <span class="soft">{t.t("run-cancelled")}</span> }.into_any()
        }
        (None, None) => view! { <span class="pill pill-good">{t.t("run-gets")}</span> }.into_any(),
    };
    let change = (page.run.state == RunState::Preview)
        .then(|| view! { <td>{may.then(|| leave_out(page, item, t))}</td> });
    view! {
        <tr>
            <th scope="row"><a href=account>{item.name.clone()}</a></th>
            <td><span class="num">{item.account_number.clone()}</span></td>
            {sum(item.due, t)}
            <td>{fate}</td>
            {change}
        </tr>
    }
    .into_any()
}

/// Only what staff left out can staff take in again: a hold is ended on the account.
fn leave_out(page: &RunPage, item: &RunItemRow, t: Text) -> Option<AnyView> {
    let (out, label) = match item.why {
        None => ("yes", "run-leave-out"),
        Some(WhyNot::LeftOut) => ("no", "run-take-in"),
        Some(_) => return None,
    };
    Some(
        view! {
            <form method="post" action=format!("/staff/statements/{}/leave-out", page.run.id)>
                <input type="hidden" name="guarantor" value=item.guarantor.to_string()/>
                <input type="hidden" name="out" value=out/>
                <button class="button small">{t.t(label)}<span class="hidden">": "{item.name.clone()}</span></button>
            </form>
        }
        .into_any(),
    )
}

/// Why an account gets no statement.
pub(super) fn why_not(why: WhyNot, t: Text) -> String {
    t.t(match why {
        WhyNot::NothingDue => "whynot-nothing-due",
        WhyNot::TooLittle => "whynot-too-little",
        WhyNot::Recent => "whynot-recent",
        WhyNot::OnItsWay => "whynot-on-its-way",
        WhyNot::InPlan => "whynot-in-plan",
        WhyNot::Held => "whynot-held",
        WhyNot::Deceased => "whynot-deceased",
        WhyNot::BadAddress => "whynot-bad-address",
        WhyNot::LeftOut => "whynot-left-out",
    })
}
