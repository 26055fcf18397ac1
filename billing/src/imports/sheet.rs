//! A practice's export as CSV: patients, visits and charges, in one file or in three.
//!
//! The header says which columns there are, in any order and under the names of
//! [`super::columns`]. A row gives a patient when it names one, a visit when it names
//! one with its patient, and a charge when it names a code and an amount; so three
//! files of one kind each and one wide file of charges all work alike.
//!
//! A file is taken whole or not at all: every bad row is named by its line, column and
//! reason, and nothing is written.

mod fields;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use csv::{ReaderBuilder, StringRecord, Trim};
use domain::PracticeId;

use super::columns::{self, Column};
use super::{ImportError, Report};
use crate::accounts::{self, Change};
use crate::db::Db;
use crate::visits::{self, VisitError};
use crate::{Door, remittance};
use fields::{BadField, Row};

/// One row may not be longer than this, quoted newlines included.
const LONGEST_ROW: usize = 1 << 20;

pub async fn import(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    file: &mut File,
    report: &mut Report,
) -> Result<(), ImportError> {
    let Some(layout) = check(file, report)? else {
        report.incomplete = true;
        return Ok(());
    };
    file.seek(SeekFrom::Start(0))?;
    let mut rows = reader(&mut *file);
    let mut record = StringRecord::new();
    let mut tx = db.begin().await?;
    let (mut added, mut changed, mut unchanged) = (0, 0, 0);
    while rows.read_record(&mut record).unwrap_or(false) {
        let row = Row { layout: &layout, record: &record };
        let mut count = |change| match change {
            Change::Added => added += 1,
            Change::Changed => changed += 1,
            Change::Unchanged => unchanged += 1,
        };
        let outcome: Result<(), VisitError> = async {
            if let Ok(Some(patient)) = row.patient() {
                count(accounts::upsert_patient_in(&mut tx, door, practice, &patient).await?.1);
            }
            if let Ok(Some(visit)) = row.visit() {
                count(visits::upsert_visit_in(&mut tx, door, practice, &visit).await?.1);
            }
            if let Ok(Some(charge)) = row.charge() {
                count(visits::upsert_charge_in(&mut tx, door, practice, &charge).await?);
            }
            Ok(())
        }
        .await;
        match outcome {
            Ok(()) => {}
            Err(VisitError::Ledger(error)) => return Err(VisitError::Ledger(error).into()),
            Err(error) => report.refuse(at(&record, None), error.to_string()),
        }
    }
    if !report.refused.is_empty() {
        report.incomplete = true;
        return Ok(());
    }
    report.matched = remittance::place_waiting_in(&mut tx, door, practice).await?;
    tx.commit().await?;
    (report.added, report.changed, report.unchanged) = (added, changed, unchanged);
    Ok(())
}

/// Reads the whole file and names everything that is wrong with it; the layout when
/// nothing is.
fn check(file: &mut File, report: &mut Report) -> Result<Option<Vec<Option<Column>>>, ImportError> {
    let mut rows = reader(&mut *file);
    let layout: Vec<Option<Column>> = match rows.headers() {
        Ok(headers) => headers.iter().map(columns::known).collect(),
        Err(error) => {
            report.refuse("row 1".to_owned(), reason(&error));
            return Ok(None);
        }
    };
    if let Err(problem) = fields::check_layout(&layout) {
        report.refuse("row 1".to_owned(), problem);
        return Ok(None);
    }
    let mut record = StringRecord::new();
    loop {
        match rows.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                report.rows += 1;
                let row = Row { layout: &layout, record: &record };
                for BadField { column, reason } in row.problems() {
                    report.refuse(at(&record, Some(column)), reason);
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                report.refuse(format!("row {line}"), reason(&error));
                if matches!(error.kind(), csv::ErrorKind::Io(_)) {
                    break;
                }
            }
        }
    }
    Ok(report.refused.is_empty().then_some(layout))
}

fn reader(file: &mut File) -> csv::Reader<Bounded<'_>> {
    ReaderBuilder::new().trim(Trim::All).from_reader(Bounded { file, line: 0 })
}

fn at(record: &StringRecord, column: Option<Column>) -> String {
    let line = record.position().map_or(0, csv::Position::line);
    match column {
        Some(column) => format!("row {line}, column {}", column.name()),
        None => format!("row {line}"),
    }
}

/// What is wrong with a row, without what stands in it.
fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => {
            "this row is not UTF-8; save the export as CSV in UTF-8".to_owned()
        }
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("this row has {len} fields, the header has {expected_len}; is a quotation mark missing?")
        }
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => "this row cannot be read as CSV".to_owned(),
    }
}

/// Refuses a file whose lines never end before they fill memory. A record of quoted
/// lines is bounded too, since the longest export row is far below one line's bound.
struct Bounded<'a> {
    file: &'a mut File,
    line: usize,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        for byte in buffer.get(..read).unwrap_or_default() {
            self.line = if *byte == b'\n' { 0 } else { self.line + 1 };
        }
        if self.line > LONGEST_ROW {
            return Err(io::Error::other("a line is longer than a megabyte; this is not an export of rows"));
        }
        Ok(read)
    }
}
