//! Making a passkey.

use domain::PasskeyId;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential, WebauthnError};
use webauthn_rs_proto::ResidentKeyRequirement;

use super::{Answer, Begun, PasskeyError, Purpose, Site, all, begin_in, limit, store, told_in, use_up};
use crate::Door;
use crate::db::{Db, is_duplicate};
use crate::identity::sessions::Shown;
use crate::identity::{Session, User, take_try};

/// The longest name of a passkey, in characters.
const LONGEST: usize = 60;

/// Asks the device of somebody who has just shown that it is them for a new key. Devices that hold
/// one of theirs already, for either wing, will say so.
///
/// # Errors
/// [`PasskeyError::TooMany`] after thirty times in a quarter of an hour.
pub async fn begin_adding(
    db: &Db,
    door: &Door,
    site: &Site,
    session: &Session,
    user: &User,
) -> Result<Begun, PasskeyError> {
    take_try(db, door, &limit(format!("passkey:{}", user.id), 30)).await?;
    let mut tx = db.begin().await?;
    let there = store::credential_ids(&mut tx, user.id, site.rp_id(), None).await?;
    let name = if user.name.is_empty() { &user.email } else { &user.name };
    let (mut options, state) = site
        .webauthn()
        .start_passkey_registration(user.id.0, &user.email, name, Some(there))
        .map_err(PasskeyError::Broken)?;
    // webauthn-rs leaves it to the device; who signs in without an address needs it.
    if let Some(wanted) = &mut options.public_key.authenticator_selection {
        wanted.resident_key = Some(ResidentKeyRequirement::Required);
        wanted.require_resident_key = true;
    }
    let of = (Purpose::Add, session.wing, Some(user.id));
    let begun = begin_in(&mut tx, door, site, of, &options, &state).await?;
    tx.commit().await?;
    Ok(begun)
}

/// Keeps the key that the device made, under a name; a letter says so.
///
/// # Errors
/// [`PasskeyError`].
pub async fn add(
    db: &Db,
    door: &Door,
    site: &Site,
    session: &Session,
    name: &str,
    answer: Answer<'_>,
) -> Result<PasskeyId, PasskeyError> {
    let of = (Purpose::Add, session.wing, Some(session.user));
    let state: PasskeyRegistration = use_up(db, door, site, of, answer.ceremony).await?;
    let made: RegisterPublicKeyCredential =
        serde_json::from_str(answer.credential).map_err(|_| PasskeyError::NotKnown)?;
    if made.extensions.cred_props.as_ref().is_some_and(|props| props.rk == Some(false)) {
        return Err(PasskeyError::NotKept);
    }
    let passkey =
        site.webauthn().finish_passkey_registration(&made, &state).map_err(|error| match error {
            WebauthnError::CredentialExcludedFromRequest => PasskeyError::Already,
            error => {
                tracing::info!(%error, "a passkey was not taken");
                PasskeyError::NotKnown
            }
        })?;
    let id = PasskeyId(door.id());
    let kept = store::Kept { id, user_id: session.user, credential: serde_json::to_string(&passkey)? };
    let name: String = name.trim().chars().take(LONGEST).collect();
    let mut tx = db.begin().await?;
    match store::insert(&mut tx, session.wing, (site.rp_id(), passkey.cred_id()), &kept, &name, door.now())
        .await
    {
        Ok(()) => {}
        Err(error) if is_duplicate(&error) => return Err(PasskeyError::Already),
        Err(error) => return Err(error.into()),
    }
    // The device has just verified its owner, as it would when it is asked.
    all::prove_session(&mut tx, &session.token_hash, Shown::Beyond(door.now())).await?;
    told_in(&mut tx, door, session.user, session.wing, true).await?;
    tx.commit().await?;
    Ok(id)
}
