//! Pay links: made for one account, handed out in whatever form is wanted, taken back; and
//! what became of them all.

use domain::access::Permission;
use leptos::prelude::*;

use super::desk;
use super::parts::{copy, copy_script, head, iso, press, scroll};
use crate::model::{
    FunnelRow, LinkAim, LinkAsks, LinkState, MadeLink, StaffFunnelPage, StaffLinkRow, StaffLinksPage,
};
use crate::parts::{Field, Mood, error_summary, field, money_field, notice, radios, select, tick};
use crate::{Ctx, FormState, Text};

/// `/staff/accounts/{guarantor}/links`.
#[must_use]
pub fn links(ctx: &Ctx, page: &StaffLinksPage) -> String {
    let nonce = ctx.nonce.clone();
    desk(ctx, "links-title", |t| {
        let home = format!("/staff/accounts/{}", page.guarantor);
        let revoked = page.revoked.then(|| notice(Mood::Good, view! { <p>{t.t("links-revoked")}</p> }));
        view! {
            <p class="back"><a href=home>{t.t("staff-account-title")}</a></p>
            {error_summary(&page.form, &["aim", "amount", "days", "campaign"], t)}
            {revoked}
            <h2>{page.name.clone()}</h2>
            {page.made.as_ref().map(|made| made_link(made, nonce, t))}
            {ctx.may(Permission::MakeLinks).then(|| form(page, t))}
            <h2>{t.t("links-all")}</h2>
            {table(page, ctx.may(Permission::MakeLinks), t)}
            {ctx.may(Permission::SeeBooks).then(|| view! { <p><a href="/staff/links">{t.t("links-funnel")}</a></p> })}
        }
        .into_any()
    })
}

fn form(page: &StaffLinksPage, t: Text) -> AnyView {
    if !page.due.is_positive() {
        return view! { <p class="soft">{t.t("links-nothing-due")}</p> }.into_any();
    }
    let due = t.with("links-aim-due", &[("amount", &t.money(page.due))]);
    let mut aims = vec![("due".to_owned(), due), ("amount".to_owned(), t.t("links-aim-amount"))];
    aims.extend(page.statements.iter().map(|(id, number, due_on)| {
        (
            format!("statement:{id}"),
            t.with("links-aim-statement", &[("number", number), ("date", &t.day(*due_on))]),
        )
    }));
    aims.extend(page.visits.iter().map(|(id, title, date, amount)| {
        let values = [("title", title.as_str()), ("date", &t.day(*date)), ("amount", &t.money(*amount))];
        (format!("visit:{id}"), t.with("links-aim-visit", &values))
    }));
    let mut form = page.form.clone();
    if form.errors.is_empty() && form.value("campaign").is_empty() {
        form = form.with_value("campaign", &t.t("links-by-hand"));
    }
    let form = &form;
    let days = [("7", t.t("links-days-7")), ("30", t.t("links-days-30")), ("90", t.t("links-days-90"))];
    let mail = page.has_email.then(|| tick("mail", "links-mail", form, t));
    let campaign = Field { hint: Some("links-campaign-hint"), ..Field::text("campaign", "links-campaign") };
    view! {
        <form method="post" action=format!("/staff/accounts/{}/links", page.guarantor) class="form desk-form" novalidate>
            {select("aim", "links-aim", &aims, form, t)}
            {money_field("amount", "links-amount", Some(t.t("links-amount-hint")), form, t)}
            {radios("days", "links-days", &days, form, t)}
            {tick("once", "links-once", form, t)}
            {field(&campaign, form, t)}
            {mail}
            <button class="button primary">{t.t("links-make")}</button>
        </form>
    }
    .into_any()
}

/// The link this once: its token is kept nowhere.
fn made_link(made: &MadeLink, nonce: String, t: Text) -> AnyView {
    let png = format!("data:image/png;base64,{}", made.qr_png);
    let mailed = made.mailed.then(|| view! { <p>{t.t("links-mailed")}</p> });
    view! {
        <section class="card made-link" aria-labelledby="made">
            <h3 id="made">{t.t("links-made")}</h3>
            {notice(Mood::Wait, view! { <p>{t.t("links-once-shown")}</p> })}
            {mailed}
            {copy("made-address", "links-address", &made.address, 2, t)}
            <div class="made-qr">
                <div class="qr" inner_html=made.qr.clone()></div>
                <p>
                    <a download="pay-link.svg" href=svg_address(&made.qr)>{t.t("links-qr-svg")}</a>" "
                    <a download="pay-link.png" href=png>{t.t("links-qr-png")}</a>
                </p>
            </div>
            {copy("made-button", "links-button", &made.button, 6, t)}
            <p class="soft">{t.t("links-preview")}</p>
            <p><span class="button primary" aria-hidden="true">{t.t("mail-pay-link-button")}</span></p>
            {copy("made-plain", "links-plain", &made.plain, 3, t)}
            <p class="soft"><a href="/staff/branding">{t.t("links-snippet")}</a></p>
            {copy_script(nonce)}
        </section>
    }
    .into_any()
}

/// An SVG as an address, for saving it.
fn svg_address(svg: &str) -> String {
    let mut address = String::from("data:image/svg+xml,");
    for byte in svg.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => address.push(byte.into()),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

fn table(page: &StaffLinksPage, may: bool, t: Text) -> AnyView {
    if page.links.is_empty() {
        return view! { <p class="soft">{t.t("links-none")}</p> }.into_any();
    }
    let heads = view! {
        {head("links-made-on", "", t)}
        {head("links-aim", "", t)}
        {head("links-campaign", "", t)}
        {head("links-until", "", t)}
        {head("staff-state", "", t)}
        <th scope="col"><span class="hidden">{t.t("links-revoke")}</span></th>
    };
    let line = |row: &StaffLinkRow| {
        let aim = aim(&row.aim, t);
        let open =
            matches!(row.state, LinkState::Sent | LinkState::Opened | LinkState::Verified | LinkState::Paid);
        let action = format!("/staff/accounts/{}/links/{}/revoke", page.guarantor, row.id);
        let revoke = (may && open)
            .then(|| press(action, "button small", "links-revoke", format!("{aim}, {}", row.made), t));
        view! {
            <tr>
                <th scope="row">{iso(row.made)}</th>
                <td>{aim}</td>
                <td>{row.campaign.clone()}</td>
                <td>{iso(row.until)}</td>
                <td>{state(row.state, t)}</td>
                <td>{revoke}</td>
            </tr>
        }
    };
    scroll("links-all", heads.into_any(), page.links.iter().map(line).collect_view().into_any(), None, t)
}

fn aim(aim: &LinkAim, t: Text) -> String {
    match aim {
        LinkAim::Due => t.t("links-opens-due"),
        LinkAim::Statement(number) => t.with("links-opens-statement", &[("number", number)]),
        LinkAim::Visit(title) => title.clone(),
        LinkAim::Amount(amount) => t.money(*amount),
    }
}

fn state(state: LinkState, t: Text) -> AnyView {
    let (class, id) = match state {
        LinkState::Sent => ("pill", "link-sent"),
        LinkState::Opened => ("pill", "link-opened"),
        LinkState::Verified => ("pill pill-wait", "link-verified"),
        LinkState::Paid => ("pill pill-good", "link-paid"),
        LinkState::Revoked => ("pill", "link-revoked"),
        LinkState::Locked => ("pill pill-bad", "link-locked"),
        LinkState::Expired => ("pill", "link-expired"),
    };
    view! { <span class=class>{t.t(id)}</span> }.into_any()
}

/// `/staff/links`.
#[must_use]
pub fn funnel(ctx: &Ctx, page: &StaffFunnelPage) -> String {
    desk(ctx, "funnel-title", |t| {
        let saved = page.saved.then(|| notice(Mood::Good, view! { <p>{t.t("funnel-saved")}</p> }));
        let chosen = match page.asks {
            LinkAsks::Nothing => "nothing",
            LinkAsks::LastName => "last_name",
            LinkAsks::Zip => "zip",
        };
        let form = FormState::default().with_value("asks", chosen);
        let form = if page.on_paper { form.with_value("on_paper", "yes") } else { form };
        let asks = [
            ("nothing", t.t("funnel-asks-nothing")),
            ("last_name", t.t("funnel-asks-last-name")),
            ("zip", t.t("funnel-asks-zip")),
        ];
        view! {
            {saved}
            <p class="soft">{t.t("funnel-what")}</p>
            <p><a class="button" href="/staff/links/batches">{t.t("links-many")}</a></p>
            {days(&page.days, t)}
            {ctx.may(Permission::SetRules).then(|| view! {
                <h2>{t.t("funnel-asks-head")}</h2>
                <form method="post" action="/staff/links" class="form desk-form">
                    {radios("asks", "funnel-asks", &asks, &form, t)}
                    {tick("on_paper", "funnel-on-paper", &form, t)}
                    <button class="button">{t.t("funnel-save")}</button>
                </form>
            })}
        }
        .into_any()
    })
}

fn days(days: &[FunnelRow], t: Text) -> AnyView {
    if days.is_empty() {
        return view! { <p class="soft">{t.t("links-none")}</p> }.into_any();
    }
    let heads = view! {
        {head("staff-day", "", t)}
        {head("links-campaign", "", t)}
        {head("link-sent", "num", t)}
        {head("link-opened", "num", t)}
        {head("link-verified", "num", t)}
        {head("link-paid", "num", t)}
    };
    let count = |n: i64| view! { <td class="num" class:zero={n == 0}>{n.to_string()}</td> };
    let line = |row: &FunnelRow| {
        view! {
            <tr>
                <th scope="row">{iso(row.day)}</th>
                <td>{row.campaign.clone()}</td>
                {count(row.sent)}{count(row.opened)}{count(row.verified)}{count(row.paid)}
            </tr>
        }
    };
    scroll("funnel-title", heads.into_any(), days.iter().map(line).collect_view().into_any(), None, t)
}
