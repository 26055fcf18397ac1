//! What patients hand in: taken by what it is and not by what it is called, sealed, given out to
//! be saved and never shown as a page.
//!
//! A file is kept as it was handed in, byte for byte: it is evidence. That it is what it says
//! ([`Kind::of`]) is checked; that nothing harmful is in it cannot be, so it is served as an
//! attachment with a type of ours, and never decoded here.

use domain::{DisputeId, PracticeId, UserId, coded};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::store::papers::{self, NewDocument};
use super::{Case, DisputeError};
use crate::Door;
use crate::db::Tx;
use crate::seal::{SealKey, Unopened};

/// The largest file, in bytes.
pub const BYTES_MOST: usize = 10 * 1024 * 1024;

/// The most files of a dispute.
pub const FILES_MOST: usize = 5;

/// The longest name that is kept, in letters.
const NAME_MOST: usize = 80;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Neither a photo nor a PDF.
    #[error("it is not a photo (JPEG, PNG, HEIC) or a PDF")]
    OtherKind,
    /// It is two things at once, or broken.
    #[error("it is not whole, or more than it says it is")]
    Odd,
    /// Larger than [`BYTES_MOST`].
    #[error("it is larger than 10 MB")]
    TooLarge,
    /// More than [`FILES_MOST`].
    #[error("no more than five files are taken")]
    TooMany,
    /// This installation has no key to seal it with.
    #[error("files cannot be taken here")]
    NoKey,
    /// What is kept cannot be opened.
    #[error("what is kept cannot be opened with this key")]
    Sealed,
}

impl From<Unopened> for DocumentError {
    fn from(_: Unopened) -> Self {
        Self::Sealed
    }
}

coded! {
    /// What a file is.
    Kind {
        /// A photo.
        Jpeg = "jpeg",
        /// A picture of a screen.
        Png = "png",
        /// A photo of an iPhone.
        Heic = "heic",
        /// A scan or a letter.
        Pdf = "pdf",
    }
}

impl Kind {
    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
        }
    }

    /// What a file is by its content.
    ///
    /// # Errors
    /// [`DocumentError::OtherKind`], [`DocumentError::TooLarge`], and [`DocumentError::Odd`] for a
    /// file that ends early or that something else would read as another thing too (a web page,
    /// an archive).
    pub fn of(bytes: &[u8]) -> Result<Self, DocumentError> {
        if bytes.len() > BYTES_MOST {
            return Err(DocumentError::TooLarge);
        }
        let kind = if bytes.starts_with(b"\xFF\xD8\xFF") {
            Self::Jpeg
        } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
            Self::Png
        } else if bytes.starts_with(b"%PDF-") {
            Self::Pdf
        } else if bytes.get(4..8) == Some(b"ftyp")
            && HEIC.iter().any(|brand| bytes.get(8..12) == Some(&brand[..]))
        {
            Self::Heic
        } else {
            return Err(DocumentError::OtherKind);
        };
        let whole = match kind {
            Self::Jpeg => holds(bytes, b"\xFF\xD9"),
            Self::Png => is_whole_png(bytes),
            Self::Heic => is_whole_heic(bytes),
            Self::Pdf => holds(bytes.get(bytes.len().saturating_sub(2_048)..).unwrap_or_default(), b"%%EOF"),
        };
        if whole && !has_second_face(kind, bytes) { Ok(kind) } else { Err(DocumentError::Odd) }
    }
}

/// Brands of stills in HEIF (ISO/IEC 23008-12).
const HEIC: [&[u8; 4]; 6] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"];

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn big_endian(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

/// Chunk after chunk to the one that ends it, and nothing behind that.
fn is_whole_png(bytes: &[u8]) -> bool {
    let mut at = 8;
    while let (Some(length), Some(name)) = (big_endian(bytes, at), bytes.get(at + 4..at + 8)) {
        if at == 8 && name != b"IHDR" {
            return false;
        }
        at += 12 + length;
        if name == b"IEND" {
            return at == bytes.len();
        }
    }
    false
}

/// Box after box to the end of the file.
fn is_whole_heic(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        match big_endian(bytes, at) {
            // The last box may say that it goes on to the end.
            Some(0) => return true,
            Some(length) if length >= 8 => at += length,
            _ => return false,
        }
    }
    at == bytes.len()
}

/// Whether a browser could take it for a page, or an unpacker for an archive. Phones put a film
/// behind a photo: that is none of it.
fn has_second_face(kind: Kind, bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(1_024)).unwrap_or_default().to_ascii_lowercase();
    let pages: [&[u8]; 6] = [b"<html", b"<script", b"<svg", b"<!doctype", b"<?php", b"<?xml"];
    let end = bytes.get(bytes.len().saturating_sub(66_000)..).unwrap_or_default();
    // A PDF may carry its description as XML in clear text, though not so early.
    pages.iter().any(|page| holds(&start, page))
        || (kind != Kind::Pdf && holds(&start, b"%pdf-"))
        || holds(end, b"PK\x05\x06")
        || [&b"Rar!\x1A\x07"[..], b"7z\xBC\xAF\x27\x1C"].iter().any(|archive| holds(bytes, archive))
}

/// A file as it came: checked when it is made.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedIn {
    name: String,
    kind: Kind,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for HandedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HandedIn({:?}, {} bytes)", self.kind, self.bytes.len())
    }
}

impl HandedIn {
    /// A file under the name that its sender gave it.
    ///
    /// # Errors
    /// [`DocumentError`] when it is not taken.
    pub fn new(name: &str, bytes: Vec<u8>) -> Result<Self, DocumentError> {
        let kind = Kind::of(&bytes)?;
        Ok(Self { name: harmless(name, kind), kind, bytes })
    }
}

/// The last part of a path, without what a shell, a header or a reader stumbles over, and with an
/// ending that tells the truth.
fn harmless(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_');
    let stem: String = stem.chars().filter(kept).take(NAME_MOST).collect();
    let stem = stem.trim();
    let ending = if kind == Kind::Jpeg { "jpg" } else { kind.code() };
    format!("{}.{ending}", if stem.is_empty() { "file" } else { stem })
}

/// Where a file belongs is sealed with it: moved to another dispute it does not open.
fn place(practice: PracticeId, dispute: DisputeId, id: Uuid) -> Vec<u8> {
    [practice.0, dispute.0, id].iter().flat_map(|id| id.into_bytes()).collect()
}

/// Keeps what was handed in with the last step of a case that the caller holds.
pub(super) async fn keep_in(
    tx: &mut Tx,
    door: &Door,
    key: Option<&SealKey>,
    case: &Case,
    by: UserId,
    files: &[HandedIn],
) -> Result<(), DisputeError> {
    if files.is_empty() {
        return Ok(());
    }
    let key = key.ok_or(DocumentError::NoKey)?;
    let known = papers::of_case(tx, case.practice, case.id).await?.len();
    if known + files.len() > FILES_MOST {
        return Err(DocumentError::TooMany.into());
    }
    for file in files {
        let id = door.id();
        let place = place(case.practice, case.id, id);
        let (nonce, sealed) = key.seal(door, &place, &file.bytes).map_err(DocumentError::from)?;
        let new = NewDocument {
            id,
            name: &file.name,
            kind: file.kind.code(),
            bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
            sha256: &crate::hex(&Sha256::digest(&file.bytes)),
            nonce: &nonce,
            sealed: &sealed,
            by,
        };
        papers::insert(tx, case, &new, door.now()).await?;
    }
    Ok(())
}

/// Whether exactly these files were handed in with a step.
pub(super) async fn are_with(
    tx: &mut Tx,
    case: &Case,
    seq: i64,
    files: &[HandedIn],
) -> Result<bool, sqlx::Error> {
    let kept = papers::seals_of(tx, case, seq).await?;
    let given: Vec<String> = files.iter().map(|file| crate::hex(&Sha256::digest(&file.bytes))).collect();
    Ok(kept == given)
}

/// A file as it was handed in; the caller has found that the reader may see the dispute.
///
/// # Errors
/// [`DocumentError::NoKey`], [`DocumentError::Sealed`]; none when the dispute has no such file.
pub async fn read(
    tx: &mut Tx,
    key: Option<&SealKey>,
    (practice, dispute): (PracticeId, DisputeId),
    id: Uuid,
) -> Result<Option<Vec<u8>>, DisputeError> {
    let Some((nonce, sealed, sha256)) = papers::sealed(tx, practice, dispute, id).await? else {
        return Ok(None);
    };
    let key = key.ok_or(DocumentError::NoKey)?;
    let bytes = key.open(&nonce, &place(practice, dispute, id), sealed).map_err(DocumentError::from)?;
    if crate::hex(&Sha256::digest(&bytes)) != sha256 {
        return Err(DocumentError::Sealed.into());
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png() -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
        for (name, content) in [(b"IHDR", &[0_u8; 13][..]), (b"IDAT", b"xx"), (b"IEND", b"")] {
            bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
            bytes.extend(name);
            bytes.extend(content);
            bytes.extend([0; 4]);
        }
        bytes
    }

    fn heic() -> Vec<u8> {
        let mut bytes = 16_u32.to_be_bytes().to_vec();
        bytes.extend(b"ftypheic\0\0\0\0");
        bytes.extend(12_u32.to_be_bytes());
        bytes.extend(b"mdat1234");
        bytes
    }

    const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0 a photo \xFF\xD9";
    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n";

    #[test]
    fn a_file_is_what_is_in_it() {
        assert_eq!(Kind::of(JPEG), Ok(Kind::Jpeg));
        assert_eq!(Kind::of(PDF), Ok(Kind::Pdf));
        assert_eq!(Kind::of(&png()), Ok(Kind::Png));
        assert_eq!(Kind::of(&heic()), Ok(Kind::Heic));
        // A film that a phone puts behind its photo.
        assert_eq!(Kind::of(&[JPEG, b"\0\0\0\x18ftypmp42 a film"].concat()), Ok(Kind::Jpeg));
    }

    #[test]
    fn what_is_something_else_is_not_taken() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        for other in
            [&svg[..], b"<!doctype html>", b"PK\x03\x04", b"GIF89a", b"MZ", b"", b"\xFF\xD8", b"....ftypqt  "]
        {
            assert_eq!(Kind::of(other), Err(DocumentError::OtherKind));
        }
        assert_eq!(Kind::of(&[JPEG, &vec![0; BYTES_MOST]].concat()), Err(DocumentError::TooLarge));
    }

    #[test]
    fn what_is_two_things_at_once_or_cut_off_is_not_taken() {
        let page = [b"\xFF\xD8\xFF\xE1", &b"<SCRIPT>alert(1)</SCRIPT>"[..], b"\xFF\xD9"].concat();
        let archive = [JPEG, b"PK\x03\x04 content PK\x05\x06", &[0; 18]].concat();
        let behind = [&png()[..], b"<html>"].concat();
        let both = [b"\xFF\xD8\xFF\xE1", PDF, b"\xFF\xD9"].concat();
        let bomb = [b"%PDF-1.7\n%%EOF", &b"PK\x05\x06"[..], &[0; 18]].concat();
        let rar = [JPEG, b"Rar!\x1A\x07\x01\x00", &[0; 4_000]].concat();
        let seven = [JPEG, b"7z\xBC\xAF\x27\x1C", &[0; 4_000]].concat();
        for odd in [
            rar,
            seven,
            page,
            archive,
            behind,
            both,
            bomb,
            PDF[..20].to_vec(),
            JPEG[..10].to_vec(),
            png()[..40].to_vec(),
        ] {
            assert_eq!(Kind::of(&odd), Err(DocumentError::Odd), "{}", String::from_utf8_lossy(&odd));
        }
        assert_eq!(Kind::of(&heic()[..20]), Err(DocumentError::Odd));
    }

    #[test]
    fn a_file_that_is_cut_short_is_none() {
        for whole in [JPEG.to_vec(), PDF.trim_ascii_end().to_vec(), png()] {
            for end in 0..whole.len() {
                assert!(Kind::of(&whole[..end]).is_err(), "{end} of {}", whole.len());
            }
        }
    }

    #[test]
    fn a_name_leads_nowhere() {
        let name = |name: &str| HandedIn::new(name, JPEG.to_vec()).unwrap().name;
        assert_eq!(name("../../etc/passwd"), "passwd.jpg");
        assert_eq!(name("C:\\Users\\Wren\\my bill (1).JPEG"), "my bill 1.jpg");
        assert_eq!(name("a\r\nSet-Cookie: x=1\"; filename=b.html"), "aSet-Cookie x1 filenameb.jpg");
        assert_eq!(name(".."), "file.jpg");
        assert_eq!(name("fotografía.heic"), "fotografía.jpg");
        assert!(name(&"x".repeat(9_000)).len() < 100);
    }
}
