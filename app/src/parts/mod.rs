//! The kit: what more than one page is made of.

mod bar;
mod field;
mod notice;
mod words;

pub(crate) use bar::{Bar, Tone, bar, piece_bar, share_bar};
pub(crate) use field::{Field, birth_date, error_summary, field, new_password, password};
pub(crate) use notice::{Mood, notice};
pub(crate) use words::{amount, because, capital, day, for_whom, payer_or, sole, visit_title, ways_out};
