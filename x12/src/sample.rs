//! Writes invented remittances of any size, for benches, simulations and tests.
//!
//! The same seed gives the same bytes. Each claim follows from the seed and its
//! number alone, so a file of a million claims needs no memory, and a practice's own
//! records of the same visits can be made from [`SampleClaim::new`].

use std::io::{self, Write};

use domain::Money;

use crate::{Adjustment, AdjustmentGroup, GroupTotals};

/// A remittance file to write: balanced, in 005010X221A1, `\n` after each segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Everything follows from it.
    pub seed: u64,
    /// How many claims in the file, numbered from 1.
    pub claims: u32,
    /// How many of them share one payment; the guide advises at most 10 000.
    pub claims_per_set: u32,
}

/// What a sample's claims add up to, known before anything is read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SampleTotals {
    /// Payments.
    pub sets: u32,
    /// Claims.
    pub claims: u64,
    /// Service lines.
    pub lines: u64,
    /// Sum of `CLP03`.
    pub billed: Money,
    /// Sum of `CLP04`.
    pub paid: Money,
    /// Sum of `CLP05`.
    pub patient_responsibility: Money,
    /// Sums of `CAS`.
    pub adjustments: GroupTotals,
}

/// One invented claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleClaim {
    /// Its number in the file, from 1.
    pub number: u32,
    /// The practice's number for the visit: `V00000001`.
    pub control_number: String,
    /// The invented patient's family name.
    pub last: &'static str,
    /// The invented patient's given name.
    pub first: &'static str,
    /// Day of service, `CCYYMMDD`.
    pub date: String,
    /// True when the insurer denies it as incomplete (`CO-16`).
    pub denied: bool,
    /// Its services, one to four.
    pub lines: Vec<SampleLine>,
}

/// One service of an invented claim, in whole cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SampleLine {
    /// CPT code.
    pub code: &'static str,
    /// Billed.
    pub charge: i64,
    /// The insurer's discount (`CO-45`), or the whole charge when denied (`CO-16`).
    pub contractual: i64,
    /// Deductible (`PR-1`).
    pub deductible: i64,
    /// Coinsurance (`PR-2`).
    pub coinsurance: i64,
    /// Co-pay (`PR-3`).
    pub copay: i64,
}

const LAST: [&str; 8] = ["FENWICK", "QUILLEN", "MARCHETTI", "OKONJO", "YARROW", "SEDGE", "BRACKEN", "LINNET"];
const FIRST: [&str; 8] = ["ODETTE", "TOBIAS", "SELA", "WREN", "PIM", "NOVA", "HALE", "OPAL"];
const CODES: [&str; 6] = ["99213", "99214", "93000", "36415", "80053", "20610"];

impl Sample {
    /// A file with up to a thousand claims a payment.
    #[must_use]
    pub fn new(seed: u64, claims: u32) -> Self {
        Self { seed, claims, claims_per_set: 1_000 }
    }

    /// Writes the file. Wrap a file in a `BufWriter`: this writes many small pieces.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn write<W: Write>(&self, out: &mut W) -> io::Result<SampleTotals> {
        let mut totals = SampleTotals::default();
        writeln!(
            out,
            "ISA*00*          *00*          *ZZ*LARKSPURHLTH   *ZZ*WILLOWFP       \
             *260115*0815*^*00501*000000001*0*P*:~"
        )?;
        writeln!(out, "GS*HP*LARKSPURHLTH*WILLOWFP*20260115*0815*1*X*005010X221A1~")?;
        let mut first = 1;
        while first <= self.claims {
            let last = self.claims.min(first.saturating_add(self.claims_per_set.max(1) - 1));
            totals.sets += 1;
            self.write_set(out, &mut totals, first, last)?;
            let Some(next) = last.checked_add(1) else {
                break;
            };
            first = next;
        }
        writeln!(out, "GE*{}*1~", totals.sets)?;
        writeln!(out, "IEA*1*000000001~")?;
        Ok(totals)
    }

    fn write_set<W: Write>(
        &self,
        out: &mut W,
        totals: &mut SampleTotals,
        first: u32,
        last: u32,
    ) -> io::Result<()> {
        let set = totals.sets;
        let claims = || (first..=last).map(|number| SampleClaim::new(self.seed, number));
        let paid: Money = claims().map(|claim| claim.paid()).sum();
        writeln!(out, "ST*835*{set:04}~")?;
        writeln!(
            out,
            "BPR*I*{paid}*C*ACH*CCP*01*999999992*DA*5550001*1900000001**01*999999992*DA*7770002*20260116~"
        )?;
        writeln!(out, "TRN*1*LK{:08}{set:06}*1900000001~", self.seed % 100_000_000)?;
        writeln!(out, "DTM*405*20260115~\nN1*PR*LARKSPUR HEALTH PLAN*XV*LKS01~")?;
        writeln!(out, "N1*PE*WILLOW FAMILY PRACTICE*XX*1234567893~\nLX*1~")?;
        let mut segments = 7;
        for claim in claims() {
            segments += claim.write(out)?;
            totals.add(&claim);
        }
        writeln!(out, "SE*{}*{set:04}~", segments + 1)
    }
}

impl SampleClaim {
    /// The claim of that number in the file of that seed.
    #[must_use]
    pub fn new(seed: u64, number: u32) -> Self {
        let mut dice = Dice(seed ^ (u64::from(number) << 20));
        let denied = dice.below(20) == 0;
        let lines = (0..=dice.below(4)).map(|_| SampleLine::new(&mut dice, denied)).collect();
        Self {
            number,
            control_number: format!("V{number:08}"),
            last: dice.pick(&LAST),
            first: dice.pick(&FIRST),
            date: format!("2025{:02}{:02}", 1 + dice.below(12), 1 + dice.below(28)),
            denied,
            lines,
        }
    }

    /// What the insurer pays on it.
    #[must_use]
    pub fn paid(&self) -> Money {
        Money::from_cents(self.lines.iter().map(SampleLine::paid).sum())
    }

    /// What is billed.
    #[must_use]
    pub fn charge(&self) -> Money {
        Money::from_cents(self.lines.iter().map(|line| line.charge).sum())
    }

    /// What is the patient's.
    #[must_use]
    pub fn patient_responsibility(&self) -> Money {
        Money::from_cents(self.lines.iter().map(SampleLine::patient).sum())
    }

    fn write<W: Write>(&self, out: &mut W) -> io::Result<u64> {
        let Self { number, control_number, last, first, date, denied, .. } = self;
        let status = if *denied { 4 } else { 1 };
        let (charge, paid, patient) = (self.charge(), self.paid(), self.patient_responsibility());
        writeln!(out, "CLP*{control_number}*{status}*{charge}*{paid}*{patient}*12*LK{number:010}*11*1~")?;
        writeln!(out, "NM1*QC*1*{last}*{first}****MI*LKM{number:08}~\nDTM*232*{date}~")?;
        let mut segments = 3;
        for (line, nth) in self.lines.iter().zip(1..) {
            let (charge, paid) = (Money::from_cents(line.charge), Money::from_cents(line.paid()));
            writeln!(out, "SVC*HC:{}*{charge}*{paid}**1~\nDTM*472*{date}~", line.code)?;
            segments += 2;
            for (group, reason, cents) in line.adjustments(*denied) {
                writeln!(out, "CAS*{group}*{reason}*{}~", Money::from_cents(cents))?;
                segments += 1;
            }
            writeln!(out, "REF*6R*{number}-{nth}~")?;
            segments += 1;
            if *denied {
                writeln!(out, "LQ*HE*N290~")?;
            } else {
                writeln!(out, "AMT*B6*{}~", Money::from_cents(line.charge - line.contractual))?;
            }
            segments += 1;
        }
        Ok(segments)
    }
}

impl SampleLine {
    fn new(dice: &mut Dice, denied: bool) -> Self {
        let code = dice.pick(&CODES);
        let charge = 2_000 + i64::from(dice.below(40_000));
        if denied {
            return Self { code, charge, contractual: charge, ..Self::default() };
        }
        let contractual = charge * i64::from(dice.below(50)) / 100;
        let mut left = charge - contractual;
        let mut share = |chance: u32, percent: i64| {
            let cents = if dice.below(100) < chance { left * percent / 100 } else { 0 };
            left -= cents;
            cents
        };
        let (deductible, coinsurance, copay) = (share(25, 60), share(50, 20), share(30, 15));
        Self { code, charge, contractual, deductible, coinsurance, copay }
    }

    /// The patient's part, in cents.
    #[must_use]
    pub fn patient(&self) -> i64 {
        self.deductible + self.coinsurance + self.copay
    }

    /// The insurer's part, in cents.
    #[must_use]
    pub fn paid(&self) -> i64 {
        self.charge - self.contractual - self.patient()
    }

    /// Its adjustments that are not zero: group, reason, cents.
    fn adjustments(&self, denied: bool) -> impl Iterator<Item = (AdjustmentGroup, &'static str, i64)> {
        let contract = if denied { "16" } else { "45" };
        [
            (AdjustmentGroup::ContractualObligation, contract, self.contractual),
            (AdjustmentGroup::PatientResponsibility, "1", self.deductible),
            (AdjustmentGroup::PatientResponsibility, "2", self.coinsurance),
            (AdjustmentGroup::PatientResponsibility, "3", self.copay),
        ]
        .into_iter()
        .filter(|(_, _, cents)| *cents != 0)
    }
}

impl SampleTotals {
    fn add(&mut self, claim: &SampleClaim) {
        self.claims += 1;
        self.lines += claim.lines.len() as u64;
        self.billed += claim.charge();
        self.paid += claim.paid();
        self.patient_responsibility += claim.patient_responsibility();
        for (group, reason, cents) in claim.lines.iter().flat_map(|line| line.adjustments(claim.denied)) {
            let (reason, amount) = (reason.to_owned(), Money::from_cents(cents));
            self.adjustments.add(&Adjustment { group, reason, amount, quantity: None });
        }
    }
}

/// `SplitMix64` (Steele, Lea and Flood, 2014): small, seedable, good enough for samples.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 and less than `bound`.
    fn below(&mut self, bound: u32) -> u32 {
        (self.next() >> 32) as u32 % bound.max(1)
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        let at = self.below(u32::try_from(from.len()).unwrap_or(1)) as usize;
        from.get(at).copied().unwrap_or_default()
    }
}
