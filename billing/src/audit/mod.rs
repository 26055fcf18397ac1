//! Who of a practice's staff looked at or changed what (45 CFR 164.312(b)), and what the operator
//! changed of it at the command line.
//!
//! An [`Event`] is written before the page is made or the form is carried out, so that nothing
//! is seen without a trace; what became of a form, the books say with the same person's name.
//! It holds ids and the route, nothing about a person. Each is sealed together with the seal
//! before it: a row that is changed, taken out or put in between breaks the chain, which
//! `openbalance verify` walks. That the newest were cut off, only somebody who noted the last
//! seal can tell: `verify` prints it.

mod store;
pub(crate) mod verify;

use domain::access::{Permission, Role};
use domain::{PracticeId, UserId};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

pub use store::{Filter, Kept};

use crate::Door;
use crate::db::{Db, Tx};

/// What somebody did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event<'a> {
    /// Where they work.
    pub practice: PracticeId,
    /// Who.
    pub user: UserId,
    /// As what; none when they only have emergency access there.
    pub role: Option<Role>,
    /// Under which emergency access.
    pub emergency: Option<Uuid>,
    /// What it takes.
    pub permission: Permission,
    /// Whether they had it.
    pub allowed: bool,
    /// `GET` or `POST`.
    pub method: &'a str,
    /// The route as the server declares it: `/staff/accounts/{guarantor}`.
    pub route: &'a str,
    /// The ids that stood in it, in order, or were chosen in its form. The accounts behind them are
    /// written down with them, so that who looked at a patient is found by the patient.
    pub subjects: Vec<String>,
}

/// Before the first.
const NOTHING: &str = "";

/// As what whoever works at the command line did something, and what it took.
const OPERATOR: &str = "operator";

/// As what another program of the practice's did something, and what it took.
pub const PROGRAM: &str = "api_key";

/// Writes an event down, with the accounts that its subjects belong to.
///
/// # Errors
/// The database's word; whoever asks must not get what they asked for then.
pub async fn record(db: &Db, door: &Door, event: &Event<'_>) -> Result<(), sqlx::Error> {
    let kept = Kept {
        practice_id: event.practice,
        seq: 0,
        at: door.now(),
        user_id: Some(event.user),
        role: event.role.map_or("none", Role::code).to_owned(),
        emergency: event.emergency,
        permission: event.permission.code().to_owned(),
        allowed: event.allowed,
        method: event.method.to_owned(),
        route: event.route.to_owned(),
        subjects: String::new(),
        seal: String::new(),
    };
    write(db, kept, &event.subjects).await
}

/// Writes down what another program of the practice's asked for with a key, and whether the key allows
/// it; the first subject is the key.
///
/// # Errors
/// The database's word; whoever asks must not get what they asked for then.
pub async fn by_key(
    db: &Db,
    door: &Door,
    (practice, key): (PracticeId, Uuid),
    (method, route, allowed): (&str, &str, bool),
    subjects: &[String],
) -> Result<(), sqlx::Error> {
    let mut kept = by_nobody(door, practice, PROGRAM, (method, route.to_owned()));
    kept.allowed = allowed;
    let subjects: Vec<String> = [key.to_string()].into_iter().chain(subjects.iter().cloned()).collect();
    write(db, kept, &subjects).await
}

/// Writes an event with its subjects and the accounts behind them.
async fn write(db: &Db, mut kept: Kept, subjects: &[String]) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    let mut all = subjects.to_vec();
    for subject in subjects {
        let Ok(id) = subject.parse::<Uuid>() else { continue };
        for account in store::accounts_behind(&mut tx, kept.practice_id, id).await? {
            let account = account.to_string();
            if !all.contains(&account) {
                all.push(account);
            }
        }
    }
    kept.subjects = all.join(" ");
    append_in(&mut tx, kept).await?;
    tx.commit().await
}

/// Writes down, with the change itself, what the operator does to a practice: a command such as
/// `user role`, and the ids of whom or what it is about. Who the operator is, the machine's own log
/// tells: they have no login here.
///
/// # Errors
/// The database's word.
pub async fn by_operator_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    command: &str,
    subjects: &[Uuid],
) -> Result<(), sqlx::Error> {
    let mut kept = by_nobody(door, practice, OPERATOR, ("RUN", format!("openbalance {command}")));
    kept.subjects = subjects.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" ");
    append_in(tx, kept).await
}

/// An event of nobody who has a login here, without subjects: `what` they are is what it took as well.
fn by_nobody(door: &Door, practice: PracticeId, what: &str, (method, route): (&str, String)) -> Kept {
    Kept {
        practice_id: practice,
        seq: 0,
        at: door.now(),
        user_id: None,
        role: what.to_owned(),
        emergency: None,
        permission: what.to_owned(),
        allowed: true,
        method: method.to_owned(),
        route,
        subjects: String::new(),
        seal: String::new(),
    }
}

/// Gives an event its place at the end of the chain, and its seal.
async fn append_in(tx: &mut Tx, mut kept: Kept) -> Result<(), sqlx::Error> {
    store::lock(tx, kept.practice_id).await?;
    let (seq, before) = store::last(tx, kept.practice_id).await?.unwrap_or((0, NOTHING.to_owned()));
    kept.seq = seq + 1;
    kept.seal = seal(&before, &kept);
    store::insert(tx, &kept).await
}

/// The newest events, below a number when one is given.
///
/// # Errors
/// The database's word.
pub async fn newest(
    tx: &mut Tx,
    practice: PracticeId,
    filter: &Filter,
    below: Option<i64>,
    limit: i64,
) -> Result<Vec<Kept>, sqlx::Error> {
    store::newest(tx, practice, filter, below, limit).await
}

/// What an event is sealed with: the hash of the seal before it and of every column, each with
/// its length, so that nothing can be moved from one into the next. The instant counts in
/// microseconds, which both databases keep.
fn seal(before: &str, kept: &Kept) -> String {
    let mut hash = Sha256::new();
    let micros = micros(kept.at).to_string();
    let seq = kept.seq.to_string();
    let practice = kept.practice_id.to_string();
    let user = kept.user_id.map(|user| user.to_string()).unwrap_or_default();
    let allowed = if kept.allowed { "1" } else { "0" };
    let columns: [&str; 11] = [
        before,
        &practice,
        &seq,
        &micros,
        &user,
        &kept.role,
        &kept.permission,
        allowed,
        &kept.method,
        &kept.route,
        &kept.subjects,
    ];
    // Where there was no emergency, as it was sealed before there could be any.
    let emergency = kept.emergency.map(|id| format!("emergency {id}"));
    for column in columns.into_iter().chain(emergency.as_deref()) {
        hash.update(column.len().to_string());
        hash.update(":");
        hash.update(column);
    }
    crate::hex(&hash.finalize())
}

fn micros(at: OffsetDateTime) -> i128 {
    at.unix_timestamp_nanos().div_euclid(1_000)
}
