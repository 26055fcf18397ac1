//! Everything the stand-in remembers, behind one lock, and what happens as its time passes.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::clock::{Clock, Seconds};
use crate::error::ApiError;
use crate::faults::Faults;
use crate::idempotency::Keys;
use crate::ids::Ids;
use crate::log::RequestLog;
use crate::resources::balance::Funds;
use crate::resources::{attempts, checkout, disputes, payouts, refunds};
use crate::settings::Settings;
use crate::store::shelf::{From, Selection};
use crate::store::{Doc, DocExt, Store, doc, published};
use crate::webhooks::{self, Outbox};

/// What happens by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Task {
    /// A bank debit clears, or comes back with this failure code.
    Settle(String, Option<String>),
    /// A refund fails.
    FailRefund(String),
    /// A pending refund arrives.
    CompleteRefund(String),
    /// A cardholder disputes a charge; true makes it an inquiry only.
    Dispute(String, bool),
    /// A Checkout session expires.
    Expire(String),
    /// A bank takes back a debit that had cleared.
    Return(String),
    /// A payout is made by schedule.
    PayOut,
    /// A payout is in the bank.
    PayoutArrives(String),
}

/// The request being worked on, as events name it.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// `Request-Id`.
    pub request_id: Option<String>,
    /// `Idempotency-Key`.
    pub idempotency_key: Option<String>,
}

/// The whole state.
#[derive(Debug, Serialize, Deserialize)]
pub struct World {
    /// Time.
    pub clock: Clock,
    /// Ids and chance.
    pub ids: Ids,
    /// Objects.
    pub store: Store,
    /// Idempotency keys.
    pub keys: Keys,
    /// Webhook deliveries.
    pub outbox: Outbox,
    /// What is still to happen by itself.
    pub jobs: BTreeMap<Seconds, Vec<Task>>,
    /// The account as it stands, by currency; what [`crate::resources::balance::recount`] gives.
    #[serde(skip)]
    pub funds: BTreeMap<String, Funds>,
    /// When the task being done was due, while one is.
    #[serde(skip)]
    pub acting_at: Option<Seconds>,
    /// When [`World::forget`] last looked.
    #[serde(skip)]
    pub forgot_at: Seconds,
    /// Requested faults.
    #[serde(skip)]
    pub faults: Faults,
    /// Requests received.
    #[serde(skip)]
    pub log: RequestLog,
    /// The request being worked on.
    #[serde(skip)]
    pub origin: Origin,
    /// How the stand-in was started.
    #[serde(skip)]
    pub settings: Settings,
    /// Whether something changed since it was last saved.
    #[serde(skip)]
    pub dirty: bool,
}

impl World {
    /// An empty world.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let mut world = Self {
            clock: Clock::default(),
            ids: Ids::new(settings.seed),
            store: Store::default(),
            keys: Keys::default(),
            outbox: Outbox::default(),
            jobs: BTreeMap::new(),
            funds: BTreeMap::new(),
            acting_at: None,
            forgot_at: 0,
            faults: Faults::default(),
            log: RequestLog::default(),
            origin: Origin::default(),
            settings,
            dirty: true,
        };
        payouts::schedule(&mut world);
        world
    }

    /// Now, by the stand-in's clock. What happens by itself happens when it was due, however far
    /// the clock was moved past that moment.
    #[must_use]
    pub fn now(&self) -> Seconds {
        self.acting_at.unwrap_or_else(|| self.clock.now())
    }

    /// Empties everything but the id generator, so that no id ever comes twice, and the clock's
    /// shift is undone.
    pub fn reset(&mut self) {
        let mut fresh = Self::new(self.settings.clone());
        fresh.ids = self.ids.clone();
        *self = fresh;
    }

    /// Creates an object with the members that Stripe objects have in common.
    pub fn create(&mut self, object: &str, prefix: &str, members: Value) -> Doc {
        let id = self.ids.fresh(prefix);
        self.create_as(object, &id, members)
    }

    /// Like [`World::create`], under a given id.
    pub fn create_as(&mut self, object: &str, id: &str, members: Value) -> Doc {
        let mut item = doc(members);
        item.put("id", id);
        item.put("object", object);
        item.put("created", self.now());
        if !matches!(object, "refund" | "balance_transaction") {
            item.put("livemode", false);
        }
        self.store.insert(item.clone());
        item
    }

    /// Records an event about an object as it is now, and queues its webhook.
    pub fn emit(&mut self, kind: &str, object: &Doc) {
        let id = self.ids.fresh("evt_");
        let delivered = self.settings.webhook.is_some();
        self.store.insert(doc(json!({
            "id": id, "object": "event", "created": self.now(), "livemode": false,
            "api_version": self.settings.api_version,
            "data": { "object": published(object.clone()) },
            "pending_webhooks": u8::from(delivered),
            "request": { "id": self.origin.request_id, "idempotency_key": self.origin.idempotency_key },
            "type": kind,
        })));
        if delivered {
            self.outbox.enqueue(&id);
        }
    }

    /// Has something happen by itself in `seconds`.
    pub fn later(&mut self, seconds: Seconds, task: Task) {
        self.jobs.entry(self.now().saturating_add(seconds)).or_default().push(task);
    }

    /// Lets everything happen whose time has come, in its order.
    pub fn tick(&mut self) {
        let now = self.clock.now();
        while let Some(due) = self.jobs.first_entry().filter(|due| *due.key() <= now) {
            let (moment, tasks) = due.remove_entry();
            self.acting_at = Some(moment);
            for task in &tasks {
                self.perform(task);
            }
        }
        self.acting_at = None;
        self.forget();
    }

    fn perform(&mut self, task: &Task) {
        self.origin = Origin::default();
        self.dirty = true;
        // A task whose object has gone or moved on in the meantime has nothing left to do.
        let _outdated: Result<Doc, ApiError> = match task {
            Task::Settle(intent, failure) => attempts::settle(self, intent, failure.as_deref()),
            Task::FailRefund(refund) => refunds::fail(self, refund, None),
            Task::CompleteRefund(refund) => refunds::complete(self, refund),
            Task::Dispute(charge, inquiry) => disputes::open(self, charge, None, "fraudulent", *inquiry),
            Task::Expire(session) => checkout::expire(self, session),
            Task::Return(charge) => disputes::take_back(self, charge, None, "debit_not_authorized"),
            Task::PayOut => payouts::scheduled(self),
            Task::PayoutArrives(payout) => payouts::arrive(self, payout),
        };
    }

    /// The events recorded after the one named, oldest first, each exactly as a webhook delivers
    /// it; all of them when none is named, or when the one named is no longer kept.
    #[must_use]
    pub fn events_after(&self, id: Option<&str>) -> Vec<String> {
        let after = id.filter(|id| self.store.find("event", id).is_some());
        let selection = Selection::all(after.map_or(From::Oldest, From::After));
        self.store.select("event", selection).map(webhooks::payload).collect()
    }
}

/// The world as its parts share it: one lock, and a bell for the webhook sender.
#[derive(Debug)]
pub struct Shared {
    world: Mutex<World>,
    /// Rung when there may be something to deliver.
    pub bell: Notify,
}

impl Shared {
    /// Shares a world.
    #[must_use]
    pub fn new(world: World) -> Self {
        Self { world: Mutex::new(world), bell: Notify::new() }
    }

    /// Locks the world. Never held across an `await`.
    pub fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
