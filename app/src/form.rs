//! What a form looked like when it came back.

use std::collections::BTreeMap;

/// The typed values and what is wrong with them, by field name.
///
/// A page shows the typed values again, except passwords, which the server should
/// not hand over and which no page would show.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FormState {
    /// Field name to what was typed.
    pub values: BTreeMap<String, String>,
    /// Field name to the id of a message in [`ERRORS`]. The empty name is an error
    /// of the whole form. The parts of a date share the name `birth_date`.
    pub errors: BTreeMap<String, String>,
}

impl FormState {
    /// A form with one error.
    #[must_use]
    pub fn wrong(field: &str, error: &str) -> Self {
        Self::default().with_error(field, error)
    }

    /// The same form with an error more.
    #[must_use]
    pub fn with_error(mut self, field: &str, error: &str) -> Self {
        self.errors.insert(field.to_owned(), error.to_owned());
        self
    }

    /// The same form with a typed value.
    #[must_use]
    pub fn with_value(mut self, field: &str, value: &str) -> Self {
        self.values.insert(field.to_owned(), value.to_owned());
        self
    }

    /// What was typed, or nothing.
    #[must_use]
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// The message id of what is wrong with a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors.get(field).map(String::as_str)
    }
}

/// Every message id that a server may put into [`FormState::errors`]. Each is a
/// sentence that says what to do; they live in `locales/*/errors.ftl`.
///
/// On the pay page `error-amount-least` and `error-amount-most` name the amounts.
pub const ERRORS: [&str; 143] = [
    "error-account-missing",
    "error-again",
    "error-agree",
    "error-amount-form",
    "error-amount-least",
    "error-amount-missing",
    "error-amount-most",
    "error-answer-name",
    "error-answers-many",
    "error-api-most",
    "error-api-name",
    "error-api-scope",
    "error-api-url",
    "error-appeal-days",
    "error-below-gateway",
    "error-birth-date",
    "error-brand-colour",
    "error-brand-logo",
    "error-brand-long",
    "error-brand-pale",
    "error-can-open",
    "error-case-changed",
    "error-case-line",
    "error-case-open",
    "error-case-words",
    "error-changed",
    "error-checking",
    "error-choice",
    "error-claim-moved",
    "error-claim-reversal",
    "error-code",
    "error-colleague-here",
    "error-current-password",
    "error-cycle",
    "error-day",
    "error-days",
    "error-dispute-appeal",
    "error-dispute-gap",
    "error-dispute-most",
    "error-dispute-outcome",
    "error-dispute-to",
    "error-dispute-words",
    "error-email-form",
    "error-email-missing",
    "error-emergency-reason",
    "error-emergency-second",
    "error-estimate-after",
    "error-expired",
    "error-federal-day",
    "error-federal-how",
    "error-federal-known",
    "error-federal-most",
    "error-federal-number",
    "error-file-broken",
    "error-file-kind",
    "error-file-large",
    "error-file-many",
    "error-file-missing",
    "error-file-odd",
    "error-file-size",
    "error-file-unknown",
    "error-gateway",
    "error-help-answer",
    "error-household",
    "error-how",
    "error-income",
    "error-language",
    "error-link-aim",
    "error-link-campaign",
    "error-link-days",
    "error-link-due",
    "error-link-most",
    "error-link-older",
    "error-link-wrong",
    "error-method",
    "error-month-day",
    "error-move-account",
    "error-move-blocked",
    "error-move-number",
    "error-move-to",
    "error-move-visit",
    "error-moved",
    "error-name",
    "error-no-key",
    "error-no-match",
    "error-no-visit",
    "error-note",
    "error-nothing-due",
    "error-own-role",
    "error-passkey-kept",
    "error-passkey-old",
    "error-passkey-there",
    "error-passkey-unknown",
    "error-password-common",
    "error-password-long",
    "error-password-missing",
    "error-password-short",
    "error-patient",
    "error-plan-allowed",
    "error-plan-band",
    "error-plan-bounds",
    "error-plan-cap",
    "error-plan-day",
    "error-plan-electronic",
    "error-plan-first",
    "error-plan-how",
    "error-plan-in",
    "error-plan-least",
    "error-plan-month-day",
    "error-plan-most",
    "error-plan-nothing",
    "error-plan-number",
    "error-plan-offer",
    "error-plan-owed",
    "error-plan-rate",
    "error-plan-rhythm",
    "error-plan-standing",
    "error-plan-why",
    "error-practice",
    "error-queue-none",
    "error-reason",
    "error-reference",
    "error-refund-most",
    "error-register-moved",
    "error-role",
    "error-second-person",
    "error-share-already",
    "error-share-day",
    "error-share-own",
    "error-share-password",
    "error-share-past",
    "error-share-scope",
    "error-share-too-many",
    "error-sign-in",
    "error-together",
    "error-too-long",
    "error-too-many",
    "error-visit-number",
    "error-words",
    "error-works-elsewhere",
    "error-write-off-most",
    "error-write-off-visit",
    "error-zip",
];
