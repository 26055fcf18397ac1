//! A form with files in it: read to its bounds and no further, each file by what is in it.

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use billing::disputes::HandedIn;
use billing::disputes::documents::{BYTES_MOST, FILES_MOST};

use crate::web::fields::Fields;

/// What one request may bring: the files of a dispute and the words.
pub const LARGEST: usize = FILES_MOST * BYTES_MOST + 256 * 1024;

/// The longest field that is no file, in bytes: what is longer is cut, and refused as too long.
const WORDS_BYTES: usize = 32 * 1024;

/// What came: the fields as typed, and the files or why they are not taken.
pub struct Upload {
    /// The fields that are no files.
    pub fields: Fields,
    /// The files, or the error at their field.
    pub files: Result<Vec<HandedIn>, &'static str>,
}

/// Reads a form; one that ends early or is larger than [`LARGEST`] gives what came before.
pub async fn read(mut parts: Multipart) -> Upload {
    let mut fields = Vec::new();
    let mut files: Result<Vec<HandedIn>, &'static str> = Ok(Vec::new());
    loop {
        let mut part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(_) => {
                files = files.and(Err("error-file-broken"));
                break;
            }
        };
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_none() {
            let Ok((text, _)) = bytes(&mut part, WORDS_BYTES).await else {
                files = files.and(Err("error-file-broken"));
                break;
            };
            fields.push((name, String::from_utf8_lossy(&text).replace("\r\n", "\n")));
            continue;
        }
        let shown = part.file_name().unwrap_or_default().to_owned();
        match bytes(&mut part, BYTES_MOST).await {
            // A field for files that was left empty.
            Ok((file, false)) if file.is_empty() && shown.is_empty() => {}
            Ok((_, true)) => files = files.and(Err("error-file-size")),
            Ok((file, false)) => {
                files = files.and_then(|known| taken(known, &shown, file));
            }
            Err(_) => {
                files = files.and(Err("error-file-broken"));
                break;
            }
        }
    }
    Upload { fields: Fields::of(fields), files }
}

fn taken(mut known: Vec<HandedIn>, name: &str, file: Vec<u8>) -> Result<Vec<HandedIn>, &'static str> {
    if known.len() == FILES_MOST {
        return Err("error-file-many");
    }
    known.push(HandedIn::new(name, file).map_err(super::disputes::file_error)?);
    Ok(known)
}

/// The first bytes of a part, so many at most, and whether there were more; the rest is read and
/// dropped, so that the browser can read the answer.
async fn bytes(
    part: &mut Field<'_>,
    most: usize,
) -> Result<(Vec<u8>, bool), axum::extract::multipart::MultipartError> {
    let mut kept: Vec<u8> = Vec::new();
    let mut more = false;
    while let Some(chunk) = part.chunk().await? {
        let room = most - kept.len();
        let taken: Bytes = chunk.slice(..chunk.len().min(room));
        more |= taken.len() < chunk.len();
        kept.extend_from_slice(&taken);
    }
    Ok((kept, more))
}
