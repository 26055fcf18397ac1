//! Where a practice wants to be told what happened.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use billing::api_keys::Scope;
use billing::hooks::{self, EventKind, Hook, HookError, OVERLAP_LONGEST, Wanted};
use serde::{Deserialize, Serialize};
use time::Duration;
use utoipa::ToSchema;
use uuid::Uuid;

use super::asked::{self, Answer, Asked, Begun, Id, Page, Params};
use super::caller::Caller;
use super::problem::{Kind, Problem};
use super::shapes::instant;
use crate::web::Shared;

/// An endpoint that is wanted.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookWanted {
    /// Where it is: https, and an address of the public internet.
    #[schema(format = "uri", max_length = 500, example = "https://example.com/openbalance")]
    pub url: String,
    /// What it is told; everything, when left out or empty.
    #[serde(default)]
    #[schema(required = false, example = json!(["payment.succeeded", "plan.defaulted"]))]
    pub events: Vec<String>,
}

/// How long both secrets sign.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// For how many hours the old secret signs along: 0 to 720, 24 unless you say otherwise.
    #[schema(minimum = 0, maximum = 720)]
    pub overlap_hours: Option<i64>,
}

/// An endpoint.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Webhook {
    /// Its id.
    pub id: Uuid,
    /// Where it is.
    pub url: String,
    /// What it is told; empty: everything.
    pub events: Vec<String>,
    /// Whether it is told anything: not after days without an answer, until somebody enables it.
    pub enabled: bool,
    /// When it was added.
    #[schema(format = DateTime)]
    pub made_at: String,
    /// What messages are signed with: given when it is new, and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    pub secret: Option<String>,
}

/// The endpoints of a practice: 20 at most.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WebhookList {
    /// The endpoints, newest first.
    pub data: Vec<Webhook>,
}

/// A message that is to be sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Sending {
    /// The event: the `webhook-id` of its message.
    pub event_id: Uuid,
}

/// A message to an endpoint.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// The event: the `webhook-id` of its message.
    pub event_id: Uuid,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    #[schema(format = DateTime)]
    pub happened_at: String,
    /// `waiting`, `delivered`, or `given_up`.
    pub state: String,
    /// How often it was sent.
    pub attempts: i64,
    /// When it is sent next, while it waits.
    #[schema(format = DateTime)]
    pub next_at: Option<String>,
    /// When it was sent last.
    #[schema(format = DateTime)]
    pub last_at: Option<String>,
    /// The HTTP status of the last answer.
    pub last_status: Option<i64>,
    /// Why there was no answer: `address`, `no_answer` or `too_slow`.
    pub last_error: Option<String>,
}

/// A part of the list of messages, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeliveryList {
    /// The messages.
    pub data: Vec<Delivery>,
    /// Where it goes on; null at its end.
    pub next_cursor: Option<String>,
}

fn shown(hook: &Hook) -> Result<Webhook, Problem> {
    Ok(Webhook {
        id: hook.id,
        url: hook.url.clone(),
        events: hook.events.iter().map(|kind| kind.code().to_owned()).collect(),
        enabled: hook.disabled_at.is_none(),
        made_at: instant(hook.made_at)?,
        secret: None,
    })
}

impl From<HookError> for Problem {
    fn from(error: HookError) -> Self {
        match error {
            HookError::Url(problem) => Self::at("/url", problem.to_string()),
            HookError::TooMany => Self::new(Kind::Invalid, "A practice has at most 20 endpoints."),
            HookError::NotThere => Kind::NotFound.into(),
            HookError::Sqlx(error) => error.into(),
        }
    }
}

fn events_of(wanted: &WebhookWanted) -> Result<Vec<EventKind>, Problem> {
    let read = |(n, code): (usize, &String)| {
        EventKind::from_code(code).ok_or_else(|| {
            let known: Vec<_> = EventKind::ALL.iter().map(|kind| kind.code()).collect();
            Problem::at(format!("/events/{n}"), format!("is none of {}", known.join(", ")))
        })
    };
    wanted.events.iter().enumerate().map(read).collect()
}

/// List endpoints
#[utoipa::path(
    get, path = "/webhooks", tag = "webhooks", operation_id = "list_webhooks",
    security(("key" = ["webhooks:manage"])),
    responses((status = 200, description = "The endpoints.", body = WebhookList)),
)]
pub async fn list(State(portal): State<Shared>, caller: Caller) -> Answer {
    caller.may(&portal, Scope::WebhooksManage).await?;
    let mut tx = portal.db.read().await?;
    let hooks = hooks::hooks(&mut tx, caller.practice()).await?;
    let data = hooks.iter().map(shown).collect::<Result<_, _>>()?;
    Ok(Json(WebhookList { data }).into_response())
}

/// Add an endpoint
///
/// It is told what happens from now on. The answer holds the `secret` that its messages are
/// signed with (Standard Webhooks), this once.
#[utoipa::path(
    post, path = "/webhooks", tag = "webhooks", operation_id = "create_webhook",
    security(("key" = ["webhooks:manage"])),
    request_body = WebhookWanted,
    responses((status = 201, description = "The endpoint, with its secret.", body = Webhook)),
)]
pub async fn create(State(portal): State<Shared>, caller: Caller, asked: Asked) -> Answer {
    caller.may(&portal, Scope::WebhooksManage).await?;
    let wanted: WebhookWanted = asked.json()?;
    let events = events_of(&wanted)?;
    let done = match asked::begin(&portal, &caller, &asked).await? {
        Begun::Done(done) => done,
        Begun::New(mut work) => {
            let name = work.name.clone();
            let wanted =
                Wanted { url: &wanted.url, events: &events, reach: portal.config.webhooks, by: None };
            let secret = |id| hooks::secret_of(&caller.secret_for("webhook", &name, id));
            let hook = hooks::add_in(&mut work.tx, &portal.door, caller.practice(), &wanted, secret).await?;
            work.done(StatusCode::CREATED, &shown(&hook)?).await?
        }
    };
    let secret = hooks::secret_of(&caller.secret_for("webhook", &done.name, done.id()));
    Ok(done.showing("secret", secret).into_response())
}

/// Read an endpoint
#[utoipa::path(
    get, path = "/webhooks/{id}", tag = "webhooks", operation_id = "read_webhook",
    security(("key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "The endpoint.")),
    responses((status = 200, description = "The endpoint.", body = Webhook)),
)]
pub async fn read(State(portal): State<Shared>, caller: Caller, Id(id): Id) -> Answer {
    caller.may(&portal, Scope::WebhooksManage).await?;
    let mut tx = portal.db.read().await?;
    let hook = hooks::hook(&mut tx, caller.practice(), id).await?.ok_or(Kind::NotFound)?;
    Ok(Json(shown(&hook)?).into_response())
}

/// Remove an endpoint
///
/// What waits for it is not sent.
#[utoipa::path(
    delete, path = "/webhooks/{id}", tag = "webhooks", operation_id = "delete_webhook",
    security(("key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "The endpoint.")),
    responses((status = 204, description = "It is gone.")),
)]
pub async fn remove(State(portal): State<Shared>, caller: Caller, Id(id): Id) -> Answer {
    caller.may(&portal, Scope::WebhooksManage).await?;
    let mut tx = portal.db.begin().await?;
    hooks::remove_in(&mut tx, &portal.door, caller.practice(), id, None).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn set_enabled(portal: &Shared, caller: &Caller, id: Uuid, asked: &Asked, on: bool) -> Answer {
    caller.may(portal, Scope::WebhooksManage).await?;
    let mut work = match asked::begin(portal, caller, asked).await? {
        Begun::Done(done) => return Ok(done.into_response()),
        Begun::New(work) => work,
    };
    let practice = caller.practice();
    hooks::set_enabled_in(&mut work.tx, &portal.door, practice, id, on, None).await?;
    let hook = hooks::hook(&mut work.tx, practice, id).await?.ok_or(Kind::NotFound)?;
    Ok(work.done(StatusCode::OK, &shown(&hook)?).await?.into_response())
}

/// Enable an endpoint
///
/// What waits for it is sent, and it is told what happens from now on.
#[utoipa::path(
    post, path = "/webhooks/{id}/enable", tag = "webhooks", operation_id = "enable_webhook",
    security(("key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "The endpoint.")),
    responses((status = 200, description = "The endpoint.", body = Webhook)),
)]
pub async fn enable(State(portal): State<Shared>, caller: Caller, Id(id): Id, asked: Asked) -> Answer {
    set_enabled(&portal, &caller, id, &asked, true).await
}

/// Disable an endpoint
///
/// It is told nothing more; what happens meanwhile it is not told later either.
#[utoipa::path(
    post, path = "/webhooks/{id}/disable", tag = "webhooks", operation_id = "disable_webhook",
    security(("key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "The endpoint.")),
    responses((status = 200, description = "The endpoint.", body = Webhook)),
)]
pub async fn disable(State(portal): State<Shared>, caller: Caller, Id(id): Id, asked: Asked) -> Answer {
    set_enabled(&portal, &caller, id, &asked, false).await
}

/// Replace an endpoint's secret
///
/// Messages bear two signatures until the overlap is over. The answer holds the new `secret`, this
/// once.
#[utoipa::path(
    post, path = "/webhooks/{id}/rotate", tag = "webhooks", operation_id = "rotate_webhook",
    security(("key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "The endpoint.")),
    request_body(content = Rotation, description = "May be left out."),
    responses((status = 200, description = "The endpoint, with its new secret.", body = Webhook)),
)]
pub async fn rotate(State(portal): State<Shared>, caller: Caller, Id(id): Id, asked: Asked) -> Answer {
    caller.may(&portal, Scope::WebhooksManage).await?;
    let hours = asked.json_or_nothing::<Rotation>()?.overlap_hours.unwrap_or(24);
    if !(0..=OVERLAP_LONGEST.whole_hours()).contains(&hours) {
        return Err(Problem::at("/overlap_hours", "is 0 to 720"));
    }
    let secret = |name: &str| hooks::secret_of(&caller.secret_for("webhook-rotated", name, id));
    let done = match asked::begin(&portal, &caller, &asked).await? {
        Begun::Done(done) => done,
        Begun::New(mut work) => {
            let practice = caller.practice();
            let (overlap, new) = (Duration::hours(hours), secret(&work.name));
            hooks::rotate_in(&mut work.tx, &portal.door, practice, id, overlap, &new).await?;
            let hook = hooks::hook(&mut work.tx, practice, id).await?.ok_or(Kind::NotFound)?;
            work.done(StatusCode::OK, &shown(&hook)?).await?
        }
    };
    let secret = secret(&done.name);
    Ok(done.showing("secret", secret).into_response())
}

/// Send an endpoint a test message
///
/// One that says nothing, of the type `webhook.test`.
#[utoipa::path(
    post, path = "/webhooks/{id}/test", tag = "webhooks", operation_id = "test_webhook",
    security(("key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "The endpoint.")),
    responses((status = 202, description = "It is to be sent.", body = Sending)),
)]
pub async fn test(State(portal): State<Shared>, caller: Caller, Id(id): Id, asked: Asked) -> Answer {
    caller.may(&portal, Scope::WebhooksManage).await?;
    let mut work = match asked::begin(&portal, &caller, &asked).await? {
        Begun::Done(done) => return Ok(done.into_response()),
        Begun::New(work) => work,
    };
    let event_id = hooks::test_in(&mut work.tx, &portal.door, caller.practice(), id).await?;
    Ok(work.done(StatusCode::ACCEPTED, &Sending { event_id }).await?.into_response())
}

/// List what an endpoint was told
///
/// Newest first; nothing of its answers but the status.
#[utoipa::path(
    get, path = "/webhooks/{id}/deliveries", tag = "webhooks", operation_id = "list_deliveries",
    security(("key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "The endpoint."), Page),
    responses((status = 200, description = "The messages.", body = DeliveryList)),
)]
pub async fn deliveries(
    State(portal): State<Shared>,
    caller: Caller,
    Id(id): Id,
    Params(page): Params<Page>,
) -> Answer {
    caller.may(&portal, Scope::WebhooksManage).await?;
    let (before, limit) = page.read()?;
    let mut tx = portal.db.read().await?;
    let practice = caller.practice();
    hooks::hook(&mut tx, practice, id).await?.ok_or(Kind::NotFound)?;
    let mut rows = hooks::deliveries(&mut tx, practice, id, before, asked::one_more(limit)).await?;
    let next_cursor = asked::cut(&mut rows, limit, |one| one.event);
    let row = |one: hooks::Delivery| {
        Ok::<_, Problem>(Delivery {
            event_id: one.event,
            kind: one.kind,
            happened_at: instant(one.happened_at)?,
            state: one.state.code().to_owned(),
            attempts: one.attempts,
            next_at: one.next_at.map(instant).transpose()?,
            last_at: one.last_at.map(instant).transpose()?,
            last_status: one.last_status,
            last_error: one.last_error,
        })
    };
    let data = rows.into_iter().map(row).collect::<Result<_, _>>()?;
    Ok(Json(DeliveryList { data, next_cursor }).into_response())
}

/// Tell an endpoint again
///
/// The same message, under the same `webhook-id`.
#[utoipa::path(
    post, path = "/webhooks/{id}/deliveries/{event_id}/replay", tag = "webhooks",
    operation_id = "replay_delivery",
    security(("key" = ["webhooks:manage"])),
    params(
        ("id" = Uuid, Path, description = "The endpoint."),
        ("event_id" = Uuid, Path, description = "The event."),
    ),
    responses((status = 202, description = "It is to be sent.", body = Sending)),
)]
pub async fn replay(
    State(portal): State<Shared>,
    caller: Caller,
    ids: Result<Path<(Uuid, Uuid)>, axum::extract::rejection::PathRejection>,
    asked: Asked,
) -> Answer {
    caller.may(&portal, Scope::WebhooksManage).await?;
    let Path((id, event_id)) = ids.map_err(|_| Kind::NotFound)?;
    let mut work = match asked::begin(&portal, &caller, &asked).await? {
        Begun::Done(done) => return Ok(done.into_response()),
        Begun::New(work) => work,
    };
    let practice = caller.practice();
    if !hooks::replay_in(&mut work.tx, &portal.door, practice, id, event_id).await? {
        return Err(Kind::NotFound.into());
    }
    Ok(work.done(StatusCode::ACCEPTED, &Sending { event_id }).await?.into_response())
}
