//! `openbalance practice add` and `openbalance practice set`

use std::process::ExitCode;

use billing::accounts::{self, Practice};
use domain::PracticeId;

use super::{CliError, PracticeDetails, open};
use crate::config::Config;

pub async fn add(config: &Config, slug: &str, details: PracticeDetails) -> Result<ExitCode, CliError> {
    let plain =
        !slug.is_empty() && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain {
        return Err(CliError::Said(
            "the short name has lower case letters, digits and hyphens only".to_owned(),
        ));
    }
    let (db, door) = open(config).await?;
    let name = details.name.clone().ok_or_else(|| CliError::Said("a practice needs a --name".to_owned()))?;
    let blank = Practice {
        id: PracticeId(door.id()),
        slug: slug.to_owned(),
        name,
        phone: None,
        email: None,
        hours: None,
        time_zone: "America/New_York".to_owned(),
    };
    let practice = with(blank, details)?;
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

pub async fn set(config: &Config, slug: &str, details: PracticeDetails) -> Result<ExitCode, CliError> {
    let (db, _) = open(config).await?;
    let mut tx = db.begin().await?;
    let known = accounts::practice_by_slug(&mut tx, slug)
        .await?
        .ok_or_else(|| CliError::Said(format!("there is no practice {slug:?}")))?;
    accounts::change_practice_in(&mut tx, &with(known, details)?).await?;
    tx.commit().await?;
    db.close().await;
    println!("{slug} is changed");
    Ok(ExitCode::SUCCESS)
}

fn with(practice: Practice, details: PracticeDetails) -> Result<Practice, CliError> {
    let time_zone = details.time_zone.unwrap_or(practice.time_zone);
    if !billing::door::is_zone(&time_zone) {
        return Err(CliError::Said(format!("{time_zone:?} is not a time zone like America/New_York")));
    }
    Ok(Practice {
        name: details.name.unwrap_or(practice.name),
        phone: details.phone.or(practice.phone),
        email: details.email.or(practice.email),
        hours: details.hours.or(practice.hours),
        time_zone,
        ..practice
    })
}
