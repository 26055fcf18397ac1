//! The stand-in's own time: the system's, shifted or frozen on request.
//!
//! Everything Stripe would date (`created`, `expires_at`, idempotency pruning, signatures) asks
//! this clock, so a test can jump a day ahead or hold time still. Only the pace at which webhooks
//! are sent and retried follows real time.

use serde::{Deserialize, Serialize};

/// Seconds since the Unix epoch, as Stripe writes times.
pub type Seconds = i64;

/// A clock that is either real time plus an offset or a fixed moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    offset: Seconds,
    frozen: Option<Seconds>,
}

impl Clock {
    /// The current moment in seconds since the Unix epoch.
    #[must_use]
    pub fn now(&self) -> Seconds {
        self.frozen.unwrap_or_else(|| real_millis() / 1000 + self.offset)
    }

    /// Moves the clock ahead (or, with a negative number, back) by `seconds`.
    pub fn advance(&mut self, seconds: Seconds) {
        match &mut self.frozen {
            Some(moment) => *moment += seconds,
            None => self.offset += seconds,
        }
    }

    /// Freezes the clock at `moment`.
    pub fn freeze(&mut self, moment: Seconds) {
        self.frozen = Some(moment);
    }

    /// Lets a frozen clock run again from where it stands.
    pub fn resume(&mut self) {
        if let Some(moment) = self.frozen.take() {
            self.offset = moment - real_millis() / 1000;
        }
    }
}

/// Real milliseconds since the Unix epoch, for pacing only.
#[expect(clippy::disallowed_methods, reason = "the one place where the stand-in reads real time")]
#[must_use]
pub fn real_millis() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |elapsed| i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let mut clock = Clock::default();
        clock.freeze(1_000);
        assert_eq!(clock.now(), 1_000);
        clock.advance(86_400);
        assert_eq!(clock.now(), 87_400);
        clock.resume();
        assert!((87_400..87_500).contains(&clock.now()));
    }
}
