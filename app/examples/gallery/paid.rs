//! Payments as the patient sees them, and the proof of one.

use app::model::*;
use domain::Money;
use time::macros::date;

use super::{cents, payment};

pub fn back(amount: i64, state: PatientRefundState) -> PatientRefund {
    PatientRefund { amount: cents(amount), state, date: date!(2026 - 11 - 20) }
}

fn visa() -> Method {
    Method::Online { card: Some("Visa ending 4242".into()) }
}

pub fn payments() -> PaymentsPage {
    let item = |n, date, amount, state, method| PaymentItem {
        id: payment(n),
        date,
        amount: cents(amount),
        state,
        visits: 1 + usize::try_from(n).unwrap_or_default() % 3,
        method,
        refunded: Money::ZERO,
        refunds: vec![],
        charged_back: None,
    };
    let paid = |n, date, amount, method, refunds: Vec<PatientRefund>| PaymentItem {
        refunded: refunds
            .iter()
            .filter(|refund| refund.state != PatientRefundState::Failed)
            .map(|refund| refund.amount)
            .sum(),
        refunds,
        ..item(n, date, amount, PaymentState::Paid, method)
    };
    let taken = PaymentItem {
        charged_back: Some(cents(8_000)),
        ..item(9, date!(2026 - 06 - 12), 8_000, PaymentState::Paid, visa())
    };
    let returned = PaymentItem {
        charged_back: Some(cents(4_500)),
        ..item(10, date!(2026 - 05 - 12), 4_500, PaymentState::Paid, Method::Bank)
    };
    use PatientRefundState::{Checking, Done, Failed, OnTheWay, Sending};
    PaymentsPage {
        items: vec![
            item(1, date!(2026 - 11 - 20), 6_000, PaymentState::OnTheWay, Method::Bank),
            item(2, date!(2026 - 11 - 19), 18_420, PaymentState::Checking, Method::Online { card: None }),
            paid(3, date!(2026 - 11 - 02), 3_500, Method::Cash, vec![]),
            paid(4, date!(2026 - 10 - 30), 12_500, visa(), vec![back(2_500, OnTheWay), back(1_000, Done)]),
            paid(5, date!(2026 - 10 - 12), 9_900, visa(), vec![back(9_900, Sending)]),
            paid(6, date!(2026 - 09 - 12), 9_900, Method::Bank, vec![back(900, Checking)]),
            paid(7, date!(2026 - 08 - 12), 9_900, visa(), vec![back(4_000, Failed)]),
            paid(8, date!(2026 - 07 - 12), 9_900, Method::Check, vec![back(4_000, Done)]),
            taken,
            returned,
            item(11, date!(2025 - 12 - 31), 123_450, PaymentState::NotPaid, visa()),
        ],
    }
}

pub fn receipt(fresh: bool) -> ReceiptPage {
    let part = |title: &str, date, name: &str, amount| ReceiptPart {
        title: title.into(),
        date,
        patient_name: name.into(),
        provider: Some("Dr. Chen".into()),
        amount: cents(amount),
    };
    ReceiptPage {
        number: "R-000412".into(),
        date: date!(2026 - 11 - 24),
        amount: cents(15_000),
        method: visa(),
        reference: None,
        parts: vec![
            part("Office visit", date!(2026 - 10 - 14), "Maria", 12_840),
            part("Blood test", date!(2026 - 10 - 21), "Leo", 2_160),
        ],
        credit: Money::ZERO,
        refunds: vec![],
        charged_back: None,
        remaining_due: cents(3_420),
        payer_name: "Maria Alvarez".into(),
        email_sent_to: fresh.then(|| "maria@example.com".into()),
        fresh,
    }
}

/// Paid by cheque at the desk, partly given back.
pub fn receipt_back() -> ReceiptPage {
    ReceiptPage {
        method: Method::Check,
        reference: Some("1042".into()),
        refunds: vec![back(2_500, PatientRefundState::Done)],
        credit: cents(0),
        ..receipt(false)
    }
}
