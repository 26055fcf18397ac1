//! `/staff/plans`: plans by how they stand, with what can be done with many at once.

use domain::access::Permission;
use leptos::prelude::*;

use super::desk;
use super::parts::{head, iso, scroll, sum};
use crate::format::whole;
use crate::model::{ManyTold, PlanAct, PlanGroup, PlanRefusal, PlanWhy, StaffPlanRow, StaffPlansPage};
use crate::{Ctx, Text};
use domain::plan::{EndReason, PauseReason};

/// The page.
#[must_use]
pub fn plans(ctx: &Ctx, page: &StaffPlansPage) -> String {
    desk(ctx, "staff-plans", |t| {
        view! {
            {page.told.as_ref().map(|told| many(told, t))}
            <div class="desk-head">
                {groups(page, t)}
                {ctx.may(Permission::SeeBooks).then(|| view! { <a class="button" href="/staff/plans/policy">{t.t("plans-rule")}</a> })}
            </div>
            {list(page, ctx.may(Permission::ManagePlans), t)}
        }
        .into_any()
    })
}

fn group_name(group: PlanGroup) -> &'static str {
    match group {
        PlanGroup::AtRisk => "plans-at-risk",
        PlanGroup::OnTrack => "plans-on-track",
        PlanGroup::Broken => "plans-broken",
        PlanGroup::Finished => "plans-finished",
    }
}

fn groups(page: &StaffPlansPage, t: Text) -> AnyView {
    let link = |(group, count): (PlanGroup, u64)| {
        let here = (group == page.group).then_some("page");
        view! {
            <li>
                <a href=format!("/staff/plans?{}", group.code()) aria-current=here>
                    {t.t(group_name(group))}" "<span class="num">{whole(count)}</span>
                </a>
            </li>
        }
    };
    let links = PlanGroup::ALL.into_iter().zip(page.counts).map(link).collect_view();
    view! { <nav class="tabs" aria-label=t.t("plans-groups")><ul role="list">{links}</ul></nav> }.into_any()
}

fn many(told: &ManyTold, t: Text) -> AnyView {
    let left = told.left.iter().map(|(name, why)| {
        view! { <li><b>{name.clone()}</b>": "{t.t(refusal(*why))}</li> }
    });
    let class = if told.left.is_empty() { "notice notice-good" } else { "notice notice-wait" };
    view! {
        <div class=class role="status">
            <p>{t.count("plans-done", told.done, &[])}</p>
            {(!told.left.is_empty()).then(|| view! { <ul>{left.collect_view()}</ul> })}
        </div>
    }
    .into_any()
}

/// Why a plan did not take it, and what to do instead.
pub(super) fn refusal(why: PlanRefusal) -> &'static str {
    match why {
        PlanRefusal::Changed => "plan-not-changed",
        PlanRefusal::NeedsConsent => "plan-not-consent",
        PlanRefusal::NotNow => "plan-not-now",
        PlanRefusal::Over => "plan-not-over",
    }
}

/// Why a plan stands as it does.
pub(super) fn why(why: PlanWhy, t: Text) -> AnyView {
    let (class, id) = match why {
        PlanWhy::OnTrack => ("pill pill-good", "plan-why-on-track"),
        PlanWhy::Finished => ("pill pill-good", "plan-why-finished"),
        PlanWhy::Proposed => ("pill", "plan-why-proposed"),
        PlanWhy::Behind => ("pill pill-bad", "plan-why-behind"),
        PlanWhy::Defaulted => ("pill pill-bad", "plan-why-defaulted"),
        PlanWhy::Look => ("pill pill-bad", "plan-why-look"),
        PlanWhy::OverCap => ("pill pill-wait", "plan-why-over-cap"),
        PlanWhy::Confirm => ("pill pill-wait", "plan-why-confirm"),
        PlanWhy::Method => ("pill pill-wait", "plan-why-method"),
        PlanWhy::Told => ("pill pill-wait", "plan-why-told"),
        PlanWhy::Paused(reason) => ("pill pill-wait", paused(reason)),
        PlanWhy::Ended(reason) => ("pill", ended(reason)),
    };
    view! { <span class=class>{t.t(id)}</span> }.into_any()
}

fn paused(reason: PauseReason) -> &'static str {
    match reason {
        PauseReason::PatientAsked => "plan-why-paused-patient",
        PauseReason::AssistanceReview => "plan-why-paused-assistance",
        PauseReason::Dispute => "plan-why-paused-dispute",
        PauseReason::Chargeback => "plan-why-paused-chargeback",
        PauseReason::Staff => "plan-why-paused-staff",
    }
}

fn ended(reason: EndReason) -> &'static str {
    match reason {
        EndReason::Cancelled => "plan-why-cancelled",
        EndReason::OfferLapsed => "plan-why-lapsed",
        EndReason::PartyChanged => "plan-why-party",
        EndReason::PracticeLeft => "plan-why-left",
    }
}

/// The name of what staff can do.
pub(super) fn act(act: PlanAct) -> &'static str {
    match act {
        PlanAct::Pause => "plan-do-pause",
        PlanAct::Resume => "plan-do-resume",
        PlanAct::Reage => "plan-do-reage",
        PlanAct::Default => "plan-do-default",
        PlanAct::Cure => "plan-do-cure",
        PlanAct::Cancel => "plan-do-cancel",
    }
}

/// What can be done with many of a group at once; nothing with what is over.
fn acts(group: PlanGroup) -> &'static [PlanAct] {
    match group {
        PlanGroup::AtRisk => &[PlanAct::Reage, PlanAct::Pause, PlanAct::Resume, PlanAct::Default],
        PlanGroup::OnTrack => &[PlanAct::Pause],
        PlanGroup::Broken => &[PlanAct::Cure, PlanAct::Cancel],
        PlanGroup::Finished => &[],
    }
}

fn list(page: &StaffPlansPage, may: bool, t: Text) -> AnyView {
    if page.plans.is_empty() {
        return view! { <p class="soft">{t.t("plans-none")}</p> }.into_any();
    }
    let acts = if may { acts(page.group) } else { &[] };
    let buttons = acts.iter().map(|one| {
        view! { <button class="button" name="do" value=one.code()>{t.t(act(*one))}</button> }
    });
    let bar = (!acts.is_empty()).then(|| {
        view! {
            <div class="many">
                <p class="soft">{t.t("plans-many")}</p>
                <div class="buttons">{buttons.collect_view()}</div>
            </div>
        }
    });
    let here = format!("/staff/plans?{}", page.group.code());
    view! {
        <form method="post" action=here>
            {table(&page.plans, !acts.is_empty(), t)}
            {bar}
        </form>
    }
    .into_any()
}

/// Plans in a table, with a box before each where something can be done with many.
pub(super) fn table(plans: &[StaffPlanRow], ticks: bool, t: Text) -> AnyView {
    let line = |row: &StaffPlanRow| {
        let tick = ticks.then(|| {
            let value = format!("{}:{}", row.id, row.version);
            let label = t.with("plans-tick", &[("name", &row.name)]);
            view! { <td><input type="checkbox" name="plan" value=value aria-label=label/></td> }
        });
        view! {
            <tr>
                {tick}
                <th scope="row"><a href=format!("/staff/plans/{}", row.id)>{row.name.clone()}</a></th>
                <td>{why(row.why, t)}</td>
                {sum(row.overdue, t)}
                {sum(row.left, t)}
                <td>{row.next.map(iso)}</td>
            </tr>
        }
    };
    let heads = view! {
        {ticks.then(|| view! { <th scope="col"><span class="hidden">{t.t("plans-choose")}</span></th> })}
        {head("staff-name", "", t)}
        {head("staff-state", "", t)}
        {head("plans-overdue", "num", t)}
        {head("plans-left", "num", t)}
        {head("plans-next", "", t)}
    };
    scroll("staff-plans", heads.into_any(), plans.iter().map(line).collect_view().into_any(), None, t)
}
