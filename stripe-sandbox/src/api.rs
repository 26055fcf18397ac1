//! One request's way through the stand-in: decode, log, authenticate, fault, idempotency, work.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::error::{ApiError, Kind};
use crate::expand::expand;
use crate::faults::{Failure, Fault};
use crate::idempotency::{Saved, Verdict};
use crate::log::Received;
use crate::params::Params;
use crate::resources::Answer;
use crate::routes;
use crate::server::DropConnection;
use crate::world::{Origin, Shared, World};

const LARGEST_BODY: usize = 1024 * 1024;

struct Call {
    method: String,
    path: String,
    params: Params,
    key: Option<String>,
    version: Option<String>,
    request_id: String,
}

impl Call {
    fn fingerprint(&self) -> String {
        // A map of strings always has a JSON form.
        let params = serde_json::to_string(&self.params).unwrap_or_default();
        format!("{} {} {params}", self.method, self.path)
    }

    fn answer(&self, status: u16, body: &Value) -> Response {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        put(headers, "request-id", &self.request_id);
        if let Some(version) = &self.version {
            put(headers, "stripe-version", version);
        }
        if let Some(key) = &self.key {
            put(headers, "idempotency-key", key);
        }
        if status == StatusCode::CONFLICT {
            put(headers, "stripe-should-retry", "true");
        }
        response
    }

    fn replay(&self, saved: &Saved) -> Response {
        let mut response = self.answer(saved.status, &saved.body);
        put(response.headers_mut(), "idempotent-replayed", "true");
        put(response.headers_mut(), "original-request", &saved.request_id);
        response
    }

    fn result(&self, answer: &Answer) -> Response {
        match answer {
            Ok(body) => self.answer(200, body),
            Err(error) => self.answer(error.status, &error.body()),
        }
    }
}

/// Answers any `/v1/…` request.
pub async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let call = match read(&shared, &parts, body).await {
        Ok(call) => call,
        Err(error) => return (StatusCode::BAD_REQUEST, axum::Json(error.body())).into_response(),
    };
    if let Err(error) = authenticate(&parts.headers) {
        return call.result(&Err(error));
    }
    let fault = shared.lock().faults.take(&call.method, &call.path);
    if let Some(response) = fault.as_ref().and_then(|fault| before(&call, fault)) {
        pause(fault.as_ref()).await;
        return response;
    }
    let response = match claim(&shared, &call) {
        Err(error) => return call.result(&Err(error)),
        Ok(Verdict::Replay(saved)) => call.replay(&saved),
        Ok(Verdict::Run) => {
            pause(fault.as_ref()).await;
            let failed_after = fault.as_ref().is_some_and(|fault| fault.kind == Failure::ErrorAfter);
            let answer = work(&shared, &call, failed_after);
            shared.bell.notify_one();
            call.result(&answer)
        }
    };
    if fault.is_some_and(|fault| fault.kind == Failure::DropAfter) { dropped() } else { response }
}

async fn read(shared: &Shared, parts: &Parts, body: Body) -> Result<Call, ApiError> {
    let bytes = axum::body::to_bytes(body, LARGEST_BODY)
        .await
        .map_err(|_| ApiError::invalid("The request body is too large or ended early."))?;
    let text =
        std::str::from_utf8(&bytes).map_err(|_| ApiError::invalid("Invalid UTF-8 in the request body."))?;
    let params = Params::parse(parts.uri.query().unwrap_or_default())?.merged(Params::parse(text)?);
    let header =
        |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut world = shared.lock();
    let call = Call {
        method: parts.method.to_string(),
        path: parts.uri.path().trim_end_matches('/').to_owned(),
        params,
        key: header("idempotency-key").filter(|_| parts.method == axum::http::Method::POST),
        version: header("stripe-version").or_else(|| Some(world.settings.api_version.clone())),
        request_id: world.ids.fresh("req_"),
    };
    let at = world.now();
    world.log.record(Received {
        method: call.method.clone(),
        path: call.path.clone(),
        params: call.params.clone(),
        idempotency_key: call.key.clone(),
        stripe_version: header("stripe-version"),
        request_id: call.request_id.clone(),
        at,
    });
    Ok(call)
}

fn authenticate(headers: &HeaderMap) -> Result<(), ApiError> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, secret) = given.split_once(' ').unwrap_or_default();
    let accepted = match scheme.to_ascii_lowercase().as_str() {
        "bearer" => test_key(secret.trim()),
        "basic" => basic_user(secret.trim()).is_some_and(|user| test_key(&user)),
        _ => false,
    };
    if accepted {
        return Ok(());
    }
    let message = if given.is_empty() {
        "You did not provide an API key. Send your secret key as a bearer token."
    } else {
        "Invalid API Key provided. The stand-in takes test keys only (sk_test_… or rk_test_…)."
    };
    let mut error = ApiError::invalid(message);
    error.status = 401;
    Err(error)
}

fn test_key(key: &str) -> bool {
    ["sk_test_", "rk_test_"]
        .iter()
        .any(|prefix| key.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty()))
}

/// The user name of HTTP basic authentication, which is where Stripe takes the key.
fn basic_user(encoded: &str) -> Option<String> {
    let mut bits: u32 = 0;
    let mut held = 0;
    let mut decoded = Vec::new();
    for byte in encoded.bytes().take_while(|byte| *byte != b'=') {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(six)) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            decoded.push(u8::try_from(bits >> held & 0xFF).ok()?);
        }
    }
    let text = String::from_utf8(decoded).ok()?;
    Some(text.split(':').next().unwrap_or_default().to_owned())
}

fn before(call: &Call, fault: &Fault) -> Option<Response> {
    match fault.kind {
        Failure::DropBefore => Some(dropped()),
        Failure::ErrorBefore => Some(call.result(&Err(broken()))),
        Failure::RateLimit => {
            let mut error =
                ApiError::invalid("Too many requests hit the API too quickly.").code("rate_limit");
            error.status = 429;
            Some(call.result(&Err(error)))
        }
        Failure::DropAfter | Failure::ErrorAfter | Failure::Delay => None,
    }
}

fn broken() -> ApiError {
    let mut error = ApiError::invalid("An unknown error occurred (asked for through /_sandbox/faults).");
    error.status = 500;
    error.kind = Kind::Api;
    error
}

async fn pause(fault: Option<&Fault>) {
    if let Some(delay) = fault.map(|fault| fault.delay_ms).filter(|delay| *delay > 0) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
}

fn claim(shared: &Shared, call: &Call) -> Result<Verdict, ApiError> {
    let Some(key) = &call.key else { return Ok(Verdict::Run) };
    let mut world = shared.lock();
    let now = world.now();
    world.keys.begin(key, &call.fingerprint(), now)
}

fn work(shared: &Shared, call: &Call, failed_after: bool) -> Answer {
    let mut world = shared.lock();
    world.tick();
    world.origin = Origin { request_id: Some(call.request_id.clone()), idempotency_key: call.key.clone() };
    let mut answer = perform(&mut world, call);
    if failed_after {
        answer = Err(broken());
    }
    if let Some(key) = &call.key {
        if routes::saved(&answer) {
            match &answer {
                Ok(body) => world.keys.finish(key, 200, body, &call.request_id),
                Err(error) => world.keys.finish(key, error.status, &error.body(), &call.request_id),
            }
        } else {
            world.keys.forget(key);
        }
    }
    world.dirty |= call.method != "GET";
    answer
}

fn perform(world: &mut World, call: &Call) -> Answer {
    let path = call.path.strip_prefix("/v1/").unwrap_or_default().to_owned();
    let mut answer = routes::dispatch(world, &call.method, &path, &call.params)?;
    expand(&world.store, &call.params, &mut answer)?;
    Ok(answer)
}

/// An answer that the server turns into a closed connection.
fn dropped() -> Response {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(DropConnection);
    response
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = value.parse() {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::{basic_user, test_key};

    #[test]
    fn the_key_may_come_as_basic_user_name() {
        assert_eq!(basic_user("c2tfdGVzdF8xMjM6").unwrap(), "sk_test_123");
        assert_eq!(basic_user("c2tfdGVzdF8xMjM6cGFzcw==").unwrap(), "sk_test_123");
        assert!(basic_user("%%").is_none());
    }

    #[test]
    fn live_keys_are_refused() {
        assert!(test_key("sk_test_x") && test_key("rk_test_x"));
        assert!(!test_key("sk_live_x") && !test_key("sk_test_") && !test_key(""));
    }
}
