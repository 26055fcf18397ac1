//! The process: `openbalance serve` and the commands around it.
//!
//! * [`config`]: every key, checked before anything starts.
//! * [`cli`]: the commands.
//! * [`web`]: what answers browsers and Stripe. [`api`]: what answers a practice's programs.
//! * [`work`]: what happens without anybody asking.

mod api;
mod cli;
mod config;
#[cfg(debug_assertions)]
mod fate;
mod mail;
mod web;
mod work;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
