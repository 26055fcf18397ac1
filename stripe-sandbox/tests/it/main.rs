//! The stand-in from outside: through its router, its sockets, and the client that the product
//! uses.
#![expect(clippy::unwrap_used, reason = "tests")]

mod banks;
mod client;
mod faults;
mod forgetting;
mod harness;
mod hosted;
mod idempotency;
mod money;
mod paging;
mod payouts;
mod state;
mod webhooks;
