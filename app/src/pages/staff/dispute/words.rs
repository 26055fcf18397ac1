//! Words to begin with, in the patient's language: a clerk takes them, changes them and sends
//! them. What only the clerk knows stands as `[…]`, and is not sent so.

use domain::dispute::Reason;

use crate::{Lang, Text};

/// What stands where the clerk has to write.
pub const GAP: &str = "[…]";

/// Words by code: for whom they are, and their message's id.
pub(super) struct Words {
    /// In addresses.
    pub code: &'static str,
    /// What the button says.
    pub name: &'static str,
    /// What it puts into the field.
    pub text: &'static str,
}

const fn words(code: &'static str, name: &'static str, text: &'static str) -> Words {
    Words { code, name, text }
}

const ASK: [Words; 3] = [
    words("received", "disputes-words-received", "disputes-say-received"),
    words("ask", "disputes-words-ask", ""),
    words("insurer", "disputes-words-insurer", "disputes-say-insurer"),
];

const DECIDE: [Words; 5] = [
    words("upheld", "disputes-upheld", "disputes-say-upheld"),
    words("corrected", "disputes-corrected", "disputes-say-corrected"),
    words("partly", "disputes-partly", "disputes-say-partly"),
    words("rebill", "disputes-words-rebill", "disputes-say-rebill"),
    words("courtesy", "disputes-words-courtesy", "disputes-say-courtesy"),
];

const ANSWER: [Words; 1] = [words("answered", "disputes-words-answer", "disputes-say-answered")];

/// What can be begun with in a message.
pub(super) fn messages() -> &'static [Words] {
    &ASK
}

/// What a decision can be begun with.
pub(super) fn decisions(reason: Reason) -> &'static [Words] {
    if reason.freezes() { &DECIDE } else { &ANSWER }
}

fn asked(reason: Reason) -> &'static str {
    match reason {
        Reason::NotMyVisit => "disputes-say-not-my-visit",
        Reason::AlreadyPaid => "disputes-say-already-paid",
        Reason::Insurance => "disputes-say-insurance",
        Reason::WrongAmount => "disputes-say-wrong-amount",
        Reason::Duplicate => "disputes-say-duplicate",
        Reason::Quality => "disputes-say-quality",
        Reason::AboveEstimate => "disputes-say-above-estimate",
        Reason::Question => "disputes-say-question",
    }
}

/// The field that words with this code belong to, and the words for a case of this reason.
#[must_use]
pub fn dispute_words(code: &str, reason: Reason, lang: Lang, t: Text) -> Option<(&'static str, String)> {
    let t = Text::new(lang, t.today());
    if let Some(found) = ASK.iter().find(|words| words.code == code) {
        let id = if found.text.is_empty() { asked(reason) } else { found.text };
        return Some(("message", t.t(id)));
    }
    let found = decisions(reason).iter().find(|words| words.code == code)?;
    Some(("why", t.t(found.text)))
}
