//! The question that a link asks, and what its answer opens.

use domain::{Money, PracticeId};
use sha2::{Digest, Sha256};
use time::{Date, Duration, OffsetDateTime};

use super::{Aim, Asks, PayLink, store};
use crate::Door;
use crate::accounts::{self, Guarantor};
use crate::db::{Db, Tx};
use crate::identity::Secret;
use crate::identity::attempts::{self, Limit};
use crate::plans::view;
use crate::work::{self, Work, WorkKind};

/// Wrong answers in a row that lock a link.
pub const WRONG_MOST: i64 = 5;

/// Idle for so long a guest's session ends: typing a card's number and the bank's question are
/// within it.
const IDLE: Duration = Duration::minutes(20);

/// The longest that a guest's session lives.
pub const ABSOLUTE: Duration = Duration::hours(1);

/// A link that can be used, as its question's page shows it: nothing of whom it is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Whose it is.
    pub practice: PracticeId,
    /// What it asks beside the date of birth.
    pub asks: Asks,
}

/// What a token leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// Its question.
    Asks(Asked),
    /// Nothing, for whatever reason; the practice where the token is one of its own, for its
    /// telephone.
    Gone(Option<PracticeId>),
}

/// An answer, as it was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The guarantor's date of birth.
    pub birth_date: Date,
    /// The last name or the ZIP code, where that is asked.
    pub more: String,
}

/// Why an answer opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// It is not the answer.
    #[error("the answer does not match")]
    Wrong,
    /// The link is not open, or is not any more.
    #[error("the link is not open")]
    Gone(Option<PracticeId>),
    /// Too many wrong answers came from there.
    #[error("too many wrong answers")]
    TooMany,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Who answered, and what they may see.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The link.
    pub link: PayLink,
    /// Whose balance it is.
    pub guarantor: Guarantor,
}

pub(super) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// What a token leads to. Changes nothing, however often it is asked.
///
/// # Errors
/// The database's word.
pub async fn find(tx: &mut Tx, door: &Door, token: &str) -> Result<Found, sqlx::Error> {
    let Some(link) = store::by_token(tx, &hash(token)).await? else { return Ok(Found::Gone(None)) };
    let rule = store::rule(tx, link.practice).await?;
    let open = link.is_open(door.now(), rule.from) && !due(tx, &link).await?.is_empty();
    Ok(match open {
        true => Found::Asks(Asked { practice: link.practice, asks: rule.asks }),
        false => Found::Gone(Some(link.practice)),
    })
}

/// What can be paid by a link now, oldest first: what a plan asks for is paid on the plan.
///
/// # Errors
/// The database's word.
pub async fn due(tx: &mut Tx, link: &PayLink) -> Result<Vec<domain::payment::Due>, sqlx::Error> {
    let mut dues = view::beside(tx, link.practice, link.guarantor).await?;
    match link.aim {
        Aim::Due => {}
        Aim::Visit(visit) => dues.retain(|due| due.visit == visit),
        Aim::Statement(statement) => {
            let visits = store::visits_of_statement(tx, link.practice, statement).await?;
            dues.retain(|due| visits.contains(&due.visit));
        }
        Aim::Amount(amount) => {
            let paid = store::paid_by(tx, link.practice, link.id).await?;
            let mut rest = (amount - paid).or_zero();
            for due in &mut dues {
                due.amount = due.amount.min(rest);
                rest -= due.amount;
            }
            dues.retain(|due| due.amount > Money::ZERO);
        }
    }
    Ok(dues)
}

/// Answers a link's question. `from` is where the request comes from, for counting; it is
/// stored hashed.
///
/// # Errors
/// [`AnswerError`]: five wrong answers in a row lock the link and are put before staff, thirty
/// from one place or a thousand in all within a quarter of an hour are too many.
pub async fn answer(
    db: &Db,
    door: &Door,
    token: &str,
    answer: &Answer,
    from: &str,
) -> Result<Secret, AnswerError> {
    let limits = [
        Limit::new(format!("pay-link-from:{from}"), 30, Duration::minutes(15)),
        Limit::new("pay-link".to_owned(), 1_000, Duration::minutes(15)),
    ];
    if !attempts::take(db, door, &limits).await? {
        return Err(AnswerError::TooMany);
    }
    let mut tx = db.begin().await?;
    let link = store::lock_by_token(&mut tx, &hash(token)).await?.ok_or(AnswerError::Gone(None))?;
    let practice = link.practice;
    let rule = store::rule(&mut tx, practice).await?;
    if !link.is_open(door.now(), rule.from) || due(&mut tx, &link).await?.is_empty() {
        return Err(AnswerError::Gone(Some(practice)));
    }
    let known = store::known(&mut tx, practice, link.guarantor).await?;
    let today = accounts::today_in(&mut tx, door, practice).await?;
    if !known.is_some_and(|known| matches(&known, rule.asks, answer)) {
        let locked = wrong_in(&mut tx, door, &link).await?;
        store::opened(&mut tx, practice, link.id, today, false).await?;
        tx.commit().await?;
        return Err(if locked { AnswerError::Gone(Some(practice)) } else { AnswerError::Wrong });
    }
    store::opened(&mut tx, practice, link.id, today, true).await?;
    let secret = crate::hex(&door.secret());
    store::insert_session(&mut tx, &hash(&secret), practice, link.id, door.now()).await?;
    store::forget_old_sessions(&mut tx, door.now() - ABSOLUTE).await?;
    tx.commit().await?;
    attempts::give_back(db, door, &limits).await?;
    Ok(secret)
}

/// Counts a wrong answer; says whether it was one too many.
async fn wrong_in(tx: &mut Tx, door: &Door, link: &PayLink) -> Result<bool, sqlx::Error> {
    if store::wrong(tx, link.practice, link.id).await? < WRONG_MOST {
        return Ok(false);
    }
    lock_in(tx, door, link).await?;
    Ok(true)
}

/// Locks a link and puts that before staff.
pub(super) async fn lock_in(tx: &mut Tx, door: &Door, link: &PayLink) -> Result<(), sqlx::Error> {
    store::set_locked(tx, link.practice, link.id, door.now()).await?;
    let work = Work {
        kind: WorkKind::LinkLocked,
        subject: &link.id.to_string(),
        guarantor: Some(link.guarantor),
        payment: None,
        amount: None,
        due: None,
    };
    work::open_in(tx, door, link.practice, &work).await
}

fn matches(known: &store::Known, asks: Asks, answer: &Answer) -> bool {
    let more = match asks {
        Asks::Nothing => true,
        Asks::LastName => letters(&known.last_name) == letters(&answer.more),
        // A ZIP+4 is known by its first five digits.
        Asks::Zip => {
            let typed: String = answer.more.chars().filter(char::is_ascii_digit).take(5).collect();
            let kept: Option<String> =
                known.zip.as_ref().map(|zip| zip.chars().filter(char::is_ascii_digit).take(5).collect());
            typed.len() == 5 && kept == Some(typed)
        }
    };
    known.birth_date == answer.birth_date && more
}

/// A name without what people leave out or type otherwise: case, spaces, hyphens, apostrophes.
fn letters(name: &str) -> String {
    name.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Who has this secret, while their session lives and the link has not been taken back or
/// locked. What was paid by it does not end it: there is a receipt to read.
///
/// # Errors
/// The database's word.
pub async fn guest(db: &Db, door: &Door, secret: &str) -> Result<Option<Guest>, sqlx::Error> {
    let now = door.now();
    let token_hash = hash(secret);
    let mut tx = db.read().await?;
    let Some((practice, id, created_at, seen_at)) = store::session(&mut tx, &token_hash).await? else {
        return Ok(None);
    };
    if now - seen_at > IDLE || now - created_at > ABSOLUTE {
        return Ok(None);
    }
    let Some(link) = store::link(&mut tx, practice, id).await? else { return Ok(None) };
    if link.revoked_at.is_some() || link.locked_at.is_some() {
        return Ok(None);
    }
    let Some(guarantor) = accounts::guarantor(&mut tx, practice, link.guarantor).await? else {
        return Ok(None);
    };
    drop(tx);
    if now - seen_at >= Duration::minutes(1)
        && let Err(error) = touch(db, &token_hash, now).await
    {
        tracing::warn!(%error, "the use of a guest's session was not written down");
    }
    Ok(Some(Guest { link, guarantor }))
}

async fn touch(db: &Db, token_hash: &[u8], now: OffsetDateTime) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    store::touch_session(&mut tx, token_hash, now).await?;
    tx.commit().await
}

/// Ends a guest's session.
///
/// # Errors
/// The database's word.
pub async fn leave(db: &Db, secret: &str) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    store::end_session(&mut tx, &hash(secret)).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_however_it_is_typed() {
        assert_eq!(letters("O'Brien-Núñez"), letters(" obrien núñez "));
        assert_ne!(letters("Nunez"), letters("Nunes"));
    }
}
