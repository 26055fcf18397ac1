//! Every object the stand-in knows, as the JSON it answers with.
//!
//! Members whose name starts with `_` are the stand-in's own notes (how a test card behaves, say)
//! and never leave it. There is a shelf for each kind ([`shelf`]), on which most objects are at rest
//! ([`frozen`]); what is read is a copy.

pub mod doc;
pub mod frozen;
pub mod shelf;

use std::collections::{BTreeMap, HashMap};

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use doc::{Doc, DocExt, doc, kind_of, public, published};
use frozen::Templates;
use shelf::{From, Selection, Shelf};

use crate::clock::Seconds;
use crate::error::ApiError;

/// All objects by kind (`payment_intent`, `checkout.session` …) and id, in order of creation.
#[derive(Clone, Debug, Default)]
pub struct Store {
    shelves: BTreeMap<String, Shelf>,
    templates: Templates,
}

impl Store {
    /// Adds an object under its own `object` and `id`.
    pub fn insert(&mut self, item: Doc) {
        let kind = item.text("object");
        if !self.shelves.contains_key(kind) {
            self.shelves.insert(kind.to_owned(), Shelf::new(kind));
        }
        if let Some(shelf) = self.shelves.get_mut(item.text("object")) {
            shelf.put(&mut self.templates, item);
        }
    }

    /// A copy of an object.
    ///
    /// # Errors
    /// `resource_missing` (404).
    pub fn get(&self, kind: &str, id: &str) -> Result<Doc, ApiError> {
        self.find(kind, id).ok_or_else(|| ApiError::missing(short(kind), id))
    }

    /// A copy of an object, if it is there.
    #[must_use]
    pub fn find(&self, kind: &str, id: &str) -> Option<Doc> {
        self.shelves.get(kind)?.find(&self.templates, id)
    }

    /// Changes an object and returns it as it is then.
    ///
    /// # Errors
    /// `resource_missing` (404).
    pub fn update(&mut self, kind: &str, id: &str, change: impl FnOnce(&mut Doc)) -> Result<Doc, ApiError> {
        self.shelves
            .get_mut(kind)
            .and_then(|shelf| shelf.change(&mut self.templates, id, change).cloned())
            .ok_or_else(|| ApiError::missing(short(kind), id))
    }

    /// Changes an object, if it is there.
    pub fn touch(&mut self, kind: &str, id: &str, change: impl FnOnce(&mut Doc)) {
        if let Some(shelf) = self.shelves.get_mut(kind) {
            shelf.change(&mut self.templates, id, change);
        }
    }

    /// The objects of a kind that a selection takes.
    pub fn select<'a>(&'a self, kind: &str, selection: Selection<'a>) -> impl Iterator<Item = Doc> + 'a {
        self.shelves
            .get(kind)
            .into_iter()
            .flat_map(move |shelf| shelf.select(&self.templates, selection.clone()))
    }

    /// All objects of a kind, newest first.
    pub fn newest_first(&self, kind: &str) -> impl Iterator<Item = Doc> {
        self.select(kind, Selection::all(From::Newest))
    }

    /// The object behind an id of any kind, told by its prefix.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<Doc> {
        self.find(kind_of(id)?, id)
    }

    /// Forgets objects of a kind from the oldest on, as long as they were created before `moment`
    /// and `forgettable` says so of their id.
    pub fn forget(&mut self, kind: &str, moment: Seconds, forgettable: impl Fn(&str) -> bool) {
        if let Some(shelf) = self.shelves.get_mut(kind) {
            shelf.forget(&self.templates, moment, forgettable);
        }
    }
}

/// The file holds whole objects, so that it can be read by people and by later versions.
#[derive(Deserialize)]
struct Written {
    order: Vec<String>,
    items: HashMap<String, Doc>,
}

struct Writing<'a>(&'a Shelf, &'a Templates);

impl Serialize for Writing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Items<'a>(&'a Shelf, &'a Templates);
        impl Serialize for Items<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.ids().map(|id| (id, self.0.find(self.1, id))))
            }
        }
        let mut fields = serializer.serialize_struct("Shelf", 2)?;
        fields.serialize_field("order", &self.0.ids().collect::<Vec<_>>())?;
        fields.serialize_field("items", &Items(self.0, self.1))?;
        fields.end()
    }
}

impl Serialize for Store {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut kinds = serializer.serialize_map(Some(self.shelves.len()))?;
        for (kind, shelf) in &self.shelves {
            kinds.serialize_entry(kind, &Writing(shelf, &self.templates))?;
        }
        kinds.end()
    }
}

impl<'de> Deserialize<'de> for Store {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let kinds: BTreeMap<String, Written> = BTreeMap::deserialize(deserializer)?;
        let mut store = Self::default();
        for mut written in kinds.into_values() {
            for id in &written.order {
                if let Some(item) = written.items.remove(id) {
                    store.insert(item);
                }
            }
        }
        Ok(store)
    }
}

fn short(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::shelf::{From, Selection};
    use super::{DocExt, Store, doc};

    fn charges(of: &[(&str, i64, &str)]) -> Store {
        let mut store = Store::default();
        for (id, created, intent) in of {
            store.insert(doc(json!({
                "id": id, "object": "charge", "created": created, "payment_intent": intent, "status": "succeeded",
            })));
        }
        store
    }

    fn ids(store: &Store, selection: Selection<'_>) -> Vec<String> {
        store.select("charge", selection).map(|item| item.text("id").to_owned()).collect()
    }

    #[test]
    fn a_selection_goes_from_an_end_or_an_object_in_its_direction() {
        let store = charges(&[("a", 1, "pi_1"), ("b", 2, "pi_2"), ("c", 3, "pi_1"), ("d", 4, "pi_1")]);
        assert_eq!(ids(&store, Selection::all(From::Newest)), ["d", "c", "b", "a"]);
        assert_eq!(ids(&store, Selection::all(From::Before("c"))), ["b", "a"]);
        assert_eq!(ids(&store, Selection::all(From::After("b"))), ["c", "d"]);
        assert_eq!(ids(&store, Selection::all(From::After("nothing"))), [""; 0]);
        let of = |from| Selection { equal: vec![("payment_intent", "pi_1")], ..Selection::all(from) };
        assert_eq!(ids(&store, of(From::Before("d"))), ["c", "a"]);
        assert_eq!(ids(&store, of(From::After("a"))), ["c", "d"]);
        assert_eq!(ids(&store, Selection { created: (2, 3), ..of(From::Newest) }), ["c"]);
    }

    #[test]
    fn an_object_is_found_by_what_it_has_become_and_no_longer_by_what_it_was() {
        let mut store = charges(&[("a", 1, "pi_1"), ("b", 2, "pi_2"), ("c", 3, "pi_3")]);
        store.update("charge", "b", |charge| charge.put("payment_intent", "pi_3")).unwrap();
        let of =
            |intent| Selection { equal: vec![("payment_intent", intent)], ..Selection::all(From::Newest) };
        assert_eq!(ids(&store, of("pi_3")), ["c", "b"]);
        assert_eq!(ids(&store, of("pi_2")), [""; 0]);
    }

    #[test]
    fn what_is_forgotten_is_found_in_no_way_and_the_rest_is() {
        let mut store = charges(&[("a", 1, "pi_1"), ("b", 2, "pi_1"), ("c", 3, "pi_1")]);
        store.forget("charge", 3, |id| id != "b");
        assert!(store.find("charge", "a").is_none());
        let of = Selection { equal: vec![("payment_intent", "pi_1")], ..Selection::all(From::Oldest) };
        assert_eq!(ids(&store, of), ["b", "c"]);
    }

    #[test]
    fn a_store_written_and_read_is_the_same_store() {
        let store = charges(&[("b", 1, "pi_1"), ("a", 2, "pi_2")]);
        let text = serde_json::to_string(&store).unwrap();
        let read: Store = serde_json::from_str(&text).unwrap();
        assert_eq!(ids(&read, Selection::all(From::Oldest)), ["b", "a"]);
        assert_eq!(
            serde_json::from_str::<Value>(&serde_json::to_string(&read).unwrap()).unwrap(),
            serde_json::from_str::<Value>(&text).unwrap()
        );
    }
}
