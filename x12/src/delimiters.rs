//! How a file divides its bytes, found in its first segment.

use crate::error::X12ErrorKind;

/// The separators of an interchange.
///
/// They are ASCII punctuation or control characters, so that a byte of UTF-8 or
/// Latin-1 text can never be mistaken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiters {
    /// Between elements (usually `*`).
    pub element: u8,
    /// Between the parts of a composite element (usually `:` or `>`), from `ISA16`.
    pub component: u8,
    /// Between repetitions, from `ISA11`; older versions have none.
    pub repetition: Option<u8>,
    /// After each segment (usually `~`, sometimes a line break).
    pub terminator: u8,
}

/// What could be learnt from the bytes at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// All of it.
    Delimiters(Delimiters),
    /// The segment does not end in these bytes.
    TooShort(&'static str),
    /// These bytes begin no interchange.
    NotX12,
}

impl Delimiters {
    /// The separators of [`Claim::canonical`](crate::Claim::canonical): control
    /// characters, which the standard keeps out of data.
    pub const CANONICAL: Self = Self { element: 0x1D, component: 0x1F, repetition: None, terminator: 0x1E };

    /// Bytes that are enough to find them in, even wrapped and padded.
    pub(crate) const PROBE_BYTES: usize = 512;

    /// Looks for an `ISA`, or for a `GS` or `ST` that opens a file without one.
    ///
    /// # Errors
    /// [`X12ErrorKind::Delimiters`] when the segment is there but its separators
    /// cannot work.
    pub(crate) fn find(bytes: &[u8]) -> Result<Found, X12ErrorKind> {
        match bytes {
            [b'I', b'S', b'A', element, rest @ ..] if is_separator(*element) => {
                Self::from_interchange(*element, rest)
            }
            [b'G', b'S', element, rest @ ..] if is_separator(*element) => {
                Self::from_shape("GS", *element, rest, 8)
            }
            [b'S', b'T', element, rest @ ..] if is_separator(*element) => {
                Self::from_shape("ST", *element, rest, 2)
            }
            _ if b"ISA".starts_with(bytes) => Ok(Found::TooShort("ISA")),
            b"G" | b"GS" => Ok(Found::TooShort("GS")),
            b"S" | b"ST" => Ok(Found::TooShort("ST")),
            _ => Ok(Found::NotX12),
        }
    }

    /// `ISA16` is one character, the component separator, and the character after it
    /// ends the segment. Elements are counted rather than columns, because some
    /// senders trim the padding and some wrap lines at 80 columns.
    fn from_interchange(element: u8, rest: &[u8]) -> Result<Found, X12ErrorKind> {
        let mut nth = 1;
        let mut repetition = None;
        let mut component = None;
        for &byte in rest {
            match (nth, component) {
                // A line break is a fine terminator, so this one is not skipped.
                (16, Some(component)) => {
                    return Self { element, component, repetition, terminator: byte }.usable("ISA");
                }
                _ if is_line_break(byte) => {}
                (16, None) => component = Some(byte),
                _ if byte == element => nth += 1,
                (11, _) => repetition = is_separator(byte).then_some(byte),
                _ => {}
            }
        }
        Ok(Found::TooShort("ISA"))
    }

    /// Without an `ISA`, the first segment's shape tells: after its element
    /// `elements - 1` only codes of letters, digits and simple signs follow, so the
    /// first other character ends it. `:` is the common component separator, and
    /// [`Segment::composite`](crate::Segment::composite) copes with others.
    fn from_shape(
        name: &'static str,
        element: u8,
        rest: &[u8],
        elements: usize,
    ) -> Result<Found, X12ErrorKind> {
        let mut nth = 1;
        for &byte in rest {
            let in_last = nth >= elements;
            if byte == element {
                nth += 1;
            } else if in_last && !byte.is_ascii_alphanumeric() && byte != b' ' {
                let component = if element == b':' || byte == b':' { b'>' } else { b':' };
                return Self { element, component, repetition: None, terminator: byte }.usable(name);
            } else if nth > elements + 1 {
                break;
            }
        }
        Ok(Found::TooShort(name))
    }

    fn usable(self, name: &'static str) -> Result<Found, X12ErrorKind> {
        let distinct = self.element != self.component
            && self.element != self.terminator
            && self.component != self.terminator;
        let characters =
            is_separator(self.component) && (is_separator(self.terminator) || is_line_break(self.terminator));
        if distinct && characters { Ok(Found::Delimiters(self)) } else { Err(X12ErrorKind::Delimiters(name)) }
    }
}

/// Punctuation, or a control character that is neither NUL nor a line break.
fn is_separator(byte: u8) -> bool {
    byte.is_ascii_punctuation() || (byte.is_ascii_control() && byte != 0 && !is_line_break(byte))
}

/// Carriage return or line feed.
pub(crate) fn is_line_break(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISA: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       \
                       *260102*0930*^*00501*000000001*0*P*:~";

    fn found(text: &str) -> Delimiters {
        match Delimiters::find(text.as_bytes()) {
            Ok(Found::Delimiters(delimiters)) => delimiters,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_interchange_names_its_own() {
        let usual = Delimiters { element: b'*', component: b':', repetition: Some(b'^'), terminator: b'~' };
        assert_eq!(found(ISA), usual);
        assert_eq!(found(&ISA.replace("*^*", "*U*")).repetition, None, "before 5010 ISA11 is a code");
        let odd = ISA.replace('*', "|").replace(':', "<").replace('~', "\n");
        assert_eq!(
            found(&odd),
            Delimiters { element: b'|', component: b'<', repetition: Some(b'^'), terminator: b'\n' }
        );
    }

    #[test]
    fn padding_and_columns_do_not_matter() {
        let trimmed = ISA.split('*').map(str::trim_end).collect::<Vec<_>>().join("*");
        assert_eq!(found(&trimmed), found(ISA));
        let wrapped = format!("{}\r\n{}", &ISA[..80], &ISA[80..]);
        assert_eq!(found(&wrapped), found(ISA));
    }

    #[test]
    fn a_bare_set_shows_them_by_its_shape() {
        assert_eq!(found("ST*835*0001~BPR*I").terminator, b'~');
        assert_eq!(found("ST|835|0001|005010X221A1\nBPR|I").terminator, b'\n');
        let group = found("GS^HP^A-B SENDER^R.1^20260102^0930^1^X^005010X221A1'ST^835^1'");
        assert_eq!((group.element, group.terminator), (b'^', b'\''));
    }

    #[test]
    fn separators_that_cannot_work_are_refused() {
        for broken in
            [ISA.replace(':', "*"), ISA.replace('~', "A"), ISA.replace(":~", "::"), ISA.replace(':', "7")]
        {
            assert!(
                matches!(Delimiters::find(broken.as_bytes()), Err(X12ErrorKind::Delimiters("ISA"))),
                "{broken}"
            );
        }
        assert_eq!(Delimiters::find(&ISA.as_bytes()[..90]).ok(), Some(Found::TooShort("ISA")));
        assert_eq!(Delimiters::find(b"%PDF-1.7").ok(), Some(Found::NotX12));
    }
}
