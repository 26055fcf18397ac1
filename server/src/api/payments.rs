//! Payments, as they stand.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use billing::api_keys::Scope;
use billing::payments::{self, Payment as Kept, PaymentState as State_};
use billing::refunds::{self, Refund as KeptRefund, RefundState};
use domain::{GuarantorId, Money, PaymentId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::asked::{self, Answer, Id, Page, Params};
use super::caller::Caller;
use super::problem::{Kind, Problem};
use super::shapes::{Amount, instant};
use crate::web::Shared;

/// How far a payment has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// The payer has not finished.
    Open,
    /// The money is on its way: a bank debit.
    Processing,
    /// The money is in the books.
    Succeeded,
    /// It did not come to pass, or the bank returned it.
    Failed,
    /// The payer left.
    Expired,
}

/// A payment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Payment {
    /// Its id.
    pub id: Uuid,
    /// The account.
    pub guarantor_id: Uuid,
    /// The pay link it was made by.
    pub link_id: Option<Uuid>,
    /// Which way: `online`, or at the desk `cash`, `check` or `terminal`.
    pub method: String,
    /// How much.
    pub amount: Amount,
    /// How far it has come.
    pub state: PaymentState,
    /// The number on its receipt.
    pub receipt_number: String,
    /// When it was begun.
    #[schema(format = DateTime)]
    pub begun_at: String,
    /// The day it entered the books, where the practice is.
    #[schema(format = Date)]
    pub paid_on: Option<String>,
}

/// A part of a list of payments, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentList {
    /// The payments.
    pub data: Vec<Payment>,
    /// Where it goes on; null at its end.
    pub next_cursor: Option<String>,
}

/// A payment with what it paid for and what went back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentDetails {
    /// The payment.
    pub payment: Payment,
    /// What it paid for.
    pub parts: Vec<Part>,
    /// What went back, or is to go back.
    pub refunds: Vec<Refund>,
}

/// What a payment paid of a visit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Part {
    /// The visit.
    pub visit_id: Uuid,
    /// How much.
    pub amount: Amount,
}

/// Money that goes back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Refund {
    /// Its id.
    pub id: Uuid,
    /// How much.
    pub amount: Amount,
    /// `pending` until it has left, then `succeeded`, or `failed` or `declined`.
    pub state: String,
}

/// Which payments.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Of one account only.
    #[param(nullable = false)]
    pub guarantor_id: Option<Uuid>,
}

fn shown(kept: &Kept) -> Result<Payment, Problem> {
    Ok(Payment {
        id: kept.id.0,
        guarantor_id: kept.guarantor.0,
        link_id: kept.link.map(|link| link.0),
        method: kept.method.code().to_owned(),
        amount: kept.amount.into(),
        state: match kept.state {
            State_::Intent | State_::Open => PaymentState::Open,
            State_::Processing => PaymentState::Processing,
            State_::Paid => PaymentState::Succeeded,
            State_::Failed => PaymentState::Failed,
            State_::Expired => PaymentState::Expired,
        },
        receipt_number: payments::receipt_number(kept.id),
        begun_at: instant(kept.created_at)?,
        paid_on: kept.paid_on.map(|day| day.to_string()),
    })
}

fn refund_of(kept: &KeptRefund) -> Refund {
    let state = match kept.state {
        RefundState::Done => "succeeded",
        RefundState::Failed => "failed",
        RefundState::Declined => "declined",
        _ => "pending",
    };
    Refund { id: kept.id.0, amount: kept.amount.into(), state: state.to_owned() }
}

/// List payments
///
/// Newest first, whatever became of them.
#[utoipa::path(
    get, path = "/payments", tag = "payments", operation_id = "list_payments",
    security(("key" = ["payments:read"])),
    params(Page, Which),
    responses((status = 200, description = "The payments.", body = PaymentList)),
)]
pub async fn list(
    State(portal): State<Shared>,
    caller: Caller,
    Params(page): Params<Page>,
    Params(which): Params<Which>,
) -> Answer {
    caller.may(&portal, Scope::PaymentsRead).await?;
    let (before, limit) = page.read()?;
    let (practice, guarantor) = (caller.practice(), which.guarantor_id.map(GuarantorId));
    if let Some(account) = guarantor {
        caller.asked(&portal, account).await?;
    }
    let mut tx = portal.db.read().await?;
    let before = before.map(PaymentId);
    let mut rows = payments::before(&mut tx, practice, guarantor, before, asked::one_more(limit)).await?;
    let next_cursor = asked::cut(&mut rows, limit, |payment| payment.id.0);
    let data = rows.iter().map(shown).collect::<Result<_, _>>()?;
    Ok(Json(PaymentList { data, next_cursor }).into_response())
}

/// Read a payment
///
/// With what it paid for and what went back.
#[utoipa::path(
    get, path = "/payments/{id}", tag = "payments", operation_id = "read_payment",
    security(("key" = ["payments:read"])),
    params(("id" = Uuid, Path, description = "The payment.")),
    responses((status = 200, description = "The payment.", body = PaymentDetails)),
)]
pub async fn read(State(portal): State<Shared>, caller: Caller, Id(id): Id) -> Answer {
    caller.may(&portal, Scope::PaymentsRead).await?;
    let mut tx = portal.db.read().await?;
    let (practice, id) = (caller.practice(), PaymentId(id));
    let kept = payments::of_practice(&mut tx, practice, id).await?.ok_or(Kind::NotFound)?;
    let parts = payments::parts(&mut tx, practice, id).await?;
    let part = |one: payments::PaymentPart| Part {
        visit_id: one.visit_id.0,
        amount: Money::from_cents(one.amount_cents).into(),
    };
    let details = PaymentDetails {
        payment: shown(&kept)?,
        parts: parts.into_iter().map(part).collect(),
        refunds: refunds::of_payment(&mut tx, practice, id).await?.iter().map(refund_of).collect(),
    };
    Ok(Json(details).into_response())
}
