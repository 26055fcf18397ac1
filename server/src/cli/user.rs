//! `openbalance user add` and `openbalance practice add`

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use billing::accounts::{self, Practice};
use billing::identity::{self, Grant};
use domain::PracticeId;

use super::{CliError, find_practice, open};
use crate::config::Config;

pub async fn add(config: &Config, email: &str, name: &str, practice: Option<&str>) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let practice = find_practice(&db, practice).await?;
    if io::stdin().is_terminal() {
        eprintln!("Password for {email} (it will be visible; or pipe it in):");
    }
    let mut password = String::new();
    io::stdin().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    identity::add_user(&db, &door, email, name, "en", password, &[Grant::Staff(practice.id)]).await?;
    db.close().await;
    println!("{email} can sign in at {}/staff/sign-in", config.public_url);
    Ok(ExitCode::SUCCESS)
}

pub async fn add_practice(
    config: &Config,
    slug: &str,
    name: String,
    phone: Option<String>,
    email: Option<String>,
    hours: Option<String>,
    time_zone: String,
) -> Result<ExitCode, CliError> {
    let plain = !slug.is_empty() && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain {
        return Err(CliError::Said("the short name has lower case letters, digits and hyphens only".to_owned()));
    }
    if !billing::door::is_zone(&time_zone) {
        return Err(CliError::Said(format!("{time_zone:?} is not a time zone like America/New_York")));
    }
    let (db, door) = open(config).await?;
    let practice =
        Practice { id: PracticeId(door.id()), slug: slug.to_owned(), name, phone, email, hours, time_zone };
    let mut tx = db.begin().await?;
    match accounts::add_practice_in(&mut tx, &door, &practice).await {
        Ok(()) => tx.commit().await?,
        Err(error) if billing::db::is_duplicate(&error) => {
            return Err(CliError::Said(format!("there is a practice {slug} already")));
        }
        Err(error) => return Err(error.into()),
    }
    db.close().await;
    println!("{slug} is there");
    Ok(ExitCode::SUCCESS)
}
