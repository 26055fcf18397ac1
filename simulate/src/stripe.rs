//! What the stand-in's own records say, apart from anything the books hold.

use std::collections::BTreeMap;

use serde_json::Value;
use stripe_sandbox::params::Params;
use stripe_sandbox::store::shelf::{From, Selection};
use stripe_sandbox::store::{Doc, DocExt};
use stripe_sandbox::{World, routes};

/// Every object of a kind, oldest first.
#[must_use]
pub fn all(world: &World, kind: &str) -> Vec<Doc> {
    world.store.select(kind, Selection::all(From::Oldest)).collect()
}

/// Text below a member, such as `metadata.payment`.
#[must_use]
pub fn text_at<'a>(item: &'a Doc, member: &str, key: &str) -> &'a str {
    item.get(member).and_then(|inner| inner.get(key)).and_then(Value::as_str).unwrap_or_default()
}

/// Asks the stand-in's API as somebody in its dashboard would; false when it refused.
pub fn dashboard(world: &mut World, path: &str, form: &str) -> bool {
    Params::parse(form).is_ok_and(|params| routes::dispatch(world, "POST", path, &params).is_ok())
}

/// What the stand-in holds for us, in cents.
#[must_use]
pub fn held(world: &World) -> i64 {
    all(world, "balance_transaction").iter().map(|line| line.int("net")).sum()
}

/// What was collected for each of our payments, less what went back or was taken back, in
/// cents, by our payment's id. Lines that are not ours to count are named.
#[must_use]
pub fn kept(world: &World, not_counted: &dyn Fn(&str) -> bool) -> BTreeMap<String, i64> {
    let mut kept: BTreeMap<String, i64> = BTreeMap::new();
    let mut payment_of: BTreeMap<String, String> = BTreeMap::new();
    for charge in all(world, "charge") {
        let payment = text_at(&charge, "metadata", "payment");
        if payment.is_empty() || charge.text("status") != "succeeded" {
            continue;
        }
        payment_of.insert(charge.text("id").to_owned(), payment.to_owned());
        if !not_counted(charge.text("balance_transaction")) {
            *kept.entry(payment.to_owned()).or_default() += charge.int("amount_captured");
        }
    }
    for refund in all(world, "refund") {
        let Some(payment) = payment_of.get(refund.text("charge")) else { continue };
        for (line, sign) in [("balance_transaction", -1), ("failure_balance_transaction", 1)] {
            if !refund.text(line).is_empty() && !not_counted(refund.text(line)) {
                *kept.entry(payment.clone()).or_default() += sign * refund.int("amount");
            }
        }
    }
    for dispute in all(world, "dispute") {
        let Some(payment) = payment_of.get(dispute.text("charge")) else { continue };
        let lines =
            dispute.get("balance_transactions").and_then(Value::as_array).cloned().unwrap_or_default();
        for line in lines.iter().filter_map(Value::as_object) {
            if !not_counted(line.text("id")) {
                *kept.entry(payment.clone()).or_default() += line.int("amount");
            }
        }
    }
    kept
}

/// What the gateway must never have done for us, sentence by sentence.
#[must_use]
pub fn wrongs(world: &World) -> Vec<String> {
    let mut wrongs = Vec::new();
    let mut charges: BTreeMap<String, u32> = BTreeMap::new();
    for charge in all(world, "charge") {
        let payment = text_at(&charge, "metadata", "payment");
        if !payment.is_empty() && matches!(charge.text("status"), "succeeded" | "pending") {
            *charges.entry(payment.to_owned()).or_default() += 1;
        }
        if charge.int("amount_refunded") > charge.int("amount_captured") {
            wrongs.push(format!("more of charge {} was refunded than captured", charge.text("id")));
        }
    }
    let mut refunds: BTreeMap<String, u32> = BTreeMap::new();
    for refund in all(world, "refund") {
        let ours = text_at(&refund, "metadata", "refund");
        if !ours.is_empty() {
            *refunds.entry(ours.to_owned()).or_default() += 1;
        }
    }
    let twice = |of: BTreeMap<String, u32>| of.into_iter().filter(|(_, count)| *count > 1);
    wrongs.extend(twice(charges).map(|(id, count)| format!("payment {id} was charged {count} times")));
    wrongs.extend(twice(refunds).map(|(id, count)| format!("refund {id} was given {count} times")));
    wrongs
}
