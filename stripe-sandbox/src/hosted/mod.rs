//! The hosted payment page: what a patient sees between "Pay" in the product and the receipt.
//!
//! Plain HTML without a script. A press of Pay either ends at the product's `success_url`, comes
//! back with an error beside its field, or passes through a page that plays the bank's
//! authentication. A second press of a paid session lands on the same `success_url` and charges
//! nothing.

pub mod form;
pub mod page;
pub mod text;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;

use crate::error::ApiError;
use crate::params::Params;
use crate::resources::checkout::{self, Paid};
use crate::resources::{attempts, payment_methods, sessions, setup_intents};
use crate::store::{Doc, DocExt};
use crate::world::{Shared, World};
use form::Problem;
use text::{Lang, words};

type Handle = State<Arc<Shared>>;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/// The page's addresses.
pub fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/c/style.css", get(style))
        .route("/c/pay/{session}", get(show).post(pay))
        .route("/c/pay/{session}/authenticate", get(authentication).post(authenticate))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css"))
}

fn html(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, "no-store")], Html(body))
        .into_response()
}

async fn show(State(shared): Handle, Path(id): Path<String>) -> Response {
    let mut world = shared.lock();
    world.tick();
    match world.store.get(sessions::KIND, &id) {
        Ok(session) => page_of(&world, &session, &Params::default(), &[]),
        Err(_) => html(StatusCode::NOT_FOUND, page::missing()),
    }
}

fn page_of(world: &World, session: &Doc, typed: &Params, problems: &[Problem]) -> Response {
    let lang = Lang::of(session.text("locale"));
    let view = page::View { merchant: &world.settings.merchant, session, lang };
    match session.text("status") {
        "open" => {
            let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            html(status, view.form(typed, problems))
        }
        "complete" => html(StatusCode::OK, view.ended(words(lang).complete, Some(&return_address(session)))),
        _ => html(
            StatusCode::GONE,
            view.ended(words(lang).expired, session.get("cancel_url").and_then(|url| url.as_str())),
        ),
    }
}

async fn pay(State(shared): Handle, Path(id): Path<String>, body: String) -> Response {
    let response = {
        let mut world = shared.lock();
        world.tick();
        world.dirty = true;
        press(&mut world, &id, &body)
    };
    shared.bell.notify_one();
    response
}

fn press(world: &mut World, id: &str, body: &str) -> Response {
    let Ok(session) = world.store.get(sessions::KIND, id) else {
        return html(StatusCode::NOT_FOUND, page::missing());
    };
    match session.text("status") {
        "open" => {}
        "complete" => return Redirect::to(&return_address(&session)).into_response(),
        _ => return page_of(world, &session, &Params::default(), &[]),
    }
    let typed = Params::parse(body).unwrap_or_default();
    let lang = Lang::of(session.text("locale"));
    let order = match form::read(&typed, &session, world.now()) {
        Ok(order) => order,
        Err(problems) => return page_of(world, &session, &typed, &problems),
    };
    let billing = payment_methods::billing_details(&order.billing(), "billing");
    let method = payment_methods::make(world, order.kind, order.instrument, billing);
    match checkout::pay(world, id, method.text("id"), false) {
        Ok(Paid::Complete(session)) => Redirect::to(&return_address(&session)).into_response(),
        Ok(Paid::NeedsAuthentication) => Redirect::to(&format!("/c/pay/{id}/authenticate")).into_response(),
        Err(error) => refused(world, id, &typed, lang, &error),
    }
}

fn refused(world: &World, id: &str, typed: &Params, lang: Lang, error: &ApiError) -> Response {
    let Ok(session) = world.store.get(sessions::KIND, id) else {
        return html(StatusCode::NOT_FOUND, page::missing());
    };
    let code = |member: &str| error.extra.get(member).and_then(|value| value.as_str()).unwrap_or_default();
    let message = text::refusal(lang, code("code"), code("decline_code"));
    page_of(world, &session, typed, &[Problem { field: form::problem_field(code("code")), message }])
}

async fn authentication(State(shared): Handle, Path(id): Path<String>) -> Response {
    let mut world = shared.lock();
    world.tick();
    let Ok(session) = world.store.get(sessions::KIND, &id) else {
        return html(StatusCode::NOT_FOUND, page::missing());
    };
    if session.text("status") != "open" || session.text("_method").is_empty() {
        return page_of(&world, &session, &Params::default(), &[]);
    }
    let lang = Lang::of(session.text("locale"));
    html(
        StatusCode::OK,
        page::View { merchant: &world.settings.merchant, session: &session, lang }.authentication(),
    )
}

async fn authenticate(State(shared): Handle, Path(id): Path<String>, body: String) -> Response {
    let response = {
        let mut world = shared.lock();
        world.tick();
        world.dirty = true;
        answer_bank(&mut world, &id, &body)
    };
    shared.bell.notify_one();
    response
}

fn answer_bank(world: &mut World, id: &str, body: &str) -> Response {
    let Ok(session) = world.store.get(sessions::KIND, id) else {
        return html(StatusCode::NOT_FOUND, page::missing());
    };
    let lang = Lang::of(session.text("locale"));
    let method = session.text("_method").to_owned();
    if session.text("status") == "complete" {
        return Redirect::to(&return_address(&session)).into_response();
    }
    if session.text("status") != "open" || method.is_empty() {
        return page_of(world, &session, &Params::default(), &[]);
    }
    let complete = Params::parse(body).unwrap_or_default().str("outcome") == Some("complete");
    // The answer counts once, whatever it is.
    let _noted = world.store.update(sessions::KIND, id, |session| session.put("_method", ""));
    let outcome = if complete {
        checkout::pay(world, id, &method, true)
    } else {
        Err(not_authenticated(world, &session, &method))
    };
    match outcome {
        Ok(Paid::Complete(session)) => Redirect::to(&return_address(&session)).into_response(),
        Ok(Paid::NeedsAuthentication) => Redirect::to(&format!("/c/pay/{id}/authenticate")).into_response(),
        Err(error) => refused(world, id, &Params::default(), lang, &error),
    }
}

fn not_authenticated(world: &mut World, session: &Doc, method: &str) -> ApiError {
    if session.text("mode") == "setup" {
        let error = ApiError::card(
            "setup_intent_authentication_failure",
            None,
            "The payment method failed authentication.",
        );
        return match world.store.get("payment_method", method) {
            Ok(method) => setup_intents::fail(world, session.text("setup_intent"), &method, error),
            Err(lost) => lost,
        };
    }
    attempts::authentication_failed(world, session.text("payment_intent"), method).unwrap_or_else(|lost| lost)
}

/// The product's `success_url` with the session's id filled in.
fn return_address(session: &Doc) -> String {
    session.text("success_url").replace("{CHECKOUT_SESSION_ID}", session.text("id"))
}
