//! Files for spreadsheets.

use axum::http::header;
use axum::response::IntoResponse;

use super::answer::Answer;

/// Text that a spreadsheet takes for text: what would begin a formula is quoted (OWASP,
/// CSV injection).
pub fn harmless(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// A sheet as a download.
///
/// # Errors
/// None in practice: it is written to memory.
pub fn answer<const N: usize>(
    name: &str,
    head: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Answer {
    let mut sheet = csv::Writer::from_writer(Vec::new());
    sheet.write_record(head).map_err(std::io::Error::other)?;
    for row in rows {
        sheet.write_record(row).map_err(std::io::Error::other)?;
    }
    let bytes = sheet.into_inner().map_err(|error| std::io::Error::other(error.into_error()))?;
    let kind = "text/csv; charset=utf-8".to_owned();
    let name = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_formula() {
        for name in ["=cmd()", "+1", "-1", "@x", "\t=1", "\r=1"] {
            assert!(harmless(name).starts_with('\''), "{name:?}");
        }
        assert_eq!(harmless("O'Neil, Ana"), "O'Neil, Ana");
        assert_eq!(harmless(""), "");
    }
}
