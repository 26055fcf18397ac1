//! What the world lets go of as its time passes, so that it can run for long: answers that no key
//! holds any more, events that can be listed no more, and earlier on request.

use std::collections::HashSet;

use crate::clock::Seconds;
use crate::idempotency;
use crate::resources::events;
use crate::store::{Doc, DocExt, Store};
use crate::world::World;

/// Seconds between two rounds.
const EVERY: Seconds = 60;

impl World {
    /// Lets go of what is over, when the last round is a minute ago.
    pub fn forget(&mut self) {
        let now = self.now();
        if self.forgot_at.saturating_add(EVERY) > now && self.forgot_at <= now {
            return;
        }
        self.forgot_at = now;
        let sooner = self.settings.forget_after.unwrap_or(Seconds::MAX);
        let store = &self.store;
        self.keys.prune(now, now.saturating_sub(sooner.min(idempotency::KEPT)), |body| is_over(store, body));

        let outbox = &self.outbox;
        let to_send: HashSet<&str> =
            outbox.waiting.iter().chain(&outbox.under_way).map(|delivery| delivery.event.as_str()).collect();
        let oldest = now.saturating_sub(sooner.min(events::KEPT));
        self.store.forget(events::KIND, oldest, |id| !to_send.contains(id));
    }
}

/// Whether nothing more can happen to what an answer was about, so that nobody asks for it again.
fn is_over(store: &Store, answer: &Doc) -> bool {
    let Some(object) = store.find(answer.text("object"), answer.text("id")) else { return true };
    matches!(object.text("status"), "complete" | "expired" | "succeeded" | "failed" | "canceled")
}
