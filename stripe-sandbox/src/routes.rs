//! Which request goes to which function: the table of everything the stand-in answers.

use serde_json::Value;

use crate::error::ApiError;
use crate::params::Params;
use crate::resources::{
    Answer, balance, catalog, charges, customers, disputes, events, intents, payment_methods, payment_pages,
    payouts, refunds, sessions, setup_intents, shown,
};
use crate::world::World;

/// Answers one request; `path` is everything after `/v1/`.
///
/// # Errors
/// What the resource refuses, or a 404 for an address the stand-in does not model.
pub fn dispatch(world: &mut World, method: &str, path: &str, params: &Params) -> Answer {
    let parts: Vec<&str> = path.split('/').collect();
    let (p, w) = (params, world);
    match (method, parts.as_slice()) {
        ("POST", ["checkout", "sessions"]) => sessions::create(w, p),
        ("GET", ["checkout", "sessions"]) => sessions::list(w, p),
        ("GET", ["checkout", "sessions", id]) => sessions::retrieve(w, id, p),
        ("POST", ["checkout", "sessions", id]) => sessions::update(w, id, p),
        ("GET", ["checkout", "sessions", id, "line_items"]) => sessions::items(w, id, p),
        ("POST", ["checkout", "sessions", id, "expire"]) => sessions::expire_now(w, id, p),
        ("GET", ["payment_pages", id]) => payment_pages::retrieve(w, id),
        ("POST", ["payment_pages", id, "confirm"]) => payment_pages::confirm(w, id, p),

        ("POST", ["payment_intents"]) => intents::create(w, p),
        ("GET", ["payment_intents"]) => intents::list(w, p),
        ("GET", ["payment_intents", id]) => shown(w.store.get(intents::KIND, id)),
        ("POST", ["payment_intents", id]) => intents::update(w, id, p),
        ("POST", ["payment_intents", id, "confirm"]) => intents::confirm(w, id, p),
        ("POST", ["payment_intents", id, "capture"]) => intents::capture(w, id, p),
        ("POST", ["payment_intents", id, "cancel"]) => intents::cancel(w, id, p),

        ("POST", ["setup_intents"]) => setup_intents::create(w, p),
        ("GET", ["setup_intents"]) => setup_intents::list(w, p),
        ("GET", ["setup_intents", id]) => shown(w.store.get(setup_intents::KIND, id)),
        ("POST", ["setup_intents", id, "confirm"]) => setup_intents::confirm(w, id, p),
        ("POST", ["setup_intents", id, "cancel"]) => setup_intents::cancel(w, id, p),

        ("POST", ["customers"]) => customers::create(w, p),
        ("GET", ["customers"]) => customers::list(w, p),
        ("GET", ["customers", id]) => customers::retrieve(w, id),
        ("POST", ["customers", id]) => customers::update(w, id, p),
        ("DELETE", ["customers", id]) => customers::delete(w, id),
        ("GET", ["customers", id, "payment_methods"]) => {
            customers::live(w, id)?;
            payment_methods::list(w, &format!("/v1/customers/{id}/payment_methods"), Some(id), p)
        }

        ("POST", ["payment_methods"]) => payment_methods::create(w, p),
        ("GET", ["payment_methods"]) => payment_methods::list(w, "/v1/payment_methods", None, p),
        ("GET", ["payment_methods", id]) => shown(w.store.get("payment_method", id)),
        ("POST", ["payment_methods", id]) => payment_methods::update(w, id, p),
        ("POST", ["payment_methods", id, "attach"]) => payment_methods::attach(w, id, p),
        ("POST", ["payment_methods", id, "detach"]) => payment_methods::detach(w, id, p),

        ("GET", ["charges"]) => charges::list(w, p),
        ("GET", ["charges", id]) => charges::retrieve(w, id),
        ("POST", ["charges", id]) => charges::update(w, id, p),

        ("POST", ["refunds"]) => refunds::create(w, p),
        ("GET", ["refunds"]) => refunds::list(w, p),
        ("GET", ["refunds", id]) => refunds::retrieve(w, id),
        ("POST", ["refunds", id]) => refunds::update(w, id, p),

        ("GET", ["disputes"]) => disputes::list(w, p),
        ("GET", ["disputes", id]) => disputes::retrieve(w, id),
        ("POST", ["disputes", id]) => disputes::update(w, id, p),
        ("POST", ["disputes", id, "close"]) => disputes::close(w, id, p),

        ("GET", ["balance"]) => balance::balance(w),
        ("GET", ["balance_transactions"]) => balance::list(w, p),
        ("GET", ["balance_transactions", id]) => balance::retrieve(w, id),

        ("POST", ["payouts"]) => payouts::create(w, p),
        ("GET", ["payouts"]) => payouts::list(w, p),
        ("GET", ["payouts", id]) => payouts::retrieve(w, id),
        ("POST", ["payouts", id]) => payouts::update(w, id, p),

        ("GET", ["events"]) => events::list(w, p),
        ("GET", ["events", id]) => events::retrieve(w, id),

        ("POST", ["products"]) => catalog::create_product(w, p),
        ("GET", ["products"]) => catalog::list(w, "product", p),
        ("GET", ["products", id]) => shown(w.store.get("product", id)),
        ("POST", ["products", id]) => catalog::update(w, "product", id, p),
        ("DELETE", ["products", id]) => catalog::delete_product(w, id),
        ("POST", ["prices"]) => catalog::create_price(w, p),
        ("GET", ["prices"]) => catalog::list(w, "price", p),
        ("GET", ["prices", id]) => shown(w.store.get("price", id)),
        ("POST", ["prices", id]) => catalog::update(w, "price", id, p),

        _ => Err(unknown(method, path)),
    }
}

fn unknown(method: &str, path: &str) -> ApiError {
    let mut error = ApiError::invalid(format!(
        "Unrecognized request URL ({method}: /v1/{path}). The stand-in does not model it, or it does not exist at Stripe."
    ));
    error.status = 404;
    error
}

/// Whether an answer is worth saving under an idempotency key: everything but a request that never
/// started (bad parameters, an unknown object, a conflict).
#[must_use]
pub fn saved(answer: &Result<Value, ApiError>) -> bool {
    answer.as_ref().err().is_none_or(|error| error.status == 402 || error.status >= 500)
}
