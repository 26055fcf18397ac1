//! What is agreed to, in words that the page shows and the signature keeps.

use domain::plan::{Disclosure, Instalment, Offer, Rhythm};
use leptos::prelude::*;
use time::Date;

use crate::{Lang, PracticeCard, Text};

/// The version of the words: raised whenever a sentence of the agreement changes, so that what
/// was signed can be told from what is signed today. A test holds it to the words.
pub const TERMS_VERSION: &str = "2026-11b";

/// Hundredths of a percent as a reader knows them: `9.99 %`.
pub(super) fn percent(points: u16) -> String {
    format!("{}.{:02} %", points / 100, points % 100)
}

/// An agreement in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanAgreement {
    /// What is owed to whom, and what is paid at once.
    pub opening: Vec<String>,
    /// The schedule, a line for each payment.
    pub schedule: Vec<String>,
    /// The terms.
    pub terms: Vec<String>,
    /// The federal disclosure, where the offer has one, in lines.
    pub disclosure: Vec<String>,
    /// The authorisation of automatic payments, beside the limit.
    pub authorisation: String,
}

impl PlanAgreement {
    /// The agreement as it is kept; the authorisation is kept beside it.
    #[must_use]
    pub fn text(&self) -> String {
        let parts = [&self.opening, &self.schedule, &self.terms, &self.disclosure];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.map(|part| part.join("\n")).collect::<Vec<_>>().join("\n\n")
    }
}

/// The words of an offer in a language. Every date has its year: they are read later.
#[must_use]
pub fn plan_agreement(lang: Lang, practice: &PracticeCard, offer: &Offer) -> PlanAgreement {
    // No date is this year's then.
    let t = Text::new(lang, Date::MIN);
    let terms = &offer.terms;
    let owed = t.money(terms.owed);
    let mut opening = vec![t.with("terms-plan-owe", &[("owed", &owed), ("practice", &practice.name)])];
    if terms.down.is_positive() {
        opening.push(t.with("terms-plan-down", &[("down", &t.money(terms.down))]));
    }
    let mut authorisation = authorisation(practice, t);
    if terms.down.is_positive() {
        authorisation =
            [authorisation, t.with("terms-plan-auto-down", &[("down", &t.money(terms.down))])].join(" ");
    }
    let line = |one: &Instalment| {
        let (number, date, amount) = (one.number.to_string(), t.date(one.due), t.money(one.amount()));
        t.with("terms-plan-line", &[("number", &number), ("date", &date), ("amount", &amount)])
    };
    PlanAgreement {
        opening,
        schedule: offer.instalments.iter().map(line).collect(),
        terms: sentences(practice, offer, t),
        disclosure: offer.disclosure.as_ref().map(|one| in_lines(practice, one, t)).unwrap_or_default(),
        authorisation,
    }
}

/// The authorisation of automatic payments; its limit is kept beside it.
pub(super) fn authorisation(practice: &PracticeCard, t: Text) -> String {
    t.with("terms-plan-auto", &[("practice", &practice.name)])
}

/// The words of an authorisation by itself, for a plan that was signed without.
#[must_use]
pub fn plan_authorisation(lang: Lang, practice: &PracticeCard) -> String {
    authorisation(practice, Text::new(lang, Date::MIN))
}

fn sentences(practice: &PracticeCard, offer: &Offer, t: Text) -> Vec<String> {
    let terms = &offer.terms;
    let total = offer.instalments.iter().map(Instalment::amount).sum();
    let mut said = vec![t.with("terms-plan-total", &[("total", &t.money(total))])];
    let (free, rate) = (terms.late_fee.is_zero(), terms.rate());
    if rate.is_zero() && free {
        said.push(t.t("terms-plan-free"));
    }
    if !rate.is_zero() {
        said.push(t.with("terms-plan-interest", &[("rate", &percent(rate.basis_points()))]));
        said.push(t.t("terms-plan-interest-when"));
    }
    if !free {
        said.push(t.with("terms-plan-late-fee", &[("fee", &t.money(terms.late_fee))]));
        said.push(t.t("terms-plan-late-fee-not"));
    }
    said.push(t.count("terms-plan-grace", terms.grace_days.into(), &[]));
    if terms.missed_to_default > 0 {
        said.push(t.count("terms-plan-default", terms.missed_to_default.into(), &[]));
    }
    if terms.skips_a_year > 0 {
        said.push(t.count("terms-plan-skips", terms.skips_a_year.into(), &[]));
    }
    said.push(t.t("terms-plan-early"));
    if terms.bears_charges() {
        said.push(t.t("terms-plan-end-free"));
    }
    if terms.balances_may_join {
        said.push(t.t("terms-plan-join"));
    }
    said.push(t.t("terms-plan-lower"));
    said.push(t.t("terms-plan-electronic"));
    let contact = match &practice.phone {
        Some(phone) => t.with("terms-plan-call", &[("phone", phone)]),
        None => t.t("terms-plan-ask"),
    };
    said.push(t.with("terms-plan-paper", &[("contact", &contact)]));
    said
}

/// A figure of the disclosure: its name, itself, and what it is, in the regulation's words.
struct Figure {
    name: String,
    figure: String,
    what: String,
}

/// 12 CFR 1026.18(b), (d), (e), (h) and, with a down payment, (j).
fn figures(one: &Disclosure, t: Text) -> Vec<Figure> {
    let figure = |name: &str, figure: String, what: String| Figure { name: t.t(name), figure, what };
    let mut all = vec![
        figure("tila-apr", one.apr.to_string(), t.t("tila-apr-what")),
        figure("tila-charge", t.money(one.finance_charge), t.t("tila-charge-what")),
    ];
    if one.combined() {
        all.push(figure("tila-both", t.money(one.amount_financed), t.t("tila-both-what")));
    } else {
        all.push(figure("tila-financed", t.money(one.amount_financed), t.t("tila-financed-what")));
        all.push(figure("tila-total", t.money(one.total_of_payments), t.t("tila-total-what")));
    }
    let what = if one.down.is_zero() {
        t.t("tila-sale-what-no-down")
    } else {
        t.with("tila-sale-what", &[("down", &t.money(one.down))])
    };
    all.push(figure("tila-sale", t.money(one.total_sale_price), what));
    all
}

/// 12 CFR 1026.18(a), (c), (k), (l), (m) and (p).
fn rest(practice: &PracticeCard, one: &Disclosure, t: Text) -> Vec<String> {
    let often = match one.rhythm {
        Rhythm::Monthly { .. } => "tila-often-monthly",
        Rhythm::EveryTwoWeeks => "tila-often-two-weeks",
        Rhythm::FirstAndFifteenth => "tila-often-first-fifteenth",
    };
    let itemised = if one.down.is_zero() {
        t.t("tila-itemised-no-down")
    } else {
        t.with("tila-itemised", &[("owed", &t.money(one.owed)), ("down", &t.money(one.down))])
    };
    let late = if one.late_fee.is_zero() {
        t.t("tila-late")
    } else {
        t.with("tila-late-fee", &[("fee", &t.money(one.late_fee)), ("n", &one.grace_days.to_string())])
    };
    let english = (t.lang == Lang::Es).then(|| t.t("tila-english"));
    let creditor = format!("{}: {}.", t.t("tila-creditor"), practice.name);
    let fixed = ["tila-early", "tila-security", "tila-more"].map(|id| t.t(id));
    [t.t(often), creditor, itemised, late].into_iter().chain(fixed).chain(english).collect()
}

fn in_lines(practice: &PracticeCard, one: &Disclosure, t: Text) -> Vec<String> {
    let figure = |one: Figure| format!("{}: {}. {}", one.name, one.figure, one.what);
    let stream = |one: &domain::plan::Stream| {
        let (number, each) = (one.count, t.money(one.amount));
        let (number_of, from) = (t.t("tila-number"), t.t("tila-from"));
        format!("{number_of}: {number}. {}: {each}. {from}: {}.", t.t("tila-each"), t.date(one.first))
    };
    let head = std::iter::once(t.t("tila-title")).chain(figures(one, t).into_iter().map(figure));
    head.chain(one.payments.iter().map(stream)).chain(rest(practice, one, t)).collect()
}

/// The federal box: together, and apart from everything else (12 CFR 1026.17(a)(1)); rate and
/// charge before all (1026.17(a)(2)).
pub(super) fn disclosure(practice: &PracticeCard, one: &Disclosure, t: Text) -> AnyView {
    let figure = |one: Figure| {
        view! {
            <div>
                <dt>{one.name}</dt>
                <dd><b class="num">{one.figure}</b><span class="soft block">{one.what}</span></dd>
            </div>
        }
    };
    let stream = |one: &domain::plan::Stream| {
        view! {
            <tr>
                <td class="num">{one.count.to_string()}</td>
                <td class="num">{t.money(one.amount)}</td>
                <td>{t.date(one.first)}</td>
            </tr>
        }
    };
    let rest = rest(practice, one, t);
    view! {
        <section class="tila" aria-labelledby="tila">
            <h2 id="tila">{t.t("tila-title")}</h2>
            <dl class="tila-figures">{figures(one, t).into_iter().map(figure).collect_view()}</dl>
            <table class="tila-schedule">
                <caption>{t.t("tila-schedule")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.t("tila-number")}</th>
                        <th scope="col">{t.t("tila-each")}</th>
                        <th scope="col">{t.t("tila-from")}</th>
                    </tr>
                </thead>
                <tbody>{one.payments.iter().map(stream).collect_view()}</tbody>
            </table>
            <ul>{rest.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        </section>
        <p class="soft">{t.t("tila-what")}</p>
    }
    .into_any()
}
