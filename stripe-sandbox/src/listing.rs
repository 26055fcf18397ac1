//! Lists as Stripe pages them: newest first, `limit`, `starting_after`, `ending_before`,
//! `has_more`, and `created` bounds.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::params::Params;
use crate::store::{Doc, DocExt, public};
use crate::world::World;

/// Parameters every list takes.
pub const PAGING: [&str; 4] = ["limit", "starting_after", "ending_before", "created"];

/// One page of the objects of `kind` that `keep` accepts.
///
/// # Errors
/// A limit outside 1–100, or a cursor that names no such object.
pub fn page(
    world: &World,
    kind: &str,
    url: &str,
    params: &Params,
    keep: impl Fn(&Doc) -> bool,
) -> Result<Value, ApiError> {
    let limit = match params.int("limit")? {
        None => 10,
        Some(n @ 1..=100) => usize::try_from(n).unwrap_or(100),
        Some(_) => return Err(ApiError::invalid("Limit must be between 1 and 100.").param("limit")),
    };
    let bounds = Bounds::read(params)?;
    let mut all =
        world.store.newest_first(kind).filter(|item| bounds.admit(item.int("created")) && keep(item));

    let (data, has_more): (Vec<Value>, bool) =
        match (params.str("starting_after"), params.str("ending_before")) {
            (Some(_), Some(_)) => {
                return Err(ApiError::invalid(
                    "You may only specify one of starting_after and ending_before.",
                ));
            }
            (Some(cursor), None) => {
                let after = world.store.get(kind, cursor)?;
                let mut rest = world
                    .store
                    .newest_first(kind)
                    .skip_while(|item| item.text("id") != after.text("id"))
                    .skip(1)
                    .filter(|item| bounds.admit(item.int("created")) && keep(item));
                let data = rest.by_ref().take(limit).map(show).collect();
                (data, rest.next().is_some())
            }
            (None, Some(cursor)) => {
                world.store.get(kind, cursor)?;
                let newer: Vec<Value> = all.take_while(|item| item.text("id") != cursor).map(show).collect();
                let skip = newer.len().saturating_sub(limit);
                (newer.into_iter().skip(skip).collect(), skip > 0)
            }
            (None, None) => {
                let data = all.by_ref().take(limit).map(show).collect();
                (data, all.next().is_some())
            }
        };
    Ok(envelope(url, data, has_more))
}

/// A list object around items that are already public.
#[must_use]
pub fn envelope(url: &str, data: Vec<Value>, has_more: bool) -> Value {
    json!({ "object": "list", "url": url, "has_more": has_more, "data": data })
}

/// Whether a filter parameter is absent or equals the object's member.
#[must_use]
pub fn matches(params: &Params, param: &str, item: &Doc, member: &str) -> bool {
    params.str(param).is_none_or(|wanted| item.text(member) == wanted)
}

fn show(item: &Doc) -> Value {
    public(&Value::Object(item.clone()))
}

struct Bounds {
    from: i64,
    to: i64,
}

impl Bounds {
    fn read(params: &Params) -> Result<Self, ApiError> {
        if let Some(moment) = params.str("created").and_then(|text| text.parse().ok()) {
            return Ok(Self { from: moment, to: moment });
        }
        let from = params.int("created.gt")?.map(|n| n.saturating_add(1)).or(params.int("created.gte")?);
        let to = params.int("created.lt")?.map(|n| n.saturating_sub(1)).or(params.int("created.lte")?);
        Ok(Self { from: from.unwrap_or(i64::MIN), to: to.unwrap_or(i64::MAX) })
    }

    fn admit(&self, created: i64) -> bool {
        (self.from..=self.to).contains(&created)
    }
}
