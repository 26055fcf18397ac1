//! The principal changes, and the schedule follows: the newest instalment first.

use time::Date;

use super::event::{EndReason, PauseReason, Step};
use super::outcome::{Note, Refused};
use super::{Autopay, Plan, State, is_open};
use crate::Money;
use crate::plan::NOTICE;
use crate::plan::schedule::{Rest, Slot};

impl Plan {
    /// The principal of the instalments that are to come and untouched.
    pub(super) fn open_principal(&self, on: Date) -> Money {
        self.instalments.iter().filter(|one| is_open(one, on)).map(|one| one.principal).sum()
    }

    /// The dates to come, each with what was agreed for it.
    pub(super) fn slots(&self, on: Date) -> impl Iterator<Item = Slot> {
        let open = self.instalments.iter().filter(move |one| is_open(one, on));
        open.map(|one| Slot { number: one.number, due: one.due, most: one.amount() })
    }

    /// The first day on which something new can be asked.
    pub(super) fn earliest(on: Date) -> Date {
        on.checked_add(NOTICE).unwrap_or(Date::MAX)
    }

    /// Draws what is to come anew for another balance: each date keeps at most what was agreed
    /// for it, the last one and those added after it take up to the regular amount.
    pub(super) fn refill(&mut self, balance: Money, on: Date) -> Result<(), Refused> {
        self.refill_from(balance, on, Money::ZERO)
    }

    /// The same where each date may take this much at least: what was given back is there to
    /// make a small instalment a whole one.
    pub(super) fn refill_from(&mut self, balance: Money, on: Date, least: Money) -> Result<(), Refused> {
        let pace = self.terms.pace;
        let most = self.regular.max(pace.smallest);
        let slots = self.slots(on).map(|slot| Slot { most: slot.most.max(least), ..slot });
        let mut slots: Vec<Slot> = slots.collect();
        if let Some(last) = slots.last_mut() {
            last.most = most;
        }
        let drawn = if balance.is_positive() {
            let last = self.instalments.iter().filter(|one| !one.extra).map(|one| one.due).max();
            let free =
                last.and_then(Date::next_day).map_or(Self::earliest(on), |day| day.max(Self::earliest(on)));
            let next = pace.rhythm.resume(self.anchor, free);
            let added = (self.next_number..).zip(next.into_iter().flat_map(|next| pace.rhythm.from(next)));
            let added = added.map(|(number, due)| Slot { number, due, most });
            pace.fill(balance, slots.into_iter().chain(added), Rest::StaysSmall)?
        } else {
            Vec::new()
        };
        self.instalments.retain(|one| !is_open(one, on));
        self.instalments.extend(drawn);
        let highest = self.instalments.iter().map(|one| one.number + 1).max();
        self.next_number = self.next_number.max(highest.unwrap_or(1));
        self.sort();
        Ok(())
    }

    /// What is owed fell: taken off what is to come, then off what is overdue, then off what is
    /// in question. What no longer is owed at all is not the plan's.
    pub(super) fn lower(&mut self, amount: Money, on: Date, notes: &mut Vec<Note>) -> Result<(), Refused> {
        let mut taken = self.take_off(amount, on)?;
        let of_held = self.held.min(amount - taken);
        self.held -= of_held;
        taken += of_held;
        self.adjusted -= taken;
        if taken.is_positive() {
            notes.extend([Note::Lowered { amount: taken }, Note::Redrawn]);
        }
        if amount > taken {
            notes.push(Note::Credit { amount: amount - taken });
        }
        Ok(())
    }

    /// Takes an amount off the unpaid principal, newest first; returns how much there was.
    fn take_off(&mut self, amount: Money, on: Date) -> Result<Money, Refused> {
        let open = self.open_principal(on);
        let of_open = amount.min(open);
        if of_open.is_positive() {
            self.refill(open - of_open, on)?;
        }
        let mut rest = amount - of_open;
        for one in self.instalments.iter_mut().rev().filter(|one| !is_open(one, on)) {
            let taken = rest.min(one.principal_left());
            if taken.is_positive() {
                rest -= taken;
                one.principal -= taken;
                if one.principal_left().is_zero() {
                    *one = one.closed();
                }
            }
        }
        self.drop_empty();
        Ok(amount - rest)
    }

    /// A balance joins, when the patient agrees: it always makes the plan cost more.
    pub(super) fn join(&mut self, amount: Money, step: &Step, notes: &mut Vec<Note>) -> Result<(), Refused> {
        self.agreed(step, |plan| plan.refill(plan.open_principal(step.on) + amount, step.on))?;
        self.adjusted += amount;
        notes.extend([Note::Raised { amount }, Note::Redrawn]);
        Ok(())
    }

    /// The insurer raised what is owed: it joins by consent, or stays an ordinary balance.
    pub(super) fn raised(
        &mut self,
        amount: Money,
        step: &Step,
        notes: &mut Vec<Note>,
    ) -> Result<(), Refused> {
        let runs = matches!(self.state, State::Active | State::AtRisk | State::Paused(_));
        if step.consent && runs {
            return self.join(amount, step, notes);
        }
        notes.push(Note::OutsidePlan { amount });
        Ok(())
    }

    /// A part is in question: it leaves the schedule, newest instalment first.
    pub(super) fn hold(&mut self, amount: Money, on: Date, notes: &mut Vec<Note>) -> Result<(), Refused> {
        let taken = self.take_off(amount, on)?;
        self.held += taken;
        if taken.is_positive() {
            notes.extend([Note::Held { amount: taken }, Note::Redrawn]);
        }
        Ok(())
    }

    /// The question is answered: a part falls away, a part is asked again at the end.
    pub(super) fn release(
        &mut self,
        dropped: Money,
        stands: Money,
        on: Date,
        notes: &mut Vec<Note>,
    ) -> Result<(), Refused> {
        if dropped + stands > self.held {
            return Err(Refused::MoreThanHeld { held: self.held });
        }
        self.held -= dropped + stands;
        self.adjusted -= dropped;
        if dropped.is_positive() {
            notes.push(Note::Lowered { amount: dropped });
        }
        if self.held.is_zero() {
            self.resume_from(PauseReason::Dispute, on, notes)?;
        }
        if stands.is_positive() {
            self.refill(self.open_principal(on) + stands, on)?;
            notes.extend([Note::OwedAgain { amount: stands }, Note::Redrawn]);
        }
        Ok(())
    }

    /// The plan ends; what is left is an ordinary balance.
    pub(super) fn end(&mut self, why: EndReason, notes: &mut Vec<Note>) {
        let released = self.principal_left();
        for one in &mut self.instalments {
            *one = one.closed();
        }
        self.drop_empty();
        self.adjusted -= released;
        self.held = Money::ZERO;
        self.autopay = Autopay::Off;
        self.state = State::Cancelled(why);
        notes.push(Note::Ended { released });
    }

    /// Instalments of which nothing is asked and nothing was paid are no more.
    pub(super) fn drop_empty(&mut self) {
        self.instalments.retain(|one| one.amount().is_positive());
    }

    pub(super) fn sort(&mut self) {
        self.instalments.sort_by_key(|one| (one.due, one.number));
    }
}
