//! `/staff/emergency`: records that somebody must see now, and who has.

use domain::access::Permission;
use leptos::prelude::*;

use super::desk;
use super::parts::{clock, head, scroll, stamp};
use crate::model::{EmergencyPage, EmergencyRow};
use crate::parts::{Mood, error_summary, note_field, notice, select};
use crate::{Ctx, Lasting, Text};

/// The page.
#[must_use]
pub fn emergency(ctx: &Ctx, page: &EmergencyPage) -> String {
    desk(ctx, "emergency-title", |t| {
        let done =
            page.done.then(|| notice(Mood::Good, view! { <p role="status">{t.t("emergency-done")}</p> }));
        let take = match (page.offered.is_empty(), ctx.emergencies.is_empty()) {
            (false, _) => Some(take(page, t)),
            (true, true) => Some(view! { <p>{t.t("emergency-none")}</p> }.into_any()),
            (true, false) => None,
        };
        view! {
            {error_summary(&page.form, &["practice", "reason"], t)}
            {done}
            <p>{t.t("emergency-what")}</p>
            {take}
            {page.taken.as_ref().map(|rows| taken(ctx, rows, page.more, t))}
        }
        .into_any()
    })
}

fn take(page: &EmergencyPage, t: Text) -> AnyView {
    let places: Vec<(String, String)> =
        page.offered.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    view! {
        <form method="post" action="/staff/emergency" class="form desk-form" novalidate>
            {select("practice", "places-label", &places, &page.form, t)}
            {note_field("reason", "emergency-reason", Some(t.t("emergency-reason-what")), &page.form, t)}
            <button class="button primary">{t.t("emergency-take")}</button>
        </form>
    }
    .into_any()
}

fn taken(ctx: &Ctx, rows: &[EmergencyRow], more: bool, t: Text) -> AnyView {
    if rows.is_empty() {
        return view! { <h2>{t.t("emergency-taken")}</h2><p class="soft">{t.t("emergency-taken-none")}</p> }
            .into_any();
    }
    let heads = ["audit-when", "emergency-until", "audit-who", "emergency-why", "emergency-seen"];
    let heads = heads.map(|id| head(id, "", t)).collect_view().into_any();
    let lines = rows.iter().map(|row| line(ctx, row, t)).collect_view().into_any();
    view! {
        <h2>{t.t("emergency-taken")}</h2>
        {scroll("emergency-taken", heads, lines, None, t)}
        {more.then(|| view! { <p class="soft">{t.t("emergency-more")}</p> })}
        <p><a href="/staff/emergency.csv">{t.t("emergency-file")}</a></p>
    }
    .into_any()
}

fn line(ctx: &Ctx, row: &EmergencyRow, t: Text) -> AnyView {
    let lasts = row.lasts.then(|| view! { " "<span class="pill pill-bad">{t.t("emergency-lasts")}</span> });
    let stop = (row.lasts && ctx.may(Permission::ManagePeople)).then(|| stop_form(row, t));
    let seen = match &row.seen_by {
        Some(name) => name.clone().into_any(),
        None if row.may_see && ctx.may(Permission::ManagePeople) => seen_form(row, t),
        None => view! { <span class="pill pill-wait">{t.t("emergency-unseen")}</span> }.into_any(),
    };
    let audit = format!("/staff/audit?user={}&emergency=1", row.user);
    view! {
        <tr>
            <td>{stamp(row.taken_at)}</td>
            <td>{stamp(row.until)}{lasts}{stop}</td>
            <td>{row.name.clone()}<a class="block" href=audit>{t.t("emergency-what-seen")}</a></td>
            <td class="pre">{row.reason.clone()}</td>
            <td>{seen}</td>
        </tr>
    }
    .into_any()
}

fn stop_form(row: &EmergencyRow, t: Text) -> AnyView {
    view! {
        <form method="post" action=format!("/staff/emergency/{}/end", row.id)>
            <button class="button small">{t.t("emergency-end")}<span class="hidden">": "{row.name.clone()}</span></button>
        </form>
    }
    .into_any()
}

fn seen_form(row: &EmergencyRow, t: Text) -> AnyView {
    view! {
        <form method="post" action=format!("/staff/emergency/{}/seen", row.id)>
            <button class="button small">{t.t("emergency-see")}<span class="hidden">": "{row.name.clone()}</span></button>
        </form>
    }
    .into_any()
}

/// On the desk's home until an administrator has looked and said so.
pub(super) fn alarms(rows: &[EmergencyRow], t: Text) -> AnyView {
    let each = rows.iter().map(|row| {
        let said = t.with("emergency-alarm", &[("name", &row.name)]);
        view! {
            <div class="notice emergency" role="alert">
                <p><b>{said}</b>" "{stamp(row.taken_at)}</p>
                <p class="pre">{row.reason.clone()}</p>
                <p><a href="/staff/emergency">{t.t("emergency-look")}</a></p>
                {row.may_see.then(|| seen_form(row, t))}
                {row.lasts.then(|| stop_form(row, t))}
            </div>
        }
    });
    each.collect_view().into_any()
}

/// On every page while it lasts, wherever it was taken.
pub(super) fn banner(one: &Lasting, t: Text) -> AnyView {
    let time = clock(one.until);
    let said = match &one.elsewhere {
        Some(practice) => t.with("emergency-banner-elsewhere", &[("practice", practice), ("time", &time)]),
        None => t.with("emergency-banner", &[("time", &time)]),
    };
    let of =
        one.elsewhere.as_ref().map(|practice| view! { <span class="hidden">": "{practice.clone()}</span> });
    view! {
        <div class="notice emergency" role="status">
            <p><b>{said}</b>" "{t.t("emergency-banner-what")}</p>
            <form method="post" action="/staff/emergency/end">
                <input type="hidden" name="emergency" value=one.id.to_string()/>
                <button class="button small">{t.t("emergency-end")}{of}</button>
            </form>
        </div>
    }
    .into_any()
}
