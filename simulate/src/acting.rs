//! Somebody acts: through a real operation, under a fate, while others may act in between.

use std::sync::Arc;

use billing::payments::Method;
use billing::refunds::RefundState;
use time::Duration;

use crate::action::{Action, Outcome};
use crate::fate::{Blow, Plan, Progress, Strike, advance};
use crate::history::History;
use crate::{Trouble, words};

impl History {
    /// Lets somebody act under a fate.
    pub(crate) async fn perform(&mut self, action: Action) -> Result<(), Trouble> {
        let plan = match self.chance.below(100) {
            at if at < self.temper.deaths as usize => {
                Plan::Dies(u32::try_from(self.chance.between(1, 5)).unwrap_or(1))
            }
            _ if self.depth < 2 && self.chance.percent(self.temper.pauses) => {
                Plan::Waits(u32::try_from(self.chance.between(1, 4)).unwrap_or(1))
            }
            _ => Plan::Lives,
        };
        self.fulfil(action, plan).await
    }

    /// Lets somebody act without any mishap of the process's own.
    pub(crate) async fn calmly(&mut self, action: Action) -> Result<(), Trouble> {
        self.fulfil(action, Plan::Lives).await
    }

    async fn fulfil(&mut self, action: Action, plan: Plan) -> Result<(), Trouble> {
        // The server's own rounds are many, and mostly find nothing to do.
        let silent = plan == Plan::Lives && matches!(action, Action::Chore(_));
        if !silent {
            self.note(&words::of(&action));
        }
        let strike = Arc::new(Strike::new(plan));
        let mut operation = action.clone().begin(self.house.under(strike.clone()));
        loop {
            match advance(&mut operation, &strike).await {
                Progress::Done(outcome) => {
                    if !silent {
                        self.note(&format!("  → {}", words::of_outcome(&outcome)));
                    } else if !matches!(outcome, Outcome::Done) {
                        let (what, how) = (words::of(&action), words::of_outcome(&outcome));
                        self.note(&format!("{what} → {how}"));
                    }
                    self.collect();
                    let next = self.follows(&outcome);
                    self.learn(action, outcome)?;
                    return match next {
                        Some(next) => Box::pin(self.perform(next)).await,
                        None => Ok(()),
                    };
                }
                Progress::Struck(Blow::Death(point)) => {
                    drop(operation);
                    self.note(&format!("  ✗ dies at {}", point.code()));
                    self.collect();
                    self.lose(action);
                    return Ok(());
                }
                Progress::Struck(Blow::Pause(point)) => {
                    self.note(&format!("  ⏸ waits at {}", point.code()));
                    self.meanwhile().await?;
                    self.note(&format!("  ▶ goes on from {}", point.code()));
                    strike.go_on();
                }
            }
        }
    }

    /// Others act while somebody waits.
    async fn meanwhile(&mut self) -> Result<(), Trouble> {
        self.collect();
        self.depth += 1;
        for _ in 0..self.chance.between(1, 3) {
            Box::pin(self.turn()).await?;
            self.check().await?;
            let minutes = self.chance.pick(&[0, 0, 0, 1, 3, 25]).copied().unwrap_or_default();
            self.house.pass(Duration::minutes(minutes));
            self.collect();
        }
        self.depth -= 1;
        Ok(())
    }

    /// What the same press goes on to do: a refund that is agreed to is sent at once.
    fn follows(&self, outcome: &Outcome) -> Option<Action> {
        let Outcome::Refund(refund) = outcome else { return None };
        let sent = refund.state == RefundState::Approved && refund.method == Method::Online;
        sent.then_some(Action::Send(refund.id))
    }

    /// What everybody knows once an operation ended.
    fn learn(&mut self, action: Action, outcome: Outcome) -> Result<(), Trouble> {
        if let Outcome::Broken(why) = outcome {
            return Err(Trouble::Violated(format!("an operation failed as none may: {why}")));
        }
        match (action, outcome) {
            (Action::Pay(payer, _), Outcome::Page(url)) => {
                let page = url.rsplit('/').next().unwrap_or_default().to_owned();
                let patient = self.patients.iter_mut().find(|patient| patient.payer == payer);
                if let Some(patient) = patient
                    && !patient.pages.contains(&page)
                {
                    patient.pages.push(page);
                }
            }
            (Action::Plan(act), Outcome::Page(url)) => {
                self.saw_page(&act, url.rsplit('/').next().unwrap_or_default().to_owned());
            }
            (Action::Desk(_, taken), outcome) => {
                if self.on_counter.as_ref().is_some_and(|(_, other)| other.press == taken.press) {
                    self.on_counter = None;
                }
                let at = self.patients.iter().position(|patient| patient.payer.guarantor == taken.guarantor);
                if let (Outcome::Done, Some(at)) = (outcome, at)
                    && self.counted.insert(taken.press)
                {
                    *self.model.desk.entry(at + 1).or_default() += taken.amount.cents();
                }
            }
            (Action::Move(moving), Outcome::Done) => {
                self.model.moved.insert(moving.visit.1, moving.to);
            }
            (Action::Import(paper), Outcome::Report(taken)) => self.believe(paper, taken),
            (Action::Deliver(letter), Outcome::Refused(_)) => self.lose(Action::Deliver(letter)),
            _ => {}
        }
        Ok(())
    }

    /// What is done about an operation that died.
    fn lose(&mut self, action: Action) {
        // Stripe delivers again what was not acknowledged. Money on the counter and a file on
        // the desk wait for somebody to press again.
        if let Action::Deliver(letter) = action {
            let later = self.house.now() + Duration::minutes(self.chance.between(1, 60));
            self.post.again(letter, later);
        }
    }
}
