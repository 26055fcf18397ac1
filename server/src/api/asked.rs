//! What is asked: a body of JSON with the name that the caller gave the request, and the answer
//! that is given once.

use axum::Json;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::extract::{FromRequest, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use billing::api_keys::once::{self, Known, Name};
use billing::db::Tx;
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::IntoParams;
use uuid::Uuid;

use super::caller::Caller;
use super::problem::{Kind, Problem};
use crate::web::{Portal, Shared};

/// What a handler gives.
pub type Answer = Result<Response, Problem>;

/// The header in which a caller names a request.
pub const NAME: &str = "idempotency-key";

/// The longest name.
const NAME_LONGEST: usize = 255;

/// The header that tells an answer given before.
const REPLAYED: &str = "idempotency-replayed";

/// The name that the caller gave a request, if any.
///
/// # Errors
/// 400.
pub fn name_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(name) = headers.get(NAME) else { return Ok(None) };
    let name =
        name.to_str().ok().map(str::trim).filter(|name| !name.is_empty() && name.len() <= NAME_LONGEST);
    match name {
        Some(name) => Ok(Some(name.to_owned())),
        None => Err(Problem::parameter(
            "Idempotency-Key",
            "is 1 to 255 characters of ASCII, such as a random UUID",
        )),
    }
}

/// A request with its body.
pub struct Asked {
    route: String,
    name: Option<String>,
    json: bool,
    body: Bytes,
}

impl FromRequest<Shared> for Asked {
    type Rejection = Problem;

    async fn from_request(request: Request, portal: &Shared) -> Result<Self, Problem> {
        let route = format!("{} {}", request.method(), request.uri().path());
        let name = name_of(request.headers())?;
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let json = kind.is_some_and(|kind| essence(kind) == "application/json");
        let body = Bytes::from_request(request, portal).await.map_err(|refused| match refused.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::from(Kind::TooLarge),
            _ => Problem::new(Kind::Malformed, "The body did not arrive whole."),
        })?;
        Ok(Self { route, name, json, body })
    }
}

/// A media type without its parameters.
pub fn essence(kind: &str) -> String {
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

impl Asked {
    /// The body, as what it should be.
    ///
    /// # Errors
    /// 415 when it is no JSON by its own word, 400 when it is none at all, 422 when it is not
    /// what it should be.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if !self.json {
            return Err(Problem::new(Kind::MediaType, "Send JSON, as Content-Type: application/json."));
        }
        let value: Value = serde_json::from_slice(&self.body).map_err(|error| {
            Problem::new(
                Kind::Malformed,
                format!("No JSON at line {}, column {}.", error.line(), error.column()),
            )
        })?;
        // Serde would read a list as the fields in their order.
        if !value.is_object() {
            return Err(Problem::at("", "is no object"));
        }
        if let Some(pointer) = no_text(&value, String::new()) {
            return Err(Problem::at(pointer, "holds a character that is no text"));
        }
        serde_path_to_error::deserialize(value).map_err(|error| {
            let pointer = pointer(error.path());
            Problem::at(pointer, error.into_inner().to_string())
        })
    }

    /// The same, where a body may be left out.
    ///
    /// # Errors
    /// As [`Self::json`].
    pub fn json_or_nothing<T: DeserializeOwned + Default>(&self) -> Result<T, Problem> {
        if self.body.is_empty() { Ok(T::default()) } else { self.json() }
    }
}

/// Where a text holds the one character that no database keeps.
fn no_text(value: &Value, at: String) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then_some(at),
        Value::Array(all) => all.iter().enumerate().find_map(|(n, one)| no_text(one, format!("{at}/{n}"))),
        Value::Object(all) => {
            all.iter().find_map(|(key, one)| no_text(one, format!("{at}/{}", escaped(key))))
        }
        _ => None,
    }
}

/// A key in a JSON pointer (RFC 6901).
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let part = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escaped(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    path.iter().map(part).collect()
}

/// Work that is done once, in one transaction with its answer.
pub struct Work<'a> {
    /// The transaction.
    pub tx: Tx,
    caller: &'a Caller,
    named: Option<Name>,
    /// What the caller calls the request; by chance, when they call it nothing.
    pub name: String,
}

/// What becomes of a request.
pub enum Begun<'a> {
    /// It is to be done.
    New(Box<Work<'a>>),
    /// It was done.
    Done(Done),
}

/// An answer, without what is shown once.
pub struct Done {
    /// Its status.
    pub status: StatusCode,
    /// Its body.
    pub body: Value,
    /// What the caller called the request.
    pub name: String,
    replayed: bool,
}

/// Takes a request on, unless it was done before.
///
/// # Errors
/// 409 while it is being done, 422 when something else had its name.
pub async fn begin<'a>(portal: &Portal, caller: &'a Caller, asked: &Asked) -> Result<Begun<'a>, Problem> {
    let mut tx = portal.db.begin().await?;
    let named = asked.name.as_ref().map(|name| Name::new(name, &asked.route, &asked.body));
    let name = match &asked.name {
        Some(name) => name.clone(),
        None => portal.door.secret().iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    if let Some(named) = &named {
        let known = once::take_on_in(&mut tx, &portal.door, &caller.key, named).await?;
        if let Some(done) = known_answer(known, &name)? {
            return Ok(Begun::Done(done));
        }
    }
    Ok(Begun::New(Box::new(Work { tx, caller, named, name })))
}

/// The answer that was given before; none when there was none.
///
/// # Errors
/// As [`begin`].
pub fn known_answer(known: Known, name: &str) -> Result<Option<Done>, Problem> {
    match known {
        Known::New => Ok(None),
        Known::UnderWay => Err(Problem::from(Kind::UnderWay).again_in(5)),
        Known::Other => Err(Kind::NameReused.into()),
        Known::Done { status, answer } => Ok(Some(Done {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::OK),
            body: serde_json::from_str(&answer)?,
            name: name.to_owned(),
            replayed: true,
        })),
    }
}

impl Work<'_> {
    /// Keeps what was done with its answer.
    ///
    /// # Errors
    /// The machine's.
    pub async fn done(mut self, status: StatusCode, body: &impl Serialize) -> Result<Done, Problem> {
        let body = serde_json::to_value(body)?;
        if let Some(named) = &self.named {
            let text = serde_json::to_string(&body)?;
            once::done_in(&mut self.tx, &self.caller.key, named, status.as_u16(), &text).await?;
        }
        self.tx.commit().await?;
        Ok(Done { status, body, name: self.name, replayed: false })
    }
}

impl Done {
    /// An answer to a file, which is kept by its own means.
    pub fn of(status: StatusCode, body: Value) -> Self {
        Self { status, body, name: String::new(), replayed: false }
    }

    /// The id of what came of it.
    pub fn id(&self) -> Uuid {
        self.body.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok()).unwrap_or_default()
    }

    /// The same with what is shown now and kept nowhere.
    pub fn showing(mut self, field: &str, value: String) -> Self {
        if let Some(body) = self.body.as_object_mut() {
            body.insert(field.to_owned(), Value::String(value));
        }
        self
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if self.replayed {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

/// An id in an address; what is none names nothing.
pub struct Id(pub Uuid);

impl FromRequestParts<Shared> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Shared) -> Result<Self, Problem> {
        match Path::<Uuid>::from_request_parts(parts, portal).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(Kind::NotFound.into()),
        }
    }
}

/// The part of a list that is wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Where the part before ended: its `next_cursor`.
    #[param(nullable = false)]
    pub cursor: Option<String>,
    /// How many at most: 1 to 100, 50 unless you say otherwise.
    #[param(nullable = false, value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

impl Page {
    /// The id after which it begins, and how many.
    ///
    /// # Errors
    /// 400.
    pub fn read(&self) -> Result<(Option<Uuid>, usize), Problem> {
        let cursor = self.cursor.as_ref().map(|cursor| {
            let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
            let id = bytes.and_then(|bytes| Uuid::from_slice(&bytes).ok());
            id.ok_or_else(|| Problem::parameter("cursor", "is not the next_cursor of a list"))
        });
        let limit = match self.limit.as_deref() {
            None => Ok(50),
            Some(limit) => {
                let limit = limit.parse().ok().filter(|limit| (1..=100).contains(limit));
                limit.ok_or_else(|| Problem::parameter("limit", "is a number from 1 to 100"))
            }
        };
        Ok((cursor.transpose()?, limit?))
    }
}

/// Cuts what was read to one more than the limit, and says where it goes on.
pub fn cut<T>(rows: &mut Vec<T>, limit: usize, id: impl Fn(&T) -> Uuid) -> Option<String> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    rows.last().filter(|_| more).map(|last| URL_SAFE_NO_PAD.encode(id(last)))
}

/// One more than a limit, as databases count.
pub fn one_more(limit: usize) -> i64 {
    i64::try_from(limit + 1).unwrap_or(i64::MAX)
}

/// The parameters of a list.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Shared> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Shared) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, portal).await {
            Ok(Query(params)) => Ok(Self(params)),
            Err(_) => Err(Problem::new(Kind::Malformed, "The parameters cannot be read.")),
        }
    }
}
