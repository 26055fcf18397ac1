//! Rows that another program posts instead of a file: the same rules, one after the other.

use csv::StringRecord;
use domain::PracticeId;

use super::fields::Row;
use super::{Taken, take};
use crate::db::Tx;
use crate::imports::ImportError;
use crate::imports::columns::Column;
use crate::ledger::{self, Writers};
use crate::{Door, remittance};

/// A row by its columns; what is not named is left as it is on file.
pub type Fields = Vec<(Column, String)>;

/// What rows are about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rows {
    /// Patients with who answers for them.
    Patients,
    /// Charges, with their visits where they name the day.
    Charges,
}

impl Rows {
    /// What every row names.
    #[must_use]
    pub fn required(self) -> &'static [Column] {
        match self {
            Self::Patients => {
                &[Column::PatientNumber, Column::FirstName, Column::LastName, Column::BirthDate]
            }
            Self::Charges => {
                &[Column::VisitNumber, Column::Line, Column::Code, Column::Description, Column::Amount]
            }
        }
    }
}

/// A field of a row that cannot be taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadRow {
    /// Which row, from 0.
    pub row: usize,
    /// Which field.
    pub column: Column,
    /// Why, and what to do; never with what stood there.
    pub reason: String,
}

/// What rows did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RowsTaken {
    /// New patients, visits and charges.
    pub added: u64,
    /// Those that were there and differ now.
    pub changed: u64,
    /// Those that were there as they are.
    pub unchanged: u64,
    /// Claims from earlier remittances that found their visit.
    pub matched: u64,
}

/// Takes all rows, or says what is wrong with which: then the caller lets the transaction go.
///
/// # Errors
/// [`ImportError`] when the machine fails.
pub async fn take_rows_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    kind: Rows,
    rows: &[Fields],
) -> Result<Result<RowsTaken, Vec<BadRow>>, ImportError> {
    let rows: Vec<(Vec<Option<Column>>, StringRecord)> = rows.iter().map(read).collect();
    let mut bad = Vec::new();
    for (n, (layout, record)) in rows.iter().enumerate() {
        let row = Row { layout, record };
        let mut problems = row.problems();
        for column in kind.required() {
            if row.is_empty(*column) && !problems.iter().any(|problem| problem.column == *column) {
                problems.push(super::BadField::new(*column, "is empty"));
            }
        }
        bad.extend(problems.into_iter().map(|problem| BadRow {
            row: n,
            column: problem.column,
            reason: problem.reason,
        }));
    }
    if !bad.is_empty() {
        return Ok(Err(bad));
    }
    ledger::lock_books(tx, practice, Writers::None).await?;
    let mut taken = Taken::default();
    for (n, (layout, record)) in rows.iter().enumerate() {
        if let Err(problem) = take(tx, door, practice, &Row { layout, record }, &mut taken).await? {
            bad.push(BadRow { row: n, column: problem.column, reason: problem.reason });
        }
    }
    if !bad.is_empty() {
        return Ok(Err(bad));
    }
    taken.learned.write_in(tx, practice).await?;
    let matched = remittance::place_waiting_in(tx, door, practice).await?;
    Ok(Ok(RowsTaken { added: taken.added, changed: taken.changed, unchanged: taken.unchanged, matched }))
}

/// A row as it would stand in a file of its own.
fn read(fields: &Fields) -> (Vec<Option<Column>>, StringRecord) {
    let layout = fields.iter().map(|(column, _)| Some(*column)).collect();
    (layout, fields.iter().map(|(_, value)| value.trim()).collect())
}
