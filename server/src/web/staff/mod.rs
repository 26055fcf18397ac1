//! The staff wing: figures, imports, what waits for a person, invitations.

mod desk;
mod entry;
mod imports;

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
}

/// Uploads have bounds of their own.
pub fn uploads() -> Router<Shared> {
    imports::uploads()
}
