//! Files in: what practice systems and insurers export.
//!
//! [`import_file`] looks at what a file is (an 835 or a CSV export), takes it, and
//! keeps the report. The same file twice changes nothing. A CSV is all or nothing; an
//! 835 is all or nothing by transaction set, and not touched at all when it cannot be
//! read to its end.

mod columns;
mod report;
mod sheet;
mod store;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use domain::PracticeId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use columns::{COLUMNS, Column};
pub use report::{GroupCents, Refused, Report};
pub use sheet::{BadRow, Fields, Rows, RowsTaken, take_rows_in};
pub use store::ImportedFile;

use crate::Door;
use crate::db::{Db, Tx};
use crate::remittance::{self, RemittanceError};
use crate::visits::VisitError;

/// Why an import could not even report: the machine's fault, not the file's.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be opened or read.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The books or the database refused.
    #[error(transparent)]
    Remittance(#[from] RemittanceError),
    /// The books or the database refused.
    #[error(transparent)]
    Visit(#[from] VisitError),
    /// The report cannot be kept.
    #[error("the report cannot be kept: {0}")]
    Report(#[from] serde_json::Error),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Imports a file for a practice under the name that reports show.
///
/// # Errors
/// [`ImportError`] when the machine fails. What is wrong with the file itself is in the
/// report: `refused`, and `incomplete` when part of it has to come again.
pub async fn import_file(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    path: &Path,
    name: &str,
) -> Result<Report, ImportError> {
    import_file_as(db, door, practice, door.id(), path, name).await
}

/// The same, kept in the history under an id of the caller's.
///
/// # Errors
/// As [`import_file`].
pub async fn import_file_as(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    path: &Path,
    name: &str,
) -> Result<Report, ImportError> {
    let mut file = File::open(path)?;
    let looks_like = Looks::of(&mut file)?;
    let mut report = Report::new(name, looks_like.kind());
    match looks_like {
        Looks::Remittance => import_remittance(db, door, practice, &mut file, &mut report).await?,
        Looks::Sheet => sheet::import(db, door, practice, &mut file, &mut report).await?,
        Looks::Neither(reason) => {
            report.refuse("the file".to_owned(), reason.to_owned());
            report.incomplete = true;
        }
    }
    let (digest, bytes) = digest_of(&mut file)?;
    let mut tx = db.begin().await?;
    let kept = store::Kept { id, digest: &digest, bytes, now: door.now() };
    store::insert(&mut tx, practice, &kept, &report, &serde_json::to_string(&report)?).await?;
    tx.commit().await?;
    Ok(report)
}

async fn import_remittance(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    file: &mut File,
    report: &mut Report,
) -> Result<(), ImportError> {
    if let Err(broken) = remittance::survey(&mut *file, report) {
        report.refuse(format!("segment {}", broken.segment), broken.kind.to_string());
        report.incomplete = true;
        return Ok(());
    }
    file.seek(SeekFrom::Start(0))?;
    let name = report.file.clone();
    remittance::post_file(db, door, practice, &name, &mut *file, report).await?;
    Ok(())
}

/// What a file is, by its first bytes.
enum Looks {
    Remittance,
    Sheet,
    Neither(&'static str),
}

impl Looks {
    fn kind(&self) -> &'static str {
        match self {
            Self::Remittance => "835",
            Self::Sheet | Self::Neither(_) => "csv",
        }
    }

    fn of(file: &mut File) -> io::Result<Self> {
        let mut start = Vec::new();
        file.take(4096).read_to_end(&mut start)?;
        file.seek(SeekFrom::Start(0))?;
        let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start).trim_ascii_start();
        let envelope = [&b"ISA"[..], b"GS", b"ST"].iter().any(|tag| {
            text.strip_prefix(*tag)
                .and_then(|rest| rest.first())
                .is_some_and(|c| !c.is_ascii_alphanumeric() && *c != b'_' && *c != b' ')
        });
        Ok(if envelope && !first_line_is_header(text) {
            Self::Remittance
        } else if text.is_empty() {
            Self::Neither("the file is empty")
        } else if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") || start.contains(&0) {
            Self::Neither("this is UTF-16 or no text at all; save the export as CSV in UTF-8")
        } else if text.starts_with(b"%PDF") || text.starts_with(b"PK\x03\x04") {
            Self::Neither("this is a document or an archive; import the 835 or CSV file itself")
        } else {
            Self::Sheet
        })
    }
}

/// Whether the first line reads as the header of an export, such as `st,city,zip`.
fn first_line_is_header(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.split(',').filter(|name| columns::known(name).is_some()).count() >= 2
}

fn digest_of(file: &mut File) -> io::Result<([u8; 32], u64)> {
    file.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((hash.finalize().into(), bytes));
        }
        hash.update(buffer.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
}

/// The files imported last, newest first.
///
/// # Errors
/// The database's word.
pub async fn recent(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<ImportedFile>, sqlx::Error> {
    store::recent(tx, practice, limit).await
}

/// One file of the history, with its report.
///
/// # Errors
/// The database's word.
pub async fn imported_file(
    tx: &mut Tx,
    practice: PracticeId,
    file: Uuid,
) -> Result<Option<ImportedFile>, sqlx::Error> {
    store::file(tx, practice, file).await
}
