//! Files in, as staff upload them: practice exports (CSV) and remittances (X12 835).

use std::io::Write;
use std::path::Path as FilePath;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use billing::api_keys::Scope;
use billing::api_keys::once::{self, Name};
use billing::imports::{self, ImportedFile, Report};
use http_body_util::BodyExt;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::asked::{self, Answer, Done, Id};
use super::caller::Caller;
use super::problem::{Kind, Problem};
use super::shapes::instant;
use crate::web::{Portal, Shared};

/// The kinds of bodies that are taken; what a file is, it says itself.
const TAKEN: [&str; 3] = ["text/csv", "application/edi-x12", "application/octet-stream"];

/// The header with the name that reports show.
const FILE_NAME: &str = "file-name";

/// What became of a file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FileReport {
    /// Its id.
    pub id: Uuid,
    /// The name it came with.
    pub name: String,
    /// `835` or `csv`.
    pub kind: String,
    /// When it came.
    #[schema(format = DateTime)]
    pub imported_at: String,
    /// Whether all of it is in the books; if not, `refused` says what has to come again.
    pub complete: bool,
    /// Claims in the file.
    pub claims: u64,
    /// Claims that are in the books now, or moved no money.
    pub posted: u64,
    /// Claims that had come before.
    pub duplicates: u64,
    /// Claims that wait for their visit or for a person, their money accounted for.
    pub waiting: u64,
    /// Rows of a practice export.
    pub rows: u64,
    /// New patients, visits and charges.
    pub added: u64,
    /// Those that were there and differ now.
    pub changed: u64,
    /// Those that were there as they are.
    pub unchanged: u64,
    /// Claims of earlier remittances that found their visit.
    pub matched: u64,
    /// What was not taken or waits for a person, and why.
    pub refused: Vec<NotTaken>,
    /// How many more there are of these than are listed.
    pub refused_more: u64,
    /// Remarks that refuse nothing.
    pub notes: Vec<String>,
}

/// A row, segment or file that was not taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NotTaken {
    /// Where: `segment 31`, `row 12, column birth_date`.
    pub at: String,
    /// Why, and what to do.
    pub reason: String,
}

fn shown(file: ImportedFile) -> Result<FileReport, Problem> {
    let report: Report = serde_json::from_str(&file.report)?;
    let not_taken = |one: imports::Refused| NotTaken { at: one.at, reason: one.reason };
    Ok(FileReport {
        id: file.id,
        name: file.name,
        kind: file.kind,
        imported_at: instant(file.imported_at)?,
        complete: !report.incomplete,
        claims: report.claims,
        posted: report.posted,
        duplicates: report.duplicates,
        waiting: report.unmatched,
        rows: report.rows,
        added: report.added,
        changed: report.changed,
        unchanged: report.unchanged,
        matched: report.matched,
        refused: report.refused.into_iter().map(not_taken).collect(),
        refused_more: report.refused_more,
        notes: report.notes,
    })
}

async fn report_of(portal: &Portal, caller: &Caller, id: Uuid) -> Result<FileReport, Problem> {
    let mut tx = portal.db.read().await?;
    let file = imports::imported_file(&mut tx, caller.practice(), id).await?.ok_or(Kind::NotFound)?;
    shown(file)
}

/// The name that reports show: shown, never opened.
fn shown_name(headers: &HeaderMap) -> String {
    let said = headers.get(FILE_NAME).and_then(|name| name.to_str().ok()).unwrap_or_default();
    let last = said.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if name.trim().is_empty() { "upload".to_owned() } else { name }
}

/// The body in a file of its own, and a digest of it for the request's name.
async fn received(request: Request) -> Result<(tempfile::NamedTempFile, Vec<u8>), Problem> {
    let mut file = tempfile::NamedTempFile::new()?;
    let mut digest = hmac_sha256::Hash::new();
    let mut size = 0;
    let mut body = request.into_body();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::new(Kind::Malformed, "The file did not arrive whole."))?;
        let Some(bytes) = frame.data_ref() else { continue };
        size += bytes.len();
        if size > crate::web::staff::LARGEST {
            return Err(Problem::new(
                Kind::TooLarge,
                "A file has 256 MB at most; larger ones go by `openbalance import`.",
            ));
        }
        file.write_all(bytes)?;
        digest.update(bytes);
    }
    if size == 0 {
        return Err(Problem::new(Kind::Malformed, "The file is empty."));
    }
    file.flush()?;
    Ok((file, digest.finalize().to_vec()))
}

/// Upload a file
///
/// A practice export (CSV) or a remittance (X12 835), as the body of the request; what it is, it
/// says itself. The answer is the report: when `complete` is false, something of the file has to
/// come again. The same file twice changes nothing.
#[utoipa::path(
    post, path = "/files", tag = "files", operation_id = "upload_file",
    security(("key" = ["files:write"])),
    params(("File-Name" = Option<String>, Header, description = "The name that reports show.")),
    request_body(description = "The file itself.", content(
        (String = "text/csv"),
        (String = "application/edi-x12"),
        (String = "application/octet-stream"),
    )),
    responses((status = 201, description = "What became of it.", body = FileReport)),
)]
pub async fn upload(State(portal): State<Shared>, caller: Caller, request: Request) -> Answer {
    caller.may(&portal, Scope::FilesWrite).await?;
    let headers = request.headers().clone();
    let name = asked::name_of(&headers)?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !TAKEN.contains(&asked::essence(kind).as_str()) {
        return Err(Problem::new(Kind::MediaType, format!("Send one of {}.", TAKEN.join(", "))));
    }
    let (file, digest) = received(request).await?;
    let named = name.as_ref().map(|name| Name::new(name, "POST /files", &digest));
    if let Some(named) = &named {
        // A file may take a while: its name is claimed before, and not held open meanwhile.
        let mut tx = portal.db.begin().await?;
        let known = once::take_on_in(&mut tx, &portal.door, &caller.key, named).await?;
        if let Some(done) = asked::known_answer(known, "")? {
            return Ok(done.into_response());
        }
        tx.commit().await?;
    }
    let shown = shown_name(&headers);
    // Who hangs up does not leave half of it: what is begun is done, and its answer kept.
    let importing = tokio::spawn(async move {
        let outcome = imported(&portal, &caller, named.as_ref(), file.path(), &shown).await;
        if let (Err(_), Some(named)) = (&outcome, &named) {
            once::give_up(&portal.db, &caller.key, named).await?;
        }
        outcome
    });
    let report = importing.await.map_err(|_| Kind::Broken)??;
    Ok(Done::of(StatusCode::CREATED, report).into_response())
}

async fn imported(
    portal: &Portal,
    caller: &Caller,
    named: Option<&Name>,
    path: &FilePath,
    name: &str,
) -> Result<Value, Problem> {
    let id = portal.door.id();
    imports::import_file_as(&portal.db, &portal.door, caller.practice(), id, path, name).await?;
    let report = serde_json::to_value(report_of(portal, caller, id).await?)?;
    if let Some(named) = named {
        let mut tx = portal.db.begin().await?;
        let status = StatusCode::CREATED.as_u16();
        once::done_in(&mut tx, &caller.key, named, status, &report.to_string()).await?;
        tx.commit().await?;
    }
    Ok(report)
}

/// Read what became of a file
#[utoipa::path(
    get, path = "/files/{id}", tag = "files", operation_id = "read_file",
    security(("key" = ["files:read"])),
    params(("id" = Uuid, Path, description = "The file.")),
    responses((status = 200, description = "What became of it.", body = FileReport)),
)]
pub async fn read(State(portal): State<Shared>, caller: Caller, Id(id): Id) -> Answer {
    caller.may(&portal, Scope::FilesRead).await?;
    Ok(Json(report_of(&portal, &caller, id).await?).into_response())
}
