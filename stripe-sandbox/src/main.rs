//! `stripe-sandbox`: starts the stand-in and prints where it listens.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use stripe_sandbox::{Settings, StartError, Webhook, start};
use tokio::signal::unix::{SignalKind, signal};

/// Objects come and go as trees of small strings while what is kept of them stays: the system's
/// allocator spent a quarter of a long run looking for room among them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A stateful stand-in of the Stripe API for demos and tests. No money moves.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, env = "STRIPE_SANDBOX_ADDR", default_value = "127.0.0.1:12111")]
    addr: SocketAddr,
    /// Address a browser reaches the hosted page at; the listening address when absent.
    #[arg(long, env = "STRIPE_SANDBOX_PUBLIC_URL")]
    public_url: Option<String>,
    /// Where webhooks are sent (http:// only).
    #[arg(long, env = "STRIPE_SANDBOX_WEBHOOK_URL", requires = "webhook_secret")]
    webhook_url: Option<String>,
    /// Secret that webhooks are signed with (whsec_…).
    #[arg(long, env = "STRIPE_SANDBOX_WEBHOOK_SECRET", hide_env_values = true)]
    webhook_secret: Option<String>,
    /// How many webhooks may be under way at once; 1 keeps their order.
    #[arg(long, default_value_t = 1)]
    webhook_concurrency: usize,
    /// Milliseconds before a webhook is first retried; doubled each time up to ten seconds.
    #[arg(long, default_value_t = 250)]
    webhook_retry_ms: u64,
    /// File in which state survives a restart.
    #[arg(long, env = "STRIPE_SANDBOX_STATE")]
    state: Option<PathBuf>,
    /// Seed of ids and chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Name shown on the hosted page.
    #[arg(long, env = "STRIPE_SANDBOX_MERCHANT", default_value = "Test merchant")]
    merchant: String,
    /// Seconds after which a bank debit settles by itself; only on request when absent.
    #[arg(long)]
    bank_settles_after: Option<i64>,
    /// Payment methods a session offers that names none (Stripe's dashboard): card,
    /// us_bank_account.
    #[arg(long, env = "STRIPE_SANDBOX_METHODS", value_delimiter = ',', default_value = "card")]
    methods: Vec<String>,
    /// Days between automatic payouts; only on request when absent.
    #[arg(long, value_parser = clap::value_parser!(i64).range(1..=31))]
    payout_every_days: Option<i64>,
    /// Seconds after which events and saved answers about finished objects may be forgotten, for
    /// long runs; nothing is forgotten earlier than at Stripe when absent.
    #[arg(long, value_parser = clap::value_parser!(i64).range(1..))]
    forget_after: Option<i64>,
}

impl From<Cli> for Settings {
    fn from(cli: Cli) -> Self {
        let webhook = cli.webhook_url.zip(cli.webhook_secret).map(|(url, secret)| Webhook { url, secret });
        Self {
            addr: cli.addr,
            public_url: cli.public_url.map(|url| url.trim_end_matches('/').to_owned()),
            webhook,
            webhook_concurrency: cli.webhook_concurrency,
            webhook_retry_ms: cli.webhook_retry_ms,
            state: cli.state,
            seed: cli.seed,
            merchant: cli.merchant,
            bank_settles_after: cli.bank_settles_after,
            methods: cli.methods,
            payout_every_days: cli.payout_every_days,
            forget_after: cli.forget_after,
            ..Self::default()
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse().into()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stripe-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(settings: Settings) -> Result<(), StartError> {
    let sandbox = start(settings).await?;
    println!("stripe-sandbox: {}", sandbox.url());
    asked_to_stop().await;
    sandbox.stop().await;
    Ok(())
}

async fn asked_to_stop() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _interrupted = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
