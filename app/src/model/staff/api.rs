//! Keys for other programs, and where those are told what happened.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::FormState;

/// `/staff/api`. `POST` there makes a key from `name` and any number of `scope`; `POST`
/// `/staff/api/hooks` adds an endpoint from `url` and any number of `event`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StaffApiPage {
    /// What was typed; chosen scopes and events under `scope:{code}` and `event:{code}`.
    pub form: FormState,
    /// Every scope there is, by its code.
    pub scopes: Vec<String>,
    /// Every kind of event there is, by its code.
    pub events: Vec<String>,
    /// What was made a moment ago, and is shown this once.
    pub made: Option<MadeSecret>,
    /// A key was taken back a moment ago.
    pub revoked: bool,
    /// Every key, newest first.
    pub keys: Vec<ApiKeyRow>,
    /// Every endpoint, newest first.
    pub hooks: Vec<HookRow>,
}

/// A secret that is shown once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MadeSecret {
    /// A key's.
    Key(String),
    /// What an endpoint's messages are signed with.
    Hook(String),
}

/// A key in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiKeyRow {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// How its secret begins.
    pub prefix: String,
    /// What it may do, by code.
    pub scopes: Vec<String>,
    /// The day it was made.
    pub made: Date,
    /// The day it was last used.
    pub used: Option<Date>,
    /// How it stands.
    pub state: ApiKeyState,
}

/// How a key stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ApiKeyState {
    /// It works.
    Works,
    /// Another one takes its place; it works until then.
    Until(OffsetDateTime),
    /// Another one took its place.
    Replaced,
    /// It was taken back.
    Revoked,
}

/// An endpoint in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HookRow {
    /// Its id.
    pub id: Uuid,
    /// Where it is.
    pub url: String,
    /// What it is told, by code; empty: everything.
    pub events: Vec<String>,
    /// Whether it is told anything.
    pub enabled: bool,
}

/// `/staff/api/hooks/{hook}`: `POST` `rotate`, `enable`, `disable`, `remove`, `test` below it, and
/// `{event}/replay`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffHookPage {
    /// The endpoint.
    pub hook: HookRow,
    /// Its new secret, shown this once.
    pub made: Option<String>,
    /// A message is on its way since a moment ago.
    pub sending: bool,
    /// What it was told, newest first.
    pub deliveries: Vec<DeliveryRow>,
}

/// A message to an endpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeliveryRow {
    /// The event.
    pub event: Uuid,
    /// What happened, by code.
    pub kind: String,
    /// When.
    pub happened: OffsetDateTime,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was sent.
    pub attempts: i64,
    /// The status of the last answer, or the word for why there was none.
    pub last: Option<String>,
}

/// How a message stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeliveryState {
    /// It is to be sent.
    Waiting,
    /// It was taken.
    Delivered,
    /// It was not taken for days.
    GivenUp,
}
