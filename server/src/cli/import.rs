//! `openbalance import FILE…`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use billing::imports::{self, Report};

use super::{CliError, find_practice, open};
use crate::config::Config;

pub async fn run(
    config: &Config,
    files: &[PathBuf],
    practice: Option<&str>,
    json: bool,
) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let practice = find_practice(&db, &door, practice).await?;
    let mut code = ExitCode::SUCCESS;
    for path in files {
        let name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let report = match imports::import_file(&db, &door, practice.id, path, &name).await {
            Ok(report) => report,
            Err(imports::ImportError::Io(error)) => {
                return Err(CliError::Said(format!("{}: {error}", path.display())));
            }
            Err(error) => return Err(error.into()),
        };
        if json {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            print!("{}", in_words(path, &report));
        }
        if report.incomplete {
            code = ExitCode::from(1);
        }
    }
    db.close().await;
    Ok(code)
}

fn in_words(path: &Path, report: &Report) -> String {
    let mut text = format!("{}: ", path.display());
    text.push_str(&match report.kind.as_str() {
        _ if report.nothing_new() => "nothing new, all of it was imported before\n".to_owned(),
        "835" => format!(
            "{} claims: {} posted, {} known already, {} waiting\n",
            report.claims, report.posted, report.duplicates, report.unmatched
        ),
        _ => format!(
            "{} rows: {} added, {} changed, {} unchanged, {} waiting claims matched\n",
            report.rows, report.added, report.changed, report.unchanged, report.matched
        ),
    });
    for note in &report.notes {
        text.push_str(&format!("  note: {note}\n"));
    }
    for refused in &report.refused {
        text.push_str(&format!("  {}: {}\n", refused.at, refused.reason));
    }
    if report.refused_more > 0 {
        text.push_str(&format!("  and {} more\n", report.refused_more));
    }
    text
}
