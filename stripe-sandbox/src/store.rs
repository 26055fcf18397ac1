//! Every object the stand-in knows, as the JSON it answers with.
//!
//! Members whose name starts with `_` are the stand-in's own notes (how a test card behaves, say)
//! and never leave it.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::ApiError;

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
    match value {
        Value::Object(map) => Value::Object(
            map.iter()
                .filter(|(key, _)| !key.starts_with('_'))
                .map(|(key, inner)| (key.clone(), public(inner)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(public).collect()),
        other => other.clone(),
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Collection {
    order: Vec<String>,
    items: HashMap<String, Doc>,
}

/// All objects by kind (`payment_intent`, `checkout.session` …) and id, in order of creation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Store(BTreeMap<String, Collection>);

impl Store {
    /// Adds an object under its own `object` and `id`, and returns it.
    pub fn insert(&mut self, item: Doc) -> Doc {
        let collection = self.0.entry(item.text("object").to_owned()).or_default();
        let id = item.text("id").to_owned();
        if collection.items.insert(id.clone(), item.clone()).is_none() {
            collection.order.push(id);
        }
        item
    }

    /// A copy of an object.
    ///
    /// # Errors
    /// `resource_missing` (404).
    pub fn get(&self, kind: &str, id: &str) -> Result<Doc, ApiError> {
        self.find(kind, id).cloned().ok_or_else(|| ApiError::missing(short(kind), id))
    }

    /// An object, if it is there.
    #[must_use]
    pub fn find(&self, kind: &str, id: &str) -> Option<&Doc> {
        self.0.get(kind)?.items.get(id)
    }

    /// Changes an object and returns it as it is then.
    ///
    /// # Errors
    /// `resource_missing` (404).
    pub fn update(&mut self, kind: &str, id: &str, change: impl FnOnce(&mut Doc)) -> Result<Doc, ApiError> {
        let item = self
            .0
            .get_mut(kind)
            .and_then(|collection| collection.items.get_mut(id))
            .ok_or_else(|| ApiError::missing(short(kind), id))?;
        change(item);
        Ok(item.clone())
    }

    /// All objects of a kind, newest first.
    pub fn newest_first(&self, kind: &str) -> impl Iterator<Item = &Doc> {
        self.0
            .get(kind)
            .into_iter()
            .flat_map(|collection| collection.order.iter().rev().filter_map(|id| collection.items.get(id)))
    }

    /// The object behind an id of any kind, told by its prefix.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Doc> {
        self.find(kind_of(id)?, id)
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

fn short(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}
