//! Webhooks on their way: in order, out of order, twice, late, or never.

use stripe_sandbox::World;
use time::{Duration, OffsetDateTime};

use crate::chance::Chance;

/// One delivery to come.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What it says.
    pub payload: String,
    /// When it arrives.
    pub due: OffsetDateTime,
    /// How it is called in the trace: its type.
    pub kind: String,
}

/// What is on its way, and how reliable the post is.
#[derive(Debug, Default)]
pub struct Post {
    on_its_way: Vec<Letter>,
    newest: Option<String>,
    /// So many in a hundred never arrive.
    pub loses: u32,
}

/// Days after which a late delivery comes: within the three for which Stripe tries, and
/// beyond the thirty for which it lists.
const LATE: [i64; 4] = [1, 3, 29, 31];

/// Whether an installation subscribes to events of a type. Some come unasked for all the same.
fn concerns_us(kind: &str) -> bool {
    ["checkout.session.", "refund.", "charge.refund.", "charge.dispute."]
        .iter()
        .any(|word| kind.starts_with(word))
}

impl Post {
    /// One that loses so many deliveries in a hundred.
    #[must_use]
    pub fn new(loses: u32) -> Self {
        Self { loses, ..Self::default() }
    }

    /// Takes in what the gateway has emitted since, and decides what becomes of each.
    pub fn collect(&mut self, world: &World, now: OffsetDateTime, chance: &mut Chance) {
        for payload in world.events_after(self.newest.as_deref()) {
            let Ok(event) = serde_json::from_str::<serde_json::Value>(&payload) else { continue };
            let word = |member: &str| {
                event.get(member).and_then(|word| word.as_str()).unwrap_or_default().to_owned()
            };
            self.newest = Some(word("id"));
            let kind = word("type");
            if chance.percent(self.loses) || (!concerns_us(&kind) && chance.percent(90)) {
                continue;
            }
            let copies = if chance.percent(12) { chance.between(2, 4) } else { 1 };
            for _ in 0..copies {
                let delay = match chance.below(100) {
                    0..=69 => Duration::seconds(chance.between(0, 90)),
                    70..=93 => Duration::minutes(chance.between(1, 600)),
                    _ => Duration::days(chance.pick(&LATE).copied().unwrap_or(1)),
                };
                self.on_its_way.push(Letter {
                    payload: payload.clone(),
                    due: now + delay,
                    kind: kind.clone(),
                });
            }
        }
    }

    /// Takes one that has arrived, whichever chance says.
    pub fn take(&mut self, now: OffsetDateTime, chance: &mut Chance) -> Option<Letter> {
        let due: Vec<usize> =
            (0..).zip(&self.on_its_way).filter(|(_, one)| one.due <= now).map(|(at, _)| at).collect();
        let at = if chance.percent(70) { due.first() } else { chance.pick(&due) };
        at.map(|at| self.on_its_way.remove(*at))
    }

    /// Puts one back that was not acknowledged.
    pub fn again(&mut self, letter: Letter, due: OffsetDateTime) {
        self.on_its_way.push(Letter { due, ..letter });
    }

    /// Whether anything is still to come.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.on_its_way.is_empty()
    }

    /// Loses everything that is on its way.
    pub fn lose_all(&mut self) {
        self.on_its_way.clear();
    }
}
