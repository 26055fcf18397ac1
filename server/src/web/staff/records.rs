//! What is noted about an account, what it was sent, who answered for it, and what the books say.

use app::FormState;
use app::model::{ChangeRow, ChangeState, LedgerLine, LedgerPage, NoteRow, SentRow, SentState};
use app::pages;
use axum::extract::{Path, Query, State};
use billing::answering;
use billing::db::Tx;
use billing::door::local;
use billing::ledger::account::{self as books, Line};
use billing::{accounts, messages, notes};
use domain::{GuarantorId, TransactionId};
use serde::Deserialize;
use uuid::Uuid;

use super::accounts::{known, name_of, show};
use crate::web::Shared;
use crate::web::answer::{Answer, Fail, page, refused, see};
use crate::web::fields::Fields;
use crate::web::session::Staff;

/// Notes and emails on the account's page.
const SHOWN: i64 = 50;
/// Lines of the ledger on one page.
const LINES: i64 = 100;

/// What the account's page tells of its past beside money.
pub struct Records {
    pub notes: Vec<NoteRow>,
    pub sent: Vec<SentRow>,
    pub changes: Vec<ChangeRow>,
}

pub async fn of(tx: &mut Tx, staff: &Staff, id: GuarantorId) -> Result<Records, Fail> {
    let practice = staff.practice.id;
    let zone = &staff.practice.time_zone;
    let notes = notes::of_account(tx, practice, id, SHOWN).await?;
    let sent = messages::of_account(tx, practice, id, SHOWN).await?;
    let mut changes = Vec::new();
    for change in answering::of_account(tx, practice, id).await? {
        let left = change.ask.from == id;
        let other = if left { change.ask.to } else { change.ask.from };
        let other = accounts::guarantor(tx, practice, other).await?;
        changes.push(ChangeRow {
            id: change.id,
            day: change.ask.effective_on,
            other: other.map(|other| name_of(&other)).unwrap_or_default(),
            left,
            state: state_of(change.state),
        });
    }
    Ok(Records {
        notes: notes
            .into_iter()
            .map(|note| NoteRow { words: note.words, by: note.by_name, at: local(note.at, zone) })
            .collect(),
        sent: sent
            .into_iter()
            .map(|one| SentRow {
                kind: one.template,
                state: match one.state.as_str() {
                    "sent" => SentState::Sent,
                    "failed" => SentState::Failed,
                    _ => SentState::Waits,
                },
                at: local(one.sent_at.unwrap_or(one.created_at), zone),
            })
            .collect(),
        changes,
    })
}

/// How far a change has come.
pub fn state_of(state: answering::State) -> ChangeState {
    match state {
        answering::State::Asked => ChangeState::Asked,
        answering::State::Done => ChangeState::Done,
        answering::State::Returned => ChangeState::Returned,
    }
}

pub async fn note(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    fields: Fields,
) -> Answer {
    known(&portal, &staff, id).await?;
    let press: Option<Uuid> = fields.get("press").parse().ok();
    let mut tx = portal.db.begin().await?;
    let by = (staff.practice.id, staff.user.id);
    let written = match press {
        Some(press) => notes::write_in(&mut tx, &portal.door, by, (id, press), fields.get("words")).await?,
        None => false,
    };
    if !written {
        drop(tx);
        let error = if press.is_some() { ("words", "error-words") } else { ("", "error-expired") };
        let form = fields.form().with_error(error.0, error.1);
        return Ok(refused(show(&portal, &staff, id, form, None).await?));
    }
    tx.commit().await?;
    Ok(see(&format!("/staff/accounts/{id}?noted")))
}

/// The hidden field of a note: what was typed once is kept once.
pub fn press_of(portal: &Shared, form: &FormState) -> String {
    let typed = form.value("press");
    if typed.parse::<Uuid>().is_ok() { typed } else { portal.door.id().to_string() }
}

#[derive(Deserialize)]
pub struct Before {
    before: Option<TransactionId>,
}

pub async fn ledger(
    State(portal): State<Shared>,
    staff: Staff,
    Path(id): Path<GuarantorId>,
    Query(query): Query<Before>,
) -> Answer {
    let mut tx = portal.db.read().await?;
    let practice = staff.practice.id;
    let guarantor = accounts::guarantor(&mut tx, practice, id).await?.ok_or(Fail::NotFound)?;
    let mut lines = books::lines(&mut tx, practice, id, query.before, LINES + 1).await?;
    let more = lines.len() > usize::try_from(LINES).unwrap_or_default();
    let mut older = None;
    if more {
        // A transaction is not torn apart: its lines for several visits stand on one page, unless it is
        // all there is.
        let last = lines.last().map(|line| line.transaction);
        let whole: Vec<Line> = lines.iter().filter(|line| Some(line.transaction) != last).cloned().collect();
        if !whole.is_empty() {
            lines = whole;
        }
        older = lines.last().map(|line| line.transaction.to_string());
    }
    let zone = &staff.practice.time_zone;
    let lines = lines.into_iter().map(|line| LedgerLine {
        kind: line.kind,
        date: line.effective_on,
        posted: local(line.posted_at, zone),
        payment: line.payment,
        visit: line.number,
        insurance: line.insurance,
        due: line.due,
        credit: line.credit,
        before: line.before,
    });
    let model = LedgerPage { guarantor: id, name: name_of(&guarantor), lines: lines.collect(), older };
    Ok(page(pages::staff::ledger(&staff.ctx(&portal), &model)))
}
