//! Webhooks: what is queued, in which order it goes out, and what tests may do to it.
//!
//! A delivery is tried until the endpoint answers 2xx, with growing pauses, for three days of the
//! stand-in's time, as Stripe does. The [`Mode`] lets a test hold, delay, duplicate or turn round
//! what is emitted from then on.

pub mod deliver;
pub mod sign;

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::clock::{Seconds, real_millis};
use crate::ids::Ids;
use crate::store::{Doc, published};

/// An event as a webhook delivers it.
#[must_use]
pub fn payload(event: Doc) -> String {
    published(event).to_string()
}

/// The value of `Stripe-Signature` for a payload signed at `timestamp`, in seconds since the Unix
/// epoch.
#[must_use]
pub fn signature(secret: &str, timestamp: Seconds, payload: &str) -> String {
    sign::header(payload, secret, timestamp)
}

const LONGEST_PAUSE_MS: i64 = 10_000;

/// What happens to events emitted from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mode {
    /// Keep them until released.
    pub hold: bool,
    /// How many times each is delivered, at the same moment.
    pub duplicate: u32,
    /// Milliseconds before each is first tried.
    pub delay_ms: i64,
    /// Newest first instead of oldest first.
    pub reorder: bool,
}

impl Default for Mode {
    fn default() -> Self {
        Self { hold: false, duplicate: 1, delay_ms: 0, reorder: false }
    }
}

/// Order in which held deliveries are released.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As emitted.
    #[default]
    Fifo,
    /// Newest first.
    Reverse,
    /// By the seeded generator.
    Shuffle,
}

/// One event on its way to the endpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivery {
    /// The event's id.
    pub event: String,
    /// How many times it goes out at once.
    pub copies: u32,
    /// Tries so far.
    pub attempts: u32,
    /// Not before this moment, in real milliseconds since the Unix epoch.
    pub due: i64,
    /// Kept until released.
    pub held: bool,
    /// What the last try met: an HTTP status, or why none came.
    pub last: Option<String>,
}

/// One try that ended, for tests to read.
#[derive(Clone, Debug, Serialize)]
pub struct Attempt {
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub kind: String,
    /// HTTP status, or why none came.
    pub result: String,
    /// Whether the endpoint took it.
    pub delivered: bool,
}

/// Everything waiting, and what went out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outbox {
    /// What happens to new events.
    #[serde(skip)]
    pub mode: Mode,
    /// Waiting, in order.
    pub waiting: VecDeque<Delivery>,
    /// Being tried right now; saved too, so that a restart loses none.
    #[serde(default)]
    pub under_way: Vec<Delivery>,
    /// Tries that ended, oldest first; the last thousand.
    #[serde(skip)]
    pub attempts: VecDeque<Attempt>,
}

impl Outbox {
    /// Queues an event as the mode asks.
    pub fn enqueue(&mut self, event: &str) {
        let delivery = Delivery {
            event: event.to_owned(),
            copies: self.mode.duplicate.max(1),
            attempts: 0,
            due: real_millis() + self.mode.delay_ms,
            held: self.mode.hold,
            last: None,
        };
        if self.mode.reorder {
            self.waiting.push_front(delivery);
        } else {
            self.waiting.push_back(delivery);
        }
    }

    /// Lets everything held go, in an order; returns how many.
    pub fn release(&mut self, order: Order, ids: &mut Ids) -> usize {
        let (mut held, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|delivery| delivery.held);
        match order {
            Order::Fifo => {}
            Order::Reverse => held.reverse(),
            Order::Shuffle => {
                for at in (1..held.len()).rev() {
                    held.swap(at, ids.below(at + 1));
                }
            }
        }
        for delivery in &mut held {
            delivery.held = false;
            delivery.due = 0;
        }
        let released = held.len();
        self.waiting = others.into_iter().chain(held).collect();
        released
    }

    /// Makes everything that waits for a retry due now.
    pub fn hurry(&mut self) {
        for delivery in self.waiting.iter_mut().filter(|delivery| !delivery.held) {
            delivery.due = 0;
        }
    }

    /// Takes up to `count` deliveries that are due; looks no further than it has to.
    pub fn take_due(&mut self, count: usize) -> Vec<Delivery> {
        let now = real_millis();
        let mut taken = Vec::new();
        let mut at = 0;
        while taken.len() < count
            && let Some(delivery) = self.waiting.get(at)
        {
            if delivery.held || delivery.due > now {
                at += 1;
            } else {
                taken.extend(self.waiting.remove(at));
            }
        }
        self.under_way.extend(taken.iter().cloned());
        taken
    }

    /// Milliseconds until the next delivery is due, if one waits.
    #[must_use]
    pub fn next_due_in(&self) -> Option<u64> {
        let now = real_millis();
        let mut next: Option<i64> = None;
        for due in self.waiting.iter().filter(|delivery| !delivery.held).map(|delivery| delivery.due) {
            if due <= now {
                return Some(0);
            }
            next = Some(next.map_or(due, |sooner| sooner.min(due)));
        }
        u64::try_from(next? - now).ok()
    }

    /// Whether nothing is waiting (held ones aside) and nothing is under way.
    #[must_use]
    pub fn idle(&self) -> bool {
        self.under_way.is_empty() && self.waiting.iter().all(|delivery| delivery.held)
    }

    /// Ends a try, whatever came of it.
    pub fn landed(&mut self, event: &str) {
        if let Some(at) = self.under_way.iter().position(|delivery| delivery.event == event) {
            self.under_way.remove(at);
        }
    }

    /// After a restart: what was being tried waits again.
    pub fn recover(&mut self) {
        for delivery in std::mem::take(&mut self.under_way).into_iter().rev() {
            self.waiting.push_front(delivery);
        }
    }

    /// Puts a failed delivery back with a pause that doubles each time.
    pub fn retry(&mut self, mut delivery: Delivery, first_pause_ms: u64) {
        let doublings = delivery.attempts.min(16);
        let pause = i64::try_from(first_pause_ms).unwrap_or(LONGEST_PAUSE_MS).saturating_mul(1 << doublings);
        delivery.attempts += 1;
        delivery.due = real_millis() + pause.min(LONGEST_PAUSE_MS);
        self.waiting.push_back(delivery);
    }

    /// Writes down a try that ended.
    pub fn note(&mut self, attempt: Attempt) {
        if self.attempts.len() == 1_000 {
            self.attempts.pop_front();
        }
        self.attempts.push_back(attempt);
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, Order, Outbox};
    use crate::ids::Ids;

    fn events(outbox: &mut Outbox) -> Vec<String> {
        outbox.take_due(10).into_iter().map(|delivery| delivery.event).collect()
    }

    #[test]
    fn held_events_wait_and_leave_in_the_order_asked_for() {
        let mut outbox = Outbox { mode: Mode { hold: true, ..Mode::default() }, ..Outbox::default() };
        for event in ["evt_1", "evt_2", "evt_3"] {
            outbox.enqueue(event);
        }
        assert!(outbox.idle() && events(&mut outbox).is_empty());
        assert_eq!(outbox.release(Order::Reverse, &mut Ids::new(1)), 3);
        assert_eq!(events(&mut outbox), ["evt_3", "evt_2", "evt_1"]);
    }

    #[test]
    fn reordering_sends_the_newest_first_and_duplicates_count() {
        let mut outbox =
            Outbox { mode: Mode { reorder: true, duplicate: 3, ..Mode::default() }, ..Outbox::default() };
        outbox.enqueue("evt_1");
        outbox.enqueue("evt_2");
        assert_eq!(outbox.waiting[0].copies, 3);
        assert_eq!(events(&mut outbox), ["evt_2", "evt_1"]);
    }

    #[test]
    fn a_delivery_under_way_at_a_restart_is_tried_again() {
        let mut outbox = Outbox::default();
        outbox.enqueue("evt_1");
        outbox.take_due(1);
        let mut restarted: Outbox = serde_json::from_str(&serde_json::to_string(&outbox).unwrap()).unwrap();
        restarted.recover();
        assert_eq!(events(&mut restarted), ["evt_1"]);
        restarted.landed("evt_1");
        assert!(restarted.idle());
    }

    #[test]
    fn a_failed_delivery_waits_before_it_is_due_again() {
        let mut outbox = Outbox::default();
        outbox.enqueue("evt_1");
        let delivery = outbox.take_due(1).remove(0);
        outbox.retry(delivery, 60_000);
        assert!(events(&mut outbox).is_empty() && outbox.next_due_in().is_some());
        outbox.hurry();
        assert_eq!(events(&mut outbox), ["evt_1"]);
    }
}
