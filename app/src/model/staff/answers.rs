//! Answers that a practice keeps to write them again.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::FormState;

/// `/staff/disputes/answers`. POST there has the fields `press`, `name`, `en` and `es`; POST to
/// `…/{answer}` has `seq`, `do` (`save`, `remove`) and the same.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AnswersPage {
    /// By name.
    pub rows: Vec<AnswerRow>,
    /// The page's own: sent twice, it keeps one.
    pub press: Uuid,
    /// Which one could not be changed; none: a new one, or nothing is wrong.
    pub wrong: Option<Uuid>,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// The last press was taken.
    pub done: bool,
}

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerRow {
    /// Its id.
    pub id: Uuid,
    /// How staff call it.
    pub name: String,
    /// In English.
    pub en: String,
    /// In Spanish.
    pub es: String,
    /// Counts its changes.
    pub seq: i64,
    /// Who changed it last.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
}
