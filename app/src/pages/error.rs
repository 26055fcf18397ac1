//! When there is no such page, said without blame and with a way on.

use leptos::prelude::*;

use crate::Ctx;
use crate::model::ErrorKind;
use crate::shell::{Head, document};

/// The page.
#[must_use]
pub fn error(ctx: &Ctx, kind: &ErrorKind) -> String {
    let (title, what) = match kind {
        ErrorKind::NotFound => ("oops-not-found", "oops-not-found-what"),
        ErrorKind::Forbidden => ("oops-forbidden", "oops-forbidden-what"),
        ErrorKind::TooMany => ("oops-too-many", "oops-too-many-what"),
        ErrorKind::Gone => ("oops-gone", "oops-gone-what"),
        ErrorKind::Broken { .. } => ("oops-broken", "oops-broken-what"),
    };
    document(ctx, Head::new(ctx.text().t(title)), |t| {
        let reference = match kind {
            ErrorKind::Broken { request_id } => Some(
                view! { <p class="soft">{t.t("oops-reference")}" "<code>{request_id.clone()}</code></p> },
            ),
            _ => None,
        };
        let (href, back) =
            if ctx.user.is_some() { ("/home", "back-home") } else { ("/sign-in", "back-sign-in") };
        view! {
            <div class="slim">
                <h1>{t.t(title)}</h1>
                <p class="lead">{t.t(what)}</p>
                {reference}
                <div class="ways">
                    <a class="button" href=href>{t.t(back)}</a>
                    <a class="button" href="/help">{t.t("menu-help")}</a>
                </div>
            </div>
        }
        .into_any()
    })
}
