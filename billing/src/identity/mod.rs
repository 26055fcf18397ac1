//! Who signs in, and as what.
//!
//! A person has one login for the whole installation; what they may see is granted by
//! practice: guarantor accounts to patients, a role to staff. The browser holds a random
//! secret, we hold its hash, and every answer about a person looks the same whether or
//! not there is such a person.

pub(crate) mod attempts;
pub mod colleagues;
pub mod emergency;
mod joining;
mod links;
pub mod passkeys;
mod passwords;
pub mod people;
mod scope;
pub mod second;
mod sessions;
mod store;

use domain::access::Role;
use domain::{GuarantorId, PracticeId, UserId};
use sqlx::FromRow;
use time::Duration;

pub(crate) use attempts::Limit;
pub use joining::has_login;
pub(crate) use joining::{Joining, join, open_at};
pub use links::{
    LinkPurpose, OpenLink, Registered, finish_registration, invite_in, invite_once, open_link, recover_in,
    register, request_reset, set_password_by_link,
};
pub use passwords::{PasswordProblem, check_password};
pub(crate) use scope::share_in;
pub use scope::{Granted, Scope, grants_of};
pub(crate) use sessions::hash as secret_hash;
pub use sessions::{Session, Wing, session, sign_out, sign_out_everywhere, switch_account, switch_practice};

use crate::Door;
use crate::db::{Db, Tx, is_duplicate};

/// Why an identity question has no good answer.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Address and password do not belong together, or there is no such login here.
    #[error("the email address and the password do not match")]
    NotMatching,
    /// Too many tries; later is fine.
    #[error("too many tries; wait a quarter of an hour")]
    TooMany,
    /// Account number, date of birth and ZIP code do not belong together.
    #[error("no account matches these details")]
    NoAccount,
    /// The link was used, has run out, or never was.
    #[error("this link can no longer be used")]
    BadLink,
    /// The new password will not do.
    #[error(transparent)]
    Password(#[from] PasswordProblem),
    /// The login exists.
    #[error("there is a login with this email address already")]
    Taken,
    /// Hashing failed.
    #[error("the password could not be hashed")]
    Hash,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// A login.
#[derive(Clone, FromRow)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// The address they sign in with, in lower case.
    pub email: String,
    /// How they are greeted.
    pub name: String,
    /// `en` or `es`.
    pub language: String,
    password_hash: String,
}

/// A secret link's or session's text form: 64 hexadecimal digits.
pub type Secret = String;

/// An email address as it is stored and compared.
#[must_use]
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What a new login may see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grant {
    /// The bills of this account.
    Guarantor(PracticeId, GuarantorId),
    /// The staff wing of this practice, as this.
    Staff(PracticeId, Role),
}

/// Makes a login by the operator's word (`openbalance user add`, the demo).
///
/// # Errors
/// [`IdentityError::Taken`], [`IdentityError::Password`], or the database's word.
pub async fn add_user(
    db: &Db,
    door: &Door,
    email: &str,
    name: &str,
    language: &str,
    password: &str,
    grants: &[Grant],
) -> Result<UserId, IdentityError> {
    let new = NewUser::with(door, email, name, language, password).await?;
    let mut tx = db.begin().await?;
    let id = add_user_in(&mut tx, door, &new, grants).await?;
    tx.commit().await?;
    Ok(id)
}

/// The practices where somebody works or has an account, in the order of their ids.
///
/// # Errors
/// The database's word.
pub async fn practices_of(tx: &mut Tx, user: UserId) -> Result<Vec<PracticeId>, sqlx::Error> {
    store::practices_of(tx, user).await
}

/// A login that is to be made, its password hashed.
pub struct NewUser<'a> {
    email: String,
    name: &'a str,
    language: &'a str,
    hash: String,
}

impl<'a> NewUser<'a> {
    /// Checks the password, and hashes it, which takes a while and so is done before the transaction.
    ///
    /// # Errors
    /// [`IdentityError`] of the password.
    pub async fn with(
        door: &Door,
        email: &str,
        name: &'a str,
        language: &'a str,
        password: &str,
    ) -> Result<Self, IdentityError> {
        let email = normal_email(email);
        check_password(password, &[&email, name])?;
        let hash = passwords::hash(password, door.secret()).await?;
        Ok(Self { email, name, language, hash })
    }
}

/// Makes a login with what it is given.
///
/// # Errors
/// [`IdentityError::Taken`] when the address has one; the transaction is over then.
pub async fn add_user_in(
    tx: &mut Tx,
    door: &Door,
    new: &NewUser<'_>,
    grants: &[Grant],
) -> Result<UserId, IdentityError> {
    let id = UserId(door.id());
    match store::insert_user(tx, id, &new.email, new.name, new.language, &new.hash, door.now()).await {
        Ok(()) => {}
        Err(error) if is_duplicate(&error) => return Err(IdentityError::Taken),
        Err(error) => return Err(error.into()),
    }
    for grant in grants {
        match *grant {
            Grant::Guarantor(practice, guarantor) => {
                store::grant_guarantor(tx, id, practice, guarantor, door.now()).await?;
            }
            Grant::Staff(practice, role) => store::roles::grant(tx, id, practice, role, door.now()).await?,
        }
    }
    Ok(id)
}

/// Signs somebody in to a wing and gives the secret for the browser.
///
/// `from` is where the request comes from, for counting tries; it is stored hashed.
///
/// # Errors
/// [`IdentityError::NotMatching`] for every reason that concerns the person, in the same
/// time; [`IdentityError::TooMany`] after ten wrong tries on an address or a hundred
/// from one place in a quarter of an hour.
pub async fn sign_in(
    db: &Db,
    door: &Door,
    wing: Wing,
    email: &str,
    password: &str,
    from: &str,
) -> Result<(Secret, User), IdentityError> {
    let email = normal_email(email);
    let limits = [
        attempts::Limit::new(format!("sign-in:{email}"), 10, Duration::minutes(15)),
        attempts::Limit::new(format!("sign-in-from:{from}"), 100, Duration::minutes(15)),
    ];
    take_try(db, door, &limits).await?;
    let user = {
        let mut tx = db.read().await?;
        store::user_by_email(&mut tx, &email).await?
    };
    let matches = passwords::verify(password, user.as_ref().map(|user| user.password_hash.as_str())).await;
    let place = match (&user, matches) {
        (Some(user), true) => sessions::first_place(db, door, user.id, wing).await?,
        _ => None,
    };
    match (user, place) {
        (Some(user), Some(place)) => {
            attempts::give_back(db, door, &limits).await?;
            Ok((sessions::open(db, door, &user, wing, place).await?, user))
        }
        _ => Err(IdentityError::NotMatching),
    }
}

/// Changes a password; every session of the login ends but the one that asked.
///
/// # Errors
/// [`IdentityError::NotMatching`] when the current one is wrong;
/// [`IdentityError::Password`] when the new one will not do.
pub async fn change_password(
    db: &Db,
    door: &Door,
    session: &Session,
    current: &str,
    new: &str,
) -> Result<(), IdentityError> {
    let user = with_password(db, door, session.user, current).await?;
    check_password(new, &[&user.email, &user.name])?;
    let hash = passwords::hash(new, door.secret()).await?;
    let mut tx = db.begin().await?;
    store::set_password(&mut tx, user.id, &hash).await?;
    store::end_sessions(&mut tx, user.id, Some(&session.token_hash)).await?;
    store::end_links(&mut tx, user.id, door.now()).await?;
    Ok(tx.commit().await?)
}

/// The login of somebody who is signed in and gives their password once more.
///
/// # Errors
/// [`IdentityError::NotMatching`], or [`IdentityError::TooMany`] after ten wrong tries.
async fn with_password(db: &Db, door: &Door, user: UserId, password: &str) -> Result<User, IdentityError> {
    let limits = [attempts::Limit::new(format!("password:{user}"), 10, Duration::minutes(15))];
    take_try(db, door, &limits).await?;
    let user = {
        let mut tx = db.read().await?;
        store::user(&mut tx, user).await?.ok_or(IdentityError::NotMatching)?
    };
    if !passwords::verify(password, Some(&user.password_hash)).await {
        return Err(IdentityError::NotMatching);
    }
    attempts::give_back(db, door, &limits).await?;
    Ok(user)
}

/// Takes the password of who is signed in once more, before what it is asked for.
///
/// # Errors
/// [`IdentityError::NotMatching`], or [`IdentityError::TooMany`] after ten wrong tries.
pub async fn confirm_password(
    db: &Db,
    door: &Door,
    user: UserId,
    password: &str,
) -> Result<(), IdentityError> {
    with_password(db, door, user, password).await.map(drop)
}

/// Remembers the language somebody chose.
///
/// # Errors
/// The database's word.
pub async fn set_language(db: &Db, user: UserId, language: &str) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    store::set_language(&mut tx, user, language).await?;
    tx.commit().await
}

/// A login by its id.
///
/// # Errors
/// The database's word.
pub async fn user(db: &Db, id: UserId) -> Result<Option<User>, sqlx::Error> {
    let mut tx = db.read().await?;
    store::user(&mut tx, id).await
}

/// The same within the caller's transaction.
///
/// # Errors
/// The database's word.
pub async fn user_in(tx: &mut Tx, id: UserId) -> Result<Option<User>, sqlx::Error> {
    store::user(tx, id).await
}

/// Counts a try that anybody may make only so often, such as matching an account to
/// register.
///
/// # Errors
/// [`IdentityError::TooMany`].
pub(crate) async fn take_try(db: &Db, door: &Door, limits: &[attempts::Limit]) -> Result<(), IdentityError> {
    if attempts::take(db, door, limits).await? { Ok(()) } else { Err(IdentityError::TooMany) }
}
