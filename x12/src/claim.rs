//! One claim of a remittance: the `CLP` segment and everything under it.

use std::fmt;

use domain::Money;
use sha2::{Digest, Sha256};
use time::Date;

use crate::claim_builder::ClaimBuilder;
use crate::error::X12ErrorKind;
use crate::{Adjustment, ClaimStatus, Delimiters, Party, Person, Segments, ServiceLine, X12Error, canonical};

/// What the insurer decided about one claim.
///
/// `Debug` shows where it stands and its status, and nothing of the patient.
#[derive(Clone, PartialEq, Eq)]
pub struct Claim {
    /// The number of its `CLP` segment in the file.
    pub segment: u64,
    /// The practice's own number for the visit or account (`CLP01`); empty or `0`
    /// where the insurer lost it.
    pub patient_control_number: String,
    /// The outcome (`CLP02`).
    pub status: ClaimStatus,
    /// What was billed (`CLP03`); negative on a reversal.
    pub charge: Money,
    /// What the insurer pays (`CLP04`); negative on a reversal.
    pub paid: Money,
    /// What the insurer says is the patient's (`CLP05`); zero where it is left out.
    pub patient_responsibility: Money,
    /// The kind of plan (`CLP06`): `MB` Medicare part B, `12` PPO and so on.
    pub filing_indicator: Option<String>,
    /// The insurer's own number for the claim (`CLP07`).
    pub payer_control_number: Option<String>,
    /// Place of service or facility type (`CLP08`).
    pub facility_type: Option<String>,
    /// Claim frequency (`CLP09`): `1` original, `7` replacement, `8` void.
    pub frequency: Option<String>,
    /// What was taken off the claim as a whole; lines have their own.
    pub adjustments: Vec<Adjustment>,
    /// Remark codes of the claim (`MIA`, `MOA`).
    pub remarks: Vec<String>,
    /// The patient (`NM1*QC`).
    pub patient: Person,
    /// The insured, where it is someone else (`NM1*IL`).
    pub insured: Option<Person>,
    /// The insurer's corrections to the insured's name or number (`NM1*74`); only
    /// what changed is filled.
    pub corrected_insured: Option<Person>,
    /// Who rendered the service (`NM1*82`).
    pub rendering: Option<Party>,
    /// The next insurer, to which the claim was forwarded (`NM1*TT`).
    pub crossover_carrier: Option<Party>,
    /// The insurer that should have had the claim (`NM1*PR`).
    pub corrected_payer: Option<Party>,
    /// The insurer's number of the claim that this one replaces (`REF*F8`).
    pub original_reference: Option<String>,
    /// First day of the claim (`DTM*232`).
    pub from: Option<Date>,
    /// Last day of the claim (`DTM*233`).
    pub to: Option<Date>,
    /// When the insurer received it (`DTM*050`).
    pub received: Option<Date>,
    /// What the plan covers of the claim (`AMT*AU`).
    pub covered: Option<Money>,
    /// Its services, in order.
    pub lines: Vec<ServiceLine>,
    pub(crate) canonical: Vec<u8>,
}

impl Claim {
    /// Every adjustment, of the claim and then of each line.
    pub fn all_adjustments(&self) -> impl Iterator<Item = &Adjustment> {
        self.adjustments.iter().chain(self.lines.iter().flat_map(|line| &line.adjustments))
    }

    /// The claim's segments in one form, whatever the file's separators, line
    /// breaks and padding: keep it to read the claim again with
    /// [`Claim::from_canonical`].
    ///
    /// UTF-8, no zero bytes. It holds the patient's data.
    #[must_use]
    pub fn canonical(&self) -> &[u8] {
        &self.canonical
    }

    /// SHA-256 of [`Claim::canonical`]: equal for the same claim in another file.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(&self.canonical).into()
    }

    /// Reads back what [`Claim::canonical`] gave; `segment` is the claim's number in
    /// its file, or 1 if that does not matter.
    ///
    /// # Errors
    /// [`X12Error`] when the bytes are not one whole claim.
    pub fn from_canonical(bytes: &[u8], segment: u64) -> Result<Self, X12Error> {
        let mut segments = Segments::divided_by(bytes, Delimiters::CANONICAL, segment.saturating_sub(1));
        if !segments.advance()? {
            return Err(X12Error { segment, offset: 0, kind: X12ErrorKind::Empty });
        }
        let mut form = Vec::new();
        canonical::write(&segments.current(), &mut form);
        let mut builder = ClaimBuilder::new(&segments.current(), &form)?;
        while segments.advance()? {
            let segment = segments.current();
            if ClaimBuilder::is_ended_by(segment.id()) {
                return Err(segment.error(X12ErrorKind::Unexpected {
                    found: segment.id().to_owned(),
                    expected: "a segment of the same claim",
                }));
            }
            form.clear();
            canonical::write(&segment, &mut form);
            builder.take(&segment, &form)?;
        }
        Ok(builder.finish())
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("segment", &self.segment)
            .field("status", &self.status)
            .field("lines", &self.lines.len())
            .finish_non_exhaustive()
    }
}
