//! Cuts a stream of bytes into segments, through one buffer of fixed size.

use std::io::{ErrorKind, Read};

use crate::delimiters::{Found, is_line_break};
use crate::error::X12ErrorKind;
use crate::{Delimiters, Limits, Segment, X12Error};

/// The segments of a file, one at a time.
///
/// Memory is one buffer of [`Limits::BUFFER_BYTES`], whatever the file holds. The
/// separators come from each `ISA` in turn, or from the first `GS` or `ST` of a
/// file without one. Line breaks after and inside segments are ignored, a UTF-8
/// byte order mark is skipped.
pub struct Segments<R> {
    source: R,
    buffer: Box<[u8]>,
    /// The unread part of `buffer` is `start..end`.
    start: usize,
    end: usize,
    /// Where `buffer[0]` lies in the file.
    base: u64,
    at_end: bool,
    begun: bool,
    delimiters: Option<Delimiters>,
    number: u64,
    offset: u64,
    /// The current segment's bytes, if line breaks had to be taken out of it.
    unwrapped: Vec<u8>,
    is_wrapped: bool,
    length: usize,
    ends: Vec<usize>,
}

impl<R: Read> Segments<R> {
    /// Reads from any source; it need not be buffered.
    pub fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; Limits::BUFFER_BYTES].into_boxed_slice(),
            start: 0,
            end: 0,
            base: 0,
            at_end: false,
            begun: false,
            delimiters: None,
            number: 0,
            offset: 0,
            unwrapped: Vec::new(),
            is_wrapped: false,
            length: 0,
            ends: Vec::new(),
        }
    }

    /// Reads bytes that are divided in a known way, and counts on from `before`.
    pub(crate) fn divided_by(source: R, delimiters: Delimiters, before: u64) -> Self {
        Self { delimiters: Some(delimiters), number: before, begun: true, ..Self::new(source) }
    }

    /// The next segment, or nothing at the end of the file.
    ///
    /// # Errors
    /// [`X12Error`] when what stands there is no segment, or more of one than
    /// [`Limits`] believes.
    pub fn next_segment(&mut self) -> Result<Option<Segment<'_>>, X12Error> {
        Ok(if self.advance()? { Some(self.current()) } else { None })
    }

    /// Moves to the next segment; false at the end.
    pub(crate) fn advance(&mut self) -> Result<bool, X12Error> {
        self.start += self.length;
        self.length = 0;
        self.ends.clear();
        let found = self.locate();
        found.map_err(|kind| X12Error {
            segment: self.number.saturating_add(1),
            offset: self.base + self.start as u64,
            kind,
        })
    }

    /// The segment that [`Self::advance`] moved to.
    pub(crate) fn current(&self) -> Segment<'_> {
        let bytes = if self.is_wrapped {
            self.unwrapped.as_slice()
        } else {
            self.buffer.get(self.start..self.start + self.length).unwrap_or_default()
        };
        Segment {
            bytes,
            ends: &self.ends,
            number: self.number,
            offset: self.offset,
            delimiters: self.delimiters.unwrap_or(Delimiters::CANONICAL),
        }
    }

    /// The segments read so far.
    pub(crate) fn count(&self) -> u64 {
        self.number
    }

    /// How far into the file the reader is, in bytes.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.base + (self.start + self.length) as u64
    }

    fn locate(&mut self) -> Result<bool, X12ErrorKind> {
        if !self.begun {
            self.begin()?;
        }
        self.skip_blanks()?;
        if self.start == self.end {
            return if self.number == 0 { Err(X12ErrorKind::Empty) } else { Ok(false) };
        }
        self.find_delimiters()?;
        self.measure()?;
        self.check_name()?;
        self.number = self.number.saturating_add(1);
        self.offset = self.base + self.start as u64;
        Ok(true)
    }

    fn begin(&mut self) -> Result<(), X12ErrorKind> {
        self.begun = true;
        self.ensure(4)?;
        match self.unread() {
            [0xEF, 0xBB, 0xBF, ..] => self.start += 3,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Err(X12ErrorKind::Encoding),
            _ => {}
        }
        Ok(())
    }

    fn skip_blanks(&mut self) -> Result<(), X12ErrorKind> {
        let terminator = self.delimiters.map(|delimiters| delimiters.terminator);
        let mut skipped = 0;
        loop {
            // 0x1A: DOS and some mainframe gateways end a text file with it.
            let is_blank =
                |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | 0x1A) || Some(*b) == terminator;
            let blanks = self.unread().iter().take_while(|b| is_blank(b)).count();
            self.start += blanks;
            skipped += blanks;
            if skipped > Limits::BLANK_BYTES {
                return Err(X12ErrorKind::Blank(Limits::BLANK_BYTES));
            }
            if self.start < self.end || !self.fill()? {
                return Ok(());
            }
        }
    }

    /// At an `ISA`, and at the very start, learns the separators.
    fn find_delimiters(&mut self) -> Result<(), X12ErrorKind> {
        self.ensure(4)?;
        let at_interchange =
            matches!(self.unread(), [b'I', b'S', b'A', next, ..] if !next.is_ascii_alphanumeric());
        if self.delimiters.is_some() && !at_interchange {
            return Ok(());
        }
        self.ensure(Delimiters::PROBE_BYTES)?;
        let probe = self.unread();
        let probe = probe.get(..Delimiters::PROBE_BYTES).unwrap_or(probe);
        // UTF-16 without a byte order mark; zero bytes further on are met by `measure`.
        if probe.iter().take(4).any(|byte| *byte == 0) {
            return Err(X12ErrorKind::Encoding);
        }
        match Delimiters::find(probe)? {
            Found::Delimiters(delimiters) => self.delimiters = Some(delimiters),
            Found::TooShort(segment) => return Err(X12ErrorKind::Delimiters(segment)),
            Found::NotX12 => return Err(X12ErrorKind::NotX12),
        }
        Ok(())
    }

    /// Finds the end of the segment at `start` and of each of its elements.
    fn measure(&mut self) -> Result<(), X12ErrorKind> {
        let Delimiters { element, terminator, .. } = self.delimiters.unwrap_or(Delimiters::CANONICAL);
        let mut seen = 0;
        self.is_wrapped = false;
        loop {
            let fresh = self.buffer.get(self.start + seen..self.end).unwrap_or_default();
            let room = Limits::SEGMENT_BYTES - seen;
            let fresh = fresh.get(..room).unwrap_or(fresh);
            for (at, byte) in (seen..).zip(fresh) {
                match *byte {
                    b if b == terminator => return self.finish(at),
                    b if b == element => self.ends.push(at),
                    0 => return Err(X12ErrorKind::Encoding),
                    b if is_line_break(b) => self.is_wrapped = true,
                    _ => {}
                }
            }
            seen += fresh.len();
            if self.ends.len() > Limits::ELEMENTS {
                return Err(X12ErrorKind::TooManyElements(Limits::ELEMENTS));
            }
            if seen >= Limits::SEGMENT_BYTES {
                return Err(X12ErrorKind::SegmentTooLong(Limits::SEGMENT_BYTES));
            }
            if !self.fill()? {
                return self.finish_unterminated(seen);
            }
        }
    }

    fn finish(&mut self, length: usize) -> Result<(), X12ErrorKind> {
        self.length = length;
        self.ends.push(length);
        if self.ends.len() > Limits::ELEMENTS + 1 {
            return Err(X12ErrorKind::TooManyElements(Limits::ELEMENTS));
        }
        if self.is_wrapped {
            self.unwrap_lines();
        }
        Ok(())
    }

    /// Some senders forget the very last terminator. Closing segments end with a
    /// control number, which shows if they are whole; of others nobody could tell.
    fn finish_unterminated(&mut self, length: usize) -> Result<(), X12ErrorKind> {
        self.finish(length)?;
        self.check_name()?;
        match self.current().raw(0) {
            b"SE" | b"GE" | b"IEA" => Ok(()),
            _ => Err(X12ErrorKind::CutShort),
        }
    }

    /// Takes out line breaks that a sender put in every 80 columns.
    fn unwrap_lines(&mut self) {
        let bytes = self.buffer.get(self.start..self.start + self.length).unwrap_or_default();
        self.unwrapped.clear();
        let mut from = 0;
        for end in &mut self.ends {
            let piece = bytes.get(from..*end).unwrap_or_default();
            from = *end;
            self.unwrapped.extend(piece.iter().copied().filter(|b| !is_line_break(*b)));
            *end = self.unwrapped.len();
        }
    }

    /// A segment's name is two or three capital letters and digits.
    fn check_name(&self) -> Result<(), X12ErrorKind> {
        let name = self.current().raw(0);
        let is_name = matches!(name.len(), 2 | 3)
            && name.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && name.first().is_some_and(u8::is_ascii_uppercase);
        if is_name { Ok(()) } else { Err(X12ErrorKind::NotASegment) }
    }

    fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads on until `bytes` are at hand or the source ends.
    fn ensure(&mut self, bytes: usize) -> Result<(), X12ErrorKind> {
        while self.end - self.start < bytes && self.fill()? {}
        Ok(())
    }

    /// Makes room and reads more; false at the end of the source.
    fn fill(&mut self) -> Result<bool, X12ErrorKind> {
        if self.at_end {
            return Ok(false);
        }
        if self.end == self.buffer.len() {
            self.buffer.copy_within(self.start..self.end, 0);
            self.base += self.start as u64;
            self.end -= self.start;
            self.start = 0;
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        loop {
            match self.source.read(room) {
                Ok(0) => {
                    self.at_end = true;
                    return Ok(false);
                }
                Ok(count) => {
                    self.end += count.min(room.len());
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(X12ErrorKind::Io(error)),
            }
        }
    }
}
