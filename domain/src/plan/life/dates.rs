//! Dates move: a pause, a skip, other pay days, the way back.

use time::{Date, Duration};

use super::event::PauseReason;
use super::outcome::{Note, Refused};
use super::{Plan, State, is_open};
use crate::Money;
use crate::plan::change::worse_for_patient;
use crate::plan::rhythm::Rhythm;

/// Skips are counted within so many days.
const YEAR: i64 = 365;

impl Plan {
    /// Goes on from a pause: the first unpaid instalment on the first date that leaves time for
    /// notice, each further one on its own date or, where that is taken, on the next. What was
    /// late before the pause is not late any more.
    pub(super) fn resume(&mut self, on: Date, notes: &mut Vec<Note>) -> Result<(), Refused> {
        let rhythm = self.terms.pace.rhythm;
        let earliest = Self::earliest(on);
        let mut before: Option<Date> = None;
        let beyond = Refused::CannotDraw(crate::plan::DrawError::BeyondCalendar);
        for one in self.instalments.iter_mut().filter(|one| one.left().is_positive()) {
            one.missed = false;
            let due = match before {
                None => rhythm.resume(one.due, earliest),
                Some(before) if one.due > before => Some(one.due),
                Some(before) => rhythm.after(before),
            };
            one.due = due.ok_or_else(|| beyond.clone())?;
            before = Some(one.due);
        }
        self.sort();
        // What was overdue is to come again, and may spare a last one that had to be small.
        let mut drawn = self.clone();
        drawn.refill(self.open_principal(on), on)?;
        if worse_for_patient(&self.instalments, &drawn.instalments, Money::ZERO).is_empty() {
            *self = drawn;
        }
        self.state = State::Active;
        notes.extend([Note::Resumed, Note::Redrawn]);
        Ok(())
    }

    /// Goes on when this was what it was paused for.
    pub(super) fn resume_from(
        &mut self,
        reason: PauseReason,
        on: Date,
        notes: &mut Vec<Note>,
    ) -> Result<(), Refused> {
        if self.state == State::Paused(reason) { self.resume(on, notes) } else { Ok(()) }
    }

    /// The next instalment and all after it come one date later.
    pub(super) fn skip(&mut self, on: Date, notes: &mut Vec<Note>) -> Result<(), Refused> {
        let year = Duration::days(YEAR);
        let allowed = usize::from(self.terms.skips_a_year);
        let recent: Vec<Date> = self
            .skips
            .iter()
            .copied()
            .filter(|day| day.checked_add(year).is_some_and(|day| day > on))
            .collect();
        if recent.len() >= allowed {
            // The oldest that still counts leaves the window first.
            let frees = recent.len().checked_sub(allowed).and_then(|nth| recent.get(nth));
            let from = frees.and_then(|day| day.checked_add(year)).unwrap_or(Date::MAX);
            return Err(Refused::NoSkipLeft { from });
        }
        let rhythm = self.terms.pace.rhythm;
        let next = self.unpaid().map(|one| one.due).find(|due| *due > on).ok_or(Refused::NothingToCome)?;
        for one in self.instalments.iter_mut().filter(|one| one.due >= next && one.left().is_positive()) {
            let later = rhythm.after(one.due);
            one.due = later.ok_or(Refused::CannotDraw(crate::plan::DrawError::BeyondCalendar))?;
        }
        self.sort();
        self.skips.push(on);
        notes.push(Note::Redrawn);
        Ok(())
    }

    /// What is overdue moves to the end; its interest and fees are not asked again.
    pub(super) fn reage(&mut self, on: Date, notes: &mut Vec<Note>) -> Result<(), Refused> {
        let mut moved = Money::ZERO;
        for one in self.instalments.iter_mut().filter(|one| one.due < on && one.left().is_positive()) {
            moved += one.principal_left();
            *one = one.closed();
        }
        if moved.is_positive() {
            self.refill(self.open_principal(on) + moved, on)?;
            notes.push(Note::Redrawn);
        }
        self.drop_empty();
        Ok(())
    }

    /// What is to come moves to other pay days, in the same amounts.
    pub(super) fn move_dates(
        &mut self,
        rhythm: Rhythm,
        first: Date,
        on: Date,
        notes: &mut Vec<Note>,
    ) -> Result<(), Refused> {
        if first < Self::earliest(on) || !rhythm.fits(first) {
            return Err(Refused::NotAPayDay);
        }
        let to_come = self.instalments.iter_mut().filter(|one| one.due > on && one.left().is_positive());
        let mut moved = 0_usize;
        for (one, due) in to_come.zip(rhythm.from(first)) {
            one.due = due;
            moved += 1;
        }
        if moved == 0 {
            return Err(Refused::NothingToCome);
        }
        self.terms.pace.rhythm = rhythm;
        self.anchor = first;
        self.sort();
        if self.instalments.iter().any(|one| one.number == 1 && is_open(one, on)) {
            self.terms.pace.first_part = rhythm.first_period(self.terms.signed_on, first).into();
        }
        self.refill(self.open_principal(on), on)?;
        notes.push(Note::Redrawn);
        Ok(())
    }
}
