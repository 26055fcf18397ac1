//! What the mail room needs: windows, sheets, sizes; and what is refused.

use std::collections::BTreeSet;

use crate::support::tools::{ask, options, print};
use crate::support::{cases, words};
use domain::Money;
use domain::statement::Statement;
use paper::{Order, PaperError, Sides, Words};
use proptest::prelude::*;
use time::Date;

/// A word at its place in points from the top left, on a page from 1.
struct Word {
    page: usize,
    text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

fn words_of(pdf: &[u8]) -> Option<Vec<Word>> {
    let boxes = ask("pdftotext", &["-bbox"], &["-"], pdf)?;
    let mut page = 0;
    let mut found = Vec::new();
    for line in boxes.lines().map(str::trim) {
        page += usize::from(line.starts_with("<page"));
        if !line.starts_with("<word") {
            continue;
        }
        let value = |name: &str| -> f64 {
            line.split_once(&format!("{name}=\"")).unwrap().1.split_once('"').unwrap().0.parse().unwrap()
        };
        let text = line.split_once('>').unwrap().1.split_once("</word>").unwrap().0.to_owned();
        let (left, top, right, bottom) = (value("xMin"), value("yMin"), value("xMax"), value("yMax"));
        found.push(Word { page, text, left, top, right, bottom });
    }
    Some(found)
}

fn seen(words: &[Word], (left, top, right, bottom): (f64, f64, f64, f64)) -> BTreeSet<&str> {
    let inside = words.iter().filter(|word| {
        word.page == 1 && word.right > left && word.left < right && word.bottom > top && word.top < bottom
    });
    inside.map(|word| word.text.as_str()).collect()
}

/// Inches of a #10 envelope's window on the folded sheet, wherever the sheet has slipped to.
const WINDOW: (f64, f64, f64, f64) = (-9.0, 147.0, 387.0, 261.0);
/// Inches of a #9 envelope's window on the slip.
const SLIP_WINDOW: (f64, f64, f64, f64) = (36.0, 675.0, 387.0, 771.0);

#[test]
fn the_windows_show_an_address_and_nothing_else() {
    for (name, statement) in cases::all() {
        let Some(words) = words_of(&print(&statement).pdf) else { return };
        let to = [vec![statement.to.name.clone()], statement.to.address.clone()].concat().join(" ");
        for word in seen(&words, WINDOW) {
            assert!(to.contains(word.trim_matches('\u{200B}')), "{name}: {word} is seen in the window");
        }
        let from = [vec![statement.from.name.clone()], statement.from.address.clone()].concat().join(" ");
        if statement.due.is_positive() && !statement.from.address.is_empty() {
            let shown = seen(&words, SLIP_WINDOW);
            assert!(shown.iter().all(|word| from.contains(word)), "{name}: {shown:?}");
            assert!(shown.contains("Riverside"), "{name}");
        }
    }
}

#[test]
fn an_address_of_four_lines_is_seen_however_the_sheet_lies() {
    let statement = cases::puerto_rico();
    let Some(words) = words_of(&print(&statement).pdf) else { return };
    // 2.5 to 3.17 in from the top, 0.875 to 4.375 in from the left.
    let always: BTreeSet<&str> = words
        .iter()
        .filter(|word| word.page == 1 && word.left >= 63.0 && word.right <= 315.0)
        .filter(|word| (word.top + word.bottom) / 2.0 >= 180.0 && (word.top + word.bottom) / 2.0 <= 228.0)
        .map(|word| word.text.as_str())
        .collect();
    for word in ["José", "Gladiolas", "Calle", "00926-3232"] {
        assert!(always.contains(word), "{word}: {always:?}");
    }
}

#[test]
fn nothing_is_printed_on_the_back_of_the_slip() {
    for statement in [cases::two_visits(), cases::household(), cases::many_lines(60)] {
        let Some(words) = words_of(&print(&statement).pdf) else { return };
        let lowest = words.iter().filter(|word| word.page == 2).map(|word| word.bottom).fold(0.0, f64::max);
        assert!(lowest < 528.0, "{lowest}");
    }
}

#[test]
fn two_pages_are_small_and_always_the_same() {
    let statement = cases::one_visit();
    let printed = print(&statement);
    assert_eq!(printed.extents[0].pages, 2);
    assert!(printed.pdf.len() < 60_000, "{} bytes", printed.pdf.len());
    assert_eq!(printed.pdf, print(&statement).pdf);
    let text = String::from_utf8_lossy(&printed.pdf);
    assert!(!text.contains("CreationDate") && !text.contains("ModDate"), "nothing asks for the time");
}

#[test]
fn a_batch_counts_sheets_and_begins_each_statement_on_one() {
    let statements = [cases::two_visits(), cases::all_waiting(), cases::one_visit()];
    let options: Vec<paper::Options> = statements.iter().map(options).collect();
    let orders = || {
        statements.iter().zip(&options).map(|(statement, options)| Order {
            statement,
            words: words::of(statement),
            options,
        })
    };
    let one = paper::batch(orders(), Sides::One).unwrap();
    let pages = |printed: &paper::Printed| -> Vec<(usize, usize, usize)> {
        printed.extents.iter().map(|extent| (extent.first_page, extent.pages, extent.sheets)).collect()
    };
    assert_eq!(pages(&one), [(1, 3, 3), (4, 1, 1), (5, 2, 2)]);
    let two = paper::batch(orders(), Sides::Two).unwrap();
    assert_eq!(pages(&two), [(1, 3, 2), (5, 1, 1), (7, 2, 1)]);
    let Some(words) = words_of(&two.pdf) else { return };
    let on = |page| words.iter().filter(move |word| word.page == page).count();
    assert!(on(4) == 0 && on(6) == 0 && on(7) > 0 && on(8) > 0);
}

#[test]
fn a_character_that_no_font_has_is_shown_and_reported() {
    let mut statement = cases::one_visit();
    statement.to.name = "山田 Hanako".into();
    let printed = print(&statement);
    assert_eq!(printed.unprintable, BTreeSet::from(['山', '田']));
    if let Some(words) = words_of(&printed.pdf) {
        assert!(words.iter().any(|word| word.text == "\u{FFFD}\u{FFFD}"));
        assert!(words.iter().any(|word| word.text == "Hanako"));
    }
    let error = printed.complete().unwrap_err();
    assert_eq!(error.to_string(), "no font has the characters U+5C71, U+7530");
}

#[test]
fn who_owes_nothing_gets_no_slip_and_no_code() {
    for statement in [cases::credit(), cases::all_waiting()] {
        let Some(words) = words_of(&print(&statement).pdf) else { return };
        let text: String = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        assert!(text.contains("Nothing to pay"), "{text}");
        assert!(
            !text.contains("check") && !text.contains("Pay online") && !text.contains("Please pay by"),
            "{text}"
        );
    }
}

#[test]
fn a_cent_is_not_sent_to_a_card_that_cannot_carry_it() {
    let Some(words) = words_of(&print(&cases::cent()).pdf) else { return };
    let text: String = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    assert!(text.contains("$0.01") && text.contains("Cards can’t carry less than $0.50"), "{text}");
    assert!(!text.contains("Pay online"), "{text}");
}

#[test]
fn text_too_long_for_a_page_is_refused_and_never_cut() {
    let mut statement = cases::one_visit();
    statement.visits[0].lines[0].description = Some("word ".repeat(4_000));
    let error = paper::statement(&statement, &words::EN, &options(&statement)).unwrap_err();
    assert!(matches!(error, PaperError::TooTall), "{error}");
}

#[test]
fn a_missing_message_and_an_endless_address_are_errors() {
    struct Mute;
    impl Words for Mute {
        fn text(&self, _: &str, _: &[(&'static str, &str)]) -> Option<String> {
            None
        }
        fn count(&self, _: &str, _: usize) -> Option<String> {
            None
        }
        fn money(&self, amount: Money) -> String {
            amount.to_string()
        }
        fn date(&self, date: Date) -> String {
            date.to_string()
        }
    }
    let statement: Statement = cases::one_visit();
    let mute = paper::statement(&statement, &Mute, &options(&statement)).unwrap_err();
    assert_eq!(mute.to_string(), "the words have no message `paper-title`");
    let endless = paper::Options { pay_url: "x".repeat(4_000), ..options(&statement) };
    let endless = paper::statement(&statement, &words::EN, &endless).unwrap_err();
    assert!(matches!(endless, PaperError::PayAddress), "{endless}");
    let code = paper::Options { code_url: Some("x".repeat(4_000)), ..options(&statement) };
    let code = paper::statement(&statement, &words::EN, &code).unwrap_err();
    assert!(matches!(code, PaperError::PayAddress), "{code}");
    assert!(matches!(paper::batch([], Sides::One).unwrap_err(), PaperError::Nothing));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_practice_calls_somebody_is_printed_or_reported(name in "\\PC{0,40}", title in any::<String>()) {
        let mut statement = cases::bare();
        statement.to.name = name;
        statement.visits[0].title.clone_from(&title);
        statement.visits[0].patient_name = title;
        let printed = paper::statement(&statement, &words::EN, &options(&statement));
        prop_assert!(printed.is_ok(), "{:?}", printed.err());
    }
}
