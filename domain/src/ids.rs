//! One type for each kind of id, so that a visit is never looked up as a payment.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A practice: the tenant every row belongs to.
    PracticeId
    /// Somebody who answers for bills, of one practice.
    GuarantorId
    /// Somebody who was treated, of one practice.
    PatientId
    /// One encounter with its charges.
    VisitId
    /// One charge line of a visit.
    ChargeId
    /// One balanced ledger transaction.
    TransactionId
    /// One insurer's decision on one claim, from an 835.
    ClaimId
    /// One attempt by a guarantor to pay.
    PaymentId
    /// One payment plan.
    PlanId
    /// One return of money to a guarantor.
    RefundId
    /// A payer's bank taking a payment back.
    ChargebackId
    /// One dispute or question of a patient.
    DisputeId
    /// What an insurer refused of a visit, and what is done about it.
    DenialId
    /// An insurer, as the remittances of a practice name it.
    PayerId
    /// One link that opens a balance to whoever answers its question.
    PayLinkId
    /// Somebody who signs in.
    UserId
    /// The key of somebody's device.
    PasskeyId
}
