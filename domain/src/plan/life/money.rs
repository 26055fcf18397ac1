//! Money comes in and goes back.

use time::Date;

use super::event::Then;
use super::outcome::{Note, Refused, When};
use super::{Plan, is_open};
use crate::Money;
use crate::plan::schedule::{Instalment, Slot};

impl Plan {
    /// Money pays the oldest instalment first, and then ahead.
    pub(super) fn pay(&mut self, amount: Money, on: Date, notes: &mut Vec<Note>) {
        let rest = pay(self.instalments.iter_mut(), amount, on, notes);
        credit(rest, notes);
    }

    /// Money pays what is due, and the rest shortens or shrinks what is to come.
    ///
    /// The interest of what is to come is computed anew on the smaller balance; that of the
    /// period that runs is not asked on what is paid within it.
    pub(super) fn pay_extra(
        &mut self,
        amount: Money,
        then: Then,
        on: Date,
        notes: &mut Vec<Note>,
    ) -> Result<(), Refused> {
        let due = self.instalments.iter_mut().filter(|one| !is_open(one, on));
        let rest = pay(due, amount, on, notes);
        let open = self.open_principal(on);
        let extra = rest.min(open);
        if extra.is_positive() {
            match then {
                Then::Fewer => self.refill(open - extra, on)?,
                Then::Smaller => self.shrink(open - extra, on)?,
            }
            self.instalments.push(Instalment {
                number: self.next_number,
                due: on,
                principal: extra,
                interest: Money::ZERO,
                fee: Money::ZERO,
                paid: extra,
                missed: false,
                extra: true,
            });
            self.next_number += 1;
            self.sort();
            notes.push(Note::Redrawn);
        }
        credit(rest - extra, notes);
        Ok(())
    }

    /// The same dates with smaller amounts, as even as what was agreed for each allows; fewer
    /// dates where an instalment would be too small.
    fn shrink(&mut self, balance: Money, on: Date) -> Result<(), Refused> {
        let pace = self.terms.pace;
        let slots: Vec<Slot> = self.slots(on).collect();
        let whole = |drawn: &Vec<Instalment>| drawn.iter().all(|one| one.amount() >= pace.smallest);
        let drawn = (1..=slots.len())
            .rev()
            .filter_map(|count| pace.shrunk(balance, slots.get(..count)?))
            .find(|drawn| whole(drawn) || drawn.len() == 1);
        let Some(drawn) = drawn else { return self.refill(balance, on) };
        self.instalments.retain(|one| !is_open(one, on));
        self.instalments.extend(drawn);
        self.sort();
        Ok(())
    }

    /// Money that was paid goes back, the newest paid instalment first.
    ///
    /// What was paid ahead is simply unpaid again. What was due already is owed again at the
    /// end of the schedule, without the interest and the fee that had been paid on it: nobody
    /// is late because of a refund. Returns how much was this plan's.
    pub(super) fn give_back(
        &mut self,
        amount: Money,
        on: Date,
        notes: &mut Vec<Note>,
    ) -> Result<Money, Refused> {
        let (mut rest, mut again, mut ahead) = (amount, Money::ZERO, Money::ZERO);
        let rhythm = self.terms.pace.rhythm;
        let dates: Vec<Date> = self.instalments.iter().filter(|one| !one.extra).map(|one| one.due).collect();
        // Unless the pay days have changed since.
        let still_stands =
            |due: Date| rhythm.fits(due) && dates.iter().filter(|date| **date == due).count() == 1;
        for one in self.instalments.iter_mut().rev() {
            let taken = rest.min(one.paid);
            if !taken.is_positive() {
                continue;
            }
            rest -= taken;
            let was = *one;
            one.paid -= taken;
            let principal = was.principal_paid() - one.principal_paid();
            if one.due > on && !one.extra && still_stands(one.due) {
                ahead += principal;
                continue;
            }
            let interest = was.interest_paid() - one.interest_paid();
            one.principal -= principal;
            one.interest -= interest;
            one.fee -= taken - principal - interest;
            again += principal;
        }
        if (again + ahead).is_positive() {
            self.refill_from(self.open_principal(on) + again, on, self.terms.pace.smallest)?;
            notes.extend([Note::OwedAgain { amount: again + ahead }, Note::Redrawn]);
        }
        self.drop_empty();
        credit(rest, notes);
        Ok(amount - rest)
    }
}

/// Pays instalments in order; returns what is left.
fn pay<'a>(
    instalments: impl Iterator<Item = &'a mut Instalment>,
    amount: Money,
    on: Date,
    notes: &mut Vec<Note>,
) -> Money {
    let mut rest = amount;
    for one in instalments {
        let taken = rest.min(one.left());
        if !taken.is_positive() {
            continue;
        }
        rest -= taken;
        one.paid += taken;
        let (number, left) = (one.number, one.left());
        notes.push(if left.is_zero() {
            let when = match one.due.cmp(&on) {
                std::cmp::Ordering::Greater => When::Early,
                std::cmp::Ordering::Equal => When::OnTime,
                std::cmp::Ordering::Less => When::Late,
            };
            Note::InstalmentPaid { number, when }
        } else {
            Note::InstalmentPaidInPart { number, left }
        });
    }
    rest
}

fn credit(rest: Money, notes: &mut Vec<Note>) {
    if rest.is_positive() {
        notes.push(Note::Credit { amount: rest });
    }
}
