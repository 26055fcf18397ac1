//! `/outbox`: the demo shows the mail it would have sent.

use leptos::prelude::*;

use crate::model::{OutboxMessage, OutboxPage};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn outbox(ctx: &Ctx, page: &OutboxPage) -> String {
    document(ctx, Head::new(ctx.text().t("outbox-title")), |t| {
        let none = page.messages.is_empty().then(|| view! { <p>{t.t("outbox-none")}</p> });
        view! {
            <div class="narrow">
                <h1>{t.t("outbox-title")}</h1>
                <p class="soft">{t.t("outbox-what")}</p>
                {none}
                <div class="stack">{page.messages.iter().map(|message| letter(message, t)).collect_view()}</div>
            </div>
        }
        .into_any()
    })
}

fn letter(message: &OutboxMessage, t: Text) -> AnyView {
    let at =
        format!("{}, {:02}:{:02} UTC", t.date(message.at.date()), message.at.hour(), message.at.minute());
    view! {
        <article class="card letter" id=message.id.clone()>
            <h2>{message.subject.clone()}</h2>
            <p class="soft">{t.with("outbox-to", &[("to", &message.to)])}"\u{a0}· "{at}</p>
            <p class="letter-body">{linked(&message.body_text)}</p>
        </article>
    }
    .into_any()
}

/// The text with its web addresses as links.
fn linked(text: &str) -> Vec<AnyView> {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let address = word.trim_end();
            let space = word.get(address.len()..).unwrap_or_default().to_owned();
            if address.starts_with("http://") || address.starts_with("https://") {
                view! { <a href=address.to_owned()>{address.to_owned()}</a>{space} }.into_any()
            } else {
                word.to_owned().into_any()
            }
        })
        .collect()
}
