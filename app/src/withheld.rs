//! What is said in place of what is not the reader's to see.

use crate::Text;

/// What the care was is called, where it is not shown.
#[must_use]
pub fn title(t: Text) -> String {
    t.t("withheld-title")
}

/// The insurer's name, where it is not shown.
#[must_use]
pub fn payer(t: Text) -> String {
    t.t("withheld-payer")
}

/// Whose it was, where that is not shown: follows "for".
#[must_use]
pub fn patient(t: Text) -> String {
    t.t("withheld-patient")
}
