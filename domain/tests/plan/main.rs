//! The rules of payment plans, as a patient, a biller or an examiner would check them.
#![cfg(test)]

mod apr;
mod autopay;
mod change;
mod common;
mod events;
mod money;
mod offer;
mod properties;
mod rhythm;
mod schedule;
mod table;
mod wire;
