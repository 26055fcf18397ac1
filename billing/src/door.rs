//! Time, chance and ids come in through this door and nowhere else.
//!
//! Everything that happens in a practice happens at an instant, and often under a
//! new id. Both are asked of a [`Door`], so that a test sets the clock to the 29th of
//! February and a seed repeats a whole simulated year.
//!
//! Mishaps come in here too: an operation tells the door when it reaches a place between
//! two of its steps ([`Point`]), and a test's [`Fate`] may let the process die there.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use time::{Date, Duration, OffsetDateTime, UtcOffset};
use uuid::Uuid;

/// Where the present instant comes from.
pub trait Clock: Send + Sync {
    /// The present instant, in UTC.
    fn now(&self) -> OffsetDateTime;
}

/// The machine's own clock.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}

/// A clock that shows more than another.
struct Ahead {
    clock: Arc<dyn Clock>,
    by: Duration,
}

impl Clock for Ahead {
    fn now(&self) -> OffsetDateTime {
        self.clock.now() + self.by
    }
}

/// A clock that stands still until it is moved.
#[derive(Clone)]
pub struct SetClock(Arc<Mutex<OffsetDateTime>>);

impl SetClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn at(now: OffsetDateTime) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Moves the clock, backwards too.
    pub fn advance(&self, by: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for SetClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

macro_rules! points {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// A place between two steps, where a process may die and nothing may be lost or
        /// done twice.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Point { $($(#[$doc])* $name,)* }

        impl Point {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name on the command line of a torture.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

points! {
    /// A payment is committed; the gateway was not asked yet.
    PaymentCommitted = "payment-committed",
    /// The gateway opened the page; where it is was not saved.
    PageOpened = "page-opened",
    /// Where the page is was saved; the browser was not sent there.
    PageSaved = "page-saved",
    /// The gateway said how a page stands; the books do not know.
    PageAnswered = "page-answered",
    /// A webhook was verified; it is not lasting.
    EventVerified = "event-verified",
    /// A webhook is lasting; nothing came of it yet.
    EventKept = "event-kept",
    /// A webhook was applied; it was not acknowledged.
    EventApplied = "event-applied",
    /// Entries are written; the transaction is open.
    InLedger = "in-ledger",
    /// A message was claimed; it was not sent.
    MessageClaimed = "message-claimed",
    /// A message was sent; it was not marked so.
    MessageSent = "message-sent",
    /// Payments or refunds were claimed for another look; none was looked at.
    WaitingClaimed = "waiting-claimed",
    /// A refund is promised; the gateway was not asked.
    RefundCommitted = "refund-committed",
    /// The gateway gave money back; the books do not know.
    RefundAnswered = "refund-answered",
    /// Part of a file is recorded.
    ImportUnderWay = "import-under-way",
    /// A page of the gateway's account was read; it was not recorded.
    MovementsRead = "movements-read",
    /// A page of the gateway's account was recorded; the next was not read.
    MovementsKept = "movements-kept",
}

/// What happens to a process that reaches a [`Point`].
pub trait Fate: Send + Sync {
    /// Ends when the process may go on; never, when it is to die here.
    fn meet(&self, point: Point) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// Clock, ids, chance and mishaps.
#[derive(Clone)]
pub struct Door {
    clock: Arc<dyn Clock>,
    chance: Arc<Mutex<Chance>>,
    fate: Option<Arc<dyn Fate>>,
}

struct Chance {
    rng: StdRng,
    last: u128,
}

impl Door {
    /// The machine's clock and the operating system's randomness.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Arc::new(SystemClock), StdRng::from_os_rng())
    }

    /// A clock of the caller's and chance from a seed: the same calls give the same
    /// ids.
    #[must_use]
    pub fn seeded(clock: impl Clock + 'static, seed: u64) -> Self {
        Self::new(Arc::new(clock), StdRng::seed_from_u64(seed))
    }

    fn new(clock: Arc<dyn Clock>, rng: StdRng) -> Self {
        Self { clock, chance: Arc::new(Mutex::new(Chance { rng, last: 0 })), fate: None }
    }

    /// The same door, under a fate.
    #[must_use]
    pub fn under(self, fate: Arc<dyn Fate>) -> Self {
        Self { fate: Some(fate), ..self }
    }

    /// The same door, its clock ahead: a test that cannot wait for tomorrow starts the
    /// process there.
    #[must_use]
    pub fn ahead(self, by: Duration) -> Self {
        Self { clock: Arc::new(Ahead { clock: self.clock, by }), ..self }
    }

    /// An operation is between two of its steps.
    pub async fn reach(&self, point: Point) {
        if let Some(fate) = &self.fate {
            fate.meet(point).await;
        }
    }

    /// The present instant in whole seconds, UTC: finer than any rule of billing, and
    /// the same length as text, so that SQLite orders instants as PostgreSQL does.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.clock.now().replace_nanosecond(0).unwrap_or_else(|_| self.clock.now())
    }

    /// The present day in UTC, for facts that bear no practice's zone.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// The present day where the practice is.
    #[must_use]
    pub fn today_in(&self, zone: &str) -> Date {
        local_date(self.now(), zone)
    }

    /// A new id that sorts after every earlier one of this process (UUID version 7).
    #[must_use]
    pub fn id(&self) -> Uuid {
        let millis = self.clock.now().unix_timestamp_nanos() / 1_000_000;
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut random = [0; 10];
        chance.rng.fill_bytes(&mut random);
        let millis = u64::try_from(millis).unwrap_or_default();
        let fresh = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
        chance.last = fresh.as_u128().max(chance.last.wrapping_add(1));
        Uuid::from_u128(chance.last)
    }

    /// 256 bits nobody can guess, for sessions and links.
    #[must_use]
    pub fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        chance.rng.fill_bytes(&mut secret);
        secret
    }
}

/// Whether a time zone of this name is known.
#[must_use]
pub fn is_zone(zone: &str) -> bool {
    jiff::tz::TimeZone::get(zone).is_ok()
}

/// The calendar day of an instant in an IANA zone (`America/New_York`); in UTC when the
/// zone is unknown, which `migrate` and `demo` never store.
#[must_use]
pub fn local_date(instant: OffsetDateTime, zone: &str) -> Date {
    local(instant, zone).date()
}

/// The last second of a day where the practice is; none beyond the calendar's end.
#[must_use]
pub fn end_of(day: Date, zone: &str) -> Option<OffsetDateTime> {
    Some(midnight(day.next_day()?, zone) - Duration::seconds(1))
}

/// An instant as the clocks of an IANA zone show it; in UTC when the zone is unknown.
#[must_use]
pub fn local(instant: OffsetDateTime, zone: &str) -> OffsetDateTime {
    let there =
        jiff::Timestamp::from_second(instant.unix_timestamp()).and_then(|timestamp| timestamp.in_tz(zone));
    let offset = there.ok().and_then(|there| UtcOffset::from_whole_seconds(there.offset().seconds()).ok());
    instant.to_offset(offset.unwrap_or(UtcOffset::UTC))
}

/// When a day begins in an IANA zone; in UTC when the zone is unknown.
#[must_use]
pub fn midnight(day: Date, zone: &str) -> OffsetDateTime {
    let (Ok(month), Ok(date)) = (i8::try_from(u8::from(day.month())), i8::try_from(day.day())) else {
        return day.midnight().assume_utc();
    };
    let there = i16::try_from(day.year())
        .ok()
        .and_then(|year| jiff::civil::Date::new(year, month, date).ok())
        .and_then(|day| day.in_tz(zone).ok())
        .and_then(|there| OffsetDateTime::from_unix_timestamp(there.timestamp().as_second()).ok());
    there.unwrap_or_else(|| day.midnight().assume_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_payment_in_the_evening_is_dated_where_the_practice_is() {
        let late = datetime!(2026-11-25 02:30 UTC);
        assert_eq!(local_date(late, "America/New_York"), date!(2026 - 11 - 24));
        assert_eq!(local_date(late, "America/Puerto_Rico"), date!(2026 - 11 - 24));
        assert_eq!(local_date(late, "UTC"), date!(2026 - 11 - 25));
        assert_eq!(local_date(datetime!(2026-03-08 07:00 UTC), "America/New_York"), date!(2026 - 03 - 08));
    }

    #[test]
    fn a_day_begins_where_the_practice_is() {
        let zone = "America/New_York";
        assert_eq!(midnight(date!(2026 - 03 - 08), zone), datetime!(2026-03-08 05:00 UTC));
        assert_eq!(midnight(date!(2026 - 03 - 09), zone), datetime!(2026-03-09 04:00 UTC));
        assert_eq!(midnight(date!(2026 - 03 - 09), "nowhere"), datetime!(2026-03-09 00:00 UTC));
    }

    #[test]
    fn a_day_ends_a_second_before_the_next() {
        let zone = "America/New_York";
        assert_eq!(end_of(date!(2026 - 03 - 08), zone), Some(datetime!(2026-03-09 03:59:59 UTC)));
        assert_eq!(end_of(date!(2026 - 11 - 01), zone), Some(datetime!(2026-11-02 04:59:59 UTC)));
        assert_eq!(end_of(Date::MAX, zone), None);
    }

    #[test]
    fn ids_rise_even_when_the_clock_stands_or_goes_back() {
        let clock = SetClock::at(datetime!(2026-11-24 08:00 UTC));
        let door = Door::seeded(clock.clone(), 7);
        let mut last = door.id();
        for n in 0..1_000 {
            if n == 500 {
                clock.advance(-Duration::minutes(10));
            }
            let next = door.id();
            assert!(next > last);
            assert_eq!(next.get_version_num(), 7);
            last = next;
        }
    }

    #[test]
    fn a_seed_repeats() {
        let door = || Door::seeded(SetClock::at(datetime!(2026-11-24 08:00 UTC)), 42);
        assert_eq!((door().id(), door().secret()), (door().id(), door().secret()));
    }
}
