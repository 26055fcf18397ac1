//! One object, as the JSON it is answered with.

use serde_json::{Map, Value};

/// One stored object.
pub type Doc = Map<String, Value>;

/// Short readings of a [`Doc`]; an absent member reads as empty, zero or false.
pub trait DocExt {
    /// A string member.
    fn text(&self, key: &str) -> &str;
    /// A whole-number member (cents, seconds).
    fn int(&self, key: &str) -> i64;
    /// A boolean member.
    fn flag(&self, key: &str) -> bool;
    /// A member as it is, null when absent.
    fn get_or_null(&self, key: &str) -> Value;
    /// Sets a member.
    fn put(&mut self, key: &str, value: impl Into<Value>);
}

impl DocExt for Doc {
    fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Value::as_str).unwrap_or_default()
    }
    fn int(&self, key: &str) -> i64 {
        self.get(key).and_then(Value::as_i64).unwrap_or_default()
    }
    fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or_default()
    }
    fn get_or_null(&self, key: &str) -> Value {
        self.get(key).cloned().unwrap_or_default()
    }
    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.insert(key.to_owned(), value.into());
    }
}

/// Makes a [`Doc`] of a JSON literal; anything but an object makes an empty one.
#[must_use]
pub fn doc(value: Value) -> Doc {
    match value {
        Value::Object(map) => map,
        _ => Doc::new(),
    }
}

/// What the outside may see of an object: everything without the stand-in's notes.
#[must_use]
pub fn public(value: &Value) -> Value {
    let mut value = value.clone();
    strip(&mut value);
    value
}

/// An object as the outside may see it.
#[must_use]
pub fn published(item: Doc) -> Value {
    let mut value = Value::Object(item);
    strip(&mut value);
    value
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.keys().any(|name| name.starts_with('_')) {
                map.retain(|name, _| !name.starts_with('_'));
            }
            map.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// The kind of object an id names.
#[must_use]
pub fn kind_of(id: &str) -> Option<&'static str> {
    let (prefix, _) = id.split_once('_')?;
    Some(match prefix {
        "cs" => "checkout.session",
        "pi" => "payment_intent",
        "seti" => "setup_intent",
        "ch" | "py" => "charge",
        "re" | "pyr" => "refund",
        "txn" => "balance_transaction",
        "evt" => "event",
        "cus" => "customer",
        "pm" => "payment_method",
        "dp" | "du" => "dispute",
        "po" => "payout",
        "prod" => "product",
        "price" => "price",
        _ => return None,
    })
}
