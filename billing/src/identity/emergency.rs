//! Emergency access: records that somebody must see now, and that their role does not show them
//! (45 CFR 164.312(a)(2)(ii)).
//!
//! Who works at the practice, or at another one of its organisation, takes it with a written reason.
//! It shows records and books for an hour and lets nobody change anything
//! ([`Permission::in_emergency`]). It is loud: the practice's administrators are told at once, and
//! what was seen under it is marked in the audit. It ends by itself, by their hand or an
//! administrator's, and when they sign out; and it counts only while they could still take it.

use domain::access::{Permission, Reach};
use domain::{PracticeId, UserId};
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{people, second, store};
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
    /// The practice wants a second factor, and they have none.
    #[error("the practice wants a second factor")]
    NoSecond,
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
    /// What the practice is called.
    pub practice_name: String,
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

/// What somebody has taken anywhere and what lasts now, where they could take it still: who has left
/// meanwhile, or whose practice has left the organisation, has nothing.
///
/// # Errors
/// The database's word.
pub async fn lasting(tx: &mut Tx, door: &Door, user: UserId) -> Result<Vec<Emergency>, sqlx::Error> {
    let mut lasting = store::emergencies::lasting(tx, user, door.now()).await?;
    if !lasting.is_empty() {
        let offered = offered(tx, user).await?;
        lasting.retain(|one| offered.contains(&one.practice));
    }
    Ok(lasting)
}

/// The same at one practice.
///
/// # Errors
/// The database's word.
pub async fn active(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    user: UserId,
) -> Result<Option<Emergency>, sqlx::Error> {
    Ok(lasting(tx, door, user).await?.into_iter().find(|one| one.practice == practice))
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
    // Two presses take one: the second finds what the first has taken.
    store::emergencies::lock(tx, user).await?;
    if !offered(tx, user).await?.contains(&practice) {
        let works = people::role_in(tx, practice, user).await?.is_some();
        return Err(if works { EmergencyError::NotNeeded } else { EmergencyError::NotThere });
    }
    if let Some(lasting) = active(tx, door, practice, user).await? {
        return Ok(lasting);
    }
    if second::required(tx, practice).await? && !store::factors::of_user(tx, user).await?.any() {
        return Err(EmergencyError::NoSecond);
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

/// Ends one of somebody's own; says whether it lasted.
///
/// # Errors
/// The database's word.
pub async fn end_in(tx: &mut Tx, door: &Door, user: UserId, id: Uuid) -> Result<bool, sqlx::Error> {
    store::emergencies::end(tx, user, Some(id), door.now()).await
}

/// Ends all of somebody's own, wherever they took them; says whether any lasted.
///
/// # Errors
/// The database's word.
pub async fn end_all_in(tx: &mut Tx, door: &Door, user: UserId) -> Result<bool, sqlx::Error> {
    store::emergencies::end(tx, user, None, door.now()).await
}

/// Ends one by the word of the practice; says whether it lasted.
///
/// # Errors
/// The database's word.
pub async fn stop_in(tx: &mut Tx, door: &Door, practice: PracticeId, id: Uuid) -> Result<bool, sqlx::Error> {
    store::emergencies::stop(tx, practice, id, door.now()).await
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

/// What was taken at a practice, the newest first; all of it without a limit.
///
/// # Errors
/// The database's word.
pub async fn of_practice(
    tx: &mut Tx,
    practice: PracticeId,
    limit: Option<i64>,
) -> Result<Vec<Emergency>, sqlx::Error> {
    store::emergencies::of_practice(tx, practice, limit.unwrap_or(i64::MAX)).await
}

/// What of it no administrator has looked at.
///
/// # Errors
/// The database's word.
pub async fn unseen(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Emergency>, sqlx::Error> {
    store::emergencies::unseen(tx, practice).await
}
