//! A deterministic simulator that attacks the books of a practice.
//!
//! One [`history`] is one practice with a few accounts over some days: [`patients`] pay and do
//! not, sign [`plans`], staff ([`office`]) take money and give it back, [`insurers`] decide and change their
//! minds, the [`gateway`] settles, disputes, pays out and breaks, the [`post`] brings webhooks
//! late, twice or never, and any operation may die or stand still at any of its points
//! ([`fate`]). All of them act through the real operations of `billing` ([`action`]) against
//! the real stand-in of Stripe, under a fake clock and one seed that decides everything.
//!
//! After every step the books prove themselves ([`check`]). At the end ([`ending`]) they must
//! agree with the gateway's own records and with a [`model`] that shares no code with them.
//!
//! The same seed replays the same history, on either engine: everything runs on one thread,
//! time stands still unless moved, and nothing is read from a list that has no order.

mod acting;
pub mod action;
pub mod chance;
mod check;
mod ending;
pub mod fate;
pub mod files;
mod gateway;
pub mod ground;
pub mod history;
mod hours;
pub mod house;
mod insurers;
pub mod look;
pub mod model;
mod moving;
mod office;
mod patients;
pub mod plans;
pub mod post;
pub mod stripe;
pub mod trace;
mod words;

use std::fmt;

use billing::door::SetClock;
use billing::payments::{Gateway, GatewayError};
use billing::{Door, accounts, identity, imports, sqlx};
use stripe_sandbox::{Running, Settings, StartError};
use time::Duration;
use time::macros::datetime;

use chance::Chance;
use ground::Ground;
use history::History;
use house::House;

/// A history that takes longer than this by the machine's own clock hangs.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(300);

/// What stops a history, or the simulator itself.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A promise is broken.
    #[error("{0}")]
    Violated(String),
    /// An operation waits for something that does not come.
    #[error("nothing moved for {} seconds: an operation hangs", PATIENCE.as_secs())]
    Hangs,
    /// PostgreSQL is wanted and no server is named.
    #[error("OPENBALANCE_TEST_POSTGRES_URL names no server")]
    NoServer,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
    /// The database could not be set up.
    #[error(transparent)]
    Db(#[from] billing::db::DbError),
    /// The people could not be set up.
    #[error(transparent)]
    Import(#[from] imports::ImportError),
    /// The people could not be set up.
    #[error(transparent)]
    Identity(#[from] identity::IdentityError),
    /// The people could not be set up.
    #[error(transparent)]
    Account(#[from] accounts::AccountError),
    /// The stand-in did not start.
    #[error(transparent)]
    StandIn(#[from] StartError),
    /// The way to the stand-in.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// Files.
    #[error("files: {0}")]
    Io(#[from] std::io::Error),
}

/// A history that ended well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
    /// Stands for all that happened: two runs of a seed give the same.
    pub digest: u64,
    /// Lines of its trace.
    pub lines: u64,
    /// Steps that somebody took.
    pub steps: u64,
}

/// A history that did not.
#[derive(Debug)]
pub struct Failure {
    /// Replays it.
    pub seed: u64,
    /// The day it failed on.
    pub day: u32,
    /// The step it failed at.
    pub step: u64,
    /// What is wrong.
    pub trouble: Trouble,
    /// The last thirty lines of its trace.
    pub last: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.last {
            writeln!(f, "{line}")?;
        }
        let Self { seed, day, step, trouble, .. } = self;
        write!(f, "seed {seed}, day {day}, step {step}: {trouble}")
    }
}

/// The seeds that once failed, each with its days: `seeds.txt`.
#[must_use]
pub fn regressions() -> Vec<(u64, u32)> {
    let lines = include_str!("../seeds.txt").lines();
    let words = lines.map(|line| line.split('#').next().unwrap_or_default().split_whitespace());
    words.filter_map(|mut words| Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))).collect()
}

/// Where histories take place, one after the other.
#[derive(Debug)]
pub struct Stage {
    ground: Ground,
    stand_in: Running,
    gateway: Gateway,
}

impl Stage {
    /// Sets up the template database and the stand-in. Everything runs on the caller's thread.
    ///
    /// # Errors
    /// [`Trouble`] when one of them does not start.
    pub async fn new(engine: ground::Engine) -> Result<Self, Trouble> {
        let methods = vec!["card".to_owned(), "us_bank_account".to_owned()];
        let stand_in = stripe_sandbox::start(Settings { methods, ..Settings::default() }).await?;
        let gateway = Gateway::new(Some(&stand_in.url()), "sk_test_simulated")?.without_pauses();
        Ok(Self { ground: Ground::new(engine).await?, stand_in, gateway })
    }

    /// Plays the history of a seed; a loud one prints each line as it happens.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn play(&mut self, seed: u64, days: u32, loud: bool) -> Result<Told, Box<Failure>> {
        let failed = |trouble| Box::new(Failure { seed, day: 0, step: 0, trouble, last: Vec::new() });
        let plot = self.ground.plot().await.map_err(failed)?;
        let mut chance = Chance::new(seed);
        let begins =
            datetime!(2026-01-01 13:00 UTC) + Duration::minutes(chance.between(0, 2 * 365 * 24 * 60));
        let clock = SetClock::at(begins);
        let house = House {
            db: plot.db.clone(),
            door: Door::seeded(clock.clone(), chance.seed()),
            clock,
            gateway: self.gateway.clone(),
            shared: self.stand_in.shared.clone(),
            cast: self.ground.cast().clone(),
            folder: plot.folder.clone(),
        };
        let history = async {
            let history = History::new(house, chance, seed, days, loud).await.map_err(failed)?;
            history.live(days).await
        };
        let played = tokio::time::timeout(PATIENCE, history).await;
        let played = played.unwrap_or_else(|_| Err(failed(Trouble::Hangs)));
        self.ground.clear(plot).await.map_err(failed)?;
        played
    }

    /// Takes everything down.
    ///
    /// # Errors
    /// [`Trouble`] when the database server refuses.
    pub async fn close(self) -> Result<(), Trouble> {
        self.stand_in.stop().await;
        self.ground.close().await
    }
}
