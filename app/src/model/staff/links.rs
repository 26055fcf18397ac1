//! Pay links as staff make them, hand them out and take them back.

use domain::{GuarantorId, Money, PayLinkId, VisitId};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::FormState;
use crate::model::{LinkAsks, RunState};

/// `/staff/accounts/{guarantor}/links`. `POST` there makes a link from `aim` (`due`, `amount`,
/// `visit:{id}`, `statement:{id}`), `amount`, `days`, `once`, `campaign` and `mail`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffLinksPage {
    /// Whose.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: String,
    /// What was typed.
    pub form: FormState,
    /// What is due, over all visits.
    pub due: Money,
    /// Visits that something is due for: id, title, day, amount.
    pub visits: Vec<(VisitId, String, Date, Money)>,
    /// The newest statements: id, number, due date.
    pub statements: Vec<(Uuid, String, Date)>,
    /// Whether mail can be sent.
    pub has_email: bool,
    /// The link that was made a moment ago, and is shown this once.
    pub made: Option<MadeLink>,
    /// A link was taken back a moment ago.
    pub revoked: bool,
    /// Every link, newest first.
    pub links: Vec<StaffLinkRow>,
}

/// A link to be handed out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MadeLink {
    /// Its address.
    pub address: String,
    /// A button for email, as HTML that every mail program shows.
    pub button: String,
    /// The same as plain text.
    pub plain: String,
    /// The QR code as SVG.
    pub qr: String,
    /// The QR code as PNG, in base64.
    pub qr_png: String,
    /// Whether it was sent by email as well.
    pub mailed: bool,
}

/// A link in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffLinkRow {
    /// Its id.
    pub id: PayLinkId,
    /// What it opens.
    pub aim: LinkAim,
    /// What it was sent with.
    pub campaign: String,
    /// The day it was made.
    pub made: Date,
    /// Its last day.
    pub until: Date,
    /// How it stands.
    pub state: LinkState,
}

/// What a link opens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkAim {
    /// Whatever is due.
    Due,
    /// A statement, by its number.
    Statement(String),
    /// A visit, by its title.
    Visit(String),
    /// A fixed amount.
    Amount(Money),
}

/// How a link stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkState {
    /// Sent, and nobody has answered its question.
    Sent,
    /// Answered, wrongly so far.
    Opened,
    /// Answered, and not paid.
    Verified,
    /// Something was paid by it.
    Paid,
    /// Taken back.
    Revoked,
    /// Locked by wrong answers or refused cards.
    Locked,
    /// Out of date.
    Expired,
}

/// `/staff/links`: what the practice's links ask, and what became of them. `POST` there has
/// `asks` (`nothing`, `last_name`, `zip`) and `on_paper`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffFunnelPage {
    /// What the links ask beside the date of birth.
    pub asks: LinkAsks,
    /// Whether the code on a statement's paper is a link for it.
    pub on_paper: bool,
    /// The rule was saved a moment ago.
    pub saved: bool,
    /// By campaign and day, the newest day first.
    pub days: Vec<FunnelRow>,
}

/// What became of the links of a campaign on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FunnelRow {
    /// The day.
    pub day: Date,
    /// The campaign.
    pub campaign: String,
    /// Made.
    pub sent: i64,
    /// Somebody answered the question.
    pub opened: i64,
    /// Rightly.
    pub verified: i64,
    /// Paid.
    pub paid: i64,
}

/// `/staff/branding`. `POST` there has `accent`, `phone`, `email`, `hours`, `languages`, and `act`
/// with `preview` to look without saving; `POST` to `logo` below it a file, to `logo/remove` nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrandingPage {
    /// What was typed, or is known.
    pub form: FormState,
    /// It was saved a moment ago.
    pub saved: bool,
    /// The contrast of the colour that was typed, and the nearest that is taken.
    pub too_pale: Option<(String, String)>,
    /// The colours that the preview shows.
    pub accent: domain::brand::Accent,
    /// The logo, a PNG in base64.
    pub logo: Option<String>,
    /// Host names of the practice, the one that its links use first.
    pub hosts: Vec<String>,
    /// Where a button on the practice's own site leads.
    pub pay_page: String,
    /// That button, as HTML.
    pub snippet: String,
}

/// `/staff/links/batches`. `POST` there makes a preview from `campaign`, `least` (dollars),
/// `older` (days), `email` (`any`, `with`, `without`), `hand_out` (`mail`, `file`) and `days`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkBatchesPage {
    /// What was typed.
    pub form: FormState,
    /// The newest first.
    pub batches: Vec<LinkBatchRow>,
}

/// Links that were made for many accounts at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkBatchRow {
    /// The batch's id.
    pub id: Uuid,
    /// How far it has come.
    pub state: RunState,
    /// What its links are counted under.
    pub campaign: String,
    /// In a file, not by a letter of ours.
    pub in_a_file: bool,
    /// When it was made, where the practice is.
    pub made_at: OffsetDateTime,
    /// Accounts that will get a link, and what they owe.
    pub ready: (u64, Money),
    /// Accounts that got one, and what they owed.
    pub made: (u64, Money),
    /// Accounts that get none.
    pub skipped: u64,
}

/// `/staff/links/batches/{id}`. `POST` to `release`, `cancel` and `file` below it; the last
/// with `seen`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkBatchPage {
    /// The batch in short.
    pub batch: LinkBatchRow,
    /// How many days a link lives.
    pub lives: u64,
    /// Those that get a link first, by name.
    pub items: Vec<LinkBatchItem>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// How many links were sent, opened, verified, paid by.
    pub reached: [u64; 4],
    /// How often the file was given out, and when last.
    pub files: (u64, Option<OffsetDateTime>),
}

/// An account in a batch of links.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkBatchItem {
    /// The guarantor.
    pub guarantor: GuarantorId,
    /// The name.
    pub name: String,
    /// The practice's account number.
    pub account_number: String,
    /// What was due when the batch was made.
    pub due: Money,
    /// Why it gets none, as the end of a message id `links-skip-…`; none when it gets one.
    pub why: Option<&'static str>,
}
