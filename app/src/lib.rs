//! What people see: pages, mail and the islands, in English and Spanish.
//!
//! A page is a function from data to a whole HTML document. The server checks the
//! session, loads what the page's model in [`model`] asks for, and answers with what
//! the function returns; nothing here reads a database, a clock or a cookie. Every
//! page works without a script. Two, [`pages::pay`] and [`pages::plan_new`], carry an island
//! ([`islands::AmountPicker`], [`islands::PlanSchedule`]) that runs the same `domain` code in
//! the browser as the server runs at the press.
//!
//! # Pages and their models
//!
//! | function | model | address |
//! |---|---|---|
//! | [`pages::sign_in`] | [`model::SignInPage`] | `/sign-in` |
//! | [`pages::register`] | [`model::RegisterPage`] | `/register` |
//! | [`pages::check_email`] | [`model::CheckEmailPage`] | `/check-email` |
//! | [`pages::token`] | [`model::TokenPage`] | `/invitation/…`, `/confirm/…`, `/reset/…` |
//! | [`pages::bad_token`] | [`model::BadTokenPage`] | the same, when used or expired |
//! | [`pages::forgot`] | [`model::ForgotPage`] | `/forgot` |
//! | [`pages::home`] | [`model::HomePage`] | `/home` |
//! | [`pages::visit`] | [`model::VisitPage`] | `/visits/{id}` |
//! | [`pages::tell_which`], [`pages::tell`] | [`model::TellWhichPage`], [`model::TellPage`] | `/tell`, `/visits/{id}/tell` |
//! | [`pages::disputes`], [`pages::dispute`] | [`model::DisputesPage`], [`model::DisputePage`] | `/disputes`, `/disputes/{id}` |
//! | [`pages::pay`] | [`model::PayPage`] | `/pay` |
//! | [`pages::pay_cancelled`] | [`model::PayCancelledPage`] | `/pay/cancelled/{id}` |
//! | [`pages::pay_checking`] | [`model::PayCheckingPage`] | `/pay/checking/{id}` |
//! | [`pages::plans`] | [`model::PlansPage`] | `/plans` |
//! | [`pages::plan`] | [`model::PlanPage`] | `/plans/{id}` |
//! | [`pages::plan_pay`], [`pages::plan_extra`] | [`model::PlanPayPage`], [`model::PlanExtraPage`] | `/plans/{id}/pay` |
//! | [`pages::plan_change`], [`pages::plan_refused`] | [`model::PlanChangePage`], [`model::PlanRefusedPage`] | `/plans/{id}/change/{code}` |
//! | [`pages::plan_days`] | [`model::PlanDaysPage`] | `/plans/{id}/change/days` |
//! | [`pages::plan_join`] | [`model::PlanJoinPage`] | `/plans/{id}/join` |
//! | [`pages::plan_history`] | [`model::PlanHistoryPage`] | `/plans/{id}/history` |
//! | [`pages::together`] | [`model::TogetherPage`] | `/pay/together` |
//! | [`pages::together_done`] | [`model::TogetherDonePage`] | `/pay/together/{press}` |
//! | [`pages::household`] | [`model::HouseholdPage`] | `/household` |
//! | [`pages::shared`] | [`model::SharedPage`] | `/shared/{secret}` |
//! | [`pages::withheld_visit`] | [`model::WithheldVisitPage`] | `/visits/{id}`, when it is not theirs to see |
//! | [`pages::plan_new`] | [`model::PlanNewPage`] | `/plans/new` |
//! | [`pages::plan_review`] | [`model::PlanReviewPage`] | `/plans/review` |
//! | [`pages::plan_method`] | [`model::PlanMethodPage`] | `/plans/{id}/method` |
//! | [`pages::plan_checking`] | [`model::PlanCheckingPage`] | `/plans/method/{setup}` |
//! | [`pages::payments`] | [`model::PaymentsPage`] | `/payments` |
//! | [`pages::receipt`] | [`model::ReceiptPage`] | `/receipts/{payment}` |
//! | [`pages::statements`] | [`model::StatementsPage`] | `/statements` |
//! | [`pages::statement`] | [`model::StatementPage`] | `/statements/{id}` |
//! | [`pages::history`] | [`model::HistoryPage`] | `/history` |
//! | [`pages::year`] | [`model::YearPage`] | `/history/{year}` |
//! | [`pages::help`] | [`model::HelpPage`] | `/help` |
//! | [`pages::settings`] | [`model::SettingsPage`] | `/settings` |
//! | [`pages::outbox`] | [`model::OutboxPage`] | `/outbox` (demo) |
//! | [`pages::error`] | [`model::ErrorKind`] | any |
//! | [`pages::staff::sign_in`] | [`model::StaffSignInPage`] | `/staff/sign-in` |
//! | [`pages::staff::home`] | [`model::StaffHome`] | `/staff` |
//! | [`pages::staff::imports`] | [`model::ImportsPage`] | `/staff/imports` |
//! | [`pages::staff::import_report`] | [`model::ImportReportPage`] | `/staff/imports/{id}` |
//! | [`pages::staff::unmatched`] | [`model::UnmatchedPage`] | `/staff/unmatched` |
//! | [`pages::staff::patients`] | [`model::StaffPatientsPage`] | `/staff/patients` |
//! | [`pages::staff::account`] | [`model::StaffAccountPage`] | `/staff/accounts/{guarantor}` |
//! | [`pages::staff::statement`] | [`model::StaffStatementPage`] | `/staff/accounts/{guarantor}/statements/{id}` |
//! | [`pages::staff::statements`] | [`model::StatementRunsPage`] | `/staff/statements` |
//! | [`pages::staff::statement_run`] | [`model::RunPage`] | `/staff/statements/{run}` |
//! | [`pages::staff::take_payment`] | [`model::TakePaymentPage`] | `/staff/accounts/{guarantor}/payment` |
//! | [`pages::staff::payment`] | [`model::StaffPaymentPage`] | `/staff/payments/{id}` |
//! | [`pages::staff::link_batches`], [`pages::staff::link_batch`] | [`model::LinkBatchesPage`], [`model::LinkBatchPage`] | `/staff/links/batches` |
//! | [`pages::staff::plans`] | [`model::StaffPlansPage`] | `/staff/plans` |
//! | [`pages::staff::plan`] | [`model::StaffPlanPage`] | `/staff/plans/{id}` |
//! | [`pages::staff::plan_policy`] | [`model::PlanPolicyPage`] | `/staff/plans/policy` |
//! | [`pages::staff::work`] | [`model::WorkPage`] | `/staff/work` |
//! | [`pages::staff::reconcile`] | [`model::ReconcilePage`] | `/staff/reconcile` |
//! | [`pages::staff::close`] | [`model::ClosePage`] | `/staff/close` |
//!
//! Every function is `fn(&Ctx, &Model) -> String` ([`pages::error`] takes the kind).
//! Mail is in [`mail`]. What a form may say went wrong is [`form::ERRORS`].
//!
//! # Features
//! `ssr` renders. `hydrate` holds the islands and nothing else, so that the browser
//! fetches no page and no text it does not need.

// A page is one type as deep as its markup.
#![recursion_limit = "256"]

pub mod format;
pub mod islands;

#[cfg(feature = "ssr")]
mod ctx;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod parts;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
mod text;
#[cfg(feature = "ssr")]
pub mod withheld;

#[cfg(feature = "ssr")]
pub use ctx::{Assets, Ctx, Lasting, Places, PracticeCard, SignedIn, Whose};
#[cfg(feature = "ssr")]
pub use form::FormState;
#[cfg(feature = "ssr")]
pub use text::{Lang, Text};
