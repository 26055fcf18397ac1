//! Why a file is refused, and where.

use std::io;

use domain::MoneyError;

/// A file that cannot be read further: where it went wrong, and why.
///
/// The text names segments, elements, codes and control numbers of the file's
/// structure. It never repeats a name, an account number or an amount.
#[derive(Debug, thiserror::Error)]
#[error("segment {segment} (byte {offset}): {kind}")]
pub struct X12Error {
    /// The segment it concerns, counted from 1 in the whole file.
    pub segment: u64,
    /// Where that segment begins, in bytes from the start of the file.
    pub offset: u64,
    /// What is wrong.
    pub kind: X12ErrorKind,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum X12ErrorKind {
    /// The source could not be read.
    #[error("the file could not be read: {0}")]
    Io(io::Error),
    /// Nothing is in the file.
    #[error("the file is empty")]
    Empty,
    /// The file does not begin as X12 does.
    #[error(
        "this is not an X12 file, which begins with ISA (or GS or ST): \
         choose the 835 that the insurer or clearinghouse sent"
    )]
    NotX12,
    /// UTF-16, or binary data.
    #[error(
        "the file holds zero bytes, as UTF-16 text and binary files do: \
         save it as plain text (UTF-8 or Latin-1)"
    )]
    Encoding,
    /// The first segment of an interchange does not say how the rest is divided.
    #[error(
        "the delimiters cannot be read from the {0} segment: it is cut short or \
         was edited; ask for the file again"
    )]
    Delimiters(&'static str),
    /// A segment longer than [`Limits::SEGMENT_BYTES`](crate::Limits::SEGMENT_BYTES).
    #[error("no segment ends within {0} bytes: this is not an 835, or its delimiters were changed")]
    SegmentTooLong(usize),
    /// A segment with more than [`Limits::ELEMENTS`](crate::Limits::ELEMENTS) elements.
    #[error("one segment has more than {0} elements: this is not an 835")]
    TooManyElements(usize),
    /// Nothing but blanks for [`Limits::BLANK_BYTES`](crate::Limits::BLANK_BYTES).
    #[error("more than {0} blank bytes in a row: this is not an 835")]
    Blank(usize),
    /// Something that is not a segment's name stands where one belongs.
    #[error("what stands here is not a segment: the file is damaged; ask for it again")]
    NotASegment,
    /// A segment in a place where the standard has another.
    #[error("{found} cannot stand here, where {expected} is expected: the file is damaged or incomplete")]
    Unexpected {
        /// The name of the segment that was found.
        found: String,
        /// What could have stood there.
        expected: &'static str,
    },
    /// A transaction set of another kind.
    #[error("transaction set {0} is not a remittance (835): choose the insurer's 835 file")]
    NotARemittance(String),
    /// The file ends within a segment.
    #[error("the file ends within this segment: it is cut short; ask for it again")]
    CutShort,
    /// The file ends too early.
    #[error(
        "the file ends before the {missing} that closes segment {opened}: it is cut short; ask for it again"
    )]
    Truncated {
        /// The closing segment that never came.
        missing: &'static str,
        /// The segment that opened what is still open.
        opened: u64,
    },
    /// An envelope's two control numbers differ.
    #[error(
        "{trailer} closes control number {closed}, but {opened} was opened: \
         part of the file is missing or two files were joined"
    )]
    ControlNumber {
        /// The element that disagrees: `SE02`, `GE02` or `IEA02`.
        trailer: &'static str,
        /// The number it gives.
        closed: String,
        /// The number that was opened.
        opened: String,
    },
    /// A segment that every remittance has is not there.
    #[error("the payment has no {0} segment, without which it cannot be posted")]
    MissingSegment(&'static str),
    /// An element that must be filled is empty.
    #[error("{0} is empty, and may not be")]
    Missing(String),
    /// An element that must be an amount is none.
    #[error("{element} cannot be used: {reason}")]
    Amount {
        /// The element, such as `CLP03`.
        element: String,
        /// What is wrong with it.
        reason: MoneyError,
    },
    /// A code that the standard does not have.
    #[error("{element} holds {code}, which is not {expected}")]
    Code {
        /// The element, such as `CAS01`.
        element: String,
        /// The code, if it is one at all.
        code: String,
        /// What the standard has there.
        expected: &'static str,
    },
    /// More of something than is believed.
    #[error("more than {limit} {what}: this is not an honest 835")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// The reader was asked again after an error.
    #[error("reading stopped at an earlier error")]
    Stopped,
}

/// A code fit to be shown in an error: no longer than the standard's short codes.
///
/// Anything longer could be a person's data in the wrong place.
pub(crate) fn shown(code: &str) -> String {
    shown_within(code, 3)
}

/// An envelope's control number fit to be shown: it counts files and names nobody.
pub(crate) fn shown_control(number: &str) -> String {
    shown_within(number, 9)
}

fn shown_within(code: &str, length: usize) -> String {
    let fits = (1..=length).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
    if fits { code.to_owned() } else { "something unreadable".to_owned() }
}
