//! The files a practice's system and insurers would send. Nobody in them is real.

use std::fmt::Write as _;

use time::Date;

const COLUMNS: &str = "patient_number,first_name,last_name,birth_date,account_number,zip,email,visit_number,\
                       service_date,insurance,insurance2,charge_line,code,description,amount\n";

/// One charge line of an export.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The account, from one on; its one patient has the same number.
    pub account: usize,
    /// The visit's number.
    pub visit: &'a str,
    /// Date of service.
    pub on: Date,
    /// Insurers in the order in which they pay, at most two.
    pub insurers: &'a [&'static str],
    /// Number of the line.
    pub line: usize,
    /// The charge in cents.
    pub cents: i64,
}

/// Cents as files write them.
#[must_use]
pub fn dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// The accounts alone, before any visit.
#[must_use]
pub fn people(accounts: usize) -> String {
    let mut text = "patient_number,first_name,last_name,birth_date,account_number,zip,email\n".to_owned();
    for account in 1..=accounts {
        let _infallible = writeln!(text, "{}", person(account));
    }
    text
}

fn person(account: usize) -> String {
    format!("P{account},Wren,Abernethy,1980-02-03,A{account},45401,wren{account}@example.com")
}

/// An export of charges.
#[must_use]
pub fn export(rows: &[Row<'_>]) -> String {
    let mut text = COLUMNS.to_owned();
    for Row { account, visit, on, insurers, line, cents } in rows {
        let [first, second] = [0, 1].map(|at| insurers.get(at).copied().unwrap_or_default());
        let (person, amount) = (person(*account), dollars(*cents));
        let _infallible = writeln!(text, "{person},{visit},{on},{first},{second},{line},99213,Care,{amount}");
    }
    text
}

/// One claim of a remittance, with one service line that covers the whole visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// The visit's number.
    pub visit: String,
    /// The payer's number of the claim.
    pub number: String,
    /// `CLP02`: 1 first payer, 2 second, 4 denied, 22 reversal.
    pub status: u8,
    /// Charged, in cents.
    pub charged: i64,
    /// Paid, in cents.
    pub paid: i64,
    /// Left to the patient, in cents.
    pub patient: i64,
    /// Settled by an earlier payer (`OA-23`), in cents.
    pub prior: i64,
    /// Refused (`CO-29`), in cents.
    pub denied: i64,
}

impl Claim {
    /// The same with the other sign: what a reversal says.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            status: 22,
            charged: -self.charged,
            paid: -self.paid,
            patient: -self.patient,
            prior: -self.prior,
            denied: -self.denied,
            ..self.clone()
        }
    }

    fn segments(&self) -> Vec<String> {
        let contract = self.charged - self.paid - self.patient - self.prior - self.denied;
        let mut segments = vec![
            format!(
                "CLP*{}*{}*{}*{}*{}*12*{}",
                self.visit,
                self.status,
                dollars(self.charged),
                dollars(self.paid),
                dollars(self.patient),
                self.number
            ),
            format!("SVC*HC:99213*{}*{}", dollars(self.charged), dollars(self.paid)),
        ];
        for (reason, cents) in
            [("CO*45", contract), ("OA*23", self.prior), ("CO*29", self.denied), ("PR*3", self.patient)]
        {
            if cents != 0 {
                segments.push(format!("CAS*{reason}*{}", dollars(cents)));
            }
        }
        segments
    }
}

/// A remittance of one payment.
#[must_use]
pub fn remittance(payer: &str, trace: &str, on: Date, claims: &[Claim]) -> String {
    let paid: i64 = claims.iter().map(|claim| claim.paid).sum();
    let sign = if paid < 0 { "D" } else { "C" };
    let originator: u64 = payer.bytes().map(u64::from).sum();
    let day = format!("{}{:02}{:02}", on.year(), u8::from(on.month()), on.day());
    let body: Vec<String> = claims.iter().flat_map(Claim::segments).collect();
    let count = body.len() + 6;
    format!(
        "ST*835*1~BPR*I*{}*{sign}*CHK************{day}~TRN*1*{trace}*1{originator:09}~N1*PR*{payer}~LX*1~{}~SE*{count}*1~",
        dollars(paid.abs()),
        body.join("~")
    )
}
