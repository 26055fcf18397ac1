//! What the paper says, and who says it.

use domain::Money;
use time::Date;

/// The words of one language: messages by their ids, amounts and dates.
///
/// Every id of [`IDS`] is asked for by its name, and those of the pages of history and year that records share
/// (`history-title`, `history-none-such`, `year-…`). Of each [`domain::Share`] `share-<key>` and
/// `share-<key>-what` are, and `carc-<code>` where an insurer gave a reason, the only ones that may be missing.
pub trait Words {
    /// The message with this id, with values put in by their names; none when there is no such message.
    fn text(&self, id: &str, values: &[(&'static str, &str)]) -> Option<String>;

    /// The message with this id about `$n` things.
    fn count(&self, id: &str, n: usize) -> Option<String>;

    /// An amount: `$1,234.50`, and `−$35.00` below zero.
    fn money(&self, amount: Money) -> String;

    /// A day with its year: `November 2, 2026`.
    fn date(&self, date: Date) -> String;
}

/// Every message the paper has of its own, in the order of `paper.ftl`.
pub const IDS: &[&str] = &[
    "paper-title",
    "paper-file-title",
    "paper-batch-title",
    "paper-account",
    "paper-number",
    "paper-issued",
    "paper-pay-by",
    "paper-page",
    "paper-footer",
    "paper-owe",
    "paper-owe-after",
    "paper-visits",
    "paper-by",
    "paper-nothing",
    "paper-nothing-settled",
    "paper-nothing-waiting",
    "paper-nothing-on-its-way",
    "paper-nothing-keep",
    "paper-corrects",
    "paper-corrects-what",
    "paper-first",
    "paper-first-what",
    "paper-credit",
    "paper-credit-what",
    "paper-on-its-way",
    "paper-on-its-way-what",
    "paper-since",
    "paper-since-before",
    "paper-since-yours",
    "paper-since-no-longer",
    "paper-since-paid",
    "paper-since-sent-back",
    "paper-balance",
    "paper-closing-on-its-way",
    "paper-closing-credit",
    "paper-closing-due",
    "paper-pay",
    "paper-pay-online",
    "paper-pay-online-what",
    "paper-pay-online-code",
    "paper-pay-online-link",
    "paper-pay-too-small",
    "paper-pay-by-code",
    "paper-pay-phone",
    "paper-pay-phone-hours",
    "paper-pay-mail",
    "paper-plan",
    "paper-plan-ask",
    "paper-wrong",
    "paper-wrong-what",
    "paper-wrong-call",
    "paper-afford",
    "paper-afford-what",
    "paper-assistance",
    "paper-assistance-call",
    "paper-language",
    "paper-language-call",
    "paper-language-other",
    "paper-language-other-call",
    "paper-languages",
    "paper-estimate",
    "paper-glance",
    "paper-visit",
    "paper-not-yours",
    "paper-together",
    "paper-visit-with",
    "paper-for",
    "paper-covered",
    "paper-amount",
    "paper-charged",
    "paper-discount",
    "paper-other",
    "paper-insurers",
    "paper-waiting",
    "paper-refused",
    "paper-not-due",
    "paper-share",
    "paper-paid",
    "paper-sent-back",
    "paper-due",
    "paper-visit-credit",
    "paper-why",
    "paper-why-code",
    "paper-why-none",
    "paper-lines",
    "paper-line",
    "paper-line-whole",
    "paper-not-yet",
    "paper-not-yet-what",
    "paper-where",
    "paper-with",
    "paper-with-insurance",
    "paper-looked-into",
    "paper-looked-into-insurance",
    "paper-slip",
    "paper-slip-name",
    "paper-slip-due",
    "paper-slip-enclosed",
    "paper-slip-payable",
    "paper-record-footer",
    "paper-record-name",
    "paper-record-date",
    "paper-record-what",
    "paper-record-about",
    "paper-record-care",
    "paper-record-service",
    "paper-record-for",
    "paper-record-paid",
    "paper-record-back",
];
