//! Who works for a practice, and as what.
//!
//! A role counts from the next request on: a session asks for it each time. Nobody changes
//! their own, so that whoever may say who may what stays somebody else's to take away, and a
//! practice is never without an administrator.

use domain::access::{Permission, Role};
use domain::{PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;

use super::store;
use crate::db::Tx;

/// A member of a practice's staff.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Member {
    /// Who.
    pub user_id: UserId,
    /// How they are greeted.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// As what.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// Since when.
    pub granted_at: OffsetDateTime,
    /// They have a second factor: a code, or a passkey.
    pub second: bool,
}

/// Why a role is not changed.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// They do not work here.
    #[error("nobody of this practice's staff")]
    NotThere,
    /// Nobody changes their own.
    #[error("nobody changes their own role")]
    Own,
    /// Whoever asks may not any more.
    #[error("this takes an administrator")]
    NotAllowed,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// A practice's staff, by name.
///
/// # Errors
/// The database's word.
pub async fn of_practice(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Member>, sqlx::Error> {
    store::members(tx, practice).await
}

/// What somebody is at a practice; none when they do not work there, or no longer.
///
/// # Errors
/// The database's word.
pub async fn role_in(tx: &mut Tx, practice: PracticeId, user: UserId) -> Result<Option<Role>, sqlx::Error> {
    let Some((place, role)) = store::staff_place(tx, user).await? else { return Ok(None) };
    let role = Role::try_from(role).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
    Ok((place == practice).then_some(role))
}

/// Gives somebody another role, or none: then they are out at once.
///
/// # Errors
/// [`PeopleError`]; nothing changed then.
pub async fn change_in(
    tx: &mut Tx,
    practice: PracticeId,
    by: UserId,
    user: UserId,
    role: Option<Role>,
) -> Result<(), PeopleError> {
    if by == user {
        return Err(PeopleError::Own);
    }
    // Two who take each other's away: the second finds that it is gone.
    store::lock_roles(tx, practice).await?;
    match role_in(tx, practice, by).await? {
        Some(own) if own.may(Permission::ManagePeople) => {}
        _ => return Err(PeopleError::NotAllowed),
    }
    let changed = match role {
        Some(role) => store::set_role(tx, practice, user, role).await?,
        None => store::end_role(tx, practice, user).await?,
    };
    if changed { Ok(()) } else { Err(PeopleError::NotThere) }
}
