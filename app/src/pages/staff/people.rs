//! `/staff/people`: who may do what.

use domain::access::{Permission, Role};
use leptos::prelude::*;

use super::desk;
use super::parts::{head, iso, scroll};
use crate::model::{InvitedRow, MemberRow, PeoplePage};
use crate::parts::{Field, Mood, error_summary, field, notice, select, tick};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn people(ctx: &Ctx, page: &PeoplePage) -> String {
    desk(ctx, "people-title", |t| {
        let heads = [
            ("people-name", ""),
            ("people-role", ""),
            ("people-since", ""),
            ("second-column", ""),
            ("people-change", ""),
        ];
        let heads = heads.map(|(id, class)| head(id, class, t)).collect_view().into_any();
        let lines =
            page.members.iter().map(|member| line(member, page.leads_across, t)).collect_view().into_any();
        let changed = page.changed.then(|| notice(Mood::Good, view! { <p>{t.t("people-changed")}</p> }));
        let asked = page.asked.then(|| notice(Mood::Good, view! { <p>{t.t("colleague-asked")}</p> }));
        view! {
            {error_summary(&page.form, &["email", "as", "required"], t)}
            {changed}
            {asked}
            <p class="soft">{t.t("people-what")}</p>
            {scroll("people-title", heads, lines, None, t)}
            {invited(&page.invited, t)}
            <h2>{t.t("colleague-title")}</h2>
            {ask(page, t)}
            <h2>{t.t("second-title")}</h2>
            {required(page, t)}
            <h2>{t.t("people-roles")}</h2>
            {roles(t)}
        }
        .into_any()
    })
}

/// Whether everybody signs in with a code as well.
fn required(page: &PeoplePage, t: Text) -> AnyView {
    if !page.has_key {
        return view! { <p class="soft">{t.t("second-no-key")}</p> }.into_any();
    }
    view! {
        <form method="post" action="/staff/people" class="form desk-form">
            {tick("required", "second-require", &page.form, t)}
            <button class="button">{t.t("people-save")}</button>
        </form>
    }
    .into_any()
}

/// Asks a colleague in.
fn ask(page: &PeoplePage, t: Text) -> AnyView {
    let form = &page.form;
    let roles: Vec<_> = Role::ALL.iter().map(|role| (role.code(), t.t(role_name(*role)))).collect();
    let across = page.leads_across.then(|| tick("across", "colleague-across", form, t));
    let email = Field { autocomplete: "off", ..Field::email() };
    view! {
        <p class="soft">{t.t("colleague-what")}</p>
        <form method="post" action="/staff/people/invite" class="form desk-form" novalidate>
            {field(&email, form, t)}
            {select("as", "people-role", &roles, form, t)}
            {across}
            <button class="button">{t.t("colleague-ask")}</button>
        </form>
    }
    .into_any()
}

/// Who was asked in and has not come yet.
fn invited(letters: &[InvitedRow], t: Text) -> Option<AnyView> {
    let row = |letter: &InvitedRow| {
        let across = letter.across.then(|| view! { <span class="soft block">{t.t("join-across")}</span> });
        view! {
            <tr>
                <th scope="row">{letter.email.clone()}</th>
                <td>{t.t(role_name(letter.role))}{across}</td>
                <td>{iso(letter.until)}</td>
                <td>
                    <form method="post" action=format!("/staff/people/invited/{}/end", letter.letter)>
                        <button class="button small">
                            {t.t("colleague-end")}<span class="hidden">": "{letter.email.clone()}</span>
                        </button>
                    </form>
                </td>
            </tr>
        }
    };
    let heads = ["field-email", "people-role", "colleague-until", "people-change"];
    let heads = heads.map(|id| head(id, "", t)).collect_view().into_any();
    let rows = letters.iter().map(row).collect_view().into_any();
    (!letters.is_empty()).then(|| {
        view! {
            <h2>{t.t("colleague-waiting")}</h2>
            {scroll("colleague-waiting", heads, rows, None, t)}
        }
        .into_any()
    })
}

fn line(member: &MemberRow, leads_across: bool, t: Text) -> AnyView {
    let change = if member.across && !leads_across {
        view! { <span class="soft">{t.t("people-across")}</span> }.into_any()
    } else if member.own {
        view! { <span class="soft">{t.t("people-own")}</span> }.into_any()
    } else {
        let id = format!("role-{}", member.user);
        let action = format!("/staff/people/{}{}", member.user, if member.across { "/across" } else { "" });
        let across = member.across.then(|| view! { <span class="soft block">{t.t("join-across")}</span> });
        let options = Role::ALL.iter().copied().map(|role| {
            view! { <option value=role.code() selected=role == member.role>{t.t(role_name(role))}</option> }
        });
        view! {
            <form method="post" action=action class="people-change">
                <label class="hidden" for=id.clone()>{t.with("people-role-of", &[("name", &member.name)])}</label>
                <select class="input" id=id name="role">
                    {options.collect_view()}
                    <option value="">{t.t("people-out")}</option>
                </select>
                <button class="button small">{t.t("people-save")}<span class="hidden">": "{member.name.clone()}</span></button>
                {across}
            </form>
        }
        .into_any()
    };
    let code = match (member.second, member.own || member.across) {
        (false, _) => view! { <span class="soft">{t.t("second-none")}</span> }.into_any(),
        (true, true) => t.t("second-has").into_any(),
        (true, false) => view! {
            {t.t("second-has")}
            <form method="post" action=format!("/staff/people/{}/second", member.user)>
                <button class="button small">
                    {t.t("second-take")}<span class="hidden">": "{member.name.clone()}</span>
                </button>
            </form>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row">{member.name.clone()}<span class="soft block">{member.email.clone()}</span></th>
            <td>{t.t(role_name(member.role))}</td>
            <td>{iso(member.since)}</td>
            <td>{code}</td>
            <td>{change}</td>
        </tr>
    }
    .into_any()
}

/// What each role may do, beyond looking at accounts.
fn roles(t: Text) -> AnyView {
    let row = |role: Role| {
        let may: Vec<String> = Permission::ALL
            .iter()
            .copied()
            .filter(|one| !matches!(one, Permission::Enter | Permission::SeeAccounts) && role.may(*one))
            .map(|one| t.t(permission_name(one)))
            .collect();
        view! { <div><dt>{t.t(role_name(role))}</dt><dd>{t.list(&may)}</dd></div> }
    };
    view! { <dl class="people-roles">{Role::ALL.iter().copied().map(row).collect_view()}</dl> }.into_any()
}

/// What somebody with a role is called.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::FrontDesk => "role-front-desk",
        Role::Biller => "role-biller",
        Role::DisputeSpecialist => "role-dispute-specialist",
        Role::Counsellor => "role-counsellor",
        Role::Manager => "role-manager",
        Role::Auditor => "role-auditor",
        Role::Administrator => "role-administrator",
    }
}

/// What a permission allows.
pub(super) fn permission_name(permission: Permission) -> &'static str {
    match permission {
        Permission::Enter => "may-enter",
        Permission::InvitePatients => "may-invite",
        Permission::SeeAccounts => "may-see-accounts",
        Permission::SeeBooks => "may-see-books",
        Permission::SeeAudit => "may-see-audit",
        Permission::WriteNotes => "may-write-notes",
        Permission::ChangeRegistration => "may-change-registration",
        Permission::ChangeGuarantors => "may-change-guarantors",
        Permission::TakePayments => "may-take-payments",
        Permission::MakeLinks => "may-make-links",
        Permission::SendStatements => "may-send-statements",
        Permission::ManagePlans => "may-manage-plans",
        Permission::HoldAndRelease => "may-hold",
        Permission::AnswerForSharing => "may-sharing",
        Permission::SettleWork => "may-settle-work",
        Permission::WorkDisputes => "may-work-disputes",
        Permission::DecideDisputes => "may-decide-disputes",
        Permission::WorkDenials => "may-work-denials",
        Permission::WriteOffDenials => "may-write-off-denials",
        Permission::WriteOffBalances => "may-write-off-balances",
        Permission::AskForRefunds => "may-refund",
        Permission::ApproveBeyondLimits => "may-approve",
        Permission::SettleDifferences => "may-differences",
        Permission::CloseTheDay => "may-close",
        Permission::ImportFiles => "may-import",
        Permission::SetRules => "may-rules",
        Permission::ConnectPrograms => "may-programs",
        Permission::ManagePeople => "may-people",
    }
}
