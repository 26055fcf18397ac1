//! One press that pays several practices of one organisation.

use domain::{GuarantorId, Money, PaymentId, PracticeId};

use crate::FormState;

/// `/pay/together`: fields `press` (hidden) and `account` (repeated, [`TogetherDue::value`]).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TogetherPage {
    /// What is due in each practice.
    pub dues: Vec<TogetherDue>,
    /// The hidden field `press`: one press, one payment in each.
    pub token: String,
    /// What is wrong, under `account` or the empty name.
    pub form: FormState,
}

/// What is due on one of the accounts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TogetherDue {
    /// The practice.
    pub practice: PracticeId,
    /// The account.
    pub guarantor: GuarantorId,
    /// The practice's name.
    pub practice_name: String,
    /// The guarantor's name.
    pub name: String,
    /// To be paid now.
    pub due: Money,
    /// It is among those that are paid.
    pub picked: bool,
}

impl TogetherDue {
    /// Which account it is, as the field `account` begins.
    #[must_use]
    pub fn account(&self) -> String {
        format!("{}:{}", self.practice, self.guarantor)
    }

    /// What the field `account` says when it is among those that are paid: the account, and
    /// the cents that were shown, so that no others are charged.
    #[must_use]
    pub fn value(&self) -> String {
        format!("{}:{}", self.account(), self.due.cents())
    }
}

/// `/pay/together/{press}`: how each part of it ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TogetherDonePage {
    /// The parts.
    pub parts: Vec<TogetherPart>,
}

/// How one part ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TogetherPart {
    /// The practice's name.
    pub practice_name: String,
    /// The practice.
    pub practice: PracticeId,
    /// The account.
    pub guarantor: GuarantorId,
    /// How much.
    pub amount: Money,
    /// How it stands.
    pub state: TogetherState,
    /// Its receipt, where the reader can open it as they are.
    pub receipt: Option<PaymentId>,
}

/// How one part stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TogetherState {
    /// It is paid.
    Paid,
    /// A bank debit that has not cleared.
    OnTheWay,
    /// We are asking the bank.
    Checking,
    /// The bank wants its owner to confirm: paying it alone asks for that.
    WantsOwner,
    /// The bank said no.
    Declined,
    /// It was not due any more.
    NotDue,
}
