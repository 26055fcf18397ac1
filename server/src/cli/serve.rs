//! `openbalance serve`

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{CliError, open};
use crate::config::Config;
use crate::mail::Road;
use crate::web::{self, Portal};
use crate::work;

/// How long requests in flight may take to finish after the order to stop.
const GRACE: Duration = Duration::from_secs(25);

pub async fn run(config: Config) -> Result<ExitCode, CliError> {
    let (db, door) = open(&config).await?;
    let gateway = web::gateway_of(&config)?;
    if gateway.is_none() {
        tracing::warn!("OPENBALANCE_STRIPE_SECRET_KEY is not set: nothing can be paid online");
    }
    let assets = web::load_assets(&config)?;
    let road =
        Road::of(&config.mail).map_err(|error| CliError::Said(format!("OPENBALANCE_MAIL: {error}")))?;
    if let Some(addr) = config.metrics_addr {
        PrometheusBuilder::new()
            .with_http_listener(addr)
            .install()
            .map_err(|error| CliError::Said(format!("OPENBALANCE_METRICS_ADDR: {error}")))?;
    }
    let listener = TcpListener::bind(config.addr).await.map_err(|error| {
        CliError::Said(format!("OPENBALANCE_ADDR: {} cannot be listened on: {error}", config.addr))
    })?;
    tracing::info!(addr = %config.addr, "serving");
    let portal = Arc::new(Portal { db, door, gateway, config, assets });

    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(work::run(portal.clone(), road, stopped.clone()));
    let teller = tokio::spawn(work::tell(portal.clone(), stopped.clone()));
    let taker = tokio::spawn(work::charge(portal.clone(), stopped.clone()));
    let app = web::router(portal.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let mut order = stopped;
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
        // An error means that nobody can give the order any more, which is one.
        order.changed().await.unwrap_or_default();
    });
    let serving = tokio::spawn(async move { serving.await });

    told_to_stop().await?;
    tracing::info!("finishing what is in flight");
    stop.send_replace(true);
    if tokio::time::timeout(GRACE, async { (serving.await, worker.await, teller.await, taker.await) })
        .await
        .is_err()
    {
        tracing::warn!("some requests did not finish in time");
    }
    portal.db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn told_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}
