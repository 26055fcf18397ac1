//! The staff wing: figures, imports, what waits for a person, accounts and their money.

mod accounts;
mod api;
mod close;
mod desk;
mod entry;
mod imports;
mod links;
mod payments;
mod plan_rule;
mod plans;
mod promises;
mod reconcile;
mod seen;
mod statements;
mod work;

use axum::Router;
use axum::routing::{get, post};

use super::Shared;

pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/staff/sign-in", get(entry::sign_in_page).post(entry::sign_in))
        .route("/staff/sign-out", post(entry::sign_out))
        .route("/staff", get(desk::home))
        .route("/staff/unmatched", get(desk::unmatched))
        .route("/staff/patients", get(desk::patients_page).post(desk::find_patients))
        .route("/staff/patients/{guarantor}/invite", post(desk::invite))
        .route("/staff/imports/{file}", get(imports::report))
        .route("/staff/work", get(work::list))
        .route("/staff/work/{item}/done", post(work::done))
        .route("/staff/accounts/{guarantor}", get(accounts::account))
        .route("/staff/accounts/{guarantor}/payment", get(accounts::take_page).post(accounts::take))
        .route("/staff/accounts/{guarantor}/statements", post(accounts::issue))
        .route("/staff/accounts/{guarantor}/statements/{statement}", get(accounts::statement))
        .route("/staff/accounts/{guarantor}/statements/{statement}/correct", post(accounts::correct))
        .route("/staff/accounts/{guarantor}/statements/{statement}/returned", post(accounts::returned))
        .route("/staff/accounts/{guarantor}/holds", post(accounts::hold))
        .route("/staff/accounts/{guarantor}/holds/end", post(accounts::end_hold))
        .route("/staff/accounts/{guarantor}/consents", post(seen::consent))
        .route("/staff/accounts/{guarantor}/consents/end", post(seen::withdraw))
        .route("/staff/accounts/{guarantor}/sharing/end", post(seen::end))
        .route("/staff/accounts/{guarantor}/exception", post(promises::ask))
        .route("/staff/accounts/{guarantor}/exception/decide", post(promises::decide))
        .route("/staff/accounts/{guarantor}/promises", post(promises::promise))
        .route("/staff/accounts/{guarantor}/promises/withdraw", post(promises::withdraw))
        .route("/staff/accounts/{guarantor}/links", get(links::list).post(links::make))
        .route("/staff/accounts/{guarantor}/links/{link}/revoke", post(links::revoke))
        .route("/staff/links", get(links::all).post(links::save_rule))
        .route("/staff/api", get(api::look).post(api::make))
        .route("/staff/api/keys/{key}/rotate", post(api::rotate))
        .route("/staff/api/keys/{key}/revoke", post(api::revoke))
        .route("/staff/api/hooks", post(api::add_hook))
        .route("/staff/api/hooks/{hook}", get(api::hook))
        .route("/staff/api/hooks/{hook}/rotate", post(api::rotate_hook))
        .route("/staff/api/hooks/{hook}/enable", post(api::enable_hook))
        .route("/staff/api/hooks/{hook}/disable", post(api::disable_hook))
        .route("/staff/api/hooks/{hook}/remove", post(api::remove_hook))
        .route("/staff/api/hooks/{hook}/test", post(api::test_hook))
        .route("/staff/api/hooks/{hook}/{event}/replay", post(api::replay))
        .route("/staff/plans", get(plans::list).post(plans::many))
        .route("/staff/plans/policy", get(plan_rule::rule).post(plan_rule::save))
        .route("/staff/plans/{plan}", get(plans::plan).post(plans::press))
        .route("/staff/statements", get(statements::list).post(statements::preview))
        .route("/staff/statements/policy", post(statements::save_policy))
        .route("/staff/statements/batches", post(statements::print))
        .route("/staff/statements/batches/{batch}", get(statements::batch))
        .route("/staff/statements/{run}", get(statements::run))
        .route("/staff/statements/{run}/leave-out", post(statements::leave_out))
        .route("/staff/statements/{run}/release", post(statements::release))
        .route("/staff/statements/{run}/cancel", post(statements::cancel))
        .route("/staff/payments/{payment}", get(payments::payment))
        .route("/staff/payments/{payment}/refund", post(payments::refund))
        .route("/staff/refunds/{refund}/approve", post(payments::approve))
        .route("/staff/refunds/{refund}/decline", post(payments::decline))
        .route("/staff/refunds/{refund}/retry", post(payments::retry))
        .route("/staff/refunds/{refund}/by-hand", post(payments::by_hand))
        .route("/staff/reconcile", get(reconcile::look).post(reconcile::check))
        .route("/staff/reconcile/resolve", post(reconcile::resolve))
        .route("/staff/close", get(close::close_page).post(close::close))
        .route("/staff/close.csv", get(close::file))
}

/// Uploads have bounds of their own.
pub fn uploads() -> Router<Shared> {
    imports::uploads()
}
