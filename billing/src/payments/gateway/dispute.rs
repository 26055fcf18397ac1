//! The payer's bank takes money back: a chargeback, or a bank debit returned after it
//! had cleared.

use domain::{Money, PaymentId, PracticeId};
use stripe_core::dispute::RetrieveDispute;
use stripe_shared::{Dispute, DisputeStatus};
use time::OffsetDateTime;

use super::{Gateway, GatewayError, named};

/// How far a dispute has come, in an order in which it only rises: what an older report
/// says never undoes a newer one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DisputeProgress {
    /// The bank asks; no money has moved.
    Inquiry,
    /// The bank took the money; the practice may answer.
    NeedsResponse,
    /// The practice has answered.
    UnderReview,
    /// The inquiry ended without a chargeback.
    Closed,
    /// The practice gets the money back.
    Won,
    /// The payer keeps it.
    Lost,
}

/// One line of the gateway's account about a dispute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisputeMovement {
    /// The gateway's id of the line.
    pub id: String,
    /// Below zero when it was taken from us, above when it came back.
    pub amount: Money,
    /// What the gateway keeps for it; below zero when it gives a fee back.
    pub fee: Money,
}

/// A dispute as the gateway knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GatewayDispute {
    /// The gateway's id.
    pub id: String,
    /// How much is disputed.
    pub amount: Money,
    /// Why, in the gateway's word, such as `fraudulent` or `insufficient_funds`.
    pub reason: String,
    /// How far it has come.
    pub progress: DisputeProgress,
    /// Until when the practice may answer.
    pub evidence_due: Option<OffsetDateTime>,
    /// When it began.
    pub opened: OffsetDateTime,
    /// The gateway's id of the payment.
    pub payment_intent: Option<String>,
    /// Our payment, as we named it, where the answer carries its charge.
    pub payment: Option<PaymentId>,
    /// Whose it is, likewise.
    pub practice: Option<PracticeId>,
    /// What moved.
    pub movements: Vec<DisputeMovement>,
}

impl From<&Dispute> for GatewayDispute {
    fn from(dispute: &Dispute) -> Self {
        let progress = match &dispute.status {
            DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningUnderReview => {
                DisputeProgress::Inquiry
            }
            DisputeStatus::WarningClosed | DisputeStatus::Prevented => DisputeProgress::Closed,
            DisputeStatus::UnderReview => DisputeProgress::UnderReview,
            DisputeStatus::Won => DisputeProgress::Won,
            DisputeStatus::Lost => DisputeProgress::Lost,
            _ => DisputeProgress::NeedsResponse,
        };
        let metadata = dispute.charge.as_object().map(|charge| &charge.metadata);
        Self {
            id: dispute.id.to_string(),
            amount: Money::from_cents(dispute.amount),
            reason: dispute.reason.clone(),
            progress,
            evidence_due: dispute.evidence_details.due_by.and_then(instant),
            opened: instant(dispute.created).unwrap_or(OffsetDateTime::UNIX_EPOCH),
            payment_intent: dispute.payment_intent.as_ref().map(|intent| intent.id().to_string()),
            payment: named(metadata, "payment"),
            practice: named(metadata, "practice"),
            movements: dispute
                .balance_transactions
                .iter()
                .map(|line| DisputeMovement {
                    id: line.id.to_string(),
                    amount: Money::from_cents(line.amount),
                    fee: Money::from_cents(line.fee),
                })
                .collect(),
        }
    }
}

/// An instant of the gateway's; none when it is beyond any calendar.
pub(super) fn instant(seconds: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(seconds).ok()
}

impl Gateway {
    /// How far a dispute has come.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn dispute(&self, id: &str) -> Result<GatewayDispute, GatewayError> {
        let retrieve = RetrieveDispute::new(id);
        let dispute = self.ask(|| async { retrieve.send(&self.client).await });
        dispute.await.map(|dispute| GatewayDispute::from(&dispute))
    }
}
