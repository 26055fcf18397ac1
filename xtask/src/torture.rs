//! `cargo xtask torture` and `cargo xtask soak`: build the binaries, then let
//! `end2end/torture/main.mjs` kill them or wear them out (docs/torture.md).

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::toolchain::Places;

/// How the binaries are built: only a debug build can be told where to die, and only a release
/// build is worth measuring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Build {
    /// `target/debug`.
    Debug,
    /// `target/release`.
    Release,
}

/// Builds, and runs `task` with `options`, which `end2end/torture/main.mjs` explains.
///
/// # Errors
/// When a build fails, node is missing, or the task found something wrong.
pub fn run(places: &Places, build: Build, task: &str, options: &[&str]) -> Result<()> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.current_dir(&places.root).args(["build", "--quiet", "-p", "server", "-p", "stripe-sandbox"]);
    let folder = match build {
        Build::Debug => "debug",
        Build::Release => {
            cargo.arg("--release");
            "release"
        }
    };
    succeed(cargo.env("CARGO_TARGET_DIR", &places.target))?;
    let mut node = Command::new("node");
    node.current_dir(&places.root)
        .arg("end2end/torture/main.mjs")
        .arg(task)
        .args(options)
        .env("OPENBALANCE_BIN_DIR", places.target.join(folder));
    succeed(&mut node)
}

fn succeed(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{name} cannot be started"))?;
    if !status.success() {
        bail!("{name} ended with {status}");
    }
    Ok(())
}
