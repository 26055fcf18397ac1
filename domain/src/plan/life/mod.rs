//! The life of a signed plan: a value that events change, and nothing else.
//!
//! A plan is what its events made of it ([`Plan::apply`]); the events are kept, so is every
//! version of the schedule. [`table`] says for each state what each event does, [`event`] what
//! can happen, [`outcome`] what is told.
//!
//! What always holds (`openbalance verify` asks [`Plan::balances`]):
//! * the principal parts of all instalments and what is held in dispute add up to the
//!   principal signed and its adjustments since;
//! * paid + remaining = principal + adjustments, interest and fees apart.
//!
//! When the principal changes, the newest instalment changes first: what falls is taken from
//! the end, what is owed again is put at the end, and the dates between stay as agreed.

mod apply;
mod charges;
mod dates;
pub mod event;
mod money;
pub mod outcome;
mod principal;
pub mod table;

pub use charges::Charges;
use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use self::event::{EndReason, Event, PauseReason};
use crate::payment::GATEWAY_LEAST;
use crate::plan::offer::Offer;
use crate::plan::schedule::Instalment;
use crate::plan::terms::Terms;
use crate::{GuarantorId, Money, PlanId};

/// Where a plan stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Drawn and not signed.
    Proposed,
    /// On track.
    Active,
    /// An instalment is missed.
    AtRisk,
    /// Nothing is asked for a while.
    Paused(PauseReason),
    /// Broken: what is left can be asked by other means, and one tap leads back.
    Defaulted,
    /// Paid.
    Finished,
    /// Ended before it was paid; what was left is an ordinary balance.
    Cancelled(EndReason),
}

/// Whether instalments are taken automatically.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Autopay {
    /// The patient pays each one themselves.
    Off,
    /// Taken on the due date.
    On {
        /// The most that is taken at once without asking, as signed.
        cap: Money,
    },
    /// Authorised, and waiting for a method that works.
    NeedsMethod {
        /// The cap as signed.
        cap: Money,
    },
}

/// What is to be taken automatically on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Charge {
    /// The instalments, oldest first.
    pub numbers: Vec<u32>,
    /// What is left of them.
    pub amount: Money,
    /// More than the patient signed: they are asked, and nothing is taken.
    pub asks_first: bool,
}

/// A payment plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// Who pays.
    pub guarantor: GuarantorId,
    /// What was signed. The pace follows later changes of day.
    pub terms: Terms,
    /// Where it stands.
    pub state: State,
    /// Whether instalments are taken automatically.
    pub autopay: Autopay,
    /// Every change of the principal since signing.
    pub adjusted: Money,
    /// In question, and not asked.
    pub held: Money,
    /// The largest instalment as signed: what one that is put at the end takes at most.
    pub regular: Money,
    /// A date of the rhythm, from which two weeks are counted.
    #[serde(with = "crate::plan::iso")]
    pub anchor: Date,
    /// The whole schedule by date, paid instalments included.
    pub instalments: Vec<Instalment>,
    /// The number of the next instalment that is added.
    pub next_number: u32,
    /// The days on which one was skipped.
    #[serde(with = "crate::plan::iso::list")]
    pub skips: Vec<Date>,
    /// Counts the changes; 0 as proposed.
    pub version: u32,
}

impl Plan {
    /// A plan as it is offered, before it is signed.
    #[must_use]
    pub fn propose(id: PlanId, guarantor: GuarantorId, offer: &Offer) -> Self {
        let regular = offer.instalments.iter().map(Instalment::amount).max().unwrap_or_default();
        Self {
            id,
            guarantor,
            terms: offer.terms,
            state: State::Proposed,
            autopay: Autopay::Off,
            adjusted: Money::ZERO,
            held: Money::ZERO,
            regular,
            anchor: offer.instalments.first().map_or(offer.terms.signed_on, |one| one.due),
            instalments: offer.instalments.clone(),
            next_number: offer.instalments.iter().map(|one| one.number + 1).max().unwrap_or(1),
            skips: Vec::new(),
            version: 0,
        }
    }

    /// What is still to be paid by this schedule.
    #[must_use]
    pub fn left(&self) -> Money {
        self.instalments.iter().map(Instalment::left).sum()
    }

    /// What of the principal is still to be paid, in question or not.
    #[must_use]
    pub fn principal_left(&self) -> Money {
        self.instalments.iter().map(Instalment::principal_left).sum::<Money>() + self.held
    }

    /// The instalments that are not paid, oldest first.
    pub fn unpaid(&self) -> impl Iterator<Item = &Instalment> {
        self.instalments.iter().filter(|one| one.left().is_positive())
    }

    /// What was due before a day and is not paid.
    #[must_use]
    pub fn overdue(&self, on: Date) -> Money {
        self.unpaid().filter(|one| one.due < on).map(Instalment::left).sum()
    }

    /// What pays everything on a day: interest of periods that have not ended is not asked,
    /// and nothing is charged for paying early (12 CFR 1026.18(k)).
    #[must_use]
    pub fn payoff(&self, on: Date) -> Money {
        self.unpaid().map(|one| if is_open(one, on) { one.principal } else { one.left() }).sum()
    }

    /// Whether the patient can ask for this themself: a pause is theirs to end when it was theirs
    /// to begin, and not when staff, a bank or an open question brought it about.
    #[must_use]
    pub fn is_patients_to_ask(&self, wish: &Event) -> bool {
        let others = matches!(self.state, State::Paused(why) if why != PauseReason::PatientAsked);
        !(others && matches!(wish, Event::Resumed))
    }

    /// How many instalments count as missed now.
    #[must_use]
    pub fn missed(&self) -> usize {
        self.unpaid().filter(|one| one.missed).count()
    }

    /// The last of an instalment's grace days.
    #[must_use]
    pub fn grace_until(&self, due: Date) -> Date {
        due.checked_add(Duration::days(self.terms.grace_days.into())).unwrap_or(Date::MAX)
    }

    /// What autopay takes on a day: what is due by then. None when it is off, the plan is not
    /// running, or nothing is.
    ///
    /// `tried` names what has been attempted, by number and due date (an instalment that moved
    /// is a new one for this purpose): that is not taken twice, and what was declined has its
    /// own dates ([`crate::plan::Retries`]). Nor is what is missed: the patient says how. Less
    /// than a card can carry waits for the next instalment.
    #[must_use]
    pub fn charge_on(&self, day: Date, tried: &[(u32, Date)]) -> Option<Charge> {
        let Autopay::On { cap } = self.autopay else { return None };
        if !matches!(self.state, State::Active | State::AtRisk) {
            return None;
        }
        let takes =
            |one: &&Instalment| one.due <= day && !one.missed && !tried.contains(&(one.number, one.due));
        let due: Vec<&Instalment> = self.unpaid().filter(takes).collect();
        let amount: Money = due.iter().map(|one| one.left()).sum();
        let numbers = due.iter().map(|one| one.number).collect();
        (amount >= GATEWAY_LEAST).then_some(Charge { numbers, amount, asks_first: amount > cap })
    }

    /// Whether the parts add up (invariant 6).
    #[must_use]
    pub fn balances(&self) -> bool {
        let parts: Money = self.instalments.iter().map(|one| one.principal).sum();
        let paid: Money = self.instalments.iter().map(Instalment::principal_paid).sum();
        let owed = self.terms.principal() + self.adjusted;
        parts + self.held == owed
            && paid + self.principal_left() == owed
            && self.instalments.iter().all(|one| !one.paid.is_negative() && !one.left().is_negative())
    }
}

/// Whether an instalment is still to come and untouched, so that it can be drawn anew.
fn is_open(one: &Instalment, on: Date) -> bool {
    one.due > on && one.paid.is_zero() && one.fee.is_zero() && one.amount().is_positive()
}
