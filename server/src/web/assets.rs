//! The front end's files: named by their content, so kept by browsers for a year, and
//! sent compressed as the build left them.

use std::fs;
use std::io;
use std::path::Path;

use app::Assets;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::{extract::Request, response::Response};
use tower_http::services::ServeDir;

use super::Shared;

pub fn load(site_root: &Path) -> io::Result<Assets> {
    let text = fs::read_to_string(site_root.join("manifest.json")).map_err(|error| {
        let root = site_root.display();
        io::Error::new(
            error.kind(),
            format!("OPENBALANCE_SITE_ROOT: {root} holds no built front end; run: cargo xtask build"),
        )
    })?;
    let manifest: serde_json::Value = serde_json::from_str(&text)?;
    let main = |kind: &str| manifest.get(kind).and_then(|path| path.as_str()).map(|path| format!("/{path}"));
    let file = |name: &str| manifest.get("files")?.get(name)?.as_str().map(|path| format!("/{path}"));
    Ok(Assets {
        css: main("css").unwrap_or_default(),
        guest_css: main("guest_css").unwrap_or_default(),
        font: file("fonts/atkinson-hyperlegible-next.woff2"),
        icon: file("icon.svg"),
        js: main("js"),
        wasm: main("wasm"),
    })
}

pub fn routes(site_root: &Path) -> Router<Shared> {
    let files = ServeDir::new(site_root.join("pkg")).precompressed_br().precompressed_gzip();
    Router::new().nest_service("/pkg", files).layer(from_fn(kept))
}

async fn kept(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let year = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, year);
        response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    }
    response
}
