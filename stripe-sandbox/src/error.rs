//! Stripe's error object (`type`, `code`, `param`, `message`) and the HTTP status it travels with.

use serde_json::{Map, Value, json};

/// The `type` of a Stripe error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request was wrong (400, 401, 404).
    InvalidRequest,
    /// The card was refused (402).
    Card,
    /// An idempotency key was used for something else or at the same time (400, 409).
    Idempotency,
    /// The server failed (500).
    Api,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request_error",
            Self::Card => "card_error",
            Self::Idempotency => "idempotency_error",
            Self::Api => "api_error",
        }
    }
}

/// A refusal as Stripe would word it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// Error `type`.
    pub kind: Kind,
    /// Sentence for the developer.
    pub message: String,
    /// The other members of the error object: `code`, `param`, `decline_code`, `payment_intent` …
    pub extra: Map<String, Value>,
}

impl ApiError {
    /// A 400 `invalid_request_error`.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self { status: 400, kind: Kind::InvalidRequest, message: message.into(), extra: Map::new() }
    }

    /// A 404 `resource_missing`.
    #[must_use]
    pub fn missing(object: &str, id: &str) -> Self {
        let mut error =
            Self::invalid(format!("No such {object}: '{id}'")).code("resource_missing").param("id");
        error.status = 404;
        error
    }

    /// A missing required parameter.
    #[must_use]
    pub fn required(param: &str) -> Self {
        Self::invalid(format!("Missing required param: {param}.")).code("parameter_missing").param(param)
    }

    /// A 402 `card_error` with a code and, where the issuer gave one, a decline code.
    pub fn card(code: &str, decline: Option<&str>, message: impl Into<String>) -> Self {
        let mut error = Self { status: 402, kind: Kind::Card, message: message.into(), extra: Map::new() };
        error = error.code(code);
        if let Some(decline) = decline {
            error.extra.insert("decline_code".into(), decline.into());
        }
        error
    }

    /// Sets `code`.
    #[must_use]
    pub fn code(self, code: &str) -> Self {
        self.with("code", code)
    }

    /// Sets `param`.
    #[must_use]
    pub fn param(self, param: &str) -> Self {
        self.with("param", param)
    }

    /// Sets another member of the error object.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(key.into(), value.into());
        self
    }

    /// The error object alone, as `last_payment_error` carries it.
    #[must_use]
    pub fn object(&self) -> Value {
        let mut error = self.extra.clone();
        if let Some(code) = self.extra.get("code").and_then(Value::as_str) {
            error.insert(
                "doc_url".into(),
                format!("https://docs.stripe.com/error-codes/{}", code.replace('_', "-")).into(),
            );
        }
        error.insert("message".into(), self.message.clone().into());
        error.insert("type".into(), self.kind.as_str().into());
        Value::Object(error)
    }

    /// The body of the HTTP answer.
    #[must_use]
    pub fn body(&self) -> Value {
        json!({ "error": self.object() })
    }
}
