//! Who a claim names: people, whose details stay out of logs, and organisations.

use std::fmt;

use crate::Segment;

/// A patient or insured person (`NM1` QC, IL or 74).
///
/// `Debug` shows nothing of them, so that a log line cannot either.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Family name.
    pub last: String,
    /// Given name.
    pub first: String,
    /// Middle name or initial.
    pub middle: String,
    /// Suffix, such as `JR`.
    pub suffix: String,
    /// The number the insurer knows them by (`NM109`).
    pub member_id: Option<String>,
}

impl Person {
    pub(crate) fn read(segment: &Segment<'_>) -> Self {
        Self {
            last: segment.text(3).into_owned(),
            first: segment.text(4).into_owned(),
            middle: segment.text(5).into_owned(),
            suffix: segment.text(7).into_owned(),
            member_id: segment.owned(9),
        }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(redacted)")
    }
}

/// A provider or an insurer that a claim names (`NM1` 82, TT, PR or GB).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Organisation, or family and given name.
    pub name: String,
    /// What kind of number `id` is: `XX` an NPI, `PI` a payer's, `XV` a plan's.
    pub qualifier: Option<String>,
    /// The number (`NM109`).
    pub id: Option<String>,
}

impl Party {
    pub(crate) fn read(segment: &Segment<'_>) -> Self {
        let (last, first) = (segment.text(3), segment.text(4));
        let name = if first.is_empty() { last.into_owned() } else { format!("{last}, {first}") };
        Self { name, qualifier: segment.owned(8), id: segment.owned(9) }
    }
}
