//! Single-use links by email: an invitation, the confirmation of an address, a password
//! reset. The link carries a secret, we keep its hash; opening a link consumes nothing
//! (mail scanners open links), sending its form does.

use domain::{GuarantorId, PracticeId, UserId};
use sqlx::FromRow;
use time::Duration;

use super::attempts::{self, Limit};
use super::joining::{Joining, join, open_at};
use super::sessions::{self, Wing};
use super::{IdentityError, Secret, User, check_password, normal_email, passwords, second, store, take_try};
use crate::Door;
use crate::accounts::{self, AccountMatch, Guarantor};
use crate::db::{Db, Tx, is_duplicate};
use crate::messages::{self, Template};

/// What a link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkPurpose {
    /// A practice invited the guarantor; lives 14 days.
    Invitation,
    /// Somebody registered and shows that the address is theirs; lives a day.
    Confirm,
    /// Somebody forgot their password; lives an hour.
    Reset,
}

impl LinkPurpose {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Confirm => "confirm",
            Self::Reset => "reset",
        }
    }

    fn lives(self) -> Duration {
        match self {
            Self::Invitation => Duration::days(14),
            Self::Confirm => Duration::days(1),
            Self::Reset => Duration::hours(1),
        }
    }
}

/// A link that can still be used.
#[derive(Clone, FromRow)]
pub struct OpenLink {
    /// The address it was sent to.
    pub email: String,
    pub(super) user_id: Option<UserId>,
    /// The practice it is from.
    pub practice_id: Option<PracticeId>,
    pub(super) guarantor_id: Option<GuarantorId>,
    pub(super) password_hash: Option<String>,
}

/// Invites a guarantor at the address on file; says whether there is one.
///
/// # Errors
/// The database's word.
pub async fn invite_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: &Guarantor,
) -> Result<bool, sqlx::Error> {
    let Some(email) = guarantor.email.as_deref().map(normal_email) else { return Ok(false) };
    let link = store::NewLink {
        purpose: LinkPurpose::Invitation,
        email: &email,
        user: None,
        place: Some((practice, guarantor.id)),
        password_hash: None,
    };
    let secret = make(tx, door, &link).await?;
    send(tx, door, Some(practice), &email, &guarantor.language, Template::Invitation { secret }).await?;
    Ok(true)
}

/// The same for who asks for it without a login: at most three an hour for an account.
///
/// # Errors
/// The database's word.
pub async fn invite_once(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    guarantor: &Guarantor,
) -> Result<(), sqlx::Error> {
    let limit = Limit::new(format!("invite:{practice}:{}", guarantor.id), 3, Duration::hours(1));
    if attempts::take(db, door, &[limit]).await? {
        let mut tx = db.begin().await?;
        invite_in(&mut tx, door, practice, guarantor).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn make(tx: &mut Tx, door: &Door, link: &store::NewLink<'_>) -> Result<Secret, sqlx::Error> {
    let secret = crate::hex(&door.secret());
    let now = door.now();
    store::insert_link(tx, &sessions::hash(&secret), link, now, now + link.purpose.lives()).await?;
    store::forget_old_links(tx, now).await?;
    Ok(secret)
}

async fn send(
    tx: &mut Tx,
    door: &Door,
    practice: Option<PracticeId>,
    to: &str,
    language: &str,
    template: Template,
) -> Result<(), sqlx::Error> {
    let fact = format!("{}:{}", template.code(), door.id());
    messages::enqueue_in(tx, door, practice, &fact, to, language, &template).await
}

/// Somebody who registers themselves.
pub struct Registered<'a> {
    /// With which practice.
    pub practice: PracticeId,
    /// Which account they say is theirs.
    pub account: AccountMatch,
    /// The address they will sign in with.
    pub email: &'a str,
    /// The password they chose.
    pub password: &'a str,
    /// `en` or `es`.
    pub language: &'a str,
    /// Where the request comes from, for counting tries.
    pub from: &'a str,
}

/// Registers by account number, date of birth and ZIP code: sends a link to the address,
/// which completes the login. Whether the address has a login already is told to the
/// address alone.
///
/// # Errors
/// [`IdentityError::NoAccount`]; [`IdentityError::TooMany`] after five tries on an
/// account number or twenty from one place in an hour; [`IdentityError::Password`].
pub async fn register(db: &Db, door: &Door, form: Registered<'_>) -> Result<(), IdentityError> {
    let email = normal_email(form.email);
    check_password(form.password, &[&email])?;
    let number = form.account.account_number.trim().to_lowercase();
    take_try(
        db,
        door,
        &[
            Limit::new(format!("register:{}:{number}", form.practice), 5, Duration::hours(1)),
            Limit::new(format!("register-from:{}", form.from), 20, Duration::hours(1)),
        ],
    )
    .await?;
    let hash = passwords::hash(form.password, door.secret()).await?;
    let mut tx = db.begin().await?;
    let guarantor = accounts::match_account(&mut tx, form.practice, &form.account)
        .await?
        .ok_or(IdentityError::NoAccount)?;
    let known = store::user_by_email(&mut tx, &email).await?;
    let template = match known {
        Some(_) => Template::AlreadyRegistered,
        None => {
            let link = store::NewLink {
                purpose: LinkPurpose::Confirm,
                email: &email,
                user: None,
                place: Some((form.practice, guarantor.id)),
                password_hash: Some(&hash),
            };
            Template::Confirm { secret: make(&mut tx, door, &link).await? }
        }
    };
    send(&mut tx, door, Some(form.practice), &email, form.language, template).await?;
    Ok(tx.commit().await?)
}

/// A link as its page shows it, if it can still be used. Consumes nothing.
///
/// # Errors
/// The database's word.
pub async fn open_link(
    db: &Db,
    door: &Door,
    purpose: LinkPurpose,
    secret: &str,
) -> Result<Option<OpenLink>, sqlx::Error> {
    let mut tx = db.read().await?;
    store::open_link(&mut tx, &sessions::hash(secret), purpose, door.now()).await
}

/// Completes a registration by its link and signs in.
///
/// # Errors
/// [`IdentityError::BadLink`]; [`IdentityError::Taken`] when the address got a login
/// meanwhile.
pub async fn finish_registration(
    db: &Db,
    door: &Door,
    secret: &str,
    language: &str,
) -> Result<(Secret, User, Wing), IdentityError> {
    let link = open_link(db, door, LinkPurpose::Confirm, secret).await?.ok_or(IdentityError::BadLink)?;
    let hash = link.password_hash.clone().ok_or(IdentityError::BadLink)?;
    let user = complete(db, door, LinkPurpose::Confirm, secret, &link, &hash, language).await?;
    enter(db, door, user).await
}

/// Sets a password by an invitation or a reset link and signs in. A reset ends every
/// session of the login.
///
/// # Errors
/// [`IdentityError::BadLink`], [`IdentityError::Password`]. An invitation to an address that
/// has a login adds the account to it and wants that login's password:
/// [`IdentityError::NotMatching`] when it is another, [`IdentityError::TooMany`] when it was
/// too often.
pub async fn set_password_by_link(
    db: &Db,
    door: &Door,
    purpose: LinkPurpose,
    secret: &str,
    password: &str,
    language: &str,
) -> Result<(Secret, User, Wing), IdentityError> {
    let link = open_link(db, door, purpose, secret).await?.ok_or(IdentityError::BadLink)?;
    if purpose == LinkPurpose::Invitation && super::has_login(db, &link.email).await? {
        return add_account(db, door, secret, &link, password, language).await;
    }
    check_password(password, &[&link.email])?;
    let hash = passwords::hash(password, door.secret()).await?;
    let user = complete(db, door, purpose, secret, &link, &hash, language).await?;
    enter(db, door, user).await
}

/// Uses an invitation up under the login that its address has.
async fn add_account(
    db: &Db,
    door: &Door,
    secret: &str,
    link: &OpenLink,
    password: &str,
    language: &str,
) -> Result<(Secret, User, Wing), IdentityError> {
    let (Some(practice), Some(guarantor)) = (link.practice_id, link.guarantor_id) else {
        return Err(IdentityError::BadLink);
    };
    let joining = Joining { email: &link.email, name: "", password, language };
    let user = join(db, door, joining).await?;
    let mut tx = db.begin().await?;
    if !store::use_link(&mut tx, &sessions::hash(secret), LinkPurpose::Invitation, door.now()).await? {
        return Err(IdentityError::BadLink);
    }
    store::own_guarantor(&mut tx, user.id, practice, guarantor, door.now()).await?;
    tx.commit().await?;
    Ok((open_at(db, door, &user, practice, guarantor).await?, user, Wing::Patient))
}

/// Uses a link up and makes or changes the login, in one transaction.
async fn complete(
    db: &Db,
    door: &Door,
    purpose: LinkPurpose,
    secret: &str,
    link: &OpenLink,
    password_hash: &str,
    language: &str,
) -> Result<UserId, IdentityError> {
    let mut tx = db.begin().await?;
    if !store::use_link(&mut tx, &sessions::hash(secret), purpose, door.now()).await? {
        return Err(IdentityError::BadLink);
    }
    let user = match link.user_id {
        Some(user) => {
            store::set_password(&mut tx, user, password_hash).await?;
            store::end_sessions(&mut tx, user, None).await?;
            store::end_links(&mut tx, user, door.now()).await?;
            user
        }
        None => {
            let (practice, guarantor) = match (link.practice_id, link.guarantor_id) {
                (Some(practice), Some(guarantor)) => (practice, guarantor),
                _ => return Err(IdentityError::BadLink),
            };
            let account =
                accounts::guarantor(&mut tx, practice, guarantor).await?.ok_or(IdentityError::BadLink)?;
            if store::user_by_email(&mut tx, &link.email).await?.is_some() {
                return Err(IdentityError::Taken);
            }
            let user = UserId(door.id());
            let now = door.now();
            let (email, name) = (&link.email, &account.first_name);
            match store::insert_user(&mut tx, user, email, name, language, password_hash, now).await {
                Ok(()) => {}
                Err(error) if is_duplicate(&error) => return Err(IdentityError::Taken),
                Err(error) => return Err(error.into()),
            }
            store::grant_guarantor(&mut tx, user, practice, guarantor, now).await?;
            user
        }
    };
    tx.commit().await?;
    Ok(user)
}

/// Signs in where somebody has something to do: as a patient, or else as staff, who still owe their
/// second factor there.
async fn enter(db: &Db, door: &Door, user: UserId) -> Result<(Secret, User, Wing), IdentityError> {
    let user = super::user(db, user).await?.ok_or(IdentityError::BadLink)?;
    for wing in [Wing::Patient, Wing::Staff] {
        if let Some(place) = sessions::first_place(db, door, user.id, wing).await? {
            return Ok((sessions::open(db, door, &user, wing, place).await?, user, wing));
        }
    }
    Err(IdentityError::NotMatching)
}

/// A way back for somebody who has lost everything, by the operator's word: their code, their
/// passkeys and their sessions end, which they are told, and this secret of a reset link sets a new
/// password once within the hour.
///
/// # Errors
/// The database's word.
pub async fn recover_in(tx: &mut Tx, door: &Door, email: &str) -> Result<Option<Secret>, sqlx::Error> {
    let email = normal_email(email);
    let Some(user) = store::user_by_email(tx, &email).await? else { return Ok(None) };
    second::end_in(tx, door, user.id).await?;
    reset_in(tx, door, &email, user.id).await.map(Some)
}

async fn reset_in(tx: &mut Tx, door: &Door, email: &str, user: UserId) -> Result<Secret, sqlx::Error> {
    let link = store::NewLink {
        purpose: LinkPurpose::Reset,
        email,
        user: Some(user),
        place: None,
        password_hash: None,
    };
    make(tx, door, &link).await
}

/// Sends a reset link to an address that has a login; does nothing, in the same words,
/// for any other.
///
/// # Errors
/// [`IdentityError::TooMany`] after three tries on an address or twenty from one place
/// in an hour.
pub async fn request_reset(
    db: &Db,
    door: &Door,
    email: &str,
    language: &str,
    from: &str,
) -> Result<(), IdentityError> {
    let email = normal_email(email);
    take_try(
        db,
        door,
        &[
            Limit::new(format!("reset:{email}"), 3, Duration::hours(1)),
            Limit::new(format!("reset-from:{from}"), 20, Duration::hours(1)),
        ],
    )
    .await?;
    let mut tx = db.begin().await?;
    if let Some(user) = store::user_by_email(&mut tx, &email).await? {
        let secret = reset_in(&mut tx, door, &email, user.id).await?;
        send(&mut tx, door, None, &email, language, Template::Reset { secret }).await?;
    }
    Ok(tx.commit().await?)
}
