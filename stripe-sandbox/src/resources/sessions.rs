//! Checkout sessions: created, read, listed. What happens to them then is in [`super::checkout`].
//!
//! As at Stripe, the payment intent of a session comes into being when the patient first presses
//! Pay; a setup intent is there from the beginning.

use serde_json::{Value, json};

use super::{Answer, catalog, checkout, setup_intents, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{DocExt, published};
use crate::world::{Task, World};

/// The store's kind.
pub const KIND: &str = "checkout.session";
const URL: &str = "/v1/checkout/sessions";
const HALF_AN_HOUR: i64 = 30 * 60;
const A_DAY: i64 = 24 * 60 * 60;
const CREATE: [&str; 23] = [
    "mode",
    "line_items",
    "success_url",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_email",
    "customer_creation",
    "currency",
    "expires_at",
    "locale",
    "metadata",
    "payment_intent_data",
    "allowed_payment_method_types",
    "payment_method_types",
    "payment_method_options",
    "setup_intent_data",
    "submit_type",
    "ui_mode",
    "billing_address_collection",
    "payment_method_configuration",
    "custom_text",
    "excluded_payment_method_types",
];
/// Members that come back as they were sent.
const ECHOED: [&str; 8] = [
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_creation",
    "customer_email",
    "locale",
    "submit_type",
];
/// Members that a session has and the stand-in leaves empty.
const UNUSED: [&str; 25] = [
    "adaptive_pricing",
    "after_expiration",
    "allow_promotion_codes",
    "client_secret",
    "collected_information",
    "consent",
    "consent_collection",
    "currency_conversion",
    "customer_account",
    "customer_details",
    "invoice",
    "invoice_creation",
    "integration_identifier",
    "managed_payments",
    "origin_context",
    "payment_intent",
    "payment_link",
    "payment_method_configuration_details",
    "permissions",
    "recovered_from",
    "saved_payment_method_options",
    "shipping_address_collection",
    "shipping_cost",
    "subscription",
    "wallet_options",
];
const INTENT_DATA: [&str; 9] = [
    "metadata",
    "description",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "setup_future_usage",
    "receipt_email",
    "capture_method",
    "shipping",
    "transfer_group",
];

/// `POST /v1/checkout/sessions`
///
/// # Errors
/// Bad, missing or unknown parameters; less than 50 cents.
pub fn create(world: &mut World, params: &Params) -> Answer {
    params.only(&CREATE)?;
    let intent_data = params.below("payment_intent_data");
    intent_data.only(&INTENT_DATA)?;
    let mode = params.required("mode")?;
    let success_url = params.required("success_url")?;
    for (name, address) in [("success_url", Some(success_url)), ("cancel_url", params.str("cancel_url"))] {
        check_url(name, address)?;
    }
    if let Some(customer) = params.str("customer") {
        super::customers::live(world, customer)?;
        if params.has("customer_email") {
            return Err(ApiError::invalid(
                "You may only specify one of these parameters: customer, customer_email.",
            ));
        }
    }
    let named = super::method_types(params);
    let types = method_types(world, params)?;
    let expires = expiry(world, params)?;
    let metadata = params.metadata_onto("metadata", &Value::Null)?;
    let (items, total, currency) = match mode {
        "payment" => {
            let items = line_items(world, params)?;
            let total = items
                .iter()
                .map(|item| item["amount_total"].as_i64().unwrap_or_default())
                .fold(0_i64, i64::saturating_add);
            if total < super::LEAST_CHARGE {
                return Err(ApiError::invalid(
                    "The Checkout Session's total amount due must add up to at least $0.50 usd",
                )
                .code("amount_too_small"));
            }
            super::checked_amount(total, "line_items", super::LEAST_CHARGE)?;
            let currency = items.first().map_or(Value::Null, |item| item["currency"].clone());
            (items, Value::from(total), currency)
        }
        "setup" if params.has("line_items") => {
            return Err(
                ApiError::invalid("You can not pass `line_items` in `setup` mode.").param("line_items")
            );
        }
        "setup" => (Vec::new(), Value::Null, params.value("currency")),
        other => {
            return Err(ApiError::invalid(format!(
                "Invalid mode: must be one of payment or setup, not {other}."
            ))
            .param("mode"));
        }
    };
    let setup = if mode == "setup" { Some(setup_intent(world, params, &types)?) } else { None };
    let id = world.ids.fresh("cs_test_");
    let url = format!("{}/c/pay/{id}", world.settings.public_url.as_deref().unwrap_or_default());
    let mut members = json!({
        "allowed_payment_method_types": (!named.is_empty()).then_some(named), "amount_subtotal": total, "amount_total": total,
        "branding_settings": {
            "background_color": "#ffffff", "border_style": "rounded", "button_color": "#0074d4",
            "display_name": world.settings.merchant, "font_family": "default", "icon": null, "logo": null,
        },
        "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
        "custom_fields": [],
        "custom_text": { "after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null },
        "currency": currency, "discounts": [], "expires_at": expires, "metadata": metadata, "mode": mode,
        "payment_method_collection": if mode == "payment" { "if_required" } else { "always" },
        "payment_method_options": {}, "payment_method_types": types,
        "payment_status": if mode == "payment" { "unpaid" } else { "no_payment_required" },
        "phone_number_collection": { "enabled": false }, "setup_intent": setup, "shipping_options": [],
        "status": "open", "success_url": success_url,
        "total_details": { "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 },
        "ui_mode": "hosted_page", "url": url, "_items": items, "_intent_data": intent_data.as_map(),
    });
    if let Some(members) = members.as_object_mut() {
        for name in UNUSED {
            members.put(name, Value::Null);
        }
        for name in ECHOED {
            members.put(name, params.value(name));
        }
        if mode == "payment" {
            members.put("customer_creation", params.str("customer_creation").unwrap_or("if_required"));
        }
    }
    world.create_as(KIND, &id, members);
    world.later(expires - world.now(), Task::Expire(id.clone()));
    retrieve(world, &id, params)
}

fn check_url(name: &str, address: Option<&str>) -> Result<(), ApiError> {
    let Some(address) = address else { return Ok(()) };
    match url::Url::parse(&address.replace("{CHECKOUT_SESSION_ID}", "cs")) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => Ok(()),
        _ => Err(ApiError::invalid("Not a valid URL").code("url_invalid").param(name)),
    }
}

/// What the session offers: what it names, else what is switched on.
fn method_types(world: &World, params: &Params) -> Result<Vec<String>, ApiError> {
    let types = super::method_types(params);
    match types.iter().find(|kind| !super::METHODS.contains(&kind.as_str())) {
        Some(unknown) => {
            Err(ApiError::invalid(format!("The payment method type provided: {unknown} is invalid."))
                .param("allowed_payment_method_types"))
        }
        None if types.is_empty() => Ok(world.settings.methods.clone()),
        None => Ok(types),
    }
}

fn expiry(world: &World, params: &Params) -> Result<i64, ApiError> {
    let now = world.now();
    match params.int("expires_at")? {
        None => Ok(now + A_DAY),
        // A minute's grace: the caller's clock read the time before the request travelled.
        Some(moment) if (now + HALF_AN_HOUR - 60..=now + A_DAY + 60).contains(&moment) => Ok(moment),
        Some(_) => Err(ApiError::invalid(
            "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.",
        )
        .param("expires_at")),
    }
}

fn setup_intent(world: &mut World, params: &Params, types: &[String]) -> Result<Value, ApiError> {
    let data = params.below("setup_intent_data");
    data.only(&["metadata", "description"])?;
    let mut members = data.as_map().clone();
    members.put("customer", params.value("customer"));
    let intent = setup_intents::record(world, &Params::from_map(members))?;
    let id = intent.get_or_null("id");
    world
        .store
        .update(setup_intents::KIND, intent.text("id"), |intent| intent.put("payment_method_types", types))?;
    Ok(id)
}

fn line_items(world: &mut World, params: &Params) -> Result<Vec<Value>, ApiError> {
    let count = params.list("line_items").len();
    if count == 0 {
        return Err(ApiError::required("line_items"));
    }
    let mut items = Vec::with_capacity(count);
    for at in 0..count {
        let path = format!("line_items.{at}");
        let item = params.below(&path);
        item.only(&["price", "price_data", "quantity", "metadata", "adjustable_quantity"])
            .map_err(|error| error.param(&crate::params::bracketed(&path)))?;
        let price = match item.str("price") {
            Some(id) => world
                .store
                .get("price", id)
                .map_err(|error| error.param(&format!("line_items[{at}][price]")))?,
            None if item.has("price_data") => {
                let data = item.below("price_data");
                data.only(&[
                    "currency",
                    "product",
                    "product_data",
                    "unit_amount",
                    "tax_behavior",
                    "metadata",
                ])?;
                catalog::price(world, &data)?
            }
            None => return Err(ApiError::required(&format!("line_items[{at}][price]"))),
        };
        let quantity = item
            .int("quantity")?
            .ok_or_else(|| ApiError::required(&format!("line_items[{at}][quantity]")))?;
        let quantity = super::checked_amount(quantity, &format!("{path}.quantity"), 1)?;
        let total = price.int("unit_amount").saturating_mul(quantity);
        let name = world
            .store
            .find("product", price.text("product"))
            .map_or(Value::Null, |product| product.get_or_null("name"));
        let id = world.ids.fresh("li_");
        items.push(json!({
            "id": id, "object": "item", "adjustable_quantity": null, "amount_discount": 0, "amount_subtotal": total,
            "amount_tax": 0, "amount_total": total, "currency": price.get_or_null("currency"), "description": name,
            "metadata": {}, "price": published(price), "quantity": quantity,
        }));
    }
    Ok(items)
}

/// `POST /v1/checkout/sessions/{id}/expire`
///
/// # Errors
/// `resource_missing`, or it is not open.
pub fn expire_now(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&[])?;
    shown(checkout::expire(world, id))
}

/// `GET /v1/checkout/sessions/{id}`; `expand[]=line_items` includes them.
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str, params: &Params) -> Answer {
    let mut session = world.store.get(KIND, id)?;
    if params.strings("expand").iter().any(|path| path.starts_with("line_items")) {
        let items = session.get_or_null("_items").as_array().cloned().unwrap_or_default();
        session.put("line_items", listing::envelope(&format!("{URL}/{id}/line_items"), items, false));
    }
    shown(Ok(session))
}

/// `GET /v1/checkout/sessions/{id}/line_items`
///
/// # Errors
/// `resource_missing`.
pub fn items(world: &World, id: &str, params: &Params) -> Answer {
    params.only(&["limit", "starting_after", "ending_before"])?;
    let items = world.store.get(KIND, id)?.get_or_null("_items").as_array().cloned().unwrap_or_default();
    Ok(listing::envelope(&format!("{URL}/{id}/line_items"), items, false))
}

/// `POST /v1/checkout/sessions/{id}`
///
/// # Errors
/// `resource_missing`, unknown parameters.
pub fn update(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["metadata"])?;
    let metadata = params.metadata_onto("metadata", &world.store.get(KIND, id)?.get_or_null("metadata"))?;
    shown(world.store.update(KIND, id, |session| session.put("metadata", metadata)))
}

/// `GET /v1/checkout/sessions`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["payment_intent", "customer", "status"]].concat())?;
    let equal = [("payment_intent", "payment_intent"), ("customer", "customer"), ("status", "status")];
    listing::page(world, KIND, URL, params, &equal, |_| true)
}
