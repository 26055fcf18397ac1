//! The door of the staff wing: which permission a route takes, and that whoever passes is
//! written down.

use axum::Extension;
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::Method;
use axum::http::request::Parts;
use billing::audit::{self, Event};
use billing::identity::{self, Wing};
use domain::PasskeyId;
use domain::access::Permission;

use crate::web::Portal;
use crate::web::answer::Fail;
use crate::web::session::Staff;

/// What a group of routes takes; [`Staff`] looks for it.
pub fn takes(permission: Permission) -> Extension<Permission> {
    Extension(permission)
}

/// Lets somebody through to a route that their role allows, and writes down that they came;
/// a route that says nothing of what it takes lets nobody through.
///
/// # Errors
/// [`Fail::NotAllowed`], or the database's word: without a trace nothing is seen.
pub async fn pass(parts: &mut Parts, portal: &Portal, staff: &Staff) -> Result<(), Fail> {
    let route = MatchedPath::from_request_parts(parts, &()).await.map_err(|_| Fail::NotFound)?;
    let Some(permission) = parts.extensions.get::<Permission>().copied() else {
        tracing::error!(route = route.as_str(), "a route of the staff wing says nothing of what it takes");
        return Err(staff.not_allowed(portal));
    };
    let allowed = staff.may(permission);
    let subjects = match RawPathParams::from_request_parts(parts, &()).await {
        Ok(params) => params.iter().map(|(_, value)| value.to_owned()).collect(),
        Err(_) => Vec::new(),
    };
    let emergency = staff.session.emergency().map(|one| one.id);
    if emergency.is_some() || is_kept(&parts.method, allowed, route.as_str(), &subjects) {
        let event = Event {
            practice: staff.practice.id,
            user: staff.user.id,
            role: staff.role,
            emergency,
            permission,
            allowed,
            // What a page's head tells is a look like another.
            method: if parts.method.is_safe() { "GET" } else { parts.method.as_str() },
            route: route.as_str(),
            subjects,
        };
        audit::record(&portal.db, &portal.door, &event).await?;
    }
    if allowed { Ok(()) } else { Err(staff.not_allowed(portal)) }
}

/// Writes down which ones were chosen in a form: its route names nobody.
///
/// # Errors
/// The database's word; nothing is done with them then.
pub async fn chosen<Id: ToString>(
    portal: &Portal,
    staff: &Staff,
    what: (Permission, &str),
    ids: impl IntoIterator<Item = Id>,
) -> Result<(), Fail> {
    also(portal, staff, "POST", what, ids).await
}

/// Writes down whose things a page shows beside what its route names.
///
/// # Errors
/// The database's word; the page is not shown then.
pub async fn shown<Id: ToString>(
    portal: &Portal,
    staff: &Staff,
    what: (Permission, &str),
    ids: impl IntoIterator<Item = Id>,
) -> Result<(), Fail> {
    also(portal, staff, "GET", what, ids).await
}

async fn also<Id: ToString>(
    portal: &Portal,
    staff: &Staff,
    method: &str,
    (permission, route): (Permission, &str),
    ids: impl IntoIterator<Item = Id>,
) -> Result<(), Fail> {
    let event = Event {
        practice: staff.practice.id,
        user: staff.user.id,
        role: staff.role,
        emergency: staff.session.emergency().map(|one| one.id),
        permission,
        allowed: true,
        method,
        route,
        subjects: ids.into_iter().map(|id| id.to_string()).collect(),
    };
    Ok(audit::record(&portal.db, &portal.door, &event).await?)
}

/// Writes down that somebody came in with a passkey; without a trace they are not in.
///
/// # Errors
/// The database's word.
pub async fn came_in(portal: &Portal, secret: &str, passkey: PasskeyId) -> Result<(), Fail> {
    let session = identity::session(&portal.db, &portal.door, Wing::Staff, secret).await?;
    let (session, role) =
        session.and_then(|session| session.role.map(|role| (session, role))).ok_or(Fail::NotFound)?;
    let event = Event {
        practice: session.practice,
        user: session.user,
        role: Some(role),
        emergency: None,
        permission: Permission::Enter,
        allowed: true,
        method: "POST",
        route: "/staff/sign-in/passkey",
        subjects: vec![passkey.to_string()],
    };
    Ok(audit::record(&portal.db, &portal.door, &event).await?)
}

/// Every change, everything refused, every look at something of somebody's, and what leaves as a sheet;
/// not that a list was opened which names nobody in particular, but for what is looked at in an
/// emergency.
fn is_kept(method: &Method, allowed: bool, route: &str, subjects: &[String]) -> bool {
    !allowed || !subjects.is_empty() || !method.is_safe() || route.ends_with(".csv")
}
