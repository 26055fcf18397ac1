//! What is asked of whom beside the password, at the door and where they come afterwards.

use domain::{PracticeId, UserId};

use crate::db::Tx;
use crate::identity::Session;
use crate::identity::store::factors::{self, Has};

/// Says whether everybody on a practice's staff needs one.
///
/// # Errors
/// The database's word.
pub async fn require_in(tx: &mut Tx, practice: PracticeId, required: bool) -> Result<(), sqlx::Error> {
    factors::require(tx, practice, required).await
}

/// Whether a practice's staff need one.
///
/// # Errors
/// The database's word.
pub async fn required(tx: &mut Tx, practice: PracticeId) -> Result<bool, sqlx::Error> {
    factors::required(tx, practice).await
}

/// What somebody at the staff's door is asked for, there and again later. A passkey is always taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asks {
    /// The password alone.
    Password,
    /// A code as well, and later in place of the password.
    Code,
    /// A passkey: a practice that they may come to wants a second factor, and it is the only one they
    /// have.
    Passkey,
}

/// What a member of staff is asked for. It is the same in all their practices, because one session
/// goes from one to another.
///
/// # Errors
/// The database's word.
pub async fn asks(tx: &mut Tx, user: UserId) -> Result<Asks, sqlx::Error> {
    Ok(asked(&factors::of_user(tx, user).await?))
}

fn asked(has: &Has) -> Asks {
    match has.code {
        true => Asks::Code,
        false if has.passkey && has.wanted => Asks::Passkey,
        false => Asks::Password,
    }
}

/// What a session of staff has to do before it opens anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owes {
    /// Nothing.
    Nothing,
    /// The practice wants a second factor, and they have none.
    SetUp,
    /// They have one that is asked for by now, and came in by the password alone.
    Proof,
}

/// What a session of staff owes where it looks.
///
/// # Errors
/// The database's word.
pub async fn owes(tx: &mut Tx, session: &Session) -> Result<Owes, sqlx::Error> {
    let has = factors::of_user(tx, session.user).await?;
    if asked(&has) != Asks::Password {
        return Ok(if session.beyond_password { Owes::Nothing } else { Owes::Proof });
    }
    let lacks = !has.any() && required(tx, session.practice).await?;
    Ok(if lacks { Owes::SetUp } else { Owes::Nothing })
}
