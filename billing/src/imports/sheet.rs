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
mod rows;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use csv::{ReaderBuilder, StringRecord, Trim};
use domain::PracticeId;

use super::columns::{self, Column};
use super::{ImportError, Report};
use crate::accounts::{self, AccountError, Change, Learned, PatientRecord};
use crate::db::{Db, Tx};
use crate::ledger::{self, Writers};
use crate::visits::{self, VisitError, VisitRecord};
use crate::{Door, remittance};
use fields::{BadField, Row};
pub use rows::{BadRow, Fields, Rows, RowsTaken, take_rows_in};

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
    tx.will_grow().await?;
    ledger::lock_books(&mut tx, practice, Writers::None).await?;
    let mut taken = Taken::default();
    // The rows were read before; an error now means that the file changed meanwhile.
    while rows.read_record(&mut record).map_err(io::Error::other)? {
        rows.get_mut().next_row();
        let row = Row { layout: &layout, record: &record };
        if let Err(refused) = take(&mut tx, door, practice, &row, &mut taken).await? {
            report.refuse(at(&record, Some(refused.column)), refused.reason);
        }
    }
    if !report.refused.is_empty() {
        report.incomplete = true;
        return Ok(());
    }
    taken.learned.write_in(&mut tx, practice).await?;
    report.matched = remittance::place_waiting_in(&mut tx, door, practice).await?;
    tx.commit().await?;
    (report.added, report.changed, report.unchanged) = (taken.added, taken.changed, taken.unchanged);
    Ok(())
}

/// What the rows did so far, and what the last one held: the rows of a wide file repeat
/// their patient and visit, and what was just written need not be written again.
#[derive(Default)]
struct Taken {
    added: u64,
    changed: u64,
    unchanged: u64,
    patient: Option<PatientRecord>,
    visit: Option<VisitRecord>,
    learned: Learned,
}

impl Taken {
    fn count(&mut self, change: Change) {
        match change {
            Change::Added => self.added += 1,
            Change::Changed => self.changed += 1,
            Change::Unchanged => self.unchanged += 1,
        }
    }
}

/// Writes what a row holds; says what does not fit what is on file.
async fn take(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    row: &Row<'_>,
    taken: &mut Taken,
) -> Result<Result<(), BadField>, ImportError> {
    if let Ok(Some(patient)) = row.patient() {
        if taken.patient.as_ref() == Some(&patient) {
            taken.count(Change::Unchanged);
        } else {
            match accounts::upsert_patient_in(tx, door, practice, &patient, &mut taken.learned).await {
                Ok((_, change)) => taken.count(change),
                Err(AccountError::Sqlx(error)) => return Err(error.into()),
                Err(other) => return Ok(Err(BadField::new(Column::AccountNumber, other.to_string()))),
            }
            taken.patient = Some(patient);
        }
    }
    let written = async {
        if let Ok(Some(visit)) = row.visit() {
            if taken.visit.as_ref() == Some(&visit) {
                taken.count(Change::Unchanged);
            } else {
                taken.count(visits::upsert_visit_in(tx, door, practice, &visit).await?.1);
                taken.visit = Some(visit);
            }
        }
        if let Ok(Some(charge)) = row.charge() {
            taken.count(visits::upsert_charge_in(tx, door, practice, &charge).await?);
        }
        Ok(())
    };
    let error: VisitError = match written.await {
        Ok(()) => return Ok(Ok(())),
        Err(error) => error,
    };
    let column = match &error {
        VisitError::UnknownPatient => Column::PatientNumber,
        VisitError::UnknownVisit | VisitError::OtherPatient => Column::VisitNumber,
        VisitError::Decided => Column::Amount,
        VisitError::Ledger(_) => return Err(error.into()),
    };
    Ok(Err(BadField::new(column, error.to_string())))
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
        let read = rows.read_record(&mut record);
        rows.get_mut().next_row();
        match read {
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
    ReaderBuilder::new().trim(Trim::All).from_reader(Bounded { file, row: 0 })
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
        csv::ErrorKind::Utf8 { .. } => "this row is not UTF-8; save the export as CSV in UTF-8".to_owned(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("this row has {len} fields, the header has {expected_len}; is a quotation mark missing?")
        }
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => "this row cannot be read as CSV".to_owned(),
    }
}

/// Refuses a file whose rows never end before they fill memory: a line of garbage, or a
/// quotation mark that is opened and never closed.
struct Bounded<'a> {
    file: &'a mut File,
    /// Bytes read since the last whole row.
    row: usize,
}

impl Bounded<'_> {
    fn next_row(&mut self) {
        self.row = 0;
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.row > LONGEST_ROW {
            return Err(io::Error::other(
                "this row is longer than a megabyte; is a quotation mark missing, or is this no export of rows?",
            ));
        }
        let read = self.file.read(buffer)?;
        self.row += read;
        Ok(read)
    }
}
