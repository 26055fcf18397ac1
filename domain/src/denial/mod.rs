//! What an insurer refused and the practice can still work on ([`crate::Disposition::Denied`]):
//! which way to go about it, by when, and what came of it.
//!
//! There is one for each visit. It opens when a decision refuses something, lives through being
//! sent again and appealed, and ends by what the books say: when nothing of the visit is refused
//! any more, it is over; when something is refused anew, it opens again.
//!
//! ```text
//! open → sent again / appealed → won · partly · lost        an insurer decided anew
//!   ↑  ↘                       ↘ written off                the practice gave it up
//!   └── refused again            taken back                 the insurer decides once more
//! ```
//!
//! The deadline is a setting of the practice's, for each payer or for all, counted from the day of
//! the remittance: how long a payer takes appeals is in each contract, and 90 days is no payer's promise.

mod route;

use std::ops::RangeInclusive;

use time::{Date, Duration};

pub use self::route::Route;
use crate::Money;
use crate::business_days::after;
use crate::dispute::Clock;

/// Calendar days to appeal where the practice has said nothing else.
pub const APPEAL_DAYS: u16 = 90;
/// What a practice may say of its payers, one by one or of all.
pub const APPEAL_DAYS_ALLOWED: RangeInclusive<u16> = 1..=730;
/// The word both databases store for a step by which the days to appeal became others.
pub const DAYS_CHANGED: &str = "days";
/// Business days after which an insurer that was written to is asked again.
pub const FOLLOW_UP: u32 = 30;
/// Business days within which what a patient sent is looked at.
pub const LOOK: u32 = 2;
/// Business days before the deadline that are soon.
pub const SOON: u32 = 10;

coded! {
    /// How far it has come.
    State {
        /// It was refused, and nothing was done yet.
        Open = "open",
        /// The claim was sent again.
        SentAgain = "sent_again",
        /// An appeal was sent.
        Appealed = "appealed",
        /// The insurer took its decision back and decides once more.
        TakenBack = "taken_back",
        /// The insurer settled it after all.
        Won = "won",
        /// It settled a part; the rest was given up.
        Partly = "partly",
        /// It settled nothing.
        Lost = "lost",
        /// The practice gave it up.
        WrittenOff = "written_off",
    }
}

impl State {
    /// Whether money is refused that somebody has to do something about.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::SentAgain | Self::Appealed)
    }
}

/// What a transaction did to what is refused of a visit, as its entries say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Change {
    /// Refused in it.
    pub refused: Money,
    /// Was refused, and is not any more.
    pub undone: Money,
    /// The insurer paid of the same charges; below zero: took back.
    pub paid: Money,
    /// It left of them to the patient.
    pub to_patient: Money,
    /// It took off of them for good.
    pub taken_off: Money,
}

/// Something that staff do about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The claim was sent again.
    SentAgain,
    /// An appeal was sent.
    Appealed,
    /// A note.
    Noted,
    /// Whose it is among staff.
    Assigned,
    /// To give it up wants a second person.
    Proposed,
    /// The second person said no.
    Returned,
    /// The practice gave it up.
    WrittenOff,
    /// The patient wrote about the visit or handed something in, which may be what is missing.
    Answered,
}

impl Step {
    /// The word both databases store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SentAgain => "sent_again",
            Self::Appealed => "appealed",
            Self::Noted => "noted",
            Self::Assigned => "assigned",
            Self::Proposed => "proposed",
            Self::Returned => "returned",
            Self::WrittenOff => "written_off",
            Self::Answered => "answered",
        }
    }
}

/// Something that an insurer did, as the books have it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heard {
    /// It decided, or decided anew.
    Decided(Change),
    /// It took a decision back; what had come of that one is below zero.
    Reversed(Change),
}

impl Heard {
    /// The word both databases store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Decided(_) => "decided",
            Self::Reversed(_) => "reversed",
        }
    }
}

/// It does not follow from where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this does not follow from where it stands")]
pub struct NotNow;

/// What is refused of a visit, and what came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Denial {
    /// How far it has come.
    pub state: State,
    /// To give it up waits for a second person.
    pub proposed: bool,
    /// The patient wrote, and nobody has said since what came of that.
    pub answered: bool,
    /// Refused now; above zero exactly while it is open.
    pub amount: Money,
    /// With the insurer again, which took its decision back.
    pub waits: Money,
    /// Insurers paid of it after all.
    pub recovered: Money,
    /// Insurers left of it to the patient.
    pub to_patient: Money,
    /// Given up by the practice, or taken off by an insurer.
    pub given_up: Money,
    /// The last day to appeal.
    pub deadline: Date,
    /// The day of the refusal from which the days to appeal are counted.
    pub counted_from: Date,
    /// The last day for what is to be done next; none when it is over.
    pub act_by: Option<Date>,
}

impl Denial {
    /// What was refused on a day, with so many days to appeal.
    #[must_use]
    pub fn open(amount: Money, on: Date, days: u16) -> Self {
        let deadline = deadline(on, days);
        Self {
            state: State::Open,
            proposed: false,
            answered: false,
            amount,
            waits: Money::ZERO,
            recovered: Money::ZERO,
            to_patient: Money::ZERO,
            given_up: Money::ZERO,
            deadline,
            counted_from: on,
            act_by: Some(deadline),
        }
    }

    /// What it is after what an insurer did on a day; it leaves this much refused (`left`, from the
    /// books) and can be appealed for so many days.
    #[must_use]
    pub fn hear(&self, heard: Heard, on: Date, left: Money, days: u16) -> Self {
        let mut next = *self;
        match heard {
            Heard::Decided(change) => next.decided(change, on, left, days),
            Heard::Reversed(change) => next.reversed(change, on, left, days),
        }
        next
    }

    /// What it is after a step of staff on a day.
    ///
    /// # Errors
    /// [`NotNow`]: nothing happened then.
    pub fn take(&self, step: Step, on: Date) -> Result<Self, NotNow> {
        let mut next = *self;
        match step {
            Step::Noted => next.looked(),
            _ if !self.state.is_open() => return Err(NotNow),
            Step::Assigned => {}
            Step::Answered => {
                next.answered = true;
                // What was sent waits for its insurer all the same.
                if self.state == State::Open {
                    next.act_by = Some(after(on, LOOK).min(self.act_by.unwrap_or(self.deadline)));
                }
            }
            Step::Returned if self.proposed => next.proposed = false,
            Step::WrittenOff => {
                next.given_up += self.amount;
                let some = (self.recovered + self.to_patient).is_positive();
                next.end(if some { State::Partly } else { State::WrittenOff });
            }
            _ if self.proposed => return Err(NotNow),
            Step::SentAgain => {
                next.answered = false;
                next.state = State::SentAgain;
                // Who waits for an answer does not let the days to appeal go by.
                next.act_by = Some(after(on, FOLLOW_UP).min(self.deadline.max(on)));
            }
            Step::Appealed => {
                next.answered = false;
                next.state = State::Appealed;
                next.act_by = Some(after(on, FOLLOW_UP));
            }
            Step::Proposed => next.proposed = true,
            Step::Returned => return Err(NotNow),
        }
        Ok(next)
    }

    fn decided(&mut self, change: Change, on: Date, left: Money, days: u16) {
        // What was taken back is decided now.
        let mut rest = change.undone + std::mem::take(&mut self.waits);
        let mut of_rest = |amount: Money| {
            let part = amount.or_zero().min(rest);
            rest -= part;
            part
        };
        let (paid, to_patient, taken_off) =
            (of_rest(change.paid), of_rest(change.to_patient), of_rest(change.taken_off));
        self.recovered += paid;
        self.to_patient += to_patient;
        self.stands(change, on, left, days);
        if self.state.is_open() {
            return;
        }
        let now = (paid + to_patient).is_positive();
        if !now {
            self.given_up += taken_off;
        }
        let before = self.recovered + self.to_patient - paid - to_patient;
        self.state = match (now, before.is_positive(), taken_off.is_positive()) {
            (true, ..) if self.given_up.is_positive() => State::Partly,
            (true, ..) => State::Won,
            (false, true, true) => State::Partly,
            (false, false, true) => State::Lost,
            // It said nothing of it: it is with the insurer, as before any decision.
            (false, _, false) => State::TakenBack,
        };
        if self.state == State::TakenBack {
            self.waits = rest;
        }
    }

    fn reversed(&mut self, change: Change, on: Date, left: Money, days: u16) {
        let back = |amount: Money, of: Money| (-amount).or_zero().min(of);
        let (paid, to_patient, given_up) = (
            back(change.paid, self.recovered),
            back(change.to_patient, self.to_patient),
            back(change.taken_off, self.given_up),
        );
        self.recovered -= paid;
        self.to_patient -= to_patient;
        self.given_up -= given_up;
        if change.refused.is_positive() {
            // The refusal before it stands again.
            self.waits += (change.undone - change.refused).or_zero();
        } else {
            self.waits += change.undone + paid + to_patient + given_up;
        }
        self.stands(change, on, left, days);
    }

    /// Opens, goes on or ends by what is left.
    fn stands(&mut self, change: Change, on: Date, left: Money, days: u16) {
        if left.is_zero() {
            self.end(State::TakenBack);
            return;
        }
        if change.refused.is_positive() {
            if self.counts_anew(&change, on, days) {
                self.deadline = deadline(on, days);
                self.counted_from = on;
            }
            self.state = State::Open;
            // What the patient sent is still to be looked at.
            let sooner = self.act_by.filter(|_| self.answered).map(|day| day.min(self.deadline));
            self.act_by = Some(sooner.unwrap_or(self.deadline));
            // What was proposed was another amount.
            self.proposed = false;
        }
        self.amount = left;
    }

    /// What the patient sent was looked at.
    fn looked(&mut self) {
        if std::mem::take(&mut self.answered) && self.state == State::Open {
            self.act_by = Some(self.deadline);
        }
    }

    fn end(&mut self, state: State) {
        self.state = state;
        self.answered = false;
        self.proposed = false;
        self.amount = Money::ZERO;
        self.act_by = None;
    }

    /// Whether the days to appeal are counted from this change on a day, with so many of them. Where
    /// something else is refused beside it, those of the first go on while they end sooner.
    #[must_use]
    pub fn counts_anew(&self, change: &Change, on: Date, days: u16) -> bool {
        let beside = self.state.is_open() && change.undone.is_zero();
        change.refused.is_positive() && !(beside && self.deadline <= deadline(on, days))
    }

    /// Where its clock stands on a day.
    #[must_use]
    pub fn clock(&self, on: Date) -> Clock {
        match self.act_by {
            None => Clock::Still,
            Some(last) if on > last => Clock::Late,
            Some(last) if after(on, SOON) >= last => Clock::AtRisk,
            Some(_) => Clock::OnTime,
        }
    }
}

/// The last day to appeal, and the last day for what is to be done next, of an open refusal that is
/// counted from a day and can from now on be appealed for so many days.
///
/// Whoever waits for an answer to what was sent again asks no later than they meant to, and no later
/// than the last day: to ask too early costs nothing. What has to be done of an open one before its
/// last day (`was`: that day, and the one for what is next) is to look at what the patient sent, and
/// stays where it was.
#[must_use]
pub fn within(state: State, counted_from: Date, was: (Date, Date), days: u16) -> (Date, Date) {
    let last = deadline(counted_from, days);
    let (was_last, act_by) = was;
    let next = match state {
        State::Open if act_by < was_last => act_by.min(last),
        State::SentAgain => act_by.min(last),
        State::Appealed => act_by,
        _ => last,
    };
    (last, next)
}

fn deadline(on: Date, days: u16) -> Date {
    on.checked_add(Duration::days(i64::from(days))).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests;
