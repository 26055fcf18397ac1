//! Files in, and what became of them.

use std::io::Write;

use app::model::{ImportKind, ImportReportPage, ImportRow, ImportsPage, Refused};
use app::{FormState, pages};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::routing::{get, post};
use billing::db::Tx;
use billing::imports::{self, ImportedFile, Report};
use domain::access::Permission;
use domain::{Group, Money, PracticeId};
use uuid::Uuid;

use super::door::takes;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::session::Staff;
use crate::web::{Portal, Shared};

/// The largest file that is taken over the wire; larger ones go by `openbalance import`.
pub const LARGEST: usize = 256 * 1024 * 1024;

pub fn uploads() -> Router<Shared> {
    let look = Router::new().route("/staff/imports", get(list)).route_layer(takes(Permission::SeeBooks));
    let bring =
        Router::new().route("/staff/imports", post(upload)).route_layer(takes(Permission::ImportFiles));
    look.merge(bring).layer(DefaultBodyLimit::max(LARGEST))
}

async fn list(State(portal): State<Shared>, staff: Staff) -> Answer {
    Ok(page(show(&portal, &staff, FormState::default()).await?))
}

async fn show(portal: &Portal, staff: &Staff, form: FormState) -> Result<String, Fail> {
    let mut tx = portal.db.read().await?;
    let imports = recent_rows(&mut tx, staff.practice.id, 100).await?;
    Ok(pages::staff::imports(&staff.ctx(portal), &ImportsPage { form, imports }))
}

async fn upload(State(portal): State<Shared>, staff: Staff, mut parts: Multipart) -> Answer {
    let mut file = tempfile::NamedTempFile::new()?;
    let mut name = None;
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(_) => return too_large(&portal, &staff).await,
        };
        if part.name() != Some("file") {
            continue;
        }
        // The name is shown, never opened: the upload has a name of its own on disk.
        let shown = part.file_name().and_then(|name| name.rsplit(['/', '\\']).next()).unwrap_or_default();
        name = Some(shown.chars().filter(|c| !c.is_control()).take(120).collect::<String>())
            .filter(|n| !n.is_empty());
        let mut part = part;
        loop {
            match part.chunk().await {
                Ok(Some(bytes)) => file.write_all(&bytes)?,
                Ok(None) => break,
                Err(_) => return too_large(&portal, &staff).await,
            }
        }
    }
    let Some(name) = name else {
        let html = show(&portal, &staff, FormState::wrong("file", "error-file-missing")).await?;
        return Ok(refused(html));
    };
    file.flush()?;
    imports::import_file(&portal.db, &portal.door, staff.practice.id, file.path(), &name).await?;
    let mut tx = portal.db.read().await?;
    let newest = imports::recent(&mut tx, staff.practice.id, 1).await?;
    Ok(see(&newest
        .first()
        .map_or_else(|| "/staff/imports".to_owned(), |file| format!("/staff/imports/{}", file.id))))
}

async fn too_large(portal: &Portal, staff: &Staff) -> Answer {
    Ok(refused(show(portal, staff, FormState::wrong("file", "error-file-large")).await?))
}

pub async fn report(State(portal): State<Shared>, staff: Staff, Path(id): Path<Uuid>) -> Answer {
    let mut tx = portal.db.read().await?;
    let file = imports::imported_file(&mut tx, staff.practice.id, id).await?.ok_or(Fail::NotFound)?;
    let Some((row, report)) = row_of(file) else { return Err(Fail::NotFound) };
    let sums = report.adjustments_cents;
    let model = ImportReportPage {
        row,
        refused: report
            .refused
            .into_iter()
            .map(|refused| Refused { at: refused.at, reason: refused.reason })
            .collect(),
        billed: Money::from_cents(report.billed_cents),
        insurer_paid: Money::from_cents(report.insurer_paid_cents),
        patient_responsibility: Money::from_cents(report.patient_responsibility_cents),
        adjustments: Group::ALL
            .into_iter()
            .zip([sums.co, sums.pr, sums.oa, sums.pi, sums.cr])
            .map(|(group, cents)| (group, Money::from_cents(cents)))
            .collect(),
        provider_adjustments: Money::from_cents(report.provider_adjustments_cents),
    };
    Ok(page(pages::staff::import_report(&staff.ctx(&portal), &model)))
}

/// The imports of a practice as lists show them.
pub async fn recent_rows(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<ImportRow>, Fail> {
    let files = imports::recent(tx, practice, limit).await?;
    Ok(files.into_iter().filter_map(row_of).map(|(row, _)| row).collect())
}

fn row_of(file: ImportedFile) -> Option<(ImportRow, Report)> {
    let report: Report = serde_json::from_str(&file.report).ok()?;
    let remittance = report.kind == "835";
    let row = ImportRow {
        id: file.id.to_string(),
        file: file.name,
        at: file.imported_at,
        kind: if remittance { ImportKind::Remittance } else { ImportKind::Practice },
        claims: if remittance { report.claims } else { report.rows },
        posted: if remittance { report.posted } else { report.added + report.changed },
        duplicates: if remittance { report.duplicates } else { report.unchanged },
        unmatched: report.unmatched,
        refused: report.refused.len() as u64 + report.refused_more,
    };
    Some((row, report))
}
