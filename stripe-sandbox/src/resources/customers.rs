//! Customers.

use serde_json::{Value, json};

use super::{Answer, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt};
use crate::world::World;

const KIND: &str = "customer";
const FIELDS: [&str; 4] = ["name", "email", "phone", "description"];
const ALLOWED: [&str; 11] = [
    "name",
    "email",
    "phone",
    "description",
    "metadata",
    "address",
    "shipping",
    "preferred_locales",
    "payment_method",
    "invoice_settings",
    "tax_exempt",
];

/// `POST /v1/customers`
///
/// # Errors
/// Unknown parameters, an invalid email address.
pub fn create(world: &mut World, params: &Params) -> Answer {
    params.only(&ALLOWED)?;
    check_email(params)?;
    let metadata = params.metadata_onto("metadata", &Value::Null)?;
    let customer = world.create(
        KIND,
        "cus_",
        json!({
            "address": address(params), "balance": 0, "currency": null, "default_source": null, "delinquent": false,
            "description": params.value("description"), "discount": null, "email": params.value("email"),
            "invoice_prefix": "SANDBOX1",
            "invoice_settings": {
                "custom_fields": null, "default_payment_method": params.value("invoice_settings.default_payment_method"),
                "footer": null, "rendering_options": null,
            },
            "metadata": metadata, "name": params.value("name"), "next_invoice_sequence": 1,
            "phone": params.value("phone"), "preferred_locales": params.strings("preferred_locales"),
            "shipping": null, "tax_exempt": params.str("tax_exempt").unwrap_or("none"), "test_clock": null,
        }),
    );
    if let Some(method) = params.str("payment_method") {
        let method = super::payment_methods::resolve(world, method)?;
        super::payment_methods::attach_to(world, method.text("id"), customer.text("id"))?;
    }
    world.emit("customer.created", &customer);
    shown(Ok(customer))
}

/// `GET /v1/customers/{id}`: a deleted one answers with its tombstone.
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str) -> Answer {
    let customer = world.store.get(KIND, id)?;
    if customer.flag("_deleted") {
        return Ok(json!({ "id": id, "object": KIND, "deleted": true }));
    }
    shown(Ok(customer))
}

/// A customer that was not deleted.
///
/// # Errors
/// `resource_missing`.
pub fn live(world: &World, id: &str) -> Result<Doc, ApiError> {
    let customer = world.store.get(KIND, id).map_err(|error| error.param("customer"))?;
    if customer.flag("_deleted") { Err(ApiError::missing(KIND, id).param("customer")) } else { Ok(customer) }
}

/// `POST /v1/customers/{id}`
///
/// # Errors
/// `resource_missing`, unknown parameters, an invalid email address.
pub fn update(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&ALLOWED)?;
    check_email(params)?;
    let current = live(world, id)?;
    let metadata = params.metadata_onto("metadata", &current.get_or_null("metadata"))?;
    let customer = world.store.update(KIND, id, |customer| {
        for field in FIELDS.iter().filter(|field| params.has(field)) {
            customer.put(field, params.value(field));
        }
        if params.has("address") {
            customer.put("address", address(params));
        }
        if params.has("invoice_settings")
            && let Some(settings) = customer.get_mut("invoice_settings").and_then(Value::as_object_mut)
        {
            settings.put("default_payment_method", params.value("invoice_settings.default_payment_method"));
        }
        customer.put("metadata", metadata);
    })?;
    world.emit("customer.updated", &customer);
    shown(Ok(customer))
}

/// `DELETE /v1/customers/{id}`
///
/// # Errors
/// `resource_missing`.
pub fn delete(world: &mut World, id: &str) -> Answer {
    live(world, id)?;
    let customer = world.store.update(KIND, id, |customer| customer.put("_deleted", true))?;
    world.emit("customer.deleted", &customer);
    Ok(json!({ "id": id, "object": KIND, "deleted": true }))
}

/// `GET /v1/customers`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["email"]].concat())?;
    let equal = [("email", "email")];
    listing::page(world, KIND, "/v1/customers", params, &equal, |customer| !customer.flag("_deleted"))
}

fn address(params: &Params) -> Value {
    super::payment_methods::billing_details(params, "")["address"].clone()
}

fn check_email(params: &Params) -> Result<(), ApiError> {
    match params.str("email") {
        Some(email) if !email.contains('@') => {
            Err(ApiError::invalid(format!("Invalid email address: {email}"))
                .code("email_invalid")
                .param("email"))
        }
        _ => Ok(()),
    }
}
