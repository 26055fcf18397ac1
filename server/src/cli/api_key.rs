//! `openbalance api-key add|list|rotate|revoke`

use std::process::ExitCode;

use billing::api_keys::{self, ApiKey, KeyError, PER_MINUTE, Scope, Wanted};
use billing::audit::by_operator_in;
use clap::Subcommand;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{CliError, find_practice, open};
use crate::config::Config;

#[derive(Subcommand)]
pub enum ApiKeyCommand {
    /// Make a key and print its secret, this once.
    Add {
        /// What people call it, such as the program that uses it.
        name: String,
        /// What it may do, separated by commas, or `all`.
        #[arg(long, value_delimiter = ',', required = true, value_name = "SCOPE,…")]
        scope: Vec<String>,
        /// How often it may ask in a minute.
        #[arg(long, default_value_t = PER_MINUTE)]
        per_minute: i64,
        /// The practice's short name; needed when there is more than one.
        #[arg(long, value_name = "SLUG")]
        practice: Option<String>,
    },
    /// List keys, without their secrets.
    List {
        /// The practice's short name; needed when there is more than one.
        #[arg(long, value_name = "SLUG")]
        practice: Option<String>,
    },
    /// Make a key that takes another's place, and print its secret, this once.
    Rotate {
        /// Its id, or how its secret begins, as listed.
        key: String,
        /// For how many hours the old one works on.
        #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(i64).range(0..=720))]
        overlap_hours: i64,
        /// The practice's short name; needed when there is more than one.
        #[arg(long, value_name = "SLUG")]
        practice: Option<String>,
    },
    /// Take a key back: it works no more.
    Revoke {
        /// Its id, or how its secret begins, as listed.
        key: String,
        /// The practice's short name; needed when there is more than one.
        #[arg(long, value_name = "SLUG")]
        practice: Option<String>,
    },
}

fn scopes(named: &[String]) -> Result<Vec<Scope>, CliError> {
    if named == ["all"] {
        return Ok(Scope::ALL.to_vec());
    }
    let known = |name: &String| {
        let name = name.trim();
        Scope::from_code(name).ok_or_else(|| {
            let all: Vec<_> = Scope::ALL.iter().map(|scope| scope.code()).collect();
            CliError::Said(format!("there is no scope {name:?}; there are: {}", all.join(" ")))
        })
    };
    named.iter().map(known).collect()
}

pub async fn run(config: &Config, command: ApiKeyCommand) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    match command {
        ApiKeyCommand::Add { name, scope, per_minute, practice } => {
            let practice = find_practice(&db, &door, practice.as_deref()).await?;
            let wanted = Wanted { name, scopes: scopes(&scope)?, per_minute, by: None };
            let mut tx = db.begin().await?;
            let (key, secret) =
                api_keys::make_in(&mut tx, &door, practice.id, &wanted).await.map_err(said)?;
            by_operator_in(&mut tx, &door, practice.id, "api-key add", &[key]).await?;
            tx.commit().await?;
            println!("{secret}");
            eprintln!("openbalance: this is shown once; send it as Authorization: Bearer …");
        }
        ApiKeyCommand::List { practice } => {
            let practice = find_practice(&db, &door, practice.as_deref()).await?;
            let mut tx = db.read().await?;
            for key in api_keys::list(&mut tx, practice.id).await? {
                println!("{}", line(&key, door.now()));
            }
        }
        ApiKeyCommand::Rotate { key, overlap_hours, practice } => {
            let practice = find_practice(&db, &door, practice.as_deref()).await?;
            let mut tx = db.begin().await?;
            let id = find(&api_keys::list(&mut tx, practice.id).await?, &key)?;
            let overlap = Duration::hours(overlap_hours);
            let (new, secret) =
                api_keys::rotate_in(&mut tx, &door, practice.id, id, overlap, None).await.map_err(said)?;
            by_operator_in(&mut tx, &door, practice.id, "api-key rotate", &[id, new]).await?;
            tx.commit().await?;
            println!("{secret}");
            eprintln!("openbalance: this is shown once; the old one works for {overlap_hours} hours more");
        }
        ApiKeyCommand::Revoke { key, practice } => {
            let practice = find_practice(&db, &door, practice.as_deref()).await?;
            let mut tx = db.begin().await?;
            let id = find(&api_keys::list(&mut tx, practice.id).await?, &key)?;
            let was = api_keys::revoke_in(&mut tx, &door, practice.id, id).await?;
            if was {
                by_operator_in(&mut tx, &door, practice.id, "api-key revoke", &[id]).await?;
            }
            tx.commit().await?;
            println!("{}", if was { "it works no more" } else { "it had been taken back before" });
        }
    }
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

fn said(error: KeyError) -> CliError {
    match error {
        KeyError::Sqlx(error) => error.into(),
        other => CliError::Said(other.to_string()),
    }
}

/// The one key that is meant.
fn find(keys: &[ApiKey], named: &str) -> Result<Uuid, CliError> {
    let meant: Vec<_> =
        keys.iter().filter(|key| key.id.to_string() == named || key.prefix == named).collect();
    match meant.as_slice() {
        [key] => Ok(key.id),
        _ => Err(CliError::Said("no one key is called so; openbalance api-key list shows them".to_owned())),
    }
}

fn line(key: &ApiKey, now: OffsetDateTime) -> String {
    let state = match key {
        key if key.revoked_at.is_some() => "revoked",
        key if !key.is_live(now) => "replaced",
        key if key.expires_at.is_some() => "being replaced",
        _ => "works",
    };
    let used = key.used_on.map_or_else(|| "never used".to_owned(), |day| format!("used {day}"));
    let scopes: Vec<_> = key.scopes.iter().map(|scope| scope.code()).collect();
    format!("{}  {}…  {state}  {used}  {}  {}", key.id, key.prefix, scopes.join(","), key.name)
}
