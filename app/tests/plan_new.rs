//! What a person would notice who sets a payment plan up.
#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../examples/gallery/all.rs"]
mod all;
#[path = "../examples/gallery/fixtures.rs"]
mod fixtures;
mod reading;

use app::islands::plan_choice::PlanTyped;
use app::islands::plan_words::{PlanWords, SAID};
use app::model::{PlanNewPage, PlanReviewPage};
use app::{Lang, Text, pages};
use domain::Money;
use domain::plan::{Instalment, Policy};
use fixtures as f;
use reading::{amounts, between, words};
use time::macros::date;

fn calculator(page: &PlanNewPage) -> String {
    pages::plan_new(&f::ctx(Lang::En, "/plans/new"), page)
}

fn named<T>(all: Vec<(&'static str, T)>, wanted: &str) -> T {
    all.into_iter().find(|(name, _)| *name == wanted).unwrap().1
}

fn typed(change: fn(&mut PlanTyped)) -> PlanNewPage {
    let mut page = f::plan_new_page();
    change(&mut page.typed);
    PlanNewPage { tried: true, ..page }
}

#[test]
fn the_calculator_opens_on_the_smallest_payments_that_are_offered_and_they_add_up() {
    let html = calculator(&f::plan_new_page());
    let text = words(&html);
    assert!(text.contains("You owe $184.20. Choose what fits you. No interest and no fees."), "{text}");
    assert!(text.contains("4 payments of $46.05"), "{text}");
    assert!(text.contains("The first on December 24, the last on March 24, 2027."), "{text}");
    let schedule = between(&html, "<table", "</table>");
    let rows: Vec<Vec<Money>> = schedule.split("<tr>").skip(2).map(|row| amounts(&words(row))).collect();
    assert_eq!(rows.len(), 4);
    let sum: Money = rows.iter().map(|row| row[0]).sum();
    assert_eq!(
        (sum, rows[0][1], rows[3][1]),
        (Money::from_cents(18_420), Money::from_cents(13_815), Money::ZERO)
    );
}

#[test]
fn what_cannot_be_had_says_at_its_field_what_can() {
    let text = |page: &PlanNewPage| words(&calculator(page));
    let small = typed(|typed| {
        typed.by = "amount".into();
        typed.amount = "12".into();
    });
    assert!(text(&small).contains("Error: Please choose $46.05 or more each time."), "{}", text(&small));
    let many = typed(|typed| typed.count = "9".into());
    let said = "Please choose at most 4 payments, so that each is $25.00 or more.";
    assert!(text(&many).contains(said), "{}", text(&many));
    let late = typed(|typed| typed.first = "2027-09-01".into());
    let said = "Please choose a day from November 25 to January 8, 2027.";
    assert!(text(&late).contains(said), "{}", text(&late));
    let none = typed(|typed| typed.visits.clear());
    assert!(text(&none).contains("Please choose what you want to pay."), "{}", text(&none));
    for (page, field) in [(small, "amount"), (many, "count"), (late, "first"), (none, "visit")] {
        let html = calculator(&page);
        assert!(html.contains(&format!("href=\"#{field}\"")), "{field}");
        assert!(html.contains(&format!("id=\"{field}\"")), "{field}");
        assert!(words(&html).contains("Change something to see a plan that works."), "{field}");
    }
}

#[test]
fn a_plan_begins_on_the_first_pay_day_from_the_chosen_day_on() {
    let firsts = |rhythm: &str, from: &str| {
        let page = f::plan_new_page();
        let typed = PlanTyped { rhythm: rhythm.into(), first: from.into(), count: "3".into(), ..page.typed };
        let drawn = typed.drawn(&page.rule).unwrap();
        drawn.iter().map(|one| one.due).collect::<Vec<_>>()
    };
    let fifteenth = [date!(2026 - 12 - 15), date!(2027 - 01 - 01), date!(2027 - 01 - 15)];
    assert_eq!(firsts("first-fifteenth", "2026-12-03"), fifteenth);
    let ends = [date!(2026 - 12 - 31), date!(2027 - 01 - 31), date!(2027 - 02 - 28)];
    assert_eq!(firsts("month-end", "2026-12-03"), ends);
    let weeks = [date!(2026 - 12 - 03), date!(2026 - 12 - 17), date!(2026 - 12 - 31)];
    assert_eq!(firsts("two-weeks", "2026-12-03"), weeks);
    let days = [date!(2026 - 12 - 03), date!(2027 - 01 - 03), date!(2027 - 02 - 03)];
    assert_eq!(firsts("monthly", "2026-12-03"), days);
}

#[test]
fn the_browser_writes_days_and_sums_as_the_server_does() {
    for lang in Lang::ALL {
        let t = Text::new(lang, f::TODAY);
        let page = pages::plan_new(&f::ctx(lang, "/plans/new"), &f::plan_new_page());
        let props = between(&page, "data-props=\"", "\"").replace("&quot;", "\"").replace("&amp;", "&");
        // Every sentence has its words, in this language, and its values.
        let months: Vec<String> = (1..=12)
            .map(|month| {
                t.month(time::Date::from_calendar_date(2026, month.try_into().unwrap(), 1).unwrap())
                    .to_owned()
            })
            .collect();
        for month in &months {
            assert!(props.contains(month.as_str()), "{month}");
        }
        let said = SAID.iter().map(|id| {
            let names = ["day", "month", "year"].map(|name| (name, format!("{{{name}}}")));
            t.with(id, &names.each_ref().map(|(name, value)| (*name, value.as_str())))
        });
        let words = PlanWords { said: said.collect(), months, year: 2026 };
        for day in
            [date!(2026 - 11 - 24), date!(2027 - 01 - 31), date!(2026 - 05 - 01), date!(2028 - 02 - 29)]
        {
            assert_eq!(words.day(day), t.day(day));
        }
    }
}

#[test]
fn what_is_kept_out_is_named_with_why() {
    let text = words(&calculator(&named(f::plans_new(), "plan-new-kept")));
    for why in [
        "It is in a payment plan already.",
        "You asked about it.",
        "We are looking at help with the cost.",
        "Please call us about this one.",
    ] {
        assert!(text.contains(why), "{text}");
    }
}

#[test]
fn no_sentence_is_left_with_a_hole_in_it() {
    let ours = |name: &str| ["plan-new", "review", "method"].iter().any(|page| name.starts_with(page));
    let mut read = 0;
    for (name, html) in Lang::ALL.into_iter().flat_map(all::all).filter(|(name, _)| ours(name)) {
        let text = words(html.split("<script").next().unwrap());
        assert!(!text.contains('{') && !text.contains("Unknown localization"), "{name}: {text}");
        read += 1;
    }
    assert!(read >= 40, "only {read} pages");
}

#[test]
fn too_little_for_a_plan_is_paid_instead() {
    let html = calculator(&named(f::plans_new(), "plan-new-little"));
    let text = words(&html);
    assert!(text.contains("From $500.00 a bill can be paid over time. You owe $55.80."), "{text}");
    assert!(
        html.contains("href=\"/pay\"")
            && !html.contains("leptos-island")
            && !html.contains("<form method=\"post\" action=\"/plans")
    );
}

fn review(page: &PlanReviewPage, lang: Lang) -> String {
    pages::plan_review(&f::ctx(lang, "/plans/new"), page)
}

#[test]
fn what_is_signed_is_word_by_word_what_the_review_shows() {
    for (name, page) in f::plan_reviews() {
        for lang in Lang::ALL {
            let practice = f::ctx(lang, "/").practice.unwrap();
            let agreement = pages::plan_agreement(lang, &practice, &page.offer);
            let shown = words(&review(&page, lang));
            let kept = agreement.opening.iter().chain(&agreement.terms).chain([&agreement.authorisation]);
            for sentence in kept {
                assert!(shown.contains(sentence.as_str()), "{name}: {sentence}\n{shown}");
            }
            let figures: Vec<Money> = agreement.schedule.iter().flat_map(|line| amounts(line)).collect();
            let signed: Vec<Money> = page.offer.instalments.iter().map(Instalment::amount).collect();
            assert_eq!(figures, signed, "{name}");
            assert_eq!(agreement.disclosure.is_empty(), page.offer.disclosure.is_none(), "{name}");
            let text = agreement.text();
            assert!(
                text.contains(&agreement.schedule.join("\n"))
                    && text.contains(&agreement.disclosure.join("\n"))
            );
        }
    }
}

#[test]
fn a_finance_charge_or_a_fifth_payment_brings_the_federal_box_and_four_do_not() {
    let text = |name: &str| words(&review(&named(f::plan_reviews(), name), Lang::En));
    assert!(!text("review").contains("Truth in Lending"));
    let free = text("review-federal");
    assert!(
        free.contains("Annual percentage rate 0.00 %") && free.contains("Finance charge $0.00"),
        "{free}"
    );
    assert!(free.contains("Amount financed and total of payments"), "{free}");
    assert!(free.contains("Prepayment: if you pay early, you pay no penalty."), "{free}");
    assert!(free.contains("Creditor: Riverside Family Medicine."), "{free}");
    let dear = named(f::plan_reviews(), "review-dear");
    let one = dear.offer.disclosure.clone().unwrap();
    assert!(one.finance_charge.is_positive());
    let dear = text("review-dear");
    for figure in [
        format!("Annual percentage rate {}", one.apr),
        format!("Finance charge ${}", one.finance_charge),
        format!("Amount financed ${}", one.amount_financed),
        format!("Total of payments ${}", one.total_of_payments),
        "Late payment: $5.00 when a payment is 10 days late.".to_owned(),
    ] {
        assert!(dear.contains(&figure), "{figure}\n{dear}");
    }
    assert!(!dear.contains("There is no interest"), "{dear}");
}

#[test]
fn nothing_is_ticked_or_chosen_for_the_patient_but_the_limit_fits() {
    let html = review(&named(f::plan_reviews(), "review"), Lang::En);
    let form = between(&html, "action=\"/plans/sign\"", "</form>");
    assert!(!form.contains(" checked"), "{form}");
    assert!(form.contains("name=\"cap\"") && form.contains("value=\"46.05\""), "{form}");
    for name in ["press", "seen", "owed", "language", "visit", "by", "count", "rhythm", "first"] {
        assert!(form.contains(&format!("name=\"{name}\"")), "{name}");
    }
}

/// Whoever changes a sentence of the agreement raises [`pages::TERMS_VERSION`] and writes the
/// new length and sum here.
#[test]
fn the_words_of_the_agreement_are_those_of_its_version() {
    let page = named(f::plan_reviews(), "review-dear");
    let dear = page.offer;
    let usual = named(f::plan_reviews(), "review").offer;
    let mut all = String::new();
    for lang in Lang::ALL {
        let practice = f::ctx(lang, "/").practice.unwrap();
        for offer in [&dear, &usual] {
            let agreement = pages::plan_agreement(lang, &practice, offer);
            all.push_str(&agreement.text());
            all.push_str(&agreement.authorisation);
        }
    }
    // FNV-1a: enough to notice a change.
    let sum = all
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let known = ("2026-11b", 8_188, "425d12196e853d15".to_owned());
    assert_eq!((pages::TERMS_VERSION, all.len(), format!("{sum:016x}")), known);
}

#[test]
fn where_a_plan_is_offered_it_stands_beside_paying() {
    let offered = |html: &str| html.contains("href=\"/plans/new");
    let ctx = |path: &str| f::ctx(Lang::En, path);
    let (_, home) = f::homes().swap_remove(0);
    assert!(offered(&pages::home(&ctx("/home"), &home)));
    let not = app::model::HomePage { over_time: false, ..home };
    assert!(!offered(&pages::home(&ctx("/home"), &not)));
    assert!(offered(&pages::visit(&ctx("/visits/1"), &f::office())));
    assert!(offered(&pages::pay(&ctx("/pay"), &f::pay_page(&[f::office()]))));
    let stated = f::statements().swap_remove(0).1;
    assert!(offered(&pages::statement(&ctx("/statements/412"), &stated)));
    let asked = app::model::StatementPage { over_time: false, ..stated };
    let html = pages::statement(&ctx("/statements/412"), &asked);
    assert!(!offered(&html) && words(&html).contains("Please ask us."));
}

#[test]
fn the_usual_choice_of_any_policy_can_be_signed() {
    for policy in [Policy::usual(f::TODAY), f::long()] {
        for visits in [vec![f::office()], vec![f::office(), f::blood()], vec![f::unpaid()]] {
            let page = f::plan_new_of(&policy, &visits);
            let drawn = page.typed.drawn(&page.rule).unwrap();
            assert_eq!(f::offer_of(&policy, &page).instalments, drawn);
        }
    }
}
