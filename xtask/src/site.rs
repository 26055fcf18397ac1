//! `cargo xtask build`: from sources to `target/site`, or nothing when no input changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::assets::{self, Manifest, digest};
use crate::toolchain::{Places, Toolchain};
use crate::tools::{Language, Tools};
use crate::{sizes, style, wasm};

/// What the result depends on, below the root: the crates of the browser half, what they embed,
/// the style sheets, and this program itself.
const INPUTS: [&str; 10] = [
    "Cargo.lock",
    "Cargo.toml",
    "app",
    "domain",
    "frontend",
    "locales",
    "style",
    "xtask/Cargo.toml",
    "xtask/package-lock.json",
    "xtask/src",
];

/// Builds what changed and prints what it weighs.
///
/// # Errors
/// When a step fails; the site that was there stays as it was.
pub fn build(places: &Places, profile: &str) -> Result<()> {
    let toolchain = Toolchain::read(places);
    let tools = Tools::find(places);
    let key = key(places, &[profile, &toolchain.key(), &tools.key()])?;
    let stamp = places.wasm().join("site-stamp");
    if fs::read_to_string(&stamp).is_ok_and(|kept| kept == key) && complete(&places.site()) {
        println!("site: up to date");
        return Ok(());
    }

    let pair = wasm::build(places, &toolchain, &tools, profile)?;
    let site = places.site();
    fs::create_dir_all(site.join(assets::FOLDER))?;
    let mut manifest = Manifest::default();
    let sheets = places.root.join("style");
    for file in files_below(&sheets)? {
        let name = relative(&sheets, &file);
        let base = name.rsplit('/').next().unwrap_or(&name);
        if !name.ends_with(".css") && !name.ends_with(".md") {
            let path = assets::place(&site, base, &fs::read(&file)?)?;
            manifest.files.insert(name, path);
        }
    }
    for (kind, sheet, name) in
        [("css", "main.css", "openbalance.css"), ("guest_css", "guest.css", "guest.css")]
    {
        if sheets.join(sheet).exists() {
            let css = style::join(&sheets, sheet, &manifest.files, "../")?;
            let css = tools.minify(css, Language::Css)?;
            let path = assets::place(&site, name, css.as_bytes())?;
            manifest.main.insert(kind, path);
        }
    }
    for (kind, contents) in [("js", &pair.js), ("wasm", &pair.wasm)] {
        let path = assets::place(&site, &format!("openbalance.{kind}"), contents)?;
        manifest.main.insert(kind, path);
    }
    publish(&site, &manifest)?;
    fs::write(stamp, key)?;
    if !tools.missing().is_empty() {
        println!(
            "site: built without {}, which make it smaller (scripts/setup installs them)",
            tools.missing().join(" and ")
        );
    }
    sizes::print(places)
}

/// The manifest goes last and in one step; then what no build names any more is removed.
fn publish(site: &Path, manifest: &Manifest) -> Result<()> {
    let fresh = site.join("manifest.json.new");
    fs::write(&fresh, manifest.to_json())?;
    fs::rename(&fresh, site.join("manifest.json"))?;
    let named = manifest.paths();
    for file in files_below(&site.join(assets::FOLDER))? {
        let path = relative(site, &file);
        let plain = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"));
        if !named.contains(plain.unwrap_or(&path)) {
            fs::remove_file(&file)?;
        }
    }
    Ok(())
}

/// Whether the manifest is there, and every file that it names.
fn complete(site: &Path) -> bool {
    fs::read_to_string(site.join("manifest.json"))
        .ok()
        .and_then(|json| Manifest::paths_in(&json).ok())
        .is_some_and(|paths| paths.iter().all(|path| site.join(path).exists()))
}

fn key(places: &Places, settings: &[&str]) -> Result<String> {
    let mut contents: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for input in INPUTS {
        for file in files_below(&places.root.join(input))? {
            contents.insert(relative(&places.root, &file), fs::read(&file)?);
        }
    }
    let mut parts: Vec<&[u8]> = settings.iter().map(|setting| setting.as_bytes()).collect();
    for (name, bytes) in &contents {
        parts.push(name.as_bytes());
        parts.push(bytes);
    }
    Ok(digest(&parts))
}

/// Every file at or below a path, in a fixed order; none where there is nothing.
fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let Ok(entries) = fs::read_dir(path) else {
        return Ok(Vec::new());
    };
    let mut entries: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .with_context(|| format!("{} cannot be read", path.display()))?;
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        files.extend(files_below(&entry)?);
    }
    Ok(files)
}

fn relative(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).display().to_string()
}
