//! Single-use links: opening one consumes nothing, sending its form does.

use app::model::{BadTokenPage, TokenKind, TokenPage};
use app::{FormState, pages};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use billing::identity::{self, IdentityError, LinkPurpose, Wing};

use super::entry::{of_user, password_error};
use crate::web::Shared;
use crate::web::answer::{Answer, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::{Asked, open_cookies};

pub async fn invitation(state: State<Shared>, asked: Asked, secret: Path<String>) -> Answer {
    show(state, asked, secret, LinkPurpose::Invitation, FormState::default()).await
}

pub async fn confirmation(state: State<Shared>, asked: Asked, secret: Path<String>) -> Answer {
    show(state, asked, secret, LinkPurpose::Confirm, FormState::default()).await
}

pub async fn reset_page(state: State<Shared>, asked: Asked, secret: Path<String>) -> Answer {
    show(state, asked, secret, LinkPurpose::Reset, FormState::default()).await
}

pub async fn accept_invitation(
    state: State<Shared>,
    asked: Asked,
    secret: Path<String>,
    fields: Fields,
) -> Answer {
    set_password(state, asked, secret, LinkPurpose::Invitation, fields).await
}

pub async fn reset(state: State<Shared>, asked: Asked, secret: Path<String>, fields: Fields) -> Answer {
    set_password(state, asked, secret, LinkPurpose::Reset, fields).await
}

pub async fn confirm(State(portal): State<Shared>, asked: Asked, Path(secret): Path<String>) -> Answer {
    let outcome = identity::finish_registration(&portal.db, &portal.door, &secret, asked.lang.code()).await;
    entered(&portal, &asked, LinkPurpose::Confirm, outcome)
}

fn kind_of(purpose: LinkPurpose) -> TokenKind {
    match purpose {
        LinkPurpose::Invitation => TokenKind::Invitation,
        LinkPurpose::Confirm => TokenKind::Confirm,
        LinkPurpose::Reset => TokenKind::Reset,
    }
}

async fn show(
    State(portal): State<Shared>,
    asked: Asked,
    Path(secret): Path<String>,
    purpose: LinkPurpose,
    form: FormState,
) -> Answer {
    let Some(link) = identity::open_link(&portal.db, &portal.door, purpose, &secret).await? else {
        return Ok(bad(&portal, &asked, purpose));
    };
    let kind = kind_of(purpose);
    let known = kind == TokenKind::Invitation && identity::has_login(&portal.db, &link.email).await?;
    let again = !form.errors.is_empty();
    let model = TokenPage {
        kind,
        token_path: asked.path.clone(),
        email: (kind == TokenKind::Invitation).then_some(link.email),
        known,
        form,
    };
    let html = pages::token(&asked.ctx(&portal), &model);
    Ok(if again { refused(html) } else { page(html) })
}

fn bad(portal: &Shared, asked: &Asked, purpose: LinkPurpose) -> Response {
    let html = pages::bad_token(&asked.ctx(portal), &BadTokenPage { kind: kind_of(purpose) });
    (StatusCode::GONE, Html(html)).into_response()
}

async fn set_password(
    State(portal): State<Shared>,
    asked: Asked,
    Path(secret): Path<String>,
    purpose: LinkPurpose,
    fields: Fields,
) -> Answer {
    let password = fields.exact("password");
    let lang = asked.lang.code();
    match identity::set_password_by_link(&portal.db, &portal.door, purpose, &secret, password, lang).await {
        Err(IdentityError::Password(problem)) => {
            let error = if password.is_empty() { "error-password-missing" } else { password_error(problem) };
            show(State(portal), asked, Path(secret), purpose, FormState::wrong("password", error)).await
        }
        Err(IdentityError::NotMatching) if purpose == LinkPurpose::Invitation => {
            let form = FormState::wrong("password", "error-share-password");
            show(State(portal), asked, Path(secret), purpose, form).await
        }
        Err(IdentityError::TooMany) => {
            show(State(portal), asked, Path(secret), purpose, FormState::wrong("", "error-too-many")).await
        }
        outcome => entered(&portal, &asked, purpose, outcome),
    }
}

fn entered(
    portal: &Shared,
    asked: &Asked,
    purpose: LinkPurpose,
    outcome: Result<(String, identity::User, Wing), IdentityError>,
) -> Answer {
    match outcome {
        Ok((secret, user, wing)) => {
            let to = match wing {
                Wing::Patient => "/home",
                Wing::Staff => "/staff",
            };
            Ok((open_cookies(portal, wing, secret), of_user(portal, &user), see(to)).into_response())
        }
        Err(IdentityError::BadLink) => Ok(bad(portal, asked, purpose)),
        Err(IdentityError::Taken) => Ok(see("/sign-in?why=registered")),
        // The login is there, and opens nothing any more.
        Err(IdentityError::NotMatching) => Ok(see("/staff/sign-in")),
        Err(error) => Err(error.into()),
    }
}
