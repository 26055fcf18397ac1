//! What moves. An island renders on the server like the rest of the page and works
//! as plain HTML; in the browser it only answers sooner.

mod amount_picker;
pub mod picker;
pub mod plan_choice;
mod plan_schedule;
pub mod plan_words;

pub use amount_picker::AmountPicker;
pub use plan_schedule::PlanSchedule;
