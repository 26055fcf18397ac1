//! Passkeys of staff: a way in that counts as password and code, and an answer to who it is.

use app::FormState;
use app::model::StaffSignInPage;
use app::pages;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use billing::identity::Wing;
use billing::identity::passkeys::{self, PasskeyError};
use domain::PasskeyId;

use super::door;
use super::second::show;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::passkeys::{answer, new_page, question, site, wrong};
use crate::web::session::{Asked, Staff, open_cookies};

/// The door.
pub async fn ask(State(portal): State<Shared>, asked: Asked) -> Answer {
    let site = site(&asked)?;
    question(passkeys::begin_sign_in(&portal.db, &portal.door, &site, Wing::Staff, &asked.from).await)
}

pub async fn sign_in(State(portal): State<Shared>, asked: Asked, fields: Fields) -> Answer {
    let site = site(&asked)?;
    match passkeys::sign_in(&portal.db, &portal.door, &site, Wing::Staff, answer(&fields)).await {
        Ok((secret, _, passkey)) => {
            door::came_in(&portal, &secret, passkey).await?;
            Ok((open_cookies(&portal, Wing::Staff, secret), see("/staff")).into_response())
        }
        Err(error) => {
            let model =
                StaffSignInPage { form: FormState::wrong("", wrong(error)?), notice: None, passkeys: true };
            Ok(refused(pages::staff::sign_in(&asked.ctx(&portal), &model)))
        }
    }
}

/// Asked again who it is.
pub async fn ask_again(State(portal): State<Shared>, staff: Staff) -> Answer {
    let site = site(&staff.asked)?;
    question(passkeys::begin_again(&portal.db, &portal.door, &site, &staff.session).await)
}

/// Where a page that was only an answer is looked at again.
pub async fn back(_: Staff) -> Response {
    see("/staff/second")
}

/// The device is asked for a key.
pub async fn begin(State(portal): State<Shared>, staff: Staff) -> Answer {
    let site = site(&staff.asked)?;
    match passkeys::begin_adding(&portal.db, &portal.door, &site, &staff.session, &staff.user).await {
        Ok(begun) => {
            let model = new_page(true, begun, FormState::default());
            Ok(page(pages::passkey_new(&staff.ctx(&portal), &model)))
        }
        Err(error) => {
            Ok(refused(show(&portal, &staff, None, FormState::wrong("", wrong(error)?), None).await?))
        }
    }
}

/// The device has answered.
pub async fn add(State(portal): State<Shared>, staff: Staff, fields: Fields) -> Answer {
    let site = site(&staff.asked)?;
    let (db, door) = (&portal.db, &portal.door);
    let added = passkeys::add(db, door, &site, &staff.session, fields.get("name"), answer(&fields)).await;
    let error = match added {
        Ok(_) => return Ok(see("/staff/second?passkey=added")),
        Err(PasskeyError::TooOld) => {
            let form = FormState::wrong("", "error-passkey-old");
            return Ok(refused(show(&portal, &staff, None, form, None).await?));
        }
        Err(error) => wrong(error)?,
    };
    // What was asked is used up; whoever was let ask for it is asked anew.
    let form = FormState::wrong("", error).with_value("name", fields.get("name"));
    match passkeys::begin_adding(db, door, &site, &staff.session, &staff.user).await {
        Ok(begun) => Ok(refused(pages::passkey_new(&staff.ctx(&portal), &new_page(true, begun, form)))),
        Err(error) => {
            Ok(refused(show(&portal, &staff, None, FormState::wrong("", wrong(error)?), None).await?))
        }
    }
}

pub async fn remove(State(portal): State<Shared>, staff: Staff, Path(id): Path<PasskeyId>) -> Answer {
    if passkeys::remove(&portal.db, &portal.door, &staff.session, id).await? {
        Ok(see("/staff/second?passkey=removed"))
    } else {
        Err(Fail::NotFound)
    }
}
