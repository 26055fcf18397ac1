//! The account's balance and the transactions it is the sum of.

use serde_json::{Value, json};

use super::Answer;
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt, public};
use crate::world::World;

const KIND: &str = "balance_transaction";
/// Seconds until a card payment's money is available: two days.
const AVAILABLE_AFTER: i64 = 2 * 24 * 60 * 60;

/// One movement on the account.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// `charge`, `payment`, `refund`, `adjustment`, `payout` …
    pub kind: &'static str,
    /// Gross amount in cents; negative leaves the account.
    pub amount: i64,
    /// Stripe's fee in cents.
    pub fee: i64,
    /// The object it belongs to.
    pub source: &'a str,
    /// Whether it is available at once rather than in two days.
    pub at_once: bool,
}

/// Books a movement and returns the transaction's id.
pub fn book(world: &mut World, currency: &str, entry: &Entry<'_>) -> String {
    let available = world.now() + if entry.at_once { 0 } else { AVAILABLE_AFTER };
    let category = match entry.kind {
        "payment" => "charge",
        "payment_refund" => "refund",
        "adjustment" => {
            if entry.amount < 0 {
                "dispute"
            } else {
                "dispute_reversal"
            }
        }
        other => other,
    };
    let fees = if entry.fee == 0 {
        json!([])
    } else {
        json!([{
            "amount": entry.fee, "application": null, "currency": currency,
            "description": if entry.kind == "adjustment" { "Dispute fee" } else { "Stripe processing fees" },
            "type": "stripe_fee",
        }])
    };
    let transaction = world.create(
        KIND,
        "txn_",
        json!({
            "amount": entry.amount, "available_on": available, "balance_type": "payments", "currency": currency,
            "description": null, "exchange_rate": null, "fee": entry.fee, "fee_details": fees,
            "net": entry.amount - entry.fee, "reporting_category": category, "source": entry.source,
            "status": "pending", "type": entry.kind, "_payout": null,
        }),
    );
    transaction.text("id").to_owned()
}

/// A transaction as it stands now: pending until its day comes.
#[must_use]
pub fn current(world: &World, transaction: &Doc) -> Value {
    let mut shown = transaction.clone();
    if shown.int("available_on") <= world.now() {
        shown.put("status", "available");
    }
    public(&Value::Object(shown))
}

/// `GET /v1/balance_transactions/{id}`
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str) -> Answer {
    Ok(current(world, &world.store.get(KIND, id)?))
}

/// `GET /v1/balance_transactions`
///
/// # Errors
/// Bad paging, an unknown payout.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["type", "source", "payout", "currency"]].concat())?;
    let mut page = listing::page(world, KIND, "/v1/balance_transactions", params, |transaction| {
        listing::matches(params, "type", transaction, "type")
            && listing::matches(params, "source", transaction, "source")
            && listing::matches(params, "currency", transaction, "currency")
            && listing::matches(params, "payout", transaction, "_payout")
    })?;
    if let Some(items) = page.get_mut("data").and_then(Value::as_array_mut) {
        for item in items.iter_mut() {
            if let Some(stored) =
                item.get("id").and_then(Value::as_str).and_then(|id| world.store.find(KIND, id))
            {
                *item = current(world, stored);
            }
        }
    }
    Ok(page)
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
    let now = world.now();
    world.store.newest_first(KIND).filter(|transaction| transaction.text("currency") == currency).fold(
        (0, 0),
        |(available, pending), transaction| {
            if transaction.int("available_on") <= now {
                (available + transaction.int("net"), pending)
            } else {
                (available, pending + transaction.int("net"))
            }
        },
    )
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
        .newest_first(KIND)
        .filter(|transaction| {
            transaction.text("currency") == currency
                && transaction.text("_payout").is_empty()
                && transaction.text("type") != "payout"
                && transaction.int("available_on") <= now
        })
        .map(|transaction| (transaction.text("id").to_owned(), transaction.int("net")))
        .collect();
    let mut sum = 0;
    for (id, net) in due {
        sum += net;
        world.store.update(KIND, &id, |transaction| transaction.put("_payout", payout))?;
    }
    Ok(sum)
}
