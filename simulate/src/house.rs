//! What every operation needs: the books, the door, the way to the gateway.

use std::path::PathBuf;
use std::sync::Arc;

use billing::door::SetClock;
use billing::payments::Gateway;
use billing::{Db, Door};
use stripe_sandbox::{Shared, World};
use time::{Date, Duration, OffsetDateTime};

use crate::fate::Strike;
use crate::ground::Cast;

/// Where the browser would find the installation.
pub const PUBLIC_URL: &str = "https://pay.example.com";

/// The secret the stand-in signs with.
pub const SECRET: &str = "whsec_simulated";

/// One installation, and the stand-in it pays through.
#[derive(Clone)]
pub struct House {
    /// The books.
    pub db: Db,
    /// Time, chance and ids of the operations.
    pub door: Door,
    /// The door's clock.
    pub clock: SetClock,
    /// The way to the stand-in.
    pub gateway: Gateway,
    /// The stand-in's state.
    pub shared: Arc<Shared>,
    /// Who acts.
    pub cast: Cast,
    /// Where files are put down for import.
    pub folder: PathBuf,
}

impl House {
    /// The same house for one operation under a fate of its own.
    #[must_use]
    pub fn under(&self, strike: Arc<Strike>) -> Self {
        Self { door: self.door.clone().under(strike), ..self.clone() }
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.door.now()
    }

    /// The present day where the practice is.
    #[must_use]
    pub fn today(&self) -> Date {
        self.door.today_in("America/New_York")
    }

    /// Lets time pass here and at the gateway; what is due there happens.
    pub fn pass(&self, by: Duration) {
        self.clock.advance(by);
        let mut world = self.shared.lock();
        world.clock.advance(by.whole_seconds());
        world.tick();
    }

    /// Does something at the gateway that needs no request of ours, and lets what follows at
    /// once happen at once: its own sender must find nothing left to do.
    pub fn at_gateway<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.shared.lock();
        world.tick();
        world.origin = stripe_sandbox::world::Origin::default();
        let done = act(&mut world);
        world.tick();
        world.tick();
        done
    }
}
