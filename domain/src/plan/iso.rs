//! Dates as `2027-02-28` on the wire.
//!
//! The serde form that `time` gives a date depends on which of its features some other crate
//! of the build has switched on. Browser and server are two builds: what both must read the
//! same is written here.

use serde::{Deserialize, Deserializer, Serializer, de::Error as _, ser::Error as _};
use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// Writes a date as `YYYY-MM-DD`.
pub(super) fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date.format(DAY).map_err(S::Error::custom)?)
}

/// Reads a date written as `YYYY-MM-DD`.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    Date::parse(&text, DAY).map_err(D::Error::custom)
}

/// The same for a list of dates.
pub(super) mod list {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use time::Date;

    #[derive(Serialize, Deserialize)]
    struct Day(#[serde(with = "super")] Date);

    /// Writes each date as `YYYY-MM-DD`.
    pub fn serialize<S: Serializer>(dates: &[Date], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(dates.iter().map(|date| Day(*date)))
    }

    /// Reads dates written as `YYYY-MM-DD`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Date>, D::Error> {
        Ok(Vec::<Day>::deserialize(deserializer)?.into_iter().map(|Day(date)| date).collect())
    }
}
