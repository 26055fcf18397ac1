//! What both wings do with passkeys: the host they are of, what a browser is asked, what it answers.

use app::FormState;
use app::model::{PasskeyNewPage, PasskeyRow, PasskeyTold, Passkeys};
use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use billing::accounts::Practice;
use billing::door::local_date;
use billing::identity::Session;
use billing::identity::passkeys::{self, Begun, PasskeyError, Site};

use super::Portal;
use super::answer::{Answer, Fail};
use super::fields::Fields;
use super::session::Asked;

/// Whether passkeys can be asked for under the host of this request.
pub fn here(asked: &Asked) -> bool {
    Site::of(&asked.base).is_some()
}

/// The host of this request.
///
/// # Errors
/// [`Fail::NotFound`] where there are no passkeys.
pub fn site(asked: &Asked) -> Result<Site, Fail> {
    Site::of(&asked.base).ok_or(Fail::NotFound)
}

/// What the script is told to ask.
///
/// # Errors
/// What is not the reader's doing.
pub fn question(begun: Result<Begun, PasskeyError>) -> Answer {
    match begun {
        Ok(begun) => {
            let told = serde_json::json!({ "ceremony": begun.ceremony, "options": begun.options });
            Ok(Json(told).into_response())
        }
        Err(PasskeyError::TooMany) => Ok(StatusCode::TOO_MANY_REQUESTS.into_response()),
        Err(error) => Err(error.into()),
    }
}

/// What the browser answers.
pub fn answer(fields: &Fields) -> passkeys::Answer<'_> {
    passkeys::Answer { ceremony: fields.get("ceremony"), credential: fields.get("credential") }
}

/// What a refusal says.
///
/// # Errors
/// What is not the reader's doing.
pub fn wrong(error: PasskeyError) -> Result<&'static str, Fail> {
    match error {
        PasskeyError::TooOld => Ok("error-passkey-old"),
        PasskeyError::NotKnown => Ok("error-passkey-unknown"),
        PasskeyError::Already => Ok("error-passkey-there"),
        PasskeyError::NotKept => Ok("error-passkey-kept"),
        PasskeyError::TooMany => Ok("error-too-many"),
        other => Err(other.into()),
    }
}

/// The reader's passkeys, for the page that lists them. `query` is the address's.
///
/// # Errors
/// The database's word.
pub async fn list(
    portal: &Portal,
    asked: &Asked,
    session: &Session,
    practice: &Practice,
    query: Option<&str>,
) -> Result<Passkeys, Fail> {
    let site = Site::of(&asked.base);
    let own = {
        let mut tx = portal.db.read().await?;
        passkeys::of_user(&mut tx, session.user, session.wing).await?
    };
    let row = |key: passkeys::Passkey| PasskeyRow {
        id: key.id,
        name: key.name,
        added: local_date(key.added_at, &practice.time_zone),
        used: key.used_at.map(|at| local_date(at, &practice.time_zone)),
        host: site.as_ref().is_none_or(|site| site.rp_id() != key.rp_id).then_some(key.rp_id),
    };
    let told = match query {
        Some("passkey=added") => Some(PasskeyTold::Added),
        Some("passkey=removed") => Some(PasskeyTold::Removed),
        _ => None,
    };
    Ok(Passkeys { rows: own.into_iter().map(row).collect(), here: site.is_some(), told })
}

/// The page that asks for a new one.
pub fn new_page(staff: bool, begun: Begun, form: FormState) -> PasskeyNewPage {
    PasskeyNewPage { form, staff, ceremony: begun.ceremony, options: begun.options }
}
