//! The staff wing: figures, imports, what waits for a person, accounts and their money.

mod accounts;
mod again;
mod api;
mod audit;
mod branding;
mod close;
mod colleagues;
mod denial;
mod denials;
mod desk;
mod dispute;
mod disputes;
pub mod door;
mod emergency;
mod entry;
mod estimates;
mod guarantor;
mod help;
mod imports;
mod link_batches;
mod links;
mod passkeys;
mod payments;
mod people;
mod places;
mod plan_rule;
mod plans;
mod promises;
mod queue;
mod reconcile;
mod records;
mod registration;
mod second;
mod seen;
mod statements;
mod unmatched;
mod work;
mod write_offs;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use domain::access::Permission;

use self::door::takes;
pub use self::imports::LARGEST;
use super::Shared;
use super::answer::see;

/// Every route with what it takes.
pub fn routes(portal: &Shared) -> Router<Shared> {
    Router::new()
        .route("/staff/sign-in", get(entry::sign_in_page).post(entry::sign_in))
        .route("/staff/join/{secret}", get(colleagues::join_page).post(colleagues::join))
        .route("/staff/sign-in/code", get(second::code_page).post(second::give_code))
        .route("/staff/sign-in/passkey/begin", post(passkeys::ask))
        .route("/staff/sign-in/passkey", get(|| async { see("/staff/sign-in") }).post(passkeys::sign_in))
        .merge(look(portal))
        .merge(people_and_money(portal))
        .merge(office(portal))
        .route_layer(from_fn_with_state(portal.clone(), places::guard))
}

/// What changes nothing.
fn look(portal: &Shared) -> Router<Shared> {
    let keys = Router::new()
        .route("/staff/passkeys/begin", post(passkeys::begin))
        .route("/staff/passkeys/{passkey}/remove", post(passkeys::remove));
    let enter = Router::new()
        .route("/staff", get(desk::home))
        .route("/staff/sign-out", post(entry::sign_out))
        .route("/staff/second", get(second::look).post(second::press))
        .route("/staff/practice", post(places::switch))
        .route("/staff/emergency/end", post(emergency::end))
        .merge(again::asks(portal, Router::new().route("/staff/emergency", post(emergency::take))))
        .route("/staff/emergency", get(emergency::look))
        .route("/staff/again", get(again::look).post(again::give))
        .route("/staff/again/passkey", post(passkeys::ask_again))
        .route("/staff/passkeys/begin", get(passkeys::back))
        .route("/staff/passkeys/new", get(passkeys::back).post(passkeys::add))
        .merge(again::asks(portal, keys))
        .route_layer(takes(Permission::Enter));
    let accounts = Router::new()
        .route("/staff/accounts/{guarantor}", get(accounts::account))
        .route("/staff/accounts/{guarantor}/statements/{statement}", get(accounts::statement))
        .route("/staff/accounts/{guarantor}/links", get(links::list))
        .route("/staff/accounts/{guarantor}/registration", get(registration::look))
        .route("/staff/accounts/{guarantor}/ledger", get(records::ledger))
        .route("/staff/changes/{change}", get(guarantor::case))
        .route("/staff/patients", get(desk::patients_page).post(desk::find_patients))
        .route("/staff/denials", get(denials::list))
        .route("/staff/denials.json", get(denials::now))
        .route("/staff/denials/{denial}", get(denial::case))
        .route("/staff/disputes", get(disputes::list))
        .route("/staff/disputes/answers", get(dispute::answers::list))
        .route("/staff/disputes.json", get(disputes::now))
        .route("/staff/disputes/{dispute}", get(dispute::case))
        .route("/staff/disputes/{dispute}/documents/{document}", get(dispute::document))
        .route("/staff/plans", get(plans::list))
        .route("/staff/plans/{plan}", get(plans::plan))
        .route("/staff/payments/{payment}", get(payments::payment))
        .route_layer(takes(Permission::SeeAccounts));
    // What leaves as a file; the letters of many with it.
    let files = Router::new()
        .route("/staff/close.csv", get(close::file))
        .route("/staff/statements/batches/{batch}", get(statements::batch));
    let books = Router::new()
        .route("/staff/unmatched", get(desk::unmatched))
        .route("/staff/unmatched/{claim}", get(unmatched::show))
        .route("/staff/imports/{file}", get(imports::report))
        .route("/staff/work", get(work::list))
        .route("/staff/help/{request}", get(help::show))
        .route("/staff/links", get(links::all))
        .route("/staff/links/batches", get(link_batches::list))
        .route("/staff/links/batches/{mailing}", get(link_batches::show))
        .route("/staff/denials/payers", get(denials::payers::list))
        .route("/staff/plans/policy", get(plan_rule::rule))
        .route("/staff/statements", get(statements::list))
        .route("/staff/statements/{run}", get(statements::run))
        .route("/staff/reconcile", get(reconcile::look))
        .route("/staff/close", get(close::close_page))
        .merge(again::asks(portal, files))
        .route_layer(takes(Permission::SeeBooks));
    let audit = Router::new()
        .route("/staff/audit", get(audit::list))
        .merge(again::asks(portal, Router::new().route("/staff/audit.csv", get(audit::file))))
        .merge(again::asks(portal, Router::new().route("/staff/emergency.csv", get(emergency::file))))
        .route_layer(takes(Permission::SeeAudit));
    enter.merge(accounts).merge(books).merge(audit)
}

/// What is done for one account.
fn people_and_money(portal: &Shared) -> Router<Shared> {
    let invite = Router::new()
        .route("/staff/patients/{guarantor}/invite", post(desk::invite))
        .route_layer(takes(Permission::InvitePatients));
    let take = Router::new()
        .route("/staff/accounts/{guarantor}/payment", get(accounts::take_page).post(accounts::take))
        .route_layer(takes(Permission::TakePayments));
    let notes = Router::new()
        .route("/staff/accounts/{guarantor}/notes", post(records::note))
        .route_layer(takes(Permission::WriteNotes));
    let registration = Router::new()
        .route("/staff/accounts/{guarantor}/registration", post(registration::correct))
        .route_layer(takes(Permission::ChangeRegistration));
    let moved = Router::new().route("/staff/accounts/{guarantor}/guarantor/move", post(guarantor::act));
    let moved = again::asks(portal, moved)
        .route("/staff/accounts/{guarantor}/guarantor", get(guarantor::choose).post(guarantor::press))
        .route_layer(takes(Permission::ChangeGuarantors));
    let links = Router::new()
        .route("/staff/accounts/{guarantor}/links", post(links::make))
        .route("/staff/accounts/{guarantor}/links/{link}/revoke", post(links::revoke))
        .route_layer(takes(Permission::MakeLinks));
    let statements = Router::new()
        .route("/staff/accounts/{guarantor}/statements", post(accounts::issue))
        .route("/staff/accounts/{guarantor}/statements/{statement}/correct", post(accounts::correct))
        .route("/staff/accounts/{guarantor}/statements/{statement}/returned", post(accounts::returned))
        .route_layer(takes(Permission::SendStatements));
    let holds = Router::new()
        .route("/staff/accounts/{guarantor}/holds", post(accounts::hold))
        .route("/staff/accounts/{guarantor}/holds/end", post(accounts::end_hold))
        .route("/staff/help/{request}", post(help::answer))
        .route_layer(takes(Permission::HoldAndRelease));
    let sharing = Router::new()
        .route("/staff/accounts/{guarantor}/consents", post(seen::consent))
        .route("/staff/accounts/{guarantor}/consents/end", post(seen::withdraw))
        .route("/staff/accounts/{guarantor}/sharing/end", post(seen::end))
        .route_layer(takes(Permission::AnswerForSharing));
    let plans = Router::new()
        .route("/staff/accounts/{guarantor}/exception", post(promises::ask))
        .route("/staff/accounts/{guarantor}/exception/decide", post(promises::decide))
        .route("/staff/accounts/{guarantor}/promises", post(promises::promise))
        .route("/staff/accounts/{guarantor}/promises/withdraw", post(promises::withdraw))
        .route("/staff/plans", post(plans::many))
        .route("/staff/plans/{plan}", post(plans::press))
        .route_layer(takes(Permission::ManagePlans));
    let disputes = Router::new()
        .route("/staff/disputes", post(disputes::many))
        .route("/staff/disputes/{dispute}", post(dispute::press))
        .route("/staff/disputes/{dispute}/federal", post(estimates::start))
        .route("/staff/accounts/{guarantor}/estimates", post(estimates::record))
        .route("/staff/accounts/{guarantor}/federal", post(estimates::started))
        .route_layer(takes(Permission::WorkDisputes));
    let denials = Router::new()
        .route("/staff/denials", post(denials::many::press))
        .route("/staff/denials/{denial}", post(denial::press))
        .route("/staff/denials/{denial}/letter", post(denial::letter::letter))
        .route_layer(takes(Permission::WorkDenials));
    let write_offs = Router::new()
        .route("/staff/denials/write-off", post(denials::many::write_off))
        .route("/staff/denials/{denial}/write-off", post(denial::write_off));
    let write_offs = again::asks(portal, write_offs).route_layer(takes(Permission::WriteOffDenials));
    let balances = Router::new()
        .route("/staff/accounts/{guarantor}/write-offs", post(write_offs::ask))
        .route("/staff/accounts/{guarantor}/write-offs/decide", post(write_offs::decide));
    let balances = again::asks(portal, balances).route_layer(takes(Permission::WriteOffBalances));
    let decisions = Router::new()
        .route("/staff/disputes/{dispute}/decide", post(dispute::decide))
        .route("/staff/disputes/{dispute}/federal/answer", post(estimates::answer))
        .route("/staff/disputes/{dispute}/close", post(dispute::close));
    let decisions = again::asks(portal, decisions).route_layer(takes(Permission::DecideDisputes));
    invite
        .merge(take)
        .merge(notes)
        .merge(registration)
        .merge(moved)
        .merge(links)
        .merge(statements)
        .merge(holds)
        .merge(balances)
        .merge(sharing)
        .merge(plans)
        .merge(disputes)
        .merge(decisions)
        .merge(denials)
        .merge(write_offs)
}

/// What is done for the practice.
fn office(portal: &Shared) -> Router<Shared> {
    let work = Router::new()
        .route("/staff/work/{item}/done", post(work::done))
        .route("/staff/unmatched/{claim}/match", post(unmatched::to_visit))
        .route("/staff/unmatched/{claim}/note", post(unmatched::note))
        .route_layer(takes(Permission::SettleWork));
    let refunds = Router::new()
        .route("/staff/payments/{payment}/refund", post(payments::refund))
        .route("/staff/refunds/{refund}/decline", post(payments::decline))
        .route("/staff/refunds/{refund}/retry", post(payments::retry))
        .route("/staff/refunds/{refund}/by-hand", post(payments::by_hand));
    let refunds = again::asks(portal, refunds).route_layer(takes(Permission::AskForRefunds));
    let second = Router::new()
        .route("/staff/changes/{change}", post(guarantor::agree))
        .route("/staff/denials/{denial}/agree", post(denial::agree))
        .route("/staff/disputes/{dispute}/agree", post(dispute::agree))
        .route("/staff/refunds/{refund}/approve", post(payments::approve));
    let second = again::asks(portal, second).route_layer(takes(Permission::ApproveBeyondLimits));
    let tokens = Router::new().route("/staff/links/batches/{mailing}/file", post(link_batches::file));
    let statements = Router::new()
        .route("/staff/links/batches", post(link_batches::preview))
        .route("/staff/links/batches/{mailing}/release", post(link_batches::release))
        .route("/staff/links/batches/{mailing}/cancel", post(link_batches::cancel))
        .route("/staff/statements", post(statements::preview))
        .route("/staff/statements/batches", post(statements::print))
        .route("/staff/statements/{run}/leave-out", post(statements::leave_out))
        .route("/staff/statements/{run}/release", post(statements::release))
        .route("/staff/statements/{run}/cancel", post(statements::cancel))
        .merge(again::asks(portal, tokens))
        .route_layer(takes(Permission::SendStatements));
    let returned = Router::new().route("/staff/unmatched/{claim}/return", post(unmatched::give_back));
    let differences = Router::new()
        .route("/staff/reconcile", post(reconcile::check))
        .route("/staff/reconcile/resolve", post(reconcile::resolve))
        .merge(again::asks(portal, returned))
        .route_layer(takes(Permission::SettleDifferences));
    let close =
        Router::new().route("/staff/close", post(close::close)).route_layer(takes(Permission::CloseTheDay));
    let rules = Router::new()
        .route("/staff/branding", get(branding::show).post(branding::save))
        .route("/staff/branding/logo/remove", post(branding::remove_logo))
        .route("/staff/links", post(links::save_rule))
        .route("/staff/denials/payers/{payer}", post(denials::payers::save))
        .route("/staff/disputes/answers", post(dispute::answers::keep))
        .route("/staff/disputes/answers/{answer}", post(dispute::answers::change))
        .route("/staff/plans/policy", post(plan_rule::save))
        .route("/staff/statements/policy", post(statements::save_policy))
        .route_layer(takes(Permission::SetRules));
    let programs = Router::new()
        .route("/staff/api", post(api::make))
        .route("/staff/api/keys/{key}/rotate", post(api::rotate))
        .route("/staff/api/keys/{key}/revoke", post(api::revoke))
        .route("/staff/api/hooks", post(api::add_hook))
        .route("/staff/api/hooks/{hook}/rotate", post(api::rotate_hook))
        .route("/staff/api/hooks/{hook}/enable", post(api::enable_hook))
        .route("/staff/api/hooks/{hook}/disable", post(api::disable_hook))
        .route("/staff/api/hooks/{hook}/remove", post(api::remove_hook))
        .route("/staff/api/hooks/{hook}/test", post(api::test_hook))
        .route("/staff/api/hooks/{hook}/{event}/replay", post(api::replay));
    let programs = again::asks(portal, programs)
        .route("/staff/api", get(api::look))
        .route("/staff/api/hooks/{hook}", get(api::hook))
        .route_layer(takes(Permission::ConnectPrograms));
    let people = Router::new()
        .route("/staff/people", post(people::require))
        .route("/staff/people/{user}", post(people::change))
        .route("/staff/people/invite", post(colleagues::ask))
        .route("/staff/people/invited/{letter}/end", post(colleagues::take_back))
        .route("/staff/people/{user}/across", post(people::change_across))
        .route("/staff/people/{user}/second", post(people::end_second));
    let people = again::asks(portal, people)
        .route("/staff/people", get(people::list))
        .route("/staff/emergency/{emergency}/end", post(emergency::stop))
        .route("/staff/emergency/{emergency}/seen", post(emergency::seen))
        .route_layer(takes(Permission::ManagePeople));
    work.merge(refunds)
        .merge(second)
        .merge(statements)
        .merge(differences)
        .merge(close)
        .merge(rules)
        .merge(programs)
        .merge(people)
}

/// Uploads have bounds of their own.
pub fn uploads(portal: &Shared) -> Router<Shared> {
    let logo = Router::new()
        .route("/staff/branding/logo", post(branding::send_logo))
        .route_layer(takes(Permission::SetRules));
    imports::uploads()
        .merge(logo.layer(DefaultBodyLimit::max(branding::LARGEST)))
        .route_layer(from_fn_with_state(portal.clone(), places::guard))
}
