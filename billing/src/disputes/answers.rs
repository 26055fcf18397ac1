//! Answers that a practice keeps to write them again, in both languages.

use domain::{PracticeId, UserId};
use uuid::Uuid;

use super::open::WORDS_MOST;
use super::store::answers;
use crate::Door;
use crate::db::Tx;

pub use super::store::answers::Answer;

/// The longest name of one.
pub const NAME_MOST: usize = 80;

/// How many a practice may keep: more are not found any more.
pub const KEPT_MOST: usize = 100;

/// Why one is not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The practice has none such, or has removed it.
    #[error("there is nothing like it")]
    NotThere,
    /// Somebody changed it since it was looked at.
    #[error("it has changed since you looked at it")]
    Changed,
    /// It has no name, or a long one.
    #[error("it needs a name of at most {NAME_MOST} letters")]
    Name,
    /// Its words in a language (`en`, `es`) are missing or too many.
    #[error("it needs words in both languages, at most {WORDS_MOST} letters each")]
    Words(&'static str),
    /// There are enough.
    #[error("no more than {KEPT_MOST} are kept")]
    TooMany,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// What is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// How staff call it.
    pub name: &'a str,
    /// In English.
    pub en: &'a str,
    /// In Spanish.
    pub es: &'a str,
}

impl Wanted<'_> {
    fn check(self) -> Result<Self, KeepError> {
        let length = |text: &str| text.trim().chars().count();
        if !(1..=NAME_MOST).contains(&length(self.name)) {
            return Err(KeepError::Name);
        }
        for (lang, words) in [("en", self.en), ("es", self.es)] {
            if !(1..=WORDS_MOST).contains(&length(words)) {
                return Err(KeepError::Words(lang));
            }
        }
        let Self { name, en, es } = self;
        Ok(Self { name: name.trim(), en: en.trim(), es: es.trim() })
    }
}

/// Those of a practice, by name.
///
/// # Errors
/// The database's word.
pub async fn of_practice(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Answer>, sqlx::Error> {
    answers::of_practice(tx, practice).await
}

/// One of a practice.
///
/// # Errors
/// The database's word.
pub async fn one(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Answer>, sqlx::Error> {
    answers::one(tx, practice, id).await
}

/// Keeps a new one; the same page (`press`) sent twice keeps one, and other words from it are refused
/// ([`KeepError::Changed`]).
///
/// # Errors
/// [`KeepError`].
pub async fn keep_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    press: Uuid,
    wanted: Wanted<'_>,
) -> Result<(), KeepError> {
    let wanted = wanted.check()?;
    if let Some(kept) = answers::pressed(tx, practice, press).await? {
        let same = (kept.0.as_str(), kept.1.as_str(), kept.2.as_str()) == (wanted.name, wanted.en, wanted.es);
        return if same { Ok(()) } else { Err(KeepError::Changed) };
    }
    if answers::of_practice(tx, practice).await?.len() >= KEPT_MOST {
        return Err(KeepError::TooMany);
    }
    Ok(answers::insert(tx, (practice, press), wanted, (by, door.now())).await?)
}

/// Changes one that was seen at this step (`Answer::seq`).
///
/// # Errors
/// [`KeepError`].
pub async fn change_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (Uuid, i64),
    wanted: Wanted<'_>,
) -> Result<(), KeepError> {
    let wanted = wanted.check()?;
    if answers::change(tx, (practice, id, seen), wanted, (by, door.now())).await? {
        return Ok(());
    }
    let there = answers::one(tx, practice, id).await?.is_some();
    Err(if there { KeepError::Changed } else { KeepError::NotThere })
}

/// Keeps one no longer that was seen at this step.
///
/// # Errors
/// [`KeepError`].
pub async fn remove_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (Uuid, i64),
) -> Result<(), KeepError> {
    if answers::remove(tx, (practice, id, seen), (by, door.now())).await? {
        return Ok(());
    }
    let there = answers::one(tx, practice, id).await?.is_some();
    Err(if there { KeepError::Changed } else { KeepError::NotThere })
}
