//! Staff of several practices: going from one to another, and forms that come from a page of the one
//! they have left.
//!
//! A page made for somebody who works for several practices says in the address of each form which
//! practice it was made for (`at`). What comes from a page of another practice than the session looks
//! at is not carried out: it comes back with what was typed, and can be sent where it was meant for.

use app::model::OtherPracticePage;
use app::pages;
use axum::body::{self, Body};
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use billing::audit::{self, Event};
use billing::identity::people::{self, Place};
use billing::identity::{self, Session, Wing};
use domain::PracticeId;
use domain::access::Permission;
use uuid::Uuid;

use crate::web::answer::{Answer, Fail, refused, see};
use crate::web::fields::Fields;
use crate::web::session::{Asked, Staff};
use crate::web::{Portal, Shared};

/// What a form of the staff wing says it was made for.
const AT: &str = "at";

/// The field that says: go there, and carry it out.
const SWITCH: &str = "switch";

/// The largest form that is shown again.
const LARGEST: usize = 256 * 1024;

/// What is the same wherever one works, with what is below it: it is about the login.
const ANYWHERE: [&str; 5] =
    ["/staff/practice", "/staff/again", "/staff/passkeys", "/staff/sign-out", "/staff/sign-in"];

/// What a form holds that nobody typed.
const HIDDEN: [&str; 12] = [
    "press",
    "seq",
    "do",
    "subject",
    "to",
    "ceremony",
    "credential",
    "case",
    "there",
    "claim",
    "all",
    SWITCH,
];

/// Goes to another practice where they work; what they do there is in its audit, that they came too.
pub async fn switch(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let practice: PracticeId = fields.get("practice").parse().map_err(|_| Fail::NotFound)?;
    let place = staff.places.iter().find(|place| place.practice == practice).ok_or(Fail::NotFound)?;
    go(&portal, &staff.session, place).await?;
    Ok(see("/staff"))
}

async fn go(portal: &Portal, session: &Session, place: &Place) -> Result<(), Fail> {
    let event = Event {
        practice: place.practice,
        user: session.user,
        role: Some(place.role),
        emergency: None,
        permission: Permission::Enter,
        allowed: true,
        method: "POST",
        route: "/staff/practice",
        subjects: Vec::new(),
    };
    audit::record(&portal.db, &portal.door, &event).await?;
    if identity::switch_practice(&portal.db, &portal.door, session, place.practice).await? {
        Ok(())
    } else {
        Err(Fail::NotFound)
    }
}

/// Lets through what was made for the practice that the session looks at.
pub async fn guard(State(portal): State<Shared>, asked: Asked, request: Request, next: Next) -> Answer {
    let below =
        |one: &str| asked.path.strip_prefix(one).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if request.method().is_safe() || ANYWHERE.into_iter().any(below) {
        return Ok(next.run(request).await);
    }
    let Some(secret) = asked.secret(&portal, Wing::Staff) else { return Ok(next.run(request).await) };
    let Some(session) = identity::session(&portal.db, &portal.door, Wing::Staff, secret).await? else {
        return Ok(next.run(request).await);
    };
    let places = people::places(&mut portal.db.read().await?, session.user).await?;
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let made_for = url::form_urlencoded::parse(query).find(|(name, _)| name == AT);
    let made_for = made_for.and_then(|(_, id)| id.parse::<PracticeId>().ok());
    // Pages of who has one practice do not say which.
    let alone = places.len() < 2 && session.role.is_some();
    if made_for == Some(session.practice) || (made_for.is_none() && alone) {
        return Ok(next.run(request).await);
    }
    let place = made_for.and_then(|practice| places.iter().find(|place| place.practice == practice));
    let now = places.iter().find(|place| place.practice == session.practice);
    let address = request.uri().path_and_query().map_or(asked.path.as_str(), |whole| whole.as_str());
    let mut model = OtherPracticePage {
        made_for: place.map(|place| place.name.clone()),
        now: now.map(|place| place.name.clone()).unwrap_or_default(),
        action: address.to_owned(),
        ..OtherPracticePage::default()
    };
    let kind = request.headers().get(header::CONTENT_TYPE).map(|kind| kind.as_bytes().to_vec());
    if kind.is_some_and(|kind| kind.starts_with(b"multipart/")) {
        model.files = true;
        return Ok(refused(pages::staff::other_practice(&asked.ctx(&portal), &model)));
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = body::to_bytes(body, LARGEST).await else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let whole = || Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let fields = match Fields::from_request(whole(), &portal).await {
        Ok(fields) => fields,
        Err(status) => return Ok(status.into_response()),
    };
    if let (false, Some(place)) = (fields.get(SWITCH).is_empty(), place) {
        go(&portal, &session, place).await?;
        return Ok(next.run(whole()).await);
    }
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    model.fields = fields.pairs().filter(|(name, _)| *name != SWITCH).map(own).collect();
    let typed = fields.pairs().filter(|(name, value)| {
        !HIDDEN.contains(name) && !value.trim().is_empty() && value.parse::<Uuid>().is_err()
    });
    model.typed = typed.map(|(_, value)| value.to_owned()).collect();
    Ok(refused(pages::staff::other_practice(&asked.ctx(&portal), &model)))
}
