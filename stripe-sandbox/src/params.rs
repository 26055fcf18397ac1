//! Stripe's form encoding: `line_items[0][price_data][unit_amount]=500` as a tree.
//!
//! Leaves are strings, inner nodes are maps; a list is a map whose keys are its indexes, and
//! `key[]=a&key[]=b` numbers itself. Paths are written with dots (`line_items.0.quantity`).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::ApiError;

const DEEPEST: usize = 12;

/// Decoded parameters of one request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Params(Map<String, Value>);

impl Params {
    /// Decodes a query string or form body.
    ///
    /// # Errors
    /// A 400 when a key is malformed, nested too deep or both a value and a map.
    pub fn parse(raw: &str) -> Result<Self, ApiError> {
        let mut root = Map::new();
        for (key, value) in form_urlencoded::parse(raw.as_bytes()) {
            insert(&mut root, &split_key(&key)?, value.into_owned())
                .ok_or_else(|| ApiError::invalid(format!("Invalid parameter: {key}")).param(&key))?;
        }
        Ok(Self(root))
    }

    /// Parameters from a tree that is already decoded.
    #[must_use]
    pub fn from_map(map: Map<String, Value>) -> Self {
        Self(map)
    }

    /// Adds everything in `other`; its values win.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Refuses any top-level parameter that is not named (`expand` always is).
    ///
    /// # Errors
    /// `parameter_unknown`, as Stripe answers.
    pub fn only(&self, allowed: &[&str]) -> Result<(), ApiError> {
        match self.0.keys().find(|key| *key != "expand" && !allowed.contains(&key.as_str())) {
            Some(key) => Err(ApiError::invalid(format!("Received unknown parameter: {key}"))
                .code("parameter_unknown")
                .param(key)),
            None => Ok(()),
        }
    }

    fn node(&self, path: &str) -> Option<&Value> {
        let mut parts = path.split('.');
        let mut node = self.0.get(parts.next()?)?;
        for part in parts {
            node = node.get(part)?;
        }
        Some(node)
    }

    /// The string at `path`; an empty string counts as absent, as Stripe unsets with it.
    #[must_use]
    pub fn str(&self, path: &str) -> Option<&str> {
        self.node(path)?.as_str().filter(|text| !text.is_empty())
    }

    /// The string at `path` as JSON: the string or null.
    #[must_use]
    pub fn value(&self, path: &str) -> Value {
        self.str(path).map_or(Value::Null, Value::from)
    }

    /// The string at `path`, which must be there.
    ///
    /// # Errors
    /// `parameter_missing`.
    pub fn required(&self, path: &str) -> Result<&str, ApiError> {
        self.str(path).ok_or_else(|| ApiError::required(&bracketed(path)))
    }

    /// The whole number at `path`.
    ///
    /// # Errors
    /// `parameter_invalid_integer` when it is not one.
    pub fn int(&self, path: &str) -> Result<Option<i64>, ApiError> {
        self.str(path)
            .map(|text| {
                text.parse().map_err(|_| {
                    ApiError::invalid(format!("Invalid integer: {text}"))
                        .code("parameter_invalid_integer")
                        .param(&bracketed(path))
                })
            })
            .transpose()
    }

    /// Whether the flag at `path` is `true`.
    ///
    /// # Errors
    /// A 400 when it is neither `true` nor `false`.
    pub fn flag(&self, path: &str) -> Result<bool, ApiError> {
        match self.str(path) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => {
                Err(ApiError::invalid(format!("Invalid boolean: {other}")).param(&bracketed(path)))
            }
        }
    }

    /// The list at `path` in the order of its indexes.
    #[must_use]
    pub fn list(&self, path: &str) -> Vec<&Value> {
        let Some(Value::Object(map)) = self.node(path) else { return Vec::new() };
        let mut items: Vec<(usize, &Value)> =
            map.iter().filter_map(|(key, value)| Some((key.parse().ok()?, value))).collect();
        items.sort_by_key(|(index, _)| *index);
        items.into_iter().map(|(_, value)| value).collect()
    }

    /// The list of strings at `path`.
    #[must_use]
    pub fn strings(&self, path: &str) -> Vec<String> {
        self.list(path).into_iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    }

    /// The parameters below `path`, empty when there are none.
    #[must_use]
    pub fn below(&self, path: &str) -> Self {
        match self.node(path) {
            Some(Value::Object(map)) => Self(map.clone()),
            _ => Self::default(),
        }
    }

    /// Whether anything was sent at `path`, be it empty.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.node(path).is_some()
    }

    /// The tree itself.
    #[must_use]
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Applies a `metadata` parameter to what an object carries: set, replace, or unset by an
    /// empty value; an empty `metadata` clears all.
    ///
    /// # Errors
    /// More than 50 keys, a key over 40 or a value over 500 characters.
    pub fn metadata_onto(&self, path: &str, current: &Value) -> Result<Value, ApiError> {
        let mut kept = current.as_object().cloned().unwrap_or_default();
        match self.node(path) {
            None => {}
            Some(Value::Object(sent)) => {
                for (key, value) in sent {
                    let text = value.as_str().unwrap_or_default();
                    if key.chars().count() > 40 || text.chars().count() > 500 {
                        return Err(ApiError::invalid(
                            "Metadata keys may have 40 characters and values 500.",
                        )
                        .param(&format!("{}[{key}]", bracketed(path))));
                    }
                    if text.is_empty() {
                        kept.remove(key);
                    } else {
                        kept.insert(key.clone(), text.into());
                    }
                }
            }
            Some(_) => kept.clear(),
        }
        if kept.len() > 50 {
            return Err(ApiError::invalid("Metadata may have 50 keys.").param(&bracketed(path)));
        }
        Ok(Value::Object(kept))
    }
}

/// `a.b.c` as Stripe names it in errors: `a[b][c]`.
#[must_use]
pub fn bracketed(path: &str) -> String {
    let mut parts = path.split('.');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| format!("{name}[{part}]"))
}

fn split_key(key: &str) -> Result<Vec<&str>, ApiError> {
    let malformed = || ApiError::invalid(format!("Invalid parameter name: {key}"));
    let (head, rest) = key.find('[').map_or((key, ""), |at| key.split_at(at));
    let mut parts = vec![head];
    let mut rest = rest;
    while !rest.is_empty() {
        let inner = rest.strip_prefix('[').ok_or_else(malformed)?;
        let (part, after) = inner.split_once(']').ok_or_else(malformed)?;
        parts.push(part);
        rest = after;
    }
    if head.is_empty() || parts.len() > DEEPEST || key.contains(char::is_control) {
        return Err(malformed());
    }
    Ok(parts)
}

fn insert(map: &mut Map<String, Value>, parts: &[&str], value: String) -> Option<()> {
    let (first, rest) = parts.split_first()?;
    let key = if first.is_empty() { map.len().to_string() } else { (*first).to_owned() };
    if rest.is_empty() {
        map.insert(key, Value::String(value));
        return Some(());
    }
    let node = map.entry(key).or_insert_with(|| Value::Object(Map::new()));
    insert(node.as_object_mut()?, rest, value)
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn nested_keys_become_a_tree_encoded_or_not() {
        let p = Params::parse(
            "line_items[0][price_data][unit_amount]=500&line_items%5B1%5D%5Bquantity%5D=2&a[]=x&a[]=y",
        )
        .unwrap();
        assert_eq!(p.int("line_items.0.price_data.unit_amount").unwrap(), Some(500));
        assert_eq!(p.int("line_items.1.quantity").unwrap(), Some(2));
        assert_eq!(p.strings("a"), ["x", "y"]);
    }

    #[test]
    fn the_tenth_item_comes_after_the_ninth() {
        let raw: Vec<String> = (0..12).map(|i| format!("a[{i}]=v{i}")).collect();
        assert_eq!(Params::parse(&raw.join("&")).unwrap().strings("a").last().unwrap(), "v11");
    }

    #[test]
    fn unknown_and_malformed_names_are_refused() {
        let error = Params::parse("mode=payment&colour=red").unwrap().only(&["mode"]).unwrap_err();
        assert_eq!(error.extra["code"], "parameter_unknown");
        assert!(Params::parse("a[b=1").is_err());
        assert!(Params::parse("metadata[%00]=1").is_err());
        assert!(Params::parse("a=1&a[b]=2").is_err());
        assert!(Params::parse(&format!("a{}=1", "[b]".repeat(40))).is_err());
    }

    #[test]
    fn metadata_sets_and_unsets() {
        let p = Params::parse("metadata[a]=1&metadata[b]=").unwrap();
        let merged = p.metadata_onto("metadata", &serde_json::json!({"b": "2", "c": "3"})).unwrap();
        assert_eq!(merged, serde_json::json!({"a": "1", "c": "3"}));
    }
}
