//! A practice's export as CSV: all of it or nothing, and the same books however it comes.

use billing::imports::Refused;
use billing::testing::on_each_engine;

use crate::practice::{Practice, era, export, sample};

fn at(refused: &[Refused]) -> Vec<&str> {
    refused.iter().map(|refused| refused.at.as_str()).collect()
}

#[tokio::test]
async fn one_wide_file_and_three_files_give_the_same_books() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let report = practice.take("everything.csv", sample("csv/everything.csv")).await;
        assert_eq!((report.kind.as_str(), report.rows, report.added), ("csv", 33, 22 + 27 + 33));
        let wide = practice.books().await;
        assert_eq!(wide[&("OB-1025".to_owned(), "insurance_receivable".to_owned())], 500_000);
        let people = practice.count("SELECT COUNT(*) FROM guarantors").await;
        practice.is_sound().await;

        // The three files say the same in ISO dates and plain amounts: nothing is left to change.
        for name in ["patients.csv", "visits.csv", "charges.csv"] {
            let report = practice.take(name, sample(&format!("csv/{name}"))).await;
            assert_eq!((report.added, report.changed), (0, 0), "{name}");
            assert!(report.nothing_new(), "{name}");
        }
        assert_eq!(practice.books().await, wide);
        assert_eq!(practice.count("SELECT COUNT(*) FROM guarantors").await, people);
    })
    .await;
}

#[tokio::test]
async fn three_files_alone_make_the_books() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        for (name, added) in [("patients.csv", 22), ("visits.csv", 27), ("charges.csv", 33)] {
            assert_eq!(practice.take(name, sample(&format!("csv/{name}"))).await.added, added, "{name}");
        }
        let three = practice.books().await;
        let again = practice.take("everything.csv", sample("csv/everything.csv")).await;
        assert!(again.nothing_new());
        assert_eq!(practice.books().await, three);
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_same_export_twice_changes_nothing_and_says_so() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let file = export(&["V1|Larkspur|99213 150.00,81002 20", "V2||99212 90"]);
        let first = practice.take("a.csv", &file).await;
        assert!(!first.nothing_new());
        let before =
            (practice.books().await, practice.count("SELECT COUNT(*) FROM ledger_transactions").await);
        let again = practice.take("a.csv", &file).await;
        assert!(again.nothing_new());
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 3 * 3));
        let after =
            (practice.books().await, practice.count("SELECT COUNT(*) FROM ledger_transactions").await);
        assert_eq!(after, before);
        assert_eq!(practice.count("SELECT COUNT(*) FROM import_files").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_new_address_is_a_change_and_an_empty_one_is_none() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let file =
            |zip: &str| format!("mrn,first name,last name,dob,zip\nP1,Wren,Abernethy,2/3/1980,{zip}\n");
        practice.take("a.csv", file("45401")).await;
        assert_eq!(practice.take("b.csv", file("05401")).await.changed, 1);
        assert!(practice.take("c.csv", file("")).await.nothing_new());
        assert!(practice.take("d.csv", file("5401")).await.nothing_new(), "a spreadsheet dropped the zero");
        assert_eq!(practice.count("SELECT COUNT(*) FROM guarantors WHERE zip = '05401'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn marks_quotes_and_every_way_to_write_dates_and_money_are_understood() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let file = "\u{feff}MRN,Patient First Name,Patient Last Name,DOB,Encounter ID,DOS,Line,CPT,Description,Charge Amount\r\n\
                    P1,Wren,\"O'Neil, Jr.\",1980-02-03,V1,10/01/2026,1,99213,\"Visit,\r\n\"\"long\"\"\",\"$1,234.50\"\r\n\
                    P1,Wren,\"O'Neil, Jr.\",2/3/1980,V1,2026-10-01T00:00:00,2,81002,Test, 20 \r\n\
                    P1,Wren,\"O'Neil, Jr.\",2/3/1980,V1,2026/10/01,3,36415,Draw,.5\r\n";
        let report = practice.take("a.csv", file).await;
        assert_eq!((report.rows, report.added), (3, 1 + 1 + 3));
        assert_eq!(practice.story("V1").await.breakdown.charged.cents(), 123_450 + 2_000 + 50);
        let said = practice.count("SELECT COUNT(*) FROM charges WHERE description = 'Visit, \"long\"'").await;
        assert_eq!(said, 1);
    })
    .await;
}

#[tokio::test]
async fn every_bad_row_is_named_by_line_and_column_and_nothing_is_written() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let head = "patient_number,first_name,last_name,birth_date,email,zip,visit_number,service_date,charge_line,code,description,amount\n";
        let rows = "P1,Wren,Abernethy,1980-02-03,w@example.com,45401,V1,2026-10-01,1,99213,Care,150\n\
                    P2,,Abernethy,1980-02-03,w@example.com,45401,V2,2026-10-01,1,99213,Care,150\n\
                    P3,Wren,Abernethy,24/11/1980,w@example.com,45401,V3,2026-10-01,1,99213,Care,150\n\
                    P4,Wren,Abernethy,1980-02-03,w.example.com,45401,V4,10/32/2026,1,99213,Care,\"1,50\"\n\
                    P5,Wren,Abernethy,1980-02-03,w@example.com,9,V5,2026-10-01,1,99213,Care,-5\n\
                    P6,Wren,Abernethy,1980-02-03,w@example.com,45401,V6,2026-10-01,1,99213,Care,0.001\n\
                    ,,,,,,,,,,,\n\
                    P8,Wren,Abernethy\n";
        let report = practice.import("a.csv", format!("{head}{rows}")).await;
        assert!(report.incomplete);
        assert_eq!(
            at(&report.refused),
            [
                "row 3, column first_name",
                "row 4, column birth_date",
                "row 5, column email",
                "row 5, column service_date",
                "row 5, column amount",
                "row 6, column zip",
                "row 6, column amount",
                "row 7, column amount",
                "row 8, column patient_number",
                "row 9",
            ]
        );
        let told = format!("{:?}", report.refused);
        for personal in ["Wren", "Abernethy", "w@example", "w.example", "24/11/1980", "1,50"] {
            assert!(!told.contains(personal), "{personal} must not be repeated");
        }
        for table in ["SELECT COUNT(*) FROM patients", "SELECT COUNT(*) FROM visits", "SELECT COUNT(*) FROM ledger_entries"] {
            assert_eq!(practice.count(table).await, 0, "{table}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_what_is_on_file_is_refused_with_its_column() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00", "2@V2||99212 90"])).await;
        let books = practice.books().await;
        for (name, file, place, says) in [
            ("unknown patient", "visit_number,patient_number,service_date\nV9,P9,2026-10-01\n", "row 2, column patient_number", "no patient"),
            ("unknown visit", "visit_number,line,code,description,amount\nV9,1,99213,Care,5\n", "row 2, column visit_number", "no visit"),
            ("another's visit", "visit_number,patient_number,service_date\nV1,P2,2026-10-01\n", "row 2, column visit_number", "another patient"),
            (
                "another's account",
                "patient_number,first_name,last_name,birth_date,account_number\nP7,Leo,Abernethy,2015-05-05,A1\n",
                "row 2, column account_number",
                "name the guarantor",
            ),
        ] {
            let report = practice.import("b.csv", file).await;
            assert_eq!(at(&report.refused), [place], "{name}");
            assert!(report.refused[0].reason.contains(says), "{name}: {}", report.refused[0].reason);
            assert!(report.incomplete, "{name}");
        }
        assert_eq!(practice.books().await, books);
        assert_eq!(practice.count("SELECT COUNT(*) FROM guarantors WHERE first_name = 'Leo'").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_child_comes_under_its_named_guarantor() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let file = "patient_number,first_name,last_name,birth_date,account_number,guarantor_first_name,guarantor_last_name,guarantor_birth_date\n\
                    P1,Leo,Abernethy,2015-05-05,A1,Wren,Abernethy,1980-02-03\n\
                    P2,Wren,Abernethy,1980-02-03,A1,,,\n";
        assert_eq!(practice.take("a.csv", file).await.added, 2);
        assert_eq!(practice.count("SELECT COUNT(*) FROM guarantors WHERE first_name = 'Wren'").await, 1);
        let guarantor = practice.guarantor("A1").await;
        let mut tx = practice.t.db.read().await.unwrap();
        let names = billing::accounts::household(&mut tx, practice.id, guarantor).await.unwrap();
        assert_eq!(names, ["Wren", "Leo"]);
    })
    .await;
}

#[tokio::test]
async fn a_charge_can_be_corrected_until_an_insurer_has_decided() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1|Larkspur|99213 150.00", "V2||99212 90"])).await;
        let report = practice.take("b.csv", export(&["V1|Larkspur|99213 140.00", "V2||99212 95"])).await;
        assert_eq!(report.changed, 2);
        assert_eq!(
            (practice.open("V1").await, practice.open("V2").await),
            ((14_000, 0, 0, 0), (0, 0, 9_500, 0))
        );
        practice.is_sound().await;

        let decided = era(
            "LARKSPUR",
            "T1",
            &["CLP*V1*1*140*100*20*12*K1", "SVC*HC:99213*140*100", "CAS*CO*45*20", "CAS*PR*3*20"],
        );
        practice.take("c.835", decided).await;
        let books = practice.books().await;
        let report = practice.import("d.csv", export(&["V1|Larkspur|99213 130.00"])).await;
        assert!(report.incomplete && report.refused[0].reason.contains("corrected claim"));
        assert_eq!(report.refused[0].at, "row 2, column amount");
        assert_eq!(practice.books().await, books);
        practice.take("e.csv", export(&["V1|Larkspur|99213 140.00", "V2||99212 90"])).await;
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_coverage_that_arrives_later_moves_what_is_due_to_the_insurer() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        practice.take("a.csv", export(&["V1||99213 150.00,81002 20"])).await;
        assert_eq!(practice.open("V1").await, (0, 0, 17_000, 0));
        assert_eq!(practice.dues("A1").await, 17_000);
        practice.take("b.csv", export(&["V1|Larkspur|99213 150.00,81002 20"])).await;
        assert_eq!(practice.open("V1").await, (17_000, 0, 0, 0));
        assert_eq!(practice.dues("A1").await, 0);
        let story = practice.story("V1").await;
        assert!(story.breakdown.reasons.is_empty() && story.lines.len() == 2);
        practice.is_sound().await;
    })
    .await;
}

#[tokio::test]
async fn formulas_and_odd_names_stay_the_text_they_are() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let names = ["=cmd|' /C calc'!A0", "@SUM(1+1)", "+1-2", "Robert'); DROP TABLE visits;--", "李 小龙", "D’Artagnan"];
        let mut file = "patient_number,first_name,last_name,birth_date\n".to_owned();
        for (name, n) in names.iter().zip(1..) {
            file.push_str(&format!("P{n},Wren,\"{name}\",1980-02-03\n"));
        }
        practice.take("a.csv", file).await;
        let mut tx = practice.t.db.read().await.unwrap();
        let stored: Vec<String> =
            billing::on!(&mut tx, c => sqlx::query_scalar("SELECT last_name FROM patients ORDER BY patient_number").fetch_all(c))
                .unwrap();
        assert_eq!(stored, names);
        for (typed, names) in [("=CMD|", 1), ("李 小龙", 1), ("dartagnan", 1), ("%", 0), ("_", 0), ("'", 0), ("\\", 0)] {
            let found = billing::accounts::search(&mut tx, practice.id, typed).await.unwrap();
            assert_eq!(found.accounts.len(), names, "{typed}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_export_is_refused_in_a_sentence() {
    on_each_engine(|t| async move {
        let practice = Practice::new(t).await;
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("patient_number,x\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let nul = "patient_number,first_name,last_name,birth_date\nP1,Wr\0en,Abernethy,1980-02-03\n";
        let pad: String = "P1,Wren,Abernethy,1980-02-03\n".repeat(200);
        let late_nul =
            format!("patient_number,first_name,last_name,birth_date\n{pad}P1,Wr\0en,Abernethy,1980-02-03\n");
        let latin1 = b"patient_number,first_name,last_name,birth_date\nP1,Bego\xF1a,Abernethy,1980-02-03\n";
        let cases: [(&[u8], &str, &str); 10] = [
            (b"", "the file", "empty"),
            (&utf16, "the file", "UTF-8"),
            (nul.as_bytes(), "the file", "UTF-8"),
            (late_nul.as_bytes(), "row 202, column first_name", "no text"),
            (latin1, "row 2", "UTF-8"),
            (b"%PDF-1.7", "the file", "document"),
            (b"PK\x03\x04zip", "the file", "archive"),
            (b"name,street\nx,y\n", "row 1", "docs/import.md"),
            (b"patient_number,last_name,mrn\nP1,x,y\n", "row 1", "twice"),
            (b"patient_number,last_name\nP1,x\n", "row 1", "first_name, birth_date"),
        ];
        for (file, place, says) in cases {
            let report = practice.import("odd.csv", file).await;
            assert!(report.incomplete);
            assert_eq!(at(&report.refused), [place], "{says}");
            assert!(report.refused[0].reason.contains(says), "{says}: {}", report.refused[0].reason);
        }
        assert_eq!(practice.count("SELECT COUNT(*) FROM patients").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_line_or_a_quotation_without_end_is_refused_before_it_fills_memory() {
    let practice = Practice::new(billing::testing::sqlite().await).await;
    let head = "patient_number,first_name,last_name,birth_date\n";
    let line = format!("{head}{}", "x".repeat(64 << 20));
    let quote =
        format!("{head}P1,\"Wren,Abernethy,1980-02-03\n{}", "P1,Wren,Abernethy,1980-02-03\n".repeat(2 << 20));
    let header = "x".repeat(64 << 20);
    for file in [line, quote, header] {
        let peak = peak_memory();
        let report = practice.import("huge.csv", &file).await;
        assert!(report.refused[0].reason.contains("longer than a megabyte"), "{:?}", report.refused);
        assert_eq!(report.rows, 0);
        // Thirty megabytes leave room for what the other tests do meanwhile; the file has 64.
        if let (Some(before), Some(after)) = (peak, peak_memory()) {
            assert!(after - before < 30 << 10, "grew by {} kB", after - before);
        }
    }
}

/// The most this process held at any time, in kB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
