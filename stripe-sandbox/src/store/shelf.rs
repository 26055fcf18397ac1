//! All objects of one kind in order of creation, found by id and by the members that lists select by:
//! a page costs the same whether there are a hundred objects or a million.
//!
//! Those touched lately are at hand as they are; the others are at rest (see [`super::frozen`]).

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::frozen::{Frozen, Templates};
use super::{Doc, DocExt};
use crate::clock::Seconds;

/// Position in order of creation.
type Place = usize;

/// How many objects are at hand.
const AT_HAND: usize = 256;

#[derive(Clone, Debug)]
enum Kept {
    AtHand(Doc),
    AtRest(Frozen),
}

#[derive(Clone, Debug)]
struct Row {
    id: Arc<str>,
    created: Seconds,
    kept: Kept,
}

impl Row {
    fn copy(&self, templates: &Templates) -> Doc {
        match &self.kept {
            Kept::AtHand(item) => item.clone(),
            Kept::AtRest(frozen) => templates.thaw(frozen),
        }
    }
}

/// Which end of a list to begin at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From<'a> {
    /// The newest, going back.
    Newest,
    /// The one created before this id, going back.
    Before(&'a str),
    /// The one created after this id, going on.
    After(&'a str),
    /// The oldest, going on.
    Oldest,
}

/// What a list selects.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    /// Where it begins, and in which direction it goes.
    pub from: From<'a>,
    /// First and last second of creation.
    pub created: (Seconds, Seconds),
    /// Text members that have this value.
    pub equal: Vec<(&'static str, &'a str)>,
}

impl Selection<'_> {
    /// Everything, from an end on.
    #[must_use]
    pub fn all(from: From<'_>) -> Selection<'_> {
        Selection { from, created: (Seconds::MIN, Seconds::MAX), equal: Vec::new() }
    }
}

/// The members by which objects of a kind are found without looking at each.
fn indexed(kind: &str) -> &'static [&'static str] {
    match kind {
        "charge" => &["payment_intent", "customer"],
        "refund" | "dispute" => &["charge", "payment_intent"],
        "balance_transaction" => &["source", "type", "_payout"],
        "checkout.session" => &["payment_intent", "customer", "status"],
        "payment_intent" | "setup_intent" | "payment_method" => &["customer"],
        "payout" => &["status"],
        "event" => &["type"],
        _ => &[],
    }
}

/// The objects of one kind.
#[derive(Clone, Debug)]
pub struct Shelf {
    kind: String,
    /// Without gaps, from the place `first` on.
    rows: VecDeque<Row>,
    first: Place,
    places: HashMap<Arc<str>, Place>,
    /// Places of what is at hand, the one to be put to rest next in front.
    at_hand: VecDeque<Place>,
    /// By member and value; places in order.
    indexes: HashMap<&'static str, HashMap<Box<str>, VecDeque<Place>>>,
}

impl Shelf {
    /// An empty shelf.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            rows: VecDeque::new(),
            first: 0,
            places: HashMap::new(),
            at_hand: VecDeque::new(),
            indexes: HashMap::new(),
        }
    }

    /// The place after the last one taken.
    fn next(&self) -> Place {
        self.first + self.rows.len()
    }

    fn row(&self, place: Place) -> Option<&Row> {
        self.rows.get(place.checked_sub(self.first)?)
    }

    fn row_mut(&mut self, place: Place) -> Option<&mut Row> {
        self.rows.get_mut(place.checked_sub(self.first)?)
    }

    /// Adds an object, or puts it in the place of the one with its id.
    pub fn put(&mut self, templates: &mut Templates, item: Doc) {
        if self.places.contains_key(item.text("id")) {
            let id = item.text("id").to_owned();
            self.change(templates, &id, |old| *old = item);
            return;
        }
        let (id, place): (Arc<str>, Place) = (item.text("id").into(), self.next());
        self.places.insert(id.clone(), place);
        for member in indexed(&self.kind) {
            self.index(member, item.text(member)).push_back(place);
        }
        self.rows.push_back(Row { id, created: item.int("created"), kept: Kept::AtHand(item) });
        self.keep_at_hand(templates, place);
    }

    /// Changes an object, if it is here, and shows it as it is then.
    pub fn change(
        &mut self,
        templates: &mut Templates,
        id: &str,
        change: impl FnOnce(&mut Doc),
    ) -> Option<&Doc> {
        let place = self.places.get(id).copied()?;
        let names = indexed(&self.kind);
        let row = self.row_mut(place)?;
        let rested = if let Kept::AtRest(frozen) = &row.kept {
            row.kept = Kept::AtHand(templates.thaw(frozen));
            true
        } else {
            false
        };
        let Kept::AtHand(item) = &mut row.kept else { return None };
        let before: Vec<String> = names.iter().map(|member| item.text(member).to_owned()).collect();
        change(item);
        let after: Vec<String> = names.iter().map(|member| item.text(member).to_owned()).collect();
        for (member, (before, after)) in names.iter().zip(before.iter().zip(&after)) {
            if before != after {
                self.reindex(member, before, after, place);
            }
        }
        if rested {
            self.keep_at_hand(templates, place);
        }
        match self.row(place)?.kept {
            Kept::AtHand(ref item) => Some(item),
            Kept::AtRest(_) => None,
        }
    }

    fn reindex(&mut self, member: &'static str, before: &str, after: &str, place: Place) {
        self.drop_from(member, before, place);
        let places = self.index(member, after);
        if let Err(at) = places.binary_search(&place) {
            places.insert(at, place);
        }
    }

    /// Keeps an object at hand, and puts the one to rest that has been so for longest.
    fn keep_at_hand(&mut self, templates: &mut Templates, place: Place) {
        self.at_hand.push_back(place);
        if self.at_hand.len() <= AT_HAND {
            return;
        }
        let oldest = self.at_hand.pop_front().and_then(|oldest| oldest.checked_sub(self.first));
        let Some(row) = oldest.and_then(|at| self.rows.get_mut(at)) else { return };
        if let Kept::AtHand(item) = &row.kept {
            // Events are alike when they are of one type.
            let sort = if self.kind == "event" { item.text("type") } else { self.kind.as_str() };
            row.kept = Kept::AtRest(templates.freeze(sort, item));
        }
    }

    fn index(&mut self, member: &'static str, value: &str) -> &mut VecDeque<Place> {
        self.indexes.entry(member).or_default().entry(value.into()).or_default()
    }

    fn drop_from(&mut self, member: &'static str, value: &str, place: Place) {
        let Some(values) = self.indexes.get_mut(member) else { return };
        let Some(places) = values.get_mut(value) else { return };
        if let Ok(at) = places.binary_search(&place) {
            places.remove(at);
        }
        if places.is_empty() {
            values.remove(value);
        }
    }

    /// An object, if it is here.
    #[must_use]
    pub fn find(&self, templates: &Templates, id: &str) -> Option<Doc> {
        Some(self.row(self.places.get(id).copied()?)?.copy(templates))
    }

    /// The objects that a selection takes, in its direction; none when it begins at an object that
    /// is not here.
    pub fn select<'a>(
        &'a self,
        templates: &'a Templates,
        selection: Selection<'a>,
    ) -> Box<dyn Iterator<Item = Doc> + 'a> {
        let place = |id: &str| self.places.get(id).copied();
        let (first, last) = match selection.from {
            From::Newest | From::Oldest => (self.first, self.next()),
            From::Before(id) => (self.first, place(id).unwrap_or(self.first)),
            From::After(id) => (place(id).map_or(self.next(), |place| place + 1), self.next()),
        };
        let back = matches!(selection.from, From::Newest | From::Before(_));
        let rows: Box<dyn Iterator<Item = &Row>> = match (self.narrowest(&selection.equal), back) {
            (Some(places), back) => {
                let (from, to) =
                    (places.partition_point(|at| *at < first), places.partition_point(|at| *at < last));
                let places = places.range(from..to);
                if back {
                    Box::new(places.rev().filter_map(|at| self.row(*at)))
                } else {
                    Box::new(places.filter_map(|at| self.row(*at)))
                }
            }
            (None, back) => {
                let rows = self.rows.range(first - self.first..last - self.first);
                if back { Box::new(rows.rev()) } else { Box::new(rows) }
            }
        };
        let (from, to) = selection.created;
        let objects =
            rows.filter(move |row| (from..=to).contains(&row.created)).map(|row| row.copy(templates));
        Box::new(
            objects.filter(move |item| selection.equal.iter().all(|(name, value)| item.text(name) == *value)),
        )
    }

    /// The shortest list of places among the indexes of what is asked for; none without an index.
    fn narrowest(&self, equal: &[(&'static str, &str)]) -> Option<&VecDeque<Place>> {
        static NOWHERE: VecDeque<Place> = VecDeque::new();
        let found = |(member, value): &(&'static str, &str)| {
            let is_indexed = indexed(&self.kind).contains(member);
            is_indexed
                .then(|| self.indexes.get(member).and_then(|values| values.get(*value)).unwrap_or(&NOWHERE))
        };
        equal.iter().filter_map(found).min_by_key(|places| places.len())
    }

    /// Forgets objects from the oldest on, as long as they were created before `moment` and
    /// `forgettable` says so of their id.
    pub fn forget(&mut self, templates: &Templates, moment: Seconds, forgettable: impl Fn(&str) -> bool) {
        while self.rows.front().is_some_and(|row| row.created < moment && forgettable(&row.id)) {
            let Some(row) = self.rows.pop_front() else { return };
            let place = self.first;
            self.first += 1;
            self.places.remove(&row.id);
            let item = row.copy(templates);
            for member in indexed(&self.kind) {
                self.drop_from(member, item.text(member), place);
            }
        }
    }

    /// All ids, oldest first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| &*row.id)
    }
}
