//! Gathers one claim, segment by segment.

use domain::Money;

use crate::error::X12ErrorKind;
use crate::{Adjustment, Claim, ClaimStatus, Limits, Party, Person, Segment, ServiceLine, X12Error};

#[derive(Debug)]
pub(crate) struct ClaimBuilder {
    claim: Claim,
    segments: usize,
}

impl ClaimBuilder {
    /// Begins at a `CLP` segment, with its canonical form.
    pub(crate) fn new(clp: &Segment<'_>, canonical: &[u8]) -> Result<Self, X12Error> {
        if clp.id() != "CLP" {
            return Err(
                clp.error(X12ErrorKind::Unexpected { found: clp.id().to_owned(), expected: "a claim (CLP)" })
            );
        }
        let status = clp.text(2);
        if status.is_empty() {
            return Err(clp.error(X12ErrorKind::Missing(clp.name_of(2))));
        }
        let mut claim = Claim {
            segment: clp.number(),
            patient_control_number: clp.text(1).into_owned(),
            status: ClaimStatus::from_code(&status),
            charge: clp.required_money(3)?,
            paid: clp.required_money(4)?,
            patient_responsibility: clp.money(5)?.unwrap_or(Money::ZERO),
            filing_indicator: clp.owned(6),
            payer_control_number: clp.owned(7),
            facility_type: clp.owned(8),
            frequency: clp.owned(9),
            adjustments: Vec::new(),
            remarks: Vec::new(),
            patient: Person::default(),
            insured: None,
            corrected_insured: None,
            rendering: None,
            crossover_carrier: None,
            corrected_payer: None,
            original_reference: None,
            from: None,
            to: None,
            received: None,
            covered: None,
            lines: Vec::new(),
            canonical: Vec::with_capacity(512),
        };
        claim.canonical.extend_from_slice(canonical);
        Ok(Self { claim, segments: 1 })
    }

    /// True for the segments that belong to no claim, or to the next.
    pub(crate) fn is_ended_by(id: &str) -> bool {
        matches!(id, "CLP" | "LX" | "TS2" | "TS3" | "PLB" | "SE" | "ST" | "GS" | "GE" | "ISA" | "IEA")
    }

    /// A segment after the `CLP`, with its canonical form.
    pub(crate) fn take(&mut self, segment: &Segment<'_>, canonical: &[u8]) -> Result<(), X12Error> {
        self.segments += 1;
        self.claim.canonical.extend_from_slice(canonical);
        self.guard(segment)?;
        if segment.id() == "SVC" {
            self.claim.lines.push(ServiceLine::read(segment)?);
            return Ok(());
        }
        match self.claim.lines.last_mut() {
            Some(line) => line.take(segment),
            None => self.take_for_claim(segment),
        }
    }

    pub(crate) fn finish(self) -> Claim {
        self.claim
    }

    fn guard(&self, segment: &Segment<'_>) -> Result<(), X12Error> {
        let too_many = |what, limit| Err(segment.error(X12ErrorKind::TooMany { what, limit }));
        if self.segments > Limits::CLAIM_SEGMENTS {
            too_many("segments in one claim", Limits::CLAIM_SEGMENTS)
        } else if self.claim.canonical.len() > Limits::CLAIM_BYTES {
            too_many("bytes in one claim", Limits::CLAIM_BYTES)
        } else if segment.id() == "SVC" && self.claim.lines.len() >= Limits::CLAIM_LINES {
            too_many("service lines in one claim", Limits::CLAIM_LINES)
        } else {
            Ok(())
        }
    }

    fn take_for_claim(&mut self, segment: &Segment<'_>) -> Result<(), X12Error> {
        let claim = &mut self.claim;
        match (segment.id(), segment.text(1).as_ref()) {
            ("CAS", _) => Adjustment::read(segment, &mut claim.adjustments)?,
            ("NM1", "QC") => claim.patient = Person::read(segment),
            ("NM1", "IL") => claim.insured = Some(Person::read(segment)),
            ("NM1", "74") => claim.corrected_insured = Some(Person::read(segment)),
            ("NM1", "82") => claim.rendering = Some(Party::read(segment)),
            ("NM1", "TT") => claim.crossover_carrier = Some(Party::read(segment)),
            ("NM1", "PR") => claim.corrected_payer = Some(Party::read(segment)),
            ("REF", "F8") => claim.original_reference = segment.owned(2),
            ("DTM", "232") => claim.from = segment.date(2),
            ("DTM", "233") => claim.to = segment.date(2),
            ("DTM", "050") => claim.received = segment.date(2),
            ("AMT", "AU") => claim.covered = segment.money(2)?,
            // Inpatient remarks stand in 5 and 20 to 23, outpatient in 3 to 7.
            ("MIA", _) => {
                claim.remarks.extend([5, 20, 21, 22, 23].into_iter().filter_map(|nth| segment.owned(nth)))
            }
            ("MOA", _) => claim.remarks.extend((3..=7).filter_map(|nth| segment.owned(nth))),
            _ => {}
        }
        Ok(())
    }
}
