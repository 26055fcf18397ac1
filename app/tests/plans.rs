//! What a patient would notice on the pages of a payment plan that runs.
#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../examples/gallery/all.rs"]
mod all;
#[path = "../examples/gallery/fixtures.rs"]
mod fixtures;
mod reading;

use app::model::{PlanPage, PlanStands};
use app::{Lang, pages};
use domain::Money;
use fixtures as f;
use reading::{amounts, between, words};

fn named(name: &str) -> PlanPage {
    f::plan_pages().into_iter().find(|(known, _)| *known == name).unwrap().1
}

fn shown(page: &PlanPage) -> String {
    pages::plan(&f::ctx(Lang::En, "/plans/1"), page)
}

#[test]
fn every_state_says_one_sentence_and_has_one_way_through_at_most() {
    let mut said = Vec::new();
    for (name, html) in all::all(Lang::En).into_iter().filter(|(name, _)| name.starts_with("plan")) {
        assert!(html.matches("button primary").count() <= 1, "{name}");
        assert!(!html.contains("myplan-"), "{name}: a message has no words");
    }
    for (name, page) in f::plan_pages() {
        let html = shown(&page);
        let lead = words(between(&html, "<p class=\"lead\">", "</p>"));
        assert!(lead.trim().len() > 20, "{name}: {lead}");
        said.push((page.card.stands, lead));
    }
    let states = [PlanStands::Behind, PlanStands::Confirm, PlanStands::Declined, PlanStands::Look];
    for state in states {
        assert!(said.iter().any(|(stands, _)| *stands == state), "{state:?} is in no picture");
    }
}

#[test]
fn a_schedule_adds_up_to_what_is_paid_and_left() {
    for (name, page) in f::plan_pages() {
        let html = shown(&page);
        let Some((_, table)) = html.split_once("<table class=\"schedule\"") else { continue };
        let rows = table.split("</table>").next().unwrap().split("<tr").skip(2);
        let sum: Money = rows.filter_map(|row| amounts(&words(row)).into_iter().rev().nth(1)).sum();
        assert_eq!(sum, page.card.paid + page.card.left, "{name}");
    }
}

#[test]
fn a_plan_that_is_taken_asks_for_nothing_and_one_paid_by_hand_for_its_payment() {
    let taken = shown(&named("plan"));
    assert!(words(&taken).contains("We take it from Visa 4242 on that day. You do not have to do anything."));
    assert!(!taken.contains("button primary"));
    let by_hand = shown(&named("plan-by-hand"));
    assert!(words(between(&by_hand, "button primary", "</a>")).contains("$43.90"));
}

#[test]
fn who_helps_sees_no_card_no_history_and_nothing_to_change() {
    let html = shown(&named("plan-helper"));
    let text = words(&html);
    for hidden in ["4242", "What has happened", "Change your plan", "PDF", "/change/", "/join", "/method"] {
        assert!(!text.contains(hidden) && !html.contains(hidden), "{hidden}");
    }
    assert!(html.contains("/plans/00000000-0000-0000-0000-000000000001/pay\""), "they may pay");
}

#[test]
fn consent_is_asked_for_only_when_a_change_is_worse() {
    for (name, page) in f::plan_changes() {
        let html = pages::plan_change(&f::ctx(Lang::En, "/plans/1"), &page);
        assert_eq!(html.contains("name=\"agree\""), !page.worse.is_empty(), "{name}");
        assert!(html.contains("name=\"seen\" value=\"4\""), "{name}: what is changed is what was seen");
        assert_eq!(html.contains("After this"), page.now != page.then, "{name}");
    }
}

#[test]
fn what_a_plan_pays_is_not_asked_for_on_the_home_page() {
    for (name, home) in f::homes().into_iter().filter(|(name, _)| name.starts_with("home-plan")) {
        let html = pages::home(&f::ctx(Lang::En, "/home"), &home);
        assert_eq!(html.contains("href=\"/pay\""), name == "home-plan-beside", "{name}");
        assert!(html.contains("/plans/00000000-0000-0000-0000-000000000001\""), "{name}");
    }
    let (_, beside) = f::homes().into_iter().find(|(name, _)| *name == "home-plan-beside").unwrap();
    let html = pages::home(&f::ctx(Lang::En, "/home"), &beside);
    let owed = words(between(&html, "hero-amount num\">", "</span>"));
    assert_eq!(amounts(&owed), [f::blood().card.due]);
}
