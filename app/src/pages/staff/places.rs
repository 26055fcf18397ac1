//! Several practices of one reader: going from one to another, and what was sent from a page of the
//! one after the reader went to the other.

use domain::PracticeId;
use leptos::prelude::*;

use crate::model::OtherPracticePage;
use crate::parts::{Mood, notice};
use crate::shell::{Head, document};
use crate::{Ctx, Places, Text};

/// Goes to another practice.
pub(super) fn switch(places: &Places, t: Text) -> AnyView {
    let options = places.all.iter().map(|(id, name)| {
        view! { <option value=id.to_string() selected=*id == places.here>{name.clone()}</option> }
    });
    view! {
        <form method="post" action="/staff/practice" class="rail-practice">
            <label for="rail-practice">{t.t("places-label")}</label>
            <select class="input" id="rail-practice" name="practice">{options.collect_view()}</select>
            <button class="button small">{t.t("places-go")}</button>
        </form>
    }
    .into_any()
}

/// The same page, each of whose forms says for which practice it was made: in its address, so that it
/// is known before the form is read, whatever the form holds.
pub(super) fn marked(html: &str, here: PracticeId) -> String {
    let mut marked = String::with_capacity(html.len() + 1024);
    for (n, tag) in html.split('<').enumerate() {
        if n > 0 {
            marked.push('<');
        }
        let is_sent = tag.starts_with("form ") && tag.contains("method=\"post\"");
        if is_sent || tag.contains(" formaction=\"") {
            marked.push_str(&addressed(tag, here));
        } else {
            marked.push_str(tag);
        }
    }
    marked
}

fn addressed(tag: &str, here: PracticeId) -> String {
    let there = tag.split_once("action=\"/staff");
    let Some((before, (address, after))) =
        there.and_then(|(before, rest)| Some((before, rest.split_once('"')?)))
    else {
        return tag.to_owned();
    };
    let (path, part) = address.split_once('#').map_or((address, None), |(path, part)| (path, Some(part)));
    let join = if path.contains('?') { "&amp;" } else { "?" };
    let part = part.map(|part| format!("#{part}")).unwrap_or_default();
    format!("{before}action=\"/staff{path}{join}at={here}{part}\"{after}")
}

/// A form of a page that was made for another practice: nothing of it was done.
#[must_use]
pub fn other_practice(ctx: &Ctx, page: &OtherPracticePage) -> String {
    document(ctx, Head::new(ctx.text().t("places-other-title")), |t| {
        let what = match &page.made_for {
            Some(name) => t.with("places-other-what", &[("then", name), ("now", &page.now)]),
            None => t.with("places-other-unknown", &[("now", &page.now)]),
        };
        let typed = (!page.typed.is_empty()).then(|| {
            let each = page.typed.iter().map(|one| view! { <li class="quoted pre">{one.clone()}</li> });
            view! { <h2>{t.t("places-other-typed")}</h2><ul role="list" class="typed">{each.collect_view()}</ul> }
        });
        let send = page.made_for.as_ref().filter(|_| !page.files).map(|name| {
            let sent = page.fields.iter().map(|(name, value)| {
                view! { <input type="hidden" name=name.clone() value=value.clone()/> }
            });
            view! {
                <form method="post" action=page.action.clone() class="form">
                    {sent.collect_view()}
                    <input type="hidden" name="switch" value="yes"/>
                    <button class="button primary wide">{t.with("places-other-send", &[("practice", name)])}</button>
                </form>
            }
        });
        let files = page.files.then(|| view! { <p>{t.t("places-other-files")}</p> });
        view! {
            <div class="slim">
                <h1>{t.t("places-other-title")}</h1>
                <div role="alert">{notice(Mood::Wait, view! { <p>{what}</p><p><b>{t.t("places-other-nothing")}</b></p> })}</div>
                {typed}
                {send}
                {files}
                <p><a class="button" href="/staff">{t.with("places-other-stay", &[("practice", &page.now)])}</a></p>
            </div>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_is_sent_says_for_which_practice() {
        let here = PracticeId(uuid::Uuid::from_u128(7));
        let html = concat!(
            "<form method=\"post\" action=\"/staff/close\">",
            "<button formaction=\"/staff/disputes/1#message\">",
            "<form action=\"/staff/x?late\" method=\"post\">",
            "<form method=\"get\" action=\"/staff/audit\">",
            "<form method=\"post\" action=\"/language\">",
        );
        let marked = marked(html, here);
        assert!(marked.contains(&format!("action=\"/staff/close?at={here}\"")));
        assert!(marked.contains(&format!("formaction=\"/staff/disputes/1?at={here}#message\"")));
        assert!(marked.contains(&format!("action=\"/staff/x?late&amp;at={here}\"")));
        assert!(marked.contains("action=\"/staff/audit\"") && marked.contains("action=\"/language\""));
    }
}
