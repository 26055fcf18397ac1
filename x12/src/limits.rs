//! How much of anything is believed before a file is refused.

/// Ceilings that keep one file from costing unbounded memory or time.
///
/// Each is several times what the 835 guide allows, so that no honest file meets
/// one, and small enough that a hostile one is refused early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits;

impl Limits {
    /// Bytes in one segment, with its delimiters.
    pub const SEGMENT_BYTES: usize = 16 * 1024;
    /// Elements in one segment, without its name.
    pub const ELEMENTS: usize = 100;
    /// Line breaks, spaces and empty segments in a row.
    pub const BLANK_BYTES: usize = 16 * 1024;
    /// Bytes held from the source at once.
    pub const BUFFER_BYTES: usize = 64 * 1024;
    /// Segments between `ST` and the first claim.
    pub const HEADER_SEGMENTS: usize = 1_000;
    /// Segments in a row inside a set that belong to no claim (`LX`, `TS3` …).
    pub const LOOSE_SEGMENTS: usize = 1_000;
    /// Segments of one claim.
    pub const CLAIM_SEGMENTS: usize = 20_000;
    /// Bytes of one claim.
    pub const CLAIM_BYTES: usize = 4 * 1024 * 1024;
    /// Service lines of one claim (the guide allows 999).
    pub const CLAIM_LINES: usize = 5_000;
    /// `PLB` segments of one set.
    pub const PROVIDER_SEGMENTS: usize = 10_000;
}
