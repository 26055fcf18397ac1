//! Debian's `poppler-utils` and `qpdf`, which read a PDF back. A test that needs one that is missing says so and
//! is passed over; with `CI` in the environment it fails.

use std::process::Command;

use paper::{Options, Printed};

/// What is asked of a printer in every case.
pub fn options(statement: &domain::statement::Statement) -> Options {
    Options {
        pay_url: "https://pay.riverside.example/k7Q2mV9xT4".into(),
        code_url: None,
        languages_url: "https://pay.riverside.example/languages".into(),
        plan_offer: match statement.spanish {
            true => Some("4 pagos al mes, sin intereses ni cargos.".into()),
            false => Some("4 monthly payments, without interest or fees.".into()),
        },
        first_statement: statement.since.is_none() && statement.corrects.is_none(),
        estimate_dispute: statement.visits.iter().any(|visit| visit.payer.is_none()),
        assistance_url: None,
    }
}

pub fn print(statement: &domain::statement::Statement) -> Printed {
    paper::statement(statement, super::words::of(statement), &options(statement)).unwrap()
}

/// What a tool says about a PDF; none when it is not installed.
pub fn ask(tool: &str, before: &[&str], after: &[&str], pdf: &[u8]) -> Option<String> {
    let folder = std::env::temp_dir().join(format!("openbalance-paper-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let name = format!("{:?}-{}.pdf", std::thread::current().id(), pdf.len()).replace(['(', ')'], "-");
    let file = folder.join(name);
    std::fs::write(&file, pdf).unwrap();
    let answer = Command::new(tool).args(before).arg(&file).args(after).output();
    std::fs::remove_file(&file).unwrap();
    match answer {
        Ok(answer) => {
            let said = String::from_utf8_lossy(&answer.stdout).into_owned();
            assert!(answer.status.success(), "{tool}: {said}{}", String::from_utf8_lossy(&answer.stderr));
            Some(said)
        }
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "{tool}, which scripts/setup --test installs: {error}");
            eprintln!("SKIPPED: {tool} is not installed (apt-get install poppler-utils qpdf)");
            None
        }
    }
}

/// The text as it stands on the pages.
pub fn text(pdf: &[u8]) -> Option<String> {
    ask("pdftotext", &["-layout"], &["-"], pdf)
}

/// The tree of what it means.
pub fn tree(pdf: &[u8]) -> Option<String> {
    ask("pdfinfo", &["-struct-text"], &[], pdf)
}
