//! What a person reads, by eye or by ear, is right: read back from the PDF with other people's tools.

use crate::support::tables::{Row, cents, tables};
use crate::support::tools::{ask, print, text, tree};
use crate::support::{cases, words};
use domain::statement::Statement;

/// What is said of a row that is the sum of those above it.
const SUMS: [&str; 12] = [
    "Together",
    "En total",
    "Your part",
    "Su parte",
    "You owe",
    "Usted debe",
    "Your credit",
    "Su saldo a favor",
    "Balance",
    "Saldo",
    "You owe now",
    "Usted debe ahora",
];

fn adds_up(name: &str, table: &[Row]) -> usize {
    let mut sums: Vec<i64> = Vec::new();
    let mut proved = 0;
    for row in table {
        for (at, cell) in row.cells.iter().enumerate() {
            let Some(amount) = cents(cell) else { continue };
            if sums.len() <= at {
                sums.resize(at + 1, 0);
            }
            if SUMS.contains(&row.title.as_str()) {
                assert_eq!(amount, sums[at], "{name}: {row:?}");
                proved += 1;
            } else {
                sums[at] += amount;
            }
        }
    }
    proved
}

#[test]
fn every_printed_column_adds_up() {
    for (name, statement) in cases::all() {
        let Some(tree) = tree(&print(&statement).pdf) else { return };
        let proved: usize = tables(&tree).iter().map(|table| adds_up(name, table)).sum();
        let least = statement.visits.len() * 2 + usize::from(statement.since.is_some());
        assert!(proved >= least, "{name}: only {proved} sums were found");
    }
}

#[test]
fn three_hundred_lines_add_up_over_many_pages() {
    let printed = print(&cases::many_lines(300));
    assert!(printed.extents[0].pages > 5);
    let Some(tree) = tree(&printed.pdf) else { return };
    let tables = tables(&tree);
    let lines = tables.iter().find(|table| table.len() > 300).unwrap();
    assert_eq!(lines.len(), 301, "each line once, and what they add up to");
    assert_eq!(adds_up("lines", lines), 6);
}

#[test]
fn every_line_adds_up_across() {
    for (name, statement) in cases::all() {
        let Some(tree) = tree(&print(&statement).pdf) else { return };
        let mut lines = 0;
        for row in tables(&tree).iter().flatten().filter(|row| row.cells.len() > 2) {
            let amounts: Vec<i64> = row.cells.iter().filter_map(|cell| cents(cell)).collect();
            // A visit at a glance: charged − not yours = yours, yours − paid = owed. A line: charged − … = yours.
            match amounts.as_slice() {
                [charged, rest, share, paid, owed] if charged + rest == *share => {
                    assert_eq!(share + paid, *owed, "{name}")
                }
                [parts @ .., share] if parts.len() > 1 => {
                    assert_eq!(parts.iter().sum::<i64>(), *share, "{name}: {row:?}");
                    lines += 1;
                }
                _ => {}
            }
        }
        let stated = statement.visits.iter().map(|visit| visit.lines.len()).filter(|lines| *lines > 1);
        assert!(lines >= stated.sum::<usize>(), "{name}: only {lines} lines were found");
    }
}

#[test]
fn what_is_with_insurance_is_never_in_what_is_due() {
    for (name, statement) in cases::all() {
        let due = statement.visits.iter().map(|visit| visit.due.cents()).sum::<i64>();
        let waiting: Vec<i64> = statement
            .visits
            .iter()
            .chain(&statement.waiting)
            .flat_map(|visit| [visit.columns.with_insurance, visit.columns.refused])
            .map(|amount| amount.cents())
            .filter(|cents| *cents != 0)
            .collect();
        let Some(tree) = tree(&print(&statement).pdf) else { return };
        let heading = if statement.spanish { "Todavía no le toca" } else { "Not yours yet" };
        let Some((before, after)) = tree.split_once(&format!("\"{heading}\"")) else {
            assert!(waiting.is_empty(), "{name}");
            continue;
        };
        let apart = &tables(after)[0];
        let rows = apart.iter().filter(|row| !SUMS.contains(&row.title.as_str()));
        let told: Vec<i64> = rows.map(|row| cents(row.cells.last().unwrap()).unwrap()).collect();
        assert_eq!(told, waiting, "{name}");
        let owed = tables(before)
            .iter()
            .flatten()
            .filter(|row| SUMS[4..6].contains(&row.title.as_str()))
            .map(|row| cents(&row.cells[0]).unwrap())
            .sum::<i64>();
        assert_eq!(owed, due, "{name}: what the visits say is owed");
    }
}

#[test]
fn the_amount_is_the_first_thing_after_whom_it_is_for() {
    let statement = cases::two_visits();
    let printed = print(&statement);
    let (Some(tree), Some(text)) = (tree(&printed.pdf), text(&printed.pdf)) else { return };
    let after = tree.split_once("Springfield, OH 45503").unwrap().1;
    let heading = after.find("H2 \"You owe, after insurance: $149.20\"").unwrap();
    assert!(heading < after.find("H2 \"Pay\"").unwrap());
    let first_page = text.split('\u{c}').next().unwrap();
    for said in [
        "$149.20",
        "Please pay by December 12, 2026",
        "Pay over time",
        "Something looks wrong?",
        "Can’t afford this?",
    ] {
        assert!(first_page.contains(said), "{said}");
    }
}

#[test]
fn headings_tables_and_languages_are_tagged() {
    let printed = print(&cases::two_visits());
    let (Some(tree), Some(info)) = (tree(&printed.pdf), ask("pdfinfo", &[], &[], &printed.pdf)) else {
        return;
    };
    assert_eq!(tree.matches("H1 \"").count(), 1);
    for (tag, least) in [
        ("H2 \"", 6),
        ("H3 \"", 2),
        ("H4 \"", 3),
        ("/Scope /Column", 10),
        ("/Scope /Row", 15),
        ("Figure", 1),
        ("Link", 1),
        ("LBody", 3),
    ] {
        assert!(tree.matches(tag).count() >= least, "{tag}\n{tree}");
    }
    assert!(info.contains("Statement 2026-0412 from Riverside Family Medicine"), "{info}");
    assert!(info.contains("Tagged:          yes"), "{info}");
    let raw = ask("qpdf", &["--qdf", "--object-streams=disable"], &["-"], &printed.pdf).unwrap_or_default();
    assert!(raw.contains("/Lang (en-US)") && raw.contains("/Lang (es)"), "languages");
    assert!(raw.contains("/Alt "), "the code's description");
}

#[test]
fn fifteen_languages_are_named_in_their_own_scripts_and_tagged() {
    for spanish in [false, true] {
        let printed = print(&Statement { spanish, ..cases::two_visits() });
        assert!(printed.unprintable.is_empty(), "{:?}", printed.unprintable);
        let (Some(text), Some(raw)) =
            (text(&printed.pdf), ask("qpdf", &["--qdf", "--object-streams=disable"], &["-"], &printed.pdf))
        else {
            return;
        };
        // The tool takes a gap between two letters of a hand for one between words.
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        for notice in &domain::languages::NOTICES {
            assert!(bare(&text).contains(&bare(notice.name)), "{}\n{text}", notice.name);
            assert!(raw.contains(&format!("/Lang ({})", notice.tag)), "{}", notice.tag);
        }
        assert!(text.contains("pay.riverside.example/languages"), "{text}");
    }
}

#[test]
fn names_of_every_script_are_read_as_they_were_written() {
    let printed = print(&cases::names());
    let (Some(tree), Some(text)) = (tree(&printed.pdf), text(&printed.pdf)) else { return };
    for name in ["Nguyễn Thị", "O’Connor-Łukaszewicz", "Siobhán O’Néill", "Đặng Thị Mỹ Ngọc", "Αλεξάνδρα"]
    {
        assert!(tree.contains(name), "{name}\n{tree}");
    }
    // What runs from the right is read in its own order, and what stands after it is not lost.
    for name in ["محمد عبد الرحمن", "שרה לוי"] {
        assert!(text.contains(name), "{name}\n{text}");
    }
    assert_eq!(tree.matches(" · covered by").count(), 4, "{tree}");
}

#[test]
fn both_languages_have_every_message() {
    for id in paper::IDS {
        assert!(words::has(false, id), "English lacks {id}");
        assert!(words::has(true, id), "Spanish lacks {id}");
    }
    assert_eq!(words::count(false), paper::IDS.len(), "a message that nothing says");
    assert_eq!(words::count(true), paper::IDS.len(), "a message that nothing says");
    for statement in [cases::mixed(), cases::credit(), cases::bare(), cases::correction()] {
        for spanish in [false, true] {
            print(&Statement { spanish, ..statement.clone() });
        }
    }
}

#[test]
fn other_tools_find_nothing_wrong() {
    for (_, statement) in cases::all() {
        let Some(said) = ask("qpdf", &["--check"], &[], &print(&statement).pdf) else { return };
        assert!(said.contains("No syntax or stream encoding errors"), "{said}");
    }
}

#[test]
fn the_ways_out_are_on_the_first_page_of_every_statement_in_either_language() {
    for (name, mut statement) in cases::all() {
        for spanish in [false, true] {
            statement.spanish = spanish;
            let Some(text) = text(&print(&statement).pdf) else { return };
            let first = text.split('\u{c}').next().unwrap();
            let ways = match (statement.due.is_positive(), spanish) {
                (true, false) => ["Something looks wrong?", "Can’t afford this?"],
                (true, true) => ["¿Algo no parece correcto?", "¿No puede pagarlo?"],
                (false, false) => ["Something looks wrong?"; 2],
                (false, true) => ["¿Algo no parece correcto?"; 2],
            };
            for way in ways {
                assert!(first.contains(way), "{name}, Spanish {spanish}: {way}");
            }
        }
    }
}
