//! `/staff/patients`: find somebody and invite them. The search is a POST, so that no
//! name is ever part of an address.

use domain::access::Permission;
use leptos::prelude::*;

use super::desk;
use crate::model::{InviteState, StaffPatient, StaffPatientsPage};
use crate::{Ctx, Text};

/// The search and what it found.
#[must_use]
pub fn patients(ctx: &Ctx, page: &StaffPatientsPage) -> String {
    desk(ctx, "staff-patients", |t| {
        let invited = page.invited.as_ref().map(|name| {
            view! { <p class="notice notice-good" role="status">{t.with("staff-invited-now", &[("name", name)])}</p> }
        });
        let found = match (&page.query, page.rows.is_empty()) {
            (None, true) => None,
            (Some(_), true) => {
                Some(view! { <p>{t.t("staff-search-none")}" "{t.t("staff-search-what")}</p> }.into_any())
            }
            _ => Some(table(page, ctx.may(Permission::InvitePatients), t)),
        };
        view! {
            {invited}
            <form method="post" action="/staff/patients" class="search" role="search">
                <label for="q">{t.t("staff-search")}</label>
                <div class="search-row">
                    <input
                        class="input" id="q" name="q" type="search" autocomplete="off" spellcheck="false"
                        autofocus aria-describedby="q-hint" value=page.query.clone().unwrap_or_default()
                    />
                    <button class="button">{t.t("staff-search-button")}</button>
                </div>
                <p class="soft" id="q-hint">{t.t("staff-search-hint")}</p>
            </form>
            {found}
        }
        .into_any()
    })
}

fn table(page: &StaffPatientsPage, may: bool, t: Text) -> AnyView {
    let head = |id: &str, class: &'static str| view! { <th scope="col" class=class>{t.t(id)}</th> };
    let query = page.query.as_deref().unwrap_or_default();
    let more = page.more.then(|| view! { <p class="soft">{t.t("staff-search-more")}</p> });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=t.t("staff-patients")>
            <table class="dense">
                <thead>
                    <tr>
                        {head("staff-name", "")}
                        {head("staff-account", "")}
                        {head("staff-answers-for", "")}
                        {head("staff-due", "num")}
                        {head("staff-portal", "")}
                    </tr>
                </thead>
                <tbody>{page.rows.iter().map(|row| line(row, query, may, t)).collect_view()}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}

fn line(row: &StaffPatient, query: &str, may: bool, t: Text) -> AnyView {
    let born = |date| t.with("staff-born", &[("date", &t.date(date))]);
    let (meant, others): (Vec<_>, Vec<_>) = row.patients.iter().partition(|(_, born)| born.is_some());
    let others: Vec<String> = others.into_iter().map(|(name, _)| name.clone()).collect();
    let meant = meant.into_iter().map(|(name, date)| {
        view! { <b class="block">{name.clone()}<span class="soft block">{date.map(born)}</span></b> }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/staff/accounts/{}", row.guarantor)>{row.name.clone()}</a>
                <span class="soft block">{born(row.born)}</span>
                {row.phone.clone().map(|phone| view! { <span class="soft block num">{phone}</span> })}
                <span class="soft block">{row.email.clone()}</span>
            </th>
            <td>{row.account_number.clone()}</td>
            <td>{meant.collect_view()}{t.list(&others)}</td>
            <td class="num">{t.money(row.due)}</td>
            <td>{portal(row, query, may, t)}</td>
        </tr>
    }
    .into_any()
}

fn portal(row: &StaffPatient, query: &str, may: bool, t: Text) -> AnyView {
    let invite = |id: &str| {
        may.then(|| {
            view! {
                <form method="post" action=format!("/staff/patients/{}/invite", row.guarantor)>
                    <input type="hidden" name="q" value=query.to_owned()/>
                    <button class="button small">
                        {t.t(id)}<span class="hidden">": "{row.name.clone()}</span>
                    </button>
                </form>
            }
        })
    };
    match (row.state, row.email.is_some()) {
        (InviteState::Registered, _) => {
            view! { <span class="pill pill-good">{t.t("staff-registered")}</span> }.into_any()
        }
        (_, false) => view! { <span class="soft">{t.t("staff-no-email")}</span> }.into_any(),
        (InviteState::NotInvited, true) => invite("staff-invite").into_any(),
        (InviteState::Invited(when), true) => view! {
            <span class="soft block">{t.with("staff-invited", &[("date", &t.day(when))])}</span>
            {invite("staff-invite-again")}
        }
        .into_any(),
    }
}
