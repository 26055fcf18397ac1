//! `/pay` and what can happen on the way: cancelled, or not known yet.

use domain::Money;
use domain::payment::{GATEWAY_LEAST, LEAST};
use leptos::prelude::*;

use crate::islands::AmountPicker;
use crate::islands::picker::{At, Picked, PickerDue, PickerWords, Picking};
use crate::model::{PayCancelledPage, PayCheckingPage, PayChoice, PayPage};
use crate::parts::{Mood, for_whom, notice, ways_out};
use crate::shell::{Head, document};
use crate::{Ctx, FormState, Text};

/// The page.
#[must_use]
pub fn pay(ctx: &Ctx, page: &PayPage) -> String {
    let payable = page.total >= GATEWAY_LEAST;
    let head = Head { island: payable, ..Head::new(ctx.text().t("pay-title")) };
    document(ctx, head, |t| {
        let errors = worded(&page.form, page, t);
        let aside = page.aside.is_positive().then(|| {
            let sentence = t.with("pay-aside", &[("amount", &t.money(page.aside))]);
            let see = view! { <a href="/disputes">{t.t("visit-aside-see")}</a> };
            notice(Mood::Wait, view! { <p>{sentence}" "{see}</p> })
        });
        let body = if payable { form(page, &errors, t) } else { nothing_payable(page, t) };
        view! {
            <div class="narrow">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                {summary(&errors, t)}
                <h1>{t.t("pay-head")}</h1>
                {aside}
                {body}
            </div>
        }
        .into_any()
    })
}

/// The errors as sentences; two of them name an amount.
fn worded(form: &FormState, page: &PayPage, t: Text) -> Vec<(String, String)> {
    let values = [("least", t.money(LEAST.min(page.total))), ("most", t.money(page.total))];
    let values: Vec<(&'static str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    form.errors.iter().map(|(field, error)| (field.clone(), t.with(error, &values))).collect()
}

fn summary(errors: &[(String, String)], t: Text) -> Option<AnyView> {
    if errors.is_empty() {
        return None;
    }
    let line = |(field, sentence): &(String, String)| {
        let sentence = sentence.clone();
        match field.as_str() {
            "" => view! { <li>{sentence}</li> }.into_any(),
            field => view! { <li><a href=format!("#{field}")>{sentence}</a></li> }.into_any(),
        }
    };
    Some(
        view! {
            <div class="error-summary" role="alert" tabindex="-1">
                <h2>{t.t("error-summary")}</h2>
                <ul role="list">{errors.iter().map(line).collect_view()}</ul>
            </div>
        }
        .into_any(),
    )
}

fn nothing_payable(page: &PayPage, t: Text) -> AnyView {
    let sentence = if page.total.is_positive() {
        view! { <p class="lead">{t.with("pay-too-small", &[("amount", &t.money(page.total))])}</p><p>{t.t("home-too-small")}</p> }.into_any()
    } else {
        view! { <p class="lead">{t.t("pay-nothing")}</p> }.into_any()
    };
    view! { {sentence}<p><a class="button" href="/home">{t.t("back-home")}</a></p> }.into_any()
}

fn form(page: &PayPage, errors: &[(String, String)], t: Text) -> AnyView {
    let open = page.open_payment.map(|amount| {
        let sentence = t.with("pay-open", &[("amount", &t.money(amount))]);
        notice(Mood::Plain, view! { <p>{sentence}</p> })
    });
    let checking = page.checking.map(|amount| {
        let sentence = t.with("home-checking", &[("amount", &t.money(amount))]);
        notice(Mood::Wait, view! { <p><b>{sentence}</b>" "{t.t("home-checking-what")}</p> })
    });
    let dues: Vec<PickerDue> = page
        .dues
        .iter()
        .map(|due| PickerDue {
            visit: due.visit,
            amount: due.amount,
            name: due.title.clone(),
            detail: format!("{}\u{a0}· {}", t.day(due.date), for_whom(&due.patient_name, false, t)),
        })
        .collect();
    let wrong = errors.iter().find_map(|(field, sentence)| {
        let at = match field.as_str() {
            "visit" => At::Visits,
            "amount" => At::Amount,
            "choice" => At::Choice,
            _ => return None,
        };
        Some((at, sentence.clone()))
    });
    view! {
        {open}
        {checking}
        <form method="post" action="/pay" class="form">
            <input type="hidden" name="press" value=page.token.clone()/>
            <AmountPicker dues start=start(page) wrong words=words(page, t)/>
        </form>
        {ways_out(page.over_time.then(|| "/plans/new".to_owned()), t)}
        <p class="soft">{t.t("pay-assurance")}</p>
    }
    .into_any()
}

fn start(page: &PayPage) -> Picking {
    match &page.choice {
        // One visit is all of it: there is nothing to choose between.
        PayChoice::Visits(_) if page.dues.len() < 2 => Picking::default(),
        PayChoice::All => Picking::default(),
        PayChoice::Visits(visits) => {
            Picking { picked: Picked::Visits, visits: visits.clone(), amount: String::new() }
        }
        PayChoice::Amount(amount) => {
            Picking { picked: Picked::Amount, visits: vec![], amount: amount.clone() }
        }
    }
}

fn words(page: &PayPage, t: Text) -> PickerWords {
    let several = page.dues.len() > 1;
    let bounds = [("least", t.money(LEAST.min(page.total))), ("most", t.money(page.total))];
    let bounds: Vec<(&'static str, &str)> =
        bounds.iter().map(|(name, value)| (*name, value.as_str())).collect();
    PickerWords {
        legend: t.t("picker-legend"),
        all: t.t("picker-all"),
        visits: t.t("picker-visits"),
        amount: t.t("picker-amount"),
        visits_legend: t.t("picker-visits-legend"),
        amount_label: t.t("picker-amount-label"),
        amount_hint: t.with(if several { "picker-amount-hint" } else { "picker-amount-hint-one" }, &bounds),
        total: t.with("picker-total", &[("amount", "{amount}")]),
        part: t.with("picker-part", &[("amount", "{amount}"), ("visit", "{visit}")]),
        and: t.t("picker-and"),
        left: t.with("picker-left", &[("amount", "{amount}")]),
        submit: t.t("picker-submit"),
        error_prefix: t.t("error-prefix"),
        not_money: t.t("error-amount-form"),
        too_little: t.with("error-amount-least", &[("least", "{least}")]),
        too_much: t.with("error-amount-most", &[("most", "{most}")]),
        no_visit: t.t("error-no-visit"),
    }
}

/// `/pay/cancelled/{id}`.
#[must_use]
pub fn pay_cancelled(ctx: &Ctx, page: &PayCancelledPage) -> String {
    document(ctx, Head::new(ctx.text().t("cancelled-title")), |t| {
        let amount = t.money(page.amount);
        let again = match page.plan {
            Some(plan) => view! {
                <a class="button primary" href=format!("/plans/{plan}/pay")>{t.t("myplan-pay-title")}</a>
            }
            .into_any(),
            None => view! {
                <form method="post" action="/pay">
                    <input type="hidden" name="press" value=page.token.clone()/>
                    {again(&page.choice)}
                    <button class="button primary">{t.with("cancelled-again", &[("amount", &amount)])}</button>
                </form>
            }
            .into_any(),
        };
        view! {
            <div class="narrow">
                <h1>{t.t("cancelled-head")}</h1>
                <p class="lead">{t.with("cancelled-what", &[("amount", &amount)])}</p>
                <div class="actions">
                    {again}
                    <div class="ways">
                        <a class="button" href="/home">{t.t("cancelled-back")}</a>
                        <a class="button" href="/help?about=afford">{t.t("way-afford")}</a>
                    </div>
                </div>
            </div>
        }
        .into_any()
    })
}

/// The same choice as before, in hidden fields.
fn again(choice: &PayChoice) -> AnyView {
    let hidden = |name: &'static str, value: String| view! { <input type="hidden" name=name value=value/> };
    match choice {
        PayChoice::All => hidden("choice", "all".into()).into_any(),
        PayChoice::Visits(visits) => view! {
            {hidden("choice", "visits".into())}
            {visits.iter().map(|visit| hidden("visit", visit.to_string())).collect_view()}
        }
        .into_any(),
        PayChoice::Amount(amount) => view! {
            {hidden("choice", "amount".into())}
            {hidden("amount", amount.clone())}
        }
        .into_any(),
    }
}

/// `/pay/checking/{id}`: it says what we know, and that looking again costs nothing.
#[must_use]
pub fn pay_checking(ctx: &Ctx, page: &PayCheckingPage) -> String {
    document(ctx, Head::new(ctx.text().t("checking-title")), |t| {
        view! {
            <div class="narrow">
                {checking(page.amount, page.bank, t)}
                <div class="actions">
                    <a class="button primary" href=format!("/pay/checking/{}", page.payment)>{t.t("checking-again")}</a>
                    <div class="ways">
                        <a class="button" href="/home">{t.t("back-home")}</a>
                        <a class="button" href="/help?about=wrong">{t.t("way-wrong")}</a>
                    </div>
                </div>
            </div>
        }
        .into_any()
    })
}

/// What is known of a payment that the bank has not answered for, or that comes from a bank.
pub(super) fn checking(amount: Money, bank: bool, t: Text) -> AnyView {
    let amount = t.money(amount);
    let (head, what) = if bank {
        (t.t("checking-bank"), t.with("checking-bank-what", &[("amount", &amount)]))
    } else {
        (t.t("checking-head"), t.with("checking-what", &[("amount", &amount)]))
    };
    view! {
        <h1>{head}</h1>
        {notice(Mood::Wait, view! { <p><b>{what}</b>" "{t.t("checking-once")}</p> })}
    }
    .into_any()
}
