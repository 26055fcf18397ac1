//! `/statements/{id}`: a statement on screen, which says what its PDF says. It is shown as
//! it was issued; what has happened since is told above it.

mod since;
mod top;
mod visits;
mod waiting;
mod ways;

use leptos::prelude::*;

use self::since::since;
use self::top::{notes, now, owe};
use self::visits::visits;
use self::waiting::waiting;
use self::ways::{about, language, ways};
use crate::model::StatementPage;
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn statement(ctx: &Ctx, page: &StatementPage) -> String {
    document(ctx, Head::new(ctx.text().t("statement-title")), |t| {
        view! {
            <p class="back"><a href="/statements">{t.t("statements-title")}</a></p>
            <div class="columns statement">
                <div class="column-main">
                    <div class="owed">
                        {now(page, "/statements", t)}
                        <h1 class="hero">{owe(page, t)}</h1>
                        {ways::on_paper(page, t)}
                        {ways::act(page, t)}
                        {notes(page, t)}
                    </div>
                    {story(page, t)}
                </div>
                <div class="column-side">
                    {about(page, t)}
                    {ways(page, t)}
                    {language(page, t)}
                </div>
            </div>
        }
        .into_any()
    })
}

/// The same for staff, who neither pay it nor ask about it; `all` is the address of the
/// account's statements.
pub(super) fn for_staff(page: &StatementPage, all: &str, t: Text) -> AnyView {
    view! {
        <div class="columns statement">
            <div class="column-main">
                <div class="owed">
                    {now(page, all, t)}
                    <p class="hero">{owe(page, t)}</p>
                    {ways::on_paper(page, t)}
                    {notes(page, t)}
                </div>
                {story(page, t)}
            </div>
            <div class="column-side">{about(page, t)}</div>
        </div>
    }
    .into_any()
}

/// What changed, what it is for, what is not theirs yet.
fn story(page: &StatementPage, t: Text) -> AnyView {
    view! {
        {since(&page.statement, t)}
        {visits(&page.statement, t)}
        {waiting(&page.statement, t)}
    }
    .into_any()
}
