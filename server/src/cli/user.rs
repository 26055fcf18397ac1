//! `openbalance user add` and `openbalance user role`

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use billing::Tx;
use billing::audit::by_operator_in;
use billing::identity::{self, Grant, NewUser, people};
use domain::UserId;
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
    let new = NewUser::with(&door, email, name, "en", password).await?;
    let mut tx = db.begin().await?;
    let user = identity::add_user_in(&mut tx, &door, &new, &[Grant::Staff(practice.id, role)]).await?;
    by_operator_in(&mut tx, &door, practice.id, "user add", &[user.0]).await?;
    tx.commit().await?;
    db.close().await;
    println!("{email} can sign in at {}/staff/sign-in", config.public_url);
    Ok(ExitCode::SUCCESS)
}

/// `openbalance user role`
pub async fn role(
    config: &Config,
    email: &str,
    practice: Option<&str>,
    role: Option<Role>,
) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let practice = find_practice(&db, &door, practice).await?;
    let mut tx = db.begin().await?;
    let user = login(&mut tx, email).await?;
    if people::set_in(&mut tx, &door, practice.id, user, role).await? {
        by_operator_in(&mut tx, &door, practice.id, "user role", &[user.0]).await?;
    }
    tx.commit().await?;
    db.close().await;
    println!("{email} is {} at {}", role.map_or("nothing any more", Role::code), practice.slug);
    Ok(ExitCode::SUCCESS)
}

/// `openbalance user recover`
pub async fn recover(config: &Config, email: &str) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let mut tx = db.begin().await?;
    let secret = identity::recover_in(&mut tx, &door, email).await?;
    let secret = secret.ok_or_else(|| CliError::Said(format!("nobody signs in as {email}")))?;
    let user = login(&mut tx, email).await?;
    for practice in identity::practices_of(&mut tx, user).await? {
        by_operator_in(&mut tx, &door, practice, "user recover", &[user.0]).await?;
    }
    tx.commit().await?;
    db.close().await;
    println!("{email} sets a new password within the hour at {}/reset/{secret}", config.public_url);
    Ok(ExitCode::SUCCESS)
}

/// A login that is there.
pub async fn login(tx: &mut Tx, email: &str) -> Result<UserId, CliError> {
    let user = people::by_email(tx, email).await?;
    user.ok_or_else(|| CliError::Said(format!("nobody signs in as {email}")))
}
