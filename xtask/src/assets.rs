//! Files as they are served: named by their content, with a brotli and a gzip copy beside each.
//!
//! A name that changes with the content may be cached for a year. The manifest says which name
//! each file has in this build; the server reads it once, at start-up.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// The folder below the site root that holds every hashed file.
pub const FOLDER: &str = "pkg";

/// What `target/site/manifest.json` holds. Every value is a path below the site root.
#[derive(Default)]
pub struct Manifest {
    /// `js`, `wasm` and `css`: what every page with an island, or every page, loads; `guest_css`: a
    /// page for who came by a pay link.
    pub main: BTreeMap<&'static str, String>,
    /// The other files of `style/`, by their path in there: `fonts/….woff2` and the like.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// Every path that this build serves.
    pub fn paths(&self) -> BTreeSet<&str> {
        self.main.values().chain(self.files.values()).map(String::as_str).collect()
    }

    /// As JSON: `{"js": …, "wasm": …, "css": …, "files": {…}}`.
    pub fn to_json(&self) -> String {
        let mut all = json!(self.main);
        if let Some(object) = all.as_object_mut() {
            object.insert("files".to_owned(), json!(self.files));
        }
        format!("{all:#}\n")
    }

    /// The reverse of [`Manifest::to_json`], as far as [`Manifest::paths`] needs it.
    pub fn paths_in(json: &str) -> Result<BTreeSet<String>> {
        let all: serde_json::Value = serde_json::from_str(json)?;
        let object = all.as_object().context("the manifest is not an object")?;
        let files = object.get("files").and_then(|files| files.as_object());
        Ok(object
            .values()
            .chain(files.into_iter().flat_map(|files| files.values()))
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect())
    }
}

/// The first 16 hexadecimal digits of SHA-256 over the parts, each with its length.
pub fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// `NAME.HASH.EXTENSION` for these contents.
pub fn hashed_name(name: &str, contents: &[u8]) -> String {
    let hash = digest(&[contents]);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

/// Writes a file under its hashed name, with compressed copies, and returns its path below `site`.
///
/// # Errors
/// When the disk does not take it.
pub fn place(site: &Path, name: &str, contents: &[u8]) -> Result<String> {
    let path = format!("{FOLDER}/{}", hashed_name(name, contents));
    let file = site.join(&path);
    if !file.exists() {
        if compresses(name) {
            fs::write(site.join(format!("{path}.br")), brotli(contents)?)?;
            fs::write(site.join(format!("{path}.gz")), gzip(contents)?)?;
        }
        // Last, so that a file which exists is a file whose copies exist.
        fs::write(&file, contents).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(path)
}

/// Formats that are compressed already gain nothing.
fn compresses(name: &str) -> bool {
    !["woff2", "png", "jpg", "webp", "avif"].iter().any(|extension| name.ends_with(extension))
}

fn brotli(contents: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    // Quality 11 and a 4 MiB window: made once, read by every visitor.
    brotli::CompressorReader::new(contents, 4096, 11, 22).read_to_end(&mut packed)?;
    Ok(packed)
}

fn gzip(contents: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(contents)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content_and_keeps_its_extension() {
        let one = hashed_name("app.js", b"one");
        assert!(one.starts_with("app.") && one.ends_with(".js"));
        assert_eq!(one, hashed_name("app.js", b"one"));
        assert_ne!(one, hashed_name("app.js", b"two"));
    }

    #[test]
    fn moving_a_byte_between_two_inputs_changes_the_digest() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
    }

    #[test]
    fn both_copies_unpack_to_the_file() {
        let text = b"All of it, all of it, all of it.".repeat(50);
        let mut from_brotli = Vec::new();
        brotli::Decompressor::new(&*brotli(&text).unwrap(), 4096).read_to_end(&mut from_brotli).unwrap();
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(&*gzip(&text).unwrap()).read_to_end(&mut from_gzip).unwrap();
        assert_eq!((from_brotli, from_gzip), (text.clone(), text));
    }

    #[test]
    fn the_manifest_names_every_file_once() {
        let mut manifest = Manifest::default();
        manifest.main.insert("css", "pkg/a.css".to_owned());
        manifest.files.insert("fonts/f.woff2".to_owned(), "pkg/f.woff2".to_owned());
        let paths = Manifest::paths_in(&manifest.to_json()).unwrap();
        assert_eq!(paths.iter().map(String::as_str).collect::<BTreeSet<_>>(), manifest.paths());
        assert_eq!(paths.len(), 2);
    }
}
