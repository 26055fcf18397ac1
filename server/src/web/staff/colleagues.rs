//! Colleagues who are asked in by email, on both sides of the letter.

use app::model::{BadTokenPage, JoinPage, TokenKind};
use app::{FormState, pages};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use billing::accounts;
use billing::identity::colleagues::{self, Colleague, ColleagueError};
use billing::identity::people::PeopleError;
use billing::identity::{self, IdentityError, Wing};
use domain::access::Role;
use uuid::Uuid;

use super::people::show;
use crate::mail::is_email;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::patient::password_error;
use crate::web::session::{Asked, Staff, open_cookies};
use crate::web::{Portal, Shared};

/// The longest name.
const NAME_MOST: usize = 80;

pub async fn ask(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let mut form = fields.form();
    let email = fields.get("email");
    if email.is_empty() {
        form = form.with_error("email", "error-email-missing");
    } else if !is_email(email) {
        form = form.with_error("email", "error-email-form");
    }
    let Some(role) = Role::from_code(fields.get("as")) else {
        return Ok(refused(show(&portal, &staff, form.with_error("as", "error-role"), None).await?));
    };
    if !form.errors.is_empty() {
        return Ok(refused(show(&portal, &staff, form, None).await?));
    }
    let across = !fields.get("across").is_empty();
    let language = staff.asked.lang.code();
    let colleague = Colleague { email, language, role, across };
    let error =
        match colleagues::ask(&portal.db, &portal.door, (staff.practice.id, staff.user.id), &colleague).await
        {
            Ok(()) => return Ok(see("/staff/people?asked")),
            Err(ColleagueError::Here) => ("email", "error-colleague-here"),
            Err(ColleagueError::TooMany) => ("", "error-share-too-many"),
            Err(ColleagueError::People(PeopleError::NotAllowed)) => return Err(staff.not_allowed(&portal)),
            Err(error) => return Err(failed(error)),
        };
    Ok(refused(show(&portal, &staff, form.with_error(error.0, error.1), None).await?))
}

pub async fn take_back(State(portal): State<Shared>, staff: Staff, Path(letter): Path<Uuid>) -> Answer {
    let mut tx = portal.db.begin().await?;
    if !colleagues::take_back_in(&mut tx, &portal.door, staff.practice.id, letter).await? {
        return Err(Fail::NotFound);
    }
    tx.commit().await?;
    Ok(see("/staff/people?changed"))
}

pub async fn join_page(State(portal): State<Shared>, asked: Asked, Path(secret): Path<String>) -> Answer {
    match whole(&portal, &asked, &secret, FormState::default()).await? {
        Some(html) => Ok(page(html)),
        None => Ok(gone(&portal, &asked)),
    }
}

pub async fn join(
    State(portal): State<Shared>,
    asked: Asked,
    Path(secret): Path<String>,
    fields: Fields,
) -> Answer {
    let Some(invited) = colleagues::open(&portal.db, &portal.door, &secret).await? else {
        return Ok(gone(&portal, &asked));
    };
    let known = identity::has_login(&portal.db, &invited.email).await?;
    let (name, password) = (fields.get("name"), fields.exact("password"));
    let mut form = fields.form();
    if !known && (name.is_empty() || name.chars().count() > NAME_MOST) {
        form = form.with_error("name", "error-name");
    }
    if password.is_empty() {
        form = form.with_error("password", "error-password-missing");
    }
    if form.errors.is_empty() {
        let whom = (name, password, asked.lang.code());
        let error = match colleagues::accept(&portal.db, &portal.door, &secret, whom).await {
            Ok(session) => {
                return Ok((open_cookies(&portal, Wing::Staff, session), see("/staff")).into_response());
            }
            Err(ColleagueError::BadLink) => return Ok(gone(&portal, &asked)),
            Err(ColleagueError::Identity(IdentityError::Password(problem))) => {
                ("password", password_error(problem))
            }
            Err(ColleagueError::Identity(IdentityError::NotMatching)) => ("password", "error-share-password"),
            Err(ColleagueError::Identity(IdentityError::TooMany)) => ("", "error-too-many"),
            // Made this moment by another press of the same button.
            Err(ColleagueError::Identity(IdentityError::Taken)) => return Ok(see(&asked.path)),
            Err(error) => return Err(failed(error)),
        };
        form = form.with_error(error.0, error.1);
    }
    match whole(&portal, &asked, &secret, form).await? {
        Some(html) => Ok(refused(html)),
        None => Ok(gone(&portal, &asked)),
    }
}

async fn whole(
    portal: &Portal,
    asked: &Asked,
    secret: &str,
    form: FormState,
) -> Result<Option<String>, Fail> {
    let Some(invited) = colleagues::open(&portal.db, &portal.door, secret).await? else { return Ok(None) };
    let known = identity::has_login(&portal.db, &invited.email).await?;
    let mut tx = portal.db.read().await?;
    let Some(practice) = accounts::practice(&mut tx, invited.practice_id).await? else { return Ok(None) };
    let model = JoinPage {
        form,
        action: asked.path.clone(),
        practice: practice.name,
        email: invited.email,
        role: invited.role,
        across: invited.across,
        known,
    };
    Ok(Some(pages::staff::join(&asked.ctx(portal), &model)))
}

fn gone(portal: &Portal, asked: &Asked) -> Response {
    let html = pages::bad_token(&asked.ctx(portal), &BadTokenPage { kind: TokenKind::Colleague });
    (StatusCode::GONE, Html(html)).into_response()
}

fn failed(error: ColleagueError) -> Fail {
    match error {
        ColleagueError::Sqlx(error) => error.into(),
        ColleagueError::Identity(error) => error.into(),
        other => {
            tracing::error!(error = %other, "a colleague could not be asked in");
            Fail::NotFound
        }
    }
}
