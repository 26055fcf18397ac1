//! Passkeys (WebAuthn): the key of somebody's device, which it uses when they show their finger,
//! their face or its PIN. That is two factors in one, so for staff it is as good as the password
//! and a code together.
//!
//! A passkey is of the host it was made under, and opens what it was made for: one that a member of
//! staff adds opens both wings, one of a patient only theirs, because a password alone was enough to
//! add it. Each ceremony is kept in the database for five minutes and answered once, at whichever
//! server the answer comes in.

mod add;
mod asked;
mod site;

use domain::{PasskeyId, UserId};
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use webauthn_rs::prelude::WebauthnError;

pub use add::{add, begin_adding};
pub use asked::{begin_again, begin_sign_in, prove_again, sign_in};
pub use site::Site;

use super::attempts::Limit;
use super::store::passkeys as store;
use super::{IdentityError, Secret, Session, Wing, people, sessions, store as all};
use crate::db::{Db, Tx};
use crate::{Door, messages};

/// How long an answer may take.
const WAITS: Duration = Duration::minutes(5);

/// Why a passkey is not made, or opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// The answer comes too late, a second time, or to what nobody asked.
    #[error("the question to the device is too old")]
    TooOld,
    /// No passkey of here, or its answer is not right; nobody is told which.
    #[error("this passkey is not known here")]
    NotKnown,
    /// The device has one already.
    #[error("this device has a passkey already")]
    Already,
    /// The device made a key that it cannot find again by itself.
    #[error("this device keeps no passkeys")]
    NotKept,
    /// Too many tries; later is fine.
    #[error("too many tries; wait a quarter of an hour")]
    TooMany,
    /// A ceremony cannot be begun or read: this program's fault.
    #[error("webauthn: {0}")]
    Broken(WebauthnError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

impl From<IdentityError> for PasskeyError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Sqlx(error) => Self::Sqlx(error),
            _ => Self::TooMany,
        }
    }
}

impl From<serde_json::Error> for PasskeyError {
    fn from(error: serde_json::Error) -> Self {
        Self::Sqlx(sqlx::Error::Decode(error.into()))
    }
}

/// A passkey, as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// The host it opens.
    pub rp_id: String,
    /// When it was added.
    pub added_at: OffsetDateTime,
    /// When it last opened something.
    pub used_at: Option<OffsetDateTime>,
}

/// What a browser is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Begun {
    /// The ceremony's name, to come back with the answer.
    pub ceremony: Secret,
    /// What `navigator.credentials` takes, as JSON with bytes in base64url.
    pub options: String,
}

/// What a browser answers.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    /// The ceremony's name.
    pub ceremony: &'a str,
    /// The credential, as JSON with bytes in base64url.
    pub credential: &'a str,
}

/// What a ceremony is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    Add,
    SignIn,
    Again,
}

impl Purpose {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::SignIn => "sign-in",
            Self::Again => "again",
        }
    }
}

/// Somebody's passkeys that were added in this wing, the oldest first.
///
/// # Errors
/// The database's word.
pub async fn of_user(tx: &mut Tx, user: UserId, wing: Wing) -> Result<Vec<Passkey>, sqlx::Error> {
    store::list(tx, user, wing).await
}

/// Removes one of the reader's own, and signs them out wherever else they are; says whether there
/// was one.
///
/// # Errors
/// The database's word.
pub async fn remove(db: &Db, door: &Door, session: &Session, id: PasskeyId) -> Result<bool, sqlx::Error> {
    let mut tx = db.begin().await?;
    if !store::remove(&mut tx, id, session.user, session.wing).await? {
        return Ok(false);
    }
    all::end_sessions(&mut tx, session.user, Some(&session.token_hash)).await?;
    told_in(&mut tx, door, session.user, session.wing, false).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends every passkey of somebody, by the word of who answers for that.
pub(super) async fn end_all_in(tx: &mut Tx, door: &Door, user: UserId) -> Result<(), sqlx::Error> {
    for wing in [Wing::Staff, Wing::Patient] {
        let keys = store::list(tx, user, wing).await?;
        for key in &keys {
            store::remove(tx, key.id, user, wing).await?;
        }
        if !keys.is_empty() {
            told_in(tx, door, user, wing, false).await?;
        }
    }
    Ok(())
}

/// Writes to somebody that one was added or removed: they may not be who pressed.
async fn told_in(tx: &mut Tx, door: &Door, user: UserId, wing: Wing, added: bool) -> Result<(), sqlx::Error> {
    let practice = match wing {
        Wing::Staff => people::places(tx, user).await?.first().map(|place| place.practice),
        Wing::Patient => all::grants_of(tx, user).await?.first().map(|grant| grant.practice_id),
    };
    messages::passkey_in(tx, door, practice, user, wing == Wing::Staff, added).await
}

/// Keeps what a browser is asked, and gives the ceremony its name.
async fn begin_in(
    tx: &mut Tx,
    door: &Door,
    site: &Site,
    (purpose, wing, user): (Purpose, Wing, Option<UserId>),
    options: &impl serde::Serialize,
    state: &impl serde::Serialize,
) -> Result<Begun, PasskeyError> {
    let name = crate::hex(&door.secret());
    let ceremony = store::Ceremony { token_hash: &sessions::hash(&name), purpose, wing, rp_id: site.rp_id() };
    store::forget_old(tx, door.now() - WAITS).await?;
    store::begin(tx, &ceremony, user, &serde_json::to_string(state)?, door.now()).await?;
    Ok(Begun { ceremony: name, options: serde_json::to_string(options)? })
}

/// Uses a ceremony up, whatever becomes of the answer; gives its state.
async fn use_up<S: serde::de::DeserializeOwned>(
    db: &Db,
    door: &Door,
    site: &Site,
    (purpose, wing, user): (Purpose, Wing, Option<UserId>),
    name: &str,
) -> Result<S, PasskeyError> {
    let ceremony = store::Ceremony { token_hash: &sessions::hash(name), purpose, wing, rp_id: site.rp_id() };
    let mut tx = db.begin().await?;
    let begun = store::take(&mut tx, &ceremony).await?;
    tx.commit().await?;
    let begun = begun.filter(|begun| begun.user_id == user && door.now() - begun.begun_at <= WAITS);
    Ok(serde_json::from_str(&begun.ok_or(PasskeyError::TooOld)?.state)?)
}

fn limit(key: String, most: i64) -> [Limit; 1] {
    [Limit::new(key, most, Duration::minutes(15))]
}
