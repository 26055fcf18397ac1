//! Links are made, by hand, for many at once or by themselves, and taken back.

use domain::{GuarantorId, PayLinkId, PracticeId, UserId};
use time::{Duration, OffsetDateTime};

use super::{Aim, store};
use crate::db::Tx;
use crate::identity::Secret;
use crate::plans::view;
use crate::statements::Kept;
use crate::statements::notices::Notice;
use crate::{Door, accounts, visits};

/// How long a link lives unless somebody says otherwise.
pub const LIVES: Duration = Duration::days(30);

/// The longest a link may live.
pub const LONGEST: Duration = Duration::days(365);

/// The longest name of a campaign, in characters.
pub const CAMPAIGN_LONGEST: usize = 60;

/// A link that is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// For whom.
    pub guarantor: GuarantorId,
    /// What it opens.
    pub aim: Aim,
    /// One payment ends it.
    pub single_use: bool,
    /// Until when.
    pub expires_at: OffsetDateTime,
    /// What it is sent with.
    pub campaign: String,
    /// Who makes it; none: the program.
    pub by: Option<UserId>,
}

/// Why a link is not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// No such account, or the visit or statement is not theirs.
    #[error("there is no such account, visit or statement")]
    NotThere,
    /// It would be over at once, or live too long.
    #[error("a link expires within a year, and not before it is made")]
    Expiry,
    /// A campaign's name is empty or too long.
    #[error("a campaign has a name of at most 60 characters")]
    Campaign,
    /// More than is due.
    #[error("the amount is above what is due")]
    TooMuch,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Makes a link and gives its token, which is kept nowhere: 64 hexadecimal digits.
///
/// # Errors
/// [`MakeError`].
pub async fn make_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    wanted: &Wanted,
) -> Result<(PayLinkId, Secret), MakeError> {
    let token = crate::hex(&door.secret());
    let id = make_as_in(tx, door, practice, wanted, |_| token.clone()).await?;
    Ok((id, token))
}

/// The same with a token of the caller's, which nobody else can guess; it may follow from the
/// link's id.
///
/// # Errors
/// [`MakeError`].
pub async fn make_as_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    wanted: &Wanted,
    token: impl FnOnce(PayLinkId) -> Secret,
) -> Result<PayLinkId, MakeError> {
    let now = door.now();
    if wanted.expires_at <= now || wanted.expires_at > now + LONGEST {
        return Err(MakeError::Expiry);
    }
    let name = wanted.campaign.trim();
    if name.is_empty() || name.chars().count() > CAMPAIGN_LONGEST {
        return Err(MakeError::Campaign);
    }
    accounts::guarantor(tx, practice, wanted.guarantor).await?.ok_or(MakeError::NotThere)?;
    match wanted.aim {
        Aim::Due => {}
        Aim::Statement(statement) => {
            let whose = store::statement_of(tx, practice, statement).await?;
            whose.filter(|whose| *whose == wanted.guarantor).ok_or(MakeError::NotThere)?;
        }
        Aim::Visit(visit) => {
            visits::visit(tx, practice, wanted.guarantor, visit).await?.ok_or(MakeError::NotThere)?;
        }
        Aim::Amount(amount) => {
            let dues = view::beside(tx, practice, wanted.guarantor).await?;
            if amount > dues.iter().map(|due| due.amount).sum() {
                return Err(MakeError::TooMuch);
            }
        }
    }
    let wanted = Wanted { campaign: name.to_owned(), ..wanted.clone() };
    Ok(keep_in(tx, door, practice, &wanted, token).await?)
}

/// Keeps a link that nothing speaks against.
pub(super) async fn keep_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    wanted: &Wanted,
    token: impl FnOnce(PayLinkId) -> Secret,
) -> Result<PayLinkId, sqlx::Error> {
    let id = PayLinkId(door.id());
    let today = accounts::today_in(tx, door, practice).await?;
    let hash = super::open::hash(&token(id));
    store::insert(tx, practice, id, &hash, wanted, (door.now(), today)).await?;
    Ok(id)
}

/// How long the link in a statement's letter lives: until after it is late.
const STATEMENT_LIVES: Duration = Duration::days(90);

/// What links in the letters of statements are counted under.
const STATEMENTS: &str = "statements";

/// The token of a link for a statement, for the letter that announces it.
///
/// # Errors
/// The database's word.
pub(crate) async fn for_statement_in(
    tx: &mut Tx,
    door: &Door,
    notice: &Notice,
) -> Result<Option<Secret>, sqlx::Error> {
    let wanted = Wanted {
        guarantor: notice.guarantor,
        aim: Aim::Statement(notice.statement),
        single_use: false,
        expires_at: door.now() + STATEMENT_LIVES,
        campaign: STATEMENTS.to_owned(),
        by: None,
    };
    match make_in(tx, door, notice.practice, &wanted).await {
        Ok((_, token)) => Ok(Some(token)),
        Err(MakeError::Sqlx(error)) => Err(error),
        // The letter leaves all the same.
        Err(_) => Ok(None),
    }
}

/// How long the link in a statement's code lives: paper lies about, and is found again.
const PAPER_LIVES: Duration = Duration::days(180);

/// What links on paper are counted under.
const PAPER: &str = "paper";

/// The token of a link for a statement that is printed now; none when the practice's paper has
/// none, or when the statement asks for nothing any more. Another print has another link, and
/// the first one's goes on opening: it may be in the mail.
///
/// # Errors
/// The database's word.
pub async fn for_paper_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    kept: &Kept,
) -> Result<Option<Secret>, sqlx::Error> {
    if kept.corrected_by.is_some() || !store::rule(tx, practice).await?.on_paper {
        return Ok(None);
    }
    let dues = view::beside(tx, practice, kept.guarantor).await?;
    if !kept.still_due(&dues).is_positive() {
        return Ok(None);
    }
    let wanted = Wanted {
        guarantor: kept.guarantor,
        aim: Aim::Statement(kept.id),
        single_use: false,
        expires_at: door.now() + PAPER_LIVES,
        campaign: PAPER.to_owned(),
        by: None,
    };
    let token = crate::hex(&door.secret());
    keep_in(tx, door, practice, &wanted, |_| token.clone()).await?;
    Ok(Some(token))
}

/// Takes a link back; says whether it was open until now.
///
/// # Errors
/// The database's word.
pub async fn revoke_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: PayLinkId,
) -> Result<bool, sqlx::Error> {
    store::revoke(tx, practice, id, door.now()).await
}
