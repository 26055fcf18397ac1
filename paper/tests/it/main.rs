//! The statement on paper, printed and read back.

#![expect(clippy::unwrap_used, reason = "tests")]

mod mail_room;
mod reading;
mod records;
mod support;
