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
    // With the workspace's features, as `scripts/test` builds everything: another selection of packages
    // would compile half the dependencies once more.
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo
        .current_dir(&places.root)
        .env("CARGO_TARGET_DIR", &places.target)
        .args(["build", "--quiet", "--workspace", "--exclude", "frontend", "--exclude", "xtask"])
        .args(["--bin", "simulate"])
        .args(&build);
    if !cargo.status().context("cargo does not start")?.success() {
        bail!("the simulator does not build");
    }
    let folder = if build.is_empty() { "debug" } else { "release" };
    let mut simulator = Command::new(places.target.join(folder).join("simulate"));
    let status =
        simulator.current_dir(&places.root).args(play).status().context("the simulator does not start")?;
    if !status.success() {
        bail!("the simulator found something, or could not play");
    }
    Ok(())
}
