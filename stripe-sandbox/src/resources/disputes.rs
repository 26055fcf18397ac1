//! Disputes (chargebacks) and the inquiries that come before them.

use serde_json::{Value, json};

use super::{Answer, balance, charges, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt, public};
use crate::world::World;

const KIND: &str = "dispute";
/// Stripe's fee for a dispute, in cents.
const FEE: i64 = 1_500;
/// Seconds in which evidence must come: nine days.
const EVIDENCE_WITHIN: i64 = 9 * 24 * 60 * 60;
const EVIDENCE: [&str; 27] = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
];

/// The cardholder's bank disputes a charge, or (`inquiry`) only asks.
///
/// # Errors
/// No such charge, nothing of it left to dispute, or a dispute is open.
pub fn open(
    world: &mut World,
    charge: &str,
    amount: Option<i64>,
    reason: &str,
    inquiry: bool,
) -> Result<Doc, ApiError> {
    let paid = world.store.get(charges::KIND, charge)?;
    let left = paid.int("amount_captured") - paid.int("amount_refunded");
    let amount = amount.unwrap_or(left);
    if paid.flag("disputed") || amount < 1 || amount > left {
        return Err(ApiError::invalid("This charge cannot be disputed for that amount."));
    }
    let due = world.now() + EVIDENCE_WITHIN;
    let mut evidence: Doc = EVIDENCE.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    evidence.put("enhanced_evidence", json!({}));
    let details = &paid.get_or_null("payment_method_details")["card"];
    let dispute = world.create(
        KIND,
        "dp_",
        json!({
            "amount": amount, "balance_transactions": [], "charge": charge, "currency": paid.get_or_null("currency"),
            "enhanced_eligibility_types": [], "evidence": evidence,
            "evidence_details": {
                "due_by": due, "enhanced_eligibility": {}, "has_evidence": false, "past_due": false, "submission_count": 0,
            },
            "is_charge_refundable": inquiry, "metadata": {}, "payment_intent": paid.get_or_null("payment_intent"),
            "payment_method_details": details.is_object().then(|| json!({
                "card": { "brand": details["brand"], "network": details["brand"], "case_type": if inquiry { "inquiry" } else { "chargeback" }, "network_reason_code": "83" },
                "type": "card",
            })),
            "reason": reason, "status": if inquiry { "warning_needs_response" } else { "needs_response" },
        }),
    );
    let id = dispute.text("id").to_owned();
    world.store.update(charges::KIND, charge, |charge| {
        charge.put("disputed", true);
        charge.put("_refundable_in_dispute", inquiry);
    })?;
    world.emit("charge.dispute.created", &dispute);
    if inquiry {
        return Ok(dispute);
    }
    move_funds(world, &id, -amount, FEE, "charge.dispute.funds_withdrawn")
}

fn move_funds(world: &mut World, id: &str, amount: i64, fee: i64, event: &str) -> Result<Doc, ApiError> {
    let currency = world.store.get(KIND, id)?.text("currency").to_owned();
    let entry = balance::Entry { kind: "adjustment", amount, fee, source: id, at_once: true };
    let transaction = balance::book(world, &currency, &entry);
    let transaction = balance::current(world, &world.store.get("balance_transaction", &transaction)?);
    let dispute = world.store.update(KIND, id, |dispute| {
        if let Some(Value::Array(all)) = dispute.get_mut("balance_transactions") {
            all.push(transaction);
        }
    })?;
    world.emit(event, &dispute);
    Ok(dispute)
}

/// The bank decides: won returns the money (not the fee), lost keeps it.
///
/// # Errors
/// No such dispute, or it is decided already.
pub fn resolve(world: &mut World, id: &str, won: bool) -> Result<Doc, ApiError> {
    let dispute = world.store.get(KIND, id)?;
    let inquiry = match dispute.text("status") {
        "needs_response" | "under_review" => false,
        "warning_needs_response" | "warning_under_review" => true,
        _ => return Err(ApiError::invalid("This dispute is already closed.").code("dispute_already_closed")),
    };
    let status = match (inquiry, won) {
        (true, _) => "warning_closed",
        (false, true) => "won",
        (false, false) => "lost",
    };
    let dispute = world.store.update(KIND, id, |dispute| dispute.put("status", status))?;
    if inquiry {
        world.store.update(charges::KIND, dispute.text("charge"), |charge| charge.put("disputed", false))?;
    } else if won {
        move_funds(world, id, dispute.int("amount"), 0, "charge.dispute.funds_reinstated")?;
    }
    let dispute = world.store.get(KIND, id)?;
    world.emit("charge.dispute.closed", &dispute);
    Ok(dispute)
}

/// `POST /v1/disputes/{id}/close`: accepts the dispute, which loses it.
///
/// # Errors
/// No such dispute, or it is decided already.
pub fn close(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&[])?;
    shown(resolve(world, id, false))
}

/// `POST /v1/disputes/{id}`: evidence and metadata. As in Stripe's test mode, submitting
/// `uncategorized_text` of `winning_evidence` or `losing_evidence` decides it.
///
/// # Errors
/// No such dispute, or it is decided already.
pub fn update(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["evidence", "metadata", "submit"])?;
    let current = world.store.get(KIND, id)?;
    let metadata = params.metadata_onto("metadata", &current.get_or_null("metadata"))?;
    let sent = params.below("evidence");
    sent.only(&[&EVIDENCE[..], &["enhanced_evidence"]].concat())?;
    let submit = !sent.as_map().is_empty() && (!params.has("submit") || params.flag("submit")?);
    let dispute = world.store.update(KIND, id, |dispute| {
        dispute.put("metadata", metadata);
        if let Some(evidence) = dispute.get_mut("evidence").and_then(Value::as_object_mut) {
            evidence.extend(sent.as_map().clone());
        }
        if submit {
            if let Some(details) = dispute.get_mut("evidence_details").and_then(Value::as_object_mut) {
                let count = details.int("submission_count") + 1;
                details.put("has_evidence", true);
                details.put("submission_count", count);
            }
            match dispute.text("status") {
                "needs_response" => dispute.put("status", "under_review"),
                "warning_needs_response" => dispute.put("status", "warning_under_review"),
                _ => {}
            }
        }
    })?;
    world.emit("charge.dispute.updated", &dispute);
    if submit {
        match sent.str("uncategorized_text") {
            Some("winning_evidence") => return shown(resolve(world, id, true)),
            Some("losing_evidence") => return shown(resolve(world, id, false)),
            _ => {}
        }
    }
    Ok(public(&Value::Object(dispute)))
}

/// `GET /v1/disputes/{id}`
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str) -> Answer {
    shown(world.store.get(KIND, id))
}

/// `GET /v1/disputes`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["charge", "payment_intent"]].concat())?;
    listing::page(world, KIND, "/v1/disputes", params, |dispute| {
        listing::matches(params, "charge", dispute, "charge")
            && listing::matches(params, "payment_intent", dispute, "payment_intent")
    })
}
