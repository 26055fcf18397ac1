//! `/_sandbox/…`: what a test may do to the stand-in that nobody may do to Stripe.
//!
//! Bodies and answers are JSON; there is no key, because this never listens to the world.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::clock::Seconds;
use crate::error::ApiError;
use crate::faults::Fault;
use crate::ids::Ids;
use crate::resources::{attempts, disputes, payouts, refunds};
use crate::store::{Doc, published};
use crate::webhooks::{Mode, Order};
use crate::world::{Shared, World};

type Handle = State<Arc<Shared>>;

/// The control addresses, below `/_sandbox`.
pub fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/health", get(|| async { Json(json!({ "ok": true })) }))
        .route("/reset", post(reset))
        .route("/requests", get(requests).delete(forget_requests))
        .route("/faults", get(faults).post(add_fault).delete(forget_faults))
        .route("/clock", get(clock).post(set_clock))
        .route("/webhooks", get(webhooks).post(set_mode))
        .route("/webhooks/release", post(release))
        .route("/webhooks/resend", post(resend))
        .route("/webhooks/drain", post(drain))
        .route("/cards", post(become_card))
        .route("/debits/{intent}/settle", post(settle))
        .route("/debits/{intent}/fail", post(fail_debit))
        .route("/charges/{charge}/dispute", post(dispute))
        .route("/charges/{charge}/return", post(take_back))
        .route("/disputes/{dispute}/resolve", post(resolve))
        .route("/refunds/{refund}/fail", post(fail_refund))
        .route("/payouts", post(payout))
        .route("/payouts/{payout}/fail", post(fail_payout))
}

fn done(shared: &Shared, change: impl FnOnce(&mut World) -> Result<Doc, ApiError>) -> Response {
    let result = {
        let mut world = shared.lock();
        world.tick();
        world.dirty = true;
        change(&mut world)
    };
    shared.bell.notify_one();
    match result {
        Ok(item) => Json(published(item)).into_response(),
        Err(error) => {
            let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
            (status, Json(error.body())).into_response()
        }
    }
}

/// Reads a body that may be left out.
fn with<T: Default + DeserializeOwned>(body: &str, act: impl FnOnce(T) -> Response) -> Response {
    if body.trim().is_empty() {
        return act(T::default());
    }
    match serde_json::from_str(body) {
        Ok(read) => act(read),
        Err(error) => (StatusCode::BAD_REQUEST, Json(json!({ "error": { "message": error.to_string() } })))
            .into_response(),
    }
}

#[derive(Debug, Default, Deserialize)]
struct Reset {
    seed: Option<u64>,
}

async fn reset(State(shared): Handle, body: String) -> Response {
    with(&body, |reset: Reset| {
        let mut world = shared.lock();
        world.reset();
        if let Some(seed) = reset.seed {
            world.ids = Ids::new(seed);
        }
        Json(json!({ "ok": true })).into_response()
    })
}

async fn requests(State(shared): Handle) -> Json<Value> {
    Json(json!({ "data": shared.lock().log.all().collect::<Vec<_>>() }))
}

async fn forget_requests(State(shared): Handle) -> Json<Value> {
    shared.lock().log.clear();
    Json(json!({ "ok": true }))
}

async fn faults(State(shared): Handle) -> Json<Value> {
    Json(json!({ "data": shared.lock().faults.pending() }))
}

async fn add_fault(State(shared): Handle, Json(fault): Json<Fault>) -> Json<Fault> {
    shared.lock().faults.add(fault.clone());
    Json(fault)
}

async fn forget_faults(State(shared): Handle) -> Json<Value> {
    shared.lock().faults.clear();
    Json(json!({ "ok": true }))
}

#[derive(Debug, Default, Deserialize)]
struct Move {
    advance: Option<Seconds>,
    freeze: Option<Seconds>,
    #[serde(default)]
    resume: bool,
}

async fn clock(State(shared): Handle) -> Json<Value> {
    Json(json!({ "now": shared.lock().now() }))
}

async fn set_clock(State(shared): Handle, Json(change): Json<Move>) -> Json<Value> {
    let mut world = shared.lock();
    if let Some(moment) = change.freeze {
        world.clock.freeze(moment);
    }
    if let Some(seconds) = change.advance {
        world.clock.advance(seconds);
    }
    if change.resume {
        world.clock.resume();
    }
    world.tick();
    world.dirty = true;
    let now = world.now();
    drop(world);
    shared.bell.notify_one();
    Json(json!({ "now": now }))
}

async fn webhooks(State(shared): Handle) -> Json<Value> {
    let world = shared.lock();
    Json(json!({
        "mode": world.outbox.mode, "waiting": world.outbox.waiting, "under_way": world.outbox.under_way.len(),
        "attempts": world.outbox.attempts,
    }))
}

async fn set_mode(State(shared): Handle, Json(mode): Json<Mode>) -> Json<Mode> {
    shared.lock().outbox.mode = mode.clone();
    Json(mode)
}

#[derive(Debug, Default, Deserialize)]
struct Release {
    #[serde(default)]
    order: Order,
}

async fn release(State(shared): Handle, body: String) -> Response {
    with(&body, |release: Release| {
        let released = {
            let mut guard = shared.lock();
            let world = &mut *guard;
            world.outbox.mode.hold = false;
            world.outbox.hurry();
            world.outbox.release(release.order, &mut world.ids)
        };
        shared.bell.notify_one();
        Json(json!({ "released": released })).into_response()
    })
}

#[derive(Debug, Deserialize)]
struct Resend {
    event: String,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

async fn resend(State(shared): Handle, Json(resend): Json<Resend>) -> Response {
    done(&shared, |world| {
        let event = world.store.get("event", &resend.event)?;
        let mode =
            std::mem::replace(&mut world.outbox.mode, Mode { duplicate: resend.times, ..Mode::default() });
        world.outbox.enqueue(&resend.event);
        world.outbox.mode = mode;
        Ok(event)
    })
}

#[derive(Debug, Default, Deserialize)]
struct Patience {
    timeout_ms: Option<u64>,
}

/// Answers once nothing is waiting or under way (held events aside), or says that time ran out.
async fn drain(State(shared): Handle, Query(patience): Query<Patience>) -> Response {
    let idle = async {
        loop {
            {
                let mut world = shared.lock();
                world.tick();
                world.outbox.hurry();
                if world.outbox.idle() {
                    return;
                }
            }
            shared.bell.notify_one();
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    };
    match tokio::time::timeout(Duration::from_millis(patience.timeout_ms.unwrap_or(10_000)), idle).await {
        Ok(()) => Json(json!({ "idle": true })).into_response(),
        Err(_) => (StatusCode::GATEWAY_TIMEOUT, Json(json!({ "idle": false }))).into_response(),
    }
}

#[derive(Debug, Deserialize)]
struct Becomes {
    number: String,
}

/// Every card that is kept answers from now on as this test card does.
async fn become_card(State(shared): Handle, Json(becomes): Json<Becomes>) -> Json<Value> {
    let mut world = shared.lock();
    let cards: Vec<Doc> = world.store.newest_first("payment_method").collect();
    let ids: Vec<String> =
        cards.iter().filter_map(|card| card.get("id")?.as_str().map(str::to_owned)).collect();
    let number: String = becomes.number.chars().filter(char::is_ascii_digit).collect();
    let mut changed = 0;
    for id in ids {
        let done = world.store.update("payment_method", &id, |card| {
            card.insert("_number".to_owned(), Value::from(number.clone()));
        });
        changed += usize::from(done.is_ok());
    }
    world.dirty = true;
    Json(json!({ "changed": changed }))
}

async fn settle(State(shared): Handle, Path(intent): Path<String>) -> Response {
    done(&shared, |world| attempts::settle(world, &intent, None))
}

#[derive(Debug, Default, Deserialize)]
struct Failing {
    code: Option<String>,
}

async fn fail_debit(State(shared): Handle, Path(intent): Path<String>, body: String) -> Response {
    with(&body, |failing: Failing| {
        let code = failing.code.as_deref().unwrap_or("insufficient_funds");
        done(&shared, |world| attempts::settle(world, &intent, Some(code)))
    })
}

#[derive(Debug, Default, Deserialize)]
struct Disputed {
    amount: Option<i64>,
    reason: Option<String>,
    #[serde(default)]
    inquiry: bool,
}

async fn dispute(State(shared): Handle, Path(charge): Path<String>, body: String) -> Response {
    with(&body, |how: Disputed| {
        let reason = how.reason.as_deref().unwrap_or("fraudulent");
        done(&shared, |world| disputes::open(world, &charge, how.amount, reason, how.inquiry))
    })
}

#[derive(Debug, Deserialize)]
struct Resolved {
    won: bool,
    #[serde(default)]
    fee_returned: bool,
}

#[derive(Debug, Default, Deserialize)]
struct Returned {
    code: Option<String>,
    amount: Option<i64>,
}

async fn take_back(State(shared): Handle, Path(charge): Path<String>, body: String) -> Response {
    with(&body, |how: Returned| {
        let code = how.code.as_deref().unwrap_or("insufficient_funds");
        done(&shared, |world| disputes::take_back(world, &charge, how.amount, code))
    })
}

async fn resolve(
    State(shared): Handle,
    Path(dispute): Path<String>,
    Json(outcome): Json<Resolved>,
) -> Response {
    done(&shared, |world| disputes::resolve(world, &dispute, outcome.won, outcome.fee_returned))
}

async fn fail_refund(State(shared): Handle, Path(refund): Path<String>, body: String) -> Response {
    with(&body, |failing: Failing| {
        done(&shared, |world| refunds::fail(world, &refund, failing.code.as_deref()))
    })
}

async fn payout(State(shared): Handle) -> Response {
    done(&shared, |world| payouts::automatic(world, "usd"))
}

async fn fail_payout(State(shared): Handle, Path(payout): Path<String>, body: String) -> Response {
    with(&body, |failing: Failing| {
        let code = failing.code.as_deref().unwrap_or("account_closed");
        done(&shared, |world| payouts::fail(world, &payout, code))
    })
}
