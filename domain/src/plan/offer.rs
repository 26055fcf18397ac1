//! From what the patient asks for to what they may sign, or to why not and what instead.
//!
//! The calculator in the browser and the server that keeps the signature call
//! [`Policy::offer`] with the same request, and get the same schedule to the cent.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::disclosure::Disclosure;
use super::policy::{Policy, Standing};
use super::rhythm::Rhythm;
use super::schedule::{DrawError, Instalment, Pace, Size};
use super::terms::Terms;
use crate::{Money, VisitId};

/// A balance to be paid in instalments.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Balance {
    /// The visit it is for.
    pub visit: VisitId,
    /// What the guarantor owes for it; above zero.
    pub amount: Money,
    /// What may keep it out.
    pub standing: Option<Standing>,
}

/// What the patient asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// What is to be paid.
    pub balances: Vec<Balance>,
    /// What they pay at signing.
    pub down: Money,
    /// Their pay days.
    pub rhythm: Rhythm,
    /// The first due date.
    #[serde(with = "super::iso")]
    pub first: Date,
    /// How much each time, or how many times.
    pub size: Size,
}

impl Request {
    /// All balances together.
    #[must_use]
    pub fn owed(&self) -> Money {
        self.balances.iter().map(|balance| balance.amount).sum()
    }
}

/// What the patient may sign.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// The terms.
    pub terms: Terms,
    /// The exact schedule.
    pub instalments: Vec<Instalment>,
    /// Where the law or the length asks for it, shown and signed as well.
    pub disclosure: Option<Disclosure>,
}

/// What the patient can choose between.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Bounds {
    /// The most instalments.
    pub most_instalments: u32,
    /// The least each time.
    pub least: Money,
}

/// Why a request is not offered, and what is offered instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// A balance is kept out for now.
    #[error("a balance that is {} cannot be part of a plan now", match .standing {
        Standing::Disputed => "in dispute",
        Standing::AssistanceReview => "in review for financial assistance",
        Standing::Placed => "with an agency",
    })]
    Excluded {
        /// Which.
        visit: VisitId,
        /// Why.
        standing: Standing,
    },
    /// Below what the practice takes in instalments.
    #[error("from {least} a balance can be paid in instalments")]
    TooLittle {
        /// The least.
        least: Money,
    },
    /// Above it.
    #[error("up to {most} a balance can be paid in instalments without a call")]
    TooMuch {
        /// The most.
        most: Money,
    },
    /// Too small a down payment, or one that leaves nothing.
    #[error("the down payment is at least {least} and less than {owed}")]
    DownPayment {
        /// The least.
        least: Money,
        /// What is owed in all.
        owed: Money,
    },
    /// An instalment under the smallest, or a term over the longest.
    #[error(
        "the smallest instalment is {smallest}; at this balance at most {most_instalments} instalments, \
         {least} or more each"
    )]
    Instalments {
        /// The policy's smallest.
        smallest: Money,
        /// The most for this balance and rhythm.
        most_instalments: u32,
        /// The least each time that keeps to both.
        least: Money,
    },
    /// Before the next day or too far off.
    #[error("the first instalment is due between {earliest} and {latest}")]
    FirstDate {
        /// Tomorrow.
        #[serde(with = "super::iso")]
        earliest: Date,
        /// The last day allowed.
        #[serde(with = "super::iso")]
        latest: Date,
    },
    /// The first date is not one of the pay days.
    #[error("the first instalment is due on one of the chosen pay days")]
    PayDay,
    /// Beyond what can be computed.
    #[error("no schedule can be drawn from this")]
    NoSchedule,
}

impl Policy {
    /// What may be signed on a day.
    ///
    /// # Errors
    /// Every [`Refusal`] that holds, each with what is allowed instead.
    pub fn offer(&self, request: &Request, today: Date) -> Result<Offer, Vec<Refusal>> {
        let (terms, instalments) = self.draw(request, today)?;
        let disclosure = Disclosure::of(&terms, &instalments);
        if disclosure.is_none() && Disclosure::needed(&instalments) {
            return Err(vec![Refusal::NoSchedule]);
        }
        Ok(Offer { terms, instalments, disclosure })
    }

    /// Terms and schedule of what may be signed on a day: the offer but for its disclosure,
    /// whose annual percentage rate a browser need not know to show what is due when.
    ///
    /// # Errors
    /// As [`Policy::offer`].
    pub fn draw(&self, request: &Request, today: Date) -> Result<(Terms, Vec<Instalment>), Vec<Refusal>> {
        let owed = request.owed();
        let mut refusals = self.refuse_balances(request, owed);
        let payable = refusals.is_empty();
        self.refuse_dates(request, today, &mut refusals);
        if !payable {
            return Err(refusals);
        }
        let principal = owed - request.down;
        let least = self.least_down(owed);
        if request.down < least || !principal.is_positive() {
            refusals.push(Refusal::DownPayment { least, owed });
            return Err(refusals);
        }
        let pace = self.pace(request, today);
        match pace.draw(principal, request.first, request.size) {
            Ok(drawn) if self.fits(&drawn, owed, request) => {
                if refusals.is_empty() {
                    return Ok((self.terms(request, pace, today), drawn));
                }
            }
            Err(DrawError::BeyondCalendar) => refusals.push(Refusal::NoSchedule),
            Ok(_) | Err(_) => {
                let Bounds { most_instalments, least } = self.bounds(request, today);
                refusals.push(Refusal::Instalments { smallest: self.smallest, most_instalments, least });
            }
        }
        Err(refusals)
    }

    /// Whether a request may be signed, without the schedule.
    ///
    /// # Errors
    /// As [`Policy::offer`].
    pub fn check(&self, request: &Request, today: Date) -> Result<(), Vec<Refusal>> {
        self.offer(request, today).map(|_| ())
    }

    /// Between what the calculator lets the patient choose, for a request whose balances and
    /// down payment are accepted.
    #[must_use]
    pub fn bounds(&self, request: &Request, today: Date) -> Bounds {
        let owed = request.owed();
        let most_instalments = self.most_instalments_for(owed, request.rhythm);
        let pace = self.pace(request, today);
        let least = self.least_amount(&pace, owed - request.down, request.first, most_instalments);
        Bounds { most_instalments, least }
    }

    /// The most even instalments that a request of accepted balances and down payment can be
    /// paid in, none too small; one at least.
    #[must_use]
    pub fn most_payments(&self, request: &Request, today: Date) -> u32 {
        let owed = request.owed();
        let pace = self.pace(request, today);
        let fits = |count: u32| {
            let drawn = pace.draw(owed - request.down, request.first, Size::Count(count));
            drawn.is_ok_and(|drawn| self.fits(&drawn, owed, request))
        };
        // The fewer there are, the larger each is.
        let (mut low, mut high) = (1, self.most_instalments_for(owed, request.rhythm));
        while low < high {
            let middle = high - (high - low) / 2;
            if fits(middle) { low = middle } else { high = middle - 1 }
        }
        low
    }

    fn pace(&self, request: &Request, today: Date) -> Pace {
        let first_part = request.rhythm.first_period(today, request.first).into();
        Pace { rhythm: request.rhythm, rate: self.rate, smallest: self.smallest, first_part }
    }

    fn refuse_balances(&self, request: &Request, owed: Money) -> Vec<Refusal> {
        let kept_out = |balance: &Balance| {
            let standing = balance.standing.filter(|standing| self.excluded.contains(standing))?;
            Some(Refusal::Excluded { visit: balance.visit, standing })
        };
        let mut refusals: Vec<Refusal> = request.balances.iter().filter_map(kept_out).collect();
        let negative = request.balances.iter().any(|balance| !balance.amount.is_positive());
        if owed < self.least || negative {
            refusals.push(Refusal::TooLittle { least: self.least });
        }
        if owed > self.most || self.longest_months(owed).is_none() {
            let reached = self.longest.iter().map(|band| band.up_to.unwrap_or(self.most)).max();
            refusals.push(Refusal::TooMuch { most: self.most.min(reached.unwrap_or_default()) });
        }
        refusals
    }

    fn refuse_dates(&self, request: &Request, today: Date, refusals: &mut Vec<Refusal>) {
        let in_days = |days: u16| today.checked_add(Duration::days(days.into())).unwrap_or(Date::MAX);
        let (earliest, latest) = (in_days(1), in_days(self.first_within_days.max(1)));
        if request.first < earliest || request.first > latest {
            refusals.push(Refusal::FirstDate { earliest, latest });
        }
        if !request.rhythm.fits(request.first) {
            refusals.push(Refusal::PayDay);
        }
    }

    /// No instalment under the smallest, and no more of them than the balance's term holds.
    fn fits(&self, drawn: &[Instalment], owed: Money, request: &Request) -> bool {
        let most = self.most_instalments_for(owed, request.rhythm) as usize;
        let small = drawn.iter().any(|one| one.amount() < self.smallest);
        drawn.len() <= most && (!small || drawn.len() == 1)
    }

    /// The least amount that pays a principal off in so many instalments, none too small.
    fn least_amount(&self, pace: &Pace, principal: Money, first: Date, most: u32) -> Money {
        let even = pace.even(principal, most).max(self.smallest);
        let fits = |amount: &Money| {
            pace.draw(principal, first, Size::Amount(*amount)).is_ok_and(|drawn| drawn.len() <= most as usize)
        };
        // The even part is rounded down, so a few cents are missing at most.
        let mut cents = (0_i64..).map(|more| even + Money::from_cents(more)).take(most as usize + 1);
        cents.find(fits).unwrap_or(even)
    }

    fn terms(&self, request: &Request, pace: Pace, today: Date) -> Terms {
        Terms {
            signed_on: today,
            owed: request.owed(),
            down: request.down,
            pace,
            grace_days: self.grace_days,
            late_fee: self.late_fee,
            missed_to_default: self.missed_to_default,
            skips_a_year: self.skips_a_year,
            balances_may_join: self.balances_may_join,
        }
    }
}
