//! What staff see: dense, with the figures first.

mod account;
mod answers;
mod api;
mod audit;
mod branding;
mod close;
mod denial;
mod denials;
mod dispute;
mod disputes;
mod emergency;
mod guarantor;
mod help_request;
mod home;
mod imports;
mod join;
mod ledger;
mod link_batches;
mod links;
mod parts;
mod patients;
mod payers;
mod payment;
mod payouts;
mod people;
mod places;
mod plan;
mod plan_policy;
mod plans;
mod queue;
mod reconcile;
mod registration;
mod second;
mod statement;
mod statement_run;
mod statements;
mod take_payment;
mod unmatched;
mod unmatched_claim;
mod work;

pub use account::account;
pub use answers::answers;
pub use api::{api, hook};
pub use audit::audit;
pub use branding::branding;
pub use close::close;
pub use denial::denial;
pub use denials::denials;
pub use dispute::{GAP, dispute, dispute_words};
pub use disputes::disputes;
pub use emergency::emergency;
pub use guarantor::{change, guarantor, guarantor_look};
pub use help_request::help_request;
pub use home::{home, sign_in, window};
pub use imports::{import_report, imports};
pub use join::join;
pub use ledger::ledger;
pub use link_batches::{link_batch, link_batches};
pub use links::{funnel, links};
pub use patients::patients;
pub use payers::payers;
pub use payment::payment;
pub use people::people;
pub use places::other_practice;
pub use plan::plan;
pub use plan_policy::{PLAN_POLICY, plan_policy};
pub use plans::plans;
pub use reconcile::reconcile;
pub use registration::registration;
pub use second::{again, code, second};
pub use statement::statement;
pub use statement_run::statement_run;
pub use statements::statements;
pub use take_payment::take_payment;
pub use unmatched::unmatched;
pub use unmatched_claim::unmatched_claim;
pub use work::work;

use domain::access::Permission;
use leptos::prelude::*;

use crate::shell::{Head, language_switch, whole};
use crate::{Ctx, Text};

/// A staff page: rail, heading, content.
pub(super) fn desk(ctx: &Ctx, title: &str, content: impl FnOnce(Text) -> AnyView) -> String {
    let head = Head { class: "staff", ..Head::new(ctx.text().t(title)) };
    let title = title.to_owned();
    let html = whole(ctx, head, move |t| {
        let content = content(t);
        let link = |href: &'static str, id: &str, count: Option<u64>| {
            let count = count.filter(|count| *count > 0);
            let count =
                count.map(|count| view! { " "<span class="rail-count">{crate::format::whole(count)}</span> });
            let here = is_here(&ctx.path, href).then_some("page");
            view! { <li><a href=href aria-current=here>{t.t(id)}{count}</a></li> }
        };
        let books = ctx.may(Permission::SeeBooks);
        let practice = ctx.practice.as_ref().map(|practice| practice.name.clone());
        let name = ctx.user.as_ref().map(|user| user.name.clone());
        view! {
            <header class="rail">
                <p class="rail-brand">"openbalance"<span>{practice}</span></p>
                {ctx.places.as_ref().map(|places| places::switch(places, t))}
                <nav aria-label=t.t("menu")>
                    <ul role="list">
                        {link("/staff", "staff-home", None)}
                        {books.then(|| link("/staff/work", "staff-work", ctx.work))}
                        {books.then(|| link("/staff/imports", "staff-imports", None))}
                        {books.then(|| link("/staff/unmatched", "staff-unmatched", None))}
                        {link("/staff/disputes", "disputes-title", ctx.disputes)}
                        {link("/staff/denials", "denials-title", None)}
                        {link("/staff/patients", "staff-patients", None)}
                        {books.then(|| link("/staff/statements", "staff-statements", None))}
                        {link("/staff/plans", "staff-plans", None)}
                        {books.then(|| link("/staff/links", "links-title", None))}
                        {ctx.may(Permission::SetRules).then(|| link("/staff/branding", "brand-title", None))}
                        {books.then(|| link("/staff/reconcile", "staff-reconcile", None))}
                        {books.then(|| link("/staff/close", "staff-close", None))}
                        {ctx.may(Permission::ConnectPrograms).then(|| link("/staff/api", "api-title", None))}
                        {ctx.may(Permission::ManagePeople).then(|| link("/staff/people", "people-title", None))}
                        {ctx.may(Permission::SeeAudit).then(|| link("/staff/audit", "audit-title", None))}
                        {link("/staff/emergency", "emergency-title", None)}
                    </ul>
                </nav>
                <div class="rail-foot">
                    <a class="quiet" href="/staff/second"><span class="hidden">{t.t("second-title")}": "</span>{name}</a>
                    <form method="post" action="/staff/sign-out"><button class="quiet">{t.t("menu-sign-out")}</button></form>
                    {language_switch(ctx)}
                </div>
            </header>
            <main id="main" class="desk" tabindex="-1">
                {ctx.emergencies.iter().map(|one| emergency::banner(one, t)).collect_view()}
                <h1>{t.t(&title)}</h1>
                {content}
            </main>
        }
        .into_any()
    });
    match &ctx.places {
        Some(places) => places::marked(&html, places.here),
        None => html,
    }
}

/// In the place of a page that a role does not include.
#[must_use]
pub fn not_allowed(ctx: &Ctx) -> String {
    desk(ctx, "not-allowed-title", |t| {
        view! {
            <p>{t.t("not-allowed-what")}</p>
            <p><a class="button" href="/staff">{t.t("not-allowed-back")}</a></p>
            {(!ctx.may(Permission::SeeBooks)).then(|| view! {
                <p><a href="/staff/emergency">{t.t("emergency-not-allowed")}</a></p>
            })}
        }
        .into_any()
    })
}

/// Whether a page belongs to what this link opens: accounts and payments are found
/// through the patients.
fn is_here(path: &str, href: &str) -> bool {
    match href {
        "/staff" => path == href,
        "/staff/patients" => [href, "/staff/accounts", "/staff/changes", "/staff/payments"]
            .iter()
            .any(|part| path.starts_with(part)),
        _ => path.starts_with(href),
    }
}

/// A cell with a whole number, quiet when it is zero.
fn number(n: u64) -> AnyView {
    view! { <td class="num" class:zero=n == 0>{crate::format::whole(n)}</td> }.into_any()
}
