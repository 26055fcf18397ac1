//! What follows a declined instalment, by kind, and never too often.
//!
//! A bank's refusal says something about the patient's month. Retrying tomorrow costs them a
//! fee at their bank and us their trust, so: at most three attempts for an instalment, days
//! apart, each announced, none after the patient acted. The card networks' limits (Visa: 15
//! further attempts for one payment in 30 days; some answers never) lie far outside of that,
//! and are checked all the same.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

/// Why a bank refused an instalment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decline {
    /// The bank wants the patient to confirm: nothing is wrong.
    AuthenticationRequired,
    /// Not enough money, or a limit of the day: worth another day.
    InsufficientFunds,
    /// The bank or the gateway could not answer: worth another day.
    Unavailable,
    /// The card has expired, or the method is no longer with the patient's account.
    ExpiredOrDetached,
    /// The bank says no, or says nothing we know: never tried again.
    Hard,
}

impl Decline {
    /// The kind of a Stripe decline, by its `decline_code` or, where there is none, its error
    /// `code`. What is not known is [`Decline::Hard`]: to ask is safer than to try again.
    #[must_use]
    pub fn from_stripe(code: &str) -> Self {
        match code {
            "authentication_required" | "authentication_not_handled" => Self::AuthenticationRequired,
            "insufficient_funds" | "card_velocity_exceeded" | "withdrawal_count_limit_exceeded" => {
                Self::InsufficientFunds
            }
            "processing_error" | "issuer_not_available" | "try_again_later" | "reenter_transaction" => {
                Self::Unavailable
            }
            "expired_card"
            | "invalid_expiry_month"
            | "invalid_expiry_year"
            | "payment_method_unexpected_state" => Self::ExpiredOrDetached,
            _ => Self::Hard,
        }
    }
}

/// How patient autopay is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Retries {
    /// Attempts for one instalment, the first included; never more than [`Retries::MOST`].
    pub attempts: u8,
    /// Days between one attempt and the next; the last one repeats.
    pub days_apart: Vec<u8>,
}

impl Retries {
    /// No policy tries more often than this.
    pub const MOST: u8 = 3;

    /// The networks' limit: attempts within [`Retries::NETWORK_DAYS`].
    pub const NETWORK_MOST: usize = 15;

    /// The window of that limit, in days.
    pub const NETWORK_DAYS: i64 = 30;
}

impl Default for Retries {
    /// Three attempts: three days after the first, then a week later, past the next pay day
    /// of most.
    fn default() -> Self {
        Self { attempts: 3, days_apart: vec![3, 7] }
    }
}

/// What happens next with a declined instalment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Tried again that day, and the patient is told so now.
    RetryOn(#[serde(with = "super::iso")] Date),
    /// The patient gets a link to confirm at their bank.
    AskToConfirm,
    /// The patient is asked for another method; nothing is charged until then.
    AskForMethod,
    /// No further attempt; the patient is told and pays by themselves.
    StopAndTell,
}

impl Retries {
    /// What follows a decline, given the days of all attempts for this instalment, this one
    /// included, and the date of the next instalment, before which retries end: two debits in
    /// one week are not humane.
    #[must_use]
    pub fn next(&self, decline: Decline, attempts: &[Date], next_due: Option<Date>) -> Next {
        match decline {
            Decline::AuthenticationRequired => Next::AskToConfirm,
            Decline::ExpiredOrDetached | Decline::Hard => Next::AskForMethod,
            Decline::InsufficientFunds | Decline::Unavailable => self
                .retry(attempts)
                .filter(|day| next_due.is_none_or(|due| *day < due))
                .map_or(Next::StopAndTell, Next::RetryOn),
        }
    }

    fn retry(&self, attempts: &[Date]) -> Option<Date> {
        let last = attempts.iter().max()?;
        let most = usize::from(self.attempts.min(Self::MOST));
        if attempts.len() >= most {
            return None;
        }
        let apart = self.days_apart.get(attempts.len() - 1).or(self.days_apart.last())?;
        let day = last.checked_add(Duration::days(i64::from(*apart).max(1)))?;
        let window = day.checked_sub(Duration::days(Self::NETWORK_DAYS)).unwrap_or(Date::MIN);
        let recent = attempts.iter().filter(|attempt| **attempt > window).count();
        (recent < Self::NETWORK_MOST).then_some(day)
    }
}
