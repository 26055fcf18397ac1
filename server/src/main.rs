//! The process: `openbalance serve` and the commands around it.
//!
//! * [`config`]: every key, checked before anything starts.
//! * [`cli`]: the commands.
//! * [`web`]: what answers browsers and Stripe.
//! * [`work`]: what happens without anybody asking.

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
