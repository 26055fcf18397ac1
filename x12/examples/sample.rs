//! Writes an invented remittance and the practice export that belongs to it, for benches:
//! `cargo run --release -p x12 --example sample -- FOLDER CLAIMS`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use domain::Money;
use x12::{Sample, SampleClaim};

const SEED: u64 = 20_261_124;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    let claims = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let folder = Path::new(&folder);

    let mut remittance = BufWriter::new(File::create(folder.join("remittance.835"))?);
    let totals = Sample::new(SEED, claims).write(&mut remittance)?;
    remittance.flush()?;

    let mut export = BufWriter::new(File::create(folder.join("export.csv"))?);
    writeln!(
        export,
        "patient_number,first_name,last_name,birth_date,zip,visit_number,service_date,insurance,\
         charge_line,code,description,amount"
    )?;
    for number in 1..=claims {
        let claim = SampleClaim::new(SEED, number);
        // Ten visits a patient.
        let patient = number / 10;
        let (year, rest) = claim.date.split_at(4);
        let (month, day) = rest.split_at(2);
        for (line, position) in claim.lines.iter().zip(1..) {
            writeln!(
                export,
                "P{patient:07},Pat,Sample,1980-01-01,04101,{},{year}-{month}-{day},Sample Health,{position},{},Sample service,{}",
                claim.control_number,
                line.code,
                Money::from_cents(line.charge)
            )?;
        }
    }
    export.flush()?;
    println!(
        "{} claims, {} lines, billed {}, paid {}",
        totals.claims, totals.lines, totals.billed, totals.paid
    );
    Ok(())
}
