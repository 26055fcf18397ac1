//! What a day brought, by method, and what was counted.

use domain::Money;
use time::{Date, OffsetDateTime};

use super::PayoutRow;
use crate::FormState;
use crate::model::Method;

/// `/staff/close?day=YYYY-MM-DD`; POST `/staff/close` has the fields `day` (hidden),
/// `counted_cash`, `counted_checks`, `note`. `/staff/close.csv?day=…` is the same as a
/// file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosePage {
    /// The day, where the practice is.
    pub day: Date,
    /// Today there.
    pub today: Date,
    /// The methods, zero ones too if the server lists them.
    pub rows: Vec<CloseRow>,
    /// What the gateway kept that day; above zero is a cost.
    pub fees: Money,
    /// The sum of every row's `net`, before fees.
    pub total: Money,
    /// Desk payments, to be compared with slips and cheques.
    pub items: Vec<CloseItem>,
    /// Payouts that arrive or arrived that day.
    pub payouts: Vec<PayoutRow>,
    /// Cash that should be in the drawer of that day's.
    pub expected_cash: Money,
    /// The sum of that day's cheques.
    pub expected_checks: Money,
    /// Each time the day was closed, newest first.
    pub closes: Vec<CloseMark>,
    /// What was typed, and what is wrong, under `counted_cash`, `counted_checks`,
    /// `note` or the empty name.
    pub form: FormState,
}

/// A method's day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CloseRow {
    /// The method.
    pub method: CloseMethod,
    /// How many payments.
    pub payments: u64,
    /// Their sum.
    pub taken: Money,
    /// Sent or given back; above zero.
    pub refunds: Money,
    /// Taken back by banks, less what they gave back again; above zero is a loss.
    pub chargebacks: Money,
    /// `taken − refunds − chargebacks`.
    pub net: Money,
}

/// How money comes in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CloseMethod {
    /// Cards and wallets, online.
    Card,
    /// Bank debits, online.
    Bank,
    /// Coins and notes.
    Cash,
    /// Cheques.
    Check,
    /// The desk's card terminal.
    Terminal,
}

/// A payment taken at the desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloseItem {
    /// The receipt's number.
    pub number: String,
    /// When.
    pub time: OffsetDateTime,
    /// The guarantor's name.
    pub name: String,
    /// With what.
    pub method: Method,
    /// The cheque's number, or the terminal slip's.
    pub reference: Option<String>,
    /// How much.
    pub amount: Money,
}

/// The day was counted and closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloseMark {
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
    /// Cash in the drawer.
    pub counted_cash: Money,
    /// The sum of the cheques.
    pub counted_checks: Money,
    /// Counted less expected, both together, as it stood then; below zero is short.
    pub over_short: Money,
    /// What somebody wrote about it.
    pub note: Option<String>,
    /// Whether money of that day was added or taken back since.
    pub changed_since: bool,
}
