//! What an account owes.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use billing::accounts::{self, OpenVisit};
use billing::api_keys::Scope;
use billing::plans::view;
use billing::visits;
use domain::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::asked::{Answer, Asked};
use super::caller::Caller;
use super::shapes::{Amount, account_of};
use crate::web::Shared;

/// Which account: by exactly one of both. In the body, because an account number has no place in
/// an address.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BalanceWanted {
    /// By our id.
    pub guarantor_id: Option<Uuid>,
    /// By your own number.
    #[schema(min_length = 1, max_length = 50)]
    pub account_number: Option<String>,
}

/// What an account owes, and what is on its way to being decided.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Balance {
    /// The account, by our id.
    pub guarantor_id: Uuid,
    /// The account, by your own number.
    pub account_number: String,
    /// What the guarantor owes, by the books.
    pub owed: Amount,
    /// What of it can be paid now: without what a payment plan asks for, what is on its way, and
    /// what is in question.
    pub payable: Amount,
    /// What of it has been sent and is not in the books yet: a bank debit.
    pub on_its_way: Amount,
    /// What of it the patient questions: it is not asked for until the practice has decided.
    pub in_question: Amount,
    /// What of it a payment plan asks for.
    pub in_plans: Amount,
    /// What insurers have not decided, or refused and somebody looks at: not the guarantor's.
    pub with_insurance: Amount,
    /// What was paid too much.
    pub credit: Amount,
    /// The visits of which anything is open, oldest first.
    pub visits: Vec<VisitBalance>,
}

/// What is open of a visit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VisitBalance {
    /// The visit, by our id.
    pub visit_id: Uuid,
    /// The visit, by your own number.
    pub visit_number: String,
    /// The day of service.
    #[schema(format = Date)]
    pub service_date: String,
    /// What the guarantor owes.
    pub owed: Amount,
    /// What is with insurance.
    pub with_insurance: Amount,
    /// What was paid too much.
    pub credit: Amount,
}

fn of_visit(visit: OpenVisit) -> VisitBalance {
    VisitBalance {
        visit_id: visit.id.0,
        visit_number: visit.visit_number,
        service_date: visit.service_date.to_string(),
        owed: Money::from_cents(visit.patient_cents).into(),
        with_insurance: Money::from_cents(visit.insurance_cents + visit.denied_cents).into(),
        credit: Money::from_cents(visit.credit_cents).into(),
    }
}

/// Read what an account owes
///
/// A search by POST, so that no account number stands in an address; it changes nothing.
#[utoipa::path(
    post, path = "/balances/search", tag = "balances", operation_id = "read_balance",
    security(("key" = ["balances:read"])),
    request_body = BalanceWanted,
    responses((status = 200, description = "The balance.", body = Balance)),
)]
pub async fn search(State(portal): State<Shared>, caller: Caller, asked: Asked) -> Answer {
    caller.may(&portal, Scope::BalancesRead).await?;
    let wanted: BalanceWanted = asked.json()?;
    let mut tx = portal.db.read().await?;
    let practice = caller.practice();
    let account =
        account_of(&mut tx, practice, wanted.guarantor_id, wanted.account_number.as_deref()).await?;
    drop(tx);
    // The body says whose it is, which the route does not.
    caller.asked(&portal, account.id).await?;
    let mut tx = portal.db.read().await?;
    let open = accounts::open_visits(&mut tx, practice, account.id).await?;
    let sum = |cents: fn(&OpenVisit) -> i64| Money::from_cents(open.iter().map(cents).sum());
    let owed = sum(|visit| visit.patient_cents);
    let with_insurance = sum(|visit| visit.insurance_cents + visit.denied_cents);
    let credit = sum(|visit| visit.credit_cents);
    let aside: Money =
        visits::set_aside(&mut tx, practice, account.id).await?.iter().map(|due| due.amount).sum();
    let sent: Money = visits::dues(&mut tx, practice, account.id).await?.iter().map(|due| due.amount).sum();
    let beside: Money = view::beside(&mut tx, practice, account.id).await?.iter().map(|due| due.amount).sum();
    let balance = Balance {
        guarantor_id: account.id.0,
        account_number: account.account_number,
        owed: owed.into(),
        payable: beside.into(),
        on_its_way: (owed - sent - aside).or_zero().into(),
        in_question: aside.into(),
        in_plans: (sent - beside).or_zero().into(),
        with_insurance: with_insurance.into(),
        credit: credit.into(),
        visits: open.into_iter().map(of_visit).collect(),
    };
    Ok(Json(balance).into_response())
}
