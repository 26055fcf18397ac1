//! Staff sign in and out.

use app::model::{SignInNotice, StaffSignInPage};
use app::{FormState, pages};
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use billing::identity::{self, IdentityError, Wing, emergency};

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::passkeys::here;
use crate::web::session::{Asked, Staff, closed_cookies, open_cookies};

pub async fn sign_in_page(State(portal): State<Shared>, asked: Asked, RawQuery(query): RawQuery) -> Response {
    let notice = (query.as_deref() == Some("why=signed-out")).then_some(SignInNotice::SignedOut);
    let model = StaffSignInPage { form: FormState::default(), notice, passkeys: here(&asked) };
    page(pages::staff::sign_in(&asked.ctx(&portal), &model))
}

pub async fn sign_in(State(portal): State<Shared>, asked: Asked, fields: Fields) -> Answer {
    let (email, password) = (fields.get("email"), fields.exact("password"));
    let error =
        match identity::sign_in(&portal.db, &portal.door, Wing::Staff, email, password, &asked.from).await {
            Ok((secret, _)) => {
                return Ok((open_cookies(&portal, Wing::Staff, secret), see("/staff")).into_response());
            }
            Err(IdentityError::NotMatching) => "error-sign-in",
            Err(IdentityError::TooMany) => "error-too-many",
            Err(error) => return Err(error.into()),
        };
    let model =
        StaffSignInPage { form: fields.form().with_error("", error), notice: None, passkeys: here(&asked) };
    Ok(refused(pages::staff::sign_in(&asked.ctx(&portal), &model)))
}

pub async fn sign_out(State(portal): State<Shared>, staff: Result<Staff, Fail>) -> Answer {
    if let Ok(staff) = staff {
        let mut tx = portal.db.begin().await?;
        emergency::end_all_in(&mut tx, &portal.door, staff.user.id).await?;
        tx.commit().await?;
        identity::sign_out(&portal.db, &staff.session).await?;
    }
    Ok((closed_cookies(&portal, Wing::Staff), see("/staff/sign-in?why=signed-out")).into_response())
}
