//! Answers: pages, redirects, and the page that says why there is none.

use app::model::ErrorKind;
use app::pages;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::Shared;
use super::session::{Asked, Patient};

/// Why there is no page. What the machine says is logged, never shown.
#[derive(Debug, thiserror::Error)]
pub enum Fail {
    /// No such thing, or not for who asks: both look alike.
    #[error("not found")]
    NotFound,
    /// Their role does not let them; the page that says so.
    #[error("not allowed")]
    NotAllowed(Box<str>),
    /// What came was made for another practice than they look at; the page that says so.
    #[error("made for another practice")]
    OtherPractice(Box<str>),
    /// Nobody is signed in; the answer leads there.
    #[error("not signed in")]
    SignIn {
        /// Where to sign in.
        at: &'static str,
        /// Where they wanted to go.
        next: Option<String>,
    },
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] billing::sqlx::Error),
    /// The books' word.
    #[error(transparent)]
    Ledger(#[from] billing::ledger::LedgerError),
    /// A payment's word.
    #[error(transparent)]
    Payment(#[from] billing::payments::PaymentError),
    /// A refund's word.
    #[error(transparent)]
    Refund(#[from] billing::refunds::RefundError),
    /// A plan's word.
    #[error(transparent)]
    Plan(#[from] billing::plans::PlanError),
    /// A dispute's word.
    #[error(transparent)]
    Dispute(#[from] billing::disputes::DisputeError),
    /// A request for help's word.
    #[error(transparent)]
    Hardship(#[from] billing::hardship::HardshipError),
    /// A change's word.
    #[error(transparent)]
    Answering(#[from] billing::answering::AnswerError),
    /// A refusal's word.
    #[error(transparent)]
    Denial(#[from] billing::denials::DenialError),
    /// What was done with a decision that met no visit.
    #[error(transparent)]
    ByHand(#[from] billing::remittance::by_hand::ByHandError),
    /// A statement's word.
    #[error(transparent)]
    Statement(#[from] billing::statements::StatementError),
    /// Reconciliation's word.
    #[error(transparent)]
    Reconcile(#[from] billing::reconcile::ReconcileError),
    /// An identity question's word.
    #[error(transparent)]
    Identity(#[from] billing::identity::IdentityError),
    /// A second factor's word.
    #[error(transparent)]
    Second(#[from] billing::identity::second::SecondError),
    /// A passkey's word.
    #[error(transparent)]
    Passkey(#[from] billing::identity::passkeys::PasskeyError),
    /// An import's word.
    #[error(transparent)]
    Import(#[from] billing::imports::ImportError),
    /// The machine's word.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What a handler gives.
pub type Answer = Result<Response, Fail>;

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let status = match self {
            Self::SignIn { at, next } => {
                let mut response = Redirect::to(at).into_response();
                let cookie =
                    next.and_then(|next| HeaderValue::from_str(&super::session::next_cookie(&next)).ok());
                if let Some(cookie) = cookie {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                return response;
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAllowed(page) => {
                return (StatusCode::FORBIDDEN, Html(String::from(page))).into_response();
            }
            Self::OtherPractice(page) => return refused(String::from(page)),
            other => {
                tracing::error!(error = %other, "a request failed");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        status.into_response()
    }
}

/// A whole page.
pub fn page(html: String) -> Response {
    Html(html).into_response()
}

/// A form that comes back with what is wrong with it.
pub fn refused(html: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response()
}

/// What was asked for is done; look there.
pub fn see(path: &str) -> Response {
    Redirect::to(path).into_response()
}

pub async fn not_found() -> StatusCode {
    StatusCode::NOT_FOUND
}

/// Turns a bare status into a page in the reader's language, with the menu of whoever is
/// signed in.
pub async fn in_words(State(portal): State<Shared>, asked: Asked, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let response = next.run(Request::from_parts(parts.clone(), body)).await;
    let status = response.status();
    let bare = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !bare || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = match status {
        // What is no id names nothing, just as an id of nobody's.
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::BAD_REQUEST => {
            ErrorKind::NotFound
        }
        StatusCode::FORBIDDEN => ErrorKind::Forbidden,
        StatusCode::TOO_MANY_REQUESTS => ErrorKind::TooMany,
        StatusCode::GONE => ErrorKind::Gone,
        _ => ErrorKind::Broken { request_id: asked.id.to_string() },
    };
    let ctx = match Patient::from_request_parts(&mut parts, &portal).await {
        Ok(patient) => patient.ctx(&portal),
        Err(_) => asked.ctx(&portal),
    };
    (status, Html(pages::error(&ctx, &kind))).into_response()
}
