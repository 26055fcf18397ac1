//! An event comes in: the table answers, the event does its work, the state settles.

use time::Date;

use super::event::{EndReason, Event, PauseReason, Step, Then};
use super::outcome::{Note, Outcome, Refused};
use super::table::{Answer, answer};
use super::{Autopay, Plan, State};
use crate::Money;
use crate::payment::GATEWAY_LEAST;
use crate::plan::autopay::Decline;
use crate::plan::change::worse_for_patient;
use crate::plan::disclosure::Disclosure;
use crate::plan::schedule::Instalment;

impl Plan {
    /// The plan after an event.
    ///
    /// # Errors
    /// [`Refused`] when the event does nothing: the plan stays as it is. A fact is refused only
    /// when it contradicts the plan itself (no such instalment, more settled than held), and is
    /// a person's to look at then.
    pub fn apply(&self, step: &Step) -> Result<Outcome, Refused> {
        let mut plan = self.clone();
        let mut notes = Vec::new();
        let amounts = step.event.amounts();
        let nothing = !amounts.is_empty() && amounts.iter().all(|amount| amount.is_zero());
        if nothing || amounts.iter().any(|amount| amount.is_negative()) {
            return Err(Refused::NoAmount);
        }
        match answer(self.state, &step.event) {
            Answer::Refused(why) => return Err(why),
            Answer::Unchanged => {}
            Answer::Lapses => plan.end(EndReason::OfferLapsed, &mut notes),
            Answer::Applies => {
                plan.happen(step, &mut notes)?;
                plan.settle(&mut notes);
            }
        }
        let needed = |plan: &Self| Disclosure::needed(&plan.unpaid().copied().collect::<Vec<Instalment>>());
        if step.consent && needed(&plan) && !needed(self) {
            notes.push(Note::DisclosureNeeded);
        }
        if plan != *self {
            plan.version += 1;
        }
        Ok(Outcome { plan, notes })
    }

    /// The plan that a list of events makes of a proposed one.
    ///
    /// # Errors
    /// The first [`Refused`].
    pub fn replay<'a>(mut self, steps: impl IntoIterator<Item = &'a Step>) -> Result<Self, Refused> {
        for step in steps {
            self = self.apply(step)?.plan;
        }
        Ok(self)
    }

    fn happen(&mut self, step: &Step, notes: &mut Vec<Note>) -> Result<(), Refused> {
        let on = step.on;
        match step.event {
            Event::Signed { autopay } => {
                self.sign(on)?;
                self.autopay = autopay.map_or(Autopay::Off, |cap| Autopay::On { cap });
                notes.push(Note::Started);
            }
            Event::Paid { amount } | Event::ChargebackWon { amount } => {
                self.pay(amount, on, notes);
                if matches!(step.event, Event::ChargebackWon { .. }) {
                    self.resume_from(PauseReason::Chargeback, on, notes)?;
                }
            }
            Event::PaidTwice { number, amount } => {
                self.known(number)?;
                self.pay(amount, on, notes);
                notes.push(Note::PaidTwice { number, amount });
            }
            Event::PaidExtra { amount, then } => self.pay_extra(amount, then, on, notes)?,
            Event::PaidOff { amount } => self.pay_extra(amount, Then::Fewer, on, notes)?,
            Event::Missed { number } => self.miss(number, on, notes)?,
            Event::Declined { number, kind } => {
                self.known(number)?;
                notes.push(Note::Declined { number, kind });
                if matches!(kind, Decline::ExpiredOrDetached | Decline::Hard) {
                    self.need_method(notes);
                }
            }
            Event::MethodRemoved => self.need_method(notes),
            Event::MethodReplaced => {
                if let Autopay::NeedsMethod { cap } = self.autopay {
                    self.autopay = Autopay::On { cap };
                    notes.push(Note::AutopayOn);
                }
            }
            Event::AutopayStarted { cap } => {
                self.autopay = Autopay::On { cap };
                notes.push(Note::AutopayOn);
            }
            Event::AutopayStopped => self.stop_autopay(notes),
            Event::Joined { amount } => {
                if !self.terms.balances_may_join {
                    return Err(Refused::BalancesStayOut);
                }
                self.join(amount, step, notes)?;
            }
            Event::Raised { amount } => self.raised(amount, step, notes)?,
            Event::Lowered { amount } | Event::Forgiven { amount } => self.lower(amount, on, notes)?,
            Event::Refunded { amount } => _ = self.give_back(amount, on, notes)?,
            Event::ChargedBack { amount } => {
                if self.give_back(amount, on, notes)?.is_positive() {
                    self.pause(PauseReason::Chargeback, notes);
                }
            }
            Event::Disputed { amount } => self.hold(amount, on, notes)?,
            Event::DisputeSettled { dropped, stands } => self.release(dropped, stands, on, notes)?,
            Event::Paused { reason } => self.pause(reason, notes),
            Event::Resumed => self.resume(on, notes)?,
            Event::Skipped => self.skip(on, notes)?,
            Event::Reaged | Event::Cured => self.agreed(step, |plan| plan.reage(on, notes))?,
            Event::Moved { rhythm, first } => {
                self.agreed(step, |plan| plan.move_dates(rhythm, first, on, notes))?;
            }
            Event::Defaulted => {
                let needed = self.terms.missed_to_default;
                if needed == 0 || self.missed() < usize::from(needed) {
                    return Err(Refused::TooFewMissed { needed });
                }
                self.break_off(notes);
            }
            Event::Transferred { to } if step.consent => {
                self.guarantor = to;
                self.stop_autopay(notes);
                notes.push(Note::Transferred { to });
            }
            Event::Transferred { .. } => self.end(EndReason::PartyChanged, notes),
            Event::PracticeMerged { into } => notes.push(Note::PracticeMerged { into }),
            Event::PracticeLeft => self.end(EndReason::PracticeLeft, notes),
            Event::Cancelled => self.end(EndReason::Cancelled, notes),
        }
        Ok(())
    }

    /// Changes the plan; a change that is worse for the patient only when they agreed.
    pub(super) fn agreed(
        &mut self,
        step: &Step,
        change: impl FnOnce(&mut Self) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let before = self.instalments.clone();
        change(self)?;
        let worse = worse_for_patient(&before, &self.instalments, Money::ZERO);
        if worse.is_empty() || step.consent { Ok(()) } else { Err(Refused::NeedsConsent { worse }) }
    }

    /// What was shown is signed the day it was drawn for, or, where no interest depends on the
    /// day, as long as the first date is still to come.
    fn sign(&mut self, on: Date) -> Result<(), Refused> {
        let to_come = self.instalments.first().is_some_and(|first| first.due > on);
        if !to_come || (on != self.terms.signed_on && !self.terms.rate().is_zero()) {
            return Err(Refused::OfferStale);
        }
        self.terms.signed_on = on;
        self.state = State::Active;
        Ok(())
    }

    fn known(&self, number: u32) -> Result<&Instalment, Refused> {
        self.instalments.iter().find(|one| one.number == number).ok_or(Refused::NoInstalment { number })
    }

    fn miss(&mut self, number: u32, on: Date, notes: &mut Vec<Note>) -> Result<(), Refused> {
        let one = *self.known(number)?;
        // Paid in the meantime, told twice, or less than a card can carry.
        if one.missed || one.left() < GATEWAY_LEAST {
            return Ok(());
        }
        let until = self.grace_until(one.due);
        if on <= until {
            return Err(Refused::StillInGrace { until });
        }
        // None while a part is in question (45 CFR 149.620, and our own word), nor on a plan that
        // is broken already: what is left is asked by other means.
        let spared = self.held.is_positive() || self.state == State::Defaulted;
        let fee = if spared { Money::ZERO } else { self.terms.late_fee };
        for one in self.instalments.iter_mut().filter(|one| one.number == number) {
            one.missed = true;
            one.fee += fee;
        }
        notes.push(Note::Missed { number, fee });
        let most = usize::from(self.terms.missed_to_default);
        if most > 0 && self.missed() >= most && self.state != State::Defaulted {
            self.break_off(notes);
        } else if self.state == State::Active {
            self.state = State::AtRisk;
        }
        Ok(())
    }

    fn break_off(&mut self, notes: &mut Vec<Note>) {
        self.state = State::Defaulted;
        notes.push(Note::Broken);
    }

    fn need_method(&mut self, notes: &mut Vec<Note>) {
        if let Autopay::On { cap } = self.autopay {
            self.autopay = Autopay::NeedsMethod { cap };
            notes.push(Note::MethodNeeded);
        }
    }

    fn stop_autopay(&mut self, notes: &mut Vec<Note>) {
        if self.autopay != Autopay::Off {
            self.autopay = Autopay::Off;
            notes.push(Note::AutopayOff);
        }
    }

    pub(super) fn pause(&mut self, reason: PauseReason, notes: &mut Vec<Note>) {
        if !matches!(self.state, State::Paused(_)) {
            self.state = State::Paused(reason);
            notes.push(Note::Paused { reason });
        }
    }

    /// The state that follows from what is left.
    fn settle(&mut self, notes: &mut Vec<Note>) {
        match self.state {
            State::Proposed | State::Cancelled(_) => {}
            State::Active | State::AtRisk | State::Defaulted | State::Paused(_)
                if self.left().is_zero() && self.held.is_zero() =>
            {
                self.state = State::Finished;
                notes.push(Note::Finished);
            }
            State::Active | State::AtRisk | State::Defaulted if self.left().is_zero() => {
                self.pause(PauseReason::Dispute, notes);
            }
            State::AtRisk | State::Defaulted if self.missed() == 0 => {
                self.state = State::Active;
                notes.push(Note::BackOnTrack);
            }
            State::Finished if self.left().is_positive() => {
                self.state = State::Active;
                notes.push(Note::Started);
            }
            _ => {}
        }
    }
}
