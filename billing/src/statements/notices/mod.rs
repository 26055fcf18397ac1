//! How a statement reaches somebody: at once by email, after some days on paper, and only
//! while it is still due.

mod store;

use domain::{GuarantorId, PracticeId, UserId};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{Kept, Policy, StatementError, Why, draw, paperless};
use crate::db::{Db, Tx};
use crate::plans::view;
use crate::work::{self, Work, WorkKind};
use crate::{Door, ledger, messages, visits};

pub use store::{Batch, Notice, NoticeWay};

/// Decides how a new statement is told: to every login by email at once; on paper some
/// days later, unless the guarantor agreed to none.
pub(super) async fn announce_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
    statement: Uuid,
    policy: &Policy,
) -> Result<(), sqlx::Error> {
    let now = door.now();
    let mut add = async |way, after| {
        let notice = Notice { id: door.id(), practice, guarantor, statement, way };
        store::insert_notice(tx, &notice, after, now).await
    };
    add(NoticeWay::Email, now).await?;
    add(NoticeWay::Paper, now + Duration::days(policy.paper_days)).await
}

/// Whether what a statement asks for is still to be asked for; why not, when it is not.
/// The account is held from here on, so that who puts something in question meanwhile does so
/// after the notice has left.
async fn is_off(tx: &mut Tx, notice: &Notice) -> Result<Option<Why>, StatementError> {
    ledger::lock_account(tx, notice.guarantor).await?;
    if let Some(why) = draw::standing_reason(tx, notice.practice, notice.guarantor).await? {
        return Ok(Some(why));
    }
    if visits::dues(tx, notice.practice, notice.guarantor).await?.is_empty() {
        return Ok(Some(Why::NothingDue));
    }
    let beside = view::beside(tx, notice.practice, notice.guarantor).await?;
    if beside.is_empty() {
        return Ok(Some(Why::InPlan));
    }
    Ok(asks_for_disputed(tx, notice).await?.then_some(Why::Held))
}

/// Whether a statement asks for something that was put in question after it was drawn.
async fn asks_for_disputed(tx: &mut Tx, notice: &Notice) -> Result<bool, StatementError> {
    let aside = visits::set_aside(tx, notice.practice, notice.guarantor).await?;
    if aside.is_empty() {
        return Ok(false);
    }
    let Some(row) = super::store::statement(tx, notice.practice, notice.statement).await? else {
        return Ok(false);
    };
    let kept = row.kept()?;
    let stated = |visit| kept.statement.visits.iter().find(|stated| stated.id == visit);
    Ok(aside
        .iter()
        .any(|now| stated(now.visit).is_some_and(|then| then.due.is_positive() && then.aside < now.amount)))
}

/// Sends the electronic notices whose time has come; says how many left. The notice says
/// that a statement is ready and nothing else.
///
/// # Errors
/// [`StatementError`].
pub async fn send_due(db: &Db, door: &Door) -> Result<usize, StatementError> {
    let mut sent = 0;
    loop {
        let mut tx = db.begin().await?;
        let Some(notice) = store::next_notice(&mut tx, NoticeWay::Email, door.now()).await? else {
            return Ok(sent);
        };
        match is_off(&mut tx, &notice).await? {
            Some(why) => store::cancel_notice(&mut tx, &notice, why.code(), door.now()).await?,
            None if messages::statement_in(&mut tx, door, &notice).await? => {
                store::notice_sent(&mut tx, &notice, None, door.now()).await?;
                sent += 1;
            }
            // No login, or none that mail reaches: the letter tells it.
            None => store::cancel_notice(&mut tx, &notice, "no_address", door.now()).await?,
        }
        tx.commit().await?;
    }
}

/// Why a letter was not sent to somebody who wants none.
const PAPERLESS: &str = "paperless";

/// Whether a guarantor agreed to statements without paper, and email reaches them: without
/// it nobody would know of one.
async fn needs_no_paper(tx: &mut Tx, notice: &Notice) -> Result<bool, sqlx::Error> {
    Ok(paperless::stands(tx, notice.practice, notice.guarantor).await?
        && messages::reaches(tx, notice.practice, notice.guarantor).await?)
}

/// The email about a statement was refused: a letter that was saved because of it waits
/// again, unless another login was told.
pub(crate) async fn paper_after_all_in(
    tx: &mut Tx,
    practice: PracticeId,
    statement: Uuid,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let saved = store::letter_cancelled(tx, practice, statement, PAPERLESS).await?;
    let Some(guarantor) = saved else { return Ok(()) };
    if messages::reaches(tx, practice, guarantor).await? {
        return Ok(());
    }
    store::letter_waits_again(tx, practice, statement, now).await
}

/// Letters of one batch: its PDF is made in memory, some 150 kB a letter, and sent in one
/// piece.
pub const LETTERS: usize = 500;

/// Takes letters whose time has come into one batch to be printed, the oldest ones, at most
/// `most` of them; letters of those who paid, went paperless or are held meanwhile are
/// cancelled. None when there is none.
///
/// # Errors
/// [`StatementError`]; then nothing was taken.
pub async fn batch(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    most: usize,
) -> Result<Option<Uuid>, StatementError> {
    let mut tx = db.begin().await?;
    let (id, now) = (door.id(), door.now());
    let mut letters = Vec::new();
    for notice in store::due_letters(&mut tx, practice, now).await? {
        if letters.len() == most {
            break;
        }
        let why = match is_off(&mut tx, &notice).await? {
            Some(why) => Some(why.code()),
            None if needs_no_paper(&mut tx, &notice).await? => Some(PAPERLESS),
            None => None,
        };
        match why {
            Some(why) => store::cancel_notice(&mut tx, &notice, why, now).await?,
            None => letters.push(notice),
        }
    }
    if !letters.is_empty() {
        store::insert_batch(&mut tx, practice, id, by, letters.len(), now).await?;
        for letter in &letters {
            store::notice_sent(&mut tx, letter, Some(id), now).await?;
        }
    }
    tx.commit().await?;
    Ok((!letters.is_empty()).then_some(id))
}

/// The statements of a batch, in the order in which they are printed.
///
/// # Errors
/// [`StatementError`].
pub async fn letters(tx: &mut Tx, practice: PracticeId, batch: Uuid) -> Result<Vec<Kept>, StatementError> {
    super::store::of_batch(tx, practice, batch)
        .await?
        .into_iter()
        .map(super::store::StatementRow::kept)
        .collect()
}

/// The batches of a practice, newest first.
///
/// # Errors
/// The database's word.
pub async fn batches(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<Batch>, sqlx::Error> {
    store::batches(tx, practice, limit).await
}

/// What became of a statement on paper: `waiting`, `sent`, `cancelled` or `returned`.
///
/// # Errors
/// The database's word.
pub async fn letter_of(
    tx: &mut Tx,
    practice: PracticeId,
    statement: Uuid,
) -> Result<Option<String>, sqlx::Error> {
    store::letter_state(tx, practice, statement).await
}

/// How many of a run's accounts that are ready will get an email, and how many a letter.
///
/// # Errors
/// The database's word.
pub async fn foreseen(tx: &mut Tx, practice: PracticeId, run: Uuid) -> Result<(i64, i64), sqlx::Error> {
    store::foreseen(tx, practice, run).await
}

/// How many letters wait, and how many were cancelled and so saved.
///
/// # Errors
/// The database's word.
pub async fn letters_waiting_and_saved(tx: &mut Tx, practice: PracticeId) -> Result<(i64, i64), sqlx::Error> {
    store::waiting_and_saved(tx, practice).await
}

/// A letter came back: the address is held until somebody finds a better one.
///
/// # Errors
/// [`StatementError::NotThere`] when no letter of the statement was sent.
pub async fn came_back(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    statement: Uuid,
) -> Result<(), StatementError> {
    let mut tx = db.begin().await?;
    let guarantor = store::letter_returned(&mut tx, practice, statement, door.now()).await?;
    let guarantor = guarantor.ok_or(StatementError::NotThere)?;
    let subject = format!("bad_address:{guarantor}");
    work::hold_because_in(&mut tx, door, practice, guarantor, "bad_address", &subject).await?;
    let work = Work {
        kind: WorkKind::ReturnedMail,
        subject: &subject,
        guarantor: Some(guarantor),
        payment: None,
        amount: None,
        due: None,
    };
    work::open_in(&mut tx, door, practice, &work).await?;
    Ok(tx.commit().await?)
}
