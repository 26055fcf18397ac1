//! Faults on request: the next calls to a path fail in a chosen way.

use serde::{Deserialize, Serialize};

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The connection drops before anything happened.
    DropBefore,
    /// The work is done, then the connection drops without an answer.
    DropAfter,
    /// A 500 before anything happened; no answer is saved under the idempotency key.
    ErrorBefore,
    /// The work is done and a 500 is answered, and saved under the idempotency key.
    ErrorAfter,
    /// A 429 before anything happened.
    RateLimit,
    /// Nothing but the delay.
    Delay,
}

/// One fault: which calls, how often, how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Start of the request path, e.g. `/v1/checkout/sessions`.
    pub path: String,
    /// HTTP method; any when absent.
    #[serde(default)]
    pub method: Option<String>,
    /// How it fails.
    pub kind: Failure,
    /// How many calls it hits.
    #[serde(default = "one")]
    pub times: u32,
    /// Milliseconds for which the request is under way before it goes on.
    #[serde(default)]
    pub delay_ms: u64,
}

fn one() -> u32 {
    1
}

/// The faults still to happen, in the order in which they were asked for.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault.
    pub fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// What is still to happen.
    #[must_use]
    pub fn pending(&self) -> &[Fault] {
        &self.0
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault that hits this call, counted down.
    pub fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let at = self.0.iter().position(|fault| {
            fault.times > 0
                && path.starts_with(&fault.path)
                && fault.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
        })?;
        let fault = self.0.get_mut(at)?;
        fault.times -= 1;
        let hit = fault.clone();
        self.0.retain(|fault| fault.times > 0);
        Some(hit)
    }
}
