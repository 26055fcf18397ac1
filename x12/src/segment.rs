//! One segment: a name and its elements, as views into the reader's buffer.

use std::borrow::Cow;

use domain::Money;
use time::{Date, Month};

use crate::error::X12ErrorKind;
use crate::{Delimiters, X12Error};

/// A segment of the file, valid until the next one is read.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    pub(crate) bytes: &'a [u8],
    /// Where each element ends in `bytes`, the name first.
    pub(crate) ends: &'a [usize],
    pub(crate) number: u64,
    pub(crate) offset: u64,
    pub(crate) delimiters: Delimiters,
}

impl<'a> Segment<'a> {
    /// Its number in the file, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The byte of the file at which it begins, from 0.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Its name, such as `CLP`.
    #[must_use]
    pub fn id(&self) -> &'a str {
        std::str::from_utf8(self.raw(0)).unwrap_or_default()
    }

    /// How many elements follow the name, empty ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }

    /// True when nothing follows the name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of an element; 0 is the name; empty past the end.
    #[must_use]
    pub fn raw(&self, nth: usize) -> &'a [u8] {
        let start = match nth.checked_sub(1) {
            None => 0,
            Some(before) => self.ends.get(before).map_or(usize::MAX, |end| end + 1),
        };
        self.ends.get(nth).and_then(|end| self.bytes.get(start..*end)).unwrap_or_default()
    }

    /// An element as text: UTF-8, or Latin-1 where it is not that; without
    /// surrounding space, with `:` between components whatever the file uses, and
    /// with a space for any control character.
    #[must_use]
    pub fn text(&self, nth: usize) -> Cow<'a, str> {
        let raw = self.raw(nth);
        if raw.contains(&self.delimiters.component) {
            return Cow::Owned(self.composite(nth).join(":"));
        }
        clean(raw)
    }

    /// An element as text, or nothing when it is empty.
    #[must_use]
    pub fn owned(&self, nth: usize) -> Option<String> {
        let text = self.text(nth);
        (!text.is_empty()).then(|| text.into_owned())
    }

    /// The parts of a composite element.
    ///
    /// Some insurers write another separator than their `ISA` promises
    /// (`HC>99213` under `:`); a two-character qualifier followed by a usual
    /// separator gives that away.
    #[must_use]
    pub fn composite(&self, nth: usize) -> Vec<String> {
        let raw = self.raw(nth);
        let component = self.delimiters.component;
        if raw.contains(&component) {
            return raw.split(|byte| *byte == component).map(|part| clean(part).into_owned()).collect();
        }
        let text = clean(raw);
        match text.as_bytes() {
            [a, b, other @ (b':' | b'>' | b'<' | b'^' | b'|' | b'\\'), ..]
                if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() =>
            {
                text.split(char::from(*other)).map(|part| part.trim().to_owned()).collect()
            }
            _ => vec![text.into_owned()],
        }
    }

    /// An element as an amount; nothing when it is empty.
    ///
    /// # Errors
    /// [`X12ErrorKind::Amount`] when it is anything else.
    pub fn money(&self, nth: usize) -> Result<Option<Money>, X12Error> {
        let text = self.text(nth);
        if text.is_empty() {
            return Ok(None);
        }
        Money::parse(&text)
            .map(Some)
            .map_err(|reason| self.error(X12ErrorKind::Amount { element: self.name_of(nth), reason }))
    }

    /// An element as an amount that must be there.
    ///
    /// # Errors
    /// [`X12ErrorKind::Missing`] when it is empty, [`X12ErrorKind::Amount`] when it
    /// is no amount.
    pub fn required_money(&self, nth: usize) -> Result<Money, X12Error> {
        self.money(nth)?.ok_or_else(|| self.error(X12ErrorKind::Missing(self.name_of(nth))))
    }

    /// An element as a date, `CCYYMMDD`. Insurers do send days that do not exist
    /// (`20990080`); those are nothing.
    #[must_use]
    pub fn date(&self, nth: usize) -> Option<Date> {
        let text = self.text(nth);
        if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year = text.get(..4)?.parse().ok()?;
        let month: u8 = text.get(4..6)?.parse().ok()?;
        let day = text.get(6..)?.parse().ok()?;
        Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
    }

    /// What an element is called in errors and guides: `CLP03`.
    #[must_use]
    pub fn name_of(&self, nth: usize) -> String {
        format!("{}{nth:02}", self.id())
    }

    /// An error that points here.
    #[must_use]
    pub fn error(&self, kind: X12ErrorKind) -> X12Error {
        X12Error { segment: self.number, offset: self.offset, kind }
    }
}

/// `Debug` shows where a segment is, not what it says.
impl std::fmt::Debug for Segment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segment")
            .field("id", &self.id())
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// Text without surrounding space and without control characters.
pub(crate) fn clean(raw: &[u8]) -> Cow<'_, str> {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => Cow::Borrowed(text),
        // Latin-1's bytes are Unicode's first 256 characters.
        Err(_) => Cow::Owned(raw.iter().copied().map(char::from).collect()),
    };
    if text.contains(char::is_control) {
        let spaced = text.replace(char::is_control, " ");
        return Cow::Owned(spaced.trim().to_owned());
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
