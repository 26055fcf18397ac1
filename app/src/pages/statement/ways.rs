//! What can be done now: pay in three ways, over time, ask, get help; and whom it is from
//! and for.

use domain::estimate;
use domain::payment::GATEWAY_LEAST;
use domain::statement::{Sender, Statement};
use leptos::prelude::*;

use super::top::{is_past, nothing};
use crate::Text;
use crate::model::StatementPage;
use crate::parts::{Mood, notice, numbered, ways_out};
use crate::shell::tel;

/// The day, the button, and the ways out directly beneath it.
pub(super) fn act(page: &StatementPage, t: Text) -> AnyView {
    let left = page.still_due;
    if page.corrected_by.is_some() || !left.is_positive() {
        let said =
            (!page.statement.due.is_positive()).then(|| view! { <p class="lead">{nothing(page, t)}</p> });
        return view! {
            {said}
            <div class="ways ways-one"><a class="button" href="/help?about=wrong">{t.t("way-wrong")}</a></div>
        }
        .into_any();
    }
    let by = t.with("statement-by", &[("date", &t.day(page.statement.due_on))]);
    let pay = if left < GATEWAY_LEAST {
        notice(Mood::Plain, view! { <p>{t.t("home-too-small")}</p> })
    } else {
        let words = t.with("home-pay", &[("amount", &t.money(left))]);
        view! { <a class="button primary" href="/pay">{words}</a> }.into_any()
    };
    let open = page.pay_open.then(|| notice(Mood::Plain, view! { <p>{t.t("home-pay-open")}</p> }));
    view! {
        <p class="soft">{by}</p>
        {pay}
        {ways_out(page.over_time.then(|| "/plans/new".to_owned()), t)}
        {open}
    }
    .into_any()
}

/// Whose it is and of which day, where paper has it first.
pub(super) fn on_paper(page: &StatementPage, t: Text) -> AnyView {
    let Statement { number, issued_on, to, .. } = &page.statement;
    view! {
        <p class="soft print-only">
            {to.name.clone()}"\u{a0}· "{t.t("statement-account")}" "{to.account_number.clone()}"\u{a0}· "
            {numbered(number, t)}"\u{a0}· "{t.date(*issued_on)}
        </p>
    }
    .into_any()
}

/// Whom it is from and for, and the file.
pub(super) fn about(page: &StatementPage, t: Text) -> AnyView {
    let statement = &page.statement;
    let fact = |id: &str, value: String| view! { <div><dt>{t.t(id)}</dt><dd>{value}</dd></div> };
    view! {
        <section class="card" aria-labelledby="about">
            <h2 id="about">{numbered(&statement.number, t)}</h2>
            <dl class="facts">
                {fact("statement-from", statement.from.name.clone())}
                {fact("statement-to", statement.to.name.clone())}
                {fact("statement-account", statement.to.account_number.clone())}
                {fact("statement-issued", t.date(statement.issued_on))}
                {statement.due.is_positive().then(|| fact("statement-due-on", t.date(statement.due_on)))}
            </dl>
            <p class="no-print"><a class="button" href=page.pdf.clone()>{t.t("statement-pdf")}</a></p>
        </section>
    }
    .into_any()
}

/// Ways to pay and ways out; of a statement that is dealt with, only whom to ask.
pub(super) fn ways(page: &StatementPage, t: Text) -> AnyView {
    let from = &page.statement.from;
    let pay = (page.still_due.is_positive() && !is_past(page)).then(|| {
        let online = (page.still_due >= GATEWAY_LEAST).then(|| {
            view! { <li><a href="/pay">{t.t("statement-way-online")}</a></li> }
        });
        view! {
            <ul>
                {online}
                {by_phone(from, t)}
                {by_mail(page, t)}
                <li><b>{t.t("statement-way-plan")}</b>" "{in_parts(page, t)}</li>
                <li><b>{t.t("statement-way-afford")}</b>" "{afford(page, t)}</li>
            </ul>
        }
    });
    let title = if pay.is_some() { "statement-ways" } else { "statement-questions" };
    view! {
        <section class="prose ways-to-pay" aria-labelledby="ways">
            <h2 id="ways">{t.t(title)}</h2>
            {pay}
            <p><b>{t.t("statement-way-wrong")}</b>" "{t.t("statement-way-wrong-what")}" "{reach(from, t)}</p>
        </section>
    }
    .into_any()
}

/// Paying over time: by themselves where that is offered, else by asking.
fn in_parts(page: &StatementPage, t: Text) -> AnyView {
    if page.over_time {
        view! { <a href="/plans/new">{t.t("statement-way-plan-self")}</a> }.into_any()
    } else {
        view! { {t.t("statement-way-plan-what")} }.into_any()
    }
}

/// Whom to ask for help with the cost; a hospital's policy by its address.
fn afford(page: &StatementPage, t: Text) -> AnyView {
    let Some(url) = page.rights.assistance_url.clone() else {
        return view! { {t.t("statement-way-afford-what")} }.into_any();
    };
    let shown = url.trim_start_matches("https://").trim_end_matches('/').to_owned();
    let phone = page.statement.from.phone.clone().map(|phone| {
        view! { " "{t.t("statement-call")}" "<a class="num" href=tel(&phone)>{phone.clone()}</a>"." }
    });
    view! {
        {t.t("statement-assistance")}" "<a class="address-long" href=url>{shown}</a>"."{phone}
    }
    .into_any()
}

fn by_phone(from: &Sender, t: Text) -> Option<AnyView> {
    let phone = from.phone.clone()?;
    let hours = from.hours.clone().map(|hours| view! { ", "{hours} });
    Some(
        view! { <li>{t.t("statement-way-phone")}" "<a class="num" href=tel(&phone)>{phone.clone()}</a>{hours}"."</li> }
            .into_any(),
    )
}

fn by_mail(page: &StatementPage, t: Text) -> Option<AnyView> {
    let from = &page.statement.from;
    if from.address.is_empty() {
        return None;
    }
    let number = [("account", page.statement.to.account_number.as_str())];
    let lines = std::iter::once(&from.name).chain(&from.address);
    let lines = lines.map(|line| view! { <span class="block">{line.clone()}</span> }).collect_view();
    Some(
        view! { <li>{t.with("statement-way-mail", &number)}<span class="address">{lines}</span></li> }
            .into_any(),
    )
}

/// Whom to ask.
fn reach(from: &Sender, t: Text) -> AnyView {
    let phone = from.phone.clone().map(|phone| {
        view! { {t.t("statement-call")}" "<a class="num" href=tel(&phone)>{phone.clone()}</a>". " }
    });
    let email = from.email.clone().map(|email| {
        view! {
            {t.t("statement-write")}" "<a href=format!("mailto:{email}")>{email.clone()}</a>", "{t.t("statement-write-without")}
        }
    });
    view! { {phone}{email} }.into_any()
}

/// That help in one's language is free, in both; and what who pays alone can do about a
/// bill far above its estimate.
pub(super) fn language(page: &StatementPage, t: Text) -> AnyView {
    let other = t.lang.other();
    let phone = page.statement.from.phone.as_ref();
    let rule = estimate::rule(page.statement.issued_on);
    let (amount, days) = (t.money(rule.excess), rule.days.to_string());
    let above = move || t.with("paper-estimate", &[("amount", &amount), ("days", &days)]);
    let in_lang = |id: &str, with_phone: &str| match phone {
        Some(phone) => t.with(with_phone, &[("phone", phone)]),
        None => t.t(id),
    };
    view! {
        <section class="soft language-notice" aria-label=t.t("statement-language-label")>
            <p>{in_lang("statement-language", "statement-language-call")}</p>
            <p lang=other.code()>{in_lang("statement-language-other", "statement-language-other-call")}</p>
            <p class="no-print"><a href="/languages">{t.t("languages-more")}</a></p>
            {page.rights.estimate_dispute.then(|| view! { <p>{above()}</p> })}
        </section>
    }
    .into_any()
}
