//! The account's balance and the transactions it is the sum of.
//!
//! Which types there are, and what they are called for, is Stripe's: see
//! docs.stripe.com/reports/balance-transaction-types.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Answer;
use crate::clock::Seconds;
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::shelf::{From, Selection};
use crate::store::{Doc, DocExt, Store, published};
use crate::world::World;

const KIND: &str = "balance_transaction";
/// Seconds until a card payment's money is available: two days.
const AVAILABLE_AFTER: i64 = 2 * 24 * 60 * 60;

/// When a movement's money can be paid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Available {
    /// Now.
    AtOnce,
    /// In two days, as card money is.
    InTwoDays,
    /// Once [`clear`] says so: a bank debit on its way.
    OnceCleared,
}

/// One movement on the account.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// `charge`, `payment`, `refund`, `adjustment`, `payout` …
    pub kind: &'static str,
    /// Gross amount in cents; negative leaves the account.
    pub amount: i64,
    /// Stripe's fee in cents; negative when it is given back.
    pub fee: i64,
    /// The object it belongs to, if any.
    pub source: Option<&'a str>,
    /// When it can be paid out.
    pub available: Available,
    /// What it is for, where the kind alone does not tell.
    pub description: Option<&'a str>,
}

/// How accountants group a movement. Source: docs.stripe.com/reports/reporting-categories.
fn category(kind: &str, amount: i64) -> &str {
    match kind {
        "payment" => "charge",
        "payment_refund" => "refund",
        "payment_failure_refund" => "charge_failure",
        "payout_failure" => "payout_reversal",
        "stripe_fee" => "fee",
        "adjustment" if amount < 0 => "dispute",
        "adjustment" => "dispute_reversal",
        other => other,
    }
}

/// Books a movement and returns the transaction's id.
pub fn book(world: &mut World, currency: &str, entry: &Entry<'_>) -> String {
    let wait = if entry.available == Available::InTwoDays { AVAILABLE_AFTER } else { 0 };
    let available_on = world.now() + wait;
    let uncleared = entry.available == Available::OnceCleared;
    let fees = if entry.fee == 0 {
        json!([])
    } else {
        json!([{
            "amount": entry.fee, "application": null, "currency": currency,
            "description": if entry.kind == "adjustment" { "Dispute fee" } else { "Stripe processing fees" },
            "type": "stripe_fee",
        }])
    };
    let net = entry.amount - entry.fee;
    let transaction = world.create(
        KIND,
        "txn_",
        json!({
            "amount": entry.amount, "available_on": available_on, "balance_type": "payments", "currency": currency,
            "description": entry.description, "exchange_rate": null, "fee": entry.fee, "fee_details": fees,
            "net": net, "reporting_category": category(entry.kind, entry.amount), "source": entry.source,
            "status": "pending", "type": entry.kind, "_payout": null, "_uncleared": uncleared,
        }),
    );
    let funds = world.funds.entry(currency.to_owned()).or_default();
    if uncleared {
        funds.uncleared += net
    } else {
        funds.add(available_on, net)
    }
    transaction.text("id").to_owned()
}

/// Makes a bank debit's money available, because the debit has cleared or because its return is
/// booked against it.
///
/// # Errors
/// No such transaction.
pub fn clear(world: &mut World, id: &str) -> Result<(), ApiError> {
    let now = world.now();
    let transaction = world.store.update(KIND, id, |transaction| {
        transaction.put("_uncleared", false);
        transaction.put("available_on", now);
    })?;
    let net = transaction.int("net");
    let funds = world.funds.entry(transaction.text("currency").to_owned()).or_default();
    funds.uncleared -= net;
    funds.add(now, net);
    Ok(())
}

/// A transaction as it stands now: pending until its day comes.
#[must_use]
pub fn current(world: &World, transaction: Doc) -> Value {
    let mut shown = transaction;
    if shown.int("available_on") <= world.now() && !shown.flag("_uncleared") {
        shown.put("status", "available");
    }
    published(shown)
}

/// `GET /v1/balance_transactions/{id}`
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str) -> Answer {
    Ok(current(world, world.store.get(KIND, id)?))
}

/// `GET /v1/balance_transactions`
///
/// # Errors
/// Bad paging, an unknown payout.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["type", "source", "payout", "currency"]].concat())?;
    let equal = [("type", "type"), ("source", "source"), ("currency", "currency"), ("payout", "_payout")];
    let view = |transaction: Doc| Some(current(world, transaction));
    listing::page_of(world, KIND, "/v1/balance_transactions", params, &equal, view)
}

/// `GET /v1/balance`
///
/// # Errors
/// None; the signature is the table's.
pub fn balance(world: &World) -> Answer {
    let part =
        |cents: i64| json!([{ "amount": cents, "currency": "usd", "source_types": { "card": cents } }]);
    let (available, pending) = sums(world, "usd");
    Ok(
        json!({ "object": "balance", "available": part(available), "pending": part(pending), "livemode": false }),
    )
}

/// Available and pending cents in a currency.
#[must_use]
pub fn sums(world: &World, currency: &str) -> (i64, i64) {
    world.funds.get(currency).map_or((0, 0), |funds| funds.at(world.now()))
}

/// The account in one currency, summed by the moment at which its parts become available, so that
/// a balance costs the same at any number of transactions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Funds {
    due: BTreeMap<Seconds, i64>,
    uncleared: i64,
}

impl Funds {
    fn add(&mut self, available_on: Seconds, cents: i64) {
        *self.due.entry(available_on).or_default() += cents;
    }

    /// Available and pending cents at a moment.
    fn at(&self, now: Seconds) -> (i64, i64) {
        let available: i64 = self.due.range(..=now).map(|(_, cents)| cents).sum();
        let all: i64 = self.due.values().sum();
        (available, all - available + self.uncleared)
    }
}

/// The account as its transactions add up, by currency.
#[must_use]
pub fn recount(store: &Store) -> BTreeMap<String, Funds> {
    let mut all: BTreeMap<String, Funds> = BTreeMap::new();
    for transaction in store.newest_first(KIND) {
        let funds = all.entry(transaction.text("currency").to_owned()).or_default();
        let net = transaction.int("net");
        if transaction.flag("_uncleared") {
            funds.uncleared += net;
        } else {
            funds.add(transaction.int("available_on"), net);
        }
    }
    all
}

/// Writes down which payout carries a transaction.
///
/// # Errors
/// No such transaction.
pub fn carry(world: &mut World, id: &str, payout: &str) -> Result<(), ApiError> {
    world.store.update(KIND, id, |transaction| transaction.put("_payout", payout))?;
    Ok(())
}

/// Marks every available transaction that no payout carries yet as carried by `payout`, and returns
/// their sum in cents.
///
/// # Errors
/// Only if a transaction just listed cannot be found again.
pub fn sweep(world: &mut World, currency: &str, payout: &str) -> Result<i64, ApiError> {
    let now = world.now();
    let due: Vec<(String, i64)> = world
        .store
        .select(KIND, Selection { equal: vec![("_payout", "")], ..Selection::all(From::Newest) })
        .filter(|transaction| {
            transaction.text("currency") == currency
                && !transaction.flag("_uncleared")
                && transaction.int("available_on") <= now
        })
        .map(|transaction| (transaction.text("id").to_owned(), transaction.int("net")))
        .collect();
    let mut sum = 0;
    for (id, net) in due {
        sum += net;
        carry(world, &id, payout)?;
    }
    Ok(sum)
}
