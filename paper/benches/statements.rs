//! How many statements a second one core prints, and how many bytes they take.
//!
//! `cargo bench -p paper --bench statements`

#![expect(clippy::unwrap_used, clippy::float_arithmetic, reason = "a bench")]

#[path = "../tests/it/support/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod support;

use std::time::{Duration, Instant};

use domain::statement::Statement;
use paper::{Options, Order, Sides};
use support::{cases, tools, words};

/// How long each case is printed again.
const LONG: Duration = Duration::from_secs(2);

fn main() {
    println!("{:<12} {:>6} {:>9} {:>10} {:>9}", "case", "pages", "bytes", "a second", "ms each");
    for (name, statement) in cases::all().into_iter().chain([("lines-300", cases::many_lines(300))]) {
        let once = tools::print(&statement);
        let begun = Instant::now();
        let mut printed = 0_u32;
        while begun.elapsed() < LONG {
            tools::print(&statement);
            printed += 1;
        }
        let each = begun.elapsed().as_secs_f64() / f64::from(printed);
        let pages: usize = once.extents.iter().map(|extent| extent.pages).sum();
        println!("{name:<12} {pages:>6} {:>9} {:>10.0} {:>9.2}", once.pdf.len(), 1.0 / each, each * 1_000.0);
    }
    batch(1_000);
}

fn batch(count: usize) {
    let statements: Vec<Statement> = vec![cases::one_visit(), cases::two_visits()];
    let options: Vec<Options> = statements.iter().map(tools::options).collect();
    let all = statements.iter().zip(&options).cycle().take(count);
    let orders = all.map(|(statement, options)| Order { statement, words: words::of(statement), options });
    let begun = Instant::now();
    let Ok(printed) = paper::batch(orders, Sides::Two) else { return };
    let seconds = begun.elapsed().as_secs_f64();
    let sheets: usize = printed.extents.iter().map(|extent| extent.sheets).sum();
    println!(
        "a batch of {count}: {sheets} sheets, {} bytes, {seconds:.1} s, peak memory {}",
        printed.pdf.len(),
        peak()
    );
}

/// The most memory the process has had, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
