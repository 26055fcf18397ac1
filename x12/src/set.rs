//! One transaction set, from its `ST` to its `SE`.

use sha2::{Digest, Sha256};

use crate::claim_builder::ClaimBuilder;
use crate::envelope::{check_control, check_count};
use crate::error::{X12ErrorKind, shown};
use crate::header_builder::HeaderBuilder;
use crate::{Event, Limits, ProviderAdjustment, Segment, SetTotals, X12Error, canonical};

/// What came of one segment.
pub(crate) enum Step {
    /// Nothing yet.
    More,
    /// The segment completed what came before it, and must be given again.
    Before(Event),
    /// The segment was an event of its own.
    Event(Event),
    /// It closed the set.
    End(Box<SetTotals>),
}

pub(crate) struct TransactionSet {
    opened: u64,
    header: Option<HeaderBuilder>,
    claim: Option<ClaimBuilder>,
    totals: SetTotals,
    digest: Sha256,
    /// The current segment in canonical form.
    scratch: Vec<u8>,
    segments: u64,
    /// Segments in a row outside of any claim.
    loose: usize,
    provider_segments: usize,
}

impl TransactionSet {
    /// Begins at an `ST` segment.
    ///
    /// # Errors
    /// A set that is no 835.
    pub(crate) fn open(st: &Segment<'_>, test: bool) -> Result<Self, X12Error> {
        let kind = st.text(1);
        if kind != "835" {
            return Err(st.error(X12ErrorKind::NotARemittance(shown(&kind))));
        }
        let Some(control_number) = st.owned(2) else {
            return Err(st.error(X12ErrorKind::Missing(st.name_of(2))));
        };
        Ok(Self {
            opened: st.number(),
            header: Some(HeaderBuilder::new(st, test)),
            claim: None,
            totals: SetTotals { control_number, ..SetTotals::empty() },
            digest: Sha256::new(),
            scratch: Vec::new(),
            segments: 1,
            loose: 0,
            provider_segments: 0,
        })
    }

    /// The number of the `ST` segment.
    pub(crate) fn opened(&self) -> u64 {
        self.opened
    }

    pub(crate) fn take(&mut self, segment: &Segment<'_>) -> Result<Step, X12Error> {
        let id = segment.id();
        if matches!(id, "ISA" | "IEA" | "GS" | "GE" | "ST") {
            return Err(segment.error(X12ErrorKind::Truncated { missing: "SE", opened: self.opened }));
        }
        if ClaimBuilder::is_ended_by(id) {
            if let Some(header) = self.header.take() {
                let header = header.finish(segment)?;
                self.totals.payment = header.net_payment();
                return Ok(Step::Before(Event::SetStart(Box::new(header))));
            }
            if let Some(claim) = self.claim.take() {
                let claim = claim.finish();
                self.totals.add_claim(&claim);
                return Ok(Step::Before(Event::Claim(Box::new(claim))));
            }
        }
        self.segments += 1;
        if id == "SE" {
            return self.close(segment).map(Step::End);
        }
        self.scratch.clear();
        canonical::write(segment, &mut self.scratch);
        self.digest.update(&self.scratch);
        self.consume(segment)
    }

    fn consume(&mut self, segment: &Segment<'_>) -> Result<Step, X12Error> {
        match segment.id() {
            "CLP" => {
                self.loose = 0;
                self.claim = Some(ClaimBuilder::new(segment, &self.scratch)?);
            }
            "PLB" => {
                self.provider_segments += 1;
                guard(
                    segment,
                    self.provider_segments,
                    Limits::PROVIDER_SEGMENTS,
                    "PLB segments in one payment",
                )?;
                let adjustments = ProviderAdjustment::read(segment)?;
                self.totals.add_provider(&adjustments);
                return Ok(Step::Event(Event::ProviderAdjustments(adjustments)));
            }
            _ => self.detail(segment)?,
        }
        Ok(Step::More)
    }

    /// A segment of the open claim, of the head, or of the space between claims.
    fn detail(&mut self, segment: &Segment<'_>) -> Result<(), X12Error> {
        if let Some(claim) = &mut self.claim {
            return claim.take(segment, &self.scratch);
        }
        self.loose += 1;
        if let Some(header) = &mut self.header {
            guard(segment, self.loose, Limits::HEADER_SEGMENTS, "segments before the first claim")?;
            return header.take(segment);
        }
        guard(segment, self.loose, Limits::LOOSE_SEGMENTS, "segments in a row outside of a claim")?;
        match segment.id() {
            "LX" | "TS2" | "TS3" => Ok(()),
            found => Err(segment.error(X12ErrorKind::Unexpected {
                found: found.to_owned(),
                expected: "a claim (CLP), a provider adjustment (PLB) or the set's end (SE)",
            })),
        }
    }

    fn close(&mut self, segment: &Segment<'_>) -> Result<Box<SetTotals>, X12Error> {
        check_control(segment, "SE02", &self.totals.control_number)?;
        let mut totals = std::mem::replace(&mut self.totals, SetTotals::empty());
        totals.segment = segment.number();
        totals.note = check_count(segment, "SE01", self.segments);
        totals.digest = self.digest.finalize_reset().into();
        Ok(Box::new(totals))
    }
}

fn guard(segment: &Segment<'_>, count: usize, limit: usize, what: &'static str) -> Result<(), X12Error> {
    if count > limit {
        return Err(segment.error(X12ErrorKind::TooMany { what, limit }));
    }
    Ok(())
}
