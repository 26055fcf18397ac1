//! What every page is told beside its own data.

use domain::PracticeId;
use domain::access::{Permission, Reach, Role};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{Lang, Text};

/// Who is reading, in which language, and where the files are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ctx {
    /// The reader's language.
    pub lang: Lang,
    /// Today where the practice is: dates of this year are written without it.
    pub today: Date,
    /// The nonce of this answer's content security policy.
    pub nonce: String,
    /// Addresses of the hashed files.
    pub assets: Assets,
    /// The practice whose name heads the page; none before it is known.
    pub practice: Option<PracticeCard>,
    /// Who is signed in.
    pub user: Option<SignedIn>,
    /// Whose bills are looked at, when that is worth saying.
    pub whose: Option<Whose>,
    /// The path that shows this page by GET, without query: the language switch
    /// comes back to it.
    pub path: String,
    /// Shows the strip that says no real money or people are involved.
    pub demo: bool,
    /// The reader has a payment plan, or can set one up.
    pub plans: bool,
    /// How many things wait for a person, on staff's pages; none when it is not known.
    pub work: Option<u64>,
    /// How many open disputes the reader has taken, on staff's pages.
    pub disputes: Option<u64>,
    /// What the reader is at the practice, on staff's pages.
    pub role: Option<Role>,
    /// The practices that the reader works for, this one included, when there are several.
    pub places: Option<Places>,
    /// The emergency access that the reader has now, wherever they took it.
    pub emergencies: Vec<Lasting>,
}

impl Ctx {
    /// The words in the reader's language.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::new(self.lang, self.today)
    }

    /// Whether they have emergency access to the practice that is looked at.
    #[must_use]
    pub fn in_emergency(&self) -> bool {
        self.emergencies.iter().any(|one| one.elsewhere.is_none())
    }

    /// Whether the reader's role lets them do that: what it does not, their pages do not offer.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        Reach { role: self.role, emergency: self.in_emergency() }.may(permission)
    }
}

/// The practices of somebody who works for several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Places {
    /// The one that is looked at.
    pub here: PracticeId,
    /// All, with their names.
    pub all: Vec<(PracticeId, String)>,
}

/// Emergency access that lasts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lasting {
    /// Its id.
    pub id: Uuid,
    /// The practice, when it is another than the one looked at.
    pub elsewhere: Option<String>,
    /// When it ends by itself, where the practice is that is looked at.
    pub until: OffsetDateTime,
}

/// Addresses of the front end's files, as the page links them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The style sheet of pages for who came by a link.
    pub guest_css: String,
    /// The typeface (`style/fonts/atkinson-hyperlegible-next.woff2`), to be fetched
    /// early; none leaves it to the style sheet.
    pub font: Option<String>,
    /// The icon (`style/icon.svg`).
    pub icon: Option<String>,
    /// The module that starts the islands.
    pub js: Option<String>,
    /// The islands' code.
    pub wasm: Option<String>,
}

/// How to reach the practice.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PracticeCard {
    /// Its name as patients know it.
    pub name: String,
    /// The billing desk's telephone, as people write it: `(555) 010-0142`.
    pub phone: Option<String>,
    /// The billing desk's address for email.
    pub email: Option<String>,
    /// When somebody answers, in the practice's own words.
    pub hours: Option<String>,
    /// Which languages somebody speaks there, in its own words.
    pub languages: Option<String>,
    /// The folder of the style sheets of its own look, without a slash at the end.
    pub brand: Option<String>,
}

/// Whose bills are looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// The reader's own, and there are others they may look at.
    Own,
    /// Somebody else's, by name.
    Other(String),
}

/// Who is signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedIn {
    /// The name that the menu shows, usually the given name.
    pub name: String,
}
