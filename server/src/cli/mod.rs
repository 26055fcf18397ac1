//! The commands. Each says what it did on standard output, what went wrong on standard
//! error, and exits with 0 when everything is well, 1 when something a person has to act
//! on was found, and 2 when it could not run.

mod api_key;
mod demo;
mod demo_plan;
mod import;
mod organisation;
mod practice;
mod reconcile;
mod serve;
mod user;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use billing::accounts::{self, Practice};
use billing::denials::backfill;
use billing::{Db, Door};
use clap::{Args, Parser, Subcommand};
use domain::PracticeId;
use domain::access::Role;
use tracing_subscriber::EnvFilter;

use crate::config::{self, Config};

/// The open-source portal where a patient understands a medical bill and settles it.
#[derive(Parser)]
#[command(name = "openbalance", version, after_help = config::help())]
struct Cli {
    /// A TOML file with configuration.
    #[arg(long, global = true, env = "OPENBALANCE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal until it is told to stop (SIGTERM, Ctrl-C), then finish what is in flight.
    Serve,
    /// Bring the database's schema up to this program's.
    Migrate,
    /// Fill an empty database with an invented practice and print its logins.
    Demo {
        /// Add a second practice, to see that neither sees the other.
        #[arg(long)]
        second_practice: bool,
    },
    /// Import files: practice exports (CSV, see docs/import.md) and remittances (X12 835).
    ///
    /// Exits with 1 when part of a file has to come again. The same file twice changes nothing.
    Import {
        /// The files, of any of the kinds, in any order.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The practice's short name; needed when there is more than one.
        #[arg(long, value_name = "SLUG")]
        practice: Option<String>,
        /// Print one JSON object a line and a file.
        #[arg(long)]
        json: bool,
    },
    /// Recompute every balance and prove the books; exits with 1 when a cent is out of place.
    Verify {
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        /// Ask Stripe too, both ways: each payment there is in the books and the reverse, and
        /// what it holds for us is what the books say.
        #[arg(long)]
        gateway: bool,
    },
    /// Read Stripe's account with us, book what no webhook told, and list what differs.
    ///
    /// The server does so by itself once an hour. Exits with 1 when something differs.
    Reconcile {
        /// Settle one difference instead: its id, as listed.
        #[arg(long, value_name = "ID", requires = "action")]
        settle: Option<String>,
        /// How, as listed: one of book_unidentified, adopt_refund, correct_amount, take_back,
        /// ask_again, book_fee.
        #[arg(long, requires = "settle")]
        action: Option<String>,
        /// Which practice's books take it; needed when there is more than one.
        #[arg(long, value_name = "SLUG")]
        practice: Option<String>,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Logins.
    #[command(subcommand)]
    User(UserCommand),
    /// Practices.
    #[command(subcommand)]
    Practice(PracticeCommand),
    /// Organisations of several practices, and who works across one.
    #[command(subcommand)]
    Organisation(organisation::OrganisationCommand),
    /// Keys by which a practice's other programs use the API (/api/v1/docs).
    #[command(subcommand)]
    ApiKey(api_key::ApiKeyCommand),
}

#[derive(Subcommand)]
enum UserCommand {
    /// Add a member of staff. The password is read from standard input.
    Add {
        /// The address they sign in with.
        email: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// The practice's short name; needed when there is more than one.
        #[arg(long, value_name = "SLUG")]
        practice: Option<String>,
        /// What they are there: front_desk, biller, dispute_specialist, counsellor, manager, auditor or
        /// administrator, who says who else may do what.
        #[arg(long, default_value = "administrator", value_parser = role)]
        role: Role,
    },
    /// Give somebody who has a login a role in a practice, beside those they have elsewhere.
    Role {
        /// The address they sign in with.
        email: String,
        /// The practice's short name; needed when there is more than one.
        #[arg(long, value_name = "SLUG")]
        practice: Option<String>,
        /// What they are there; left out: nothing any more.
        #[arg(long, value_parser = role)]
        role: Option<Role>,
    },
    /// Let somebody back in who has lost everything: ends their code, their passkeys and their
    /// sessions, and prints a link that sets a new password once within the hour. Find out first that
    /// it is them; they are told by email.
    Recover {
        /// The address they sign in with.
        email: String,
    },
}

fn role(word: &str) -> Result<Role, String> {
    Role::from_code(word).ok_or_else(|| {
        format!("there are: {}", Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>().join(", "))
    })
}

#[derive(Subcommand)]
enum PracticeCommand {
    /// Add a practice.
    Add {
        /// Its short name: lower case letters, digits and hyphens.
        slug: String,
        #[command(flatten)]
        details: Box<PracticeDetails>,
    },
    /// Change what is known of a practice; what is not given stays.
    Set {
        /// Its short name.
        slug: String,
        #[command(flatten)]
        details: Box<PracticeDetails>,
    },
    /// A practice leaves: from a day on plans end, and nothing is asked for or taken here any more.
    ///
    /// Patients are told where to pay instead, and go on reading what was. The server carries it out
    /// on the day; until then --stay takes it back.
    Leave {
        /// Its short name.
        slug: String,
        /// The first day on which nothing is taken here, such as 2027-01-01.
        #[arg(long, value_name = "DAY", required_unless_present = "stay")]
        on: Option<String>,
        /// Where patients pay from then on, in words.
        #[arg(long, value_name = "WORDS", required_unless_present = "stay")]
        pay: Option<String>,
        /// It stays after all.
        #[arg(long, conflicts_with_all = ["on", "pay"])]
        stay: bool,
    },
    /// A practice becomes part of another one: from a day on it is called what is said here, and
    /// patients, bills and plans go on as they were.
    ///
    /// The server carries it out on the day, and tells who owes something; until then --stay takes it
    /// back. Its books, its gateway account and its address stay its own.
    Merge {
        /// Its short name.
        slug: String,
        /// The short name of the other one.
        #[arg(long, value_name = "SLUG", required_unless_present = "stay")]
        into: Option<String>,
        /// The first day, such as 2027-01-01.
        #[arg(long, value_name = "DAY", required_unless_present = "stay")]
        on: Option<String>,
        /// What it is called from then on [what the other one is called].
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// It stays by itself after all.
        #[arg(long, conflicts_with_all = ["into", "on", "name"])]
        stay: bool,
    },
}

#[derive(Args)]
struct PracticeDetails {
    /// Its name, as patients know it.
    #[arg(long)]
    name: Option<String>,
    /// The billing desk's telephone.
    #[arg(long)]
    phone: Option<String>,
    /// The billing desk's email address.
    #[arg(long)]
    email: Option<String>,
    /// When somebody answers, in words.
    #[arg(long)]
    hours: Option<String>,
    /// Where cheques go and letters come back to: the street, or a box.
    #[arg(long, value_name = "STREET")]
    address1: Option<String>,
    /// The suite; `""` takes it away.
    #[arg(long, value_name = "SUITE")]
    address2: Option<String>,
    /// The city.
    #[arg(long)]
    city: Option<String>,
    /// The state, by its two letters.
    #[arg(long)]
    state: Option<String>,
    /// The ZIP code, of five or nine digits. With a street and a ZIP code statements carry a slip to
    /// send back with a cheque.
    #[arg(long)]
    zip: Option<String>,
    /// For a hospital under section 501(r): where its financial assistance policy is. Every statement
    /// says so then; `""` takes it away.
    #[arg(long, value_name = "URL")]
    assistance_url: Option<String>,
    /// From which birthday a patient decides alone who sees what their care was: 18, and 19 or
    /// 21 in a few states.
    #[arg(long, value_parser = clap::value_parser!(i64).range(18..=21))]
    adult_age: Option<i64>,
    /// The organisation whose practices are settled with at once; `none` leaves it.
    #[arg(long)]
    organisation: Option<String>,
    /// A host name of its own, such as bills.riverside.example: its links and letters lead there from
    /// now on. Point the name here and let your proxy hold its certificate first.
    #[arg(long, value_name = "NAME")]
    host: Option<String>,
    /// Takes a host name away again: links that lead there stop working.
    #[arg(long, value_name = "NAME")]
    without_host: Option<String>,
    /// Its IANA time zone [America/New_York].
    #[arg(long)]
    time_zone: Option<String>,
    /// A refund above this amount wants a second person [200.00].
    #[arg(long, value_name = "DOLLARS")]
    refund_limit: Option<String>,
    /// How many days after a remittance its refusals can be appealed [90].
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=730))]
    appeal_days: Option<u16>,
    /// Whether a credit pays what else the account owes [yes].
    #[arg(long, value_name = "yes|no", value_parser = ["yes", "no"])]
    credits_apply: Option<String>,
    /// After how many days a credit goes back by itself; `never` leaves it to a person [30].
    #[arg(long, value_name = "DAYS")]
    credit_refund_days: Option<String>,
}

/// Why a command could not run; each is a sentence.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(transparent)]
    Config(#[from] config::ConfigError),
    #[error(transparent)]
    Db(#[from] billing::db::DbError),
    #[error("database: {0}")]
    Sqlx(#[from] sqlx_error::Error),
    #[error(transparent)]
    Ledger(#[from] billing::ledger::LedgerError),
    #[error(transparent)]
    Import(#[from] billing::imports::ImportError),
    #[error(transparent)]
    Identity(#[from] billing::identity::IdentityError),
    #[error(transparent)]
    Gateway(#[from] billing::payments::GatewayError),
    #[error(transparent)]
    Verify(#[from] billing::ledger::verify::VerifyError),
    #[error(transparent)]
    Reconcile(#[from] billing::reconcile::ReconcileError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Said(String),
}

/// The database's error type, which billing's operations answer with.
use billing::sqlx as sqlx_error;

pub async fn run() -> ExitCode {
    let cli = Cli::parse();
    let config = match Config::load(cli.config.as_deref()) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("openbalance: {error}");
            return ExitCode::from(2);
        }
    };
    start_log(&config, matches!(cli.command, Command::Serve));
    let outcome = match cli.command {
        Command::Serve => serve::run(config).await,
        Command::Migrate => migrate(&config).await,
        Command::Demo { second_practice } => demo::run(&config, second_practice).await,
        Command::Import { files, practice, json } => {
            import::run(&config, &files, practice.as_deref(), json).await
        }
        Command::Verify { json, gateway } => verify::run(&config, json, gateway).await,
        Command::Reconcile { settle, action, practice, json } => {
            reconcile::run(&config, settle.zip(action), practice.as_deref(), json).await
        }
        Command::User(UserCommand::Add { email, name, practice, role }) => {
            user::add(&config, &email, &name, practice.as_deref(), role).await
        }
        Command::User(UserCommand::Role { email, practice, role }) => {
            user::role(&config, &email, practice.as_deref(), role).await
        }
        Command::User(UserCommand::Recover { email }) => user::recover(&config, &email).await,
        Command::Organisation(command) => organisation::run(&config, command).await,
        Command::ApiKey(command) => api_key::run(&config, command).await,
        Command::Practice(PracticeCommand::Add { slug, details }) => {
            practice::add(&config, &slug, *details).await
        }
        Command::Practice(PracticeCommand::Set { slug, details }) => {
            practice::set(&config, &slug, *details).await
        }
        Command::Practice(PracticeCommand::Leave { slug, on, pay, stay: _ }) => {
            practice::leave(&config, &slug, on.as_deref().zip(pay.as_deref())).await
        }
        Command::Practice(PracticeCommand::Merge { slug, into, on, name, stay: _ }) => {
            let merges = on.as_deref().zip(into.as_deref());
            practice::merge(&config, &slug, merges, name.as_deref()).await
        }
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("openbalance: {error}");
        ExitCode::from(2)
    })
}

/// Logs go to standard error, so that a command's answer can be piped.
fn start_log(config: &Config, serving: bool) {
    let quiet = if serving { config.log.as_str() } else { "warn" };
    let filter = EnvFilter::try_new(quiet).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log_json {
        log.json().flatten_event(true).init();
    } else {
        log.init();
    }
}

async fn migrate(config: &Config) -> Result<ExitCode, CliError> {
    let db = Db::connect(config.database_url.reveal()).await?;
    db.migrate().await?;
    let learned = accounts::catch_up(&db).await?;
    let refused = backfill::open_all(&db, &Door::system()).await?;
    db.close().await;
    if learned > 0 {
        println!("{learned} accounts can be searched now");
    }
    if refused > 0 {
        println!("{refused} refusals of insurers wait to be worked now");
    }
    println!("the database is up to date");
    Ok(ExitCode::SUCCESS)
}

/// Opens the database, which has to be up to date.
async fn open(config: &Config) -> Result<(Db, Door), CliError> {
    let db = Db::connect(config.database_url.reveal()).await?;
    if db.pending_migrations().await? > 0 {
        return Err(CliError::Said("the database is not up to date; run: openbalance migrate".to_owned()));
    }
    let door = Door::system();
    #[cfg(debug_assertions)]
    let door = crate::fate::asked_for(door).map_err(CliError::Said)?;
    Ok((db, door))
}

/// The practice of a new installation, so that a first import needs nothing before it.
async fn first_practice(db: &Db, door: &Door) -> Result<Practice, CliError> {
    let practice = Practice {
        id: PracticeId(door.id()),
        slug: "practice".to_owned(),
        name: "Your practice".to_owned(),
        phone: None,
        email: None,
        hours: None,
        time_zone: "America/New_York".to_owned(),
        languages: None,
        brand_mark: None,
    };
    let mut tx = db.begin().await?;
    accounts::add_practice_in(&mut tx, door, &practice).await?;
    tx.commit().await?;
    eprintln!(
        "openbalance: made the first practice; name it: openbalance practice set practice --name NAME --phone PHONE"
    );
    Ok(practice)
}

/// The practice of this short name, or the only one.
async fn find_practice(db: &Db, door: &Door, slug: Option<&str>) -> Result<Practice, CliError> {
    let practices = {
        let mut tx = db.read().await?;
        accounts::practices(&mut tx).await?
    };
    match slug {
        Some(slug) => practices
            .into_iter()
            .find(|practice| practice.slug == slug)
            .ok_or_else(|| CliError::Said(format!("there is no practice {slug:?}"))),
        None => match <[_; 1]>::try_from(practices) {
            Ok([practice]) => Ok(practice),
            Err(practices) if practices.is_empty() => first_practice(db, door).await,
            Err(practices) => {
                let slugs: Vec<_> = practices.iter().map(|practice| practice.slug.as_str()).collect();
                Err(CliError::Said(format!("choose one with --practice: {}", slugs.join(", "))))
            }
        },
    }
}
