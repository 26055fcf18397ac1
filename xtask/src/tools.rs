//! The two npm tools that make the result smaller: `wasm-opt` (package `binaryen`) and `esbuild`.
//!
//! Both are optional. Without them the site works and weighs more, and the build says so.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::toolchain::Places;

/// What a target of wasm32-unknown-unknown may use since Rust 1.87; every browser since 2022 has it.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The tools that are installed.
pub struct Tools {
    wasm_opt: Option<PathBuf>,
    esbuild: Option<PathBuf>,
    scratch: PathBuf,
}

/// What [`Tools::minify`] is given.
#[derive(Clone, Copy)]
pub enum Language {
    /// A style sheet.
    Css,
    /// An ECMAScript module.
    Js,
}

impl Tools {
    /// Looks for what `scripts/setup` installed.
    pub fn find(places: &Places) -> Self {
        let modules = places.root.join("xtask/node_modules");
        Self {
            wasm_opt: existing(modules.join("binaryen/bin/wasm-opt")),
            esbuild: esbuild_in(&modules.join("@esbuild")),
            scratch: places.wasm(),
        }
    }

    /// What a build's result depends on: which tools took part.
    pub fn key(&self) -> String {
        format!("{} {}", self.wasm_opt.is_some(), self.esbuild.is_some())
    }

    /// The names of the tools that are missing.
    pub fn missing(&self) -> Vec<&'static str> {
        [("wasm-opt", &self.wasm_opt), ("esbuild", &self.esbuild)]
            .into_iter()
            .filter(|(_, tool)| tool.is_none())
            .map(|(name, _)| name)
            .collect()
    }

    /// Optimises for size; the module itself where there is no `wasm-opt`.
    ///
    /// # Errors
    /// When the tool refuses the module.
    pub fn optimise(&self, wasm: Vec<u8>) -> Result<Vec<u8>> {
        let Some(tool) = &self.wasm_opt else {
            return Ok(wasm);
        };
        fs::create_dir_all(&self.scratch)?;
        let before = self.scratch.join("before.wasm");
        let after = self.scratch.join("after.wasm");
        fs::write(&before, &wasm)?;
        // npm's wasm-opt is JavaScript; calling node spares the need for an executable bit.
        let status = Command::new("node")
            .arg(tool)
            .args(["-Oz", "--strip-producers", "--strip-target-features"])
            .args(WASM_FEATURES)
            .arg(&before)
            .arg("-o")
            .arg(&after)
            .status()
            .context("wasm-opt did not start: is node installed?")?;
        if !status.success() {
            bail!("wasm-opt refused the module ({status})");
        }
        fs::read(&after).context("wasm-opt left no file")
    }

    /// Minifies a whole file; the text itself where there is no `esbuild`.
    ///
    /// # Errors
    /// When the text is not valid; esbuild has then said where.
    pub fn minify(&self, text: String, language: Language) -> Result<String> {
        let Some(tool) = &self.esbuild else {
            return Ok(text);
        };
        let flags: &[&str] = match language {
            Language::Css => &["--loader=css"],
            Language::Js => &["--loader=js", "--format=esm"],
        };
        let mut child = Command::new(tool)
            .args(["--minify", "--charset=utf8", "--log-level=warning"])
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("esbuild did not start")?;
        let mut input = child.stdin.take().context("esbuild has no input")?;
        // esbuild reads all of its input before it writes, so this cannot block on its output.
        input.write_all(text.as_bytes())?;
        drop(input);
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!("esbuild could not read it ({})", output.status);
        }
        String::from_utf8(output.stdout).context("esbuild wrote something else than text")
    }
}

fn existing(path: PathBuf) -> Option<PathBuf> {
    path.exists().then_some(path)
}

/// The package of the binary is named after the platform: `@esbuild/linux-x64`.
fn esbuild_in(folder: &Path) -> Option<PathBuf> {
    fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .find_map(|entry| existing(entry.path().join("bin/esbuild")))
}
