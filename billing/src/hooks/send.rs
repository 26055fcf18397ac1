//! Sending: signed after Standard Webhooks (standardwebhooks.com, specification 1.0), to public
//! addresses only, and again after a growing pause.

use std::io;
use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::PracticeId;
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioExecutor;
use time::{Duration, OffsetDateTime};
use tokio::task::JoinSet;
use tower::util::BoxCloneSyncService;
use uuid::Uuid;

use super::address::{Reach, check, is_public};
use super::store::{self, Attempt, Due};
use super::{DeliveryState, Hook};
use crate::Door;
use crate::db::Db;
use crate::work::{self, Work, WorkKind};

/// What follows each attempt that was not taken: some three days in all.
const PAUSES: [Duration; 9] = [
    Duration::seconds(5),
    Duration::minutes(5),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(5),
    Duration::hours(10),
    Duration::hours(14),
    Duration::hours(20),
    Duration::hours(24),
];

/// An endpoint answers within this, or has not answered.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// Whoever takes a message and dies lets another process have it.
const LEASE: Duration = Duration::minutes(2);

/// Messages that are sent side by side, and of one endpoint.
const AT_ONCE: i64 = 50;
const OF_EACH: i64 = 5;

/// The answer that an endpoint is gone for good.
const GONE: u16 = 410;

type Addresses = std::vec::IntoIter<SocketAddr>;
type Resolver = BoxCloneSyncService<Name, Addresses, io::Error>;

/// What messages are sent with.
#[derive(Clone)]
pub struct Sender {
    http: Client<HttpsConnector<HttpConnector<Resolver>>, Full<Bytes>>,
    reach: Reach,
}

impl Sender {
    /// One that reaches no more than it may: a name is looked up once, and what it leads to is
    /// looked at before it is connected to. Redirects are not followed.
    #[must_use]
    pub fn new(reach: Reach) -> Self {
        let resolver = move |name: Name| async move { addresses(name.as_str(), reach).await };
        let resolver = BoxCloneSyncService::new(tower::service_fn(resolver));
        let mut tcp = HttpConnector::new_with_resolver(resolver);
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(PATIENCE));
        let builder = HttpsConnectorBuilder::new().with_webpki_roots();
        let tls = match reach {
            Reach::Public => builder.https_only(),
            Reach::Anything => builder.https_or_http(),
        };
        let http = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(std::time::Duration::from_secs(30))
            .build(tls.enable_http1().wrap_connector(tcp));
        Self { http, reach }
    }

    /// The HTTP status of the answer, or why there was none.
    async fn post(
        &self,
        hook: &Hook,
        event: Uuid,
        at: OffsetDateTime,
        payload: String,
    ) -> Result<u16, &'static str> {
        // What was typed once is looked at each time: what may be reached may have changed.
        let url = check(&hook.url, self.reach).map_err(|_| "address")?;
        let at = at.unix_timestamp();
        let signed = format!("{event}.{at}.{payload}");
        let request = Request::post(url)
            .header("content-type", "application/json")
            .header("user-agent", concat!("openbalance/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", event.to_string())
            .header("webhook-timestamp", at)
            .header("webhook-signature", signatures(hook, &signed, at))
            .body(Full::new(Bytes::from(payload)))
            .map_err(|_| "address")?;
        match tokio::time::timeout(PATIENCE, self.http.request(request)).await {
            Ok(Ok(answer)) => Ok(answer.status().as_u16()),
            Ok(Err(_)) => Err("no_answer"),
            Err(_) => Err("too_slow"),
        }
    }
}

/// What a name leads to and may be reached.
async fn addresses(name: &str, reach: Reach) -> io::Result<Addresses> {
    let found = tokio::net::lookup_host((name, 0)).await?;
    let found: Vec<_> = found.filter(|found| reach == Reach::Anything || is_public(found.ip())).collect();
    if found.is_empty() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "no public address"));
    }
    Ok(found.into_iter())
}

/// One signature, or two while one secret replaces the other.
fn signatures(hook: &Hook, signed: &str, at: i64) -> String {
    let old = hook.old.iter().filter(|(_, until)| at < until.unix_timestamp()).map(|(secret, _)| secret);
    let secrets = std::iter::once(&hook.secret).chain(old);
    let each = secrets.map(|secret| {
        let key = STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap_or_default();
        format!("v1,{}", STANDARD.encode(hmac_sha256::HMAC::mac(signed, key)))
    });
    each.collect::<Vec<_>>().join(" ")
}

/// Sends what is due, a batch; says how many messages that were. Any number of processes may do
/// so at once: each takes its own.
///
/// # Errors
/// The database's word.
pub async fn send_due(db: &Db, door: &Door, sender: &Sender) -> Result<usize, sqlx::Error> {
    let now = door.now();
    let mut tx = db.begin().await?;
    let due = store::take_due(&mut tx, now, now + LEASE, OF_EACH, AT_ONCE).await?;
    tx.commit().await?;
    let taken = due.len();
    let mut sending = JoinSet::new();
    for one in due {
        let (db, door, sender) = (db.clone(), door.clone(), sender.clone());
        sending.spawn(async move {
            if let Err(error) = send_one(&db, &door, &sender, &one).await {
                tracing::warn!(event = %one.event_id, %error, "a webhook's fate could not be recorded");
            }
        });
    }
    sending.join_all().await;
    Ok(taken)
}

async fn send_one(db: &Db, door: &Door, sender: &Sender, due: &Due) -> Result<(), sqlx::Error> {
    let mut tx = db.read().await?;
    let Some(hook) = store::hook(&mut tx, due.practice_id, due.hook_id).await? else {
        drop(tx);
        // It was removed since its message was taken.
        let attempt =
            Attempt { state: DeliveryState::GivenUp, next_at: door.now(), status: None, error: None };
        let mut tx = db.begin().await?;
        store::attempted(&mut tx, due, &attempt, door.now()).await?;
        return tx.commit().await;
    };
    let payload = store::payload(&mut tx, due.practice_id, due.event_id).await?;
    drop(tx);
    let answer = sender.post(&hook, due.event_id, door.now(), payload).await;
    let now = door.now();
    let taken = answer.is_ok_and(|status| (200..300).contains(&status));
    let pause = usize::try_from(due.attempts - 1).ok().and_then(|n| PAUSES.get(n));
    let gone = answer == Ok(GONE);
    let attempt = Attempt {
        state: match pause {
            _ if taken => DeliveryState::Delivered,
            Some(_) if !gone => DeliveryState::Waiting,
            _ => DeliveryState::GivenUp,
        },
        next_at: pause.map_or(now, |pause| now + *pause),
        status: answer.ok().map(i64::from),
        error: answer.err(),
    };
    let word = if taken { "taken" } else { "not_taken" };
    metrics::counter!("openbalance_webhooks_sent_total", "outcome" => word).increment(1);
    let mut tx = db.begin().await?;
    store::attempted(&mut tx, due, &attempt, now).await?;
    // One message that an endpoint cannot take, while it takes others, is that message's fault.
    let others = store::takes_others(&mut tx, due).await?;
    if attempt.state == DeliveryState::GivenUp && (gone || !others) {
        disable_in(&mut tx, door, due.practice_id, due.hook_id).await?;
    }
    tx.commit().await
}

/// Nothing more is sent to an endpoint until a person has looked.
async fn disable_in(
    tx: &mut crate::db::Tx,
    door: &Door,
    practice: PracticeId,
    hook: Uuid,
) -> Result<(), sqlx::Error> {
    store::set_disabled(tx, practice, hook, Some(door.now())).await?;
    let subject = hook.to_string();
    let work = Work {
        kind: WorkKind::HookDisabled,
        subject: &subject,
        guarantor: None,
        payment: None,
        amount: None,
        due: None,
    };
    work::open_in(tx, door, practice, &work).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_beside_the_server_leads_nowhere() {
        assert!(addresses("localhost", Reach::Public).await.is_err());
        assert!(addresses("localhost", Reach::Anything).await.is_ok());
    }
}
