//! `openbalance organisation …`

use std::process::ExitCode;

use billing::accounts;
use billing::audit::by_operator_in;
use billing::identity::people;
use clap::Subcommand;
use domain::access::Role;

use super::user::login;
use super::{CliError, find_practice, open, role};
use crate::config::Config;

#[derive(Subcommand)]
pub enum OrganisationCommand {
    /// Make an organisation.
    Add {
        /// What it is called.
        name: String,
    },
    /// Put a practice under an organisation, which is made when it is new. Its patients settle with all
    /// of its practices at once, and who works across it works there too.
    Join {
        /// What it is called.
        name: String,
        /// The practice's short name.
        practice: String,
    },
    /// Give somebody who has a login a role in each of its practices, present and future. What they are
    /// in a practice itself goes before it there.
    Role {
        /// What it is called.
        name: String,
        /// The address they sign in with.
        email: String,
        /// What they are there; left out: nothing any more.
        #[arg(long, value_parser = role)]
        role: Option<Role>,
    },
}

pub async fn run(config: &Config, command: OrganisationCommand) -> Result<ExitCode, CliError> {
    let (db, door) = open(config).await?;
    let said = match &command {
        OrganisationCommand::Add { name } => {
            let mut tx = db.begin().await?;
            accounts::organisation_in(&mut tx, &door, plain(name)?).await?;
            tx.commit().await?;
            format!("{name} is there")
        }
        OrganisationCommand::Join { name, practice } => {
            let practice = find_practice(&db, &door, Some(practice)).await?;
            let mut tx = db.begin().await?;
            let name = plain(name)?;
            accounts::set_organisation_in(&mut tx, &door, practice.id, Some(name)).await?;
            let which: Vec<_> = accounts::organisation(&mut tx, name).await?.into_iter().collect();
            by_operator_in(&mut tx, &door, practice.id, "organisation join", &which).await?;
            tx.commit().await?;
            format!("{} belongs to {name}", practice.slug)
        }
        OrganisationCommand::Role { name, email, role } => {
            let mut tx = db.begin().await?;
            let user = login(&mut tx, email).await?;
            let known = accounts::organisation(&mut tx, plain(name)?).await?;
            let known = known.ok_or_else(|| CliError::Said(format!("there is no organisation {name:?}")))?;
            let changed = people::set_across_in(&mut tx, &door, known, user, *role).await?;
            let practices = if changed { accounts::practices_of(&mut tx, known).await? } else { Vec::new() };
            for practice in practices {
                by_operator_in(&mut tx, &door, practice, "organisation role", &[user.0]).await?;
            }
            tx.commit().await?;
            format!("{email} is {} across {name}", role.map_or("nothing any more", Role::code))
        }
    };
    db.close().await;
    println!("{said}");
    Ok(ExitCode::SUCCESS)
}

fn plain(name: &str) -> Result<&str, CliError> {
    let name = name.trim();
    if name.is_empty() { Err(CliError::Said("an organisation needs a name".to_owned())) } else { Ok(name) }
}
