//! Where things are, and which compiler makes wasm on this machine.
//!
//! `scripts/setup` leaves its finding in `target/wasm-toolchain`: nothing where the ordinary
//! toolchain has the target, else the paths of a second one (`docs/toolchain.md`). That one keeps
//! its artefacts in `target/wasm`, so that neither makes the other rebuild.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// The folders that the build reads and writes.
pub struct Places {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

impl Places {
    /// Finds the checkout that this program was built from.
    ///
    /// # Errors
    /// When there is no workspace one folder above this crate any more.
    pub fn find() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| OsString::from(env!("CARGO_MANIFEST_DIR")));
        let root = Path::new(&here).parent().context("xtask has no parent folder")?.to_path_buf();
        ensure!(root.join("Cargo.lock").exists(), "there is no Cargo.lock in {}", root.display());
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        Ok(Self { root, target })
    }

    /// What the server serves: `manifest.json` and the files that it names.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// Cargo's artefacts of the browser half, and what the steps after it made of them.
    pub fn wasm(&self) -> PathBuf {
        self.target.join("wasm")
    }
}

/// The compiler for the browser half.
pub struct Toolchain {
    found: BTreeMap<String, String>,
}

impl Toolchain {
    /// Reads what `scripts/setup` found; without it, the ordinary toolchain is taken.
    pub fn read(places: &Places) -> Self {
        let text = fs::read_to_string(places.target.join("wasm-toolchain")).unwrap_or_default();
        Self { found: parse(&text) }
    }

    /// What a build's result depends on beside its sources.
    pub fn key(&self) -> String {
        format!("{:?}", self.found)
    }

    /// A cargo command for wasm32: `cargo SUBCOMMAND --target wasm32-unknown-unknown`.
    pub fn cargo(&self, places: &Places, subcommand: &str) -> Command {
        let program = self.found.get("cargo").map_or("cargo", String::as_str);
        let mut command = Command::new(program);
        if let Some(rustc) = self.found.get("rustc") {
            command.env("RUSTC", rustc);
            // A second toolchain beside rustup's: nothing of the first may leak into it, and
            // `cargo clippy` must find its own clippy.
            for name in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "CARGO", "RUSTDOC"] {
                command.env_remove(name);
            }
            if let Some(bin) = Path::new(program).parent() {
                let mut folders = vec![bin.to_path_buf()];
                folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
                if let Ok(path) = std::env::join_paths(folders) {
                    command.env("PATH", path);
                }
            }
        }
        if let Some(linker) = self.found.get("linker") {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        // The encoded form outranks every other place where flags could be set, so a user's own
        // RUSTFLAGS for native code cannot hide the standard library.
        command.env_remove("RUSTFLAGS");
        match self.found.get("sysroot") {
            Some(sysroot) => command.env("CARGO_ENCODED_RUSTFLAGS", format!("--sysroot\x1f{sysroot}")),
            None => command.env_remove("CARGO_ENCODED_RUSTFLAGS"),
        };
        command
            .arg(subcommand)
            .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
            .arg(places.wasm())
            .current_dir(&places.root);
        command
    }
}

fn parse(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_finding_is_the_ordinary_toolchain() {
        let toolchain = Toolchain { found: parse("") };
        let places = Places::find().unwrap();
        let command = toolchain.cargo(&places, "build");
        assert_eq!(command.get_program(), "cargo");
        assert!(!command.get_envs().any(|(name, value)| name == "RUSTC" && value.is_some()));
    }

    #[test]
    fn a_second_toolchain_brings_its_compiler_and_its_library() {
        let found = parse("cargo=/usr/bin/cargo\nrustc=/usr/bin/rustc\nsysroot=/s y\n");
        let places = Places::find().unwrap();
        let command = Toolchain { found }.cargo(&places, "build");
        let environment: Vec<_> = command.get_envs().collect();
        assert_eq!(command.get_program(), "/usr/bin/cargo");
        assert!(environment.contains(&("RUSTC".as_ref(), Some("/usr/bin/rustc".as_ref()))));
        assert!(
            environment.contains(&("CARGO_ENCODED_RUSTFLAGS".as_ref(), Some("--sysroot\x1f/s y".as_ref())))
        );
    }
}
