//! Payment plans: what is signed is what is asked, each instalment is taken once, and whatever
//! happens in the books happens to the plan.

mod autopay;
mod beside;
pub mod book;
mod changes;
mod charges;
mod down;
mod joining;
mod money;
mod signing;
mod staff;
