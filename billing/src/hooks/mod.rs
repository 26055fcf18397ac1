//! Telling a practice's other programs what happened.
//!
//! What happened is written down in the transaction in which it happens ([`tell_in`]), once by
//! the name of its fact, for every endpoint that listens. It is sent afterwards ([`send`]),
//! signed as Standard Webhooks says, again and again for three days; an endpoint that takes
//! nothing for so long is told nothing more until a person has looked.
//!
//! A message carries ids, amounts and states, never names. Nothing of an answer but its status
//! is kept.

pub mod address;
pub(crate) mod news;
pub mod send;
mod store;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{PracticeId, UserId, coded};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

pub use address::{Reach, UrlProblem};
pub use store::{Delivery, DeliveryState};

use crate::Door;
use crate::db::Tx;
use crate::identity::Secret;
use crate::work::{self, WorkKind};

/// Endpoints of one practice.
pub const MOST: usize = 20;

/// The longest that a replaced secret signs along.
pub const OVERLAP_LONGEST: Duration = Duration::days(30);

coded! {
    /// What happened.
    EventKind {
        /// A payment is in the books.
        PaymentSucceeded = "payment.succeeded",
        /// A payment did not come to pass, or its bank returned it.
        PaymentFailed = "payment.failed",
        /// Money went back.
        RefundSucceeded = "refund.succeeded",
        /// A statement was issued.
        StatementIssued = "statement.issued",
        /// A plan was signed, and runs.
        PlanStarted = "plan.started",
        /// A plan is broken.
        PlanDefaulted = "plan.defaulted",
        /// A plan is paid.
        PlanFinished = "plan.finished",
        /// A patient says that something is wrong; what it is about is not asked for meanwhile.
        DisputeOpened = "dispute.opened",
        /// The practice has decided.
        DisputeDecided = "dispute.decided",
        /// Something was paid by a pay link.
        LinkPaid = "link.paid",
        /// Somebody wanted to see whether messages arrive.
        WebhookTest = "webhook.test",
    }
}

/// Where a practice wants to be told.
#[derive(Clone, PartialEq, Eq)]
pub struct Hook {
    /// Whose.
    pub practice: PracticeId,
    /// Its id.
    pub id: Uuid,
    /// Where it is.
    pub url: String,
    /// What it is told; empty: everything.
    pub events: Vec<EventKind>,
    /// When it was added.
    pub made_at: OffsetDateTime,
    /// Since when it is told nothing.
    pub disabled_at: Option<OffsetDateTime>,
    secret: Secret,
    old: Option<(Secret, OffsetDateTime)>,
}

impl std::fmt::Debug for Hook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Hook({})", self.id)
    }
}

/// Why there is no endpoint.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// Nothing is sent to this address.
    #[error(transparent)]
    Url(#[from] UrlProblem),
    /// There are many already.
    #[error("a practice has at most 20 endpoints")]
    TooMany,
    /// No such endpoint of the practice.
    #[error("there is no such endpoint")]
    NotThere,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// A new secret for signing: 256 bits, as Standard Webhooks writes them.
#[must_use]
pub fn secret_of(bytes: &[u8; 32]) -> Secret {
    format!("whsec_{}", STANDARD.encode(bytes))
}

/// An endpoint that is wanted.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Where it is.
    pub url: &'a str,
    /// What it is told; empty: everything.
    pub events: &'a [EventKind],
    /// What may be reached.
    pub reach: Reach,
    /// Who adds it; none: a program.
    pub by: Option<UserId>,
}

/// Adds an endpoint, of which the secret follows from its id; it is told what happens from now on.
///
/// # Errors
/// [`HookError`].
pub async fn add_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    wanted: &Wanted<'_>,
    secret: impl FnOnce(Uuid) -> Secret,
) -> Result<Hook, HookError> {
    let url = address::check(wanted.url, wanted.reach)?;
    if store::hooks(tx, practice).await?.len() >= MOST {
        return Err(HookError::TooMany);
    }
    let id = door.id();
    let mut events = wanted.events.to_vec();
    events.sort_unstable();
    events.dedup();
    let hook = Hook {
        practice,
        id,
        url,
        events,
        made_at: door.now(),
        disabled_at: None,
        secret: secret(id),
        old: None,
    };
    store::insert(tx, &hook, wanted.by).await?;
    Ok(hook)
}

/// Replaces the secret: both sign until the overlap is over.
///
/// # Errors
/// [`HookError::NotThere`].
pub async fn rotate_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    overlap: Duration,
    secret: &Secret,
) -> Result<(), HookError> {
    let hook = store::hook(tx, practice, id).await?.ok_or(HookError::NotThere)?;
    let until = door.now() + overlap.clamp(Duration::ZERO, OVERLAP_LONGEST);
    Ok(store::set_secret(tx, practice, id, secret, &hook.secret, until).await?)
}

/// Tells an endpoint nothing more, or what waits for it and whatever happens from now on.
///
/// # Errors
/// [`HookError::NotThere`].
pub async fn set_enabled_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    enabled: bool,
    by: Option<UserId>,
) -> Result<(), HookError> {
    store::hook(tx, practice, id).await?.ok_or(HookError::NotThere)?;
    store::set_disabled(tx, practice, id, (!enabled).then(|| door.now())).await?;
    if enabled {
        work::close_in(tx, door, practice, WorkKind::HookDisabled, &id.to_string(), by).await?;
    }
    Ok(())
}

/// Forgets an endpoint; what waits for it is not sent.
///
/// # Errors
/// [`HookError::NotThere`].
pub async fn remove_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    by: Option<UserId>,
) -> Result<(), HookError> {
    store::hook(tx, practice, id).await?.ok_or(HookError::NotThere)?;
    store::remove(tx, practice, id, door.now()).await?;
    Ok(work::close_in(tx, door, practice, WorkKind::HookDisabled, &id.to_string(), by).await?)
}

/// The endpoints of a practice, newest first.
///
/// # Errors
/// The database's word.
pub async fn hooks(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Hook>, sqlx::Error> {
    store::hooks(tx, practice).await
}

/// One endpoint.
///
/// # Errors
/// The database's word.
pub async fn hook(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Hook>, sqlx::Error> {
    store::hook(tx, practice, id).await
}

/// What an endpoint was told, or is to be told, before an event; newest first.
///
/// # Errors
/// The database's word.
pub async fn deliveries(
    tx: &mut Tx,
    practice: PracticeId,
    hook: Uuid,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Delivery>, sqlx::Error> {
    store::deliveries(tx, practice, hook, before.unwrap_or(Uuid::max()), limit).await
}

/// Tells an endpoint again what it was told, or was not; says whether there is such a message.
///
/// # Errors
/// The database's word.
pub async fn replay_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    hook: Uuid,
    event: Uuid,
) -> Result<bool, sqlx::Error> {
    store::replay(tx, practice, hook, event, door.now()).await
}

/// Sends an endpoint a message that says nothing, to see whether it arrives; gives the event.
///
/// # Errors
/// [`HookError::NotThere`].
pub async fn test_in(tx: &mut Tx, door: &Door, practice: PracticeId, id: Uuid) -> Result<Uuid, HookError> {
    store::hook(tx, practice, id).await?.ok_or(HookError::NotThere)?;
    let event = door.id();
    let news = News { kind: EventKind::WebhookTest, fact: format!("test:{event}"), data: json!({}) };
    write_in(tx, door, practice, event, &news, &[id]).await?;
    Ok(event)
}

/// Something that happened.
pub(crate) struct News {
    /// What.
    pub kind: EventKind,
    /// Its name: the same fact is told once.
    pub fact: String,
    /// Ids, amounts, states.
    pub data: Value,
}

/// Writes down what happened for whoever listens, in the transaction in which it happens.
pub(crate) async fn tell_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    news: impl FnOnce() -> News,
) -> Result<(), sqlx::Error> {
    let hooks = store::listening(tx, practice).await?;
    if hooks.is_empty() {
        return Ok(());
    }
    let news = news();
    let listens = |hook: &&Hook| hook.events.is_empty() || hook.events.contains(&news.kind);
    let hooks: Vec<Uuid> = hooks.iter().filter(listens).map(|hook| hook.id).collect();
    if hooks.is_empty() {
        return Ok(());
    }
    write_in(tx, door, practice, door.id(), &news, &hooks).await
}

async fn write_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    news: &News,
    hooks: &[Uuid],
) -> Result<(), sqlx::Error> {
    let now = door.now();
    let at = now.format(&Rfc3339).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let payload =
        json!({ "id": id, "type": news.kind.code(), "timestamp": at, "data": news.data }).to_string();
    if store::insert_event(tx, practice, id, news, &payload, now).await? {
        for hook in hooks {
            store::insert_delivery(tx, practice, *hook, id, now).await?;
        }
    }
    Ok(())
}
