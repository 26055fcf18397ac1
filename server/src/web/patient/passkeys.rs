//! A patient's passkeys: added with the password, removed with a press, and a way in.

use app::FormState;
use app::model::SignInPage;
use app::pages;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use billing::identity::passkeys::{self, PasskeyError};
use billing::identity::{self, IdentityError, Wing};
use domain::PasskeyId;

use super::entry::of_user;
use super::settings::show;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::passkeys::{answer, new_page, question, site, wrong};
use crate::web::session::{Asked, Patient, open_cookies};

/// The door.
pub async fn ask(State(portal): State<Shared>, asked: Asked) -> Answer {
    let site = site(&asked)?;
    question(passkeys::begin_sign_in(&portal.db, &portal.door, &site, Wing::Patient, &asked.from).await)
}

pub async fn sign_in(State(portal): State<Shared>, asked: Asked, fields: Fields) -> Answer {
    let site = site(&asked)?;
    match passkeys::sign_in(&portal.db, &portal.door, &site, Wing::Patient, answer(&fields)).await {
        Ok((secret, user, _)) => {
            let next = asked.next().unwrap_or_else(|| "/home".to_owned());
            Ok((open_cookies(&portal, Wing::Patient, secret), of_user(&portal, &user), see(&next))
                .into_response())
        }
        Err(error) => {
            let model =
                SignInPage { form: FormState::wrong("", wrong(error)?), notice: None, passkeys: true };
            Ok(refused(pages::sign_in(&asked.ctx(&portal), &model)))
        }
    }
}

/// Where a page that was only an answer is looked at again.
pub async fn back(_: Patient) -> Response {
    see("/settings")
}

/// The password is right: the device is asked.
pub async fn begin(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    let site = site(&patient.asked)?;
    let (db, door) = (&portal.db, &portal.door);
    let password = fields.exact("passkey_password");
    let (field, error) = match identity::confirm_password(db, door, patient.user.id, password).await {
        Ok(()) => match passkeys::begin_adding(db, door, &site, &patient.session, &patient.user).await {
            Ok(begun) => {
                let model = new_page(false, begun, FormState::default());
                return Ok(page(pages::passkey_new(&patient.ctx(&portal), &model)));
            }
            Err(error) => ("", wrong(error)?),
        },
        Err(IdentityError::NotMatching) => ("passkey_password", "error-current-password"),
        Err(IdentityError::TooMany) => ("passkey_password", "error-too-many"),
        Err(error) => return Err(error.into()),
    };
    Ok(refused(show(&portal, &patient, FormState::wrong(field, error)).await?))
}

/// The device has answered.
pub async fn add(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    let site = site(&patient.asked)?;
    let (db, door) = (&portal.db, &portal.door);
    let added = passkeys::add(db, door, &site, &patient.session, fields.get("name"), answer(&fields)).await;
    let error = match added {
        Ok(_) => return Ok(see("/settings?passkey=added")),
        Err(PasskeyError::TooOld) => {
            let form = FormState::wrong("", "error-passkey-old");
            return Ok(refused(show(&portal, &patient, form).await?));
        }
        Err(error) => wrong(error)?,
    };
    // What was asked is used up; who has just given their password is asked anew.
    let form = FormState::wrong("", error).with_value("name", fields.get("name"));
    match passkeys::begin_adding(db, door, &site, &patient.session, &patient.user).await {
        Ok(begun) => Ok(refused(pages::passkey_new(&patient.ctx(&portal), &new_page(false, begun, form)))),
        Err(error) => {
            let form = FormState::wrong("", wrong(error)?);
            Ok(refused(show(&portal, &patient, form).await?))
        }
    }
}

pub async fn remove(State(portal): State<Shared>, patient: Patient, Path(id): Path<PasskeyId>) -> Answer {
    if passkeys::remove(&portal.db, &portal.door, &patient.session, id).await? {
        Ok(see("/settings?passkey=removed"))
    } else {
        Err(Fail::NotFound)
    }
}
