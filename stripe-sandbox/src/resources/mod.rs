//! The API's resources, each a folder-sized set of plain functions over the world.
//!
//! A function takes the world and decoded parameters and returns the object to answer with, or the
//! refusal Stripe would give. None of them waits for anything: a request is one step.

pub mod attempts;
pub mod balance;
pub mod cards;
pub mod catalog;
pub mod charges;
pub mod checkout;
pub mod customers;
pub mod disputes;
pub mod events;
pub mod intents;
pub mod payment_methods;
pub mod payment_pages;
pub mod payouts;
pub mod refunds;
pub mod sessions;
pub mod setup_intents;

use serde_json::Value;

use crate::error::ApiError;
use crate::params::Params;
use crate::store::{Doc, published};

/// What a request handler gives back.
pub type Answer = Result<Value, ApiError>;

/// An object as the outside sees it.
///
/// # Errors
/// Passes the refusal through.
pub fn shown(result: Result<Doc, ApiError>) -> Answer {
    result.map(published)
}

/// An amount in the smallest currency unit from a required parameter.
///
/// # Errors
/// Absent, not a whole number, below `least`, or over Stripe's eight digits.
pub fn amount(params: &Params, path: &str, least: i64) -> Result<i64, ApiError> {
    params.required(path)?;
    let cents = params.int(path)?.unwrap_or_default();
    checked_amount(cents, path, least)
}

/// Checks an amount against the least and Stripe's greatest.
///
/// # Errors
/// `parameter_invalid_integer`, `amount_too_small` or `amount_too_large`.
pub fn checked_amount(cents: i64, path: &str, least: i64) -> Result<i64, ApiError> {
    let param = crate::params::bracketed(path);
    if cents < 1 {
        return Err(ApiError::invalid("This value must be greater than or equal to 1.")
            .code("parameter_invalid_integer")
            .param(&param));
    }
    if cents < least {
        return Err(ApiError::invalid("Amount must be at least $0.50 usd")
            .code("amount_too_small")
            .param(&param));
    }
    if cents > 99_999_999 {
        return Err(ApiError::invalid("Amount must be no more than $999,999.99")
            .code("amount_too_large")
            .param(&param));
    }
    Ok(cents)
}

/// Stripe's least charge, in cents.
pub const LEAST_CHARGE: i64 = 50;

/// A supported currency code, in lower case.
///
/// # Errors
/// Absent, or none of the currencies the stand-in knows.
pub fn currency(params: &Params, path: &str) -> Result<String, ApiError> {
    let code = params.required(path)?.to_lowercase();
    if ["usd", "eur", "gbp", "cad"].contains(&code.as_str()) {
        Ok(code)
    } else {
        Err(ApiError::invalid(format!(
            "Invalid currency: {code}. Stripe currently supports usd, eur, gbp, cad here."
        ))
        .param(&crate::params::bracketed(path)))
    }
}

/// Payment method types that the stand-in models. `link` is accepted and never offered.
pub const METHODS: [&str; 4] = ["card", "us_bank_account", "sepa_debit", "link"];

/// The allowed payment method types a request names: `allowed_payment_method_types` since API
/// version 2026-09-30.endive, `payment_method_types` before (Stripe's command line still sends it).
#[must_use]
pub fn method_types(params: &Params) -> Vec<String> {
    let named = params.strings("allowed_payment_method_types");
    if named.is_empty() { params.strings("payment_method_types") } else { named }
}
