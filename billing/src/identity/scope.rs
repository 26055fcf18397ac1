//! How much of an account a login may see.

use domain::{GuarantorId, PracticeId, UserId};
use time::{Date, OffsetDateTime};

use super::store;
use crate::Door;
use crate::db::Tx;

/// How much of an account a login may see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// They answer for it.
    Own,
    /// They help, may pay, and see what the care was.
    Care,
    /// They help, may pay, and see amounts only.
    Amounts,
}

impl Scope {
    /// Its word in forms and the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Care => "care",
            Self::Amounts => "amounts",
        }
    }

    /// The scope with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Own, Self::Care, Self::Amounts].into_iter().find(|scope| scope.code() == code)
    }
}

/// The database holds a word that no version of this program wrote.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no scope")]
pub struct NoScope(String);

impl TryFrom<String> for Scope {
    type Error = NoScope;

    fn try_from(code: String) -> Result<Self, NoScope> {
        Self::from_code(&code).ok_or(NoScope(code))
    }
}

/// An account that a login may look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Granted {
    /// The practice.
    pub practice: PracticeId,
    /// The account.
    pub guarantor: GuarantorId,
    /// How much of it.
    pub scope: Scope,
    /// The last day, where the practice is.
    pub ends_on: Option<Date>,
}

/// Every account that a login may look at today, their own first.
///
/// # Errors
/// The database's word.
pub async fn grants_of(tx: &mut Tx, door: &Door, user: UserId) -> Result<Vec<Granted>, sqlx::Error> {
    let rows = store::grants_of(tx, user).await?;
    let living =
        rows.into_iter().filter(|row| row.ends_on.is_none_or(|day| day >= door.today_in(&row.time_zone)));
    Ok(living
        .map(|row| Granted {
            practice: row.practice_id,
            guarantor: row.guarantor_id,
            scope: row.scope,
            ends_on: row.ends_on,
        })
        .collect())
}

/// Lets somebody see an account that is not theirs.
pub(crate) async fn share_in(
    tx: &mut Tx,
    user: UserId,
    place: (PracticeId, GuarantorId),
    what: (Scope, Option<Date>),
    by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    store::share(tx, user, place, what, by, now).await
}
