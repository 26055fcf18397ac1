//! Keys by which a practice's other programs sign in to the API.
//!
//! A key is a random secret of which the hash is kept; its first characters are kept beside
//! it, so that people tell keys apart. It belongs to one practice, may do what its scopes say
//! and no more, and is taken back or replaced: the old one works on for a while then.
//!
//! How often a key asks is counted in the database, so that a second server counts along.
//! [`once`]: a request that its caller named is done once.

pub mod once;
mod store;

use domain::{PracticeId, UserId, coded};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::identity::attempts::{self, Limit};
use crate::identity::{Secret, secret_hash};
use crate::{Door, accounts};

/// How every secret begins: what scanners for lost secrets look for.
pub const BEGINS: &str = "obk_";

/// Characters of a secret that are shown in lists.
const SHOWN: usize = 12;

/// Requests in a minute, unless somebody says otherwise.
pub const PER_MINUTE: i64 = 600;

/// The longest name of a key, in characters.
pub const NAME_LONGEST: usize = 60;

/// The longest that a replaced key works on.
pub const OVERLAP_LONGEST: Duration = Duration::days(30);

const WINDOW: Duration = Duration::minutes(1);

coded! {
    /// What a key allows.
    Scope {
        /// See which pay links there are, and how they stand; never their addresses.
        LinksRead = "links:read",
        /// Make pay links and take them back.
        LinksWrite = "links:write",
        /// Read what an account owes.
        BalancesRead = "balances:read",
        /// Read payments.
        PaymentsRead = "payments:read",
        /// Post patients.
        PatientsWrite = "patients:write",
        /// Post visits and their charges.
        ChargesWrite = "charges:write",
        /// Read what became of files.
        FilesRead = "files:read",
        /// Upload files.
        FilesWrite = "files:write",
        /// Say where to be told what happened, and read and repeat what was told.
        WebhooksManage = "webhooks:manage",
    }
}

/// A key as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiKey {
    /// Whose.
    pub practice: PracticeId,
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// How its secret begins.
    pub prefix: String,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// Requests in a minute.
    pub per_minute: i64,
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// When it ends, because another one takes its place.
    pub expires_at: Option<OffsetDateTime>,
    /// When it was taken back.
    pub revoked_at: Option<OffsetDateTime>,
    /// The day it was last used, where the practice is.
    pub used_on: Option<Date>,
}

impl ApiKey {
    /// Whether it works.
    #[must_use]
    pub fn is_live(&self, now: OffsetDateTime) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}

/// A key that is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// What people call it.
    pub name: String,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// Requests in a minute.
    pub per_minute: i64,
    /// Who makes it; none: the command line.
    pub by: Option<UserId>,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It has no name, or a long one.
    #[error("a key has a name of at most 60 characters")]
    Name,
    /// It allows nothing.
    #[error("a key allows something; there are: {}", Scope::ALL.iter().map(|one| one.code()).collect::<Vec<_>>().join(" "))]
    Scopes,
    /// Nobody could use it, or everybody would wait for it.
    #[error("a key asks 1 to 100000 times in a minute")]
    PerMinute,
    /// There is no such key that works.
    #[error("there is no such key")]
    NotThere,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Who asks with a secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entered {
    /// Nobody: it is no key, or not any more.
    Nobody,
    /// A key that asked too often.
    TooMany {
        /// When it may ask again, in seconds.
        again_in: i64,
    },
    /// A key.
    Key(ApiKey),
}

/// Makes a key and gives its secret, which is kept nowhere.
///
/// # Errors
/// [`KeyError`].
pub async fn make_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    wanted: &Wanted,
) -> Result<(Uuid, Secret), KeyError> {
    let name = wanted.name.trim();
    if name.is_empty() || name.chars().count() > NAME_LONGEST || name.chars().any(char::is_control) {
        return Err(KeyError::Name);
    }
    if wanted.scopes.is_empty() {
        return Err(KeyError::Scopes);
    }
    if !(1..=100_000).contains(&wanted.per_minute) {
        return Err(KeyError::PerMinute);
    }
    let secret = format!("{BEGINS}{}", crate::hex(&door.secret()));
    let mut scopes = wanted.scopes.clone();
    scopes.sort_unstable();
    scopes.dedup();
    let key = ApiKey {
        practice,
        id: door.id(),
        name: name.to_owned(),
        prefix: secret.chars().take(SHOWN).collect(),
        scopes,
        per_minute: wanted.per_minute,
        made_at: door.now(),
        expires_at: None,
        revoked_at: None,
        used_on: None,
    };
    store::insert(tx, &key, &secret_hash(&secret), wanted.by).await?;
    Ok((key.id, secret))
}

/// Makes a key that takes another's place; the old one works on for the overlap.
///
/// # Errors
/// [`KeyError::NotThere`] when the old one does not work any more.
pub async fn rotate_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
    overlap: Duration,
    by: Option<UserId>,
) -> Result<(Uuid, Secret), KeyError> {
    let now = door.now();
    let old = store::key(tx, practice, id).await?.filter(|old| old.is_live(now)).ok_or(KeyError::NotThere)?;
    let wanted = Wanted { name: old.name, scopes: old.scopes, per_minute: old.per_minute, by };
    let made = make_in(tx, door, practice, &wanted).await?;
    let end = now + overlap.clamp(Duration::ZERO, OVERLAP_LONGEST);
    store::expire(tx, practice, id, old.expires_at.map_or(end, |earlier| earlier.min(end))).await?;
    Ok(made)
}

/// Takes a key back; says whether it was there and had not been taken back.
///
/// # Errors
/// The database's word.
pub async fn revoke_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: Uuid,
) -> Result<bool, sqlx::Error> {
    store::revoke(tx, practice, id, door.now()).await
}

/// The keys of a practice, newest first, those that do not work any more included.
///
/// # Errors
/// The database's word.
pub async fn list(tx: &mut Tx, practice: PracticeId) -> Result<Vec<ApiKey>, sqlx::Error> {
    store::list(tx, practice).await
}

/// Whose secret this is, and whether they may ask now; asking is counted.
///
/// # Errors
/// The database's word.
pub async fn enter(db: &Db, door: &Door, secret: &str) -> Result<Entered, sqlx::Error> {
    let now = door.now();
    let mut tx = db.read().await?;
    let known = store::by_hash(&mut tx, &secret_hash(secret)).await?;
    let Some(mut key) = known.filter(|known| known.is_live(now)) else { return Ok(Entered::Nobody) };
    let today = accounts::today_in(&mut tx, door, key.practice).await?;
    drop(tx);
    let limit = Limit::new(format!("api-key:{}", key.id), key.per_minute, WINDOW);
    if !attempts::take(db, door, &[limit]).await? {
        let gone = now.unix_timestamp().rem_euclid(WINDOW.whole_seconds());
        return Ok(Entered::TooMany { again_in: WINDOW.whole_seconds() - gone });
    }
    if key.used_on != Some(today) {
        let mut tx = db.begin().await?;
        store::used(&mut tx, key.practice, key.id, today).await?;
        tx.commit().await?;
        key.used_on = Some(today);
    }
    Ok(Entered::Key(key))
}
