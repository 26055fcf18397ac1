//! Lists as Stripe pages them: newest first, `limit`, `starting_after`, `ending_before`,
//! `has_more`, and `created` bounds.

use serde_json::{Value, json};

use crate::clock::Seconds;
use crate::error::ApiError;
use crate::params::Params;
use crate::store::shelf::{From, Selection};
use crate::store::{Doc, published};
use crate::world::World;

/// Parameters every list takes.
pub const PAGING: [&str; 4] = ["limit", "starting_after", "ending_before", "created"];

/// One page of the objects of `kind` whose members equal the parameters that are sent (`equal`
/// pairs a parameter with its member) and that `keep` accepts.
///
/// # Errors
/// A limit outside 1–100, or a cursor that names no such object.
pub fn page(
    world: &World,
    kind: &str,
    url: &str,
    params: &Params,
    equal: &[(&str, &'static str)],
    keep: impl Fn(&Doc) -> bool,
) -> Result<Value, ApiError> {
    page_of(world, kind, url, params, equal, |item| keep(&item).then(|| published(item)))
}

/// Like [`page`], with each object shown by `view`, or left out.
///
/// # Errors
/// The same.
pub fn page_of(
    world: &World,
    kind: &str,
    url: &str,
    params: &Params,
    equal: &[(&str, &'static str)],
    view: impl Fn(Doc) -> Option<Value>,
) -> Result<Value, ApiError> {
    let limit = match params.int("limit")? {
        None => 10,
        Some(n @ 1..=100) => usize::try_from(n).unwrap_or(100),
        Some(_) => return Err(ApiError::invalid("Limit must be between 1 and 100.").param("limit")),
    };
    let from = match (params.str("starting_after"), params.str("ending_before")) {
        (Some(_), Some(_)) => {
            return Err(ApiError::invalid("You may only specify one of starting_after and ending_before."));
        }
        (Some(cursor), None) => From::Before(cursor),
        (None, Some(cursor)) => From::After(cursor),
        (None, None) => From::Newest,
    };
    if let From::Before(cursor) | From::After(cursor) = from {
        world.store.get(kind, cursor)?;
    }
    let sent = |(param, member): &(&str, &'static str)| Some((*member, params.str(param)?));
    let selection =
        Selection { from, created: created(params)?, equal: equal.iter().filter_map(sent).collect() };
    let mut found = world.store.select(kind, selection).filter_map(view);
    let mut data: Vec<Value> = found.by_ref().take(limit).collect();
    let has_more = found.next().is_some();
    if matches!(from, From::After(_)) {
        data.reverse();
    }
    Ok(envelope(url, data, has_more))
}

/// A list object around items that are already public.
#[must_use]
pub fn envelope(url: &str, data: Vec<Value>, has_more: bool) -> Value {
    json!({ "object": "list", "url": url, "has_more": has_more, "data": data })
}

/// First and last second of the `created` parameter.
fn created(params: &Params) -> Result<(Seconds, Seconds), ApiError> {
    if let Some(moment) = params.str("created").and_then(|text| text.parse().ok()) {
        return Ok((moment, moment));
    }
    let from = params.int("created.gt")?.map(|n| n.saturating_add(1)).or(params.int("created.gte")?);
    let to = params.int("created.lt")?.map(|n| n.saturating_sub(1)).or(params.int("created.lte")?);
    Ok((from.unwrap_or(Seconds::MIN), to.unwrap_or(Seconds::MAX)))
}
