//! The gateway's own account with us, line by line (Stripe: balance transactions).

use domain::{Money, PaymentId, PracticeId};
use stripe_core::balance_transaction::{ListBalanceTransaction, RetrieveBalanceTransaction};
use stripe_core::payout::RetrievePayout;
use stripe_shared::{BalanceTransaction, BalanceTransactionSource, Charge, ChargeStatus, Payout};
use stripe_types::RangeQueryTs;
use time::{Date, OffsetDateTime};

use super::checkout::Instrument;
use super::dispute::{GatewayDispute, instant};
use super::refund::GatewayRefund;
use super::{Gateway, GatewayError, named};

/// Lines of one page.
const PAGE: i64 = 100;

/// One line of the gateway's account with us.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Movement {
    /// The gateway's id.
    pub id: String,
    /// The gateway's word for it, such as `charge`, `refund`, `adjustment`, `payout`.
    pub kind: String,
    /// Gross; below zero when it leaves us.
    pub amount: Money,
    /// What the gateway keeps of it.
    pub fee: Money,
    /// When, by the gateway's clock.
    pub created: OffsetDateTime,
    /// The gateway's id of what it is about.
    pub source: Option<String>,
    /// What it is about.
    pub about: About,
}

/// What a line is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum About {
    /// Money collected.
    Charge(Box<GatewayCharge>),
    /// Money given back, or a refund that came back.
    Refund(Box<GatewayRefund>),
    /// Money taken or given back by the payer's bank.
    Dispute(Box<GatewayDispute>),
    /// Money paid out to the practice's bank, or a payout that came back.
    Payout(Box<GatewayPayout>),
    /// Anything else, such as a fee of the gateway's own.
    Other,
}

/// A charge as the gateway knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GatewayCharge {
    /// The gateway's id of the payment.
    pub payment_intent: Option<String>,
    /// How far it has come.
    pub state: ChargeState,
    /// What it was made with.
    pub instrument: Option<Instrument>,
    /// Our payment, as we named it.
    pub payment: Option<PaymentId>,
    /// Whose it is, as we named it.
    pub practice: Option<PracticeId>,
}

/// How far a charge has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChargeState {
    /// A bank debit that has not cleared: its line is in the account before its money is.
    OnItsWay,
    /// The money is here.
    Collected,
    /// The bank returned it before it cleared: a second line takes the first one back.
    Returned,
}

impl From<&Charge> for GatewayCharge {
    fn from(charge: &Charge) -> Self {
        Self {
            payment_intent: charge.payment_intent.as_ref().map(|intent| intent.id().to_string()),
            state: match charge.status {
                ChargeStatus::Pending => ChargeState::OnItsWay,
                ChargeStatus::Failed => ChargeState::Returned,
                _ => ChargeState::Collected,
            },
            instrument: Instrument::of(charge),
            payment: named(Some(&charge.metadata), "payment"),
            practice: named(Some(&charge.metadata), "practice"),
        }
    }
}

/// A payout as the gateway knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GatewayPayout {
    /// The gateway's id.
    pub id: String,
    /// How much.
    pub amount: Money,
    /// How far it has come.
    pub state: PayoutState,
    /// The gateway chose it and says of which lines it is the sum.
    pub automatic: bool,
    /// When it is in the bank.
    pub arrives_on: Date,
    /// When it was made.
    pub created: OffsetDateTime,
}

/// How far a payout has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PayoutState {
    /// Not in the bank yet.
    OnTheWay,
    /// In the bank.
    Paid,
    /// The bank refused it.
    Failed,
}

impl From<&Payout> for GatewayPayout {
    fn from(payout: &Payout) -> Self {
        let created = instant(payout.created).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        Self {
            id: payout.id.to_string(),
            amount: Money::from_cents(payout.amount),
            state: match payout.status.as_str() {
                "paid" => PayoutState::Paid,
                "failed" | "canceled" => PayoutState::Failed,
                _ => PayoutState::OnTheWay,
            },
            automatic: payout.automatic,
            arrives_on: instant(payout.arrival_date).unwrap_or(created).date(),
            created,
        }
    }
}

impl From<&BalanceTransaction> for Movement {
    fn from(line: &BalanceTransaction) -> Self {
        let about = line.source.as_ref().and_then(|source| source.as_object()).map(|source| match source {
            BalanceTransactionSource::Charge(charge) => About::Charge(Box::new(charge.into())),
            BalanceTransactionSource::Refund(refund) => About::Refund(Box::new(refund.into())),
            BalanceTransactionSource::Dispute(dispute) => About::Dispute(Box::new(dispute.into())),
            BalanceTransactionSource::Payout(payout) => About::Payout(Box::new(payout.into())),
            _ => About::Other,
        });
        Self {
            id: line.id.to_string(),
            kind: line.type_.to_string(),
            amount: Money::from_cents(line.amount),
            fee: Money::from_cents(line.fee),
            created: instant(line.created).unwrap_or(OffsetDateTime::UNIX_EPOCH),
            source: line.source.as_ref().map(|source| source.id().to_string()),
            about: about.unwrap_or(About::Other),
        }
    }
}

/// One page of the gateway's account, newest first.
#[derive(Debug)]
pub struct MovementPage {
    /// Its lines.
    pub lines: Vec<Movement>,
    /// There are older ones.
    pub more: bool,
}

impl Gateway {
    /// A page of the gateway's account: the newest lines since an instant, or those before
    /// a line; of one payout when it is named.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn movements(
        &self,
        since: Option<OffsetDateTime>,
        payout: Option<&str>,
        before: Option<&str>,
    ) -> Result<MovementPage, GatewayError> {
        let mut list = ListBalanceTransaction::new().limit(PAGE).expand(vec!["data.source".to_owned()]);
        if let Some(since) = since {
            list = list.created(RangeQueryTs::gte(since.unix_timestamp()));
        }
        if let Some(payout) = payout {
            list = list.payout(payout);
        }
        if let Some(before) = before {
            list = list.starting_after(before);
        }
        let page = self.ask(|| async { list.send(&self.client).await }).await?;
        Ok(MovementPage { lines: page.data.iter().map(Movement::from).collect(), more: page.has_more })
    }

    /// One line of the gateway's account.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn movement(&self, id: &str) -> Result<Movement, GatewayError> {
        let retrieve = RetrieveBalanceTransaction::new(id).expand(vec!["source".to_owned()]);
        let line = self.ask(|| async { retrieve.send(&self.client).await });
        line.await.map(|line| Movement::from(&line))
    }

    /// How far a payout has come.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn payout(&self, id: &str) -> Result<GatewayPayout, GatewayError> {
        let retrieve = RetrievePayout::new(id);
        let payout = self.ask(|| async { retrieve.send(&self.client).await });
        payout.await.map(|payout| GatewayPayout::from(&payout))
    }
}
