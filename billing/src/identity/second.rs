//! The second factor of staff: a code from an app on their phone (RFC 6238), or one of the ten
//! recovery codes that they keep for the day when the phone is gone.
//!
//! The app's secret is sealed with the installation's key, and belongs to its user: moved to
//! another it does not open. A code counts once, on whatever server it comes first.

mod asks;

use domain::UserId;
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use totp_rs::{Builder, Secret as Shared, Totp};

pub use self::asks::{Asks, Owes, asks, owes, require_in, required};
use super::sessions::Shown;
use super::store::factors::{self, Kept};
use super::{Secret, Session, User, Wing, attempts, passkeys, people, sessions, store, take_try};
use crate::db::{Db, Tx};
use crate::seal::{SealKey, Unopened};
use crate::{Door, messages};

/// How long the code may be awaited after the password.
const WAITS: Duration = Duration::minutes(10);

/// Recovery codes at a time.
const CODES: usize = 10;

/// Why a code, or what it was to allow, is refused.
#[derive(Debug, thiserror::Error)]
pub enum SecondError {
    /// It is not the app's code of this minute, nor a recovery code; or it was used already.
    #[error("this code is not right, or was used already")]
    Wrong,
    /// Too many tries; later is fine.
    #[error("too many tries; wait a quarter of an hour")]
    TooMany,
    /// Nothing is set up, or nothing waits for a code.
    #[error("there is no second factor here")]
    NotThere,
    /// There is one already.
    #[error("there is a second factor already")]
    Already,
    /// The secret does not open with this installation's key.
    #[error(transparent)]
    Sealed(#[from] Unopened),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

impl From<super::IdentityError> for SecondError {
    fn from(error: super::IdentityError) -> Self {
        match error {
            super::IdentityError::Sqlx(error) => Self::Sqlx(error),
            super::IdentityError::NotMatching => Self::Wrong,
            _ => Self::TooMany,
        }
    }
}

/// A second factor that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Factor {
    /// Since when.
    pub since: OffsetDateTime,
    /// Recovery codes that are left.
    pub codes: u64,
}

/// What an app is given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setup {
    /// The secret, to be typed: Base32.
    pub secret: String,
    /// The same as an address, to be photographed.
    pub address: String,
}

/// Somebody's second factor; none when no code is asked for.
///
/// # Errors
/// The database's word.
pub async fn factor(tx: &mut Tx, user: UserId) -> Result<Option<Factor>, sqlx::Error> {
    let Some(kept) = factors::kept(tx, user).await? else { return Ok(None) };
    let codes = factors::codes_left(tx, user).await?;
    Ok(kept.confirmed_at.map(|since| Factor { since, codes: u64::try_from(codes).unwrap_or_default() }))
}

/// Begins to set one up; what was begun before and not confirmed is forgotten.
///
/// # Errors
/// [`SecondError::Already`].
pub async fn begin(
    db: &Db,
    door: &Door,
    key: &SealKey,
    user: &User,
    issuer: &str,
) -> Result<Setup, SecondError> {
    let secret = door.secret();
    let secret = secret.get(..20).unwrap_or(&secret);
    let (nonce, sealed) = key.seal(door, user.id.0.as_bytes(), secret)?;
    let mut tx = db.begin().await?;
    if !factors::begin(&mut tx, user.id, &nonce, &sealed, door.now()).await? {
        return Err(SecondError::Already);
    }
    tx.commit().await?;
    setup(secret, user, issuer)
}

/// What was begun and is not confirmed yet, to be shown again.
///
/// # Errors
/// [`SecondError::NotThere`].
pub async fn begun(tx: &mut Tx, key: &SealKey, user: &User, issuer: &str) -> Result<Setup, SecondError> {
    let kept = factors::kept(tx, user.id).await?.filter(|kept| kept.confirmed_at.is_none());
    setup(&opened(key, user.id, kept.ok_or(SecondError::NotThere)?)?, user, issuer)
}

fn setup(secret: &[u8], user: &User, issuer: &str) -> Result<Setup, SecondError> {
    // What parts the two in an app's address.
    let issuer = issuer.replace(':', " ");
    let app = Builder::new()
        .with_secret(Shared::from(secret))
        .with_account_name(user.email.as_str())
        .with_issuer(Some(issuer.as_str()))
        .build()
        .map_err(|_| Unopened)?;
    let address = app.to_url().map_err(|_| Unopened)?;
    Ok(Setup { secret: app.secret().to_base32(), address })
}

fn opened(key: &SealKey, user: UserId, kept: Kept) -> Result<Vec<u8>, SecondError> {
    Ok(key.open(&kept.nonce, user.0.as_bytes(), kept.sealed)?)
}

/// The app has it: from now on its code is asked for, and this session has given it. Gives the
/// recovery codes, this once.
///
/// # Errors
/// [`SecondError`].
pub async fn confirm(
    db: &Db,
    door: &Door,
    key: &SealKey,
    session: &Session,
    code: &str,
) -> Result<Vec<String>, SecondError> {
    let user = session.user;
    allowed(db, door, key, user, code, async |tx: &mut Tx| {
        if factors::confirm(tx, user, door.now()).await? {
            store::prove_session(tx, &session.token_hash, Shown::Beyond(door.now())).await?;
            told_in(tx, door, user, true).await?;
            new_codes_in(tx, door, user).await
        } else {
            Err(SecondError::Already)
        }
    })
    .await
}

/// New recovery codes; the old ones open nothing any more.
///
/// # Errors
/// [`SecondError`].
pub async fn renew_codes(
    db: &Db,
    door: &Door,
    key: &SealKey,
    user: UserId,
    code: &str,
) -> Result<Vec<String>, SecondError> {
    allowed(db, door, key, user, code, async |tx: &mut Tx| new_codes_in(tx, door, user).await).await
}

/// Ends somebody's own second factor.
///
/// # Errors
/// [`SecondError`].
pub async fn end(db: &Db, door: &Door, key: &SealKey, user: UserId, code: &str) -> Result<(), SecondError> {
    allowed(db, door, key, user, code, async |tx: &mut Tx| {
        factors::end(tx, user).await?;
        Ok(told_in(tx, door, user, false).await?)
    })
    .await
}

/// Ends the second factor of somebody who has lost it, and their passkeys, by the word of who answers
/// for that; they are signed out everywhere.
///
/// # Errors
/// The database's word.
pub async fn end_in(tx: &mut Tx, door: &Door, user: UserId) -> Result<(), sqlx::Error> {
    if factors::kept(tx, user).await?.is_some_and(|kept| kept.confirmed_at.is_some()) {
        told_in(tx, door, user, false).await?;
    }
    passkeys::end_all_in(tx, door, user).await?;
    store::end_sessions(tx, user, None).await?;
    factors::end(tx, user).await
}

async fn told_in(tx: &mut Tx, door: &Door, user: UserId, on: bool) -> Result<(), sqlx::Error> {
    let place = people::places(tx, user).await?.into_iter().next();
    messages::second_in(tx, door, place.map(|place| place.practice), user, on).await
}

/// Who has given their password and still owes the code.
///
/// # Errors
/// The database's word.
pub async fn waiting(db: &Db, door: &Door, secret: &str) -> Result<Option<UserId>, sqlx::Error> {
    factors::waiting(&mut db.read().await?, &sessions::hash(secret), door.now() - WAITS).await
}

/// What somebody who has given their password still owes; none when nobody waits behind this secret.
///
/// # Errors
/// The database's word.
pub async fn owed(db: &Db, door: &Door, secret: &str) -> Result<Option<Asks>, sqlx::Error> {
    let Some(user) = waiting(db, door, secret).await? else { return Ok(None) };
    asks(&mut db.read().await?, user).await.map(Some)
}

/// Takes the code of who owes it, and gives another secret for the browser: of a session that is
/// open.
///
/// # Errors
/// [`SecondError`]; [`SecondError::NotThere`] when the password was too long ago.
pub async fn prove(
    db: &Db,
    door: &Door,
    key: &SealKey,
    secret: &str,
    code: &str,
) -> Result<Secret, SecondError> {
    let user = waiting(db, door, secret).await?.ok_or(SecondError::NotThere)?;
    let place = sessions::first_place(db, door, user, Wing::Staff).await?.ok_or(SecondError::NotThere)?;
    allowed(db, door, key, user, code, async |tx: &mut Tx| {
        store::end_session(tx, &sessions::hash(secret)).await?;
        let shown = Shown::Beyond(door.now());
        Ok(sessions::open_in(tx, door, user, Wing::Staff, place, shown).await?)
    })
    .await
}

/// Takes once more what shows that it is them: the code of who has a second factor, the password
/// of everybody else. The session is fresh then ([`Session::is_fresh`]).
///
/// # Errors
/// [`SecondError::Wrong`], [`SecondError::TooMany`], or [`SecondError::Sealed`] without the key.
pub async fn prove_again(
    db: &Db,
    door: &Door,
    key: Option<&SealKey>,
    session: &Session,
    said: &str,
) -> Result<(), SecondError> {
    let user = session.user;
    match asks(&mut db.read().await?, user).await? {
        Asks::Password => {}
        Asks::Passkey => return Err(SecondError::Wrong),
        Asks::Code => {
            return allowed(db, door, key.ok_or(Unopened)?, user, said, async |tx: &mut Tx| {
                let shown = Shown::Beyond(door.now());
                Ok(store::prove_session(tx, &session.token_hash, shown).await?)
            })
            .await;
        }
    }
    super::with_password(db, door, user, said).await?;
    let mut tx = db.begin().await?;
    store::prove_session(&mut tx, &session.token_hash, Shown::Password(door.now())).await?;
    Ok(tx.commit().await?)
}

/// Does what a code allows, in the transaction that uses the code up.
async fn allowed<T>(
    db: &Db,
    door: &Door,
    key: &SealKey,
    user: UserId,
    code: &str,
    act: impl AsyncFnOnce(&mut Tx) -> Result<T, SecondError>,
) -> Result<T, SecondError> {
    let limits = [attempts::Limit::new(format!("second:{user}"), 10, Duration::minutes(15))];
    take_try(db, door, &limits).await?;
    let mut tx = db.begin().await?;
    if !use_in(&mut tx, door, key, user, code).await? {
        return Err(SecondError::Wrong);
    }
    let done = act(&mut tx).await?;
    tx.commit().await?;
    attempts::give_back(db, door, &limits).await?;
    Ok(done)
}

/// Uses a code up; says whether it was one.
async fn use_in(
    tx: &mut Tx,
    door: &Door,
    key: &SealKey,
    user: UserId,
    code: &str,
) -> Result<bool, SecondError> {
    let kept = factors::kept(tx, user).await?.ok_or(SecondError::NotThere)?;
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    if code.len() != 6 {
        return Ok(factors::use_code(tx, user, &hash(&code), door.now()).await?);
    }
    let app: Totp =
        Builder::new().with_secret(Shared::from(opened(key, user, kept)?)).build().map_err(|_| Unopened)?;
    let now = u64::try_from(door.now().unix_timestamp()).unwrap_or_default();
    let step = app.check(&code, now).and_then(|step| i64::try_from(step).ok());
    Ok(match step {
        Some(step) => factors::use_step(tx, user, step).await?,
        None => false,
    })
}

async fn new_codes_in(tx: &mut Tx, door: &Door, user: UserId) -> Result<Vec<String>, SecondError> {
    factors::forget_codes(tx, user).await?;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        // Eighty bits: nobody finds them from their hash.
        let code: String = crate::hex(&door.secret()).chars().take(20).collect();
        factors::insert_code(tx, user, &hash(&code)).await?;
        let fives: Vec<&str> = [0, 5, 10, 15].iter().filter_map(|at| code.get(*at..at + 5)).collect();
        codes.push(fives.join("-"));
    }
    Ok(codes)
}

fn hash(code: &str) -> Vec<u8> {
    Sha256::digest(code).to_vec()
}
