//! Objects at rest: what one differs in from the first of its sort, as compact JSON.
//!
//! Nine tenths of an object are the same in every object of its sort (names, nulls, defaults), and
//! the tree of a whole one takes some ten times its text. A frozen one takes its differences only,
//! and thaws in the time it would take to copy the tree.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Doc;

/// Names the members that the first of the sort has and this one has not, and what stands where the
/// first has a list. No parameter's name may contain it (see [`crate::params`]).
const GONE: &str = "\0";

/// An object at rest. Only the [`Templates`] that froze it can thaw it.
#[derive(Clone, Debug)]
pub struct Frozen {
    template: usize,
    differences: Box<str>,
}

/// The first object of each sort.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    by_sort: HashMap<String, usize>,
    all: Vec<Doc>,
}

impl Templates {
    /// Puts an object to rest beside others of its `sort`: any name for what looks alike.
    pub fn freeze(&mut self, sort: &str, item: &Doc) -> Frozen {
        let template = match self.by_sort.get(sort) {
            Some(at) => *at,
            None => {
                self.all.push(item.clone());
                let at = self.all.len() - 1;
                self.by_sort.insert(sort.to_owned(), at);
                at
            }
        };
        let differences =
            self.all.get(template).map_or_else(|| item.clone(), |first| differences(first, item));
        Frozen { template, differences: Value::Object(differences).to_string().into() }
    }

    /// The object as it was put to rest.
    #[must_use]
    pub fn thaw(&self, frozen: &Frozen) -> Doc {
        // It was written by `freeze`, so it can be read.
        let differences = serde_json::from_str(&frozen.differences).unwrap_or_default();
        match self.all.get(frozen.template) {
            Some(first) => merged(first, differences),
            None => differences,
        }
    }
}

fn differences(first: &Doc, item: &Doc) -> Doc {
    let mut all = Doc::new();
    let mut met = 0;
    let mut beside = first.iter().peekable();
    for (name, value) in item {
        // The two mostly have the same names in the same order, so that nothing has to be looked up.
        let old = match beside.next_if(|(other, _)| *other == name) {
            Some((_, old)) => Some(old),
            None => first.get(name),
        };
        met += usize::from(old.is_some());
        if let Some(difference) = old.map_or_else(|| Some(value.clone()), |old| difference(old, value)) {
            all.insert(name.clone(), difference);
        }
    }
    if met < first.len() {
        let gone = first.keys().filter(|name| !item.contains_key(*name)).map(|name| name.clone().into());
        all.insert(GONE.to_owned(), Value::Array(gone.collect()));
    }
    all
}

/// Maps differ in their members and lists of one length in their items, written as a map; anything
/// else is replaced.
fn difference(old: &Value, new: &Value) -> Option<Value> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => unless_empty(differences(old, new)),
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            let beside = old.iter().zip(new).enumerate();
            let changed = beside.filter_map(|(at, (old, new))| Some((at.to_string(), difference(old, new)?)));
            unless_empty(changed.collect())
        }
        (old, new) if old == new => None,
        (Value::Array(_), Value::Object(new)) => Some(json!({ GONE: new })),
        (_, new) => Some(new.clone()),
    }
}

fn unless_empty(changed: Doc) -> Option<Value> {
    (!changed.is_empty()).then_some(Value::Object(changed))
}

fn merged(first: &Doc, mut differences: Doc) -> Doc {
    let gone = differences.remove(GONE).unwrap_or_default();
    let is_gone = |name: &String| gone.as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let mut item: Doc = first
        .iter()
        .filter(|(name, _)| !is_gone(name))
        .map(|(name, old)| (name.clone(), merge(old, differences.remove(name))))
        .collect();
    item.extend(differences);
    item
}

fn merge(old: &Value, difference: Option<Value>) -> Value {
    match (old, difference) {
        (old, None) => old.clone(),
        (Value::Object(old), Some(Value::Object(new))) => merged(old, new).into(),
        (Value::Array(old), Some(Value::Object(mut new))) => match new.remove(GONE) {
            Some(replaced) => replaced,
            None => old.iter().enumerate().map(|(at, old)| merge(old, new.remove(&at.to_string()))).collect(),
        },
        (_, Some(new)) => new,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Templates;
    use crate::store::doc;

    #[test]
    fn whatever_is_put_to_rest_comes_back_as_it_was() {
        let all = [
            json!({"id": "a", "n": 1, "inner": {"x": null, "y": {"deep": [1, 2]}}, "list": [{"k": 1}], "empty": {}}),
            json!({"id": "b", "n": 1, "inner": {"x": null, "y": {"deep": [1, 2]}}, "list": [{"k": 1}], "empty": {}}),
            json!({"id": "c", "n": null, "inner": {"x": {"was": "null"}, "y": {}}, "list": [], "empty": {"now": "not"}}),
            json!({"id": "d", "inner": null, "more": true, "list": [{"k": 2, "l": [3]}]}),
            json!({"id": "f", "inner": {"y": {"deep": [1, {"2": 3}]}}, "list": [{"l": [4]}, 5]}),
            json!({"id": "e", "n": {"was": "a number"}, "inner": "text", "list": {"0": "a map"}, "empty": [0]}),
            json!({}),
        ];
        for first in 0..all.len() {
            let mut templates = Templates::default();
            let order = [&all[first..], &all[..first]].concat();
            let frozen: Vec<_> =
                order.iter().map(|item| templates.freeze("sort", &doc(item.clone()))).collect();
            for (item, frozen) in order.iter().zip(&frozen) {
                assert_eq!(&serde_json::Value::Object(templates.thaw(frozen)), item, "after {}", order[0]);
            }
        }
    }

    #[test]
    fn an_object_like_the_first_of_its_sort_weighs_its_differences() {
        let mut templates = Templates::default();
        let of = |id: &str| {
            doc(json!({"id": id, "object": "charge", "paid": true, "outcome": {"type": "authorized"}}))
        };
        templates.freeze("charge", &of("ch_1"));
        assert_eq!(&*templates.freeze("charge", &of("ch_2")).differences, r#"{"id":"ch_2"}"#);
    }
}
