//! The pages: data in, a whole HTML document out.

mod account;
pub(crate) mod afford;
mod api_docs;
mod dispute;
mod error;
mod guest;
mod help;
mod history;
mod home;
mod household;
pub(crate) mod languages;
mod outbox;
mod passkey;
mod pay;
mod payments;
mod plan;
mod plan_new;
mod plans;
mod receipt;
mod register;
mod settings;
mod sign_in;
pub mod staff;
mod statement;
mod statements;
mod together;
mod visit;
mod year;

pub use account::{bad_token, check_email, forgot, token};
pub use afford::afford;
pub use api_docs::api_docs;
pub use dispute::{dispute, disputes, tell, tell_which};
pub use error::error;
pub use guest::{guest_bill, guest_checking, guest_receipt, link_gone, link_question, pay_a_bill};
pub use help::help;
pub use history::{HistoryLine, history, history_chosen, history_line};
pub use home::home;
pub use household::{household, shared, withheld_visit};
pub use languages::languages;
pub use outbox::outbox;
pub use passkey::passkey_new;
pub use pay::{pay, pay_cancelled, pay_checking};
pub use payments::payments;
pub use plan::{
    plan, plan_change, plan_days, plan_extra, plan_history, plan_join, plan_pay, plan_refused, plan_words,
};
pub use plan_new::{
    PlanAgreement, TERMS_VERSION, plan_agreement, plan_authorisation, plan_checking, plan_method, plan_new,
    plan_review,
};
pub use plans::plans;
pub use receipt::receipt;
pub use register::register;
pub use settings::settings;
pub use sign_in::sign_in;
pub use statement::statement;
pub use statements::statements;
pub use together::{together, together_done};
pub use visit::{gone_visit, visit};
pub use year::{year, year_service};
