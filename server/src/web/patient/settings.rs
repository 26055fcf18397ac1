//! Language and password.

use app::model::{Saved, SettingsPage};
use app::{FormState, Lang, pages};
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse;
use billing::identity::{self, IdentityError};

use super::entry::password_error;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::{Patient, is_local, lang_cookie};
use crate::web::{Portal, Shared, passkeys};

pub async fn settings(State(portal): State<Shared>, patient: Patient, RawQuery(query): RawQuery) -> Answer {
    let saved = match query.as_deref() {
        Some("saved=language") => Some(Saved::Language),
        Some("saved=password") => Some(Saved::Password),
        _ => None,
    };
    let mut shown = model(&portal, &patient, FormState::default(), query.as_deref()).await?;
    shown.saved = saved;
    Ok(page(pages::settings(&patient.ctx(&portal), &shown)))
}

async fn model(
    portal: &Portal,
    patient: &Patient,
    form: FormState,
    query: Option<&str>,
) -> Result<SettingsPage, Fail> {
    let lang = Lang::from_code(&patient.user.language).unwrap_or_default();
    let passkeys = passkeys::list(portal, &patient.asked, &patient.session, &patient.practice, query).await?;
    Ok(SettingsPage { form, lang, email: patient.user.email.clone(), saved: None, passkeys })
}

/// The page with what was refused on it.
pub async fn show(portal: &Portal, patient: &Patient, form: FormState) -> Result<String, Fail> {
    Ok(pages::settings(&patient.ctx(portal), &model(portal, patient, form, None).await?))
}

pub async fn change_password(State(portal): State<Shared>, patient: Patient, fields: Fields) -> Answer {
    let (current, new) = (fields.exact("current_password"), fields.exact("new_password"));
    let (field, error) =
        match identity::change_password(&portal.db, &portal.door, &patient.session, current, new).await {
            Ok(()) => return Ok(see("/settings?saved=password")),
            Err(IdentityError::NotMatching) => ("current_password", "error-current-password"),
            Err(IdentityError::TooMany) => ("", "error-too-many"),
            Err(IdentityError::Password(problem)) => ("new_password", password_error(problem)),
            Err(error) => return Err(error.into()),
        };
    Ok(refused(show(&portal, &patient, FormState::wrong(field, error)).await?))
}

/// Anybody may choose a language; somebody signed in keeps it for their mail too.
pub async fn language(
    State(portal): State<Shared>,
    patient: Result<Patient, Fail>,
    fields: Fields,
) -> Answer {
    let lang = Lang::from_code(fields.get("lang")).unwrap_or_default();
    if let Ok(patient) = patient {
        identity::set_language(&portal.db, patient.user.id, lang.code()).await?;
    }
    let next = fields.get("next");
    let next = match next {
        "/settings" => "/settings?saved=language",
        next if is_local(next) => next,
        _ => "/home",
    };
    Ok((lang_cookie(&portal, lang), see(next)).into_response())
}
