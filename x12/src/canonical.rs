//! One form for the same content, however a file divides its bytes.
//!
//! Elements are trimmed, control characters are spaces, trailing empty elements are
//! dropped, text is UTF-8, and the separators are [`Delimiters::CANONICAL`]. Two
//! files that say the same in different dress give the same bytes, and those bytes
//! read back to the same values.

use crate::segment::clean;
use crate::{Delimiters, Segment};

/// Appends the canonical form of a segment.
pub(crate) fn write(segment: &Segment<'_>, into: &mut Vec<u8>) {
    let Delimiters { element, component, terminator, .. } = Delimiters::CANONICAL;
    into.extend_from_slice(segment.raw(0));
    let mut filled = into.len();
    for nth in 1..=segment.len() {
        into.push(element);
        for (part, raw) in segment.raw(nth).split(|b| *b == segment.delimiters.component).enumerate() {
            if part > 0 {
                into.push(component);
            }
            let text = clean(raw);
            into.extend_from_slice(text.as_bytes());
            if part > 0 || !text.is_empty() {
                filled = into.len();
            }
        }
    }
    into.truncate(filled);
    into.push(terminator);
}
