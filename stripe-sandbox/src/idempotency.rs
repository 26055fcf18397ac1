//! Idempotency keys as Stripe defines them.
//!
//! The first request with a key runs; its answer, a 500 included, is replayed to the same request
//! for 24 hours. The same key with other parameters is a 400, a second use while the first still
//! runs a 409. A request that failed validation before anything started leaves no answer behind.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::clock::Seconds;
use crate::error::{ApiError, Kind};
use crate::store::frozen::{Frozen, Templates};
use crate::store::{Doc, DocExt};

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

/// A saved answer at rest.
#[derive(Clone, Debug)]
struct Kept {
    status: u16,
    body: Frozen,
    request_id: Box<str>,
}

#[derive(Clone, Debug)]
struct Entry {
    /// SHA-256 of what the key was used for.
    fingerprint: [u8; 32],
    created: Seconds,
    kept: Option<Kept>,
}

/// All keys in use.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Keys {
    entries: HashMap<Box<str>, Entry>,
    templates: Templates,
}

impl Keys {
    /// Claims `key` for the request described by `fingerprint` (method, path and parameters).
    ///
    /// # Errors
    /// A key that is too long, used for another request (400) or in use right now (409).
    pub fn begin(&mut self, key: &str, fingerprint: &str, now: Seconds) -> Result<Verdict, ApiError> {
        if key.chars().count() > LONGEST_KEY {
            return Err(refusal(400, "Idempotency keys can have at most 255 characters."));
        }
        let fingerprint: [u8; 32] = Sha256::digest(fingerprint).into();
        match self.entries.get(key).filter(|entry| lasts(entry, now)) {
            None => {
                self.entries.insert(key.into(), Entry { fingerprint, created: now, kept: None });
                Ok(Verdict::Run)
            }
            Some(entry) if entry.fingerprint != fingerprint => Err(refusal(
                400,
                "Keys for idempotent requests can only be used with the same parameters they were first used with.",
            )),
            Some(Entry { kept: Some(kept), .. }) => Ok(Verdict::Replay(self.saved(kept))),
            Some(_) => {
                Err(refusal(409, "There is currently another in-progress request using this idempotent key.")
                    .code("idempotency_key_in_use"))
            }
        }
    }

    /// Saves the answer of the request that claimed `key`.
    pub fn finish(&mut self, key: &str, status: u16, body: &Value, request_id: &str) {
        let kept = self.keep(status, body, request_id);
        if let Some(entry) = self.entries.get_mut(key) {
            entry.kept = Some(kept);
        }
    }

    /// Frees `key` because the request never started.
    pub fn forget(&mut self, key: &str) {
        self.entries.remove(key);
    }

    /// Lets go of what has been kept for 24 hours, and of what is older than `moment` where
    /// `is_over` says so of the answer's body.
    pub fn prune(&mut self, now: Seconds, moment: Seconds, is_over: impl Fn(&Doc) -> bool) {
        let templates = &self.templates;
        self.entries.retain(|_, entry| {
            let over = |kept: &Kept| entry.created < moment && is_over(&templates.thaw(&kept.body));
            lasts(entry, now) && !entry.kept.as_ref().is_some_and(over)
        });
    }

    /// How many keys are in use.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    fn keep(&mut self, status: u16, body: &Value, request_id: &str) -> Kept {
        let none = Doc::new();
        let body = body.as_object().unwrap_or(&none);
        let sort = if body.contains_key("error") { "error" } else { body.text("object") };
        Kept { status, body: self.templates.freeze(sort, body), request_id: request_id.into() }
    }

    fn saved(&self, kept: &Kept) -> Saved {
        let body = Value::Object(self.templates.thaw(&kept.body));
        Saved { status: kept.status, body, request_id: kept.request_id.to_string() }
    }
}

/// Whether a key still holds: while its request runs, and for 24 hours from its beginning.
fn lasts(entry: &Entry, now: Seconds) -> bool {
    entry.kept.is_none() || entry.created.saturating_add(KEPT) > now
}

/// Keys as the state file holds them.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Written {
    entries: BTreeMap<String, WrittenEntry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WrittenEntry {
    fingerprint: String,
    created: Seconds,
    saved: Option<Saved>,
}

impl From<Keys> for Written {
    fn from(keys: Keys) -> Self {
        let write = |entry: &Entry| WrittenEntry {
            fingerprint: hex::encode(entry.fingerprint),
            created: entry.created,
            saved: entry.kept.as_ref().map(|kept| keys.saved(kept)),
        };
        Self { entries: keys.entries.iter().map(|(key, entry)| (key.to_string(), write(entry))).collect() }
    }
}

impl From<Written> for Keys {
    /// A key that was in use when the process ended is free again, as its request is not under way
    /// any more.
    fn from(written: Written) -> Self {
        let mut keys = Self::default();
        for (key, entry) in written.entries {
            let mut fingerprint = [0; 32];
            let (Some(saved), Ok(())) =
                (entry.saved, hex::decode_to_slice(&entry.fingerprint, &mut fingerprint))
            else {
                continue;
            };
            let kept = Some(keys.keep(saved.status, &saved.body, &saved.request_id));
            keys.entries.insert(key.into(), Entry { fingerprint, created: entry.created, kept });
        }
        keys
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

    fn finish(keys: &mut Keys, key: &str, saved: Saved) {
        keys.finish(key, saved.status, &saved.body, &saved.request_id);
    }

    #[test]
    fn the_same_request_is_answered_once_and_then_replayed_even_a_500() {
        let mut keys = Keys::default();
        assert_eq!(keys.begin("k", "POST /v1/x a=1", 0).unwrap(), Verdict::Run);
        finish(&mut keys, "k", saved(500));
        assert_eq!(keys.begin("k", "POST /v1/x a=1", 10).unwrap(), Verdict::Replay(saved(500)));
    }

    #[test]
    fn other_parameters_are_refused() {
        let mut keys = Keys::default();
        keys.begin("k", "a=1", 0).unwrap();
        finish(&mut keys, "k", saved(200));
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
        finish(&mut keys, "k", saved(200));
        assert!(matches!(keys.begin("k", "a=1", KEPT - 1).unwrap(), Verdict::Replay(_)));
        assert_eq!(keys.begin("k", "a=2", KEPT).unwrap(), Verdict::Run);
    }

    #[test]
    fn after_a_restart_an_answer_is_replayed_and_a_key_without_one_is_free() {
        let mut keys = Keys::default();
        for key in ["done", "under way"] {
            keys.begin(key, "a=1", 0).unwrap();
        }
        finish(&mut keys, "done", saved(200));
        let mut keys: Keys = serde_json::from_str(&serde_json::to_string(&keys).unwrap()).unwrap();
        assert_eq!(keys.begin("done", "a=1", 1).unwrap(), Verdict::Replay(saved(200)));
        assert_eq!(keys.begin("under way", "a=1", 1).unwrap(), Verdict::Run);
    }

    #[test]
    fn pruning_lets_go_of_the_old_of_the_finished_and_of_nothing_under_way() {
        let mut keys = Keys::default();
        for (key, at) in [("old", 0), ("finished", 100), ("open", 100), ("young", 900), ("under way", 0)] {
            keys.begin(key, "", at).unwrap();
            if key != "under way" {
                finish(&mut keys, key, Saved { body: serde_json::json!({ "id": key }), ..saved(200) });
            }
        }
        keys.prune(KEPT, 500, |body| body["id"] != "open");
        assert_eq!(keys.count(), 3, "open, young, under way");
        keys.prune(KEPT + 100, 0, |_| true);
        assert_eq!(keys.count(), 2, "young, under way");
    }

    #[test]
    fn a_key_has_at_most_255_characters() {
        let mut keys = Keys::default();
        assert!(keys.begin(&"k".repeat(255), "", 0).is_ok());
        assert!(keys.begin(&"k".repeat(256), "", 0).is_err());
    }
}
