//! What somebody sees before they act: the lists on staff's pages, always in one order.

use billing::payments::Payment;
use billing::reconcile::{self, Difference};
use billing::refunds::Refund;
use billing::work::{self, WorkItem};
use billing::{on, payments, refunds, sqlx, visits};
use domain::payment::Due;
use domain::{GuarantorId, PaymentId, VisitId};

use crate::Trouble;
use crate::house::House;

/// Every payment that was made, oldest first.
///
/// # Errors
/// The database's word.
pub async fn paid(house: &House) -> Result<Vec<Payment>, Trouble> {
    let mut tx = house.db.read().await?;
    let ids: Vec<PaymentId> = on!(&mut tx, c => sqlx::query_scalar(
        "SELECT id FROM payments WHERE state = 'paid' ORDER BY created_at, id",
    )
    .fetch_all(c))?;
    let mut paid = Vec::new();
    for id in ids {
        paid.extend(payments::of_practice(&mut tx, house.cast.practice, id).await?);
    }
    Ok(paid)
}

/// Every refund, account by account, oldest first.
///
/// # Errors
/// The database's word.
pub async fn all_refunds(house: &House) -> Result<Vec<Refund>, Trouble> {
    let mut tx = house.db.read().await?;
    let mut all = Vec::new();
    for payer in &house.cast.payers {
        all.extend(refunds::of_guarantor(&mut tx, house.cast.practice, payer.guarantor).await?);
    }
    Ok(all)
}

/// What does not agree with the gateway's account, for the practice and for nobody.
///
/// # Errors
/// The database's word.
pub async fn differences(house: &House) -> Result<Vec<Difference>, Trouble> {
    let mut tx = house.db.read().await?;
    Ok(reconcile::differences(&mut tx, &house.door, house.cast.practice).await?)
}

/// What waits for a person.
///
/// # Errors
/// The database's word.
pub async fn waiting(house: &House) -> Result<Vec<WorkItem>, Trouble> {
    let mut tx = house.db.read().await?;
    Ok(work::waiting(&mut tx, house.cast.practice, 100).await?)
}

/// What an account owes and has not sent, visit by visit.
///
/// # Errors
/// The database's word.
pub async fn dues(house: &House, guarantor: GuarantorId) -> Result<Vec<Due>, Trouble> {
    let mut tx = house.db.read().await?;
    Ok(visits::dues(&mut tx, house.cast.practice, guarantor).await?)
}

/// The visits that an account answers for, with their numbers.
///
/// # Errors
/// The database's word.
pub async fn visits(house: &House, guarantor: GuarantorId) -> Result<Vec<(VisitId, String)>, Trouble> {
    let mut tx = house.db.read().await?;
    Ok(on!(&mut tx, c => sqlx::query_as(
        "SELECT id, visit_number FROM visits WHERE guarantor_id = $1 ORDER BY visit_number",
    )
    .bind(guarantor)
    .fetch_all(c))?)
}

/// What the books say an account owes, credits taken off, in cents.
///
/// # Errors
/// The database's word.
pub async fn balance(house: &House, guarantor: GuarantorId) -> Result<i64, Trouble> {
    let mut tx = house.db.read().await?;
    Ok(on!(&mut tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(patient_cents - credit_cents), 0) AS BIGINT)
         FROM visit_balances WHERE guarantor_id = $1",
    )
    .bind(guarantor)
    .fetch_one(c))?)
}

/// What plans cost an account beside its bills, in cents.
///
/// # Errors
/// The database's word.
pub async fn plan_costs(house: &House, guarantor: GuarantorId) -> Result<i64, Trouble> {
    let mut tx = house.db.read().await?;
    Ok(on!(&mut tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(-e.cents), 0) AS BIGINT)
         FROM visit_balances b
         JOIN ledger_entries e ON e.practice_id = b.practice_id AND e.visit_id = b.visit_id
         WHERE b.guarantor_id = $1 AND e.account IN ('plan_interest', 'late_fees')",
    )
    .bind(guarantor)
    .fetch_one(c))?)
}

/// The account each payment is for.
///
/// # Errors
/// The database's word.
pub async fn payers(house: &House) -> Result<Vec<(PaymentId, GuarantorId)>, Trouble> {
    let mut tx = house.db.read().await?;
    Ok(on!(&mut tx, c => sqlx::query_as("SELECT id, guarantor_id FROM payments ORDER BY id").fetch_all(c))?)
}

/// The texts of one column.
///
/// # Errors
/// The database's word.
pub async fn texts(house: &House, query: &'static str) -> Result<Vec<String>, Trouble> {
    let mut tx = house.db.read().await?;
    Ok(on!(&mut tx, c => sqlx::query_scalar(query).fetch_all(c))?)
}

/// One figure.
///
/// # Errors
/// The database's word.
pub async fn figure(house: &House, query: &'static str) -> Result<i64, Trouble> {
    let mut tx = house.db.read().await?;
    Ok(on!(&mut tx, c => sqlx::query_scalar(query).fetch_one(c))?)
}
