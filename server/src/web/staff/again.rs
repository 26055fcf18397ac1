//! Before money moves, somebody is let in, or much is taken along, whoever sits there shows again
//! that it is them. What they asked for waits on that page, every field of it.

use app::model::AgainPage;
use app::{FormState, pages};
use axum::Router;
use axum::body::{self, Body};
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use billing::identity::passkeys::{self, Site};
use billing::identity::second::{self, Asks, Owes, SecondError};
use billing::identity::{self, Session, Wing};
use domain::access::Permission;

use super::second::{told, wrong};
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::passkeys::{answer, wrong as wrong_passkey};
use crate::web::session::{Asked, Staff, is_local};
use crate::web::{Portal, Shared};

/// Where the answer is given for what is only fetched.
const HERE: &str = "/staff/again";

/// The field of the answer.
const FIELD: &str = "again";

/// The field of a passkey's answer, and all that an answer may be in.
const CREDENTIAL: &str = "credential";
const ANSWERS: [&str; 3] = [FIELD, "ceremony", CREDENTIAL];

/// The largest form that waits.
const LARGEST: usize = 256 * 1024;

/// Lets these routes ask. Who may not is refused by the door, and asked for nothing.
pub fn asks(portal: &Shared, routes: Router<Shared>) -> Router<Shared> {
    routes.route_layer(from_fn_with_state(portal.clone(), ask))
}

async fn ask(State(portal): State<Shared>, asked: Asked, request: Request, next: Next) -> Answer {
    let (parts, body) = request.into_parts();
    let Some(session) = stale(&portal, &asked, &parts).await? else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let may = may_answer(&portal, &asked, &session).await?;
    if parts.method.is_safe() {
        let to = parts.uri.path_and_query().map_or(parts.uri.path(), |whole| whole.as_str());
        let waits = (HERE, vec![("to".to_owned(), to.to_owned())]);
        return Ok(held(written(&portal, &asked, &may, waits, FormState::default())));
    }
    let Ok(bytes) = body::to_bytes(body, LARGEST).await else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let whole = || Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let fields = match Fields::from_request(whole(), &portal).await {
        Ok(fields) => fields,
        Err(status) => return Ok(status.into_response()),
    };
    let address = parts.uri.path_and_query().map_or(asked.path.as_str(), |whole| whole.as_str());
    let waits = (address, but_the_answer(&fields));
    if fields.get(FIELD).is_empty() && fields.get(CREDENTIAL).is_empty() {
        return Ok(held(written(&portal, &asked, &may, waits, FormState::default())));
    }
    match proves(&portal, &session, &may, &fields).await? {
        None => Ok(next.run(whole()).await),
        Some(form) => Ok(refused(written(&portal, &asked, &may, waits, form))),
    }
}

/// What was asked for is not done yet.
fn held(html: String) -> Response {
    (StatusCode::FORBIDDEN, page(html)).into_response()
}

/// The session of who may go on once they have answered; none when nothing is to be asked.
async fn stale(portal: &Portal, asked: &Asked, parts: &Parts) -> Result<Option<Session>, Fail> {
    let Some(secret) = asked.secret(portal, Wing::Staff) else { return Ok(None) };
    let session = identity::session(&portal.db, &portal.door, Wing::Staff, secret).await?;
    let permission = parts.extensions.get::<Permission>().copied();
    Ok(session.filter(|session| {
        !session.is_fresh(&portal.door)
            && permission.is_some_and(|permission| session.reach().may(permission))
    }))
}

fn but_the_answer(fields: &Fields) -> Vec<(String, String)> {
    fields
        .pairs()
        .filter(|(name, _)| !ANSWERS.contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// What somebody is asked for, whether nothing opens before, and the host whose passkeys of theirs are
/// taken in place of it.
struct May {
    asks: Asks,
    owed: bool,
    site: Option<Site>,
}

async fn may_answer(portal: &Portal, asked: &Asked, session: &Session) -> Result<May, Fail> {
    let mut tx = portal.db.read().await?;
    let asks = second::asks(&mut tx, session.user).await?;
    let owed = second::owes(&mut tx, session).await? == Owes::Proof;
    let own = passkeys::of_user(&mut tx, session.user, Wing::Staff).await?;
    let site = Site::of(&asked.base).filter(|site| own.iter().any(|key| key.rp_id == site.rp_id()));
    Ok(May { asks, owed, site })
}

/// The page that asks, with what waits on it.
fn written(
    portal: &Portal,
    asked: &Asked,
    may: &May,
    (action, fields): (&str, Vec<(String, String)>),
    form: FormState,
) -> String {
    let (asks, passkeys) = (told(may.asks), may.site.is_some());
    let model = AgainPage { form, asks, owed: may.owed, passkeys, action: action.to_owned(), fields };
    pages::staff::again(&asked.ctx(portal), &model)
}

/// Takes the answer; what is wrong with it, if anything is.
async fn proves(
    portal: &Portal,
    session: &Session,
    may: &May,
    fields: &Fields,
) -> Result<Option<FormState>, Fail> {
    if let Some(site) = may.site.as_ref().filter(|_| !fields.get(CREDENTIAL).is_empty()) {
        let answer = answer(fields);
        return match passkeys::prove_again(&portal.db, &portal.door, site, session, answer).await {
            Ok(()) => Ok(None),
            Err(error) => Ok(Some(FormState::wrong("", wrong_passkey(error)?))),
        };
    }
    let key = portal.document_key();
    let proved =
        second::prove_again(&portal.db, &portal.door, key.as_ref(), session, fields.exact(FIELD)).await;
    let error = match proved {
        Ok(()) => return Ok(None),
        Err(SecondError::Wrong) if may.asks == Asks::Password => "error-again",
        Err(error) => wrong(error)?,
    };
    Ok(Some(FormState::wrong(FIELD, error)))
}

/// Where somebody is led who came in by their password alone and has more to show by now.
pub async fn look(State(portal): State<Shared>, staff: Staff) -> Answer {
    let may = may_answer(&portal, &staff.asked, &staff.session).await?;
    let waits = (HERE, vec![("to".to_owned(), "/staff".to_owned())]);
    Ok(page(written(&portal, &staff.asked, &may, waits, FormState::default())))
}

/// Takes the answer for what is only fetched, and leads there.
pub async fn give(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let to = fields.get("to");
    let path = to.split_once('?').map_or(to, |(path, _)| path);
    let is_staffs = path == "/staff" || path.starts_with("/staff/");
    if !is_staffs || !is_local(path) || !to.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Fail::NotFound);
    }
    let may = may_answer(&portal, &staff.asked, &staff.session).await?;
    match proves(&portal, &staff.session, &may, &fields).await? {
        None => Ok(see(to)),
        Some(form) => {
            let waits = (HERE, but_the_answer(&fields));
            Ok(refused(written(&portal, &staff.asked, &may, waits, form)))
        }
    }
}
