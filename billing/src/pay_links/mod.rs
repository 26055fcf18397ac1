//! Links that open a balance without an account: from a letter, a message, a QR code or the
//! practice's own site to a paid bill.
//!
//! A link is a capability that one question narrows: whoever has it and knows the guarantor's
//! date of birth sees the balance it was made for, and nothing else. It signs nobody in.
//!
//! * [`make`]: links are made, listed, revoked; [`batches`]: for many accounts at once. [`open`]: the question, and what an answer
//!   opens. [`pay`]: paying by it. [`guard`]: cards that are tried out. [`funnel`]: what became
//!   of the links of a campaign.
//!
//! The token is 256 random bits. Its hash is kept and it is not; looking at a link (a mail
//! scanner does) changes nothing. Whatever is wrong with a link, it is [`open::find`]'s one
//! answer: it is not open.

pub mod batches;
pub mod funnel;
pub mod guard;
pub mod make;
pub mod open;
pub mod pay;
mod store;

use domain::{GuarantorId, Money, PayLinkId, PracticeId, UserId, VisitId};
use time::OffsetDateTime;
use uuid::Uuid;

pub use store::PayLink;

use crate::db::Tx;

/// Whoever pays by a link, in the place of a login; made by the migration, and disabled.
pub const GUEST: UserId = UserId(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001));

/// What a link opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aim {
    /// Whatever is due when it is opened.
    Due,
    /// What is still due of a statement's visits.
    Statement(Uuid),
    /// What is still due of a visit.
    Visit(VisitId),
    /// This much of what is due.
    Amount(Money),
}

impl Aim {
    /// The word the database stores.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Statement(_) => "statement",
            Self::Visit(_) => "visit",
            Self::Amount(_) => "amount",
        }
    }
}

/// What a link asks beside the date of birth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asks {
    /// Nothing more.
    Nothing,
    /// The guarantor's last name.
    LastName,
    /// The guarantor's ZIP code, five digits.
    Zip,
}

impl Asks {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Nothing, "nothing"), (Self::LastName, "last_name"), (Self::Zip, "zip")];

    /// The word the database stores.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(asks, _)| *asks == self).map_or("nothing", |(_, code)| code)
    }

    /// The one that the database stores as this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(asks, _)| *asks)
    }
}

/// A link of the practice.
///
/// # Errors
/// The database's word.
pub async fn link(tx: &mut Tx, practice: PracticeId, id: PayLinkId) -> Result<Option<PayLink>, sqlx::Error> {
    store::link(tx, practice, id).await
}

/// The links of an account, newest first.
///
/// # Errors
/// The database's word.
pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<PayLink>, sqlx::Error> {
    store::of_guarantor(tx, practice, guarantor).await
}

/// The links of a practice, or of one account in it, that were made before one, newest first.
///
/// # Errors
/// The database's word.
pub async fn before(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: Option<GuarantorId>,
    before: Option<PayLinkId>,
    limit: i64,
) -> Result<Vec<PayLink>, sqlx::Error> {
    store::before(tx, practice, guarantor, before, limit).await
}

/// What the links of a practice ask, and whether the code on its paper is one.
///
/// # Errors
/// The database's word.
pub async fn rule(tx: &mut Tx, practice: PracticeId) -> Result<(Asks, bool), sqlx::Error> {
    let rule = store::rule(tx, practice).await?;
    Ok((rule.asks, rule.on_paper))
}

/// Changes what the links of a practice ask, those that are out included, and whether the code
/// on paper that is printed from now on is a link.
///
/// # Errors
/// The database's word.
pub async fn change_rule_in(
    tx: &mut Tx,
    practice: PracticeId,
    asks: Asks,
    on_paper: bool,
) -> Result<(), sqlx::Error> {
    store::set_rule(tx, practice, asks, on_paper).await
}

impl PayLink {
    /// Whether it is neither revoked, locked, used up nor out of date; `from` is the
    /// instant until which the practice's links were stopped. Instants are kept to the second,
    /// and one made in that second was asked for afresh.
    #[must_use]
    pub fn is_open(&self, now: OffsetDateTime, from: Option<OffsetDateTime>) -> bool {
        let ended = self.revoked_at.is_some() || self.locked_at.is_some() || self.used_at.is_some();
        !ended && now < self.expires_at && from.is_none_or(|from| self.made_at >= from)
    }
}
