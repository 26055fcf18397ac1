//! Colleagues who are asked in by email, and what they are from the day that they come.
//!
//! The letter goes to the address, and whoever holds it shows by the login's password, old or new,
//! that they are meant: nobody is told on the page that asks whether an address has a login.

use domain::access::{Permission, Role};
use domain::{PracticeId, UserId};
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::attempts::{self, Limit};
use super::joining::{Joining, join};
use super::people::{self, PeopleError};
use super::sessions::{self, Wing};
use super::store::{colleagues as store, roles};
use super::{IdentityError, Secret, normal_email};
use crate::Door;
use crate::db::{Db, Tx};
use crate::messages::{self, Template};

/// How long the letter opens something.
const LIVES: Duration = Duration::days(7);

/// Letters of a practice in a day.
const MOST: i64 = 50;

/// Why nobody is asked in, or comes in.
#[derive(Debug, thiserror::Error)]
pub enum ColleagueError {
    /// They work here already.
    #[error("they work here already")]
    Here,
    /// Too many letters for one day.
    #[error("too many letters; wait a day")]
    TooMany,
    /// The letter is used, taken back or too old.
    #[error("the letter is used, taken back or too old")]
    BadLink,
    /// Of the login: its password, or too many tries.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// Of the role: whoever asks may not give it.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Somebody who is asked in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Colleague<'a> {
    /// Where the letter goes, and what they sign in with.
    pub email: &'a str,
    /// `en` or `es`, for the letter.
    pub language: &'a str,
    /// As what.
    pub role: Role,
    /// In every practice of the organisation.
    pub across: bool,
}

/// A letter that can still be used.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Invited {
    /// Which.
    pub id: Uuid,
    /// The practice that asks.
    pub practice_id: PracticeId,
    /// Where it went.
    pub email: String,
    /// As what.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// In every practice of its organisation.
    pub across: bool,
    /// Who asked.
    pub by_user: UserId,
    /// The last moment at which it can be used.
    pub expires_at: OffsetDateTime,
}

/// Asks a colleague in; a letter that went to the address before opens nothing any more.
///
/// # Errors
/// [`ColleagueError`]; nothing was sent then.
pub async fn ask(
    db: &Db,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    colleague: &Colleague<'_>,
) -> Result<(), ColleagueError> {
    let limit = Limit::new(format!("colleagues:{practice}"), MOST, Duration::days(1));
    if !attempts::take(db, door, &[limit]).await? {
        return Err(ColleagueError::TooMany);
    }
    let email = normal_email(colleague.email);
    let mut tx = db.begin().await?;
    // Two letters to one address: the second ends the first. Nobody loses the right to send meanwhile.
    roles::lock(&mut tx, practice).await?;
    if !may_ask(&mut tx, practice, by, colleague.across).await? {
        return Err(PeopleError::NotAllowed.into());
    }
    if let Some(known) = people::by_email(&mut tx, &email).await?
        && works(&mut tx, practice, known, colleague.across).await?
    {
        return Err(ColleagueError::Here);
    }
    let now = door.now();
    store::end_of_address(&mut tx, practice, &email, now).await?;
    let secret = crate::hex(&door.secret());
    let invited = Invited {
        id: door.id(),
        practice_id: practice,
        email,
        role: colleague.role,
        across: colleague.across,
        by_user: by,
        expires_at: now + LIVES,
    };
    store::insert(&mut tx, &invited, &sessions::hash(&secret), now).await?;
    let fact = format!("colleague:{}", invited.id);
    let template = Template::Colleague { secret };
    messages::enqueue_in(&mut tx, door, Some(practice), &fact, &invited.email, colleague.language, &template)
        .await?;
    Ok(tx.commit().await?)
}

/// Who was asked in and has not come yet, by address.
///
/// # Errors
/// The database's word.
pub async fn waiting(tx: &mut Tx, door: &Door, practice: PracticeId) -> Result<Vec<Invited>, sqlx::Error> {
    store::waiting(tx, practice, door.now()).await
}

/// Takes a letter back; says whether it could still be used.
///
/// # Errors
/// The database's word.
pub async fn take_back_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
) -> Result<bool, sqlx::Error> {
    store::end(tx, practice, id, None, door.now()).await
}

/// The letter of a secret, if it can still be used and who sent it may still say so. Consumes nothing.
///
/// # Errors
/// The database's word.
pub async fn open(db: &Db, door: &Door, secret: &str) -> Result<Option<Invited>, sqlx::Error> {
    let mut tx = db.read().await?;
    let Some(invited) = store::open(&mut tx, &sessions::hash(secret), door.now()).await? else {
        return Ok(None);
    };
    let may = may_ask(&mut tx, invited.practice_id, invited.by_user, invited.across).await?;
    Ok(may.then_some(invited))
}

/// Uses a letter up: gives its role to the login of its address, which is made when there is none,
/// and signs in there. Whoever asked must still be allowed to; a role that somebody has meanwhile
/// stays as it is.
///
/// # Errors
/// [`ColleagueError`]; nothing changed then.
pub async fn accept(
    db: &Db,
    door: &Door,
    secret: &str,
    (name, password, language): (&str, &str, &str),
) -> Result<Secret, ColleagueError> {
    let invited = open(db, door, secret).await?.ok_or(ColleagueError::BadLink)?;
    let user = join(db, door, Joining { email: &invited.email, name, password, language }).await?;
    let practice = invited.practice_id;
    let mut tx = db.begin().await?;
    roles::lock(&mut tx, practice).await?;
    let may = may_ask(&mut tx, practice, invited.by_user, invited.across).await?;
    if !may || !store::end(&mut tx, practice, invited.id, Some(user.id), door.now()).await? {
        return Err(ColleagueError::BadLink);
    }
    if !works(&mut tx, practice, user.id, invited.across).await? {
        match people::organisation_of(&mut tx, practice).await?.filter(|_| invited.across) {
            Some(organisation) => {
                roles::grant_across(&mut tx, user.id, organisation, invited.role, door.now()).await?;
            }
            None => roles::grant(&mut tx, user.id, practice, invited.role, door.now()).await?,
        }
    }
    tx.commit().await?;
    Ok(sessions::open(db, door, &user, Wing::Staff, (practice, None)).await?)
}

/// Whether somebody says who works at a practice, or across its organisation.
async fn may_ask(tx: &mut Tx, practice: PracticeId, by: UserId, across: bool) -> Result<bool, sqlx::Error> {
    if across {
        return people::leads_across(tx, practice, by).await;
    }
    let own = people::role_in(tx, practice, by).await?;
    Ok(own.is_some_and(|own| own.may(Permission::ManagePeople)))
}

/// Whether somebody has a role there already, of the kind that would be given.
async fn works(tx: &mut Tx, practice: PracticeId, user: UserId, across: bool) -> Result<bool, sqlx::Error> {
    match people::organisation_of(tx, practice).await?.filter(|_| across) {
        Some(organisation) => Ok(roles::across(tx, organisation, user).await?.is_some()),
        None => Ok(people::role_in(tx, practice, user).await?.is_some()),
    }
}
