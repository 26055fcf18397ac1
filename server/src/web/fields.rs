//! The fields of a form as they were typed.

use app::FormState;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use time::macros::format_description;
use time::{Date, Month};

use super::Shared;

/// The fields of a form, in order; a name may come more than once. No `Debug`: passwords
/// and people's details are in it.
pub struct Fields(Vec<(String, String)>);

impl FromRequest<Shared> for Fields {
    type Rejection = StatusCode;

    async fn from_request(request: Request, portal: &Shared) -> Result<Self, StatusCode> {
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, portal).await;
        form.map(|form| Self(form.0)).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)
    }
}

/// A day as a date field sends it; none when it was left empty.
///
/// # Errors
/// It is no day.
pub fn day_field(text: &str) -> Result<Option<Date>, time::error::Parse> {
    if text.is_empty() {
        return Ok(None);
    }
    Date::parse(text, format_description!("[year]-[month]-[day]")).map(Some)
}

/// A date of birth as the three fields of [`app`]'s form send it; none when it is no day.
pub fn birth_date(fields: &Fields) -> Option<Date> {
    let month = Month::try_from(fields.get("birth_date_month").parse::<u8>().ok()?).ok()?;
    let year = fields.get("birth_date_year").parse().ok().filter(|year| *year > 1850)?;
    Date::from_calendar_date(year, month, fields.get("birth_date_day").parse().ok()?).ok()
}

impl Fields {
    /// Fields that came another way than in a form's own encoding.
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value of a field, without the space around it.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// The first value of a field, to the letter: for passwords.
    pub fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Every field and its value, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What was typed, to be shown again; no password.
    pub fn form(&self) -> FormState {
        self.0
            .iter()
            .filter(|(name, _)| !name.contains("password"))
            .fold(FormState::default(), |form, (name, value)| form.with_value(name, value))
    }
}
