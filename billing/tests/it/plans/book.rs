//! A guarantor with a plan, and a fake clock.

use billing::messages;
use billing::payments::saved::{Browser, SetupState};
use billing::payments::{self, PaymentState, Started, together};
use billing::plans::charge::{self, Taken};
use billing::plans::offer::{self, Review, Wish};
use billing::plans::pay::{self, For};
use billing::plans::sign::{self, Consent, Signature};
use billing::plans::{self, About, PlanError, Standing, enrol, policy, sweep, told};
use billing::reconcile;
use billing::testing::TestDb;
use domain::plan::{Event, Note, Policy, Rate, Rhythm, Size, State};
use domain::{Money, PlanId, VisitId};
use serde_json::Value;
use time::macros::date;
use time::{Date, Duration};

use crate::payments::till::{PUBLIC_URL, Till, session_of};
use crate::practice::press_id;

/// Can be kept; the bank declines every charge to it, and says no more than that.
pub const DECLINES_LATER: &str = "4000000000000341";
/// Can be kept; the bank wants its owner to authenticate every charge.
pub const WANTS_OWNER: &str = "4000002760003184";
/// What is due is taken in one lane.
pub const ONE_BY_ONE: std::num::NonZeroUsize = std::num::NonZeroUsize::MIN;
pub const VISA: &str = "4242424242424242";
const NO_MONEY: &str = "4000000000009995";

pub const INTENTS: &str = "/v1/payment_intents";

pub fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

/// A till whose payer signs plans. The clock stands at the 24th of November 2026.
pub struct Book {
    pub till: Till,
}

impl Book {
    pub async fn new(t: TestDb, visits: &[&str]) -> Self {
        Self { till: Till::new(t, visits).await }
    }

    pub fn today(&self) -> Date {
        self.till.practice.t.door.today_in("America/New_York")
    }

    /// From today on plans cost interest, in hundredths of a percent a year, and a late fee.
    pub async fn costs(&self, points: u16, fee: i64) {
        let by = self.till.staff("ruth").await;
        let t = &self.till.practice.t;
        let rule = Policy {
            rate: Rate::from_basis_points(points).unwrap(),
            late_fee: cents(fee),
            state_allows: true,
            ..Policy::usual(self.today())
        };
        let mut tx = t.db.begin().await.unwrap();
        policy::set_in(&mut tx, &t.door, self.till.payer.practice, by, &rule).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Interest and late fees in the books, in cents.
    pub async fn booked(&self) -> (i64, i64) {
        let practice = &self.till.practice;
        let interest = "SELECT CAST(COALESCE(SUM(-cents), 0) AS BIGINT) FROM ledger_entries WHERE account = 'plan_interest'";
        let fees =
            "SELECT CAST(COALESCE(SUM(-cents), 0) AS BIGINT) FROM ledger_entries WHERE account = 'late_fees'";
        (practice.count(interest).await, practice.count(fees).await)
    }

    /// These visits, on the first of each month from December on.
    pub async fn wish(&self, visits: &[&str], count: u32) -> Wish {
        let mut chosen: Vec<VisitId> = Vec::new();
        for number in visits {
            chosen.push(self.till.practice.visit(number).await);
        }
        Wish {
            visits: chosen,
            down: Money::ZERO,
            rhythm: Rhythm::Monthly { day: 1 },
            first: date!(2026 - 12 - 01),
            size: Size::Count(count),
        }
    }

    pub async fn review(&self, wish: &Wish) -> Result<Review, PlanError> {
        let t = &self.till.practice.t;
        let mut tx = t.db.read().await.unwrap();
        offer::review(&mut tx, &t.door, self.till.payer.practice, self.till.payer.guarantor, wish).await
    }

    /// What the page sends after it has shown this wish.
    pub async fn signature(&self, press: u128, wish: Wish, cap: Option<i64>) -> Signature {
        let review = self.review(&wish).await.unwrap();
        Signature {
            press: press_id(press),
            owed: review.balances.iter().map(|balance| balance.amount).sum(),
            seen: review.seen,
            wish,
            consent: consent(cap),
        }
    }

    pub async fn sign(&self, signature: &Signature) -> Result<PlanId, PlanError> {
        let t = &self.till.practice.t;
        sign::sign(&t.db, &t.door, self.till.payer, signature).await
    }

    /// Signs for V1 in so many instalments, paid by hand.
    pub async fn self_pay(&self, count: u32) -> PlanId {
        let wish = self.wish(&["V1"], count).await;
        self.sign(&self.signature(900, wish, None).await).await.unwrap()
    }

    /// Signs for these visits in so many instalments, taken from this card.
    pub async fn autopay(&self, visits: &[&str], count: u32, card: &str) -> PlanId {
        let wish = self.wish(visits, count).await;
        let plan = self.sign(&self.signature(901, wish, Some(100_000)).await).await.unwrap();
        self.enrol(plan, 902, card).await;
        assert_eq!(self.standing(plan).await.plan.state, State::Active);
        plan
    }

    pub async fn method_page(&self, plan: PlanId, press: u128) -> Result<String, PlanError> {
        let t = &self.till.practice.t;
        let (gateway, payer) = (&self.till.gateway, self.till.payer);
        let browser = Browser { public_url: PUBLIC_URL, spanish: false };
        enrol::open(&t.db, &t.door, gateway, browser, payer, (plan, press_id(press)), None).await
    }

    /// The payer types a card on the page that keeps it, and shows the bank who they are.
    pub async fn keep_card(&self, page: &str, card: &str) {
        assert_eq!(self.till.card(page, card).await, 303);
        let session = session_of(page);
        if self.till.session(session)["status"] == "open" {
            assert_eq!(self.till.authenticate(session).await, 303);
        }
    }

    pub async fn enrol(&self, plan: PlanId, press: u128, card: &str) {
        let page = self.method_page(plan, press).await.unwrap();
        self.keep_card(&page, card).await;
        let finished = self.finish(press).await.unwrap();
        assert_eq!(finished, Some((plan, SetupState::Done)));
    }

    pub async fn finish(&self, press: u128) -> Result<Option<(PlanId, SetupState)>, PlanError> {
        let t = &self.till.practice.t;
        enrol::finish_setup(&t.db, &t.door, &self.till.gateway, self.till.payer, press_id(press)).await
    }

    pub async fn standing(&self, plan: PlanId) -> Standing {
        let t = &self.till.practice.t;
        let mut tx = t.db.read().await.unwrap();
        plans::standing(&mut tx, self.till.payer.practice, plan).await.unwrap().unwrap()
    }

    /// What is left of each instalment that is not paid, with its date.
    pub async fn left(&self, plan: PlanId) -> Vec<(Date, i64)> {
        let standing = self.standing(plan).await;
        standing.plan.unpaid().map(|one| (one.due, one.left().cents())).collect()
    }

    pub async fn charge_due(&self) -> Taken {
        let t = &self.till.practice.t;
        charge::charge_due(&t.db, &t.door, &self.till.gateway, ONE_BY_ONE).await.unwrap()
    }

    pub async fn sweep(&self) -> usize {
        let t = &self.till.practice.t;
        sweep::sweep(&t.db, &t.door, Some(&self.till.gateway)).await.unwrap()
    }

    /// What the worker does, again and again.
    pub async fn work(&self) -> Taken {
        let t = &self.till.practice.t;
        payments::settle_waiting(&t.db, &t.door, &self.till.gateway).await.unwrap();
        together::go_on_with_waiting(&t.db, &t.door, &self.till.gateway).await.unwrap();
        let taken = self.charge_due().await;
        self.sweep().await;
        taken
    }

    /// Lets the days pass until this one, with the worker at work at noon of each.
    pub async fn until(&self, day: Date) {
        assert!(day >= self.today());
        while self.today() < day {
            self.till.advance(Duration::days(1)).await;
            self.work().await;
        }
    }

    pub async fn change(&self, plan: PlanId, event: Event, consent: bool) -> Result<Vec<Note>, PlanError> {
        let t = &self.till.practice.t;
        let seen = self.standing(plan).await.plan.version;
        let (by, plan) = (self.till.payer.user, (self.till.payer.practice, plan));
        plans::steps::change(&t.db, &t.door, by, plan, seen, event, consent).await.map(|(_, notes)| notes)
    }

    /// Pays on the plan by hand, which must work.
    pub async fn pay(&self, plan: PlanId, press: u128, what: For) {
        let page = self.page(plan, press, what).await;
        self.till.pay(&page).await;
        assert_eq!(self.till.come_back(&page).await, PaymentState::Paid);
    }

    /// The page on which a payment on the plan is made.
    pub async fn page(&self, plan: PlanId, press: u128, what: For) -> String {
        let t = &self.till.practice.t;
        let (gateway, payer) = (&self.till.gateway, self.till.payer);
        let browser = Browser { public_url: PUBLIC_URL, spanish: false };
        let started =
            pay::start(&t.db, &t.door, gateway, browser, payer, (plan, press_id(press)), what).await;
        let Started::Page(page) = started.unwrap() else { panic!("there must be a page") };
        page
    }

    /// The bank has no money for any kept card, or has some again.
    pub fn cards_have_money(&self, have: bool) {
        let mut world = self.till.sandbox.shared.lock();
        let methods: Vec<String> = world
            .store
            .newest_first("payment_method")
            .filter_map(|method| method["id"].as_str().map(str::to_owned))
            .collect();
        let number = if have { VISA } else { NO_MONEY };
        for id in methods {
            let change = |method: &mut serde_json::Map<String, Value>| {
                method.insert("_number".to_owned(), Value::from(number));
            };
            world.store.update("payment_method", &id, change).unwrap();
        }
    }

    /// Customers that the gateway keeps for us.
    pub fn kept(&self) -> usize {
        let world = self.till.sandbox.shared.lock();
        world.store.newest_first("customer").filter(|customer| !customer.contains_key("_deleted")).count()
    }

    /// What was charged, with the day, oldest first.
    pub fn charged(&self) -> Vec<i64> {
        let charges = self.till.all("charge");
        let succeeded = charges.iter().rev().filter(|charge| charge["status"] == "succeeded");
        succeeded.map(|charge| charge["amount"].as_i64().unwrap()).collect()
    }

    /// What waits to be told after the signing, in the order of its making.
    pub async fn notices(&self) -> Vec<(About, i64)> {
        let mut tx = self.till.practice.t.db.read().await.unwrap();
        let notices = told::waiting(&mut tx, 100).await.unwrap();
        let about = |notice: &plans::Notice| (notice.about().unwrap(), notice.number);
        notices.iter().map(about).filter(|(about, _)| *about != About::Signed).collect()
    }

    /// What has left for the payer's address about plans, oldest first.
    pub async fn letters(&self) -> Vec<About> {
        let t = &self.till.practice.t;
        told::send_due(&t.db, &t.door).await.unwrap();
        let mut tx = t.db.read().await.unwrap();
        let messages = messages::recent(&mut tx, 100).await.unwrap();
        let about = |message: &messages::Message| match message.template() {
            Some(messages::Template::Plan { about, .. }) => Some(about),
            _ => None,
        };
        messages.iter().rev().filter_map(about).collect()
    }

    pub async fn attempts(&self, plan: PlanId) -> Vec<(i64, i64, String)> {
        let mut tx = self.till.practice.t.db.read().await.unwrap();
        let attempts = plans::attempts(&mut tx, self.till.payer.practice, plan).await.unwrap();
        attempts.into_iter().map(|one| (one.number, one.attempt, one.state)).collect()
    }

    /// What is said to be wrong with plans.
    pub async fn violations(&self) -> Vec<String> {
        let mut tx = self.till.practice.t.db.read().await.unwrap();
        plans::verify::violations(&mut tx).await.unwrap()
    }

    /// Books, plans and gateway agree.
    pub async fn is_sound(&self) {
        let t = &self.till.practice.t;
        assert_eq!(self.violations().await, Vec::<String>::new());
        self.till.webhooks().await;
        reconcile::run(&t.db, &t.door, &self.till.gateway).await.unwrap();
        self.till.is_sound().await;
    }
}

/// What the payer agreed to, with autopay up to this many cents.
pub fn consent(cap: Option<i64>) -> Consent {
    Consent {
        language: "en".to_owned(),
        terms_version: "2026-11".to_owned(),
        agreement: "I will pay these instalments on these days.".to_owned(),
        autopay: cap.map(|cap| ("Take each on its day.".to_owned(), cents(cap))),
        address: "192.0.2.7".to_owned(),
    }
}
