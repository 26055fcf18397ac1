//! Payment plans: patients sign, enrol a card or pay by hand, change their minds; staff pause
//! and end; the server charges what is due. They need time, so only histories of
//! [`FROM_DAYS`] days and longer have them, and in those the calendar leaps more often.

use billing::payments::saved::Browser;
use billing::payments::{Payer, Started};
use billing::plans::offer::{self, Wish};
use billing::plans::pay::{self, For};
use billing::plans::sign::{self, Consent, Signature};
use billing::plans::{self, Held, PlanError, enrol, join, policy, steps};
use domain::plan::{Band, Event, PauseReason, Policy, Rate, Rhythm, Size, State, Then};
use domain::{Money, PlanId, UserId, VisitId};
use stripe_sandbox::store::DocExt;
use time::Duration;
use uuid::Uuid;

use crate::Trouble;
use crate::action::{Action, Outcome};
use crate::history::History;
use crate::house::{House, PUBLIC_URL};

/// Shorter histories have no plans.
pub const FROM_DAYS: u32 = 5;

/// What somebody does about a plan.
#[derive(Clone, Debug)]
pub enum Act {
    /// A patient signs.
    Sign(Payer, Box<Signature>),
    /// They open the page that keeps a card for it; with this limit where none is signed.
    Page(Payer, PlanId, Uuid, Option<Money>),
    /// Their browser comes back from it.
    Back(Payer, Uuid),
    /// They pay on it by hand.
    Pay(Payer, PlanId, Uuid, For),
    /// They agree that what they were shown joins.
    Join(Payer, PlanId, Box<join::Joining>),
    /// They pay each instalment themselves from now on.
    PaySelf(Payer, PlanId),
    /// They take the card away.
    Remove(Payer, PlanId),
    /// They agree to a higher limit.
    Raise(Payer, PlanId, Money),
    /// Somebody asks for a change of the version they saw, with or without the patient's consent.
    Change(UserId, PlanId, u32, Event, bool),
    /// Somebody has looked at what did not fit.
    Looked(UserId, PlanId),
}

/// A visit to the page that keeps a card.
#[derive(Clone, Debug)]
pub struct Visit {
    payer: Payer,
    press: Uuid,
    page: String,
}

/// What a history knows of plans, beside the books.
#[derive(Debug, Default)]
pub struct Known {
    signed: Vec<(Payer, Signature)>,
    visits: Vec<Visit>,
}

fn consent(cap: Option<Money>) -> Consent {
    Consent {
        language: "en".to_owned(),
        terms_version: "1".to_owned(),
        agreement: "I will pay this by and by.".to_owned(),
        autopay: cap.map(|cap| ("Take each on its day.".to_owned(), cap)),
        address: "192.0.2.7".to_owned(),
    }
}

fn is_expected(error: &PlanError) -> bool {
    match error {
        PlanError::Payment(error) => crate::action::is_expected(error),
        PlanError::Ledger(_) | PlanError::Sqlx(_) => false,
        _ => true,
    }
}

pub(crate) fn ended<T>(result: Result<T, PlanError>, done: impl FnOnce(T) -> Outcome) -> Outcome {
    match result {
        Ok(value) => done(value),
        Err(error) if is_expected(&error) => Outcome::Refused(error.to_string()),
        Err(error) => Outcome::Broken(error.to_string()),
    }
}

impl Act {
    pub(crate) async fn run(self, house: &House) -> Outcome {
        let House { db, door, gateway, .. } = house;
        let practice = house.cast.practice;
        let browser = Browser { public_url: PUBLIC_URL, spanish: false };
        match self {
            Self::Sign(payer, signature) => {
                ended(sign::sign(db, door, payer, &signature).await, |_| Outcome::Done)
            }
            Self::Page(payer, plan, press, cap) => {
                let consent = cap.map(|cap| consent(Some(cap)));
                let opened =
                    enrol::open(db, door, gateway, browser, payer, (plan, press), consent.as_ref()).await;
                ended(opened, Outcome::Page)
            }
            Self::Back(payer, press) => {
                ended(enrol::finish_setup(db, door, gateway, payer, press).await, |_| Outcome::Done)
            }
            Self::Pay(payer, plan, press, what) => {
                let started = pay::start(db, door, gateway, browser, payer, (plan, press), what).await;
                ended(started, |started| match started {
                    Started::Page(url) => Outcome::Page(url),
                    Started::Done(_) => Outcome::Done,
                })
            }
            Self::Join(payer, plan, seen) => {
                ended(join::join(db, door, payer, plan, &seen, &consent(None)).await, |_| Outcome::Done)
            }
            Self::PaySelf(payer, plan) => {
                ended(enrol::pay_self(db, door, gateway, payer, plan).await, |()| Outcome::Done)
            }
            Self::Remove(payer, plan) => {
                ended(enrol::remove_method(db, door, gateway, payer, plan).await, |()| Outcome::Done)
            }
            Self::Raise(payer, plan, cap) => {
                ended(enrol::raise_cap(db, door, payer, plan, &consent(Some(cap))).await, |_| Outcome::Done)
            }
            Self::Change(by, plan, seen, event, agreed) => {
                let changed = steps::change(db, door, by, (practice, plan), seen, event, agreed).await;
                ended(changed, |_| Outcome::Done)
            }
            Self::Looked(by, plan) => {
                ended(steps::looked(db, door, by, (practice, plan)).await, |()| Outcome::Done)
            }
        }
    }

    /// In the words of a trace.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Sign(payer, signature) => {
                format!(
                    "account {} signs {:?}, press {}",
                    payer.guarantor, signature.wish.size, signature.press
                )
            }
            Self::Page(payer, plan, press, _) => {
                format!("account {} gives a card for plan {plan}, press {press}", payer.guarantor)
            }
            Self::Back(payer, press) => format!("account {} comes back from visit {press}", payer.guarantor),
            Self::Pay(payer, plan, press, what) => {
                format!("account {} pays {what:?} of plan {plan}, press {press}", payer.guarantor)
            }
            Self::Join(_, plan, seen) => format!("{} joins plan {plan}", seen.amount()),
            Self::PaySelf(_, plan) => format!("plan {plan} is paid by hand from now on"),
            Self::Remove(_, plan) => format!("the card of plan {plan} is taken away"),
            Self::Raise(_, plan, cap) => format!("plan {plan} may take {cap} at once"),
            Self::Change(by, plan, seen, event, agreed) => {
                format!("{by} asks plan {plan} at {seen} for {event:?}, agreed {agreed}")
            }
            Self::Looked(_, plan) => format!("somebody looked at plan {plan}"),
        }
    }
}

impl History {
    /// The practice's rule: generous, so that much happens.
    pub(crate) async fn plan_rule(&mut self) -> Result<(), Trouble> {
        let small = |chance: i64| u8::try_from(chance).unwrap_or_default();
        // Every other practice asks for interest and a late fee; the older seeds know of neither.
        let costs = self.seed >= 200 && self.seed.is_multiple_of(2);
        let rate = Rate::from_basis_points(if costs { 1_800 } else { 0 }).unwrap_or_default();
        let late_fee = Money::from_cents(if costs { 250 } else { 0 });
        let rule = Policy {
            least: Money::from_cents(500),
            smallest: Money::from_cents(self.chance.between(1, 5) * 200),
            longest: vec![Band { up_to: None, months: 24 }],
            most_instalments: u32::try_from(self.chance.between(3, 12)).unwrap_or(4),
            grace_days: small(self.chance.between(0, 6)),
            missed_to_default: small(self.chance.between(0, 3)),
            skips_a_year: 2,
            balances_may_join: self.chance.percent(80),
            rate,
            late_fee,
            state_allows: true,
            ..Policy::usual(self.house.today())
        };
        let mut tx = self.house.db.begin().await?;
        let (practice, by) = (self.house.cast.practice, self.house.cast.staff[0]);
        policy::set_in(&mut tx, &self.house.door, practice, by, &rule)
            .await
            .map_err(|error| Trouble::Violated(error.to_string()))?;
        Ok(tx.commit().await?)
    }

    /// What somebody does about plans.
    pub(crate) async fn about_plans(&mut self) -> Result<Option<Action>, Trouble> {
        let at = self.chance.below(self.patients.len());
        let Some(payer) = self.patients.get(at).map(|patient| patient.payer) else { return Ok(None) };
        let mut tx = self.house.db.read().await?;
        let plans = plans::of_guarantor(&mut tx, payer.practice, payer.guarantor).await?;
        drop(tx);
        let open: Vec<Held> =
            plans.into_iter().filter(|held| !matches!(held.plan.state, State::Cancelled(_))).collect();
        let plan = self.chance.pick(&open).cloned();
        // Who signed for automatic payments goes on to the page most often.
        if let Some(held) = open.iter().find(|held| held.plan.state == State::Proposed)
            && self.chance.percent(70)
        {
            return Ok(self.card(payer, held).map(Action::Plan));
        }
        let act = match (self.chance.below(100), plan) {
            (0..=19, _) | (_, None) => self.sign(payer).await?,
            (20..=39, Some(held)) => self.card(payer, &held),
            (40..=52, _) => self.back(),
            (53..=70, Some(held)) => Some(self.pay_on(payer, &held)),
            (71..=76, Some(held)) => self.joining(payer, &held).await?,
            (77..=79, Some(held)) => Some(Act::PaySelf(payer, held.plan.id)),
            (80..=81, Some(held)) => Some(Act::Remove(payer, held.plan.id)),
            (82..=84, Some(held)) => Some(Act::Raise(payer, held.plan.id, self.limit(&held))),
            (_, Some(held)) => Some(self.wish(payer, &held)),
        };
        Ok(act.map(Action::Plan))
    }

    async fn sign(&mut self, payer: Payer) -> Result<Option<Act>, Trouble> {
        // The same page pressed twice.
        if self.chance.percent(15)
            && let Some((payer, signature)) = self.chance.pick(&self.plans.signed).cloned()
        {
            return Ok(Some(Act::Sign(payer, Box::new(signature))));
        }
        let mut tx = self.house.db.read().await?;
        let choices = offer::choices(&mut tx, &self.house.door, payer.practice, payer.guarantor).await?;
        drop(tx);
        let all = self.chance.percent(60);
        let chosen: Vec<VisitId> = choices
            .balances
            .iter()
            .filter(|_| all || self.chance.percent(50))
            .map(|balance| balance.visit)
            .collect();
        let earliest = choices.today + Duration::days(self.chance.between(1, 10));
        let rhythm = match self.chance.below(3) {
            0 => Rhythm::Monthly { day: earliest.day() },
            1 => Rhythm::EveryTwoWeeks,
            _ => Rhythm::FirstAndFifteenth,
        };
        let Some(first) = rhythm.first_from(earliest) else { return Ok(None) };
        let count = u32::try_from(self.chance.between(2, 6)).unwrap_or(2);
        let wish = Wish { visits: chosen, down: Money::ZERO, rhythm, first, size: Size::Count(count) };
        let Ok(review) = choices.review(&wish) else { return Ok(None) };
        let largest = review.offer.instalments.iter().map(|one| one.amount()).max().unwrap_or_default();
        let cap = self.chance.percent(70).then(|| largest + Money::from_cents(self.chance.between(0, 500)));
        let signature = Signature {
            press: self.chance.uuid(),
            owed: review.balances.iter().map(|balance| balance.amount).sum(),
            seen: review.seen,
            wish,
            consent: consent(cap),
        };
        self.plans.signed.push((payer, signature.clone()));
        Ok(Some(Act::Sign(payer, Box::new(signature))))
    }

    fn limit(&mut self, held: &Held) -> Money {
        let largest = held.plan.unpaid().map(|one| one.left()).max().unwrap_or_default();
        largest + Money::from_cents(self.chance.between(0, 5_000))
    }

    fn card(&mut self, payer: Payer, held: &Held) -> Option<Act> {
        let again = self.chance.percent(10);
        let known = self.plans.visits.iter().rfind(|visit| visit.payer == payer).map(|visit| visit.press);
        let press = known.filter(|_| again).unwrap_or_else(|| self.chance.uuid());
        let cap = held.cap.is_none().then(|| self.limit(held));
        Some(Act::Page(payer, held.plan.id, press, cap))
    }

    fn back(&mut self) -> Option<Act> {
        let visit = self.chance.pick(&self.plans.visits)?;
        Some(Act::Back(visit.payer, visit.press))
    }

    fn pay_on(&mut self, payer: Payer, held: &Held) -> Act {
        let left = held.plan.left().cents();
        let some = Money::from_cents(self.chance.between(50, left + 100));
        let what = match self.chance.below(5) {
            0 => For::Payoff,
            1 => For::Extra(some, Then::Fewer),
            2 => For::Extra(some, Then::Smaller),
            _ => For::Instalment,
        };
        Act::Pay(payer, held.plan.id, self.chance.uuid(), what)
    }

    async fn joining(&mut self, payer: Payer, held: &Held) -> Result<Option<Act>, Trouble> {
        let mut tx = self.house.db.read().await?;
        let door = &self.house.door;
        let choices = offer::choices(&mut tx, door, payer.practice, payer.guarantor).await?;
        let chosen: Vec<VisitId> = choices.balances.iter().map(|balance| balance.visit).take(2).collect();
        let seen = join::preview(&mut tx, door, payer, held.plan.id, &chosen).await;
        Ok(seen.ok().map(|seen| Act::Join(payer, held.plan.id, Box::new(seen))))
    }

    fn wish(&mut self, payer: Payer, held: &Held) -> Act {
        let staff = self.house.cast.staff[1];
        if held.waits == Some(plans::Waits::Look) {
            return Act::Looked(staff, held.plan.id);
        }
        let by = if self.chance.percent(60) { payer.user } else { staff };
        let soon = self.house.today() + Duration::days(self.chance.between(1, 20));
        let event = match self.chance.below(9) {
            0 => Event::Paused { reason: PauseReason::PatientAsked },
            1 | 2 => Event::Resumed,
            3 => Event::Skipped,
            4 => Event::Reaged,
            5 => Event::Moved { rhythm: Rhythm::EveryTwoWeeks, first: soon },
            6 | 7 => Event::Cured,
            _ => Event::Cancelled,
        };
        // Now and then somebody looks at an old page.
        let seen = held.plan.version.saturating_sub(u32::from(self.chance.percent(10)));
        Act::Change(by, held.plan.id, seen, event, self.chance.percent(70))
    }

    /// What the browser was shown after an act.
    pub(crate) fn saw_page(&mut self, act: &Act, page: String) {
        match *act {
            Act::Page(payer, _, press, _) => self.plans.visits.push(Visit { payer, press, page }),
            Act::Pay(payer, ..) => {
                let patient = self.patients.iter_mut().find(|patient| patient.payer == payer);
                if let Some(patient) = patient
                    && !patient.pages.contains(&page)
                {
                    patient.pages.push(page);
                }
            }
            _ => {}
        }
    }

    /// Somebody types a card on a page that keeps it.
    pub(crate) async fn keeps_card(&mut self) -> Result<bool, Trouble> {
        let open: Vec<Visit> = {
            let world = self.house.shared.lock();
            let is_open = |visit: &&Visit| {
                world
                    .store
                    .find("checkout.session", &visit.page)
                    .is_some_and(|page| page.text("status") == "open")
            };
            self.plans.visits.iter().filter(is_open).cloned().collect()
        };
        let Some(visit) = self.chance.pick(&open).cloned() else { return Ok(false) };
        let card = self.chance.weighed(&CARDS).unwrap_or_default();
        let form = format!("method=card&number={card}&expiry=12/34&cvc=123&name=Test");
        let status = self.post(&format!("/c/pay/{}", visit.page), &form).await?;
        self.note(&format!(
            "account {} keeps {card} on page {}: {status}",
            visit.payer.guarantor, visit.page
        ));
        if card == WANTS_OWNER && status == 303 {
            self.post(&format!("/c/pay/{}/authenticate", visit.page), "outcome=complete").await?;
        }
        self.house.at_gateway(|_| ());
        self.collect();
        if self.chance.percent(60) {
            self.perform(Action::Plan(Act::Back(visit.payer, visit.press))).await?;
        }
        Ok(true)
    }
}

/// Wants its owner for every charge.
const WANTS_OWNER: &str = "4000002760003184";

/// Cards that are kept, and what each does later.
const CARDS: [(u32, &str); 5] = [
    (60, "4242424242424242"),
    (15, "4000000000000341"),
    (10, WANTS_OWNER),
    (5, "4000000000000002"),
    (10, "5555555555554444"),
];
