//! What staff see: dense, with the figures first.

mod account;
mod api;
mod close;
mod home;
mod imports;
mod links;
mod parts;
mod patients;
mod payment;
mod payouts;
mod plan;
mod plan_policy;
mod plans;
mod reconcile;
mod statement;
mod statement_run;
mod statements;
mod take_payment;
mod unmatched;
mod work;

pub use account::account;
pub use api::{api, hook};
pub use close::close;
pub use home::{home, sign_in};
pub use imports::{import_report, imports};
pub use links::{funnel, links};
pub use patients::patients;
pub use payment::payment;
pub use plan::plan;
pub use plan_policy::{PLAN_POLICY, plan_policy};
pub use plans::plans;
pub use reconcile::reconcile;
pub use statement::statement;
pub use statement_run::statement_run;
pub use statements::statements;
pub use take_payment::take_payment;
pub use unmatched::unmatched;
pub use work::work;

use leptos::prelude::*;

use crate::shell::{Head, language_switch, whole};
use crate::{Ctx, Text};

/// A staff page: rail, heading, content.
fn desk(ctx: &Ctx, title: &str, content: impl FnOnce(Text) -> AnyView) -> String {
    let head = Head { class: "staff", ..Head::new(ctx.text().t(title)) };
    let title = title.to_owned();
    whole(ctx, head, move |t| {
        let content = content(t);
        let link = |href: &'static str, id: &str, count: Option<u64>| {
            let count = count.filter(|count| *count > 0);
            let count =
                count.map(|count| view! { " "<span class="rail-count">{crate::format::whole(count)}</span> });
            let here = is_here(&ctx.path, href).then_some("page");
            view! { <li><a href=href aria-current=here>{t.t(id)}{count}</a></li> }
        };
        let practice = ctx.practice.as_ref().map(|practice| practice.name.clone());
        let name = ctx.user.as_ref().map(|user| user.name.clone());
        view! {
            <header class="rail">
                <p class="rail-brand">"openbalance"<span>{practice}</span></p>
                <nav aria-label=t.t("menu")>
                    <ul role="list">
                        {link("/staff", "staff-home", None)}
                        {link("/staff/work", "staff-work", ctx.work)}
                        {link("/staff/imports", "staff-imports", None)}
                        {link("/staff/unmatched", "staff-unmatched", None)}
                        {link("/staff/patients", "staff-patients", None)}
                        {link("/staff/statements", "staff-statements", None)}
                        {link("/staff/plans", "staff-plans", None)}
                        {link("/staff/links", "links-title", None)}
                        {link("/staff/reconcile", "staff-reconcile", None)}
                        {link("/staff/close", "staff-close", None)}
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

/// Whether a page belongs to what this link opens: accounts and payments are found
/// through the patients.
fn is_here(path: &str, href: &str) -> bool {
    match href {
        "/staff" => path == href,
        "/staff/patients" => {
            [href, "/staff/accounts", "/staff/payments"].iter().any(|part| path.starts_with(part))
        }
        _ => path.starts_with(href),
    }
}

/// A cell with a whole number, quiet when it is zero.
fn number(n: u64) -> AnyView {
    view! { <td class="num" class:zero=n == 0>{crate::format::whole(n)}</td> }.into_any()
}
