//! One history: days of people acting, one step at a time, everything decided by one seed.

use std::collections::BTreeSet;

use billing::accounts::{self, Policy};
use billing::payments::Press;
use billing::payments::desk::Taken;
use billing::refunds::Ask;
use domain::{Money, UserId};
use stripe_sandbox::ids::Ids;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::action::{Action, Chore, Paper};
use crate::chance::Chance;
use crate::house::House;
use crate::model::Model;
use crate::patients::Patient;
use crate::plans;
use crate::post::Post;
use crate::trace::Trace;
use crate::{Failure, Told, Trouble};

/// How rough a history is: each has a temper of its own, so that some are nothing but faults
/// and some show what happens when nothing goes wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Temper {
    /// So many operations in a hundred die.
    pub deaths: u32,
    /// So many wait while others act.
    pub pauses: u32,
    /// So many steps bring bad weather at the gateway.
    pub weather: u32,
}

/// One installation and everybody around it.
pub struct History {
    pub(crate) house: House,
    pub(crate) chance: Chance,
    pub(crate) model: Model,
    pub(crate) patients: Vec<Patient>,
    pub(crate) post: Post,
    /// Refunds that were asked for, so that a form can be sent twice.
    pub(crate) asks: Vec<(UserId, Ask)>,
    /// Money on the counter, not known to be in the books.
    pub(crate) on_counter: Option<(UserId, Taken)>,
    /// Presses at the desk whose money the model has.
    pub(crate) counted: BTreeSet<Uuid>,
    /// A file that is not known to be imported.
    pub(crate) on_desk: Option<Paper>,
    /// Files that were imported.
    pub(crate) papers: Vec<Paper>,
    /// Numbers given out to visits, claims and files.
    pub(crate) numbers: u64,
    pub(crate) down_until: Option<OffsetDateTime>,
    pub(crate) temper: Temper,
    /// Whether there are payment plans.
    pub(crate) has_plans: bool,
    pub(crate) plans: plans::Known,
    trace: Trace,
    pub(crate) seed: u64,
    day: u32,
    step: u64,
    pub(crate) depth: u8,
}

/// Who acts next.
#[derive(Clone, Copy, Debug)]
enum Actor {
    Patient,
    Page,
    Staff,
    Paper,
    Chore,
    Gateway,
    Post,
    Plan,
}

const ACTORS: [(u32, Actor); 7] = [
    (22, Actor::Patient),
    (18, Actor::Page),
    (17, Actor::Staff),
    (8, Actor::Paper),
    (10, Actor::Chore),
    (12, Actor::Gateway),
    (20, Actor::Post),
];

const WITH_PLANS: [(u32, Actor); 8] = [
    (12, Actor::Patient),
    (12, Actor::Page),
    (12, Actor::Staff),
    (8, Actor::Paper),
    (12, Actor::Chore),
    (10, Actor::Gateway),
    (16, Actor::Post),
    (30, Actor::Plan),
];

impl History {
    /// A history of a seed in a house whose stand-in is put back to its beginning.
    ///
    /// # Errors
    /// [`Trouble`] when the database refuses.
    pub(crate) async fn new(
        house: House,
        mut chance: Chance,
        seed: u64,
        days: u32,
        loud: bool,
    ) -> Result<Self, Trouble> {
        {
            let mut world = house.shared.lock();
            world.reset();
            world.ids = Ids::new(chance.seed());
            world.clock.freeze(house.now().unix_timestamp() + chance.between(-200, 200));
        }
        let policy = Policy {
            second_person: Money::from_cents(chance.between(1, 4) * 5_000),
            credit_applies: chance.percent(60),
            credit_refund_days: chance.pick(&[None, Some(0), Some(1), Some(3)]).copied().flatten(),
        };
        let mut tx = house.db.begin().await?;
        accounts::change_policy_in(&mut tx, house.cast.practice, &policy).await?;
        tx.commit().await?;
        let mut some = |among: &[u32]| chance.pick(among).copied().unwrap_or_default();
        let temper = Temper {
            deaths: some(&[0, 5, 12, 30]),
            pauses: some(&[0, 8, 20, 45]),
            weather: some(&[0, 0, 3, 8, 20]),
        };
        let post = Post::new(some(&[0, 0, 5, 30, 100]));
        let patients = house.cast.payers.iter().map(|payer| Patient {
            payer: *payer,
            presses: Vec::<Press>::new(),
            pages: Vec::new(),
        });
        let mut history = Self {
            patients: patients.collect(),
            house,
            chance,
            model: Model::default(),
            post,
            asks: Vec::new(),
            on_counter: None,
            counted: BTreeSet::new(),
            on_desk: None,
            papers: Vec::new(),
            numbers: 0,
            down_until: None,
            temper,
            has_plans: days >= plans::FROM_DAYS,
            plans: plans::Known::default(),
            trace: Trace::new(loud),
            seed,
            day: 0,
            step: 0,
            depth: 0,
        };
        if history.has_plans {
            history.plan_rule().await?;
        }
        history.note(&format!("{policy:?} {temper:?}, the post loses {}", history.post.loses));
        Ok(history)
    }

    /// Lives so many days to the end.
    pub(crate) async fn live(mut self, days: u32) -> Result<Told, Box<Failure>> {
        match self.days(days).await {
            Ok(()) => Ok(Told { digest: self.trace.digest(), lines: self.trace.lines(), steps: self.step }),
            Err(trouble) => Err(Box::new(Failure {
                seed: self.seed,
                day: self.day,
                step: self.step,
                trouble,
                last: self.trace.last().map(str::to_owned).collect(),
            })),
        }
    }

    async fn days(&mut self, days: u32) -> Result<(), Trouble> {
        let first = self.first_visits();
        self.perform(first).await?;
        for day in 1..=days {
            self.day = day;
            for _ in 0..self.chance.between(10, 24) {
                self.act().await?;
                let minutes = if self.chance.percent(80) { 12 } else { 90 };
                let pause = Duration::seconds(self.chance.between(0, minutes * 60));
                self.wait(pause).await?;
            }
            if self.chance.percent(if self.has_plans { 30 } else { 4 }) {
                let days = self.chance.pick(&[3, 29, 31]).copied().unwrap_or(3);
                self.sleep(Duration::days(days)).await?;
            }
            let night = Duration::minutes(self.chance.between(8 * 60, 14 * 60));
            self.wait(night).await?;
            self.check().await?;
        }
        self.end().await
    }

    /// One step: somebody acts, and everything is checked.
    async fn act(&mut self) -> Result<(), Trouble> {
        self.step += 1;
        if self.chance.percent(self.temper.weather) {
            self.bad_weather();
        }
        self.turn().await?;
        self.check().await
    }

    pub(crate) async fn turn(&mut self) -> Result<(), Trouble> {
        let actors: &[(u32, Actor)] = if self.has_plans { &WITH_PLANS } else { &ACTORS };
        match self.chance.weighed(actors) {
            Some(Actor::Plan) => {
                if self.chance.percent(25) || !self.keeps_card().await? {
                    self.maybe(|one| Box::pin(one.about_plans())).await?;
                }
            }
            Some(Actor::Page) if self.any_page_open() => {
                self.on_the_page().await?;
            }
            Some(Actor::Gateway) => {
                self.gateway_acts();
                self.collect();
            }
            Some(Actor::Staff) => self.maybe(|one| Box::pin(one.staff())).await?,
            Some(Actor::Post) => {
                let letter = self.post.take(self.house.now(), &mut self.chance);
                if let Some(letter) = letter {
                    self.perform(Action::Deliver(letter)).await?;
                }
            }
            Some(Actor::Paper) => {
                if let Some(action) = self.paper() {
                    self.perform(action).await?;
                }
            }
            Some(Actor::Chore) => {
                let chores = self.chores();
                let chore = self.chance.pick(&chores).copied().unwrap_or(Chore::Reconcile);
                let chore = if chore == Chore::ReconcileIfDue && self.chance.percent(50) {
                    Chore::Reconcile
                } else {
                    chore
                };
                self.perform(Action::Chore(chore)).await?;
            }
            _ => self.maybe(|one| Box::pin(one.patient())).await?,
        }
        Ok(())
    }

    async fn maybe(
        &mut self,
        choose: impl for<'a> FnOnce(
            &'a mut Self,
        ) -> std::pin::Pin<
            Box<dyn Future<Output = Result<Option<Action>, Trouble>> + 'a>,
        >,
    ) -> Result<(), Trouble> {
        match choose(self).await? {
            Some(action) => self.perform(action).await,
            None => Ok(()),
        }
    }

    pub(crate) fn note(&mut self, what: &str) {
        let now = self.house.now();
        let line = format!(
            "day {:>2} {} {:02}:{:02} {}{what}",
            self.day,
            now.date(),
            now.hour(),
            now.minute(),
            "  ".repeat(self.depth.into())
        );
        self.trace.note(line);
    }
}
