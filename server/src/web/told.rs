//! Payments and what became of them, as pages tell them: for patients and for staff.

use app::Text;
use app::model::{Method, PatientRefund, PatientRefundState, ReceiptPage, ReceiptPart};
use billing::db::Tx;
use billing::door::local_date;
use billing::payments::{self, Payment, PaymentPart, PaymentState, receipt_number};
use billing::refunds::{self, Refund, RefundState};
use billing::{chargebacks, ledger, sqlx};
use domain::{Money, VisitId};
use time::Date;

use super::patient::title;
use super::sight;

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

/// What a payment paid for, without what was more than that and became a credit: with the
/// credit beside them the parts come to the payment. The excess lies on the newest visit.
pub fn parts(parts: Vec<PaymentPart>, credit: Money) -> Vec<ReceiptPart> {
    let mut excess = credit.or_zero();
    let mut told: Vec<ReceiptPart> = Vec::new();
    for part in parts.into_iter().rev() {
        let whole = Money::from_cents(part.amount_cents);
        let kept = whole.min(excess);
        excess -= kept;
        if whole > kept {
            told.push(ReceiptPart {
                title: title(part.description, None),
                date: part.service_date,
                patient_name: part.patient_name,
                provider: part.provider,
                amount: whole - kept,
            });
        }
    }
    told.reverse();
    told
}

/// Who reads a receipt, and what they are told beside the payment.
pub struct Reader<'a> {
    /// Their words.
    pub text: Text,
    /// The practice's zone.
    pub zone: &'a str,
    /// Who paid.
    pub payer_name: String,
    /// Where a copy was sent.
    pub email_sent_to: Option<String>,
    /// What the reader can still pay.
    pub remaining_due: Money,
    /// They have just paid.
    pub fresh: bool,
}

/// The receipt of a payment, with the visits that are withheld from the reader as such; none
/// when the payment is not in the books.
///
/// # Errors
/// The database's word.
pub async fn receipt(
    tx: &mut Tx,
    payment: &Payment,
    reader: Reader<'_>,
    withheld: impl Fn(VisitId) -> bool,
) -> Result<Option<ReceiptPage>, sqlx::Error> {
    let Some(date) = payment.paid_on.filter(|_| payment.state == PaymentState::Paid) else {
        return Ok(None);
    };
    let returned = returned(tx, payment, reader.zone).await?;
    let credit = ledger::credit_of_payment(tx, payment.practice, payment.id).await?;
    let mut paid_for = payments::parts(tx, payment.practice, payment.id).await?;
    for part in paid_for.iter_mut().filter(|part| withheld(part.visit_id)) {
        (part.description, part.provider) = (Some(sight::title(reader.text)), None);
        part.patient_name = sight::patient(reader.text);
    }
    Ok(Some(ReceiptPage {
        number: receipt_number(payment.id),
        date,
        amount: payment.amount,
        method: method(payment),
        reference: payment.reference.clone(),
        credit,
        parts: parts(paid_for, credit),
        refunds: returned.refunds,
        charged_back: Some(returned.charged_back).filter(|amount| amount.is_positive()),
        remaining_due: reader.remaining_due,
        payer_name: reader.payer_name,
        email_sent_to: reader.email_sent_to,
        fresh: reader.fresh,
    }))
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

#[cfg(test)]
mod tests {
    use domain::VisitId;
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    fn part(cents: i64) -> PaymentPart {
        PaymentPart {
            visit_id: VisitId(Uuid::nil()),
            amount_cents: cents,
            service_date: date!(2026 - 11 - 02),
            provider: None,
            patient_name: "Noor".to_owned(),
            description: None,
        }
    }

    fn told(parts_of: &[i64], credit: i64) -> Vec<i64> {
        let told = parts(parts_of.iter().copied().map(part).collect(), Money::from_cents(credit));
        told.iter().map(|part| part.amount.cents()).collect()
    }

    #[test]
    fn a_receipts_lines_come_to_the_payment() {
        assert_eq!(told(&[6_840, 8_160], 0), [6_840, 8_160]);
        assert_eq!(told(&[6_840, 8_160], 2_580), [6_840, 5_580]);
        // Nothing was due: all of it is a credit.
        assert!(told(&[2_000], 2_000).is_empty());
        // Two visits were paid by somebody else meanwhile.
        assert_eq!(told(&[6_840, 8_160], 9_000), [6_000]);
        assert_eq!(told(&[6_840], -100), [6_840]);
    }
}
