//! Passkeys: the list on its owner's page, making one, and the button that asks for one. A script
//! does what only a script can; where it does not run, nothing of this is offered.

use leptos::prelude::*;

use super::staff::desk;
use crate::model::{PasskeyNewPage, PasskeyRow, PasskeyTold, Passkeys};
use crate::parts::{Field, Mood, day, error_summary, field, notice, password};
use crate::shell::{Head, document};
use crate::{Ctx, FormState, Text};

/// Asks the device, and says in words why it did not answer.
const SCRIPT: &str = include_str!("passkey.js");

/// After whatever the script works on.
pub(super) fn script(ctx: &Ctx) -> AnyView {
    view! { <script nonce=ctx.nonce.clone() inner_html=SCRIPT></script> }.into_any()
}

/// What is filled in, and where it is said why nothing was.
fn answer(ceremony: Option<&str>, t: Text) -> AnyView {
    view! {
        <input type="hidden" name="ceremony" value=ceremony.map(str::to_owned)/>
        <input type="hidden" name="credential"/>
        <p
            class="field-error" role="alert" hidden=true data-said=""
            data-cancelled=t.t("passkey-cancelled") data-there=t.t("error-passkey-there")
            data-many=t.t("error-too-many") data-failed=t.t("passkey-failed")
        ></p>
    }
    .into_any()
}

/// The button within a form, that asks for one of the reader's passkeys; `begin` is where the
/// question comes from.
pub(super) fn ask(begin: &'static str, label: &str, t: Text) -> AnyView {
    view! {
        <div class="passkey" data-passkey=begin hidden=true>
            {answer(None, t)}
            <button class="button wide" type="button" data-go="">{t.t(label)}</button>
        </div>
    }
    .into_any()
}

/// The way in beside the password.
pub(super) fn sign_in(ctx: &Ctx, action: &'static str, begin: &'static str, t: Text) -> AnyView {
    view! {
        <form method="post" action=action>{ask(begin, "passkey-sign-in", t)}</form>
        {script(ctx)}
    }
    .into_any()
}

/// The list on a patient's settings; adding one takes the password.
pub(super) fn of_patient(ctx: &Ctx, page: &Passkeys, form: &FormState, t: Text) -> Option<AnyView> {
    let proof = password("passkey_password", "passkey-password", form, t);
    list(ctx, page, "/passkeys", proof, t)
}

/// The list beside the second factor; whoever adds or removes one is asked who they are.
pub(super) fn of_staff(ctx: &Ctx, page: &Passkeys, t: Text) -> Option<AnyView> {
    list(ctx, page, "/staff/passkeys", ().into_any(), t)
}

/// Nothing at all where there are none and can be none.
fn list(ctx: &Ctx, page: &Passkeys, at: &'static str, proof: AnyView, t: Text) -> Option<AnyView> {
    if !page.here && page.rows.is_empty() {
        return None;
    }
    let rows = page.rows.iter().map(|one| row(one, at, t)).collect_view();
    let rows = (!page.rows.is_empty())
        .then(|| view! { <div class="card card-rows"><ul class="rows" role="list">{rows}</ul></div> });
    let add = page.here.then(|| {
        view! {
            <form method="post" action=format!("{at}/begin") class="form" novalidate data-passkey="" hidden=true>
                {proof}
                <button class="button">{t.t("passkey-add")}</button>
            </form>
            <noscript><p class="soft">{t.t("passkey-script")}</p></noscript>
            {script(ctx)}
        }
    });
    Some(
        view! {
            <section aria-labelledby="passkeys">
                <h2 id="passkeys">{t.t("passkey-title")}</h2>
                <p>{t.t("passkey-what")}</p>
                {rows}
                {add}
            </section>
        }
        .into_any(),
    )
}

fn row(one: &PasskeyRow, at: &'static str, t: Text) -> AnyView {
    let name = if one.name.is_empty() { t.t("passkey-nameless") } else { one.name.clone() };
    let host = one.host.as_ref().map(|host| {
        view! { <p class="soft">{t.with("passkey-host", &[("host", host)])}</p> }
    });
    let used = match one.used {
        Some(used) => view! { {t.t("passkey-used")}" "{day(used, t)} }.into_any(),
        None => t.t("passkey-unused").into_any(),
    };
    view! {
        <li class="row row-more">
            <div>
                <p class="row-title">{name.clone()}</p>
                <p class="soft">{t.t("passkey-added-on")}" "{day(one.added, t)}"\u{a0}· "{used}</p>
                {host}
            </div>
            <form method="post" action=format!("{at}/{}/remove", one.id)>
                <button class="button small">{t.t("passkey-remove")}<span class="hidden">": "{name}</span></button>
            </form>
        </li>
    }
    .into_any()
}

/// What has just become of one, at the top of its owner's page.
pub(super) fn told(told: Option<PasskeyTold>, t: Text) -> Option<AnyView> {
    told.map(|told| {
        let id = match told {
            PasskeyTold::Added => "passkey-added",
            PasskeyTold::Removed => "passkey-removed",
        };
        notice(Mood::Good, view! { <p role="status">{t.t(id)}</p> })
    })
}

/// `/passkeys/new` and `/staff/passkeys/new`.
#[must_use]
pub fn passkey_new(ctx: &Ctx, page: &PasskeyNewPage) -> String {
    let (action, back, class) = match page.staff {
        true => ("/staff/passkeys/new", "/staff/second", "form desk-form"),
        false => ("/passkeys/new", "/settings", "form"),
    };
    let script = script(ctx);
    let content = move |t: Text| {
        let name = Field { hint: Some("passkey-name-hint"), ..Field::text("name", "passkey-name") };
        view! {
            {error_summary(&page.form, &["name"], t)}
            <p>{t.t("passkey-new-what")}</p>
            <form method="post" action=action class=class novalidate>
                {field(&name, &page.form, t)}
                <div class="passkey" data-passkey="" data-ceremony=page.ceremony.clone() data-options=page.options.clone() hidden=true>
                    {answer(Some(&page.ceremony), t)}
                    <button class="button primary" data-go="">{t.t("passkey-make")}</button>
                </div>
            </form>
            <p><a href=back>{t.t("passkey-back")}</a></p>
            {script}
        }
        .into_any()
    };
    if page.staff {
        return desk(ctx, "passkey-new-title", content);
    }
    document(ctx, Head::new(ctx.text().t("passkey-new-title")), |t| {
        view! { <div class="slim"><h1>{t.t("passkey-new-title")}</h1>{content(t)}</div> }.into_any()
    })
}
