//! Statements and history: what a patient or an auditor would notice.
#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../examples/gallery/all.rs"]
mod all;
#[path = "../examples/gallery/fixtures.rs"]
mod fixtures;
mod reading;

use app::model::*;
use app::{Ctx, FormState, Lang, pages};
use domain::Money;
use fixtures as f;
use reading::{amounts, between, words};

fn ctx(path: &str) -> Ctx {
    f::ctx(Lang::En, path)
}

fn named<T>(all: Vec<(&'static str, T)>, name: &str) -> T {
    all.into_iter().find(|(known, _)| *known == name).unwrap().1
}

fn statement(name: &str) -> StatementPage {
    named(f::statements(), name)
}

fn read(page: &StatementPage) -> String {
    pages::statement(&ctx("/statements/412"), page)
}

/// The amounts of a table's body, and the one of its foot.
fn sums(table: &str) -> (Vec<Money>, Money) {
    let body = amounts(&words(between(table, "<tbody>", "</tbody>")));
    let foot = amounts(&words(between(table, "<tfoot>", "</tfoot>")));
    assert_eq!(foot.len(), 1, "{table}");
    (body, foot[0])
}

fn total<'a>(amounts: impl IntoIterator<Item = &'a Money>) -> Money {
    amounts.into_iter().copied().sum()
}

#[test]
fn every_visit_adds_up_from_the_charge_to_what_is_owed() {
    for (name, page) in f::statements() {
        let html = read(&page);
        let mut open = Money::ZERO;
        for card in html.split("<article").skip(1) {
            let table = between(card, "class=\"sums\"", "</table>");
            let (_, foot) = sums(table);
            let (before, after) = between(table, "<tbody>", "</tbody>").split_once("sums-part").unwrap();
            let after = amounts(&words(after.split_once('>').unwrap().1));
            let (share, paid) = after.split_first().unwrap();
            assert_eq!(total(&amounts(&words(before))), *share, "{name}: to the share");
            let left = *share + total(paid);
            assert_eq!(left.abs(), foot, "{name}: what is left");
            open += left;
        }
        let said = page.statement.due + page.statement.on_its_way - page.statement.credit;
        assert_eq!(open, said, "{name}: together");
    }
}

#[test]
fn what_changed_adds_up_to_what_is_due() {
    let mut seen = 0;
    for (name, page) in f::statements().into_iter().filter(|(_, page)| page.statement.since.is_some()) {
        let (body, foot) = sums(between(&read(&page), "id=\"since\"", "</table>"));
        assert_eq!(total(&body), foot, "{name}");
        assert_eq!(foot, page.statement.due, "{name}");
        seen += 1;
    }
    assert!(seen > 3);
}

#[test]
fn the_reasons_of_a_line_add_up_to_its_part() {
    let html = read(&statement("statement-crowd"));
    let lines: Vec<&str> = html.split("<details class=\"line line-plain\"").skip(1).collect();
    assert!(lines.len() > 10, "{}", lines.len());
    for line in lines {
        let line = line.split("</details>").next().unwrap();
        let share = amounts(&words(between(line, "<summary>", "</summary>")));
        let steps = amounts(&words(between(line, "class=\"entries\">", "</ol>")));
        let whys: Money = line
            .split("class=\"why\">")
            .skip(1)
            .filter_map(|why| amounts(&words(why)).first().copied())
            .sum();
        assert_eq!([whys], share[..], "{line}");
        let (last, before) = steps.split_last().unwrap();
        assert_eq!(total(before), *last, "{line}");
    }
}

#[test]
fn a_statement_that_was_paid_says_so_and_still_says_what_it_said() {
    let text = words(&read(&statement("statement-paid")));
    assert!(text.contains("This is settled. Thank you."), "{text}");
    assert!(text.contains("This statement asked for $324.20"), "{text}");
    assert!(!text.contains("Pay $") && !text.contains("Please pay by December 11."), "{text}");
}

#[test]
fn only_what_is_left_of_a_statement_is_asked_for() {
    let text = words(&read(&statement("statement-partly")));
    assert!(text.contains("Of this statement, $42.00 is still due."), "{text}");
    assert!(text.contains("You owe, after insurance $324.20"), "{text}");
    assert!(text.contains("Pay $42.00") && !text.contains("Pay $324.20"), "{text}");
}

#[test]
fn a_replaced_statement_asks_for_nothing_and_leads_to_the_other() {
    let page = statement("statement-replaced");
    let html = read(&page);
    assert!(html.contains(&format!("href=\"/statements/{}\"", page.corrected_by.as_ref().unwrap().id)));
    assert!(!html.contains("href=\"/pay\""), "{html}");
    let staff = f::staff_statement(page);
    let html = pages::staff::statement(&ctx("/staff/accounts/1/statements/412"), &staff);
    assert!(html.contains(&format!("href=\"/staff/accounts/{}/statements/", staff.guarantor)));
    assert!(!html.contains("href=\"/statements/"), "{html}");
    let corrects = words(&read(&statement("statement-corrects")));
    assert!(corrects.contains("This takes the place of statement S-000411."), "{corrects}");
}

#[test]
fn what_waits_for_an_insurer_stands_apart_and_is_never_asked_for() {
    let html = read(&statement("statement-nothing"));
    let text = words(&html);
    assert!(text.contains("Nothing to pay") && !text.contains("Pay $"), "{text}");
    let apart = words(between(&html, "id=\"not-yet\"", "</section>"));
    assert!(apart.contains("With Blue Cross. They have not decided yet. $1,240.00"), "{apart}");
    let refused = words(&read(&statement("statement-first")));
    assert!(refused.contains("Blue Cross did not pay it. We are looking into it. $240.00"), "{refused}");
}

#[test]
fn three_hundred_lines_fold_and_none_is_lost() {
    let html = read(&statement("statement-long"));
    assert_eq!(html.matches("<details class=\"line line-plain\"").count(), 300);
    let (open, folded) = html.split_once("<details class=\"more\"").unwrap();
    assert_eq!(open.matches("<details class=\"line line-plain\"").count(), 12);
    assert!(words(folded).contains("Show 288 more lines"));
}

#[test]
fn every_way_to_pay_is_named_and_paying_late_is_not_threatened() {
    let text = words(&read(&statement("statement")));
    for said in [
        "Pay online",
        "By phone, call (555) 010-0142",
        "account number A-20418 on it to: Riverside Family Medicine PO Box 4100",
        "Pay over time.",
        "Can’t afford this?",
        "Something looks wrong?",
        "We can explain this in your language, in large print or another form you can use, free of charge.",
        "Podemos explicarle esto en español, sin costo.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    for threat in ["overdue", "collection", "late"] {
        assert!(!text.to_lowercase().contains(threat), "{threat}: {text}");
    }
}

#[test]
fn paper_is_given_up_only_by_who_knows_what_it_means_and_can_open_a_statement() {
    let html = pages::statements(&ctx("/statements"), &named(f::statement_lists(), "statements"));
    let text = words(&html);
    for said in [
        "Paper stays possible, and free.",
        "for everyone whose bills you pay",
        "Press “Send me paper again” on this page, or call us.",
        "a program that opens PDF files",
        "If your email changes.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let offer = between(&html, "id=\"paperless\"", "</section>");
    assert!(offer.find(".pdf\"").unwrap() < offer.find("action=\"/paperless\"").unwrap());
    assert!(!offer.contains("checked"), "nothing is agreed to beforehand");
    let none = pages::statements(&ctx("/statements"), &StatementsPage::default());
    assert!(!none.contains("action=\"/paperless"), "there is nothing to show that one can open");
}

#[test]
fn a_tick_that_was_set_comes_back_set() {
    let html = pages::statements(&ctx("/statements"), &named(f::statement_lists(), "statements-error"));
    let input = |id: &str| {
        let at = html.find(&format!("id=\"{id}\"")).unwrap();
        html[html[..at].rfind("<input").unwrap()..].split('>').next().unwrap().to_owned()
    };
    assert!(input("agree").contains("checked") && !input("can_open").contains("checked"));
    assert!(html.contains("href=\"#can_open\"") && html.contains("id=\"can_open-error\""));
}

#[test]
fn paper_comes_back_with_one_press() {
    let html = pages::statements(&ctx("/statements"), &named(f::statement_lists(), "statements-paperless"));
    assert!(html.contains("action=\"/paperless/withdraw\"") && !html.contains("action=\"/paperless\""));
    assert!(words(&html).contains("You have gone without paper since September 1."));
}

#[test]
fn a_statement_that_is_settled_or_replaced_names_no_day_to_pay_by() {
    let html = pages::statements(&ctx("/statements"), &named(f::statement_lists(), "statements"));
    let rows: Vec<String> = html.split("<li class=\"row row-more\"").skip(1).map(words).collect();
    let by: Vec<bool> = rows.iter().map(|row| row.contains("please pay by")).collect();
    assert_eq!(by[..], [true, false, false, false], "{rows:?}");
    assert!(rows[1].contains("replaced") && rows[1].contains("Statement S-000412 takes its place."));
    assert!(rows[2].contains("settled"));
}

#[test]
fn no_address_on_any_page_says_anything_about_anybody() {
    for (name, html) in all::all(Lang::En) {
        for attribute in [" href=\"", " action=\""] {
            for address in html.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                for word in ["Maria", "Leo", "Alvarez", "A-20418", "blood", "q="] {
                    assert!(!address.contains(word), "{name}: {address}");
                }
            }
        }
    }
}

#[test]
fn a_search_travels_by_post_and_keeps_what_was_chosen() {
    let html = pages::history(&ctx("/history"), &named(f::histories(), "history-search"));
    let get = between(&html, "<form method=\"get\"", "</form>");
    let names: Vec<&str> =
        get.split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(names, ["what", "who", "year"]);
    let search = between(&html, "<form method=\"post\" action=\"/history\"", "</form>");
    assert!(search.contains("name=\"q\"") && search.contains("type=\"search\""), "{search}");
    assert!(search.contains("name=\"who\" value=\"1\""), "it keeps what was chosen: {search}");
    assert!(!html.contains("blood <b>"), "{html}");
}

#[test]
fn a_file_has_what_is_chosen_and_never_what_was_searched_for() {
    let mut page = named(f::histories(), "history");
    page.filters = HistoryFilters { what: HistoryKind::Refunds, who: Some(0), year: Some(2025) };
    let html = pages::history(&ctx("/history"), &page);
    let query = html.split("href=\"/history.csv").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(query.replace("&amp;", "&"), "?what=refunds&who=0&year=2025");
    page.query = Some("knee".into());
    assert!(!pages::history(&ctx("/history"), &page).contains("/history.csv"));
    assert_eq!(HistoryFilters::default().query(), "");
}

#[test]
fn a_timeline_tells_what_took_from_the_bill_and_what_added_to_it() {
    let page = named(f::histories(), "history");
    let text = words(&pages::history(&ctx("/history"), &page));
    for said in [
        "You paid on its way November 22 \u{2212}$60.00",
        "Your payment checking November 21 \u{2212}$42.00",
        "Your payment not paid November 21 $42.00",
        "Became your part November 4 · for Leo · Blood test , November 4 $55.80",
        "Blue Cross took money back October 25 · for Maria · Annual checkup , October 25 $12.00",
        "No longer your part October 25 · for Maria · Annual checkup , October 25 \u{2212}$12.00",
        "Put back on the bill October 25 · for Maria · Annual checkup , October 25 $12.00",
        "We sent money back on its way September 20 · receipt , September 20 $25.00",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.contains("2025 Your bank gave a payment back to us December 24, 2025"), "{text}");
}

#[test]
fn a_year_adds_up_by_payment_and_by_patient() {
    let page = named(f::years(), "year");
    let html = pages::year(&ctx("/history/2026"), &page);
    for table in html.split("<table").skip(1) {
        let (body, foot) = sums(table);
        assert_eq!(total(&body), foot);
        assert_eq!(foot, page.total);
    }
    let text = words(&html);
    assert!(text.contains("Annual checkup with Dr. Chen Care on August 3, 2026 · for Maria"), "{text}");
    assert!(text.contains("Sent back to you on September 20, 2026 \u{2212}$25.00"), "{text}");
    assert!(text.contains("Paid to Riverside Family Medicine PO Box 4100"), "{text}");
}

#[test]
fn the_home_page_names_the_newest_statement_and_its_day_only() {
    let home = named(f::homes(), "home");
    let html = pages::home(&ctx("/home"), &home);
    let id = home.statement.as_ref().unwrap().id;
    assert!(html.contains(&format!("href=\"/statements/{id}\"")));
    let text = words(&html);
    assert!(text.contains("2 visits · please pay by December 11 · Statement S-000412"), "{text}");
    assert!(!text.contains("December 12"), "{text}");
}

fn run(name: &str) -> String {
    pages::staff::statement_run(&ctx("/staff/statements/4"), &named(f::run_pages(), name))
}

#[test]
fn a_release_says_beforehand_how_many_emails_and_letters_it_sends() {
    let text = words(&run("staff-run"));
    let said = "Releasing this issues 412 statements, $50,861.40 owed: 380 emails and 92 letters.";
    assert!(text.contains(said), "{text}");
    assert!(text.contains("88 accounts are kept back"), "{text}");
}

#[test]
fn only_a_preview_with_somebody_in_it_can_be_released() {
    for (name, released, cancelled) in [
        ("staff-run", true, true),
        ("staff-run-nobody", false, true),
        ("staff-run-released", false, false),
        ("staff-run-done", false, false),
        ("staff-run-cancelled", false, false),
    ] {
        let html = run(name);
        assert_eq!(html.contains("/release\""), released, "{name}");
        assert_eq!(html.contains("/cancel\""), cancelled, "{name}");
        assert_eq!(html.contains("/leave-out\""), cancelled, "{name}");
    }
}

#[test]
fn an_account_that_is_held_is_not_taken_in_by_a_press() {
    let html = run("staff-run");
    for row in html.split("<tr").skip(2) {
        let text = words(row.split_once('>').unwrap().1);
        let gets = text.contains("gets one");
        assert_eq!(row.contains("name=\"out\" value=\"yes\""), gets, "{text}");
        assert_eq!(row.contains("name=\"out\" value=\"no\""), text.contains("left out by hand"), "{text}");
    }
}

#[test]
fn the_rule_is_shown_as_saved_until_somebody_types_another() {
    let html = |name| pages::staff::statements(&ctx("/staff/statements"), &named(f::run_lists(), name));
    let value = |html: &str, id: &str| {
        let at = html.find(&format!("id=\"{id}\"")).unwrap();
        let input = html[html[..at].rfind("<input").unwrap()..].split('>').next().unwrap().to_owned();
        between(&input, "value=\"", "\"").to_owned()
    };
    let saved = html("staff-statements");
    assert_eq!((value(&saved, "day"), value(&saved, "minimum")), ("15".into(), "5.00".into()));
    let wrong = html("staff-statements-error");
    assert_eq!((value(&wrong, "day"), value(&wrong, "paper_days")), ("31".into(), "four".into()));
    assert_eq!(value(&wrong, "due_days"), "21");
    assert!(words(&wrong).contains("Please enter a day of the month from 1 to 28."));
}

#[test]
fn a_dispute_with_a_bank_ends_by_itself_and_other_holds_by_a_press() {
    let page = StaffAccountPage { holds: f::holds(), ..named(f::accounts(), "staff-account") };
    let html = pages::staff::account(&ctx("/staff/accounts/1"), &page);
    assert_eq!(html.matches("/holds/end\"").count(), HoldReason::BY_STAFF.len());
    assert!(!html.contains("name=\"subject\" value=\"chargeback"));
    for reason in HoldReason::BY_STAFF {
        assert!(html.contains(&format!("name=\"subject\" value=\"{}\"", reason.code())));
        assert!(html.contains(&format!("<option value=\"{}\"", reason.code())), "{}", reason.code());
        assert_eq!(HoldReason::from_code(reason.code()), Some(reason));
    }
}

#[test]
fn only_a_letter_that_was_sent_can_come_back() {
    let page = named(f::accounts(), "staff-account");
    let html = pages::staff::account(&ctx("/staff/accounts/1"), &page);
    let section = html.split_once("/statements\"").unwrap().1;
    for row in &page.statements {
        let sent = section.contains(&format!("/{}/returned\"", row.id));
        assert_eq!(sent, row.letter == LetterState::Sent, "{}", row.number);
        let open = section.contains(&format!("/{}/correct\"", row.id));
        assert_eq!(open, row.corrected_by.is_none(), "{}", row.number);
    }
}

#[test]
fn why_no_statement_is_issued_is_said() {
    for why in WhyNot::ALL {
        let page = StaffAccountPage {
            notice: Some(AccountNotice::NotIssued(why)),
            form: FormState::default(),
            ..named(f::accounts(), "staff-account-empty")
        };
        let text = words(&pages::staff::account(&ctx("/staff/accounts/1"), &page));
        let said = text.split_once("No statement is issued now: ").unwrap().1;
        assert!(said.split('.').next().unwrap().len() > 10, "{said}");
    }
}
