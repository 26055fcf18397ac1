//! Somebody is asked to help with bills: what they would see, and their yes.

use app::model::{BadTokenPage, SharedPage, TokenKind};
use app::{FormState, pages};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use billing::accounts;
use billing::household::sharing;
use billing::identity::{self, IdentityError, Wing};

use super::entry::{of_user, password_error};
use super::household::sees;
use crate::web::Shared;
use crate::web::answer::{Answer, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::{Asked, open_cookies};

pub async fn show(State(portal): State<Shared>, asked: Asked, Path(secret): Path<String>) -> Answer {
    Ok(match whole(&portal, &asked, &secret, FormState::default()).await? {
        Some(html) => page(html),
        None => gone(&portal, &asked),
    })
}

async fn whole(
    portal: &Shared,
    asked: &Asked,
    secret: &str,
    form: FormState,
) -> Result<Option<String>, crate::web::answer::Fail> {
    let (invitation, asks, practice) = {
        let mut tx = portal.db.read().await?;
        let Some((invitation, asks)) = sharing::opened(&mut tx, &portal.door, secret).await? else {
            return Ok(None);
        };
        let Some(practice) = accounts::practice(&mut tx, invitation.practice_id).await? else {
            return Ok(None);
        };
        let account = accounts::guarantor(&mut tx, practice.id, invitation.guarantor_id).await?;
        let name =
            account.map_or(asks.name, |account| format!("{} {}", account.first_name, account.last_name));
        (invitation, name, practice)
    };
    let model = SharedPage {
        path: asked.path.clone(),
        asks,
        practice: practice.name,
        sees: sees(invitation.scope),
        ends_on: invitation.ends_on,
        known: identity::has_login(&portal.db, &invitation.email).await?,
        email: invitation.email,
        form,
    };
    Ok(Some(pages::shared(&asked.ctx(portal), &model)))
}

fn gone(portal: &Shared, asked: &Asked) -> Response {
    let html = pages::bad_token(&asked.ctx(portal), &BadTokenPage { kind: TokenKind::Sharing });
    (StatusCode::GONE, Html(html)).into_response()
}

pub async fn accept(
    State(portal): State<Shared>,
    asked: Asked,
    Path(secret): Path<String>,
    fields: Fields,
) -> Answer {
    let (name, password) = (fields.get("name"), fields.exact("password"));
    let lang = asked.lang.code();
    let mut form = fields.form();
    let outcome = match (name.chars().count(), password.is_empty()) {
        (101.., _) => Err(("name", "error-too-long")),
        (_, true) => Err(("password", "error-password-missing")),
        _ => match sharing::accept(&portal.db, &portal.door, &secret, name, password, lang).await {
            Ok(entered) => Ok(entered),
            Err(IdentityError::Password(problem)) => Err(("password", password_error(problem))),
            Err(IdentityError::NotMatching) => Err(("password", "error-share-password")),
            Err(IdentityError::TooMany) => Err(("", "error-too-many")),
            // A login that was shut out, or made this moment: the link opens nothing for it.
            Err(IdentityError::BadLink | IdentityError::Taken) => return Ok(gone(&portal, &asked)),
            Err(error) => return Err(error.into()),
        },
    };
    match outcome {
        Ok((session, user)) => {
            Ok((open_cookies(&portal, Wing::Patient, session), of_user(&portal, &user), see("/home"))
                .into_response())
        }
        Err((field, error)) => {
            form = form.with_error(field, error);
            Ok(match whole(&portal, &asked, &secret, form).await? {
                Some(html) => refused(html),
                None => gone(&portal, &asked),
            })
        }
    }
}
