//! The proof of payments.

use app::model::{PaymentItem, PaymentsPage};
use app::pages;
use axum::extract::{Path, RawQuery, State};
use billing::db::Tx;
use billing::payments::{self, Payment, PaymentState};
use billing::plans::view;
use billing::{accounts, identity};
use domain::PaymentId;

use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page};
use crate::web::session::Patient;
use crate::web::told;

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
    let dues = view::beside(&mut tx, practice, patient.guarantor).await?;
    let reader = told::Reader {
        text: patient.text(&portal),
        zone: &patient.practice.time_zone,
        payer_name: payer_name(&mut tx, &patient, &payment).await?,
        email_sent_to: (payment.user == patient.user.id).then(|| patient.user.email.clone()),
        remaining_due: dues.iter().map(|due| due.amount).sum(),
        fresh: query.as_deref() == Some("new"),
    };
    let model = told::receipt(&mut tx, &payment, reader, |visit| patient.sight.withholds(visit)).await?;
    Ok(page(pages::receipt(&patient.ctx(&portal), &model.ok_or(Fail::NotFound)?)))
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
