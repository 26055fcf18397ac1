//! What stands before every page: security headers, refusal of forms from elsewhere, and
//! a line in the log and a count for each request, without anything about a person.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use super::session::{Asked, Marked, header_value};
use super::{Portal, Shared};

/// Gives the answer its headers.
pub async fn headers(State(portal): State<Shared>, asked: Asked, request: Request, next: Next) -> Response {
    let Asked { id, nonce, .. } = asked;
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy(&portal, &nonce)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "same-origin".to_owned()),
        (header::X_FRAME_OPTIONS, "DENY".to_owned()),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin".to_owned()),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=()".to_owned(),
        ),
        (HeaderName::from_static("x-request-id"), id.to_string()),
    ] {
        // A file that somebody handed in has a stricter one.
        if !(name == header::CONTENT_SECURITY_POLICY && headers.contains_key(&name)) {
            headers.insert(name, header_value(&value));
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, header_value("no-store"));
    }
    if portal.config.is_https() {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, header_value("max-age=31536000; includeSubDomains"));
    }
    response
}

/// Nothing but our own files; a script only under this answer's nonce; forms to us, and
/// on to the hosted payment page that paying redirects to.
fn policy(portal: &Portal, nonce: &str) -> String {
    let checkout = match portal.config.stripe.as_ref().and_then(|keys| keys.api_base.as_ref()) {
        Some(base) => base.origin().ascii_serialization(),
        None => "https://checkout.stripe.com".to_owned(),
    };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self' {checkout}; \
         frame-ancestors 'none'; base-uri 'none'"
    )
}

/// Refuses a form that another site sent. The browser says where a request comes from
/// (`Sec-Fetch-Site`, or `Origin` in older ones); what says neither is no browser and
/// carries nobody's cookies.
pub async fn same_site(State(portal): State<Shared>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || comes_from_us(request.headers(), &portal.config.public_url) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn comes_from_us(headers: &HeaderMap, public_url: &str) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin == public_url,
        (None, None) => true,
    }
}

/// Marks the request with an id and a nonce; one line and one count for each: method,
/// route, status, time. The route is the pattern, so no id and no link's secret is in it.
pub async fn measured(State(portal): State<Shared>, mut request: Request, next: Next) -> Response {
    let id = portal.door.id();
    let nonce = portal.door.secret().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    request.extensions_mut().insert(Marked { id, nonce });
    logged(request, next).instrument(tracing::info_span!("request", %id)).await
}

async fn logged(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let took = began.elapsed();
    if !route.starts_with("/health") {
        tracing::info!(%method, route, status, ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "answered");
    }
    let labels = [("method", method.to_string()), ("route", route), ("status", status.to_string())];
    metrics::counter!("openbalance_requests_total", &labels).increment(1);
    metrics::histogram!("openbalance_request_seconds", &labels[..2]).record(took);
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_form_from_another_site_is_refused() {
        let ours = "https://bills.example.com";
        let from = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            comes_from_us(&headers.collect(), ours)
        };
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(from(&[("origin", ours)]));
        assert!(from(&[]));
        assert!(!from(&[("sec-fetch-site", "cross-site")]));
        assert!(!from(&[("sec-fetch-site", "same-site")]));
        assert!(!from(&[("origin", "https://evil.example")]));
        assert!(!from(&[("origin", "null")]));
    }
}
