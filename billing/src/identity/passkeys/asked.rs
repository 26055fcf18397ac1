//! Asking for a passkey: at the door, and again before what asks for a fresh proof.

use domain::PasskeyId;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey as Credential, PublicKeyCredential, WebauthnError,
};
use webauthn_rs_proto::AllowCredentials;

use super::{Answer, Begun, PasskeyError, Purpose, Site, all, begin_in, limit, store, told_in, use_up};
use crate::Door;
use crate::db::{Db, Tx};
use crate::identity::sessions::Shown;
use crate::identity::{Secret, Session, User, Wing, sessions, take_try};

/// Asks whoever is at the door for a passkey of this host; nothing is said or known of who it is.
///
/// # Errors
/// [`PasskeyError::TooMany`] after a hundred times from one place in a quarter of an hour.
pub async fn begin_sign_in(
    db: &Db,
    door: &Door,
    site: &Site,
    wing: Wing,
    from: &str,
) -> Result<Begun, PasskeyError> {
    take_try(db, door, &limit(format!("passkey-from:{from}"), 100)).await?;
    let mut tx = db.begin().await?;
    let begun = ask_in(&mut tx, door, site, wing, None).await?;
    tx.commit().await?;
    Ok(begun)
}

/// Asks who is signed in for one of their own.
///
/// # Errors
/// [`PasskeyError::TooMany`] after thirty times in a quarter of an hour.
pub async fn begin_again(
    db: &Db,
    door: &Door,
    site: &Site,
    session: &Session,
) -> Result<Begun, PasskeyError> {
    take_try(db, door, &limit(format!("passkey:{}", session.user), 30)).await?;
    let mut tx = db.begin().await?;
    let begun = ask_in(&mut tx, door, site, session.wing, Some(session)).await?;
    tx.commit().await?;
    Ok(begun)
}

async fn ask_in(
    tx: &mut Tx,
    door: &Door,
    site: &Site,
    wing: Wing,
    session: Option<&Session>,
) -> Result<Begun, PasskeyError> {
    let (mut options, state) =
        site.webauthn().start_discoverable_authentication().map_err(PasskeyError::Broken)?;
    // webauthn-rs means the list under a field; ours is behind a button.
    options.mediation = None;
    let mut of = (Purpose::SignIn, wing, None);
    if let Some(session) = session {
        of = (Purpose::Again, wing, Some(session.user));
        let own = store::credential_ids(tx, session.user, site.rp_id(), Some(wing)).await?.into_iter();
        let allowed = own.map(|id| AllowCredentials { type_: "public-key".to_owned(), id, transports: None });
        options.public_key.allow_credentials = allowed.collect();
    }
    begin_in(tx, door, site, of, &options, &state).await
}

/// Signs in whose passkey it is. For staff it counts as the password and the code.
///
/// # Errors
/// [`PasskeyError::NotKnown`] for every reason that concerns the person or the passkey;
/// [`PasskeyError::TooOld`].
pub async fn sign_in(
    db: &Db,
    door: &Door,
    site: &Site,
    wing: Wing,
    answer: Answer<'_>,
) -> Result<(Secret, User, PasskeyId), PasskeyError> {
    let proof = proved(db, door, site, (Purpose::SignIn, wing), None, answer).await?;
    let place =
        sessions::first_place(db, door, proof.kept.user_id, wing).await?.ok_or(PasskeyError::NotKnown)?;
    let mut tx = db.begin().await?;
    let user = all::user(&mut tx, proof.kept.user_id).await?.ok_or(PasskeyError::NotKnown)?;
    proof.write_in(&mut tx, door).await?;
    let shown = Shown::Beyond(door.now());
    let secret = sessions::open_in(&mut tx, door, user.id, wing, place, shown).await?;
    tx.commit().await?;
    Ok((secret, user, proof.kept.id))
}

/// Takes a passkey of who is signed in as the fresh proof that it is them ([`Session::is_fresh`]).
///
/// # Errors
/// [`PasskeyError::NotKnown`] when it is somebody else's too; [`PasskeyError::TooOld`].
pub async fn prove_again(
    db: &Db,
    door: &Door,
    site: &Site,
    session: &Session,
    answer: Answer<'_>,
) -> Result<(), PasskeyError> {
    let proof = proved(db, door, site, (Purpose::Again, session.wing), Some(session), answer).await?;
    let mut tx = db.begin().await?;
    proof.write_in(&mut tx, door).await?;
    all::prove_session(&mut tx, &session.token_hash, Shown::Beyond(door.now())).await?;
    Ok(tx.commit().await?)
}

/// A right answer, and the credential after it.
struct Proof {
    kept: store::Kept,
    credential: String,
}

impl Proof {
    /// Writes the use down. Whoever used the same key at the same moment, or removed it, was first.
    async fn write_in(&self, tx: &mut Tx, door: &Door) -> Result<(), PasskeyError> {
        let used = store::used(tx, &self.kept, &self.credential, door.now()).await?;
        if used { Ok(()) } else { Err(PasskeyError::NotKnown) }
    }
}

/// Uses the ceremony up and verifies the answer to it.
async fn proved(
    db: &Db,
    door: &Door,
    site: &Site,
    (purpose, wing): (Purpose, Wing),
    session: Option<&Session>,
    answer: Answer<'_>,
) -> Result<Proof, PasskeyError> {
    let user = session.map(|session| session.user);
    let state: DiscoverableAuthentication =
        use_up(db, door, site, (purpose, wing, user), answer.ceremony).await?;
    let said: PublicKeyCredential =
        serde_json::from_str(answer.credential).map_err(|_| PasskeyError::NotKnown)?;
    let kept = {
        let mut tx = db.read().await?;
        store::kept(&mut tx, wing, site.rp_id(), said.get_credential_id()).await?
    };
    let kept = kept.ok_or(PasskeyError::NotKnown)?;
    // A device that was told whose it may be need not say so again.
    let owner = match (said.get_user_unique_id(), user) {
        (Some(owner), _) => owner == kept.user_id.0.as_bytes(),
        (None, user) => user.is_some(),
    };
    if !owner || user.is_some_and(|user| user != kept.user_id) {
        return Err(PasskeyError::NotKnown);
    }
    let mut credential: Credential = serde_json::from_str(&kept.credential)?;
    let key = DiscoverableKey::from(&credential);
    match site.webauthn().finish_discoverable_authentication_v2(&said, state, &key) {
        Ok(result) => {
            credential.update_credential(&result);
            Ok(Proof { kept, credential: serde_json::to_string(&credential)? })
        }
        Err(WebauthnError::CredentialPossibleCompromise) => {
            end(db, door, &kept).await?;
            Err(PasskeyError::NotKnown)
        }
        Err(error) => {
            tracing::info!(%error, passkey = %kept.id, "a passkey's answer was not right");
            Err(PasskeyError::NotKnown)
        }
    }
}

/// Ends a passkey that counted backwards: there may be a copy of it (WebAuthn Level 3, 7.2, step 22).
async fn end(db: &Db, door: &Door, kept: &store::Kept) -> Result<(), PasskeyError> {
    tracing::warn!(passkey = %kept.id, "a passkey counted backwards, so it may have been copied; it is ended");
    let mut tx = db.begin().await?;
    if let Some(wing) = store::end(&mut tx, kept.id).await? {
        all::end_sessions(&mut tx, kept.user_id, None).await?;
        told_in(&mut tx, door, kept.user_id, wing, false).await?;
    }
    Ok(tx.commit().await?)
}
