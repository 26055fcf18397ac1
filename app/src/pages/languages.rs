//! `/languages`: that help in one's own language is free, in fifteen languages. Who is not
//! signed in sees it too.

use domain::languages::{NOTICES, Notice};
use leptos::prelude::*;

use super::help::reach;
use crate::Ctx;
use crate::shell::{Head, document, tel};

/// The page.
#[must_use]
pub fn languages(ctx: &Ctx) -> String {
    document(ctx, Head::new(ctx.text().t("languages-title")), |t| {
        let back =
            ctx.user.is_some().then(|| view! { <p class="back"><a href="/home">{t.t("back-home")}</a></p> });
        let phone = ctx.practice.as_ref().and_then(|practice| practice.phone.clone());
        view! {
            <div class="narrow prose">
                {back}
                <h1>{t.t("languages-title")}</h1>
                <p class="lead">{t.t("languages-lead")}</p>
                {reach(ctx, t)}
                {NOTICES.iter().map(|notice| section(notice, phone.as_deref())).collect_view()}
            </div>
        }
        .into_any()
    })
}

fn section(notice: &Notice, phone: Option<&str>) -> AnyView {
    let (before, after) = notice.call();
    let call = phone.map(|phone| {
        view! { " "{before}<a class="num" href=tel(phone)><bdi>{phone.to_owned()}</bdi></a>{after} }
    });
    let dir = if notice.from_right { "rtl" } else { "ltr" };
    view! {
        <section lang=notice.tag dir=dir>
            <h2>{notice.name}</h2>
            <p>{notice.free}{call}</p>
        </section>
    }
    .into_any()
}

/// The names of the languages, each in its own words and script.
pub(crate) fn names() -> AnyView {
    let name = |notice: &Notice| {
        let dir = if notice.from_right { "rtl" } else { "ltr" };
        view! { <li lang=notice.tag dir=dir>{notice.name}</li> }
    };
    view! { <ul role="list" class="languages">{NOTICES.iter().map(name).collect_view()}</ul> }.into_any()
}
