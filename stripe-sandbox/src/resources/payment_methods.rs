//! Payment methods: made from a test number or token, attached to a customer, detached, listed.

use serde_json::{Value, json};

use super::cards::{self, Behaviour, Instrument};
use super::{Answer, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt};
use crate::world::World;

const KIND: &str = "payment_method";

/// `POST /v1/payment_methods`
///
/// # Errors
/// Unknown parameters, an unknown type, or a number that is no test number.
pub fn create(world: &mut World, params: &Params) -> Answer {
    params.only(&[
        "type",
        "card",
        "us_bank_account",
        "sepa_debit",
        "billing_details",
        "metadata",
        "allow_redisplay",
    ])?;
    let kind = params.required("type")?;
    let instrument = match kind {
        "card" => match (params.str("card.token"), params.str("card.number")) {
            (Some(token), _) => cards::by_token(token),
            (None, Some(number)) => {
                check_expiry(world, params)?;
                cards::by_number(cards::CARDS, number)
            }
            (None, None) => return Err(ApiError::required("card[number]")),
        },
        "us_bank_account" => {
            cards::by_number(cards::BANKS, params.required("us_bank_account.account_number")?)
        }
        "sepa_debit" => cards::by_number(cards::BANKS, params.required("sepa_debit.iban")?),
        other => {
            return Err(ApiError::invalid(format!("Invalid type: {other}.")).param("type"));
        }
    };
    let instrument = instrument.ok_or_else(|| {
        ApiError::card(
            "card_declined",
            Some("test_mode_live_card"),
            "Your card was declined. Your request was in test mode, but used a non test number.",
        )
    })?;
    let billing = billing_details(params, "billing_details");
    let metadata = params.metadata_onto("metadata", &Value::Null)?;
    let made = make(world, kind, instrument, billing);
    shown(world.store.update(KIND, made.text("id"), |method| method.put("metadata", metadata)))
}

/// Creates a payment method of `kind` from a test instrument.
pub fn make(world: &mut World, kind: &str, instrument: &Instrument, billing: Value) -> Doc {
    let last4: String =
        instrument.number.chars().skip(instrument.number.chars().count().saturating_sub(4)).collect();
    let fingerprint = world.ids.text(16);
    let details = match kind {
        "card" => json!({
            "brand": instrument.brand, "display_brand": instrument.brand, "last4": last4,
            "exp_month": 12, "exp_year": 2040, "country": "US", "funding": "credit",
            "fingerprint": fingerprint, "generated_from": null, "wallet": null, "regulated_status": "unregulated",
            "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass" },
            "networks": { "available": [instrument.brand], "preferred": null },
            "three_d_secure_usage": { "supported": true },
        }),
        "us_bank_account" => json!({
            "account_holder_type": "individual", "account_type": "checking", "bank_name": instrument.brand,
            "financial_connections_account": null, "fingerprint": fingerprint, "last4": last4,
            "networks": { "preferred": "ach", "supported": ["ach"] }, "routing_number": "110000000",
            "status_details": {},
        }),
        _ => json!({
            "bank_code": "19043", "branch_code": "", "country": "AT", "fingerprint": fingerprint,
            "generated_from": { "charge": null, "setup_attempt": null }, "last4": last4,
        }),
    };
    let mut members = json!({
        "allow_redisplay": "unspecified", "billing_details": billing, "customer": null, "customer_account": null, "metadata": {},
        "type": kind, "_number": instrument.number, "_set_up": false,
    });
    if let Some(members) = members.as_object_mut() {
        members.put(kind, details);
    }
    world.create(KIND, "pm_", members)
}

/// What an object's `billing_details` look like when nothing is known.
#[must_use]
pub fn billing_details(params: &Params, path: &str) -> Value {
    let at = |member: &str| params.value(&format!("{path}.{member}"));
    let address = params.has(&format!("{path}.address")).then(|| {
        json!({
            "city": at("address.city"), "country": at("address.country"), "line1": at("address.line1"),
            "line2": at("address.line2"), "postal_code": at("address.postal_code"), "state": at("address.state"),
        })
    });
    json!({ "address": address, "email": at("email"), "name": at("name"), "phone": at("phone"), "tax_id": null })
}

/// How a stored payment method behaves.
#[must_use]
pub fn behaviour(method: &Doc) -> Behaviour {
    let number = method.text("_number");
    cards::by_number(cards::CARDS, number)
        .or_else(|| cards::by_number(cards::BANKS, number))
        .map_or(Behaviour::Pays, |found| found.behaviour)
}

/// The stored payment method an id or a test token (`pm_card_visa`) names; a token makes a new one.
///
/// # Errors
/// `resource_missing`.
pub fn resolve(world: &mut World, id: &str) -> Result<Doc, ApiError> {
    match cards::by_token(id) {
        Some(instrument) => {
            let kind = if id.starts_with("pm_usBank") { "us_bank_account" } else { "card" };
            Ok(make(world, kind, instrument, billing_details(&Params::default(), "")))
        }
        None => world.store.get(KIND, id).map_err(|error| error.param("payment_method")),
    }
}

/// `POST /v1/payment_methods/{id}/attach`
///
/// # Errors
/// No such method or customer, or it belongs to another customer.
pub fn attach(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["customer"])?;
    let customer = params.required("customer")?.to_owned();
    let method = resolve(world, id)?;
    if let Behaviour::Declines(decline) = behaviour(&method) {
        return Err(decline.error());
    }
    shown(attach_to(world, method.text("id"), &customer))
}

/// Attaches a stored payment method to a customer.
///
/// # Errors
/// No such method or customer, or it belongs to another customer.
pub fn attach_to(world: &mut World, id: &str, customer: &str) -> Result<Doc, ApiError> {
    super::customers::live(world, customer)?;
    let method = world.store.get(KIND, id)?;
    match method.text("customer") {
        owner if owner == customer => return Ok(method),
        "" if !method.flag("_detached") => {}
        _ => {
            return Err(ApiError::invalid(
                "The payment method you provided has already been attached to a customer, or was detached and may not be used again.",
            ));
        }
    }
    let method = world.store.update(KIND, id, |method| method.put("customer", customer))?;
    world.emit("payment_method.attached", &method);
    Ok(method)
}

/// `POST /v1/payment_methods/{id}/detach`
///
/// # Errors
/// No such method, or it is attached to nobody.
pub fn detach(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&[])?;
    if world.store.get(KIND, id)?.text("customer").is_empty() {
        return Err(ApiError::invalid(
            "The payment method you provided is not attached to a customer so detachment is impossible.",
        ));
    }
    let method = world.store.update(KIND, id, |method| {
        method.put("customer", Value::Null);
        method.put("_detached", true);
    })?;
    world.emit("payment_method.detached", &method);
    shown(Ok(method))
}

/// `POST /v1/payment_methods/{id}`
///
/// # Errors
/// No such method, unknown parameters.
pub fn update(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["metadata", "billing_details", "allow_redisplay", "card"])?;
    let metadata = params.metadata_onto("metadata", &world.store.get(KIND, id)?.get_or_null("metadata"))?;
    let method = world.store.update(KIND, id, |method| method.put("metadata", metadata))?;
    world.emit("payment_method.updated", &method);
    shown(Ok(method))
}

/// `GET /v1/payment_methods` and `GET /v1/customers/{id}/payment_methods`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, url: &str, customer: Option<&str>, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["customer", "type", "allow_redisplay"]].concat())?;
    let Some(customer) = customer.or_else(|| params.str("customer")) else {
        return Ok(listing::envelope(url, Vec::new(), false));
    };
    let mut named = params.as_map().clone();
    named.put("customer", customer);
    let equal = [("customer", "customer"), ("type", "type")];
    listing::page(world, KIND, url, &Params::from_map(named), &equal, |_| true)
}

fn check_expiry(world: &World, params: &Params) -> Result<(), ApiError> {
    let month = params.int("card.exp_month")?.unwrap_or(12);
    let year = params.int("card.exp_year")?.unwrap_or(2040);
    if !(1..=12).contains(&month) {
        return Err(ApiError::card("invalid_expiry_month", None, "Your card's expiration month is invalid.")
            .param("exp_month"));
    }
    if crate::hosted::form::is_past(month, year, world.now()) {
        return Err(ApiError::card("invalid_expiry_year", None, "Your card's expiration year is invalid.")
            .param("exp_year"));
    }
    Ok(())
}
