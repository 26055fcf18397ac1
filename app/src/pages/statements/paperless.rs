//! Going without paper, by consent that one gives knowing what it means and takes back at
//! any time: 15 USC 7001(c) wants the right to paper and its cost, what the consent covers,
//! how it is withdrawn and the address changed, what one needs, and that one shows to be
//! able to open such a record. A change of these words is a new version of what people
//! agreed to (`billing::statements::paperless::TERMS`).

use leptos::prelude::*;

use crate::model::{StatementItem, StatementsPage};
use crate::parts::tick;
use crate::shell::tel;
use crate::{Ctx, Text};

/// The section.
pub(super) fn paperless(ctx: &Ctx, page: &StatementsPage, t: Text) -> AnyView {
    let content = match (page.paperless, page.items.first()) {
        (Some(since), _) => {
            let since = t.with("paperless-since", &[("date", &t.day(since))]);
            view! {
                <p><b>{since}</b>" "{t.t("paperless-now")}</p>
                <form method="post" action="/paperless/withdraw">
                    <button class="button">{t.t("paperless-withdraw")}</button>
                </form>
                <p class="soft">{t.t("paperless-withdraw-what")}</p>
            }
            .into_any()
        }
        (None, Some(newest)) => offer(ctx, page, newest, t),
        // Nobody can show to be able to open what does not exist.
        (None, None) => view! { <p>{t.t("paperless-later")}</p> }.into_any(),
    };
    view! {
        <section class="card paperless" aria-labelledby="paperless">
            <h2 id="paperless">{t.t("paperless-title")}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn offer(ctx: &Ctx, page: &StatementsPage, newest: &StatementItem, t: Text) -> AnyView {
    let points = [
        ("paperless-covers", "paperless-covers-what"),
        ("paperless-paper", "paperless-paper-what"),
        ("paperless-back", "paperless-back-what"),
        ("paperless-need", "paperless-need-what"),
    ];
    let points = points.map(|(head, what)| view! { <li><b>{t.t(head)}</b>" "{t.t(what)}</li> });
    let open = format!("/statements/{}.pdf", newest.id);
    view! {
        <p>{t.t("paperless-what")}</p>
        <div class="prose"><ul>{points}<li><b>{t.t("paperless-email")}</b>" "{t.t("paperless-email-what")}{call(ctx, t)}</li></ul></div>
        <div><a class="button" href=open>{t.t("paperless-open")}</a></div>
        <form method="post" action="/paperless" class="form" novalidate>
            {tick("can_open", "paperless-can-open", &page.form, t)}
            {tick("agree", "paperless-agree", &page.form, t)}
            <button class="button">{t.t("paperless-button")}</button>
        </form>
    }
    .into_any()
}

fn call(ctx: &Ctx, t: Text) -> Option<AnyView> {
    let phone = ctx.practice.as_ref()?.phone.clone()?;
    Some(
        view! { " "{t.t("statement-call")}" "<a class="num" href=tel(&phone)>{phone.clone()}</a>"." }
            .into_any(),
    )
}
