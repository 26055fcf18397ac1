//! `openbalance user add`

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use billing::identity::{self, Grant};
use domain::access::Role;

use super::{CliError, find_practice, open};
use crate::config::Config;

pub async fn add(
    config: &Config,
    email: &str,
    name: &str,
    practice: Option<&str>,
    role: Role,
) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let practice = find_practice(&db, &door, practice).await?;
    if io::stdin().is_terminal() {
        eprintln!("Password for {email} (it will be visible; or pipe it in):");
    }
    let mut password = String::new();
    io::stdin().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    identity::add_user(&db, &door, email, name, "en", password, &[Grant::Staff(practice.id, role)]).await?;
    db.close().await;
    println!("{email} can sign in at {}/staff/sign-in", config.public_url);
    Ok(ExitCode::SUCCESS)
}
