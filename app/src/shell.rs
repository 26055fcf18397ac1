//! The document around every page: head, header, footer, and the script that starts
//! the island on the one page that has one.

use std::sync::Arc;

use hydration_context::{SharedContext, SsrSharedContext};
use leptos::prelude::*;

use crate::ctx::Whose;
use crate::pages::languages::names;
use crate::{Ctx, Text};

/// What a page's document needs beside its content.
pub(crate) struct Head {
    /// The page's name, before the practice's; nothing about a person.
    pub title: String,
    /// Whether the page carries an island.
    pub island: bool,
    /// A word for the style sheet on `<body>`.
    pub class: &'static str,
    /// Two requests in all: a style sheet of its own, and neither a typeface nor an icon.
    pub light: bool,
}

impl Head {
    /// A page without an island.
    pub fn new(title: String) -> Self {
        Self { title, island: false, class: "patient", light: false }
    }

    /// A page for who came by a link, on whatever telephone.
    pub fn light(title: String) -> Self {
        Self { class: "patient guest", light: true, ..Self::new(title) }
    }
}

/// Renders a patient's page: header, `<main>` with this content, footer.
pub(crate) fn document(ctx: &Ctx, head: Head, content: impl FnOnce(Text) -> AnyView) -> String {
    whole(ctx, head, |t| {
        let header = header(ctx, t);
        let content = content(t);
        let footer = footer(ctx, t);
        view! {
            {header}
            {whose(ctx, t)}
            <main id="main" class="page" tabindex="-1">{content}</main>
            {footer}
        }
        .into_any()
    })
}

/// Renders a document whose body is this content and the ways to skip to it.
pub(crate) fn whole(ctx: &Ctx, head: Head, body: impl FnOnce(Text) -> AnyView) -> String {
    let shared: Arc<dyn SharedContext + Send + Sync> = Arc::new(SsrSharedContext::new_islands());
    let owner = Owner::new_root(Some(shared));
    let html = owner.with(|| {
        let t = ctx.text();
        let practice = ctx.practice.as_ref().map_or_else(|| t.t("product"), |practice| practice.name.clone());
        let title = format!("{} · {practice}", head.title);
        let starter = head.island.then(|| starter(ctx)).flatten();
        let mut assets = ctx.assets.clone();
        // Staff see their own colours in a preview alone.
        let brand = ctx.practice.as_ref().and_then(|practice| practice.brand.clone());
        let mut brand = brand.filter(|_| head.class != "staff").map(|folder| format!("{folder}/main.css"));
        if head.light {
            assets.css = match brand.take() {
                Some(sheet) => sheet.replace("/main.css", "/guest.css"),
                None => assets.guest_css,
            };
            assets.font = None;
            // Browsers ask for an icon where none is named.
            assets.icon = Some("data:,".to_owned());
        }
        let demo = ctx.demo.then(|| view! { <aside class="demo-strip" aria-label=t.t("demo-label")><p>{t.t("demo-strip")}</p></aside> });
        let body = body(t);
        view! {
            <html lang=ctx.lang.code()>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light dark"/>
                    <meta name="format-detection" content="telephone=no"/>
                    <meta name="robots" content="noindex"/>
                    <meta name="description" content=t.t("product-description")/>
                    <title>{title}</title>
                    {assets.font.map(|font| view! {
                        <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                    })}
                    <link rel="stylesheet" href=assets.css/>
                    {brand.map(|sheet| view! { <link rel="stylesheet" href=sheet/> })}
                    {assets.icon.map(|icon| view! { <link rel="icon" href=icon/> })}
                </head>
                <body class=head.class>
                    <a class="skip" href="#main">{t.t("skip")}</a>
                    {demo}
                    {body}
                    {starter}
                </body>
            </html>
        }
        .to_html()
    });
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html>{html}")
}

/// What `leptos::hydration::HydrationScripts` does in islands mode, for islands that
/// are not nested: fetch the module when the browser is idle, and call the exported
/// function of each `<leptos-island>`. Nothing is fetched ahead: the form works without
/// it, and what is read comes first.
fn starter(ctx: &Ctx) -> Option<AnyView> {
    let (js, wasm) = ctx.assets.js.clone().zip(ctx.assets.wasm.clone())?;
    let script = format!(
        "(window.requestIdleCallback||setTimeout)(async()=>{{\
         const m=await import({js:?});\
         await m.default({{module_or_path:{wasm:?}}});\
         m.hydrate();\
         for(const e of document.querySelectorAll('leptos-island'))m[e.dataset.component]?.(e)}})"
    );
    Some(view! { <script r#type="module" nonce=ctx.nonce.clone() inner_html=script></script> }.into_any())
}

fn header(ctx: &Ctx, t: Text) -> AnyView {
    let name = ctx.practice.as_ref().map_or_else(|| t.t("product"), |practice| practice.name.clone());
    let mark: String =
        name.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect();
    let home = if ctx.user.is_some() { "/home" } else { "/sign-in" };
    let menu = ctx.user.as_ref().map(|user| {
        let link = |href: &'static str, id: &str| {
            let current = (ctx.path == href).then_some("page");
            view! { <li><a href=href aria-current=current>{t.t(id)}</a></li> }
        };
        view! {
            <nav class="menu" aria-label=t.t("menu")>
                <details>
                    <summary><span class="menu-name">{user.name.clone()}</span></summary>
                    <ul role="list">
                        {link("/home", "menu-home")}
                        {link("/statements", "menu-statements")}
                        {link("/payments", "menu-payments")}
                        {ctx.plans.then(|| link("/plans", "myplans-title"))}
                        {link("/history", "menu-history")}
                        {link("/household", "menu-household")}
                        {link("/help", "menu-help")}
                        {link("/settings", "menu-settings")}
                        <li>
                            <form method="post" action="/sign-out">
                                <button class="menu-button">{t.t("menu-sign-out")}</button>
                            </form>
                        </li>
                    </ul>
                </details>
            </nav>
        }
    });
    view! {
        <header class="masthead">
            <a class="brand" href=home>
                <span class="brand-mark" aria-hidden="true">{mark}</span>
                <span class="brand-name">{name}</span>
            </a>
            {menu}
        </header>
    }
    .into_any()
}

/// Whose bills these are, on every page, when it could be mistaken.
fn whose(ctx: &Ctx, t: Text) -> Option<AnyView> {
    let (said, change) = match ctx.whose.as_ref()? {
        Whose::Own => (t.t("whose-own"), "whose-change"),
        Whose::Other(name) => (t.with("whose-other", &[("name", name)]), "whose-about"),
    };
    Some(
        view! {
            <aside class="whose" aria-label=t.t("whose-label")>
                <p>{said}" "<a href="/household">{t.t(change)}</a></p>
            </aside>
        }
        .into_any(),
    )
}

fn footer(ctx: &Ctx, t: Text) -> AnyView {
    let contact =
        ctx.practice.clone().filter(|practice| practice.phone.is_some() || practice.email.is_some());
    let contact = contact.map(|practice| {
        view! {
            <div class="footer-contact">
                <p>{t.t("footer-questions")}</p>
                <p>
                    {practice.phone.map(|phone| view! { <a href=tel(&phone)>{phone.clone()}</a> })}
                    {practice.email.map(|email| view! { <a href=format!("mailto:{email}")>{email.clone()}</a> })}
                </p>
                {practice.hours.map(|hours| view! { <p class="soft">{hours}</p> })}
                {practice.languages.map(|spoken| view! { <p class="soft">{t.with("footer-spoken", &[("languages", &spoken)])}</p> })}
            </div>
        }
    });
    view! {
        <footer class="footer">
            <div class="footer-inner">
                {contact}
                {language_switch(ctx)}
                <a class="footer-languages" href="/languages">
                    <span>{t.t("languages-title")}</span>
                    {names()}
                </a>
            </div>
        </footer>
    }
    .into_any()
}

/// One small button that shows the same page in the other language.
pub(crate) fn language_switch(ctx: &Ctx) -> AnyView {
    let other = ctx.lang.other();
    view! {
        <form class="language" method="post" action="/language">
            <input type="hidden" name="lang" value=other.code()/>
            <input type="hidden" name="next" value=ctx.path.clone()/>
            <button class="quiet" lang=other.code()>{other.name()}</button>
        </form>
    }
    .into_any()
}

/// A telephone link: what is not a digit or a leading plus goes.
pub(crate) fn tel(phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}
