//! Pages for who came by a pay link: the question, the balance, the receipt. No script, no
//! typeface, a style sheet of their own; nothing of the portal but this one balance.

use domain::payment::GATEWAY_LEAST;
use leptos::prelude::*;

use crate::model::{
    GuestBillPage, GuestCheckingPage, GuestPaid, GuestTold, LinkAsks, LinkGonePage, LinkQuestionPage,
    ReceiptPage, VisitCard,
};
use crate::parts::{
    Bar, Field, Mood, bar, because, birth_date, day, error_summary, field, for_whom, money_field, notice,
    paid_with, visit_title,
};
use crate::shell::{Head, document, tel};
use crate::{Ctx, Text};

/// `/l`: the question.
#[must_use]
pub fn link_question(ctx: &Ctx, page: &LinkQuestionPage) -> String {
    document(ctx, Head::light(ctx.text().t("guest-question-title")), |t| {
        let more = match page.asks {
            LinkAsks::Nothing => None,
            LinkAsks::LastName => Some(Field::text("more", "guest-last-name")),
            LinkAsks::Zip => Some(Field {
                inputmode: Some("numeric"),
                autocomplete: "postal-code",
                width: "w-6",
                ..Field::text("more", "field-zip")
            }),
        };
        let practice = ctx.practice.as_ref().map(|practice| practice.name.clone()).unwrap_or_default();
        view! {
            <div class="slim">
                {error_summary(&page.form, &["birth_date", "more"], t)}
                <h1>{t.t("guest-question-head")}</h1>
                <p class="lead">{t.with("guest-question-lead", &[("practice", &practice)])}</p>
                <form method="post" action="/l" class="form" novalidate>
                    {birth_date("guest-birth-date", &page.form, t)}
                    {more.map(|more| field(&more, &page.form, t))}
                    <button class="button primary">{t.t("guest-question-button")}</button>
                </form>
                <p class="soft">{t.t("guest-question-safe")}</p>
            </div>
        }
        .into_any()
    })
}

/// `/l` of a link that is not open.
#[must_use]
pub fn link_gone(ctx: &Ctx, page: &LinkGonePage) -> String {
    document(ctx, Head::light(ctx.text().t("guest-gone-title")), |t| {
        let phone = ctx.practice.as_ref().and_then(|practice| practice.phone.clone());
        let next = if page.asked {
            notice(Mood::Good, view! { <p>{t.t("guest-fresh-asked")}</p> })
        } else {
            view! {
                <form method="post" action="/l/fresh">
                    <button class="button primary">{t.t("guest-fresh")}</button>
                </form>
            }
            .into_any()
        };
        view! {
            <div class="slim">
                <h1>{t.t("guest-gone-head")}</h1>
                <p class="lead">{t.t("guest-gone-lead")}</p>
                {next}
                <div class="ways">
                    {phone.map(|phone| view! {
                        <a class="button" href=tel(&phone)>{t.with("help-call", &[("phone", &phone)])}</a>
                    })}
                    <a class="button" href="/sign-in">{t.t("guest-sign-in")}</a>
                </div>
            </div>
        }
        .into_any()
    })
}

/// `/l/bill`: what the link opens.
#[must_use]
pub fn guest_bill(ctx: &Ctx, page: &GuestBillPage) -> String {
    document(ctx, Head::light(ctx.text().t("guest-bill-title")), |t| {
        let told = page.told.map(|told| match told {
            GuestTold::NotPaid => notice(Mood::Plain, view! { <p>{t.t("guest-not-paid")}</p> }),
            GuestTold::Invited => notice(Mood::Good, view! { <p>{t.t("guest-invited")}</p> }),
        });
        let checking = page.checking.map(|amount| {
            let said = t.with("checking-what", &[("amount", &t.money(amount))]);
            notice(Mood::Plain, view! { <p><b>{said}</b>" "{t.t("checking-once")}</p> })
        });
        let visits = (!page.visits.is_empty()).then(|| {
            view! {
                <section aria-labelledby="what-for">
                    <h2 id="what-for">{t.t("home-what-for")}</h2>
                    <div class="stack">{page.visits.iter().map(|card| visit(card, t)).collect_view()}</div>
                </section>
            }
        });
        view! {
            <div class="slim">
                {error_summary(&page.form, &["amount"], t)}
                {told}
                {checking}
                {if page.total.is_positive() { due(page, t) } else { settled(t) }}
                {paid(&page.paid, t)}
                {visits}
                {account(page, t)}
                <form method="post" action="/l/leave"><button class="quiet">{t.t("guest-leave")}</button></form>
            </div>
        }
        .into_any()
    })
}

fn due(page: &GuestBillPage, t: Text) -> AnyView {
    let total = t.money(page.total);
    let [all, part] = page.tokens.clone();
    let too_small = page.total < GATEWAY_LEAST;
    let small = too_small.then(|| notice(Mood::Plain, view! { <p>{t.t("home-too-small")}</p> }));
    let pay = (page.checking.is_none() && !too_small).then(|| {
        view! {
            <form method="post" action="/l/pay">
                <input type="hidden" name="press" value=all/>
                <input type="hidden" name="choice" value="all"/>
                <button class="button primary wide">{t.with("home-pay", &[("amount", &total)])}</button>
            </form>
            <details class="part" open=page.form.error("amount").is_some()>
                <summary>{t.t("guest-part")}</summary>
                <form method="post" action="/l/pay" class="form" novalidate>
                    <input type="hidden" name="press" value=part/>
                    <input type="hidden" name="choice" value="part"/>
                    {money_field("amount", "guest-part-amount", None, &page.form, t)}
                    <button class="button">{t.t("guest-part-button")}</button>
                </form>
            </details>
        }
    });
    view! {
        <h1 class="hero">
            <span class="eyebrow">{t.t("home-owe")}</span>" "
            <span class="hero-amount num">{total.clone()}</span>
        </h1>
        {small}
        {pay}
        <div class="ways">
            <a class="button" href="/l/help?about=wrong">{t.t("way-wrong")}</a>
            <a class="button" href="/l/help?about=afford">{t.t("way-afford")}</a>
        </div>
    }
    .into_any()
}

fn settled(t: Text) -> AnyView {
    view! { <h1 class="hero-words">{t.t("guest-settled")}</h1><p class="lead">{t.t("guest-settled-what")}</p> }
        .into_any()
}

fn paid(paid: &[GuestPaid], t: Text) -> Option<AnyView> {
    if paid.is_empty() {
        return None;
    }
    let row = |one: &GuestPaid| {
        let words = if one.on_the_way { "guest-on-the-way" } else { "guest-paid" };
        let said = t.with(words, &[("amount", &t.money(one.amount))]);
        let href = if one.on_the_way {
            format!("/l/return/{}", one.payment)
        } else {
            format!("/l/receipt/{}", one.payment)
        };
        let see = if one.on_the_way { "guest-see" } else { "guest-receipt" };
        let method = paid_with(&one.method, t).map(|method| view! { <span class="soft">{method}</span> });
        view! { <li class="row"><div>{said}" "{method}</div><a href=href>{t.t(see)}</a></li> }
    };
    Some(view! { <ul class="rows" role="list">{paid.iter().map(row).collect_view()}</ul> }.into_any())
}

fn visit(card: &VisitCard, t: Text) -> AnyView {
    let title = visit_title(&card.title, card.provider.as_ref(), t);
    view! {
        <article class="card">
            <div class="card-head"><h3>{title}</h3><span class="card-amount num">{t.money(card.due)}</span></div>
            <p class="soft">{day(card.date, t)}"\u{a0}· "{for_whom(&card.patient_name, card.is_self, t)}</p>
            {bar(&Bar::of(card, t), t)}
            {because(card, t).map(|why| view! { <p>{why}</p> })}
        </article>
    }
    .into_any()
}

/// The way to everything else is an account; a plan is signed there.
fn account(page: &GuestBillPage, t: Text) -> AnyView {
    let way = if page.reachable {
        view! {
            <form method="post" action="/l/account"><button class="button">{t.t("guest-account-button")}</button></form>
            <p class="soft">{t.t("guest-account-mailed")}</p>
        }
        .into_any()
    } else {
        view! { <p><a class="button" href="/register">{t.t("guest-account-register")}</a></p> }.into_any()
    };
    view! {
        <section aria-labelledby="account">
            <h2 id="account">{t.t("guest-account")}</h2>
            <p>{t.t("guest-account-what")}</p>
            {way}
            <p>{t.t("guest-account-have")}" "<a href="/sign-in">{t.t("sign-in-title")}</a></p>
        </section>
    }
    .into_any()
}

/// `/l/return/{payment}` while nobody knows yet.
#[must_use]
pub fn guest_checking(ctx: &Ctx, page: &GuestCheckingPage) -> String {
    document(ctx, Head::light(ctx.text().t("checking-title")), |t| {
        view! {
            <div class="slim">
                {super::pay::checking(page.amount, page.bank, t)}
                <a class="button primary" href=format!("/l/return/{}", page.payment)>{t.t("checking-again")}</a>
                <p><a href="/l/bill">{t.t("guest-back")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// `/l/receipt/{payment}`.
#[must_use]
pub fn guest_receipt(ctx: &Ctx, page: &ReceiptPage) -> String {
    document(ctx, Head::light(ctx.text().t("receipt-title")), |t| {
        view! {
            <div class="narrow receipt">
                {super::receipt::proof(ctx, page, t)}
                <p class="no-print"><a href="/l/bill">{t.t("guest-back")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// `/bills/{practice}`: where the button on a practice's own site leads.
#[must_use]
pub fn pay_a_bill(ctx: &Ctx) -> String {
    let name = ctx.practice.as_ref().map(|practice| practice.name.clone()).unwrap_or_default();
    document(ctx, Head::light(ctx.text().t("bills-title")), |t| {
        view! {
            <div class="slim">
                <h1>{t.with("bills-head", &[("practice", &name)])}</h1>
                <p class="lead">{t.t("bills-lead")}</p>
                <div class="ways">
                    <a class="button primary" href="/sign-in">{t.t("guest-sign-in")}</a>
                    <a class="button" href="/register">{t.t("guest-account-register")}</a>
                </div>
                <h2>{t.t("bills-code")}</h2>
                <p>{t.t("bills-code-what")}</p>
            </div>
        }
        .into_any()
    })
}
