//! The browser half: cargo → wasm-bindgen → wasm-opt.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::assets::digest;
use crate::toolchain::{Places, Toolchain};
use crate::tools::{Language, Tools};

/// The module and the script that loads it.
pub struct Pair {
    /// The WebAssembly module.
    pub wasm: Vec<u8>,
    /// The ECMAScript module whose default export takes `{module_or_path}`.
    pub js: Vec<u8>,
}

/// Compiles the `frontend` crate and binds it.
///
/// # Errors
/// When a step fails; each says which.
pub fn build(places: &Places, toolchain: &Toolchain, tools: &Tools, profile: &str) -> Result<Pair> {
    let module = compile(places, toolchain, profile)?;
    let raw = fs::read(&module).with_context(|| format!("{} is missing", module.display()))?;

    // Everything below is a function of `raw`; a change of native code only leaves it the same.
    let kept = places.wasm().join("bound").join(digest(&[&raw, tools.key().as_bytes()]));
    if let (Ok(wasm), Ok(js)) = (fs::read(kept.join("app.wasm")), fs::read(kept.join("app.js"))) {
        return Ok(Pair { wasm, js });
    }
    let pair = bind(raw, tools)?;
    if let Some(all) = kept.parent() {
        // Only the latest is worth its disk.
        let _ = fs::remove_dir_all(all);
    }
    fs::create_dir_all(&kept)?;
    fs::write(kept.join("app.wasm"), &pair.wasm)?;
    fs::write(kept.join("app.js"), &pair.js)?;
    Ok(pair)
}

/// Lints the browser half with the compiler that builds it; warnings are errors.
///
/// # Errors
/// When clippy finds something.
pub fn clippy(places: &Places) -> Result<()> {
    let mut command = Toolchain::read(places).cargo(places, "clippy");
    command.args(["--package", "frontend", "--package", "app"]);
    // The profile of the build, whose build scripts and macros then serve both.
    command.args(["--features", "app/hydrate", "--profile", "wasm-release", "--", "-D", "warnings"]);
    run(&mut command, "clippy for wasm32")
}

fn compile(places: &Places, toolchain: &Toolchain, profile: &str) -> Result<PathBuf> {
    let mut command = toolchain.cargo(places, "build");
    command.args(["--package", "frontend", "--profile", profile]);
    run(&mut command, "the build for wasm32 (scripts/setup installs the target)")?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(places.wasm().join("wasm32-unknown-unknown").join(folder).join("frontend.wasm"))
}

fn bind(raw: Vec<u8>, tools: &Tools) -> Result<Pair> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("openbalance", raw)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The page says where the module is: its name carries a hash that the script cannot know.
        .omit_default_module_path(true)
        .web(true)?;
    let mut output = bindgen.generate_output().context("wasm-bindgen refused the module")?;
    let carried: Vec<&String> = output
        .snippets()
        .iter()
        .filter(|(_, scripts)| !scripts.is_empty())
        .map(|(name, _)| name)
        .chain(output.local_modules().keys())
        .collect();
    ensure!(
        carried.is_empty(),
        "{carried:?} bring JavaScript of their own, which this build does not carry along"
    );
    let wasm = tools.optimise(output.wasm_mut().emit_wasm())?;
    let js = tools.minify(output.js().to_owned(), Language::Js)?;
    Ok(Pair { wasm, js: js.into_bytes() })
}

fn run(command: &mut Command, what: &str) -> Result<()> {
    let status =
        command.status().with_context(|| format!("{} did not start", command.get_program().display()))?;
    if !status.success() {
        bail!("{what} failed");
    }
    Ok(())
}
