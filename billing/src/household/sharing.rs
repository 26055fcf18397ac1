//! Somebody helps: the guarantor invites them by email, they accept under a login of
//! their own, and either may end it.
//!
//! The mail names nobody and nothing; who asks is shown by the page behind its link. The
//! link lives two weeks, is good once, and opening it consumes nothing.

use domain::{GuarantorId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, Duration};
use uuid::Uuid;

use super::store::{self, About};
use crate::Door;
use crate::db::{Db, Tx};
use crate::identity::{self, IdentityError, Joining, Limit, Scope, Secret, User, normal_email};
use crate::messages::{self, Template};

const LINK_LIVES: Duration = Duration::days(14);

/// Why somebody cannot be invited.
#[derive(Debug, thiserror::Error)]
pub enum SharingError {
    /// It is the guarantor's own address.
    #[error("this is your own email address")]
    Own,
    /// They can see the account already.
    #[error("somebody with this email address can see the account already")]
    Already,
    /// An address without its parts.
    #[error("this is not an email address")]
    Address,
    /// A last day that has passed.
    #[error("the last day has passed")]
    Past,
    /// Ten invitations a day are enough.
    #[error("too many invitations; try again tomorrow")]
    TooMany,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Who is invited, to what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Invite<'a> {
    /// Their address.
    pub email: &'a str,
    /// What they will see; never [`Scope::Own`].
    pub scope: Scope,
    /// The last day, where the practice is.
    pub ends_on: Option<Date>,
}

/// An invitation that nobody has taken up.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Invitation {
    /// Its id.
    pub id: Uuid,
    /// The practice.
    pub practice_id: PracticeId,
    /// The account.
    pub guarantor_id: GuarantorId,
    /// The address it went to.
    pub email: String,
    /// What it lets them see.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// The last day of that.
    pub ends_on: Option<Date>,
    pub(super) invited_by: UserId,
}

/// Invites somebody to help with an account.
///
/// # Errors
/// [`SharingError`].
pub async fn invite(
    db: &Db,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: &User,
    invite: Invite<'_>,
) -> Result<(), SharingError> {
    let email = normal_email(invite.email);
    if !looks_like_an_address(&email) {
        return Err(SharingError::Address);
    }
    if email == by.email || invite.scope == Scope::Own {
        return Err(SharingError::Own);
    }
    let limit = Limit::new(format!("sharing:{practice}:{guarantor}"), 10, Duration::days(1));
    match identity::take_try(db, door, &[limit]).await {
        Ok(()) => {}
        Err(IdentityError::Sqlx(error)) => return Err(error.into()),
        Err(_) => return Err(SharingError::TooMany),
    }
    let mut tx = db.begin().await?;
    let today = crate::accounts::today_in(&mut tx, door, practice).await?;
    if invite.ends_on.is_some_and(|day| day < today) {
        return Err(SharingError::Past);
    }
    let helpers = helpers(&mut tx, door, practice, guarantor).await?;
    if helpers.iter().any(|helper| helper.email == email) {
        return Err(SharingError::Already);
    }
    // A second invitation takes the first one's place: one link is good at a time.
    let open = store::open_invitations(&mut tx, practice, guarantor, door.now()).await?;
    for earlier in open.iter().filter(|earlier| earlier.email == email) {
        store::close_invitation(&mut tx, practice, earlier.id, door.now()).await?;
    }
    let secret = crate::hex(&door.secret());
    let now = door.now();
    let new = Invitation {
        id: door.id(),
        practice_id: practice,
        guarantor_id: guarantor,
        email: email.clone(),
        scope: invite.scope,
        ends_on: invite.ends_on,
        invited_by: by.id,
    };
    store::insert_invitation(&mut tx, &new, &identity::secret_hash(&secret), now, now + LINK_LIVES).await?;
    let about = About {
        user: None,
        patient: None,
        what: "invited",
        scope: Some(invite.scope),
        ends_on: invite.ends_on,
    };
    store::log(&mut tx, (practice, door.id()), guarantor, &about, by.id, now).await?;
    let fact = format!("sharing:{}", new.id);
    let template = Template::Sharing { secret };
    messages::enqueue_in(&mut tx, door, Some(practice), &fact, &email, &by.language, &template).await?;
    Ok(tx.commit().await?)
}

/// Two parts around an `@`, a dot in the second, and nothing a header could be broken by.
fn looks_like_an_address(email: &str) -> bool {
    let plain = email.chars().all(|c| !c.is_whitespace() && !c.is_control() && !",;<>\"".contains(c));
    plain
        && email.len() <= 254
        && email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && !host.contains('@')
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
        })
}

/// What an account has shared, and with whom.
///
/// # Errors
/// The database's word.
pub async fn helpers(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<super::Helper>, sqlx::Error> {
    let today = crate::accounts::today_in(tx, door, practice).await?;
    let mut helpers = store::helpers(tx, practice, guarantor).await?;
    helpers.retain(|helper| helper.ends_on.is_none_or(|day| day >= today));
    Ok(helpers)
}

/// Invitations of an account that nobody has taken up.
///
/// # Errors
/// The database's word.
pub async fn open_invitations(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Invitation>, sqlx::Error> {
    store::open_invitations(tx, practice, guarantor, door.now()).await
}

/// Takes an invitation back; says whether it was still open.
///
/// # Errors
/// The database's word.
pub async fn cancel_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    id: Uuid,
    by: UserId,
) -> Result<bool, sqlx::Error> {
    let now = door.now();
    let open = store::open_invitations(tx, practice, guarantor, now).await?;
    if !open.iter().any(|invitation| invitation.id == id)
        || !store::close_invitation(tx, practice, id, now).await?
    {
        return Ok(false);
    }
    let about = About { user: None, patient: None, what: "cancelled", scope: None, ends_on: None };
    store::log(tx, (practice, door.id()), guarantor, &about, by, now).await?;
    Ok(true)
}

/// Ends what somebody was let see, on the spot; says whether they could. The guarantor's
/// own sight cannot be ended here.
///
/// # Errors
/// The database's word.
pub async fn end_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    helper: UserId,
    by: UserId,
) -> Result<bool, sqlx::Error> {
    if !store::end_grant(tx, practice, guarantor, helper).await? {
        return Ok(false);
    }
    let about = About { user: Some(helper), patient: None, what: "ended", scope: None, ends_on: None };
    store::log(tx, (practice, door.id()), guarantor, &about, by, door.now()).await?;
    Ok(true)
}

/// An invitation as its page shows it, and who asks; none when it can no longer be used.
///
/// # Errors
/// The database's word.
pub async fn opened(
    tx: &mut Tx,
    door: &Door,
    secret: &str,
) -> Result<Option<(Invitation, User)>, sqlx::Error> {
    let Some(invitation) = store::invitation(tx, &identity::secret_hash(secret), door.now()).await? else {
        return Ok(None);
    };
    let today = crate::accounts::today_in(tx, door, invitation.practice_id).await?;
    if invitation.ends_on.is_some_and(|day| day < today) {
        return Ok(None);
    }
    let asks = identity::user_in(tx, invitation.invited_by).await?;
    Ok(asks.map(|asks| (invitation, asks)))
}

/// Accepts an invitation: under the login of its address, which is made with this name
/// and password when there is none. Gives the secret of a session that looks at the
/// account.
///
/// # Errors
/// [`IdentityError::BadLink`]; [`IdentityError::NotMatching`] when the address has a login
/// and the password is another; [`IdentityError::Password`], [`IdentityError::TooMany`].
pub async fn accept(
    db: &Db,
    door: &Door,
    secret: &str,
    name: &str,
    password: &str,
    language: &str,
) -> Result<(Secret, User), IdentityError> {
    let (invitation, asks) = {
        let mut tx = db.read().await?;
        opened(&mut tx, door, secret).await?.ok_or(IdentityError::BadLink)?
    };
    let joining = Joining { email: &invitation.email, name, password, language };
    let user = identity::join(db, door, joining).await?;
    let (practice, guarantor) = (invitation.practice_id, invitation.guarantor_id);
    let now = door.now();
    let mut tx = db.begin().await?;
    if !store::close_invitation(&mut tx, practice, invitation.id, now).await? {
        return Err(IdentityError::BadLink);
    }
    identity::share_in(
        &mut tx,
        user.id,
        (practice, guarantor),
        (invitation.scope, invitation.ends_on),
        asks.id,
        now,
    )
    .await?;
    let about = About {
        user: Some(user.id),
        patient: None,
        what: "accepted",
        scope: Some(invitation.scope),
        ends_on: invitation.ends_on,
    };
    store::log(&mut tx, (practice, door.id()), guarantor, &about, user.id, now).await?;
    let fact = format!("sharing-accepted:{}", invitation.id);
    let told = Template::SharingAccepted;
    messages::enqueue_in(&mut tx, door, Some(practice), &fact, &asks.email, &asks.language, &told).await?;
    tx.commit().await?;
    let secret = identity::open_at(db, door, &user, practice, guarantor).await?;
    Ok((secret, user))
}

#[cfg(test)]
mod tests {
    use super::looks_like_an_address;

    #[test]
    fn an_address_has_two_parts_and_nothing_that_breaks_a_header() {
        for good in ["ann@example.com", "a.b+c@mail.example.org", "josé@example.com"] {
            assert!(looks_like_an_address(good), "{good}");
        }
        for bad in [
            "",
            "ann",
            "@example.com",
            "ann@",
            "ann@com",
            "a@b@c.d",
            "a b@c.d",
            "a@.com",
            "a\r\nbcc:x@y.z",
            "<a@b.c>",
        ] {
            assert!(!looks_like_an_address(bad), "{bad}");
        }
    }
}
