//! Payment plans: what may be signed, what is due when, and what every event makes of it.
//!
//! The whole of it is pure. The calculator in the browser, the server that keeps the
//! signature, the scheduler that charges and `openbalance verify` call the same functions.
//!
//! * [`policy`]: what a practice offers; [`offer`]: a request against it, with every refusal
//!   saying what is offered instead; [`terms`]: what is signed.
//! * [`rhythm`]: due dates; [`schedule`]: amounts; [`interest`]: whole cents.
//! * [`disclosure`] and [`apr`]: Regulation Z, where it applies.
//! * [`change`]: when a change needs the patient's consent.
//! * [`life`]: the signed plan, event by event.
//! * [`autopay`]: what follows a declined payment.

pub mod apr;
pub mod autopay;
pub mod change;
pub mod disclosure;
pub mod interest;
mod iso;
pub mod life;
pub mod offer;
pub mod policy;
pub mod rhythm;
pub mod schedule;
pub mod terms;

/// Between a notice and the automatic payment it announces; nothing is newly asked sooner.
pub const NOTICE: time::Duration = time::Duration::days(3);

pub use apr::Apr;
pub use autopay::{Decline, Next, Retries};
pub use change::{Worse, worse_for_patient};
pub use disclosure::{Disclosure, Stream};
pub use interest::{Part, Rate};
pub use life::event::{EndReason, Event, PauseReason, Step, Then};
pub use life::outcome::{Note, Outcome, Refused, When};
pub use life::{Autopay, Charge, Charges, Plan, State};
pub use offer::{Balance, Bounds, Offer, Refusal, Request};
pub use policy::{Band, Policy, Standing, WITHOUT_DISCLOSURE};
pub use rhythm::{FirstPeriod, Rhythm};
pub use schedule::{DrawError, Instalment, Pace, Rest, Size};
pub use terms::Terms;
