//! Somebody who was asked in by email: under the login of that address, or under a new one.

use domain::{GuarantorId, PracticeId, UserId};
use time::Duration;

use super::attempts::{self, Limit};
use super::sessions::{self, Wing};
use super::{IdentityError, Secret, User, check_password, passwords, store, take_try};
use crate::Door;
use crate::db::{Db, is_duplicate};

/// Whoever holds the link that went to an address.
#[derive(Clone, Copy)]
pub struct Joining<'a> {
    /// The address, in lower case.
    pub email: &'a str,
    /// How a new login is greeted.
    pub name: &'a str,
    /// The password: of the login that is there, or chosen for a new one.
    pub password: &'a str,
    /// `en` or `es`.
    pub language: &'a str,
}

/// The login of an address whose password this is; made when there is none.
pub(crate) async fn join(db: &Db, door: &Door, joining: Joining<'_>) -> Result<User, IdentityError> {
    let limits = [Limit::new(format!("sign-in:{}", joining.email), 10, Duration::minutes(15))];
    take_try(db, door, &limits).await?;
    let known = {
        let mut tx = db.read().await?;
        store::user_by_email(&mut tx, joining.email).await?
    };
    if let Some(known) = known {
        if !passwords::verify(joining.password, Some(&known.password_hash)).await {
            return Err(IdentityError::NotMatching);
        }
        attempts::give_back(db, door, &limits).await?;
        return Ok(known);
    }
    check_password(joining.password, &[joining.email, joining.name])?;
    let hash = passwords::hash(joining.password, door.secret()).await?;
    let id = UserId(door.id());
    let mut tx = db.begin().await?;
    let (email, name, language) = (joining.email, joining.name, joining.language);
    match store::insert_user(&mut tx, id, email, name, language, &hash, door.now()).await {
        Ok(()) => tx.commit().await?,
        Err(error) if is_duplicate(&error) => return Err(IdentityError::Taken),
        Err(error) => return Err(error.into()),
    }
    super::user(db, id).await?.ok_or(IdentityError::NotMatching)
}

/// Whether an address has a login: told only to whoever holds a link that went there.
///
/// # Errors
/// The database's word.
pub async fn has_login(db: &Db, email: &str) -> Result<bool, sqlx::Error> {
    let mut tx = db.read().await?;
    Ok(store::user_by_email(&mut tx, email).await?.is_some())
}

/// A patient's session that looks at one account.
pub(crate) async fn open_at(
    db: &Db,
    door: &Door,
    user: &User,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Secret, sqlx::Error> {
    sessions::open(db, door, user, Wing::Patient, (practice, Some(guarantor))).await
}
