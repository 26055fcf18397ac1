//! Double entry: the accounts, and what makes a transaction whole.

use serde::{Deserialize, Serialize};

use crate::{ChargeId, Group, GuarantorId, Money, VisitId};

coded! {
    /// Where money is or came from. A debit is positive, a credit negative.
    Account {
        /// Owed by an insurer that has not decided, or by a further one.
        InsuranceReceivable = "insurance_receivable",
        /// Refused by an insurer and being worked by the practice.
        DeniedReceivable = "denied_receivable",
        /// Owed by the guarantor.
        PatientReceivable = "patient_receivable",
        /// Paid by the guarantor beyond what was owed (a credit balance).
        PatientCredit = "patient_credit",
        /// What was charged.
        Revenue = "revenue",
        /// Paid by insurers.
        InsurerCash = "insurer_cash",
        /// Collected through the payment gateway.
        GatewayCash = "gateway_cash",
        /// Taken off by contract; nobody pays it.
        ContractualAdjustment = "contractual_adjustment",
        /// Taken off for another reason; nobody pays it.
        OtherAdjustment = "other_adjustment",
        /// Between insurer and practice beyond any claim (`X12 835 PLB`).
        ProviderAdjustment = "provider_adjustment",
        /// Insurer money that a person has yet to place: unmatched or set aside.
        UnappliedInsurer = "unapplied_insurer",
        /// Coins and notes taken at the desk.
        CashDrawer = "cash_drawer",
        /// Cheques taken at the desk.
        Checks = "checks",
        /// Collected by the desk's card terminal.
        CardTerminal = "card_terminal",
        /// What the gateway keeps: its fees, chargeback fees included. The practice's cost.
        GatewayFees = "gateway_fees",
        /// Paid out by the gateway to the practice's bank, and paid from there.
        Bank = "bank",
        /// Gateway money that belongs to no payment we know; a person has yet to place it.
        UnappliedGateway = "unapplied_gateway",
        /// Interest of payment plans, as signed.
        PlanInterest = "plan_interest",
        /// Late fees of payment plans, as signed.
        LateFees = "late_fees",
    }
}

coded! {
    /// What kind of fact a transaction records.
    Kind {
        /// A charge line was billed.
        Charge = "charge",
        /// The practice corrected a charge before any insurer decided on it.
        ChargeCorrection = "charge_correction",
        /// An insurer decided on a claim.
        Remittance = "remittance",
        /// An insurer took an earlier decision back (`X12 835 CLP02 = 22`).
        RemittanceReversal = "remittance_reversal",
        /// Insurer money that no visit could take.
        UnmatchedRemittance = "unmatched_remittance",
        /// An insurer's adjustment beyond any claim.
        ProviderAdjustment = "provider_adjustment",
        /// A guarantor paid, online or at the desk.
        PatientPayment = "patient_payment",
        /// Money went back to a guarantor.
        Refund = "refund",
        /// A refund came back: the bank could not deliver it.
        RefundFailed = "refund_failed",
        /// The payer's bank took a payment back (a chargeback, or a returned bank debit).
        Chargeback = "chargeback",
        /// The payer's bank gave it back again.
        ChargebackReversed = "chargeback_reversed",
        /// A credit of one visit paid what was due for another.
        CreditApplied = "credit_applied",
        /// The books held a payment at another amount than the gateway collected.
        PaymentCorrection = "payment_correction",
        /// The gateway kept a fee.
        GatewayFee = "gateway_fee",
        /// The gateway paid out to the bank.
        Payout = "payout",
        /// A payout came back.
        PayoutFailed = "payout_failed",
        /// The gateway holds money that no payment of ours explains.
        UnidentifiedMoney = "unidentified_money",
        /// The practice decided a dispute: part of the share falls away, or is the insurer's again.
        DisputeDecision = "dispute_decision",
        /// The practice gave up what an insurer refused.
        DenialWriteOff = "denial_write_off",
        /// Interest or a late fee of a payment plan began to be owed, or is not asked any more.
        PlanCharge = "plan_charge",
        /// Somebody else answers for a visit: what is due of it, or paid too much, is theirs now.
        GuarantorChanged = "guarantor_changed",
        /// The practice gave up part of what a patient owes, or that is not needed any more.
        PatientWriteOff = "patient_write_off",
    }
}

impl Kind {
    /// Whether it moves money between a guarantor and the practice, so that it counts for
    /// or against what the guarantor has paid.
    #[must_use]
    pub fn is_guarantors_money(self) -> bool {
        matches!(
            self,
            Self::PatientPayment
                | Self::Refund
                | Self::RefundFailed
                | Self::Chargeback
                | Self::ChargebackReversed
                | Self::CreditApplied
                | Self::PaymentCorrection
        )
    }
}

/// One side of a transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Where.
    pub account: Account,
    /// How much; a debit is positive.
    pub amount: Money,
    /// For which visit.
    pub visit: Option<VisitId>,
    /// For which charge line of it, where one is named.
    pub charge: Option<ChargeId>,
    /// Who answers for it, on the patient's side of the books.
    pub guarantor: Option<GuarantorId>,
    /// The insurer's reason, where an insurer gave one.
    pub reason: Option<Reason>,
}

/// The insurer's reason for one amount: group code and CARC.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Reason {
    /// Who answers for it.
    pub group: Group,
    /// Claim adjustment reason code, 1 to 5 letters and digits.
    pub carc: String,
}

impl Entry {
    /// An amount on an account, of no visit.
    #[must_use]
    pub fn new(account: Account, amount: Money) -> Self {
        Self { account, amount, visit: None, charge: None, guarantor: None, reason: None }
    }

    /// The same, for a visit and maybe a charge line of it.
    #[must_use]
    pub fn of_visit(mut self, visit: VisitId, charge: Option<ChargeId>) -> Self {
        self.visit = Some(visit);
        self.charge = charge;
        self
    }

    /// The same, of a guarantor.
    #[must_use]
    pub fn of_guarantor(mut self, guarantor: GuarantorId) -> Self {
        self.guarantor = Some(guarantor);
        self
    }

    /// The same, with the insurer's reason.
    #[must_use]
    pub fn because(mut self, reason: Reason) -> Self {
        self.reason = Some(reason);
        self
    }

    /// The entry that undoes this one.
    #[must_use]
    pub fn undone(&self) -> Self {
        Self { amount: -self.amount, ..self.clone() }
    }
}

/// Why a set of entries is not a transaction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unbalanced {
    /// The entries do not sum to zero.
    #[error("the entries of a transaction sum to {0} instead of zero")]
    Off(Money),
    /// A transaction has two sides at least.
    #[error("a transaction needs at least two entries")]
    TooFew,
}

/// Entries that are known to sum to zero.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Balanced(Vec<Entry>);

impl Balanced {
    /// Checks that the entries make a whole; entries of zero are left out.
    ///
    /// # Errors
    /// [`Unbalanced`] when they do not sum to zero or none is left.
    pub fn new(mut entries: Vec<Entry>) -> Result<Self, Unbalanced> {
        entries.retain(|entry| !entry.amount.is_zero());
        let sum: Money = entries.iter().map(|entry| entry.amount).sum();
        if !sum.is_zero() {
            return Err(Unbalanced::Off(sum));
        }
        if entries.len() < 2 {
            return Err(Unbalanced::TooFew);
        }
        Ok(Self(entries))
    }

    /// The entries, none of them zero.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }
}

/// How much to move from a visit's credit to what is owed for it (positive), or
/// from what is owed to the credit (negative), so that neither is below zero and
/// not both are above it.
///
/// A payment that an insurer's later decision made too large becomes a visible
/// credit; when that decision is itself corrected, the credit pays again.
#[must_use]
pub fn credit_to_apply(owed: Money, credit: Money) -> Money {
    if owed.is_negative() { owed } else { owed.min(credit) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_come_back() {
        for account in Account::ALL {
            assert_eq!(Account::from_code(account.code()), Some(*account));
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(*kind));
        }
    }

    #[test]
    fn a_cent_out_of_place_is_refused() {
        let entries = |credit| {
            vec![
                Entry::new(Account::GatewayCash, Money::from_cents(100)),
                Entry::new(Account::PatientReceivable, Money::from_cents(credit)),
            ]
        };
        assert!(Balanced::new(entries(-100)).is_ok());
        assert_eq!(Balanced::new(entries(-99)), Err(Unbalanced::Off(Money::from_cents(1))));
        assert_eq!(Balanced::new(vec![]), Err(Unbalanced::TooFew));
    }

    proptest! {
        #[test]
        fn nothing_is_owed_below_zero_nor_beside_a_credit(owed in -10_000_i64..10_000, credit in 0_i64..10_000) {
            let (owed, credit) = (Money::from_cents(owed), Money::from_cents(credit));
            let moved = credit_to_apply(owed, credit);
            let (after, left) = (owed - moved, credit - moved);
            prop_assert!(!after.is_negative() && !left.is_negative());
            prop_assert!(after.is_zero() || left.is_zero());
            prop_assert_eq!(after - left, owed - credit);
        }
    }
}
