//! The patients' wing.

mod afford;
mod disputes;
mod entry;
mod history;
mod home;
mod household;
mod links;
mod passkeys;
mod pay;
mod plan_method;
mod plan_new;
mod plans;
mod plans_change;
mod plans_join;
mod plans_papers;
mod plans_pay;
mod plans_told;
mod receipts;
mod settings;
mod shared;
mod statements;
mod together;
mod upload;
mod visits;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};

pub(super) use afford::asked as asked_for_help;
pub use disputes::{federal_case, served, uploads};
pub use entry::password_error;
pub use household::{helper, person};
pub use statements::told as statement_page;
pub use visits::{charge, title, told as visit_told, told_before};

use super::Shared;
use super::answer::{Answer, Fail, page, see};
use super::session::{Asked, Patient, card};

pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(|| async { see("/home") }))
        .route("/sign-in", get(entry::sign_in_page).post(entry::sign_in))
        .route("/sign-in/passkey/begin", post(passkeys::ask))
        .route("/sign-in/passkey", get(|| async { see("/sign-in") }).post(passkeys::sign_in))
        .route("/sign-out", post(entry::sign_out))
        .route("/sign-out-everywhere", post(entry::sign_out_everywhere))
        .route("/register", get(entry::register_page).post(entry::register))
        .route("/forgot", get(entry::forgot_page).post(entry::forgot))
        .route("/check-email", get(entry::check_email))
        .route("/invitation/{secret}", get(links::invitation).post(links::accept_invitation))
        .route("/confirm/{secret}", get(links::confirmation).post(links::confirm))
        .route("/reset/{secret}", get(links::reset_page).post(links::reset))
        .route("/home", get(home::home))
        .route("/visits/{visit}", get(visits::visit))
        .route("/pay", get(pay::page_of).post(pay::press))
        .route("/pay/return/{payment}", get(pay::returned))
        .route("/pay/cancelled/{payment}", get(pay::cancelled))
        .route("/pay/checking/{payment}", get(pay::checking))
        .route("/pay/together", get(together::show).post(together::press))
        .route("/pay/together/{press}", get(together::done))
        .route("/plans/new", get(plan_new::page_of).post(plan_new::again))
        .route("/plans/review", get(plan_new::review_of).post(plan_new::review))
        .route("/plans/sign", get(|| async { see("/plans/review") }).post(plan_new::sign))
        .route("/plans/{plan}/method", get(plan_method::page_of).post(plan_method::open))
        .route("/plans/{plan}/method/self", post(plan_method::pay_self))
        .route("/plans/method/{setup}", get(plan_method::returned))
        .route("/payments", get(receipts::payments))
        .route("/receipts/{payment}", get(receipts::receipt))
        .route("/statements", get(statements::list))
        .route("/statements/{statement}", get(statements::statement))
        .route("/paperless", post(statements::go_paperless))
        .route("/paperless/withdraw", post(statements::want_paper))
        .route("/history", get(history::history).post(history::search))
        .route("/history.csv", get(history::file))
        .route("/history.pdf", get(history::paper))
        .route("/history/{year}", get(history::year))
        .route("/household", get(household::show))
        .route("/household/look", post(household::look))
        .route("/household/invite", post(household::invite))
        .route("/household/cancel", post(household::cancel))
        .route("/household/end", post(household::end))
        .route("/shared/{secret}", get(shared::show).post(shared::accept))
        .route("/settings", get(settings::settings).post(settings::change_password))
        .route("/passkeys/begin", get(passkeys::back).post(passkeys::begin))
        .route("/passkeys/new", get(passkeys::back).post(passkeys::add))
        .route("/passkeys/{passkey}/remove", post(passkeys::remove))
        .route("/language", post(settings::language))
        .merge(plans::routes())
        .merge(disputes::routes())
        .route("/help", get(help))
        .route("/afford", get(afford::show).post(afford::ask))
        .route("/afford/withdraw", post(afford::withdraw))
        .route("/languages", get(languages))
        .route("/outbox", get(outbox))
}

#[derive(serde::Deserialize)]
struct HelpQuery {
    about: Option<String>,
}

async fn help(State(portal): State<Shared>, patient: Patient, Query(query): Query<HelpQuery>) -> Response {
    let about = match query.about.as_deref() {
        Some("afford") => Some(app::model::About::Afford),
        Some("wrong") => Some(app::model::About::Wrong),
        _ => None,
    };
    if about == Some(app::model::About::Afford)
        && let Some(instead) = afford::instead(&patient)
    {
        return instead;
    }
    page(app::pages::help(&patient.ctx(&portal), &app::model::HelpPage { about, guest: false }))
}

/// Whoever holds a bill may look. Who is not signed in is told the telephone where there is only
/// one practice; where there are more it is on the bill.
async fn languages(State(portal): State<Shared>, asked: Asked, patient: Result<Patient, Fail>) -> Answer {
    let ctx = match patient {
        Ok(patient) => patient.ctx(&portal),
        Err(_) => {
            let mut tx = portal.db.read().await?;
            let practices = billing::accounts::practices(&mut tx).await?;
            let only = match practices.as_slice() {
                [only] => Some(card(only)),
                _ => None,
            };
            app::Ctx { practice: only, ..asked.ctx(&portal) }
        }
    };
    Ok(page(app::pages::languages(&ctx)))
}

/// The mail that the demo did not send.
async fn outbox(State(portal): State<Shared>, asked: Asked) -> Answer {
    if !portal.config.is_demo() {
        return Err(Fail::NotFound);
    }
    let mut tx = portal.db.read().await?;
    let mut messages = Vec::new();
    for message in billing::messages::recent(&mut tx, 50).await? {
        let Some(mail) =
            crate::mail::write(&mut tx, &portal.door, &portal.config.public_url, &message).await?
        else {
            continue;
        };
        messages.push(app::model::OutboxMessage {
            id: message.id.to_string(),
            to: message.to_address,
            subject: mail.subject,
            at: message.created_at,
            body_text: mail.text,
        });
    }
    Ok(page(app::pages::outbox(&asked.ctx(&portal), &app::model::OutboxPage { messages })))
}
