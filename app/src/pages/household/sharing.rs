//! Who else sees the account: who does, who was asked, and asking somebody.

use leptos::prelude::*;

use super::extent;
use crate::Text;
use crate::model::{HelperRow, HouseholdPage, InvitationRow, Sees};
use crate::parts::{Field, field, radios};

pub(super) fn sharing(page: &HouseholdPage, t: Text) -> AnyView {
    let helpers = page.helpers.iter().map(|one| helper(one, t)).collect_view();
    let asked = page.invitations.iter().map(|one| invitation(one, t)).collect_view();
    let list = (!page.helpers.is_empty() || !page.invitations.is_empty()).then(|| {
        view! { <div class="card card-rows"><ul class="rows" role="list">{helpers}{asked}</ul></div> }
    });
    let scopes = Sees::SHARED.map(|sees| (sees.code(), t.t(&format!("share-{}", sees.code()))));
    let email = Field {
        hint: Some("share-email-hint"),
        kind: "email",
        inputmode: Some("email"),
        ..Field::text("email", "share-email")
    };
    let ends_on = Field {
        hint: Some("share-ends-hint"),
        kind: "date",
        width: "w-date",
        ..Field::text("ends_on", "share-ends")
    };
    view! {
        <section aria-labelledby="sharing">
            <h2 id="sharing">{t.t("share-title")}</h2>
            <p>{t.t("share-what")}</p>
            {list}
            <form method="post" action="/household/invite" class="card form" novalidate>
                <h3>{t.t("share-ask")}</h3>
                {field(&email, &page.form, t)}
                {radios("scope", "share-scope", &scopes, &page.form, t)}
                {field(&ends_on, &page.form, t)}
                <button class="button">{t.t("share-button")}</button>
            </form>
        </section>
    }
    .into_any()
}

fn helper(helper: &HelperRow, t: Text) -> AnyView {
    view! {
        <li class="row row-more">
            <div>
                <p class="row-title">{helper.name.clone()}</p>
                <p class="soft">{helper.email.clone()}"\u{a0}· "{extent(helper.sees, helper.ends_on, t)}</p>
            </div>
            <form method="post" action="/household/end">
                <input type="hidden" name="user" value=helper.user.to_string()/>
                <button class="button small">{t.t("share-end")}<span class="hidden">": "{helper.name.clone()}</span></button>
            </form>
        </li>
    }
    .into_any()
}

fn invitation(invitation: &InvitationRow, t: Text) -> AnyView {
    view! {
        <li class="row row-more">
            <div>
                <p class="row-title">{invitation.email.clone()}" "<span class="pill pill-wait">{t.t("share-asked")}</span></p>
                <p class="soft">{extent(invitation.sees, invitation.ends_on, t)}</p>
            </div>
            <form method="post" action="/household/cancel">
                <input type="hidden" name="invitation" value=invitation.id.to_string()/>
                <button class="button small">{t.t("share-cancel")}<span class="hidden">": "{invitation.email.clone()}</span></button>
            </form>
        </li>
    }
    .into_any()
}
