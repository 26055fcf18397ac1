//! Staff: money at the desk, refunds, differences, work, the close of the day.

use billing::payments::Method;
use billing::payments::desk::Taken;
use billing::reconcile::takings::Count;
use billing::refunds::{Ask, Refund, RefundReason, RefundState};
use domain::{Money, UserId, VisitId};

use crate::action::Action;
use crate::history::History;
use crate::{Trouble, look, moving};

/// What staff may turn to.
#[derive(Clone, Copy, Debug)]
enum Turn {
    Desk,
    Ask,
    Refunds,
    Difference,
    Work,
    Close,
    Move,
}

const TURNS: [(u32, Turn); 6] = [
    (16, Turn::Desk),
    (36, Turn::Ask),
    (30, Turn::Refunds),
    (10, Turn::Difference),
    (6, Turn::Work),
    (4, Turn::Close),
];

const WITH_MOVES: [(u32, Turn); 7] = [
    (16, Turn::Desk),
    (30, Turn::Ask),
    (28, Turn::Refunds),
    (10, Turn::Difference),
    (6, Turn::Work),
    (4, Turn::Close),
    (14, Turn::Move),
];

impl History {
    /// What staff do.
    pub(crate) async fn staff(&mut self) -> Result<Option<Action>, Trouble> {
        // Whoever took money and met a dead server presses again before anything else: the
        // money lies on the counter.
        if let Some((by, taken)) = self.on_counter.clone() {
            return Ok(Some(Action::Desk(by, taken)));
        }
        let staff = self.house.cast.staff;
        let by = self.chance.pick(&staff).copied().unwrap_or(staff[0]);
        let turns: &[(u32, Turn)] = if self.seed >= moving::SINCE { &WITH_MOVES } else { &TURNS };
        match self.chance.weighed(turns) {
            Some(Turn::Move) => self.moves().await,
            Some(Turn::Desk) => self.at_desk(by).await.map(Some),
            Some(Turn::Ask) => self.ask(by).await,
            Some(Turn::Refunds) => self.follow_refunds(by).await,
            Some(Turn::Difference) => {
                let all = look::differences(&self.house).await?;
                let Some(one) = self.chance.pick(&all).cloned() else { return Ok(None) };
                let action = self.chance.pick(one.kind.actions()).copied();
                Ok(action.map(|action| Action::Resolve(one.id, action)))
            }
            Some(Turn::Work) => {
                let items = look::waiting(&self.house).await?;
                Ok(self.chance.pick(&items).map(|item| Action::Done(by, item.id)))
            }
            Some(Turn::Close) => {
                let cash = Money::from_cents(self.chance.between(0, 50_000));
                let day = self.house.today();
                Ok(Some(Action::Close(by, Count { day, cash, checks: Money::ZERO, note: None })))
            }
            None => Ok(None),
        }
    }

    async fn at_desk(&mut self, by: UserId) -> Result<Action, Trouble> {
        let at = self.chance.below(self.patients.len());
        let payers = &self.house.cast.payers;
        let guarantor = payers.get(at).or(payers.first()).map(|payer| payer.guarantor);
        let guarantor = guarantor.ok_or_else(|| Trouble::Violated("there is nobody to pay".to_owned()))?;
        let ways = [Method::Cash, Method::Check, Method::Terminal];
        let method = self.chance.pick(&ways).copied().unwrap_or(Method::Cash);
        let dues = look::dues(&self.house, guarantor).await?;
        let due: i64 = dues.iter().map(|due| due.amount.cents()).sum();
        let cents = if self.chance.percent(50) { due } else { self.chance.between(1, 20_000) };
        let visits: Vec<VisitId> =
            dues.iter().filter(|_| self.chance.percent(20)).map(|due| due.visit).collect();
        let taken = Taken {
            press: self.chance.uuid(),
            guarantor,
            method,
            reference: (method != Method::Cash).then(|| "1234".to_owned()),
            amount: Money::from_cents(cents),
            visits,
        };
        self.on_counter = Some((by, taken.clone()));
        Ok(Action::Desk(by, taken))
    }

    async fn ask(&mut self, by: UserId) -> Result<Option<Action>, Trouble> {
        // The same form sent twice.
        if self.chance.percent(20)
            && let Some((by, ask)) = self.chance.pick(&self.asks).cloned()
        {
            return Ok(Some(Action::Ask(by, ask)));
        }
        let paid = look::paid(&self.house).await?;
        let Some(payment) = self.chance.pick(&paid) else { return Ok(None) };
        let whole = payment.amount.cents();
        let cents = match self.chance.below(10) {
            0..=3 => whole,
            4..=8 => self.chance.between(1, whole),
            _ => whole + self.chance.between(1, 500),
        };
        let ask = Ask {
            press: self.chance.uuid(),
            payment: payment.id,
            amount: Money::from_cents(cents),
            reason: RefundReason::Courtesy,
            note: None,
        };
        self.asks.push((by, ask.clone()));
        Ok(Some(Action::Ask(by, ask)))
    }

    async fn follow_refunds(&mut self, by: UserId) -> Result<Option<Action>, Trouble> {
        let open: Vec<Refund> = look::all_refunds(&self.house)
            .await?
            .into_iter()
            .filter(|one| {
                matches!(one.state, RefundState::Asked | RefundState::Approved | RefundState::Failed)
            })
            .collect();
        let Some(refund) = self.chance.pick(&open) else { return Ok(None) };
        Ok(Some(match refund.state {
            RefundState::Asked => Action::Decide(by, refund.id, self.chance.percent(75)),
            RefundState::Approved => Action::Send(refund.id),
            _ if self.chance.percent(60) => Action::Retry(by, refund.id),
            _ => Action::ByHand(by, refund.id),
        }))
    }
}
