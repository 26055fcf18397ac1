//! Products and prices, as far as a Checkout line item needs them.

use serde_json::{Value, json};

use super::{Answer, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt};
use crate::world::World;

/// `POST /v1/products`
///
/// # Errors
/// A missing name, unknown parameters.
pub fn create_product(world: &mut World, params: &Params) -> Answer {
    params.only(&["name", "description", "metadata", "active", "id"])?;
    let name = params.required("name")?.to_owned();
    let metadata = params.metadata_onto("metadata", &Value::Null)?;
    let product = product(world, &name, params.value("description"), metadata);
    world.emit("product.created", &product);
    shown(Ok(product))
}

/// Creates a product.
pub fn product(world: &mut World, name: &str, description: Value, metadata: Value) -> Doc {
    let now = world.now();
    world.create(
        "product",
        "prod_",
        json!({
            "active": true, "attributes": [], "default_price": null, "description": description, "images": [],
            "marketing_features": [], "metadata": metadata, "name": name, "package_dimensions": null,
            "shippable": null, "statement_descriptor": null, "tax_code": null, "type": "service",
            "unit_label": null, "updated": now, "url": null,
        }),
    )
}

/// `DELETE /v1/products/{id}`
///
/// # Errors
/// `resource_missing`.
pub fn delete_product(world: &mut World, id: &str) -> Answer {
    let product = world.store.update("product", id, |product| product.put("active", false))?;
    world.emit("product.deleted", &product);
    Ok(json!({ "id": id, "object": "product", "deleted": true }))
}

/// `POST /v1/prices`
///
/// # Errors
/// A missing or unknown product, a bad amount, unknown parameters.
pub fn create_price(world: &mut World, params: &Params) -> Answer {
    params.only(&[
        "product",
        "product_data",
        "unit_amount",
        "currency",
        "recurring",
        "metadata",
        "nickname",
        "active",
    ])?;
    let price = price(world, params)?;
    world.emit("price.created", &price);
    shown(Ok(price))
}

/// Creates a price from `price_data`-like parameters (`product` or `product_data`, `unit_amount`,
/// `currency`).
///
/// # Errors
/// A missing or unknown product, a bad amount.
pub fn price(world: &mut World, params: &Params) -> Result<Doc, ApiError> {
    let currency = super::currency(params, "currency")?;
    params.required("unit_amount")?;
    let amount = super::checked_amount(params.int("unit_amount")?.unwrap_or_default(), "unit_amount", 1)?;
    let product = match (params.str("product"), params.str("product_data.name")) {
        (Some(id), _) => world.store.get("product", id)?,
        (None, Some(name)) => {
            let name = name.to_owned();
            product(
                world,
                &name,
                params.value("product_data.description"),
                params.metadata_onto("product_data.metadata", &Value::Null)?,
            )
        }
        (None, None) => return Err(ApiError::required("product")),
    };
    let recurring = params.str("recurring.interval").map(|interval| {
        json!({ "interval": interval, "interval_count": 1, "meter": null, "trial_period_days": null, "usage_type": "licensed" })
    });
    let metadata = params.metadata_onto("metadata", &Value::Null)?;
    Ok(world.create(
        "price",
        "price_",
        json!({
            "active": true, "billing_scheme": "per_unit", "currency": currency, "custom_unit_amount": null,
            "lookup_key": null, "metadata": metadata, "nickname": params.value("nickname"), "product": product.get_or_null("id"),
            "recurring": recurring, "tax_behavior": "unspecified", "tiers_mode": null, "transform_quantity": null,
            "type": if recurring.is_some() { "recurring" } else { "one_time" }, "unit_amount": amount,
            "unit_amount_decimal": amount.to_string(),
        }),
    ))
}

/// `POST /v1/products/{id}` and `POST /v1/prices/{id}`
///
/// # Errors
/// `resource_missing`, unknown parameters.
pub fn update(world: &mut World, kind: &str, id: &str, params: &Params) -> Answer {
    params.only(&["metadata", "active", "nickname", "name", "description"])?;
    let metadata = params.metadata_onto("metadata", &world.store.get(kind, id)?.get_or_null("metadata"))?;
    let item = world.store.update(kind, id, |item| item.put("metadata", metadata))?;
    world.emit(&format!("{kind}.updated"), &item);
    shown(Ok(item))
}

/// `GET /v1/products` and `GET /v1/prices`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, kind: &str, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["product", "active", "currency"]].concat())?;
    listing::page(world, kind, &format!("/v1/{kind}s"), params, &[("product", "product")], |_| true)
}
