//! The records of an account, and what the law wants said on a statement: read back from the PDF.

use paper::Words;

use crate::support::tables::{cents, tables};
use crate::support::tools::{ask, options, text, tree};
use crate::support::{cases, records, words};

fn from() -> domain::statement::Sender {
    cases::one_visit().from
}

#[test]
fn a_year_adds_up_in_all_and_for_each_person() {
    let from = from();
    for (spanish, words) in [(false, &words::EN), (true, &words::ES)] {
        let year = records::year();
        let printed = paper::year(&records::head(&from, spanish), &year, words).unwrap();
        let Some(tree) = tree(&printed.pdf) else { return };
        let tables = tables(&tree);
        let [_, paid, by_patient] = tables.as_slice() else { panic!("{} tables", tables.len()) };
        for table in [paid, by_patient] {
            let amounts: Vec<i64> =
                table.iter().map(|row| cents(row.cells.last().unwrap()).unwrap()).collect();
            let (sum, parts) = amounts.split_last().unwrap();
            assert_eq!((parts.iter().sum::<i64>(), *sum), (19_580, 19_580), "{table:?}");
        }
        assert_eq!(paid.len(), year.rows.len() + 1);
        let first = &paid[0];
        assert_eq!(first.title, words.date(year.rows[0].date_of_service));
        assert_eq!(first.cells[..2], ["Well-child visit with Dr. Núñez", "Leo"]);
        assert_eq!(first.cells[2], words.date(year.rows[0].paid_on));
    }
}

#[test]
fn a_history_says_each_event_once_under_its_year() {
    let (from, events) = (from(), records::many(400));
    let printed = paper::history(&records::head(&from, false), &[], &events, &words::EN).unwrap();
    assert!(printed.extents[0].pages > 8);
    let Some(tree) = tree(&printed.pdf) else { return };
    let tables = tables(&tree);
    let told: Vec<i64> = tables.iter().skip(1).flatten().map(|row| cents(&row.cells[2]).unwrap()).collect();
    let known: Vec<i64> = events.iter().map(|event| event.amount.unwrap().cents()).collect();
    assert_eq!(told, known);
    for year in ["2026", "2025", "2022"] {
        assert_eq!(tree.matches(&format!("H2 \"{year}\"")).count(), 1, "{year}");
    }
}

#[test]
fn a_record_is_read_aloud_in_its_language_with_heads_over_its_columns() {
    let from = from();
    let chosen = ["Payments".to_owned(), "for Leo".to_owned()];
    let printed =
        paper::history(&records::head(&from, true), &chosen, &records::events(), &words::ES).unwrap();
    assert!(printed.unprintable.is_empty(), "{:?}", printed.unprintable);
    assert!(printed.pdf.len() < 60_000, "{}", printed.pdf.len());
    let (Some(tree), Some(info)) = (tree(&printed.pdf), ask("pdfinfo", &[], &[], &printed.pdf)) else {
        return;
    };
    assert!(info.contains("Tagged:          yes"), "{info}");
    for said in ["H1 \"", "TH", "/Scope /Column", "/Scope /Row", "\"Payments · for Leo\""] {
        assert!(tree.contains(said), "{said}: {tree}");
    }
    let raw = ask("qpdf", &["--qdf", "--object-streams=disable"], &["-"], &printed.pdf).unwrap_or_default();
    assert!(raw.contains("es-US"));
    let Some(text) = text(&printed.pdf) else { return };
    assert!(text.contains("Ana Sofía") && text.contains("O’Brien-Nguyễn") && text.contains("RFM-20418"));
}

#[test]
fn a_record_of_nothing_says_so() {
    let from = from();
    let nothing =
        paper::Year { year: 2019, rows: Vec::new(), totals: Vec::new(), total: domain::Money::ZERO };
    let printed = paper::year(&records::head(&from, false), &nothing, &words::EN).unwrap();
    let Some(said) = text(&printed.pdf) else { return };
    assert!(said.contains("You paid nothing here in 2019"), "{said}");
    let printed = paper::history(&records::head(&from, false), &[], &[], &words::EN).unwrap();
    let Some(said) = text(&printed.pdf) else { return };
    assert!(said.contains("There is nothing like this"), "{said}");
}

#[test]
fn a_hospital_says_on_the_first_page_where_its_policy_is() {
    let statement = cases::two_visits();
    let url = "https://www.riverside.example/financial-assistance";
    let rights = paper::Options { assistance_url: Some(url.into()), ..options(&statement) };
    let printed = paper::statement(&statement, &words::EN, &rights).unwrap();
    let Some(said) = text(&printed.pdf) else { return };
    let first: String = said.split('\u{c}').next().unwrap().split_whitespace().collect();
    assert!(first.contains("www.riverside.example/financial-assistance"), "{first}");
    assert!(first.contains("maygetcarefreeorforless"), "{first}");
}

#[test]
fn who_pays_alone_reads_how_a_bill_above_its_estimate_is_disputed_and_others_do_not() {
    let statement = cases::two_visits();
    for (carried, spanish) in [(true, false), (true, true), (false, false)] {
        let rights = paper::Options { estimate_dispute: carried, ..options(&statement) };
        let words = if spanish { &words::ES } else { &words::EN };
        let printed = paper::statement(&statement, words, &rights).unwrap();
        let Some(said) = text(&printed.pdf) else { return };
        assert_eq!(said.contains("www.cms.gov/nosurprises"), carried);
        assert_eq!(said.contains("1-800-985-3059"), carried);
        // As the rule of the statement's day has them.
        assert_eq!(said.contains("$400") && said.contains("120"), carried);
    }
}
