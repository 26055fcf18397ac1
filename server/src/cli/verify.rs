//! `openbalance verify`

use std::process::ExitCode;

use billing::ledger::verify::{verify, verify_gateway};
use domain::Money;

use super::{CliError, open};
use crate::config::Config;
use crate::web::gateway_of;

pub async fn run(config: &Config, json: bool, gateway: bool) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let mut verdict = verify(&db, &door).await?;
    if gateway {
        let stripe = gateway_of(config)?.ok_or_else(|| {
            CliError::Said("OPENBALANCE_STRIPE_SECRET_KEY is not set, so Stripe cannot be asked".to_owned())
        })?;
        verify_gateway(&db, &door, &stripe, &mut verdict).await?;
    }
    db.close().await;
    if json {
        println!("{}", serde_json::to_string(&verdict)?);
    } else {
        println!(
            "{} transactions, {} entries, {} accounts",
            verdict.transactions, verdict.entries, verdict.accounts
        );
        println!("due from patients: ${}", Money::from_cents(verdict.patient_receivable_cents));
        println!("due from insurers: ${}", Money::from_cents(verdict.insurance_receivable_cents));
        for (practice, number, seal) in &verdict.audit {
            println!("audit of {practice}: {number} events, sealed {seal}");
        }
        for violation in &verdict.violations {
            println!("violation: {violation}");
        }
        println!("{}", if verdict.ok { "the books are right" } else { "the books are NOT right" });
    }
    Ok(if verdict.ok { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
