//! Help, errors, and the demo's letter box.

use time::OffsetDateTime;

/// `/help?about=…`, and `/l/help?about=…` for who came by a pay link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HelpPage {
    /// What it is about; none shows all of it.
    pub about: Option<About>,
    /// They came by a link.
    pub guest: bool,
}

/// What somebody wants to tell the practice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// Something looks wrong.
    Wrong,
    /// I can't afford this right now.
    Afford,
}

/// Why there is no such page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// 404; also what somebody else's visit answers.
    NotFound,
    /// 403: a form that did not come from this site.
    Forbidden,
    /// 429.
    TooMany,
    /// 410: it was here and is not any more.
    Gone,
    /// 500.
    Broken {
        /// What staff can look up in the logs.
        request_id: String,
    },
}

/// `/outbox`: the mail that the demo did not send.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OutboxPage {
    /// Newest first.
    pub messages: Vec<OutboxMessage>,
}

/// A mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutboxMessage {
    /// An id that is unique on the page.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was written.
    pub at: OffsetDateTime,
    /// Its text; the addresses in it become links.
    pub body_text: String,
}
