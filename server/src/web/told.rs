//! Payments and what became of them, as pages tell them: for patients and for staff.

use app::model::{Method, PatientRefund, PatientRefundState, ReceiptPart};
use billing::db::Tx;
use billing::door::local_date;
use billing::payments::{self, Payment, PaymentPart};
use billing::refunds::{self, Refund, RefundState};
use billing::{chargebacks, sqlx};
use domain::Money;
use time::Date;

use super::patient::title;

/// With what a payment was made.
pub fn method(payment: &Payment) -> Method {
    match payment.method {
        payments::Method::Cash => Method::Cash,
        payments::Method::Check => Method::Check,
        payments::Method::Terminal => Method::Terminal,
        payments::Method::Online => match &payment.instrument {
            Some(instrument) if instrument.bank => Method::Bank,
            Some(instrument) => Method::Online { card: Some(instrument.label.clone()) },
            None => Method::Online { card: None },
        },
    }
}

/// What a payment paid for.
pub fn parts(parts: Vec<PaymentPart>) -> Vec<ReceiptPart> {
    let part = |part: PaymentPart| ReceiptPart {
        title: title(part.description, None),
        date: part.service_date,
        patient_name: part.patient_name,
        provider: part.provider,
        amount: Money::from_cents(part.amount_cents),
    };
    parts.into_iter().map(part).collect()
}

/// The day of a payment where the practice is.
pub fn day(payment: &Payment, zone: &str) -> Date {
    payment.paid_on.unwrap_or_else(|| local_date(payment.created_at, zone))
}

/// What went back of a payment.
#[derive(Default)]
pub struct Returned {
    /// Its refunds as a patient sees them, newest first; what nobody agreed to is not shown.
    pub refunds: Vec<PatientRefund>,
    /// Their sum, without those that failed.
    pub refunded: Money,
    /// What the payer's bank holds of it.
    pub charged_back: Money,
}

/// What went back of a payment.
///
/// # Errors
/// The database's word.
pub async fn returned(tx: &mut Tx, payment: &Payment, zone: &str) -> Result<Returned, sqlx::Error> {
    let mut returned = Returned {
        charged_back: chargebacks::taken_of(tx, payment.practice, payment.id).await?,
        ..Returned::default()
    };
    for refund in refunds::of_payment(tx, payment.practice, payment.id).await?.into_iter().rev() {
        let Some(state) = patient_state(&refund) else { continue };
        if state != PatientRefundState::Failed {
            returned.refunded += refund.amount;
        }
        let date = refund.settled_on.unwrap_or_else(|| local_date(refund.created_at, zone));
        returned.refunds.push(PatientRefund { amount: refund.amount, state, date });
    }
    Ok(returned)
}

fn patient_state(refund: &Refund) -> Option<PatientRefundState> {
    match refund.state {
        RefundState::Asked | RefundState::Declined => None,
        RefundState::Approved if refund.attempts > 1 => Some(PatientRefundState::Checking),
        RefundState::Approved => Some(PatientRefundState::Sending),
        RefundState::Pending => Some(PatientRefundState::OnTheWay),
        RefundState::Done => Some(PatientRefundState::Done),
        RefundState::Failed => Some(PatientRefundState::Failed),
    }
}
