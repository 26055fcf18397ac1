//! Somebody else answers for a visit from now on, by the word of staff; above the practice's limit
//! by that of two of them.

use billing::answering::preview::preview;
use billing::answering::{AnswerError, Ask, State, change};
use domain::answering::ChangeReason;
use domain::{UserId, VisitId};

use crate::action::Action;
use crate::history::History;
use crate::house::House;
use crate::{Trouble, look};

/// Histories of these seeds have it: the earlier ones stay as they were found.
pub(crate) const SINCE: u64 = 300;

/// A visit on its way to another account.
#[derive(Clone, Debug)]
pub struct Move {
    /// Who asks for it.
    pub by: UserId,
    /// Who agrees, where a second person is wanted.
    pub second: UserId,
    /// Whose it was, from one on.
    pub from: usize,
    /// Whose it is to be.
    pub to: usize,
    /// Which visit, and its number.
    pub visit: (VisitId, String),
}

impl Move {
    /// Looks at what would move, and moves it; says whether it did.
    pub(crate) async fn run(&self, house: &House) -> Result<bool, AnswerError> {
        let practice = house.cast.practice;
        let account = |at: usize| house.cast.payers.get(at - 1).map(|payer| payer.guarantor);
        let (Some(from), Some(to)) = (account(self.from), account(self.to)) else { return Ok(false) };
        let ask = Ask {
            from,
            to,
            visits: vec![self.visit.0],
            patients: Vec::new(),
            reason: ChangeReason::CourtOrder,
            note: "A decree.".to_owned(),
            effective_on: house.today(),
        };
        let shown = preview(&mut house.db.read().await?, practice, (from, to), &ask.visits).await?;
        let seen = shown.seen()?;
        let mut tx = house.db.begin().await?;
        let asked = change::ask_in(&mut tx, &house.door, (practice, self.by), &ask, &seen).await?;
        tx.commit().await?;
        if asked.state == State::Done {
            return Ok(true);
        }
        let mut tx = house.db.begin().await?;
        let second = (practice, self.second);
        let agreed = change::agree_in(&mut tx, &house.door, second, asked.id, Some(&seen)).await?;
        tx.commit().await?;
        Ok(agreed.state == State::Done)
    }

    /// It, in the words of a trace.
    pub(crate) fn words(&self) -> String {
        format!(
            "{} lets account {} answer for {}, and no longer {}",
            self.by, self.to, self.visit.1, self.from
        )
    }
}

impl History {
    /// Staff choose one of the visits that somebody answers for, and somebody else.
    pub(crate) async fn moves(&mut self) -> Result<Option<Action>, Trouble> {
        let accounts = self.house.cast.payers.len();
        let from = self.chance.below(accounts);
        let to = (from + 1 + self.chance.below(accounts - 1)) % accounts;
        let Some(payer) = self.house.cast.payers.get(from) else { return Ok(None) };
        let visits = look::visits(&self.house, payer.guarantor).await?;
        let Some(visit) = self.chance.pick(&visits).cloned() else { return Ok(None) };
        let staff = self.house.cast.staff;
        let (by, second) = if self.chance.percent(50) { (staff[0], staff[1]) } else { (staff[1], staff[0]) };
        Ok(Some(Action::Move(Move { by, second, from: from + 1, to: to + 1, visit })))
    }
}
