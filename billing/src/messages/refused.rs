//! Addresses that no mail reaches: their server refused a letter for good.
//!
//! Such a letter is not tried again. The address is marked, whoever reads there gets
//! statements on paper, paperless or not, and every practice whose account it is finds it
//! under its work. A login with another address is not marked; neither is one whose mail
//! is taken again. A bounce that comes later, as mail of its own, is nobody's here to read.

use domain::{GuarantorId, PracticeId};

use super::{Message, Template, store};
use crate::Door;
use crate::db::{Db, Tx};
use crate::statements::notices;
use crate::work::{self, Work, WorkKind};

/// Records that the reader's mail server refused a message for good: it is given up, its
/// content erased, and the address marked.
///
/// # Errors
/// The database's word.
pub async fn refused(db: &Db, door: &Door, message: &Message) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    store::not_sent(&mut tx, message.id, true, door.now()).await?;
    let accounts = store::accounts_of(&mut tx, &message.to_address).await?;
    // What a stranger typed, who never signed in, is not kept.
    if !accounts.is_empty() {
        store::mark_refused(&mut tx, &message.to_address, door.now()).await?;
    }
    for (practice, guarantor) in accounts {
        tell_in(&mut tx, door, practice, guarantor).await?;
    }
    if let (Some(practice), Some(Template::Statement { statement, .. })) =
        (message.practice_id, message.template())
    {
        notices::paper_after_all_in(&mut tx, practice, statement, door.now()).await?;
    }
    tx.commit().await
}

/// A statement's notice could not be delivered: somebody looks at the account's address.
pub(super) async fn given_up_in(tx: &mut Tx, door: &Door, message: &Message) -> Result<(), sqlx::Error> {
    let (Some(practice), Some(Template::Statement { .. })) = (message.practice_id, message.template()) else {
        return Ok(());
    };
    for (of, guarantor) in store::accounts_of(tx, &message.to_address).await? {
        if of == practice {
            tell_in(tx, door, practice, guarantor).await?;
        }
    }
    Ok(())
}

/// Mail to an address was taken: if it was marked, it is no longer.
pub(super) async fn taken_in(tx: &mut Tx, door: &Door, address: &str) -> Result<(), sqlx::Error> {
    if !store::unmark_refused(tx, address).await? {
        return Ok(());
    }
    for (practice, guarantor) in store::accounts_of(tx, address).await? {
        let subject = subject(guarantor);
        work::close_in(tx, door, practice, WorkKind::ReturnedMail, &subject, None).await?;
    }
    Ok(())
}

/// Whether mail reaches a guarantor: there is a login of theirs whose address is not
/// marked.
pub(crate) async fn reaches(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<bool, sqlx::Error> {
    Ok(!store::logins_of(tx, practice, guarantor, true).await?.is_empty())
}

/// Whether the mail server of an address refused a letter for good.
pub(crate) async fn is_refused(tx: &mut Tx, address: &str) -> Result<bool, sqlx::Error> {
    store::is_refused(tx, address).await
}

async fn tell_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<(), sqlx::Error> {
    let subject = subject(guarantor);
    let work = Work {
        kind: WorkKind::ReturnedMail,
        subject: &subject,
        guarantor: Some(guarantor),
        payment: None,
        amount: None,
        due: None,
    };
    work::open_in(tx, door, practice, &work).await
}

/// How the work is named: of its kind it is the one that is about email.
fn subject(guarantor: GuarantorId) -> String {
    format!("{}{guarantor}", work::EMAIL)
}
