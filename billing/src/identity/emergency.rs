//! Emergency access: records that somebody must see now, and that their role does not show them
//! (45 CFR 164.312(a)(2)(ii)).
//!
//! Who works at the practice, or at another one of its organisation, takes it with a written reason.
//! It shows records and books for an hour and lets nobody change anything
//! ([`Permission::in_emergency`]). It is loud: the practice's administrators are told at once, and
//! what was seen under it is marked in the audit. It ends by itself, by hand, and when they sign out.

use domain::access::{Permission, Reach};
use domain::{PracticeId, UserId};
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{people, store};
use crate::db::Tx;
use crate::{Door, accounts, messages};

/// How long it lasts.
pub const LASTS: Duration = Duration::HOUR;

/// The shortest reason, in letters: a word is none.
pub const REASON_LEAST: usize = 10;

/// The longest.
pub const REASON_MOST: usize = 500;

/// Why it is not taken.
#[derive(Debug, thiserror::Error)]
pub enum EmergencyError {
    /// They do not work there, nor in its organisation.
    #[error("nobody of this practice or its organisation")]
    NotThere,
    /// Their role shows them everything that it would.
    #[error("their role shows the records already")]
    NotNeeded,
    /// There is no reason, or a novel.
    #[error("a reason has {REASON_LEAST} to {REASON_MOST} letters")]
    Reason,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// An emergency access.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Emergency {
    /// Where.
    #[sqlx(rename = "practice_id")]
    pub practice: PracticeId,
    /// Its id.
    pub id: Uuid,
    /// Who took it.
    #[sqlx(rename = "user_id")]
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Why, in their words.
    pub reason: String,
    /// When.
    pub taken_at: OffsetDateTime,
    /// When it ends by itself.
    pub ends_at: OffsetDateTime,
    /// When it was ended by hand.
    pub ended_at: Option<OffsetDateTime>,
    /// The administrator who has looked at it and said so.
    pub seen_by: Option<String>,
    /// When.
    pub seen_at: Option<OffsetDateTime>,
}

/// What somebody has taken at a practice and what lasts now.
///
/// # Errors
/// The database's word.
pub async fn active(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    user: UserId,
) -> Result<Option<Emergency>, sqlx::Error> {
    store::emergencies::active(tx, practice, user, door.now()).await
}

/// The practices where somebody may take it: where they work and are not shown the records, and those
/// of the same organisations.
///
/// # Errors
/// The database's word.
pub async fn offered(tx: &mut Tx, user: UserId) -> Result<Vec<PracticeId>, sqlx::Error> {
    let mut offered = Vec::new();
    let places = people::places(tx, user).await?;
    for place in &places {
        for practice in accounts::siblings(tx, place.practice).await? {
            let role = places.iter().find(|known| known.practice == practice).map(|known| known.role);
            let reach = Reach { role, emergency: false };
            if reach.lacks_records() && !offered.contains(&practice) {
                offered.push(practice);
            }
        }
    }
    Ok(offered)
}

/// Takes it; one that lasts is gone on with. Administrators of the practice are told with the commit.
///
/// # Errors
/// [`EmergencyError`]; nothing happened then.
pub async fn take_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    user: UserId,
    reason: &str,
) -> Result<Emergency, EmergencyError> {
    let reason = reason.trim();
    let letters = reason.chars().count();
    if !(REASON_LEAST..=REASON_MOST).contains(&letters) {
        return Err(EmergencyError::Reason);
    }
    if !offered(tx, user).await?.contains(&practice) {
        let works = people::role_in(tx, practice, user).await?.is_some();
        return Err(if works { EmergencyError::NotNeeded } else { EmergencyError::NotThere });
    }
    if let Some(lasting) = active(tx, door, practice, user).await? {
        return Ok(lasting);
    }
    let id = door.id();
    let now = door.now();
    store::emergencies::insert(tx, (practice, id), user, reason, (now, now + LASTS)).await?;
    for member in people::of_practice(tx, practice).await? {
        if member.role.may(Permission::ManagePeople) {
            messages::emergency_in(tx, door, practice, (id, member.user_id)).await?;
        }
    }
    active(tx, door, practice, user).await?.ok_or(EmergencyError::NotThere)
}

/// Ends what somebody has taken at a practice; says whether anything lasted.
///
/// # Errors
/// The database's word.
pub async fn end_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    user: UserId,
) -> Result<bool, sqlx::Error> {
    store::emergencies::end(tx, practice, user, door.now()).await
}

/// An administrator has looked at it and says so; nobody does for their own. Says whether it was new.
///
/// # Errors
/// The database's word.
pub async fn see_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    by: UserId,
) -> Result<bool, sqlx::Error> {
    store::emergencies::see(tx, practice, id, by, door.now()).await
}

/// What was taken at a practice, the newest first; with `unseen`, what no administrator has looked at.
///
/// # Errors
/// The database's word.
pub async fn of_practice(
    tx: &mut Tx,
    practice: PracticeId,
    unseen: bool,
    limit: i64,
) -> Result<Vec<Emergency>, sqlx::Error> {
    store::emergencies::of_practice(tx, practice, unseen, limit).await
}
