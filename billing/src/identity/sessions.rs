//! Sessions: a random secret in the browser, its hash here.
//!
//! A session ends after ten idle minutes for patients and fifteen for staff
//! (`45 CFR 164.312(a)(2)(iii)`), after eight hours in any case, when it is signed out,
//! and when the password changes.

use domain::access::{Reach, Role};
use domain::{GuarantorId, PracticeId, UserId};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use super::emergency::{self, Emergency};
use super::scope::{Scope, grants_of};
use super::{Secret, User, people, second, store};
use crate::Door;
use crate::db::{Db, Tx};

const ABSOLUTE: Duration = Duration::hours(8);

/// How long a proof counts for what asks for one.
const FRESH: Duration = Duration::minutes(30);

/// Use within a minute is not written down again.
const TOUCH: Duration = Duration::minutes(1);

/// Which part of the house a session is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wing {
    /// What patients see.
    Patient,
    /// What staff see.
    Staff,
}

impl Wing {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Staff => "staff",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        [Self::Patient, Self::Staff].into_iter().find(|wing| wing.code() == code)
    }

    /// How long a session may lie idle.
    #[must_use]
    pub fn idle(self) -> Duration {
        match self {
            Self::Patient => Duration::minutes(10),
            Self::Staff => Duration::minutes(15),
        }
    }
}

/// A living session: who asks, and what they may ask about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    pub(super) token_hash: Vec<u8>,
    /// Who is signed in.
    pub user: UserId,
    /// Their wing.
    pub wing: Wing,
    /// The practice they look at.
    pub practice: PracticeId,
    /// The account they look at; none for staff.
    pub guarantor: Option<GuarantorId>,
    /// How much of that account they may see; of nothing, when they are staff.
    pub scope: Scope,
    /// How many accounts they may look at, this one included.
    pub places: usize,
    /// What they are at the practice; none for patients, and for staff who only have emergency access
    /// there.
    pub role: Option<Role>,
    /// The emergency access that staff have now, there and elsewhere.
    pub emergencies: Vec<Emergency>,
    /// When they last showed that it is them: at the door, or since ([`second::prove_again`],
    /// [`super::passkeys::prove_again`]).
    pub(super) proved_at: OffsetDateTime,
    /// They have shown more than the password: a code or a passkey.
    pub(super) beyond_password: bool,
}

impl Session {
    /// What staff may do at the practice.
    #[must_use]
    pub fn reach(&self) -> Reach {
        Reach { role: self.role, emergency: self.emergency().is_some() }
    }

    /// The emergency access that they have at the practice.
    #[must_use]
    pub fn emergency(&self) -> Option<&Emergency> {
        self.emergencies.iter().find(|one| one.practice == self.practice)
    }

    /// Whether that is recent enough for what moves money, lets somebody in or takes much along.
    #[must_use]
    pub fn is_fresh(&self, door: &Door) -> bool {
        door.now() - self.proved_at <= FRESH
    }
}

/// How somebody has shown that it is them, and when.
#[derive(Clone, Copy)]
pub(super) enum Shown {
    /// More than the password is still owed.
    Owed,
    /// The password was enough.
    Password(OffsetDateTime),
    /// A code or a passkey.
    Beyond(OffsetDateTime),
}

impl Shown {
    pub(super) fn at(self) -> Option<OffsetDateTime> {
        match self {
            Self::Owed => None,
            Self::Password(at) | Self::Beyond(at) => Some(at),
        }
    }

    pub(super) fn is_beyond_password(self) -> bool {
        matches!(self, Self::Beyond(_))
    }
}

/// The practice and the account a session opens with.
pub(super) type Place = (PracticeId, Option<GuarantorId>);

pub(crate) fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

pub(super) async fn first_place(
    db: &Db,
    door: &Door,
    user: UserId,
    wing: Wing,
) -> Result<Option<Place>, sqlx::Error> {
    let mut tx = db.read().await?;
    Ok(match wing {
        Wing::Patient => grants_of(&mut tx, door, user)
            .await?
            .first()
            .map(|granted| (granted.practice, Some(granted.guarantor))),
        Wing::Staff => {
            people::places(&mut tx, user).await?.into_iter().next().map(|place| (place.practice, None))
        }
    })
}

/// Opens a session for a password; one of staff opens nothing until what else is asked of them is
/// given ([`second::prove`], [`super::passkeys::sign_in`]).
pub(super) async fn open(
    db: &Db,
    door: &Door,
    user: &User,
    wing: Wing,
    place: Place,
) -> Result<Secret, sqlx::Error> {
    let mut tx = db.begin().await?;
    let is_enough = wing == Wing::Patient || second::asks(&mut tx, user.id).await? == second::Asks::Password;
    let shown = if is_enough { Shown::Password(door.now()) } else { Shown::Owed };
    let secret = open_in(&mut tx, door, user.id, wing, place, shown).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Opens a session that is proved, or waits for its proof.
pub(super) async fn open_in(
    tx: &mut Tx,
    door: &Door,
    user: UserId,
    wing: Wing,
    place: Place,
    shown: Shown,
) -> Result<Secret, sqlx::Error> {
    let secret = crate::hex(&door.secret());
    let now = door.now();
    store::insert_session(tx, &hash(&secret), user, wing, place, (now, shown)).await?;
    store::forget_old_sessions(tx, now - ABSOLUTE).await?;
    Ok(secret)
}

/// The living session of a secret, of this wing; using it keeps it alive. A grant that
/// was taken away ends the session's reach at once.
///
/// # Errors
/// The database's word.
pub async fn session(db: &Db, door: &Door, wing: Wing, secret: &str) -> Result<Option<Session>, sqlx::Error> {
    let token_hash = hash(secret);
    let now = door.now();
    let mut tx = db.read().await?;
    let Some(mut found) = store::session(&mut tx, &token_hash, wing).await? else { return Ok(None) };
    if now - found.seen_at > wing.idle() || now - found.created_at > ABSOLUTE {
        return Ok(None);
    }
    match wing {
        Wing::Patient => {
            let Some((scope, places)) = granted(&mut tx, door, &found.session).await? else {
                return Ok(None);
            };
            (found.session.scope, found.session.places) = (scope, places);
        }
        Wing::Staff => {
            let (practice, user) = (found.session.practice, found.session.user);
            found.session.role = people::role_in(&mut tx, practice, user).await?;
            found.session.emergencies = emergency::lasting(&mut tx, door, user).await?;
            if found.session.reach() == Reach::default() {
                return Ok(None);
            }
        }
    }
    drop(tx);
    if now - found.seen_at >= TOUCH {
        // A writer that is busy for long (an import into SQLite) is no reason to refuse a page.
        if let Err(error) = touch(db, &token_hash, now).await {
            tracing::warn!(%error, "the use of a session was not written down");
        }
    }
    Ok(Some(found.session))
}

async fn touch(db: &Db, token_hash: &[u8], now: OffsetDateTime) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    store::touch_session(&mut tx, token_hash, now).await?;
    tx.commit().await
}

/// How much of what a patient's session looks at is still granted, and how many accounts are;
/// none when nothing is.
async fn granted(tx: &mut Tx, door: &Door, session: &Session) -> Result<Option<(Scope, usize)>, sqlx::Error> {
    match session.guarantor {
        Some(guarantor) => granted_on(tx, door, session.user, session.practice, guarantor).await,
        None => Ok(None),
    }
}

async fn granted_on(
    tx: &mut Tx,
    door: &Door,
    user: UserId,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<(Scope, usize)>, sqlx::Error> {
    let grants = grants_of(tx, door, user).await?;
    let here = grants.iter().find(|grant| (grant.practice, grant.guarantor) == (practice, guarantor));
    Ok(here.map(|grant| (grant.scope, grants.len())))
}

/// A session as the database holds it.
pub(super) struct Found {
    pub session: Session,
    pub created_at: OffsetDateTime,
    pub seen_at: OffsetDateTime,
}

/// Ends one session.
///
/// # Errors
/// The database's word.
pub async fn sign_out(db: &Db, session: &Session) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    store::end_session(&mut tx, &session.token_hash).await?;
    tx.commit().await
}

/// Ends every session of the login.
///
/// # Errors
/// The database's word.
pub async fn sign_out_everywhere(db: &Db, session: &Session) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    store::end_sessions(&mut tx, session.user, None).await?;
    tx.commit().await
}

/// Looks at another account of the same login; says whether they may.
///
/// # Errors
/// The database's word.
pub async fn switch_account(
    db: &Db,
    door: &Door,
    session: &Session,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<bool, sqlx::Error> {
    let mut tx = db.begin().await?;
    if session.wing != Wing::Patient
        || granted_on(&mut tx, door, session.user, practice, guarantor).await?.is_none()
    {
        return Ok(false);
    }
    store::place_session(&mut tx, &session.token_hash, (practice, Some(guarantor))).await?;
    tx.commit().await?;
    Ok(true)
}

/// Looks at another practice where the same login works, or has emergency access; says whether it does.
///
/// # Errors
/// The database's word.
pub async fn switch_practice(
    db: &Db,
    door: &Door,
    session: &Session,
    practice: PracticeId,
) -> Result<bool, sqlx::Error> {
    let mut tx = db.begin().await?;
    let works = people::role_in(&mut tx, practice, session.user).await?.is_some()
        || emergency::active(&mut tx, door, practice, session.user).await?.is_some();
    if session.wing != Wing::Staff || !works {
        return Ok(false);
    }
    store::place_session(&mut tx, &session.token_hash, (practice, None)).await?;
    tx.commit().await?;
    Ok(true)
}
