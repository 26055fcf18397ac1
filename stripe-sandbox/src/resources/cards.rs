//! Test cards and test bank accounts: which number or token behaves how.
//! Source of the numbers: docs.stripe.com/testing.

use crate::error::ApiError;

/// What happens when a payment method is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// It pays.
    Pays,
    /// It pays and the money is available at once.
    PaysAtOnce,
    /// The issuer declines.
    Declines(Decline),
    /// The cardholder must authenticate every time.
    Authenticates,
    /// The cardholder must authenticate unless the card was set up for later use.
    AuthenticatesUnlessSetUp,
    /// It pays; the cardholder disputes the charge right after.
    Disputes,
    /// It pays; the cardholder's bank opens an inquiry right after.
    Inquires,
    /// It pays; a refund succeeds at first and fails later.
    RefundFails,
    /// It pays; a refund is pending at first.
    RefundPends,
    /// It can be saved, and is declined whenever charged.
    SavesThenDeclines,
    /// A bank debit that clears.
    Clears,
    /// A bank debit that comes back with this failure code.
    Returns(&'static str),
    /// A bank debit that clears and is returned right after, as a dispute that is lost at once.
    ClearsThenReturns,
    /// A bank debit that neither clears nor comes back by itself.
    NeverEnds,
}

/// Why an issuer declines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decline {
    /// `card_declined` / `generic_decline`.
    Generic,
    /// `card_declined` / `insufficient_funds`.
    InsufficientFunds,
    /// `expired_card`.
    Expired,
    /// `incorrect_cvc`.
    Cvc,
    /// `processing_error`.
    Processing,
}

impl Decline {
    /// The error Stripe answers.
    #[must_use]
    pub fn error(self) -> ApiError {
        match self {
            Self::Generic => {
                ApiError::card("card_declined", Some("generic_decline"), "Your card was declined.")
            }
            Self::InsufficientFunds => ApiError::card(
                "card_declined",
                Some("insufficient_funds"),
                "Your card has insufficient funds.",
            ),
            Self::Expired => {
                ApiError::card("expired_card", None, "Your card has expired.").param("exp_month")
            }
            Self::Cvc => {
                ApiError::card("incorrect_cvc", None, "Your card's security code is incorrect.").param("cvc")
            }
            Self::Processing => ApiError::card(
                "processing_error",
                None,
                "An error occurred while processing your card. Try again in a little bit.",
            ),
        }
    }
}

/// One test card or account.
#[derive(Clone, Copy, Debug)]
pub struct Instrument {
    /// Card number, routing-free account number or IBAN.
    pub number: &'static str,
    /// The part of `pm_card_…` and `tok_…` that names it.
    pub token: &'static str,
    /// `visa`, `mastercard` …; the bank's name for an account.
    pub brand: &'static str,
    /// What it does.
    pub behaviour: Behaviour,
}

const fn card(number: &'static str, token: &'static str, behaviour: Behaviour) -> Instrument {
    Instrument { number, token, brand: "visa", behaviour }
}

const fn bank(number: &'static str, token: &'static str, behaviour: Behaviour) -> Instrument {
    Instrument { number, token, brand: "STRIPE TEST BANK", behaviour }
}

/// The cards.
pub const CARDS: &[Instrument] = &[
    card("4242424242424242", "visa", Behaviour::Pays),
    Instrument {
        number: "5555555555554444",
        token: "mastercard",
        brand: "mastercard",
        behaviour: Behaviour::Pays,
    },
    Instrument { number: "378282246310005", token: "amex", brand: "amex", behaviour: Behaviour::Pays },
    card("4000000000000077", "bypassPending", Behaviour::PaysAtOnce),
    card("4000000000000002", "chargeDeclined", Behaviour::Declines(Decline::Generic)),
    card(
        "4000000000009995",
        "chargeDeclinedInsufficientFunds",
        Behaviour::Declines(Decline::InsufficientFunds),
    ),
    card("4000000000000069", "chargeDeclinedExpiredCard", Behaviour::Declines(Decline::Expired)),
    card("4000000000000127", "chargeDeclinedIncorrectCvc", Behaviour::Declines(Decline::Cvc)),
    card("4000000000000119", "chargeDeclinedProcessingError", Behaviour::Declines(Decline::Processing)),
    card("4000000000000341", "chargeCustomerFail", Behaviour::SavesThenDeclines),
    card("4000002500003155", "authenticationRequiredOnSetup", Behaviour::AuthenticatesUnlessSetUp),
    card("4000002760003184", "authenticationRequired", Behaviour::Authenticates),
    card("4000000000000259", "createDispute", Behaviour::Disputes),
    card("4000000000001976", "createDisputeInquiry", Behaviour::Inquires),
    card("4000000000005126", "refundFail", Behaviour::RefundFails),
    card("4000000000007726", "pendingRefund", Behaviour::RefundPends),
];

/// US bank accounts, and the SEPA accounts that Stripe's own command line uses.
pub const BANKS: &[Instrument] = &[
    bank("000123456789", "success", Behaviour::Clears),
    bank("000222222227", "insufficientFunds", Behaviour::Returns("insufficient_funds")),
    bank("000111111113", "accountClosed", Behaviour::Returns("account_closed")),
    bank("000111111116", "noAccount", Behaviour::Returns("no_account")),
    bank("000333333335", "debitNotAuthorized", Behaviour::Returns("debit_not_authorized")),
    bank("000555555559", "dispute", Behaviour::ClearsThenReturns),
    bank("000000000009", "processing", Behaviour::NeverEnds),
    bank("AT611904300234573201", "sepaSuccess", Behaviour::Clears),
    bank("AT321904300235473204", "sepaSlow", Behaviour::Clears),
    bank("AT861904300235473202", "sepaFail", Behaviour::Returns("debit_not_authorized")),
    bank("IT60X0542811101000000123456", "sepaReturn", Behaviour::Returns("insufficient_funds")),
];

/// The instrument behind a typed number; spaces and dashes do not matter.
#[must_use]
pub fn by_number(all: &'static [Instrument], typed: &str) -> Option<&'static Instrument> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    all.iter().find(|instrument| instrument.number == plain)
}

/// The instrument behind `pm_card_…`, `tok_…` or `pm_usBankAccount_…`.
#[must_use]
pub fn by_token(token: &str) -> Option<&'static Instrument> {
    if let Some(name) = token.strip_prefix("pm_usBankAccount_") {
        return BANKS.iter().find(|bank| bank.token == name);
    }
    let name = token.strip_prefix("pm_card_").or_else(|| token.strip_prefix("tok_"))?;
    let name = name.strip_prefix("visa_").unwrap_or(name);
    CARDS.iter().find(|card| card.token == name)
}

/// Whether a number passes the check-digit test every real card number passes.
#[must_use]
pub fn luhn(typed: &str) -> bool {
    let digits: Vec<u32> = typed.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, &digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    (12..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::{BANKS, Behaviour, CARDS, by_number, by_token, luhn};

    #[test]
    fn every_test_card_is_a_valid_number_and_found_as_people_type_it() {
        assert!(CARDS.iter().all(|card| luhn(card.number)));
        assert!(!luhn("4242424242424241"));
        assert_eq!(by_number(CARDS, "4242 4242-4242 4242").unwrap().behaviour, Behaviour::Pays);
    }

    #[test]
    fn tokens_name_the_same_instruments() {
        for token in ["pm_card_visa", "tok_visa", "pm_card_visa_chargeDeclined", "pm_usBankAccount_success"] {
            assert!(by_token(token).is_some(), "{token}");
        }
        assert!(by_token("pm_card_nonsense").is_none());
        assert!(by_number(BANKS, "000123456789").is_some());
    }
}
