//! Cards that are tried out on a link's hosted page: the link is locked, and when many links
//! are used for it, the practice's links have to be asked for afresh.
//!
//! Nobody else is harmed: a signed-in patient pays as ever, another practice's links are as
//! they were, and an honest guest asks for a fresh link with one press.

use domain::{PayLinkId, PracticeId};
use time::Duration;

use super::make::{LIVES, Wanted, make_in};
use super::open::lock_in;
use super::{Aim, PayLink, store};
use crate::db::{Db, Tx};
use crate::messages::{self, Template};
use crate::payments::{self, Gateway};
use crate::{Door, accounts};

/// Refusals on one link that lock it: somebody with three cards and two typing errors each
/// comes through.
pub const OF_LINK: i64 = 8;

/// Refusals on the links of a practice within [`WINDOW`] that stop them, when they are also
/// more than [`PER_PAYMENT`] for each payment that came through.
pub const OF_PRACTICE: i64 = 30;

/// See [`OF_PRACTICE`].
pub const PER_PAYMENT: i64 = 3;

/// Within which refusals are counted.
pub const WINDOW: Duration = Duration::hours(1);

pub(super) async fn declined_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: PayLinkId,
    event: &str,
) -> Result<(), sqlx::Error> {
    let now = door.now();
    store::insert_decline(tx, practice, id, event, now).await?;
    let since = now - WINDOW;
    let Some(link) = store::link(tx, practice, id).await? else { return Ok(()) };
    if link.locked_at.is_none() && store::declines_of_link(tx, practice, id, since).await? >= OF_LINK {
        lock_in(tx, door, &link).await?;
    }
    let rule = store::rule(tx, practice).await?;
    // What led to the last stop does not lead to the next one.
    let since = rule.from.map_or(since, |from| from.max(since));
    let (declined, paid) = store::tally(tx, practice, since).await?;
    if declined >= OF_PRACTICE && declined > PER_PAYMENT * paid {
        tracing::warn!(%practice, declined, paid, "cards are tried out on pay links: they have to be asked for afresh");
        store::set_from(tx, practice, now).await?;
    }
    Ok(())
}

/// Sends a fresh link for the same balance to the address that the practice has on file; does
/// nothing, in the same words, when it has none, or when the token is not one that was stopped
/// by [`OF_PRACTICE`] or ran out.
///
/// # Errors
/// The database's word.
pub async fn ask_afresh(db: &Db, door: &Door, token: &str) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    let Some(link) = store::lock_by_token(&mut tx, &super::open::hash(token)).await? else { return Ok(()) };
    let replaces = link.revoked_at.is_none() && link.locked_at.is_none() && link.used_at.is_none();
    let rule = store::rule(&mut tx, link.practice).await?;
    if !replaces || link.is_open(door.now(), rule.from) {
        return Ok(());
    }
    let known = accounts::guarantor(&mut tx, link.practice, link.guarantor).await?;
    let Some((guarantor, email)) = known.and_then(|known| known.email.clone().map(|email| (known, email)))
    else {
        return Ok(());
    };
    send_in(&mut tx, door, &link, &email, &guarantor.language).await?;
    tx.commit().await
}

async fn send_in(
    tx: &mut Tx,
    door: &Door,
    link: &PayLink,
    email: &str,
    language: &str,
) -> Result<(), sqlx::Error> {
    let aim = match link.aim {
        Aim::Amount(amount) => {
            let paid = store::paid_by(tx, link.practice, link.id).await?;
            if amount <= paid {
                return Ok(());
            }
            Aim::Amount(amount - paid)
        }
        aim => aim,
    };
    let wanted = Wanted {
        guarantor: link.guarantor,
        aim,
        single_use: link.single_use,
        expires_at: door.now() + LIVES,
        campaign: link.campaign.clone(),
        by: None,
    };
    // One that cannot be made anew (less is due than it was for) has nothing to open either.
    let Ok((id, token)) = make_in(tx, door, link.practice, &wanted).await else { return Ok(()) };
    store::revoke(tx, link.practice, link.id, door.now()).await?;
    let fact = format!("pay-link:{id}");
    messages::enqueue_in(tx, door, Some(link.practice), &fact, email, language, &Template::PayLink { token })
        .await
}

/// Closes the hosted pages of links that were locked or stopped while they were open; says how
/// many. What the gateway does not answer is closed the next time.
///
/// # Errors
/// The database's word.
pub async fn close_pages(db: &Db, door: &Door, gateway: &Gateway) -> Result<usize, sqlx::Error> {
    let open = store::pages_to_close(&mut db.read().await?).await?;
    let mut closed = 0;
    for (practice, payment) in open {
        match payments::close_open(db, door, gateway, practice, payment).await {
            Ok(()) => closed += 1,
            Err(error) => tracing::warn!(%payment, %error, "a stopped link's page is not closed yet"),
        }
    }
    Ok(closed)
}
