//! `cargo xtask simulate`: plays histories, and prints the first that breaks a promise.

use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use simulate::Stage;
use simulate::ground::Engine;

/// Plays seeded histories of a practice and checks that nothing is lost or done twice.
#[derive(Parser, Debug)]
struct Arguments {
    /// The first seed; alone, it is printed line by line as it happens.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Days of a history.
    #[arg(long, default_value_t = 3)]
    days: u32,
    /// How many seeds, counted up from the first.
    #[arg(long, default_value_t = 1)]
    histories: u64,
    /// Where the books are.
    #[arg(long, value_enum, default_value_t = Where::Sqlite)]
    database: Where,
    /// Goes on after a failure, and names every seed that fails.
    #[arg(long)]
    keep_going: bool,
    /// Also plays the seeds that once failed.
    #[arg(long)]
    regressions: bool,
    /// Prints nothing of a history that ends well.
    #[arg(long)]
    quiet: bool,
}

/// Which engines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Where {
    Sqlite,
    Postgres,
    Both,
}

impl Where {
    fn engines(self) -> &'static [Engine] {
        match self {
            Self::Sqlite => &[Engine::Sqlite],
            Self::Postgres => &[Engine::Postgres],
            Self::Both => &[Engine::Sqlite, Engine::Postgres],
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: the runtime does not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<bool, simulate::Trouble> {
    let mut well = true;
    let mut seeds: Vec<(u64, u32)> = if arguments.regressions { simulate::regressions() } else { Vec::new() };
    seeds.extend(
        (arguments.seed..)
            .take(usize::try_from(arguments.histories).unwrap_or(usize::MAX))
            .map(|seed| (seed, arguments.days)),
    );
    let loud = seeds.len() == 1 && !arguments.quiet;
    let mut told: Vec<Vec<Option<u64>>> = Vec::new();
    for engine in arguments.database.engines() {
        let mut stage = Stage::new(*engine).await?;
        let (digests, failed) = play(&mut stage, &seeds, loud, arguments.keep_going, engine.name()).await;
        stage.close().await?;
        well &= failed == 0;
        told.push(digests);
        if !well && !arguments.keep_going {
            return Ok(false);
        }
    }
    if let [first, second] = told.as_slice() {
        for ((seed, _), (one, other)) in seeds.iter().zip(first.iter().zip(second)) {
            if let (Some(one), Some(other)) = (one, other)
                && one != other
            {
                eprintln!("seed {seed}: the two engines tell different histories");
                well = false;
            }
        }
    }
    Ok(well)
}

/// Plays the seeds on one engine; gives their digests, and how many failed.
async fn play(
    stage: &mut Stage,
    seeds: &[(u64, u32)],
    loud: bool,
    keep_going: bool,
    engine: &str,
) -> (Vec<Option<u64>>, usize) {
    let began = Instant::now();
    let (mut digests, mut failed, mut steps) = (Vec::new(), 0, 0);
    for (seed, days) in seeds {
        match stage.play(*seed, *days, loud).await {
            Ok(told) => {
                steps += told.steps;
                digests.push(Some(told.digest));
            }
            Err(failure) => {
                eprintln!(
                    "{failure}\n  again: cargo xtask simulate --seed {seed} --days {days} --database {engine}\n"
                );
                failed += 1;
                digests.push(None);
                if !keep_going {
                    break;
                }
            }
        }
        if digests.len() % 100 == 0 {
            println!(
                "{engine}: {} histories, {failed} failed, {} a minute",
                digests.len(),
                rate(digests.len(), began)
            );
        }
    }
    println!(
        "{engine}: {} histories of {steps} steps in {} s, {} a minute, {failed} failed",
        digests.len(),
        began.elapsed().as_secs(),
        rate(digests.len(), began)
    );
    (digests, failed)
}

fn rate(count: usize, began: Instant) -> u128 {
    count as u128 * 60_000 / began.elapsed().as_millis().max(1)
}
