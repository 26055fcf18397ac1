//! `cargo xtask sizes`: what each file of the site weighs, as it is and as it travels.

use std::fs;

use anyhow::{Context as _, Result};

use crate::assets::Manifest;
use crate::toolchain::Places;

/// Prints the files of the last build: bytes raw, in gzip, in brotli.
///
/// # Errors
/// When nothing was built yet.
pub fn print(places: &Places) -> Result<()> {
    let site = places.site();
    let json = fs::read_to_string(site.join("manifest.json"))
        .context("there is no site yet: run `cargo xtask build`")?;
    println!("{:<44} {:>9} {:>9} {:>9}", "", "raw", "gzip", "brotli");
    for path in Manifest::paths_in(&json)? {
        let weight = |suffix: &str| {
            fs::metadata(site.join(format!("{path}{suffix}")))
                .map_or_else(|_| "-".to_owned(), |file| file.len().to_string())
        };
        println!("{path:<44} {:>9} {:>9} {:>9}", weight(""), weight(".gz"), weight(".br"));
    }
    Ok(())
}
