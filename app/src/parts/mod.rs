//! The kit: what more than one page is made of.

mod bar;
mod choice;
mod estimate;
mod field;
mod notice;
mod reasons;
mod returns;
mod schedule;
mod words;

pub(crate) use bar::{Bar, Tone, bar, drawn, piece_bar, share_bar};
pub(crate) use choice::{money_field, note_field, radios, select, tick};
pub(crate) use estimate::{estimate, federal_way, told_before};
pub(crate) use field::{Field, birth_date, error_line, error_summary, field, new_password, password};
pub(crate) use notice::{Mood, came, notice};
pub(crate) use reasons::{carc, code, why};
pub(crate) use returns::returns;
pub(crate) use schedule::{ScheduleRow, schedule, schedule_rows};
pub(crate) use words::{
    amount, because, capital, day, file_size, for_whom, method_name, numbered, paid_with, payer_or, sole,
    visit_title, ways_out, ways_out_from,
};
