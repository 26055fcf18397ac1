//! A database for each history: a copy of one that was made once.

use std::path::{Path, PathBuf};

use billing::accounts::{self, Practice};
use billing::door::SetClock;
use billing::identity::{self, Grant};
use billing::payments::Payer;
use billing::sqlx::{self, AssertSqlSafe, Connection, Executor, PgConnection};
use billing::{Db, Door, imports, on};
use domain::access::Role;
use domain::{GuarantorId, PracticeId, UserId};
use tempfile::TempDir;
use time::macros::datetime;

use crate::{Trouble, files};

/// Accounts of the practice.
pub const ACCOUNTS: usize = 3;

/// Where histories take place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// One file each.
    Sqlite,
    /// One database each, of the server that `OPENBALANCE_TEST_POSTGRES_URL` names.
    Postgres,
}

impl Engine {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Who acts, by id.
#[derive(Clone, Debug)]
pub struct Cast {
    /// The practice.
    pub practice: PracticeId,
    /// Two people of its staff.
    pub staff: [UserId; 2],
    /// Who pays, account by account.
    pub payers: Vec<Payer>,
}

/// The database that every history begins with.
#[derive(Debug)]
pub struct Ground {
    engine: Engine,
    folder: TempDir,
    /// The server's own database, and the name of the template; empty on SQLite.
    server: String,
    template: String,
    cast: Cast,
    plots: u64,
}

/// One history's database.
#[derive(Debug)]
pub struct Plot {
    /// The database.
    pub db: Db,
    /// A folder for its files.
    pub folder: PathBuf,
    name: String,
}

impl Ground {
    /// Makes the template: the schema, a practice, its people.
    ///
    /// # Errors
    /// [`Trouble`] when the engine or the disk refuses.
    pub async fn new(engine: Engine) -> Result<Self, Trouble> {
        let folder = folder()?;
        let (server, template) = match engine {
            Engine::Sqlite => (String::new(), String::new()),
            Engine::Postgres => {
                let server = std::env::var("OPENBALANCE_TEST_POSTGRES_URL").map_err(|_| Trouble::NoServer)?;
                let template = format!("simulate_{}", Door::system().id().simple());
                run_on(&server, format!("CREATE DATABASE {template}")).await?;
                (server, template)
            }
        };
        let url = url(engine, folder.path(), &server, &template);
        let db = Db::connect(&url).await?;
        db.migrate().await?;
        let cast = people(&db, folder.path()).await?;
        // Closing the last connection brings everything from SQLite's log into its file.
        db.close().await;
        Ok(Self { engine, folder, server, template, cast, plots: 0 })
    }

    /// Who acts.
    #[must_use]
    pub fn cast(&self) -> &Cast {
        &self.cast
    }

    /// A fresh copy.
    ///
    /// # Errors
    /// [`Trouble`] when the engine or the disk refuses.
    pub async fn plot(&mut self) -> Result<Plot, Trouble> {
        self.plots += 1;
        let name =
            format!("{}_{}", if self.template.is_empty() { "plot" } else { &self.template }, self.plots);
        let folder = self.folder.path().join(&name);
        std::fs::create_dir(&folder)?;
        match self.engine {
            Engine::Sqlite => {
                std::fs::copy(self.folder.path().join("books.db"), folder.join("books.db"))?;
            }
            Engine::Postgres => {
                run_on(&self.server, format!("CREATE DATABASE {name} TEMPLATE {}", self.template)).await?;
            }
        }
        let db = Db::connect(&url(self.engine, &folder, &self.server, &name)).await?;
        Ok(Plot { db, folder, name })
    }

    /// Takes a copy away.
    ///
    /// # Errors
    /// [`Trouble`] when the engine or the disk refuses.
    pub async fn clear(&self, plot: Plot) -> Result<(), Trouble> {
        plot.db.close().await;
        if self.engine == Engine::Postgres {
            run_on(&self.server, format!("DROP DATABASE {} WITH (FORCE)", plot.name)).await?;
        }
        Ok(std::fs::remove_dir_all(&plot.folder)?)
    }

    /// Takes the template away.
    ///
    /// # Errors
    /// [`Trouble`] when the engine refuses.
    pub async fn close(self) -> Result<(), Trouble> {
        if self.engine == Engine::Postgres {
            run_on(&self.server, format!("DROP DATABASE {} WITH (FORCE)", self.template)).await?;
        }
        Ok(())
    }
}

/// In memory where there is such a place.
fn folder() -> Result<TempDir, Trouble> {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    Ok(made?)
}

fn url(engine: Engine, folder: &Path, server: &str, name: &str) -> String {
    match engine {
        Engine::Sqlite => format!("sqlite:{}", folder.join("books.db").display()),
        Engine::Postgres => {
            let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
            let query = server.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
            format!("{base}/{name}{query}")
        }
    }
}

async fn run_on(server: &str, statement: String) -> Result<(), Trouble> {
    let mut connection = PgConnection::connect(server).await?;
    connection.execute(AssertSqlSafe(statement)).await?;
    Ok(connection.close().await?)
}

/// The practice, its staff and the accounts with who pays for them.
async fn people(db: &Db, folder: &Path) -> Result<Cast, Trouble> {
    let door = Door::seeded(SetClock::at(datetime!(2025-12-01 12:00 UTC)), 1);
    let practice = Practice {
        id: PracticeId(door.id()),
        slug: "willow".to_owned(),
        name: "Willow Family Practice".to_owned(),
        phone: None,
        email: None,
        hours: None,
        time_zone: "America/New_York".to_owned(),
        languages: None,
        brand_mark: None,
    };
    let mut tx = db.begin().await?;
    accounts::add_practice_in(&mut tx, &door, &practice).await?;
    tx.commit().await?;
    let practice = practice.id;

    let file = folder.join("people.csv");
    std::fs::write(&file, files::people(ACCOUNTS))?;
    imports::import_file(db, &door, practice, &file, "people.csv").await?;
    let mut tx = db.read().await?;
    let guarantors: Vec<GuarantorId> = on!(&mut tx, c => sqlx::query_scalar("SELECT id FROM guarantors ORDER BY account_number").fetch_all(c))?;
    drop(tx);

    let user = async |email: &str, grant| {
        identity::add_user(db, &door, email, "Somebody", "en", "plum kettle window", &[grant]).await
    };
    let staff = [
        user("dana@example.com", Grant::Staff(practice, Role::Administrator)).await?,
        user("lee@example.com", Grant::Staff(practice, Role::Administrator)).await?,
    ];
    let mut payers = Vec::new();
    for (guarantor, at) in guarantors.into_iter().zip(1..) {
        let user = user(&format!("payer{at}@example.com"), Grant::Guarantor(practice, guarantor)).await?;
        payers.push(Payer { practice, guarantor, user });
    }
    Ok(Cast { practice, staff, payers })
}
