//! Events, listable for thirty days.

use super::{Answer, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::DocExt;
use crate::world::World;

/// The store's kind.
pub const KIND: &str = "event";
/// Seconds for which Stripe lists an event: thirty days.
pub const KEPT: i64 = 30 * 24 * 60 * 60;

/// `GET /v1/events/{id}`
///
/// # Errors
/// `resource_missing`, also when it is older than thirty days.
pub fn retrieve(world: &World, id: &str) -> Answer {
    let event = world.store.get(KIND, id)?;
    if event.int("created") + KEPT < world.now() {
        return Err(ApiError::missing(KIND, id));
    }
    shown(Ok(event))
}

/// `GET /v1/events`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["type", "types", "delivery_success"]].concat())?;
    let types = params.strings("types");
    let oldest = world.now() - KEPT;
    let all_of_one = params.str("type").is_some_and(|wanted| !wanted.ends_with('*'));
    let equal: &[_] = if all_of_one { &[("type", "type")] } else { &[] };
    listing::page(world, KIND, "/v1/events", params, equal, |event| {
        let kind = event.text("type");
        event.int("created") >= oldest
            && params.str("type").is_none_or(|wanted| wildcard(wanted, kind))
            && (types.is_empty() || types.iter().any(|wanted| wildcard(wanted, kind)))
            && params
                .str("delivery_success")
                .is_none_or(|wanted| (wanted == "true") == (event.int("pending_webhooks") == 0))
    })
}

fn wildcard(wanted: &str, kind: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(start) => kind.starts_with(start),
        None => wanted == kind,
    }
}
