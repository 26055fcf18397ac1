//! Promises of the books, kept on each engine there is.
//!
//! One binary, so that it links once. PostgreSQL takes part when
//! `OPENBALANCE_TEST_POSTGRES_URL` names a server; `scripts/test` starts one.
#![expect(clippy::unwrap_used, reason = "tests")]

mod answering;
mod audit;
mod books;
mod branding;
mod denials;
mod disputes;
mod export;
mod hardship;
mod history;
mod hooks;
mod household;
mod identity;
mod link_batches;
mod messages;
mod migrations;
mod moving;
mod pay_links;
mod payments;
mod plans;
mod practice;
mod reach;
mod registration;
mod remittances;
mod rivals;
mod search;
mod statements;
mod verify;
mod write_offs;
