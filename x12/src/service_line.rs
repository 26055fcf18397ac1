//! One service of a claim: the `SVC` segment and what follows it.

use domain::Money;
use time::Date;

use crate::{Adjustment, Procedure, Segment, X12Error};

/// What the insurer decided about one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// The number of its `SVC` segment in the file.
    pub segment: u64,
    /// What was adjudicated (`SVC01`).
    pub procedure: Procedure,
    /// What was billed, if the insurer changed it (`SVC06`).
    pub submitted: Option<Procedure>,
    /// Revenue code (`SVC04`), on hospital claims.
    pub revenue_code: Option<String>,
    /// What was billed (`SVC02`); zero where the insurer left it out.
    pub charge: Money,
    /// What the insurer paid (`SVC03`); zero where the insurer left it out.
    pub paid: Money,
    /// Units paid (`SVC05`), as written; the guide reads an empty one as 1.
    pub units: Option<String>,
    /// Units billed, if they differ (`SVC07`), as written.
    pub submitted_units: Option<String>,
    /// First day of service (`DTM*472` or `DTM*150`).
    pub from: Option<Date>,
    /// Last day of service (`DTM*472` or `DTM*151`).
    pub to: Option<Date>,
    /// What was taken off this line (`CAS`).
    pub adjustments: Vec<Adjustment>,
    /// The practice's own number for the line (`REF*6R`).
    pub control_number: Option<String>,
    /// What the insurer allows for it (`AMT*B6`).
    pub allowed: Option<Money>,
    /// Remark codes (`LQ*HE`).
    pub remarks: Vec<String>,
}

/// The qualifiers that may begin `SVC01` (X12 code list 235, as the guide has it).
const QUALIFIERS: [&str; 10] = ["AD", "ER", "HC", "HP", "IV", "N4", "N6", "NU", "UI", "WK"];

impl ServiceLine {
    /// Begins at an `SVC` segment.
    ///
    /// # Errors
    /// `SVC02` or `SVC03` that is filled and no amount.
    pub(crate) fn read(segment: &Segment<'_>) -> Result<Self, X12Error> {
        let shift = shift(segment);
        let mut parts = segment.composite(1);
        if shift > 0 {
            parts.extend(segment.composite(2));
        }
        let submitted = Procedure::from_parts(segment.composite(6 + shift));
        Ok(Self {
            segment: segment.number(),
            procedure: Procedure::from_parts(parts),
            submitted: (submitted != Procedure::default()).then_some(submitted),
            revenue_code: segment.owned(4 + shift),
            charge: segment.money(2 + shift)?.unwrap_or_default(),
            paid: segment.money(3 + shift)?.unwrap_or_default(),
            units: segment.owned(5 + shift),
            submitted_units: segment.owned(7 + shift),
            from: None,
            to: None,
            adjustments: Vec::new(),
            control_number: None,
            allowed: None,
            remarks: Vec::new(),
        })
    }

    /// A segment after the `SVC`.
    pub(crate) fn take(&mut self, segment: &Segment<'_>) -> Result<(), X12Error> {
        match (segment.id(), segment.text(1).as_ref()) {
            ("CAS", _) => Adjustment::read(segment, &mut self.adjustments)?,
            ("DTM", "472") => {
                self.from = segment.date(2);
                self.to = self.from;
            }
            ("DTM", "150") => self.from = segment.date(2),
            ("DTM", "151") => self.to = segment.date(2),
            ("REF", "6R") => self.control_number = segment.owned(2),
            ("AMT", "B6") => self.allowed = segment.money(2)?,
            ("LQ", "HE") => self.remarks.extend(segment.owned(2)),
            _ => {}
        }
        Ok(())
    }

    /// The sum of this line's adjustments.
    #[must_use]
    pub fn adjusted(&self) -> Money {
        self.adjustments.iter().map(|adjustment| adjustment.amount).sum()
    }
}

/// 1 where the insurer wrote an element separator inside `SVC01`
/// (`SVC*HC*99213*150*80`), so that all that follows stands one place further.
///
/// That is only believed of a bare qualifier that is followed by a code and two
/// amounts, the second of which is no revenue code.
fn shift(segment: &Segment<'_>) -> usize {
    let is_amount = |nth| matches!(segment.money(nth), Ok(Some(_)));
    let paid = segment.text(4);
    let is_revenue_code = paid.len() == 4 && paid.bytes().all(|b| b.is_ascii_digit());
    let shifted = QUALIFIERS.contains(&segment.text(1).as_ref())
        && !segment.text(2).is_empty()
        && is_amount(3)
        && is_amount(4)
        && !is_revenue_code;
    usize::from(shifted)
}
