//! `/staff/branding`: how the practice looks where patients see it, with a preview on light and
//! on dark.

use domain::brand::Shades;
use leptos::prelude::*;

use super::desk;
use super::parts::{copy, copy_script};
use crate::model::BrandingPage;
use crate::parts::{Field, Mood, error_line, error_summary, field, notice};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn branding(ctx: &Ctx, page: &BrandingPage) -> String {
    let name = ctx.practice.as_ref().map(|practice| practice.name.clone()).unwrap_or_default();
    desk(ctx, "brand-title", |t| {
        let saved = page.saved.then(|| notice(Mood::Good, view! { <p>{t.t("brand-saved")}</p> }));
        view! {
            {error_summary(&page.form, &["accent", "logo", "phone", "email", "hours", "languages"], t)}
            {saved}
            {page.too_pale.as_ref().map(|(contrast, nearest)| too_pale(contrast, nearest, t))}
            <p class="soft">{t.t("brand-what")}</p>
            <h2>{t.t("brand-preview")}</h2>
            {preview(page, &name, t)}
            {look(page, t)}
            {logo(page, t)}
            {site(page, ctx.nonce.clone(), t)}
        }
        .into_any()
    })
}

/// Why a colour is refused, and one press that takes the nearest.
fn too_pale(contrast: &str, nearest: &str, t: Text) -> AnyView {
    let why = t.with("brand-pale", &[("contrast", contrast), ("nearest", nearest)]);
    notice(Mood::Wait, view! { <p>{why}</p> })
}

fn look(page: &BrandingPage, t: Text) -> AnyView {
    let form = &page.form;
    let accent =
        Field { hint: Some("brand-accent-hint"), width: "w-6", ..Field::text("accent", "brand-accent") };
    let hours = Field { hint: Some("brand-hours-hint"), ..Field::text("hours", "brand-hours") };
    let languages =
        Field { hint: Some("brand-languages-hint"), ..Field::text("languages", "brand-languages") };
    view! {
        <h2>{t.t("brand-look")}</h2>
        <form method="post" action="/staff/branding" class="form desk-form" novalidate>
            {field(&accent, form, t)}
            {field(&Field::text("phone", "brand-phone"), form, t)}
            {field(&Field::text("email", "brand-email"), form, t)}
            {field(&hours, form, t)}
            {field(&languages, form, t)}
            <div class="case-acts">
                <button class="button primary">{t.t("brand-save")}</button>
                <button class="button" name="act" value="preview">{t.t("brand-try")}</button>
            </div>
        </form>
    }
    .into_any()
}

fn logo(page: &BrandingPage, t: Text) -> AnyView {
    let now = page.logo.as_ref().map(|png| {
        let address = format!("data:image/png;base64,{png}");
        view! {
            <p><img class="brand-logo" src=address alt=t.t("brand-logo-alt")/></p>
            <form method="post" action="/staff/branding/logo/remove">
                <button class="button small">{t.t("brand-logo-remove")}</button>
            </form>
        }
    });
    let error = page.form.error("logo");
    let about = if error.is_some() { "logo-hint logo-error" } else { "logo-hint" };
    view! {
        <h2>{t.t("brand-logo")}</h2>
        {now}
        <form method="post" action="/staff/branding/logo" enctype="multipart/form-data" class="form desk-form">
            <div class="field" class:field-wrong=error.is_some()>
                <label for="logo">{t.t("brand-logo-file")}</label>
                <p class="hint" id="logo-hint">{t.t("brand-logo-hint")}</p>
                {error_line("logo", error, t)}
                <input
                    id="logo" name="logo" type="file" accept="image/png,image/jpeg,image/webp"
                    aria-describedby=about aria-invalid=error.map(|_| "true")
                />
            </div>
            <button class="button">{t.t("brand-logo-send")}</button>
        </form>
    }
    .into_any()
}

/// Where patients reach it, and the button for the practice's own site.
fn site(page: &BrandingPage, nonce: String, t: Text) -> AnyView {
    let hosts = page.hosts.iter().map(|host| view! { <li>{host.clone()}</li> }).collect_view();
    let own = (!page.hosts.is_empty()).then(|| view! { <ul>{hosts}</ul> });
    view! {
        <h2>{t.t("brand-hosts")}</h2>
        {own}
        <p class="soft">{t.t("brand-hosts-what")}</p>
        <h2>{t.t("brand-site")}</h2>
        <p class="soft">{t.t("brand-site-what")}</p>
        {copy("site-snippet", "links-snippet", &page.snippet, 2, t)}
        <p class="soft">{t.t("links-preview")}</p>
        <p><a class="button primary" href=page.pay_page.clone()>{t.t("bills-title")}</a></p>
        {copy_script(nonce)}
    }
    .into_any()
}

/// Two small pages side by side. Colours are attributes of the drawing: no style is inline.
fn preview(page: &BrandingPage, name: &str, t: Text) -> AnyView {
    let initial: String = name.chars().next().into_iter().flat_map(char::to_uppercase).collect();
    let one = |shades: Shades, [paper, card, ink]: [&'static str; 3], label: &str| {
        let Shades { accent, on, wash, .. } = shades;
        let (accent, on, wash) = (accent.to_string(), on.to_string(), wash.to_string());
        let said = t.t(label);
        view! {
            <figure>
                <svg viewBox="0 0 320 190" width="320" height="190" role="img" aria-label=said.clone()>
                    <rect width="320" height="190" rx="12" fill=paper/>
                    <rect width="320" height="46" rx="12" fill=card/>
                    <rect x="16" y="9" width="28" height="28" rx="7" fill=accent.clone()/>
                    <text x="30" y="29" font-size="16" font-weight="700" text-anchor="middle" fill=on.clone()>{initial.clone()}</text>
                    <text x="54" y="29" font-size="15" font-weight="700" fill=ink>{name.to_owned()}</text>
                    <rect x="16" y="60" width="288" height="30" rx="8" fill=wash/>
                    <text x="28" y="80" font-size="14" fill=accent.clone()>{t.t("guest-back")}</text>
                    <rect x="16" y="112" width="288" height="52" rx="12" fill=accent/>
                    <text x="160" y="144" font-size="17" font-weight="700" text-anchor="middle" fill=on>{t.t("mail-pay-link-button")}</text>
                </svg>
                <figcaption class="soft">{said}</figcaption>
            </figure>
        }
    };
    view! {
        <div class="brand-preview">
            {one(page.accent.light, ["#fbfaf7", "#ffffff", "#15212b"], "brand-on-light")}
            {one(page.accent.dark, ["#0f171b", "#172227", "#e8eef0"], "brand-on-dark")}
        </div>
    }
    .into_any()
}
