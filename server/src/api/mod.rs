//! The REST API for a practice's other programs, under `/api/v1`.
//!
//! A request bears a key and nothing else ([`caller`]); no cookie is looked at, so nothing has to
//! be proved about where it comes from. Every answer that is no success has one shape
//! ([`problem`]). A request that its caller named is done once ([`asked`]). The document at
//! `/api/v1/openapi.json` is made of the handlers themselves ([`document`]); [`docs`] is a page
//! made of the document.

mod asked;
mod balances;
mod caller;
mod docs;
mod document;
mod files;
mod links;
mod payments;
mod problem;
mod rows;
mod shapes;
#[cfg(test)]
pub(crate) mod tests;
mod webhooks;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::middleware::from_fn;
use axum::routing::{any, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::Shared;

/// The largest body of JSON.
const LARGEST: usize = 1024 * 1024;

/// Every route of the API, and the document that describes them.
fn parts() -> (Router<Shared>, OpenApi) {
    OpenApiRouter::with_openapi(document::frame())
        .routes(routes!(links::create, links::list))
        .routes(routes!(links::read))
        .routes(routes!(links::revoke))
        .routes(routes!(balances::search))
        .routes(routes!(payments::list))
        .routes(routes!(payments::read))
        .routes(routes!(rows::patients))
        .routes(routes!(rows::charges))
        .routes(routes!(files::upload))
        .routes(routes!(files::read))
        .routes(routes!(webhooks::create, webhooks::list))
        .routes(routes!(webhooks::read, webhooks::remove))
        .routes(routes!(webhooks::enable))
        .routes(routes!(webhooks::disable))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::test))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhooks::replay))
        .split_for_parts()
}

/// The API, its document and the page about it.
pub fn routes() -> Router<Shared> {
    let (api, document) = parts();
    let document = Arc::new(document::finished(document));
    let json: Arc<str> = serde_json::to_string_pretty(&*document).unwrap_or_default().into();
    let page = docs::page_of(&document);
    let api = api
        .route(
            "/openapi.json",
            get(move || async move { ([(header::CONTENT_TYPE, "application/json")], json.to_string()) }),
        )
        .route("/docs", get(move |state, asked| docs::page(page.clone(), state, asked)))
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(280)))
        .layer(from_fn(problem::in_one_shape));
    // `nest` leaves its own address with a slash to the pages.
    let nothing = async || problem::Problem::from(problem::Kind::NotFound);
    Router::new().route("/api/v1/", any(nothing)).nest("/api/v1", api)
}
