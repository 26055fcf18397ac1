//! A remittance file as a series of events.

use std::io::Read;

use crate::envelope::Envelope;
use crate::error::X12ErrorKind;
use crate::set::{Step, TransactionSet};
use crate::{Claim, CountNote, ProviderAdjustment, RemittanceHeader, Segments, SetTotals, X12Error};

/// What a remittance file says next.
///
/// A file is any number of payments: [`Event::SetStart`], then claims and provider
/// adjustments, then [`Event::SetEnd`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A payment begins.
    SetStart(Box<RemittanceHeader>),
    /// A claim, whole.
    Claim(Box<Claim>),
    /// One `PLB` segment: up to six adjustments of the payment itself.
    ProviderAdjustments(Vec<ProviderAdjustment>),
    /// The payment is complete: only now may it be posted.
    SetEnd(Box<SetTotals>),
}

/// Reads a remittance file event by event, in constant memory.
///
/// After an error the reader stays stopped. What came before the error inside an
/// unfinished payment must not be kept.
pub struct Reader<R> {
    segments: Segments<R>,
    envelope: Envelope,
    set: Option<TransactionSet>,
    /// The current segment has only completed what came before it.
    again: bool,
    failed: bool,
}

impl<R: Read> Reader<R> {
    /// Reads from any source; it need not be buffered.
    pub fn new(source: R) -> Self {
        Self {
            segments: Segments::new(source),
            envelope: Envelope::default(),
            set: None,
            again: false,
            failed: false,
        }
    }

    /// The next event, or nothing at the end of a complete file.
    ///
    /// # Errors
    /// [`X12Error`], which says where and why the file cannot be read further; after
    /// that always [`X12ErrorKind::Stopped`].
    pub fn next_event(&mut self) -> Result<Option<Event>, X12Error> {
        if self.failed {
            return Err(self.error(X12ErrorKind::Stopped));
        }
        let event = self.read();
        self.failed = event.is_err();
        event
    }

    /// Counts in closing segments that turned out wrong (`SE01`, `GE01`, `IEA01`);
    /// the first hundred.
    #[must_use]
    pub fn notes(&self) -> &[CountNote] {
        self.envelope.notes()
    }

    /// How far into the file the reader is, in bytes.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.segments.position()
    }

    fn read(&mut self) -> Result<Option<Event>, X12Error> {
        loop {
            if !self.again && !self.segments.advance()? {
                return self.end();
            }
            self.again = false;
            let segment = self.segments.current();
            let Some(set) = &mut self.set else {
                if self.envelope.take(&segment)? {
                    self.set = Some(TransactionSet::open(&segment, self.envelope.is_test())?);
                }
                continue;
            };
            match set.take(&segment)? {
                Step::More => {}
                Step::Event(event) => return Ok(Some(event)),
                Step::Before(event) => {
                    self.again = true;
                    return Ok(Some(event));
                }
                Step::End(totals) => {
                    self.set = None;
                    if let Some(note) = totals.note {
                        self.envelope.note(note);
                    }
                    return Ok(Some(Event::SetEnd(totals)));
                }
            }
        }
    }

    fn end(&self) -> Result<Option<Event>, X12Error> {
        if let Some(set) = &self.set {
            return Err(self.error(X12ErrorKind::Truncated { missing: "SE", opened: set.opened() }));
        }
        self.envelope.all_closed().map_err(|kind| self.error(kind))?;
        Ok(None)
    }

    fn error(&self, kind: X12ErrorKind) -> X12Error {
        X12Error { segment: self.segments.count(), offset: self.segments.position(), kind }
    }
}
