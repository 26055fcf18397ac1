//! The proof of payments.

use app::model::{PaymentItem, PaymentsPage, ReceiptPage};
use app::pages;
use axum::extract::{Path, RawQuery, State};
use billing::db::Tx;
use billing::payments::{self, Payment, PaymentState, receipt_number};
use billing::plans::view;
use billing::{accounts, identity, ledger};
use domain::PaymentId;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page};
use crate::web::session::Patient;
use crate::web::{sight, told};

/// Payments on one page; a practice's patient makes a few a year.
const SHOWN: i64 = 200;

pub async fn payments(State(portal): State<Shared>, patient: Patient) -> Answer {
    let mut tx = portal.db.read().await?;
    let mut items = Vec::new();
    let zone = &patient.practice.time_zone;
    let (practice, guarantor) = (patient.practice.id, patient.guarantor);
    let unknown = payments::unknown(&mut tx, &portal.door, practice, guarantor).await?;
    let history = payments::history(&mut tx, practice, guarantor, SHOWN).await?;
    for payment in unknown.into_iter().chain(history) {
        let visits = payments::parts(&mut tx, practice, payment.id).await?.len();
        let state = match payment.state {
            PaymentState::Paid => app::model::PaymentState::Paid,
            PaymentState::Processing => app::model::PaymentState::OnTheWay,
            PaymentState::Intent | PaymentState::Open => app::model::PaymentState::Checking,
            PaymentState::Failed | PaymentState::Expired => app::model::PaymentState::NotPaid,
        };
        let returned = told::returned(&mut tx, &payment, zone).await?;
        items.push(PaymentItem {
            id: payment.id,
            date: told::day(&payment, zone),
            amount: payment.amount,
            state,
            visits,
            method: told::method(&payment),
            refunded: returned.refunded,
            refunds: returned.refunds,
            charged_back: Some(returned.charged_back).filter(|amount| amount.is_positive()),
        });
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
    let returned = told::returned(&mut tx, &payment, &patient.practice.time_zone).await?;
    let dues = view::beside(&mut tx, practice, patient.guarantor).await?;
    let credit = ledger::credit_of_payment(&mut tx, practice, id).await?;
    let mut parts = payments::parts(&mut tx, practice, id).await?;
    let t = patient.text(&portal);
    for part in parts.iter_mut().filter(|part| patient.sight.withholds(part.visit_id)) {
        (part.description, part.provider) = (Some(sight::title(t)), None);
        part.patient_name = sight::patient(t);
    }
    let payer_name = payer_name(&mut tx, &patient, &payment).await?;
    let model = ReceiptPage {
        number: receipt_number(id),
        date,
        amount: payment.amount,
        method: told::method(&payment),
        reference: payment.reference.clone(),
        credit,
        parts: told::parts(parts, credit),
        refunds: returned.refunds,
        charged_back: Some(returned.charged_back).filter(|amount| amount.is_positive()),
        remaining_due: dues.iter().map(|due| due.amount).sum(),
        payer_name,
        email_sent_to: (payment.user == patient.user.id).then(|| patient.user.email.clone()),
        fresh: query.as_deref() == Some("new"),
    };
    Ok(page(pages::receipt(&patient.ctx(&portal), &model)))
}

/// Who paid: whoever pressed Pay, and at the desk whoever the account is in the name of.
async fn payer_name(tx: &mut Tx, patient: &Patient, payment: &Payment) -> Result<String, Fail> {
    if payment.user == patient.user.id {
        return Ok(patient.user.name.clone());
    }
    let online = payment.method == payments::Method::Online;
    if let Some(user) = identity::user_in(tx, payment.user).await?.filter(|_| online) {
        return Ok(user.name);
    }
    let account =
        accounts::guarantor(tx, patient.practice.id, patient.guarantor).await?.ok_or(Fail::NotFound)?;
    Ok(format!("{} {}", account.first_name, account.last_name))
}
