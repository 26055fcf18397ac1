//! `cargo xtask`: the project's own tools, in Rust so that they need nothing installed.
//!
//! The front-end build is a short pipeline, one module a step: [`toolchain`] knows which compiler
//! makes wasm here, [`wasm`] compiles the browser half and binds it to JavaScript, [`style`] joins
//! the style sheets, [`assets`] names every file by its content and compresses it, [`site`] runs
//! the steps and skips them when nothing changed, [`sizes`] shows what came out.

mod assets;
mod simulate;
mod site;
mod sizes;
mod style;
mod toolchain;
mod tools;
mod torture;
mod wasm;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

const HELP: &str = "\
cargo xtask build [--release | --profile NAME]   build the browser half into target/site
cargo xtask sizes                                show what that weighs
cargo xtask clippy                               lint the browser half, warnings are errors
cargo xtask simulate --seed S --days N [--histories M] [--database sqlite|postgres|both] [--release]
                                                 attack the books, seed by seed (docs/simulator.md)
cargo xtask torture [--kills N] [--database sqlite|postgres] [--minutes M]
                                                 kill the real binary at every crash point (docs/torture.md)
cargo xtask soak [--minutes M] [--rate R] [--faults PERCENT] [--database sqlite|postgres]
                                                 pay for M minutes, R times a second, under faults
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let places = toolchain::Places::find().context("this is not a checkout of openbalance")?;
    match words.as_slice() {
        ["build"] | ["build", "--release"] => site::build(&places, "wasm-release"),
        ["build", "--profile", profile] => site::build(&places, profile),
        ["sizes"] => sizes::print(&places),
        ["clippy"] => wasm::clippy(&places),
        ["simulate", options @ ..] => simulate::run(&places, options),
        ["torture", options @ ..] => torture::run(&places, torture::Build::Debug, "torture", options),
        ["soak", options @ ..] => torture::run(&places, torture::Build::Release, "soak", options),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => bail!("there is no such task\n\n{HELP}"),
    }
}
