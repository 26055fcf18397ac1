//! The rules and the types that browser and server share.
//!
//! Nothing here reads a clock, a database, a file or chance: every function's
//! answer follows from its arguments, so the browser may show what the server
//! will sign.
//!
//! * [`access`]: who on the staff may do what.
//! * [`answering`]: why somebody else answers for a visit.
//! * [`money`]: exact amounts.
//! * [`brand`]: whether everybody can read a practice's colour.
//! * [`codes`]: what an insurer's adjustment means for whom.
//! * [`languages`]: that help in one's own language is free.
//! * [`ledger`]: accounts and balanced transactions.
//! * [`posting`]: how an insurer's decision becomes entries.
//! * [`story`]: how entries become an explanation.
//! * [`payment`]: what may be paid, and what a payment pays for.
//! * [`plan`]: paying in instalments.
//! * [`dispute`]: what a patient says is wrong, and by when it is answered ([`business_days`]).
//! * [`estimate`]: what a patient was told beforehand, and the federal way when a bill is far above it.

pub mod brand;
#[macro_use]
mod coded;
pub mod access;
pub mod answering;
pub mod business_days;
pub mod codes;
pub mod denial;
pub mod dispute;
pub mod estimate;
pub mod hardship;
pub mod household;
mod ids;
pub mod languages;
pub mod ledger;
pub mod money;
pub mod payment;
pub mod plan;
pub mod posting;
pub mod refund;
pub mod statement;
pub mod story;
pub mod write_off;

pub use codes::{Disposition, Group, Share};
pub use ids::{
    ChargeId, ChargebackId, ClaimId, DenialId, DisputeId, GuarantorId, PasskeyId, PatientId, PayLinkId,
    PayerId, PaymentId, PlanId, PracticeId, RefundId, TransactionId, UserId, VisitId,
};
pub use money::{Money, MoneyError};
