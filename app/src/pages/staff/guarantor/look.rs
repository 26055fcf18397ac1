//! What a change does, before it is done; and a change that waits for a second person, or is over.

use leptos::prelude::*;

use super::{moving, reason_name};
use crate::model::{ChangePage, ChangeState, GuarantorLookPage, MoveBlock, Moves};
use crate::pages::staff::desk;
use crate::pages::staff::dispute::second_person;
use crate::parts::{Mood, error_summary, notice};
use crate::{Ctx, Text};

/// Before it is done.
#[must_use]
pub fn guarantor_look(ctx: &Ctx, page: &GuarantorLookPage) -> String {
    desk(ctx, "move-look-title", |t| {
        let moves = &page.moves;
        let here = format!("/staff/accounts/{}/guarantor", moves.from.0);
        let hidden = || {
            let sent = page.sent.iter().map(|(name, value)| {
                view! { <input type="hidden" name=name.clone() value=value.clone()/> }
            });
            sent.collect_view()
        };
        let label = if moves.limit.is_some() { "move-ask" } else { "move-do" };
        let act = moves.blocked.is_empty().then(|| {
            view! {
                <form method="post" action=format!("{here}/move")>
                    {hidden()}
                    <input type="hidden" name="seen" value=page.seen.clone()/>
                    <button class="button primary">{t.with(label, &[("name", &moves.to.1)])}</button>
                </form>
            }
        });
        view! {
            {error_summary(&page.form, &[], t)}
            {told(moves, t)}
            <div class="buttons">
                {act}
                <form method="post" action=here.clone()>
                    {hidden()}
                    <button class="button" name="do" value="back">{t.t("move-back")}</button>
                </form>
            </div>
        }
        .into_any()
    })
}

/// One that was asked for.
#[must_use]
pub fn change(ctx: &Ctx, page: &ChangePage) -> String {
    desk(ctx, "move-change-title", |t| {
        let moves = &page.moves;
        let by = page.decided_by.clone().unwrap_or_default();
        let stands = match page.state {
            ChangeState::Asked => {
                notice(Mood::Wait, view! { <p>{t.with("move-asked-by", &[("name", &page.asked_by)])}</p> })
            }
            ChangeState::Done if by.is_empty() => {
                notice(Mood::Good, view! { <p>{t.with("move-done-by", &[("name", &page.asked_by)])}</p> })
            }
            ChangeState::Done => {
                let names = [("name", page.asked_by.as_str()), ("other", by.as_str())];
                notice(Mood::Good, view! { <p>{t.with("move-done-by-two", &names)}</p> })
            }
            ChangeState::Returned => {
                notice(Mood::Plain, view! { <p>{t.with("move-returned-by", &[("name", &by)])}</p> })
            }
        };
        let answer = (page.state == ChangeState::Asked).then(|| {
            let seen = page.seen.clone().map(|seen| view! { <input type="hidden" name="seen" value=seen/> });
            let gone = page.seen.is_none().then(|| view! { <p>{t.t("move-gone")}</p> });
            let action = (format!("/staff/changes/{}", page.id), "move-agree");
            view! { {gone}{second_person(ctx, page.own, action, seen.into_any(), &page.form, t)} }
        });
        view! {
            <p class="back"><a href=format!("/staff/accounts/{}", moves.from.0)>{moves.from.1.clone()}</a></p>
            {error_summary(&page.form, &["returned"], t)}
            {stands}
            {told(moves, t)}
            {answer}
        }
        .into_any()
    })
}

fn told(moves: &Moves, t: Text) -> AnyView {
    let account = |(id, name): &(domain::GuarantorId, String)| {
        view! { <a href=format!("/staff/accounts/{id}")>{name.clone()}</a> }
    };
    let blocked = moves.blocked.iter().map(|block| match block {
        MoveBlock::Payment => notice(Mood::Wait, view! { <p>{t.t("move-blocked-payment")}</p> }),
        MoveBlock::Dispute(id) => {
            let open = view! { <a href=format!("/staff/disputes/{id}")>{t.t("move-blocked-see")}</a> };
            notice(Mood::Wait, view! { <p>{t.t("move-blocked-dispute")}" "{open}</p> })
        }
    });
    let limit = moves.limit.map(|limit| {
        notice(Mood::Wait, view! { <p>{t.with("move-beyond", &[("limit", &t.money(limit))])}</p> })
    });
    view! {
        {blocked.collect_view()}
        {limit}
        <dl class="sides">
            <div><dt>{t.t("move-from")}</dt><dd>{account(&moves.from)}</dd></div>
            <div><dt>{t.t("move-to")}</dt><dd>{account(&moves.to)}</dd></div>
            <div><dt>{t.t("move-day")}</dt><dd>{t.date(moves.day)}</dd></div>
            <div><dt>{t.t("move-reason")}</dt><dd>{reason_name(moves.reason, t)}</dd></div>
        </dl>
        <p class="quoted">{moves.note.clone()}</p>
        <h2>{t.t("move-visits")}</h2>
        {moving(&moves.visits, t)}
        <h2>{t.t("move-follows")}</h2>
        <ul class="follows">{follows(moves, t)}</ul>
    }
    .into_any()
}

/// What becomes of everything that hangs on the visits.
fn follows(moves: &Moves, t: Text) -> AnyView {
    let mut said: Vec<AnyView> = vec![t.t("move-follows-paid").into_any()];
    if moves.visits.iter().any(|row| row.credit.is_positive()) {
        said.push(t.t("move-follows-credit").into_any());
    }
    for (plan, left, ends) in &moves.plans {
        let id = if *ends { "move-follows-plan-ends" } else { "move-follows-plan" };
        let words = t.with(id, &[("amount", &t.money(*left))]);
        said.push(view! { <a href=format!("/staff/plans/{plan}")>{words}</a> }.into_any());
    }
    let count = |n: i64| usize::try_from(n).unwrap_or_default();
    for (id, n) in [
        ("move-follows-statements", count(moves.statements)),
        ("move-follows-links", count(moves.links)),
        ("move-follows-questions", moves.questions),
    ] {
        if n > 0 {
            said.push(t.count(id, n, &[]).into_any());
        }
    }
    if !moves.patients.is_empty() {
        said.push(t.with("move-follows-patients", &[("names", &t.list(&moves.patients))]).into_any());
    }
    said.push(t.t("move-follows-told").into_any());
    said.into_iter().map(|one| view! { <li>{one}</li> }).collect_view().into_any()
}
