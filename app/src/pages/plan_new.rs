//! `/plans/new`: how much at a time, when and what for, with the schedule beside it.

mod agreement;
mod method;
mod review;

use domain::plan::Rhythm;
use domain::{Money, PlanId};
use leptos::prelude::*;
use time::Date;

use self::agreement::percent;
pub use self::agreement::{PlanAgreement, TERMS_VERSION, plan_agreement, plan_authorisation};
pub use self::method::{plan_checking, plan_method};
pub use self::review::plan_review;
use crate::islands::PlanSchedule;
use crate::islands::plan_choice::{PlanRule, PlanTyped, RHYTHMS, Wrong};
use crate::islands::plan_words::{PlanWords, SAID};
use crate::model::{KeptOut, PayDue, PlanKept, PlanNewPage};
use crate::parts::{Mood, for_whom, notice, ways_out};
use crate::shell::{Head, document};
use crate::{Ctx, Text};

/// The page.
#[must_use]
pub fn plan_new(ctx: &Ctx, page: &PlanNewPage) -> String {
    let open = page.rule.total() >= page.rule.least && !page.dues.is_empty();
    let head = Head { island: open, ..Head::new(ctx.text().t("new-plan-title")) };
    document(ctx, head, |t| {
        let words = plan_words(t);
        let wrong = if page.tried { page.typed.drawn(&page.rule).err() } else { None }.unwrap_or_default();
        let body = if open { form(page, &wrong, &words, t) } else { nothing(page, t) };
        view! {
            <div class="plan-new">
                <p class="back"><a href="/home">{t.t("back-home")}</a></p>
                {open.then(|| summary(page, &wrong, &words, t))}
                <h1>{t.t("new-plan-title")}</h1>
                {page.unfinished.map(|plan| unfinished(plan, t))}
                {body}
                {kept(&page.kept, t)}
            </div>
        }
        .into_any()
    })
}

/// One is signed already, but for a step.
fn unfinished(plan: PlanId, t: Text) -> AnyView {
    let href = format!("/plans/{plan}/method");
    let link = view! { <a href=href>{t.t("new-plan-unfinished-link")}</a> };
    notice(Mood::Wait, view! { <p>{t.t("new-plan-unfinished")}" "{link}</p> })
}

/// The words of the calculator in the reader's language, with `{name}` where values go.
pub(super) fn plan_words(t: Text) -> PlanWords {
    let values = [
        "amount", "day", "earliest", "first", "interest", "last", "latest", "least", "month", "most", "n",
        "year",
    ]
    .map(|name| (name, format!("{{{name}}}")));
    let values: Vec<(&'static str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let january = Date::from_ordinal_date(t.today().year(), 1).unwrap_or(Date::MIN);
    let months = std::iter::once(january).chain(Rhythm::Monthly { day: 1 }.from(january).skip(1)).take(12);
    PlanWords {
        said: SAID.iter().map(|id| t.with(id, &values)).collect(),
        months: months.map(|month| t.month(month).to_owned()).collect(),
        year: t.today().year(),
    }
}

fn summary(page: &PlanNewPage, wrong: &[Wrong], words: &PlanWords, t: Text) -> Option<AnyView> {
    let whole = page.form.error("");
    if wrong.is_empty() && whole.is_none() {
        return None;
    }
    let whole = whole.map(|error| view! { <p>{t.t(error)}</p> });
    let line = |one: &Wrong| {
        let sentence = one.sentence(words);
        match one.at {
            "" => view! { <li>{sentence}</li> }.into_any(),
            at => view! { <li><a href=format!("#{at}")>{sentence}</a></li> }.into_any(),
        }
    };
    let lines =
        (!wrong.is_empty()).then(|| view! { <ul role="list">{wrong.iter().map(line).collect_view()}</ul> });
    Some(
        view! {
            <div class="error-summary" role="alert" tabindex="-1">
                <h2>{t.t("error-summary")}</h2>
                {whole}
                {lines}
            </div>
        }
        .into_any(),
    )
}

fn nothing(page: &PlanNewPage, t: Text) -> AnyView {
    let total = page.rule.total();
    if !total.is_positive() {
        return view! {
            <p class="lead">{t.t("new-plan-nothing")}</p>
            <p><a class="button" href="/home">{t.t("back-home")}</a></p>
        }
        .into_any();
    }
    let (least, amount) = (t.money(page.rule.least), t.money(total));
    view! {
        <p class="lead">{t.with("new-plan-nothing-little", &[("least", &least), ("amount", &amount)])}</p>
        <div class="actions">
            <a class="button primary" href="/pay">{t.with("new-plan-pay", &[("amount", &amount)])}</a>
            {ways_out(None, t)}
        </div>
    }
    .into_any()
}

/// What a plan costs beside what is owed, in sentences; none when nothing.
fn costs(rule: &PlanRule, t: Text) -> Vec<String> {
    let rate = (rule.rate > 0).then(|| t.with("terms-plan-interest", &[("rate", &percent(rule.rate))]));
    let fee = rule.late_fee.is_positive();
    let fee = fee.then(|| t.with("terms-plan-late-fee", &[("fee", &t.money(rule.late_fee))]));
    rate.into_iter().chain(fee).collect()
}

fn form(page: &PlanNewPage, wrong: &[Wrong], words: &PlanWords, t: Text) -> AnyView {
    let (rule, typed) = (&page.rule, &page.typed);
    let mut cost = costs(rule, t);
    if cost.is_empty() {
        cost.push(t.t("new-plan-free"));
    }
    let heads = ["schedule-number", "schedule-day", "schedule-amount", "schedule-left"].map(|id| t.t(id));
    let wrong = At { wrong, words, t };
    view! {
        <p class="lead">{t.with("new-plan-lead", &[("amount", &t.money(rule.total()))])}" "{cost.join(" ")}</p>
        <form method="post" action="/plans/review" class="plan-form" id="plan-form" novalidate>
            <div class="form">
                {how_much(rule, typed, &wrong, t)}
                {when(rule, typed, &wrong, t)}
                {down(rule, typed, &wrong, t)}
                {what_for(page, &wrong, t)}
                <button class="button" id="plan-again" formaction="/plans/new">{t.t("new-plan-again")}</button>
            </div>
            <PlanSchedule rule=rule.clone() start=typed.clone() words=words.clone() heads=heads.to_vec()/>
            <div class="actions">
                <button class="button primary">{t.t("new-plan-go-on")}</button>
                <p class="soft">{t.t("new-plan-assurance")}</p>
            </div>
        </form>
    }
    .into_any()
}

/// What is wrong, to be said at each field.
struct At<'a> {
    wrong: &'a [Wrong],
    words: &'a PlanWords,
    t: Text,
}

impl At<'_> {
    /// The line that says it; there from the start, so that the island can fill it.
    fn line(&self, name: &'static str) -> AnyView {
        let sentence = self.wrong.iter().find(|one| one.at == name).map(|one| one.sentence(self.words));
        let fine = sentence.is_none();
        let prefix = if fine { String::new() } else { self.t.t("error-prefix") };
        view! {
            <p class="field-error" id=format!("{name}-error") hidden=fine>
                <span class="hidden">{prefix}</span>" "<span>{sentence.unwrap_or_default()}</span>
            </p>
        }
        .into_any()
    }

    fn is(&self, name: &str) -> Option<&'static str> {
        self.wrong.iter().any(|one| one.at == name).then_some("true")
    }
}

fn how_much(rule: &PlanRule, typed: &PlanTyped, wrong: &At<'_>, t: Text) -> AnyView {
    let policy = rule.policy();
    let monthly = Rhythm::Monthly { day: 1 };
    let most = [monthly, Rhythm::EveryTwoWeeks, Rhythm::FirstAndFifteenth]
        .map(|rhythm| policy.most_instalments_for(rule.total(), rhythm));
    let most = most.into_iter().max().unwrap_or(1);
    let option = |n: u32| {
        let words = t.count("new-plan-count-option", n as usize, &[]);
        view! { <option value=n.to_string() selected=n.to_string() == typed.count>{words}</option> }
    };
    // What was typed stays, even where it is not offered.
    let known = typed.count.parse().is_ok_and(|count: u32| (1..=most).contains(&count));
    let other = (!known && !typed.count.is_empty()).then(|| {
        view! { <option value=typed.count.clone() selected=true>{typed.count.clone()}</option> }
    });
    let least = least_amount(rule, typed);
    let by_amount = typed.by == "amount";
    view! {
        <fieldset class="choices">
            <legend>{t.t("new-plan-how-much")}</legend>
            <div class="choice">
                <input type="radio" name="by" id="by" value="count" checked=!by_amount/>
                <label for="by">{t.t("new-plan-by-count")}</label>
                <div class="choice-more">
                    <label class="hidden" for="count">{t.t("new-plan-count")}</label>
                    {wrong.line("count")}
                    <select
                        class="input" name="count" id="count" autocomplete="off"
                        aria-describedby="count-error" aria-invalid=wrong.is("count")
                    >
                        {(1..=most).map(option).collect_view()}
                        {other}
                    </select>
                </div>
            </div>
            <div class="choice">
                <input type="radio" name="by" id="by-amount" value="amount" checked=by_amount/>
                <label for="by-amount">{t.t("new-plan-by-amount")}</label>
                <div class="choice-more">
                    <label class="label" for="amount">{t.t("new-plan-amount")}</label>
                    <p class="hint" id="amount-hint">{t.with("new-plan-amount-hint", &[("least", &t.money(least))])}</p>
                    {wrong.line("amount")}
                    <div class="money-field">
                        <span aria-hidden="true">"$"</span>
                        <input
                            class="input" type="text" inputmode="decimal" name="amount" id="amount"
                            autocomplete="off" value=typed.amount.clone()
                            aria-describedby="amount-hint amount-error" aria-invalid=wrong.is("amount")
                        />
                    </div>
                </div>
            </div>
        </fieldset>
    }
    .into_any()
}

/// The least each time, for what is chosen; for everything when nothing can be made of that.
fn least_amount(rule: &PlanRule, typed: &PlanTyped) -> Money {
    let usual = || PlanTyped::usual(rule, &[]).request(rule);
    let request = PlanTyped { by: "count".into(), count: "1".into(), ..typed.clone() }
        .request(rule)
        .or_else(|_| usual());
    request.map_or(rule.smallest, |request| rule.policy().bounds(&request, rule.today()).least)
}

fn when(rule: &PlanRule, typed: &PlanTyped, wrong: &At<'_>, t: Text) -> AnyView {
    let options = RHYTHMS.map(|code| {
        let words = t.t(rhythm_words(code));
        view! { <option value=code selected=code == typed.rhythm>{words}</option> }
    });
    let in_days =
        |days: u16| rule.today().checked_add(time::Duration::days(days.into())).unwrap_or(Date::MAX);
    let (earliest, latest) = (in_days(1), in_days(rule.first_within_days.max(1)));
    let hint = t.with("new-plan-first-hint", &[("earliest", &t.day(earliest)), ("latest", &t.day(latest))]);
    view! {
        <fieldset class="plan-when">
            <legend class="h3">{t.t("new-plan-when")}</legend>
            <div class="field">
                <label for="rhythm">{t.t("new-plan-rhythm")}</label>
                <select class="input" name="rhythm" id="rhythm" autocomplete="off">{options.collect_view()}</select>
            </div>
            <div class="field">
                <label for="first">{t.t("new-plan-first")}</label>
                <p class="hint" id="first-hint">{hint}</p>
                {wrong.line("first")}
                <input
                    class="input w-date" type="date" name="first" id="first" autocomplete="off"
                    value=typed.first.clone() min=earliest.to_string() max=latest.to_string()
                    aria-describedby="first-hint first-error" aria-invalid=wrong.is("first")
                />
            </div>
        </fieldset>
    }
    .into_any()
}

fn rhythm_words(code: &str) -> &'static str {
    match code {
        "month-end" => "new-plan-month-end",
        "two-weeks" => "new-plan-two-weeks",
        "first-fifteenth" => "new-plan-first-fifteenth",
        _ => "new-plan-monthly",
    }
}

/// What is paid at once, where the practice asks for it.
fn down(rule: &PlanRule, typed: &PlanTyped, wrong: &At<'_>, t: Text) -> Option<AnyView> {
    if rule.down_percent == 0 {
        return None;
    }
    let chosen = typed.request(rule).map_or(rule.total(), |request| request.owed());
    let least = t.money(rule.policy().least_down(chosen));
    Some(
        view! {
            <div class="field">
                <label for="down">{t.t("new-plan-down")}</label>
                <p class="hint" id="down-hint">{t.with("new-plan-down-hint", &[("least", &least)])}</p>
                {wrong.line("down")}
                <div class="money-field">
                    <span aria-hidden="true">"$"</span>
                    <input
                        class="input" type="text" inputmode="decimal" name="down" id="down" autocomplete="off"
                        value=typed.down.clone() aria-describedby="down-hint down-error" aria-invalid=wrong.is("down")
                    />
                </div>
            </div>
        }
        .into_any(),
    )
}

/// Which balances: all of them, unless somebody unfolds it.
fn what_for(page: &PlanNewPage, wrong: &At<'_>, t: Text) -> AnyView {
    let total = t.money(page.rule.total());
    if let [only] = page.dues.as_slice() {
        let said = t.with("new-plan-for-one", &[("visit", &only.title), ("amount", &total)]);
        return view! {
            <div>
                {wrong.line("visit")}
                <input type="hidden" name="visit" id="visit" value=only.visit.to_string()/>
                <p>{said}<span class="soft block">{detail(only, t)}</span></p>
            </div>
        }
        .into_any();
    }
    let ticks = page.dues.iter().enumerate().map(|(n, due)| {
        let id = if n == 0 { "visit".to_owned() } else { format!("visit-{n}") };
        let value = due.visit.to_string();
        view! {
            <div class="tick">
                <input type="checkbox" name="visit" id=id.clone() value=value.clone() checked=page.typed.visits.contains(&value)/>
                <label for=id>
                    <span class="tick-words">{due.title.clone()}<span class="soft">{detail(due, t)}</span></span>
                    <span class="num">{t.money(due.amount)}</span>
                </label>
            </div>
        }
    });
    let all = page.typed.visits.len() == page.dues.len() && wrong.is("visit").is_none();
    view! {
        <details class="folded plan-for" open=!all>
            <summary>{t.with("new-plan-for", &[("amount", &total)])}</summary>
            <fieldset class="ticks">
                <legend class="hidden">{t.t("new-plan-leave-out")}</legend>
                {wrong.line("visit")}
                {ticks.collect_view()}
            </fieldset>
        </details>
    }
    .into_any()
}

/// `October 14 · for Leo`.
fn detail(due: &PayDue, t: Text) -> String {
    format!("{}\u{a0}· {}", t.day(due.date), for_whom(&due.patient_name, false, t))
}

fn kept(kept: &[PlanKept], t: Text) -> Option<AnyView> {
    if kept.is_empty() {
        return None;
    }
    let line = |one: &PlanKept| {
        let why = match one.why {
            KeptOut::InPlan => "new-plan-kept-in-plan",
            KeptOut::Disputed => "new-plan-kept-disputed",
            KeptOut::Assistance => "new-plan-kept-assistance",
            KeptOut::Placed => "new-plan-kept-placed",
        };
        view! {
            <li class="row">
                <div>
                    {one.due.title.clone()}<span class="soft block">{detail(&one.due, t)}</span>
                    <span class="soft block">{t.t(why)}</span>
                </div>
                <span class="num">{t.money(one.due.amount)}</span>
            </li>
        }
    };
    Some(
        view! {
            <section aria-labelledby="kept" class="plan-kept">
                <h2 id="kept">{t.t("new-plan-kept")}</h2>
                <ul class="card card-rows rows" role="list">{kept.iter().map(line).collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

/// The chosen balances on the review.
fn chosen(dues: &[PayDue], t: Text) -> AnyView {
    let line = |due: &PayDue| {
        view! {
            <li class="row">
                <div>{due.title.clone()}<span class="soft block">{detail(due, t)}</span></div>
                <span class="num">{t.money(due.amount)}</span>
            </li>
        }
    };
    view! { <ul class="card card-rows rows" role="list">{dues.iter().map(line).collect_view()}</ul> }
        .into_any()
}

/// A form's choice in hidden fields.
fn hidden(typed: &PlanTyped) -> AnyView {
    let field =
        |(name, value): (&'static str, String)| view! { <input type="hidden" name=name value=value/> };
    typed.fields().into_iter().map(field).collect_view().into_any()
}
