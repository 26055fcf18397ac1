//! Why there is no good answer, in the one shape that every such answer has (RFC 9457).

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use billing::api_keys::Scope;
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of problems.
pub const PROBLEM_JSON: &str = "application/problem+json";

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $status:ident, $code:literal, $title:literal;)*) => {
        /// What kind of problem.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The end of its type's address, where the documentation explains it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it says of itself.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// Its status.
            pub fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }
        }
    };
}

problems! {
    Malformed = BAD_REQUEST, "malformed", "The request cannot be read.";
    NoKey = UNAUTHORIZED, "no-key", "There is no key in the request, or it does not work.";
    Scope = FORBIDDEN, "scope", "The key does not allow this.";
    NotFound = NOT_FOUND, "not-found", "There is no such thing.";
    Method = METHOD_NOT_ALLOWED, "method", "This address does not take this method.";
    UnderWay = CONFLICT, "under-way", "The same request is being done.";
    TooLarge = PAYLOAD_TOO_LARGE, "too-large", "The request is too large.";
    MediaType = UNSUPPORTED_MEDIA_TYPE, "media-type", "The body is of a kind that is not taken here.";
    Invalid = UNPROCESSABLE_ENTITY, "invalid", "Something in the request cannot be taken.";
    NameReused = UNPROCESSABLE_ENTITY, "name-reused", "Another request had this Idempotency-Key.";
    TooMany = TOO_MANY_REQUESTS, "too-many", "The key has asked too often.";
    Broken = INTERNAL_SERVER_ERROR, "broken", "Something broke here.";
    Away = SERVICE_UNAVAILABLE, "away", "There was no time to answer.";
}

/// What is wrong with a part of a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Wrong {
    /// Which part of the body: a JSON pointer (RFC 6901), such as `/rows/3/birth_date`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pointer: Option<String>,
    /// Which parameter or header, where it is not in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parameter: Option<String>,
    /// Why, and what to do.
    pub detail: String,
}

/// Why there is no good answer (RFC 9457).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Told {
    /// What kind of problem: an address that explains it, and never changes.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", example = "/api/v1/docs#problem-invalid")]
    pub kind: String,
    /// The same in words.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is special about this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// Everything that is wrong with the request, part by part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<Wrong>,
}

/// A problem on its way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    kind: Kind,
    detail: Option<String>,
    errors: Vec<Wrong>,
    again_in: Option<i64>,
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self { kind, detail: None, errors: Vec::new(), again_in: None }
    }
}

impl Problem {
    /// One with what is special about it.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..kind.into() }
    }

    /// A part of the body that cannot be taken.
    pub fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::all(vec![Wrong { pointer: Some(pointer.into()), parameter: None, detail: detail.into() }])
    }

    /// Every part of the body that cannot be taken.
    pub fn all(errors: Vec<Wrong>) -> Self {
        Self { errors, ..Kind::Invalid.into() }
    }

    /// A parameter or a header that cannot be read.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        let wrong = Wrong { pointer: None, parameter: Some(name.to_owned()), detail: detail.into() };
        Self { errors: vec![wrong], ..Kind::Malformed.into() }
    }

    /// A key without a scope.
    pub fn scope(scope: Scope) -> Self {
        Self::new(Kind::Scope, format!("The scope {} is missing.", scope.code()))
    }

    /// When it is worth trying again, in seconds.
    pub fn again_in(self, seconds: i64) -> Self {
        Self { again_in: Some(seconds), ..self }
    }

    fn told(self) -> Told {
        Told {
            kind: format!("/api/v1/docs#problem-{}", self.kind.code()),
            title: self.kind.title().to_owned(),
            status: self.kind.status().as_u16(),
            detail: self.detail,
            errors: self.errors,
        }
    }
}

/// Whatever the machine says is logged and never shown.
impl<E: Broken> From<E> for Problem {
    fn from(error: E) -> Self {
        tracing::error!(%error, "an API request failed");
        Kind::Broken.into()
    }
}

/// Errors of the machine.
pub trait Broken: std::error::Error {}
impl Broken for billing::sqlx::Error {}
impl Broken for billing::imports::ImportError {}
impl Broken for billing::statements::StatementError {}
impl Broken for serde_json::Error {}
impl Broken for std::io::Error {}
impl Broken for time::error::Format {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (kind, again_in) = (self.kind, self.again_in);
        let mut response = (kind.status(), Json(self.told())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if kind == Kind::NoKey {
            headers
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"openbalance\""));
        }
        if let Some(seconds) = again_in {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        response
    }
}

/// Gives what the router itself refuses the shape of everything else; what it says beside (which
/// methods an address takes) stays.
pub async fn in_one_shape(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let shaped = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == PROBLEM_JSON);
    if shaped || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = match status {
        StatusCode::METHOD_NOT_ALLOWED => Kind::Method,
        StatusCode::NOT_FOUND => Kind::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::MediaType,
        StatusCode::SERVICE_UNAVAILABLE => Kind::Away,
        status if status.is_client_error() => Kind::Malformed,
        _ => Kind::Broken,
    };
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut response = Problem::from(kind).into_response();
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}
