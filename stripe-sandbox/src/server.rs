//! Listening: an accept loop of our own, because a requested fault has to close a connection
//! without an answer, which a plain HTTP framework never does.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::resources::METHODS;
use crate::settings::Settings;
use crate::world::{Shared, World};
use crate::{router, state, webhooks};

/// Marks a response that is not to be sent: the connection is closed instead.
#[derive(Clone, Copy, Debug)]
pub struct DropConnection;

/// Why a stand-in does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken or not ours.
    #[error("The stand-in cannot listen on {0}: {1}.")]
    Listen(SocketAddr, std::io::Error),
    /// The state file is there and unreadable.
    #[error("The state file {0} cannot be read: {1}.")]
    State(String, String),
    /// The webhook address is not plain HTTP.
    #[error("The webhook address {0} must begin with http:// (the stand-in sends to local endpoints only).")]
    Webhook(String),
    /// A payment method the stand-in does not model is to be offered.
    #[error("The payment method {0} is not modelled; methods can be any of {all}.", all = METHODS.join(", "))]
    Method(String),
}

#[derive(Debug, thiserror::Error)]
#[error("The connection was dropped on request.")]
struct Dropped;

const GRACE: Duration = Duration::from_secs(5);

/// A running stand-in; it stops when this is dropped.
#[derive(Debug)]
pub struct Running {
    /// Address it listens on.
    pub addr: SocketAddr,
    /// Its state, for tests in the same process.
    pub shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    serving: tokio::task::JoinHandle<()>,
}

impl Running {
    /// `http://…` without a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Stops accepting, lets requests in flight finish, and saves the state.
    pub async fn stop(self) {
        // Without a receiver the server has stopped already.
        let _stopped = self.stop.send(true);
        let _joined = self.serving.await;
    }
}

/// Starts a stand-in and returns once it is listening.
///
/// # Errors
/// The address cannot be listened on, the state file cannot be read, or the webhook address is not
/// plain HTTP, or a payment method is not modelled.
pub async fn start(mut settings: Settings) -> Result<Running, StartError> {
    if let Some(webhook) = &settings.webhook
        && !webhook.url.starts_with("http://")
    {
        return Err(StartError::Webhook(webhook.url.clone()));
    }
    if let Some(unknown) = settings.methods.iter().find(|method| !METHODS.contains(&method.as_str())) {
        return Err(StartError::Method(unknown.clone()));
    }
    let failed = |error| StartError::Listen(settings.addr, error);
    let listener = TcpListener::bind(settings.addr).await.map_err(failed)?;
    let addr = listener.local_addr().map_err(failed)?;
    settings.public_url.get_or_insert_with(|| format!("http://{addr}"));
    let world = match &settings.state {
        Some(file) => state::load(file, &settings)?,
        None => World::new(settings.clone()),
    };
    let shared = Arc::new(Shared::new(world));
    let (stop, stopped) = watch::channel(false);
    let serving = tokio::spawn(serve(listener, shared.clone(), stopped));
    Ok(Running { addr, shared, stop, serving })
}

async fn serve(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let sender = tokio::spawn(webhooks::deliver::run(shared.clone()));
    let saver = tokio::spawn(state::keep_saving(shared.clone()));
    let router = router(shared.clone());
    let graceful = GracefulShutdown::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                // Answers are small; waiting to fill a packet would only slow them.
                let _best_effort = stream.set_nodelay(true);
                let router = router.clone();
                let service = service_fn(move |request| answer(router.clone(), request));
                let connection = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
                let connection = graceful.watch(connection);
                tokio::spawn(async move {
                    // A peer that goes away, and a drop on request, end a connection with an error.
                    let _ended = connection.await;
                });
            }
            _ = stopped.changed() => break,
        }
    }
    drop(listener);
    let _timed_out = tokio::time::timeout(GRACE, graceful.shutdown()).await;
    sender.abort();
    saver.abort();
    state::save(&shared);
}

async fn answer(
    router: Router,
    request: hyper::Request<Incoming>,
) -> Result<axum::response::Response, Dropped> {
    let response = router.oneshot(request.map(Body::new)).await.map_err(|never| match never {})?;
    if response.extensions().get::<DropConnection>().is_some() {
        return Err(Dropped);
    }
    Ok(response)
}
