//! `cargo xtask simulate`: builds the simulator and lets it play (docs/simulator.md).

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::toolchain::Places;

/// Plays histories as `options` say; `--release` is for the build, all others are the
/// simulator's own.
///
/// # Errors
/// When the build fails, or a history broke a promise.
pub fn run(places: &Places, options: &[&str]) -> Result<()> {
    let (build, play): (Vec<&str>, Vec<&str>) = options.iter().partition(|option| **option == "--release");
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo
        .current_dir(&places.root)
        .args(["run", "--quiet", "-p", "simulate"])
        .args(build)
        .arg("--")
        .args(play);
    let status = cargo.env("CARGO_TARGET_DIR", &places.target).status().context("cargo does not start")?;
    if !status.success() {
        bail!("the simulator found something, or could not play");
    }
    Ok(())
}
