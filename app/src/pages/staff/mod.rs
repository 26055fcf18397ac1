//! What staff see: dense, with the figures first. A first, light version.

mod home;
mod imports;
mod patients;
mod unmatched;

pub use home::{home, sign_in};
pub use imports::{import_report, imports};
pub use patients::patients;
pub use unmatched::unmatched;

use leptos::prelude::*;

use crate::shell::{Head, language_switch, whole};
use crate::{Ctx, Text};

/// A staff page: rail, heading, content.
fn desk(ctx: &Ctx, title: &str, content: impl FnOnce(Text) -> AnyView) -> String {
    let head = Head { class: "staff", ..Head::new(ctx.text().t(title)) };
    let title = title.to_owned();
    whole(ctx, head, move |t| {
        let content = content(t);
        let link = |href: &'static str, id: &str| {
            let here = if href == "/staff" { ctx.path == href } else { ctx.path.starts_with(href) };
            view! { <li><a href=href aria-current=here.then_some("page")>{t.t(id)}</a></li> }
        };
        let practice = ctx.practice.as_ref().map(|practice| practice.name.clone());
        let name = ctx.user.as_ref().map(|user| user.name.clone());
        view! {
            <header class="rail">
                <p class="rail-brand">"openbalance"<span>{practice}</span></p>
                <nav aria-label=t.t("menu")>
                    <ul role="list">
                        {link("/staff", "staff-home")}
                        {link("/staff/imports", "staff-imports")}
                        {link("/staff/unmatched", "staff-unmatched")}
                        {link("/staff/patients", "staff-patients")}
                    </ul>
                </nav>
                <div class="rail-foot">
                    <span>{name}</span>
                    <form method="post" action="/staff/sign-out"><button class="quiet">{t.t("menu-sign-out")}</button></form>
                    {language_switch(ctx)}
                </div>
            </header>
            <main id="main" class="desk" tabindex="-1">
                <h1>{t.t(&title)}</h1>
                {content}
            </main>
        }
        .into_any()
    })
}

/// A moment as staff compare it: `2026-11-02 14:05`.
fn stamp(at: time::OffsetDateTime) -> AnyView {
    let shown = format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute());
    view! { <time datetime=format!("{}T{:02}:{:02}Z", at.date(), at.hour(), at.minute())>{shown}</time> }
        .into_any()
}

/// A cell with a whole number, quiet when it is zero.
fn number(n: u64) -> AnyView {
    view! { <td class="num" class:zero=n == 0>{crate::format::whole(n)}</td> }.into_any()
}
