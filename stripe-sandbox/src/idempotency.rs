//! Idempotency keys as Stripe defines them.
//!
//! The first request with a key runs; its answer, a 500 included, is replayed to the same request
//! for 24 hours. The same key with other parameters is a 400, a second use while the first still
//! runs a 409. A request that failed validation before anything started leaves no answer behind.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Seconds;
use crate::error::{ApiError, Kind};

/// Longest key in characters.
pub const LONGEST_KEY: usize = 255;
/// How long an answer is kept, in seconds.
pub const KEPT: Seconds = 24 * 60 * 60;

/// What a request with a key has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// First use: run, then [`Keys::finish`].
    Run,
    /// Used before: answer this.
    Replay(Saved),
}

/// A saved answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// HTTP status.
    pub status: u16,
    /// JSON body.
    pub body: Value,
    /// `Request-Id` of the request that ran.
    pub request_id: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    fingerprint: String,
    created: Seconds,
    saved: Option<Saved>,
}

/// All keys in use.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Keys {
    entries: HashMap<String, Entry>,
    pruned: Seconds,
}

const PRUNED_EVERY: Seconds = 600;

impl Keys {
    /// Claims `key` for the request described by `fingerprint` (method, path and parameters).
    ///
    /// # Errors
    /// A key that is too long, used for another request (400) or in use right now (409).
    pub fn begin(&mut self, key: &str, fingerprint: &str, now: Seconds) -> Result<Verdict, ApiError> {
        if key.chars().count() > LONGEST_KEY {
            return Err(refusal(400, "Idempotency keys can have at most 255 characters."));
        }
        let kept = |entry: &Entry| entry.saved.is_none() || entry.created.saturating_add(KEPT) > now;
        if self.pruned.saturating_add(PRUNED_EVERY) < now {
            self.entries.retain(|_, entry| kept(entry));
            self.pruned = now;
        }
        match self.entries.get(key).filter(|entry| kept(entry)) {
            None => {
                let entry = Entry { fingerprint: fingerprint.to_owned(), created: now, saved: None };
                self.entries.insert(key.to_owned(), entry);
                Ok(Verdict::Run)
            }
            Some(entry) if entry.fingerprint != fingerprint => Err(refusal(
                400,
                "Keys for idempotent requests can only be used with the same parameters they were first used with.",
            )),
            Some(Entry { saved: Some(saved), .. }) => Ok(Verdict::Replay(saved.clone())),
            Some(_) => {
                Err(refusal(409, "There is currently another in-progress request using this idempotent key.")
                    .code("idempotency_key_in_use"))
            }
        }
    }

    /// Saves the answer of the request that claimed `key`.
    pub fn finish(&mut self, key: &str, saved: Saved) {
        if let Some(entry) = self.entries.get_mut(key) {
            entry.saved = Some(saved);
        }
    }

    /// Frees `key` because the request never started.
    pub fn forget(&mut self, key: &str) {
        self.entries.remove(key);
    }
}

fn refusal(status: u16, message: &str) -> ApiError {
    let mut error = ApiError::invalid(message);
    error.status = status;
    error.kind = Kind::Idempotency;
    error
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Keys, Saved, Verdict};

    fn saved(status: u16) -> Saved {
        Saved { status, body: serde_json::json!({"id": "pi_1"}), request_id: "req_1".into() }
    }

    #[test]
    fn the_same_request_is_answered_once_and_then_replayed_even_a_500() {
        let mut keys = Keys::default();
        assert_eq!(keys.begin("k", "POST /v1/x a=1", 0).unwrap(), Verdict::Run);
        keys.finish("k", saved(500));
        assert_eq!(keys.begin("k", "POST /v1/x a=1", 10).unwrap(), Verdict::Replay(saved(500)));
    }

    #[test]
    fn other_parameters_are_refused() {
        let mut keys = Keys::default();
        keys.begin("k", "a=1", 0).unwrap();
        keys.finish("k", saved(200));
        assert_eq!(keys.begin("k", "a=2", 0).unwrap_err().status, 400);
    }

    #[test]
    fn a_key_in_flight_conflicts_until_it_is_finished_or_forgotten() {
        let mut keys = Keys::default();
        keys.begin("k", "a=1", 0).unwrap();
        assert_eq!(keys.begin("k", "a=1", KEPT * 2).unwrap_err().status, 409);
        keys.forget("k");
        assert_eq!(keys.begin("k", "a=1", 0).unwrap(), Verdict::Run);
    }

    #[test]
    fn a_key_lives_twenty_four_hours() {
        let mut keys = Keys::default();
        keys.begin("k", "a=1", 0).unwrap();
        keys.finish("k", saved(200));
        assert!(matches!(keys.begin("k", "a=1", KEPT - 1).unwrap(), Verdict::Replay(_)));
        assert_eq!(keys.begin("k", "a=2", KEPT).unwrap(), Verdict::Run);
    }

    #[test]
    fn a_key_has_at_most_255_characters() {
        let mut keys = Keys::default();
        assert!(keys.begin(&"k".repeat(255), "", 0).is_ok());
        assert!(keys.begin(&"k".repeat(256), "", 0).is_err());
    }
}
