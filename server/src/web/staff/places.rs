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
use billing::identity::{self, Session, Wing, emergency, people};
use domain::PracticeId;
use domain::access::Permission;
use uuid::Uuid;

use crate::web::answer::{Answer, Fail, refused, see};
use crate::web::fields::Fields;
use crate::web::session::{self, Asked, MadeFor, Staff};
use crate::web::{Portal, Shared};

/// What a form of the staff wing says it was made for.
const AT: &str = "at";

/// The field that says: go there, and carry it out.
const SWITCH: &str = "switch";

/// The largest form that is shown again.
const LARGEST: usize = 256 * 1024;

/// What is the same wherever one works, with what is below it: it is about the login.
const ANYWHERE: [&str; 7] = [
    "/staff/practice",
    "/staff/again",
    "/staff/emergency/end",
    "/staff/passkeys",
    "/staff/second",
    "/staff/sign-out",
    "/staff/sign-in",
];

/// What a form holds that nobody typed.
const HIDDEN: [&str; 9] = ["press", "seq", "do", "subject", "to", "case", "there", "claim", "all"];

/// What shows who somebody is: it is asked for anew, and stands on no page.
fn is_proof(name: &str) -> bool {
    matches!(name, "again" | "code" | "credential" | "ceremony") || name.contains("password")
}

/// Goes to another practice where they work; what they do there is in its audit, that they came too.
pub async fn switch(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let practice: PracticeId = fields.get("practice").parse().map_err(|_| Fail::NotFound)?;
    if practice == staff.practice.id {
        return Ok(see("/staff"));
    }
    if !staff.places.iter().any(|(place, _)| *place == practice) {
        return Err(Fail::NotFound);
    }
    go(&portal, &staff.session, practice, "/staff/practice").await?;
    Ok(see("/staff"))
}

/// Goes there; that they came, as what and by which route, is in that practice's audit.
pub(super) async fn go(
    portal: &Portal,
    session: &Session,
    practice: PracticeId,
    route: &str,
) -> Result<(), Fail> {
    let (role, emergency) = {
        let mut tx = portal.db.read().await?;
        let role = people::role_in(&mut tx, practice, session.user).await?;
        (role, emergency::active(&mut tx, &portal.door, practice, session.user).await?)
    };
    let event = Event {
        practice,
        user: session.user,
        role,
        emergency: emergency.map(|one| one.id),
        permission: Permission::Enter,
        allowed: true,
        method: "POST",
        route,
        subjects: Vec::new(),
    };
    audit::record(&portal.db, &portal.door, &event).await?;
    if identity::switch_practice(&portal.db, &portal.door, session, practice).await? {
        Ok(())
    } else {
        Err(Fail::NotFound)
    }
}

/// Lets through what was made for the practice that the session looks at.
pub async fn guard(State(portal): State<Shared>, asked: Asked, mut request: Request, next: Next) -> Answer {
    let below =
        |one: &str| asked.path.strip_prefix(one).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if request.method().is_safe() || ANYWHERE.into_iter().any(below) {
        return Ok(next.run(request).await);
    }
    let Some(secret) = asked.secret(&portal, Wing::Staff) else { return Ok(next.run(request).await) };
    let Some(session) = identity::session(&portal.db, &portal.door, Wing::Staff, secret).await? else {
        return Ok(next.run(request).await);
    };
    let places = session::places(&mut portal.db.read().await?, &session).await?;
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let made_for = url::form_urlencoded::parse(query).find(|(name, _)| name == AT);
    let made_for = made_for.and_then(|(_, id)| id.parse::<PracticeId>().ok());
    // Pages of who has one practice do not say which.
    let alone = places.len() < 2;
    if made_for == Some(session.practice) || (made_for.is_none() && alone) {
        request.extensions_mut().insert(MadeFor(session.practice));
        return Ok(next.run(request).await);
    }
    let place = made_for.and_then(|made_for| places.iter().find(|(practice, _)| *practice == made_for));
    let now = places.iter().find(|(practice, _)| *practice == session.practice);
    let address = request.uri().path_and_query().map_or(asked.path.as_str(), |whole| whole.as_str());
    let mut model = OtherPracticePage {
        made_for: place.map(|(_, name)| name.clone()),
        now: now.map(|(_, name)| name.clone()).unwrap_or_default(),
        action: address.to_owned(),
        ..OtherPracticePage::default()
    };
    let kind = request.headers().get(header::CONTENT_TYPE).map(|kind| kind.as_bytes().to_vec());
    if kind.is_some_and(|kind| kind.starts_with(b"multipart/")) {
        model.files = true;
        return Ok(refused(pages::staff::other_practice(&asked.ctx(&portal), &model)));
    }
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = body::to_bytes(body, LARGEST).await else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let whole = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let fields = match Fields::from_request(whole, &portal).await {
        Ok(fields) => fields,
        Err(status) => return Ok(status.into_response()),
    };
    if let (false, Some((practice, _))) = (fields.get(SWITCH).is_empty(), place) {
        go(&portal, &session, *practice, "/staff/practice").await?;
        parts.extensions.insert(MadeFor(*practice));
        return Ok(next.run(Request::from_parts(parts, Body::from(bytes))).await);
    }
    let kept = fields.pairs().filter(|(name, _)| *name != SWITCH && !is_proof(name));
    model.fields = kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let typed = model.fields.iter().filter(|(name, value)| {
        !HIDDEN.contains(&name.as_str()) && !value.trim().is_empty() && value.parse::<Uuid>().is_err()
    });
    model.typed = typed.map(|(_, value)| value.clone()).collect();
    Ok(refused(pages::staff::other_practice(&asked.ctx(&portal), &model)))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, header};
    use billing::identity::{self, Grant, Wing};
    use billing::testing::on_each_engine;
    use domain::access::Role;

    use crate::api::tests::house;
    use crate::web::session::MadeFor;

    #[tokio::test]
    async fn what_was_let_through_for_a_practice_that_the_session_has_left_is_not_carried_out() {
        on_each_engine(|t| async move {
            let house = house(t).await;
            let (db, door, [here, there]) = (&house.t.db, &house.t.door, house.practices);
            let (email, password) = ("dana@example.com", "plum kettle window");
            let grant = [Grant::Staff(here, Role::Administrator)];
            identity::add_user(db, door, email, "Dana", "en", password, &grant).await.unwrap();
            let (secret, _) =
                identity::sign_in(db, door, Wing::Staff, email, password, "here").await.unwrap();
            let names = ["ob_staff", "__Host-ob_staff"].map(|name| format!("{name}={secret}")).join("; ");
            // The guard says nothing of this route, so it is as if it had said so.
            for (made_for, status) in [(here, 404), (there, 422)] {
                let request = Request::post("/staff/emergency/end")
                    .header(header::COOKIE, &names)
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .extension(MadeFor(made_for));
                let told = house.send(request.body(Body::from("emergency=x")).unwrap()).await;
                assert_eq!(told.status.as_u16(), status, "{}", told.text);
            }
        })
        .await;
    }
}
