//! Reads insurers' remittances: the ASC X12 835 (005010X221A1), as the standard
//! defines it and as payers really send it.
//!
//! A remittance says, claim by claim, what a practice billed, what the insurer
//! allowed, paid and took off, and what is left to the patient. The story of a
//! file, from the outside in:
//!
//! 1. [`Segments`] cuts bytes into numbered segments. It finds the delimiters,
//!    whatever they are, and refuses what could not be a segment before it costs
//!    memory.
//! 2. [`Reader`] follows the envelope (`ISA`, `GS`, `ST` … `SE`, `GE`, `IEA`) and
//!    yields one [`Event`] at a time: a payment begins, a claim, a provider
//!    adjustment, the payment ends. No more than one claim is in memory.
//! 3. [`Claim::check`] and [`SetTotals::check`] do the balancing arithmetic that
//!    the implementation guide demands (section 1.10.2.1), so that the caller can
//!    set aside what does not add up instead of posting it.
//! 4. [`Claim::fingerprint`] and [`SetTotals::digest`] recognise the same content
//!    in another file; [`Claim::canonical`] keeps a claim for later.
//!
//! Nothing here reads a clock, a database or chance. Errors say where and why, and
//! never repeat what a patient's element held.
//!
//! ```
//! use x12::{Event, Reader};
//!
//! let file = b"ST*835*1~BPR*I*80*C*CHK~TRN*1*77~LX*1~CLP*A1*1*100*80*20~CAS*PR*3*20~SE*7*1~";
//! let mut reader = Reader::new(&file[..]);
//! let mut paid = Vec::new();
//! while let Some(event) = reader.next_event()? {
//!     match event {
//!         Event::Claim(claim) if claim.check().is_ok() => paid.push(claim.paid.cents()),
//!         Event::SetEnd(totals) => assert!(totals.check().is_ok()),
//!         _ => {}
//!     }
//! }
//! assert_eq!(paid, [80_00]);
//! # Ok::<(), x12::X12Error>(())
//! ```

mod adjustment;
mod balance;
mod canonical;
mod claim;
mod claim_builder;
mod claim_status;
mod delimiters;
mod envelope;
mod error;
mod header;
mod header_builder;
mod limits;
mod person;
mod procedure;
mod provider;
mod reader;
mod sample;
mod segment;
mod segments;
mod service_line;
mod set;
mod totals;

pub use adjustment::{Adjustment, AdjustmentGroup};
pub use balance::Imbalance;
pub use claim::Claim;
pub use claim_status::ClaimStatus;
pub use delimiters::Delimiters;
pub use error::{X12Error, X12ErrorKind};
pub use header::{CreditDebit, Payee, Payer, RemittanceHeader};
pub use limits::Limits;
pub use person::{Party, Person};
pub use procedure::Procedure;
pub use provider::ProviderAdjustment;
pub use reader::{Event, Reader};
pub use sample::{Sample, SampleClaim, SampleLine, SampleTotals};
pub use segment::Segment;
pub use segments::Segments;
pub use service_line::ServiceLine;
pub use totals::{CountNote, GroupTotals, SetTotals};
