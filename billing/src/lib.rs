//! What a practice does with the rules: one folder per aggregate, over two databases.
//!
//! * [`accounts`]: practices, patients, guarantors; [`registration`] corrects them, [`notes`] are kept of them. [`visits`]: visits and charges.
//! * [`branding`]: how a practice looks, and where it is reached.
//! * [`imports`]: files in, from practice systems and insurers. [`remittance`]: what
//!   insurers decided.
//! * [`ledger`]: the books, and their proof.
//! * [`payments`]: a guarantor pays, through the one [`payments::gateway`]. [`plans`]: in
//!   instalments. [`pay_links`]: without an account.
//! * [`answering`]: somebody else answers for a visit.
//! * [`disputes`]: what patients say is wrong, and what rests meanwhile.
//!   [`estimates`]: what they were told beforehand.
//! * [`identity`]: who signs in, and as what. [`messages`]: the outbox. [`seal`]: what is kept sealed.
//! * [`api_keys`]: which programs sign in. [`hooks`]: which are told what happened.
//!
//! Inside each: `mod.rs` the operations and their story, `store.rs` all its SQL. An
//! operation that others compose is called `…_in` and joins the caller's transaction.
//! Time, chance and ids come in through the [`Door`].

pub mod accounts;
pub mod answering;
pub mod api_keys;
pub mod audit;
pub mod branding;
pub mod chargebacks;
pub mod credits;
pub mod db;
pub mod denials;
pub mod disputes;
pub mod door;
pub mod estimates;
pub mod hardship;
pub mod history;
pub mod hooks;
pub mod household;
pub mod identity;
pub mod imports;
pub mod leaving;
pub mod ledger;
pub mod merging;
pub mod messages;
pub mod notes;
pub mod pay_links;
pub mod payments;
pub mod plans;
pub mod reconcile;
pub mod refunds;
pub mod registration;
pub mod remittance;
pub mod seal;
pub mod statements;
#[cfg(feature = "testing")]
pub mod testing;
pub mod visits;
pub mod work;
pub mod write_offs;

pub use db::{Db, Tx};
pub use door::Door;
/// Whose error type the operations answer with.
pub use sqlx;

/// An id that follows from a digest: the same digest is the same id.
pub(crate) fn id_of(digest: &[u8]) -> uuid::Uuid {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, from)| *byte = *from);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
