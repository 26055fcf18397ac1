//! What became of the links of a campaign: sent, opened, verified, paid. A link is opened when
//! somebody sends its form, which no scanner of mail does; that it was looked at is not noted.

use domain::PracticeId;
use time::Date;

use super::store;
use crate::db::Tx;

/// How many links of a campaign came how far on a day.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Day {
    /// The campaign.
    pub campaign: String,
    /// The day, where the practice is.
    pub day: Date,
    /// Made.
    pub sent: i64,
    /// Somebody answered the question, rightly or not.
    pub opened: i64,
    /// Rightly.
    pub verified: i64,
    /// A payment by it is in the books.
    pub paid: i64,
}

/// By campaign and day, from a day on, the newest day first.
///
/// # Errors
/// The database's word.
pub async fn days(tx: &mut Tx, practice: PracticeId, from: Date) -> Result<Vec<Day>, sqlx::Error> {
    store::days(tx, practice, from).await
}
