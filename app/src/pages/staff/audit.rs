//! `/staff/audit`: who saw and did what.

use leptos::prelude::*;

use super::desk;
use super::parts::{head, scroll, stamp};
use super::people::{permission_name, role_name};
use crate::model::{AuditPage, AuditRow, AuditWho};
use crate::parts::{Mood, notice};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn audit(ctx: &Ctx, page: &AuditPage) -> String {
    desk(ctx, "audit-title", |t| {
        let heads = ["audit-number", "audit-when", "audit-who", "audit-what", "audit-about"];
        let heads = heads.map(|id| head(id, "", t)).collect_view().into_any();
        let lines = page.events.iter().map(|event| line(event, t)).collect_view().into_any();
        let table = if page.events.is_empty() {
            view! { <p class="soft">{t.t("audit-none")}</p> }.into_any()
        } else {
            scroll("audit-title", heads, lines, None, t)
        };
        let older = page
            .older
            .clone()
            .map(|older| view! { <p><a href=older rel="next">{t.t("audit-older")}</a></p> });
        let too_much = page.too_much.then(|| {
            view! { <div role="alert">{notice(Mood::Wait, view! { <p>{t.t("audit-too-much")}</p> })}</div> }
        });
        view! {
            {too_much}
            <p class="soft">{t.t("audit-note")}</p>
            {search(page, t)}
            {table}
            {older}
            <p><a href=page.file.clone()>{t.t("audit-file")}</a></p>
        }
        .into_any()
    })
}

fn search(page: &AuditPage, t: Text) -> AnyView {
    let wanted = &page.wanted;
    let people = page.people.iter().map(|(id, name)| {
        view! { <option value=id.to_string() selected=wanted.user == Some(*id)>{name.clone()}</option> }
    });
    let day = |day: Option<time::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <form method="get" action="/staff/audit" class="filters" role="search">
            <p>
                <label for="user">{t.t("audit-who")}</label>
                <select class="input" id="user" name="user">
                    <option value="">{t.t("audit-anybody")}</option>
                    {people.collect_view()}
                </select>
            </p>
            <p>
                <label for="about">{t.t("audit-about-id")}</label>
                <input class="input" id="about" name="about" value=wanted.about.clone() autocomplete="off" spellcheck="false"/>
            </p>
            <p><label for="from">{t.t("audit-from")}</label><input class="input" type="date" id="from" name="from" value=day(wanted.from)/></p>
            <p><label for="to">{t.t("audit-to")}</label><input class="input" type="date" id="to" name="to" value=day(wanted.to)/></p>
            <div class="tick">
                <input type="checkbox" id="changes" name="changes" value="1" checked=wanted.changes/>
                <label for="changes">{t.t("audit-changes")}</label>
            </div>
            <div class="tick">
                <input type="checkbox" id="emergency" name="emergency" value="1" checked=wanted.emergency/>
                <label for="emergency">{t.t("audit-emergency")}</label>
            </div>
            <button class="button">{t.t("audit-search")}</button>
        </form>
    }
    .into_any()
}

fn line(event: &AuditRow, t: Text) -> AnyView {
    let kind = match (event.refused, event.change) {
        (true, _) => Some(("pill pill-bad", "audit-refused")),
        (false, true) => Some(("pill pill-wait", "audit-change")),
        (false, false) => None,
    };
    let kind = kind.map(|(class, id)| view! { " "<span class=class>{t.t(id)}</span> });
    let emergency =
        event.emergency.then(|| view! { " "<span class="pill pill-bad">{t.t("emergency-mark")}</span> });
    let name = match &event.who {
        AuditWho::Staff(name) => name.clone(),
        AuditWho::Program(key) => t.with("audit-program", &[("key", key)]),
        AuditWho::Operator => t.t("audit-operator"),
    };
    let role = event.role.map(|role| view! { <span class="soft block">{t.t(role_name(role))}</span> });
    let what = event.permission.map(|one| t.t(permission_name(one)));
    view! {
        <tr>
            <td class="num">{event.number.to_string()}</td>
            <td>{stamp(event.at)}</td>
            <td>{name}{role}</td>
            <td>{what}{kind}{emergency}<code class="soft block">{event.route.clone()}</code></td>
            <td>{event.subjects.iter().map(|id| view! { <a class="block" href=format!("/staff/audit?about={id}")><code>{id.clone()}</code></a> }).collect_view()}</td>
        </tr>
    }
    .into_any()
}
