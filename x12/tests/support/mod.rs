//! What the tests share: samples, whole files in memory, small files by hand.
#![expect(dead_code, reason = "each test binary uses its own part")]
#![expect(clippy::expect_used, reason = "tests")]

use std::path::{Path, PathBuf};

use domain::Money;
use x12::{Claim, CountNote, Event, ProviderAdjustment, Reader, RemittanceHeader, SetTotals, X12Error};

/// One payment, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Payment {
    pub header: RemittanceHeader,
    pub claims: Vec<Claim>,
    pub provider: Vec<ProviderAdjustment>,
    pub totals: SetTotals,
}

impl Payment {
    /// The claim with that patient control number.
    pub fn claim(&self, number: &str) -> &Claim {
        self.claims.iter().find(|claim| claim.patient_control_number == number).expect("the claim is there")
    }
}

/// Reads a file to its end.
pub fn payments(file: &[u8]) -> Result<Vec<Payment>, X12Error> {
    read(file).map(|(payments, _)| payments)
}

/// Reads a file to its end, with the reader's notes.
pub fn read(file: &[u8]) -> Result<(Vec<Payment>, Vec<CountNote>), X12Error> {
    let mut reader = Reader::new(file);
    let mut payments = Vec::new();
    let mut open = None;
    while let Some(event) = reader.next_event()? {
        match event {
            Event::SetStart(header) => open = Some((*header, Vec::new(), Vec::new())),
            Event::Claim(claim) => open.as_mut().expect("a payment is open").1.push(*claim),
            Event::ProviderAdjustments(more) => open.as_mut().expect("a payment is open").2.extend(more),
            Event::SetEnd(totals) => {
                let (header, claims, provider) = open.take().expect("a payment is open");
                payments.push(Payment { header, claims, provider, totals: *totals });
            }
        }
    }
    Ok((payments, reader.notes().to_vec()))
}

/// The only payment of a file that must be readable.
pub fn payment(file: &[u8]) -> Payment {
    let mut all = payments(file).expect("the file is readable");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// One of the project's own samples.
pub fn sample(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/835").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A folder of real samples, where this machine has it.
pub fn real_samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/x12-835");
    folder.is_dir().then_some(folder)
}

/// A bare set with the given segments after its head.
pub fn bare(segments: &[&str]) -> Vec<u8> {
    let count = segments.len() + 5;
    let body: String = segments.iter().map(|segment| format!("{segment}~")).collect();
    format!("ST*835*1~BPR*I*0*C*CHK~TRN*1*77*1900000001~LX*1~{body}SE*{count}*1~").into_bytes()
}

/// The only claim of a bare set with the given segments.
pub fn claim(segments: &[&str]) -> Claim {
    let mut payment = payment(&bare(segments));
    assert_eq!(payment.claims.len(), 1);
    payment.claims.remove(0)
}

/// The sentence with which a bare set with the given segments is refused.
pub fn refusal(segments: &[&str]) -> String {
    refused(&bare(segments))
}

/// The sentence with which a file is refused.
pub fn refused(file: &[u8]) -> String {
    payments(file).expect_err("the file is refused").to_string()
}

/// Dollars as the tests write them.
pub fn usd(text: &str) -> Money {
    Money::parse(text).expect("an amount")
}

/// `CO-45 50.00` for each adjustment.
pub fn shown(adjustments: &[x12::Adjustment]) -> Vec<String> {
    adjustments.iter().map(|a| format!("{}-{} {}", a.group, a.reason, a.amount)).collect()
}
