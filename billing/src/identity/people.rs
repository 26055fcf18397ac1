//! Who works for a practice, and as what.
//!
//! A role counts from the next request on: a session asks for it each time. Nobody changes
//! their own, so that whoever may say who may what stays somebody else's to take away, and a
//! practice is never without an administrator.
//!
//! One login may work for several practices, and as something else in each. A role across an
//! organisation holds in all its practices, in those that join later too; what somebody is in a
//! practice itself goes before it. A session looks at one practice at a time.

use domain::access::{Permission, Role};
use domain::{PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::store::{self, roles};
use super::{emergency, second};
use crate::Door;
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
    /// Since when they work here, as whatever.
    pub granted_at: OffsetDateTime,
    /// By the word of the practice's organisation, not its own.
    pub across: bool,
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
    /// They work for another practice, too.
    #[error("they work for another practice, too")]
    Elsewhere,
    /// Whoever asks may not any more.
    #[error("this takes an administrator")]
    NotAllowed,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Somewhere that somebody works.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Place {
    /// The practice.
    pub practice: PracticeId,
    /// What it is called.
    pub name: String,
    /// As what.
    #[sqlx(try_from = "String")]
    pub role: Role,
}

/// A practice's staff, by name: those across its organisation too.
///
/// # Errors
/// The database's word.
pub async fn of_practice(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Member>, sqlx::Error> {
    roles::members(tx, practice).await
}

/// What somebody is at a practice; none when they do not work there, or no longer.
///
/// # Errors
/// The database's word.
pub async fn role_in(tx: &mut Tx, practice: PracticeId, user: UserId) -> Result<Option<Role>, sqlx::Error> {
    read(roles::at(tx, practice, user).await?)
}

/// The role of a word that the database stores.
fn read(word: Option<String>) -> Result<Option<Role>, sqlx::Error> {
    word.map(Role::try_from).transpose().map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

/// Everywhere that somebody works, the place they were given first before all others.
///
/// # Errors
/// The database's word.
pub async fn places(tx: &mut Tx, user: UserId) -> Result<Vec<Place>, sqlx::Error> {
    roles::places(tx, user).await
}

/// Gives a login a role in a practice by the operator's word, or takes it away; says whether
/// anything changed.
///
/// # Errors
/// The database's word.
pub async fn set_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    user: UserId,
    role: Option<Role>,
) -> Result<bool, sqlx::Error> {
    match role {
        Some(role) => roles::grant(tx, user, practice, role, door.now()).await.map(|()| true),
        None => {
            emergency::end_all_in(tx, door, user).await?;
            roles::end(tx, practice, user).await
        }
    }
}

/// The same in every practice of an organisation, present and future. What somebody is in a practice
/// itself goes before it there.
///
/// # Errors
/// The database's word.
pub async fn set_across_in(
    tx: &mut Tx,
    door: &Door,
    organisation: Uuid,
    user: UserId,
    role: Option<Role>,
) -> Result<bool, sqlx::Error> {
    match role {
        Some(role) => roles::grant_across(tx, user, organisation, role, door.now()).await.map(|()| true),
        None => {
            emergency::end_all_in(tx, door, user).await?;
            roles::end_across(tx, user, organisation).await
        }
    }
}

/// A login by the address it signs in with, for the operator.
///
/// # Errors
/// The database's word.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<UserId>, sqlx::Error> {
    Ok(store::user_by_email(tx, &super::normal_email(email)).await?.map(|user| user.id))
}

/// Gives somebody another role, or none: then they are out at once, and what emergency access they
/// have is over. Who is there across the organisation is not the practice's to change.
///
/// # Errors
/// [`PeopleError`]; nothing changed then.
pub async fn change_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    user: UserId,
    role: Option<Role>,
) -> Result<(), PeopleError> {
    if by == user {
        return Err(PeopleError::Own);
    }
    // Two who take each other's away: the second finds that it is gone.
    roles::lock(tx, practice).await?;
    match role_in(tx, practice, by).await? {
        Some(own) if own.may(Permission::ManagePeople) => {}
        _ => return Err(PeopleError::NotAllowed),
    }
    let changed = match role {
        Some(role) => roles::change(tx, practice, user, role).await?,
        None => set_in(tx, door, practice, user, None).await?,
    };
    if changed { Ok(()) } else { Err(PeopleError::NotThere) }
}

/// Takes the second factor of a colleague who has lost it away. It is of the login: of somebody who
/// works elsewhere too, it guards what is not this practice's, and only the operator takes it.
///
/// # Errors
/// [`PeopleError`]; nothing changed then.
pub async fn end_second_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    user: UserId,
) -> Result<(), PeopleError> {
    if by == user {
        return Err(PeopleError::Own);
    }
    if !of_practice(tx, practice).await?.iter().any(|member| member.user_id == user && !member.across) {
        return Err(PeopleError::NotThere);
    }
    if places(tx, user).await?.iter().any(|place| place.practice != practice) {
        return Err(PeopleError::Elsewhere);
    }
    Ok(second::end_in(tx, door, user).await?)
}

/// Whether somebody says who may do what across the organisation of a practice.
///
/// # Errors
/// The database's word.
pub async fn leads_across(tx: &mut Tx, practice: PracticeId, user: UserId) -> Result<bool, sqlx::Error> {
    let Some(organisation) = organisation_of(tx, practice).await? else { return Ok(false) };
    let role = read(roles::across(tx, organisation, user).await?)?;
    Ok(role.is_some_and(|role| role.may(Permission::ManagePeople)))
}

/// The organisation of a practice.
///
/// # Errors
/// The database's word.
pub(super) async fn organisation_of(tx: &mut Tx, practice: PracticeId) -> Result<Option<Uuid>, sqlx::Error> {
    roles::organisation_of(tx, practice).await
}

/// Gives somebody who works across the organisation of a practice another role, or none, by the word
/// of who leads across it.
///
/// # Errors
/// [`PeopleError`]; nothing changed then.
pub async fn change_across_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    user: UserId,
    role: Option<Role>,
) -> Result<(), PeopleError> {
    if by == user {
        return Err(PeopleError::Own);
    }
    let Some(organisation) = organisation_of(tx, practice).await? else {
        return Err(PeopleError::NotThere);
    };
    // Two who take each other's away: the second finds that it is gone.
    roles::lock_across(tx, organisation).await?;
    if !leads_across(tx, practice, by).await? {
        return Err(PeopleError::NotThere);
    }
    let changed = match role {
        Some(role) => roles::change_across(tx, organisation, user, role).await?,
        None => set_across_in(tx, door, organisation, user, None).await?,
    };
    if changed { Ok(()) } else { Err(PeopleError::NotThere) }
}
