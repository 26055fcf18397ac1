//! What a person would notice on the rendered pages.
#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../examples/gallery/all.rs"]
mod all;
#[path = "../examples/gallery/fixtures.rs"]
mod fixtures;
mod reading;

use app::model::{PayChoice, PayPage};
use app::{FormState, Lang, pages};
use domain::Money;
use fixtures as f;
use reading::{amounts, between, words};

#[test]
fn the_steps_of_a_visit_add_up_to_the_share() {
    for (name, page) in f::visits() {
        let html = pages::visit(&f::ctx(Lang::En, "/visits/1"), &page);
        let steps = between(&html, "class=\"steps\">", "<li class=\"step step-share\"");
        let left: Money = amounts(&words(steps)).into_iter().sum();
        let share = between(&html, "<li class=\"step step-share\">", "</li>");
        assert_eq!(Some(&left), amounts(&words(share)).first(), "{name}");
        let whys: Money = share
            .split("class=\"why\">")
            .skip(1)
            .filter_map(|why| amounts(&words(why)).first().copied())
            .sum();
        assert_eq!(left, whys, "{name}: the reasons");
    }
}

#[test]
fn the_bar_on_the_home_page_adds_up_to_the_charge() {
    let (_, home) = f::homes().swap_remove(0);
    let html = pages::home(&f::ctx(Lang::Es, "/home"), &home);
    let bars: Vec<Money> = html
        .split("<ul role=\"list\" class=\"legend\">")
        .skip(1)
        .map(|legend| amounts(&words(legend.split("</ul>").next().unwrap())).into_iter().sum())
        .collect();
    let charged: Vec<Money> =
        home.visits.iter().filter(|card| card.due.is_positive()).map(|card| card.breakdown.charged).collect();
    assert_eq!(bars, charged);
}

#[test]
fn every_line_adds_up_to_its_share() {
    let html = pages::visit(&f::ctx(Lang::En, "/visits/1"), &f::partly_paid());
    let entries = between(&html, "class=\"entries\">", "</ol>");
    let (shares, others): (Vec<&str>, Vec<&str>) =
        entries.split("<li").skip(1).partition(|entry| entry.contains("Your share"));
    let sum = |entries: Vec<&str>| -> Money {
        entries.iter().flat_map(|entry| amounts(&words(entry.split_once('>').unwrap().1))).sum()
    };
    let share = sum(shares);
    assert_eq!(share, Money::from_cents(24_000));
    assert_eq!(sum(others), share);
}

#[test]
fn a_refused_claim_says_that_nothing_is_due() {
    let en = words(&pages::visit(&f::ctx(Lang::En, "/visits/1"), &f::refused()));
    assert!(en.contains("Your insurer asked for more information"), "{en}");
    assert!(en.contains("Nothing of this is due."), "{en}");
    assert!(en.contains("Your share $0.00"), "{en}");
    assert!(!en.contains("Pay $"), "{en}");
    let es = words(&pages::visit(&f::ctx(Lang::Es, "/visits/1"), &f::refused()));
    assert!(es.contains("No debe nada de esto."), "{es}");
}

#[test]
fn what_is_with_insurance_is_never_asked_for() {
    let (_, home) = f::homes().into_iter().find(|(name, _)| *name == "home-insurance").unwrap();
    let text = words(&pages::home(&f::ctx(Lang::En, "/home"), &home));
    assert!(text.contains("Nothing to pay now."), "{text}");
    assert!(text.contains("$1,240.00 is with Blue Cross."), "{text}");
    assert!(!text.contains("Pay $") && !text.contains("You owe, after"), "{text}");
}

#[test]
fn a_cent_is_owed_kindly_and_asked_for_by_no_card_and_no_day() {
    let (_, home) = f::homes().into_iter().find(|(name, _)| *name == "home-cent").unwrap();
    let html = pages::home(&f::ctx(Lang::En, "/home"), &home);
    assert!(words(&html).contains("together with your next visit, or by phone"));
    assert!(!html.contains("href=\"/pay\"") && !html.contains("please pay by"));
    let pay = pages::pay(&f::ctx(Lang::En, "/pay"), &f::pay_page(&[f::cent()]));
    assert!(!pay.contains("action=\"/pay\"") && !pay.contains("leptos-island"));
}

#[test]
fn no_page_carries_inline_style_or_a_script_without_the_nonce() {
    for (name, html) in Lang::ALL.into_iter().flat_map(all::all) {
        assert!(!html.contains(" style=\""), "{name}");
        for script in html.split("<script").skip(1) {
            assert!(script.split('>').next().unwrap().contains("nonce=\"n0nce\""), "{name}");
        }
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"), "{name}");
    }
}

#[test]
fn only_a_page_with_an_island_loads_its_code() {
    for (name, html) in all::all(Lang::En) {
        let island = html.contains("<leptos-island");
        assert_eq!(island, html.contains("app.wasm"), "{name}");
        assert_eq!(island, html.contains("app.js"), "{name}");
        assert_eq!(
            island,
            ["pay", "pay-visits", "pay-error", "pay-one"].contains(&&*name)
                || (name.starts_with("plan-new") && name != "plan-new-little"),
            "{name}"
        );
    }
}

#[test]
fn every_page_has_one_heading_a_language_and_a_title_without_a_person() {
    for lang in Lang::ALL {
        for (name, html) in all::all(lang) {
            assert_eq!(html.matches("<h1").count(), 1, "{name}");
            assert!(html.contains(&format!("<html lang=\"{}\"", lang.code())), "{name}");
            let title = between(&html, "<title>", "</title>");
            assert!(!title.is_empty() && !title.contains(['$', '@']), "{name}: {title}");
            for person in ["Maria", "Leo", "Alvarez", "Blue Cross", "MRI"] {
                assert!(!title.contains(person), "{name}: {title}");
            }
            assert_eq!(html.matches("<table").count(), html.matches("<tbody").count(), "{name}");
        }
    }
}

#[test]
fn typed_values_come_back_escaped_and_passwords_do_not() {
    let html = pages::register(&f::ctx(Lang::En, "/register"), &f::register_wrong());
    assert!(
        html.contains("value=\"A-20418 &quot;&lt;script&gt;")
            || html.contains("value=\"A-20418 &quot;<script>"),
        "{html}"
    );
    assert!(html.contains("value=\"maria@example.com\"") && html.contains("value=\"1984\""));
    assert!(!html.contains("hunter2"), "a password came back");
    let pay = pages::pay(&f::ctx(Lang::En, "/pay"), &f::pays().swap_remove(2).1);
    assert!(pay.contains("value=\"500&lt;b&gt;\"") || pay.contains("value=\"500<b>\""), "{pay}");
    assert!(!pay.contains(">500<b>"), "{pay}");
}

#[test]
fn an_error_is_told_at_the_top_and_at_its_field() {
    let html = pages::register(&f::ctx(Lang::En, "/register"), &f::register_wrong());
    let summary = between(&html, "role=\"alert\"", "</div>");
    assert!(
        summary.contains("href=\"#birth_date_month\"") && summary.contains("href=\"#password\""),
        "{summary}"
    );
    assert!(
        html.contains("id=\"password-error\"")
            && html.contains("aria-describedby=\"password-hint password-error\"")
    );
    assert!(summary.find("birth_date").unwrap() < summary.find("#password").unwrap(), "the page's own order");
}

#[test]
fn every_described_by_and_label_points_at_something() {
    for (name, html) in all::all(Lang::En) {
        for attribute in [" for=\"", " aria-labelledby=\"", " aria-describedby=\"", " href=\"#"] {
            for value in html.split(attribute).skip(1) {
                for id in value.split('"').next().unwrap().split(' ') {
                    assert!(html.contains(&format!("id=\"{id}\"")), "{name}: nothing is called {id}");
                }
            }
        }
    }
}

#[test]
fn the_pay_page_opens_on_what_was_asked_for() {
    let page = PayPage {
        choice: PayChoice::Visits(vec![f::visit_id(2)]),
        ..f::pay_page(&[f::office(), f::blood()])
    };
    let html = pages::pay(&f::ctx(Lang::En, "/pay"), &page);
    let input = |id: &str| {
        let at = html.find(&format!("id=\"{id}\"")).unwrap();
        let start = html[..at].rfind("<input").unwrap();
        html[start..].split('>').next().unwrap().to_owned()
    };
    assert!(input("choice-visits").contains("checked"));
    assert!(!input("choice").contains("checked"));
    assert!(!input("visit").contains("checked") && input("visit-1").contains("checked"));
    assert!(html.contains("name=\"press\"") && html.contains("value=\"press-1\""));
}

#[test]
fn a_server_error_about_an_amount_names_the_amount() {
    let page = PayPage {
        choice: PayChoice::Amount("0.50".into()),
        form: FormState::wrong("amount", "error-amount-least"),
        ..f::pay_page(&[f::office()])
    };
    let html = pages::pay(&f::ctx(Lang::En, "/pay"), &page);
    assert!(words(&html).contains("Please enter at least $1.00."));
    assert!(html.contains("href=\"#amount\""));
}

#[test]
fn a_receipt_adds_up_and_says_what_is_left() {
    let html = pages::receipt(&f::ctx(Lang::En, "/receipts/1"), &f::receipt(true));
    let parts: Money = amounts(&words(between(&html, "<tbody>", "</tbody>"))).into_iter().sum();
    assert_eq!(amounts(&words(between(&html, "<tfoot>", "</tfoot>"))), [parts]);
    let text = words(&html);
    assert!(
        text.contains("Thank you. You paid $150.00.") && text.contains("You still owe $34.20."),
        "{text}"
    );
}

#[test]
fn spanish_pages_say_no_english() {
    let english = [
        "Please ", "You ", "Your ", "Sign in", "Nothing", "visits", "Help", "Settings", "Today", " the ",
        "Paid ",
    ];
    // What the practice, the insurer and the import wrote stays as they wrote it.
    let theirs = [
        "Your payment receipt is ready",
        "Thank you.",
        "See the receipt:",
        "Ultrasound of the belly",
        "MRI of the knee",
        "the claim's charges",
        "The hospital charges for the room beside the doctor’s own bill. That is this line.",
        "it leaves less than nothing with the insurer",
        "Asked Larkspur for the right number.",
        "I have a new card since August. Here is a photo of it.",
        "Do you have the ticket?",
        "asked the lab",
        "Lost the job in October, told Nadia at the desk.",
        "Leo turned 18 in July and signed for himself at the desk.",
        "Prefers to be called after 5 pm. Brought the decree in person.",
        "You were right, and we are sorry.",
        "We corrected the code.",
        "asked for the new one",
        "We ask for another look at the decision on this claim.",
    ];
    for (name, html) in all::all(Lang::Es) {
        let mut text = words(&html);
        for their in theirs {
            text = text.replace(their, "");
        }
        for word in english {
            assert!(!text.contains(word), "{name}: “{word}” in {text}");
        }
        assert!(!text.contains("Unknown localization"), "{name}: {text}");
    }
}

#[test]
fn nothing_pretends_to_be_online_in_help() {
    let html = pages::help(
        &f::ctx(Lang::En, "/help"),
        &app::model::HelpPage { about: Some(app::model::About::Afford), guest: false },
    );
    assert!(
        html.contains("href=\"tel:5550100142\"")
            && html.contains("href=\"mailto:billing@riverside.example\"")
    );
    assert!(!between(&html, "<main", "</main>").contains("<form"));
}

#[test]
fn the_letter_box_links_only_web_addresses() {
    let mut page = f::outbox();
    page.messages[0].body_text.push_str("javascript:alert(1) <img src=x> ");
    let html = pages::outbox(&f::ctx(Lang::En, "/outbox"), &page);
    assert!(html.contains("href=\"http://127.0.0.1:3000/receipts/"));
    assert!(!html.contains("href=\"javascript") && !html.contains("<img"));
}

#[test]
fn help_in_fifteen_languages_is_named_on_every_page_and_said_on_one() {
    let ctx = f::ctx(Lang::En, "/languages");
    let phone = ctx.practice.clone().unwrap().phone.unwrap();
    let html = pages::languages(&ctx);
    for notice in &domain::languages::NOTICES {
        let dir = if matches!(notice.tag, "ar" | "fa") { "rtl" } else { "ltr" };
        let section =
            between(&html, &format!("<section lang=\"{}\" dir=\"{dir}\">", notice.tag), "</section>");
        assert!(section.contains(notice.name) && section.contains(notice.free), "{section}");
        assert!(section.contains(&phone), "{section}");
    }
    let unknown = pages::languages(&app::Ctx { practice: None, user: None, ..ctx });
    assert!(unknown.contains(domain::languages::NOTICES[0].free) && !unknown.contains(&phone));
    let home = pages::home(&f::ctx(Lang::Es, "/home"), &f::homes().swap_remove(0).1);
    let named = between(&home, "class=\"footer-languages\">", "</a>");
    assert_eq!(named.matches("<li lang=").count(), 15, "{named}");
}
