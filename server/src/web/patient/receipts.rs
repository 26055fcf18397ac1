//! The proof of payments.

use app::model::{PaymentItem, PaymentsPage, ReceiptPage, ReceiptPart};
use app::pages;
use axum::extract::{Path, RawQuery, State};
use billing::door::local_date;
use billing::payments::{self, PaymentState, receipt_number};
use billing::{ledger, visits};
use domain::{Money, PaymentId};

use super::visits::title;
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page};
use crate::web::session::Patient;

/// Payments on one page; a practice's patient makes a few a year.
const SHOWN: i64 = 200;

pub async fn payments(State(portal): State<Shared>, patient: Patient) -> Answer {
    let mut tx = portal.db.read().await?;
    let mut items = Vec::new();
    for payment in payments::history(&mut tx, patient.practice.id, patient.guarantor, SHOWN).await? {
        let visits = payments::parts(&mut tx, payment.practice, payment.id).await?.len();
        let date =
            payment.paid_on.unwrap_or_else(|| local_date(payment.created_at, &patient.practice.time_zone));
        let state = match payment.state {
            PaymentState::Paid => app::model::PaymentState::Paid,
            PaymentState::Processing => app::model::PaymentState::OnTheWay,
            PaymentState::Intent | PaymentState::Open => app::model::PaymentState::Checking,
            PaymentState::Failed | PaymentState::Expired => app::model::PaymentState::NotPaid,
        };
        items.push(PaymentItem { id: payment.id, date, amount: payment.amount, state, visits });
    }
    Ok(page(pages::payments(&patient.ctx(&portal), &PaymentsPage { items })))
}

pub async fn receipt(
    State(portal): State<Shared>,
    patient: Patient,
    Path(id): Path<PaymentId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = patient.practice.id;
    let payment = payments::payment(&mut tx, practice, patient.guarantor, id).await?.ok_or(Fail::NotFound)?;
    let Some(date) = payment.paid_on.filter(|_| payment.state == PaymentState::Paid) else {
        return Err(Fail::NotFound);
    };
    let parts = payments::parts(&mut tx, practice, id).await?;
    let dues = visits::dues(&mut tx, practice, patient.guarantor).await?;
    let model = ReceiptPage {
        number: receipt_number(id),
        date,
        amount: payment.amount,
        method: None,
        credit: ledger::credit_of_payment(&mut tx, practice, id).await?,
        parts: parts
            .into_iter()
            .map(|part| ReceiptPart {
                title: title(part.description, None),
                date: part.service_date,
                patient_name: part.patient_name,
                provider: part.provider,
                amount: Money::from_cents(part.amount_cents),
            })
            .collect(),
        remaining_due: dues.iter().map(|due| due.amount).sum(),
        payer_name: patient.user.name.clone(),
        email_sent_to: (payment.user == patient.user.id).then(|| patient.user.email.clone()),
        fresh: query.as_deref() == Some("new"),
    };
    Ok(page(pages::receipt(&patient.ctx(&portal), &model)))
}
